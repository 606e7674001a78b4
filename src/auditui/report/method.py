"""The page of a plan that says how its figures are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.suppression import HIDDEN
from auditui.report.document import Block, Heading, Paragraph
from auditui.report.notes import alike
from auditui.report.trend import RULE, SURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.scale import Scale

_METHOD = (
    (
        "Now is the same months for every measure: at most six, up to the last with audits that is over. Lately is the last"
        " quarter or half-year against the year before it. To target is by how many points now falls short; about says that the"
        " target lies within the interval of now."
    ),
    (
        "The interval (95 %) says between which percentages the service probably is, if the files that were read are as good as"
        " drawn at random. The first and the last period of a chart may be there in part. Limits are drawn only where 12 periods"
        " or more earn them."
    ),
    (
        "Audited files are not all files. The figures speak for the service as far as files were drawn at random, and they rest on"
        " the readings of auditors, of whom two can differ. Which auditors made the audits is not held fixed, so that a change"
        " may be theirs; where it may, this report says so on the lead's own screen."
    ),
)
_ALIKE = (
    "Where several answers of an audit are pooled they are alike: in the measure where they are most, 100 of them tell as much as"
    " {tells:.0f} from as many audits would (design effect {effect:.1f}). Intervals and verdicts allow for it."
)
_COUNTS = (
    "Of a measure stands how many answers reach the standard, of those that count, by the month in which an audit was first"
    " finished; not recorded counts as not met. Of judgements it is how many audits were judged {good}, of all."
)


def how_made(
    number: int, scales: Sequence[Scale], small: int, effect: float, also: Sequence[str], *, baseline: bool
) -> list[Block]:
    """Return how the figures of a plan of so many measures, judged on these scales, are made, and what they can be trusted for.

    `effect` is the largest design effect of them, `also` is said of these audits alone.
    """
    against = (
        "A measure is better or worse than its baseline where the percentages of now and of the baseline differ by more than"
        " chance would do: by Newcombe's interval of the difference, at 97 %, widened where months or few audits make it less"
        " sure; lately is judged in the same way, at 98.5 %. Of measures that do not change at most 1 in 20 is called better or"
        f" worse than its baseline, {SURE}"
    )
    chance = (
        f"There are {number} measures here, and each can be called better or worse by chance: one of {number} may well be."
        if number > 1
        else "A measure can be called better or worse by chance."
    )
    chance += " No clear change means that these audits show none, not that there is none."
    good = ", or on another scale ".join(scale.met_in_words for scale in scales)
    pooled = [_ALIKE.format(tells=100 / effect, effect=effect)] if alike(effect) else []
    counts = _COUNTS.format(good=good)
    paragraphs = [counts, against if baseline else RULE, chance, *pooled, *_METHOD, *also]
    if small:
        paragraphs.append(
            f"What rests on 1 to {small} audits is not shown ({HIDDEN}), nor what would tell of so few beside the rest of this"
            " report or an earlier one; that few of many met a standard is shown. The periods of charts are made longer where"
            " shorter ones would show so few. Verdicts are of the same months in every form."
        )
    return [Heading(1, "How these figures are made"), *map(Paragraph, paragraphs)]
