"""Talking in plain lines: what is said line by line, and questions answered by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.text import one_line, visible
from auditui.ui.prompts import Unsure

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.ui.lines import Line
    from auditui.ui.prompts import Step

_YES = ("y", "yes", "")


class Ended(Exception):  # noqa: N818 - no error: the input ended or was left
    """There is no more input, or the auditor leaves; its text says so."""


class PlainLines:
    """A terminal as lines: `read` gives a line of input (EOFError at its end), `tell_line` prints one."""

    def __init__(self, read: Callable[[str], str], tell_line: Callable[[str], None]) -> None:
        """Talk through these two."""
        self._read, self._tell_line = read, tell_line

    def tell(self, text: str) -> None:
        """Print text, each line with nothing in it that could act on a terminal."""
        for line in visible(text).splitlines() or [""]:
            self._tell_line(line)

    def page(self, lines: list[Line]) -> None:
        """Print the lines of a page of the screens, in words what they show by a mark."""
        for line in lines:
            if text := "".join(span for span, _ in line).strip():
                self.tell(text.replace("▸", "chosen: "))

    def prompt(self, words: str) -> str:
        """Ask for a line."""
        try:
            return self._read(one_line(words, 300) + " ").strip()
        except EOFError:
            raise Ended("Left. The next start is on this item.") from None

    def ask(self, *steps: Step, typed: str = "") -> list[Any]:
        """Ask the steps one after the other; `typed` answers the first. What is uncertain is asked about again."""
        values: list[Any] = []
        for step in steps:
            suggested = f" (Enter: {step.stands})" if step.stands else ""
            text = typed or self.prompt(f"{step.prompt}{suggested}") or step.stands
            typed = ""
            value, question = Unsure.of(step.take(text, values))
            while question:
                again = self.prompt(f"{question} y, or another:")
                value, question = (
                    (value, "") if again.casefold() in _YES else Unsure.of(step.take(again, values))
                )
            values.append(value)
        return values
