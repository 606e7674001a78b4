"""Backups, restoring, rescue and what belongs to a store, by their commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui.store import Store, files
from cli.conftest import Run
from damaged import a_page_of_the_journal
from made import small
from recorded import finished_audit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "s.db") as store:
        for number in range(6):
            finished_audit(store, small(), team="North", case=f"C-{number}")
    return tmp_path / "s.db"


def test_a_backup_is_made_and_brought_back_and_says_its_head(run: Run, path: Path, tmp_path: Path) -> None:
    ran = run("backup", tmp_path / "b.db", "--store", path)
    assert (ran.code, ran.out) == (0, "")
    head = (
        run("journal", "head", "--store", path, "--format", "csv")
        .out.splitlines()[1]
        .split(",")[0]
        .strip('"')
    )
    assert head.startswith("store:")
    assert ran.err.rstrip().endswith(head)
    assert run("backup", tmp_path / "b.db", "--store", path).code == 2
    ran = run("restore", tmp_path / "b.db", "--store", path)
    assert "entries that only it has: " in ran.err
    assert ran.code == 0
    assert f"{path.name}.replaced-" in ran.err
    assert run("journal", "verify", "--head", head, "--store", path).code == 0
    assert run("restore", tmp_path / "none.db", "--store", path).code == 3


def test_the_day_is_backed_up_by_the_first_command_that_writes(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        audit = store.audits()[0].id
    assert run("audit", "list", "--store", path).code == 0
    assert not files.backups(path).exists()
    assert run("audit", "reopen", audit, "--reason", "a date", "--by", "A17", "--store", path).code == 0
    (made,) = files.backups(path).iterdir()
    with Store.open(made) as store:
        assert store.audit(audit).open


def test_a_made_up_council_is_not_backed_up(run: Run, made_up: Path) -> None:
    with Store.open(made_up) as store:
        audit = store.audits(states=("finished",))[0].id
    assert run("audit", "reopen", audit, "--reason", "a date", "--by", "A17", "--store", made_up).code == 0
    assert not files.backups(made_up).exists()


def test_trouble_with_the_backup_is_a_line_and_the_work_is_done(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.toml").write_text(
        f"backup_folder = {str(path)!r}\nhead_command = ['no-such-program']\n"
    )
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))
    with Store.open(path) as store:
        audit = store.audits()[0].id
    assert run("audit", "reopen", audit, "--reason", "a date", "--by", "A17", "--store", path).code == 0
    ran = run("audit", "finish", audit, "--by", "A17", "--store", path)
    assert ran.code == 0
    assert "Today's backup was not made" in ran.err
    assert "head of the journal could not be sent" in ran.err


def test_what_is_saved_of_a_damaged_store_is_said(run: Run, path: Path, tmp_path: Path) -> None:
    a_page_of_the_journal(path)
    assert run("journal", "verify", "--store", path).code == 1
    ran = run("rescue", path, tmp_path / "new.db", "--format", "csv")
    assert ran.code == 1
    assert "could not be read" in ran.out
    assert run("audit", "list", "--store", tmp_path / "new.db").code == 0
    assert run("rescue", path, tmp_path / "new.db").code == 2


def test_where_names_every_file_of_the_store(run: Run, path: Path, tmp_path: Path) -> None:
    run("backup", tmp_path / "b.db", "--store", path)
    run("restore", tmp_path / "b.db", "--store", path)
    path.with_name("s.db.before-3").write_bytes(b"")
    with Store.open(path) as store:
        finished_audit(store, small(), team="North")
        ran = run("where", "--store", path, "--format", "csv")
    named = {line.split(",")[0].strip('"') for line in ran.out.splitlines()}
    assert {
        "store",
        "its log",
        "shared by programs",
        "backups",
        "last entries",
        "settings",
        "kept before-3",
    } <= named
    assert any(name.startswith("kept replaced-") for name in named)
    assert "a copy of the file is no backup" in ran.err


def test_an_empty_file_is_no_store_for_anybody(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zero.db").write_bytes(b"")
    for command in (
        ("journal", "verify"),
        ("audit", "list"),
        ("case", "import", "none.csv"),
        ("journal", "rebuild"),
    ):
        ran = run(*command, "--store", tmp_path / "zero.db")
        assert ran.code in (2, 3)
        assert (tmp_path / "zero.db").stat().st_size == 0
    assert "is empty: what it held is gone" in ran.err


def test_a_page_that_leaves_says_the_head_and_one_on_the_terminal_does_not(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        head = str(store.head())
    last = run("summary", "--store", path, "--format", "md").out.rstrip().splitlines()[-1]
    assert f"Journal head: {head}. Printed on " in last
    assert head not in run("summary", "--store", path).out
