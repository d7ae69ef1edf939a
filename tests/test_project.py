"""The project as a newcomer meets it: pinned versions, Binder, conda, the wheel, the README, clean code."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from importlib import metadata
from pathlib import Path
from urllib.request import urlopen

import gan_lessons

import numpy as np
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
ON_BINDER = {
    "python_version": "3.11",
    "python_full_version": "3.11.14",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
}


def pins(path, environment=None):
    """Read a lock: canonical name -> (version, set of hashes), for the lines that apply in `environment`."""
    found = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", path.read_text())):
        requirement = Requirement(entry.split(" \\\n")[0])
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (specifier,) = requirement.specifier
            assert specifier.operator == "=="
            found[canonicalize_name(requirement.name)] = (
                specifier.version,
                set(re.findall(r"sha256:(\w{64})", entry)),
            )
    return found


def unmet(requirements, locked, environment=None):
    """List the requirements that apply in `environment` and that the pinned versions do not meet."""
    missing = []
    for requirement in map(Requirement, requirements):
        if requirement.marker is not None and not requirement.marker.evaluate(
            {"extra": "", **(environment or {})}
        ):
            continue
        version, _ = locked.get(canonicalize_name(requirement.name), ("none", set()))
        if version == "none" or not requirement.specifier.contains(version, prereleases=True):
            missing.append(f"{requirement} (pinned: {version})")
    return missing


def unmet_by_dependencies(locked, environment=None):
    """The same for what the pinned packages themselves require, as far as they are installed here."""
    missing = []
    for name in locked:
        try:
            requirements = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # pinned for another platform
            continue
        missing += [f"{name} needs {line}" for line in unmet(requirements, locked, environment)]
    return missing


LOCK = ROOT / "requirements.lock"
BINDER = ROOT / "binder" / "requirements.txt"


@pytest.mark.parametrize("path", [LOCK, BINDER], ids=["lock", "binder"])
def test_locks_pin_versions_with_hashes_and_name_no_host(path):
    locked = pins(path, ON_BINDER)
    assert locked["tensorflow"][0].startswith("2.21.")
    assert all(hashes for _, hashes in locked.values())
    assert "://" not in path.read_text()
    assert not {"torch", "jax"} & set(locked)  # gigabytes that the course does not need
    assert "setuptools" in locked  # installs the project itself, without fetching anything


def test_the_lock_meets_pyproject_and_itself():
    locked = pins(LOCK)
    asked = (
        PROJECT["project"]["dependencies"]
        + EXTRAS["lab"]
        + EXTRAS["test"]
        + PROJECT["build-system"]["requires"]
    )
    asked = [line for line in asked if not line.startswith("gan_lessons[")]
    assert unmet(asked, locked) == []
    assert unmet_by_dependencies(locked) == []


def test_extras_can_be_installed_alone():
    assert set(EXTRAS) == {"lab", "test", "jax", "torch", "faces", "onnx", "practice", "grading"}
    nested = [
        Requirement(line) for lines in EXTRAS.values() for line in lines if line.startswith("gan_lessons[")
    ]
    assert {extra for requirement in nested for extra in requirement.extras} <= set(EXTRAS)
    heavy = {"jax", "torch", "mtcnn", "tf2onnx", "nbgrader", "jupyterlab", "pytest"}
    assert not heavy & {Requirement(line).name for line in PROJECT["project"]["dependencies"]}


@pytest.fixture(scope="module")
def buildpack():
    """The build that repo2docker would choose for this folder."""
    from repo2docker.app import Repo2Docker
    from repo2docker.utils import chdir

    app = Repo2Docker()
    with chdir(str(ROOT)):
        pack = next(pack for pack in (kind(app.base_image) for kind in app.buildpacks) if pack.detect())
        pack.platform = "linux/amd64"
        yield pack


def test_binder_builds_python_3_11_from_its_folder_alone(buildpack):
    dockerfile = buildpack.render({})
    assert type(buildpack).__name__ == "PythonBuildPack"
    assert buildpack.python_version == "3.11"
    assert buildpack.python_version in Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile
    assert "environment.yml" not in dockerfile
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)


def test_binder_pins_are_those_of_the_lock_and_meet_pyproject():
    binder, lock = pins(BINDER, ON_BINDER), pins(LOCK, ON_BINDER)
    assert {name: pin for name, pin in binder.items() if lock.get(name) != pin} == {}
    assert unmet(PROJECT["project"]["dependencies"] + EXTRAS["practice"], binder, ON_BINDER) == []
    assert unmet_by_dependencies(binder, ON_BINDER) == []


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what builds the package: building in place would leave folders behind."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, copy)
    for name in ("binder", "exercises", "gan_lessons"):
        shutil.copytree(
            ROOT / name,
            copy / name,
            ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "practice"),
        )
    return copy


def test_binder_post_build_runs_after_its_requirements_without_fetching_anything(checkout):
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_DRY_RUN": "1",
        "PIP_NO_INDEX": "1",
    }
    run = subprocess.run(["binder/postBuild"], cwd=checkout, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"Would install gan_lessons-{gan_lessons.__version__}" in run.stdout.replace(
        "gan-lessons", "gan_lessons"
    )
    assert (checkout / "exercises/practice/07_dcgan_mnist/07_dcgan_mnist.ipynb").exists()


def test_conda_brings_python_and_pip_and_pip_brings_the_lock():
    python, pip, from_pip = YAML(typ="safe").load(ROOT / "environment.yml")["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    ((flag, path),) = [line.split() for line in from_pip["pip"]]
    assert flag == "-r" and ROOT / path == LOCK


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory):
    """The built wheel, unpacked into a folder of its own."""
    out = tmp_path_factory.mktemp("wheel")
    flags = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *flags, str(checkout)], check=True)
    (path,) = out.glob("gan_lessons-*.whl")
    shutil.unpack_archive(path, out / "unpacked", "zip")
    return out / "unpacked"


def test_the_wheel_has_every_file_of_the_package(wheel, checkout):
    def files(folder):
        # Building the wheel or running from it may have left compiled files: they belong to no one.
        return {
            str(path.relative_to(folder))
            for path in (folder / "gan_lessons").rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }

    assert any(name.endswith(".npz") for name in files(checkout))
    assert files(wheel) == files(checkout)


def test_the_wheel_works_outside_the_clone_and_brings_its_samples(wheel, tmp_path):
    code = f"""
