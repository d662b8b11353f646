# 回音 Huiyin. Needs Python 3.11 or newer with venv, make and git; everything else is brought by `make setup`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-fast check bench evaluate screens messages lifecycle wheel clean

PYTHON ?= python3
UV_VERSION := 0.13.9
# One process a core, from two to eight: each that meets a browser test runs a server of its own.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); n=$$((n < 8 ? n : 8)); echo $$((n > 2 ? n : 2)))
N ?= 100000
BIN := .venv/bin
VENDOR := huiyin/web/shared/static/vendor
FRESH := .venv/.fresh
INPUTS := pyproject.toml uv.lock hatch_build.py CHANGELOG.md $(wildcard frontend/*) \
          $(wildcard huiyin/locale/*/LC_MESSAGES/django.po)
# One thread a process: two processes that learn wait for each other otherwise.
PYTEST := env OMP_NUM_THREADS=1 $(BIN)/python -m pytest --dist=worksteal
export UV_PYTHON_DOWNLOADS := never
# Set in many containers: then each of the three runs, and each server and command in them, compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

help:  ## This menu
	@echo "回音 Huiyin - make TARGET"; echo
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '%-12s %s\n' "$$name" "$$text"; done

setup: $(FRESH) $(VENDOR)/.stamp  ## Everything a run needs: .venv with locked packages, front-end parts, translations

demo: setup  ## Make the demonstration county and serve it (PORT=8000)
	@$(BIN)/huiyin demo

test: setup  ## All tests on SQLite with coverage gates, then all that use a database on PostgreSQL
	@rm -f .coverage .coverage.*
	$(PYTEST) -n $(WORKERS) -m "not unmeasured" --cov=huiyin.rules --cov=huiyin.rooms --cov-branch --cov-report=
	$(BIN)/python -m coverage report --include='huiyin/rules/*' --fail-under=100 --show-missing --skip-covered
	$(BIN)/python -m coverage report --include='huiyin/rooms/*' --fail-under=95 --skip-covered
	$(PYTEST) -n $(WORKERS) -m unmeasured
	HUIYIN_TEST_DB=postgres $(PYTEST) -n $(WORKERS) -p tools.database_tests

test-fast: setup  ## The inner loop: no slow tests, SQLite only
	$(PYTEST) -n $(WORKERS) -q -m "not slow" tests/rules tests/house tests/rooms tests/web

check: export HUIYIN_HOME = $(CURDIR)/build/check
check: setup  ## Style, types, templates, floors, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet huiyin
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings=huiyin.config.settings
	$(BIN)/python -m tools.messages check

bench: setup  ## Fill N matters (N=100000) and measure the real server over HTTP
	$(BIN)/python -m benchmarks --matters $(N)

evaluate: export HUIYIN_HOME = $(CURDIR)/build/evaluate
evaluate: setup  ## Measure suggestions on real messages (HUIYIN_REAL_DATA=FOLDER that holds messages/)
	@test -f "$${HUIYIN_REAL_DATA:-}/messages/labelled.csv" \
		|| { echo "HUIYIN_REAL_DATA names no folder with messages/labelled.csv. Try: make evaluate HUIYIN_REAL_DATA=/path" >&2; exit 1; }
	$(BIN)/huiyin evaluate categories --train "$$HUIYIN_REAL_DATA/messages/labelled.csv" \
		--unlabelled "$$HUIYIN_REAL_DATA/messages/stream.csv" "$$HUIYIN_REAL_DATA/messages/replied.csv"
	$(BIN)/huiyin evaluate replies --file "$$HUIYIN_REAL_DATA/messages/replied.csv" --labels tests/data/reply_labels.csv
	$(BIN)/huiyin evaluate same-matter --stream "$$HUIYIN_REAL_DATA/messages/stream.csv" --labels "$$HUIYIN_REAL_DATA/messages/same_event.csv"
	$(BIN)/huiyin evaluate hot --stream "$$HUIYIN_REAL_DATA/messages/stream.csv" --labels "$$HUIYIN_REAL_DATA/messages/same_event.csv"

screens: setup  ## Pictures of every main screen of the demo county in docs/screens, looked at by axe-core in every mode (Chromium)
	@$(BIN)/python -m tools.screens

messages: $(FRESH)  ## Collect the interface texts into the translation files and compile them
	@$(BIN)/python -m tools.messages collect

lifecycle: $(FRESH)  ## Draw docs/lifecycle.md from the table of transitions
	@$(BIN)/python -m tools.lifecycle

wheel: setup  ## Build the wheel into dist/ and try it in an empty environment
	@tools/try-wheel

clean:  ## Remove what builds and tests leave behind (var/ with its data stays)
	rm -rf .venv .tools dist build $(VENDOR) .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .import_linter_cache \
		.pytest_cache .hypothesis
	find huiyin tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} +
	find huiyin/locale -name '*.mo' -delete

$(FRESH): $(INPUTS) .tools/$(UV_VERSION)
	@tools/sync
	@touch $@

$(VENDOR)/.stamp: | $(FRESH)
	@tools/sync --reinstall-package huiyin

.tools/$(UV_VERSION):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; '$(PYTHON)' is older or missing. Try: make PYTHON=python3.12 …" >&2; exit 1; }
	@rm -rf .tools && $(PYTHON) -m venv .tools \
		|| { echo "Python's venv is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing uv $(UV_VERSION) into .tools …"
	@PIP_USER=0 .tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
