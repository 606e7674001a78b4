"""What line mode says again of an audit: taken back, brought back from its history, withdrawn, opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.audits.states import WITHDRAWN
from auditui.core.errors import AuditError
from auditui.ui import prompts
from auditui.ui.pages import history_page

if TYPE_CHECKING:
    from auditui.cli.plain_lines import PlainLines
    from auditui.core.audits.session import Session
    from auditui.core.checklists.checklist import Item
    from auditui.ui.own_keys import Keys

#: The width pages are laid out for, in cells: none of their sentences is broken.
WIDE = 20_000


class LineAmending:
    """An audit in plain lines, as far as it is said again."""

    session: Session
    lines: PlainLines
    keys: Keys

    @property
    def item(self) -> Item:
        """The item in question."""
        raise NotImplementedError

    def go(self, to: int) -> None:
        """Move to an item and say it."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take back the last answer or text, and say which."""
        item, about = self.session.undo()
        if asked := self.session.checklist.item(item):
            self.lines.tell(f"Taken back: {', '.join(filter(None, (asked.title, ITEM_NOTES.get(about))))}.")
            self.go(self.session.checklist.position(item))
        else:
            self.lines.tell(f"Taken back: {CLOSING.get(about, item)}.")

    def history(self, number: str) -> None:
        """Say who said what of this item; with the number of one of them, say that again."""
        changes = list(reversed(self.session.changes(self.item.id)))
        if not number:
            self.lines.page(history_page(self.item, reversed(changes), WIDE))
            return
        chosen = (number_in(number) or 0) - 1
        if not 0 <= chosen < len(changes):
            raise AuditError(
                f"The history has {len(changes)}", f"{self.keys.name('score.history')} lists them"
            )
        if self.session.say_again(changes[chosen], self.item.id):
            self.lines.tell("This is what stands.")

    def name_evidence(self) -> None:
        """Name a document that shows the answer, below those named before."""
        self.session.name_evidence(self.item.id, *self.lines.ask(*prompts.evidence(self.item.title)))

    def reopen(self) -> None:
        """Open a finished audit again, or bring a withdrawn one back."""
        if self.session.audit.state == WITHDRAWN:
            self.session.restore(*self.lines.ask(prompts.RESTORE))
        else:
            self.session.reopen(*self.lines.ask(prompts.REOPEN))

    def withdraw(self) -> None:
        """Ask why the audit is withdrawn, and withdraw it."""
        self.session.withdraw(*self.lines.ask(prompts.WITHDRAW))
        key = self.keys.name("score.reopen")
        self.lines.tell(f"Withdrawn: out of lists and figures. {key} brings it back.")


def number_in(typed: str) -> int | None:
    """Return the number that was typed, if it is one that could choose something."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else None
