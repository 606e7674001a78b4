"""The counts of finished audits: kept by one thing at a time as audits are finished, and read for the figures.

A row of `tallies` holds what the audits of one checklist, month and label (a team, an auditor, an ethnicity group, …)
were counted as: their judgements, the sums of their sections, their answers by part and one by one, each as JSON.
"""

from __future__ import annotations

from collections import Counter
from operator import add
from typing import TYPE_CHECKING, Any

import msgspec

from auditui.core.audits.results import Part
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.figures.counting import Spread
from auditui.figures.tallies import JudgementTally, Selection, SpreadTally, Tallies, Tally
from auditui.store.schema import TABLES, TALLIES
from auditui.store.selection import selected

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

#: What counts are kept by, beside the month.
DIMENSIONS = ("team", "auditor", "judgement", *STRATA)
#: The dimension of all audits, whatever they have, with one label.
_WHOLE = ""
_NAMES = TABLES["contributions"].names
_PLACES = tuple((name, _NAMES.index(name)) for name in DIMENSIONS)
_ANSWERS, _SECTIONS = _NAMES.index("answers"), _NAMES.index("sections")

#: Item, value and part of an answer; a section, its met and its counted; judgement and indicated grade.
_Answer = tuple[str, str, str]
_Section = tuple[str, int, int]
_Judged = tuple[str, str]
_Thing = _Answer | _Section | _Judged
_answers = msgspec.json.Decoder(list[_Answer])
_sections = msgspec.json.Decoder(dict[str, tuple[int, int]])
_answer_counts = msgspec.json.Decoder(list[tuple[str, str, str, int]])
_part_counts = msgspec.json.Decoder(dict[str, int])
_section_sums = msgspec.json.Decoder(dict[str, list[int]])
_judgement_counts = msgspec.json.Decoder(list[tuple[str, str, int]])

Key = tuple[str, ...]


class Bucket:
    """The counts of one row: how often each answer and judgement, and by section the sums of figures.counting.Spread."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.answers: Counter[_Answer] = Counter()
        self.sections: dict[str, list[int]] = {}
        self.judgements: Counter[_Judged] = Counter()

    @classmethod
    def of(cls, answers: dict[_Answer, int], sections: str, judgements: str) -> Bucket:
        """Make it again from the columns of its row."""
        bucket = cls()
        bucket.answers.update(answers)
        bucket.sections = _section_sums.decode(sections)
        bucket.judgements.update(
            {(judged, grade): n for judged, grade, n in _judgement_counts.decode(judgements)}
        )
        return bucket

    def add(self, section: str, sums: Iterable[int]) -> None:
        """Add to the sums of a section."""
        held = self.sections.get(section)
        self.sections[section] = list(map(add, held, sums)) if held else list(sums)

    def merge(self, other: Bucket) -> None:
        """Add another's counts; those below zero take away."""
        for counts, others in ((self.answers, other.answers), (self.judgements, other.judgements)):
            for key, number in others.items():
                counts[key] += number  # type: ignore[index]
        for section, sums in other.sections.items():
            self.add(section, sums)

    def columns(self) -> tuple[str, ...]:
        """Return the columns of its row; a count of zero is left out."""
        answers = sorted((*key, number) for key, number in self.answers.items() if number)
        judgements = sorted((*key, number) for key, number in self.judgements.items() if number)
        sections = {section: sums for section, sums in sorted(self.sections.items()) if any(sums)}
        parts: Counter[str] = Counter()
        for (_, _, part), number in self.answers.items():
            parts[part] += number
        columns = (
            judgements,
            sections,
            {part: number for part, number in sorted(parts.items()) if number},
            answers,
        )
        return tuple(msgspec.json.encode(column).decode() for column in columns)


def _answers_of(column: str) -> dict[_Answer, int]:
    return {(item, value, part): number for item, value, part, number in _answer_counts.decode(column)}


def _parts_of(column: str) -> dict[_Answer, int]:
    """Return the parts of answers as the answers of no item."""
    return {("", "", part): number for part, number in _part_counts.decode(column).items()}


