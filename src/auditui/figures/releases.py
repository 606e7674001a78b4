"""A page that leaves, beside those that left before: what of it may be shown, and what it showed.

A number may be shown where nothing it tells is small, by itself or beside what is known (`ledger`), and where its group
is not hidden in the table of all groups like it (`cells`), in these months and in every part of them that was shared.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from auditui.core.periods import number, shifted
from auditui.figures.cells import Asked, Tables
from auditui.figures.ledger import Ledger
from auditui.figures.tallies import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.cells import Counts, Stretch

K = TypeVar("K")

#: The end of a window that begins with the first audit there is.
_BEGINNING = -1


class Cell(Struct, frozen=True, array_like=True):
    """A number that a page showed: of which group, from which month ("" for the first there is) to which, how many."""

    group: str
    since: str
    until: str
    count: int


#: Why figures are not shared as they are asked for.
_MANY = "Figures by more than two things beside the checklist are not shared: others could be subtracted from them"
_POOLED = (
    "Figures by two things are shared of one checklist: those of all would show another's by subtraction"
)
_CUT = (
    "Months that were shared as one are not shared in parts: ask for the same months, or for those after them"
)


class Release:
    """A page, or several that leave together, checked against what was shared before; it remembers what it shows.

    `small` is the count up to which figures are hidden; with 0 nothing is, and nothing is remembered. `secret` is what the
    lots are drawn from: the same each time, and known to nobody who reads a page. `begun` is the first month with audits, `over`
    the last that is over. `read` counts audits for the tables that groups are cells of (cells.counted), of `checklists`.
    """

    def __init__(
        self,
        small: int,
        *,
        secret: bytes = b"",
        earlier: Iterable[Cell] = (),
        by_desk: Sequence[tuple[str, Sequence[Cell]]] = (),
        begun: str = "",
        over: str = "",
        checklists: Sequence[Checklist] = (),
        read: Callable[[tuple[str, ...], str], Counts] | None = None,
    ) -> None:
        """Begin with what was shared earlier, the oldest first; `by_desk` has it by page, each with the desk it is from."""
        self.small, self.over = small, over
        self._secret, self._begun = secret, begun
        self._known = Ledger(small)
        self._tables = Tables(checklists, read, small, self.lot, self._known.between) if read else None
        self.shown: list[Cell] = []
        #: Whether a number was kept back because of what was shared before, and whether any was shown at all.
        self.kept_back = self.any_shown = False
        #: Why figures can never be shared as they are asked for, in sentences.
        self.never: dict[str, None] = {}
        shared = tuple(earlier)
        self._earlier = frozenset(shared)
        for cell in shared:
            if cell.group.startswith("{"):  # a list of groups, as they were kept once, named a sum
                self._join(cell)

        several = len({desk for desk, _ in by_desk}) > 1
        for desk, cell in ((desk, cell) for desk, page in by_desk if several for cell in page):
            if cell.group.startswith("{"):
                self._known.join_apart(desk, cell.group, self._months(cell), cell.count)

    def lot(self, *name: object) -> float:
        """Draw the lot of a name, from 0 to 1; the same whenever it is drawn."""
        drawn = sha256(self._secret + repr(name).encode()).digest()
        return int.from_bytes(drawn[:8]) / 2**64

    def closed(self, where: Selection) -> Selection:
        """Return the selection without months that are not over."""
        until = min(filter(None, (where.until, self.over)), default="")
        return replace(where, until=until) if self.small else where

    def gives_away(self, group: str, where: Selection, count: int) -> bool:
        """Whether showing the number of a group, in the months selected, would tell a small one beside other pages."""
        if not self.small:
            return False
        months = self._ends(where)
        told = self._known.tells(group, months, count)
        self.kept_back = self.kept_back or told
        return told or self._hidden_in_table(group, months)

    def told_in_turn(self, rows: Mapping[K, Sequence[tuple[str, Selection, int]]]) -> set[K]:
        """Return which rows of a page would tell a small number beside other pages and the rows before them.

        A row is its numbers, each of a group in the months selected; one that tells is taken to be hidden.
        """
        known = self._known
        told: set[K] = set()
        if not self.small:
            return told
        self._known = known.copy()
        try:
            for name, numbers in rows.items():
                if any(self.gives_away(*number) for number in numbers):
                    told.add(name)
                    continue
                for number in numbers:
                    self._join(self._cell(*number))
        finally:
            self._known = known
        return told

    def _hidden_in_table(self, group: str, months: Stretch) -> bool:
        """Whether a group is hidden in the table it is a cell of, in these months or in a part that was shared by itself."""
        asked = Asked.of(group)
        if self._tables is None or not asked.values or asked.is_side:
            return False
        if self._tables.refuses(asked):
            self.never[_MANY if asked.checklist or not self._tables.several else _POOLED] = None
            return True
        parts = self._known.parts(asked, months)
        if parts is None:
            self.never[_CUT] = None
            return True
        told = any(self._tables.hides(asked, part) for part in parts)
        self.kept_back = self.kept_back or (told and len(parts) > 1)
        return told

    def show(self, group: str, where: Selection, count: int) -> None:
        """Remember that the number of a group in the months selected is shown."""
        if not self.small:
            return
        cell = self._cell(group, where, count)
        self.any_shown = True
        if self._known.between(group, self._ends(where)) != count:
            self._join(cell)
            self.shown.append(cell)

    def _cell(self, group: str, where: Selection, count: int) -> Cell:
        since = "" if not where.since or where.since <= self._begun else where.since
        return Cell(group, since, where.until or self.over, count)

    def _join(self, cell: Cell) -> None:
        self._known.join(cell.group, self._months(cell), cell.count)

    def _months(self, cell: Cell) -> Stretch:
        return self._ends(Selection(since=cell.since, until=cell.until))

    def _ends(self, where: Selection) -> Stretch:
        """Return the ends of the months selected: that before the first, and that after the last."""
        from_first = not where.since or where.since <= self._begun
        until = where.until or self.over or "9999-11"
        return _BEGINNING if from_first else number(where.since), number(shifted(until, 1))


#: For own use: everything is shown, and nothing remembered.
OWN_USE = Release(0)
