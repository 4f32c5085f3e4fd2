# Two commands matter to a newcomer: `make demo` and `make test`. Each makes its own virtual environment in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OPTIONS ?=
# A worker more than there are cores, for half of the time goes by waiting for servers; each begins with its part of the
# tests in their order (what a module has set up serves its neighbours), and who is done first takes over half of what
# another has left. More than four would not be quicker: each has to read all tests first. OPTIONS=-n0 runs them one by
# one, in this process.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
WORKERS := --numprocesses=$(shell echo $$(( $(CORES) < 3 ? $(CORES) + 1 : 4 ))) --dist=worksteal
# Images of containers like to set it: then each of the hundreds of processes that the tests start would compile anew all
# that it imports, a third of its time.
export PYTHONDONTWRITEBYTECODE :=
SPHINX := $(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html docs

.DEFAULT_GOAL := help
.PHONY: help setup demo dev test check format proto docs site fuzz chaos scaffold bench conformance release lock clean secured

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

setup: $(STAMP)  ## make .venv and install everything from the lock file

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; run: make PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP)  ## card payments through every layer, with simulated processors and a worker killed
	@$(BIN)/python -m tools.demo

dev: $(STAMP)  ## the whole stack in the foreground: sandbox, nats-server, bridge, workers, service
	@$(BIN)/tollbridge dev

test: $(STAMP)  ## all tests
	$(BIN)/python -m pytest $(WORKERS) $(OPTIONS)

check: $(STAMP)  ## lint, types, import rules, protos, stale generated code
	@$(MAKE) --no-print-directory --keep-going --jobs=3 $(TOLD_WHOLE) $(CHECKS)

# Side by side, the two long ones first; each says in one piece what it has to say (an older make, as on macOS, mixes it),
# and all are run even if one fails, for one run should tell everything.
CHECKS := check-types check-site check-docs check-cases check-openapi check-converter check-proto check-lint check-imports
TOLD_WHOLE := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
.PHONY: $(CHECKS)

check-types: $(STAMP)
	$(BIN)/mypy

check-site: $(STAMP)
	$(SPHINX) build/site

check-docs: $(STAMP)
	$(BIN)/python tools/generate_docs.py --check

check-cases: $(STAMP)
	$(BIN)/python -m tollbridge.testing golden/*

check-openapi: $(STAMP)
	$(BIN)/python tools/generate_openapi.py --check
	$(BIN)/python tools/generate_asyncapi.py --check

check-converter: $(STAMP)
	$(BIN)/python tools/generate_converter.py --check

check-proto: $(STAMP)
	$(BIN)/buf lint
	$(BIN)/python tools/generate_pb.py --check

check-lint: $(STAMP)
	$(BIN)/ruff check .

check-imports: $(STAMP)
	PYTHONPATH=src $(BIN)/lint-imports --no-cache

format: $(STAMP)  ## sort imports, mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/buf format -w

proto: $(STAMP)  ## generate protobuf modules, the converter, OpenAPI and AsyncAPI
	$(BIN)/python tools/generate_pb.py
	$(BIN)/python tools/generate_converter.py
	$(BIN)/python tools/generate_openapi.py
	$(BIN)/python tools/generate_asyncapi.py

docs: $(STAMP)  ## write docs/generated from the code and the golden cases
	$(BIN)/python tools/generate_docs.py

site: $(STAMP)  ## build the documentation site, strictly, into build/site
	$(SPHINX) build/site
	@echo "open build/site/index.html; for language models: build/site/llms.txt"

fuzz: $(STAMP)  ## 10,000 broken inputs for each reader; every golden case's secrets looked for in all that is said
	TOLLBRIDGE_FUZZ_EXAMPLES=10000 $(BIN)/python -m pytest tests/fuzz tests/masking tests/edges/grpc/test_grpc_abuse.py \
	  $(OPTIONS)

# Tests that make fewer of everything in `make test`.
WHOLE = $(shell grep -rl --include="test_*.py" bridge.proving tests/bridge)

chaos: $(STAMP)  ## 10 minutes of payments while things break, and all is counted (CHAOS_SECONDS=60 CHAOS_SEED=7)
	@PYTHONPATH=tests:tests/bridge/processors $(BIN)/python -m bridge.chaos $(OPTIONS)
	TOLLBRIDGE_WHOLE=1 $(BIN)/python -m pytest -n0 $(WHOLE)

secured: $(STAMP)  ## the bridge tests against servers with users, permissions and mutual TLS
	TOLLBRIDGE_SECURED=1 $(BIN)/python -m pytest $(WORKERS) tests/bridge $(OPTIONS)

scaffold: $(STAMP)  ## begin a connector (NAME=adyen OPTIONS="--auth header --body json")
	@$(BIN)/python -m tools.scaffold $(NAME) $(OPTIONS)

bench: $(STAMP)  ## figures with their budgets, as CPU time and ratios
	@$(BIN)/python -m bench $(OPTIONS)

conformance: $(STAMP)  ## agreement with the reference, by ../shared/conformance (OPTIONS="--connectors stripe --explain")
	$(BIN)/python ../shared/conformance/score.py --cmd "$(BIN)/tollbridge transform" --golden golden $(OPTIONS)

release: $(STAMP)  ## tests, changelog, version, wheel and sdist (VERSION=1.2.3)
	$(BIN)/python tools/release.py $(VERSION)

lock: $(STAMP)  ## resolve requirements.lock anew
	$(BIN)/uv pip compile --universal --generate-hashes --all-extras --group dev --python-version 3.11 \
	  --no-annotate --no-header --no-emit-index-url --quiet pyproject.toml -o requirements.lock

clean:  ## remove what was made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
