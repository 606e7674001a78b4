"""A page as of a past day, checked against all that was shared, before that day and since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.releases import Release

if TYPE_CHECKING:
    from auditui.figures.tallies import Selection


class Reprint(Release):
    """The same check for numbers of the past: what was shared of them can be shared again, and what contradicts is hidden.

    A number that readers have tells them nothing new. Another number of months that they have one of would tell, by
    subtraction, of a correction; and it would be taken for the one that holds from now on.
    """

    def gives_away(self, group: str, where: Selection, count: int) -> bool:
        """Whether showing the number of a group, in the months selected, would tell a small one beside what was shared."""
        if not self.small or self._cell(group, where, count) in self._earlier:
            return False
        held = self._known.between(group, self._ends(where))
        if held is not None and held != count:
            self.kept_back = True
            return True
        return super().gives_away(group, where, count)

    def show(self, group: str, where: Selection, count: int) -> None:
        """Remember that the number of a group in the months selected is shown; not again what was shared before."""
        if self._cell(group, where, count) in self._earlier:
            self.any_shown = True
        else:
            super().show(group, where, count)
