"""`import gan_lessons` is cheap, loads no backend, and sets what TensorFlow reads before TensorFlow is there."""

import json
import os
import statistics
import subprocess
import sys

import pytest

BACKENDS = ("tensorflow", "keras", "jax", "torch")
SET_BY_US = ("TF_ENABLE_ONEDNN_OPTS", "TF_CPP_MIN_LOG_LEVEL")


def python(code, **environment):
    """Run `code` in a fresh interpreter that has none of the variables that we set; return the process."""
    clean = {name: value for name, value in os.environ.items() if name not in SET_BY_US}
    return subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_importing_takes_less_than_300_ms_and_loads_no_backend():
    code = (
        "import json, sys, time\n"
        "start = time.perf_counter()\n"
        "import gan_lessons\n"
        "print(json.dumps([time.perf_counter() - start, sorted(sys.modules)]))"
    )
    runs = [json.loads(python(code).stdout) for _ in range(3)]
    assert statistics.median(seconds for seconds, _ in runs) < 0.3
    for _, modules in runs:
        assert not set(BACKENDS) & set(modules)


@pytest.mark.parametrize("part", ["data", "budget", "questions"])
def test_parts_that_need_no_backend_load_none(part):
    code = f"import sys, gan_lessons\ngan_lessons.{part}\nprint([name for name in {BACKENDS} if name in sys.modules])"
    assert python(code).stdout.strip() == "[]"


def test_every_part_is_listed_and_a_wrong_name_says_which_exist():
    import gan_lessons

    assert {"data", "training", "widgets"} <= set(dir(gan_lessons))
    with pytest.raises(AttributeError, match=r"no attribute 'trainning'.*training"):
        _ = gan_lessons.trainning


def test_onednn_is_switched_on_unless_the_user_said_otherwise():
    code = "import os, gan_lessons; print(os.environ['TF_ENABLE_ONEDNN_OPTS'])"
    assert python(code).stdout.strip() == "1"
    assert python(code, TF_ENABLE_ONEDNN_OPTS="0").stdout.strip() == "0"


def test_it_warns_if_tensorflow_came_first_and_only_then():
    # A stand-in module: what counts is the order, and TensorFlow itself takes seconds.
    late = "import sys, types; sys.modules['tensorflow'] = types.ModuleType('tensorflow'); import gan_lessons"
    assert "Put `import gan_lessons` first" in python(late).stderr
    assert python(late, TF_ENABLE_ONEDNN_OPTS="1").stderr == ""
    assert python("import gan_lessons").stderr == ""


def test_tensorflow_loads_silently_after_it_and_speaks_when_asked():
    code = "import gan_lessons, tensorflow as tf; print(float(tf.reduce_sum(tf.ones(3))))"
    quiet = python(code)
    assert quiet.stdout.strip() == "3.0"
    assert quiet.stderr == ""
    assert "oneDNN" in python(code, TF_CPP_MIN_LOG_LEVEL="0").stderr


def test_a_tensorflow_that_fails_to_load_is_not_silenced(tmp_path):
    (tmp_path / "tensorflow.py").write_text(
        "import os\nos.write(2, b'libbroken.so: not found\\n')\nraise ImportError('broken build')\n"
    )
    code = (
        "import os, gan_lessons\n"
        "try:\n"
        "    import tensorflow\n"
        "except ImportError as error:\n"
        "    print(error)\n"
        "os.write(2, b'still heard')"
    )
    run = python(code, PYTHONPATH=str(tmp_path))
    assert run.stdout.strip() == "broken build"
    assert run.stderr.split("\n") == ["libbroken.so: not found", "still heard"]