class Counted:
    """Audits counted by any keys: what each is counted as has a number, since a number is counted in little time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._numbers: dict[_Thing, int] = {}
        self._of: dict[Key, Counter[int]] = {}

    def count(self, keys: Iterable[Key], answers: str, sections: str, judged: _Judged, sign: int = 1) -> None:
        """Count an audit under each of the keys, or with a `sign` of -1 take it out."""
        of_audit: list[_Thing] = [*_answers.decode(answers), judged]
        of_audit += [(section, met, of) for section, (met, of) in _sections.decode(sections).items()]
        counted = [self._numbers.setdefault(thing, len(self._numbers)) for thing in of_audit]
        for key in keys:
            if key not in self._of:
                self._of[key] = Counter()
            if sign > 0:
                self._of[key].update(counted)
            else:
                self._of[key].subtract(counted)

    def buckets(self) -> Iterator[tuple[Key, Bucket]]:
        """Yield the counts by key, in the order of the keys."""
        things = [(thing, _sums(thing)) for thing in self._numbers]
        for key, numbers in sorted(self._of.items(), key=lambda counts: counts[0]):
            bucket = Bucket()
            for number, times in numbers.items():
                thing, sums = things[number]
                if sums:
                    bucket.add(thing[0], sums if times == 1 else [times * of_one for of_one in sums])
                elif len(thing) == 2:
                    bucket.judgements[thing] = times
                else:
                    bucket.answers[thing] = times  # type: ignore[index]
            yield key, bucket


def _sums(thing: _Thing) -> tuple[int, ...]:
    """Return what a section of an audit adds to the sums of figures.counting.Spread; nothing for what is no section."""
    if isinstance(thing[1], str):
        return ()
    _, met, of = thing
    return (1, met, of, met * met, met * of, of * of)


def contradicts(contribution: tuple[Any, ...]) -> bool:
    """Whether an audit's results say another number of answers met or counted than its answers do: one was removed."""
    parts = [part for _, _, part in _answers.decode(contribution[_ANSWERS])]
    counted = sum(part in (Part.MET, Part.NOT_MET, Part.NOT_RECORDED) for part in parts)
    met, of = _sections.decode(contribution[_SECTIONS]).get("", (0, 0))
    return (parts.count(Part.MET), counted) != (met, of)


class Changes:
    """What is to be added to the tallies, and taken from them; equal and opposite changes cancel out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counted = Counted()

    def count(self, contribution: tuple[Any, ...], sign: int) -> None:
        """Add a row of contributions, or with a `sign` of -1 take it out."""
        checklist, month, judgement, indicated = contribution[1:5]
        keys = [(checklist, dimension, contribution[place], month) for dimension, place in _PLACES]
        keys.append((checklist, _WHOLE, "", month))
        self._counted.count(
            keys, contribution[_ANSWERS], contribution[_SECTIONS], (judgement, indicated), sign
        )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that these changes make of nothing, in their order."""
        for key, bucket in self._counted.buckets():
            if (columns := bucket.columns()) != _NOTHING:
                yield *key, *columns

    def write(self, db: sqlite3.Connection, *, empty: bool = False) -> None:
        """Move the tallies; where nothing is left there is no row. `empty` says that there are none yet."""
        insert = TALLIES["tallies"].insert("tallies")
        if empty:
            db.executemany(insert, self.rows())
            return
        for key, bucket in self._counted.buckets():
            held = db.execute(_HELD, key).fetchone()
            if held:
                answers, sections, judgements = held
                bucket.merge(Bucket.of(_answers_of(answers), sections, judgements))
                db.execute(_DELETE, key)
            if (columns := bucket.columns()) != _NOTHING:
                db.execute(insert, (*key, *columns))


_HELD = (
    "SELECT answers, sections, judgements FROM tallies"
    " WHERE checklist = ? AND dimension = ? AND label = ? AND month = ?"
)
_DELETE = "DELETE FROM tallies WHERE checklist = ? AND dimension = ? AND label = ? AND month = ?"
_NOTHING = Bucket().columns()


