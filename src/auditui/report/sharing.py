"""What tables of figures share: the columns of a proportion, and the words for what is hidden."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING

from auditui.core.audits.keeping import FiguresReleased
from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.figures.groups import also_of, group_of
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN, Hidden, is_small
from auditui.figures.tallies import Selection
from auditui.report import times
from auditui.report.notes import in_rough
from auditui.report.table import Value, as_json, columns

if TYPE_CHECKING:
    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.proportions import ConfidenceInterval
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Tallies
    from auditui.report.table import Table
    from auditui.store.samples import DrawnAudits
    from auditui.store.values import Corrections

#: The columns of a proportion, for `proportion` to fill.
PROPORTION = columns(
    "met: (Met) | counted: (Counted) | met_of_counted: <Met> | percent: % | low: (Low) | high: (High) | interval: <95 %>"
)

#: Of more draws than this a page names the latest, and says how many came before.
_NAMED_DRAWS = 3


def proportion(met: int | Hidden, counted: int | Hidden, interval: ConfidenceInterval | None) -> list[Value]:
    """Return k of n, the percentage and its interval as data and as read; with either HIDDEN, so is what follows."""
    shown = f"{met} of {counted}"
    if isinstance(met, Hidden) or isinstance(counted, Hidden):
        return [met, counted, shown, HIDDEN, HIDDEN, HIDDEN, HIDDEN]
    if interval is None:
        return [met, counted, shown, None, None, None, ""]
    low, high = 100 * interval.low, 100 * interval.high
    return [met, counted, shown, 100 * met / counted, low, high, f"{low:.0f}-{high:.0f}"]


def key_to_hidden(small: int) -> str:
    """Say what HIDDEN stands for where counts from 1 to `small` are."""
    return (
        f"{HIDDEN}: of 1 to {small} audits or answers, or it would tell of so many beside other figures shared, on this page or"
        f" before; {HIDDEN} may be 0. Only months that are over are in this."
    )


def of_erased(tallies: Tallies, small: int) -> tuple[str, ...]:
    """Say how many erased audits are not in these counts.

    AuditError where they are from 1 to `small`: beside the whole, which they are still in, the counts would show theirs.
    """
    if not tallies.erased:
        return ()
    if tallies.erased <= small:
        raise AuditError(
            "A few audits of these months were erased: beside the whole this would show what they were counted as",
            "Ask for figures by one thing, or for other months",
        )
    some = number_of(tallies.erased, "erased audit is", "erased audits are")
    some = f"More than {small} erased audits are" if small else some
    return (f"{some} not in these figures, but in those by one thing.",)


def of_corrections(corrections: Corrections, small: int) -> list[str]:
    """Say how many of the audits counted are being corrected, how many were since they first counted, and how many count no more."""
    open_again = corrections.open_again
    withdrawn = sum(bool(revision.withdrawn) for revision in corrections.revisions)
    revised = len(corrections.revisions) - withdrawn
    lines = []
    if open_again:
        lines.append(f"{in_rough(open_again, small)} under correction, counted as last finished.")
    if revised:
        lines.append(
            f"Revised: {in_rough(revised, small).lower()} corrected after the first finish, whose month they count in"
            " (auditui summary --revisions)."
        )
    if withdrawn:
        lines.append(
            f"{in_rough(withdrawn, small)} withdrawn after {'it' if withdrawn == 1 and not small else 'they'} counted (auditui summary --revisions)."
        )
    return lines


def of_drawn(
    drawn: DrawnAudits, audits: int, release: Release = OWN_USE, where: Selection = Selection()
) -> list[str]:
    """Say how many of the audits counted were of cases drawn at random; nothing where no sample is behind any.

    The number drawn and the number of the others are hidden alike where one tells of few audits, by itself or beside what
    was shared; `where` selected them.
    """
    others = audits - drawn.audits
    if not drawn.audits or others < 0:
        return []
    samples = f"{number_of(drawn.samples, 'sample')} (auditui sample list)"
    draws = _draws(drawn, release)
    if not others:
        return [f"All these audits are of cases drawn at random, in {samples}.", *draws]
    group = group_of(where)
    numbers = {
        group: audits,
        also_of(group, drawn="yes"): drawn.audits,
        also_of(group, drawn="no"): others,
    }
    if any(
        is_small(number, release.small) or release.gives_away(name, where, number)
        for name, number in numbers.items()
    ):
        return [
            f"Some of these audits are of cases drawn at random, in {samples}; the others were chosen by hand.",
            *draws,
        ]
    for name, number in numbers.items():
        release.show(name, where, number)
    said = (
        f"{drawn.audits} of these {audits} audits {'is of a case' if drawn.audits == 1 else 'are of cases'}"
    )
    by_hand = f"{others} {'was' if others == 1 else 'were'} chosen by hand"
    return [f"{said} drawn at random, in {samples}; {by_hand}.", *draws]


def _draws(drawn: DrawnAudits, release: Release) -> list[str]:
    """Say of up to _NAMED_DRAWS draws, the latest, from how many cases each was made, when and with which seed."""
    lines = []
    for at, eligible, seed in drawn.draws[-_NAMED_DRAWS:]:
        of = "cases" if is_small(eligible, release.small) else number_of(eligible, "case")
        lines.append(f"Drawn from {of} on {times.day(at)} with the seed {seed}.")
    lines += [
        f"Sample {sample[:8]} was not drawn in proportion, and every file counts alike here: it speaks of its groups, not of"
        f" all files (auditui sample figures {sample[:8]} weighs them)."
        for sample in drawn.uneven[-_NAMED_DRAWS:]
    ]
    more = len(drawn.draws) - len(drawn.draws[-_NAMED_DRAWS:])
    return (
        [f"{number_of(more, 'earlier draw is', 'earlier draws are')} in the list."] if more > 0 else []
    ) + lines


def drawn_share(drawn: int, audits: int) -> str:
    """Say, without numbers, how many of the audits counted were of cases that a sample drew at random."""
    if not drawn:
        return "none of a sample drawn here"
    return "all drawn at random" if drawn >= audits else "some drawn at random, the others chosen by hand"


def of_frames(checklists: list[Checklist], tallies: Tallies) -> tuple[str, ...]:
    """Say what the lists that these files were drawn from cannot show; of several checklists, where that stands."""
    digests = {judged.checklist for judged in tallies.judgements}
    frames = {one.frame: one.id for one in checklists if one.digest in digests and one.frame}
    if len(frames) < 2:
        return tuple(frames)
    return (
        "What the lists that files were drawn from cannot show stands on each checklist's page and trend.",
    )


def released(release: Release, data: Table, form: str) -> FiguresReleased:
    """Return the journal's entry for figures that are shared: their name and digest, and the numbers in them."""
    content = sha256("".join(as_json(data)).encode()).hexdigest()
    cells = tuple((cell.group, cell.since, cell.until, cell.count) for cell in release.shown)
    return FiguresReleased(token_hex(8), data.title, form, content, cells)
