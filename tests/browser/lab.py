"""JupyterLab and a Chromium to drive it, for tests that look at a notebook as its reader does."""

import base64
import contextlib
import io
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import numpy as np
from PIL import Image

from tests.notebooks.kernels import Nursery

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


def until(condition, seconds: float = 60):
    """The first truth that `condition` returns; the page and the kernel need a moment to agree, on a busy machine a long one."""
    end = time.monotonic() + seconds
    while True:
        late = time.monotonic() > end  # however long one look takes, there is another one after it
        if result := condition():
            return result
        if late:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.05)


class Lab:
    """A JupyterLab server whose every setting lives in `home`, so that nobody's own settings matter or change.

    Parameters
    ----------
    home : Path
    folder : Path, optional
        Where it is started, and what it shows: nbgrader's settings are read there.
    kernels : Nursery, optional
        Where its kernels come from, under the name "python3". Default: they start as a learner's do.
    """

    def __init__(self, home: Path, folder: Path | None = None, kernels: Nursery | None = None):
        self.root = folder or home / "notebooks"
        self.root.mkdir(parents=True, exist_ok=True)
        news = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        news.parent.mkdir(parents=True)
        news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        places = {name: str(home / below) for name, below in folders.items()}
        if kernels:
            places["JUPYTER_PATH"] = str(kernels.jupyter_path)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.token = secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{port}"
        self._log = (home / "lab.log").open("w+")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"),
                *("--ServerApp.port_retries=0", "--allow-root", f"--IdentityProvider.token={self.token}"),
                *(f"--ServerApp.root_dir={self.root}", "--expose-app-in-browser"),
                "--LabApp.extension_manager=readonly",
            ],
            cwd=folder,
            env=os.environ | places,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def wait(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(OSError):
                self.ask("api/status")
                return
            time.sleep(0.1)
        self._log.seek(0)
        raise RuntimeError(f"JupyterLab did not start:\n{self._log.read()[-3000:]}")

    def ask(self, path: str, method: str = "GET"):
        request = urllib.request.Request(
            f"{self.url}/{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def add(self, notebook: Path | list[str]) -> str:
        """Copy a notebook, or make one of these cells, under a name of its own: kernels persist per path."""
        name = f"{secrets.token_hex(6)}.ipynb"
        if isinstance(notebook, Path):
            shutil.copy(notebook, self.root / name)
        else:
            cells = [nbformat.v4.new_code_cell(source) for source in notebook]
            kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), self.root / name)
        return name

    def end_kernels(self) -> None:
        for session in self.ask("api/sessions"):
            self.ask(f"api/sessions/{session['id']}", "DELETE")

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.end_kernels()
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()


class Notebook:
    """A notebook that is open in a browser page, in JupyterLab, alone.

    Parameters
    ----------
    page : playwright.sync_api.Page
        If it shows this JupyterLab already, the notebook is opened there: to load it again would compute eight seconds.
    lab : Lab
    notebook : Path or list of str
    width, height : int
        Of the page, in pixels.
    """

    def __init__(self, page, lab: Lab, notebook: Path | list[str], width: int = 1200, height: int = 900):
        self.page, self.lab = page, lab
        page.set_viewport_size({"width": width, "height": height})
        name = lab.add(notebook)
        if page.url.startswith(lab.url):
            self.js(
                """async path => {
                    const {commands, shell} = window.jupyterapp;
                    const panel = await commands.execute('docmanager:open', {path, factory: 'Notebook'});
                    shell.activateById(panel.id);
                    for (const other of [...shell.widgets('main')])
                        if (other !== panel) other.dispose();
                }""",
                name,
            )
            if page.locator("body[data-jp-theme-name='JupyterLab Light']").count() == 0:
                self.theme("Light")
        else:
            page.goto(f"{lab.url}/lab/tree/{name}?reset&token={lab.token}")
        page.wait_for_function(
            """path => {
                const context = window.jupyterapp?.shell?.currentWidget?.context;
                return context?.isReady === true && context.path === path;
            }""",
            arg=name,
            timeout=60_000,
        )
        self.js(
            """async () => {
                const app = window.jupyterapp;
                await app.restored;
                const panel = app.shell.currentWidget;
                await panel.revealed;
                await panel.sessionContext.ready;
                const errors = window.glErrors = [];
                panel.sessionContext.iopubMessage.connect((_, message) => {
                    if (message.header.msg_type === 'error')
                        errors.push(message.content.ename + ': ' + message.content.evalue);
                });
                if (!app.shell.leftCollapsed) await app.commands.execute('application:toggle-left-area');
            }"""
        )

    def end(self) -> None:
        """End the kernel and close the notebook, without asking whether to save it. JupyterLab stays."""
        self.js(
            """async () => {
                const panel = window.jupyterapp.shell.currentWidget;
                await panel.sessionContext.shutdown();
                panel.dispose();
            }"""
        )

    def js(self, function: str, argument=None, seconds: float = 60):
        """The value of an asynchronous JavaScript function, or a TimeoutError: evaluate() has no limit of its own."""
        return self.page.evaluate(
            f"""argument => Promise.race([
                ({function})(argument),
                new Promise((_, reject) => setTimeout(() => reject(new Error('no answer in {seconds} s')), {1000 * seconds})),
            ])""",
            argument,
        )

    def run_all(self, seconds: float = 120) -> bool:
        """Run all cells; False if one raised."""
        return self.js("() => window.jupyterapp.commands.execute('notebook:run-all-cells')", seconds=seconds)

    @property
    def errors(self) -> list[str]:
        """What the kernel raised since the notebook was opened, in callbacks too: those appear nowhere else."""
        return self.page.evaluate("window.glErrors")

    def execute(self, code: str) -> str:
        """Run code in the notebook's kernel, beside its cells; returns what it prints."""
        return self.js(
            """async code => {
                const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const future = kernel.requestExecute({code, store_history: false});
                let printed = '';
                future.onIOPub = message => {
                    if (message.header.msg_type === 'stream') printed += message.content.text;
                };
                const reply = await future.done;
                if (reply.content.status !== 'ok') throw new Error(reply.content.evalue);
                return printed;
            }""",
            code,
        )

    def picture(self, selector: str) -> np.ndarray:
        """The pixels that an <img> shows, as its file holds them."""
        data = self.js(
            """async selector => {
                const picture = await (await fetch(document.querySelector(selector).src)).blob();
                return new Promise(resolve => {
                    const reader = new FileReader();
                    reader.onload = () => resolve(reader.result.split(',')[1]);
                    reader.readAsDataURL(picture);
                });
            }""",
            selector,
        )
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))

    def picture_of(self, widget: str, selector: str) -> np.ndarray:
        """The pixels of an <img>, as soon as they are those of the `array` of this widget in the kernel."""

        def shown():
            total = int(self.execute(f"print({widget}.array.astype(int).sum())"))
            picture = self.picture(selector)
            return [picture] if picture.astype(int).sum() == total else []

        (picture,) = until(shown)
        return picture

    def theme(self, name: str) -> None:
        """Switch to "Light" or "Dark"."""
        self.js(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
            f"JupyterLab {name}",
        )
        self.page.wait_for_selector(f"body[data-jp-theme-name='JupyterLab {name}']", state="attached")
