"""The kinds of entry the journal holds: every fact auditui keeps is one of these.

An entry is a frozen value. Its `subject` is the random id of what it is about (an audit, an action, a case list, …), the
content digest of a checklist version, or the id of a desk; its body is canonical JSON. Who and when are the journal's columns.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct

from auditui.core.audits.answer import Answer
from auditui.core.audits.results import Count, Results

#: A whole number that SQLite, JSON and every reader of either can hold.
Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Minutes = Annotated[int, Meta(ge=-1440, le=1440)]


class Entry(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What all kinds share: the subject, and how a body is written and read."""

    kind: ClassVar[str]
    subject: str

    def body(self) -> dict[str, Any]:
        """Return what this entry says beyond its subject; what was left at its default is left out."""
        body: dict[str, Any] = msgspec.to_builtins(self)
        del body["subject"]
        return body


class CouncilInvented(Entry, frozen=True):
    """Everything in this store is made up, from `seed`; every screen and table says so."""

    kind = "council.invented"
    seed: Number


class DeskBegan(Entry, frozen=True):
    """A further desk writes in this file, and why; `heads` are the last entries it saw, ``number:hash`` by origin."""

    kind = "desk.began"
    why: str
    heads: dict[str, str]


class ClockCorrected(Entry, frozen=True):
    """This desk's entries from number `first` to `last` were dated wrongly: add `seconds` to their time."""

    kind = "clock.corrected"
    first: Count
    last: Count
    seconds: Number
    reason: str


class SubjectTaken(Entry, frozen=True):
    """This desk goes on with a subject whose home was the desk `home`; `head` is the hash of the last entry of it seen."""

    kind = "subject.taken"
    home: str
    head: str
    reason: str


class ChecklistPublished(Entry, frozen=True):
    """A checklist version came into use, and why; its subject is its content's digest, `follows` that of the one before."""

    kind = "checklist.published"
    content: dict[str, Any]
    note: str = ""
    follows: str = ""


class FrameImported(Entry, frozen=True):
    """A case list was read: which, from what file (SHA-256), of what date, with how many rows."""

    kind = "frame.imported"
    list_name: str
    theme: str
    file_digest: str
    listed_on: str
    rows: Count
    used: Count
    refused: Count


class CaseListed(Entry, frozen=True):
    """One case, or one event of a case, of a frame: what choosing and finding it needs, and no more."""

    kind = "case.listed"
    frame: str
    ref: str
    event: str = ""
    team: str = ""
    age_band: str = ""
    category: str = ""
    dates: dict[str, str] = {}
    ethnicity: str = ""
    disability: str = ""
    area: str = ""
    sex: str = ""


class AuditStarted(Entry, frozen=True):
    """An auditor began to read a case file; the strata are as listed, `begun_from` is the audit of a sibling.

    `second_of` is a finished audit whose file is read again, blind to its answers: such a one counts in no figure.
    """

    kind = "audit.started"
    checklist: str
    case: str
    team: str
    event: str = ""
    age_band: str = ""
    category: str = ""
    ethnicity: str = ""
    disability: str = ""
    area: str = ""
    sex: str = ""
    begun_from: str = ""
    second_of: str = ""


class AuditMoved(Entry, frozen=True):
    """An open audit goes on with another version of its checklist; `dropped` are the items whose answers do not."""

    kind = "audit.moved"
    checklist: str
    dropped: tuple[str, ...] = ()


class AnswerGiven(Entry, frozen=True):
    """An item was answered, for the first time or again; or, with `undo`, as it was before the last change."""

    kind = "answer.given"
    answer: Answer
    undo: bool = False

    @property
    def item(self) -> str:
        """The item answered."""
        return self.answer.item

    def body(self) -> dict[str, Any]:
        """Return the answer's own fields, with its detail among them."""
        body: dict[str, Any] = {"item": self.answer.item, "value": self.answer.value}
        if self.answer.reason:
            body["reason"] = self.answer.reason
        return body | dict(self.answer.detail) | ({"undo": True} if self.undo else {})


