# Every command a person types. `make` alone lists them; arguments are variables: make demo PORT=8001
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
# Else each of the many processes of a site, or of a run of the tests, compiles all its modules again.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
SITE ?= alize
ARGS ?=
PART ?= all
PYTHON ?= python3
BIN := .venv/bin
DEV := .venv/.dev-synced
RUN := .venv/.run-synced

.PHONY: help setup demo run pds test test-postgresql check lint fix bench soak messages openapi query-counts screenshots docs release sbom audit clean

help: ## list these commands
	@echo "make demo   starts a site to try; make test checks everything. All commands:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | awk -F'\t' '{printf "  %-14s %s\n", $$1, $$2}'

# --- environment ---------------------------------------------------------------------------------

setup: $(DEV) ## make the environment in .venv, from the lock file
	@$(BIN)/python tools/messages.py compile

$(DEV): pyproject.toml uv.lock tools/bootstrap.sh
	@tools/bootstrap.sh dev
$(RUN): pyproject.toml uv.lock tools/bootstrap.sh
	@tools/bootstrap.sh run

# --- run -----------------------------------------------------------------------------------------

demo: $(RUN) ## start a site with an invented organisation (PORT=8000 SITE=alize|ville)
	@exec $(BIN)/gouvernail demo --site $(SITE) --port $(PORT) $(ARGS)

run: $(RUN) ## start this site: web, worker, sender and signer (PORT=8000)
	@exec $(BIN)/gouvernail run --port $(PORT) $(ARGS)

pds: $(DEV) ## start a Bluesky server on this machine, to publish to for true (see the tutorial)
	@$(BIN)/python -m tests.servers.install pds
	@exec $(BIN)/python tools/pds.py $(ARGS)

# --- check ---------------------------------------------------------------------------------------

test: $(DEV) ## everything: lint, checks, every suite, on SQLite and PostgreSQL, browser, real networks
	@$(BIN)/python tools/verify.py test $(ARGS)

test-postgresql: $(DEV) ## on PostgreSQL, every unit test that reaches a database: pages too
	@$(BIN)/python tools/verify.py postgresql $(ARGS)

check: $(DEV) ## the quick loop: lint, unit tests, migrations, docs, translations
	@$(BIN)/python tools/verify.py check $(ARGS)

lint: $(DEV) ## ruff, mypy, import contracts, djlint, codespell
	@$(BIN)/python tools/verify.py lint

fix: $(DEV) ## mend what the linters can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check .

bench: $(DEV) ## measure, and write the tables of benchmarks/results (ARGS=name for one)
	@uv=$$(tools/bootstrap.sh uv) && "$$uv" sync --frozen --quiet --group bench
	@$(BIN)/python benchmarks/run.py $(ARGS)

soak: $(DEV) ## long crossings: languages, themes, widths, seeds (PART=name)
	@$(BIN)/python tools/verify.py soak --part $(PART)

# --- keep in step --------------------------------------------------------------------------------

messages: $(DEV) ## collect translatable text, derive fr_CA, compile, and say what is missing
	@$(BIN)/python tools/messages.py extract
	@$(BIN)/python tools/messages.py derive
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/python tools/messages.py check

openapi: $(DEV) ## write docs/reference/openapi.json from the code
	@$(BIN)/python tools/openapi.py

query-counts: $(DEV) ## write tests/query_counts.json from the pages
	@GOUVERNAIL_WRITE_QUERY_COUNTS=1 $(BIN)/pytest -q tests/test_query_counts.py

screenshots: $(DEV) ## photograph the demo for the README and the docs
	@$(BIN)/python tools/screenshots.py $(ARGS)

docs: $(DEV) ## build the documentation in site/, strictly
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet && echo "docs: site/index.html"

sbom: $(DEV) ## write the bill of materials, dist/gouvernail.cdx.json, from the lock
	@$(BIN)/python tools/sbom.py

audit: $(DEV) ## Bandit on the code, pip-audit on the lock; needs the network, run for each release
	@uv=$$(tools/bootstrap.sh uv) && "$$uv" tool run bandit --quiet --recursive src --severity-level high
	@mkdir -p dist && uv=$$(tools/bootstrap.sh uv) && "$$uv" export --frozen --no-dev --no-emit-project --quiet > dist/requirements.txt \
	  && "$$uv" tool run pip-audit --requirement dist/requirements.txt --require-hashes --disable-pip

release: $(DEV) sbom audit ## build the package in dist/ with its bill of materials, translations compiled
	@$(BIN)/python tools/messages.py compile
	@uv=$$(tools/bootstrap.sh uv) && "$$uv" build --quiet && ls dist

clean: ## remove caches and built files; the data in var/ stays
	@rm -rf site dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find src tests tools benchmarks -name __pycache__ -type d -exec rm -rf {} +
