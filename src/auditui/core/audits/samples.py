"""What is said about samples: a seed named beforehand, a draw, a replacement, who is given which case, and who was asked.

Cases are named by the ids of their entries (`case.listed`), never by reference: nothing here has to be erased with a case.
"""

from __future__ import annotations

from auditui.core.audits.entries import Entry
from auditui.core.audits.results import Count

#: Why a drawn case cannot be audited, by the code an entry keeps. Words of one's own could say too much about a child.
REPLACED_FOR = {
    "no-access": "the file is closed to us",
    "moved-away": "the case is with another authority now",
    "listed-wrongly": "the case should not have been on the list",
    "no-such-event": "what was to be audited did not happen",
    "court": "proceedings stand in the way",
    "complaint": "a complaint or review of its own is under way",
}

LONGEST_SOURCE = 200


class SeedNamed(Entry, frozen=True):
    """The seed of a later draw, and where it comes from: named before the list is here, nobody can have chosen it to suit."""

    kind = "seed.named"
    seed: str
    source: str = ""


class SampleDrawn(Entry, frozen=True):
    """A sample was drawn for a checklist (its id): of the `eligible` cases those whose tickets are smallest.

    `drawn` is in the order of the tickets; where the draw was parted by a stratum (`parted_by`), of one group after the
    other, by name, with `sizes` saying how many each was to give. `excluded` counts the cases of the list that were not eligible, by
    why. `named` is the subject of the SeedNamed used, empty where the seed was chosen with the draw.

    Files to be read again (second audits) are named by the ids of their first audits; `certain` are those drawn whatever their ticket.
    """

    kind = "sample.drawn"
    checklist: str
    seed: str
    eligible: tuple[str, ...]
    drawn: tuple[str, ...]
    excluded: dict[str, Count]
    sizes: dict[str, Count]
    named: str = ""
    parted_by: str = ""
    certain: tuple[str, ...] = ()


class CaseReplaced(Entry, frozen=True):
    """The drawn `case` cannot be audited, for a reason of REPLACED_FOR; `by` is the case with the next ticket, empty if none is left."""

    kind = "case.replaced"
    sample: str
    case: str
    reason: str
    by: str = ""


class WorkGiven(Entry, frozen=True):
    """A drawn case is an auditor's to do by a day (ISO); the last that was said stands. No `auditor`: it is nobody's again."""

    kind = "work.given"
    sample: str
    case: str
    auditor: str = ""
    due: str = ""


class WorkChased(Entry, frozen=True):
    """Somebody asked the `auditor` of a drawn case how far it is; when and who asked are the journal's own columns."""

    kind = "work.chased"
    sample: str
    case: str
    auditor: str


#: All of them: each is a subject of its own, one fact.
KINDS = (SeedNamed, SampleDrawn, CaseReplaced, WorkGiven, WorkChased)
