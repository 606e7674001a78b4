from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from auditui.core.errors import AuditError
from auditui.core.plan import Report, parse
from made import shipped

EXAMPLE = (files("auditui") / "improvement-plan.toml").read_text(encoding="utf-8")
SMALL = """
title = "Plan"
[[recommendation]]
title = "One"
checklist = "pathway-plan"
owner = "Head of service"
due = 2027-03-31
[[recommendation.measure]]
asks = "how well"
title = "Seen"
item = "thread-through-contacts"
target = 85
"""


def test_the_example_names_items_that_the_checklists_have() -> None:
    plan = parse(EXAMPLE, "example")
    assert [each.checklist for each in plan.recommendation] == [
        "strategy-discussion",
        "culture-and-identity",
        "personal-education-plan",
        "pathway-plan",
    ]
    for each in plan.recommendation:
        checklist = shipped(each.checklist)
        assert {measure.asks for measure in each.measure} == {"how well", "better off"}
        for measure in each.measure:
            assert not measure.item or checklist.item(measure.item)
            assert not measure.section or measure.section in {section.id for section in checklist.sections}


def test_seventy_working_days_are_counted_from_publication() -> None:
    # Published on 18 December 2018: day 70 is Friday 29 March 2019, three bank holidays between.
    plan = parse("published = 2018-12-18\n" + SMALL, "plan.toml")
    assert plan.response_counted == date(2019, 3, 29)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Plan"', "title = 3", "title must be text in quotes"),
        ("owner", "ovner", "recommendation 1: unknown key 'ovner'"),
        ("due = 2027-03-31", "", "recommendation 1 lacks due"),
        ("2027-03-31", '"soon"', "due must be a day"),
        ("2027-03-31", "2027-03-31T09:00:00", "due must be a day"),
        ("2027-03-31", "09:00:00", "due must be a day"),
        ('asks = "how well"', 'asks = "how nice"', "measure 1: asks is one of how well or better off"),
        ("target = 85", "target = 850", "target is a percentage"),
        ("target = 85", "target = true", "target must be a number"),
        ('item = "thread-through-contacts"', "", "of an item, a section, all_items = true or judged_good"),
        ('title = "Plan"', 'title = "Plan"\nbaseline = "last year"', "baseline is a month"),
        ("[[recommendation.measure]]", "[recommendation.measure]", r"written \[\[measure\]\]"),
        ('title = "Plan"', "title =", "not valid TOML"),
    ],
)
def test_what_is_wrong_in_a_plan_is_said_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(AuditError, match=said):
        parse(SMALL.replace(old, new, 1), "plan.toml")


def test_a_plan_without_recommendations_is_refused() -> None:
    with pytest.raises(AuditError, match="no recommendation"):
        parse('title = "Plan"', "plan.toml")


@pytest.mark.parametrize(
    ("planned", "every", "coming"),
    [
        (date(2026, 11, 24), "month", date(2026, 11, 24)),
        (date(2026, 10, 14), "month", date(2026, 12, 14)),
        (date(2026, 1, 31), "month", date(2026, 11, 30)),
        (date(2024, 2, 29), "year", date(2027, 2, 28)),
        (date(2026, 3, 1), "half-year", date(2027, 3, 1)),
        (date(2027, 1, 20), "quarter", date(2027, 1, 20)),
    ],
)
def test_a_day_of_reporting_that_is_past_is_counted_on(planned: date, every: str, coming: date) -> None:
    assert Report("Scrutiny board", planned, every).coming(date(2026, 11, 24)) == coming
