"""How many working days things took, as a table: what audits asked dates of, and the audits themselves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.kinds.interval import Interval
from auditui.figures.days import WITHIN, days_taken
from auditui.report.scope import Scope, scoped
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from datetime import date

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.days import DaysTaken
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_COLUMNS = columns(
    "checklist: Checklist | item: (Item) | took: What took so long | between: (Between) | number: Number"
    "| lower: (A quarter within) | median: Half within | upper: (Three quarters within) | middle: <Middle half> | "
    + " | ".join(f"within_{most}: (Within {most})" for most in WITHIN)
    + " | within: <% within 0, 1, 5, 10>"
)
_AUDIT = ("Event to finish", "the event to the first finish of its audit")


def table(store: Reader, selection: Selection) -> Table:
    """Return of each item that asks two dates, and of each checklist's audits, how many working days lay between.

    Answers to an item are counted together whatever the version: dates are dates.
    """
    checklists = {one.digest: one for one in store.checklists()}
    spans: defaultdict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    words: dict[tuple[str, str], tuple[str, str]] = {}
    for digest, item, start, end in store.spans_of_answers(selection):
        if took := _took(checklists.get(digest), item):
            key = (checklists[digest].id, item)
            words[key] = took
            spans[key].append((start, end))
    for digest, start, end in store.spans_of_audits(selection):
        if digest in checklists:
            spans[checklists[digest].id, ""].append((start, end))
    rows, backwards = [], 0
    for key in sorted(spans):
        taken = days_taken(spans[key])
        backwards += taken.reversed
        rows.append((*key, *words.get(key, _AUDIT), *_cells(taken)))
    notes = (
        "Working days of England, the day after the first date being day 1. Half within: the median. Middle half: the quartiles.",
        "The last column: how many per cent were done on the same day, and within 1, 5 and 10 working days.",
        *dict.fromkeys(f"{took}: {between}." for _, _, took, between, *_ in rows),
        (
            "Of finished audits, as they stand; those under correction are left out. The files that were audited: what was not"
            " done by then is in no row, so that long waits may be missing."
        ),
        *([f"Left out, since the second date is before the first: {backwards}."] if backwards else []),
    )
    return scoped(Table("Working days taken", _COLUMNS, tuple(rows), notes), Scope(selection))


def _took(checklist: Checklist | None, item_id: str) -> tuple[str, str] | None:
    """Return an item's title and what its two dates are; None where it has none."""
    item = checklist.item(item_id) if checklist else None
    if item is None or kinds.of(item).details != Interval.details:
        return None
    between = dict(kinds.of(item).facts(item))
    return item.title, f"{between['From']} to {between['To']}"


def _cells(taken: DaysTaken) -> tuple[Value, ...]:
    shares = ", ".join(f"{100 * count / max(taken.number, 1):.0f}" for count in taken.within)
    if taken.quartiles is None:
        return (taken.number, None, None, None, "", *taken.within, "")
    lower, median, upper = taken.quartiles
    return (taken.number, lower, median, upper, f"{lower:g} to {upper:g}", *taken.within, shares)
