"""The worked examples of a checklist, read once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from auditui import places
from auditui.core.checklists.examples import Examples
from auditui.core.errors import AuditError
from auditui.intake import checklist_folder

if TYPE_CHECKING:
    from auditui.core.checklists.checklist import Checklist


class ExampleShelf:
    """Holds the examples of the checklist asked for last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: tuple[str, Examples] | None = None

    def of(self, checklist: Checklist) -> Examples:
        """Return the examples of a checklist; none where its file cannot be used."""
        if self._held is None or self._held[0] != checklist.digest:
            found = Examples(checklist.id, checklist.version, ())
            with suppress(AuditError):
                found = checklist_folder.examples_of(checklist, places.checklists().path)
            self._held = (checklist.digest, found)
        return self._held[1]
