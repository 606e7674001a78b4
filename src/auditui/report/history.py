"""What was said about an audit, entry by entry, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits import amendments, entries
from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.kinds import in_words
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import Entry, Recorded
    from auditui.core.checklists.checklist import Checklist

_HISTORY = columns("at: When, UTC | by: By | what: What | of: Of | text: Words")


def history_table(checklist: Checklist, audit: Audit, history: Iterable[Recorded]) -> Table:
    """Return the entries about an audit that count, a row each, the oldest first."""
    rows = tuple(
        (recorded.at[:19].replace("T", " "), recorded.actor, *_said(checklist, recorded.entry))
        for recorded in history
    )
    return Table(f"History: case {audit.case}, {checklist.title}", _HISTORY, rows)


def _said(checklist: Checklist, entry: Entry) -> tuple[str, str, str]:
    """Return what an entry is, what it is of, and its words."""
    item = checklist.item(getattr(entry, "item", ""))
    of = item.title if item else getattr(entry, "item", "")
    undone = "taken back: " if getattr(entry, "undo", False) else ""
    match entry:
        case entries.AnswerGiven(answer=answer):
            return f"{undone}answer", of, in_words(item, answer) if item else answer.value
        case entries.NoteWritten(about=about, text=text):
            return f"{undone}{ITEM_NOTES.get(about) or CLOSING.get(about, about)}", of, text
        case entries.JudgementGiven(grade=grade):
            return "judgement", "", checklist.scale.label(grade)
        case amendments.AuditCorrected(case=case, team=team, event=event, reason=reason):
            return "corrected", ", ".join(filter(None, (case, event, team))), reason
    return undone + entry.kind.removeprefix("audit."), of, getattr(entry, "reason", "")
