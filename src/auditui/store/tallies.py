"""The counts of finished audits: kept by one thing at a time as audits are finished, and read for the figures.

A row of `tallies` holds what the audits of one checklist, month and label (a team, an auditor, an ethnicity group, …)
were counted as: their judgements, the sums of their sections, their answers by part and one by one, each as JSON.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from auditui.core.audits.results import Part
from auditui.core.codes import team_key
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.figures.counting import Spread
from auditui.figures.tallies import JudgementTally, Selection, SpreadTally, Tallies, Tally
from auditui.store.counts import (
    Bucket,
    Counted,
    Key,
    answers_of,
    by_one_team,
    judgement_counts,
    of_answers,
    of_sections,
    parts_of,
)
from auditui.store.schema import PARTS, TABLES, TALLIES
from auditui.store.selection import selected

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from auditui.store.rows import Rows

#: What counts are kept by, beside the month.
DIMENSIONS = ("team", "auditor", "judgement", *STRATA)
#: The dimension of all audits, whatever they have, with one label.
_WHOLE = ""
_NAMES = TABLES["contributions"].names
_PLACES = tuple((name, _NAMES.index(name)) for name in DIMENSIONS)
_ANSWERS, _SECTIONS = _NAMES.index("answers"), _NAMES.index("sections")


def contradicts(contribution: tuple[Any, ...]) -> bool:
    """Whether an audit's results say another number of answers met or counted than its answers do: one was removed."""
    parts = [part for _, _, part in of_answers.decode(contribution[_ANSWERS])]
    counted = sum(part in (Part.MET, Part.NOT_MET, Part.NOT_RECORDED) for part in parts)
    met, of = of_sections.decode(contribution[_SECTIONS]).get("", (0, 0))
    return (parts.count(Part.MET), counted) != (met, of)


class Changes:
    """What is to be added to the tallies, and taken from them; equal and opposite changes cancel out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counted = Counted()
        self._kept: dict[Key, Bucket] = {}

    def count(self, contribution: tuple[Any, ...], sign: int) -> None:
        """Add a row of contributions, or with a `sign` of -1 take it out."""
        checklist, month, judgement, indicated = contribution[1:5]
        keys = [(checklist, dimension, contribution[place], month) for dimension, place in _PLACES]
        keys.append((checklist, _WHOLE, "", month))
        self._counted.count(
            keys, contribution[_ANSWERS], contribution[_SECTIONS], (judgement, indicated), sign
        )

    def keep(self, counts: tuple[Any, ...], sign: int) -> None:
        """Add a row of purged_counts, or with a `sign` of -1 take it out."""
        answers, sections, judgements = counts[5:]
        bucket = Bucket.of(answers_of(answers), sections, judgements)
        if sign < 0:
            bucket.answers = Counter({key: -number for key, number in bucket.answers.items()})
            bucket.judgements = Counter({key: -number for key, number in bucket.judgements.items()})
            bucket.sections = {
                section: [-number for number in sums] for section, sums in bucket.sections.items()
            }
        self._kept.setdefault(counts[1:5], Bucket()).merge(bucket)

    def take(self, rows: Rows, sign: int) -> None:
        """Add what a subject's rows are to the figures, or with a `sign` of -1 take it out."""
        for contribution in rows.get("contributions", ()):
            self.count(contribution, sign)
        for counts in rows.get("purged_counts", ()):
            self.keep(counts, sign)

    def _buckets(self) -> Iterator[tuple[Key, Bucket]]:
        if not self._kept:
            return self._counted.buckets()
        changed = dict(self._counted.buckets())
        for key, bucket in self._kept.items():
            changed.setdefault(key, Bucket()).merge(bucket)
        return iter(sorted(changed.items(), key=lambda change: change[0]))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that these changes make of nothing, in their order."""
        for key, bucket in self._buckets():
            if (columns := bucket.columns()) != _NOTHING:
                yield *key, *columns

    def write(self, db: sqlite3.Connection, *, empty: bool = False) -> None:
        """Move the tallies; where nothing is left there is no row. `empty` says that there are none yet."""
        insert = TALLIES["tallies"].insert("tallies")
        if empty:
            db.executemany(insert, self.rows())
            return
        for key, bucket in self._buckets():
            held = db.execute(_HELD, key).fetchone()
            if held:
                answers, sections, judgements = held
                bucket.merge(Bucket.of(answers_of(answers), sections, judgements))
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
    Where that is one dimension, in groups or in the selection, the counts kept are added up; where it is more, or months
    are those of the practice, what each audit was counted as. Of single items that is read audit by audit, and `progress`
    receives how many of how many were.
    """
    _check((*by, *dict(where.strata)))
    asked = {"team": where.team, "auditor": where.auditor, **dict(where.strata)}
    dimensions = {name for name in by if name != "month"} | {name for name, label in asked.items() if label}
    if len(dimensions) > 1 or where.practice:
        counted = _counted(db, where, by, progress) if items else _added_up(db, where, by)
        return _sum(by_one_team(counted, by))._replace(erased=_erased(db, where))
    kept = _kept(db, where, by, dimensions.pop() if dimensions else _WHOLE, items=items)
    return _sum(by_one_team(kept, by))


