"""Which game a run plays: the one place that knows the recipe."""

from __future__ import annotations

from gan_lessons.training import recipes


def game_of(
    size: int,
    steps: int,
    channels: int,
    classes: int,
    n_images: int,
    seed: int,
    augment: str | None,
    flips: bool,
    start: str | None,
) -> tuple:
    """The game, compiled, and the size of its batches; ValueError if `start` does not fit."""
    game, options = recipes.own_images(
        size,
        steps,
        channels=channels,
        n_classes=classes or None,
        n_images=n_images,
        seed=seed,
        augment=augment,
        flips=flips,
        start=start,
    )
    return game, options["batch_size"]