def read(
    db: sqlite3.Connection,
    where: Selection,
    by: tuple[str, ...],
    progress: Callable[[int, int], None] | None = None,
    *,
    items: bool = True,
) -> Tallies:
    """Return the finished audits `where` selects, counted by checklist and by what `by` names: month and DIMENSIONS.

    Without `items` answers are counted by their part alone, as the answers of no item, which is read much sooner.
    Where that is one dimension, in groups or in the selection, the counts kept are added up; where it is more, what each
    audit was counted as is read, and `progress` receives how many of how many were.
    """
    _check((*by, *dict(where.strata)))
    asked = {"team": where.team, "auditor": where.auditor, **dict(where.strata)}
    dimensions = {name for name in by if name != "month"} | {name for name, label in asked.items() if label}
    if len(dimensions) > 1:
        return _sum(_counted(db, where, by, progress))
    return _sum(_kept(db, where, by, dimensions.pop() if dimensions else _WHOLE, items=items))


def labels(db: sqlite3.Connection, dimension: str) -> list[str]:
    """Return what finished audits have of one of DIMENSIONS or the month, in order, without the empty one."""
    if dimension == "month":
        return [month for (month,) in db.execute("SELECT DISTINCT month FROM tallies ORDER BY 1")]
    _check((dimension,))
    query = "SELECT DISTINCT label FROM tallies WHERE dimension = ? AND label != '' ORDER BY 1"
    return [label for (label,) in db.execute(query, (dimension,))]


def _check(names: Iterable[str]) -> None:
    """Refuse what is no name of a dimension, since names go into SQL as they are."""
    if unknown := [name for name in names if name not in ("month", *DIMENSIONS)]:
        raise AuditError(f"Audits are not counted by {unknown[0]!r}", f"They are by {', '.join(DIMENSIONS)}")


#: A checklist and group, with the counts of some of its audits.
_Part = tuple[Key, Bucket]


def _kept(
    db: sqlite3.Connection, where: Selection, by: tuple[str, ...], dimension: str, *, items: bool
) -> Iterator[_Part]:
    columns = {"checklist": "checklist", "month": "month", dimension: "label"}
    clause, values = selected(where, columns, ("dimension = ?", (dimension,)))
    answers, decoded = ("answers", _answers_of) if items else ("parts", _parts_of)
    names = ", ".join((answers, "sections", "judgements", "checklist", *(columns[name] for name in by)))
    query = f"SELECT {names} FROM tallies{clause}"  # noqa: S608 - fixed names
    for counts, sections, judgements, *group in db.execute(query, values):
        yield tuple(group), Bucket.of(decoded(counts), sections, judgements)


def _counted(
    db: sqlite3.Connection, where: Selection, by: tuple[str, ...], progress: Callable[[int, int], None] | None
) -> Iterator[_Part]:
    clause, values = selected(where, {name: name for name in ("checklist", "month", *DIMENSIONS)})
    (total,) = db.execute(f"SELECT count(*) FROM contributions{clause}", values).fetchone()  # noqa: S608 - fixed names
    counted = Counted()
    names = ", ".join(("answers", "sections", "judgement", "indicated", "checklist", *by))
    rows = db.execute(f"SELECT {names} FROM contributions{clause}", values)  # noqa: S608 - fixed names
    for done, (answers, sections, judgement, indicated, *group) in enumerate(rows):
        if progress and done % 500 == 0:
            progress(done, total)
        counted.count((tuple(group),), answers, sections, (judgement, indicated))
    if progress:
        progress(total, total)
    yield from counted.buckets()


def _sum(parts: Iterable[_Part]) -> Tallies:
    """Add up what belongs to one checklist and group."""
    groups: dict[Key, Bucket] = {}
    for key, bucket in parts:
        if key in groups:
            groups[key].merge(bucket)
        else:
            groups[key] = bucket
    tallies = Tallies([], [], [])
    for (checklist, *group), bucket in sorted(groups.items(), key=lambda counts: counts[0]):
        place = checklist, tuple(group)
        tallies.answers.extend(
            Tally(*place, *answer, number) for answer, number in sorted(bucket.answers.items())
        )
        tallies.judgements.extend(
            JudgementTally(*place, *judged, number) for judged, number in sorted(bucket.judgements.items())
        )
        tallies.spreads.extend(
            SpreadTally(*place, section, Spread(*sums)) for section, sums in sorted(bucket.sections.items())
        )
    return tallies
