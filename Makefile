# make demo   build the example report and say where it lies
# make test   all tests        make lint   format, lint, types, import rules        make check   both
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint check format docs dist clean

demo: $(VENV)/.ready
	@$(BIN)/reportgen build examples/half_year_review/report.yaml --preview

test: $(VENV)/.ready-dev
	@$(BIN)/pytest

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test

format: $(VENV)/.ready-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(VENV)/.ready-dev
	@$(BIN)/python docs/make_reference.py

dist: $(VENV)/.ready-dev
	@$(BIN)/python -m build

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("reportgen needs Python 3.11 or newer（需要 Python 3.11 以上）") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready: $(VENV)/.made pyproject.toml
	@echo "正在准备运行环境（只在第一次需要几分钟）……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.made pyproject.toml
	@echo "正在准备测试环境（只在第一次需要几分钟）……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@ $(VENV)/.ready

clean:
	rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
