"""What was said about an audit, in the words of every history: as a table, on the screens, of what another window wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits import amendments, entries
from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.kinds import in_words
from auditui.report import times
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import Entry, Recorded
    from auditui.core.checklists.checklist import Checklist, Item

_HISTORY = columns("at: (At) | when: <When> | by: By | what: What | of: Of | text: Words")
#: What entries without words of their own are called; their reason is their text.
_PLAIN: dict[type[Entry], str] = {
    entries.AuditStarted: "Audit begun",
    entries.AuditFinished: "Finished",
    entries.AuditReopened: "Reopened",
    entries.SubjectTaken: "Taken over from another desk",
    amendments.AuditWithdrawn: "Withdrawn",
    amendments.AuditRestored: "Brought back",
}


class Said(NamedTuple):
    """An entry in words: what it is, of what (an item, an action, a concern), and its text."""

    what: str
    of: str = ""
    text: str = ""


def answer_in_words(item: Item | None, answer: Answer | None) -> str:
    """Say an answer, or that there is none; its id where its item is not known here."""
    if answer is None:
        return "unanswered"
    return in_words(item, answer) if item else answer.value


def title_of(about: str) -> str:
    """Return what a kind of text is called."""
    return ITEM_NOTES.get(about) or CLOSING.get(about, about)


def said(checklist: Checklist, entry: Entry, names: Mapping[str, str] = {}) -> Said:
    """Say an entry about an audit, or about what goes with it; `names` are actions and concerns in words, by their ids."""
    item = checklist.item(getattr(entry, "item", ""))
    of = item.title if item else getattr(entry, "item", "")
    return (
        _of_item(entry, item, of)
        or _of_audit(entry, checklist)
        or _of_action(entry, of, names)
        or _of_concern(entry, of, names)
        or Said(_PLAIN.get(type(entry), "Said by a newer program"), of, getattr(entry, "reason", ""))
    )


def _of_item(entry: Entry, item: Item | None, of: str) -> Said | None:
    taken_back = ", taken back" if getattr(entry, "undo", False) else ""
    match entry:
        case entries.AnswerGiven(answer=answer):
            return Said(f"Answer{taken_back}", of, answer_in_words(item, answer))
        case entries.AnswerCleared():
            return Said(f"Answer{taken_back}", of, answer_in_words(item, None))
        case entries.NoteWritten(about=about, text=text):
            return Said(f"{title_of(about)}{taken_back}", of, text or "removed")
    return None


def _of_audit(entry: Entry, checklist: Checklist) -> Said | None:
    match entry:
        case entries.JudgementGiven(grade=grade):
            return Said("Judgement", "", checklist.scale.label(grade))
        case entries.AuditMoved(dropped=dropped):
            items = ", ".join(item.title if (item := checklist.item(name)) else name for name in dropped)
            without = f"not taken along: {items}" if items else ""
            return Said("Moved to another version of its checklist", "", without)
        case amendments.AuditCorrected(case=case, team=team, event=event, reason=reason):
            return Said("Corrected", ", ".join(filter(None, (case, event, team))), reason)
        case amendments.AdditionMade(about=about, text=text):
            return Said(f"{title_of(about)}, after the finish", "", text or "removed")
    return None


def _of_action(entry: Entry, of: str, names: Mapping[str, str]) -> Said | None:
    match entry:
        case entries.ActionAdded(what=what, owner=owner, due=due):
            return Said("Action", of, f"{what} ({owner}, due {due})")
        case amendments.ActionChanged(action=action, what=what, owner=owner, due=due):
            return Said("Action changed", names.get(action, ""), f"{what} ({owner}, due {due})")
        case entries.ActionDone(action=action, proof=proof):
            return Said("Action done", names.get(action or entry.subject, ""), proof)
        case amendments.ActionDropped(action=action, reason=reason):
            return Said("Action dropped", names.get(action, ""), reason)
        case amendments.ActionReopened(action=action, reason=reason):
            return Said("Action reopened", names.get(action, ""), reason)
    return None


def _of_concern(entry: Entry, of: str, names: Mapping[str, str]) -> Said | None:
    match entry:
        case entries.ConcernRaised(what=what, told=told, told_at=told_at):
            return Said("Immediate concern", of, f"{what} (told: {told}, {told_at})")
        case entries.ConcernAnswered(concern=concern, answer=answer):
            return Said("Immediate concern answered", names.get(concern or entry.subject, ""), answer)
        case amendments.ConcernAddedTo(concern=concern, text=text):
            return Said("Immediate concern added to", names.get(concern, ""), text)
    return None


def news(checklist: Checklist, entry: Entry) -> str:
    """Say in a line what an entry changed; of a text only which."""
    what, of, text = said(checklist, entry)
    match entry:
        case entries.AnswerGiven() | entries.AnswerCleared():
            return f"{of}: {text}"
        case entries.NoteWritten():
            return f"{of}{': ' if of else ''}{what} {'written' if entry.text else 'removed'}"
        case entries.JudgementGiven():
            return f"{what}: {text}"
    return what


def history_table(checklist: Checklist, audit: Audit, history: Iterable[Recorded]) -> Table:
    """Return entries about an audit and what goes with it, a row each, in the order given."""
    history = tuple(history)
    names = {
        recorded.entry.subject: recorded.entry.what
        for recorded in history
        if isinstance(recorded.entry, entries.ActionAdded | entries.ConcernRaised)
    }
    rows = tuple(
        (
            *(recorded.at, times.minute(recorded.at), recorded.actor),
            *said(checklist, recorded.entry, names),
        )
        for recorded in history
    )
    return Table(f"History: case {audit.case}, {checklist.title}", _HISTORY, rows, (times.LOCAL,))
