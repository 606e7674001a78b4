"""Reading what goes with audits: their actions, immediate concerns, and the texts that were added after the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.store.cases import CaseReader
from auditui.store.explained import explains
from auditui.store.standing import (
    ADDITION_STANDS,
    ANSWERED,
    AS_CHANGED,
    BESIDE,
    CHANGE,
    CLOSED,
    CLOSINGS,
    NOT_TAKEN_BACK,
)
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
            "SELECT t.id, t.audit, coalesce(a.case_ref, ''), t.item, coalesce(n.what, t.what) what,"  # noqa: S608
            " coalesce(n.owner, t.owner), coalesce(n.due, t.due) due_now, t.added_at, t.added_by,"
            " coalesce(d.at, ''), coalesce(d.words, ''), coalesce(d.state, 'open')"
            f" FROM actions t LEFT JOIN audits a ON a.id = t.audit {AS_CHANGED} {CLOSED}"
            " WHERE (? = '' OR t.audit = ?) AND (? != '' OR a.state IS NOT 'withdrawn') AND (? = 0 OR d.id IS NULL)"
            " ORDER BY d.id IS NOT NULL, due_now, t.id"
        )
        return [Action(*row) for row in self.db.execute(query, (audit, audit, audit, int(only_open)))]

    def action_counts(self, checklist: str, today: str) -> ActionCounts:
        """Return how many actions of a checklist's audits are open, overdue on `today` (ISO) and closed; none dropped."""
        query = (
            "SELECT count(*) FILTER (WHERE d.id IS NULL),"  # noqa: S608
            " count(*) FILTER (WHERE d.id IS NULL AND coalesce(n.due, t.due) < ?),"
            " count(*) FILTER (WHERE d.state = 'done')"
            f" FROM actions t JOIN audits a ON a.id = t.audit {AS_CHANGED} {CLOSED}"
            " WHERE a.state != 'withdrawn' AND a.checklist IN (SELECT digest FROM checklists WHERE id = ?)"
        )
        return ActionCounts(*self.db.execute(query, (today, checklist)).fetchone())

    def closings(self, action: str) -> tuple[str, ...]:
        """Return the ids of what says that an action is done or dropped, and was not taken back."""
        query = f"SELECT s.id FROM {CLOSINGS} s WHERE s.action = ? AND {NOT_TAKEN_BACK} ORDER BY s.at, s.id"  # noqa: S608
        return tuple(found for (found,) in self.db.execute(query, (action,)))

    def last_change(self, action: str) -> str:
        """Return the id of the change by which an action is what it is; "" where it was not changed."""
        row = self.db.execute(f"SELECT {CHANGE} FROM actions t WHERE t.id = ?", (action,)).fetchone()  # noqa: S608
        return (row and row[0]) or ""

    def concerns(self, audit: str = "", *, only_open: bool = False) -> list[Concern]:
        """Return immediate concerns, the oldest first; `audit` empty means all."""
        query = (
            "SELECT t.id, t.audit, coalesce(a.case_ref, ''), t.item, t.what, t.told, t.told_at, t.raised_at, t.raised_by,"  # noqa: S608
            " coalesce(w.answered_at, ''), coalesce(w.answered_by, ''), coalesce(w.answer, '')"
            f" FROM concerns t LEFT JOIN audits a ON a.id = t.audit {ANSWERED}"
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

    def beside(self, audit: str) -> list[str]:
        """Return the ids of all that was said beside an audit: its actions, concerns and additions, and what became of them."""
        return [subject for (subject,) in self.db.execute(BESIDE, {"audit": audit})]

    def additions(self, audit: str = "") -> list[Addition]:
        """Return the texts added to finished audits that stand, the oldest first; `audit` empty means all."""
        query = (
            "SELECT id, audit, about, text, added_at, added_by FROM additions t"  # noqa: S608
            f" WHERE (? = '' OR audit = ?) AND {ADDITION_STANDS} ORDER BY added_at, id"
        )
        return [Addition(*row) for row in self.db.execute(query, (audit, audit))]
