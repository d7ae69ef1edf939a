"""What the package uses of other packages though it is not public: each test fails when that changes, and says who relies on it."""

import ast
import contextlib
import inspect
import json
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

from gan_lessons import backend
from gan_lessons.backend import steps

import keras
import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
STEPS = "gan_lessons/backend/steps.py"
RECORDER = "gan_lessons/backend/recorder.py"
NETWORKS = "gan_lessons/grading/wire/networks.py"
RUNNER = "gan_lessons/grading/runner.py"
WIDGETS = "gan_lessons/widgets/base.py"

# Attributes of others' objects that begin with an underscore, and the only module that uses each.
PRIVATE = {
    "_tracker": STEPS,
    "_jax_state": STEPS,
    "_kernel_spec": RUNNER,
    "_async_handle_timeout": RUNNER,
    "_dom_classes": WIDGETS,
    "_repr_mimebundle_": WIDGETS,
}


@contextlib.contextmanager
def relied_on(what, by, package="keras"):
    """Whatever goes wrong inside is told together with the module of ours that it concerns."""
    try:
        yield
    except Exception as error:
        pytest.fail(
            f"{by} relies on {what}, which is not public, and {package} {metadata.version(package)} differs: "
            f"{type(error).__name__}: {error}"
        )


# ---- the list itself -----------------------------------------------------------------------------------------------


def is_private(name) -> bool:
    return isinstance(name, str) and name.startswith("_") and not name.startswith("__")


def is_super(node) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def private_names(trees):
    """Private attributes that are read and that nothing in these trees defines: name -> the trees' names."""
    used, through_super, defined = {}, {}, {}
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                of_self = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
                if of_self and isinstance(node.ctx, ast.Store):
                    defined[node.attr] = defined.get(node.attr, 0) + 1
                else:
                    (through_super if is_super(node.value) else used).setdefault(node.attr, set()).add(file)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                defined[node.name] = defined.get(node.name, 0) + 1
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                defined[node.id] = defined.get(node.id, 0) + 1
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "getattr",
                "hasattr",
                "setattr",
            ):
                name = getattr(node.args[1], "value", None)
                if is_private(name):
                    used.setdefault(name, set()).add(file)
    found = {name: files for name, files in used.items() if name not in defined}
    # What a method hands on to `super()` is ours only if a second class of ours has it.
    found |= {name: files for name, files in through_super.items() if defined.get(name, 0) < 2}
    return found


def reaches_into_keras(tree) -> bool:
    """Whether code names a part of `keras.src`."""
    return any(
        (isinstance(node, ast.Attribute) and ast.unparse(node) == "keras.src")
        or (isinstance(node, ast.ImportFrom) and str(node.module).startswith("keras.src"))
        or (isinstance(node, ast.Import) and any(name.name.startswith("keras.src") for name in node.names))
        for node in ast.walk(tree)
    )


def test_nothing_private_is_used_that_has_no_test_here():
    trees = {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "gan_lessons").rglob("*.py"))
    }
    assert [file for file, tree in trees.items() if reaches_into_keras(tree)] == [], "keras.src is private."
    found = private_names(trees)
    assert found == {name: {file} for name, file in PRIVATE.items()}, (
        "What begins with an underscore may change with any release. Use something public, or add it to PRIVATE "
        "with a test that fails when it changes; take out what is no longer used."
    )


def test_the_list_finds_what_it_looks_for():
    code = "class A(B):\n def _mine(self): self._own = model._private\n def _theirs(self): return super()._theirs()"
    trees = {"a": ast.parse(code), "b": ast.parse("a._mine(a._own, getattr(a, '_text', 0))")}
    assert private_names(trees) == {"_private": {"a"}, "_theirs": {"a"}, "_text": {"b"}}
    for line in ("keras.src.ops", "import keras.src.ops", "from keras.src import ops"):
        assert reaches_into_keras(ast.parse(line))


# ---- Keras: what a model tracks ------------------------------------------------------------------------------------


def test_a_layer_can_be_untracked():
    with relied_on("Model._tracker with untrack() and locked", by=STEPS):
        model = keras.Model()
        model.kept, model.old = (keras.layers.Dense(1, name=name) for name in ("kept", "old"))
        for layer in (model.kept, model.old):
            layer.build((None, 2))
        for locked in (False, True):
            model._tracker.locked = locked
            old = model.old
            backend.forget(model, old)
            assert model._tracker.locked is locked, "the lock is not as it was"
            assert old not in model.layers, "the layer is still one of the model's"
            gone = {id(v) for v in old.variables}
            assert len(gone) == 2 and not gone & {id(v) for v in model.variables}, "its variables are, too"
            assert len(model.variables) == len(model.trainable_variables) == 2, "another layer's went with it"
            model._tracker.locked = False
            model.old = old
            assert len(model.variables) == 4, "a layer that was taken out cannot come back"
        model._tracker.locked = True
        with pytest.raises(ValueError):  # this lock is the one that holds
            model.another = keras.layers.Dense(1)


