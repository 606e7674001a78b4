"""One audit being worked on, with its verbs. The screens, line mode and the JSON lines drive it and add nothing.

A session does no input or output: it is given a way to read the audit and a way to record entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct, structs

from auditui.core.audits import amendments, entries
from auditui.core.audits.answering import asks_if_safe
from auditui.core.audits.audit import EVIDENCE, Audit, unanswered
from auditui.core.audits.codec import as_kept
from auditui.core.audits.context import Context
from auditui.core.audits.entries import Recorded
from auditui.core.audits.rules import blockers, decide
from auditui.core.audits.score import score
from auditui.core.audits.undoing import texts_before, undo
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Checklist

#: What an answer may call for: is the child safe now, and every item is answered.
SAFE_NOW, COMPLETE = "safe-now", "complete"


class Change(NamedTuple):
    """A change of one item's answer or of a text: when (UTC), whose, and whether as an undo.

    To which answer (None: unanswered), or, with the kind of text in `about`, to which text.
    """

    at: str
    actor: str
    answer: Answer | None
    undo: bool
    about: str = ""
    text: str = ""


class Added(NamedTuple):
    """A text that was added after the finish: when (UTC) and by whom."""

    entry: amendments.AdditionMade
    at: str
    actor: str


class State(Struct, frozen=True):
    """An audit and what belongs to it, at one moment.

    `context` is what an entry about it is judged by; `history` has the entries that count, the oldest first; `closed` how
    each action ended that is not open, by its id (done or dropped), `additions` what was added after the finish, `before` the last finished audit of the same case and checklist, `origin` the desk
    that writes here.
    """

    context: Context
    history: tuple[Recorded, ...] = ()
    actions: tuple[entries.ActionAdded, ...] = ()
    closed: dict[str, str] = {}
    before: Audit | None = None
    origin: str = ""
    additions: tuple[Added, ...] = ()

    def after(self, entry: entries.Entry) -> State:
        """Return the state as `entry` leaves it. AuditError if it may not be said now."""
        decided = decide(entry, self.context)
        actions = (*self.actions, entry) if isinstance(entry, entries.ActionAdded) else self.actions
        return structs.replace(self, context=self.context.after(decided), actions=actions)


class Session:
    """The verbs of an audit. Each records what it says, or raises AuditError and changes nothing."""

    def __init__(
        self, read: Callable[[], State], record: Callable[..., str], *, by: str, new_id: Callable[[], str]
    ) -> None:
        """Work on the audit that `read` returns, as the auditor `by`.

        `record` takes entries to be written as one fact and returns their time as the journal writes it;
        `new_id` makes the id of an action or a concern.
        """
        self._read, self._record, self._new_id = read, record, new_id
        self.by = by
        self.state = read()
        self._seen = max((recorded.seq for recorded in self.state.history), default=0)

    def reload(self) -> None:
        """Take the audit as it is read now."""
        self.state = self._read()

    @property
    def audit(self) -> Audit:
        """The audit as it stands."""
        audit = self.state.context.audit
        assert audit is not None  # noqa: S101 - a session is of an audit that is there
        return audit

    @property
    def checklist(self) -> Checklist:
        """Its checklist, in the version the audit is on."""
        checklist = self.state.context.checklist
        assert checklist is not None  # noqa: S101 - and so is its checklist
        return checklist

    @property
    def actions(self) -> list[entries.ActionAdded]:
        """The audit's actions: the open ones first, then by the day they are due."""
        return sorted(
            self.state.actions, key=lambda action: (action.subject in self.state.closed, action.due)
        )

    def changes(self, item: str, about: str = "") -> list[Change]:
        """Return the changes of an item's answer and its texts, the oldest first; without an item, of a closing text.

        Of a writing only what it left is among them.
        """
        left: dict[str, Change] = {}
        for number, recorded in enumerate(self.state.history):
            change = _change(recorded, item)
            if change and (not about or change.about == about):
                writing = getattr(recorded.entry, "writing", "") or str(number)
                left.pop(writing, None)
                left[writing] = change
        return list(left.values())

    def _do(self, said: entries.Entry) -> None:
        entry = as_kept(said)
        state = self.state.after(entry)
        at = self._record(entry)
        if isinstance(entry, amendments.AdditionMade):
            kept = (added for added in state.additions if added.entry.subject != entry.follows)
            self.state = structs.replace(state, additions=(*kept, Added(entry, at, self.by)))
            return
        recorded = Recorded(0, state.origin, 0, at, self.by, entry)
        self.state = structs.replace(state, history=(*state.history, recorded))

    def others(self, own: Collection[int]) -> tuple[Recorded, ...]:
        """Take the audit as it is read now, and return what others wrote of it since: `own` are the places of what is known."""
        self.reload()
        seen, self._seen = self._seen, max((recorded.seq for recorded in self.state.history), default=0)
        return tuple(r for r in self.state.history if r.seq > seen and r.seq not in own)

    @property
    def concerns(self) -> frozenset[str]:
        """The ids of the audit's immediate concerns that are not answered."""
        return self.state.context.concerns

    @property
    def blockers(self) -> tuple[str, ...]:
        """What must still be done before the audit can be finished, a sentence each."""
        return blockers(self.state.context)

    # Answers.

    def answer(self, answer: Answer) -> tuple[str, ...]:
        """Answer an item; return what that calls for: SAFE_NOW, COMPLETE."""
        item, was_complete = self.checklist.item(answer.item), self.complete
        if item and self.checklist.asked(self.audit.answers)[item.id] is False:
            raise AuditError(f"Not asked here: only if {self.checklist.condition_in_words(item)}")
        self._do(entries.AnswerGiven(self.audit.id, answer))
        unsafe = item is not None and asks_if_safe(item, answer)
        calls = ((unsafe, SAFE_NOW), (self.complete and not was_complete, COMPLETE))
        return tuple(call for holds, call in calls if holds)

    @property
    def complete(self) -> bool:
        """Whether every item that is asked has its answer."""
        return not unanswered(self.checklist, self.audit)

    def clear(self, item: str) -> None:
        """Make an item unanswered again, if it is answered."""
        if item in self.audit.answers:
            self._do(entries.AnswerCleared(self.audit.id, item))

    def undo(self) -> tuple[str, str]:
        """Take back the last change that was made at this desk; return its item and, of a text, its kind."""
        entry = undo(self.state.history, self.state.origin)
        if entry is None:
            raise AuditError("There is nothing left to take back")
        self._do(entry)
        return entry.item, getattr(entry, "about", "")

    # Texts, judgement, the end.

    def note(self, about: str, text: str, item: str = "", *, writing: str = "") -> None:
        """Write a text as it stands now: about an item, or about the audit; an empty one removes it.

        Those of one `writing`, an id of `begin_writing`, are one change, which undo takes back as one.
        """
        self._do(entries.NoteWritten(self.audit.id, about, text, item, writing))

    def say_again(self, change: Change, item: str) -> bool:
        """Say again what an item or a text was; return whether that is what stands, so that there was nothing to say."""
        note, answer = self.audit.note(item, change.about), self.audit.answers.get(item)
        if note == change.text if change.about else answer == change.answer:
            return True
        if change.about:
            self.note(change.about, change.text, item)
        elif change.answer:
            self.answer(change.answer)
        else:
            self.clear(item)
        return False

    def name_evidence(self, item: str, document: str, day: date) -> None:
        """Name a document that shows an item's answer, below those named before."""
        before = self.audit.note(item, EVIDENCE)
        self.note(EVIDENCE, "\n".join(filter(None, (before, f"{day.isoformat()} {document}"))), item)

    def begin_writing(self) -> str:
        """Return the id of a writing that begins now."""
        return self._new_id()[:8]

    def texts_before(self, about: str, item: str = "") -> tuple[str, ...]:
        """Return what a text was before what it is now, the newest first."""
        return texts_before(self.state.history, item, about)

    def judge(self, grade: str) -> bool:
        """Give the auditor's grade; return whether a reason is still needed, since it differs from the sum."""
        self._do(entries.JudgementGiven(self.audit.id, grade))
        differs = grade != score(self.checklist, self.audit.answers).indicated
        return differs and not self.audit.note("", "reason")

    def finish(self) -> None:
        """Finish the audit; AuditError says all that is still open."""
        self._do(entries.AuditFinished(self.audit.id))

    def reopen(self, reason: str) -> None:
        """Open a finished audit again."""
        self._do(entries.AuditReopened(self.audit.id, reason.strip()))

    def withdraw(self, reason: str) -> None:
        """Take the audit out of lists and figures; it stays in the journal, and can be brought back."""
        self._do(amendments.AuditWithdrawn(self.audit.id, reason.strip()))

    def restore(self, reason: str) -> None:
        """Bring a withdrawn audit back as it was."""
        self._do(amendments.AuditRestored(self.audit.id, reason.strip()))

    def correct(self, reason: str, *, case: str, team: str, event: str, strata: Mapping[str, str]) -> None:
        """Put right whose audit it is: reference, team, event (ISO date) and what a case list says of the child."""
        known = {name: strata.get(name, "") for name in STRATA}
        said = {"case": case, "team": team, "reason": reason.strip(), "event": event, **known}
        self._do(msgspec.convert({"subject": self.audit.id, **said}, amendments.AuditCorrected))

    def add(self, about: str, text: str, follows: str = "") -> None:
        """Add a text of the kinds LATER to the finished audit, or put it in the place of the addition `follows`."""
        self._do(amendments.AdditionMade(self._new_id(), self.audit.id, about, text, follows))

    def move(self, to: Checklist, dropped: Iterable[str]) -> None:
        """Go on with another version of the checklist; the answers to `dropped` do not go along."""
        self._do(entries.AuditMoved(self.audit.id, to.digest, tuple(dropped)))

    # Actions and concerns.

    def act(self, what: str, owner: str, due: date, *, item: str = "") -> None:
        """Add an action: what is to be done, whose role it is, and by which day."""
        self._do(entries.ActionAdded(self._new_id(), self.audit.id, what, owner, due.isoformat(), item))

    def add_to_concern(self, concern: str, text: str) -> None:
        """Add to an immediate concern."""
        self._record(amendments.ConcernAddedTo(self._new_id(), concern, text))

    def raise_concern(self, what: str, told: str, told_at: str, *, item: str = "") -> None:
        """Raise an immediate concern: what it is, which role was told, and when."""
        self._do(entries.ConcernRaised(self._new_id(), self.audit.id, what, told, told_at, item))

    def answer_concern(self, concern: str, answer: str) -> None:
        """Close an immediate concern with what was answered or done."""
        self._do(entries.ConcernAnswered(self._new_id(), self.audit.id, answer, concern))


def _change(recorded: Recorded, item: str) -> Change | None:
    """Return the change of an item that an entry is; None if it is none."""
    at, actor = recorded.at, recorded.actor
    match recorded.entry:
        case entries.AnswerGiven(answer=answer, undo=undone) if answer.item == item:
            return Change(at, actor, answer, undone)
        case entries.AnswerCleared(item=cleared, undo=undone) if cleared == item:
            return Change(at, actor, None, undone)
        case entries.NoteWritten(item=noted, about=about, text=text, undo=undone) if noted == item:
            return Change(at, actor, None, undone, about, text)
    return None
