"""What is said of the counts on a page: how alike answers are, what is outside the count, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.suppression import is_small

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.figures.counting import Count


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
        return "few of the"
    return f"about {share:.0f} in 20" if (share := 20 * number / asked) >= 0.5 else "fewer than 1 in 20"


def much_outside(names: Iterable[str]) -> str:
    """Say of which figures more than a fifth of the answers are not applicable; nothing of none."""
    listed = ", ".join(names)
    return f"More than a fifth of the answers are not applicable and left out of: {listed}." if listed else ""


def left_out(audits: int, small: int) -> str:
    """Say how many finished audits are on checklist versions that these figures cannot use."""
    if not audits:
        return ""
    some = f"1 to {small} audits" if is_small(audits, small) else f"{audits} audit{'s' * (audits > 1)}"
    are = "is" if some == "1 audit" else "are"
    return (
        f"{some} {are} left out: on a version that another desk published under a number that was taken, or that this"
        " program cannot read (auditui checklist list)."
    )
