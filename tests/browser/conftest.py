import pytest

from tests.browser.lab import Lab, Notebook


@pytest.fixture(scope="session")
def lab(tmp_path_factory, nursery):
    lab = Lab(tmp_path_factory.mktemp("lab"), kernels=nursery)
    try:
        lab.wait()
        yield lab
    finally:
        lab.stop()


@pytest.fixture(scope="session")
def page(browser):
    """The page in which notebooks are opened, one after another. A list: who cannot end a notebook takes the page away."""
    pages = []
    yield pages
    for page in pages:
        page.context.close()


@pytest.fixture(scope="module")
def open_notebook(browser, lab, page):
    """Open a notebook (a file, or a list of code cells) where the one before was; its kernel ends with the module."""
    opened = []

    def end():
        while opened:
            try:
                opened.pop().end()
            except Exception:  # whatever a test did to the page, the next one gets another
                page.pop().context.close()

    def open_notebook(notebook, width=1200, height=900):
        end()
        if not page:
            page.append(browser.new_context().new_page())
        opened.append(Notebook(page[0], lab, notebook, width, height))
        return opened[0]

    yield open_notebook
    end()
    lab.end_kernels()


@pytest.fixture(scope="module")
def notebook(request, open_notebook):
    """A notebook of the module's `CELLS`, all of them run."""
    notebook = open_notebook(request.module.CELLS)
    assert notebook.run_all(), notebook.errors
    return notebook


@pytest.fixture(autouse=True)
def no_hidden_errors(request):
    """An exception in a widget's callback appears nowhere in the page; the test that caused it fails here."""
    notebook = request.getfixturevalue("notebook") if "notebook" in request.fixturenames else None
    yield
    assert notebook is None or notebook.errors == []
