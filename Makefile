# What can be done with this checkout. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Cheap checks come first and stop what is dear.
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Everything that is ours to format and to check.
CODE := feedback tests bench migrations docs/open-data/estimates.py wsgi.py setup.py
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export FLASK_APP := wsgi.py

.PHONY: help run test lint format types cover suite bench demo db-reset css \
	translations pins clean system

help: ## List what can be done
	@echo "Góp Ý: make TARGET. Settings: PORT (8000), HOST (127.0.0.1), DATA_DIR (var), DATABASE_URL"
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.run $(CATALOGUES) ## Start the platform: database, demonstration, web server, worker
	@exec $(BIN)/python -m feedback.serve

test: system $(VENV)/.test $(CATALOGUES) lint types cover suite ## Install what tests need, then check everything

lint: $(VENV)/.test ## Check formatting and style
	$(BIN)/black --check --quiet $(CODE) || { echo "Formatting differs: run make format"; exit 1; }
	$(BIN)/isort --check-only --quiet $(CODE) || { echo "Imports are unsorted: run make format"; exit 1; }
	$(BIN)/flake8 $(CODE)

types: $(VENV)/.test ## Check types
	$(BIN)/mypy feedback tests docs/open-data/estimates.py wsgi.py

cover: $(VENV)/.test ## Test domain and analysis, every branch of them
	COVERAGE_FILE=.coverage.pure $(BIN)/pytest tests/domain tests/analysis \
		--cov=feedback.domain --cov=feedback.analysis --cov-branch \
		--cov-report=term-missing:skip-covered --cov-fail-under=100

suite: $(VENV)/.test $(CATALOGUES) ## Run all other tests on SQLite and PostgreSQL and in a browser
	$(BIN)/pytest tests --ignore=tests/domain --ignore=tests/analysis -n 2 --dist loadgroup

bench: $(VENV)/.test $(CATALOGUES) ## Measure against floors; results also go to bench/results
	@for script in $$(grep -l '^if __name__' bench/*.py); do \
		echo "== $$script"; $(BIN)/python -m bench.$$(basename $$script .py); \
	done

format: $(VENV)/.test ## Format the code
	$(BIN)/isort --quiet $(CODE)
	$(BIN)/black --quiet $(CODE)

demo: $(VENV)/.run $(CATALOGUES) ## Load the demonstration province without starting anything
	$(BIN)/python -m feedback.prepare

db-reset: ## Delete the embedded database, after asking
	@scripts/reset-database.sh

css: ## Build the style sheet and fonts from assets (needs npm)
	cd assets && npm ci --silent && npm run --silent build

translations: $(VENV)/.run ## Collect new texts into the catalogues, to be translated
	$(BIN)/pybabel --quiet extract -F translations/babel.cfg -k lazy_gettext -k _l -k lazy_pgettext:1c,2 \
		--no-location --sort-output --project gop-y --version 0.1 -o translations/messages.pot .
	$(BIN)/pybabel --quiet $(if $(wildcard translations/en),update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date,init) \
		-i translations/messages.pot -d translations -l en

pins: ## Pin the newest versions that fit together (needs uv)
	cd requirements && for set in run test; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-annotate --custom-compile-command "make pins" $$set.in -o $$set.txt; \
	done

clean: ## Remove what can be made again; the data in var stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .coverage* htmlcov gop_y.egg-info $(CATALOGUES)
	find feedback tests bench migrations -name __pycache__ -prune -exec rm -rf {} +

system:
	@scripts/install-system.sh

# The stamps say what is installed; a start without changes installs nothing. The pins are
# complete: --no-deps keeps pip from asking for a newer release of something with an extra.
$(VENV)/.run: requirements/run.txt setup.cfg setup.py
	@PYTHON="$(PYTHON)" scripts/make-venv.sh $(VENV)
	@echo "Installing what the platform needs ..."
	@$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --no-deps --use-pep517 --require-hashes -r requirements/test.txt
	@touch $@

%.mo: %.po $(VENV)/.run
	@$(BIN)/pybabel --quiet compile -i $< -o $@ -l $(word 2,$(subst /, ,$<))
