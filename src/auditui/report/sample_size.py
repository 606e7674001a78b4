"""How many audits are needed, as a table: from what was measured lately."""

from __future__ import annotations

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
    )
    return scoped(
        Table(f"How many audits are needed. {title(course)}", _COLUMNS, tuple(_rows(measured)), notes),
        scope(course),
    )


def _rows(measured: Period) -> Iterator[tuple[Value, ...]]:
    for points in (sign * change for sign in (1, -1) for change in _CHANGES):
        after = measured.share + points / 100
        if 0 < after < 1:
            answers = answers_to_see(measured.share, after)
            words = f"see {measured.share:.0%} become {after:.0%}, on each side"
            yield words, points, answers, audits_for(answers, measured)
    for points in _WITHIN:
        answers = answers_to_know(measured.share, points / 100)
        yield f"know it within ± {points} points", points, answers, audits_for(answers, measured)
