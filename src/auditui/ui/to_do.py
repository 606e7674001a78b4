"""What an auditor has to do: the drawn cases that are theirs, what is due first on top, then their other drafts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from auditui.store.samples import SampleCase
from auditui.ui import list_rows, prompts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.report.programme import Programme
    from auditui.store import Listing, Store
    from auditui.ui.desk import Desk


@dataclass
class ToDo:
    """One auditor's work by the ids it has in a list; nothing where no drawn case is theirs."""

    store: Store | None = None
    work: Programme | None = None
    titles: dict[str, str] = field(default_factory=dict)
    cases: dict[str, SampleCase] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, desk: Desk, drafts: Listing) -> ToDo:
        """Read it, narrowed to reference, checklist and team as the listing of `drafts` is."""
        if not desk.auditor or not (theirs := desk.store.sample_cases(auditor=desk.auditor)):
            return cls()
        from auditui.report.programme import Programme  # noqa: PLC0415 - where nothing is drawn none of it is needed

        work = Programme(theirs, (), {}, prompts.today(), desk.settings.closed)
        cases = {f"{case.sample} {case.case}": case for case in work.owed if _is_in(case, drafts)}
        begun = {case.audit for case in theirs}
        others = desk.store.listed_audits(replace(drafts, auditor=desk.auditor))
        titles = {checklist.id: checklist.title for checklist in desk.checklists()}
        ids = [*cases, *(audit for audit in others if audit not in begun)] if work.owed else []
        return cls(desk.store, work, titles, cases, ids)

    def read(self, ids: Sequence[str]) -> dict[str, Any]:
        """Return what some of the ids name: drawn cases, and audits as lines of a list."""
        drafts = [one for one in ids if one not in self.cases]
        rows = list_rows.audit_rows(self.store, drafts) if self.store and drafts else {}
        return {one: self.cases[one] for one in ids if one in self.cases} | rows

    def cells(self, row: Any) -> tuple[str, ...]:
        """Return what the list shows of one."""
        if isinstance(row, list_rows.AuditRow):
            return list_rows.to_do_cells(row)
        late = self.work.late(row) if self.work else 0
        title = self.titles.get(row.checklist, row.checklist)
        return list_rows.work_cells(row, late, title)[: len(list_rows.TO_DO)]

    def style(self, row: Any) -> str:
        """Return how a row is painted: what is late stands out."""
        late = self.work is not None and isinstance(row, SampleCase) and self.work.late(row)
        return "bad" if late else ""


def begin(desk: Desk, case: SampleCase) -> None:
    """Begin the audit of a drawn case, with what the list knows; of a file to be read again its second audit."""
    if case.first_by:
        from auditui.ui import second  # noqa: PLC0415 - not needed to start

        desk.go_to(second.begin(desk, case.case))
        return
    desk.begin(desk.store.cases_of([case.case]).get(case.case), case.checklist)


def audit_of(row: Any) -> tuple[str, str]:
    """Return the id of a row's audit, "" for a drawn case that is not begun, and its case."""
    return (row.line.id, row.line.case) if isinstance(row, list_rows.AuditRow) else (row.audit, row.ref)


def _is_in(case: SampleCase, listing: Listing) -> bool:
    return (
        listing.part.casefold() in case.ref.casefold()
        and listing.checklist in ("", case.checklist)
        and listing.team in ("", case.team)
    )
