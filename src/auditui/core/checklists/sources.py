"""Where an item's duty comes from: each source with its standing, whether it was read itself, and when it was checked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.core.checklists.reading import At

#: What a source is, from what binds to what only this checklist asks.
STANDINGS = {
    "law": "law",
    "guidance": "guidance",
    "report": "report or review",
    "local": "local procedure",
    "own": "our own standard",
}
SEEN = {"read": "read", "secondary": "second hand, not read itself"}
FORCES = {
    "in-force": "in force",
    "awaiting-commencement": "awaiting commencement when checked: not yet a duty",
    "consulted-on": "consulted on when checked: not yet guidance",
}
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


class Source(Struct, frozen=True):
    """One source: its words, with edition and place; what it is; how it was seen; the day or month it was checked.

    `force` is said only where it is in doubt: an Act not yet commenced, guidance only consulted on.
    """

    text: str
    standing: str = ""
    seen: str = ""
    checked: str = ""
    force: str = ""

    def as_data(self) -> dict[str, str]:
        """Return it in the shape of a checklist file, without what it does not say."""
        return {key: value for key, value in asdict(self).items() if value}

    def __str__(self) -> str:
        """Say it as it is printed: ``Children Act 1989 s47 (law; read, checked 2026-11)``."""
        seen = [SEEN[self.seen]] if self.seen else []
        checked = [f"checked {self.checked}"] if self.checked else []
        said = [
            *([STANDINGS[self.standing]] if self.standing else []),
            *([FORCES[self.force]] if self.force else []),
            *([", ".join([*seen, *checked])] if seen or checked else []),
        ]
        return f"{self.text} ({'; '.join(said)})" if said else self.text


def read(rows: list[Mapping[str, Any]], at: At) -> tuple[Source, ...]:
    """Make sources of the rows of a file; what is not read itself is never called law."""
    sources = tuple(Source(**row) for row in rows)
    for n, source in enumerate(sources):
        here = at.under(n)
        if source.standing == "law" and source.seen != "read":
            here.under("seen").problem(
                "a source is called law only where it was read itself: seen = 'read', or another standing"
            )
        if source.standing != "own" and not (source.seen and source.checked):
            here.problem("how it was seen and when it was checked must be said: seen, checked")
        if source.checked and not _is_day(source.checked):
            here.under("checked").problem("checked is a day or a month, such as 2026-11-24 or 2026-11")
    return sources


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return False
    return True
