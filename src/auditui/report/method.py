"""The page of a plan that says how its figures are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.suppression import HIDDEN
from auditui.report.document import Block, Heading, Paragraph
from auditui.report.trend import RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.scale import Scale

_METHOD = (
    (
        "The first and the last period of a chart may be there in part. Limits are drawn only where 12 periods or"
        " more earn them."
    ),
    (
        "Audited files are not all files. Figures speak for the service as far as files were drawn at random, and they rest"
        " on auditors' readings: two auditors can differ. Which auditors made the audits is not held fixed, so that a change may"
        " be theirs; the lead's own trends and summaries say where."
    ),
)
_COUNTS = (
    "k of n: answers that reach the standard, of those that count, by the month an audit was first finished in; not recorded counts"
    " as not met. Of judgements: audits judged {good}, of all."
)


def how_made(number: int, scales: Sequence[Scale], small: int, *, baseline: bool) -> list[Block]:
    """Return how the figures of a plan of so many measures, judged on these scales, are made, and what they can be trusted for."""
    against = (
        "Against the baseline: the percentage of the last months, at most six, and that of the baseline differ by more than"
        " chance would do (Newcombe's interval of the difference, at 96 %, widened where months or few audits make it less"
        " sure)."
    )
    chance = (
        f"There are {number} measures here, each of which can be called better or worse by chance: one of"
        f" {number} may well be. No clear change"
        " means that these audits show none, not that there is none."
    )
    good = ", or on another scale ".join(scale.met_in_words for scale in scales)
    paragraphs = [_COUNTS.format(good=good), *([against] if baseline else []), RULE, chance, *_METHOD]
    if small:
        paragraphs.append(
            f"What rests on 1 to {small} audits is not shown ({HIDDEN}), nor what would tell of so few beside the rest of this"
            " page or an earlier one; few of many that met a standard are. The periods of charts are made longer where shorter"
            " ones would show so few. Verdicts are of the same months in every form."
        )
    return [Heading(1, "How these figures are made"), *map(Paragraph, paragraphs)]
