"""Queries: rows become values here, and no row leaves."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from auditui.core.audits.answer import Answer
from auditui.core.audits.audit import Audit
from auditui.core.errors import AuditError, StoreError
from auditui.core.strata import STRATA
from auditui.core.text import one_line
from auditui.figures import counting as figures
from auditui.figures.counting import Spread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from auditui.core.checklists.checklist import Checklist


@dataclass(frozen=True)
class AuditLine:
    """An audit as a list shows it. `answered` counts items answered so far; `percent` is set once finished."""

    id: str
    checklist: str
    title: str
    case: str
    event: str
    team: str
    auditor: str
    state: str
    begun_at: str
    changed_at: str
    finished_at: str
    judgement: str
    indicated: str
    percent: float | None
    answered: int


@dataclass(frozen=True)
class Case:
    """A case, or one event of it, as the newest case list has it."""

    theme: str
    ref: str
    event: str
    team: str
    dates: dict[str, str]
    age_band: str
    category: str
    ethnicity: str
    disability: str
    area: str

    @property
    def strata(self) -> dict[str, str]:
        """What the child has in common with others, by the names of STRATA."""
        return {name: getattr(self, name) for name in STRATA}


@dataclass(frozen=True)
class Frame:
    """An imported case list."""

    id: str
    list_name: str
    theme: str
    listed_on: str
    used: int
    refused: int
    imported_at: str


@dataclass(frozen=True)
class Action:
    """Something to be done, and what shows that it was."""

    id: str
    audit: str
    case: str
    item: str
    what: str
    owner: str
    due: str
    added_at: str
    added_by: str
    done_at: str
    proof: str


@dataclass(frozen=True)
class Concern:
    """An immediate concern, and the answer to it."""

    id: str
    audit: str
    case: str
    item: str
    what: str
    told: str
    told_at: str
    raised_at: str
    raised_by: str
    answered_at: str
    answered_by: str
    answer: str


@dataclass(frozen=True)
class Note:
    """A text as it stands: its audit, its item (empty for the audit as a whole), its kind."""

    audit: str
    item: str
    about: str
    text: str


#: What the store keeps counts of finished audits by; by anything else they are read audit by audit.
_KEPT = {"month", "team"}


class ActionCounts(NamedTuple):
    """How many actions are open, how many of those overdue, how many closed."""

    open: int
    overdue: int
    closed: int


class Tally(NamedTuple):
    """So many answers of finished audits: one checklist, group, item and value."""

    checklist: str
    group: tuple[str, ...]
    item: str
    value: str
    number: int


class JudgementTally(NamedTuple):
    """So many finished audits: one checklist, group, judgement and indicated grade."""

    checklist: str
    group: tuple[str, ...]
    judgement: str
    indicated: str
    number: int


class SpreadTally(NamedTuple):
    """The spread between finished audits of one checklist and group, in one section ("" for the whole)."""

    checklist: str
    group: tuple[str, ...]
    section: str
    spread: Spread


class Tallies(NamedTuple):
    """Finished audits, counted; a group holds the values of the dimensions asked for, in that order."""

    answers: list[Tally]
    judgements: list[JudgementTally]
    spreads: list[SpreadTally]


@dataclass(frozen=True)
class Where:
    """What to count or list; an empty field leaves nothing out. Months are ``2026-04``, both included.

    `case` is a part of a reference; tallies hold no references, so only lists go by it. `strata` are names
    of STRATA with the value asked for.
    """

    checklist: str = ""
    team: str = ""
    auditor: str = ""
    since: str = ""
    until: str = ""
    case: str = ""
    strata: tuple[tuple[str, str], ...] = ()


class Reader:
    """Reads one open store. Checklists are remembered: a published one never changes."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Read from `db`."""
        self.db = db
        self._checklists: dict[str, Checklist] = {}

    def checklist(self, digest: str) -> Checklist:
        """Return a published checklist; StoreError if it is not in the store."""
        if digest not in self._checklists:
            from auditui.core.checklists import file as checklist_file  # noqa: PLC0415 - not needed to list

            row = self.db.execute("SELECT content FROM checklists WHERE digest = ?", (digest,)).fetchone()
            if row is None:
                raise StoreError(f"Checklist {digest[:12]} is not in this store", "Publish it first")
            self._checklists[digest] = checklist_file.read(json.loads(row[0]), "the checklist in the store")
        return self._checklists[digest]

    def versions(self, checklist_id: str) -> list[Checklist]:
        """Return every published version of a checklist, the lowest first."""
        found = self.db.execute(
            "SELECT digest FROM checklists WHERE id = ? ORDER BY version", (checklist_id,)
        ).fetchall()
        return [self.checklist(digest) for (digest,) in found]

    def forget(self) -> None:
        """Drop what was remembered: a transaction that published a checklist was undone."""
        self._checklists.clear()

    def checklists(self) -> list[Checklist]:
        """Return every published checklist, by id and version."""
        found = self.db.execute("SELECT digest FROM checklists ORDER BY id, version").fetchall()
        return [self.checklist(digest) for (digest,) in found]

    def made_up(self) -> bool:
        """Whether everything in this store is invented."""
        return self.db.execute("SELECT 1 FROM council").fetchone() is not None

    def audit(self, audit_id: str) -> Audit:
        """Return an audit with its answers and notes; AuditError if there is none."""
        row = self.db.execute(
            "SELECT id, checklist, case_ref, team, event, auditor, begun_at, changed_at, state,"
            " judgement, finished_at FROM audits WHERE id = ?",
            (audit_id,),
        ).fetchone()
        if row is None:
            raise AuditError(f"There is no audit {audit_id!r}", "auditui audit list shows them")
        notes = self.db.execute("SELECT item, about, text FROM notes WHERE audit = ?", (audit_id,))
        concerns = self.db.execute(
            "SELECT id FROM concerns WHERE audit = ? AND answered_at = ''", (audit_id,)
        )
        audit = Audit(*row[:9])
        return replace(
            audit,
            answers=MappingProxyType(self._answers(audit_id)),
            notes=MappingProxyType({(item, about): text for item, about, text in notes}),
            judgement=row[9],
            finished_at=row[10],
            concerns=frozenset(concern for (concern,) in concerns),
        )

    def audit_id(self, beginning: str) -> str:
        """Return the one audit id that begins so; AuditError if there is none or more than one."""
        found = self.db.execute(
            "SELECT id FROM audits WHERE substr(id, 1, ?) = ? LIMIT 2", (len(beginning), beginning)
        ).fetchall()
        if len(found) == 1 and beginning:
            return str(found[0][0])
        what = "More than one audit begins with" if found else "There is no audit"
        raise AuditError(f"{what} {one_line(beginning, 40)!r}", "auditui audit list shows them")

    def audits(
        self, where: Where = Where(), states: tuple[str, ...] = (), limit: int = -1
    ) -> list[AuditLine]:
        """Return audits, the one changed last first; `states` empty means all.

        `where.case` selects the references that hold it, in any case of letters.
        """
        marks = ", ".join("?" * len(states))
        conditions, values = _conditions(where, month="substr(a.finished_at, 1, 7)", checklist="c.id = ?")
        if where.case:
            conditions.append("instr(lower(a.case_ref), lower(?))")
            values.append(where.case)
        if states:
            conditions.append(f"a.state IN ({marks})")
            values += states
        query = (
            "SELECT a.id, c.id || ' v' || c.version, c.title, a.case_ref, a.event, a.team, a.auditor, a.state,"  # noqa: S608
            " a.begun_at, a.changed_at, a.finished_at, a.judgement, a.indicated, a.percent,"
            " (SELECT count(*) FROM answers WHERE audit = a.id)"
            f" FROM audits a JOIN checklists c ON c.digest = a.checklist{_where(conditions)}"
            " ORDER BY a.changed_at DESC, a.id LIMIT ?"
        )
        return [AuditLine(*row) for row in self.db.execute(query, (*values, limit))]

    def count_audits(self) -> dict[str, int]:
        """Return how many audits are in each state."""
        return dict(self.db.execute("SELECT state, count(*) FROM audits GROUP BY state").fetchall())

    def open_on(self, digests: set[str]) -> int:
        """Return how many open audits are on one of these checklist versions."""
        marks = ", ".join("?" * len(digests))
        query = f"SELECT count(*) FROM audits WHERE state != 'finished' AND checklist IN ({marks})"  # noqa: S608 - marks only
        return int(self.db.execute(query, tuple(digests)).fetchone()[0])

    def frames(self) -> list[Frame]:
        """Return the newest case list of each theme and list."""
        query = (
            "SELECT id, list_name, theme, listed_on, used, refused, max(imported_at) FROM frames"
            " GROUP BY theme, list_name ORDER BY theme, list_name"
        )
        return [Frame(*row) for row in self.db.execute(query)]

    def cases_waiting(self, theme: str = "", limit: int = -1) -> list[Case]:
        """Return the cases of the newest case lists that no audit of their theme has been begun for.

        A case listed for no theme waits for any. `theme` empty means all.
        """
        query = (  # the newest frames are named by fixed text
            f"SELECT {_CASE}, max(k.frame) FROM cases k"  # noqa: S608
            f" WHERE k.frame IN ({_NEWEST})"
            " AND NOT EXISTS (SELECT 1 FROM audits a JOIN checklists c ON c.digest = a.checklist"
            "   WHERE a.case_ref = k.ref AND k.event IN ('', a.event) AND (k.theme = '' OR c.theme = k.theme))"
            " AND (? = '' OR k.theme IN (?, '')) GROUP BY k.theme, k.ref, k.event"
            " ORDER BY k.theme, k.event DESC, k.ref LIMIT ?"
        )
        return [_case(row) for row in self.db.execute(query, (theme, theme, limit))]

    def cases_named(self, ref: str, theme: str) -> list[Case]:
        """Return what the case lists know of a reference for a theme, or for any."""
        query = (
            f"SELECT {_CASE}, max(frame) FROM cases k"  # noqa: S608 - fixed text
            f" WHERE ref = ? AND theme IN (?, '') AND frame IN ({_NEWEST}) GROUP BY theme, ref, event ORDER BY event DESC"
        )
        return [_case(row) for row in self.db.execute(query, (ref, theme))]

    def audit_before(self, audit: Audit) -> Audit | None:
        """Return the last finished audit of the same case with the same checklist; None if there is none.

        Of one on another version only the answers are kept that may be compared with this one's.
        """
        row = self.db.execute(
            "SELECT a.id FROM audits a JOIN checklists c ON c.digest = a.checklist"
            " WHERE a.case_ref = ? AND a.id != ? AND a.state = 'finished' AND a.begun_at <= ?"
            " AND c.id = (SELECT id FROM checklists WHERE digest = ?) ORDER BY a.finished_at DESC LIMIT 1",
            (audit.case, audit.id, audit.begun_at, audit.checklist),
        ).fetchone()
        if row is None:
            return None
        before = self.audit(row[0])
        if before.checklist == audit.checklist:
            return before
        from auditui.core.checklists import moving  # noqa: PLC0415 - versions seldom differ

        now, then = self.checklist(audit.checklist), self.checklist(before.checklist)
        kept = moving.move(self.versions(now.id), then, now, before.answers).kept
        return replace(before, answers=MappingProxyType({item: before.answers[item] for item in kept}))

    def actions(self, audit: str = "", *, only_open: bool = False) -> list[Action]:
        """Return actions, the one due first first; `audit` empty means all."""
        query = (
            "SELECT t.id, t.audit, a.case_ref, t.item, t.what, t.owner, t.due, t.added_at, t.added_by, t.done_at, t.proof"
            " FROM actions t JOIN audits a ON a.id = t.audit WHERE (? = '' OR t.audit = ?) AND (? = 0 OR t.done_at = '')"
            " ORDER BY t.done_at != '', t.due, t.id"
        )
        return [Action(*row) for row in self.db.execute(query, (audit, audit, int(only_open)))]

    def action_counts(self, checklist: str, today: str) -> ActionCounts:
        """Return how many actions of a checklist's audits are open, overdue on `today` (ISO) and closed."""
        query = (
            "SELECT count(*) FILTER (WHERE done_at = ''), count(*) FILTER (WHERE done_at = '' AND due < ?),"
            " count(*) FILTER (WHERE done_at != '') FROM actions t JOIN audits a ON a.id = t.audit"
            " WHERE a.checklist IN (SELECT digest FROM checklists WHERE id = ?)"
        )
        return ActionCounts(*self.db.execute(query, (today, checklist)).fetchone())

    def concerns(self, audit: str = "", *, only_open: bool = False) -> list[Concern]:
        """Return immediate concerns, the oldest first; `audit` empty means all."""
        query = (
            "SELECT t.id, t.audit, a.case_ref, t.item, t.what, t.told, t.told_at, t.raised_at, t.raised_by,"
            " t.answered_at, t.answered_by, t.answer FROM concerns t JOIN audits a ON a.id = t.audit"
            " WHERE (? = '' OR t.audit = ?) AND (? = 0 OR t.answered_at = '') ORDER BY t.raised_at, t.id"
        )
        return [Concern(*row) for row in self.db.execute(query, (audit, audit, int(only_open)))]

    def notes(self) -> list[Note]:
        """Return every text of every audit."""
        return [
            Note(*row)
            for row in self.db.execute("SELECT audit, item, about, text FROM notes ORDER BY 1, 2, 3")
        ]

    def tallies(
        self,
        where: Where = Where(),
        by: tuple[str, ...] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> Tallies:
        """Return the finished audits `where` selects, counted by checklist and by what `by` names.

        That is any of month, team, auditor, judgement and STRATA. `progress` hears how many of how many audits were read, where no counts are kept for this and they must
        be read one by one; what it raises ends the reading.
        """
        if set(by) <= _KEPT and not (where.auditor or where.strata):
            return self._kept(where, by)
        return self._counted(where, by, progress)

    def _kept(self, where: Where, by: tuple[str, ...]) -> Tallies:
        conditions, values = _conditions(where, month="month", checklist=_OF_CHECKLIST)
        n = len(by)

        def summed(table: str, *columns: str, sums: str = "sum(number)") -> list[tuple[Any, ...]]:
            grouped = ", ".join(("checklist", *columns, *by))
            query = f"SELECT {grouped}, {sums} FROM {table} t{_where(conditions)} GROUP BY {grouped}"  # noqa: S608 - fixed names
            return self.db.execute(query, values).fetchall()

        sums = ", ".join(f"sum({each.name})" for each in fields(Spread))
        return Tallies(
            [Tally(r[0], r[3 : 3 + n], r[1], r[2], r[-1]) for r in summed("answer_tallies", "item", "value")],
            [
                JudgementTally(r[0], r[3 : 3 + n], r[1], r[2], r[-1])
                for r in summed("judgement_tallies", "judgement", "indicated")
            ],
            [
                SpreadTally(r[0], r[2 : 2 + n], r[1], Spread(*r[2 + n :]))
                for r in summed("spread_tallies", "section", sums=sums)
            ],
        )

    def _counted(
        self, where: Where, by: tuple[str, ...], progress: Callable[[int, int], None] | None
    ) -> Tallies:
        answers: Counter[tuple[str, tuple[str, ...], str, str]] = Counter()
        judgements: Counter[tuple[str, tuple[str, ...], str, str]] = Counter()
        spreads: defaultdict[tuple[str, tuple[str, ...], str], Spread] = defaultdict(Spread)
        columns = ["substr(a.finished_at, 1, 7)" if name == "month" else f"a.{name}" for name in by]
        conditions, values = _conditions(where, month="substr(a.finished_at, 1, 7)", checklist=_OF_CHECKLIST)
        conditions.append("a.state = 'finished'")
        selected = f"FROM audits a{_where(conditions)}"
        total = self.db.execute(f"SELECT count(*) {selected}", values).fetchone()[0]
        query = (
            f"SELECT {', '.join(('a.id', 'a.checklist', 'a.judgement', 'a.indicated', *columns))} {selected}"
        )
        for done, (audit, digest, judgement, indicated, *group) in enumerate(self.db.execute(query, values)):
            if progress and done % 500 == 0:
                progress(done, total)
            key = (digest, tuple(group))
            marks = figures.marks(self.checklist(digest), self._answers(audit))
            answers.update((*key, item, value) for item, value in marks.answers)
            judgements[(*key, judgement, indicated)] += 1
            for section, pair in marks.sections.items():
                if pair[1]:
                    spreads[(*key, section)] += Spread.of(*pair)
        if progress:
            progress(total, total)
        return Tallies(
            [Tally(*key, number) for key, number in sorted(answers.items())],
            [JudgementTally(*key, number) for key, number in sorted(judgements.items())],
            [SpreadTally(*key, spread) for key, spread in sorted(spreads.items())],
        )

    def _answers(self, audit_id: str) -> dict[str, Answer]:
        given = self.db.execute(
            "SELECT item, value, reason, detail FROM answers WHERE audit = ?", (audit_id,)
        )
        return {
            item: Answer(item, value, reason, json.loads(detail)) for item, value, reason, detail in given
        }

    def months(self, where: Where = Where()) -> tuple[str, str] | None:
        """Return the first and last month of finished audits of a checklist and team; None if there are none."""
        conditions, values = _conditions(
            Where(where.checklist, where.team), month="month", checklist=_OF_CHECKLIST
        )
        query = f"SELECT min(month), max(month) FROM judgement_tallies{_where(conditions)}"  # noqa: S608 - fixed names
        first, last = self.db.execute(query, values).fetchone()
        return (first, last) if first else None

    def desk(self) -> dict[str, str]:
        """Return what lay open on the desk: the place to go on from, the last auditor code, the theme."""
        return dict(self.db.execute("SELECT key, value FROM desk").fetchall())


_CASE = "k.theme, k.ref, k.event, k.team, k.dates, " + ", ".join(f"k.{name}" for name in STRATA)

#: The newest frame of each theme and list.
_NEWEST = (
    "SELECT id FROM frames f WHERE NOT EXISTS (SELECT 1 FROM frames n WHERE n.theme = f.theme"
    " AND n.list_name = f.list_name AND n.imported_at > f.imported_at)"
)
_OF_CHECKLIST = "checklist IN (SELECT digest FROM checklists WHERE id = ?)"


def _conditions(where: Where, *, month: str, checklist: str) -> tuple[list[str], list[object]]:
    asked = [
        (checklist, where.checklist),
        ("team = ?", where.team),
        ("auditor = ?", where.auditor),
        (f"{month} >= ?", where.since),
        (f"{month} <= ?", where.until),
        *((f"{name} = ?", value) for name, value in where.strata),
    ]
    return [condition for condition, value in asked if value], [value for _, value in asked if value]


def _where(conditions: list[str]) -> str:
    return " WHERE " + " AND ".join(conditions) if conditions else ""


def _case(row: tuple[str, ...]) -> Case:
    theme, ref, event, team, dates, *strata = row[: 5 + len(STRATA)]
    return Case(theme, ref, event, team, json.loads(dates), *strata)
