from __future__ import annotations

import pytest

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits.audit import Audit, after, unanswered
from auditui.core.audits.context import Context
from auditui.core.audits.entries import (
    ActionAdded,
    AnswerCleared,
    AnswerGiven,
    AuditFinished,
    AuditReopened,
    AuditStarted,
    Entry,
    JudgementGiven,
    NoteWritten,
    Reason,
)
from auditui.core.audits.results import Part
from auditui.core.audits.rules import blockers, decide
from auditui.core.errors import AuditError
from made import best, made_of, recorded, small

STARTED = AuditStarted("a1", "digest", "C-1", "North")
ALL = [AnswerGiven("a1", best(item)) for item in small().items]


def left_to_do(*said: Entry) -> tuple[str, ...]:
    return blockers(Context(made_of(STARTED, *said), small()))


def test_a_blank_is_unfinished() -> None:
    audit = made_of(STARTED, ALL[0])
    assert [item.id for item in unanswered(small(), audit)] == ["difference"]
    assert left_to_do(ALL[0]) == ("1 item is unanswered", "No judgement given")


def test_a_judgement_that_differs_from_the_sum_needs_its_reason() -> None:
    judged = (*ALL, JudgementGiven("a1", "good"))
    assert left_to_do(*judged) == (
        "The judgement differs from what the sum indicates (Outstanding): write why",
    )
    assert not left_to_do(*judged, NoteWritten("a1", "reason", "Because."))
    assert not left_to_do(*judged, JudgementGiven("a1", "outstanding"))


def test_an_open_concern_stands_before_the_finish() -> None:
    audit = made_of(STARTED, *ALL, JudgementGiven("a1", "outstanding"))
    assert blockers(Context(audit, small())) == ()
    assert "concern" in blockers(Context(audit, small(), concerns=frozenset({"c1"})))[0]


def test_a_finished_audit_takes_nothing_until_it_is_reopened() -> None:
    finished = after(
        made_of(STARTED), recorded(AuditFinished("a1", utc_offset=60), at="2026-04-01T10:00:00.000Z")
    )
    assert isinstance(finished, Audit)
    assert (finished.state, finished.finished_at, finished.day) == (
        "finished", "2026-04-01T10:00:00.000Z", "2026-04-01",
    )  # fmt: skip
    assert finished.changed_at == "2026-04-01T10:00:00.000Z"
    assert after(finished, recorded(ALL[0])) is Reason.NOT_OPEN
    reopened = after(finished, recorded(AuditReopened("a1", "one date was wrong")))
    assert isinstance(reopened, Audit)
    assert (reopened.state, reopened.open, reopened.finished_at, reopened.day) == ("reopened", True, "", "")
    assert (reopened.results, reopened.utc_offset) == (None, 0), "nothing of its finish is left"
    assert after(reopened, recorded(AuditReopened("a1", "again"))) is Reason.NOT_FINISHED


def test_the_rules_say_at_the_door_what_the_fold_would_set_aside() -> None:
    finished = made_of(STARTED, AuditFinished("a1"))
    with pytest.raises(AuditError, match="Reopen it"):
        decide(ALL[0], Context(finished, small()))
    with pytest.raises(AuditError, match="open already"):
        decide(AuditReopened("a1", "again"), Context(made_of(STARTED), small()))


def test_what_is_about_other_things_changes_no_audit() -> None:
    audit = made_of(STARTED)
    assert after(audit, recorded(ActionAdded("a1", "a1", "x", "y", ""))) is Reason.FOREIGN
    assert after(audit, recorded(STARTED)) is Reason.BEGUN_TWICE


def test_clearing_makes_an_item_unanswered_and_an_empty_text_removes_a_note() -> None:
    audit = made_of(
        *(STARTED, ALL[0], NoteWritten("a1", "comment", "x", "reason")),
        *(AnswerCleared("a1", "reason"), NoteWritten("a1", "comment", "", "reason")),
    )
    assert (dict(audit.answers), dict(audit.notes)) == ({}, {})


def test_answering_again_replaces() -> None:
    audit = made_of(STARTED, ALL[0], AnswerGiven("a1", answers.not_recorded(small().items[0])))
    assert audit.answers["reason"].value == "not-recorded"


def test_the_finish_carries_what_the_rules_made_of_the_audit() -> None:
    audit = made_of(
        *(STARTED, AnswerGiven("a1", kinds.choose(small().items[0], "partly-met")), ALL[1]),
        JudgementGiven("a1", "good"), NoteWritten("a1", "reason", "So."),
    )  # fmt: skip
    finish = decide(AuditFinished("a1"), Context(audit, small()), utc_offset=60)
    assert isinstance(finish, AuditFinished)
    assert finish.results is not None
    assert finish.utc_offset == 60
    # reason weighs 1 and has half its points, difference weighs 3 and has all: 3.5 of 4.
    assert (finish.results.earned, finish.results.possible, finish.results.percent) == (7, 8, 87.5)
    assert (finish.results.reached, finish.results.indicated, finish.results.caps) == ("good", "good", ())
    assert finish.results.parts == {"reason": Part.NOT_MET, "difference": Part.MET}
    assert finish.results.sections == {"": (1, 2), "one": (1, 2)}


@pytest.mark.parametrize(
    ("at", "utc_offset", "day"),
    [
        ("2026-03-31T22:59:00.000Z", 60, "2026-03-31"),
        ("2026-03-31T23:00:00.000Z", 60, "2026-04-01"),
        ("2026-10-31T23:59:00.000Z", 0, "2026-10-31"),
        ("2026-01-01T00:30:00.000Z", -60, "2025-12-31"),
    ],
)
def test_an_audit_is_finished_on_the_day_that_its_desk_had(at: str, utc_offset: int, day: str) -> None:
    finished = after(made_of(STARTED), recorded(AuditFinished("a1", utc_offset=utc_offset), at=at))
    assert isinstance(finished, Audit)
    assert finished.day == day
