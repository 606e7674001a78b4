"""The lists of the home screen: their names, which audits are in them, and what each says where it is empty."""

from __future__ import annotations

from auditui.core.audits.states import DRAFT, FINISHED, REOPENED
from auditui.ui import list_rows

VIEWS = {"to-do": "To do", "drafts": "Drafts", "waiting": "Cases to audit", "finished": "Finished"}
STATES = {"to-do": (DRAFT, REOPENED), "drafts": (DRAFT, REOPENED), "finished": (FINISHED,)}
HEADINGS = {
    "to-do": list_rows.TO_DO,
    "drafts": list_rows.DRAFTS,
    "waiting": list_rows.CASES,
    "finished": list_rows.FINISHED_ONES,
}
EMPTY = {
    "to-do": "Nothing is yours to do: no drawn case was given to you, and you have no draft. {waiting} shows the cases that"
    " wait to be audited; {programme} shows the programme, where cases are drawn and given out.",
    "drafts": "No drafts. {waiting} shows the cases that wait to be audited; {new} begins an audit of any case.",
    "waiting": "No case waits. Bring a list in with: auditui case import FILE (CSV, XLSX, XLS, or a whole Annex A"
    " workbook). {new} begins an audit without one.",
    "finished": "Nothing is finished yet. A finished audit is listed here and counts in: auditui summary",
}
