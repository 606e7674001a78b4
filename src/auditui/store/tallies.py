"""The counts of finished audits: kept by one thing at a time as audits are finished, and read for the figures."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.figures.counting import Spread
from auditui.figures.tallies import JudgementTally, Selection, SpreadTally, Tallies, Tally
from auditui.store.schema import TABLES, TALLIES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

#: What counts are kept by, beside the month.
DIMENSIONS = ("team", "auditor", "judgement", *STRATA)
_PLACES = {name: TABLES["contributions"].names.index(name) for name in DIMENSIONS}
_ANSWERS, _SECTIONS = (TABLES["contributions"].names.index(name) for name in ("answers", "sections"))


class Changes:
    """What is to be added to the tallies, and taken from them; equal and opposite changes cancel out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._answers: Counter[tuple[Any, ...]] = Counter()
        self._judgements: Counter[tuple[Any, ...]] = Counter()
        self._spreads: dict[tuple[Any, ...], list[int]] = {}

    def count(self, contribution: tuple[Any, ...], sign: int) -> None:
        """Add a row of contributions, or with a `sign` of -1 take it out."""
        checklist, month, judgement, indicated = contribution[1:5]
        answers = json.loads(contribution[_ANSWERS])
        sections = json.loads(contribution[_SECTIONS])
        for dimension, place in _PLACES.items():
            label = contribution[place]
            self._judgements[checklist, dimension, label, month, judgement, indicated] += sign
            for item, value, part in answers:
                self._answers[checklist, dimension, label, month, item, value, part] += sign
            for section, (met, counted) in sections.items():
                sums = self._spreads.setdefault((checklist, dimension, label, month, section), [0] * 6)
                squares = (1, met, counted, met * met, met * counted, counted * counted)
                for n, number in enumerate(squares):
                    sums[n] += sign * number

    def rows(self) -> dict[str, dict[tuple[Any, ...], tuple[int, ...]]]:
        """Return by table and key what each number changes by; what does not change is left out."""
        return {
            "answer_tallies": {key: (number,) for key, number in self._answers.items() if number},
            "spread_tallies": {key: tuple(sums) for key, sums in self._spreads.items() if any(sums)},
            "judgement_tallies": {key: (number,) for key, number in self._judgements.items() if number},
        }

    def write(self, db: sqlite3.Connection) -> None:
        """Move the tallies; a count of zero leaves no row."""
        for name, changes in self.rows().items():
            table = TALLIES[name]
            numbers = table.names[table.key :]
            moved = ", ".join(f"{number} = {number} + excluded.{number}" for number in numbers)
            db.executemany(
                f"{table.insert(name)} ON CONFLICT DO UPDATE SET {moved}",
                [(*key, *by) for key, by in changes.items()],
            )
            if gone := [key for key, by in changes.items() if by[0] < 0]:
                same = " AND ".join(f"{column} = ?" for column in table.names[: table.key])
                db.executemany(f"DELETE FROM {name} WHERE {same} AND {numbers[0]} = 0", gone)  # noqa: S608 - fixed names


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
    if unknown := [name for name in (*by, *dict(where.strata)) if name not in ("month", *DIMENSIONS)]:
        raise AuditError(f"Audits are not counted by {unknown[0]!r}", f"They are by {', '.join(DIMENSIONS)}")
    asked = {"team": where.team, "auditor": where.auditor, **dict(where.strata)}
    dimensions = {name for name in by if name != "month"} | {name for name, label in asked.items() if label}
    if len(dimensions) > 1:
        return _counted(db, where, by, progress)
    return _kept(db, where, by, dimensions.pop() if dimensions else "team")


def selected(where: Selection, columns: dict[str, str]) -> tuple[str, list[object]]:
    """Return the WHERE clause of a selection, with its values; `columns` are the SQL of what it names."""
    asked = [
        (f"{columns['checklist']} IN (SELECT digest FROM checklists WHERE id = ?)", where.checklist),  # noqa: S608
        (f"{columns['month']} >= ?", where.since),
        (f"{columns['month']} <= ?", where.until),
        *(
            (f"{columns[name]} = ?", label)
            for name, label in (("team", where.team), ("auditor", where.auditor))
            if label
        ),
        *((f"{columns[name]} = ?", label) for name, label in where.strata),
    ]
    conditions = [condition for condition, value in asked if value]
    clause = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return clause, [value for _, value in asked if value]


def _kept(db: sqlite3.Connection, where: Selection, by: tuple[str, ...], dimension: str) -> Tallies:
    columns = {"checklist": "checklist", "month": "month", dimension: "label"}
    clause, values = selected(where, columns)
    clause += f"{' AND' if clause else ' WHERE'} dimension = ?"
    groups = [columns[name] for name in by]
    n = len(by)

    def summed(table: str, *names: str) -> list[tuple[Any, ...]]:
        grouped = ", ".join(("checklist", *names, *groups))
        numbers = TALLIES[table].names[TALLIES[table].key :]
        sums = ", ".join(f"sum({number})" for number in numbers)
        query = f"SELECT {grouped}, {sums} FROM {table}{clause} GROUP BY {grouped}"  # noqa: S608 - fixed names
        return db.execute(query, (*values, dimension)).fetchall()

    return Tallies(
        [
            Tally(r[0], r[4 : 4 + n], r[1], r[2], r[3], r[-1])
            for r in summed("answer_tallies", "item", "value", "part")
        ],
        [
            JudgementTally(r[0], r[3 : 3 + n], r[1], r[2], r[-1])
            for r in summed("judgement_tallies", "judgement", "indicated")
        ],
        [
            SpreadTally(r[0], r[2 : 2 + n], r[1], Spread(*r[2 + n :]))
            for r in summed("spread_tallies", "section")
        ],
    )


def _counted(
    db: sqlite3.Connection, where: Selection, by: tuple[str, ...], progress: Callable[[int, int], None] | None
) -> Tallies:
    answers: Counter[tuple[Any, ...]] = Counter()
    judgements: Counter[tuple[Any, ...]] = Counter()
    spreads: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    clause, values = selected(where, {name: name for name in ("checklist", "month", *DIMENSIONS)})
    (total,) = db.execute(f"SELECT count(*) FROM contributions{clause}", values).fetchone()  # noqa: S608 - fixed names
    names = ", ".join(("checklist", "judgement", "indicated", "answers", "sections", *by))
    query = f"SELECT {names} FROM contributions{clause}"  # noqa: S608 - fixed names
    for done, (checklist, judgement, indicated, given, sections, *group) in enumerate(
        db.execute(query, values)
    ):
        if progress and done % 500 == 0:
            progress(done, total)
        key = (checklist, tuple(group))
        judgements[*key, judgement, indicated] += 1
        answers.update((*key, *answer) for answer in json.loads(given))
        for section, pair in json.loads(sections).items():
            spreads.setdefault((*key, section), []).append(pair)
    if progress:
        progress(total, total)
    return Tallies(
        [Tally._make((*key, number)) for key, number in sorted(answers.items())],
        [JudgementTally._make((*key, number)) for key, number in sorted(judgements.items())],
        [
            SpreadTally._make((*key, sum((Spread.of(*pair) for pair in pairs), Spread())))
            for key, pairs in sorted(spreads.items())
        ],
    )
