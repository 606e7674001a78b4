"""One audit as a page to be read: every answer in words, the notes and the closing texts in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.report import times
from auditui.report.audits import audit_page
from auditui.report.document import Block, Document, Facts, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.store import Concern
    from auditui.store.values import Addition


def audit_document(
    checklist: Checklist, audit: Audit, concerns: Iterable[Concern] = (), added: Iterable[Addition] = ()
) -> Document:
    """Return the same as `audit_page`, an item a paragraph, so that it fits any width."""
    table = audit_page(checklist, audit, concerns, added)
    when = (
        f"finished {times.minute(audit.finished_at)}"
        if audit.finished_at
        else f"begun {times.minute(audit.begun_at)}"
    )
    blocks: list[Block] = [
        Paragraph(f"Team {audit.team}, by {audit.auditor}, {when}. {times.LOCAL}", "small")
    ]
    for section in checklist.sections:
        rows = tuple(row for item in section.items for row in _item(audit, item))
        blocks += [Heading(2, section.title), Facts(rows)]
    blocks += [Heading(2, "Result"), *(Paragraph(note) for note in table.notes)]
    texts = tuple(
        (words, text) for about, words in CLOSING.items() if (text := audit.note("", about).strip())
    )
    return Document(table.title, (*blocks, *([Facts(texts)] if texts else [])))


def _item(audit: Audit, item: Item) -> Iterator[tuple[str, str]]:
    answer = audit.answers.get(item.id)
    behind = kinds.behind(item, answer) if answer else ""
    answered = item.label(answer.value) if answer else "-" if item.scored else "not scored"
    yield item.title, f"{answered}{': ' + behind if behind else ''}"
    for about, words in ITEM_NOTES.items():
        if text := audit.note(item.id, about):
            yield f"  {words}", text
