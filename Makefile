# `make up` runs Limber; `make test` and `make check` prove it. The rest is for its keepers.
PY := .venv/bin/python
MANAGE := $(PY) manage.py
UV := uv
COMPILE := $(UV) pip compile --universal --python-version 3.12 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --quiet

# What the shell holds for another project must not reach this one; without kept bytecode each
# worker of the tests and each site they start would compile the whole program anew.
unexport PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONDONTWRITEBYTECODE DJANGO_SETTINGS_MODULE
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

.PHONY: up test check bench soak lock messages icons map screenshots backup restore admin clean

up: ## start web server, worker and scheduler; prints the address
	@sh config/bootstrap.sh app
	@$(MANAGE) up

test: ## every test, on both databases, in a real browser
	@sh config/bootstrap.sh dev
	@$(PY) -m tests.run

check: ## format, lint, types, templates, migrations, locks
	@sh config/bootstrap.sh dev
	@sh config/check.sh

bench: ## one JSON object a line: name, value, unit
	@sh config/bootstrap.sh dev
	@$(PY) -m tests.bench

soak: ## the long runs: 5,000 generated examples a property instead of 60; 10 to 20 minutes
	@sh config/bootstrap.sh dev
	@$(PY) -m pytest -q -n 2 -m hypothesis --hypothesis-profile=soak --durations=5 tests

lock: ## resolve pyproject.toml anew into requirements/ (needs uv)
	@$(COMPILE) pyproject.toml -o requirements/app.txt
	@$(COMPILE) pyproject.toml --group dev -c requirements/app.txt -o requirements/dev.txt
	@$(COMPILE) --group valkey -c requirements/dev.txt -o requirements/valkey.txt
	@$(COMPILE) --group postgres -c requirements/dev.txt -o requirements/postgres.txt

messages: ## collect sentences to translate: make messages LANGUAGE=de (needs gettext)
	$(if $(LANGUAGE),,$(error Name the language: make messages LANGUAGE=de))
	@sh config/bootstrap.sh dev
	@$(MANAGE) makemessages --locale $(LANGUAGE) --ignore .venv --ignore var --ignore tests

icons: ## the icons of the installed site, from static/icons/favicon.svg
	@sh config/bootstrap.sh dev
	@$(PY) -m tests.icons

map: ## write the tree in docs/map.md
	@sh config/bootstrap.sh dev
	@$(PY) -m tests.map

screenshots: ## pictures of the main pages into var/screenshots/
	@sh config/bootstrap.sh dev
	@$(PY) -m tests.screenshots

backup: ## make backup FILE=limber.backup
	$(if $(FILE),,$(error Name the file to write: make backup FILE=limber.backup))
	@sh config/bootstrap.sh app
	@$(MANAGE) backup "$(FILE)"

restore: ## make restore FILE=limber.backup [REPLACE=--replace]
	$(if $(FILE),,$(error Name the file to load: make restore FILE=limber.backup))
	@sh config/bootstrap.sh app
	@$(MANAGE) restore $(REPLACE) "$(FILE)"

admin: ## the first administrator: make admin EMAIL=you@example.org
	$(if $(EMAIL),,$(error Say who: make admin EMAIL=you@example.org))
	@sh config/bootstrap.sh app
	@$(MANAGE) create_admin --email "$(EMAIL)"

clean: ## remove what can be made again; var/ (your data) stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
