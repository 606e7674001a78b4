"""The commands that say again, differently, what was said of audits, actions and case lists."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditui.core.audits import amendments, entries
from auditui.store import Store, new_id
from made import shipped, small
from recorded import audit_of, finished_audit

from .conftest import Run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "s.db") as store:
        store.remember(auditor="A17")
    return tmp_path / "s.db"


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desk nine hours ahead of UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XXX-9")
        time.tzset()
        yield
    time.tzset()


def test_an_audit_is_withdrawn_corrected_and_brought_back(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("pathway-plan"), case="C-2")
    at = ("--store", path)
    assert run("audit", "withdraw", audit[:6], "--reason", " ", *at).code == 2
    assert run("audit", "withdraw", audit[:6], "--reason", "begun twice", *at).code == 0
    assert run("audit", "list", "--format", "csv", *at).out.count("\n") == 1
    assert "C-2" in run("audit", "list", "--state", "withdrawn", *at).out
    assert run("audit", "correct", audit[:6], "--case", "C-3", "--reason", "x", *at).code == 2
    assert run("audit", "restore", audit[:6], "--reason", "it was not", *at).code == 0
    ran = run(
        "audit", "correct", audit[:6], "--case", "C-3", "--event", "2026-03-02", "--reason", "mistyped", *at
    )
    assert "C-3, 2026-03-02, North" in ran.err
    history = run("audit", "history", audit[:6], *at).out
    for words in ("begun twice", "it was not", "mistyped"):
        assert words in history


def test_the_history_has_all_that_was_said_in_words_and_local_time(
    run: Run, path: Path, far_east: None
) -> None:
    with Store.open(path, clock=lambda: datetime(2026, 7, 1, 20, 15, tzinfo=UTC)) as store:
        audit = finished_audit(store, small(), team="North")
        action, concern = new_id(), new_id()
        store.record(
            entries.ActionAdded(action, audit, "Ask the GP", "social worker", "2026-08-01", "reason"),
            entries.ActionDone(new_id(), "The GP wrote.", action),
            entries.ConcernRaised(concern, audit, "Not seen", "duty", "2026-07-01"),
            amendments.ConcernAddedTo(new_id(), concern, "Seen at school."),
            amendments.AdditionMade(new_id(), audit, "reply", "Agreed."),
            by="A17",
        )
        with Store.open(path) as other:
            others_finished = finished_audit(other, small(), team="North", case="C-9")
            other.record(
                entries.ActionAdded(new_id(), others_finished, "Not this", "social worker", "2026-08-01"),
                by="A17",
            )
    rows = run("audit", "history", audit, "--format", "json", "--store", path).out
    said = [(row["what"], row["of"], row["text"]) for row in json.loads(rows)]
    assert said[0][0] == "Audit begun"
    assert said[-5:] == [
        ("Action", "Reason", "Ask the GP (social worker, due 2026-08-01)"),
        ("Action done", "Ask the GP", "The GP wrote."),
        ("Immediate concern", "", "Not seen (told: duty, 2026-07-01)"),
        ("Immediate concern added to", "Not seen", "Seen at school."),
        ("The worker's reply, after the finish", "", "Agreed."),
    ]
    read = run("audit", "history", audit, "--store", path)
    assert "2026-07-02 05:15" in read.out
    assert "local time" in read.err
    sheet = run("audit", "export", audit, "--store", path).out
    assert "Agreed. (added on 2026-07-02)" in sheet
    assert "done 2026-07-02" in sheet


def test_a_reply_is_added_and_replaced_after_the_finish(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        audit = finished_audit(store, shipped("pathway-plan"), team="North")
    at = ("--store", path)
    assert run("audit", "add", audit, *at).code == 2
    assert run("audit", "add", audit, "--reply", "Agred.", *at).code == 0
    with Store.open(path) as store:
        (added,) = store.additions(audit)
    assert run("audit", "add", audit, "--reply", "Agreed.", "--replaces", added.id[:6], *at).code == 0
    shown = run("audit", "show", audit, "--format", "md", *at).out
    assert "Agreed." in shown
    assert "Agred." not in shown


def test_one_text_stands_in_the_place_of_one_of_its_kind(run: Run, path: Path) -> None:
    at = ("--store", path, "--by", "A17")
    with Store.open(path) as store:
        audit = finished_audit(store, small(), team="North", case="C-9")
    assert run("audit", "add", audit, "--reply", "Agreed.", *at).code == 0
    with Store.open(path) as store:
        (reply,) = store.additions(audit)
    both = run(
        "audit",
        "add",
        audit,
        "--supervision",
        "2026-03-09",
        "--feedback",
        "Kind.",
        "--replaces",
        reply.id,
        *at,
    )
    assert (both.code, "One text stands in the place of one" in both.err) == (2, True)
    other = run("audit", "add", audit, "--feedback", "Kind.", "--replaces", reply.id, *at)
    assert (other.code, "no such feedback" in other.err) == (2, True)
    with Store.open(path) as store:
        assert store.additions(audit) == [reply]


def test_a_list_replaces_the_earlier_and_says_what_came_and_went_and_can_be_removed(
    run: Run, path: Path, tmp_path: Path
) -> None:
    at = ("--store", path)
    for name, day, refs in (("a", "2026-10-01", ("C-1", "C-2")), ("b", "2026-11-01", ("C-2", "C-3", "C-4"))):
        file = tmp_path / f"{name}.csv"
        file.write_text("Reference,Team\n" + "".join(f"{ref},Team {name}\n" for ref in refs))
        ran = run("case", "import", file, "--checklist", "pathway-plan", "--listed-on", day, *at)
    assert "replaces the list of 2026-10-01; 2 came, 1 went, 1 changed" in ran.err
    with Store.open(path) as store:
        newest = store.frames()[0].id
        assert [case.ref for case in store.cases_waiting()] == ["C-2", "C-3", "C-4"]
    assert "replaced" in run("case", "lists", *at).out
    assert "2026-10-01 is in use again" in run("case", "remove", newest[:6], "--reason", "wrong", *at).err
    with Store.open(path) as store:
        assert [case.ref for case in store.cases_waiting()] == ["C-1", "C-2"]
    file = tmp_path / "south.csv"
    file.write_text("Reference,Team\nC-9,South\n")
    run("case", "import", file, "--checklist", "pathway-plan", "--name", "South", *at)
    with Store.open(path) as store:
        assert [case.ref for case in store.cases_waiting()] == ["C-1", "C-2", "C-9"]


def test_an_action_is_changed_dropped_and_opened_again(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("pathway-plan"))
    at = ("--store", path)
    action = run(
        "action", "add", audit, "--what", "See", "--owner", "worker", "--due", "2026-05-01", *at
    ).out.strip()
    assert run("action", "change", action, *at).code == 2
    assert run("action", "change", action, "--due", "2026-06-01", *at).code == 0
    assert run("action", "drop", action, "--reason", "moved", *at).code == 0
    assert run("action", "drop", action, "--reason", "moved", *at).code == 2
    assert run("action", "reopen", action, "--reason", "back", *at).code == 0
    listed = run("action", "list", "--format", "csv", *at).out
    assert "2026-06-01" in listed
    assert '"open"' in listed


def test_the_next_childs_audit_is_begun_from_this_one(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("strategy-discussion"))
    begun = run("audit", "next", audit[:6], "C-9", "--store", path)
    assert begun.code == 0
    with Store.open(path) as store:
        assert store.audit(begun.out.strip()).begun_from == audit


def test_the_next_childs_audit_is_a_second_one_only_if_that_is_meant(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("strategy-discussion"), case="C-7")
    at = ("audit", "next", audit[:6], "C-9", "--store", path)
    assert run(*at).code == 0
    again = run(*at)
    assert (again.code, again.out, "is begun already" in again.err) == (2, "", True)
    assert run(*at, "--again").code == 0
    assert (
        run("audit", "withdraw", audit, "--reason", "begun twice", "--by", "A17", "--store", path).code == 0
    )
    gone = run(*at[:3], "C-10", "--store", path)
    assert (gone.code, "This audit is withdrawn" in gone.err) == (2, True)


def test_line_mode_brings_back_from_its_history_and_names_evidence(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("pathway-plan"))
        first = shipped("pathway-plan").items[0].id
    typed = "c Seen\nc -\nh\nhistory 2\nl\nMinutes 4711\n2026-03-03\nz\nq\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    ran = run("audit", "score", audit, "--store", path)
    assert "Comment: Seen" in ran.out
    assert "Taken back" in ran.out
    with Store.open(path) as store:
        kept = store.audit(audit)
    assert (kept.note(first, "comment"), kept.note(first, "evidence")) == ("Seen", "")


def test_what_looks_like_a_person_is_said_at_every_door_that_says_something_again(
    run: Run, path: Path, tmp_path: Path
) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("pathway-plan"), case="C-2")
        done = finished_audit(store, shipped("pathway-plan"), team="North")
    at, why = ("--store", path), ("--reason", "Sarah Jones said so")
    action = run(
        "action", "add", audit, "--what", "See", "--owner", "worker", "--due", "2026-05-01", *at
    ).out.strip()
    file = tmp_path / "a.csv"
    file.write_text("Reference,Team\nC-9,South\n")
    run("case", "import", file, "--checklist", "pathway-plan", *at)
    with Store.open(path) as store:
        listed = store.frames()[0].id
    for command in (
        ("action", "change", action, "--what", "See Sarah Jones"),
        ("action", "drop", action, *why),
        ("action", "reopen", action, *why),
        ("audit", "correct", audit, "--event", "2026-03-02", *why),
        ("audit", "withdraw", audit, *why),
        ("audit", "restore", audit, *why),
        ("audit", "add", done, "--feedback", "Sarah Jones was kind"),
        ("audit", "reopen", done, *why),
        ("case", "remove", listed, *why),
    ):
        ran = run(*command, *at)
        assert (ran.code, ran.err.count("looks like a person: 'Sarah Jones'")) == (0, 1), command
    seen = run("audit", "check-text", *at).out
    assert "feedback" in seen


@pytest.mark.parametrize("command", ["correct", "next"])
def test_a_reference_said_later_has_the_form_that_the_setting_asks_of_new_ones(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / "settings.toml").write_text("reference = 'Case no [0-9]{4} [A-Z]{6}'\n")
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))
    with Store.open(path) as store:
        audit = audit_of(store, shipped("pathway-plan"), case="C-2")
    at = ("--store", path)

    def say(ref: str) -> int:
        extra = ("--case", ref, "--reason", "mistyped") if command == "correct" else (ref,)
        return run("audit", command, audit, *extra, *at).code

    assert say("LC-20417") == 2, "the usual form is not the council's"
    assert say("Case no 2041 ABCDEF") == 0


def test_a_reference_kept_from_before_the_rule_stays_where_only_the_team_is_corrected(
    run: Run, path: Path
) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, shipped("pathway-plan"), case="SMITH, J 12")
    at = ("--reason", "moved", "--store", path)
    assert run("audit", "correct", audit, "--team", "South", *at).code == 0
    assert run("audit", "correct", audit, "--case", "JONES, K 12", *at).code == 2
    ran = run("audit", "correct", audit, "--team", "Sarah Jones", *at)
    assert (ran.code, "case allow" in ran.err) == (2, True)


def test_an_audit_is_read_in_a_pipe_of_a_known_width_as_on_a_terminal(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        audit = finished_audit(store, shipped("pathway-plan"), team="North")
    at = ("--store", path)
    assert max(map(len, run("audit", "show", audit, *at).out.splitlines())) > 80, "columns for other programs"
    monkeypatch.setenv("COLUMNS", "80")
    for command in (("show", audit), ("list",), ("history", audit)):
        assert max(map(len, run("audit", *command, *at).out.splitlines())) <= 80, command
