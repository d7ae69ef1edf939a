"""Score all checkpoints of `gan_lessons.pretrained`, and write docs/results.md.

    python benchmarks/score_checkpoints.py [-n 5000] [--dry]    # --dry prints it only

Each checkpoint's best stage is scored against real images that it was not trained on, as `gan-lessons score` does, and beside it
as many other real images: training images against test images are the floor. Generators that are told the class get two rows
more. The stages' own scores and those of the experiments come from the records.
"""

import argparse
from pathlib import Path

from gan_lessons import data, metrics, models, pretrained, results, scoring
from gan_lessons.metrics.scorecard import write

import numpy as np

from common import commit, computer  # isort: skip
from semi_supervised import table  # isort: skip

BESIDE = ("copying", "mean_map", "nearest_neighbour", "table_of_colours", "untouched", "real")
NOT_SCORES = ("sha256", "levels", "error", "before_packing")  # of a stage's record
FILE = Path(__file__).parent.parent / "docs" / "results.md"

INTRO = """# Results

    python benchmarks/score_checkpoints.py    scores all checkpoints and writes this file

Every score names its extractor and its sample size; compare only scores of one extractor and of equal n. Each checkpoint is one
training with one seed: another seed gives another result, and by how much was not measured. A spread (+-) is what the sample
size alone makes of a score; for the Inception Score it is the standard deviation over 10 groups, for the kernel distance over
100 subsets.

Scored at commit {commit}, on {cores} cores ({cpu}).

## Checkpoints beside real images
"""


def data_of(record: dict) -> str:
    """The data set that a checkpoint imitates, as `scoring.truth` calls it."""
    first = record["data"].split(",")[0]
    return "faces" if "faces" in first else first


def beside_real(name: str, n: int) -> list[str]:
    """The lines of a checkpoint's table."""
    record = pretrained.record(name)
    generator = scoring.generator(name)
    real = scoring.truth(data_of(record), n, tuple(generator.output_shape[1:]))
    n = len(real.images)
    ours, floor = scoring.beside_real(generator, real)
    lines = [
        f"`{name}`, step {record['best_step']:,}: {n:,} images against {n:,} {real.words.split(' (')[0]}; extractor "
        f"'{ours.extractor}', {ours.frechet.dimensions} features.",
        "",
        "| | generated | as many real ones |",
        "|---|---:|---:|",
    ]
    for what, values in ours.rows().items():
        lines.append(f"| {what} | {write(*values)} | {write(*floor.rows()[what])} |")
    lines += by_class(generator, data_of(record), n)
    print("\n".join(lines), end="\n\n", flush=True)
    return [*lines, ""]


def by_class(generator, name: str, n: int) -> list[str]:
    """Two more rows for a generator that is told the class: does it obey, and does it vary within a class?"""
    asked = scoring.labels_of(generator, n)
    if asked is None or models.infogan.sizes(
        generator
    ):  # codes are no classes; the stages' table has what they mean
        return []
    test, train = data.load(name, "test", verbose=False), data.load(name, verbose=False)
    rows = np.random.default_rng(0).permutation(len(train.images))[:n]
    found = metrics.by_class(test.images, test.labels, scoring.draw(generator, n), asked, name)
    floor = metrics.by_class(test.images, test.labels, train.images[rows], train.labels[rows], name)
    return [
        f"| of the class asked for | {write(found.mean_agreement, found.agreement_error)} | "
        f"{write(floor.mean_agreement, floor.agreement_error)} |",
        f"| diversity within a class (least) | {found.mean_diversity:.3f} ({found.diversity.min():.3f}) | "
        f"{floor.mean_diversity:.3f} ({floor.diversity.min():.3f}) |",
    ]


def through_training(name: str) -> list[str]:
    """The lines of a checkpoint's stages, from its record."""
    record = pretrained.record(name)
    cores = record["machine"]["cores"]
    recipe = record["network"].get("recipe", "chapter's")
    lines = [
        f"`{name}`: {record['data']}; the {recipe} recipe, {record['steps']:,} steps of "
        f"{record['batch_size']} in {record['seconds'] / 60:.0f} minutes on {cores} core{'s' * (cores > 1)} of a processor, "
        f"without a GPU. Scored by {record['scores_by']}.",
        "",
    ]
    stages = {f"{int(step):,}": scores for step, scores in record["stages"].items()}
    if "real_images" in record:
        stages["real images"] = record["real_images"]
    columns = [key for key in stages[f"{record['best_step']:,}"] if key not in NOT_SCORES]
    lines.append(f"| step | {' | '.join(column.replace('_', ' ') for column in columns)} |")
    lines.append("|---:|" + "---:|" * len(columns))
    for step, scores in stages.items():
        written = [
            "" if c not in scores else f"{scores[c]:.3g}" if c in ("frechet", "nats") else f"{scores[c]:.1%}"
            for c in columns
        ]
        lines.append(f"| {step} | {' | '.join(written)} |")
    return [*lines, ""]


