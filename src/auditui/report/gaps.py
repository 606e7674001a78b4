"""The gap between each group and all others, with its interval: is practice worse for some, as far as can be seen?"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from auditui.figures import summary as summaries
from auditui.figures.counting import Group
from auditui.figures.disclosure import OF_MET
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.verdicts import AUDITS, BETTER, NO_CHANGE, TOO_FEW, WORSE
from auditui.report.funnel import check_groups
from auditui.report.scope import Scope, scoped
from auditui.report.sharing import key_to_hidden, proportion
from auditui.report.summary import named
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from auditui.figures.releases import Release
    from auditui.figures.summary import Row
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_READING = {
    BETTER: "higher than the others",
    WORSE: "lower than the others",
    NO_CHANGE: "no clear difference",
    TOO_FEW: TOO_FEW,
}
_COLUMNS = columns(
    "audits: Audits | met: (Met) | counted: (Counted) | met_of_counted: <Met> | percent: % | others_met: (Others met)"
    "| others_counted: (Of) | others: <The others> | others_percent: % | gap: (Gap) | gap_low: (Low) | gap_high: (High)"
    "| gap_shown: <Gap, points> | reading: Reading"
)

#: The figures that are shown of a group.
_GIVING = OF_MET | {"audits"}


def table(store: Reader, selection: Selection, by: str, *, release: Release = OWN_USE) -> Table:
    """Return each group of `by` beside all other audits; AuditError for what is no grouping of audits.

    The two are compared as periods are: one design effect for both, Student's t by the audits, and a doubt shared among
    all groups. A group that `release` hides has none of it, and none has where it hides all audits together.
    """
    check_groups(by)
    selection = release.closed(selection)
    tallies = store.tallies(selection, (by,), items=False)
    summary = summaries.summary(store.checklists(), (by,), tallies, None, release, (selection, selection))
    rows = [row for row in summary.rows if row.labels]
    # A group and the others make up all.
    whole = any(row.hidden & _GIVING for row in summary.rows if not row.labels)
    cells = tuple(
        (named(summary, row)[0][-1] or "(not said)", *_cells(row, _others(rows, n), len(rows), hide=whole))
        for n, row in enumerate(rows)
    )
    notes = (
        (
            "Gap: the group less all other audits together, in points, with its 95 % interval (Newcombe, Student's t by the"
            f" number of audits). Higher, lower: by a stricter one, for all {len(rows)} groups, so that at most 1 in 20 such"
            f" tables says so by chance; with fewer than {AUDITS} audits on a side it is too few to say."
        ),
        (
            "As far as can be seen: no clear difference means that these audits show none, not that there is none; its interval"
            " says how large one could still be. Checklists, teams and auditors are not held fixed: where the groups differ"
            " in these, the gap may be that."
        ),
        *([key_to_hidden(release.small)] if release.small else []),
    )
    gaps = Table(f"Each beside all others, by {by}", (Column(by, by.capitalize()), *_COLUMNS), cells, notes)
    return scoped(gaps, Scope(selection))


def _others(rows: list[Row], place: int) -> Group:
    return reduce(add, (row.now for n, row in enumerate(rows) if n != place), Group())


def _cells(row: Row, others: Group, groups: int, *, hide: bool) -> list[Value]:
    if hide or row.hidden & _GIVING:
        return [*[HIDDEN] * (len(_COLUMNS) - 1), TOO_FEW]
    own = proportion(row.now.answers.met, row.now.answers.counted, None)[:3]
    rest = proportion(others.answers.met, others.answers.counted, None)[:3]
    shares = [
        None if group.answers.share is None else 100 * group.answers.share for group in (row.now, others)
    ]
    cells: list[Value] = [row.now.audits, *own, shares[0], *rest, shares[1]]
    found = summaries.change(others, row.now, groups)
    if found is None:
        return [*cells, None, None, None, "", TOO_FEW]
    by, low, high = (100 * share for share in (found.by, found.low, found.high))
    return [*cells, by, low, high, f"{by:+.0f} ({low:+.0f}, {high:+.0f})", _READING[found.verdict]]
