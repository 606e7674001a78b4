"""What the lists of Annex A (August 2019 and 2024 forms) say of a case, as far as choosing and finding it needs.

Names of people, dates of birth and every column that is not named here stay outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core import working_days
from auditui.core.audits.entries import CaseListed
from auditui.core.problem import Level
from auditui.intake.case_row import LeftOutError, Row
from auditui.intake.coded import (
    DISABLED,
    ELIGIBILITY,
    GROUPS,
    IN_TOUCH,
    LEGAL_STATUS,
    PLACEMENT_LOCATION,
    SEXES,
    STATUS,
)
from auditui.intake.headings import (
    AGE,
    AREA,
    BAND,
    CATEGORY,
    COLUMNS,
    DISABILITY,
    ETHNICITY,
    EVENT,
    PEOPLE,
    SEX,
    TEAM,
    fold,
)

if TYPE_CHECKING:
    from collections.abc import Callable

STRATEGY = "health-in-strategy-discussions"
IDENTITY = "culture-and-identity-in-assessments"
EDUCATION = "quality-of-personal-education-plans"
PATHWAY = "pathway-planning-in-case-records"
PLANS = "plans-and-their-review"
SUPERVISION = "supervision-and-management-oversight"
ASSESSMENTS = "quality-of-assessments"
RECORD = "case-recording-and-chronology"
_BANDS = ((0, "unborn"), (1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 to 17"), (21, "18 to 20"))  # fmt: skip


def age_band(age: int | None) -> str:
    """Return the age band of an age in whole years; -1 is unborn, None unknown."""
    return "" if age is None else next((band for under, band in _BANDS if age < under), "21 and over")


_OLDEST_CHILD = 18
_ASSESSED = "Continuous Assessment Start Date"
_HELD = "Strategy discussion initiating Section 47 Enquiry Start Date"
_LOOKED_AFTER = "Date Started to be Looked After"
_ELIGIBLE = "Eligibility Category"
_IN_NEED = "CIN Start Date"
_PROTECTED = "Child Protection Plan Start Date"
#: Every column that is read; all others are left out, and named.
KEPT = {
    fold(name)
    for name in (
        *(heading for column in COLUMNS.values() if column is not PEOPLE for heading in column),
        *(_ASSESSED, "Continuous Assessment Date of Authorisation"),
        *("Was the child assessed as requiring LA children's social care support", _HELD),
        *("Was an Initial Child Protection Conference deemed unnecessary?",),
        *("Date of Initial Child Protection Conference",),
        *("Did the Initial Child Protection Conference Result in a Child Protection Plan",),
        *(_LOOKED_AFTER, "Date Ceased to be Looked After", "Child's Legal Status"),
        *("Date of Latest Statutory Review", "Start Date of Most Recent Placement"),
        *(_ELIGIBLE, "LA In Touch", "Latest Pathway Plan Review Date"),
        *(_IN_NEED, "CIN Closure Date", "Case status"),
        *(_PROTECTED, "Date of latest review conference", "Child Protection Plan End Date"),
    )
}


@lru_cache(10_000)
def _written(day: date) -> str:
    return day.isoformat()


def _iso(**dates: date | None) -> dict[str, str]:
    return {name.replace("_", " "): _written(day) for name, day in dates.items() if day}


def _common(row: Row, event: date | None = None) -> CaseListed:
    return CaseListed(
        subject="",
        frame="",
        ref=row.ref(),
        event=_written(event) if event else "",
        team=row.text(*TEAM),
        age_band=row.text(*BAND) or age_band(row.age()),
        ethnicity=row.code(GROUPS, *ETHNICITY),
        disability=row.code(DISABLED, *DISABILITY),
        area=row.code(PLACEMENT_LOCATION, *AREA),
        sex=row.code(SEXES, *SEX),
    )


def _child(row: Row, event: date | None = None) -> CaseListed:
    """Read a row of a list of children, on which a grown-up is looked at again and kept."""
    age = row.age()
    if age is not None and age > _OLDEST_CHILD:
        row.remark(AGE, "over 18, in a list of children", Level.ADVICE)
    return _common(row, event)


def _assessment(row: Row) -> CaseListed:
    start = row.event(_ASSESSED, needed=True)
    authorised = row.date("Continuous Assessment Date of Authorisation")
    support = row.yes("Was the child assessed as requiring LA children's social care support")
    outcome = {True: "support needed", False: "no support needed", None: "outcome not stated"}[support]
    dates = _iso(assessment_started=start, assessment_authorised=authorised)
    return replace(_child(row, start), category=outcome if authorised else "open", dates=dates)


def _enquiry(row: Row) -> CaseListed:
    held = row.event(_HELD, needed=True)
    conference = row.date("Date of Initial Child Protection Conference")
    unnecessary = row.yes("Was an Initial Child Protection Conference deemed unnecessary?")
    plan = row.yes("Did the Initial Child Protection Conference Result in a Child Protection Plan")
    if unnecessary:
        category = "no conference needed"
    elif conference is None:
        category = "undecided" if unnecessary is None else "conference not held yet"
    else:
        category = {True: "conference, plan", False: "conference, no plan", None: "conference"}[plan]
    dates = _iso(strategy_discussion=held, initial_conference=conference)
    return replace(_child(row, held), category=category, dates=dates)


def _in_care(row: Row) -> tuple[CaseListed, int | None]:
    case, age = _child(row), row.age()
    started = row.date(_LOOKED_AFTER)
    if row.is_over("Date Ceased to be Looked After"):
        raise LeftOutError("no longer looked after")
    if row.code(LEGAL_STATUS, "Child's Legal Status") in ("V3", "V4"):
        raise LeftOutError("short breaks")
    dates = _iso(
        looked_after_from=started,
        statutory_review=row.date("Date of Latest Statutory Review"),
        placement_from=row.date("Start Date of Most Recent Placement"),
    )
    return replace(case, category=case.area, dates=dates), age


def _education(row: Row) -> CaseListed:
    case, age = _in_care(row)
    if age is not None and not 3 <= age <= 18:
        raise LeftOutError("not aged 3 to 18")
    started = case.dates.get("looked after from")
    if started and working_days.between(date.fromisoformat(started), row.listed_on) < 10:
        raise LeftOutError("looked after for under 10 working days")
    return case


def _pathway_in_care(row: Row) -> CaseListed:
    case, age = _in_care(row)
    if age not in (16, 17):
        raise LeftOutError("not aged 16 or 17")
    return replace(case, category="looked after, 16 or 17")


def _care_leaver(row: Row) -> CaseListed:
    if "died" in fold(row.cell("LA In Touch")):
        raise LeftOutError("died")
    row.code(IN_TOUCH, "LA In Touch")
    case = _common(row)
    category = row.code(ELIGIBILITY, _ELIGIBLE)
    dates = _iso(latest_review=row.date("Latest Pathway Plan Review Date"))
    return replace(case, category=category, dates=dates)


def _in_need(row: Row) -> CaseListed:
    status = row.code(STATUS, "Case status")
    if status == "closed" or row.is_over("CIN Closure Date"):
        raise LeftOutError("closed")
    return replace(_common(row), category=status, dates=_iso(in_need_from=row.date(_IN_NEED)))


def _need_plan(row: Row) -> CaseListed:
    case = _in_need(row)
    if case.category != "child in need plan":
        raise LeftOutError("no child in need plan: see the lists of plans and of children in care")
    return case


def _protection_plan(row: Row) -> CaseListed:
    if row.is_over("Child Protection Plan End Date"):
        raise LeftOutError("plan ended")
    dates = _iso(
        plan_from=row.date(_PROTECTED), review_conference=row.date("Date of latest review conference")
    )
    return replace(_common(row), category="child protection plan", dates=dates)


def _care_plan(row: Row) -> CaseListed:
    return replace(_in_care(row)[0], category="looked after")


def any_case(row: Row) -> CaseListed:
    """Read a row of a list that is no Annex A list."""
    return replace(_common(row, row.event(*EVENT)), category=row.text(*CATEGORY))


@dataclass(frozen=True)
class Source:
    """How a list is read for a theme. `telling` is a column that gives the list away by itself.

    `asked` says that it feeds its theme only where that is named: else each list would make many cases of a child.
    """

    number: int
    theme: str
    telling: str
    reads: Callable[[Row], CaseListed]
    asked: bool = False

    def feeds(self, theme: str) -> bool:
        """Whether it is read where this theme is named, or none is."""
        return theme == self.theme or not (theme or self.asked)

    @property
    def list_name(self) -> str:
        """What its list is called; empty where it is none of Annex A's."""
        return f"List {self.number}" if self.number else ""


