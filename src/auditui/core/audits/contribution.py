"""What one finished audit adds to the figures, from its entries alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.audits import rules_1
from auditui.core.audits.results import Part
from auditui.core.audits.states import FINISHED

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.results import Results


class Contribution(Struct, frozen=True):
    """A finished audit's part in the figures.

    `month` is that of the local day it was first finished on: what is corrected later moves no month that was printed. `answers` are item, value and part of each answer that was asked;
    `sections` has by section ("" for the whole) how many answers were met, of how many that count.
    """

    checklist: str
    month: str
    judgement: str
    indicated: str
    answers: tuple[tuple[str, str, Part], ...]
    sections: dict[str, tuple[int, int]]


def settled(audit: Audit, checklist: rules_1.Checklist | None) -> Results | None:
    """Return what the rules made of a finished audit: as it was recorded, or by rules 1 for an older one.

    None while it is open or withdrawn, and where an older one's checklist is not here.
    """
    if audit.state != FINISHED:
        return None
    return audit.results or (rules_1.results(checklist, audit.answers) if checklist else None)


def contribution(audit: Audit, checklist: rules_1.Checklist | None) -> Contribution | None:
    """Return what an audit adds, while it is corrected what it was last finished as; None before it was finished.

    A second audit adds nothing: it is the same case again. `checklist` is needed for one finished under rules 1.
    """
    if audit.second_of:
        return None
    audit = audit.standing or audit
    results = settled(audit, checklist)
    if results is None:
        return None
    answers = [
        (item, audit.answers[item].value, part)
        for item, part in sorted(results.parts.items())
        if part != Part.LEFT_OUT and item in audit.answers
    ]
    answers += [(item, there, Part.APART) for item, ids in sorted(results.apart.items()) for there in ids]
    return Contribution(
        *(audit.checklist, audit.first_day[:7], audit.judgement, results.indicated),
        *(tuple(answers), results.sections),
    )
