"""What all tests share: no test reads a developer's settings, store or colours."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from auditui.store import Store

#: Tests write to memory where there is room: the program syncs there too, and need not wait for a disk to have done it.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2 * 1024**3 and "TMPDIR" not in os.environ:
    tempfile.tempdir = str(MEMORY)

#: Whether `make mutants` runs these tests against a changed line.
MUTANT = "MUTANT_UNDER_TEST" in os.environ

settings.register_profile("auditui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# That one example fails is enough to notice a changed line, so none is made smaller; and few are tried.
settings.register_profile(
    "mutants",
    settings.get_profile("auditui"),
    max_examples=10,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("mutants" if MUTANT else "auditui")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a changed line with single examples before many."""
    if MUTANT:
        items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in (
        "AUDITUI_STORE",
        "AUDITUI_AUDITOR",
        "AUDITUI_CHECKLISTS",
        "NO_COLOR",
        "COLUMNS",
        "TERM_PROGRAM",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    return home


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store" / "auditui.db")


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A small made-up council's store."""
    from auditui import demo  # noqa: PLC0415

    path = tmp_path / "made-up.db"
    demo.make(path, audits=40, seed=7, progress=lambda _done, _total: None)
    return path
