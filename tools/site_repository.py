"""Where the course lies, for the links that lead out of the site: to code, to Binder, to Colab."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Repository:
    """Where the course lies: what links to code, to Binder and to Colab lead to.

    Parameters
    ----------
    address : str
        Begins with https://, or is empty: nobody said.
    branch : str
    """

    address: str
    branch: str

    def file(self, path: str) -> str:
        """The address of a file's own page."""
        return f"{self.address}/blob/{self.branch}/{quote(path)}"

    def binder(self, path: str) -> str:
        """The address that launches a notebook on Binder."""
        host, _, name = self.address.removeprefix("https://").partition("/")
        known = {"github.com": f"gh/{name}", "gitlab.com": f"gl/{quote(name, safe='')}"}
        place = known.get(host, f"git/{quote(self.address, safe='')}")
        return f"https://mybinder.org/v2/{place}/{self.branch}?urlpath={quote('lab/tree/' + path, safe='')}"

    def colab(self, path: str) -> str | None:
        """The address that opens a notebook in Colab; None if it lies where Colab does not read (anywhere but on GitHub)."""
        name = self.address.removeprefix("https://github.com/")
        if name == self.address:
            return None
        return f"https://colab.research.google.com/github/{name}/blob/{self.branch}/{quote(path)}"

    def install(self) -> str:
        """The line of a notebook that installs the package from here."""
        return f'%pip install -q "gan_lessons @ git+{self.address or "ADDRESS"}"'


def repository(given: str, table: dict) -> Repository:
    """What was given, or what pages.toml says, or where this clone came from, if that is a public address.

    Raises
    ------
    ValueError
        If an address that was given or written down does not begin with https://.
    """
    address = given or table["address"]
    if address and not address.startswith("https://"):
        raise ValueError(f"The repository's address is {address!r}; it should begin with https://.")
    if not address:
        git = ["git", "-C", str(ROOT), "remote", "get-url", "origin"]
        origin = subprocess.run(git, capture_output=True, text=True).stdout.strip()
        origin = re.sub(r"^git@([\w.-]+):", r"https://\1/", origin)
        address = origin if re.fullmatch(r"https://[\w.-]+/[^\s@]+", origin) else ""  # no password, no folder
    return Repository(address.rstrip("/").removesuffix(".git"), table["branch"])
