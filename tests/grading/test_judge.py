"""The judge and what passes between it and an answer: values there and back, and nothing that could run."""

import contextlib
import json
import math
import warnings

from gan_lessons.grading import assignment, check, wire
from gan_lessons.grading.agent import Agent
from gan_lessons.grading.agreement import Arguments, agrees
from gan_lessons.grading.assignment import Task, Test
from gan_lessons.grading.judge import Judge
from gan_lessons.grading.practice import Practice

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.grading.conftest import make_course

NUMBERS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
ARRAYS = st.sampled_from(["u1", "i4", "f4", "f8", "?", "c16", ">f8"]).flatmap(
    lambda kind: hnp.arrays(np.dtype(kind), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)
VALUES = st.recursive(
    NUMBERS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def same(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype.newbyteorder("=") == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b)))


@settings(deadline=None, max_examples=150, database=None, derandomize=True)
@given(VALUES)
def test_plain_values_come_out_as_they_are(value):
    assert same(value, wire.decode(json.loads(json.dumps(wire.encode(value)))))


def test_what_is_not_plain_comes_out_as_what_it_is():
    class Clever:
        pass

    for value, kind in (
        (Clever(), "Clever"),
        (iter([1]), "list_iterator"),
        (np.array([object()]), "ndarray"),
        (len, "builtin_function_or_method"),
    ):
        got = wire.decode(wire.encode(value))
        assert isinstance(got, wire.Opaque) and type(got).__name__ == kind
        with pytest.raises(AssertionError, match=kind):
            check.array(got)
    assert wire.decode(wire.encode(np.float32(0.5))).dtype == "float32"
    tensor = wire.decode(wire.encode(keras.ops.ones((2, 3))))
    assert type(tensor) is np.ndarray and tensor.shape == (2, 3)
    assert wire.decode(wire.encode({1, 2})) == {1, 2}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
    | st.sampled_from(["array", "list", "dict", "set", "network", "function", "scalar", "float", "int", "<f8", "O", "tuple"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=10,
)  # fmt: skip


@settings(deadline=None, max_examples=400, database=None, derandomize=True)
@given(JSON)
def test_nonsense_is_refused_or_harmless(plain):
    with contextlib.suppress(wire.WireError):
        wire.decode(plain)


@settings(deadline=None, max_examples=200, database=None, derandomize=True)
@given(
    st.one_of(
        st.text(max_size=20),
        JSON.map(json.dumps),
        st.fixed_dictionaries({"value": JSON, "changed": JSON, "warned": JSON}).map(json.dumps),
    )
)
def test_a_reply_that_is_nonsense_fails_the_test_and_nothing_else(said):
    error = Judge({"check": check}, lambda _: said).run(task("double"), "check.close(double(1), 2)")
    assert isinstance(error, Exception)


def test_configurations_of_networks_name_nothing_but_layers_of_keras(tmp_path):
    mark = tmp_path / "mark"
    good = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(3, activation="relu"), keras.layers.BatchNormalization()]
    )
    again = wire.network_from_text(wire.network_as_text(good))
    assert all(np.array_equal(a, b) for a, b in zip(good.get_weights(), again.get_weights(), strict=True))
    evil = [
        {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"},
        {"module": "builtins", "class_name": "function", "config": "exec", "registered_name": "function"},
        {"module": "os", "class_name": "Dense", "config": {}, "registered_name": None},
        {"module": "keras.layers", "class_name": "Lambda", "config": {"function": {"class_name": "__lambda__"}}, "registered_name": None},
        {"module": "keras.layers", "class_name": "TFSMLayer", "config": {"filepath": str(mark)}, "registered_name": None},
        {"module": "keras.layers", "class_name": "Dense", "config": {"units": 10**12}, "registered_name": None},
        {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}, "registered_name": "os>system"},
        {"module": "keras.initializers", "class_name": "get", "config": {}, "registered_name": None},
    ]  # fmt: skip
    base = json.loads(wire.network_as_text(good)[0])
    for part in evil:
        for config in (
            part,
            {**base, "config": {**base["config"], "layers": [*base["config"]["layers"], part]}},
        ):
            got = wire.network_from_text([json.dumps(config), None, []])
            assert isinstance(got, wire.Opaque), config
    assert not mark.exists()


def test_a_network_with_ones_own_loss_comes_without_it():
    net = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    net.compile(keras.optimizers.Adam(0.25), lambda truth, got: keras.ops.mean(got))
    got = wire.network_from_text(wire.network_as_text(net))
    assert type(got.optimizer) is keras.optimizers.Adam and float(got.optimizer.learning_rate) == 0.25
    assert got.loss is None


