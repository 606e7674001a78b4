"""An audit as a value, and what each journal entry makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from auditui.core.audits import entries
from auditui.core.audits.answer import Answer
from auditui.core.audits.entries import Reason
from auditui.core.audits.results import Results
from auditui.core.audits.states import DRAFT, FINISHED, REOPENED
from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from auditui.core.audits.entries import Entry, Recorded
    from auditui.core.checklists.checklist import Answered, Checklist, Item


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
#: Most characters of a note: some seven pages. Each pause in typing one is kept whole in the journal.
LONGEST_NOTE = 20_000
ITEM_NOTES = {"comment": "Comment", "strength": "Strength"}


class Audit(Struct, frozen=True):
    """One auditor's reading of one case file.

    Notes are keyed by item id ("" for the audit) and kind; `strata` are what the case list said of the child. Once
    finished, `finished_at` says when, `utc_offset` how many minutes that desk's clock was ahead of UTC, and `results` what
    the rules of the day made of it; an audit finished under rules 1 carries no results. `first_day` is the local day it was
    first finished on, ISO, "" before that; `standing` is what it was last finished as, while it is open again.
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
    answers: Mapping[str, Answer] = MappingProxyType({})
    notes: Mapping[tuple[str, str], str] = MappingProxyType({})
    judgement: str = ""
    finished_at: str = ""
    strata: Mapping[str, str] = MappingProxyType({})
    results: Results | None = None
    utc_offset: int = 0
    first_day: str = ""
    standing: Audit | None = None

    @property
    def open(self) -> bool:
        """Whether it can be answered: a draft, or reopened."""
        return self.state != FINISHED

    @property
    def day(self) -> str:
        """The local day it was finished on, ISO; "" while it is open."""
        if not self.finished_at:
            return ""
        if not self.utc_offset or self.finished_at[:4] in ("0001", "9999"):  # where no day may be left beyond
            return self.finished_at[:10]
        return (
            (datetime.fromisoformat(self.finished_at) + timedelta(minutes=self.utc_offset)).date().isoformat()
        )

    def note(self, item: str, about: str) -> str:
        """Return a text, or an empty one."""
        return self.notes.get((item, about), "")


def begin(recorded: Recorded) -> Audit:
    """Return the audit that an `audit.started` entry makes."""
    entry = recorded.entry
    assert isinstance(entry, entries.AuditStarted)  # noqa: S101 - what begins an audit is chosen by its kind
    return Audit(
        *(entry.subject, entry.checklist, entry.case, entry.team, entry.event, recorded.actor),
        *(recorded.at, recorded.at),
        strata=MappingProxyType({name: getattr(entry, name) for name in STRATA}),
    )


def after(audit: Audit, recorded: Recorded) -> Audit | Reason:
    """Return the audit as one entry leaves it, or the Reason why the entry does not fit; nothing is raised."""
    entry, at = recorded.entry, recorded.at
    if isinstance(entry, entries.AuditReopened):
        if audit.open:
            return Reason.NOT_FINISHED
        return _with(audit, at, state=REOPENED, finished_at="", results=None, utc_offset=0, standing=audit)
    if type(entry) not in _OF_OPEN_AUDITS:
        return Reason.BEGUN_TWICE if isinstance(entry, entries.AuditStarted) else Reason.FOREIGN
    if not audit.open:
        return Reason.NOT_OPEN
    return answered(audit, (recorded,)) if type(entry) is entries.AnswerGiven else _changed(audit, entry, at)


def answered(audit: Audit, given: Sequence[Recorded]) -> Audit:
    """Return an open audit as a run of `answer.given` entries leaves it."""
    answers = (recorded.entry.answer for recorded in given if isinstance(recorded.entry, entries.AnswerGiven))
    now = {**audit.answers, **{answer.item: answer for answer in answers}}
    return _with(audit, given[-1].at, answers=MappingProxyType(now))


def _changed(audit: Audit, entry: Entry, at: str) -> Audit | Reason:
    match entry:
        case entries.NoteWritten():
            return _with(audit, at, notes=_noted(audit, entry))
        case entries.AnswerCleared(item=item):
            return _with(audit, at, answers=_without(audit, (item,)))
        case entries.AuditMoved(checklist=checklist, dropped=dropped):
            return _with(audit, at, checklist=checklist, answers=_without(audit, dropped))
        case entries.JudgementGiven(grade=grade):
            return _with(audit, at, judgement=grade)
        case entries.AuditFinished(results=results, utc_offset=utc_offset):
            finish = {"finished_at": at, "results": results, "utc_offset": utc_offset}
            finished = _with(audit, at, state=FINISHED, standing=None, **finish)
            # The earliest, so that a day of a clock that was ahead gives way to the day it was really done.
            return _with(finished, at, first_day=min(filter(None, (audit.first_day, finished.day))))
    return Reason.FOREIGN


_OF_OPEN_AUDITS = frozenset(
    (
        *(entries.AnswerGiven, entries.AnswerCleared, entries.NoteWritten, entries.JudgementGiven),
        *(entries.AuditMoved, entries.AuditFinished),
    )
)


def _with(audit: Audit, at: str, **changes: object) -> Audit:
    return msgspec.structs.replace(audit, changed_at=at, **changes)


def _noted(audit: Audit, entry: entries.NoteWritten) -> Mapping[tuple[str, str], str]:
    place = (entry.item, entry.about)
    notes = {key: text for key, text in audit.notes.items() if key != place}
    return MappingProxyType(notes | {place: entry.text} if entry.text else notes)


def _without(audit: Audit, items: Iterable[str]) -> Mapping[str, Answer]:
    return MappingProxyType({item: answer for item, answer in audit.answers.items() if item not in items})


def unanswered(checklist: Checklist, audit: Audit) -> tuple[Item, ...]:
    """Return the scored items that are asked and have no answer, in order; text items are never owed."""
    asked = checklist.asked(audit.answers)
    return tuple(
        item for item in checklist.items if item.scored and asked[item.id] and item.id not in audit.answers
    )


def progress(checklist: Checklist, audit: Audit) -> tuple[int, int]:
    """Return how many of how many scored items are answered; what is not asked counts on neither side."""
    return progress_of(checklist, audit.answers)


def progress_of(checklist: Checklist, answers: Mapping[str, Answered]) -> tuple[int, int]:
    """Return the same of an audit's answers, of which only the values need to be known."""
    asked = checklist.asked(answers)
    counted = [item.id for item in checklist.items if item.scored and asked[item.id] is not False]
    return sum(asked[item] is True and item in answers for item in counted), len(counted)


def sum_hidden(audit: Audit, *, hide_score: bool) -> bool:
    """Whether the sum is kept from the auditor for now, so that it does not lead the judgement."""
    return hide_score and audit.open and not audit.judgement
