"""What is done with a run afterwards: samples, scores, a copy without this package, a notebook."""

import ast
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from gan_lessons import cli, models, plots, runs, sampling
from gan_lessons.runs import exporting
from gan_lessons.runs.judge import smaller
from gan_lessons.runs.plain import plain

import ipywidgets
import keras
import numpy as np
import pytest
from PIL import Image

from tests.runs import tiny


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run with two classes, of grey pictures."""
    folder = tmp_path_factory.mktemp("companions")
    for i, name in enumerate(("dots", "spots")):
        tiny.pictures(folder / "given" / name, 30, seed=i, grey=True)
    with pytest.MonkeyPatch.context() as patch:
        tiny.install(patch.setattr)
        return runs.train(folder / "given", folder / "run", size=32, steps=2, say=lambda words: None)


def call(capsys, *words):
    status = cli.main([str(word) for word in words])
    return status, *capsys.readouterr()


def test_a_grid_and_single_files(run, tmp_path, capsys):
    grid, folder = tmp_path / "grid.png", tmp_path / "files"
    assert call(capsys, "sample", run.folder, grid, "-n", 10, "--seed", 3)[:2] == (
        0,
        f"10 samples in {grid}\n",
    )
    assert Image.open(grid).size == (2 * (64 + 4) - 4, 5 * (64 + 4) - 4), "a column for each class"
    assert call(capsys, "sample", run.folder, folder, "-n", 10, "--seed", 3)[0] == 0
    files = sorted(folder.iterdir())
    assert len(files) == 10 and Image.open(files[0]).size == (32, 32) and Image.open(files[0]).mode == "L"
    again = sampling.of(run.generator()).generate(10, seed=3, batch_size=100)
    assert np.abs(np.asarray(Image.open(files[7])).astype(int) - again[7, ..., 0]).max() <= 1


def test_samples_of_one_class(run, tmp_path, capsys):
    assert call(capsys, "sample", run.folder, tmp_path / "a", "-n", 4, "--class", "spots")[0] == 0
    wanted = sampling.of(run.generator()).generate(4, seed=0, batch_size=100, labels=1)
    found = np.stack([np.asarray(Image.open(path)) for path in sorted((tmp_path / "a").iterdir())])
    assert np.abs(found.astype(int) - wanted[..., 0]).max() <= 1
    status, _, error = call(capsys, "sample", run.folder, tmp_path / "b", "--class", "cats")
    assert (
        status == 2
        and "draws no 'cats': its classes are dots, spots" in error
        and not (tmp_path / "b").exists()
    )


def test_grey_samples_are_not_turned_dark_on_light(run, tmp_path, capsys, monkeypatch):
    black = np.zeros((4, 32, 32, 1), "float32") - 1
    monkeypatch.setattr("gan_lessons.runs.drawing.drawn", lambda *args, **given: black)
    call(capsys, "sample", run.folder, tmp_path / "grid.png", "-n", 4)
    assert np.asarray(Image.open(tmp_path / "grid.png"))[0, 0].tolist() == [0, 0, 0]


def test_scores_are_those_against_the_held_out_pictures(run, capsys):
    status, out, _ = call(capsys, "score", run.folder)
    assert (
        status == 0
        and "run, best generator: 12 images (seed 1) against 12 pictures that were held out" in out
    )
    assert "'cifar10 at 32 px'" in out and "kernel distance" in out and "coverage" in out
    status, out, _ = call(capsys, "score", run.folder, "--extractor", "pixels")
    assert status == 0 and "read by 'pixels'" in out
    for words, message in (
        (
            ("score", run.folder, "--data", "mnist"),
            "a run brings its generator and its pictures: leave out --data",
        ),
        (("score", "--data", "mnist"), "required: --generator (or a run)"),
    ):
        with pytest.raises(SystemExit):
            call(capsys, *words)
        assert message in capsys.readouterr().err
    assert "holds no run" in call(capsys, "score", "/")[2]


def test_pictures_of_any_size_are_averaged_down_for_the_reader():
    images = np.random.default_rng(0).integers(0, 256, (2, 128, 128, 1), dtype=np.uint8)
    small = smaller(images)
    assert small.shape == (2, 32, 32, 3) and small.dtype == np.uint8
    assert small[1, 3, 5].tolist() == [round(images[1, 12:16, 20:24].mean())] * 3
    colour = np.repeat(images[:, :32, :32], 3, axis=3)
    assert np.array_equal(smaller(colour), colour)


def networks():
    """Small generators of each family, with weights that are all in play."""
    yield "stylegan", models.stylegan.generator(size=16, latent_dim=8, seed=1)
    yield "adain", models.stylegan.generator(size=8, channels=1, latent_dim=8, style="adain", seed=1)
    yield (
        "biggan",
        models.biggan.generator(size=32, n_classes=3, latent_dim=6, width=8, attention=False, seed=1),
    )
    yield "dcgan", models.dcgan_colour.generator("laptop", size=32, latent_dim=8, seed=1)
    yield "sequential", tiny.game_of(32, 1, 3, 0, 8, 0, None, True, None)[0].generator


def moved(network):
    """With weights that are nowhere zero: what starts at zero would hide that it is left out."""
    rng = np.random.default_rng(0)
    for weight in network.trainable_weights:
        value = keras.ops.convert_to_numpy(weight)
        weight.assign(value + 0.2 * (0.5 + np.abs(value).mean()) * rng.standard_normal(value.shape))
    return network


def test_networks_load_where_this_package_is_not_there_and_draw_the_same(tmp_path):
    for name, network in networks():
        moved(network)
        if name in ("stylegan", "adain"):
            models.stylegan.noise_levels(network, 0.0)
        sampler = sampling.of(network)
        keras.backend.clear_session()  # names are given anew, as in the process that loads a run
        inputs, copy = sampler.inputs(5, seed=2), plain(network)
        wanted = sampler.outputs(inputs)
        assert wanted.std() > 0.1 and np.abs(wanted[0] - wanted[1]).mean() > 0.01
        assert not [w for w in copy.layers if not type(w).__module__.startswith("keras.")]
        copy.save(tmp_path / f"{name}.keras")
        np.savez(tmp_path / f"{name}.npz", wanted, *inputs)
    code = f"""
