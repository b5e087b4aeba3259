# Everything from a bare clone needs only make and Python >= 3.11. `make` alone lists the targets.
# Kept to what GNU make 3.81 knows (macOS ships it).

PYTHON ?= python3
# Not `?=`: shells and machines set HOST and PORT for reasons of their own.
HOST = 127.0.0.1
PORT = 8000
CORPUS =
PAGES =
VOTES =
SECONDS =
REQUESTS =
UPGRADE =

VENV = .venv
BIN = $(VENV)/bin
LOCKED = $(VENV)/.locked
INSTALLED = $(VENV)/.installed
COMPILED = service/hatch_build.py $(shell find service -name '*.p[yx][xid]') $(wildcard $(patsubst %.pxd,%.py,$(shell find service -name '*.pxd')))

COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help python install serve test lint types format check bench bench-bulk bench-crawl load soak train lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

serve: install ## start the service on http://127.0.0.1:8000 (HOST=, PORT=)
	$(BIN)/endmark serve --host $(HOST) --port $(PORT)

test: lint types ## lint, types and all tests
	$(BIN)/python -m pytest

lint: install ## ruff: rules and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: install ## mypy, strict: the package, then the tests
	$(BIN)/mypy
	$(BIN)/mypy --explicit-package-bases tests

format: install ## let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

check: install ## all fixtures against the rules, to which each must owe its cuts
	$(BIN)/endmark check --prove

bench: install ## speed and passage quality (CORPUS=path: texts of your own, PAGES=path: pages, .jsonl.gz)
	$(BIN)/python -m tests.bench.text_path $(if $(CORPUS),--corpus $(CORPUS))
	$(BIN)/python -m tests.bench.passage_quality $(if $(CORPUS),--corpus $(CORPUS))
	$(if $(CORPUS),$(BIN)/python -m tests.bench.scrapers $(CORPUS))
	$(if $(CORPUS),$(BIN)/python -m tests.bench.suggest $(CORPUS))
	$(BIN)/python -m tests.bench.page_path $(if $(PAGES),--corpus $(PAGES))

bench-bulk: install ## what endmark bulk costs and what more cores give (CORPUS=html-….jsonl.gz: pages of your own)
	$(BIN)/python -m tests.bench.bulk $(if $(CORPUS),--corpus $(CORPUS))

bench-crawl: install ## what the Scrapy add-on adds to a crawl of a site on this machine
	$(BIN)/python -m tests.bench.crawl

load: install ## how much the service serves, against an echo and the library alone (needs wrk; some minutes)
	$(BIN)/python -m tests.load

soak: install ## a service under load and faults for SECONDS=, or REQUESTS= if those come first (needs wrk)
	$(BIN)/python -m tests.load.soak $(if $(SECONDS),--seconds $(SECONDS)) $(if $(REQUESTS),--requests $(REQUESTS))

train: install ## learn anew from labelled texts (CORPUS=…) or pages (PAGES="…" VOTES=…); FOLDS=site|source: see tests/training
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group train
	$(if $(CORPUS),$(BIN)/python -W ignore -m tests.training $(CORPUS) $(if $(FOLDS),--folds $(FOLDS) build/folds-$(FOLDS)))
	$(if $(PAGES),$(BIN)/python -W ignore -m tests.training.html $(PAGES) $(if $(VOTES),--votes $(VOTES)) $(if $(FOLDS),--folds build/folds-pages))

wheel: install ## build dist/*.whl
	$(BIN)/python -m hatchling build -t wheel

# Asks nothing of the lock files that are there: they may be what is broken.
lock: python ## bring the lock files in line with pyproject.toml (UPGRADE=1: to the newest releases)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --extra server pyproject.toml -o requirements.lock
	$(COMPILE) $(patsubst %,--extra %,server otel scrapy bulk spark) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and everything built
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find service tests -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(INSTALLED) ## make .venv from requirements-dev.lock (done by the others when it is due)

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Endmark needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12")'

$(LOCKED): requirements-dev.lock | python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml $(COMPILED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
