# `make site` builds the handbook, `make test` tests the program. Nothing else is needed:
# both set up what they need in .venv/ first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONFIG := mkdocs.yml
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve check test lint types format bless words bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-8s %s\n' "$$name" "$$text"; done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Partnerbook needs Python 3.11 or newer; name one with make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements/site.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/site.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

site: check ## check the records and build the handbook in English into site/, in German into site/de/
	$(BIN)/mkdocs build --strict --quiet
	$(BIN)/mkdocs build --strict --quiet --config-file mkdocs.de.yml
	@echo "The handbook is built: open site/index.html in English, site/de/index.html in German, or run: make serve"

check: $(VENV)/.site ## check the records
	$(BIN)/partnerbook check

serve: $(VENV)/.site ## show the handbook on this machine and reload it (CONFIG=mkdocs.de.yml: in German)
	$(BIN)/mkdocs serve --config-file $(CONFIG)

test: export PYTHONDONTWRITEBYTECODE := # empty: hundreds of tests start the program, and need not compile it each time
test: lint types ## lint, types, layers and every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.test ## style, layers, workflows and forms
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet --persona pedantic .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/log-*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

types: $(VENV)/.test ## mypy, strict
	$(BIN)/mypy

format: $(VENV)/.test ## format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bless: $(VENV)/.test ## rewrite the golden files; read the diff before you commit it
	$(BIN)/python -m pytest tests --bless

words: $(VENV)/.test ## collect the messages of code and templates into the catalogs
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --add-location file --sort-output \
		--output-file build/partnerbook.pot .
	$(BIN)/pybabel --quiet update --domain partnerbook --input-file build/partnerbook.pot \
		--output-dir generator/partnerbook/locale --no-fuzzy-matching --no-wrap --ignore-obsolete \
		--ignore-pot-creation-date

bench: $(VENV)/.test ## measure, as ratios against a yardstick in the same run
	$(BIN)/python benchmarks/run.py

lock: ## lock the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras --group build pyproject.toml --output-file requirements/site.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras --group build --group test pyproject.toml --output-file requirements/test.txt

clean: ## remove what was built
	rm -rf $(VENV) site build dist
