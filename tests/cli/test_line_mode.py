from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from auditui.cli.line_mode import LineMode
from auditui.core.audits.codec import encode
from auditui.core.audits.entries import AnswerGiven, Entry
from auditui.core.checklists.file import parse
from auditui.core.errors import StoreError
from auditui.core.settings import Settings
from auditui.store import Saved, Store
from made import CONDITIONAL, HOSTILE, best, several, shipped
from recorded import audit_of

from .conftest import Run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


def begun(path: Path, checklist_id: str = "strategy-discussion", **desk: str) -> str:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped(checklist_id))
        store.remember(auditor="A17", **desk)
        return audit_id


def bodies(path: Path, audit_id: str) -> list[tuple[str, str]]:
    with Store.open(path) as store:
        return [(recorded.entry.kind, encode(recorded.entry)) for recorded in store.history(audit_id)]


def test_a_whole_audit_in_plain_lines(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit_id = begun(path)
    typed = ["3", "3", "6", "3", "3", "n", "c Read [twice]", "3", "n", "3", "3", "3"]
    typed += ["3", "2/3/2026", "20/3/2026", "3", "s Gran is a rock", "3", "3"]
    typed += ["f", "4", "", "", "", "", "f"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed) + "\n"))
    ran = run("audit", "score", audit_id, "--store", path)
    assert ran.code == 0, ran.out[-500:] + ran.err
    assert ran.out.rstrip().endswith("Finished.")
    assert "14 working days" in ran.out
    assert "\x1b" not in ran.out
    with Store.open(path) as store:
        audit = store.audit(audit_id)
        assert (audit.state, audit.judgement, len(audit.answers)) == ("finished", "outstanding", 16)


async def test_the_same_keys_give_the_same_journal_bodies_as_the_screen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditui.ui.app import AuditApp  # noqa: PLC0415

    keys = ["3", "2", "u", "z", "5", "x", "3", "n", "3", "3", "2", "1"]
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    first = begun(one)
    with Store.open(two) as store:
        second = audit_of(store, shipped("strategy-discussion"))
        store.remember(auditor="A17", open_audit=second)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*keys, "q"]) + "\n"))
    assert run("audit", "score", first, "--store", one).code == 0
    with Store.open(two) as store:
        app = AuditApp(store)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
            await pilot.pause()
        assert app.close_writer() == 0
    assert bodies(one, first)[1:] == bodies(two, second)[1:]
    assert len(bodies(one, first)) > 8


