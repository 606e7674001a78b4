"""What auditors wrote in finished audits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.store.explained import explains
from auditui.store.opened import Opened
from auditui.store.selection import of_audits, selected
from auditui.store.spans import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.figures.tallies import Selection


class Written(Struct, frozen=True):
    """A text of an audit: of which checklist version (its digest) and item ("" for the audit as a whole), and what it is."""

    checklist: str
    item: str
    about: str
    text: str
    audit: str
    case: str


@explains
class WordReader(Opened):
    """Reads texts of audits."""

    def written(self, where: Selection, about: tuple[str, ...]) -> Iterator[Written]:
        """Yield the texts of these kinds of every finished audit that `where` selects, second audits left out, by their words.

        So their order does not tell when they were written.
        """
        these = ("t.about IN (SELECT value FROM json_each(?)) AND trim(t.text) != ''", (json.dumps(about),))
        clause, values = selected(where, of_audits(where), COUNTED, these)
        query = (
            "SELECT a.checklist, t.item, t.about, t.text, a.id, a.case_ref"  # noqa: S608 - fixed names
            f" FROM notes t JOIN audits a ON a.id = t.audit{clause} ORDER BY t.text, a.id"
        )
        for row in self.db.execute(query, values):
            yield Written(*row)
