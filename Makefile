# Two commands set everything up: `make demo` to try, `make test` to check.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV := $(shell command -v uv || echo .tools/bin/uv)
PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/demo  ## try Guichet on this machine, no account anywhere (PORT=8300 chooses the port)
	@echo "Starting the demo: a few seconds."
	@exec $(BIN)/guichet demo

test: .venv/dev system  ## every check: about a quarter of an hour on two cores
	@$(MAKE) --no-print-directory format types contract
	$(BIN)/coverage erase
	$(BIN)/pytest -n 2 --dist loadgroup -m 'not slow' --cov --cov-report=
	$(BIN)/coverage report
	$(BIN)/pytest -m slow

check: .venv/dev  ## the fast part: format, types, contract, tests without servers or browsers
	@$(MAKE) --no-print-directory format types contract
	$(BIN)/pytest -q -n 2 -m 'not slow'

bench: .venv/dev system  ## the figures to hold, each beside its floor
	$(BIN)/python -m benches

pictures: .venv/dev system  ## take the pictures of docs/ again, from the browser journeys
	GUICHET_PICTURES=1 $(BIN)/pytest -q tests/journeys/test_in_the_browser.py tests/journeys/test_the_team.py \
		tests/journeys/test_importing.py tests/journeys/test_terminating.py tests/sandbox/test_page_pictures.py

format:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

contract:
	$(BIN)/lint-imports

system:  # Dovecot and Chromium, which the tests meet for real
	@bash tests/system.sh

.tools/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Guichet needs Python 3.11 or newer."; exit 1; }
	@echo "Fetching uv, which installs the rest, into .tools (once)."
	@$(PYTHON) -m venv .tools || { echo "Python's venv module is missing: on Debian or Ubuntu, apt install python3-venv."; exit 1; }
	@.tools/bin/pip install -q 'uv>=0.13,<0.14'

# What is installed follows the locked, hashed list of its file; a changed list is installed again.
.venv/demo: requirements.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Installing the libraries into .venv (once, about half a minute)."
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) .venv
	@test -e .venv/dev || { $(UV) pip sync -q --require-hashes requirements.txt && $(UV) pip install -q --no-deps -e .; }
	@touch $@

.venv/dev: requirements-dev.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Installing the libraries and the tools of the tests into .venv (once, about a minute)."
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) .venv
	@$(UV) pip sync -q --require-hashes requirements-dev.txt
	@$(UV) pip install -q --no-deps -e .
	@touch $@

lock: $(filter .tools/bin/uv,$(UV))  ## choose the newest versions again
	$(UV) pip compile -q -U --universal --generate-hashes --no-header --extra demo pyproject.toml -o requirements.txt
	$(UV) pip compile -q -U --universal --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.txt

.PHONY: help demo test check bench pictures format types contract system lock
