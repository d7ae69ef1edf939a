"""How long does a live figure of the site take from a moved slider, or a pressed button, to its picture?

    make site && python benchmarks/live_figures.py [--times 15]

The built pages are opened in Chromium from the disk, as `file://`. What is said is the clock's time from the event to the last pixel, in
milliseconds: median, least and most. A button that asks for new latents or another place has more to draw than a slider.
"""

import argparse
import os
import shutil
import statistics
from pathlib import Path

from gan_lessons import chapters

from playwright.sync_api import Page, sync_playwright

from common import computer  # isort: skip

HTML = Path(__file__).parents[1] / "site" / "_build" / "html"
# Figure: its chapter, and a button that has everything drawn anew.
FIGURES = {
    "front": ("", "Other digits"),
    "00": ("00", "Another digit"),
    "07": ("07", "Another digit"),
    "09": ("09", "Another face"),
    "17": ("17", "Other latents"),
    "18": ("18", "Another latent"),
    "23": ("23", "Another place"),
    "29": ("29", "Other faces"),
}
ACT = """async ([figure, button, times]) => {
  const place = document.querySelector(`.live[data-figure="${figure}"]`);
  const slider = place.querySelector('input[type=range]'), low = +slider.min, step = +slider.step, steps = Math.round((slider.max - low) / step);
  const pressed = [...place.querySelectorAll('button')].find((it) => it.textContent.trim() === button);
  const found = [];
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    const drawn = new Promise((resolve) => {
      const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.now() - begin); });
      watch.observe(place, { attributes: true, attributeFilter: ['data-drawn'] });
    });
    if (button) pressed.click();
    else {
      slider.value = low + step * ((3 * i + 1) % (steps + 1));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    found.push(await drawn);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return found;
}"""


def opened(page: Page, figure: str) -> None:
    """Open the page that a figure stands in, and wait until it is alive."""
    chapter = FIGURES[figure][0]
    names = [f"notebooks/{it.name}" for it in chapters.read().chapters if it.name.startswith(chapter)]
    name = names[0] if chapter else "index"
    page.goto((HTML / f"{name}.html").as_uri())
    page.locator(f'.live[data-figure="{figure}"]').scroll_into_view_if_needed()
    page.wait_for_selector(f'.live[data-figure="{figure}"][data-ready]')
    page.wait_for_timeout(500)


def main(times: int) -> None:
    if not (HTML / "index.html").exists():
        raise SystemExit("The site has not been built: make site.")
    print(computer())
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")  # none: Playwright's own
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        for figure in FIGURES:
            opened(page, figure)
            for what, button in (("a slider", ""), (FIGURES[figure][1], FIGURES[figure][1])):
                found = page.evaluate(ACT, [figure, button, times])
                print(
                    f"{figure:>5}  {what:<15} {statistics.median(found):6.1f} ms ({min(found):.1f} to {max(found):.1f})"
                )
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=15)
    main(parser.parse_args().times)
