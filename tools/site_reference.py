"""The pages of the site's reference, which autodoc fills from the docstrings of gan_lessons."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def reference(parts: dict[str, str]) -> dict[str, str]:
    """Pages, in reStructuredText, that sphinx's autodoc fills from the docstrings of `gan_lessons`.

    Parameters
    ----------
    parts : dict of str to str
        A part of the package, and what is said of it.

    Returns
    -------
    dict of str to str
        Name of each page and its text.
    """
    rows = "\n".join(
        f"   * - :doc:`gan_lessons.{name} <{name}>`\n     - {about}" for name, about in parts.items()
    )
    texts = {
        "api/index.rst": f"{_title('Reference')}From the docstrings of the package, which is imported as ``import gan_lessons as gl``.\n\n"
        f".. list-table::\n   :widths: 40 60\n\n{rows}\n"
    }
    for name, about in parts.items():
        text = (
            f"{_title(f'gan_lessons.{name}')}{about}.\n\n.. automodule:: gan_lessons.{name}\n   :members:\n"
        )
        for module in modules(name):
            short = module.removeprefix("gan_lessons.")
            text += f"\n{_title(short, '-')}.. automodule:: {module}\n   :members:\n"
        texts[f"api/{name}.rst"] = text
    return texts


def modules(part: str) -> list[str]:
    """The modules among the public names of a part of the package, in the order of its __all__; nothing is imported."""
    package = f"gan_lessons.{part}"
    tree = ast.parse((ROOT / "gan_lessons" / part / "__init__.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            origin = ".".join(filter(None, [package if node.level else "", node.module]))
            for alias in node.names:
                place = ROOT.joinpath(*origin.split("."), alias.name)
                if place.is_dir() or place.with_suffix(".py").exists():
                    found[alias.asname or alias.name] = f"{origin}.{alias.name}"
    assigned = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}
    return (
        [found[name] for name in ast.literal_eval(assigned["__all__"]) if name in found]
        if "__all__" in assigned
        else []
    )


def _title(text: str, line: str = "=") -> str:
    return f"{text}\n{line * len(text)}\n\n"
