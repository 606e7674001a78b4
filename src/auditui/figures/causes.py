"""Causes that a lead noted, as they stand beside a trend: letters in its picture, words below it."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.periods import months_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cause(Struct, frozen=True):
    """What was noted at a month, of a checklist (its id) or of all, by whom and when, and whether it was taken back."""

    id: str
    month: str
    what: str
    checklist: str
    noted_at: str
    noted_by: str
    taken_back_at: str = ""
    taken_back_by: str = ""


def lettered(causes: Sequence[Cause]) -> list[tuple[str, Cause]]:
    """Return causes in the order of their months, each with its letter; after 26 the letters begin again."""
    return [(ascii_lowercase[n % 26], cause) for n, cause in enumerate(sorted(causes, key=_place))]


def letters_of(causes: Sequence[Cause], labels: Sequence[str]) -> list[str]:
    """Return for each of the periods, in time order, the letters of the causes noted in it.

    One noted between two periods, or before the first, stands at the next; one after the last at none.
    """
    letters = [""] * len(labels)
    for letter, cause in lettered(causes):
        place = next((n for n, label in enumerate(labels) if cause.month <= months_of(label)[1]), None)
        if place is not None:
            letters[place] += letter
    return letters


def _place(cause: Cause) -> tuple[str, str, str]:
    return cause.month, cause.noted_at, cause.id
