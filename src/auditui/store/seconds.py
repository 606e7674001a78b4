"""Second audits: which audit is read again, who may not see it meanwhile, and the pairs of which both were finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits.states import WITHDRAWN
from auditui.core.errors import AuditError
from auditui.store.explained import explains
from auditui.store.opened import Opened
from auditui.store.selection import of_audits, selected

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.figures.tallies import Selection


class Pair(NamedTuple):
    """An audit and the second one of it, by their ids, with what they are of."""

    first: str
    second: str
    checklist: str
    case: str
    event: str
    by: tuple[str, str]
    finished_at: str


@explains
class SecondReader(Opened):
    """Reads the second audits of one open store."""

    def second_audit(self, first: str) -> str:
        """Return the id of the second audit of an audit that stands; "" if there is none. Of several the first begun."""
        query = "SELECT id FROM audits WHERE second_of = ? AND state != ? AND ? != '' ORDER BY begun_at, id LIMIT 1"
        row = self.db.execute(query, (first, WITHDRAWN, first)).fetchone()
        return row[0] if row else ""

    def blind_to(self, auditor: str) -> frozenset[str]:
        """Return the audits that an auditor reads again, or is given to read again, and so may not see yet."""
        query = (
            "SELECT second_of FROM audits WHERE second_of != '' AND auditor = ?1 AND day = '' AND state != ?2"
            " UNION SELECT f.id FROM work_given w JOIN audits f ON f.id = w.case_id WHERE w.auditor = ?1 AND w.id ="
            "  (SELECT id FROM work_given WHERE sample = w.sample AND case_id = w.case_id ORDER BY given_at DESC, id DESC LIMIT 1)"
            "  AND NOT EXISTS (SELECT 1 FROM audits WHERE second_of = f.id AND day != '' AND state != ?2)"
            "  AND NOT EXISTS (SELECT 1 FROM cases_replaced WHERE sample = w.sample AND case_id = w.case_id)"
        )
        return frozenset(audit for (audit,) in self.db.execute(query, (auditor, WITHDRAWN)))

    def insist_not_blind(self, audit: str, auditor: str) -> None:
        """AuditError where an auditor may not see an audit, since they read the same file again."""
        if auditor and audit in self.blind_to(auditor):
            raise AuditError(
                f"{auditor} reads this file again, without the first audit's answers",
                "They can be seen once the second audit is finished: auditui audit compare",
            )

    def pairs(self, where: Selection) -> list[Pair]:
        """Return the audits selected whose second audit is finished too, each with it, in the order that was finished."""
        second = (
            "s.id = (SELECT id FROM audits WHERE second_of = a.id AND day != '' AND state != ? ORDER BY begun_at, id LIMIT 1)",
            (WITHDRAWN,),
        )
        standing = ("a.day != '' AND a.state != ?", (WITHDRAWN,))
        clause, values = selected(where, of_audits(where), second, standing)
        query = (
            "SELECT a.id, s.id, a.checklist, a.case_ref, a.event, a.auditor, s.auditor, s.day"  # noqa: S608 - fixed names
            f" FROM audits s JOIN audits a ON a.id = s.second_of{clause} ORDER BY s.day, s.id"
        )
        return [
            Pair(first, other, checklist, case, event, (one, two), day)
            for first, other, checklist, case, event, one, two, day in self.db.execute(query, values)
        ]

    def read_after(self) -> dict[tuple[str, str], int]:
        """Return how often an auditor read after another: the number of second audits by (first's auditor, second's)."""
        query = (
            "SELECT a.auditor, s.auditor, count(*) FROM audits s JOIN audits a ON a.id = s.second_of"
            " WHERE s.second_of != '' AND s.state != ? GROUP BY 1, 2"
        )
        return {(one, two): number for one, two, number in self.db.execute(query, (WITHDRAWN,))}

    def first_finished(self, audit: str) -> Audit:
        """Return an audit as it was first finished: what was changed later may have heard of the second one.

        AuditError where it was not finished.
        """
        from auditui.core.audits.audit import Audit  # noqa: PLC0415 - listing needs no journal
        from auditui.core.audits.entries import AuditFinished  # noqa: PLC0415 - as above
        from auditui.core.audits.fold import step  # noqa: PLC0415 - as above
        from auditui.store import projections  # noqa: PLC0415 - as above

        value: object = None
        for recorded in projections.folded(self.db, audit).counting:
            value = step(value, recorded)
            if isinstance(recorded.entry, AuditFinished):
                break
        if not isinstance(value, Audit) or not value.finished_at:
            raise AuditError("This audit was never finished")
        return value
