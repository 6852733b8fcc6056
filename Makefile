# make run · make test · make check · make bench · make train — each builds .venv when it is missing or older than the locks.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench train lock clean

run: .venv/.run
	$(BIN)/python -m bot run

test: .venv/.dev
	$(BIN)/python -m tests.setup_peers
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache
	$(BIN)/python -m bot lexicon check
	$(BIN)/python -m bot district check district.yaml

bench: .venv/.run
	$(BIN)/python -m bot bench
	$(BIN)/python -m bot bench notices
	$(BIN)/python -m bot bench city
	@if command -v npm >/dev/null; then \
	  $(BIN)/python -m tests.setup_peers && $(BIN)/python -m bot bench wechat --memory 100000; \
	else echo 'gateway：没有 Node.js 和 npm，微信这部分不量'; fi

# Teaches the second reader again, from the logs that ship with the tests.
train: .venv/.run
	$(BIN)/python -m bot train

# Only names, versions and hashes go into the locks; uv is the developer's tool (pip install uv).
lock:
	uv pip compile pyproject.toml --extra build --universal --generate-hashes --python-version 3.11 --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev --universal --generate-hashes --python-version 3.11 --no-header -q -c requirements.lock -o requirements-dev.lock

.venv/bin/python:
	$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info < (3, 14), "需要 Python 3.11–3.13, 用 make PYTHON=python3.11 指定"'
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip uninstall -q -y setuptools 2>/dev/null || true
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip uninstall -q -y setuptools 2>/dev/null || true
	touch $@

clean:
	rm -rf .venv build dist *.egg-info
