"""How many audits are needed, as a table: from what was measured lately."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.periods import shifted
from auditui.figures.planning import answers_to_know, answers_to_see, audits_for
from auditui.figures.releases import OWN_USE
from auditui.figures.series import of_months
from auditui.figures.trend import may_stand_alone
from auditui.figures.verdicts import AUDITS
from auditui.report.scope import scoped
from auditui.report.table import Table, Value, columns
from auditui.report.trend import scope, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.figures.releases import Release
    from auditui.figures.series import Period
    from auditui.figures.trend import Trend

#: The changes and the widths that are shown, in points.
_CHANGES, _WITHIN = (5, 10, 15, 20, 30), (5, 10, 15)
_ITEM = (
    "The audits are those that answer the item: where it is not applicable or could not be seen, an audit gives none, and as"
    " many more are needed."
)
_COLUMNS = columns("to: To | points: (Points) | answers: Independent answers | audits: Audits needed")


def table(course: Trend, release: Release = OWN_USE) -> Table:
    """Return how many audits it takes to see changes of a trend, and to know its share; AuditError where little was measured.

    So it is where what was measured is not to be shown by `release`.
    """
    months = course.counted
    last = months[-1].label if months else ""
    measured = of_months(months, shifted(last, -11), last) if last else None
    if measured is None or measured.answering < AUDITS or not 0 < measured.met < measured.counted:
        raise AuditError(
            f"It takes {AUDITS} audits in a year, not all met or none, to say how many are needed",
            "Finish some first",
        )
    if not may_stand_alone(course, measured, release):
        raise AuditError(
            "What was measured tells of few audits, which are not passed on", "Print it on the terminal"
        )
    effect = measured.counted / measured.effective_n
    notes = (
        (
            f"Measured: {measured.met} of {measured.counted} ({measured.share:.0%}), {measured.answering} audits in"
            f" {measured.label}; design effect {effect:.1f}, so that an audit tells as much as"
            f" {measured.effective_n / measured.answering:.1f} independent answers."
        ),
        (
            "To see a change: audits before and as many after it, so that one of this size is seen four times in five, at 95 %"
            " (Fleiss 1981). To know within: the 95 % interval reaches about so far to each side."
        ),
        (
            "Months that differ, other auditors and another mix of cases take more than this; the verdicts of a trend ask for"
            " more too, since they are right for what months differ by. Take it as the least."
        ),
        *((_ITEM,) if course.series.item else ()),
    )
    return scoped(
        Table(f"How many audits are needed. {title(course)}", _COLUMNS, tuple(_rows(measured)), notes),
        scope(course),
    )


def _rows(measured: Period) -> Iterator[tuple[Value, ...]]:
    """Yield what each change and each width takes.

    It is worked out from the percentage as it is printed, so that a table of sample sizes or a calculator gives the same; and
    parts of an answer are whole ones, as in those tables.
    """
    percent = min(max(round(100 * measured.share), 1), 99)
    for points in (sign * change for sign in (1, -1) for change in _CHANGES):
        after = percent + points
        if 0 < after < 100:
            answers = answers_to_see(percent / 100, after / 100)
            words = f"see {percent}% become {after}%, on each side"
            yield words, points, ceil(answers), audits_for(answers, measured)
    for points in _WITHIN:
        answers = answers_to_know(percent / 100, points / 100)
        yield f"know it within ± {points} points", points, ceil(answers), audits_for(answers, measured)
