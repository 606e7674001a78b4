"""One audit as a table: its answers and its sum."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.audit import CLOSING, progress
from auditui.core.audits.explained import explained
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.score import Line, Score
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.moving import Move
    from auditui.store import Concern

_PAGE = (
    *columns("item: (Item) | title: Item | value: (Answer) | answer: Answer | detail: Detail"),
    Column("earned", "Earned", places=2),
    *columns("possible: Of | why_not: Outside the sum | comment: Comment | strength: Strength"),
)


def audit_page(checklist: Checklist, audit: Audit, concerns: Iterable[Concern] = ()) -> Table:
    """Return one audit, an item a row: its answer, what stands behind it, and its part in the sum.

    Below stand its immediate `concerns`, the sum in words, the judgement and the closing texts.
    """
    scored = explained(checklist, audit)
    parts = {line.item.id: line for line in scored.lines}
    rows = [_item_row(audit, item, parts.get(item.id)) for item in checklist.items]
    # A note stays when the audit moves to a version that no longer asks its item.
    rows += [
        (left, f"{left} (no longer asked)", "", "", "", None, None, "", *_notes(audit, left))
        for left in sorted({name for name, _ in audit.notes if name and checklist.item(name) is None})
    ]
    title = f"{checklist.title}: case {audit.case}{', ' + audit.event if audit.event else ''} ({audit.state})"
    notes = (
        *map(in_words, concerns),
        *_so_far(checklist, audit),
        *sum_in_words(scored),
        _closing(checklist, audit),
        *(f"{words}: {audit.note('', about)}" for about, words in _TEXTS if audit.note("", about).strip()),
    )
    return Table(title, _PAGE, tuple(rows), notes)


def _item_row(audit: Audit, item: Item, part: Line | None) -> tuple[Value, ...]:
    answer = audit.answers.get(item.id)
    answered = (answer.value, item.label(answer.value), kinds.behind(item, answer)) if answer else ("",) * 3
    in_sum = (float(part.earned), float(part.possible), part.why_not) if part else (None, None, "text")
    return (item.id, item.title, *answered, *in_sum, *_notes(audit, item.id))


def _notes(audit: Audit, item: str) -> tuple[str, str]:
    return audit.note(item, "comment"), audit.note(item, "strength")


def _so_far(checklist: Checklist, audit: Audit) -> Iterator[str]:
    """Say of an audit that is not complete that its sum is not its result."""
    done, number = progress(checklist, audit)
    if done < number:
        yield f"{done} of {number} items are answered: the sum is of these only."


_TEXTS = tuple((about, words) for about, words in CLOSING.items() if about != "reason")


def in_words(concern: Concern) -> str:
    """Say an immediate concern, who was told, and its answer."""
    answered = (
        f"Answered by {concern.answered_by}: {concern.answer}" if concern.answered_at else "Not answered yet."
    )
    known_to = f"Told: {concern.told}, {concern.told_at}; raised by {concern.raised_by}."
    return f"Immediate concern: {concern.what}. {known_to} {answered}"


def _closing(checklist: Checklist, audit: Audit) -> str:
    judged = (
        f"Judgement: {checklist.scale.label(audit.judgement)}." if audit.judgement else "No judgement yet."
    )
    return f"{judged} {audit.note('', 'reason')}".rstrip()


_MOVE = columns("item: (Item) | title: Item | becomes: Becomes | answer: Answer now")


def move_table(now: Checklist, to: Checklist, audit: Audit, does: Move) -> Table:
    """Return what moving an audit from one version to another does, an item a row."""
    moves = {"kept": does.kept, "asked again": does.again, "lost": does.lost, "new": does.new}
    rows: list[tuple[Value, ...]] = []
    for becomes, items in moves.items():
        for item in filter(None, (now.item(name) or to.item(name) for name in items)):
            answer = audit.answers.get(item.id)
            rows.append((item.id, item.title, becomes, item.label(answer.value) if answer else ""))
    notes = (
        "Lost: no longer asked. Asked again: the question or its answers changed. Both stay in the journal, and every note stays.",
    )
    return Table(f"Case {audit.case}: {now.name} to {to.name}", _MOVE, tuple(rows), notes)


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
    sentences.append(f"By its score: {scored.scale.label(scored.reached)}.")
    if scored.missed and scored.reached in scored.scale.ids[1:2]:
        sentences.append(
            f"{scored.scale.best.label} would also need the best answer to: {', '.join(i.title for i in scored.missed)}."
        )
    sentences += [
        f"Limited by {cap.item.title}: at most {scored.scale.label(cap.grade)}, since {cap.because}."
        for cap in scored.caps
    ]
    if scored.indicated != scored.reached:
        sentences.append(f"Indicated: {scored.scale.label(scored.indicated)}.")
    return sentences


def _percent(share: Fraction | None) -> str:
    """Write a share in percent to one decimal, cut and not rounded, so that 89.96 never reads as the threshold 90."""
    return _number(Fraction(int((share or 0) * 1000), 10))


def _number(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
