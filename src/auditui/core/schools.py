"""Schools by their names: where a child goes to school tells who it is, in a small town to anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditui.core.name_words import NOBODY, SCHOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: One to six words with capitals, and last what sort of school it is. Every repetition has its most.
_NAMED = re.compile(
    r"\b[A-Z][\w'’-]{0,30}(?:\.? (?:[A-Z][\w'’-]{0,30}|of|the|and|&)){0,6}"
    r" (?:Primary|Infants?|Junior|Academy|College|Nursery|School|Grammar)(?![\w-])"
)
_WORD = re.compile(r"[\w'’-]+")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where schools are named, from the first word that is no everyday one: ``St Mary's Primary``, ``Oaks Academy``."""
    for run in _NAMED.finditer(text):
        words = [word for word in _WORD.finditer(run[0]) if word[0].casefold() not in NOBODY | SCHOOLS]
        # One's own school: whose it is, a name says by itself.
        if words and not (len(words) == 1 and words[0][0].endswith(("'s", "’s"))):
            yield run.start() + words[0].start(), run.end()
