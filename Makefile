PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help

help:  ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

data/samples/tidy/returns.csv: data/make_samples.py | $(INSTALLED)
	$(BIN)/python data/make_samples.py

demo: $(INSTALLED) data/samples/tidy/returns.csv  ## install, and compare the townships of a made-up county
	$(BIN)/fpstats compute data/samples/xlsx --areas data/samples/areas.csv \
	  --targets data/samples/targets.csv --year-start 10 --period 2024 --format table \
	  -i policy_compliance_rate,crude_birth_rate,sex_ratio_at_birth

test: $(INSTALLED)  ## install, and run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(INSTALLED)  ## lint, types, layers and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist worksteal

fix: $(INSTALLED)  ## format, and repair what can be
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(INSTALLED)  ## accept what the commands print now; then read the difference
	$(BIN)/python -m pytest tests/cli/test_cases.py --accept

docs: $(INSTALLED)  ## write the generated pages anew
	$(BIN)/python docs/generate.py

accuracy: $(INSTALLED)  ## read thousands of made-up returns, and print how many were read rightly
	$(BIN)/python -m tests.accuracy

bench: $(INSTALLED)  ## time the main job beside what a user would write instead
	$(BIN)/python bench/run.py

.PHONY: help demo test check fix golden docs accuracy bench