# The judge, with the agent in this process.


def task(name="f", solution="", *tests):
    solution = solution or f"def {name}(x):\n    return x"
    return Task(name, "", solution, [Test(f"{name}_1", source, 1.0) for source in tests or (name,)])


def judged(answer, test, name="f", given=None, solution=""):
    given = {"check": check, "np": np, "keras": keras, "__name__": "__main__", **(given or {})}
    space = dict(given)
    exec(answer, space)
    return Judge(given, Agent(space).reply).run(task(name, solution, test), test)


def test_a_test_reads_like_any_other():
    assert judged("def f(x): return 2 * x", "check.close(f(np.ones(2)), [2, 2])") is None
    error = judged("def f(x): return x", "check.close(f(np.ones(2)), [2, 2])")
    assert isinstance(error, AssertionError) and "where 2 is right" in str(error)


def test_what_an_answer_raises_and_warns_of_comes_over():
    test = (
        "try:\n    f(1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('nothing was raised')"
    )
    assert judged("def f(x): raise ValueError('no')", test) is None
    assert judged("class Mine(ValueError): pass\ndef f(x): raise Mine", test) is None
    assert isinstance(judged("def f(x): raise TypeError('no')", test), TypeError)
    assert "nothing was raised" in str(judged("def f(x): return x", test))
    assert isinstance(judged("def f(x): exit()", "f(1)"), wire.AnswerError)
    assert isinstance(judged("def f(x): raise type('Odd', (Exception,), {})('x')", "f(1)"), wire.AnswerError)
    warned = "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('error', UserWarning)\n    f(1)"
    assert isinstance(judged("import warnings\ndef f(x): warnings.warn('old')", warned), UserWarning)
    assert judged("def f(x): pass", warned) is None
    assert isinstance(judged("", "f(1)"), NameError)


def test_what_an_answer_changes_is_changed_here_too():
    test = "a = np.ones(3)\nb = a.copy()\nf([a, 1])\ncheck.close(a, b, 'It changes a.')"
    assert judged("def f(x): return x[0].sum()", test) is None
    assert "is wrong in 1 of 3" in str(judged("def f(x): x[0][1] = 7", test))
    test = "net = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\nf(net)\ncheck.close(net.get_weights()[1], [5])"
    assert judged("def f(net): net.layers[-1].bias.assign([5.0])", test) is None


def test_an_answer_cannot_turn_what_a_test_computes_from():
    poison = "def f(x):\n    x[...] = np.nan\n    return x.copy()"
    assert isinstance(judged(poison, "x = np.ones(3)\ncheck.close(f(x), x + x)"), AssertionError)
    assert "came out as NaN" in str(judged("def f(x): return x", "check.close(f(np.nan), np.nan)"))
    nets = "a, b = (keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)]) for _ in range(2))\n"
    other = Judge({"keras": keras, "np": np}, Agent(space := {"np": np, "f": lambda net: None}).reply)
    assert other.run(task(), nets + "f(a)\nf(b)") is None and len(space) == 2
    with pytest.raises(wire.WireError):
        other._inputs.change([[], [[min(other._inputs.networks.keys() - other._inputs.sent), []]]], True)


def test_a_generator_comes_without_its_seed():
    sent = []
    agent = Agent({"f": lambda rng: rng.normal(size=3)})

    def ask(request):
        sent.append(request)
        return agent.reply(request)

    test = "rng = np.random.default_rng([20270201, 7])\ncheck.close(f(rng), np.random.default_rng([20270201, 7]).normal(size=3))"
    assert Judge({"check": check, "np": np}, ask).run(task(), test) is None
    assert not any(b"seed" in request.lower() for request in sent)


def test_a_network_of_an_answers_goes_back_as_itself():
    answer = (
        "def loss(truth, got): return keras.ops.mean(got) + 40\n"
        "def f(n):\n    net = keras.Sequential([keras.Input((2,)), keras.layers.Dense(n)])\n    net.compile('sgd', loss)\n    return net"
    )
    test = (
        "net = check.network(f(1), (2,), (1,), 3)\nnet.set_weights([np.zeros((2, 1)), np.full(1, 2.0)])\n"
        "got = there(lambda net, x: net.evaluate(x, x, verbose=0), net, np.ones((4, 2), 'float32'))\ncheck.close(got, 42)"
    )
    assert judged(answer, test) is None


