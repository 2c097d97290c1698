# The electronic journal: everything a developer or an administrator types. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo .boot/bin/uv)
SIZE ?= school
ONLY ?=
WORKERS ?= 2
export PATH := $(CURDIR)/$(BIN):$(PATH)
export REFLEX_USE_SYSTEM_BUN := 1

.PHONY: help
help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: pyproject.toml uv.lock
	@scripts/system-packages python
	@[ -x "$(UV)" ] || { python3 -m venv .boot && .boot/bin/pip install --quiet uv; }
	@$(UV) sync --frozen --quiet --compile-bytecode || \
		{ echo "Once more, trusting the certificates of this system …"; \
		$(UV) sync --system-certs --frozen --quiet --compile-bytecode; }
	@touch $@

.PHONY: setup
setup: .venv/.ready ## Everything Python needs, into .venv
	@$(BIN)/python -c 'from ediary_app import translating; translating.compile_if_old()'

.PHONY: system
system: ## Programs of the system that tests and benches need
	@scripts/system-packages all

.PHONY: run
run: setup ## Serve a living demo school here (SIZE=small|school|town)
	@scripts/run $(SIZE)

.PHONY: build
build: setup ## Build the frontend when it is missing or old
	@$(BIN)/python -c 'from ediary_app import building; building.is_built() or building.build()'

.PHONY: test
test: setup system build ## Everything that must pass, on SQLite and PostgreSQL and in a browser
	@scripts/tests -n $(WORKERS) -m "not e2e and not deep" tests $(ARGS)
	@scripts/tests -n $(WORKERS) --dist loadfile -m "e2e and not deep" tests $(ARGS)

.PHONY: unit
unit: setup system ## The quick part of it: rules, use cases, states, contracts, architecture
	@scripts/tests -n $(WORKERS) -m "not e2e and not deep" tests $(ARGS)

.PHONY: check
check: setup ## Style, types, layers, words; nothing is changed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy ediary_app
	@$(BIN)/lint-imports
	@$(BIN)/python -m ediary_app.translating
	@scripts/check-scripts
	@scripts/check-deploy

.PHONY: format
format: setup ## Put the code into its form
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

.PHONY: messages
messages: setup ## Merge and compile the catalogues; print what has no Russian yet
	@$(BIN)/python -m ediary_app.translating

.PHONY: papers
papers: setup ## Write the papers that are made from the code (docs/settings.md …)
	@$(BIN)/python -m ediary_app.documenting

.PHONY: e2e
e2e: setup system build ## The promises, in a real browser (ONLY=axe, zoom, keyboard … for one part)
	@scripts/tests $(if $(ONLY),-m "e2e or deep" tests/e2e/test_$(ONLY).py,-m "e2e and not deep" tests) $(ARGS)

.PHONY: deep
deep: setup system build ## What takes minutes: crashes, every theme, forged events, large numbers
	@scripts/tests -n $(WORKERS) -m deep tests/e2e/test_axe.py tests/e2e/test_zoom.py $(ARGS)
	@scripts/tests -m deep tests --ignore tests/e2e/test_axe.py --ignore tests/e2e/test_zoom.py $(ARGS)

.PHONY: try-install
try-install: ## Install, upgrade and return in a clean Debian root (as root; ten minutes; the network)
	@scripts/try-install $(ARGS)

.PHONY: pictures
pictures: setup system build ## Pictures of every page in every size and look (docs/pictures; ONLY=words)
	@$(BIN)/python scripts/pictures $(if $(ONLY),--only $(ONLY))

.PHONY: bench
bench: setup system build ## Measure against the bars (ONLY=name for one)
	@$(BIN)/python -m bench $(ONLY)
