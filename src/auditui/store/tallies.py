"""The counts of finished audits: kept by one thing at a time as audits are finished, and read for the figures.

A row of `tallies` holds what the audits of one checklist, month and label (a team, an auditor, an ethnicity group, …)
were counted as: their answers, the sums of their sections, their judgements, each as JSON.
"""

from __future__ import annotations

from collections import Counter
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
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from auditui.store.rows import Rows

#: What counts are kept by, beside the month.
DIMENSIONS = ("team", "auditor", "judgement", *STRATA)
_NAMES = TABLES["contributions"].names
_PLACES = tuple((name, _NAMES.index(name)) for name in DIMENSIONS)
_ANSWERS, _SECTIONS = _NAMES.index("answers"), _NAMES.index("sections")

#: Item, value and part of an answer; a section's met and counted; judgement and indicated grade.
_Answer = tuple[str, str, str]
_Judged = tuple[str, str]
_answers = msgspec.json.Decoder(list[_Answer])
_sections = msgspec.json.Decoder(dict[str, tuple[int, int]])
_answer_counts = msgspec.json.Decoder(list[tuple[str, str, str, int]])
_section_sums = msgspec.json.Decoder(dict[str, list[int]])
_judgement_counts = msgspec.json.Decoder(list[tuple[str, str, int]])

Key = tuple[str, str, str, str]


class Bucket:
    """The counts of one row: how often each answer and judgement, and by section the sums of figures.counting.Spread."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.answers: Counter[_Answer] = Counter()
        self.sections: dict[str, list[int]] = {}
        self.judgements: Counter[_Judged] = Counter()
        #: Sections of audits that are not in the sums yet: many are added at once, which is quick.
        self._uncounted: list[Mapping[str, tuple[int, ...]]] = []

    @classmethod
    def of(cls, answers: str, sections: str, judgements: str) -> Bucket:
        """Make it again from the columns of its row."""
        bucket = cls()
        bucket.answers.update({(i, value, part): n for i, value, part, n in _answer_counts.decode(answers)})
        bucket.sections = _section_sums.decode(sections)
        bucket.judgements.update(
            {(judged, grade): n for judged, grade, n in _judgement_counts.decode(judgements)}
        )
        return bucket

    def count(
        self, answers: Iterable[_Answer], sections: Mapping[str, tuple[int, ...]], judged: _Judged, sign: int
    ) -> None:
        """Add an audit, or with a `sign` of -1 take it out."""
        if sign > 0:
            self.answers.update(answers)
        else:
            self.answers.subtract(answers)
        self.judgements[judged] += sign
        if sign > 0:
            self._uncounted.append(sections)
        else:
            self._add({section: [-number for number in sums] for section, sums in sections.items()})

    def _add(self, *of_audits: Mapping[str, Iterable[int]]) -> None:
        """Add to the sums of sections, all of an audit's or many audits' at once."""
        sums: dict[str, list[Iterable[int]]] = {section: [held] for section, held in self.sections.items()}
        for sections in of_audits:
            for section, numbers in sections.items():
                sums.setdefault(section, []).append(numbers)
        self.sections = {
            section: [sum(column) for column in zip(*rows, strict=True)] for section, rows in sums.items()
        }

    def sum_up(self) -> None:
        """Add what was counted since."""
        self._add(*self._uncounted)
        self._uncounted.clear()

    def merge(self, other: Bucket) -> None:
        """Add another's counts; those below zero take away."""
        for counts, others in ((self.answers, other.answers), (self.judgements, other.judgements)):
            for key, number in others.items():
                counts[key] += number  # type: ignore[index]
        other.sum_up()
        self._add(other.sections)

    def columns(self) -> tuple[str, str, str]:
        """Return the columns of its row; a count of zero is left out."""
        self.sum_up()
        answers = sorted((*key, number) for key, number in self.answers.items() if number)
        judgements = sorted((*key, number) for key, number in self.judgements.items() if number)
        sections = {section: sums for section, sums in sorted(self.sections.items()) if any(sums)}
        return tuple(msgspec.json.encode(part).decode() for part in (answers, sections, judgements))  # type: ignore[return-value]


