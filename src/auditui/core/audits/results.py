"""What the rules of the day made of an audit when it was finished: kept in its `audit.finished` entry."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

#: A whole number from 0 that SQLite, JSON and every reader of either can hold.
Count = Annotated[int, Meta(ge=0, le=2**53)]


class Part(StrEnum):
    """What an item's answer is to the figures; only met, not met and not recorded count."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_RECORDED = "not-recorded"
    COULD_NOT_SEE = "could-not-see"
    NOT_APPLICABLE = "not-applicable"
    LEFT_OUT = "left-out"
    #: Counted by itself beside the answers, such as an agency that took part; it counts in no k of n.
    APART = "apart"


class Results(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the rules of the day made of an audit when it was finished; it stands whatever the rules become.

    The score is `earned` of `possible`, in whole parts. `reached` is the grade of the score, `indicated` that grade after
    the limiting items in `caps`, "" where nothing counts. `parts` has what each answered item is to the figures;
    `sections` has, by section and with "" for the whole, how many answers were met and how many count.
    `points` has, by item that counts, what it earned and could have earned. `apart` has, by item, what its answer counts by itself. `rules` is the number of the rules.
    """

    rules: Count
    earned: Count
    possible: Count
    reached: str
    indicated: str
    caps: tuple[str, ...]
    parts: dict[str, Part]
    sections: dict[str, tuple[Count, Count]]
    points: dict[str, tuple[Count, Count]] = {}
    apart: dict[str, tuple[str, ...]] = {}

    @property
    def percent(self) -> float | None:
        """The score in percent; None when nothing counts."""
        return 100 * self.earned / self.possible if self.possible else None
