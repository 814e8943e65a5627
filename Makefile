# make run    the web app on the sample data        make test    all tests
# make ask Q="revenue by region"                    make check   everything that .ci/run checks
# make bench-reader ARGS="--label NAME"   how well questions over databases never seen are answered (benchmarks/README.md)
# make bench-model ARGS="--replies FOLDER"   one chat model alone against the same model inside askbi
DATA ?= sample_data/retail
PORT ?= 8501
JOBS ?= 2
ARGS ?=
export ASKBI_Q = $(value Q)

.PHONY: run test ask check static bench-reader bench-model lock clean help
.DEFAULT_GOAL := help

help:
	@sed -n '1,4s/^# //p' Makefile

.venv/.ready-run: pyproject.toml requirements.lock .ci/setup
	@sh .ci/setup run

.venv/.ready-dev: pyproject.toml requirements-dev.lock .ci/setup
	@sh .ci/setup dev

run: .venv/.ready-run
	@.venv/bin/askbi app "$(DATA)" --port $(PORT)

# A question back (3) and a refusal (4) are answers too, no failure of make.
ask: .venv/.ready-run
	@test -n "$$ASKBI_Q" || { echo 'usage: make ask Q="revenue by region last quarter"' >&2; exit 2; }
	@.venv/bin/askbi ask "$(DATA)" "$$ASKBI_Q" || { code=$$?; [ $$code -eq 3 ] || [ $$code -eq 4 ]; }

test: .venv/.ready-dev
	@.venv/bin/python -m pytest -n $(JOBS) $(ARGS)

static: .venv/.ready-dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

check: static test

bench-reader: .venv/.ready-dev
	@test -n "$$ASKBI_SPIDER" || { echo 'ASKBI_SPIDER is not set: let it name the folder that holds questions.json and' \
	  'database/ of the training part of Spider 1.0; benchmarks/README.md tells more' >&2; exit 2; }
	@.venv/bin/python -m benchmarks.reader.report --workers $(JOBS) $(ARGS)

# Needs uv; run it after a change of dependencies in pyproject.toml and commit all three files.
lock:
	uv lock
	uv export --quiet --frozen --no-dev --extra profiling --no-emit-project --no-annotate --no-header -o requirements.lock
	uv export --quiet --frozen --extra profiling --no-emit-project --no-annotate --no-header -o requirements-dev.lock

bench-model: .venv/.ready-dev
	@test -n "$$ASKBI_SPIDER" || { echo 'ASKBI_SPIDER is not set; benchmarks/README.md tells more' >&2; exit 2; }
	@.venv/bin/python -m benchmarks.model.report $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
