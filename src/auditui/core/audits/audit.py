"""An audit as a value, what each journal entry makes of it, and what stands between it and its finish."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditui.core.audits import entries
from auditui.core.audits.score import score
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Checklist, Item

DRAFT, FINISHED, REOPENED = "draft", "finished", "reopened"
STATES = (DRAFT, FINISHED, REOPENED)

#: The texts that close an audit, in the order they are asked; `reason` is the judgement's.
CLOSING = {
    "reason": "Why this judgement",
    "synopsis": "What happened, in three sentences",
    "strength": "What went well",
    "worry": "What is worrying",
    "learning": "What others can learn",
    "feedback": "What child or family say of the work, or why nobody asked",
    "reply": "The worker's reply",
    "supervision": "When it was talked through in supervision",
}
#: The texts an item can have.
ITEM_NOTES = {"comment": "Comment", "strength": "Strength"}


@dataclass(frozen=True)
class Audit:
    """One auditor's reading of one case file.

    Notes are keyed by item id ("" for the audit) and kind; `concerns` holds the immediate ones not answered yet.
    """

    id: str
    checklist: str
    case: str
    team: str
    event: str
    auditor: str
    begun_at: str
    changed_at: str
    state: str = DRAFT
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    judgement: str = ""
    finished_at: str = ""
    concerns: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """Whether it can be answered: a draft, or reopened."""
        return self.state != FINISHED

    def note(self, item: str, about: str) -> str:
        """Return a text, or an empty one."""
        return self.notes.get((item, about), "")


def begin(entry: entries.AuditStarted, *, by: str, at: str) -> Audit:
    """Return the audit that an `audit.started` entry makes."""
    return Audit(
        entry.subject,
        entry.checklist,
        entry.case,
        entry.team,
        entry.event,
        by,
        begun_at=at,
        changed_at=at,
    )


def after(audit: Audit, entry: entries.Entry, *, at: str) -> Audit:
    """Return the audit as `entry` leaves it. AuditError if the audit's state does not allow the entry."""
    match entry:
        case entries.ConcernRaised(subject=concern):
            return replace(audit, concerns=audit.concerns | {concern})
        case entries.ConcernAnswered(subject=concern):
            return replace(audit, concerns=audit.concerns - {concern})
        case entries.ActionAdded() | entries.ActionDone():
            return audit
    if isinstance(entry, entries.AuditReopened):
        if audit.open:
            raise AuditError("This audit is open already")
        return replace(audit, state=REOPENED, finished_at="", changed_at=at)
    if not audit.open:
        raise AuditError("This audit is finished", "Reopen it, with a reason, to change it")
    return replace(_changed(audit, entry, at), changed_at=at)


def _changed(audit: Audit, entry: entries.Entry, at: str) -> Audit:
    match entry:
        case entries.AnswerGiven(answer=answer):
            return replace(audit, answers=MappingProxyType({**audit.answers, answer.item: answer}))
        case entries.AnswerCleared(item=item):
            return replace(
                audit, answers=MappingProxyType({k: v for k, v in audit.answers.items() if k != item})
            )
        case entries.NoteWritten(about=about, text=text, item=item):
            rest = {key: value for key, value in audit.notes.items() if key != (item, about)}
            return replace(audit, notes=MappingProxyType(rest | {(item, about): text} if text else rest))
        case entries.AuditMoved(checklist=checklist, dropped=dropped):
            kept = {item: answer for item, answer in audit.answers.items() if item not in dropped}
            return replace(audit, checklist=checklist, answers=MappingProxyType(kept))
        case entries.JudgementGiven(grade=grade):
            return replace(audit, judgement=grade)
        case entries.AuditFinished():
            return replace(audit, state=FINISHED, finished_at=at)
    raise AuditError(f"An entry of kind {entry.kind} is not about an audit")


def unanswered(checklist: Checklist, audit: Audit) -> tuple[Item, ...]:
    """Return the scored items that are asked and have no answer, in order; text items are never owed."""
    asked = checklist.asked(audit.answers)
    return tuple(
        item for item in checklist.items if item.scored and asked[item.id] and item.id not in audit.answers
    )


def progress(checklist: Checklist, audit: Audit) -> tuple[int, int]:
    """Return how many of how many scored items are answered; what is not asked counts on neither side."""
    asked = checklist.asked(audit.answers)
    counted = [item.id for item in checklist.items if item.scored and asked[item.id] is not False]
    return sum(asked[item] is True and item in audit.answers for item in counted), len(counted)


def hindrances(checklist: Checklist, audit: Audit) -> tuple[str, ...]:
    """Say, in a line each, what must still be done before the audit can be finished."""
    found = []
    if left := unanswered(checklist, audit):
        found.append(f"{len(left)} {'item is' if len(left) == 1 else 'items are'} unanswered")
    if not audit.judgement:
        found.append("No judgement given")
    elif not audit.note("", "reason").strip():
        indicated = score(checklist, audit.answers).indicated
        if audit.judgement != indicated:
            grade = GRADES[indicated] if indicated else "nothing"
            found.append(f"The judgement differs from what the sum indicates ({grade}): write why")
    if audit.concerns:
        found.append("An immediate concern is not answered")
    return tuple(found)


def sum_hidden(audit: Audit, *, hide_score: bool) -> bool:
    """Whether the sum is kept from the auditor for now, so that it does not lead the judgement."""
    return hide_score and audit.open and not audit.judgement
