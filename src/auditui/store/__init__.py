"""The only code that knows SQL: the journal, the tables made from it, and their queries."""

from auditui.core.audits.session import Recorded
from auditui.store.address import StoreAddress
from auditui.store.journal import Finding, Head
from auditui.store.reading import (
    Action,
    AuditLine,
    Case,
    Concern,
    Frame,
    JudgementTally,
    Note,
    Reader,
    SpreadTally,
    Tallies,
    Tally,
    Where,
)
from auditui.store.sessions import session
from auditui.store.store import Saved, Store, new_id, stamp

__all__ = [
    "Action",
    "AuditLine",
    "Case",
    "Concern",
    "Finding",
    "Frame",
    "Head",
    "JudgementTally",
    "Note",
    "Reader",
    "Recorded",
    "Saved",
    "SpreadTally",
    "Store",
    "StoreAddress",
    "Tallies",
    "Tally",
    "Where",
    "new_id",
    "session",
    "stamp",
]
