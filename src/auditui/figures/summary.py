"""A summary as a value: finished audits grouped, counted, compared with the time before, and what of it may be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditui.core.checklists.lineage import Lineages
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES, rank
from auditui.core.periods import JANUARY, QUARTER, YEAR, period
from auditui.core.strata import AGE_BANDS
from auditui.figures.counting import Group, common_effect, count
from auditui.figures.disclosure import OF_MET, hidden_figures
from auditui.figures.proportions import difference, standard_errors
from auditui.figures.series import ANSWERS
from auditui.figures.tallies import GROUPS, PARTS
from auditui.figures.verdicts import AUDITS, BETTER, NO_CHANGE, TOO_FEW, WORSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.tallies import Tallies

#: How much doubt all verdicts of a compared table share.
_DOUBT = 0.035


class Part(Struct, frozen=True):
    """A checklist, section or item as a row: versions that may be compared are one row, ``v1-v3``; `id` is the part's."""

    checklist: str
    versions: str
    id: str
    title: str


class Change(Struct, frozen=True):
    """The change of a proportion with its 95 % interval, from -1 to 1; the verdict shares the doubt among all rows."""

    by: float
    low: float
    high: float
    verdict: str


class Row(Struct, frozen=True):
    """The figures of a group, `labels` saying of what, one for each grouping; no labels: of all audits together.

    `hidden` and `hidden_before` name the figures that are not to be shown. `change` is None where there is nothing on
    one side.
    """

    labels: tuple[str | Part, ...]
    now: Group
    hidden: frozenset[str]
    before: Group | None = None
    hidden_before: frozenset[str] = frozenset()
    change: Change | None = None


