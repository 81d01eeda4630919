# Two commands set everything up: `make demo` to try, `make test` to check.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV := $(shell command -v uv || echo .tools/bin/uv)
PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export XDG_RUNTIME_DIR ?= /tmp

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.tools/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Guichet needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv .tools || { echo "Python's venv module is missing: on Debian or Ubuntu, apt install python3-venv."; exit 1; }
	@.tools/bin/pip install -q 'uv>=0.13,<0.14'

# What is installed follows the locked, hashed list of its file; a changed list is installed again.
.venv/demo: requirements.txt | $(filter .tools/bin/uv,$(UV))
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) .venv
	@test -e .venv/dev || $(UV) pip sync -q --require-hashes requirements.txt
	@test -e .venv/dev || $(UV) pip install -q --no-deps -e .
	@touch $@

.venv/dev: requirements-dev.txt | $(filter .tools/bin/uv,$(UV))
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) .venv
	@$(UV) pip sync -q --require-hashes requirements-dev.txt
	@$(UV) pip install -q --no-deps -e .
	@touch $@

lock: $(filter .tools/bin/uv,$(UV))  ## choose the newest versions again
	$(UV) pip compile -q -U --universal --generate-hashes --no-header --extra demo pyproject.toml -o requirements.txt
	$(UV) pip compile -q -U --universal --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.txt

.PHONY: help lock