import sys
from pathlib import Path
sys.modules["gan_lessons"] = None  # whoever imports it gets an ImportError
import keras, numpy as np
for path in sorted(Path({str(tmp_path)!r}).glob("*.keras")):
    wanted, *inputs = np.load(path.with_suffix(".npz")).values()
    network = keras.saving.load_model(path)
    drawn = keras.ops.convert_to_numpy(network(inputs if len(inputs) > 1 else inputs[0]))
    print(path.stem, "ok" if np.abs(drawn - wanted).max() < 1e-4 else np.abs(drawn - wanted).max())
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split("\n") == [
        f"{n} ok" for n in ("adain", "biggan", "dcgan", "sequential", "stylegan")
    ] + [""], done.stderr


def test_a_layer_without_an_equal_is_named():
    with pytest.raises(ValueError, match="'attention' is a SelfAttention of this package"):
        plain(models.biggan.generator(size=16, width=8, latent_dim=6, seed=1))


def test_export_of_a_run(run, tmp_path, capsys):
    status, out, _ = call(capsys, "export", run.folder, tmp_path / "mine.keras")
    assert status == 0 and out.startswith(f"{tmp_path / 'mine.keras'}: draws the same pictures, to")
    network = keras.saving.load_model(tmp_path / "mine.keras")
    inputs = sampling.of(run.generator()).inputs(3, seed=1)
    assert np.abs(np.asarray(network(inputs)) - sampling.of(run.generator()).outputs(inputs)).max() < 1e-4
    status, _, error = call(capsys, "export", run.folder, tmp_path / "mine.h5")
    assert status == 2 and "ends neither in .keras nor in .onnx" in error


def test_a_copy_that_draws_something_else_is_not_kept(run, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(exporting, "plain", lambda network: plain(moved(network)))
    status, _, error = call(capsys, "export", run.folder, tmp_path / "mine.keras")
    assert status == 1 and "the copy draws other pictures" in error and not os.listdir(tmp_path)


def test_onnx_without_its_packages_says_what_to_install(run, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(exporting, "find_spec", lambda name: None)
    status, _, error = call(capsys, "export", run.folder, tmp_path / "mine.onnx")
    assert (
        status == 1
        and "an .onnx needs tf2onnx and onnxruntime, which are not installed: pip install" in error
    )


@pytest.mark.skipif(
    any(find_spec(name) is None for name in exporting.NEEDS), reason="tf2onnx or onnxruntime is not installed"
)
def test_onnx_draws_what_keras_draws(run, tmp_path):
    import onnxruntime

    out, error = runs.export(run, tmp_path / "mine.onnx")
    session = onnxruntime.InferenceSession(out)
    inputs = sampling.of(run.generator()).inputs(7, seed=5)
    (drawn,) = session.run(
        None, {known.name: x for known, x in zip(session.get_inputs(), inputs, strict=True)}
    )
    assert error < 1e-4 and np.abs(drawn - sampling.of(run.generator()).outputs(inputs)).max() < 1e-4


def shown(notebook: Path):
    """What the code cells of a notebook show, run in its folder."""
    space, found = {}, []
    for cell in json.loads(notebook.read_text())["cells"]:
        if cell["cell_type"] == "code":
            tree = ast.parse(cell["source"])
            last = ast.Expression(tree.body.pop().value)
            exec(compile(tree, "cell", "exec"), space)
            found.append(eval(compile(last, "cell", "eval"), space))
    return found


def test_the_notebook_of_a_run_opens_with_its_sliders(run, tmp_path, capsys, monkeypatch):
    status, out, _ = call(capsys, "sliders", run.folder)
    assert status == 0 and out == f"jupyter lab {run.folder / 'sliders.ipynb'}\n"
    status, _, _ = call(capsys, "sliders", run.folder, tmp_path / "else" / "mine.ipynb")
    for notebook in (run.folder / "sliders.ipynb", tmp_path / "else" / "mine.ipynb"):
        monkeypatch.chdir(notebook.parent)
        first, second, third = shown(notebook)
        assert type(first).__name__ == "LatentSliders" and type(second).__name__ == "ClassSliders"
        assert all(
            isinstance(widget, ipywidgets.Widget) or hasattr(widget, "image") for widget in (first, second)
        )
        assert second.names == ["dots", "spots"] and isinstance(third, plots.style.Picture)
    assert call(capsys, "sliders", run.folder, tmp_path / "x.py")[0] == 2
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.read(notebook, as_version=4))
