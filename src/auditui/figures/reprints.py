"""A page as of a past day, checked against all that was shared, before that day and since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.releases import Cell, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.cells import Counts
    from auditui.figures.tallies import Selection


class Reprint(Release):
    """The same check for numbers of the past: what was shared of them can be shared again, and what contradicts is hidden.

    A number that readers have tells them nothing new. Another number of months that they have one of would tell, by
    subtraction, of a correction; and it would be taken for the one that holds from now on.
    """

    def __init__(
        self,
        small: int,
        *,
        secret: bytes = b"",
        earlier: Iterable[Cell] = (),
        begun: str = "",
        over: str = "",
        checklists: Sequence[Checklist] = (),
        read: Callable[[tuple[str, ...], str], Counts] | None = None,
    ) -> None:
        """Begin with what was shared earlier, the oldest first."""
        given = tuple(earlier)
        self._shared = frozenset(given)
        super().__init__(
            small, secret=secret, earlier=given, begun=begun, over=over, checklists=checklists, read=read
        )

    def gives_away(self, group: str, where: Selection, count: int) -> bool:
        """Whether showing the number of a group, in the months selected, would tell a small one beside what was shared."""
        if not self.small or self._cell(group, where, count) in self._shared:
            return False
        held = self._known.between(group, self._ends(where))
        if held is not None and held != count:
            self.kept_back = True
            return True
        return super().gives_away(group, where, count)

    def show(self, group: str, where: Selection, count: int) -> None:
        """Remember that the number of a group in the months selected is shown; not again what was shared before."""
        if self._cell(group, where, count) in self._shared:
            self.any_shown = True
        else:
            super().show(group, where, count)

    def _cell(self, group: str, where: Selection, count: int) -> Cell:
        since = "" if not where.since or where.since <= self._begun else where.since
        return Cell(group, since, where.until or self.over, count)
