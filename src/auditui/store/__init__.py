"""The only code that knows SQL: the journal, the tables made from it, and their queries."""

from auditui.core.audits.entries import Recorded
from auditui.store.address import StoreAddress
from auditui.store.journal import Head
from auditui.store.pen import stamp
from auditui.store.reading import Reader
from auditui.store.sessions import session
from auditui.store.store import Saved, Store, new_id
from auditui.store.values import Action, AuditLine, Case, Concern, Frame, Note

__all__ = [
    "Action",
    "AuditLine",
    "Case",
    "Concern",
    "Frame",
    "Head",
    "Note",
    "Reader",
    "Recorded",
    "Saved",
    "Store",
    "StoreAddress",
    "new_id",
    "session",
    "stamp",
]
