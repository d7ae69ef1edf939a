"""How fast this machine trains, and what half precision would gain: `gan-lessons doctor --speed`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from gan_lessons import backend
from gan_lessons.training import recipes

import keras
import numpy as np

POLICIES = ("float32", "mixed_bfloat16")
RECIPES = ("classic", "laptop")


def step_seconds(recipe: str, rounds: int = 5, limit: float = 20.0) -> dict[str, float]:
    """Seconds of one training step of chapter 7 in each precision, timed in turn.

    Parameters
    ----------
    recipe : "classic" or "laptop"
    rounds : int
        How often each is timed; the median counts.
    limit : float
        Seconds after which no further round begins.

    Returns
    -------
    dict of str to float
        By the name of Keras's dtype policy.
    """
    games = {policy: _game(recipe, policy) for policy in POLICIES}
    for play in games.values():
        play()  # builds what it needs
    seconds: dict[str, list[float]] = {policy: [] for policy in POLICIES}
    for _ in range(rounds):
        for policy, play in games.items():
            began = time.perf_counter()
            play()
            seconds[policy].append(time.perf_counter() - began)
        if sum(map(sum, seconds.values())) > limit:
            break
    return {policy: statistics.median(values) for policy, values in seconds.items()}


def report(rounds: int = 9) -> str:
    """`step_seconds` of both recipes as lines for a terminal, with what the half precision gains here."""
    lines = ["one training step of chapter 7, on random images:"]
    for recipe in RECIPES:
        found = step_seconds(recipe, rounds)
        full, half = (found[policy] for policy in POLICIES)
        ratio = half / full
        verdict = "it gains" if ratio < 0.9 else "it loses" if ratio > 1.1 else "no difference to speak of"
        lines.append(
            f"  {recipe:<8}{1000 * full:>7.0f} ms in float32, {1000 * half:.0f} ms in mixed_bfloat16: {ratio:.2f} of the time, {verdict}"
        )
    lines.append("To use it: keras.config.set_dtype_policy('mixed_bfloat16') before the networks are built.")
    return "\n".join(lines)


def _game(recipe: str, policy: str) -> Callable[[], object]:
    """One step of training with its batch, in this precision."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        gan, options = recipes.dcgan(recipe, steps=1000, seed=0)
    finally:
        keras.config.set_dtype_policy(before)
    images = np.random.default_rng(0).integers(0, 256, (options["batch_size"], 28, 28, 1), dtype="uint8")
    step = backend.compiled_step(gan, gan.step)
    return lambda: keras.ops.convert_to_numpy(step((images,))["g_loss"])
