"""What a page is of: which audits, of which months, printed when and of which state of the journal; in words and as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from auditui import __version__
from auditui.core.strata import STRATA
from auditui.figures.tallies import Selection
from auditui.report.table import Table, as_figures, columns

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMNS = columns(
    "of: (Of) | of_checklist: (Checklist) | of_team: (Team) | of_auditor: (Auditor) | of_only: (Only) | of_months: (Months of) | of_since: (Since)"
    "| of_until: (Until) | before_since: (Before since) | before_until: (Before until) | left_out: (Left out)"
)
_IMPRINT = columns("journal_head: (Journal head) | printed: (Printed) | program: (Program)")


_WHEN = ("first finished", "practice audited")


class Scope(Struct, frozen=True):
    """Which audits a page is of, with which they are compared, and what was left out; each empty where there is none."""

    of: Selection
    before: Selection | None = None
    left_out: str = ""

    def __str__(self) -> str:
        """Say it so that the page can be read by who did not ask for it."""
        of = self.of
        parts = [
            f"Of {of.checklist or 'every checklist'}",
            f"team {of.team}" if of.team else "all teams",
            *([f"auditor {of.auditor}"] if of.auditor else []),
            *(f"{STRATA[name].lower()} {value}" for name, value in of.strata),
            f"{_WHEN[of.practice]} {_months(of.since, of.until)}",
        ]
        before = self.before
        compared = f"; compared with {_months(before.since, before.until)}" if before else ""
        return "; ".join(parts) + compared + "."

    @property
    def words(self) -> tuple[str, ...]:
        """Return the sentences that stand with it."""
        return (str(self), *([self.left_out] if self.left_out else []))

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the same in columns."""
        of, before = self.of, self.before or Selection()
        only = "; ".join(f"{name}={value}" for name, value in of.strata)
        months = (of.since, of.until, before.since, before.until)
        return (
            str(self),
            of.checklist,
            of.team,
            of.auditor,
            only,
            _WHEN[of.practice],
            *months,
            self.left_out,
        )


def _months(since: str, until: str) -> str:
    if since and until:
        return f"in {since}" if since == until else f"from {since} to {until}"
    return f"from {since} on" if since else f"up to {until}" if until else "in any month"


def scoped(table: Table, scope: Scope, remarks: Iterable[str] = ()) -> Table:
    """Return a table that says what it is of: first of its notes, and in data in columns of its own."""
    cells = scope.cells
    return Table(
        table.title,
        (*table.columns, *_COLUMNS),
        tuple((*row, *cells) for row in table.rows),
        (*scope.words, *table.notes, *remarks),
        table.sparks,
    )


class Imprint(Struct, frozen=True):
    """Of which state of the journal a page is, its head, and on which day (ISO) it was printed."""

    head: str
    printed: str

    def __str__(self) -> str:
        """Say it, with the program."""
        return f"Journal head: {self.head}. Printed on {self.printed} by auditui {__version__}."

    def on(self, table: Table) -> Table:
        """Return a table of figures as data, that has the same in columns of its own."""
        table = as_figures(table)
        cells = (self.head, self.printed, f"auditui {__version__}")
        rows = tuple((*row, *cells) for row in table.rows)
        return Table(table.title, (*table.columns, *_IMPRINT), rows, table.notes)