import sys
sys.path.insert(0, {str(wheel)!r})
import gan_lessons as gl
print(gl.__file__)
digits = gl.data.load("mnist", verbose=False)
print(digits.images.shape, len(digits))
"""
    hidden = ("GAN_LESSONS_DATA", "KERAS_HOME", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "GAN_LESSONS_OFFLINE": "1"}
    run = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    location, size = run.stdout.splitlines()
    assert Path(location).is_relative_to(wheel)
    assert int(size.split()[-1]) >= 6_000


def test_code_and_notebooks_are_formatted_and_lint_free():
    for command in (["check"], ["format", "--check"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout + run.stderr


def test_every_module_can_be_read_in_one_go():
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((ROOT / "gan_lessons").rglob("*.py"))
    }
    longer = [f"{path} has {n} lines" for path, n in lines.items() if n > 400]
    assert not longer, f"{'; '.join(longer)}. 400 are the most: split it where its subject changes."


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")), ids=lambda path: path.name
)
def test_links_within_the_project_lead_somewhere(page):
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_glossary_is_in_order_and_names_every_term_once():
    terms = re.findall(
        r"^\| \*\*(.+?)\*\* \| .+ \| \[\d\d\]\(", (ROOT / "docs" / "glossary.md").read_text(), re.M
    )
    assert terms == sorted(terms, key=str.lower) and len(set(terms)) == len(terms) > 50


def test_the_workflow_runs_the_ci_script_and_the_readmes_commands_for_windows():
    workflow = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "test.yml")
    assert {"run": ".ci/run"} in workflow["jobs"]["linux"]["steps"]
    ran = workflow["jobs"]["windows"]["steps"][-1]["run"].splitlines()
    readme = (ROOT / "README.md").read_text().split("**Windows**", 1)[1].split("```")[1].split("\n")
    assert ran == [line for line in readme if line and "jupyter" not in line]


def test_the_form_for_faults_asks_for_chapter_cell_and_what_was_seen():
    form = YAML(typ="safe").load(ROOT / ".github" / "ISSUE_TEMPLATE" / "chapter.yml")
    required = {field["id"] for field in form["body"] if field.get("validations", {}).get("required")}
    assert {"chapter", "cell", "saw"} <= required


def test_the_readme_starts_with_the_two_commands_and_lists_every_notebook():
    readme = (ROOT / "README.md").read_text()
    first_screen = "\n".join(readme.splitlines()[:30])
    assert "make lab" in first_screen and "make test" in first_screen
    notebooks = [path.name for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert "00_start_here.ipynb" in notebooks
    assert [name for name in notebooks if f"](notebooks/{name})" not in readme] == []


def test_the_readme_example_trains_on_your_own_images(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    assert "steps=5_000" in code
    (tmp_path / "my_pictures").mkdir()
    for number, pixels in enumerate(np.random.default_rng(0).integers(0, 256, (128, 20, 30), dtype=np.uint8)):
        Image.fromarray(pixels).save(tmp_path / "my_pictures" / f"{number}.png")
    run = subprocess.run(
        [sys.executable, "-c", code.replace("steps=5_000", "steps=3")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert Image.open(tmp_path / "drawn.png").width > 100


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_lab_opens_the_first_notebook_and_serves_the_whole_project(tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\ncp "${{1#file://}}" {tmp_path}/opened.html\n')
    browser.chmod(0o755)
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
    environment = os.environ | {name: str(tmp_path / name) for name in folders} | {"BROWSER": str(browser)}
    # The environment that runs this test stands for .venv, which -o says is up to date.
    make = ["make", "-o", ".venv/.installed", "lab", f"BIN={Path(sys.executable).parent}"]
    arguments = "--allow-root --port=0 --LabApp.workspaces_dir=" + str(tmp_path)
    lab = subprocess.Popen(
        [*make, f"JUPYTER_ARGS={arguments}"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=(tmp_path / "log").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        opened = tmp_path / "opened.html"
        deadline = time.monotonic() + 90
        while not (opened.exists() and "href" in opened.read_text()):
            assert lab.poll() is None and time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.2)
        address = re.search(r'href="(http://[^"]+)"', opened.read_text())[1]
        assert "/lab/tree/notebooks/00_start_here.ipynb?token=" in address
        server, token = address.split("/lab/tree/")[0], address.split("token=")[1]
        for path in ("notebooks/00_start_here.ipynb", "README.md"):
            with urlopen(f"{server}/api/contents/{path}?content=0&token={token}", timeout=60) as answer:
                assert json.load(answer)["path"] == path
        viewers = "lab/api/settings/@jupyterlab/docmanager-extension:plugin"
        with urlopen(f"{server}/{viewers}?token={token}", timeout=60) as answer:
            assert "Markdown Preview" in answer.read().decode(), "pages open as text, not as pages"
        if Path("/proc/self/environ").exists():
            # What make starts, and what that starts: JupyterLab is among them, and has gan-lessons on its PATH.
            started, environments = [lab.pid], []
            for process in started:
                found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True).stdout
                started += map(int, found.split())
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the browser has ended
                    environments.append(Path(f"/proc/{process}/environ").read_bytes())
            first = f"PATH={Path(sys.executable).parent}:".encode()
            assert any(line.startswith(first) for text in environments for line in text.split(b"\0"))
    finally:
        if lab.poll() is None:
            os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(30)


def test_versions_and_licences_agree():
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert citation["version"] == gan_lessons.__version__
    assert " AND ".join(citation["license"]) == PROJECT["project"]["license"]
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    assert (
        "Creative Commons Attribution 4.0 International Public License" in (ROOT / "LICENSE-TEXT").read_text()
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_ci_script_can_run():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
