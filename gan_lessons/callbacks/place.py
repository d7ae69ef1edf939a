"""One place in the notebook where a picture is drawn anew."""

from __future__ import annotations

import base64
import time

from gan_lessons import plots


class Place:
    """One place in the notebook where a picture is drawn anew. Outside a notebook it does nothing."""

    def __init__(self):
        self._handle = None
        self._since = time.perf_counter()
        self._spent = 0.0

    @staticmethod
    def exists() -> bool:
        try:
            from IPython import get_ipython
        except ImportError:
            return False
        return getattr(get_ipython(), "kernel", None) is not None

    def is_due(self) -> bool:
        """Whether drawing has taken less than 3 % of the time so far, and somebody looks."""
        return self._spent <= 0.03 * (time.perf_counter() - self._since) and self.exists()

    def draw(self, picture: plots.Picture) -> None:
        """Draw a picture here."""
        start = time.perf_counter()
        if self.exists():
            data, metadata = picture._repr_png_()
            bundle = {"image/png": base64.b64encode(data).decode(), "text/plain": metadata["alt"]}
            self._put(bundle, {"image/png": metadata})
            self._spent += time.perf_counter() - start

    def show(self, html: str, text: str) -> None:
        """Show a line here: as HTML, and as text where there is no HTML."""
        if self.exists():
            self._put({"text/html": html, "text/plain": text}, {})

    def _put(self, bundle, metadata):
        from IPython.display import display

        show = self._handle.update if self._handle else display
        handle = show(bundle, raw=True, metadata=metadata, **({} if self._handle else {"display_id": True}))
        self._handle = self._handle or handle
