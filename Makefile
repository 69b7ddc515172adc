# Two commands matter: `make demo` and `make test`. Each does all of its own set-up.
PYTHON ?= python3
BIN := .venv/bin
PEERS := .venv-peers/bin
PORT ?= 8001

.PHONY: demo test soak bench real lint serve lock clean

demo: .venv/ready
	$(BIN)/sldtbxh demo --port $(PORT)

test: .venv/ready .venv-peers/ready .venv/browser .venv/wget lint
	$(BIN)/pytest -n 2 --dist worksteal -m "not soak"

# An hour of it is for files damaged at random: make soak FUZZ_SECONDS=300 makes that five minutes.
soak: .venv/ready .venv-peers/ready .venv/browser .venv/wget .replaywebpage/ready lint
	$(BIN)/pytest -n 2 --dist worksteal

bench: .venv/ready .venv-peers/ready
	$(BIN)/python -m tests.benchmarks $(if $(PAGES),--pages $(PAGES))

# The checks against real pages, which are not part of the project: make real PAGES=DIR
real: .venv/ready
	$(BIN)/python -m tests.real $(PAGES)

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy scraper archive tests

serve: .venv/ready
	$(BIN)/sldtbxh serve --port $(PORT)

# --no-deps: the lock file names every package, and its hashes are checked.
.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(call make_venv,.venv)
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv-peers/ready: tests/peers/requirements.txt
	@$(call make_venv,.venv-peers)
	$(PEERS)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r $<
	touch $@

# The readers' pages are tested in Debian's Chromium: root installs it, others are told how.
.venv/browser: .venv/ready
	@if ! { command -v chromium && command -v chromedriver; } >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq chromium chromium-driver; \
		else \
			echo "Chromium is missing: run 'sudo apt-get install chromium chromium-driver', then make again" >&2; exit 2; \
		fi; \
	fi
	touch $@

# Files that GNU wget wrote are imported.
.venv/wget: .venv/ready
	@if ! command -v wget >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq wget; \
		else \
			echo "wget is missing: run 'sudo apt-get install wget', then make again" >&2; exit 2; \
		fi; \
	fi
	touch $@

# ReplayWeb.page shows exported files. Its npm package is unpacked as it is, after its digest is
# checked, and runs in the browser alone.
REPLAYWEBPAGE := replaywebpage-2.5.3
REPLAYWEBPAGE_SHA512 := 9c28f63d238ddc1c5e489284f00b183f250bbf45cf64a2567f2e25f4fc90adef52ab02d9f9629956cfec7cba8f390e06ac7fb46248dbc0e86bf1c4931f4f20b1
.replaywebpage/ready: Makefile
	@if ! command -v npm >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq npm; \
		else \
			echo "npm is missing: run 'sudo apt-get install npm', then make again" >&2; exit 2; \
		fi; \
	fi
	@mkdir -p $(@D)
	cd $(@D) && npm pack --silent $(subst -,@,$(REPLAYWEBPAGE))
	cd $(@D) && echo "$(REPLAYWEBPAGE_SHA512)  $(REPLAYWEBPAGE).tgz" | sha512sum --check --quiet
	cd $(@D) && tar -xzf $(REPLAYWEBPAGE).tgz --strip-components=1
	touch $@

# Debian's python3 lacks ensurepip: root installs it, others are told the one line to run.
define make_venv
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq python3-venv; \
	else \
		echo "Python's venv module is missing: run 'sudo apt-get install python3-venv', then make again" >&2; exit 2; \
	fi; \
$(PYTHON) -m venv $(1)
endef

# Needs uv. Writes no index addresses.
UV_LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --quiet
lock:
	$(UV_LOCK) pyproject.toml --all-extras -o requirements.txt
	$(UV_LOCK) tests/peers/requirements.in -o tests/peers/requirements.txt

clean:
	rm -rf .venv .venv-peers .replaywebpage dist .pytest_cache .mypy_cache .ruff_cache
