"""What tables of figures share: the columns of a proportion, and the words for what is hidden."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING

from auditui import __version__
from auditui.core.audits.keeping import FiguresReleased
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.figures.suppression import HIDDEN, Hidden, is_small
from auditui.report.table import Column, Table, Value, as_json, columns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from auditui.figures.proportions import ConfidenceInterval
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Selection, Tallies
    from auditui.store.values import Corrections

#: The columns of a proportion, for `proportion` to fill.
PROPORTION = columns(
    "met: (Met) | counted: (Counted) | met_of_counted: <Met> | percent: % | low: (Low) | high: (High) | interval: <95 %>"
)


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
    return (f"{tallies.erased} erased audits are not in these figures, and are in those by one thing.",)


def of_corrections(corrections: Corrections, small: int) -> list[str]:
    """Say how many of the audits counted are being corrected, and how many were since they first counted."""
    open_again, revised = corrections.open_again, len(corrections.revisions)

    def number(count: int) -> str:
        some = f"1 to {small}" if is_small(count, small) else str(count)
        return f"{some} audit{'s' if some != '1' else ''}"

    lines = []
    if open_again:
        lines.append(f"{number(open_again)} under correction, counted as last finished.")
    if revised:
        lines.append(
            f"Revised: {number(revised)} corrected after the first finish, whose month they count in"
            " (auditui summary --revisions)."
        )
    return lines


def scope(selection: Selection, before: Selection | None = None) -> str:
    """Say which audits a page is of, and with which they are compared, so that it can be read by who did not ask for it."""
    parts = [
        f"Of {selection.checklist or 'every checklist'}",
        f"team {selection.team}" if selection.team else "all teams",
        *([f"auditor {selection.auditor}"] if selection.auditor else []),
        *(f"{STRATA[name].lower()} {value}" for name, value in selection.strata),
        f"first finished {_months(selection.since, selection.until)}",
    ]
    compared = f"; compared with {_months(before.since, before.until)}" if before else ""
    return "; ".join(parts) + compared + "."


def _months(since: str, until: str) -> str:
    if since and until:
        return f"in {since}" if since == until else f"from {since} to {until}"
    return f"from {since} on" if since else f"up to {until}" if until else "in any month"


def imprint(head: object, today: date) -> str:
    """Say of which state of the journal a page is, when it was printed and by which program."""
    return f"{head}. Printed on {today.isoformat()} by auditui {__version__}."


def released(release: Release, data: Table, form: str) -> FiguresReleased:
    """Return the journal's entry for figures that are shared: their name and digest, and the numbers in them."""
    content = sha256("".join(as_json(data)).encode()).hexdigest()
    cells = tuple((cell.group, cell.since, cell.until, cell.count) for cell in release.shown)
    return FiguresReleased(token_hex(8), data.title, form, content, cells)


def scoped(table: Table, said: str, remarks: Iterable[str] = ()) -> Table:
    """Return a table that says what it is of: first of its notes, and in data as a column."""
    return Table(
        table.title,
        (*table.columns, Column("of", "Of", data_only=True)),
        tuple((*row, said) for row in table.rows),
        (said, *table.notes, *remarks),
    )
