from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from auditui.core.errors import AuditError
from auditui.core.plan import Report, Reported, parse
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


EXAMPLE_HINT = "auditui plan --example shows one"
ONE, FIRST = "plan.toml, recommendation 1", "plan.toml, recommendation 1, measure 1"
REPORTING = '[[reporting]]\nto = "Board"\nnext = 2026-01-31\nevery = "week"\n[[recommendation]]'


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ('title = "Plan"', "title = 3", "plan.toml: title must be text in quotes", EXAMPLE_HINT),
        (
            *("owner", "ovner", f"{ONE}: unknown key 'ovner'"),
            (
                "Did you mean 'owner'? Known are title, checklist, owner, due, measure, finding, planned_audits,"
                " focus, story, partners, next"
            ),
        ),
        ("due = 2027-03-31", "", f"{ONE} lacks due", EXAMPLE_HINT),
        ('owner = "Head of service"\ndue = 2027-03-31', "", f"{ONE} lacks owner, due", EXAMPLE_HINT),
        ("2027-03-31", '"soon"', f"{ONE}: due must be a day such as 2026-03-31", EXAMPLE_HINT),
        ("2027-03-31", "2027-03-31T09:00:00", f"{ONE}: due must be a day such as 2026-03-31", EXAMPLE_HINT),
        ("2027-03-31", "09:00:00", f"{ONE}: due must be a day such as 2026-03-31", EXAMPLE_HINT),
        (
            *('asks = "how well"', 'asks = "how nice"', f"{FIRST}: asks is one of how well or better off"),
            "How much is counted from the audits",
        ),
        ("target = 85", "target = 101", f"{FIRST}: target is a percentage", "From 0 to 100"),
        ("target = 85", "target = -1", f"{FIRST}: target is a percentage", "From 0 to 100"),
        ("target = 85", "target = true", f"{FIRST}: target must be a number", EXAMPLE_HINT),
        ("target = 85", "goal = 85", f"{FIRST}: unknown key 'goal'", None),
        ("target = 85", f"{'k' * 50} = 85", f"{FIRST}: unknown key '{'k' * 39}…'", None),
        (
            *('item = "thread-through-contacts"', ""),
            f"{FIRST} is of an item, a section, all_items = true or judged_good = true, and of one only",
            "Name one",
        ),
        (
            *("[[recommendation]]", REPORTING),
            "plan.toml, reporting 1: every is one of month, quarter, half-year, year",
            "How often it is reported",
        ),
        (
            *('title = "Plan"', 'title = "Plan"\nreporting = 1'),
            "plan.toml: reporting is written [[reporting]]",
            EXAMPLE_HINT,
        ),
        (
            *('title = "Plan"', 'title = "Plan"\nreporting = [1]'),
            "plan.toml: reporting is written [[reporting]]",
            EXAMPLE_HINT,
        ),
        (
            *('title = "Plan"', 'title = "Plan"\nbaseline = "last year"'),
            "plan.toml: baseline is a month such as 2025-03",
            "History up to it is the baseline",
        ),
        (
            *("[[recommendation.measure]]", "[recommendation.measure]"),
            f"{ONE}: measure is written [[measure]]",
            EXAMPLE_HINT,
        ),
    ],
)
def test_what_is_wrong_in_a_plan_is_said_with_its_place_and_what_to_do(
    old: str, new: str, message: str, hint: str | None
) -> None:
    with pytest.raises(AuditError) as refused:
        parse(SMALL.replace(old, new, 1), "plan.toml")
    assert refused.value.message == message
    assert hint in (None, refused.value.hint)


@pytest.mark.parametrize("target", ["0", "100", "0.5"])
def test_a_target_may_be_any_percentage(target: str) -> None:
    plan = parse(SMALL.replace("target = 85", f"target = {target}"), "plan.toml")
    assert plan.recommendation[0].measure[0].target == float(target)


def test_a_plan_that_is_no_toml_or_has_no_recommendation_is_refused() -> None:
    with pytest.raises(AuditError) as refused:
        parse(SMALL.replace('title = "Plan"', "title ="), "plan.toml")
    assert refused.value.message == "plan.toml is not valid TOML: Invalid value (at line 2, column 8)"
    assert refused.value.hint == EXAMPLE_HINT
    with pytest.raises(AuditError) as refused:
        parse('title = "Plan"', "plan.toml")
    assert (refused.value.message, refused.value.hint) == ("plan.toml has no recommendation", EXAMPLE_HINT)


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


@pytest.mark.parametrize(
    ("reported", "left"),
    [
        ([], [date(2026, 9, 30), date(2026, 10, 30)]),
        ([date(2026, 9, 16)], [date(2026, 9, 30), date(2026, 10, 30)]),
        ([date(2026, 10, 1)], [date(2026, 10, 30)]),
        ([date(2026, 11, 2)], []),
        ([date(2026, 12, 2)], [date(2026, 9, 30), date(2026, 10, 30)]),
    ],
)
def test_planned_days_that_are_past_with_no_report_since_are_known(
    reported: list[date], left: list[date]
) -> None:
    report = Report("Scrutiny board", date(2026, 9, 30), "month", tuple(Reported(day) for day in reported))
    assert report.unreported(date(2026, 11, 30)) == left
