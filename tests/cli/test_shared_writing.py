"""A page that was not written was not shared: the journal has it only once it is sure that it can leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from auditui import demo, outgoing
from auditui.core.errors import AuditError
from auditui.report import forms
from auditui.store import Store
from auditui.store import files as store_files
from cli.conftest import Run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "council.db"
    demo.make(path, audits=80, seed=7, progress=lambda *_: None)
    return path


def released(store: Path) -> int:
    with Store.open(store) as opened:
        return int(opened.db.execute("SELECT count(*) FROM releases").fetchone()[0])


def test_a_page_whose_file_cannot_be_written_is_not_in_the_journal(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ("summary", "--by", "team", "--store", store, "--out")
    there = tmp_path / "there.html"
    there.write_text("the story of last month")
    assert run(*page, there).code == 2
    assert run(*page, tmp_path / "no-folder" / "a.html").code == 2

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store_files, "sync", full)
        assert run(*page, tmp_path / "b.html").code == 2

    def not_installed(*_: object) -> bytes:
        raise AuditError("Writing Word files needs an optional part", "Install it")

    with monkeypatch.context() as patched:
        patched.setattr(forms, "written", not_installed)
        assert run(*page, tmp_path / "c.docx").code == 2
    assert released(store) == 0
    assert there.read_text() == "the story of last month"
    assert run(*page, tmp_path / "d.html").code == 0
    assert released(store) == 1


def test_a_page_that_the_journal_cannot_take_in_does_not_leave(tmp_path: Path) -> None:
    def refuses() -> None:
        raise AuditError("The store is in use by another program", "Try again")

    with pytest.raises(AuditError, match="in use"):
        outgoing.write(tmp_path / "a.html", b"page", ready=refuses)
    assert list(tmp_path.iterdir()) == []


def test_the_journal_has_a_page_before_anybody_can_find_it(tmp_path: Path) -> None:
    place, seen = tmp_path / "a.html", []

    def looks() -> None:
        seen.append((place.exists(), [path.read_bytes() for path in tmp_path.iterdir()]))

    outgoing.write(place, b"page", ready=looks)
    assert seen == [(False, [b"page"])]
    assert place.read_bytes() == b"page"


def test_what_is_refused_on_the_terminal_for_want_of_a_file_is_not_in_the_journal(
    run: Run, store: Path
) -> None:
    assert run("summary", "--by", "team", "--store", store, "--format", "docx").code == 2
    assert released(store) == 0
