# Two commands on a fresh machine: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SHARED ?= ../shared
BOOK ?= $(SHARED)/books/dadukou-2022.txt
GOLD ?= $(SHARED)/gold/dadukou-2022

.PHONY: help setup system demo test lint unit score bench bench-peers docs clean

help:
	@echo "make demo   set up, then run the main job on the example yearbook"
	@echo "make test   set up, then lint, types, room contract and tests"
	@echo "make lint | score | bench | docs | clean"

# Fonts and a browser, where this is Debian and we are root; elsewhere the parts that need them say so.
system:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  missing=""; for p in fonts-noto-cjk fonts-noto-cjk-extra fonts-arphic-ukai chromium poppler-utils; do \
	    dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	  if [ -n "$$missing" ]; then echo "installing$$missing"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null \
	    || echo "could not install$$missing: PDF fonts or browser tests will be skipped"; fi; \
	elif ! command -v chromium >/dev/null; then echo "no chromium and not root: browser tests will be skipped"; fi

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -e '.[all,dev]'
	@touch $@

setup: system $(STAMP)

demo: setup
	@$(BIN)/python examples/demo.py

lint: $(STAMP)
	$(BIN)/ruff check src tests bench examples docs
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(STAMP)
	$(BIN)/pytest --cov --cov-report=term:skip-covered

test: setup lint unit

score: $(STAMP)
	$(BIN)/python bench/score.py --shared $(SHARED) --out docs/scores.md

# The libraries that the PDF reader is measured beside, in a venv of their own; `make bench` takes them where they are.
PEERS := .bench-peers
bench-peers: $(STAMP)
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install -q --disable-pip-version-check -r bench/requirements.txt

bench: $(STAMP)
	@command -v wrk >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends wrk >/dev/null; } \
	  || echo "no wrk: the reading room is not put under load"
	$(BIN)/python bench/run.py --book $(BOOK) $(if $(wildcard $(PEERS)/bin/python),--python $(PEERS)/bin/python)
	if [ -d $(SHARED) ]; then $(BIN)/python bench/quantities.py --shared $(SHARED) --python $(or $(OTHERS),$(BIN)/python); fi

docs: $(STAMP)
	$(BIN)/python docs/generate.py
	@if command -v chromium >/dev/null; then $(BIN)/python docs/screenshots.py; else echo "no chromium: the pictures stay as they are"; fi
	$(BIN)/python docs/notebooks/run.py

clean:
	rm -rf $(VENV) $(PEERS) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
