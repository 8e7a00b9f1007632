# Two commands for a newcomer: `make run` and `make test`. Everything lives in .venv; nothing else is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run test lint gate bench lock clean

help:  ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 8

run: $(READY)  ## Set up, then build the tables of the articles in seeds/articles
	@$(BIN)/onrecord run

# A file's tests stay together, for what they share; files go in order, since the longest come early.
test: $(READY)  ## Set up, then run all tests
	@$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(READY)  ## Format, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

gate: $(READY)  ## Measure the extractors on the gold and hold them to tests/gold/floors.toml
	@$(BIN)/python -m tests.gold.gate

bench: $(VENV)/.bench  ## Measure accuracy, speed, scaling and cost; write docs/benchmarks.md (half an hour)
	@$(BIN)/python -m tests.benchmarks

# What the project is compared with stands beside the lock and changes none of it.
$(VENV)/.bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

lock:  ## Make requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --extra dask --extra s3 --group dev pyproject.toml -o requirements.lock

clean:  ## Remove .venv and what runs have written to data/
	rm -rf $(VENV) data/staging data/releases data/current data/rejects data/reports data/extracted

# --compile: byte-compile at install, else every start pays for it where Python may not write .pyc files.
# --no-deps: the lock is complete, and pip's resolver stumbles over extras in a lock with hashes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    || { echo "Onrecord needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --compile --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
