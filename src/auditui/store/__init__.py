"""The only code that knows SQL: the journal, the tables made from it, and their queries."""

from auditui.store.journal import Finding, Head
from auditui.store.reading import AuditLine, Case, Frame, JudgementTally, Reader, Tally, Where
from auditui.store.store import Recorded, Saved, Store, new_id

__all__ = [
    "AuditLine",
    "Case",
    "Finding",
    "Frame",
    "Head",
    "JudgementTally",
    "Reader",
    "Recorded",
    "Saved",
    "Store",
    "Tally",
    "Where",
    "new_id",
]
