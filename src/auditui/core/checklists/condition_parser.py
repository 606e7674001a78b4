"""Reading conditions: the language of checklist files, and what a reader of another language shares with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditui.core.checklists.conditions import Condition, In, Not, join_and, join_or

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z][\w-]*)|(?P<sign>[=(),]))")
_MOST_WORDS = 400
_MOST_DEEP = 20


class ConditionError(ValueError):
    """A condition that cannot be read; the text says what and where."""


def parse(text: str) -> Condition:
    """Read a condition; ConditionError says what cannot be understood."""
    return _Written(list(_words(text))).whole()


def _words(text: str) -> Iterator[str]:
    at = 0
    text = text.rstrip()
    for number in range(_MOST_WORDS + 1):
        if at >= len(text):
            return
        token = _TOKEN.match(text, at)
        if token is None:
            raise ConditionError(
                f"{text[at:].split()[0][:20]!r} is not understood; there is = in and or not ( )"
            )
        if number == _MOST_WORDS:
            break
        yield token["word"] or token["sign"]
        at = token.end()
    raise ConditionError("far too long for a condition")


class Parser:
    """Reads words as a condition: one look ahead, one function a level, or then and then a single one.

    What a single comparison looks like is the language's own: `comparison` reads it.
    """

    def __init__(self, words: list[str]) -> None:
        """Read these words."""
        self.words = words
        self.at = 0
        self.deep = 0

    @property
    def next(self) -> str:
        """The word that comes; empty at the end."""
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self) -> str:
        """Return the word that comes and go past it."""
        word = self.next
        self.at += 1
        return word

    def expect(self, sign: str) -> None:
        """Go past a word that must come; ConditionError if another does."""
        if self.next != sign:
            raise ConditionError(self.lacks(sign))
        self.at += 1

    def lacks(self, what: str) -> str:
        """Say that something is missing here."""
        return f"{what!r} is missing before {self.next or 'the end'!r}"

    def whole(self) -> Condition:
        """Read all words as one condition."""
        condition = self.any()
        if self.next:
            raise ConditionError(f"{self.next!r} is one too many, or not understood")
        return condition

    def any(self) -> Condition:
        """Read conditions joined with `or`, each of them with `and`."""
        return join_or(self._joined("or", lambda: join_and(self._joined("and", self._one))))

    def _joined(self, joint: str, part: Callable[[], Condition]) -> list[Condition]:
        parts = [part()]
        while self.next == joint:
            self.take()
            parts.append(part())
        return parts

    def _one(self) -> Condition:
        self.deep += 1
        if self.deep > _MOST_DEEP:
            raise ConditionError("nested too deeply")
        try:
            if self.next == "not":
                self.take()
                return Not(self.negated())
            return self.bracketed() if self.next == "(" else self.comparison()
        finally:
            self.deep -= 1

    def negated(self) -> Condition:
        """Read what follows `not`."""
        return self._one()

    def bracketed(self) -> Condition:
        """Read a condition in parentheses."""
        self.expect("(")
        condition = self.any()
        self.expect(")")
        return condition

    def comparison(self) -> Condition:
        """Read a single comparison."""
        raise NotImplementedError


class _Written(Parser):
    """The language of checklist files: ``item = answer`` and ``item in (answer, answer)``."""

    def lacks(self, what: str) -> str:
        return f"{what!r} is missing after {self._before()}"

    def whole(self) -> Condition:
        condition = self.any()
        if self.next:
            raise ConditionError(f"{self.next!r} is one too many; join comparisons with and, or")
        return condition

    def comparison(self) -> Condition:
        item = self._name("an item's id")
        if self.next != "in":
            self.expect("=")
            return In(item, frozenset({self._name("an answer")}))
        self.take()
        self.expect("(")
        values = [self._name("an answer")]
        while self.next == ",":
            self.take()
            values.append(self._name("an answer"))
        self.expect(")")
        return In(item, frozenset(values))

    def _before(self) -> str:
        return " ".join(self.words[: self.at]) or "the beginning"

    def _name(self, what: str) -> str:
        word = self.next
        if not word or not word[0].isalpha() or word in ("and", "or", "not", "in"):
            raise ConditionError(f"{what} is missing after {self._before()}")
        return self.take()
