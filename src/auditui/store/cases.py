"""Reading the case lists, what is known of a case, and what leads noted beside the figures: holds, causes and deadlines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from auditui.core.audits.states import WITHDRAWN
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.figures.causes import Cause
from auditui.store.explained import explains
from auditui.store.opened import Opened
from auditui.store.values import Case, Deadline, Frame, Hold

if TYPE_CHECKING:
    from collections.abc import Sequence


@explains
class CaseReader(Opened):
    """Reads the case lists of one open store."""

    def holds(self, case: str = "", *, only_open: bool = False) -> list[Hold]:
        """Return the holds on cases, the oldest first; `case` empty means all."""
        query = (
            "SELECT h.id, h.case_ref, h.reason, h.held_at, h.held_by, coalesce(r.released_at, ''), coalesce(r.released_by, '')"
            " FROM holds h LEFT JOIN holds_released r ON r.id = (SELECT id FROM holds_released WHERE hold = h.id"
            " ORDER BY released_at, id LIMIT 1)"
            " WHERE (? = '' OR h.case_ref = ?) AND (? = 0 OR r.id IS NULL) ORDER BY h.held_at, h.id"
        )
        return [Hold(*row) for row in self.db.execute(query, (case, case, int(only_open)))]

    def has_had(self, case: str) -> bool:
        """Whether an audit has this reference, or had it before a correction."""
        query = "SELECT 1 FROM audit_references WHERE case_ref = ? LIMIT 1"
        return self.db.execute(query, (case,)).fetchone() is not None

    def causes(self, checklist: str = "") -> list[Cause]:
        """Return what was noted as a cause, by month; of a `checklist` what stands of its own and of all."""
        query = (
            "SELECT c.id, c.month, c.what, c.checklist, c.noted_at, c.noted_by, coalesce(t.taken_back_at, ''),"
            " coalesce(t.taken_back_by, '') FROM causes c LEFT JOIN causes_taken_back t ON t.id = (SELECT id FROM"
            " causes_taken_back WHERE cause = c.id ORDER BY taken_back_at, id LIMIT 1)"
            " WHERE ? = '' OR (c.checklist IN ('', ?) AND t.id IS NULL) ORDER BY c.month, c.noted_at, c.id"
        )
        return [Cause(*row) for row in self.db.execute(query, (checklist, checklist))]

    def deadlines(self) -> list[Deadline]:
        """Return the deadlines that were kept and stand, by the day stated."""
        query = (
            "SELECT id, what, start, days, counting, stated, stated_at, stated_by FROM deadlines"
            " WHERE id NOT IN (SELECT deadline FROM deadlines_taken_back) ORDER BY stated, stated_at, id"
        )
        return [Deadline(*row) for row in self.db.execute(query)]

    def read_in(self, file_digest: str) -> str:
        """Return the day (ISO) on which a file with this SHA-256 was last read in as a case list; "" if it was not."""
        query = "SELECT coalesce(max(substr(imported_at, 1, 10)), '') FROM frames WHERE file_digest = ?"
        return str(self.db.execute(query, (file_digest,)).fetchone()[0])

    def frames(self) -> list[Frame]:
        """Return the case lists, the newest first: in use, replaced by a later one of its kind, or removed."""
        query = (
            "SELECT f.id, f.list_name, f.theme, f.listed_on, f.imported_at, (SELECT count(*) FROM cases WHERE frame = f.id),"  # noqa: S608
            f" CASE WHEN r.id IS NOT NULL THEN 'removed' WHEN f.id IN ({NEWEST}) THEN 'in use' ELSE 'replaced' END,"
            " coalesce(r.reason, '') FROM frames f LEFT JOIN frames_removed r ON r.id ="
            " (SELECT id FROM frames_removed WHERE frame = f.id ORDER BY removed_at, id LIMIT 1)"
            " ORDER BY f.listed_on DESC, f.imported_at DESC, f.id"
        )
        return [Frame(*row) for row in self.db.execute(query)]

    def listed_in(self, frame: str) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the cases of a list by reference and event date, each with all else the list says of it."""
        said = ", ".join(("team", "dates", *STRATA))
        query = f"SELECT ref, event, {said} FROM cases WHERE frame = ?"  # noqa: S608 - fixed names
        return {(ref, event): tuple(more) for ref, event, *more in self.db.execute(query, (frame,))}

    def cases_of(self, ids: Sequence[str]) -> dict[str, Case]:
        """Return these rows of case lists by their ids."""
        query = f"SELECT k.id, {_CASE} FROM cases k JOIN frames f ON f.id = k.frame WHERE k.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - fixed names
        return {case: _case(row) for case, *row in self.db.execute(query, (json.dumps(ids),))}

    def cases_named(self, ref: str, theme: str) -> list[Case]:
        """Return what the case lists know of a reference for a theme, or for any."""
        query = (
            f"SELECT {_CASE} {LISTED}"
            " AND k.ref = ? AND f.theme IN (?, '') GROUP BY f.theme, k.ref, k.event ORDER BY k.event DESC"
        )
        return [_case(row) for row in self.db.execute(query, (ref, theme))]

    def listed_case(self, ref: str, theme: str, event: str = "") -> Case | None:
        """Return the case of a reference and event (ISO date) as listed for a theme, or for any; None if it is not.

        A case listed without a date stands for all its events. AuditError if no event is given and several are listed.
        """
        cases = self.cases_named(ref, theme)
        if event:
            cases = [case for case in cases if case.event == event] or [
                case for case in cases if not case.event
            ]
        events = {case.event for case in cases}
        if len(events) > 1:
            raise AuditError(
                f"Case {ref} is listed with several events",
                f"Give the date of one: {', '.join(sorted(events - {''}))}",
            )
        return max(cases, key=lambda case: case.theme, default=None)


