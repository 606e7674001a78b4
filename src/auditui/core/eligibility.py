"""Which cases of a list may be drawn for a checklist, as data: what shipped checklists need, and what a council adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The date of a list that says since when a child is looked after.
LOOKED_AFTER_FROM = "looked after from"


@dataclass(frozen=True)
class Eligibility:
    """What a case must have to be drawn for a checklist (its id).

    `only` are NAME=VALUE of the strata, those of one name being alternatives. Whose period of being looked after began less
    than `looked_after_weeks` before the day of the list is left out; a list that does not say leaves nobody out.
    `again_after` are the months in which a case that was audited with the checklist is not drawn again.
    """

    checklist: str
    only: tuple[str, ...] = ()
    looked_after_weeks: int = field(default=0, metadata={"limits": (0, 520)})
    again_after: int = field(default=12, metadata={"limits": (0, 120)})

    def check(self, where: str) -> None:
        """AuditError where `only` names what no list says."""
        strata(self.only, where)

    def since(self, day: date) -> str:
        """Return the day (ISO) since which an audit keeps a case from being drawn on a `day`."""
        from auditui.core import periods  # noqa: PLC0415 - the settings need none of it

        return f"{periods.shifted(f'{day:%Y-%m}', -self.again_after)}-{day:%d}"


#: Eligible in the sense of SI 2010/959 reg 40 is who was looked after for 13 weeks from 14 on; lists have the latest period alone.
SHIPPED = (Eligibility("pathway-plan", looked_after_weeks=13),)


def eligibility(checklist: str, own: Iterable[Eligibility] = ()) -> Eligibility:
    """Return what is needed for a checklist: the council's `own` words, else what ships, else that it was not audited lately."""
    known = {one.checklist: one for one in (*SHIPPED, *own)}
    return known.get(checklist, Eligibility(checklist))


def left_out(rules: Eligibility, having: Mapping[str, str], listed_on: str, dates: Mapping[str, str]) -> str:
    """Return why a listed case is not eligible, "" where it is.

    `having` are its strata, `listed_on` the day of the list and `dates` what else it says (ISO).
    """
    for name, values in strata(rules.only, "only").items():
        if having.get(name, "") not in values:
            return f"{STRATA[name].lower()} is not {' or '.join(sorted(values))}"
    weeks, began = rules.looked_after_weeks, dates.get(LOOKED_AFTER_FROM, "")
    if weeks and began and date.fromisoformat(began) + timedelta(weeks=weeks) > date.fromisoformat(listed_on):
        return f"looked after for under {weeks} weeks on the day of the list"
    return ""


def strata(pairs: Iterable[str], where: str) -> Mapping[str, frozenset[str]]:
    """Return the values that may be, by stratum, of NAME=VALUE each. AuditError for a name that no list has."""
    allowed: dict[str, frozenset[str]] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in STRATA or not value:
            raise AuditError(f"{where} takes NAME=VALUE", f"NAME is one of {', '.join(STRATA)}")
        allowed[name] = allowed.get(name, frozenset()) | {value}
    return allowed
