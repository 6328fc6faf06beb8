# dateline: `make demo` opens the sample archive, `make check` runs everything that must hold. Both set themselves up.
.DEFAULT_GOAL := help
.PHONY: help setup demo check fix format lint types contracts test bench pictures clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.dateline-ready

help: ## Say what each target does
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(STAMP) ## Make the virtual environment and install dateline into it

$(STAMP): pyproject.toml tools/make_venv.sh
	@sh tools/make_venv.sh $(VENV)
	@touch $(STAMP)

demo: $(STAMP) ## Open the sample archive
	@$(BIN)/dateline demo

check: format lint types contracts test ## Everything that must hold: format, lint, types, contracts, tests

fix: $(STAMP) ## Format, and mend what the linter can mend
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

format: $(STAMP)
	@$(BIN)/ruff format --check .

lint: $(STAMP)
	@$(BIN)/ruff check .

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports --no-cache

test: $(STAMP) ## The tests alone
	@$(BIN)/pytest -q -n auto

bench: $(STAMP) ## The benchmarks, on DATELINE_DATA or on made text
	@$(BIN)/python -m bench

pictures: $(STAMP) ## The pictures of the screens, from the sample archive
	@$(BIN)/python -m tools.pictures

clean: ## Remove what make made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis dateline-demo
