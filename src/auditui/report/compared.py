"""The columns and notes of a summary that is compared with the period before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.disclosure import OF_MET
from auditui.figures.suppression import HIDDEN
from auditui.figures.verdicts import AUDITS, BETTER, TOO_FEW, WORSE
from auditui.report.evened import NOT_SHARED, sentence
from auditui.report.sharing import proportion
from auditui.report.table import Value, columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.figures.counting import Group
    from auditui.figures.evened import Mix
    from auditui.figures.summary import Row, Summary
    from auditui.report.table import Column

_COMPARED = columns(
    "before_met: (Before) | before_counted: (Of) | before: <Before> | before_percent: % | change: (Change)"
    "| change_low: (Low) | change_high: (High) | change_shown: <Change> | verdict: Verdict"
)
_EVENED = columns(
    "other_auditors: (Other auditors) | evened: (Auditors evened out) | evened_low: (Low) | evened_high: (High)"
)
#: The audits of the side before, where audits are counted.
BEFORE = columns("before_audits: Audits before")


def headings(summary: Summary) -> tuple[Column, ...]:
    """Return the columns for `cells`."""
    return (*_COMPARED, *(_EVENED if summary.mixes else ()))


def figures_of(group: Group, hidden: frozenset[str]) -> list[Value]:
    """Return the cells of a proportion, those of PROPORTION, as far as they are not hidden."""
    answers = group.answers
    return proportion(
        HIDDEN if {"met", "not_met"} & hidden else answers.met,
        HIDDEN if "counted" in hidden else answers.counted,
        answers.interval(group.spread),
    )


def cells(summary: Summary, row: Row) -> list[Value]:
    """Return the cells of the period before, of the change with its interval, what it says, and of the auditors."""
    return [*_change(row), *(_evened(summary.mixes.get(row.labels)) if summary.mixes else ())]


def _change(row: Row) -> list[Value]:
    if row.before is None:
        return [None] * len(_COMPARED)
    before = figures_of(row.before, row.hidden_before)[:4]
    if (row.hidden | row.hidden_before) & OF_MET:
        return [*before, HIDDEN, HIDDEN, HIDDEN, HIDDEN, TOO_FEW]
    if row.change is None:
        return [*before, None, None, None, "", TOO_FEW]
    by, low, high = (100 * share for share in (row.change.by, row.change.low, row.change.high))
    return [*before, by, low, high, f"{by:+.0f} ({low:+.0f}, {high:+.0f})", row.change.verdict]


def _evened(mix: Mix | None) -> list[Value]:
    if mix is None:
        return [None] * len(_EVENED)
    other, gap = 100 * mix.other, mix.evened
    return [other, *((100 * gap.by, 100 * gap.low, 100 * gap.high) if gap else (None, None, None))]


def notes(summary: Summary, name: Callable[[Row], str]) -> list[str]:
    """Say what a change is, what is not held fixed, and of those called so what is left with auditors evened out."""
    held = "Which checklists, auditors and months the audits are of is not held fixed: where that differs, the change may be that."
    lines = [
        (
            "Before: the same in the period before. Change in points, with its 95 % interval (Newcombe, Student's t by the"
            " number of audits), of one row."
        ),
        (
            f"Better, worse: by a stricter one, for all {len(summary.rows)} rows: at most 1 in 20 such tables say so by"
            f" chance. With fewer than {AUDITS} audits on a side it is too few to say. {held}"
        ),
    ]
    called = [row for row in summary.rows if row.change and row.change.verdict in (BETTER, WORSE)]
    lines += [
        words
        for row in called
        if (mix := summary.mixes.get(row.labels)) and (words := sentence(name(row), mix))
    ]
    return [*lines, *([NOT_SHARED] if summary.small else [])]