#: The lists of Annex A (August 2019 and 2024 forms) that feed a theme.
SOURCES = (
    Source(4, IDENTITY, _ASSESSED, _assessment),
    Source(5, STRATEGY, _HELD, _enquiry),
    Source(8, EDUCATION, _LOOKED_AFTER, _education),
    Source(8, PATHWAY, _LOOKED_AFTER, _pathway_in_care),
    Source(9, PATHWAY, _ELIGIBLE, _care_leaver),
    Source(4, ASSESSMENTS, _ASSESSED, _assessment, asked=True),
    Source(6, PLANS, _IN_NEED, _need_plan, asked=True),
    Source(7, PLANS, _PROTECTED, _protection_plan, asked=True),
    Source(8, PLANS, _LOOKED_AFTER, _care_plan, asked=True),
    Source(6, SUPERVISION, _IN_NEED, _in_need, asked=True),
    Source(6, RECORD, _IN_NEED, _in_need, asked=True),
)
#: What a list cannot show, by its number.
CANNOT_SHOW = {
    4: "List 4 holds assessments under sections 17 and 47; others (before birth, fostering, early help) are not in it.",
    5: (
        "List 5 holds enquiries: a discussion that led to none, or that was never held, is not in it. Contacts, referrals or"
        " police notifications, as a list of their own, show those: --list 3, or a plain list with --checklist."
    ),
    9: "List 9 holds who receives leaving care services now; who was never offered them is not in it.",
}
