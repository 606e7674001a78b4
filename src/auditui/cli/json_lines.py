"""Answers as JSON lines, for scripts: every line that is wrong is named, and then nothing is kept."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from auditui.cli.watched import record
from auditui.core import kinds
from auditui.core.audits.codec import decode
from auditui.core.audits.entries import AnswerGiven, Entry
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.store import session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.session import Session
    from auditui.core.checklists.checklist import Item
    from auditui.store import Store


@contextmanager
def at_once(store: Store, audit_id: str, by: str) -> Iterator[Session]:
    """Give an audit to work on; all that was said is written as one fact at the end, or nothing after an error."""
    new: list[Entry] = []

    def keep(*entries: Entry) -> str:
        new.extend(entries)
        return ""

    yield session(store, audit_id, by, keep)
    if new:
        record(store, *new, by=by)


def apply_lines(work: Session, lines: Iterable[str]) -> int:
    """Do what JSON lines say to an audit; return how many there were. AuditError names every line that is wrong.

    A line answers (``{"item": ..., "value": ...}`` with reason, start and end, counted and out_of, or each),
    writes (``{"note": "comment", "item": ..., "text": ...}``), judges (``{"judgement": "good"}``) or
    finishes (``{"finish": true}``).
    """
    count = 0
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _apply(work, dict(json.loads(line)))
            count += 1
        except AuditError as error:
            wrong.append(f"line {number}: {one_line(error.message, 120)}")
        except (ValueError, TypeError, RecursionError):
            wrong.append(
                f"line {number}: not a JSON object that says an answer, a note, a judgement or finish"
            )
    if wrong:
        raise AuditError("\n".join(wrong), "Nothing was kept")
    return count


def _apply(work: Session, line: dict[str, Any]) -> None:
    if line == {"finish": True}:
        work.finish()
        return
    if line.keys() == {"judgement"}:
        work.judge(line["judgement"])
        return
    item = work.checklist.item(str(line.get("item")))
    if item is None and "item" in line:
        raise AuditError(f"there is no item {one_line(str(line['item']), 40)!r}")
    if "note" in line:
        if not line.keys() <= {"note", "item", "text"} or not isinstance(line.get("text"), str):
            raise TypeError
        work.note(line["note"], line["text"], item.id if item else "")
    elif item is None:
        raise AuditError("item is missing")
    else:
        work.answer(_answer(item, line))


def _answer(item: Item, line: dict[str, Any]) -> Answer:
    """What stands behind an answer decides its value here as everywhere; a value given beside it is not needed."""
    entry = decode(AnswerGiven.kind, "", json.dumps({"value": "", **line}))
    if not isinstance(entry, AnswerGiven) or entry.undo:
        raise TypeError
    answer = entry.answer
    return kinds.of(item).from_detail(item, answer.detail) if answer.detail else answer
