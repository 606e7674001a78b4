"""An audit as a value, and what each journal entry makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from auditui.core.audits import amendments, entries
from auditui.core.audits.answer import Answer
from auditui.core.audits.entries import Reason
from auditui.core.audits.results import Results
from auditui.core.audits.states import DRAFT, FINISHED, REOPENED, WITHDRAWN
from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
#: The closing texts that come after the finish in life, and can be added without opening the audit again.
LATER = ("feedback", "reply", "supervision")
#: Most characters of a note: some seven pages. Each pause in typing one is kept whole in the journal.
LONGEST_NOTE = 20_000
#: The text of an item that names documents, one a line; it never holds what they say.
EVIDENCE, LONGEST_EVIDENCE = "evidence", 160
#: The texts an item can have.
ITEM_NOTES = {"comment": "Comment", "strength": "Strength", "evidence": "Evidence"}


class Audit(Struct, frozen=True):
    """One auditor's reading of one case file.

    Notes are keyed by item id ("" for the audit) and kind; `strata` are what the case list said of the child. Once
    finished, `finished_at` says when, `utc_offset` how many minutes that desk's clock was ahead of UTC, and `results` what
    the rules of the day made of it; an audit finished under rules 1 carries no results. `first_day` is the local day it was
    first finished on, ISO, "" before that; `standing` is what it was last finished as, while it is open again. `mended` is the
    local day its reference, team, event or strata were last corrected on, or it was withdrawn or brought back; `former` is what
    it was before it was withdrawn, and `why` the reason for that. `second_of` is the audit it reads again, blind.
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
    mended: str = ""
    former: Audit | None = None
    why: str = ""
    begun_from: str = ""
    second_of: str = ""

    @property
    def open(self) -> bool:
        """Whether it can be answered: a draft, or reopened."""
        return self.state in (DRAFT, REOPENED)

    @property
    def day(self) -> str:
        """The local day it was finished on, ISO; "" while it is open."""
        return local_day(self.finished_at, self.utc_offset) if self.finished_at else ""

    def note(self, item: str, about: str) -> str:
        """Return a text, or an empty one."""
        return self.notes.get((item, about), "")


def local_day(at: str, utc_offset: int) -> str:
    """Return the local day, ISO, of a moment in UTC where the clock is so many minutes ahead of it."""
    if not utc_offset or at[:4] in ("0001", "9999"):  # where no day may be left beyond
        return at[:10]
    return (datetime.fromisoformat(at) + timedelta(minutes=utc_offset)).date().isoformat()


def begin(recorded: Recorded) -> Audit:
    """Return the audit that an `audit.started` entry makes."""
    entry = recorded.entry
    assert isinstance(entry, entries.AuditStarted)  # noqa: S101 - what begins an audit is chosen by its kind
    return Audit(
        *(entry.subject, entry.checklist, entry.case, entry.team, entry.event, recorded.actor),
        *(recorded.at, recorded.at),
        strata=_strata(entry),
        begun_from=entry.begun_from,
        second_of=entry.second_of,
    )


def _strata(entry: entries.AuditStarted | amendments.AuditCorrected) -> Mapping[str, str]:
    return MappingProxyType({name: getattr(entry, name) for name in STRATA})


def after(audit: Audit, recorded: Recorded) -> Audit | Reason:
    """Return the audit as one entry leaves it, or the Reason why the entry does not fit; nothing is raised."""
    entry, at = recorded.entry, recorded.at
    if isinstance(entry, amendments.AuditRestored) or audit.state == WITHDRAWN:
        return _restored(audit, entry, at)
    if type(entry) in _OF_ANY_STATE:
        return _OF_ANY_STATE[type(entry)](audit, entry, at)
    if type(entry) not in _OF_OPEN_AUDITS:
        return Reason.BEGUN_TWICE if isinstance(entry, entries.AuditStarted) else Reason.FOREIGN
    if not audit.open:
        return Reason.NOT_OPEN
    return answered(audit, (recorded,)) if type(entry) is entries.AnswerGiven else _changed(audit, entry, at)


def _reopened(audit: Audit, _entry: entries.AuditReopened, at: str) -> Audit | Reason:
    if audit.open:
        return Reason.NOT_FINISHED
    return _with(audit, at, state=REOPENED, finished_at="", results=None, utc_offset=0, standing=audit)


def _withdrawn(audit: Audit, entry: amendments.AuditWithdrawn, at: str) -> Audit:
    day = local_day(at, entry.utc_offset)
    return _with(audit, at, state=WITHDRAWN, former=audit, standing=None, why=entry.reason, mended=day)


def _restored(audit: Audit, entry: Entry, at: str) -> Audit | Reason:
    """Return a withdrawn audit as it was before; all else about one counts for nothing."""
    if audit.former is None:
        return Reason.NOT_WITHDRAWN
    if not isinstance(entry, amendments.AuditRestored):
        return Reason.BEGUN_TWICE if isinstance(entry, entries.AuditStarted) else Reason.WITHDRAWN
    return _with(audit.former, at, mended=local_day(at, entry.utc_offset))


def _corrected(audit: Audit, entry: amendments.AuditCorrected, at: str) -> Audit:
    """Return an audit with another reference, team, event and strata, also in what it was last finished as."""
    now = {"case": entry.case, "team": entry.team, "event": entry.event, "strata": _strata(entry)}
    standing = audit.standing and msgspec.structs.replace(audit.standing, **now)
    return _with(audit, at, standing=standing, mended=local_day(at, entry.utc_offset), **now)


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


_OF_ANY_STATE: Mapping[type, Callable[[Audit, Any, str], Audit | Reason]] = {
    entries.AuditReopened: _reopened,
    amendments.AuditWithdrawn: _withdrawn,
    amendments.AuditCorrected: _corrected,
}
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
