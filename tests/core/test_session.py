"""The verbs of an audit, as the screens, line mode and the JSON lines drive them."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import entries
from auditui.core.audits.answer import Answer, could_not_see, not_applicable, not_recorded
from auditui.core.audits.context import Context
from auditui.core.audits.entries import AnswerCleared, AnswerGiven, AuditMoved, Entry, NoteWritten
from auditui.core.audits.session import COMPLETE, SAFE_NOW, Change, Session, State
from auditui.core.checklists.checklist import Checklist
from auditui.core.checklists.file import parse
from auditui.core.errors import AnswerError, AuditError
from made import CONDITIONAL, best, made_of, recorded, small

REASON, DIFFERENCE = small().items


class Desk:
    """A session on an audit of a checklist, and what it recorded."""

    def __init__(self, checklist: Checklist, *said: Entry, versions: tuple[Checklist, ...] = ()) -> None:
        started = entries.AuditStarted("a1", checklist.digest, "C-1", "North")
        history = tuple(
            recorded(entry, origin="here", number=n) for n, entry in enumerate((started, *said), 1)
        )
        self.start = State(
            Context(made_of(started, *said), checklist, versions or (checklist,)), history, origin="here"
        )
        self.written: list[tuple[Entry, ...]] = []
        ids = iter(("id-1", "id-2", "id-3"))
        self.session = Session(lambda: self.start, self.record, by="A17", new_id=lambda: next(ids))

    def record(self, *given: Entry) -> str:
        self.written.append(given)
        return "2026-03-02T10:00:00.000Z"


def asking_if_safe() -> Checklist:
    """The small checklist, whose first item asks whether the child is safe now."""
    (section,) = small().sections
    first = replace(REASON, ask_if_safe=True)
    return replace(small(), sections=(replace(section, items=(first, DIFFERENCE)),))


def test_an_answer_is_recorded_and_stands_at_once() -> None:
    desk = Desk(small())
    assert desk.session.answer(best(REASON)) == ()
    assert desk.written == [(AnswerGiven("a1", best(REASON)),)]
    assert dict(desk.session.audit.answers) == {"reason": best(REASON)}
    assert list(desk.session.changes("reason")) == [
        Change("2026-03-02T10:00:00.000Z", "A17", best(REASON), undo=False)
    ]
    assert list(desk.session.changes("difference")) == []


def test_the_answer_that_completes_an_audit_says_so_once() -> None:
    desk = Desk(small())
    desk.session.answer(best(REASON))
    assert not desk.session.complete
    assert desk.session.answer(best(DIFFERENCE)) == (COMPLETE,)
    assert desk.session.complete
    assert desk.session.answer(could_not_see(DIFFERENCE)) == ()


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (kinds.choose(REASON, "met"), ()),
        (kinds.choose(REASON, "partly-met"), ()),
        (kinds.choose(REASON, "not-met"), (SAFE_NOW,)),
        (not_recorded(REASON), (SAFE_NOW,)),
        (could_not_see(REASON), ()),
        (not_applicable(REASON, "No reason is needed"), ()),
    ],
)
def test_the_worst_answer_and_not_recorded_ask_whether_the_child_is_safe_now(
    answer: Answer, asked: tuple[str, ...]
) -> None:
    assert Desk(asking_if_safe()).session.answer(answer) == asked
    assert Desk(small()).session.answer(answer) == ()


def test_the_last_and_worst_answer_calls_for_both() -> None:
    desk = Desk(asking_if_safe(), AnswerGiven("a1", best(DIFFERENCE)))
    assert desk.session.answer(kinds.choose(REASON, "not-met")) == (SAFE_NOW, COMPLETE)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer("none", "met"), "small v1 has no item 'none'"),
        (Answer("reason", "splendid"), "Reason has no answer 'splendid'"),
        (Answer("why-late", "met"), "Not asked here: only if On time is No"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_changes_nothing(answer: Answer, message: str) -> None:
    on_time = parse(CONDITIONAL, "conditional.toml").items[0]
    conditional = Desk(parse(CONDITIONAL, "c.toml"), AnswerGiven("a1", kinds.choose(on_time, "yes")))
    desk = conditional if answer.item == "why-late" else Desk(small())
    before = desk.session.state
    with pytest.raises((AuditError, AnswerError)) as refused:
        desk.session.answer(answer)
    assert refused.value.message == message
    assert desk.session.state == before
    assert desk.written == []


def test_why_an_item_is_not_asked_is_said_and_nothing_while_it_may_be() -> None:
    checklist = parse(CONDITIONAL, "conditional.toml")
    on_time, *others = checklist.items
    for item in others:
        Desk(checklist).session.answer(could_not_see(item))
    session = Desk(checklist, AnswerGiven("a1", kinds.choose(on_time, "yes"))).session
    for item, why in ((others[0], "On time is No"), (others[1], "Why late is Met or Partly met")):
        with pytest.raises(AuditError) as refused:
            session.answer(could_not_see(item))
        assert refused.value.message == f"Not asked here: only if {why}"
    session.answer(could_not_see(others[2]))


def test_what_is_refused_at_the_disk_changes_nothing() -> None:
    desk = Desk(small())

    def full(*_: Entry) -> str:
        raise AuditError("The disk is full")

    session = Session(lambda: desk.start, full, by="A17", new_id=lambda: "id")
    with pytest.raises(AuditError, match="full"):
        session.note("worry", "x")
    assert session.state == desk.start


def test_only_what_is_answered_is_cleared() -> None:
    desk = Desk(small(), AnswerGiven("a1", best(REASON)))
    desk.session.clear("difference")
    assert desk.written == []
    desk.session.clear("reason")
    assert desk.written == [(AnswerCleared("a1", "reason"),)]
    assert dict(desk.session.audit.answers) == {}
    assert [change.answer for change in desk.session.changes("reason")] == [best(REASON), None]


def test_an_undo_brings_back_what_was_answered_before_and_names_the_item() -> None:
    desk = Desk(small(), AnswerGiven("a1", best(REASON)))
    desk.session.answer(could_not_see(REASON))
    assert desk.session.undo() == ("reason", "")
    assert desk.session.audit.answers["reason"] == best(REASON)
    assert desk.session.undo() == ("reason", "")
    assert dict(desk.session.audit.answers) == {}
    assert [(change.answer, change.undo) for change in desk.session.changes("reason")] == [
        (best(REASON), False), (could_not_see(REASON), False), (best(REASON), True), (None, True),
    ]  # fmt: skip
    with pytest.raises(AuditError) as refused:
        desk.session.undo()
    assert refused.value.message == "There is nothing left to take back"


def test_what_was_answered_before_a_move_is_not_taken_back() -> None:
    kept, lost = AnswerGiven("a1", best(REASON)), AnswerGiven("a1", best(DIFFERENCE))
    moved = AuditMoved("a1", "other", ("difference",))
    with pytest.raises(AuditError, match="nothing left"):
        Desk(small(), kept, lost, moved).session.undo()
    desk = Desk(small(), kept, lost, moved)
    desk.session.answer(could_not_see(DIFFERENCE))
    desk.session.answer(could_not_see(REASON))
    assert desk.session.undo() == ("reason", "")
    assert desk.session.audit.answers["reason"] == best(REASON), "what went along comes back"
    assert desk.session.undo() == ("difference", "")
    assert "difference" not in desk.session.audit.answers, "what did not go along does not come back"


def test_texts_are_written_where_there_is_a_place_for_them() -> None:
    desk = Desk(small())
    desk.session.note("worry", "late\ud800")
    desk.session.note("comment", "why", "reason")
    assert desk.written == [
        (NoteWritten("a1", "worry", "late\ufffd"),),
        (NoteWritten("a1", "comment", "why", "reason"),),
    ]
    assert desk.session.audit.note("", "worry") == "late\ufffd"
    for about, item, kinds_of_note in (
        ("comment", "", "reason, synopsis, strength, worry, learning, feedback, reply, supervision"),
        ("worry", "reason", "comment, strength, evidence"),
    ):
        with pytest.raises(AuditError) as refused:
            desk.session.note(about, "x", item)
        assert refused.value.message == f"note is one of {kinds_of_note}"


def test_a_judgement_says_whether_it_needs_its_reason() -> None:
    everything = [AnswerGiven("a1", best(item)) for item in small().items]
    desk = Desk(small(), *everything)
    assert not desk.session.judge("outstanding")
    assert desk.session.judge("good")
    assert desk.session.audit.judgement == "good"
    desk.session.note("reason", "Because.")
    assert not desk.session.judge("good")
    with pytest.raises(AuditError) as refused:
        desk.session.judge("splendid")
    assert refused.value.message == "judgement is one of inadequate, requires-improvement, good, outstanding"


def test_an_audit_is_finished_once_nothing_stands_before_it() -> None:
    desk = Desk(small(), AnswerGiven("a1", best(REASON)))
    with pytest.raises(AuditError) as refused:
        desk.session.finish()
    assert (
        refused.value.message == "This audit cannot be finished yet: 1 item is unanswered. No judgement given"
    )
    desk.session.answer(best(DIFFERENCE))
    desk.session.judge("outstanding")
    assert desk.session.blockers == ()
    desk.session.finish()
    assert desk.session.audit.state == "finished"
    with pytest.raises(AuditError, match="This audit is finished"):
        desk.session.finish()


def test_a_finished_audit_is_reopened_for_a_reason() -> None:
    desk = Desk(small(), entries.AuditFinished("a1"))
    with pytest.raises(AuditError) as refused:
        desk.session.reopen("  ")
    assert refused.value.message == "A reason is needed to reopen an audit"
    assert refused.value.hint
    desk.session.reopen(" a wrong date\ud800 ")
    assert desk.written == [(entries.AuditReopened("a1", "a wrong date\ufffd"),)]
    assert desk.session.audit.open


def test_a_move_goes_on_with_the_other_version() -> None:
    other = replace(small(), version=2, title="Another")
    answered = AnswerGiven("a1", best(REASON))
    desk = Desk(small(), answered, versions=(small(), other))
    desk.session.move(other, ["reason"])
    assert desk.written == [(AuditMoved("a1", other.digest, ("reason",)),)]
    assert desk.session.checklist == other
    assert dict(desk.session.audit.answers) == {}


def test_actions_stand_open_ones_first_and_by_the_day_they_are_due() -> None:
    desk = Desk(small())
    desk.session.act("See the child\ud800", "social worker\ud800", date(2026, 5, 1), item="reason")
    desk.session.act("Write it down", "team manager", date(2026, 4, 1))
    assert desk.session.actions == [
        entries.ActionAdded("id-2", "a1", "Write it down", "team manager", "2026-04-01"),
        entries.ActionAdded(
            "id-1", "a1", "See the child\ufffd", "social worker\ufffd", "2026-05-01", "reason"
        ),
    ]
    desk.session.state = structs.replace(desk.session.state, closed={"id-2": "done"})
    assert [action.subject for action in desk.session.actions] == ["id-1", "id-2"]


def test_a_concern_stands_before_the_finish_until_it_is_answered() -> None:
    desk = Desk(small(), *(AnswerGiven("a1", best(item)) for item in small().items))
    desk.session.judge("outstanding")
    desk.session.raise_concern("Not seen\ud800", "duty\ud800", "now\ud800", item="reason")
    assert desk.session.concerns == {"id-1"}
    assert desk.session.blockers == ("An immediate concern is not answered",)
    desk.session.answer_concern("id-1", "Seen today\ud800")
    assert desk.session.concerns == frozenset()
    assert not desk.session.blockers
    assert desk.written[-2:] == [
        (entries.ConcernRaised("id-1", "a1", "Not seen\ufffd", "duty\ufffd", "now\ufffd", "reason"),),
        (entries.ConcernAnswered("id-2", "a1", "Seen today\ufffd", "id-1"),),
    ]


def test_what_was_recorded_is_kept_until_the_audit_is_read_again() -> None:
    desk = Desk(small())
    desk.session.answer(best(REASON))
    desk.session.reload()
    assert desk.session.state == desk.start
