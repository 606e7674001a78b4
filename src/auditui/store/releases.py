"""What was shared of a store, for the next page to be checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.store.explained import explains
from auditui.store.opened import Opened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.releases import Cell, Release
    from auditui.store.journal import Progress


#: What was shared, the oldest first, and by which desk: as of a day gone by, what was shared since as well.
_SHARED = "SELECT j.origin, r.cells FROM releases r JOIN main.journal j ON j.subject = r.id ORDER BY r.released_at, r.id"

_FIRST_SALT = "SELECT salt FROM journal WHERE salt IS NOT NULL ORDER BY seq LIMIT 1"


@explains
class ReleaseReader(Opened):
    """Reads what was shared before."""

    def release(
        self, small: int, today: date, checklists: Sequence[Checklist], *, past: bool = False
    ) -> Release:
        """Return what figures that leave are checked with: what was shared before, and lots that no reader knows.

        `small` is the count up to which figures are hidden, `today` gives the last month that is over, `checklists` are all
        that audits are on. With `past` it is for a page as of a day gone by, and all that was shared since is known to it too.
        """
        from auditui.core.periods import MONTH, shifted  # noqa: PLC0415 - most commands share nothing
        from auditui.figures import cells  # noqa: PLC0415 - as above
        from auditui.figures.releases import Release  # noqa: PLC0415 - as above
        from auditui.figures.reprints import Reprint  # noqa: PLC0415 - as above
        from auditui.figures.tallies import Selection  # noqa: PLC0415 - as above
        from auditui.store import tallies  # noqa: PLC0415 - as above

        def read(dimensions: tuple[str, ...], item: str) -> cells.Counts:
            by = (MONTH, *cells.tallied(dimensions, item))
            counts = tallies.read(self.db, Selection(), by, items=bool(item))
            return cells.counted(checklists, counts, dimensions, item)

        by_desk = _by_desk(self.db)
        salt = self.db.execute(_FIRST_SALT).fetchone()
        begun, _ = tallies.months(self.db, Selection()) or ("", "")
        over = shifted(f"{today.year:04d}-{today.month:02d}", -1)
        kind = Reprint if past else Release
        return kind(
            small,
            secret=salt[0] if salt else b"",
            earlier=[cell for _, shown in by_desk for cell in shown],
            by_desk=by_desk,
            begun=begun,
            over=over,
            checklists=checklists,
            read=read,
        )

    def stand_as_of(self, day: date, progress: Progress | None = None) -> None:
        """Read the store from now on as it stood at the end of a day: by what was written until then and nothing since.

        What is erased since counts as it last did. `progress` hears how many of how many entries are read.
        """
        from auditui.store import as_of  # noqa: PLC0415 - few pages are of the past

        as_of.stand(self.db, day, progress)


def _by_desk(db: sqlite3.Connection) -> list[tuple[str, list[Cell]]]:
    """Return the numbers of each page that was shared, the oldest first, with the desk it was shared from."""
    import msgspec  # noqa: PLC0415 - most commands share nothing

    from auditui.figures.releases import Cell  # noqa: PLC0415 - as above

    return [(desk, msgspec.json.decode(shown, type=list[Cell])) for desk, shown in db.execute(_SHARED)]