@dataclass(frozen=True)
class Summary:
    """Rows in the order they are read in. `judged`: audits and judgements can be counted in these groups.

    `pooled` are the checklists of which versions that may not be compared are in one row, `versions` how many of each
    checklist there are, `small` the count up to which figures are hidden, 0 for none.
    """

    by: tuple[str, ...]
    rows: tuple[Row, ...]
    judged: bool
    compared: bool
    small: int
    pooled: tuple[str, ...]
    versions: Mapping[str, int]

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of checklists among the labels."""
        return [label for row in self.rows for label in row.labels if isinstance(label, Part)]


def check(by: tuple[str, ...]) -> None:
    """Refuse what audits cannot be grouped by; AuditError says what they can be."""
    for name in by:
        if name not in GROUPS:
            raise AuditError(f"There is no grouping {name!r}", f"It is one of {', '.join(GROUPS)}")
    parts = [name for name in by if name in PARTS]
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by) or len(parts) > 1 or (len(by) > 1 and "answer" in by):
        raise AuditError(
            f"{' and '.join(by)} cannot be crossed",
            f"Give one grouping, or two of which at most one is {', '.join(PARTS[:-1])} or {PARTS[-1]}",
        )


def dimensions(by: tuple[str, ...]) -> tuple[str, ...]:
    """Return what audits must be counted by for these groupings."""
    return tuple(
        "month" if name in (QUARTER, YEAR) else name for name in by if name not in (*PARTS, "answer")
    )


def summary(
    checklists: Sequence[Checklist],
    by: tuple[str, ...],
    tallies: Tallies,
    before: Tallies | None = None,
    small: int = 0,
    begins: int = JANUARY,
) -> Summary:
    """Return the summary of audits counted by `dimensions(by)`, `by` one of GROUPS or two crossed.

    Versions of a checklist are joined in one row where their version maps allow it, and apart where not. `before` are
    the audits of an earlier period to compare with. Years begin in the month `begins`. `small` above 0 hides counts from 1 to that number, and what would
    give them back.
    """
    grouping = _Grouping(checklists, by, begins)
    now = grouping.groups(tallies)
    then = None if before is None else grouping.groups(before)
    labels = grouping.labels({**dict.fromkeys(then or {}, Group()), **now})
    whole = len(by) == 1 and not grouping.part and len(labels) > 1
    named = [*labels.values(), *([()] if whole else [])]
    of_audits = grouping.of_audits
    groups = _in_order(now, labels, whole=whole)
    columns: list[Sequence[Any]] = [named, groups]
    columns.append(hidden_figures(groups, small, total=whole, judged=of_audits))
    if then is not None:
        earlier = _in_order(then, labels, whole=whole)
        changes = [change(*pair, len(groups)) for pair in zip(earlier, groups, strict=True)]
        columns += [earlier, hidden_figures(earlier, small, total=whole, judged=of_audits), changes]
    rows = [Row(*row) for row in zip(*columns, strict=True)]
    if grouping.part == "item":  # where a hidden count stands among the others would tell what it is
        rows.sort(key=lambda row: str(row.labels) if row.hidden & OF_MET else "")
    versions = {checklist.id: len(grouping.lineages.versions(checklist.id)) for checklist in checklists}
    pooled = grouping.pooled({tally.checklist for tally in tallies.of(grouping.by_digest).answers})
    return Summary(by, tuple(rows), of_audits, then is not None, small, pooled, versions)


#: A group: for each grouping its value, or the checklist's id, the first of its joined versions and the part.
_Key = tuple[tuple[str | int, ...], ...]


def _in_order(groups: Mapping[_Key, Group], keys: Mapping[_Key, object], *, whole: bool) -> list[Group]:
    """Return the groups in the order of `keys`, and with `whole` all of them pooled at the end."""
    ordered = [groups.get(key, Group()) for key in keys]
    return [*ordered, sum(ordered, Group())] if whole else ordered


def change(before: Group, now: Group, rows: int) -> Change | None:
    """Return how much more is met than before; None where nothing counts on one side.

    Newcombe's interval of the difference, with one design effect for both sides and Student's t of two fewer than there
    are audits. It is called better or worse where the interval at 1 - 0.035/rows leaves out 0, so that of all `rows` of a
    table one is called so by chance in at most 1 table of 20 (Bonferroni; 0.035 leaves room for the tails of few audits).
    """
    one, other = before.answers, now.answers
    if one.share is None or other.share is None:
        return None
    effect = common_effect(before.spread, now.spread)
    first, second = (one.share, one.counted / effect), (other.share, other.counted / effect)
    degrees = max(before.answering + now.answering - 2, 1)
    low, high = difference(first, second, reach=standard_errors(degrees=degrees))
    surely = difference(first, second, reach=standard_errors(1 - _DOUBT / rows, degrees))
    few = min(before.answering, now.answering) < AUDITS
    if few or min(before.answers.counted, now.answers.counted) < ANSWERS:
        verdict = TOO_FEW
    else:
        verdict = BETTER if surely.low > 0 else WORSE if surely.high < 0 else NO_CHANGE
    return Change(other.share - one.share, low, high, verdict)


class _Grouping:
    """Which row a tally belongs to, and what the row is called."""

    def __init__(self, checklists: Sequence[Checklist], by: tuple[str, ...], begins: int) -> None:
        self.by = by
        self.begins = begins
        self.checklists = checklists
        self.by_digest = {checklist.digest: checklist for checklist in checklists}
        self.lineages = Lineages(checklists)
        self.part = next((name for name in by if name in PARTS), "")
        self.of_audits = self.part not in ("section", "item")

    def groups(self, tallies: Tallies) -> dict[_Key, Group]:
        """Return every row's figures."""
        tallies = tallies.of(self.by_digest)
        groups: defaultdict[_Key, Group] = defaultdict(Group)
        for tally in tallies.answers:
            checklist = self.by_digest[tally.checklist]
            item = checklist.item(tally.item)
            if item is not None or not tally.item:
                section = checklist.section_of(item.id).id if item else ""
                groups[self._key(checklist, tally.group, section, tally.item)].answers += count(
                    tally.part, tally.number
                )
        for spread in tallies.spreads if self.part != "item" else ():
            if bool(spread.section) == (self.part == "section"):
                key = self._key(self.by_digest[spread.checklist], spread.group, spread.section)
                groups[key].spread += spread.spread
        for judged in tallies.judgements if self.of_audits else ():
            group = groups[self._key(self.by_digest[judged.checklist], judged.group)]
            group.audits += judged.number
            group.judgements[judged.judgement] += judged.number
        return dict(groups)

    def pooled(self, digests: set[str]) -> tuple[str, ...]:
        """Return the checklists whose versions are pooled in every row though they may not be compared."""
        origins: defaultdict[str, set[int]] = defaultdict(set)
        for digest in digests if self.part in ("", "theme") else ():
            checklist = self.by_digest[digest]
            origins[checklist.id].add(self.lineages.pooled(checklist))
        return tuple(sorted(name for name, firsts in origins.items() if len(firsts) > 1))

    def _key(self, checklist: Checklist, group: tuple[str, ...], section: str = "", item: str = "") -> _Key:
        values = iter(group)
        return tuple(
            self._part_key(checklist, section, item)
            if name in PARTS
            else (period(next(values), name, self.begins) if name in (QUARTER, YEAR) else next(values),)
            for name in self.by
        )

    def _part_key(self, checklist: Checklist, section: str, item: str) -> tuple[str | int, ...]:
        if self.part == "theme":
            return (checklist.theme,)
        if self.part == "item":
            return (checklist.id, self.lineages.item(checklist, item), item)
        section = section if self.part == "section" else ""
        return (checklist.id, self.lineages.pooled(checklist, section), section)

    def labels(self, groups: Mapping[_Key, Group]) -> dict[_Key, tuple[str | Part, ...]]:
        """Return each group's labels, in the order they are read in: values by name, parts as asked.

        Items stand in the order of how many of their answers were not met: what went wrong most comes first.
        """
        parts = self._parts({part for key in groups for part in key if len(part) > 1})
        place = {part: (0, n) for n, part in enumerate(parts)}
        if self.by == ("item",):
            place = {key[0]: (-group.answers.not_met, place[key[0]][1]) for key, group in groups.items()}

        def position(key: _Key) -> list[tuple[object, ...]]:
            return [
                place[part] if part in place else _reading_place(name, str(part[0]))
                for name, part in zip(self.by, key, strict=True)
            ]

        return {
            key: tuple(parts[part] if part in parts else str(part[0]) for part in key)
            for key in sorted(groups, key=position)
        }

    def _parts(self, keys: set[tuple[str | int, ...]]) -> dict[tuple[str | int, ...], Part]:
        """Return the parts by their keys, as asked, each with the newest title and all versions joined in it."""
        versions: defaultdict[tuple[str | int, ...], list[int]] = defaultdict(list)
        titles: dict[tuple[str | int, ...], str] = {}
        for checklist in sorted(self.checklists, key=lambda one: (one.id, -one.version)):
            for key, title in self._parts_of(checklist):
                if key in keys:
                    versions[key].append(checklist.version)
                    titles.setdefault(key, title)
        return {
            key: Part(str(key[0]), self.lineages.said(versions[key], int(key[1])), str(key[2]), title)
            for key, title in titles.items()
        }

    def _parts_of(self, checklist: Checklist) -> Iterator[tuple[tuple[str | int, ...], str]]:
        parts = [("", "", checklist.title)] if self.part == "checklist" else []
        for section in checklist.sections:
            if self.part == "section":
                parts.append((section.id, "", section.title))
            elif self.part == "item":
                parts += [(section.id, item.id, item.title) for item in section.items]
        yield from ((self._part_key(checklist, section, item), title) for section, item, title in parts)


def _reading_place(name: str, value: str) -> tuple[int, str]:
    """Return what sorts a value: the best grade first, ages as they rise, all else by its letters."""
    if name == "judgement" and value in GRADES:
        return (-rank(value), value)
    if name == "age_band":
        return (AGE_BANDS.index(value) if value in AGE_BANDS else len(AGE_BANDS), value)
    return (0, value)
