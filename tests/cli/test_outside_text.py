"""Bytes that are no text, and files without end, at every door for text: never the end of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from auditui.core.audits.entries import AnswerGiven, AuditFinished, JudgementGiven, NoteWritten
from auditui.store import Store
from made import best, shipped
from recorded import audit_of

from .conftest import Run

PLAN = (files("auditui") / "improvement-plan.toml").read_bytes()


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("strategy-discussion"))
        store.remember(auditor="A17")
    return path, audit_id


def note_of(begun: tuple[Path, str], about: str, item: str = "") -> str:
    with Store.open(begun[0]) as store:
        return store.audit(begun[1]).note(item, about)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_line_mode_takes_bytes_that_are_not_utf8(begun: tuple[Path, str], locale: str) -> None:
    path, audit_id = begun
    command = [sys.executable, "-m", "auditui", "audit", "score", audit_id, "--store", str(path)]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    typed = b"c costs \xa350 \xed\xa0\x80\ns second line read\n"
    ran = subprocess.run(command, input=typed, capture_output=True, env=env | {"LC_ALL": locale}, check=False)
    assert ran.returncode == 0, ran.stderr
    assert note_of(begun, "comment", "threshold-recorded") == "costs \ufffd50 \ufffd\ufffd\ufffd"
    assert note_of(begun, "strength", "threshold-recorded") == "second line read"


def test_json_lines_take_bytes_that_are_not_utf8_and_halves_of_characters(
    begun: tuple[Path, str], run: Run, tmp_path: Path
) -> None:
    path, audit_id = begun
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes(
        b'{"note": "worry", "text": "a \xa3 b"}\n{"note": "strength", "text": "\\ud800 \\ud83d\\ude00"}\n'
    )
    assert run("audit", "score", audit_id, "--jsonl", lines, "--store", path).code == 0
    assert note_of(begun, "worry") == "a \ufffd b"
    assert note_of(begun, "strength") == "\ufffd 😀"


def test_settings_and_plans_take_bytes_that_are_not_utf8(
    run: Run, made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, plan = tmp_path / "settings.toml", tmp_path / "plan.toml"
    settings.write_bytes(b'escalation = "Ring \xa3 the duty manager"\n')
    plan.write_bytes(PLAN.replace(b'title = "', b'title = "\xa3 ', 1))
    monkeypatch.setenv("AUDITUI_SETTINGS", str(settings))
    shown = run("settings")
    assert (shown.code, "Ring \ufffd the duty manager" in shown.out) == (0, True)
    assert run("plan", plan, "--store", made_up).code == 0


@pytest.mark.parametrize("sort", ["settings", "plan", "jsonl", "checklist"])
def test_a_file_without_end_is_one_line(
    begun: tuple[Path, str], run: Run, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    path, audit_id = begun
    endless = "/dev/zero"
    if sort == "settings":
        monkeypatch.setenv("AUDITUI_SETTINGS", endless)
    commands = {
        "settings": ("settings",),
        "plan": ("plan", endless, "--store", path),
        "jsonl": ("audit", "score", audit_id, "--jsonl", endless, "--store", path),
        "checklist": ("checklist", "show", "endless.toml"),
    }
    if sort == "checklist":
        (path.parent / "endless.toml").symlink_to(endless)
        monkeypatch.chdir(path.parent)
    ran = run(*commands[sort])
    assert ran.code == (4 if sort == "checklist" else 2)
    assert len(ran.err.splitlines()) == 1
    assert "larger than" in ran.err


@pytest.mark.parametrize("key", ["a" + ".a" * 30_000 + " = 1", "a = " + "[" * 60_000])
def test_settings_and_plans_nested_without_end_are_one_line(
    run: Run, made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    file = tmp_path / "deep.toml"
    file.write_text(key)
    monkeypatch.setenv("AUDITUI_SETTINGS", str(file))
    for command in (["settings"], ["plan", str(file), "--store", str(made_up)]):
        ran = run(*command)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert "nested too deeply" in ran.err


def test_a_note_longer_than_any_is_refused_by_its_length(
    begun: tuple[Path, str], run: Run, tmp_path: Path
) -> None:
    path, audit_id = begun
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"note": "worry", "text": "' + "x" * 20_001 + '"}\n')
    ran = run("audit", "score", audit_id, "--jsonl", lines, "--store", path)
    assert (ran.code, "A note holds 20,000 characters, and this has 20,001" in ran.err) == (2, True)
    assert note_of(begun, "worry") == ""


def test_a_name_pasted_with_a_no_break_space_is_taken_and_a_control_is_not(
    run: Run, tmp_path: Path, begun: tuple[Path, str]
) -> None:
    new = ("audit", "new", "pathway-plan", "--by", "A17", "--store", begun[0], "C-1", "--team")
    audit_id = run(*new, "North\u00a0East").out.strip()
    with Store.open(begun[0]) as store:
        assert store.audit(audit_id).team == "North East"
    assert run(*new, "North\x1bEast").code == 2


@pytest.mark.parametrize("command", [["keys"], ["--help"], ["journal", "head"]])
def test_a_full_disk_behind_the_output_is_one_line(begun: tuple[Path, str], command: list[str]) -> None:
    store = [] if command[0] in ("keys", "--help") else ["--store", str(begun[0])]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "auditui", *command, *store],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 2
    (line,) = ran.stderr.decode().splitlines()
    assert line == "auditui: what was to be printed could not be written: No space left on device"


def test_a_full_disk_behind_what_is_said_stops_no_work(begun: tuple[Path, str]) -> None:
    command = [
        "audit",
        "reopen",
        begun[1],
        "--reason",
        "to look again",
        "--by",
        "A17",
        "--store",
        str(begun[0]),
    ]
    with Store.open(begun[0]) as store:
        checklist = shipped("strategy-discussion")
        answers = (AnswerGiven(begun[1], best(item)) for item in checklist.items if item.scored)
        store.record(
            *answers,
            JudgementGiven(begun[1], "outstanding"),
            NoteWritten(begun[1], "strength", "Kind."),
            by="A17",
        )
        store.record(AuditFinished(begun[1]), by="A17")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([sys.executable, "-m", "auditui", *command], stderr=full, check=False)
    assert ran.returncode == 0
    with Store.open(begun[0]) as store:
        assert store.audit(begun[1]).open
