"""What one bad answer does to an otherwise best audit, item by item: the tables of docs/checklists.md, worked out again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditui.core import kinds
from auditui.core.audits.answer import Answer, not_recorded
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import Checklist, Item
from auditui.core.kinds.count_pair import counted
from auditui.core.kinds.interval import dated
from auditui.core.kinds.several import chosen
from auditui.core.scale import FOUR_WORDS
from made import SHIPPED, best, shipped

DOCUMENT = (Path(__file__).parents[2] / "docs" / "caps.md").read_text("utf-8")
checklists = pytest.mark.parametrize("checklist", [shipped(name) for name in SHIPPED], ids=SHIPPED)


def worst(item: Item) -> Answer:
    if item.kind == "interval":
        return dated(item, date(2020, 1, 1), date(2026, 1, 1))
    if item.kind == "count-pair":
        return counted(item, 0, 1)
    return chosen(item, []) if item.kind == "several" else kinds.choose(item, item.options[-1].id)


def with_one(checklist: Checklist, item: Item, answer: Answer) -> tuple[float, str, bool]:
    scored = score(checklist, {other.id: best(other) for other in checklist.items} | {item.id: answer})
    assert scored.percent is not None
    return scored.percent, scored.indicated or "", bool(scored.caps)


def rows(checklist: Checklist) -> list[str]:
    lines = []
    for item in checklist.items:
        percent, grade, capped = with_one(checklist, item, worst(item))
        without = with_one(checklist, item, not_recorded(item))[1:] if item.not_recorded else (grade, capped)
        because = item.limiting.because if item.limiting else ""
        also = (
            "" if without == (grade, capped) else f"; not recorded: {FOUR_WORDS.in_lists(without[0])}, capped"
        )
        safe = "yes" if item.ask_if_safe else ""
        shown = f"{int(percent * 10 + 0.5) / 10:.1f} %"  # half a tenth goes up, as everywhere
        cap = ("capped" if capped else "") + also
        lines.append(
            f"| {item.title} | {shown} | {FOUR_WORDS.in_lists(grade)} | {cap.lstrip('; ')} | {because} | {safe} |"
        )
    return lines


@checklists
def test_the_table_of_caps_is_what_the_score_makes(checklist: Checklist) -> None:
    part = DOCUMENT.partition(f"## {checklist.title}\n")[2].partition("\n## ")[0]
    assert [line for line in part.splitlines() if line.startswith("| ")][1:] == rows(checklist)


@checklists
def test_a_failing_that_harms_never_leaves_a_file_good(checklist: Checklist) -> None:
    for item in checklist.items:
        if item.ask_if_safe and item.limiting and item.kind != "interval":
            assert with_one(checklist, item, worst(item))[1:] == ("requires-improvement", True), item.id


@pytest.mark.parametrize(
    ("name", "item", "value", "grade"),
    [
        ("strategy-discussion", "health-involvement", "gave-information", "good"),
        ("strategy-discussion", "health-involvement", "invited-absent", "requires-improvement"),
        ("strategy-discussion", "decision-reasoned", "not-met", "requires-improvement"),
        ("strategy-discussion", "child-voice", "not-met", "requires-improvement"),
        ("culture-and-identity", "no-assumptions", "not-met", "requires-improvement"),
        ("culture-and-identity", "child-own-words", "not-met", "requires-improvement"),
        ("culture-and-identity", "interpreter-independent", "put-right", "outstanding"),
        ("culture-and-identity", "background-considered", "partly-met", "outstanding"),
        ("personal-education-plan", "right-people", "not-met", "requires-improvement"),
        ("personal-education-plan", "plan-current", "one-missed", "outstanding"),
        ("personal-education-plan", "plan-current", "old", "requires-improvement"),
        ("pathway-plan", "category-and-adviser", "not-met", "requires-improvement"),
    ],
)
def test_what_one_answer_makes_of_an_otherwise_best_file(
    name: str, item: str, value: str, grade: str
) -> None:
    checklist = shipped(name)
    asked = checklist.item(item)
    assert asked is not None
    assert with_one(checklist, asked, kinds.choose(asked, value))[1] == grade


def test_a_review_a_day_late_does_not_sink_a_plan_and_no_review_at_all_does() -> None:
    checklist = shipped("pathway-plan")
    item = checklist.item("review-in-time")
    assert item is not None
    late = dated(item, date(2026, 3, 3), date(2026, 9, 4))
    assert late.value == "late"
    assert with_one(checklist, item, late)[1] == "outstanding"
    assert with_one(checklist, item, not_recorded(item))[1:] == ("requires-improvement", True)
