# Rundown. Every target sets up what it needs, in .venv and nowhere else; a second start finds it there.
# Wanted: Python 3.11 or later, pip and make. PYTHON=python3.12 chooses a Python, ARGS="-k embargo" goes to the program.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo run test check bench faults lock clean
unexport PYTHONHOME PYTHONPATH

export PYTHON
ARGS ?=
BIN := .venv/bin
SETUP := @sh .ci/setup
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-6s %s\n", $$1, $$2}' Makefile

demo: ## Seeds, a digest at a fixed clock, one question asked and answered; needs no account
	$(SETUP) core
	@$(BIN)/rundown demo $(ARGS)

run: ## Start the bot: ticks, commands and deliveries, until Ctrl-C
	$(SETUP) bots
	@$(BIN)/rundown run $(ARGS)

test: ## Run all tests
	$(SETUP) dev
	$(BIN)/python -m pytest $(ARGS)

check: ## Ruff, formatting, mypy --strict and the floors that imports must keep
	$(SETUP) dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: ## Measure what the README promises; prints a table a benchmark
	$(SETUP) dev
	@$(BIN)/python -m tests.bench $(ARGS)

faults: ## Kill it, cut it off, stop it: what is lost or doubled then; ARGS="kills --of 0.1" for less
	$(SETUP) dev
	@$(BIN)/python -m tests.faults $(ARGS)

lock: ## Pin dependencies anew after a change of pyproject.toml; ARGS=--upgrade moves the pins
	$(SETUP) dev
	$(COMPILE) $(ARGS) --extra build --extra slack --extra discord --extra llm --extra dev -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock --extra build --extra slack --extra discord -o requirements-bots.lock
	$(COMPILE) -c requirements-dev.lock --extra build -o requirements.lock

clean: ## Remove .venv and caches; .rundown, with its record, stays
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build dist
	find bot digests tests -name __pycache__ -prune -exec rm -rf {} +
