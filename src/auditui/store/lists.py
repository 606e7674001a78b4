"""Long lists: which records one shows, in which order, and a window of them at a time.

What a list shows is named once, as ids in their order, out of an index that holds all that is asked of it; the records
themselves are read by their key, as many as are looked at. So a list of any length costs as much as a short one to move in.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from auditui.core.audits.states import DRAFT, FINISHED, REOPENED, WITHDRAWN
from auditui.core.codes import team_key
from auditui.store.cases import NEWEST, NOT_AUDITED, CaseReader
from auditui.store.explained import explains

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from auditui.store.values import Case

#: The orders of a list, by their names on the screen.
ORDERS = ("as they come", "oldest first", "by reference", "by team", "by checklist")


class Listing(Struct, frozen=True):
    """What a list of audits or cases is narrowed to, and its order, one of ORDERS.

    `part` is in the references, in any case of letters; `checklist` is an id, or for cases a theme; `states` empty means
    all but those withdrawn; `before` is an ISO day: only audits begun, and cases of events, before it. Audits of the auditor `first` come first.
    """

    part: str = ""
    checklist: str = ""
    team: str = ""
    auditor: str = ""
    states: tuple[str, ...] = ()
    before: str = ""
    order: str = ORDERS[0]
    first: str = ""


class GivenValue(NamedTuple):
    """What an item was answered with, without what stands behind it."""

    value: str


class Given(NamedTuple):
    """The checklist of an audit, by its digest, and its answers' values by item."""

    checklist: str
    answers: dict[str, GivenValue]


#: So many listings of cases are kept.
_KEPT = 3
#: Entries after which the same cases wait as before.
_CHANGE_NO_CASE = frozenset(
    (
        *(
            "answer.given",
            "answer.cleared",
            "note.written",
            "judgement.given",
            "audit.finished",
            "audit.reopened",
        ),
        *("action.added", "action.done", "concern.raised", "concern.answered"),
    )
)