def labels(db: sqlite3.Connection, dimension: str) -> list[str]:
    """Return what finished audits have of one of DIMENSIONS or the month, in order, without the empty one."""
    if dimension == "month":
        return [month for (month,) in db.execute("SELECT DISTINCT month FROM tallies ORDER BY 1")]
    _check((dimension,))
    query = "SELECT DISTINCT label FROM tallies WHERE dimension = ? AND label != '' ORDER BY 1"
    found = [label for (label,) in db.execute(query, (dimension,))]
    if dimension == "team" and len({*map(team_key, found)}) < len(found):
        counted = read(db, Selection(), ("team",), items=False).judgements
        found = sorted({judged.group[0] for judged in counted} - {""})
    return found


def months(db: sqlite3.Connection, where: Selection) -> tuple[str, str] | None:
    """Return the first and last month of finished audits of a checklist and team; None if there are none."""
    table, column = ("contributions", "practice") if where.practice else ("tallies", "month")
    asked = Selection(where.checklist, where.team, practice=where.practice)
    clause, values = (
        _of_audits(asked) if where.practice else selected(asked, _OF_TEAMS, ("dimension = ?", ("team",)))
    )
    query = f"SELECT min({column}), max({column}) FROM {table}{clause}"  # noqa: S608 - fixed names
    first, last = db.execute(query, values).fetchone()
    return (first, last) if first else None


#: What a selection names, in the counts by team.
_OF_TEAMS = {"checklist": "checklist", "month": "month", "team": "label"}


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
    answers, decoded = ("answers", answers_of) if items else ("parts", parts_of)
    names = ", ".join((answers, "sections", "judgements", "checklist", *(columns[name] for name in by)))
    query = f"SELECT {names} FROM tallies{clause}"  # noqa: S608 - fixed names
    for counts, sections, judgements, *group in db.execute(query, values):
        yield tuple(group), Bucket.of(decoded(counts), sections, judgements)


def _counted(
    db: sqlite3.Connection, where: Selection, by: tuple[str, ...], progress: Callable[[int, int], None] | None
) -> Iterator[_Part]:
    clause, values = _of_audits(where)
    (total,) = db.execute(f"SELECT count(*) FROM contributions{clause}", values).fetchone()  # noqa: S608 - fixed names
    counted = Counted()
    names = ", ".join(("answers", "sections", "judgement", "indicated", "checklist", *_columns(where, by)))
    rows = db.execute(f"SELECT {names} FROM contributions{clause}", values)  # noqa: S608 - fixed names
    for done, (answers, sections, judgement, indicated, *group) in enumerate(rows):
        if progress and done % 500 == 0:
            progress(done, total)
        counted.count((tuple(group),), answers, sections, (judgement, indicated))
    if progress:
        progress(total, total)
    yield from counted.buckets()


def _of_audits(where: Selection) -> tuple[str, list[object]]:
    """Return the WHERE clause of contributions; by month of practice those that have one."""
    columns = {name: name for name in ("checklist", "month", *DIMENSIONS)}
    if not where.practice:
        return selected(where, columns)
    return selected(where, columns | {"month": "practice"}, ("practice != ?", ("",)))


def _columns(where: Selection, by: tuple[str, ...]) -> list[str]:
    return ["practice" if name == "month" and where.practice else name for name in by]


#: What the sums of figures.counting.Spread are of a group of contributions.
_COUNTED = "(met + not_met + not_recorded)"
_SPREAD = (
    f"sum({_COUNTED} > 0), sum(met), sum({_COUNTED}), sum(met * met), sum(met * {_COUNTED}),"
    f" sum({_COUNTED} * {_COUNTED})"
)


def _added_up(db: sqlite3.Connection, where: Selection, by: tuple[str, ...]) -> Iterator[_Part]:
    """Yield the counts of groups without their items and sections, as SQLite adds them up."""
    clause, values = _of_audits(where)
    groups = ", ".join(("checklist", *_columns(where, by), "judgement", "indicated"))
    sums = ", ".join(f"sum({name})" for name in PARTS)
    query = f"SELECT {sums}, {_SPREAD}, count(*), {groups} FROM contributions{clause} GROUP BY {groups}"  # noqa: S608 - fixed names
    for row in db.execute(query, values):
        parts, spread, audits = row[: len(PARTS)], row[len(PARTS) : len(PARTS) + 6], row[len(PARTS) + 6]
        *group, judgement, indicated = row[len(PARTS) + 7 :]
        bucket = Bucket()
        bucket.answers.update(
            {("", "", part): number for part, number in zip(PARTS.values(), parts, strict=True) if number}
        )
        bucket.judgements[judgement, indicated] = audits
        bucket.add("", spread)
        yield tuple(group), bucket


def _erased(db: sqlite3.Connection, where: Selection) -> int:
    """Return how many erased audits there were of the checklist, team and months selected."""
    asked = Selection(where.checklist, where.team, since=where.since, until=where.until)
    clause, values = selected(asked, _OF_TEAMS, ("dimension = ?", ("team",)))
    rows = db.execute(f"SELECT judgements FROM purged_counts{clause}", values)  # noqa: S608 - fixed names
    return sum(number for (counts,) in rows for _, _, number in judgement_counts.decode(counts))


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
