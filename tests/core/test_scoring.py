from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits.answer import Answer
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import Checklist, Item, Thresholds
from auditui.core.checklists.file import parse
from auditui.core.scale import FOUR_WORDS
from made import AT_75_PERCENT, CONDITIONAL, SHIPPED, answered, answers_to, best, shipped, small

checklists = st.sampled_from(SHIPPED).map(shipped)


@given(checklists.flatmap(lambda c: st.tuples(st.just(c), answered(c))))
def test_the_explained_sum_equals_the_score(case: tuple[Checklist, dict[str, Answer]]) -> None:
    checklist, given_ = case
    scored = score(checklist, given_)
    earned = sum((line.earned for line in scored.lines), Fraction(0))
    possible = sum((line.possible for line in scored.lines), Fraction(0))
    assert scored.share == (earned / possible if possible else None)
    assert all((line.possible == 0) == bool(line.why_not) for line in scored.lines)
    assert all(0 <= line.earned <= line.possible <= line.item.weight for line in scored.lines)


@given(checklists.flatmap(lambda c: st.tuples(st.just(c), answered(c), st.sampled_from(c.items))))
def test_not_applicable_and_could_not_see_change_no_other_items_part(
    case: tuple[Checklist, dict[str, Answer], Item],
) -> None:
    checklist, given_, item = case
    outside = answers.could_not_see(item)
    if item.not_applicable:
        outside = answers.not_applicable(item, item.not_applicable[0])
    before = {line.item.id: line for line in score(checklist, given_).lines}
    after = {line.item.id: line for line in score(checklist, given_ | {outside.item: outside}).lines}
    assert after.pop(outside.item).possible == 0
    assert after == {key: line for key, line in before.items() if key != outside.item}


@given(checklists.flatmap(lambda c: st.tuples(st.just(c), answered(c))))
def test_a_limiting_item_caps_and_never_lifts(case: tuple[Checklist, dict[str, Answer]]) -> None:
    checklist, given_ = case
    free = replace(
        checklist,
        sections=tuple(
            replace(s, items=tuple(replace(item, limiting=None) for item in s.items))
            for s in checklist.sections
        ),
    )
    capped, uncapped = score(checklist, given_), score(free, given_)
    assert capped.share == uncapped.share
    if capped.indicated and uncapped.indicated:
        assert FOUR_WORDS.rank(capped.indicated) <= FOUR_WORDS.rank(uncapped.indicated)
        assert (capped.indicated == uncapped.indicated) or capped.caps


@pytest.mark.parametrize("checklist_id", SHIPPED)
def test_the_best_answers_everywhere_indicate_outstanding(checklist_id: str) -> None:
    checklist = shipped(checklist_id)
    scored = score(checklist, {item.id: best(item) for item in checklist.items})
    assert scored.percent == 100
    assert scored.indicated == "outstanding"


def _small(reason: Answer | None, difference: Answer | None) -> dict[str, Answer]:
    return {given_.item: given_ for given_ in (reason, difference) if given_}


def test_a_worked_sum() -> None:
    # Partly met at weight 1 earns 1/2 of 1, met at weight 3 earns 3 of 3: 3.5 of 4 is 87.5 %.
    one, two = small().items
    scored = score(small(), _small(kinds.choose(one, "partly-met"), kinds.choose(two, "met")))
    assert (scored.earned, scored.possible, scored.percent) == (Fraction(7, 2), Fraction(4), 87.5)
    assert scored.indicated == "good"


def test_not_recorded_counts_as_no_points_and_triggers_a_limit() -> None:
    one, two = small().items
    scored = score(small(), _small(answers.not_recorded(one), kinds.choose(two, "met")))
    assert (scored.earned, scored.possible) == (Fraction(3), Fraction(4))
    assert scored.reached == "good"
    assert scored.indicated == "requires-improvement"
    assert [cap.item.id for cap in scored.caps] == ["reason"]


@pytest.mark.parametrize("nothing", ["not-applicable", "could-not-see"])
def test_what_leaves_the_sum_triggers_no_limit(nothing: str) -> None:
    one, two = small().items
    outside = (
        answers.could_not_see(one)
        if nothing == "could-not-see"
        else answers.not_applicable(one, one.not_applicable[0])
    )
    scored = score(small(), _small(outside, kinds.choose(two, "met")))
    assert scored.indicated == "outstanding"
    assert not scored.caps


