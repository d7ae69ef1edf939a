"""Which games of two a model plays, and what its metrics are in them."""

from __future__ import annotations

import keras


def games_of(model: keras.Model) -> dict[str, dict[str, str]]:
    """For each game, its metrics by role ("d_loss_real", "g_loss", …); a model that declares none has them under these names."""
    if hasattr(model, "roles_of_metrics"):
        return model.roles_of_metrics()
    names = getattr(model, "metric_names", ())
    return {"": {name: name for name in names}} if names else {}
