"""Erasing and holding from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditui.core.audits.amendments import (
    ActionChanged,
    ActionDropped,
    ActionReopened,
    AdditionMade,
    ConcernAddedTo,
    FrameRemoved,
)
from auditui.core.audits.entries import ActionAdded, CaseListed, ConcernRaised, FrameImported
from auditui.store import Store, backups, files, new_id
from cli.conftest import Run
from made import small
from recorded import audit_of, finished_audit


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Store.open(tmp_path / "s.db") as store:
        finished_audit(store, small(), team="North", case="C-1")
        audit_of(store, small(), case="C-2")
    monkeypatch.setenv("AUDITUI_STORE", str(tmp_path / "s.db"))
    monkeypatch.setenv("AUDITUI_AUDITOR", "A17")
    return tmp_path / "s.db"


def cases(path: Path) -> list[str]:
    with Store.open(path) as store:
        return sorted(line.case for line in store.audits())


def test_a_dry_run_says_what_would_go_and_changes_nothing(run: Run, path: Path) -> None:
    ran = run("purge", "--case", "C-1", "--dry-run", "--format", "csv")
    assert (ran.code, ran.out.splitlines()[1:]) == (0, ['"audits, with their answers and notes",1'])
    assert cases(path) == ["C-1", "C-2"]


def test_without_yes_and_a_terminal_nothing_is_erased(run: Run, path: Path) -> None:
    ran = run("purge", "--case", "C-1")
    assert (ran.code, "Give --yes" in ran.err) == (2, True)
    assert cases(path) == ["C-1", "C-2"]


def test_at_a_terminal_it_asks_and_anything_but_the_word_keeps_everything(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for typed, code, left in (("yes\n", 1, ["C-1", "C-2"]), ("erase\n", 0, ["C-2"])):
        monkeypatch.setattr("sys.stdin.readline", lambda typed=typed: typed, raising=False)
        ran = run("purge", "--case", "C-1")
        assert (ran.code, cases(path)) == (code, left)
        assert "This cannot be undone" in ran.err
        assert ("Nothing was erased." in ran.err) == bool(code)


def test_a_purge_says_what_it_erased_and_verify_shows_it(run: Run, path: Path) -> None:
    ran = run("purge", "--case", "C-1", "--yes")
    assert (ran.code, "Erased 1 record" in ran.err, cases(path)) == (0, True, ["C-2"])
    assert "C-1" not in ran.out + ran.err
    shown = run("journal", "verify", "--format", "csv")
    assert shown.code == 0
    assert "A17 erased" in shown.out
    assert "everything about one case" in shown.out
    assert run("purge", "--case", "C-1", "--yes").err.endswith("Nothing to erase.\n")


def test_rules_are_those_of_the_settings_and_none_is_made_up(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("purge", "--by-rule", "--yes")
    assert (ran.code, "The settings name no rule" in ran.err) == (2, True)
    settings = tmp_path / "settings.toml"
    monkeypatch.setenv("AUDITUI_SETTINGS", str(settings))
    settings.write_text("[keep]\naudits = 6\n")
    assert run("purge", "--by-rule", "--yes").err.endswith("Nothing to erase.\n")
    for wrong, said in (
        ("audits = 0", "whole years"),
        ("letters = 6", "case-lists"),
        ("audits = true", "whole years"),
    ):
        settings.write_text(f"[keep]\n{wrong}\n")
        ran = run("purge", "--by-rule", "--yes")
        assert (ran.code, said in ran.err) == (2, True)
    assert cases(path) == ["C-1", "C-2"]


@pytest.mark.parametrize(
    "arguments", [(), ("--case", "C-1", "--by-rule"), ("--before", "2020-01-01", "--by-rule")]
)
def test_one_way_of_naming_what_goes_is_asked_for(run: Run, path: Path, arguments: tuple[str, ...]) -> None:
    assert run("purge", "--yes", *arguments).code == 2


def test_a_hold_keeps_a_case_until_it_is_released(run: Run, path: Path) -> None:
    hold = run("hold", "add", "C-1", "--reason-code", "LEG-2026-014").out.strip()
    ran = run("purge", "--case", "C-1", "--yes")
    assert ran.out == "", "no table of nothing"
    assert ran.err == "1 audit or listed case stays, since its case is held.\nNothing to erase.\n"
    assert cases(path) == ["C-1", "C-2"]
    assert "LEG-2026-014" in run("hold", "list", "--open", "--format", "csv").out
    assert run("hold", "release", hold[:6], "--reason-code", "LEG-2026-015").code == 0
    assert run("hold", "list", "--open", "--format", "json").out.strip() == "[]"
    assert run("purge", "--case", "C-1", "--yes").code == 0
    assert cases(path) == ["C-2"]


def test_all_holds_of_a_case_are_released_by_its_reference(run: Run, path: Path) -> None:
    for code in ("LEG-1", "LEG-2"):
        run("hold", "add", "C-1", "--reason-code", code)
    run("hold", "add", "C-2", "--reason-code", "LEG-3")
    ran = run("hold", "release", "C-1", "--reason-code", "LEG-4")
    assert (ran.code, ran.err.count("Released: ")) == (0, 2)
    assert "LEG-3" in run("hold", "list", "--open", "--format", "csv").out
    assert run("hold", "release", "C-1", "--reason-code", "LEG-4").code == 2
    assert run("purge", "--case", "C-1", "--yes").code == 0
    assert cases(path) == ["C-2"]


def test_a_purge_names_the_copies_that_go_and_leaves_a_proved_backup(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = backups.daily(path, files.backups(path), date(2026, 3, 1), 3)
    assert older is not None
    ran = run("purge", "--case", "C-1", "--dry-run")
    assert f"Would go too, as it holds them: {older.path}" in ran.err
    assert older.path.exists()
    ran = run("purge", "--case", "C-1", "--yes")
    (fresh,) = files.backups(path).iterdir()
    assert f"Removed, as it held them: {older.path}\n" in ran.err
    assert f"Today's backup is of what is left: {fresh}, " in ran.err
    assert "copies elsewhere" in ran.err
    assert cases(fresh) == ["C-2"]
    (tmp_path / "settings.toml").write_text("backups = 0\n")
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))
    ran = run("purge", "--case", "C-2", "--yes")
    assert f"Removed, as it held them: {fresh}\n" in ran.err
    assert list(files.backups(path).iterdir()) == []


def test_a_reason_for_a_hold_is_a_code_and_never_a_sentence(run: Run, path: Path) -> None:
    ran = run("hold", "add", "C-1", "--reason-code", "because Ann Smith complained")
    assert (ran.code, "is given as a code" in ran.err) == (2, True)


def test_a_store_is_encrypted_and_every_command_goes_on(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "words"
    file.write_text("three random words\n")
    file.chmod(0o600)
    assert run("encrypt").code == 2, "nobody can be asked here"
    monkeypatch.setenv("AUDITUI_PASSPHRASE_FILE", str(file))
    ran = run("encrypt")
    assert (ran.code, "keep it where you keep such things" in ran.err) == (0, True)
    assert b"SQLite" not in path.read_bytes()
    for command in (("audit", "list"), ("summary",), ("journal", "verify"), ("where",), ("hold", "list")):
        assert run(*command).code == 0
    assert run("purge", "--case", "C-1", "--yes").code == 0
    assert run("decrypt").code == 0
    assert run("decrypt").code == 3
    assert b"SQLite" in path.read_bytes()


def test_what_was_said_again_of_what_goes_is_named_too(run: Run, path: Path) -> None:
    action, audit = new_id(), ""
    with Store.open(path) as store:
        audit = store.audit_id("C-1")
        concern, frame = new_id(), new_id()
        store.record(
            ActionAdded(action, audit, "x", "y", "2026-05-01"),
            ActionChanged("v", action, "z", "y", "2026-06-01"),
            ActionDropped("d", action, "no"),
            ActionReopened("o", action, "yes", ("d",)),
            AdditionMade("a", audit, "reply", "Agreed."),
            ConcernRaised(concern, audit, "x", "y", "2026-05-01"),
            ConcernAddedTo("t", concern, "and"),
            FrameImported(frame, "List", "small-theme", "0" * 64, "2026-03-01", 1, 1, 0),
            CaseListed(new_id(), frame, "C-9"),
            FrameRemoved("f", frame, "the wrong file"),
            by="A17",
        )
    ran = run("purge", "--case", "C-1", "--dry-run")
    assert (ran.code, "additions" in ran.out, "changes of actions" in ran.out) == (0, True, True)
    ran = run("purge", "--before", "2040-01-01", "--dry-run")
    assert (ran.code, "removals of case lists" in ran.out) == (0, True)


def test_a_purge_by_a_mistyped_reference_says_that_the_audit_has_another_now(run: Run, path: Path) -> None:
    assert run("audit", "correct", "C-1", "--case", "C-77", "--reason", "mistyped").code == 0
    ran = run("purge", "--case", "C-1", "--dry-run")
    assert (ran.code, "1 of these audits has another reference now" in ran.out + ran.err) == (0, True)
    assert "C-77" not in ran.out + ran.err
    assert run("purge", "--case", "C-1", "--yes").code == 0
    assert cases(path) == ["C-2"]


def test_a_hold_on_a_reference_that_was_put_right_is_on_an_audit_here(run: Run, path: Path) -> None:
    assert run("audit", "correct", "C-1", "--case", "C-77", "--reason", "mistyped").code == 0
    assert "No audit here" not in run("hold", "add", "C-1", "--reason-code", "LEG-1").err
    assert "No audit here" in run("hold", "add", "C-7", "--reason-code", "LEG-1").err
    assert run("purge", "--case", "C-77", "--yes").code == 0
    assert cases(path) == ["C-2", "C-77"]
