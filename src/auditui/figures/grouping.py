"""Which row of a summary a count belongs to, what the row is called and what it is of, and what of it may be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.checklists.lineage import Lineages
from auditui.core.periods import MONTH, QUARTER, YEAR, months_of, period
from auditui.core.scale import FOUR_WORDS, Scale
from auditui.core.strata import AGE_BANDS
from auditui.figures.counting import Group, count
from auditui.figures.disclosure import ANSWERS as OF_ANSWERS
from auditui.figures.disclosure import JUDGED, Place, hidden_figures, hidden_total
from auditui.figures.groups import group_of, named_judgement
from auditui.figures.suppression import VALUES, is_small
from auditui.figures.tallies import PARTS, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Tallies


class Part(Struct, frozen=True):
    """A checklist, section or item as a row: versions that may be compared are one row, ``v1-v3``; `id` is the part's."""

    checklist: str
    versions: str
    id: str
    title: str


class Judged(Struct, frozen=True):
    """A judgement as a row: a grade of one scale."""

    grade: str
    scale: Scale


Label = str | Part | Judged

#: A group: for each grouping its value, or the checklist's id, the first of its joined versions and the part.
Key = tuple[tuple[str | int, ...], ...]


class Grouping:
    """Which row a tally belongs to, and what the row is called."""

    def __init__(self, checklists: Sequence[Checklist], by: tuple[str, ...], begins: int) -> None:
        self.by = by
        self.begins = begins
        self.checklists = checklists
        self.by_digest = {checklist.digest: checklist for checklist in checklists}
        self.lineages = Lineages(checklists)
        self.part = next((name for name in by if name in PARTS), "")
        self.all_scales = list(dict.fromkeys(checklist.scale for checklist in checklists))
        self.of_audits = self.part not in ("section", "item")

    def groups(self, tallies: Tallies) -> dict[Key, Group]:
        """Return every row's figures."""
        tallies = tallies.of(self.by_digest)
        groups: defaultdict[Key, Group] = defaultdict(Group)
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

    def scales(self, *counted: Tallies | None) -> tuple[Scale, ...]:
        """Return the scales the audits counted were judged on."""
        digests = {judged.checklist for tallies in counted if tallies for judged in tallies.judgements}
        of_audits = [checklist.scale for checklist in self.checklists if checklist.digest in digests]
        return tuple(dict.fromkeys(of_audits)) or (FOUR_WORDS,)

    def told_by_their_number(self, groups: Mapping[Key, Group], release: Release) -> bool:
        """Whether there are few audits in more rows than leave anything open: each row has one at least."""
        audits = sum(group.audits for group in groups.values())
        return self.of_audits and is_small(audits, release.small) and audits - len(groups) + 1 < VALUES

    def hidden(
        self,
        groups: Sequence[Group],
        labels: Mapping[Key, object],
        where: Selection,
        release: Release,
        *,
        whole: bool,
        scale: Scale | None,
    ) -> list[frozenset[str]]:
        """Return of each row what is not to be shown; with `whole` the last is of all rows together.

        `scale` is what all their audits were judged on, if it is one.
        """
        listed, groups_of = list(labels), dict(zip(labels, groups, strict=False))
        crossed = len(self.by) > 1 and bool(labels)
        keys = (
            list(product(*(dict.fromkeys(some) for some in zip(*listed, strict=True)))) if crossed else listed
        )
        hide = hidden_figures(
            [groups_of.get(key, Group()) for key in keys],
            [self._place(key, where) for key in keys],
            self._sums(keys),
            release,
            of=JUDGED if self.of_audits else OF_ANSWERS,
            crossed=crossed,
            scale=scale,
        )
        of_key = dict(zip(keys, hide, strict=True))
        hide = [of_key[key] for key in listed]
        if whole:
            hide.append(hidden_total(groups[-1], Place(group_of(where), where), release, scale))
        return hide

    def _sums(self, keys: Sequence[Key]) -> list[list[int]]:
        """Return the rows that make up a total which a reader may have from another page, each group of rows once.

        The items or sections of a checklist make up its answers; of what is crossed, the rows with one label in common.
        """
        of_each: defaultdict[object, list[int]] = defaultdict(list)
        for n, key in enumerate(keys):
            for place, name in enumerate(self.by if len(key) > 1 else ()):
                other = 1 - place
                made_of = key[other][0] if self.by[other] in ("section", "item") else ""
                of_each[name, key[place], made_of].append(n)
            if len(key) == 1:
                of_each[key[0][0] if self.part in ("section", "item") else ""].append(n)
        return list(of_each.values())

    def _place(self, key: Key, where: Selection) -> Place:
        """Return what a row is of: its group beside what is selected, and its months."""
        more: dict[str, str] = {}
        for name, label in zip(self.by, key, strict=True):
            if name in (MONTH, QUARTER, YEAR):
                first, last = months_of(str(label[0]))
                since, until = max(first, where.since), min(last, where.until or last)
                where = replace(where, since=since, until=until)
            elif name == "judgement":
                more[name] = named_judgement(str(label[0]), self.all_scales[int(label[1])])
            elif name in PARTS:
                more |= self._part_names(name, label)
            else:
                more[name] = str(label[0])
        return Place(group_of(where, **more), where)

    def _part_names(self, name: str, label: tuple[str | int, ...]) -> dict[str, str]:
        """Name a part of a checklist; what is the only one of its kind by what it is all of."""
        if name == "theme":
            of = {checklist.id for checklist in self.checklists if checklist.theme == label[0]}
            return {"checklist": of.pop()} if len(of) == 1 else {"theme": str(label[0])}
        checklist, origin, part = map(str, label)
        origins = {self.lineages.pooled(one) for one in self.checklists if one.id == checklist}
        if name == "checklist":
            return {"checklist": checklist} | ({"origin": origin} if len(origins) > 1 else {})
        return {"checklist": checklist, name: f"{part} {origin}"}

    def pooled(self, digests: set[str]) -> tuple[str, ...]:
        """Return the checklists whose versions are pooled in every row though they may not be compared."""
        origins: defaultdict[str, set[int]] = defaultdict(set)
        for digest in digests if self.part in ("", "theme") else ():
            checklist = self.by_digest[digest]
            origins[checklist.id].add(self.lineages.pooled(checklist))
        return tuple(sorted(name for name, firsts in origins.items() if len(firsts) > 1))

    def _key(self, checklist: Checklist, group: tuple[str, ...], section: str = "", item: str = "") -> Key:
        values = iter(group)
        return tuple(
            self._part_key(checklist, section, item)
            if name in PARTS
            else self._value_key(checklist, name, next(values))
            for name in self.by
        )

    def _value_key(self, checklist: Checklist, name: str, value: str) -> tuple[str | int, ...]:
        if name == "judgement":
            return (value, self.all_scales.index(checklist.scale))
        return (period(value, name, self.begins) if name in (QUARTER, YEAR) else value,)

    def _part_key(self, checklist: Checklist, section: str, item: str) -> tuple[str | int, ...]:
        if self.part == "theme":
            return (checklist.theme,)
        if self.part == "item":
            return (checklist.id, self.lineages.item(checklist, item), item)
        section = section if self.part == "section" else ""
        return (checklist.id, self.lineages.pooled(checklist, section), section)

    def labels(self, groups: Mapping[Key, Group]) -> dict[Key, tuple[Label, ...]]:
        """Return each group's labels, in the order they are read in: values by name, parts as asked.

        Items stand in the order of how many of their answers were not met: what went wrong most comes first.
        """
        parts = self._parts({part for key in groups for part in key if len(part) > 2})
        place = {part: (0, n) for n, part in enumerate(parts)}
        if self.by == ("item",):
            place = {key[0]: (-group.answers.not_met, place[key[0]][1]) for key, group in groups.items()}

        def position(key: Key) -> list[tuple[object, ...]]:
            return [
                place[part] if part in place else self._reading_place(name, part)
                for name, part in zip(self.by, key, strict=True)
            ]

        return {
            key: tuple(
                parts[part] if part in parts else self._label(name, part)
                for name, part in zip(self.by, key, strict=True)
            )
            for key in sorted(groups, key=position)
        }

    def _label(self, name: str, key: tuple[str | int, ...]) -> Label:
        value = str(key[0])
        return Judged(value, self.all_scales[int(key[1])]) if name == "judgement" else value

    def _reading_place(self, name: str, key: tuple[str | int, ...]) -> tuple[object, ...]:
        """Return what sorts a value: the best grade first, ages as they rise, all else by its letters."""
        value = str(key[0])
        if name == "judgement":
            return (int(key[1]), -self.all_scales[int(key[1])].rank(value), value)
        if name == "age_band":
            return (AGE_BANDS.index(value) if value in AGE_BANDS else len(AGE_BANDS), value)
        return (0, value)

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
