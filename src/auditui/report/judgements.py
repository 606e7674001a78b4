"""The judgements of a summary in columns and words, by the scale that the audits were judged on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.table import Column

if TYPE_CHECKING:
    from auditui.figures.grouping import Judged
    from auditui.figures.summary import Summary


def columns(summary: Summary) -> list[Column]:
    """Return a column for each grade audits are counted by."""
    if not summary.judged or summary.compared or not summary.grades:
        return []
    scale = summary.scales[0]
    return [Column(scale.column(grade.id), grade.heading) for grade in scale.grades]


def named(summary: Summary, label: Judged) -> tuple[str, ...]:
    """Return a judgement as data and in words, with its scale where audits were judged on several."""
    span = f" ({label.scale.span})" if len(summary.scales) > 1 else ""
    return label.grade, label.scale.label(label.grade) + span


def note(summary: Summary) -> str:
    """Say what the columns are, or why there are none."""
    if len(summary.scales) > 1:
        spans = "; ".join(scale.span for scale in summary.scales)
        return f"Judgements on scales that differ ({spans}) are never counted together: choose audits of one."
    grades = ", ".join(f"{grade.heading} {grade.label.lower()}" for grade in summary.scales[0].grades)
    return f"Judgements: {grades}."