def test_a_blank_counts_nowhere_and_nothing_is_indicated_by_nothing() -> None:
    scored = score(small(), {})
    assert scored.share is None
    assert scored.percent is None
    assert scored.indicated is None


def test_outstanding_needs_the_difference_made() -> None:
    # 10 of the weight 13 would be met: the needed item holds the grade at good even from 90 %.
    checklist = shipped("strategy-discussion")
    given_ = {item.id: best(item) for item in checklist.items}
    item = checklist.item("difference-for-child")
    assert item is not None
    scored = score(checklist, given_ | {item.id: kinds.choose(item, "partly-met")})
    assert scored.percent is not None
    assert scored.percent >= 90
    assert scored.indicated == "good"
    assert [missed.id for missed in scored.missed] == ["difference-for-child"]


@pytest.mark.parametrize(("outstanding", "good", "improvement", "indicated"), AT_75_PERCENT)
def test_a_grade_is_reached_at_its_threshold(
    outstanding: int, good: int, improvement: int, indicated: str
) -> None:
    limits = Thresholds((("outstanding", outstanding), ("good", good), ("requires-improvement", improvement)))
    free = [replace(item, limiting=None) for item in small().items]
    section = replace(small().sections[0], items=tuple(free))
    checklist = replace(small(), indicated=limits, sections=(section,))
    one, two = checklist.items
    scored = score(checklist, _small(answers.not_recorded(one), kinds.choose(two, "met")))
    assert (scored.percent, scored.indicated) == (75, indicated)


@given(st.data())
def test_each_item_is_worth_its_weight_at_best_whatever_its_kind(data: st.DataObject) -> None:
    checklist = shipped(data.draw(st.sampled_from(SHIPPED)))
    item = data.draw(st.sampled_from(checklist.items))
    (line,) = [
        line for line in score(checklist, {item.id: data.draw(answers_to(item))}).lines if line.item == item
    ]
    assert line.possible in (0, item.weight)


def test_an_item_that_is_not_asked_is_a_line_that_says_so_and_counts_nowhere() -> None:
    checklist = parse(CONDITIONAL, "conditional.toml")
    on_time, why_late, _, difference = checklist.items
    given_ = {
        on_time.id: kinds.choose(on_time, "yes"),
        why_late.id: kinds.choose(why_late, "not-met"),
        difference.id: kinds.choose(difference, "met"),
    }
    line = score(checklist, given_).lines[1]
    assert (line.item, line.answer) == (why_late, given_[why_late.id])
    assert not line.earned
    assert not line.possible
    assert line.why_not == f"asked only if {checklist.condition_in_words(why_late)}"
    assert score(checklist, given_).percent == 100


def test_each_line_has_its_answer_and_says_why_it_does_not_count() -> None:
    one, two = small().items
    unseen, met = answers.could_not_see(one), kinds.choose(two, "met")
    first, second = score(small(), _small(unseen, met)).lines
    assert (first.answer, first.why_not) == (unseen, "could not see")
    assert (second.answer, second.why_not) == (met, "")
    blank, _ = score(small(), _small(None, met)).lines
    assert (blank.answer, blank.why_not) == (None, "not answered yet")


def test_a_cap_says_because_of_what() -> None:
    one, two = small().items
    (cap,) = score(small(), _small(kinds.choose(one, "not-met"), kinds.choose(two, "met"))).caps
    assert (cap.item, cap.grade, cap.because) == (one, "requires-improvement", "without it nothing follows")


def test_an_aspect_has_a_score_over_its_own_items() -> None:
    (section,) = small().sections
    one, two = replace(section.items[0], aspect="compliance"), section.items[1]
    checklist = replace(small(), sections=(replace(section, items=(one, two)),))
    scored = score(checklist, _small(kinds.choose(one, "partly-met"), kinds.choose(two, "partly-met")))
    assert scored.of_aspect("compliance") == Fraction(1, 2)
    assert scored.of_aspect("quality") == Fraction(1, 2)
    assert isinstance(scored.earned, Fraction)
    assert score(checklist, {}).of_aspect("quality") is None
    assert scored.of_aspect("none") is None
