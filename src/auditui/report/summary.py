"""The summary: how often the standard was met, how surely, and what the auditors judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditui.core.checklist import NOTHINGS
from auditui.core.errors import AuditError
from auditui.core.figures import Count, count
from auditui.core.grades import GRADES
from auditui.core.lineage import Lineages
from auditui.report.table import Column, Table, Value
from auditui.store import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.checklist import Checklist
    from auditui.store import JudgementTally, Reader, Where

GROUPS = ("checklist", "team", "section", "item", "answer", "month")
_OF_AUDITS = ("checklist", "team", "month")


@dataclass
class _Group:
    answers: Count = field(default_factory=Count)
    audits: int = 0
    judgements: Counter[str] = field(default_factory=Counter)


def summary(store: Reader, where: Where, by: str) -> Table:
    """Return the summary of the finished audits `where` selects, grouped `by` one of GROUPS.

    Versions of a checklist are joined in one row where their version maps allow it, and apart where not.
    """
    if by not in GROUPS:
        raise AuditError(f"There is no grouping {by!r}", f"It is one of {', '.join(GROUPS)}")
    dimension = (by,) if by in ("team", "month") else ()
    tallies = store.tallies(where, dimension)
    if by == "answer":
        return _answers(store, tallies)
    judged = store.judgement_tallies(where, dimension) if by in _OF_AUDITS else []
    series = _Series(store, by)
    groups: defaultdict[_Key, _Group] = defaultdict(_Group)
    for tally in tallies:
        checklist = store.checklist(tally.checklist)
        item = checklist.item(tally.item)
        if item is not None:
            group = groups[series.key(checklist, tally)]
            group.answers += count(item, tally.value, tally.number)
    for judgement in judged:
        group = groups[series.key(store.checklist(judgement.checklist), judgement)]
        group.audits += judgement.number
        group.judgements[judgement.judgement] += judgement.number
    return _table(by, groups, series, series.breaks({tally.checklist for tally in tallies}))


#: A group: the checklist's id, the first of its joined versions, and the item or section; or one value.
_Key = tuple[str | int, ...]


class _Series:
    """Which row a tally belongs to, and what the row is called."""

    def __init__(self, store: Reader, by: str) -> None:
        self.by = by
        self.store = store
        self.known = store.checklists()
        self.lineages = Lineages(self.known)

    def breaks(self, digests: set[str]) -> tuple[str, ...]:
        """Say which checklists' versions are pooled in every row though they may not be compared."""
        if self.by not in ("team", "month"):
            return ()
        origins: defaultdict[str, set[int]] = defaultdict(set)
        for checklist in map(self.store.checklist, digests):
            origins[checklist.id].add(self.lineages.pooled(checklist))
        return tuple(
            f"Break: versions of {name} that may not be compared are pooled here; --by checklist keeps them apart."
            for name, found in sorted(origins.items())
            if len(found) > 1
        )

    def key(self, checklist: Checklist, tally: Tally | JudgementTally) -> _Key:
        if self.by in ("team", "month"):
            return (str(getattr(tally, self.by)),)
        if self.by == "item" and isinstance(tally, Tally):
            return self._item(checklist, tally.item)
        if self.by == "section" and isinstance(tally, Tally):
            return self._section(checklist, checklist.section_of(tally.item).id)
        return (checklist.id, self.lineages.pooled(checklist), "")

    def _item(self, checklist: Checklist, item: str) -> _Key:
        return (checklist.id, self.lineages.item(checklist, item), item)

    def _section(self, checklist: Checklist, section: str) -> _Key:
        return (checklist.id, self.lineages.pooled(checklist, section), section)

    def in_order(self, groups: Iterable[_Key]) -> list[tuple[_Key, tuple[str, ...]]]:
        """Return each group's key with the cells that name it, in reading order: as asked, or by name."""
        keys = set(groups)
        if self.by in ("team", "month"):
            return [(key, (str(key[0]), str(key[0]) or "(no team)")) for key in sorted(keys)]
        found: dict[_Key, tuple[list[int], str]] = {}
        for checklist in sorted(self.known, key=lambda each: (each.id, -each.version)):
            for key, title in self._parts(checklist):
                if key in keys:
                    found.setdefault(key, ([], title))[0].append(checklist.version)
        several = len({key[0] for key in keys}) > 1 and self.by != "checklist"
        return [
            (key, self._named(key, self.lineages.said(versions), title, several=several))
            for key, (versions, title) in found.items()
        ]

    def _parts(self, checklist: Checklist) -> Iterator[tuple[_Key, str]]:
        if self.by == "checklist":
            yield (checklist.id, self.lineages.pooled(checklist), ""), checklist.title
        for section in checklist.sections if self.by != "checklist" else ():
            if self.by == "section":
                yield self._section(checklist, section.id), section.title
            else:
                yield from ((self._item(checklist, item.id), item.title) for item in section.items)

    def _named(self, key: _Key, versions: str, title: str, *, several: bool) -> tuple[str, ...]:
        one = len(self.lineages.versions(str(key[0]))) == 1
        words = (f"{key[0]}: " if several else "") + title + ("" if one else f" ({versions})")
        part = (str(key[2]),) if self.by != "checklist" else ()
        return (f"{key[0]} {versions}", *part, words)


def _table(by: str, groups: dict[_Key, _Group], series: _Series, breaks: tuple[str, ...]) -> Table:
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
    for key, named in series.in_order(groups):
        group = groups[key]
        row: list[Value] = [*named]
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
    if any(len(series.lineages.versions(str(key[0]))) > 1 for key in groups):
        notes.append(
            "Versions of a checklist stand apart where their questions or answers may not be compared."
        )
    notes += breaks
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
        version = f" (v{checklist.version})" if len(store.versions(checklist.id)) > 1 else ""
        for item in checklist.items:
            values = [*(option.id for option in item.options), *NOTHINGS]
            asked = sum(numbers[checklist.name, item.id, value] for value in values)
            rows += [
                (checklist.name, item.id, item.title + version, value, item.label(value), number, asked)
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