def test_the_solution_and_right_values_stay_outside():
    spy = (
        "import gc, sys\nseen = []\ndef f(x):\n"
        "    frame = sys._getframe()\n"
        "    while frame.f_back is not None and 'Agent' not in str(frame.f_locals.get('self', '')): frame = frame.f_back\n"
        "    seen.append(str(frame.f_locals))\n    return x"
    )
    space = {"np": np, "__name__": "__main__"}
    exec(spy, space)
    sent = []
    agent = Agent(space)

    def ask(request):
        sent.append(request)
        return agent.reply(request)

    Judge({"check": check, "np": np}, ask).run(
        task(), "secret = 12345.678\ncheck.close(f(np.ones(1)), secret)"
    )
    assert sent and not any(b"secret" in request or b"12345" in request for request in sent)
    assert space["seen"] and "12345" not in space["seen"][0]


def test_a_mock_of_check_earns_nothing():
    answer = "from unittest.mock import MagicMock\ncheck = MagicMock()\ndef f(x): return x"
    assert isinstance(judged(answer, "check.close(f(3.0), 6.0)"), AssertionError)


# Agreement of an answer and the solution.


def earth_mover(a, b):
    return np.abs(np.sort(a) - np.sort(b)).mean()


PILES = hnp.arrays(float, 3, elements=st.integers(-2, 2))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda a, b: np.abs(a - b).mean(),
        lambda a, b: abs(np.mean(a) - np.mean(b)),
        lambda a, b: (
            np.abs(np.unique(a) - np.unique(b)).mean() if len(np.unique(a)) == len(np.unique(b)) else 0
        ),
        lambda a, b: (a.sort(), b.sort(), np.abs(a - b).mean())[2],
        lambda a, b: np.nan,
    ],
)
def test_agreement_notices_what_people_forget(wrong):
    agrees(earth_mover, earth_mover, PILES, PILES, seed=1)
    with pytest.raises(AssertionError):
        agrees(wrong, earth_mover, PILES, PILES, seed=1)


def test_agreement_of_errors_words_and_parts():
    def right(n, name="a"):
        if n < 0:
            raise ValueError
        return {"even": n % 2 == 0, "pair": (n, [n, 2 * n]), "name": name}

    numbers = st.integers(-3, 3)
    agrees(right, right, numbers, name=st.sampled_from(["a", "b"]), seed=2)
    for wrong in (
        lambda n, name="a": right(abs(n), name),
        lambda n, name="a": right(n),
        lambda n, name="a": {**right(n, name), "even": int(n % 2 == 0) + 1},
        lambda n, name="a": {**right(n, name), "more": 1},
        lambda n, name="a": list(right(n, name)),
    ):
        with pytest.raises(AssertionError):
            agrees(wrong, right, numbers, name=st.sampled_from(["a", "b"]), seed=2)
    agrees(max, max, st.integers(0, 9).map(lambda n: Arguments(n, n + 1)), seed=3)


# Practising.


def test_practice_says_what_is_missing(tmp_path, capsys):
    folder = make_course(tmp_path / "course")
    space = {"np": np}
    practice = Practice("small", folder, space)
    exec("def double(x): return np.array([2.0, 2.0])", space)
    practice.task("double")
    assert (
        "double: 1 of 3 points\n  2 missing (Others): your result has shape (2,)" in capsys.readouterr().out
    )
    exec("def double(x): return 2 * x", space)
    practice.task("double")
    assert capsys.readouterr().out == "double: 3 of 3 points\n"
    practice.task("total")
    assert "total: 0 of 3 points\n  2 missing (Hidden): total is not there yet" in capsys.readouterr().out
    practice.total()
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == f"{'Total':<28} 3 of 6 points, and the written question, which a person reads."
    )
    with pytest.raises(ValueError, match="There is no task 'triple' in small; there are double, total"):
        practice.task("triple")
    with pytest.raises(ValueError, match="source of large is not found"):
        Practice("large", folder, space)


def test_names_that_tests_take_from_an_answer():
    source = "import math\nx = 1\nfor i in range(2):\n    y = i\ndef f(z):\n    hidden = z\nclass C:\n    inside = 1\n_private = 0"
    assert Task("t", "", source, [Test("t_1", "f(x) + y, C, _private, inside, hidden", 1)]).names == [
        "x",
        "y",
        "f",
        "C",
        "_private",
    ]
    assert assignment.seed_for(0, "x") == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Task("t", "", "a = 1", []).names == []
