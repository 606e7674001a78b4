"""The only code that knows SQL: the journal, the tables made from it, and their queries.

What is offered here is loaded when it is asked for: a command that only lists pays for no rules and no journal.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditui.core.audits.entries import Recorded
    from auditui.store.address import StoreAddress
    from auditui.store.heads import StoreHead
    from auditui.store.journal import Head
    from auditui.store.lists import Listing
    from auditui.store.pen import stamp
    from auditui.store.reading import Reader
    from auditui.store.sessions import begin_next, begin_second, corrected, session
    from auditui.store.store import Store, new_id
    from auditui.store.values import (
        Action,
        Addition,
        AuditLine,
        Case,
        ClockDoubt,
        Concern,
        Frame,
        News,
        Saved,
    )

_HOMES = {
    **dict.fromkeys(
        (
            "Action",
            "Addition",
            "AuditLine",
            "Case",
            "ClockDoubt",
            "Concern",
            "Frame",
            "News",
            "Saved",
        ),
        "auditui.store.values",
    ),
    **dict.fromkeys(("Store", "new_id"), "auditui.store.store"),
    "Head": "auditui.store.journal",
    "Listing": "auditui.store.lists",
    "StoreHead": "auditui.store.heads",
    "Reader": "auditui.store.reading",
    "Recorded": "auditui.core.audits.entries",
    "StoreAddress": "auditui.store.address",
    **dict.fromkeys(("begin_next", "begin_second", "corrected", "session"), "auditui.store.sessions"),
    "stamp": "auditui.store.pen",
}

__all__ = [
    "Action",
    "Addition",
    "AuditLine",
    "Case",
    "ClockDoubt",
    "Concern",
    "Frame",
    "Head",
    "Listing",
    "News",
    "Reader",
    "Recorded",
    "Saved",
    "Store",
    "StoreAddress",
    "StoreHead",
    "begin_next",
    "begin_second",
    "corrected",
    "new_id",
    "session",
    "stamp",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(_HOMES[name]), name)
