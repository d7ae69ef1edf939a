from tests.browser.conftest import browser  # noqa: F401  (the pages of the site are driven by the same Chromium)
