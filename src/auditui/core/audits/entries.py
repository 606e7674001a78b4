"""The kinds of entry the journal holds: every fact auditui keeps is one of these.

An entry is a frozen value. Its `subject` is the random id of the audit, frame or case it is about, or the
content digest of a checklist version; what it says is its body, written as canonical JSON. Who and when
are the journal's own columns.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar

from auditui.core.audits.answer import Answer
from auditui.core.errors import StoreError


@dataclass(frozen=True)
class Entry:
    """What all kinds share: the subject, and how a body is written and read."""

    kind: ClassVar[str]
    subject: str

    def body(self) -> dict[str, Any]:
        """Return what this entry says beyond its subject; what was left at its default is left out."""
        said = {}
        for each in fields(self)[1:]:
            value = getattr(self, each.name)
            default = each.default_factory() if each.default_factory is not MISSING else each.default
            if value != default:
                said[each.name] = value
        return said

    @classmethod
    def of_body(cls, subject: str, body: dict[str, Any]) -> Entry:
        """Make the entry again from its subject and body."""
        return cls(subject, **body)


@dataclass(frozen=True)
class CouncilInvented(Entry):
    """Everything in this store is made up, from `seed`; every screen and table says so."""

    kind = "council.invented"
    seed: int


@dataclass(frozen=True)
class ChecklistPublished(Entry):
    """A checklist version came into use, and why; its subject is the digest of its content."""

    kind = "checklist.published"
    content: dict[str, Any]
    note: str = ""


@dataclass(frozen=True)
class FrameImported(Entry):
    """A case list was read: which, from what file (SHA-256), of what date, with how many rows."""

    kind = "frame.imported"
    list_name: str
    theme: str
    file_digest: str
    listed_on: str
    rows: int
    used: int
    refused: int


@dataclass(frozen=True)
class CaseListed(Entry):
    """One case, or one event of a case, of a frame: what choosing and finding it needs, and no more."""

    kind = "case.listed"
    frame: str
    ref: str
    event: str = ""
    team: str = ""
    age_band: str = ""
    category: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    ethnicity: str = ""
    disability: str = ""
    area: str = ""


@dataclass(frozen=True)
class AuditStarted(Entry):
    """An auditor began to read a case file against a checklist version; the strata are what a case list said."""

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


@dataclass(frozen=True)
class AuditMoved(Entry):
    """An open audit goes on with another version of its checklist; `dropped` are the items whose answers do not."""

    kind = "audit.moved"
    checklist: str
    dropped: tuple[str, ...] = ()

    @classmethod
    def of_body(cls, subject: str, body: dict[str, Any]) -> AuditMoved:
        """Make the entry again; the items become a tuple."""
        return cls(subject, body["checklist"], tuple(body.get("dropped", ())))


@dataclass(frozen=True)
class AnswerGiven(Entry):
    """An item was answered, for the first time or anew; or, with `undo`, as it was before the last change."""

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

    @classmethod
    def of_body(cls, subject: str, body: dict[str, Any]) -> AnswerGiven:
        """Make the entry again; what is none of the answer's own fields is its detail."""
        detail = dict(body)
        undo = bool(detail.pop("undo", False))
        item, value, reason = detail.pop("item"), detail.pop("value"), detail.pop("reason", "")
        return cls(subject, Answer(item, value, reason, detail), undo)


@dataclass(frozen=True)
class AnswerCleared(Entry):
    """An item is unanswered again; with `undo`, because its first answer was taken back."""

    kind = "answer.cleared"
    item: str
    undo: bool = False


@dataclass(frozen=True)
class NoteWritten(Entry):
    """A text as it stands now: about an item (`comment`, `strength`) or, with no item, about the audit."""

    kind = "note.written"
    about: str
    text: str
    item: str = ""


@dataclass(frozen=True)
class JudgementGiven(Entry):
    """The auditor's own grade for the file."""

    kind = "judgement.given"
    grade: str


@dataclass(frozen=True)
class AuditFinished(Entry):
    """The auditor is done: from now on this audit counts in the figures."""

    kind = "audit.finished"


@dataclass(frozen=True)
class AuditReopened(Entry):
    """A finished audit is open again, for a reason; its figures are taken out until it is finished anew."""

    kind = "audit.reopened"
    reason: str


@dataclass(frozen=True)
class ActionAdded(Entry):
    """Something is to be done about what an audit found: what, whose role, by when (ISO date)."""

    kind = "action.added"
    audit: str
    what: str
    owner: str
    due: str
    item: str = ""


@dataclass(frozen=True)
class ActionDone(Entry):
    """An action is done, and this shows it."""

    kind = "action.done"
    proof: str


@dataclass(frozen=True)
class ConcernRaised(Entry):
    """A child may not be safe now: what, who was told (a role), and when. It stands outside the audit's state."""

    kind = "concern.raised"
    audit: str
    what: str
    told: str
    told_at: str
    item: str = ""


@dataclass(frozen=True)
class ConcernAnswered(Entry):
    """Whoever was told has answered: this is what they said or did."""

    kind = "concern.answered"
    audit: str
    answer: str


@dataclass(frozen=True)
class SmallCountsShown(Entry):
    """A report or file that leaves was made with its small counts in it: which, and in what form."""

    kind = "small-counts.shown"
    report: str
    form: str


KINDS: dict[str, type[Entry]] = {
    kind.kind: kind
    for kind in (
        *(
            CouncilInvented,
            ChecklistPublished,
            FrameImported,
            CaseListed,
            AuditStarted,
            AuditMoved,
            AnswerGiven,
        ),
        *(AnswerCleared, NoteWritten, JudgementGiven, AuditFinished, AuditReopened),
        *(ActionAdded, ActionDone, ConcernRaised, ConcernAnswered, SmallCountsShown),
    )
}


def encode(entry: Entry) -> str:
    """Return the body as canonical JSON: sorted keys, no spaces, ASCII."""
    return json.dumps(entry.body(), sort_keys=True, separators=(",", ":"))


def decode(kind: str, subject: str, body: str) -> Entry:
    """Make an entry of its journal columns; StoreError for a kind this program does not know."""
    if kind not in KINDS:
        raise StoreError(
            f"The journal holds an entry of kind {kind!r}",
            "It was written by a newer auditui: update this one",
        )
    return KINDS[kind].of_body(subject, json.loads(body))
