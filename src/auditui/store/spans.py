"""When what finished audits tell of began, and when it was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from auditui.core.audits.states import FINISHED
from auditui.store.explained import explains
from auditui.store.opened import Opened
from auditui.store.selection import of_audits, selected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.figures.tallies import Selection

#: Only finished audits, and of a case no second one.
COUNTED = ("a.state = ? AND a.second_of = ''", (FINISHED,))


@explains
class SpanReader(Opened):
    """Reads pairs of days, each of one finished audit; what is no day is left out."""

    def spans_of_answers(self, where: Selection) -> Iterator[tuple[str, str, date, date]]:
        """Yield the two days of every answer that has them, with its checklist's digest and its item."""
        clause, values = selected(where, of_audits(where), COUNTED, ("t.detail != ?", ("{}",)))
        query = (
            "SELECT a.checklist, t.item, json_extract(t.detail, '$.start'), json_extract(t.detail, '$.end')"  # noqa: S608
            f" FROM answers t JOIN audits a ON a.id = t.audit{clause}"
        )
        for checklist, item, start, end in self.db.execute(query, values):
            if days := _days(start, end):
                yield checklist, item, *days

    def spans_of_audits(self, where: Selection) -> Iterator[tuple[str, date, date]]:
        """Yield of every audit the day of its event and the day it was first finished, with its checklist's digest."""
        clause, values = selected(where, of_audits(where), COUNTED)
        query = f"SELECT a.checklist, a.event, a.day FROM audits a{clause}"  # noqa: S608 - fixed names
        for checklist, event, day in self.db.execute(query, values):
            if days := _days(event, day):
                yield checklist, *days


def _days(start: object, end: object) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(str(start)), date.fromisoformat(str(end))
    except ValueError:
        return None
