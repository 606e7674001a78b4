"""Audits as tables: the list, and one audit with its answers and its sum."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.audit import progress
from auditui.core.audits.score import Score, score
from auditui.core.grades import GRADES
from auditui.report.table import Column, Table, Value

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.score import Line
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.moving import Move
    from auditui.store import AuditLine

_LIST = (
    *(
        Column("id", "Audit"),
        Column("checklist", "Checklist"),
        Column("case", "Case"),
        Column("event", "Event"),
    ),
    *(Column("team", "Team"), Column("auditor", "By"), Column("state", "State"), Column("answered", "Ans.")),
    *(Column("begun_at", "Begun", data_only=True), Column("changed_at", "Changed", data_only=True)),
    *(Column("finished_at", "Finished", data_only=True), Column("judgement", "Judgement")),
    *(Column("indicated", "Indicated", data_only=True), Column("percent", "Score", data_only=True)),
)


def audit_list(lines: list[AuditLine]) -> Table:
    """Return the list of audits as a table."""
    rows = tuple(tuple(getattr(line, column.name) for column in _LIST) for line in lines)
    return Table(f"{len(lines)} {'audit' if len(lines) == 1 else 'audits'}", _LIST, rows)


_PAGE = (
    *(
        Column("item", "Item", data_only=True),
        Column("title", "Item"),
        Column("value", "Answer", data_only=True),
    ),
    *(Column("answer", "Answer"), Column("detail", "Detail"), Column("earned", "Earned", places=2)),
    *(Column("possible", "Of"), Column("why_not", "Outside the sum"), Column("comment", "Comment")),
    Column("strength", "Strength"),
)


def audit_page(checklist: Checklist, audit: Audit) -> Table:
    """Return one audit, an item a row: its answer, what stands behind it, and its part in the sum."""
    scored = score(checklist, audit.answers)
    parts = {line.item.id: line for line in scored.lines}
    rows = [_item_row(audit, item, parts.get(item.id)) for item in checklist.items]
    # A note stays when the audit moves to a version that no longer asks its item.
    rows += [
        (left, f"{left} (no longer asked)", "", "", "", None, None, "", *_notes(audit, left))
        for left in sorted({name for name, _ in audit.notes if name and checklist.item(name) is None})
    ]
    title = f"{checklist.title}: case {audit.case}{', ' + audit.event if audit.event else ''} ({audit.state})"
    notes = (*_so_far(checklist, audit), *sum_in_words(scored), *_closing(audit))
    return Table(title, _PAGE, tuple(rows), notes)


def _item_row(audit: Audit, item: Item, part: Line | None) -> tuple[Value, ...]:
    answer = audit.answers.get(item.id)
    answered = (
        (answer.value, item.label(answer.value), kinds.of(item).behind(item, answer))
        if answer
        else ("", "", "")
    )
    in_sum = (float(part.earned), float(part.possible), part.why_not) if part else (None, None, "text")
    return (item.id, item.title, *answered, *in_sum, *_notes(audit, item.id))


def _notes(audit: Audit, item: str) -> tuple[str, str]:
    return audit.note(item, "comment"), audit.note(item, "strength")


def _so_far(checklist: Checklist, audit: Audit) -> tuple[str, ...]:
    """Say of an audit that is not complete that its sum is not its result."""
    answered, asked = progress(checklist, audit)
    return (
        (f"{answered} of {asked} items are answered: the sum is of these only.",) if answered < asked else ()
    )


def _closing(audit: Audit) -> tuple[str, ...]:
    judged = f"Judgement: {GRADES[audit.judgement]}." if audit.judgement else "No judgement yet."
    reason = audit.note("", "reason")
    return (judged + (f" {reason}" if reason else ""),)


def move_table(now: Checklist, to: Checklist, audit: Audit, does: Move) -> Table:
    """Return what moving an audit from one version to another does, an item a row."""
    columns = (
        *(Column("item", "Item", data_only=True), Column("title", "Item"), Column("becomes", "Becomes")),
        Column("answer", "Answer now"),
    )
    moves = {"kept": does.kept, "asked again": does.again, "lost": does.lost, "new": does.new}
    rows = []
    for becomes, items in moves.items():
        for item_id in items:
            item = now.item(item_id) or to.item(item_id)
            answer = audit.answers.get(item_id)
            if item is not None:
                rows.append((item_id, item.title, becomes, item.label(answer.value) if answer else ""))
    notes = (
        "Lost: no longer asked. Asked again: the question or its answers changed. Both stay in the journal, and every note stays.",
    )
    return Table(f"Case {audit.case}: {now.name} to {to.name}", columns, tuple(rows), notes)


def sum_in_words(scored: Score) -> list[str]:
    """Say how the score and the indicated grade came about, a sentence a line."""
    if scored.percent is None or scored.reached is None or scored.indicated is None:
        return ["Nothing counts yet, so nothing is indicated."]
    sentences = [
        f"Score: {_number(scored.earned)} of {_number(scored.possible)} weighted points = {_percent(scored.share)} %."
    ]
    for aspect in ("quality", "compliance"):
        share = scored.of_aspect(aspect)
        if share is not None:
            sentences.append(f"{aspect.capitalize()}: {_percent(share)} %.")
    sentences.append(f"By its score: {GRADES[scored.reached]}.")
    if scored.missed and scored.reached == "good":
        sentences.append(
            f"Outstanding would also need the best answer to: {', '.join(i.title for i in scored.missed)}."
        )
    sentences += [
        f"Limited by {cap.item.title}: at most {GRADES[cap.grade]}, since {cap.because}."
        for cap in scored.caps
    ]
    if scored.indicated != scored.reached:
        sentences.append(f"Indicated: {GRADES[scored.indicated]}.")
    return sentences


def _percent(share: Fraction | None) -> str:
    """Write a share in percent to one decimal, cut and not rounded, so that 89.96 never reads as the threshold 90."""
    return _number(Fraction(int((share or 0) * 1000), 10))


def _number(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
