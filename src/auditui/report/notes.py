"""What is said of the counts on a page: how alike answers are, what is outside the count, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.periods import months_of
from auditui.core.text import number_of
from auditui.figures.causes import lettered
from auditui.figures.suppression import is_small
from auditui.report import times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.figures.counting import Count
    from auditui.figures.tallies import Selection
    from auditui.figures.trend import Trend


def alike(effect: float) -> str:
    """Say what a design effect means; nothing where answers are as good as independent."""
    if effect < 1.05:
        return ""
    return (
        f"Answers of one audit are alike: 100 of them tell as much as {100 / effect:.0f} from as many audits would"
        f" (design effect {effect:.1f}). Intervals and verdicts allow for it."
    )


def outside(answers: Count, small: int) -> str:
    """Say how many answers were not applicable; with small counts hidden in parts of a hundred, as they tell of audits."""
    share = share_outside(answers, small)
    return f"Not applicable, and so outside the count: {share} answers." if share else ""


def share_outside(answers: Count, small: int) -> str:
    """Return how many of the answers were not applicable; nothing where none was."""
    number, asked = answers.not_applicable, answers.asked
    if not number:
        return ""
    if not small:
        return f"{number} of {asked}"
    if is_small(number, small):
        return f"1 to {small}"
    return f"about {share:.0f} in 20" if (share := 20 * number / asked) >= 0.5 else "fewer than 1 in 20"


def much_outside(names: Iterable[str]) -> str:
    """Say of which figures more than a fifth of the answers are not applicable; nothing of none."""
    listed = ", ".join(names)
    return f"More than a fifth of the answers are not applicable and left out of: {listed}." if listed else ""


def in_rough(audits: int, small: int) -> str:
    """Say how many audits; where counts up to `small` are hidden, only whether they are more: numbers of pages subtract."""
    if not small:
        return number_of(audits, "audit")
    return f"1 to {small} audits" if is_small(audits, small) else f"More than {small} audits"


def left_out(audits: int, small: int) -> str:
    """Say how many finished audits are on checklist versions that these figures cannot use."""
    if not audits:
        return ""
    some = in_rough(audits, small)
    are = "is" if some == "1 audit" else "are"
    return (
        f"{some} {are} left out: on a version that another desk published under a number that was taken, or that this"
        " program cannot read (auditui checklist list)."
    )


_PRACTICE = (
    "by the month of the event that was audited; audits without its day are left out, and the last months go on filling as"
    " older events are audited."
)


def met(trend: Trend) -> str:
    """Say what is counted, and in which month."""
    by = _PRACTICE if trend.where.practice else "by the month an audit was first finished in."
    if trend.series.good:
        return f"Met: audits judged {trend.scales[-1].met_in_words}, of all, {by}"
    return f"Met: answers that reach the standard, of those that count, {by}"


def noted_causes(trend: Trend) -> list[str]:
    """Say, in a sentence, what was noted at which month; none where nothing was."""
    causes = "; ".join(
        f"{letter} {cause.month} {cause.what} (noted by {cause.noted_by} on {times.day(cause.noted_at)})"
        for letter, cause in lettered(trend.causes)
    )
    return [f"Noted, not proved, as causes: {causes}."] if causes else []


def in_months(label: str) -> str:
    """Say which months a period is of, so that nobody takes one kind of year for another."""
    return f"{label} is {' to '.join(months_of(label))}."


def by_practice(where: Selection) -> str:
    """Return what a title says where months are those of the practice that was audited."""
    return ", by month of practice" if where.practice else ""
