"""Second audits in words and tables: both answers side by side, and how far auditors agree, item by item."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.figures.agreement import LEAST_PAIRS, Agreement, agreement
from auditui.figures.proportions import wilson
from auditui.figures.sampling import size_within
from auditui.report.scope import Scope, scoped
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_SIDES = columns(
    "section: (Section) | item: (Item) | title: Item | first: First | second: Second | agree: Same"
)
_AGREEMENT = columns(
    "checklist: Checklist | item: (Item) | title: Item | same: (Same) | pairs: (Pairs) | same_of_pairs: <Same>"
    " | percent: % | low: (Low) | high: (High) | interval: <95 %> | ac1: AC1 | ac1_low: (AC1 low) | ac1_high: (AC1 high)"
    " | ac1_interval: <95 % of AC1> | kappa: Kappa | remark: Remark"
)
_AGREEMENT = tuple(
    replace(column, places=2) if column.name in ("ac1", "ac1_low", "ac1_high", "kappa") else column
    for column in _AGREEMENT
)
#: What a judgement is called among the items.
_JUDGEMENT = "Judgement"


class Read(NamedTuple):
    """A pair of audits of one file, each as it was first finished."""

    checklist: Checklist
    first: Audit
    second: Audit

    @property
    def alike(self) -> bool:
        """Whether both answered one version of the checklist."""
        return self.first.checklist == self.second.checklist


def compared(pair: Read) -> Table:
    """Return both audits of a file side by side, item by item, as they were first finished."""
    rows: list[tuple[Value, ...]] = [
        (section.title, item.id, item.title, *_answers(pair, item), _mark(pair, item))
        for section in pair.checklist.sections
        for item in section.items
        if item.scored
    ]
    grades = [pair.checklist.scale.label(audit.judgement) for audit in (pair.first, pair.second)]
    rows.append(("", "", _JUDGEMENT, *grades, "yes" if grades[0] == grades[1] else "no"))
    given = [row[-1] for row in rows if row[-1]]
    return Table(
        f"{pair.first.case}: two audits with {pair.checklist.name}",
        _SIDES,
        tuple(rows),
        (
            f"First: {pair.first.auditor}, {pair.first.day}. Second: {pair.second.auditor}, {pair.second.day}, without the first's answers.",
            f"{given.count('yes')} of {len(given)} are the same. Both as they were first finished; the figures count the first.",
        ),
    )


def _answers(pair: Read, item: Item) -> tuple[str, str]:
    first, second = (audit.answers.get(item.id) for audit in (pair.first, pair.second))
    return tuple(item.label(answer.value) if answer else "not asked" for answer in (first, second))  # type: ignore[return-value]


def _mark(pair: Read, item: Item) -> str:
    first, second = (audit.answers.get(item.id) for audit in (pair.first, pair.second))
    if not (first or second):
        return ""
    return "yes" if first and second and first.value == second.value else "no"


def read_pair(store: Reader, audit_id: str, looks: str) -> Read:
    """Return both audits of a file, named by the id of either, for an auditor who `looks`.

    AuditError where there is no second one, it is not finished, or who looks reads the file again themselves.
    """
    named = store.audit(audit_id)
    first = named.second_of or named.id
    other = store.second_audit(first)
    if not other:
        raise AuditError(
            "There is no second audit of this one", f"auditui audit second {first[:8]} --by CODE"
        )
    if not store.audit(other).first_day:
        raise AuditError(
            "The second audit is not finished yet", "Until then nobody compares it: auditui audit list"
        )
    store.insist_not_blind(first, looks)
    one, two = store.first_finished(first), store.first_finished(other)
    return Read(store.checklist(two.checklist), one, two)


def pairs(store: Reader, selection: Selection) -> Iterator[Read]:
    """Yield the pairs of audits that a selection of first audits has; both sides are as first finished."""
    for pair in store.pairs(selection):
        first, second = store.first_finished(pair.first), store.first_finished(pair.second)
        yield Read(store.checklist(second.checklist), first, second)


def table(store: Reader, selection: Selection) -> Table:
    """Return how far first and second auditors agree: the judgement, then each item, by checklist and version."""
    read = list(pairs(store, selection))
    alike = [pair for pair in read if pair.alike]
    groups: dict[str, list[Read]] = defaultdict(list)
    for pair in alike:
        groups[pair.second.checklist].append(pair)
    rows: list[tuple[Value, ...]] = [
        row
        for digest in sorted(groups, key=lambda d: groups[d][0].checklist.name)
        for row in _rows(groups[digest])
    ]
    notes = [*_notes(len(read)), *_judged(alike)]
    if other := len(read) - len(alike):
        notes.append(
            f"{number_of(other, 'pair is', 'pairs are')} left out: the first was finished on another version."
        )
    return scoped(Table("How far auditors agree", _AGREEMENT, tuple(rows), tuple(notes)), Scope(selection))


def _rows(read: Sequence[Read]) -> Iterator[tuple[Value, ...]]:
    checklist = read[0].checklist
    judged = [(pair.first.judgement, pair.second.judgement) for pair in read]
    yield (checklist.name, "", _JUDGEMENT, *_cells(agreement(judged, checklist.scale.ids)))
    for item in (item for item in checklist.items if item.scored):
        both = [
            (first.value, second.value)
            for pair in read
            if (first := pair.first.answers.get(item.id)) and (second := pair.second.answers.get(item.id))
        ]
        yield (
            checklist.name,
            item.id,
            item.title,
            *_cells(agreement(both, [one.id for one in item.options])),
        )


def _cells(of: Agreement) -> Iterator[Value]:
    yield from (of.same, of.pairs, f"{of.same} of {of.pairs}")
    if not of.enough or of.interval is None:
        yield from (None, None, None, "", None, None, None, "", None, f"too few: fewer than {LEAST_PAIRS}")
        return
    low, high = (100 * end for end in of.interval)
    yield from (100 * of.same / of.pairs, low, high, f"{low:.0f}-{high:.0f}")
    ends = of.ac1_interval
    yield from (
        (of.ac1, ends.low, ends.high, f"{ends.low:.2f}-{ends.high:.2f}") if ends else (None, None, None, "")
    )
    yield of.kappa
    yield "" if of.kappa is not None else "no kappa: one answer throughout"


def _notes(number: int) -> Iterator[str]:
    at_best = wilson(LEAST_PAIRS, LEAST_PAIRS)
    assert at_best is not None  # noqa: S101 - ten of ten are a proportion
    yield (
        f"{number_of(number, 'pair')} of audits of one file, the second without sight of the first; both as they were first finished."
        " Second audits are in no other figure."
    )
    yield (
        f"Of fewer than {LEAST_PAIRS} pairs nothing is said: even {LEAST_PAIRS} of {LEAST_PAIRS} the same allow {100 * at_best.low:.0f} %."
        f" To know a percentage within 10 points takes up to {size_within(0.1, 10**9)} pairs."
    )
    yield (
        "AC1 is agreement beyond chance (Gwet 2008), and so is kappa (Cohen 1960), which falls where nearly all answers are alike;"
        " 1 is all, 0 is what chance does."
    )


def _judged(read: Sequence[Read]) -> Iterator[str]:
    """Say how often the second judgement was lower or higher than the first: which way auditors differ."""
    if not read:
        return
    steps = [_step(pair) for pair in read]
    lower, higher = (sum(step == way for step in steps) for way in (-1, 1))
    yield f"Judgement: the second was lower in {lower} of {len(read)}, higher in {higher}, the same in {len(read) - lower - higher}."


def _step(pair: Read) -> int:
    """Return -1 where the second judgement is the lower one, 1 where it is the higher."""
    place: Mapping[str, int] = {grade: number for number, grade in enumerate(pair.checklist.scale.ids)}
    first, second = (place.get(audit.judgement, 0) for audit in (pair.first, pair.second))
    return (first > second) - (first < second)
