"""Reading what goes with audits: their actions, immediate concerns, and the texts that were added after the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.store.cases import CaseReader
from auditui.store.explained import explains
from auditui.store.values import Action, ActionCounts, Addition, Concern

if TYPE_CHECKING:
    from collections.abc import Iterator


@explains
class FollowUpReader(CaseReader):
    """Reads the actions, concerns and additions of one open store."""

    def actions(self, audit: str = "", *, only_open: bool = False) -> list[Action]:
        """Return actions as they were last changed, the one due first first; `audit` empty means all.

        Those of withdrawn audits are among an audit's own, and not among all.
        """
        query = (
            f"{_CLOSINGS} SELECT t.id, t.audit, coalesce(a.case_ref, ''), t.item, coalesce(n.what, t.what) what,"  # noqa: S608
            " coalesce(n.owner, t.owner), coalesce(n.due, t.due) due_now, t.added_at, t.added_by,"
            " coalesce(d.at, ''), coalesce(d.words, ''), coalesce(d.state, 'open')"
            f" FROM actions t LEFT JOIN audits a ON a.id = t.audit {_AS_CHANGED} {_CLOSED}"
            " WHERE (? = '' OR t.audit = ?) AND (? != '' OR a.state IS NOT 'withdrawn') AND (? = 0 OR d.id IS NULL)"
            " ORDER BY d.id IS NOT NULL, due_now, t.id"
        )
        return [Action(*row) for row in self.db.execute(query, (audit, audit, audit, int(only_open)))]

    def action_counts(self, checklist: str, today: str) -> ActionCounts:
        """Return how many actions of a checklist's audits are open, overdue on `today` (ISO) and closed; none dropped."""
        query = (
            f"{_CLOSINGS} SELECT count(*) FILTER (WHERE d.id IS NULL),"  # noqa: S608
            " count(*) FILTER (WHERE d.id IS NULL AND coalesce(n.due, t.due) < ?),"
            " count(*) FILTER (WHERE d.state = 'done')"
            f" FROM actions t JOIN audits a ON a.id = t.audit {_AS_CHANGED} {_CLOSED}"
            " WHERE a.state != 'withdrawn' AND a.checklist IN (SELECT digest FROM checklists WHERE id = ?)"
        )
        return ActionCounts(*self.db.execute(query, (today, checklist)).fetchone())

    def closings(self, action: str) -> tuple[str, ...]:
        """Return the ids of what says that an action is done or dropped, and was not taken back."""
        query = f"{_CLOSINGS} SELECT id FROM closings WHERE action = ? AND {_STANDS} ORDER BY at, id"  # noqa: S608
        return tuple(found for (found,) in self.db.execute(query, (action,)))

    def last_change(self, action: str) -> str:
        """Return the id of the change by which an action is what it is; "" where it was not changed."""
        row = self.db.execute(f"SELECT c.id {_CHANGES}", (action,)).fetchone()
        return row[0] if row else ""

    def concerns(self, audit: str = "", *, only_open: bool = False) -> list[Concern]:
        """Return immediate concerns, the oldest first; `audit` empty means all."""
        query = (
            "SELECT t.id, t.audit, coalesce(a.case_ref, ''), t.item, t.what, t.told, t.told_at, t.raised_at, t.raised_by,"
            " coalesce(w.answered_at, ''), coalesce(w.answered_by, ''), coalesce(w.answer, '')"
            " FROM concerns t LEFT JOIN audits a ON a.id = t.audit LEFT JOIN concerns_answered w ON w.id = (SELECT id FROM"
            " concerns_answered WHERE concern = t.id ORDER BY answered_at, id LIMIT 1)"
            " WHERE (? = '' OR t.audit = ?) AND (? = 0 OR w.id IS NULL) ORDER BY t.raised_at, t.id"
        )
        rows = self.db.execute(query, (audit, audit, int(only_open))).fetchall()
        return [Concern(*[*row, tuple(self._added_to(row[0]))]) for row in rows]

    def _added_to(self, concern: str) -> Iterator[Addition]:
        query = (
            "SELECT id, concern, '', text, added_at, added_by FROM concern_additions WHERE concern = ?"
            " ORDER BY added_at, id"
        )
        return (Addition(*row) for row in self.db.execute(query, (concern,)))

    def additions(self, audit: str = "") -> list[Addition]:
        """Return the texts added to finished audits that stand, the oldest first; `audit` empty means all."""
        query = (
            "SELECT id, audit, about, text, added_at, added_by FROM additions t WHERE (? = '' OR audit = ?) AND text != ''"
            " AND NOT EXISTS (SELECT 1 FROM additions l WHERE l.audit = t.audit AND l.follows = t.id)"
            " ORDER BY added_at, id"
        )
        return [Addition(*row) for row in self.db.execute(query, (audit, audit))]


#: What says that an action is closed, and how.
_CLOSINGS = (
    "WITH closings AS (SELECT id, action, 'done' state, done_at at, proof words FROM actions_done"
    " UNION ALL SELECT id, action, 'dropped', dropped_at, reason FROM actions_dropped)"
)
#: Whether one of them was not taken back.
_STANDS = (
    "NOT EXISTS (SELECT 1 FROM actions_reopened r, json_each(r.closings) j"
    " WHERE r.action = closings.action AND j.value = closings.id)"
)
#: What closed an action `t`: of several that say so the first.
_CLOSED = (
    "LEFT JOIN closings d ON d.id ="  # noqa: S608 - fixed text
    f" (SELECT id FROM closings WHERE action = t.id AND {_STANDS} ORDER BY at, id LIMIT 1)"
)
#: The change by which an action is what it is: one that no other follows; of several, said on desks that did not know of each
#: other, the last.
_CHANGES = (
    "FROM action_changes c WHERE c.action = {} AND NOT EXISTS (SELECT 1 FROM action_changes l"
    " WHERE l.action = c.action AND l.follows = c.id) ORDER BY changed_at DESC, id DESC LIMIT 1"
)
_AS_CHANGED = f"LEFT JOIN action_changes n ON n.id = (SELECT id {_CHANGES.format('t.id')})"
_CHANGES = _CHANGES.format("?")
