# make lab   opens the course in JupyterLab        make test   proves that all of it works
# Both make .venv on the first call (a few minutes) and start at once afterwards.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: lab test test-backends lint lock clean

lab: $(STAMP)
	$(BIN)/jupyter lab notebooks/00_start_here.ipynb

test: $(STAMP)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# The core under TensorFlow, JAX and PyTorch. On Linux the registry's PyTorch brings CUDA (gigabytes);
# TORCH="path/to/wheel" or a CPU build that is already installed avoids that.
TORCH ?= torch==2.13.0
test-backends: $(STAMP)
	$(BIN)/python -m pip install --quiet "$(TORCH)" "jax>=0.10"
	$(BIN)/python -m pytest tests/backends $(PYTEST_ARGS)

lint: $(STAMP)
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

# Exact versions with hashes, for every platform, from pyproject.toml (needs uv).
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--extra lab --extra test pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV)

# The stamp comes last, so a broken install is tried again. setuptools is in the lock: no build isolation.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"gan_lessons needs Python 3.11 to 3.13; $(PYTHON) is {v[0]}.{v[1]}. Try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@