# Record: the scores to show, and how a number is written.
EXPERIMENTS = {
    "losses": {
        "frechet": ".1f",
        "precision": ".2f",
        "recall": ".2f",
        "coverage": ".2f",
        "legible": ".0%",
        "seconds_of_one_core": ".0f",
    },
    "conditional": {"frechet": ".1f", "agreement": ".1%", "diversity": ".1%"},
    "translation_ablations": {
        "error": ".1f",
        "land_error": ".1f",
        "similarity": ".3f",
        "texture": ".3f",
        "noise": ".1f",
        "train_error": ".1f",
        "seconds_of_one_core": ".0f",
    },
    "unpaired": {
        "error": ".1f",
        "similarity": ".3f",
        "texture": ".3f",
        "back_error": ".1f",
        "cycle": ".1f",
        "identity": ".1f",
        "seconds_of_one_core": ".0f",
    },
    "biggan_ablations": {
        "frechet": ".1f",
        "frechet_of_g": ".1f",
        "obeyed": ".1%",
        "precision": ".2f",
        "recall": ".2f",
        "updates_of_g": ".0f",
        "seconds_of_one_core": ".0f",
    },
    "growing": {
        "frechet": ".2f",
        "precision": ".2f",
        "recall": ".2f",
        "coverage": ".2f",
        "own_steps": ".0f",
        "seconds_of_one_core": ".0f",
    },
    "packing": {"heaps": ".1f", "distance": ".3f"},
    "styles": {
        "frechet": ".2f",
        "frechet_mixed": ".2f",
        "path_w": ".2f",
        "path_z": ".2f",
        "apart": ".1f",
        "detour_w": ".2f",
        "detour_z": ".2f",
        "r2_w": ".2f",
        "r2_z": ".2f",
        "seconds_of_one_core": ".0f",
    },
    "few_pictures": {
        "kernel": ".1f",
        "copies": ".1%",
        "copies_held_out": ".1%",
        "d_acc_real": ".0%",
        "augment_p": ".2f",
        "seconds_of_one_core": ".0f",
    },
}


def translators() -> list[str]:
    """The lines of the checkpoints that translate, from their records: beside what each is to be compared with."""
    lines = ["## Translators", ""]
    for name in pretrained.names():
        record, about = pretrained.record(name), pretrained.entry(name)
        if not about.pairs:
            continue
        rows = {"network": record["stages"][str(record["best_step"])]}
        if "backward" in record:
            rows["network, backward"] = record["backward"]
        rows |= {key.replace("_", " "): value for key, value in record.items() if key in BESIDE}
        columns = [key for key in rows["network"] if key not in NOT_SCORES]
        lines += [
            f"`{name}`, {' to '.join(about.pairs)}, {record['steps']:,} steps of {record['batch_size']} in "
            f"{record['seconds'] / 60:.1f} minutes of one core that others shared. {record['scores_by']}.",
            "",
            f"| | {' | '.join(column.replace('_', ' ') for column in columns)} |",
            "|---|" + "---:|" * len(columns),
        ]
        for row, scores in rows.items():
            lines.append(
                f"| {row} | {' | '.join(f'{scores[c]:.3f}' if c in scores else '' for c in columns)} |"
            )
        lines.append("")
    return lines


def experiment(name: str) -> list[str]:
    """The lines of a record whose variants were trained with several seeds: means and standard deviations."""
    record, columns = results.load(name), EXPERIMENTS[name]
    steps = ({run.get("steps") for run in record["runs"]} | {record.get("steps")}) - {None}
    commits = dict.fromkeys(
        [record["commit"], *(run.get("commit", record["commit"]) for run in record["runs"])]
    )
    lines = [
        f"`python benchmarks/{name}.py`: {record['data']}; {' to '.join(f'{n:,}' for n in sorted(steps))} steps, scored by "
        f"{record.get('scored_by') or format(record['n'], ',') + ' images and the frozen classifier'}. Commit {' and '.join(commits)}.",
        "",
        f"| | seeds | {' | '.join(column.replace('_', ' ') for column in columns)} |",
        "|---|---:|" + "---:|" * len(columns),
    ]
    for variant, about in record["variants"].items():
        seeds = len(results.values(record, variant, "seed"))
        cells = [results.in_words(record, variant, score, form) for score, form in columns.items()]
        lines.append(f"| {about['label']} | {seeds} | {' | '.join(cells)} |")
    return [*lines, ""]


def few_labels() -> list[str]:
    """The lines of the record of chapter 20: means and standard deviations over draws of labels."""
    record = results.load("semi_supervised")
    return [
        f"`python benchmarks/semi_supervised.py`: {record['data']}; test accuracy, in brackets the number of label draws. "
        f"Commit {record['commit']}.",
        "",
        # An ordinary GAN's class head was told nothing: it has no accuracy to show.
        "\n".join(line for line in table(record["runs"]).split("\n") if "no labels" not in line),
        "",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=5000)
    parser.add_argument("--dry", action="store_true")
    arguments = parser.parse_args()
    lines = [INTRO.format(commit=commit(), **computer())]
    drawing = [name for name in pretrained.names() if not pretrained.entry(name).pairs]
    for name in drawing:
        lines += beside_real(name, arguments.n)
    lines += translators()
    lines += [
        "## Through training",
        "",
        "    python benchmarks/train_pretrained.py NAME    trains and scores",
        "",
    ]
    for name in drawing:
        lines += through_training(name)
    lines += ["## Experiments", "", "A mean and a standard deviation over the trainings.", ""]
    for name in EXPERIMENTS:
        lines += experiment(name)
    lines += few_labels()
    if not arguments.dry:
        FILE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
