"""What is said again, differently, as lists and figures show it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from auditui.core import retention
from auditui.core.audits import entries
from auditui.core.audits.amendments import (
    ActionChanged,
    ActionDropped,
    ActionReopened,
    AdditionMade,
    AuditCorrected,
    AuditRestored,
    AuditWithdrawn,
    ConcernAddedTo,
    FrameRemoved,
)
from auditui.core.audits.answer import not_recorded
from auditui.core.checklists.file import parse
from auditui.core.errors import AuditError
from auditui.core.problem import Level
from auditui.report.sharing import of_corrections
from auditui.store import Store, begin_next, new_id, purging
from desks import Clock, tables
from made import SMALL, small
from recorded import audit_of, finished_audit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "s.db", clock=Clock())


def teams(store: Store) -> dict[str, int]:
    found: dict[str, int] = {}
    for tally in store.tallies(by=("team",)).judgements:
        found[tally.group[0]] = found.get(tally.group[0], 0) + tally.number
    return found


def kept(store: Store) -> None:
    """What the tables hold is what a rebuild makes, and verify finds nothing."""
    before = tables(store)
    store.rebuild()
    assert tables(store) == before
    assert [problem for problem in store.verify() if problem.level is Level.ERROR] == []


def later(store: Store, days: int) -> None:
    store.clock.now += timedelta(days=days)  # type: ignore[attr-defined]


def test_a_withdrawn_audit_leaves_lists_and_figures_and_is_a_revision(store: Store) -> None:
    audit = finished_audit(store, small(), team="North", case="C-2")
    finished_audit(store, small(), team="North", case="C-3")
    draft = audit_of(store, small(), case="C-4")
    later(store, 3)
    store.record(
        AuditWithdrawn(audit, "another child's file"), AuditWithdrawn(draft, "begun twice"), by="A17"
    )
    assert [line.case for line in store.audits()] == ["C-3"]
    assert [line.case for line in store.audits(states=("withdrawn",))] == ["C-4", "C-2"]
    assert [line.result for line in store.audits(states=("withdrawn",))] == [
        "withdrawn, 0 answered",
        "withdrawn, 2 answered",
    ]
    assert of_corrections(store.corrections(), 0) == [
        "1 audit withdrawn after it counted (auditui summary --revisions)."
    ]
    assert teams(store) == {"North": 1}
    (revision,) = store.corrections().revisions
    assert (revision.audit, revision.withdrawn) == (audit, "another child's file")
    kept(store)
    store.record(AuditRestored(audit, "it was the right one"), by="A17")
    assert teams(store) == {"North": 2}
    assert store.audit(audit).state == "finished"
    assert store.corrections().revisions[0].withdrawn == ""
    kept(store)


def test_a_case_of_a_withdrawn_audit_waits_again(store: Store) -> None:
    frame = new_id()
    listed = entries.FrameImported(frame, "Case list", "small-theme", "0" * 64, "2026-03-01", 1, 1, 0)
    store.record(listed, entries.CaseListed(new_id(), frame, "C-1", team="North"), by="A17")
    audit = audit_of(store, small(), case="C-1")
    assert store.cases_waiting() == []
    store.record(AuditWithdrawn(audit, "begun twice"), by="A17")
    assert [case.ref for case in store.cases_waiting()] == ["C-1"]


def test_a_corrected_team_moves_the_figures_of_a_finished_audit_also_while_it_is_open_again(
    store: Store,
) -> None:
    audit = finished_audit(store, small(), team="North", case="C-2")
    later(store, 3)
    store.record(AuditCorrected(audit, "C-2", "South", "before the move", area="home"), by="A17")
    assert teams(store) == {"South": 1}
    assert store.values_of("area") == ["home"]
    (revision,) = store.corrections().revisions
    assert (revision.team, revision.day < revision.revised) == ("South", True)
    store.record(
        entries.AuditReopened(audit, "a date"), AuditCorrected(audit, "C-9", "West", "mistyped"), by="A17"
    )
    assert teams(store) == {"West": 1}
    kept(store)


def test_actions_are_changed_dropped_and_opened_again_by_whoever_says_so(store: Store) -> None:
    audit = audit_of(store, small())
    store.record(entries.ActionAdded("x", audit, "See", "worker", "2026-05-01"), by="A17")
    store.record(ActionChanged("c1", "x", "See her", "manager", "2026-06-01"), by="A18")
    assert [(a.what, a.owner, a.due) for a in store.actions()] == [("See her", "manager", "2026-06-01")]
    later(store, -400)  # a clock that was ahead is put right
    store.record(
        ActionChanged("c2", "x", "See him", "manager", "2026-07-01", store.last_change("x")), by="A18"
    )
    assert store.actions()[0].what == "See him", "the one that follows stands, and no clock decides"
    store.record(ActionDropped("d1", "x", "moved away"), by="A18")
    assert [(a.state, a.proof) for a in store.actions()] == [("dropped", "moved away")]
    assert store.action_counts("small", "2030-01-01") == (0, 0, 0)
    for refused in (
        entries.ActionDone("d2", "Seen", "x"),
        ActionChanged("c3", "x", "See", "worker", "2026-08-01"),
        ActionReopened("r0", "x", "it was not", ("d9",)),
    ):
        with pytest.raises(AuditError):
            store.record(refused, by="A17")
    reopened = ActionReopened("r1", "x", "he came back", store.closings("x"))
    store.record(reopened, entries.ActionDone("d3", "Seen", "x"), by="A17")
    assert [(a.state, a.proof) for a in store.actions()] == [("done", "Seen")]
    kept(store)


def test_the_actions_of_a_withdrawn_audit_are_in_no_list_of_all(store: Store) -> None:
    audit = audit_of(store, small())
    store.record(entries.ActionAdded("x", audit, "See", "worker", "2026-05-01"), by="A17")
    store.record(AuditWithdrawn(audit, "begun twice"), by="A17")
    assert (store.actions(), [a.id for a in store.actions(audit)]) == ([], ["x"])
    assert store.action_counts("small", "2030-01-01") == (0, 0, 0)


def test_what_comes_after_the_finish_stands_beside_it_and_can_be_replaced_and_removed(store: Store) -> None:
    audit = finished_audit(store, small(), team="North")
    before = store.audit(audit)
    store.record(AdditionMade("n1", audit, "reply", "Agred."), by="A18")
    store.record(AdditionMade("n2", audit, "reply", "Agreed.", "n1"), by="A18")
    store.record(AdditionMade("n3", audit, "supervision", "2026-03-09"), by="A18")
    assert [(a.about, a.text, a.added_by) for a in store.additions(audit)] == [
        ("reply", "Agreed.", "A18"), ("supervision", "2026-03-09", "A18"),
    ]  # fmt: skip
    store.record(AdditionMade("n4", audit, "supervision", "", "n3"), by="A18")
    assert [a.text for a in store.additions()] == ["Agreed."]
    assert store.audit(audit) == before
    kept(store)


def test_a_concern_is_added_to_also_after_its_answer(store: Store) -> None:
    audit = audit_of(store, small())
    store.record(entries.ConcernRaised("c", audit, "Not seen", "duty", "2026-03-02"), by="A17")
    store.record(
        ConcernAddedTo("m", "c", "Seen since"), entries.ConcernAnswered("w", audit, "Visited", "c"), by="A17"
    )
    store.record(ConcernAddedTo("n", "c", "Home again"), by="A18")
    (concern,) = store.concerns()
    assert [(text.text, text.added_by) for text in concern.added] == [
        ("Seen since", "A17"),
        ("Home again", "A18"),
    ]
    with pytest.raises(AuditError, match="no such concern"):
        store.record(ConcernAddedTo("o", "other", "x"), by="A17")
    kept(store)


def listed(store: Store, day: str, *refs: str, name: str = "Case list") -> str:
    frame = new_id()
    cases = (entries.CaseListed(new_id(), frame, ref, team="North") for ref in refs)
    store.record(
        entries.FrameImported(frame, name, "small-theme", "0" * 64, day, len(refs), len(refs), 0),
        *cases,
        by="A17",
    )
    return frame


def test_the_later_list_of_a_kind_is_in_use_whatever_was_read_first_and_a_removed_one_gives_way(
    store: Store,
) -> None:
    october = listed(store, "2026-10-01", "C-1", "C-2")
    september = listed(store, "2026-09-01", "C-3")
    beside = listed(store, "2026-08-01", "C-8", name="South")
    assert {frame.id: frame.state for frame in store.frames()} == {
        october: "in use", september: "replaced", beside: "in use",
    }  # fmt: skip
    assert sorted(case.ref for case in store.cases_waiting()) == ["C-1", "C-2", "C-8"]
    store.record(FrameRemoved(new_id(), october, "the wrong year"), by="A17")
    assert sorted(case.ref for case in store.cases_waiting()) == ["C-3", "C-8"]
    assert [(f.state, f.reason) for f in store.frames() if f.id == october] == [("removed", "the wrong year")]
    with pytest.raises(AuditError, match="removed"):
        store.record(FrameRemoved(new_id(), october, "again"), by="A17")
    kept(store)


WORDS = {name: f"zzq{name}zzq" for name in (
    "withdrawn", "restored", "corrected", "reply", "added", "what", "owner", "dropped", "reopened", "removed", "evidence",
)}  # fmt: skip


def test_a_purge_reaches_all_that_was_said_again(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path, clock=Clock()) as store:
        frame = listed(store, "2026-01-01", "C-77")
        audit = audit_of(store, small(), case="C-77")
        item = small().items[0].id
        store.record(
            entries.NoteWritten(audit, "evidence", WORDS["evidence"], item),
            AuditWithdrawn(audit, WORDS["withdrawn"]),
            AuditRestored(audit, WORDS["restored"]),
            AuditCorrected(audit, "C-77", "South", WORDS["corrected"]),
            *(entries.AnswerGiven(audit, not_recorded(item)) for item in small().items),
            entries.JudgementGiven(audit, "inadequate"),
            entries.NoteWritten(audit, "reason", "So."),
            entries.ActionAdded("x", audit, "See", "worker", "2026-05-01"),
            entries.ConcernRaised("c", audit, "Not seen", "duty", "2026-03-02"),
            ConcernAddedTo("m", "c", WORDS["added"]),
            entries.ConcernAnswered("w", audit, "Seen", "c"),
            entries.AuditFinished(audit),
            AdditionMade("n", audit, "reply", WORDS["reply"]),
            ActionChanged("v", "x", WORDS["what"], WORDS["owner"], "2026-06-01"),
            ActionDropped("d", "x", WORDS["dropped"]),
            ActionReopened("r", "x", WORDS["reopened"], ("d",)),
            FrameRemoved("f", frame, WORDS["removed"]),
            by="A17",
        )
        purging.purge(store, retention.about_case("C-77"), by="A17")
        purging.purge(store, retention.finished_before(date(2030, 1, 1)), by="A17")
        assert [problem for problem in store.verify() if problem.level is Level.ERROR] == []
        kept_rows = tables(store)
        assert not kept_rows["additions"]
        assert not kept_rows["action_changes"]
    held = {
        word
        for file in tmp_path.iterdir()
        if file.is_file()
        for word in WORDS.values()
        if word.encode() in file.read_bytes()
    }
    assert held == set()


def test_a_siblings_audit_begins_with_the_answers_that_are_common(store: Store) -> None:
    checklist = parse(SMALL.replace("weight = 3", "weight = 3\ncommon = true"), "small.toml")
    audit = store.begin_audit(checklist, case="C-1", team="North", event="2026-03-02", by="A17")
    store.record(*(entries.AnswerGiven(audit, not_recorded(item)) for item in checklist.items), by="A17")
    begun = store.audit(begin_next(store, audit, "C-2", by="A17"))
    assert (begun.case, begun.team, begun.event, begun.checklist) == (
        "C-2",
        "North",
        "2026-03-02",
        checklist.digest,
    )
    assert list(begun.answers) == ["difference"]
    assert begun.begun_from == audit
    with pytest.raises(AuditError, match="itself"):
        begin_next(store, audit, "C-1", by="A17")
    kept(store)
