"""The summary: how often the standard was met, how surely, and what the auditors judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditui.core.checklist import NOTHINGS
from auditui.core.errors import AuditError
from auditui.core.figures import Count, count
from auditui.core.grades import GRADES
from auditui.report.table import Column, Table, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.core.checklist import Checklist
    from auditui.store import JudgementTally, Reader, Tally, Where

GROUPS = ("checklist", "team", "section", "item", "answer", "month")
_OF_AUDITS = ("checklist", "team", "month")


@dataclass
class _Group:
    answers: Count = field(default_factory=Count)
    audits: int = 0
    judgements: Counter[str] = field(default_factory=Counter)


def summary(store: Reader, where: Where, by: str) -> Table:
    """Return the summary of the finished audits `where` selects, grouped `by` one of GROUPS."""
    if by not in GROUPS:
        raise AuditError(f"There is no grouping {by!r}", f"It is one of {', '.join(GROUPS)}")
    dimension = (by,) if by in ("team", "month") else ()
    tallies = store.tallies(where, dimension)
    if by == "answer":
        return _answers(store, tallies)
    judged = store.judgement_tallies(where, dimension) if by in _OF_AUDITS else []
    groups: defaultdict[tuple[str, ...], _Group] = defaultdict(_Group)
    for tally in tallies:
        checklist = store.checklist(tally.checklist)
        item = checklist.item(tally.item)
        if item is not None:
            group = groups[_key(by, checklist, tally)]
            group.answers += count(item, tally.value, tally.number)
    for judgement in judged:
        group = groups[_judged_key(by, store.checklist(judgement.checklist), judgement)]
        group.audits += judgement.number
        group.judgements[judgement.judgement] += judgement.number
    return _table(by, groups, _order(store, by, groups))


def _key(by: str, checklist: Checklist, tally: Tally) -> tuple[str, ...]:
    if by == "item":
        return (checklist.name, tally.item)
    if by == "section":
        return (checklist.name, checklist.section_of(tally.item).id)
    return (checklist.name,) if by == "checklist" else (getattr(tally, by),)


def _judged_key(by: str, checklist: Checklist, judgement: JudgementTally) -> tuple[str, ...]:
    return (checklist.name,) if by == "checklist" else (getattr(judgement, by),)


def _order(
    store: Reader, by: str, groups: Iterable[tuple[str, ...]]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return each group's key with its words, in reading order: as the checklist asks, or by name."""
    if by not in ("item", "section"):
        known = store.checklists()
        versions = Counter(checklist.id for checklist in known)
        titles = {c.name: c.title + (f" (v{c.version})" if versions[c.id] > 1 else "") for c in known}
        return [(key, (titles.get(key[0], key[0]) or "(no team)",)) for key in sorted(groups)]
    keys = set(groups)
    found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    several = len({key[0] for key in keys}) > 1
    for checklist in store.checklists():
        for section in checklist.sections:
            parts = (
                [(section.id, section.title)] if by == "section" else [(i.id, i.title) for i in section.items]
            )
            for part, title in parts:
                if (checklist.name, part) in keys:
                    found.append(
                        ((checklist.name, part), (f"{checklist.id}: {title}" if several else title,))
                    )
    return found


def _table(
    by: str, groups: dict[tuple[str, ...], _Group], order: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> Table:
    of_audits = by in _OF_AUDITS
    columns = [
        *((Column("checklist", "Checklist", data_only=True),) if by in ("item", "section") else ()),
        Column(by, by.capitalize(), data_only=True),
        Column("title", by.capitalize(), page_only=by in ("team", "month")),
        *((Column("audits", "Audits"),) if of_audits else ()),
        Column("met", "Met", data_only=True),
        Column("counted", "Counted", data_only=True),
        Column("met_of_counted", "Met", page_only=True),
        Column("percent", "%"),
        Column("low", "Low", data_only=True),
        Column("high", "High", data_only=True),
        Column("interval", "95 %", page_only=True),
        *(Column("not_recorded", "NR"), Column("could_not_see", "CNS"), Column("not_applicable", "N/A")),
        *((Column(grade.replace("-", "_"), short) for grade, short in _JUDGED) if of_audits else ()),
    ]
    rows = []
    for key, (title,) in order:
        group = groups[key]
        row: list[Value] = [*key, title]
        if of_audits:
            row.append(group.audits)
        row += _figures(group.answers)
        if of_audits:
            row += [group.judgements[grade] for grade, _ in _JUDGED]
        rows.append(tuple(row))
    notes = [
        "Met: answers that reach the standard, of the answers that count; 95 %: Wilson interval.",
        "NR not recorded (counts as not met). CNS could not see, N/A not applicable (both outside the count).",
    ]
    if of_audits:
        notes.append("Judgements: O outstanding, G good, RI requires improvement to be good, I inadequate.")
    return Table(f"Summary by {by}", tuple(columns), tuple(rows), tuple(notes))


_JUDGED = (("outstanding", "O"), ("good", "G"), ("requires-improvement", "RI"), ("inadequate", "I"))
assert {grade for grade, _ in _JUDGED} == set(GRADES)  # noqa: S101 - a new grade needs its column


def _figures(answers: Count) -> list[Value]:
    low, high = answers.interval or (None, None)
    as_percent = [None if share is None else share * 100 for share in (answers.share, low, high)]
    shown = "" if low is None or high is None else f"{low * 100:.0f}-{high * 100:.0f}"
    return [
        *(answers.met, answers.counted, f"{answers.met} of {answers.counted}"),
        *(*as_percent, shown),
        *(answers.not_recorded, answers.could_not_see, answers.not_applicable),
    ]


def _answers(store: Reader, tallies: list[Tally]) -> Table:
    """Every answer of every item as its own count: where `met` alone would hide what happened instead."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    for tally in tallies:
        numbers[store.checklist(tally.checklist).name, tally.item, tally.value] += tally.number
    rows: list[tuple[Value, ...]] = []
    for checklist in store.checklists():
        for item in checklist.items:
            values = [*(option.id for option in item.options), *NOTHINGS]
            asked = sum(numbers[checklist.name, item.id, value] for value in values)
            rows += [
                (checklist.name, item.id, item.title, value, item.label(value), number, asked)
                for value in values
                if (number := numbers[checklist.name, item.id, value])
            ]
    columns = (
        *(Column("checklist", "Checklist", data_only=True), Column("item", "Item", data_only=True)),
        *(Column("title", "Item"), Column("value", "Answer", data_only=True), Column("answer", "Answer")),
        *(Column("number", "Number"), Column("audits", "of audits")),
    )
    return Table(
        "Summary by answer",
        columns,
        tuple(rows),
        ("Each answer as its own count, of the audits that asked.",),
    )
