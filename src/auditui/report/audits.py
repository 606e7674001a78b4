"""One audit as a table: its answers and its sum."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, progress
from auditui.core.audits.explained import explained
from auditui.core.audits.states import WITHDRAWN
from auditui.core.checklists.checklist import COULD_NOT_SEE
from auditui.report import times
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.score import Line, Score
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.moving import Move
    from auditui.store import Addition, Concern

_PAGE = (
    *columns("item: (Item) | title: Item | value: (Answer) | answer: Answer | detail: Detail"),
    Column("earned", "Earned", places=2),
    *columns(
        "possible: Of | why_not: Outside the sum | comment: Comment | strength: Strength | evidence: Evidence"
    ),
)


def audit_page(
    checklist: Checklist, audit: Audit, concerns: Iterable[Concern] = (), added: Iterable[Addition] = ()
) -> Table:
    """Return one audit, an item a row: its answer, what stands behind it, and its part in the sum.

    The texts that close it are rows of no item, so that every form has them in full. Below stand its immediate `concerns`,
    the sum in words, the judgement, and what was `added` after the finish.
    """
    scored = explained(checklist, audit)
    parts = {line.item.id: line for line in scored.lines}
    rows = [_item_row(audit, item, parts.get(item.id)) for item in checklist.items]
    # A note stays when the audit moves to a version that no longer asks its item.
    rows += [
        (left, f"{left} (no longer asked)", "", "", "", None, None, "", *_notes(audit, left))
        for left in no_longer_asked(checklist, audit)
    ]
    rows += [
        ("", words, "", "", "", None, None, "", audit.note("", about), *("",) * (len(ITEM_NOTES) - 1))
        for about, words in CLOSING.items()
        if audit.note("", about).strip()
    ]
    title = f"{checklist.title}: case {audit.case}{', ' + audit.event if audit.event else ''} ({audit.state})"
    notes = (
        *map(in_words, concerns),
        *result_in_words(checklist, audit),
        _closing(checklist, audit),
        *(
            f"{CLOSING.get(text.about, text.about)}, added {times.day(text.added_at)}: {text.text}"
            for text in added
        ),
        *((f"Withdrawn: {audit.why}",) if audit.state == WITHDRAWN else ()),
    )
    return Table(title, _PAGE, tuple(rows), notes)


def no_longer_asked(checklist: Checklist, audit: Audit) -> list[str]:
    """Return the items that something was written to and that the checklist, in its version now, does not ask."""
    return sorted({name for name, _ in audit.notes if name and checklist.item(name) is None})


def _item_row(audit: Audit, item: Item, part: Line | None) -> tuple[Value, ...]:
    answer = audit.answers.get(item.id)
    answered = (answer.value, item.label(answer.value), kinds.behind(item, answer)) if answer else ("",) * 3
    in_sum = (float(part.earned), float(part.possible), part.why_not) if part else (None, None, "text")
    return (item.id, item.title, *answered, *in_sum, *_notes(audit, item.id))


def _notes(audit: Audit, item: str) -> tuple[str, ...]:
    return tuple(audit.note(item, about) for about in ITEM_NOTES)


def result_in_words(checklist: Checklist, audit: Audit) -> list[str]:
    """Say how the score and what it indicates came about; of an audit with items left, that there is no sum yet."""
    done, number = progress(checklist, audit)
    if done < number:
        return [f"{done} of {number} items are answered: there is no sum before all are."]
    scored = explained(checklist, audit)
    return [*sum_in_words(scored), *_just_below(checklist, scored)]


def _just_below(checklist: Checklist, scored: Score) -> Iterator[str]:
    """Say of a share that rounds to what a grade needs that it is below it."""
    for grade, lowest in checklist.indicated.lowest:
        if (
            scored.share is not None
            and scored.share * 100 < lowest
            and _percent(scored.share) == _number(Fraction(lowest))
        ):
            yield f"{lowest} % is rounded: the share is just below the {lowest} % that {scored.scale.label(grade)} needs."


def in_words(concern: Concern) -> str:
    """Say an immediate concern, who was told, and its answer."""
    answered = (
        f"Answered by {concern.answered_by}: {concern.answer}" if concern.answered_at else "Not answered yet."
    )
    more = "".join(f" Added {times.day(text.added_at)}: {text.text}." for text in concern.added)
    known_to = f"Told: {concern.told}, {concern.told_at}; raised by {concern.raised_by}."
    return f"Immediate concern: {concern.what}. {known_to}{more} {answered}"


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
    sentences += _limits(scored)
    if scored.indicated != scored.reached:
        sentences.append(f"Indicated: {scored.scale.label(scored.indicated)}.")
    return sentences


def _limits(scored: Score) -> list[str]:
    """Say which items limit the grade, and which would have but could not be seen."""
    label = scored.scale.label
    limited = [
        f"Limited by {cap.item.title}: at most {label(cap.grade)}, since {cap.because}."
        for cap in scored.caps
    ]
    unseen = [
        f"{line.item.title} could not be seen, so it limits nothing here: had it fallen short, the most would be"
        f" {label(line.item.limiting.caps)}."
        for line in scored.lines
        if line.item.limiting and line.answer and line.answer.value == COULD_NOT_SEE
    ]
    return limited + unseen


def _percent(share: Fraction | None) -> str:
    """Write a share in percent to one decimal, rounded as a calculator does: half a tenth goes up."""
    return _number(Fraction(int((share or 0) * 1000 + Fraction(1, 2)), 10))


def _number(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
