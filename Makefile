# make lab    opens the course in JupyterLab        make test   proves that all of it works
# Both make .venv on the first call (a few minutes) and start at once afterwards. make site builds the course as web pages.

# Which Python makes .venv; arguments passed on (make lab JUPYTER_ARGS=--no-browser); how many tests run at once.
PYTHON ?= python3
JUPYTER_ARGS ?=
PYTEST_ARGS ?=
WORKERS ?= 2
REPOSITORY ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SITE_VENV := .venv-site
SITE_STAMP := $(SITE_VENV)/.installed

.PHONY: lab test test-notebooks test-backends exercises test-exercises notebook contents site site-environment lint lock clean

lab: $(STAMP)
	-@$(BIN)/gan-lessons exercises practice  # what exists is left as it is
	@mkdir -p $(BIN)/../share/jupyter/lab/settings && cp tools/lab_overrides.json $(BIN)/../share/jupyter/lab/settings/overrides.json
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/jupyter lab --ServerApp.root_dir=. $(JUPYTER_ARGS) notebooks/00_start_here.ipynb

# tests/conftest.py says who gets what, and in which order. What Python compiles is kept, whatever the environment says: each worker
# of the next run has five seconds less to compute.
test: export PYTHONDONTWRITEBYTECODE =
test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --no-loadscope-reorder --durations=10 $(PYTEST_ARGS)

# The notebooks exactly as learners run them: each kernel loads TensorFlow itself.
test-notebooks: $(STAMP)
	GAN_LESSONS_OWN_KERNELS=1 $(BIN)/python -m pytest -n $(WORKERS) tests/notebooks $(PYTEST_ARGS)

# The exercises as learners get them, in exercises/release. SEED=new (or a number): the course seed of the hidden tests.
exercises: $(STAMP)
	$(BIN)/gan-lessons exercises release $(if $(SEED),--seed $(SEED))

# Every answer of the corpus (make test takes a tenth), and every exercise through nbgrader itself (make test takes one), with the seconds
# that each takes: as root, for the sandbox.
test-exercises: $(STAMP)
	GAN_LESSONS_EVERY_EXERCISE=1 $(BIN)/python -m pytest tests/grading $(PYTEST_ARGS)

# The core under TensorFlow, JAX and PyTorch. On Linux the index's PyTorch brings CUDA with it (gigabytes):
# TORCH=path/to/a/CPU/wheel.whl, or a CPU build of this version where pip looks first, avoids that.
TORCH ?= torch==2.13.0
JAX ?= jax==0.10.2
test-backends: $(STAMP)
	sed -n '/^[a-z0-9].*==/s/ *\\$$//p' requirements.lock > $(VENV)/versions.txt
	$(BIN)/python -m pip install --quiet --constraint $(VENV)/versions.txt "$(TORCH)" "$(JAX)"
	$(BIN)/python -m pytest tests/backends $(PYTEST_ARGS)

# Run a notebook (or several) at GAN_LESSONS_BUDGET, and keep its outputs.
notebook: $(STAMP)
	$(BIN)/python tools/run_notebook.py $(NOTEBOOK)

# The links between chapters, the times and the two lists of chapters, from gan_lessons/chapters.toml.
contents: $(STAMP)
	$(BIN)/python -m gan_lessons.chapters

# The course as web pages, in site/_build/html, from the notebooks' stored outputs; in an environment of its own, with other versions of
# what Jupyter needs. REPOSITORY=https://… is where the buttons lead to (site/pages.toml).
site: $(SITE_STAMP) $(STAMP)
	$(BIN)/python tools/live_weights.py --out site/_build/weights
	$(SITE_VENV)/bin/python tools/site.py --repository "$(REPOSITORY)"

site-environment: $(SITE_STAMP)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Exact versions with hashes, from pyproject.toml (needs uv): for every platform, and the part that Binder needs.
# Versions stay as they are where they still fit; make lock LOCK_ARGS=--upgrade takes the newest.
UV_COMPILE = uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11
lock:
	$(UV_COMPILE) --universal --extra lab --extra test --extra grading $(LOCK_ARGS) pyproject.toml -o requirements.lock
	$(UV_COMPILE) --python-platform x86_64-manylinux_2_28 --extra practice --constraint requirements.lock pyproject.toml \
		-o binder/requirements.txt
	$(UV_COMPILE) --universal $(LOCK_ARGS) site/requirements.in -o site/requirements.lock

clean:
	rm -rf $(VENV) $(SITE_VENV) site/_build

# The stamp comes last, so that a broken installation is tried again. setuptools is in the lock: no build isolation.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"gan_lessons needs Python 3.11 to 3.13; $(PYTHON) is {v[0]}.{v[1]}. Try: make PYTHON=python3.11")'
	@echo "Installing into $(VENV), once: a few minutes, about 3 GB of disk."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(SITE_STAMP): site/requirements.lock
	@echo "Installing into $(SITE_VENV), once: half a minute, half a gigabyte of disk."
	$(PYTHON) -m venv $(SITE_VENV)
	$(SITE_VENV)/bin/python -m pip install --quiet --require-hashes -r site/requirements.lock
	@touch $@
