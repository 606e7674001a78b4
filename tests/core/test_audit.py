from __future__ import annotations

import pytest

from auditui.core.audits import answer as answers
from auditui.core.audits.audit import after, begin, hindrances, unanswered
from auditui.core.audits.entries import (
    AnswerCleared,
    AnswerGiven,
    AuditFinished,
    AuditReopened,
    AuditStarted,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.errors import AuditError
from made import best, small

STARTED = begin(AuditStarted("a1", "digest", "C-1", "North"), by="A17", at="2026-03-02T09:00:00.000Z")


ALL = [AnswerGiven("a1", best(item)) for item in small().items]


def test_a_blank_is_unfinished() -> None:
    audit = after(STARTED, ALL[0], at="t")
    assert [item.id for item in unanswered(small(), audit)] == ["difference"]
    assert hindrances(small(), audit) == ("1 item is unanswered", "No judgement given")


def test_a_judgement_that_differs_from_the_sum_needs_its_reason() -> None:
    audit = STARTED
    for entry in (*ALL, JudgementGiven("a1", "good")):
        audit = after(audit, entry, at="t")
    (left,) = hindrances(small(), audit)
    assert left == "The judgement differs from what the sum indicates (Outstanding): write why"
    assert not hindrances(small(), after(audit, NoteWritten("a1", "reason", "Because."), at="t"))
    assert not hindrances(small(), after(audit, JudgementGiven("a1", "outstanding"), at="t"))


def test_a_finished_audit_takes_nothing_until_it_is_reopened() -> None:
    finished = after(STARTED, AuditFinished("a1"), at="t1")
    assert (finished.state, finished.finished_at) == ("finished", "t1")
    with pytest.raises(AuditError, match="finished"):
        after(finished, ALL[0], at="t2")
    reopened = after(finished, AuditReopened("a1", "one date was wrong"), at="t3")
    assert (reopened.state, reopened.open, reopened.finished_at) == ("reopened", True, "")
    with pytest.raises(AuditError, match="open already"):
        after(reopened, AuditReopened("a1", "again"), at="t4")


def test_clearing_makes_an_item_unanswered_and_an_empty_text_removes_a_note() -> None:
    audit = after(after(STARTED, ALL[0], at="t"), NoteWritten("a1", "comment", "x", "reason"), at="t")
    audit = after(
        after(audit, AnswerCleared("a1", "reason"), at="t"),
        NoteWritten("a1", "comment", "", "reason"),
        at="t",
    )
    assert (dict(audit.answers), dict(audit.notes)) == ({}, {})


def test_answering_anew_replaces() -> None:
    item = small().items[0]
    audit = after(after(STARTED, ALL[0], at="t"), AnswerGiven("a1", answers.not_recorded(item)), at="t")
    assert audit.answers["reason"].value == "not-recorded"
