"""Any that apply from a list: how they are typed, what they come to, and what they are counted as."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits.answer import Answer
from auditui.core.audits.contribution import contribution
from auditui.core.audits.entries import AnswerGiven, AuditFinished, AuditStarted
from auditui.core.audits.score import results_of, score
from auditui.core.checklists.checklist import Item
from auditui.core.checklists.comparison import differences
from auditui.core.checklists.file import ChecklistError, parse
from auditui.core.errors import AnswerError
from auditui.core.kinds.several import chosen
from made import SEVERAL, best, made_of, several


def agencies() -> Item:
    return several().items[0]


def typed(text: str) -> Answer:
    return kinds.of(agencies()).from_typing(agencies(), [text])


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("1 2", ["health", "police"]),
        ("2,1", ["health", "police"]),
        ("h e", ["health", "education"]),
        ("HEALTH pol", ["health", "police"]),
        ("he", ["health"]),
        ("h pr pr", ["health", "probation"]),
        ("-", []),
        ("none", []),
        ("0", []),
    ],
)
def test_those_there_are_typed_by_number_or_by_letters(text: str, there: list[str]) -> None:
    assert typed(text).detail == {"chosen": there}


def test_letters_may_stand_in_one_word_where_each_names_one() -> None:
    own = [choice for choice in agencies().own["choices"] if choice["id"] != "probation"]
    item = replace(agencies(), own={"choices": own})
    assert kinds.of(item).from_typing(item, ["eph"]).detail == {"chosen": ["health", "police", "education"]}


@pytest.mark.parametrize("text", ["", "p", "ph", "x", "5", "1 9", "99999999999999999999", "h -", "\u00b2"])
def test_what_names_none_or_more_than_one_is_refused(text: str) -> None:
    with pytest.raises(AnswerError):
        typed(text)


@pytest.mark.parametrize(
    ("there", "value"),
    [
        (["health", "police"], "all"),
        (["health", "police", "education"], "all"),
        (["police", "education", "probation"], "some"),
        (["education"], "none"),
        ([], "none"),
    ],
)
def test_points_follow_from_how_many_of_the_required_are_there(there: list[str], value: str) -> None:
    answer = chosen(agencies(), there)
    assert answer.value == value
    kinds.check(agencies(), answer)


@pytest.mark.parametrize(
    "answer",
    [
        Answer("agencies", "all"),
        Answer("agencies", "all", detail={"chosen": ["police"]}),
        Answer("agencies", "some", detail={"chosen": ["police", "police"]}),
        Answer("agencies", "some", detail={"chosen": ["police", "fire"]}),
        Answer("agencies", "some", detail={"chosen": "police"}),
        Answer("agencies", "some", detail={"chosen": ["police"], "more": 1}),
        Answer("agencies", "not-recorded", detail={"chosen": []}),
    ],
)
def test_an_answer_that_does_not_follow_is_refused(answer: Answer) -> None:
    with pytest.raises(AnswerError):
        kinds.check(agencies(), answer)


def test_what_is_behind_it_is_said() -> None:
    kind = kinds.of(agencies())
    assert kind.behind(agencies(), typed("h e")) == "Health, Education"
    assert kind.meaning(agencies(), typed("-")) == "none of them, none of the required"


def test_each_choice_is_counted_apart_and_adds_nothing_to_the_answers_counted() -> None:
    checklist = several()
    given = {"agencies": typed("h e"), "difference": best(checklist.items[1])}
    results = results_of(checklist, given)
    said = [AnswerGiven("a1", answer) for answer in given.values()]
    audit = made_of(AuditStarted("a1", "digest", "C-1", "North"), *said, AuditFinished("a1", results))
    added = contribution(audit, None)
    assert added is not None
    assert set(added.answers) == {
        ("agencies", "some", "not-met"),
        ("agencies", "health", "apart"),
        ("agencies", "education", "apart"),
        ("difference", "met", "met"),
    }
    assert added.sections[""] == (1, 2)
    assert score(checklist, given).possible == 4


def test_other_required_choices_end_the_comparison_and_more_choices_do_not() -> None:
    more = parse(
        SEVERAL.replace('"Probation" },', '"Probation" },\n  { id = "housing", label = "Housing" },'), "x"
    )
    (asked, _) = differences(several(), more)
    assert (asked.scale, asked.asks) == (False, True)
    other = parse(SEVERAL.replace('label = "Education"', 'label = "Education", required = true'), "x")
    (changed, _) = differences(several(), other)
    assert changed.scale
    assert changed.said == ("requires Health, Police, Education; required Health, Police",)


def test_a_list_without_a_required_choice_is_refused() -> None:
    with pytest.raises(ChecklistError, match="at least one choice must be required"):
        parse(SEVERAL.replace(", required = true", ""), "x")
