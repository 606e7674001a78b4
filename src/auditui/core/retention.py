"""How long records are kept, and the rules by which they are erased.

No published retention schedule of a council that we read names audit forms, so nothing is erased unless a council's own
settings, or a person, says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: The kinds of record that a rule can name, each with the day its years are counted from.
RECORDS = {
    "audits": "finished",
    "drafts": "last changed, and not finished,",
    "actions": "done",
    "concerns": "answered",
    "case-lists": "read in",
}
CASE = "case"


class Rule(NamedTuple):
    """What to erase: all about one `case`, or the records of one of RECORDS from `before` a day (ISO), that day not included."""

    records: str
    before: str = ""
    case: str = ""

    @property
    def words(self) -> str:
        """What the journal keeps of the rule: never the reference of a case."""
        if self.records == CASE:
            return "everything about one case"
        return f"{self.records.replace('-', ' ')} {RECORDS[self.records]} before {self.before}"


def about_case(ref: str) -> list[Rule]:
    """Return the rule that erases a case; AuditError without a reference."""
    if not ref.strip():
        raise AuditError("A case has a reference", "Give it as the case system shows it")
    return [Rule(CASE, case=ref.strip())]


def finished_before(day: date) -> list[Rule]:
    """Return the rules that erase everything that had come to its end before a day; drafts have not."""
    return [Rule(records, day.isoformat()) for records in RECORDS if records != "drafts"]


def of_settings(keep: Mapping[str, int], today: date) -> list[Rule]:
    """Return the rules of a council's settings, years by kind of record; AuditError where there are none."""
    from auditui.core.timeliness import add_months  # noqa: PLC0415 - settings are read where nothing is counted

    if not keep:
        raise AuditError(
            "The settings name no rule",
            "[keep] audits = 6 keeps finished audits six years; auditui settings says more",
        )
    return [
        Rule(records, add_months(today, -12 * keep[records]).isoformat())
        for records in RECORDS
        if records in keep
    ]
