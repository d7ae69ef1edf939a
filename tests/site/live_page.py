"""Live figures in plain pages that are opened from the disk, as a reader might."""

import shutil
from pathlib import Path

LIVE = Path(__file__).parents[2] / "site" / "live"
PAGE = """<!doctype html>
<html lang="en" {theme}><head><meta charset="utf-8"><title>live</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="live/live.css"></head>
<body style="font-family: sans-serif">{figures}<script src="live/live.js"></script></body></html>"""


def copied(folder: Path) -> Path:
    """The scripts of the figures beside a page to be, without weights."""
    shutil.copytree(LIVE, folder / "live", dirs_exist_ok=True)
    return folder


def written(folder: Path, *figures: str, theme: str = "", still: str = "") -> str:
    """A page with these figures, `still` where they will be, in a folder that has the scripts; gives its address on the disk."""
    places = "".join(f'<div class="live" data-figure="{figure}">{still}</div>' for figure in figures)
    page = folder / f"{'-'.join(figures) or 'empty'}{'-' + theme if theme else ''}.html"
    page.write_text(
        PAGE.format(figures=places, theme=f'data-theme="{theme}"' if theme else ""), encoding="utf-8"
    )
    return page.as_uri()