def contradicts(contribution: tuple[Any, ...]) -> bool:
    """Whether an audit's results say another number of answers met or counted than its answers do: one was removed."""
    parts = [part for _, _, part in _answers.decode(contribution[_ANSWERS])]
    counted = sum(part in (Part.MET, Part.NOT_MET, Part.NOT_RECORDED) for part in parts)
    met, of = _sections.decode(contribution[_SECTIONS]).get("", (0, 0))
    return (parts.count(Part.MET), counted) != (met, of)


def _sums(sections: str) -> dict[str, tuple[int, ...]]:
    """Return by section what one audit's met and counted answers add to the sums of figures.counting.Spread."""
    return {
        section: (1, met, counted, met * met, met * counted, counted * counted)
        for section, (met, counted) in _sections.decode(sections).items()
    }


class Changes:
    """What is to be added to the tallies, and taken from them; equal and opposite changes cancel out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buckets: dict[Key, Bucket] = {}

    def count(self, contribution: tuple[Any, ...], sign: int) -> None:
        """Add a row of contributions, or with a `sign` of -1 take it out."""
        checklist, month, judgement, indicated = contribution[1:5]
        answers = _answers.decode(contribution[_ANSWERS])
        sections = _sums(contribution[_SECTIONS])
        for dimension, place in _PLACES:
            key = (checklist, dimension, contribution[place], month)
            bucket = self._buckets.get(key)
            if bucket is None:
                bucket = self._buckets[key] = Bucket()
            bucket.count(answers, sections, (judgement, indicated), sign)

    def keep(self, counts: tuple[Any, ...], sign: int) -> None:
        """Add a row of purged_counts, or with a `sign` of -1 take it out."""
        bucket = Bucket.of(*counts[5:])
        if sign < 0:
            bucket.answers = Counter({key: -number for key, number in bucket.answers.items()})
            bucket.judgements = Counter({key: -number for key, number in bucket.judgements.items()})
            bucket.sections = {
                section: [-number for number in sums] for section, sums in bucket.sections.items()
            }
        self._buckets.setdefault(counts[1:5], Bucket()).merge(bucket)

    def take(self, rows: Rows, sign: int) -> None:
        """Add what a subject's rows are to the figures, or with a `sign` of -1 take it out."""
        for contribution in rows.get("contributions", ()):
            self.count(contribution, sign)
        for counts in rows.get("purged_counts", ()):
            self.keep(counts, sign)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that these changes make of nothing, in their order."""
        for key, bucket in sorted(self._buckets.items()):
            if (columns := bucket.columns()) != _NOTHING:
                yield *key, *columns

    def write(self, db: sqlite3.Connection, *, empty: bool = False) -> None:
        """Move the tallies; where nothing is left there is no row. `empty` says that there are none yet."""
        for key, bucket in () if empty else self._buckets.items():
            held = db.execute(_HELD, key).fetchone()
            if held:
                bucket.merge(Bucket.of(*held))
                db.execute(_DELETE, key)
        db.executemany(TALLIES["tallies"].insert("tallies"), self.rows())


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
) -> Tallies:
    """Return the finished audits `where` selects, counted by checklist and by what `by` names: month and DIMENSIONS.

    Where that is one dimension, in groups or in the selection, the counts kept are added up; where it is more, what each
    audit was counted as is read, and `progress` receives how many of how many were.
    """
    _check((*by, *dict(where.strata)))
    asked = {"team": where.team, "auditor": where.auditor, **dict(where.strata)}
    dimensions = {name for name in by if name != "month"} | {name for name, label in asked.items() if label}
    if len(dimensions) > 1:
        return _sum(_counted(db, where, by, progress))._replace(erased=_erased(db, where))
    return _sum(_kept(db, where, by, dimensions.pop() if dimensions else "team"))


def labels(db: sqlite3.Connection, dimension: str) -> list[str]:
    """Return what finished audits have of one of DIMENSIONS or the month, in order, without the empty one."""
    if dimension == "month":
        return [month for (month,) in db.execute("SELECT DISTINCT month FROM tallies ORDER BY 1")]
    _check((dimension,))
    query = "SELECT DISTINCT label FROM tallies WHERE dimension = ? AND label != '' ORDER BY 1"
    return [label for (label,) in db.execute(query, (dimension,))]


def months(db: sqlite3.Connection, where: Selection) -> tuple[str, str] | None:
    """Return the first and last month of finished audits of a checklist and team; None if there are none."""
    clause, values = selected(Selection(where.checklist, where.team), _OF_TEAMS, ("dimension = ?", ("team",)))
    query = f"SELECT min(month), max(month) FROM tallies{clause}"  # noqa: S608 - fixed names
    first, last = db.execute(query, values).fetchone()
    return (first, last) if first else None


#: What a selection names, in the counts by team.
_OF_TEAMS = {"checklist": "checklist", "month": "month", "team": "label"}


def _check(names: Iterable[str]) -> None:
    """Refuse what is no name of a dimension, since names go into SQL as they are."""
    if unknown := [name for name in names if name not in ("month", *DIMENSIONS)]:
        raise AuditError(f"Audits are not counted by {unknown[0]!r}", f"They are by {', '.join(DIMENSIONS)}")


#: A checklist and group, with the counts of some of its audits.
_Part = tuple[tuple[str, tuple[str, ...]], Bucket]


def _kept(db: sqlite3.Connection, where: Selection, by: tuple[str, ...], dimension: str) -> Iterator[_Part]:
    columns = {"checklist": "checklist", "month": "month", dimension: "label"}
    clause, values = selected(where, columns, ("dimension = ?", (dimension,)))
    names = ", ".join(("checklist", "answers", "sections", "judgements", *(columns[name] for name in by)))
    query = f"SELECT {names} FROM tallies{clause}"  # noqa: S608 - fixed names
    for checklist, answers, sections, judgements, *group in db.execute(query, values):
        yield (checklist, tuple(group)), Bucket.of(answers, sections, judgements)


def _counted(
    db: sqlite3.Connection, where: Selection, by: tuple[str, ...], progress: Callable[[int, int], None] | None
) -> Iterator[_Part]:
    clause, values = selected(where, {name: name for name in ("checklist", "month", *DIMENSIONS)})
    (total,) = db.execute(f"SELECT count(*) FROM contributions{clause}", values).fetchone()  # noqa: S608 - fixed names
    changes: dict[tuple[str, tuple[str, ...]], Bucket] = {}
    names = ", ".join(("checklist", "judgement", "indicated", "answers", "sections", *by))
    rows = db.execute(f"SELECT {names} FROM contributions{clause}", values)  # noqa: S608 - fixed names
    for done, (checklist, judgement, indicated, answers, sections, *group) in enumerate(rows):
        if progress and done % 500 == 0:
            progress(done, total)
        bucket = changes.setdefault((checklist, tuple(group)), Bucket())
        bucket.count(_answers.decode(answers), _sums(sections), (judgement, indicated), 1)
    if progress:
        progress(total, total)
    yield from changes.items()


def _erased(db: sqlite3.Connection, where: Selection) -> int:
    """Return how many erased audits there were of the checklist, team and months selected."""
    asked = Selection(where.checklist, where.team, since=where.since, until=where.until)
    clause, values = selected(asked, _OF_TEAMS, ("dimension = ?", ("team",)))
    rows = db.execute(f"SELECT judgements FROM purged_counts{clause}", values)  # noqa: S608 - fixed names
    return sum(number for (counts,) in rows for _, _, number in _judgement_counts.decode(counts))


def _sum(parts: Iterable[_Part]) -> Tallies:
    """Add up what belongs to one checklist and group."""
    groups: dict[tuple[str, tuple[str, ...]], Bucket] = {}
    for key, bucket in parts:
        if key in groups:
            groups[key].merge(bucket)
        else:
            groups[key] = bucket
    tallies = Tallies([], [], [])
    for key, bucket in sorted(groups.items(), key=lambda group: group[0]):
        bucket.sum_up()
        tallies.answers.extend(
            Tally(*key, *answer, number) for answer, number in sorted(bucket.answers.items())
        )
        tallies.judgements.extend(
            JudgementTally(*key, *judged, number) for judged, number in sorted(bucket.judgements.items())
        )
        tallies.spreads.extend(
            SpreadTally(*key, section, Spread(*sums)) for section, sums in sorted(bucket.sections.items())
        )
    return tallies
