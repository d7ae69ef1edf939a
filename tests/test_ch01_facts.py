"""What notebook 01 asks the reader to try: its smallest classifier and its smallest generative model, for any two digits."""

from pathlib import Path

from gan_lessons import data, plots

import nbformat
import numpy as np
import pytest

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "01_what_gans_are.ipynb"
LINE = "pair = (0, 1)"


@pytest.fixture(scope="module")
def cells():
    sources = [c.source for c in nbformat.read(NOTEBOOK, as_version=4).cells if c.cell_type == "code"]
    first = next(i for i, source in enumerate(sources) if LINE in source)
    return sources[first : first + 3]


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (3, 8), (8, 3)])
def test_two_other_digits_are_told_apart_as_well_as_their_ink_allows(cells, pair, capsys):
    names = {"data": data, "plots": plots}
    for source in cells:
        exec(source.replace(LINE, f"pair = {pair}"), names)
    assert "nan" not in capsys.readouterr().out
    digits = names["digits"]
    assert set(digits.labels.tolist()) == set(pair)
    assert np.array_equal(names["kinds"], digits.labels == pair[1])
    least = {frozenset((0, 1)): 0.9, frozenset((3, 8)): 0.52}[frozenset(pair)]
    assert least < names["by_border"] < 1 and least < names["by_density"] < 1
    assert abs(names["new"].mean() - names["ink"][digits.labels == pair[0]].mean()) < 0.5
