"""What the screens may ask of the app, so that no screen imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from auditui.core.audits.entries import Entry
    from auditui.core.audits.session import Session
    from auditui.core.checklists.checklist import Checklist
    from auditui.core.settings import Settings
    from auditui.store import Case, Store, StoreAddress
    from auditui.ui.other_windows import Windows
    from auditui.ui.own_keys import Keys
    from auditui.ui.writer import Writer


class Desk(Protocol):
    """One auditor's place of work: the store, the settings, what is remembered, and the ways to other screens."""

    store: Store
    address: StoreAddress
    settings: Settings
    keys: Keys
    made_up: bool
    auditor: str
    saved: str
    writer: Writer
    windows: Windows

    @property
    def all_written(self) -> bool:
        """Whether everything that was recorded is in the store."""

    def record(self, *entries: Entry) -> str:
        """Begin to save entries as one fact; return the moment, as the journal writes it."""

    def remember(self, **session: str) -> None:
        """Keep what the next start begins with."""

    def last(self, key: str) -> str:
        """Return what was remembered last under a key, "" for nothing."""

    def open_audit(self, audit_id: str) -> Session:
        """Return an audit to work on, as it is once everything is written; AuditError if there is none."""

    def checklists(self) -> list[Checklist]:
        """Return the checklists an audit can be begun with."""

    def themes(self) -> list[str]:
        """Return the names of the themes there are."""

    def choose_theme(self, name: str) -> None:
        """Put on a theme by its name, and remember it."""

    def go_to(self, audit_id: str, item: str = "") -> None:
        """Leave what is open for another audit, at an item of it."""

    def look_at(self, audit_id: str, item: str) -> None:
        """Open an audit at an item, above what is open: the way back leads here."""

    def begin(self, case: Case | None = None, checklist: str = "") -> None:
        """Begin an audit, of this case or of any, with the checklist of this id or any."""

    def show_concerns(self) -> None:
        """Show the immediate concerns, above what is open."""

    def go_home(self, words: str) -> None:
        """Close every screen above home, and say there what happened."""
