"""The first names that are known: those the program brings, and those that case lists taught this user's desk."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def brought() -> frozenset[str]:
    """Return the first names of the list that comes with the program, folded."""
    text = (files("auditui") / "first-names.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def known(word: str) -> bool:
    """Whether a folded word is a first name."""
    return word in brought()
