"""A summary as a value: finished audits grouped, counted, compared with the time before, and what of it may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditui.core.errors import AuditError
from auditui.core.periods import JANUARY, QUARTER, YEAR
from auditui.core.scale import FOUR_WORDS, Scale
from auditui.figures.counting import Group, common_effect
from auditui.figures.disclosure import OF_MET
from auditui.figures.grouping import Grouping, Key, Label, Part
from auditui.figures.proportions import difference, standard_errors
from auditui.figures.releases import OWN_USE
from auditui.figures.series import ANSWERS
from auditui.figures.tallies import GROUPS, PARTS, Selection
from auditui.figures.verdicts import AUDITS, BETTER, NO_CHANGE, TOO_FEW, WORSE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.evened import Mix
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Tallies

#: How much doubt all verdicts of a compared table share.
_DOUBT = 0.035


class Change(Struct, frozen=True):
    """The change of a proportion with its 95 % interval, from -1 to 1; the verdict shares the doubt among all rows."""

    by: float
    low: float
    high: float
    verdict: str


class Row(Struct, frozen=True):
    """The figures of a group, `labels` saying of what, one for each grouping; no labels: of all audits together.

    `hidden` and `hidden_before` name the figures that are not to be shown. `change` is None where there is nothing on
    one side.
    """

    labels: tuple[Label, ...]
    now: Group
    hidden: frozenset[str]
    before: Group | None = None
    hidden_before: frozenset[str] = frozenset()
    change: Change | None = None


@dataclass(frozen=True)
class Summary:
    """Rows in the order they are read in. `judged`: audits and judgements can be counted in these groups.

    `pooled` are the checklists of which versions that may not be compared are in one row, `versions` how many of each
    checklist there are, `small` the count up to which figures are hidden, 0 for none. `scales` are those the audits
    were judged on: judgements on different ones are never counted together. `mixes` are by their labels the rows of a
    compared one by who audited them, where that may be said.
    """

    by: tuple[str, ...]
    rows: tuple[Row, ...]
    judged: bool
    compared: bool
    small: int
    pooled: tuple[str, ...]
    versions: Mapping[str, int]
    scales: tuple[Scale, ...] = (FOUR_WORDS,)
    mixes: Mapping[tuple[Label, ...], Mix] = field(default_factory=dict)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades that audits are counted by; none where they were judged on several scales."""
        return self.scales[0].ids if len(self.scales) == 1 else ()

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of checklists among the labels."""
        return [label for row in self.rows for label in row.labels if isinstance(label, Part)]


def check(by: tuple[str, ...]) -> None:
    """Refuse what audits cannot be grouped by; AuditError says what they can be."""
    for name in by:
        if name not in GROUPS:
            raise AuditError(f"There is no grouping {name!r}", f"It is one of {', '.join(GROUPS)}")
    parts = [name for name in by if name in PARTS]
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by) or len(parts) > 1 or (len(by) > 1 and "answer" in by):
        raise AuditError(
            f"{' and '.join(by)} cannot be crossed",
            f"Give one grouping, or two of which at most one is {', '.join(PARTS[:-1])} or {PARTS[-1]}",
        )


def dimensions(by: tuple[str, ...]) -> tuple[str, ...]:
    """Return what audits must be counted by for these groupings."""
    return tuple(
        "month" if name in (QUARTER, YEAR) else name for name in by if name not in (*PARTS, "answer")
    )


def summary(
    checklists: Sequence[Checklist],
    by: tuple[str, ...],
    tallies: Tallies,
    before: Tallies | None = None,
    release: Release = OWN_USE,
    where: tuple[Selection, Selection] = (Selection(), Selection()),
    begins: int = JANUARY,
) -> Summary:
    """Return the summary of audits counted by `dimensions(by)`, `by` one of GROUPS or two crossed.

    Versions of a checklist are joined in one row where their version maps allow it, and apart where not. `before` are
    the audits of an earlier period to compare with. `release` hides what tells of few audits, on this page or beside
    others; `where` is what was selected, now and before. Years begin in the month `begins`.
    """
    grouping = Grouping(checklists, by, begins)
    now = grouping.groups(tallies)
    then = None if before is None else grouping.groups(before)
    labels = grouping.labels({**dict.fromkeys(then or {}, Group()), **now})
    whole = len(by) == 1 and not grouping.part and len(labels) > 1
    if grouping.told_by_their_number(now, release):
        labels = {}
    named = [*labels.values(), *([()] if whole else [])]
    groups = _in_order(now, labels, whole=whole)
    columns: list[Sequence[Any]] = [named, groups]
    scales = grouping.scales(tallies, before)
    hiding: dict[str, Any] = {"whole": whole, "scale": scales[0] if len(scales) == 1 else None}
    columns.append(grouping.hidden(groups, labels, where[0], release, **hiding))
    if then is not None:
        earlier = _in_order(then, labels, whole=whole)
        changes = [change(*pair, len(groups)) for pair in zip(earlier, groups, strict=True)]
        columns += [earlier, grouping.hidden(earlier, labels, where[1], release, **hiding), changes]
    rows = _listed([Row(*row) for row in zip(*columns, strict=True)], grouping)
    versions = {checklist.id: len(grouping.lineages.versions(checklist.id)) for checklist in checklists}
    pooled = grouping.pooled({tally.checklist for tally in tallies.of(grouping.by_digest).answers})
    of_audits, compared = grouping.of_audits, then is not None
    return Summary(by, rows, of_audits, compared, release.small, pooled, versions, scales)


def _listed(rows: list[Row], grouping: Grouping) -> tuple[Row, ...]:
    """Return the rows that are listed, in an order that tells nothing of what is hidden in them.

    Of a crossing hidden rows are not, so that nobody knows them from those that are none.
    """
    if len(grouping.by) > 1:
        return tuple(
            row
            for row in rows
            if "audits" not in row.hidden or (row.before and "audits" not in row.hidden_before)
        )
    if grouping.part == "item":
        rows = sorted(rows, key=lambda row: str(row.labels) if row.hidden & OF_MET else "")
    return tuple(rows)


def _in_order(groups: Mapping[Key, Group], keys: Mapping[Key, object], *, whole: bool) -> list[Group]:
    """Return the groups in the order of `keys`, and with `whole` all there are pooled at the end."""
    ordered = [groups.get(key, Group()) for key in keys]
    return [*ordered, sum(groups.values(), Group())] if whole else ordered


def change(before: Group, now: Group, rows: int) -> Change | None:
    """Return how much more is met than before; None where nothing counts on one side.

    Newcombe's interval of the difference, with one design effect for both sides and Student's t of two fewer than there
    are audits. It is called better or worse where the interval at 1 - 0.035/rows leaves out 0, so that of all `rows` of a
    table one is called so by chance in at most 1 table of 20 (Bonferroni; 0.035 leaves room for the tails of few audits).
    """
    one, other = before.answers, now.answers
    if one.share is None or other.share is None:
        return None
    effect = common_effect(before.spread, now.spread)
    first, second = (one.share, one.counted / effect), (other.share, other.counted / effect)
    degrees = max(before.answering + now.answering - 2, 1)
    low, high = difference(first, second, reach=standard_errors(degrees=degrees))
    surely = difference(first, second, reach=standard_errors(1 - _DOUBT / rows, degrees))
    few = min(before.answering, now.answering) < AUDITS
    if few or min(before.answers.counted, now.answers.counted) < ANSWERS:
        verdict = TOO_FEW
    else:
        verdict = BETTER if surely.low > 0 else WORSE if surely.high < 0 else NO_CHANGE
    return Change(other.share - one.share, low, high, verdict)