def test_it_goes_on_where_the_screen_stopped(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit_id = begun(path)
    with Store.open(path) as store:
        store.remember(open_audit=audit_id, open_item="child-voice")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ran = run("audit", "score", audit_id, "--store", path)
    assert "14 of 16" in ran.out
    assert "Left. The next start is on this item." in ran.out


def test_what_is_no_key_and_what_is_uncertain_is_said(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_id = begun(path)
    monkeypatch.setattr("sys.stdin", io.StringIO("9\nfoo\n/conference\n2/3/26\ny\n1/3/2026\n/nowhere\n?\n"))
    out = run("audit", "score", audit_id, "--store", path).out
    assert "No answer has the key 9 here" in out
    assert "'foo' is no key here" in out
    assert "2 Mar 2026; is that the year?" in out
    assert "1 Mar 2026 is before 2 Mar 2026" in out
    assert "No item has that in its name" in out
    assert "A digit: that answer" in out


def test_concern_and_action_are_recorded_and_the_councils_text_is_said(
    run: Run, path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_home / "auditui").mkdir()
    (own_home / "auditui" / "settings.toml").write_text('escalation = "Ring the duty head of service"\n')
    audit_id = begun(path)
    typed = "!\nbruise not explained\nteam manager\n\na\nask the GP\nteam manager\n1/4/2027\nq\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert "Ring the duty head of service" in run("audit", "score", audit_id, "--store", path).out
    with Store.open(path) as store:
        (concern,) = store.concerns(only_open=True)
        assert (concern.what, concern.told, concern.item) == (
            "bruise not explained",
            "team manager",
            "threshold-recorded",
        )
    (action,) = json.loads(run("action", "list", "--open", "--store", path, "-f", "json").out)
    assert (action["what"], action["due"]) == ("ask the GP", "2027-04-01")
    assert run("action", "done", action["id"][:5], "--proof", "letter on file", "--store", path).code == 0
    assert json.loads(run("action", "list", "--open", "--store", path, "-f", "json").out) == []


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:20] for text in HOSTILE])
def test_hostile_text_is_said_and_does_nothing(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    from auditui.core.audits.entries import NoteWritten  # noqa: PLC0415

    audit_id = begun(path)
    with Store.open(path) as store:
        store.record(NoteWritten(audit_id, "comment", text, "threshold-recorded"), by="A17")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    out = run("audit", "score", audit_id, "--store", path).out
    assert not [c for c in out.replace("\n", "") if c in "\x1b\x9b\x9d\x07\r\u202e\u2066\u200b\ufeff"]


# JSON lines.


def test_json_lines_answer_write_judge_and_finish(run: Run, path: Path, tmp_path: Path) -> None:
    audit_id = begun(path, "personal-education-plan")
    checklist = shipped("personal-education-plan")
    lines: list[dict[str, object]] = []
    for item in checklist.items:
        if item.kind == "interval":
            lines.append({"item": item.id, "start": "2026-03-02", "end": "2026-03-03"})
        elif item.kind == "count-pair":
            lines.append({"item": item.id, "each": ["smto", "sm"]})
        else:
            lines.append({"item": item.id, "value": item.options[0].id})
    lines += [{"note": "reason", "text": "As read."}, {"judgement": "good"}, {"finish": True}]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    ran = run("audit", "score", audit_id, "--jsonl", file, "--store", path)
    assert (ran.code, ran.err.strip()) == (0, "Kept 19 lines.")
    with Store.open(path) as store:
        audit = store.audit(audit_id)
        assert (audit.state, audit.answers["targets-smart"].value) == ("finished", "at-least-half")


def test_every_wrong_line_is_named_and_nothing_is_kept(run: Run, path: Path, tmp_path: Path) -> None:
    audit_id = begun(path)
    file = tmp_path / "wrong.jsonl"
    file.write_text(
        '{"item": "child-voice", "value": "met"}\nnot json\n{"item": "chld-voice", "value": "met"}\n[1]\n'
        '{"item": "child-voice", "value": "excellent"}\n{"judgement": "fine"}\n{"item": "child-voice", "colour": "red"}\n'
        '{"item": "conference-in-time", "start": "2026-03-05", "end": "2026-03-01"}\n{"note": "song", "text": "la"}\n'
    )
    ran = run("audit", "score", audit_id, "--jsonl", file, "--store", path)
    assert ran.code == 2
    assert [
        line.split(":")[0].removeprefix("auditui").strip()
        for line in ran.err.replace("auditui: ", "").splitlines()
    ] == [f"line {n}" for n in range(2, 10)]
    with Store.open(path) as store:
        assert store.audit(audit_id).answers == {}


def test_text_is_checked_over_the_whole_store_without_being_printed(run: Run, path: Path) -> None:
    from auditui.core.audits.entries import NoteWritten  # noqa: PLC0415

    audit_id = begun(path)
    with Store.open(path) as store:
        store.record(NoteWritten(audit_id, "comment", "said Mrs Khan of LS1 4AP", "child-voice"), by="A17")
    ran = run("audit", "check-text", "--fail-on", "--store", path, "-f", "json")
    assert ran.code == 1
    assert [row["looks_like"] for row in json.loads(ran.out)] == ["a person's name", "a postcode"]
    assert "Khan" not in ran.out + ran.err


def test_line_mode_has_the_users_own_keys(
    run: Run, path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_home / "auditui").mkdir()
    (own_home / "auditui" / "settings.toml").write_text(
        '[keys]\nscore.not-recorded = "v"\nscore.finish = "m"\n'
    )
    audit_id = begun(path)
    monkeypatch.setattr("sys.stdin", io.StringIO("u\nv\n?\nhistory\nq\n"))
    out = run("audit", "score", audit_id, "--store", path).out
    assert "'u' is no key here" in out
    assert "m or finish: What is open, your judgement, and finishing the audit." in out
    with Store.open(path) as store:
        assert store.audit(audit_id).answers["threshold-recorded"].value == "not-recorded"


def test_json_lines_are_refused_what_the_screen_is_refused(run: Run, path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, parse(CONDITIONAL, "conditional.toml"))
        store.remember(auditor="A17")
    file = tmp_path / "answers.jsonl"
    file.write_text('{"item": "on-time", "value": "yes"}\n{"item": "why-late", "value": "met"}\n')
    ran = run("audit", "score", audit_id, "--jsonl", file, "--store", path)
    assert ran.code == 2
    assert "line 2: Not asked here: only if On time is No" in ran.err
    with Store.open(path) as store:
        assert store.audit(audit_id).answers == {}


def test_a_finish_that_is_refused_leaves_no_judgement_behind(run: Run, path: Path) -> None:
    audit_id = begun(path)
    ran = run("audit", "finish", audit_id, "--judgement", "good", "--reason", "x", "--store", path)
    assert ran.code == 2
    assert "16 items are unanswered" in ran.err
    with Store.open(path) as store:
        audit = store.audit(audit_id)
        assert (audit.judgement, dict(audit.notes)) == ("", {})


def test_text_that_no_file_can_hold_is_kept_without_what_cannot(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_id = begun(path)
    file = tmp_path / "notes.jsonl"
    file.write_text('{"note": "worry", "text": "one \\ud800 two"}\n')
    assert run("audit", "score", audit_id, "--jsonl", file, "--store", path).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("c costs \udca350\nq\n"))
    assert run("audit", "score", audit_id, "--store", path).code == 0
    with Store.open(path) as store:
        audit = store.audit(audit_id)
        assert (audit.note("", "worry"), audit.note("threshold-recorded", "comment")) == (
            "one \ufffd two",
            "costs \ufffd50",
        )


def test_a_line_is_done_to_the_audit_as_it_is_now(path: Path) -> None:
    audit_id, first = begun(path), shipped("strategy-discussion").items[0]
    typed = iter(["z", "q"])
    printed: list[str] = []

    def read(_prompt: str) -> str:
        line = next(typed)
        if line == "z":
            with Store.open(path) as other:
                other.record(AnswerGiven(audit_id, best(first)), by="A17")
        return line

    with Store.open(path) as store:
        LineMode(store, audit_id, by="A17", settings=Settings(), read=read, tell=printed.append).run()
        assert store.audit(audit_id).answers == {}
    assert "There is nothing left to take back" not in printed


def test_agencies_are_typed_in_line_mode_and_given_in_json_lines(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, several())
        store.remember(auditor="A17")
    monkeypatch.setattr("sys.stdin", io.StringIO("h e\nk\n\n-\nq\n"))
    ran = run("audit", "score", audit_id, "--store", path)
    assert "Agencies: Some of the required, Health, Education." in ran.out
    assert "Agencies: None of the required, none of them." in ran.out
    file = tmp_path / "answers.jsonl"
    file.write_text('{"item": "agencies", "chosen": ["police", "health"]}\n')
    assert run("audit", "score", audit_id, "--jsonl", file, "--store", path).code == 0
    with Store.open(path) as store:
        answer = store.audit(audit_id).answers["agencies"]
    assert (answer.value, answer.detail) == ("all", {"chosen": ["health", "police"]})
    file.write_text(
        '{"item": "agencies", "chosen": ["fire"]}\n{"item": "agencies", "value": "all", "valu": 1}\n'
    )
    ran = run("audit", "score", audit_id, "--jsonl", file, "--store", path)
    assert (ran.code, "line 1: Agencies has no choice 'fire'" in ran.err) == (2, True)
    assert "line 2: Agencies is not answered with 'valu'" in ran.err


def test_a_line_that_could_not_be_saved_is_said_at_the_end_and_in_the_exit_code(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_id, really = begun(path), Store.record
    failures = [StoreError("The disk is full")]

    def record(self: Store, *entries: Entry, by: str) -> Saved:
        if failures:
            raise failures.pop()
        return really(self, *entries, by=by)

    monkeypatch.setattr(Store, "record", record)
    monkeypatch.setattr("sys.stdin", io.StringIO("3\n3\nq\n"))
    ran = run("audit", "score", audit_id, "--store", path)
    assert (ran.code, ran.out.count("Saved")) == (3, 1)
    assert "1 of these lines could not be saved" in ran.err
    with Store.open(path) as store:
        assert len(store.audit(audit_id).answers) == 1


def test_a_place_that_could_not_be_remembered_is_no_loss(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_id = begun(path)

    def remember(self: Store, **session: str) -> None:
        raise StoreError("The disk is full")

    monkeypatch.setattr(Store, "remember", remember)
    monkeypatch.setattr("sys.stdin", io.StringIO("3\nq\n"))
    ran = run("audit", "score", audit_id, "--store", path)
    assert (ran.code, ran.out.count("Saved")) == (0, 1)


def test_an_item_made_unanswered_says_what_takes_that_back(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_id = begun(path)
    first = shipped("strategy-discussion").items[0].title
    monkeypatch.setattr("sys.stdin", io.StringIO("3\nk\nclear\nz\nq\n"))
    ran = run("audit", "score", audit_id, "--store", path)
    assert f"{first}: unanswered. z takes that back." in ran.out
    with Store.open(path) as store:
        assert len(store.audit(audit_id).answers) == 1
