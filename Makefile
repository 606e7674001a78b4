# make demo   the terminal UI on a made-up council        make test    the tests
# make check  everything CI runs                           make format  tidy the code in place
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: bench browser simulate mutants torture demo test check format lint types contracts wheel pictures lock clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "auditui needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(READY)
	$(BIN)/auditui demo

test: $(READY)
	$(BIN)/python -m pytest -n 4

# What needs one core runs beside the tests, which often wait: for a disk, a terminal, another program.
check: $(READY)
	$(MAKE) --jobs=2 test lint types contracts wheel

format: $(READY)
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

lint: $(READY)
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests

# As the other systems see it too: what only one of them has is asked for where it is.
types: $(READY)
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 src
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin src

contracts: $(READY)
	$(BIN)/lint-imports

# The built wheel, installed without the development tools' help, does a whole job from another folder.
wheel: $(READY)
	$(BIN)/python tests/wheel_smoke.py

# The pictures of the README, the table of keys and that of an export's columns, from the program itself.
pictures: $(READY)
	$(BIN)/python docs/make_pictures.py
	AUDITUI_SETTINGS=none $(BIN)/auditui keys --format md > docs/keys.md
	AUDITUI_SETTINGS=none $(BIN)/auditui export --columns --format md > docs/columns.md
	AUDITUI_SETTINGS=none $(BIN)/auditui forms --format md > docs/forms.md

# How fast it is, from the installed wheel, as ratios in one run; judges nothing. The largest council takes most of the
# time: make bench LARGE=council.db uses one made before with `auditui demo --audits 125000 --no-ui --store council.db`.
bench: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/bench/run.py $(if $(LARGE),--large $(LARGE))

# How often verdicts are false, how often changes are seen, and what of a year of shared pages remains visible: the tables of
# docs/figures.md; some minutes.
simulate: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/rates.py
	PYTHONPATH=tests AUDITUI_SETTINGS=none $(BIN)/python tests/council_year.py

# How many one-line changes of the code some test notices, per room; hours for all rooms, minutes for a part or a sample:
# make mutants ROOMS="auditui.figures.*" EVERY=5
mutants: $(READY)
	$(BIN)/python tests/bench/mutants.py $(if $(EVERY),--every $(EVERY)) $(ROOMS)

# Kills, damage and hostile input in numbers, an hour or two; a short form is among the tests.
torture: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/torture/run.py

# The screens and the pages in a headless Chromium (CHROMIUM=path, else the one installed), with pictures to look at in
# browser-pictures; axe-core checks the pages. Installs Playwright and axe-core, which nothing else needs, and no browser.
browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check playwright axe-playwright-python
	PYTHONPATH=tests $(BIN)/python tests/browser/in_chromium.py browser-pictures
	PYTHONPATH=tests $(BIN)/python tests/browser/pages.py browser-pictures

# Writes requirements.lock from scratch; needs uv, which is not installed by anything here.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header -o requirements.lock

clean:
	rm -rf .venv dist mutants browser-pictures .mypy_cache .ruff_cache .pytest_cache .hypothesis
