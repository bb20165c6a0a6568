# Everything that this repository does, in few words: make help
#
# `make papers` and `make test` install what they need, once; afterwards they need no network.

SHELL := /bin/bash
PAPERS_NEED := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TESTS_NEED := $(PAPERS_NEED) fonts-liberation2|fonts-liberation poppler-utils
# libatomic1 is for what drives the browser; the last two are what the pipelines call.
SLOW_NEED := $(TESTS_NEED) libreoffice-writer-nogui|libreoffice-writer libreoffice-calc-nogui|libreoffice-calc \
	chromium|chromium-browser libatomic1 curl jq
# How many tests run side by side.
JOBS ?= 2
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

.PHONY: papers
papers: .venv/.papers ## Make every paper of the record, in output/
	@.ci/packages "the PDF" $(PAPERS_NEED) || echo "Going on: Word and HTML do not need them." >&2
	.venv/bin/francis build

.PHONY: test
test: .venv/.tests ## Check the code, and test it with every library at its newest, in less than five minutes
	@.ci/packages "the tests" $(foreach names,$(TESTS_NEED),'$(names)')
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest -n $(JOBS) -m "not slow" $(PYTEST)

.PHONY: slow
slow: .venv/.tests ## Test what takes longer: LibreOffice, a browser and validators read what is made; commands race and are killed
	@.ci/packages "the slow tests" $(foreach names,$(SLOW_NEED),'$(names)')
	.venv/bin/pytest -n $(JOBS) -m slow $(PYTEST)

.PHONY: coverage
coverage: .venv/.tests ## Say which lines no test runs, slow ones among them
	@.ci/packages "the tests" $(foreach names,$(SLOW_NEED),'$(names)')
	.venv/bin/pytest -n $(JOBS) --cov --cov-report=term $(PYTEST)

# Readers judge what the newest libraries make, and what is slow does not depend on a library's version. The rules, the
# comparison and what the project says of itself meet libraries through the record and the papers alone, which are tested.
LOWEST_OMITS := check changes project
.PHONY: lowest
lowest: .venv-lowest/.tests ## Test with every library at its lowest allowed version
	@.ci/packages "the tests" $(foreach names,$(TESTS_NEED),'$(names)')
	.venv-lowest/bin/pytest -n $(JOBS) -m "not slow" $(LOWEST_OMITS:%=--ignore=tests/%) $(PYTEST)

.PHONY: bench
bench: .venv/.tests ## Measure speed and memory, beside what they are measured against
	.venv/bin/python -m tests.bench

.PHONY: races
races: .venv/.tests ## Run a hundred pairs of each command at once, and kill each at every change it makes
	.venv/bin/pytest -n $(JOBS) tests/cli/test_cli_races.py --in-full $(PYTEST)

.PHONY: fuzz
fuzz: .venv/.tests ## Change 10,000 files at random, and run the commands on what comes out: SEED=… COUNT=… CASE=…
	SEED=$(SEED) COUNT=$(COUNT) CASE=$(CASE) nice .venv/bin/python -m tests.fuzz

# A whole run takes hours on one core. To try some faults only, drawn evenly over all modules:
# make mutants DRAW=500 SEED=1. To try those of a module or function, with stars:
# make mutants SAMPLE='francis.check.claims.*'. Both together draw among those.
.PHONY: mutants
mutants: .venv/.mutants ## Plant small faults in record, changes and check; say how many the tests notice. DRAW=500 tries some
	nice .venv/bin/python -m tests.mutants --jobs $(JOBS) $(if $(DRAW),--draw $(DRAW)) $(if $(SEED),--seed $(SEED)) \
		$(if $(SAMPLE),'$(SAMPLE)')

.PHONY: pictures
pictures: .venv/.tests ## Draw the guide's pictures of a terminal, from what is really printed
	.venv/bin/python -m tests.shared.pictures

.PHONY: clean
clean: ## Remove what was made: papers, environments, caches
	rm -rf .venv .venv-lowest mutants .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find output -mindepth 1 ! -name README.md -delete
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# What has been installed is marked by empty files in the environment; a change of pyproject.toml
# makes them stale.
.venv/.papers: pyproject.toml
	.ci/venv .venv
	.venv/bin/python $(PIP_INSTALL) --editable .
	touch $@

.venv/.tests: .venv/.papers
	.venv/bin/python $(PIP_INSTALL) --editable '.[dev]'
	touch $@

.venv/.mutants: .venv/.tests
	.venv/bin/python $(PIP_INSTALL) --editable '.[mutants]'
	touch $@

.venv-lowest/.tests: pyproject.toml .ci/lowest.py
	.ci/venv .venv-lowest
	.venv-lowest/bin/python .ci/lowest.py pyproject.toml > .venv-lowest/lowest.txt
	.venv-lowest/bin/python $(PIP_INSTALL) --constraint .venv-lowest/lowest.txt --editable '.[test]'
	# It asks for a newer lxml than the program does, and does its work with this one too.
	.venv-lowest/bin/python $(PIP_INSTALL) --no-deps 'openxml-audit>=0.8'
	touch $@
