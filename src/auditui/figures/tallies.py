"""Finished audits, counted: the values that figures are made of, however a store keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from collections.abc import Container

    from auditui.figures.counting import Spread

#: The parts of checklists that a summary can be grouped by, what audits are counted by, and every answer.
PARTS = ("checklist", "theme", "section", "item")
GROUPS = (*PARTS, "team", "auditor", "month", "quarter", "year", "judgement", *STRATA, "answer")


class Tally(NamedTuple):
    """So many answers of finished audits: one checklist (its digest), group, item and value; both may be "", of all items.

    `part` is what they count as, a core.audits.results.Part, as it was decided when each audit was finished.
    """

    checklist: str
    group: tuple[str, ...]
    item: str
    value: str
    part: str
    number: int


class JudgementTally(NamedTuple):
    """So many finished audits: one checklist, group, judgement and indicated grade."""

    checklist: str
    group: tuple[str, ...]
    judgement: str
    indicated: str
    number: int


class SpreadTally(NamedTuple):
    """The spread between finished audits of one checklist and group, in one section ("" for the whole)."""

    checklist: str
    group: tuple[str, ...]
    section: str
    spread: Spread


class Tallies(NamedTuple):
    """Finished audits, counted; a group holds the values of the dimensions asked for, in that order.

    `erased` is how many audits of the checklist, team and months asked for are not in these counts, because what is known of
    erased audits is counted by one thing at a time only.
    """

    answers: list[Tally]
    judgements: list[JudgementTally]
    spreads: list[SpreadTally]
    erased: int = 0

    def of(self, digests: Container[str]) -> Tallies:
        """Return those of these checklists: another desk may have audited on one that cannot be read here."""
        return Tallies(
            [tally for tally in self.answers if tally.checklist in digests],
            [tally for tally in self.judgements if tally.checklist in digests],
            [tally for tally in self.spreads if tally.checklist in digests],
            self.erased,
        )


@dataclass(frozen=True)
class Selection:
    """What to count or list; an empty field leaves nothing out. Months are ``2026-04``, both included.

    `case` is a part of a reference; tallies hold no references, so only lists go by it. `strata` are names
    of STRATA with the value asked for. With `practice` months are those of the event that was audited, and not of the
    finish of its audit.
    """

    checklist: str = ""
    team: str = ""
    auditor: str = ""
    since: str = ""
    until: str = ""
    case: str = ""
    strata: tuple[tuple[str, str], ...] = ()
    practice: bool = False
