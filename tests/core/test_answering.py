"""From keys to answers, and what is said where an item has no such answer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import answering
from auditui.core.audits.answer import Answer, not_applicable, not_recorded
from auditui.core.checklists.checklist import Item, Option
from auditui.core.errors import AnswerError
from made import shipped, small

RATED = small().items[0]
YES_NO = replace(RATED, kind="yes-no", options=(Option("yes", "Yes", 2, ""), Option("no", "No", 0, "")))
TEXT = Item("story", "Story", "What happened?", "text", not_recorded=False)
CHANGE = next(item for item in shipped("pathway-plan").items if item.id == "review-after-change")


def test_the_best_answer_has_the_highest_digit() -> None:
    assert [answering.digit_of(RATED, value) for value in ("met", "partly-met", "not-met", "could-not-see")] == [
        "3", "2", "1", "",
    ]  # fmt: skip
    for digit in (1, 2, 3):
        answer = answering.by_digit(RATED, digit)
        assert answering.digit_of(RATED, answer.value) == str(digit)


@pytest.mark.parametrize(
    ("item", "digit", "message"),
    [
        (RATED, 0, "No answer has the key 0 here. This item's keys are 1 to 3"),
        (RATED, 4, "No answer has the key 4 here. This item's keys are 1 to 3"),
        (CHANGE, 1, "No answer has the key 1 here. It is typed"),
        (TEXT, 1, "No answer has the key 1 here. It is typed"),
    ],
)
def test_a_digit_that_is_no_key_is_refused(item: Item, digit: int, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        answering.by_digit(item, digit)
    assert str(caught.value) == message


def test_not_applicable_asks_for_its_reason_where_it_is_not_certain() -> None:
    one, two = ("No reason is needed",), ("No reason is needed", "Another")
    assert not answering.asks_reason(RATED)
    assert answering.asks_reason(replace(RATED, not_applicable=two))
    assert answering.asks_reason(replace(YES_NO, not_applicable=one)), "n could be meant as no"
    assert not answering.asks_reason(replace(YES_NO, not_applicable=()))
    several_reasons = replace(RATED, not_applicable=two)
    assert answering.by_reason(several_reasons).reason == two[0]
    assert answering.by_reason(several_reasons, 2).reason == two[1]
    for number in (0, 3):
        with pytest.raises(AnswerError) as caught:
            answering.by_reason(several_reasons, number)
        assert str(caught.value) == f"There is no reason {number}. The reasons are 1 to 2"
    with pytest.raises(
        AnswerError, match=r"applies to every file\. Its keys are 3 Met, 2 Partly met, 1 Not met"
    ):
        answering.by_reason(replace(RATED, not_applicable=()))


def test_what_is_said_where_an_item_has_no_such_answer() -> None:
    for wrong, message in (
        (lambda: kinds.choose(CHANGE, "all"), f"{CHANGE.title} is answered with its counts"),
        (lambda: kinds.choose(RATED, "x"), "Reason has no answer 'x'. It has met, partly-met, not-met"),
        (lambda: not_recorded(replace(RATED, not_recorded=False)), "Reason has its own answer for what is not recorded. It has Met, Partly met, Not met"),
        (lambda: not_applicable(RATED, "x"), "That is no reason Reason may be not applicable. Choose one it lists"),
        (lambda: not_applicable(replace(RATED, not_applicable=()), "x"), "Reason applies to every file. Answer with Met, Partly met, Not met"),
        (lambda: kinds.check(RATED, Answer("other", "met")), "An answer to other does not answer reason"),
        (lambda: kinds.check(RATED, Answer("reason", "met", "why")), "The answer to Reason does not follow from what was entered"),
        (lambda: kinds.check(TEXT, Answer("story", "met")), "Story is answered in words only"),
    ):  # fmt: skip
        with pytest.raises(AnswerError) as caught:
            wrong()
        assert str(caught.value) == message
