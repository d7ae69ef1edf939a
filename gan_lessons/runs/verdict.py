"""What came of a run, as honestly as it can be said: `record.json` for programs, `verdict.md` for people."""

from __future__ import annotations

import datetime
import json
import warnings
from dataclasses import asdict
from importlib.metadata import version

from gan_lessons import data, diagnosis, files, machine, metrics, plots, sampling
from gan_lessons.runs.folder import BEST, NEAREST, RECORD, VERDICT, Run
from gan_lessons.runs.judge import AT_ONCE, SAMPLES, Judge
from gan_lessons.runs.trial import clock
from gan_lessons.runs.watching import grid

import numpy as np

ROUGH = 100  # held-out pictures, below which a kernel distance is rough
LATE = 0.75  # share of the steps: if the best score is later, and clearly better than before, the run was too short
FELL = 0.05  # of the distance before the first step: what counts as clearly better
KNOWN = 1000  # training pictures that the diagnosis looks at
SOUGHT = 5000  # training pictures among which copies are sought
PAIRS = 16  # samples that are shown beside the training picture nearest to them


def write(run: Run, game, progress: dict, judge: Judge) -> str:
    """Judge a run by its best generator, write record and verdict, and return the verdict's first lines.

    The samples come from other latents than those that the best generator was chosen by, and the last one is judged by the same latents.
    """
    record = _judged(run, game, progress, judge) | {
        "settings": asdict(run.settings) | {"folder": data.contents.printable(run.settings.folder)},
        "steps": game.step_number,
        "seconds": round(progress["seconds"]),
        "sessions": progress["sessions"],
        "trouble": progress["trouble"],
        "scores": progress["scores"],
        "game": type(game).__name__,
        "parameters": {layer.name: layer.count_params() for layer in game.layers},
        "date": datetime.date.today().isoformat(),
        "gan_lessons": version("gan_lessons"),
        "machine": _machine(),
    }
    files.write(run.folder / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    text = words(record)
    files.write(run.folder / VERDICT, text.encode())
    return f"{record['verdict']}\n{run.folder / VERDICT} says more; {run.folder / BEST} is the generator."


def _machine() -> dict:
    found = machine.facts(devices=True)
    return {name: found[name] for name in ("python", "system", "backend", "versions", "devices", "cores")}


def _judged(run: Run, game, progress: dict, judge: Judge) -> dict:
    """What the samples of the best generator say."""
    training, _ = run.pictures()
    samples = plots.to_uint8(drawn(run.generator(), SAMPLES, seed=1))
    some = training[np.random.default_rng(0).permutation(len(training))[:KNOWN]]
    scores = [(step, score) for step, score in progress["scores"] if score is not None]
    best_step, chosen_by = min(scores, key=lambda pair: pair[1])
    best = judge(samples)
    distances = {
        "begun_with": scores[0][1],
        "best": best,
        "last": best if best_step == scores[-1][0] else judge(plots.to_uint8(drawn(game, SAMPLES, seed=1))),
        "real": judge(some[:SAMPLES]),
    }
    way = distances["begun_with"] - distances["real"]
    made = (distances["begun_with"] - distances["best"]) / way if way > 0 else 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = diagnosis.diagnose(
            {
                name: np.asarray(values)
                for name, values in progress["losses"].items()
                if name in diagnosis.ROLES
            },
            samples,
            some,
        )
    copies = _copies(run, samples, training)
    start = run.settings.start
    record = {
        "begun_with": f"the generator of {start}" if start else "an untrained generator",
        "extractor": judge.extractor.name,
        "samples": SAMPLES,
        "best_step": best_step,
        "best_score": chosen_by,
        "kernel_distance": {name: round(value, 6) for name, value in distances.items()},
        "share_of_the_way": round(made, 4),
        "too_short": too_short(scores),
        "memorising": {
            "share": round(copies.share, 4),
            "held_out": round(copies.held_out, 4),
            "flagged": copies.flagged,
            "compared_by": copies.extractor,
            "training": copies.n[1],
        },
        "diagnosis": {
            "verdict": found.verdict,
            "why": found.why,
            "evidence": [str(e) for e in found.evidence],
        },
    }
    return record | {"verdict": _in_a_sentence(record)}


def _copies(run: Run, samples: np.ndarray, training: np.ndarray) -> metrics.Memorising:
    """Whether samples are training pictures; the likeliest ones are drawn side by side."""
    training = training[:SOUGHT]
    found = metrics.memorising(samples, training, run.pictures("held_out")[0], mirrored=run.settings.flips)
    alike = found.most_alike[:PAIRS]
    pairs = np.stack([samples[alike], training[found.nearest[alike]]], axis=1)
    files.write(run.folder / NEAREST, grid(pairs.reshape(-1, *samples.shape[1:]), cols=8))
    return found


def drawn(generator, n: int, seed: int, **given) -> np.ndarray:
    """`n` samples as the network makes them, clipped: float32."""
    sampler = sampling.of(generator)
    return sampler.outputs(sampler.inputs(n, seed, **given), batch_size=AT_ONCE, noise=seed)


def counted(n: int, what: str) -> str:
    """ "1 core", "2 cores"."""
    return f"{n:,} {what}{'s' * (n != 1)}"


def too_short(scores: list[tuple[int, float]]) -> bool:
    """Whether the best score of the last quarter is clearly better than all before: it would have fallen further."""
    last = LATE * scores[-1][0]
    early = [score for step, score in scores if step <= last]
    late = [score for step, score in scores if step > last]
    return bool(early and late) and min(early) - min(late) > FELL * abs(scores[0][1])


def _in_a_sentence(record: dict) -> str:
    made = record["share_of_the_way"]
    if made < 0.2:
        first = "It has learned next to nothing."
    elif made < 0.7:
        first = "It has learned the rough look of the pictures."
    else:
        first = "It draws what resembles the pictures."
    first += f" {max(0.0, made):.0%} of the way from {record['begun_with']} to real pictures is made, as {record['extractor']!r} sees it."
    copies = record["memorising"]
    if copies["flagged"]:
        first += f" But it repeats its pictures: {copies['share']:.0%} of the samples are copies."
    if record["too_short"]:  # what else is wrong may pass
        return f"{first} It may have been too short: its best distance came in the last quarter."
    wrong = record["diagnosis"]["verdict"]
    if wrong not in ("stable", "not enough evidence") and not copies["flagged"]:
        first += f" But: {wrong}. {record['diagnosis']['why']}"
    return first


def words(record: dict) -> str:
    """A record in Markdown."""
    of, distance, copies = record["settings"], record["kernel_distance"], record["memorising"]
    kind = "grey" if of["channels"] == 1 else "colour"
    rough = (
        f" From {of['held_out']} pictures it is rough: do not read much into small differences."
        if of["held_out"] < ROUGH
        else ""
    )
    rows = [
        (record["begun_with"], distance["begun_with"], "step 0"),
        ("**the best one, which is kept**", distance["best"], f"step {record['best_step']:,}"),
        ("the last one", distance["last"], f"step {record['steps']:,}"),
        ("real pictures (those trained on)", distance["real"], "no generator can be expected to do better"),
    ]
    lines = [
        "# Verdict",
        "",
        record["verdict"],
        "",
        f"Trained on {of['training']:,} pictures of {of['size']} × {of['size']} pixels, {kind}"
        + (f", {len(of['classes'])} classes" if of["classes"] else "")
        + f"; {record['steps']:,} steps of {of['batch_size']} in {clock(record['seconds'])}, "
        f"{record['date']}, {record['machine']['backend']}, {counted(record['machine']['cores'], 'core')}.",
        "",
        f"## How far from the {of['held_out']:,} pictures that were held out?",
        "",
        "| | kernel distance | |",
        "| --- | ---: | --- |",
        *(f"| {what} | {value:.4g} | {note} |" for what, value, note in rows),
        "",
        f"{record['samples']} samples, of other latents than the best one was chosen by. They are read by {record['extractor']!r}: a small network that knows photographs of ten kinds, at 32 pixels. It sees "
        f"shapes and colours, and no finer detail. Compare only distances of this extractor, and of these held-out pictures.{rough}",
        "",
        "## Does it repeat what it saw?",
        "",
        f"{copies['share']:.1%} of the samples are copies of a training picture, as far as {copies['compared_by']} tell, and {copies['held_out']:.1%} of "
        f"the held-out pictures would be called so by mistake. {'**It repeats them.**' if copies['flagged'] else 'That is no sign that it repeats them.'} "
        f"{NEAREST} shows the likeliest ones in pairs, the sample first: look for yourself before you publish any.",
        "",
        "## Is something wrong?",
        "",
        f"- **{record['diagnosis']['verdict']}**: {record['diagnosis']['why']}",
        *(f"  - {evidence}" for evidence in record["diagnosis"]["evidence"]),
    ]
    lines.append(
        "- **Perhaps too short**: the best distance of the last quarter is clearly below all before. Train for longer: the same command, with more --steps."
        if record["too_short"]
        else "- The distance had stopped falling before the last quarter, or fell little: more steps of the same are unlikely to help much."
    )
    for trouble in record["trouble"]:
        lines.append(f"- {trouble['what']} It went back to step {trouble['back_to']:,} with half the rates.")
    return "\n".join([*lines, ""])
