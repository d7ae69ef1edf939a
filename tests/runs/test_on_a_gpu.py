"""What docs/on_a_gpu.md says of hours is what the records say, and its commands exist."""

import re
from pathlib import Path

from gan_lessons import pretrained
from gan_lessons.cli import main

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "on_a_gpu.md").read_text(encoding="utf-8")


def test_hours_are_those_of_the_records():
    rows = re.findall(r"^\| `(.+?)`, .* batches of (\d+) \| ([\d,]+) \| (\d+) \| ([\d.]+) \|$", PAGE, re.M)
    assert len(rows) == 4
    for name, batch, steps, minutes, seconds in rows:
        record = pretrained.record(name)
        found = record["batch_size"], record["steps"], round(record["seconds"] / 60)
        assert found == (int(batch), int(steps.replace(",", "")), int(minutes)), name
        assert round(record["seconds"] / record["steps"], 2) == float(seconds), name


def test_its_commands_are_known(capsys):
    options = set(re.findall(r"gan-lessons (\w+)", PAGE))
    assert options == {"doctor", "run", "train", "score"}
    for command in options:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        said = capsys.readouterr().out
        for line in re.findall(rf"gan-lessons {command} (.*)", PAGE):
            assert all(option in said for option in re.findall(r"--[a-z]+", line)), line
