# Two commands for users: make demo, make test. The others are for maintainers.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test check format bench clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo    set up, build the release from the seeds and serve it on 127.0.0.1:$(PORT)'
	@echo 'make test    set up and run every test'
	@echo 'make check   lint, types, import contracts and the form of every file'
	@echo 'make format  put every file into its form'
	@echo 'make bench   measure against named peers'

# uv where present, else venv and pip; a system Python closed to pip (PEP 668) does not matter
$(READY): pyproject.toml constraints.txt console/frontend/package-lock.json
	@echo 'make: setting up $(VENV); the first time this takes a minute or two' >&2
	@if command -v uv >/dev/null 2>&1; then \
	    uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
	    uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test]'; \
	else \
	    $(PYTHON) -m venv $(VENV) || { \
	        echo 'make: $(PYTHON) cannot make a virtual environment.' >&2; \
	        echo '  expected: Python 3.11 or newer with the venv module' >&2; \
	        echo '  remedy: install it (on Debian: apt install python3-venv), or install uv' >&2; \
	        exit 1; }; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'; \
	fi
	@touch $@

demo: $(READY)
	@$(BIN)/kg build
	@$(BIN)/kg serve --port $(PORT)

# file by file in two processes: most tests wait for a server, a browser or a limit
test: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python console/frontend/build.py --check
	@$(BIN)/kg format --check
	@$(BIN)/kg ontology check

format: $(READY)
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/kg format

bench: $(READY)
	@$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) .kg dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
