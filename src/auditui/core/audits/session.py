"""One audit being worked on, with its verbs. The screens, line mode and the JSON lines drive it and add nothing.

A session does no input or output: it is given a way to read the audit and a way to record entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from auditui.core.audits import entries
from auditui.core.audits.answering import asks_if_safe
from auditui.core.audits.audit import Audit, unanswered
from auditui.core.audits.codec import as_kept
from auditui.core.audits.context import Context
from auditui.core.audits.entries import Recorded
from auditui.core.audits.rules import blockers, decide
from auditui.core.audits.score import score
from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Checklist

#: What an answer may call for: is the child safe now, and every item is answered.
SAFE_NOW, COMPLETE = "safe-now", "complete"


class Change(NamedTuple):
    """A change of one item's answer: when (UTC), whose, to what (None: unanswered), and whether as an undo."""

    at: str
    actor: str
    answer: Answer | None
    undo: bool


class State(Struct, frozen=True):
    """An audit and what belongs to it, at one moment.

    `context` is what an entry about it is judged by; `history` has the entries that count, the oldest first; `done` the ids
    of the actions that are done, `before` the last finished audit of the same case and checklist, `origin` the desk
    that writes here.
    """

    context: Context
    history: tuple[Recorded, ...] = ()
    actions: tuple[entries.ActionAdded, ...] = ()
    done: frozenset[str] = frozenset()
    before: Audit | None = None
    origin: str = ""

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
        return sorted(self.state.actions, key=lambda action: (action.subject in self.state.done, action.due))

    def changes(self, item: str) -> Iterator[Change]:
        """Yield the changes of an item's answer, the oldest first."""
        for recorded in self.state.history:
            match recorded.entry:
                case entries.AnswerGiven(answer=answer, undo=undo) if answer.item == item:
                    yield Change(recorded.at, recorded.actor, answer, undo)
                case entries.AnswerCleared(item=cleared, undo=undo) if cleared == item:
                    yield Change(recorded.at, recorded.actor, None, undo)

    def _do(self, said: entries.Entry) -> None:
        entry = as_kept(said)
        state = self.state.after(entry)
        recorded = Recorded(0, state.origin, 0, self._record(entry), self.by, entry)
        self.state = structs.replace(state, history=(*state.history, recorded))

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

    def undo(self) -> str:
        """Take back the last change of an answer that was made at this desk; return its item."""
        entry = undo(self.state.history, self.state.origin)
        if entry is None:
            raise AuditError("There is no answer left to take back")
        self._do(entry)
        return entry.item

    # Texts, judgement, the end.

    def note(self, about: str, text: str, item: str = "") -> None:
        """Write a text as it stands now: about an item, or about the audit; an empty one removes it."""
        self._do(entries.NoteWritten(self.audit.id, about, text, item))

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

    def move(self, to: Checklist, dropped: Iterable[str]) -> None:
        """Go on with another version of the checklist; the answers to `dropped` do not go along."""
        self._do(entries.AuditMoved(self.audit.id, to.digest, tuple(dropped)))

    # Actions and concerns.

    def act(self, what: str, owner: str, due: date, *, item: str = "") -> None:
        """Add an action: what is to be done, whose role it is, and by which day."""
        self._do(entries.ActionAdded(self._new_id(), self.audit.id, what, owner, due.isoformat(), item))

    def raise_concern(self, what: str, told: str, told_at: str, *, item: str = "") -> None:
        """Raise an immediate concern: what it is, which role was told, and when."""
        self._do(entries.ConcernRaised(self._new_id(), self.audit.id, what, told, told_at, item))

    def answer_concern(self, concern: str, answer: str) -> None:
        """Close an immediate concern with what was answered or done."""
        self._do(entries.ConcernAnswered(self._new_id(), self.audit.id, answer, concern))


def undo(history: Iterable[Recorded], origin: str) -> entries.AnswerGiven | entries.AnswerCleared | None:
    """Return the entry that takes back the last change of an answer that `origin` made; None if none is left.

    Each undo takes back one change more; a change made after an undo is taken back first. What another
    origin answered is not taken back, and neither is what it replaced: that would remove its answer. What
    was answered before the audit moved to another version answered another question.
    """
    now: dict[str, Answer] = {}
    changes: list[tuple[str, Answer | None]] = []
    subject = ""
    for recorded in history:
        match recorded.entry:
            case entries.AuditMoved(dropped=dropped):
                changes.clear()
                now = {item: answer for item, answer in now.items() if item not in dropped}
            case entries.AnswerGiven(subject=subject) | entries.AnswerCleared(subject=subject):
                _take_in(recorded, changes, now, own=recorded.origin == origin)
    if not changes:
        return None
    item, before = changes[-1]
    if before is None:
        return entries.AnswerCleared(subject, item, undo=True)
    return entries.AnswerGiven(subject, before, undo=True)


def _take_in(
    recorded: Recorded, changes: list[tuple[str, Answer | None]], now: dict[str, Answer], *, own: bool
) -> None:
    """Bring up to date the changes that can be taken back, each with the answer before it, and the answers there are."""
    entry = recorded.entry
    if not isinstance(entry, entries.AnswerGiven | entries.AnswerCleared):
        return
    if not own:
        changes[:] = [change for change in changes if change[0] != entry.item]
    elif not entry.undo:
        changes.append((entry.item, now.get(entry.item)))
    elif changes:
        changes.pop()
    if isinstance(entry, entries.AnswerGiven):
        now[entry.item] = entry.answer
    else:
        now.pop(entry.item, None)
