"""What a store is asked: audits, actions, concerns, texts, and what belongs to one audit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from auditui.core.audits import entries
from auditui.core.audits.answer import not_recorded
from auditui.core.audits.entries import AnswerGiven, DeskBegan, NoteWritten
from auditui.core.audits.keeping import FiguresReleased
from auditui.core.checklists.changes import SAME, Changes, Relation
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.errors import AuditError, StoreError
from auditui.core.strata import STRATA
from auditui.figures.tallies import Selection
from auditui.store import Action, Case, Concern, Listing, Store, new_id, session
from auditui.store.values import ActionCounts
from desks import Clock
from made import best, shipped, small
from recorded import audit_of, finished_audit

OTHER = shipped("pathway-plan")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "s.db", clock=Clock())  # so that no two entries are of one moment


def cases(store: Store, where: Selection, *states: str, limit: int = -1) -> list[str]:
    return [line.case for line in store.audits(where, states, limit)]


def refused(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(AuditError) as caught:
        ask()
    assert str(caught.value) == message


# Audits.


def test_audits_are_listed_the_one_changed_last_first(store: Store) -> None:
    first = audit_of(store, small(), case="C-1")
    audit_of(store, small(), case="C-2")
    store.record(NoteWritten(first, "worry", "x"), by="A17")
    assert cases(store, Selection()) == ["C-1", "C-2"]
    assert cases(store, Selection(), limit=1) == ["C-1"]


def test_a_line_says_what_a_list_shows(store: Store) -> None:
    listed = Case(
        "", "C-1", "2026-03-02", "North", {}, "5 to 9", "conference", "White", "disabled", "in area"
    )
    audit = store.begin_audit(small(), case="C-1", event="2026-03-02", team="North", listed=listed, by="A17")
    store.record(AnswerGiven(audit, best(small().items[0])), by="A17")
    (line,) = store.audits()
    assert (line.id, line.checklist, line.title, line.case, line.event, line.team, line.auditor) == (
        audit, "small v1", "A small checklist", "C-1", "2026-03-02", "North", "A17",
    )  # fmt: skip
    assert (line.state, line.answered, line.percent, line.judgement, line.indicated, line.finished_at) == (
        "draft", 1, None, "", "", "",
    )  # fmt: skip
    assert line.begun_at < line.changed_at
    assert dict(store.audit(audit).strata) == listed.strata


def test_audits_are_selected_by_what_they_are_of(store: Store) -> None:
    finished_audit(store, small(), team="North", case="C-10")
    finished_audit(store, OTHER, team="South", case="c-11", by="A18")
    audit_of(store, small(), case="D-10")
    assert cases(store, Selection(case="c-1")) == ["c-11", "C-10"]
    assert cases(store, Selection(checklist="pathway-plan")) == ["c-11"]
    assert cases(store, Selection(team="North")) == ["D-10", "C-10"]
    assert cases(store, Selection(auditor="A18")) == ["c-11"]
    assert cases(store, Selection(since="2026-03", until="2026-03")) == ["c-11", "C-10"]
    assert (
        cases(store, Selection(since="2026-04"))
        == cases(store, Selection(until="2026-02", team="South"))
        == []
    )
    assert cases(store, Selection(), "draft") == ["D-10"]
    assert cases(store, Selection(), "draft", "finished") == ["D-10", "c-11", "C-10"]
    assert store.count_listed(Listing(), "state") == {"draft": 1, "finished": 2}
    assert store.open_on({small().digest}) == 1
    assert store.open_on({OTHER.digest}) == store.open_on(set()) == 0


def test_an_audit_is_named_by_the_beginning_of_its_id_if_that_is_of_one(store: Store) -> None:
    one, two = (audit_of(store, small(), case=case) for case in ("C-1", "C-2"))
    assert store.audit_id(one) == one
    length = next(n for n in range(1, 17) if one[:n] != two[:n])
    assert store.audit_id(one[:length]) == one
    refused(lambda: store.audit_id(""), "There is no audit ''. auditui audit list shows them")
    with patch("secrets.token_hex", side_effect=[f"{one[:length]}feed", *(f"{n:016x}" for n in range(9))]):
        audit_of(store, small(), case="C-3")
    several = f"More than one audit begins with '{one[:length]}'. auditui audit list shows them"
    refused(lambda: store.audit_id(one[:length]), several)
    refused(
        lambda: store.audit_id("zz" * 40), f"There is no audit '{'zz' * 19}z…'. auditui audit list shows them"
    )
    refused(lambda: store.audit("zz"), "There is no audit 'zz'. auditui audit list shows them")
    refused(lambda: store.context("zz"), "There is no audit 'zz'. auditui audit list shows them")


def test_answers_to_an_item_are_those_of_finished_audits(store: Store) -> None:
    north = finished_audit(store, small(), team="North")
    south = finished_audit(store, small(), team="South", leave_out=1)
    audit_of(store, small())
    item = small().items[0].id
    assert store.answers_to(item, Selection(since="2026-03")) == {north: "met", south: "not-recorded"}
    assert store.answers_to(item, Selection(team="South")) == {south: "not-recorded"}
    assert store.answers_to("none", Selection()) == {}


def test_the_audit_before_is_the_last_finished_of_the_same_case_and_checklist(store: Store) -> None:
    finished_audit(store, small(), team="North", case="C-1")
    second = finished_audit(store, small(), team="North", case="C-1", leave_out=1)
    finished_audit(store, small(), team="North", case="C-2")
    finished_audit(store, OTHER, team="North", case="C-1")
    now = audit_of(store, small(), case="C-1")
    later = finished_audit(store, small(), team="North", case="C-1")
    before = store.audit_before(store.audit(now))
    assert before is not None
    assert before.id == second, "not what was begun since"
    assert dict(before.answers) == dict(store.audit(second).answers)
    again = store.audit_before(store.audit(later))
    assert again is not None
    assert again.id == second, "not itself"
    assert store.audit_before(store.audit(audit_of(store, small(), case="C-9"))) is None


# Checklists.


def test_a_checklist_that_is_not_here_is_an_error_of_the_store(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.checklist("0" * 64)
    assert str(caught.value) == f"Checklist {'0' * 12} is not in this store. Publish it first"
    assert not store.has_checklist("0" * 64)


def publish(store: Store, *checklists: Checklist) -> None:
    for checklist in checklists:
        store.record(entries.ChecklistPublished(checklist.digest, as_data(checklist)), by="A17")


def test_versions_are_listed_the_lowest_first(store: Store) -> None:
    same = tuple((item.id, Relation(SAME)) for item in small().items)
    later = [
        replace(small(), version=number, changes=Changes(before, same))
        for before, number in ((1, 2), (2, 10))
    ]
    publish(store, OTHER, small(), *later)
    numbers = [(checklist.id, checklist.version) for checklist in store.checklists()]
    assert numbers == [("pathway-plan", OTHER.version), ("small", 1), ("small", 2), ("small", 10)]
    digests = [checklist.digest for checklist in (small(), *later)]
    assert [version.digest for version in store.versions("small")] == digests
    assert store.versions("nothing") == []
    context = store.context(audit_of(store, small()))
    assert [version.digest for version in context.versions] == digests


def test_an_undone_publication_is_forgotten(store: Store) -> None:
    published = entries.ChecklistPublished(small().digest, as_data(small()))
    wrong = entries.AuditStarted(new_id(), small().digest, " ", "North")
    with pytest.raises(AuditError):
        store.record(published, wrong, by="A17")
    assert store.checklists() == []
    assert not store.has_checklist(small().digest)


# What is to be done, and what cannot wait.


def test_actions_are_listed_open_ones_first_and_by_the_day_they_are_due(store: Store) -> None:
    audit = audit_of(store, small())
    other = audit_of(store, OTHER, case="C-2")
    added = [
        entries.ActionAdded("x1", audit, "Late", "worker", "2026-05-01", "reason"),
        entries.ActionAdded("x2", audit, "Soon", "worker", "2026-04-01"),
        entries.ActionAdded("x3", audit, "Done", "worker", "2026-03-01"),
        entries.ActionAdded("x4", other, "Elsewhere", "manager", "2026-04-15"),
    ]
    store.record(*added, by="A17")
    store.record(entries.ActionDone("d1", "Seen", "x3"), by="A18")
    assert [action.id for action in store.actions()] == ["x2", "x4", "x1", "x3"]
    assert [action.id for action in store.actions(audit)] == ["x2", "x1", "x3"]
    assert [action.id for action in store.actions(audit, only_open=True)] == ["x2", "x1"]
    done = store.actions(audit)[-1]
    assert done == Action(
        *(
            "x3",
            audit,
            "C-1",
            "",
            "Done",
            "worker",
            "2026-03-01",
            done.added_at,
            "A17",
            done.done_at,
            "Seen",
            "done",
        )
    )
    assert "2026-03-30" < done.added_at < done.done_at
    assert (store.actions(audit)[1].item, store.actions(audit)[1].proof) == ("reason", "")
    assert store.action_counts("small", "2026-04-01") == ActionCounts(open=2, overdue=0, closed=1)
    assert store.action_counts("small", "2026-04-02") == ActionCounts(open=2, overdue=1, closed=1)
    assert store.action_counts("pathway-plan", "2027-01-01") == ActionCounts(open=1, overdue=1, closed=0)
    assert store.action_counts("nothing", "2027-01-01") == ActionCounts(0, 0, 0)


def test_an_action_is_closed_once_even_within_one_record(store: Store) -> None:
    audit = audit_of(store, small())
    store.record(entries.ActionAdded("x1", audit, "See", "worker", ""), by="A17")
    message = "There is no such open action. auditui action list shows them"
    twice = [entries.ActionDone(new_id(), "Seen", "x1") for _ in range(2)]
    refused(lambda: store.record(*twice, by="A17"), message)
    store.record(twice[0], by="A17")
    refused(lambda: store.record(twice[1], by="A17"), message)
    refused(lambda: store.record(entries.ActionDone(new_id(), "Seen", "nothing"), by="A17"), message)
    refused(lambda: store.record(entries.ActionDone("x1", "Seen"), by="A17"), message)


def test_concerns_are_listed_the_oldest_first_with_their_first_answer(store: Store) -> None:
    audit, other = audit_of(store, small()), audit_of(store, OTHER, case="C-2")
    for name, about in (("c1", audit), ("c2", other), ("c3", audit)):
        store.record(
            entries.ConcernRaised(name, about, "Not seen", "duty", "now", "reason" if about == audit else ""),
            by="A17",
        )
    store.record(entries.ConcernAnswered("d1", audit, "Seen today", "c1"), by="A18")
    assert [concern.id for concern in store.concerns()] == ["c1", "c2", "c3"]
    assert [concern.id for concern in store.concerns(audit)] == ["c1", "c3"]
    assert [concern.id for concern in store.concerns(only_open=True)] == ["c2", "c3"]
    first = store.concerns()[0]
    assert first == Concern(
        *("c1", audit, "C-1", "reason", "Not seen", "duty", "now", first.raised_at, "A17"),
        *(first.answered_at, "A18", "Seen today"),
    )
    assert first.raised_at < first.answered_at
    assert store.context(audit).concerns == {"c3"}
    message = "There is no such open concern. Look at the concerns again"
    refused(lambda: store.record(entries.ConcernAnswered("d2", audit, "Again", "c1"), by="A17"), message)


def test_a_concern_raised_in_the_same_record_stands_before_the_finish(store: Store) -> None:
    audit = audit_of(store, small())
    answers = [AnswerGiven(audit, best(item)) for item in small().items]
    raised = entries.ConcernRaised("c1", audit, "Not seen", "duty", "now")
    answered = entries.ConcernAnswered("d1", audit, "Seen", "c1")
    finish = (*answers, entries.JudgementGiven(audit, "outstanding"), raised)
    message = "This audit cannot be finished yet: An immediate concern is not answered"
    refused(lambda: store.record(*finish, entries.AuditFinished(audit), by="A17"), message)
    store.record(*finish, answered, entries.AuditFinished(audit), by="A17")
    assert store.audit(audit).state == "finished"


# Texts, months, and the desk.


def test_every_entry_that_is_written_is_read_the_newest_first_with_what_it_is_of(store: Store) -> None:
    audit = audit_of(store, small())
    item = small().items[0].id
    note, action = (
        NoteWritten(audit, "worry", "x"),
        entries.ActionAdded("x", audit, "y", "z", "2026-05-01", item),
    )
    store.record(note, AnswerGiven(audit, best(small().items[0])), action, by="A17")
    assert list(store.kept_entries())[:2] == [action, note]
    assert store.owners() == {audit: (audit, ""), "x": (audit, item)}


def test_months_are_the_first_and_the_last_of_what_is_selected(tmp_path: Path) -> None:
    clock = Clock()
    with Store.open(tmp_path / "m.db", clock=clock) as store:
        assert store.months() is None
        for month, team in ((3, "North"), (5, "South"), (4, "North")):
            clock.now = clock.now.replace(month=month)
            finished_audit(store, small(), team=team)
        assert store.months() == ("2026-03", "2026-05")
        assert store.months(Selection(team="North", auditor="nobody")) == ("2026-03", "2026-04")
        assert store.months(Selection(checklist="small")) == ("2026-03", "2026-05")
        assert store.months(Selection(checklist="other")) is None
        assert store.values_of("month") == ["2026-03", "2026-04", "2026-05"]
        assert store.values_of("team") == ["North", "South"]
        assert store.values_of("age_band") == []
        refused(
            lambda: store.values_of("case_ref"),
            f"Audits are not counted by 'case_ref'. They are by team, auditor, judgement, {', '.join(STRATA)}",
        )


def test_what_the_next_start_begins_with_is_kept_and_is_no_fact(store: Store) -> None:
    audit_of(store, small())
    before = store.heads()
    store.remember(auditor="A17", theme="x")
    store.remember(theme="y")
    assert store.remembered() == {"auditor": "A17", "theme": "y"}
    assert store.heads() == before


def test_a_store_is_made_up_where_it_says_so(store: Store) -> None:
    assert not store.made_up()
    store.record(entries.CouncilInvented("council", 7), by="demo")
    assert store.made_up()


def test_a_session_reads_and_writes_the_store(store: Store) -> None:
    finished_audit(store, small(), team="North", case="C-1")
    audit = audit_of(store, small(), case="C-1")
    store.record(
        entries.ActionAdded("x1", audit, "See", "worker", "2026-05-01", "reason"),
        entries.ActionAdded("x2", audit, "Write", "manager", "2026-04-01"),
        entries.ActionDone("d1", "Seen", "x2"),
        by="A17",
    )
    working = session(store, audit, "A17")
    assert working.state.origin == store.origin
    assert working.state.closed == {"x2": "done"}
    assert [action.subject for action in working.actions] == ["x1", "x2"]
    assert working.actions[0] == entries.ActionAdded("x1", audit, "See", "worker", "2026-05-01", "reason")
    assert working.state.before is not None
    working.answer(not_recorded(small().items[0]))
    assert list(store.audit(audit).answers) == ["reason"]
    (change,) = working.changes("reason")
    assert change.at == store.history(audit)[-1].at
    assert change.actor == "A17"
    working.act("Ring", "worker", date(2026, 3, 31))
    working.raise_concern("Not seen", "duty", "now")
    ids = {store.actions(audit)[0].id, *working.concerns}
    assert len(ids) == 2, "each has an id of its own"
    assert store.actions(audit)[0].what == "Ring"
    refused(lambda: session(store, "zz", "A17"), "There is no audit 'zz'. auditui audit list shows them")


def test_the_head_that_shared_pages_say_stays_when_desks_share_and_moves_with_every_fact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        finished_audit(store, small(), team="North")
        head = store.head()
        store.record(FiguresReleased("r", "Summary", "html", "0" * 64, ()), by="A17")
        assert (store.head_of_facts(), store.head() == head) == (head, False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another computer"))
    with Store.open(path) as store:
        store.record(FiguresReleased("s", "Summary", "html", "0" * 64, ()), by="A17")
        assert DeskBegan.kind in {row[0] for row in store.db.execute("SELECT kind FROM journal")}
        assert store.head_of_facts() == head
        finished_audit(store, small(), team="North")
        assert store.head_of_facts() == store.head()