class AnswerCleared(Entry, frozen=True):
    """An item is unanswered again; with `undo`, because its first answer was taken back."""

    kind = "answer.cleared"
    item: str
    undo: bool = False


class NoteWritten(Entry, frozen=True):
    """A text as it stands now, of an item or of the audit; those of one `writing` are one change of it."""

    kind = "note.written"
    about: str
    text: str
    item: str = ""
    writing: str = ""
    undo: bool = False


class JudgementGiven(Entry, frozen=True):
    """The auditor's own grade for the file."""

    kind = "judgement.given"
    grade: str


class AuditFinished(Entry, frozen=True):
    """The auditor is done: from now on this audit counts in the figures.

    The rules add `results`, and `utc_offset`, the minutes by which this desk's clock was ahead of UTC, for the local day.
    Entries from before rules 2 have neither.
    """

    kind = "audit.finished"
    results: Results | None = None
    utc_offset: Minutes = 0


class AuditReopened(Entry, frozen=True):
    """A finished audit is open again, for a reason; its figures are taken out until it is finished again."""

    kind = "audit.reopened"
    reason: str


class ActionAdded(Entry, frozen=True):
    """Something is to be done about what an audit found: what, whose role, by when (ISO date)."""

    kind = "action.added"
    audit: str
    what: str
    owner: str
    due: str
    item: str = ""


class ActionDone(Entry, frozen=True):
    """An action is done, and this shows it: a subject of its own, since anyone may say so; in older entries it is the action's."""

    kind = "action.done"
    proof: str
    action: str = ""


class ConcernRaised(Entry, frozen=True):
    """A child may not be safe now: what, who was told (a role), and when. It stands outside the audit's state."""

    kind = "concern.raised"
    audit: str
    what: str
    told: str
    told_at: str
    item: str = ""


class ConcernAnswered(Entry, frozen=True):
    """Whoever was told has answered. As with ActionDone, it names its `concern`, which older entries have as subject."""

    kind = "concern.answered"
    audit: str
    answer: str
    concern: str = ""


class SmallCountsShown(Entry, frozen=True):
    """A report or file that leaves was made with its small counts in it: which, and in what form."""

    kind = "small-counts.shown"
    report: str
    form: str


class Reason(StrEnum):
    """Why an entry counts for nothing; it stays in the journal, and `journal verify` shows it as a remark."""

    UNKNOWN_KIND = "is of a kind this program does not know: a newer one wrote it"
    UNREADABLE = "cannot be read: a newer program wrote it, or it is damaged"
    PURGED = "has no body any more"
    NOT_BEGUN = "is about something whose beginning is not here"
    BEGUN_TWICE = "begins what had begun already"
    NOT_HOME = "was written by a desk whose subject this is not"
    PAST_HEAD = "was written after another desk had taken this over"
    OUTBID = "takes over what another desk took over first"
    HEAD_MISSING = "takes over after an entry that is not here"
    NOT_OPEN = "changes an audit that was finished"
    NOT_FINISHED = "reopens an audit that was open"
    WITHDRAWN = "changes an audit that was withdrawn"
    NOT_WITHDRAWN = "brings back an audit that was not withdrawn"
    CLOSED = "closes what was closed already"
    FOREIGN = "is of a kind that this subject does not take"
    OTHER_CONTENT = "has other content than its subject names"


class Opaque(Entry, frozen=True):
    """An entry that cannot be understood here, of the kind its journal row names; it is kept as it is."""

    kind = "opaque"
    of_kind: str
    reason: Reason


class Recorded(Struct, frozen=True, gc=False):
    """An entry as the journal holds it.

    `seq` is its place in this file, `origin_seq` its number at the desk `origin`; `at` is UTC as put right; `hash` its link.
    """

    seq: int
    origin: str
    origin_seq: int
    at: str
    actor: str
    entry: Entry
    hash: bytes = b""


class SetAside(Struct, frozen=True):
    """An entry that counts for nothing, and why."""

    recorded: Recorded
    reason: Reason
