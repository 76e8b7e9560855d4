# Two commands are enough: `make run` and `make test`. Both install what they need into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 3000

.DEFAULT_GOAL := help
.PHONY: help run test soak lint bench lock clean

help:
	@echo "make run    start the desk with the example company (PORT=$(PORT))"
	@echo "make test   the whole suite;  make soak  the same with full samples"
	@echo "make lint   ruff, mypy;       make bench what it costs, measured"

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Ventanilla needs Python 3.11 or later; this is %s. Try: make PYTHON=python3.12 run" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/run.stamp
	@$(BIN)/ventanilla run --port $(PORT)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

soak: $(VENV)/dev.stamp
	VENTANILLA_SOAK=1 $(BIN)/pytest -n 2 --dist loadgroup --timeout 7200 $(ARGS)

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench $(ARGS)

# Writes the two lock files again: every version and hash, for every platform and Python we run on.
lock: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml requirements-build.in -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev pyproject.toml requirements-build.in -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist *.egg-info
