# `make help` lists what there is. Nothing is needed but Python 3.11 or newer, make and the package
# registries: Node comes from a wheel. Finished steps leave a stamp and are not repeated.

PORT ?= 8000
# The headless shell is the same engine without a browser around it, and takes half the work.
CHROMIUM ?= $(firstword $(wildcard /usr/bin/chromium-headless-shell) /usr/bin/chromium)
PYTHONS ?= python3 python3.11 python3.12 python3.13 python3.14

BIN := .venv/bin
TRANSLATIONS := exchange/translations
LANGUAGES := da # beside English, the language of the sources
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/*.po))
BROWSER_SOURCES := $(shell find static/src -type f 2>/dev/null) \
	$(wildcard vite.config.ts tsconfig.json package.json)

# Where the tests so marked lie: collecting all the others would take longer than some of them run.
WHOLE := tests/browser tests/faults tests/realtime tests/support

export CHROMIUM
# Many processes start here: what Python has compiled is kept, whatever the surroundings ask for.
export PYTHONDONTWRITEBYTECODE :=
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test units lint screenshots bench soak i18n lock build chromium clean help

run: export EXCHANGE_MODE = demonstration
run: export EXCHANGE_PORT = $(PORT)
run: export EXCHANGE_LOG_FORMAT = text
run: build ## Set up and serve the demonstration on http://127.0.0.1:8000 (PORT=8001 moves it)
	@echo "Bringing the database up to date…"
	@$(BIN)/flask --app wsgi db upgrade
	@echo "Filling the demonstration network (only what is missing)…"
	@$(BIN)/flask --app wsgi seed
	@exec $(BIN)/python wsgi.py

test: chromium ## Everything that continuous integration runs (under fifteen minutes on two cores)
	@$(MAKE) --no-print-directory --jobs=2 lint build units
	@echo "Testing on SQLite, and on PostgreSQL and Redis (started from wheels, stopped afterwards)…"
	@$(BIN)/pytest -q -n 3 -m "not browser and not faults and not soak"
	@echo "Testing whole processes: killed, cut off, racing, and in the browser ($(CHROMIUM))…"
	@$(BIN)/pytest -q -n 4 --dist loadfile --no-loadscope-reorder \
		-m "(browser or faults) and not soak" $(WHOLE)

units: node_modules/.stamp
	@echo "Testing the browser's own parts…"
	@$(BIN)/npm test --silent --if-present

lint: .venv/.test node_modules/.stamp ## Style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	node_modules/.bin/tsc --noEmit

screenshots: chromium build .venv/.test ## Pictures of every page, wide and phone, by Chromium
	@$(BIN)/python -m tests.browser.screenshots

bench: chromium build .venv/.test build/hocuspocus/.stamp ## Live messages, notes and the registration rush beside references
	@$(BIN)/python -m benchmarks

soak: chromium build .venv/.test ## Tests that take longer than `make test` may
	@$(BIN)/pytest -q -m soak

i18n: .venv/.test ## Collect texts into the catalogues and report what is untranslated
	@mkdir -p build
	@PYTHONPATH=. $(BIN)/pybabel -q extract -F babel.cfg --no-wrap --sort-by-file \
		--add-location=file --project=exchange --copyright-holder="The Exchange contributors" \
		-o build/messages.pot .
	@for language in $(LANGUAGES); do \
		test -e $(TRANSLATIONS)/$$language || $(BIN)/pybabel -q init -l $$language \
			-i build/messages.pot -d $(TRANSLATIONS) --no-wrap || exit 1; \
	done
	@$(BIN)/pybabel -q update -i build/messages.pot -d $(TRANSLATIONS) --no-wrap \
		--no-fuzzy-matching --ignore-pot-creation-date
	@$(BIN)/python -m tests.architecture.translations

lock: .venv/.uv ## Resolve requirements/*.in again (delete a .txt first to take newer versions)
	@for list in uv base build test; do \
		echo "Resolving requirements/$$list.in…"; \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-emit-index-url --no-emit-find-links \
			requirements/$$list.in -o requirements/$$list.txt || exit 1; \
	done

build: static/dist/.stamp $(CATALOGUES) ## The browser files and the language catalogues

clean: ## Remove everything that make has made (the data in var/ stays)
	rm -rf .venv node_modules build static/dist $(CATALOGUES)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find exchange tests migrations benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

chromium:
	@test -x "$(CHROMIUM)" || { \
		echo "No Chromium at $(CHROMIUM). Install it (Debian, Ubuntu: apt-get install chromium-headless-shell)" >&2; \
		echo "or set CHROMIUM to the path of a Chromium or Chrome." >&2; \
		exit 1; }

.venv/.uv: requirements/uv.txt
	@for python in $(PYTHONS); do \
		if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer with its venv module is needed; none of these is: $(PYTHONS)." >&2; \
		echo "Install one (Debian, Ubuntu: apt-get install python3-venv), or name it: make PYTHONS=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	scripts/step venv "Making a Python environment in .venv…" $$found -m venv .venv
	@scripts/step uv "Installing the installer (uv) from the package index…" \
		$(BIN)/python -m pip install --retries 2 --require-hashes -r requirements/uv.txt
	@touch $@

# Exactly these packages: what a list no longer names is removed.
.venv/.run: .venv/.uv requirements/base.txt requirements/build.txt
	@scripts/step packages "Installing Python packages and Node from the package index (about a minute on a slow line)…" \
		$(BIN)/uv pip sync --python $(BIN)/python --require-hashes \
		requirements/uv.txt requirements/base.txt requirements/build.txt
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	@scripts/step test-packages "Installing what the tests need: PostgreSQL, Redis, linters (about a minute on a slow line)…" \
		$(BIN)/uv pip sync --python $(BIN)/python --require-hashes \
		requirements/uv.txt requirements/test.txt
	@touch $@

node_modules/.stamp: .venv/.run package.json package-lock.json
	@scripts/step npm "Installing browser packages from the npm registry (half a minute on a slow line)…" \
		$(BIN)/npm ci --ignore-scripts --fetch-retries=1
	@touch $@

# For `make bench` alone, so it stands apart from what the product is built from.
build/hocuspocus/.stamp: .venv/.run $(wildcard benchmarks/hocuspocus/*.* benchmarks/hocuspocus/driver/*)
	@mkdir -p build/hocuspocus
	@cp -R benchmarks/hocuspocus/. build/hocuspocus
	@scripts/step hocuspocus "Installing Hocuspocus, which the notes are measured beside, from the npm registry…" \
		$(BIN)/npm ci --prefix build/hocuspocus --ignore-scripts --fetch-retries=1
	@touch $@

static/dist/.stamp: node_modules/.stamp $(BROWSER_SOURCES)
	@scripts/step vite "Building the browser files (a few seconds)…" node_modules/.bin/vite build
	@touch $@

%.mo: %.po .venv/.run
	@$(BIN)/pybabel -q compile -i $< -o $@
