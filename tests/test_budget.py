from gan_lessons import budget

import numpy as np
import pytest


@pytest.fixture
def at(monkeypatch):
    def set_budget(value):
        if value is None:
            monkeypatch.delenv(budget.VARIABLE, raising=False)
        else:
            monkeypatch.setenv(budget.VARIABLE, value)

    return set_budget


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "quick"),
        ("", "quick"),
        ("smoke", "smoke"),
        ("quick", "quick"),
        ("full", "full"),
        (" Full\n", "full"),
    ],
)
def test_the_name_comes_from_the_environment_and_is_quick_without_it(at, value, expected):
    at(value)
    assert budget.name() == expected


@pytest.mark.parametrize("call", [budget.name, lambda: budget.steps(full=3, quick=2)])
def test_an_unknown_budget_is_named_with_the_remedy(at, call):
    at("fast")
    with pytest.raises(ValueError, match=r"GAN_LESSONS_BUDGET is 'fast'.*smoke, quick, full.*unset"):
        call()


@pytest.mark.parametrize(("value", "expected"), [("smoke", 4), ("quick", 900), ("full", 23_400), (None, 900)])
def test_steps_follow_the_budget(at, value, expected):
    at(value)
    assert budget.steps(full=23_400, quick=900) == expected


def test_smoke_takes_a_few_steps_never_more_than_quick_and_can_be_given(at):
    at("smoke")
    assert budget.steps(full=100, quick=2) == 2
    assert budget.steps(full=100, quick=50, smoke=7) == 7


def test_steps_are_plain_integers(at):
    at("quick")
    assert type(budget.steps(full=np.int64(9), quick=np.int64(5))) is int


@pytest.mark.parametrize("wrong", [{"full": 0}, {"quick": -1}, {"smoke": 0}])
def test_no_steps_is_an_error_at_every_budget(at, wrong):
    at("full")
    ((name, value),) = wrong.items()
    with pytest.raises(ValueError, match=f"{name}={value}.*at least 1.*steps, not epochs"):
        budget.steps(**({"full": 10, "quick": 5, "smoke": 1} | wrong))


def test_a_fraction_of_a_step_is_an_error(at):
    at("full")
    with pytest.raises(TypeError, match=r"quick=2\.5.*whole number"):
        budget.steps(full=10, quick=2.5)


def test_choose_gives_any_value(at):
    for value, expected in (("smoke", "tiny"), ("quick", "laptop"), ("full", "classic")):
        at(value)
        assert budget.choose(full="classic", quick="laptop", smoke="tiny") == expected


@pytest.mark.parametrize("value", ["9", None, True, float("nan"), [9], 1e30])
@pytest.mark.parametrize("name", ["full", "quick"])
def test_what_is_no_number_of_steps_is_named_at_every_budget(name, value):
    with pytest.raises(TypeError, match=rf"steps\(...\) was given {name}=.*whole number"):
        budget.steps(**({"full": 10, "quick": 5} | {name: value}))


def test_more_steps_than_anybody_counts_are_refused():
    with pytest.raises(ValueError, match=r"full=.*at most 1,000,000,000"):
        budget.steps(full=10**30, quick=5)
