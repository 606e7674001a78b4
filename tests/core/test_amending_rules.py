"""What is said again, differently: what the rules let in, and what the fold makes of it."""

from __future__ import annotations

import pytest

from auditui.core.audits.amendments import (
    ActionChanged,
    ActionReopened,
    AdditionMade,
    AuditCorrected,
    AuditRestored,
    AuditWithdrawn,
    FrameRemoved,
)
from auditui.core.audits.audit import Audit
from auditui.core.audits.context import Context
from auditui.core.audits.entries import (
    AuditFinished,
    AuditReopened,
    AuditStarted,
    Entry,
    JudgementGiven,
    NoteWritten,
    Reason,
)
from auditui.core.audits.fold import fold
from auditui.core.audits.rules import decide
from auditui.core.errors import AuditError
from made import made_of, recorded, small

STARTED = AuditStarted("a1", "digest", "C-1", "North", area="home")
DRAFT = made_of(STARTED)
FINISHED = made_of(STARTED, JudgementGiven("a1", "good"), AuditFinished("a1"))
WITHDRAWN = made_of(STARTED, AuditFinished("a1"), AuditWithdrawn("a1", "begun twice"))


def aside(*said: Entry) -> list[Reason]:
    return [
        kept.reason for kept in fold([recorded(entry, number=n) for n, entry in enumerate(said, 1)]).aside
    ]


def test_a_withdrawn_audit_takes_nothing_but_its_return_which_makes_it_what_it_was() -> None:
    assert WITHDRAWN.state == "withdrawn"
    assert not WITHDRAWN.open
    late = (NoteWritten("a1", "worry", "x"), AuditReopened("a1", "y"), AuditWithdrawn("a1", "twice"))
    assert aside(STARTED, AuditWithdrawn("a1", "z"), *late) == [Reason.WITHDRAWN] * 3
    assert aside(STARTED, AuditRestored("a1", "z")) == [Reason.NOT_WITHDRAWN]
    said = (STARTED, AuditFinished("a1"), AuditWithdrawn("a1", "w"), *late, AuditRestored("a1", "z"))
    again = fold([recorded(entry, number=n) for n, entry in enumerate(said, 1)]).value
    assert isinstance(again, Audit)
    assert (again.state, again.former, again.why) == ("finished", None, "")


def test_a_correction_reaches_what_an_audit_was_last_finished_as() -> None:
    correct = AuditCorrected("a1", "C-2", "South", "mistyped", "2026-03-02", sex="female")
    now = made_of(STARTED, AuditFinished("a1"), AuditReopened("a1", "a date"), correct)
    for audit in (now, now.standing):
        assert isinstance(audit, Audit)
        assert (audit.case, audit.team, audit.event) == ("C-2", "South", "2026-03-02")
        assert (audit.strata["sex"], audit.strata["area"]) == ("female", "")
    assert now.state == "reopened"


def test_withdrawing_and_correcting_are_dated_by_the_clock_of_the_desk() -> None:
    context = Context(FINISHED, small())
    for entry in (AuditWithdrawn("a1", "x"), AuditCorrected("a1", "C-1", "South", "x")):
        decided = decide(entry, context, utc_offset=60)
        assert getattr(decided, "utc_offset", 0) == 60
    late = recorded(AuditWithdrawn("a1", "x", 60), number=3, at="2026-03-31T23:30:00.000Z")
    folded = fold([recorded(STARTED, number=1), recorded(AuditFinished("a1"), number=2), late])
    assert isinstance(folded.value, Audit)
    assert folded.value.mended == "2026-04-01"


@pytest.mark.parametrize(
    ("entry", "audit", "words"),
    [
        (AuditWithdrawn("a1", " "), DRAFT, "reason is needed"),
        (AuditWithdrawn("a1", "x"), WITHDRAWN, "withdrawn already"),
        (AuditRestored("a1", "x"), DRAFT, "not withdrawn"),
        (AuditRestored("a1", ""), WITHDRAWN, "reason is needed"),
        (AuditReopened("a1", "x"), WITHDRAWN, "is withdrawn"),
        (NoteWritten("a1", "worry", "x"), WITHDRAWN, "is withdrawn"),
        (AuditCorrected("a1", "C-2", "North", "x"), WITHDRAWN, "is withdrawn"),
        (AuditCorrected("a1", "C-1", "North", "x"), DRAFT, "says already"),
        (AuditCorrected("a1", "C-2", "North", ""), DRAFT, "reason is needed"),
        (AuditCorrected("a1", "Smith", "North", "x"), DRAFT, "holds a number"),
        (AuditCorrected("a1", "C-2", "", "x"), DRAFT, "Which team"),
        (AuditCorrected("a1", "C-2", "North", "x", "2 March"), DRAFT, "2026-04-30"),
        (AdditionMade("n", "a1", "reply", "x"), DRAFT, "finished audit"),
        (AdditionMade("n", "a1", "worry", "x"), FINISHED, "one of feedback, reply, supervision"),
        (AdditionMade("n", "a1", "reply", ""), FINISHED, "What is to be added"),
        (AdditionMade("n", "a1", "reply", "x" * 20_001), FINISHED, "20,001"),
        (ActionChanged("n", "x", "See", "worker", "2026-05-01"), None, "no such open action"),
        (ActionReopened("n", "x", "it was not", ("y",)), None, "no such closed action"),
        (FrameRemoved("n", "f", "wrong"), None, "no such case list"),
    ],
)
def test_what_may_not_be_said_again_is_refused(entry: Entry, audit: Audit | None, words: str) -> None:
    with pytest.raises(AuditError, match=words):
        decide(entry, Context(audit, small()))


def test_evidence_names_documents_and_holds_none() -> None:
    item = small().items[0].id
    context = Context(DRAFT, small())
    decide(NoteWritten("a1", "evidence", "2026-03-03 Minutes 4711\n2026-03-09 Plan", item), context)
    with pytest.raises(AuditError, match="160 characters a line"):
        decide(NoteWritten("a1", "evidence", "what it says " * 20, item), context)
