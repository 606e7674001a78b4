"""The only code that knows SQL: the journal, the tables made from it, and their queries."""

from auditui.store.journal import Finding, Head
from auditui.store.reading import (
    Action,
    AuditLine,
    Case,
    Concern,
    Frame,
    Note,
    Reader,
)
from auditui.store.store import Recorded, Saved, Store, new_id, stamp

__all__ = [
    "Action",
    "AuditLine",
    "Case",
    "Concern",
    "Finding",
    "Frame",
    "Head",
    "Note",
    "Reader",
    "Recorded",
    "Saved",
    "Store",
    "new_id",
    "stamp",
]
