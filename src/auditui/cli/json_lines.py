"""Answers as JSON lines, for scripts: every line that is wrong is named, and then nothing is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from auditui.core import kinds
from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.audits.entries import AnswerGiven, AuditFinished, Entry, JudgementGiven, NoteWritten
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.core.checklists.checklist import Checklist, Item


def entries_of(checklist: Checklist, audit_id: str, lines: Iterable[str]) -> list[Entry]:
    """Return the entries of JSON lines; AuditError naming every line that is wrong.

    A line answers (``{"item": ..., "value": ...}`` with reason, start and end, counted and out_of, or each),
    writes (``{"note": "comment", "item": ..., "text": ...}``), judges (``{"judgement": "good"}``) or
    finishes (``{"finish": true}``).
    """
    made: list[Entry] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            made.append(_entry(checklist, audit_id, dict(json.loads(line))))
        except AuditError as error:
            wrong.append(f"line {number}: {one_line(error.message, 120)}")
        except (ValueError, TypeError, RecursionError):
            wrong.append(
                f"line {number}: not a JSON object that says an answer, a note, a judgement or finish"
            )
    if wrong:
        raise AuditError("\n".join(wrong), "Nothing was kept")
    return made


def _entry(checklist: Checklist, audit_id: str, said: dict[str, Any]) -> Entry:
    if said == {"finish": True}:
        return AuditFinished(audit_id)
    if said.keys() == {"judgement"}:
        if said["judgement"] not in GRADES:
            raise AuditError(f"judgement is one of {', '.join(GRADES)}")
        return JudgementGiven(audit_id, said["judgement"])
    item = checklist.item(str(said.get("item")))
    if item is None and "item" in said:
        raise AuditError(f"there is no item {one_line(str(said['item']), 40)!r}")
    if "note" in said:
        return _note(audit_id, item, said)
    if item is None:
        raise AuditError("item is missing")
    return _answer(audit_id, item, said)


def _note(audit_id: str, item: Item | None, said: dict[str, Any]) -> Entry:
    if not said.keys() <= {"note", "item", "text"} or not isinstance(said.get("text"), str):
        raise TypeError
    kinds = ITEM_NOTES if item else CLOSING
    if said["note"] not in kinds:
        raise AuditError(f"note is one of {', '.join(kinds)}")
    return NoteWritten(audit_id, said["note"], said["text"], item.id if item else "")


def _answer(audit_id: str, item: Item, said: dict[str, Any]) -> Entry:
    """What stands behind an answer decides its value here as everywhere; a value given beside it is not needed."""
    given = AnswerGiven.of_body(audit_id, {"value": "", **said})
    answer = given.answer
    if given.undo:
        raise TypeError
    if answer.detail:
        answer = kinds.of(item).from_detail(item, answer.detail)
    kinds.check(item, answer)
    return AnswerGiven(audit_id, answer)