@explains
class ListReader(CaseReader):
    """Reads the long lists of one open store."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        """Read from `db`, which is the store at `path`."""
        super().__init__(path, db)
        #: The cases of the listings asked for last, and the place of the journal they were read at.
        self._waiting: dict[Listing, list[str]] = {}
        self._waiting_at = 0

    def listed_audits(self, listing: Listing) -> list[str]:
        """Return the ids of the audits of a listing, in its order; what comes first otherwise changed last."""
        clause, values = _audits(listing)
        order = ("a.auditor != ?, " if listing.first else "") + _AUDIT_ORDERS[listing.order]
        query = f"SELECT a.id FROM audits a{clause} ORDER BY {order}a.changed_at DESC, a.id"  # noqa: S608 - fixed names
        more = (listing.first,) if listing.first else ()
        return [audit for (audit,) in self.db.execute(query, (*values, *more))]

    def listed_cases(self, listing: Listing) -> list[str]:
        """Return the ids of the cases that wait, of a listing, in its order; as they come they stand by theme, the latest first.

        A case that several lists name stands once. What was read is kept until something is written that cases go by.
        """
        (seq,) = self.db.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
        if seq != self._waiting_at:
            written = self.db.execute("SELECT DISTINCT kind FROM journal WHERE seq > ?", (self._waiting_at,))
            if not {kind for (kind,) in written} <= _CHANGE_NO_CASE:
                self._waiting.clear()
            self._waiting_at = seq
        if listing not in self._waiting:
            while len(self._waiting) >= _KEPT:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[listing] = self._read_cases(listing)
        return self._waiting[listing]

    def cases_waiting(self, theme: str = "", part: str = "") -> list[Case]:
        """Return the cases of the newest case lists that no audit of their theme has been begun for, as `listed_cases` orders them.

        A case listed for no theme waits for any. `theme` empty means all; `part` is in the references, in any case of letters.
        """
        ids = self.listed_cases(Listing(part, theme))
        cases = self.cases_of(ids)
        return [cases[case] for case in ids]

    def _read_cases(self, listing: Listing) -> list[str]:
        clause, values = _cases(listing)
        order = _CASE_ORDERS[listing.order]
        query = (
            "SELECT k.id, f.theme, k.ref, k.event FROM frames f CROSS JOIN cases k ON k.frame = f.id"  # noqa: S608 - fixed names
            f" WHERE f.id IN ({NEWEST}){clause} AND {NOT_AUDITED}"
            f" ORDER BY {order}f.theme, k.event DESC, k.ref, k.frame DESC, k.id DESC"
        )
        ids: dict[tuple[str, str, str], str] = {}
        for case, *event in self.db.execute(query, values):
            ids.setdefault((event[0], event[1], event[2]), case)
        return list(ids.values())

    def count_listed(self, listing: Listing, name: str) -> dict[str, int]:
        """Return how many audits of a listing there are by `name`: checklist (id), team, auditor or state."""
        clause, values = _audits(listing)
        by = f"a.{name}"
        query = f"SELECT {by}, count(*) FROM audits a{clause} GROUP BY 1"  # noqa: S608 - fixed names
        counts = self.db.execute(query, values).fetchall()
        if name != "checklist":
            return dict(sorted(counts))
        ids = dict(self.db.execute("SELECT digest, id FROM checklists").fetchall())
        total: dict[str, int] = {}
        for digest, number in counts:
            if digest in ids:
                total[ids[digest]] = total.get(ids[digest], 0) + number
        return dict(sorted(total.items()))

    def count_cases(self, listing: Listing, name: str) -> dict[str, int]:
        """Return how many cases of a listing wait by `name`: theme or team."""
        clause, values = _cases(listing)
        by = {"theme": "f.theme", "team": "k.team"}[name]
        query = (
            f"SELECT {by}, count(DISTINCT json_array(f.theme, k.ref, k.event)) FROM frames f CROSS JOIN cases k ON k.frame = f.id"  # noqa: S608 - fixed names
            f" WHERE f.id IN ({NEWEST}){clause} AND {NOT_AUDITED} GROUP BY 1 ORDER BY 1"
        )
        return dict(self.db.execute(query, values).fetchall())

    def open_on(self, digests: set[str]) -> int:
        """Return how many open audits are on one of these checklist versions."""
        marks = ", ".join("?" * len(digests))
        query = f"SELECT count(*) FROM audits WHERE state IN (?, ?) AND checklist IN ({marks})"  # noqa: S608 - marks only
        return int(self.db.execute(query, (DRAFT, REOPENED, *digests)).fetchone()[0])

    def given_values(self, audits: Sequence[str]) -> dict[str, Given]:
        """Return each of these audits' checklist and values."""
        found: dict[str, Given] = {}
        query = (
            "SELECT a.id, a.checklist, t.item, t.value FROM audits a LEFT JOIN answers t ON t.audit = a.id"
            " WHERE a.id IN (SELECT value FROM json_each(?))"
        )
        for audit, checklist, item, value in self.db.execute(query, (json.dumps(audits),)):
            given = found.setdefault(audit, Given(checklist, {}))
            if item is not None:
                given.answers[item] = GivenValue(value)
        return found

    def whose(self, audits: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the team and the auditor of each of these audits."""
        query = "SELECT id, team, auditor FROM audits WHERE id IN (SELECT value FROM json_each(?))"
        return {
            audit: (team, auditor) for audit, team, auditor in self.db.execute(query, (json.dumps(audits),))
        }

    def teams(self) -> list[str]:
        """Return the teams there are, of audits and cases, each name as it is written most often, in order."""
        query = (
            "SELECT team, sum(n) FROM (SELECT team, count(*) n FROM audits GROUP BY 1 UNION ALL"
            " SELECT team, count(*) FROM cases GROUP BY 1) WHERE team != '' GROUP BY 1 ORDER BY 2, 1"
        )
        named = {team_key(team): team for team, _ in self.db.execute(query)}
        return sorted(named.values())

    def team_of(self, case: str) -> str:
        """Return the team that the case lists in use name for a reference, for whatever theme; "" where none does, or several."""
        query = (
            f"SELECT DISTINCT team FROM cases WHERE ref = ? AND team != '' AND frame IN ({NEWEST}) LIMIT 2"  # noqa: S608 - fixed text
        )
        teams = self.db.execute(query, (case,)).fetchall()
        return str(teams[0][0]) if len(teams) == 1 else ""

    def team_known_as(self, team: str) -> str:
        """Return the name of a team as it is written already, whatever letters and spaces were typed; else as it is."""
        known = self.db.execute(
            "SELECT 1 FROM audits WHERE team = ? UNION ALL SELECT 1 FROM cases WHERE team = ? LIMIT 1",
            (team, team),
        ).fetchone()
        if known:
            return team
        return next(
            (other for other in self.teams() if team_key(other) == team_key(team)), " ".join(team.split())
        )

    def audits_like(self, case: str, checklist_id: str) -> list[str]:
        """Return the ids of a case's audits with any version of a checklist, open ones first, then the newest."""
        query = (
            "SELECT id FROM audits WHERE case_ref = ? AND checklist IN (SELECT digest FROM checklists WHERE id = ?)"
            " AND state != ? AND second_of = '' ORDER BY state = ?, changed_at DESC, id"
        )
        return [audit for (audit,) in self.db.execute(query, (case, checklist_id, WITHDRAWN, FINISHED))]


_AUDIT_ORDERS = dict(
    zip(
        ORDERS,
        ("", "a.begun_at, ", "a.case_ref, ", "a.team, a.case_ref, ", "a.checklist, a.case_ref, "),
        strict=True,
    )
)
_CASE_ORDERS = dict(
    zip(ORDERS, ("", "k.event, ", "k.ref, ", "k.team, k.ref, ", "f.theme, k.ref, "), strict=True)
)


def _clause(held: list[tuple[str, object]]) -> tuple[str, list[object]]:
    kept = [(condition, value) for condition, value in held if value]
    return "".join(f" AND {condition}" for condition, _ in kept), [value for _, value in kept]


def _audits(listing: Listing) -> tuple[str, list[object]]:
    clause, values = _clause(
        [
            ("instr(lower(a.case_ref), lower(?))", listing.part),
            ("a.checklist IN (SELECT digest FROM checklists WHERE id = ?)", listing.checklist),
            ("a.team = ?", listing.team),
            ("a.auditor = ?", listing.auditor),
            ("a.begun_at < ?", _beginning(listing.before)),
        ]
    )
    if listing.states:
        clause += f" AND a.state IN ({', '.join('?' * len(listing.states))})"
    else:
        clause += " AND a.state != 'withdrawn'"
    return f" WHERE 1{clause}", [*values, *listing.states]


def _beginning(day: str) -> str:
    """Return the moment, in UTC as the journal writes it, at which a day (ISO) begins at this desk; "" for no day."""
    return (
        datetime.fromisoformat(day).astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"
        if day
        else ""
    )


def _cases(listing: Listing) -> tuple[str, list[object]]:
    return _clause(
        [
            ("instr(lower(k.ref), lower(?))", listing.part),
            ("f.theme IN (?, '')", listing.checklist),
            ("k.team = ?", listing.team),
            ("k.event != '' AND k.event < ?", listing.before),
        ]
    )