_CASE = "f.theme, k.ref, k.event, k.team, k.dates, " + ", ".join(f"k.{name}" for name in STRATA)

_REMOVED = "SELECT frame FROM frames_removed"
#: That no audit of a case `k` of a frame `f` has been begun, but for those that were withdrawn.
NOT_AUDITED = (
    "NOT EXISTS (SELECT 1 FROM audits a JOIN checklists c ON c.digest = a.checklist"  # noqa: S608 - fixed text
    f" WHERE a.case_ref = k.ref AND a.state != '{WITHDRAWN}' AND k.event IN ('', a.event) AND (f.theme = '' OR c.theme = f.theme))"
)
#: The frames that no later one of the same theme and list replaces: later by its own day, of one day by its import.
NEWEST = (
    f"SELECT id FROM frames f WHERE id NOT IN ({_REMOVED}) AND NOT EXISTS (SELECT 1 FROM frames n WHERE n.theme = f.theme"  # noqa: S608
    f" AND n.list_name = f.list_name AND n.id NOT IN ({_REMOVED})"
    " AND (n.listed_on, n.imported_at, n.id) > (f.listed_on, f.imported_at, f.id))"
)
#: The cases of the newest frames. A case that lists say several times is grouped into one: its columns are those of the
#: row with the highest frame and id.
LISTED = (
    f"FROM cases k JOIN frames f ON f.id = k.frame WHERE f.id IN ({NEWEST})"  # noqa: S608 - fixed text
    " AND NOT EXISTS (SELECT 1 FROM cases o JOIN frames g ON g.id = o.frame WHERE o.ref = k.ref AND o.event = k.event"
    f" AND g.theme = f.theme AND (o.frame, o.id) > (k.frame, k.id) AND g.id IN ({NEWEST}))"
)


def _case(row: Sequence[str]) -> Case:
    theme, ref, event, team, dates, *strata = row[: 5 + len(STRATA)]
    return Case(theme, ref, event, team, json.loads(dates), *strata)
