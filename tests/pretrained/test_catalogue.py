"""The catalogue: what it refuses, that it agrees with what is there, and that all keeps within the budget."""

import zlib
from pathlib import Path

import gan_lessons
from gan_lessons import pretrained
from gan_lessons.pretrained import catalogue

import pytest

PACKAGE = Path(gan_lessons.__file__).parent
MB = 1e6


def weight(paths):
    """What files weigh in a wheel, in MB: each is deflated, and its name stands there twice."""
    return sum(len(zlib.compress(path.read_bytes(), 6)) + 250 for path in paths) / MB


def shipped(folder):
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".pyc"]


def test_the_folders_hold_what_the_catalogue_says_and_nothing_else():
    expected = {file for name in pretrained.names() for file in pretrained.files(name)}
    there = {p for p in shipped(pretrained.FOLDER) if p.suffix != ".py" and p.name != catalogue.TABLE}
    assert there == expected


def test_no_file_is_above_four_megabytes():
    heavy = {str(p.relative_to(PACKAGE)): p.stat().st_size for p in shipped(PACKAGE)}
    most = pretrained.budget().file * MB
    assert {name: size for name, size in heavy.items() if size > most} == {}


def test_the_wheel_and_every_chapter_keep_within_their_shares():
    budget, used = pretrained.budget(), {}
    for name in pretrained.names():
        chapter = pretrained.entry(name).chapter
        used[chapter] = used.get(chapter, 0) + weight(pretrained.files(name))
    over = {c: round(mb, 2) for c, mb in used.items() if mb > budget.share(c)}
    assert not over, f"MB of the checkpoints of chapters: {over}; shares: {budget.chapters}"
    checkpoints = {file for name in pretrained.names() for file in pretrained.files(name)}
    rest = weight(set(shipped(PACKAGE)) - checkpoints)
    assert rest <= budget.package, f"all but the checkpoints weighs {rest:.1f} MB"
    assert rest + sum(used.values()) <= budget.now
    assert (budget.now, budget.all_chapters, budget.file) == (70.8, 80, 4)


def test_the_docstring_lists_what_the_catalogue_has():
    listed = [line.strip() for line in pretrained.load.__doc__.splitlines() if line.strip().startswith('- "')]
    entries = map(pretrained.entry, pretrained.names())
    assert listed == [f'- "{e.name}": {e.draws} (chapter {e.chapter})' for e in entries]


def test_the_best_and_the_last_stage_are_kept_and_the_record_repeats_nothing():
    for name in pretrained.names():
        about, record = pretrained.entry(name), pretrained.record(name)
        assert {record["best_step"], record["steps"]} <= set(about.stages) and record["steps"] == about.steps
        assert record["network"] == about.network
        assert '"network"' not in (pretrained.FOLDER / name / "record.json").read_text()


def test_entries_are_in_the_order_of_the_chapters():
    chapters = [pretrained.entry(name).chapter for name in pretrained.names()]
    assert chapters == sorted(chapters)


BUDGET = """
[budget]
now = 10.0
all_chapters = 20.0
file = 4.0
package = 2.0

[budget.chapters]
07 = 8.0
"21 to 29" = 10.0
"""
ENTRY = {
    "chapter": "7",
    "draws": '"points"',
    "data": '"mnist"',
    "network": '{ family = "dense" }',
    "recipe": '{ name = "dcgan" }',
    "steps": "30",
    "time": '"a second"',
    "stages": "[0, 30]",
    "scored_by": '"digits"',
}


def read(tmp_path, entries, budget=BUDGET):
    tables = [f"[{name}]\n" + "\n".join(f"{k} = {v}" for k, v in e.items()) for name, e in entries.items()]
    (tmp_path / catalogue.TABLE).write_text("\n".join([budget, *tables]))
    return catalogue.read(tmp_path)


def test_a_small_catalogue(tmp_path):
    more = {"parts": '["resume", "discriminator"]', "discriminator": '{ recipe = "classic" }'}
    entries, budget = read(tmp_path, {"a": ENTRY, "b-2": ENTRY | more})
    assert list(entries) == ["a", "b-2"] and entries["a"].parts == () and budget.share(7) == 8
    assert entries["b-2"].stages == (0, 30) and entries["b-2"].discriminator == {"recipe": "classic"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stages": "[30, 0]"}, "in order"),
        ({"stages": "[0, 0, 30]"}, "each once"),
        ({"stages": "[-1, 30]"}, "from 0 on"),
        ({"stages": "[true, 30]"}, "from 0 on"),
        ({"stages": "[0, 20]"}, "the last must be that of its 30 steps"),
        ({"stages": "[]"}, "the last must be"),
        ({"steps": '"30"'}, "steps of 'a' is '30'; expected int"),
        ({"steps": "true"}, "steps of 'a' is True"),
        ({"steps": None}, r"lacks \['steps'\]"),
        ({"step": "30"}, r"has \['step'\] that nothing is known of"),
        ({"parts": '["generators"]'}, "expected some of"),
        ({"parts": '["resume", "resume"]'}, "each once"),
        ({"parts": '["discriminator"]'}, "does not say of what network"),
        ({"parts": '["classifier"]'}, "does not say of what network"),
        ({"parts": '["backward"]'}, r"keeps the way back; expected `pairs` of two domains, not \[\]"),
        ({"pairs": '"ab"'}, "pairs of 'a' is 'ab'; expected list"),
        ({"network": "{ recipe = 'classic' }"}, "a network without family"),
        ({"recipe": "{ recipe = 'classic' }"}, "a recipe without name"),
        ({"jitter": "0.5"}, "the jitter 0.5; expected a share of its steps, 0.0 to 1.0, and `pairs`"),
        ({"jitter": "1.5", "pairs": '["a", "b"]'}, "the jitter 1.5"),
        ({"jitter": "1"}, "jitter of 'a' is 1; expected float"),
        ({"chapter": "30"}, "Chapter 30 has no share"),
    ],
)
def test_entries_that_are_refused(tmp_path, change, says):
    entry = {key: value for key, value in (ENTRY | change).items() if value is not None}
    with pytest.raises(ValueError, match=says):
        read(tmp_path, {"a": entry})


@pytest.mark.parametrize("name", ["A", "a_b", '"../a"', '"a b"', "a-"])
def test_names_that_are_refused(tmp_path, name):
    with pytest.raises(ValueError, match="no name of a checkpoint"):
        read(tmp_path, {name: ENTRY})


def test_a_seventh_whole_game_is_refused(tmp_path):
    entries = {f"a{i}": ENTRY | {"parts": '["resume"]'} for i in range(7)}
    with pytest.raises(ValueError, match=r"7 entries .* at most 6"):
        read(tmp_path, entries)
    catalogue.read.cache_clear()
    del entries["a3"]
    assert len(read(tmp_path, entries)[0]) == 6


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("07 = 8.1", r"10\.1 MB now; the wheel may weigh 10"),
        ('"21 to 29" = 10.1', r"20\.1 MB with all chapters"),
    ],
)
def test_shares_that_are_more_than_the_budget(tmp_path, line, says):
    old = next(x for x in BUDGET.splitlines() if x.startswith(line.split(" =")[0]))
    with pytest.raises(ValueError, match=says):
        read(tmp_path, {"a": ENTRY}, BUDGET.replace(old, line))