# ---- Keras: its JAX trainer ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jax_trainer():
    """The methods of Keras's JAX trainer as syntax trees; reading the text needs no JAX."""
    with relied_on("the class JAXTrainer in keras/src/backend/jax/trainer.py", by=STEPS):
        text = (Path(keras.__file__).parent / "src/backend/jax/trainer.py").read_text(encoding="utf-8")
        (found,) = [node for node in ast.parse(text).body if getattr(node, "name", "") == "JAXTrainer"]
        return {node.name: node for node in found.body if isinstance(node, ast.FunctionDef)}


@pytest.fixture(scope="module")
def our_order():
    """The groups of variables as `_state` orders them, written as Keras would."""
    names = ("trainable_variables", "non_trainable_variables", "metrics_variables")
    optimizer = SimpleNamespace(variables="self.optimizer.variables")
    return steps._state(SimpleNamespace(optimizer=optimizer, **{name: f"self.{name}" for name in names}))


def test_jax_state_comes_in_our_order(jax_trainer, our_order):
    names = [text.removeprefix("self.").replace(".", "_") for text in our_order]
    with relied_on("the order of the state in JAXTrainer.train_step", by=f"{STEPS} (_state, run_step)"):
        method = jax_trainer["train_step"]
        assert [a.arg for a in method.args.args] == ["self", "state", "data"]
        assert ast.unparse(method.body[-1]) == "return (logs, state)"
        unpacked = [
            [ast.unparse(name) for name in node.targets[0].elts]
            for node in ast.walk(method)
            if isinstance(node, ast.Assign) and ast.unparse(node.value) == "state"
        ]
        assert unpacked == [names]
    with relied_on("the order of the state in JAXTrainer._get_jax_state", by=f"{STEPS} (_state, run_step)"):
        appended = [
            ast.unparse(node.args[0].generators[0].iter)
            for node in ast.walk(jax_trainer["_get_jax_state"])
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "state.append"
        ]
        assert appended == list(our_order)


def test_jax_state_can_be_synced_within_an_epoch(jax_trainer, our_order):
    with relied_on("JAXTrainer._jax_state, set in fit before on_train_batch_end", by=f"{STEPS} (sync)"):
        fit = list(ast.walk(jax_trainer["fit"]))
        kept = [
            node
            for node in fit
            if isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "self._jax_state"
            and isinstance(node.value, ast.Dict)
        ]
        assert [[key.value for key in node.value.keys] for node in kept] == [
            [text.removeprefix("self.").replace(".", "_") for text in our_order]
        ]
        (told,) = [node for node in fit if getattr(node, "attr", "") == "on_train_batch_end"]
        assert kept[0].lineno < told.lineno
    with relied_on("JAXTrainer.jax_state_sync, after which fit takes the state anew", by=f"{STEPS} (sync)"):
        method = jax_trainer["jax_state_sync"]
        assert [a.arg for a in method.args.args] == ["self"]
        text = ast.unparse(method)
        assert "self._jax_state.get(" in text and "self._jax_state_synced = True" in text
        assert "if self._jax_state_synced:" in ast.unparse(jax_trainer["fit"])


class Counting(keras.Model):
    """Counts its steps."""

    def __init__(self):
        super().__init__()
        self.count = keras.Variable(0.0, trainable=False)
        self.built = True

    def train_step(self, *args):
        return backend.run_step(self, self.step, args)

    def step(self, data):
        self.count.assign_add(1.0)
        return {"count": self.count + 0.0}


