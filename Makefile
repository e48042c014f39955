# Every target sets up what it needs; nothing but Python 3.11 or newer and make has to be there before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE ?= gaza-truce-2024-04
REPORT ?= build/$(CASE).html

.PHONY: explain test check format lint types layers docs browser bench clean

$(VENV)/.ready: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

explain: $(VENV)/.ready  ## explain a bundled case: terminal answer and HTML report
	mkdir -p $(dir $(REPORT))
	$(BIN)/detente explain $(CASE) --report $(REPORT)

test: $(VENV)/.ready browser  ## run the whole test suite
	$(BIN)/python -m pytest

check: $(VENV)/.ready browser lint types layers docs  ## all that must hold before a commit lands
	$(BIN)/python -m pytest

format: $(VENV)/.ready
	$(BIN)/ruff format src tests benchmarks docs
	$(BIN)/ruff check --fix src tests benchmarks docs

lint: $(VENV)/.ready
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/ruff check src tests benchmarks docs

types: $(VENV)/.ready
	$(BIN)/mypy

layers: $(VENV)/.ready
	$(BIN)/lint-imports

docs: $(VENV)/.ready
	$(BIN)/sphinx-build -q -W -b html docs build/docs

# The report is tested in a real browser. Where one can be installed it is; elsewhere those tests skip and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	  echo "no Chromium found: the browser tests will be skipped"

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build
