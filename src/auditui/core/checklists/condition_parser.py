"""Reading conditions: the language of checklist files, and what a reader of another language shares with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from auditui.core.checklists.conditions import Condition, In, Not, join_and, join_or

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_DEEP = 20


class ConditionError(ValueError):
    """A condition that cannot be read; the text says what and where."""


def parse(text: str) -> Condition:
    """Read a condition; ConditionError says what cannot be understood."""
    return _Written(text).whole()


class Parser:
    """Reads text as a condition: one look ahead, one function a level, or then and then a single one.

    What a single comparison looks like is the language's own: `comparison` reads it. `word` is the form of a word,
    `known` says which there are, and no condition has more than `most` of them.
    """

    word: ClassVar[re.Pattern[str]]
    known: ClassVar[str]
    most: ClassVar[int]

    def __init__(self, text: str) -> None:
        """Take this text apart; ConditionError where a word is not understood."""
        self.words: list[str] = []
        self.at = self.deep = 0
        place, text = 0, text.strip()
        while place < len(text):
            match = self.word.match(text, place)
            if match is None:
                strange = text[place:].split()[0][:20]
                raise ConditionError(f"{strange!r} is not understood; there is {self.known}")
            if len(self.words) == self.most:
                raise ConditionError("far too long for a condition")
            self.words.append(match[1])
            place = match.end()

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
            raise self.lacks(repr(sign))
        self.at += 1

    def lacks(self, what: str) -> ConditionError:
        """Say that something is missing here."""
        return ConditionError(f"{what} is missing after {' '.join(self.words[: self.at]) or 'the beginning'}")

    def whole(self) -> Condition:
        """Read all words as one condition."""
        condition = self.any()
        if self.next:
            raise ConditionError(f"{self.next!r} is one too many; join comparisons with and, or")
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

    word = re.compile(r"\s*([A-Za-z][\w-]*|[=(),])")
    known = "= in and or not ( )"
    most = 400

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

    def _name(self, what: str) -> str:
        word = self.next
        if not word or not word[0].isalpha() or word in ("and", "or", "not", "in"):
            raise self.lacks(what)
        return self.take()
