"""What half precision gains on this machine: timed, and said."""

import gan_lessons  # noqa: F401
from gan_lessons import cli, speed

import keras
import pytest


def test_the_doctor_times_both_precisions_and_says_what_it_gains(monkeypatch, capsys):
    times = {
        "classic": {"float32": 0.3, "mixed_bfloat16": 0.18},
        "laptop": {"float32": 0.05, "mixed_bfloat16": 0.05},
    }
    monkeypatch.setattr(speed, "step_seconds", lambda recipe, rounds: times[recipe])
    assert cli.main(["doctor", "--speed"]) == 0
    text = capsys.readouterr().out
    assert "300 ms in float32, 180 ms in mixed_bfloat16: 0.60 of the time, it gains" in text
    assert "1.00 of the time, no difference" in text


def test_a_step_is_timed_in_each_precision():
    found = speed.step_seconds("laptop", rounds=1)
    assert list(found) == list(speed.POLICIES) and all(0 < seconds < 60 for seconds in found.values())
    assert keras.config.dtype_policy().name == "float32", "the policy is put back"
    assert found["float32"] != pytest.approx(found["mixed_bfloat16"], rel=1e-9)