def test_a_callback_reads_and_writes_what_training_counts():
    """The same on the backend at hand: of JAX, it is what the two tests above say."""
    seen = []

    class Looks(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            backend.sync(self.model)
            seen.append(float(self.model.count))
            self.model.count.assign(seen[-1] * 10)

    with relied_on(f"the trainer of {backend.NAME}", by=f"{STEPS} (run_step, sync)"):
        model = Counting()
        model.compile(optimizer="sgd")
        model.fit(np.zeros((6, 1), "float32"), batch_size=2, verbose=0, callbacks=[Looks()])
        assert seen == [1, 11, 111]
        assert float(model.count) == 1110


# ---- Keras: its stateless scope ------------------------------------------------------------------------------------


class Noting(keras.StatelessScope):
    """Notes what is asked of it, as `Recorder` does."""

    def __init__(self, known=()):
        super().__init__(state_mapping=list(known))
        self.added, self.asked = [], []

    def add_update(self, update):
        variable, _ = update
        self.added.append(variable.name)
        super().add_update(update)

    def get_current_value(self, variable):
        self.asked.append(variable.name)
        return super().get_current_value(variable)


def test_the_stateless_scope_hands_everything_to_two_methods():
    a, b, c = (keras.Variable(1.0, name=name) for name in "abc")
    with relied_on("StatelessScope.add_update, given (variable, value)", by=RECORDER), Noting() as scope:
        a.assign(2.0)
        a.assign_add(2.0)
        assert scope.added == ["a", "a"]
        assert float(scope.get_current_value(a)) == 4
    with (
        relied_on("StatelessScope.get_current_value, asked wherever a variable is read", by=RECORDER),
        Noting([(b, keras.ops.convert_to_tensor(5.0))]) as scope,
    ):
        assert float(b.value) == float(b + 0.0) == 5 and scope.asked == ["b", "b"]
        assert scope.get_current_value(c) is None, "None no longer stands for an unknown variable"
        assert float(c + 0.0) == 1, "an unknown variable no longer has its own value"
    assert float(a) == float(b) == 1
    with (
        relied_on("StatelessScope.original_scope, the scope around", by=RECORDER),
        Noting() as around,
        Noting() as inside,
    ):
        assert around.original_scope is None and inside.original_scope is around


# ---- Keras: names in configurations --------------------------------------------------------------------------------


def test_operations_are_written_with_the_modules_that_the_judge_knows():
    from gan_lessons.grading.wire import networks

    x = keras.Input((4,), dtype="int32")
    y = keras.ops.relu(keras.ops.cast(x, "float32") + 1.0)
    network = keras.Model(x, keras.ops.logsumexp(y, axis=-1, keepdims=True))
    known = {module for module in networks._PLAIN_MODULES if module.startswith("keras.src")}
    known |= {module for module, _ in networks._PLAIN_OTHERS if module.startswith("keras.src")}
    with relied_on(f"the modules {', '.join(sorted(known))} in configurations", by=NETWORKS):
        text = networks.network_as_text(network)

        def modules(config):
            if isinstance(config, dict):
                yield config.get("module")
            for part in config.values() if isinstance(config, dict) else config:
                if isinstance(part, dict | list):
                    yield from modules(part)

        written = {m for m in modules(json.loads(text[0])) if str(m).startswith("keras.src.ops")}
        assert written == known
        again = networks.network_from_text(text)
        assert again.predict(np.ones((1, 4)), verbose=0) == pytest.approx(2 + np.log(4), rel=1e-5)


# ---- nbclient, jupyter_client, ipywidgets --------------------------------------------------------------------------


def test_nbclient_asks_what_to_do_about_a_slow_cell():
    client = pytest.importorskip("nbclient").NotebookClient
    with relied_on("NotebookClient._async_handle_timeout", by=RUNNER, package="nbclient"):
        assert list(inspect.signature(client._async_handle_timeout).parameters) == ["self", "timeout", "cell"]
        assert inspect.iscoroutinefunction(client._async_handle_timeout)
        callers = [client._async_poll_for_reply, client.async_wait_for_reply]
        assert ["_async_handle_timeout" in method.__code__.co_names for method in callers] == [True, True]


def test_a_kernel_manager_takes_a_specification_that_is_no_file():
    manager = pytest.importorskip("jupyter_client.manager").AsyncKernelManager()
    from jupyter_client.kernelspec import KernelSpec

    with relied_on("KernelManager._kernel_spec", by=RUNNER, package="jupyter_client"):
        assert hasattr(type(manager), "_kernel_spec")
        manager._kernel_spec = KernelSpec(display_name="ours", language="python", interrupt_mode="message")
        assert manager.kernel_spec is manager._kernel_spec and manager.kernel_spec.display_name == "ours"


def test_a_widget_tells_its_classes_and_its_pictures():
    widgets = pytest.importorskip("ipywidgets")
    with relied_on("DOMWidget._dom_classes", by=WIDGETS, package="ipywidgets"):
        box = widgets.Box()
        box.add_class("gl-walk")
        assert "gl-walk" in box._dom_classes
    with relied_on("Widget._repr_mimebundle_", by=WIDGETS, package="ipywidgets"):
        assert "application/vnd.jupyter.widget-view+json" in box._repr_mimebundle_()
