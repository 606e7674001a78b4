"""The errors a user can meet: one line saying what happened, a hint saying what to do, an exit code."""

from __future__ import annotations


class AuditError(Exception):
    """What went wrong, in one line without case text; `hint` says what to do, `code` is the exit code."""

    code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and the hint apart, so that a screen can show them on two lines."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Give the whole line: message, then hint."""
        if not self.hint:
            return self.message
        return f"{self.message}{'' if self.message.endswith(('?', '.', '!')) else '.'} {self.hint}"


class StoreError(AuditError):
    """The store cannot be used: missing, foreign, locked, newer, damaged, or its disk is full."""

    code = 3


class AnswerError(AuditError):
    """An answer that its item does not offer."""
