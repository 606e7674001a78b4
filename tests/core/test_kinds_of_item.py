"""What each kind of item asks to be typed, reads, says and makes up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits.answer import Answer, could_not_see, not_applicable, not_recorded
from auditui.core.checklists.checklist import Item, Option
from auditui.core.errors import AnswerError
from auditui.core.kinds.count_pair import counted, judged
from auditui.core.kinds.interval import dated
from auditui.core.kinds.kind import Kind
from auditui.core.kinds.several import chosen
from made import best, several, shipped, small, with_options

RATED = small().items[0]
AGENCIES = several().items[0]
STANDARDS = (Option("a", "A", 2, ""), Option("b", "B", 0, ""))


def item(checklist_id: str, item_id: str) -> Item:
    found = shipped(checklist_id).item(item_id)
    assert found is not None
    return found


CONFERENCE = item("strategy-discussion", "conference-in-time")
SMART = item("personal-education-plan", "targets-smart")
CHANGE = item("pathway-plan", "review-after-change")
YES_NO = replace(RATED, kind="yes-no", options=(Option("yes", "Yes", 2, ""), Option("no", "No", 0, "")))
TEXT = Item("story", "Story", "What happened?", "text", not_recorded=False)
EVERY = (RATED, YES_NO, CONFERENCE, SMART, CHANGE, AGENCIES)
MARCH = date(2026, 3, 2), date(2026, 3, 24)


def refused(item: Item, typed: Sequence[Any]) -> str:
    with pytest.raises(AnswerError) as caught:
        kinds.of(item).from_typing(item, typed)
    return str(caught.value)


# What is typed.


def test_what_is_asked_to_be_typed() -> None:
    words = {item.id: [prompt.words for prompt in kinds.of(item).prompts(item)] for item in EVERY}
    assert words == {
        "reason": [],
        "conference-in-time": [f"Date of: {CONFERENCE.own['start']}", f"Date of: {CONFERENCE.own['end']}"],
        "targets-smart": [
            (
                f"A word for each of the {SMART.own['out_of']}: the letters that hold"
                f" ({', '.join(SMART.own['criteria'])}), - for none: smart sm -"
            )
        ],
        "review-after-change": [f"{CHANGE.own['counted']} of {CHANGE.own['out_of']}: 2 of 3"],
        "agencies": [
            (
                "1 Health*, 2 Police*, 3 Education, 4 Probation (* required). Those that are there, by number or first"
                " letters, - for none"
            )
        ],
    }
    assert [prompt.is_date for item in EVERY for prompt in kinds.of(item).prompts(item)] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_hint_says_what_is_typed_and_nothing_where_a_digit_answers() -> None:
    assert {item.id: kinds.of(item).typing_hint(item) for item in EVERY} == {
        "reason": "", "conference-in-time": "the two dates", "targets-smart": "for each one the letters that hold",
        "review-after-change": "counts such as 2 of 3", "agencies": "those that are there",
    }  # fmt: skip
    assert [kinds.of(item).takes_digits for item in (*EVERY, TEXT)] == [True, True, *[False] * 5]


@pytest.mark.parametrize("typed", ["2 of 3", "2/3", " 2   of 3 ", "2 3"])
def test_counts_are_typed_in_several_ways(typed: str) -> None:
    assert kinds.of(CHANGE).from_typing(CHANGE, [typed]) == counted(CHANGE, 2, 3)


@pytest.mark.parametrize("typed", ["", "2", "1 of 2 of 3", "a of b", "2 of -3", "2 of ٣", "2 of 10000"])
def test_what_is_no_pair_of_counts_is_refused(typed: str) -> None:
    assert refused(CHANGE, [typed]) == "Two numbers are needed. Type 2 of 3, or 0 of 0 if there were none"


def test_long_counts_are_read() -> None:
    assert kinds.of(CHANGE).from_typing(CHANGE, ["9999/9999"]) == counted(CHANGE, 9999, 9999)


def test_typed_dates_and_words_are_answers() -> None:
    assert kinds.of(CONFERENCE).from_typing(CONFERENCE, MARCH) == dated(CONFERENCE, *MARCH)
    assert kinds.of(SMART).from_typing(SMART, ["smart  sm -"]) == judged(SMART, ["smart", "sm", "-"])
    assert refused(RATED, ["x"]) == "Reason is not answered by typing. It has met, partly-met, not-met"


def test_what_names_no_choice_says_which_there_are() -> None:
    assert refused(AGENCIES, ["  "]) == "Nothing was typed. Type - if none was there"
    assert refused(AGENCIES, ["x"]) == (
        "'x' names none of them, or more than one. There are Health, Police, Education, Probation"
    )
    long = refused(AGENCIES, ["x" * 50])
    assert f"'{'x' * 20}' names" in long
    assert kinds.of(AGENCIES).from_typing(AGENCIES, ["4"]).detail == {"chosen": ["probation"]}
    assert "names none" in refused(AGENCIES, ["001"]), "longer than the number of any choice"


# What follows from a detail of plain values.


@pytest.mark.parametrize(
    ("item", "detail", "message"),
    [
        (CHANGE, {"counted": 1}, f"{CHANGE.title} needs whole numbers in counted and out_of"),
        (CHANGE, {"counted": 1, "out_of": True}, f"{CHANGE.title} needs whole numbers in counted and out_of"),
        (CHANGE, {"each": "smart"}, f"{CHANGE.title} needs a list of words in each"),
        (CHANGE, {"each": [1]}, f"{CHANGE.title} needs a list of words in each"),
        (CHANGE, {"each": ["x"]}, f"{CHANGE.title} is not judged one by one"),
        (SMART, {"each": ["smx"]}, "'smx' has letters other than smart. A word each, for example smart -"),
        (CONFERENCE, {"start": "2026-03-02"}, f"{CONFERENCE.title} needs a start and an end. Dates such as 2026-03-02"),
        (CONFERENCE, {"start": "x", "end": "y"}, f"{CONFERENCE.title} needs a start and an end. Dates such as 2026-03-02"),
        (CONFERENCE, {"start": 5, "end": 6}, f"{CONFERENCE.title} needs a start and an end. Dates such as 2026-03-02"),
        (
            CONFERENCE,
            {"start": "2026-03-02", "end": "2026-03-01"},
            f"1 Mar 2026 is before 2 Mar 2026. First {CONFERENCE.own['start']}, then {CONFERENCE.own['end']}",
        ),
        (AGENCIES, {"chosen": "health"}, "Agencies needs a list of choices in chosen"),
        (AGENCIES, {"chosen": [5]}, "Agencies needs a list of choices in chosen"),
        (AGENCIES, {"chosen": ["x" * 50]}, f"Agencies has no choice '{'x' * 40}'. It has health, police, education, probation"),
        (AGENCIES, {"other": 5, "chosen": []}, "Agencies is not answered with 'other'. It has all, some, none"),
        (AGENCIES, {"y" * 50: 5}, f"Agencies is not answered with '{'y' * 40}'. It has all, some, none"),
    ],
)  # fmt: skip
def test_a_detail_that_cannot_be_is_refused_in_a_line(
    item: Item, detail: dict[str, Any], message: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        kinds.of(item).from_detail(item, detail)
    assert str(caught.value) == message


@given(st.sampled_from(EVERY), st.floats(-3, 3), st.integers(0, 2**32))
def test_a_made_up_answer_is_one_that_follows_from_its_detail(item: Item, lean: float, seed: int) -> None:
    kind = kinds.of(item)
    answer = kind.draw(item, Random(seed), lean, date(2026, 6, 1))
    kinds.check(item, answer)
    assert answer == kind.draw(item, Random(seed), lean, date(2026, 6, 1))
    if answer.detail:
        assert kind.from_detail(item, answer.detail) == answer


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.id + item.kind)
def test_made_up_answers_are_good_as_far_as_they_lean(item: Item) -> None:
    chance = Random(7)

    def share(lean: float) -> float:
        drawn = [kinds.of(item).draw(item, chance, lean, date(2026, 6, 1)) for _ in range(120)]
        return sum(answer.value == item.options[0].id for answer in drawn) / 120

    assert share(4) > 0.7
    assert share(4) > share(0) > share(-4)
    assert 0 < share(0) < 1
    assert share(-4) < 0.4


def test_counts_follow_from_how_many_of_how_many() -> None:
    assert [counted(CHANGE, number, 4).value for number in range(5)] == [
        "fewer", "fewer", "at-least-half", "at-least-half", "all",
    ]  # fmt: skip
    none = counted(CHANGE, 0, 0)
    assert (none.value, none.reason) == ("not-applicable", CHANGE.not_applicable[0])
    with pytest.raises(AnswerError) as caught:
        counted(replace(CHANGE, not_applicable=()), 0, 0)
    assert str(caught.value) == f"{CHANGE.title} needs at least one to count"
    with pytest.raises(AnswerError) as caught:
        counted(CHANGE, 3, 2)
    assert (
        str(caught.value)
        == f"3 of 2 cannot be. Type {CHANGE.own['counted']}, then {CHANGE.own['out_of']}: 2 of 3"
    )
    with pytest.raises(AnswerError):
        counted(CHANGE, -1, 2)


# What stands behind an answer, and what it means.


@pytest.mark.parametrize(
    ("item", "answer", "behind", "meaning"),
    [
        (RATED, best(RATED), "", ", met"),
        (RATED, not_recorded(RATED), "", ", not recorded"),
        (RATED, not_applicable(RATED, "No reason is needed"), "No reason is needed", "not applicable: No reason is needed"),
        (CHANGE, counted(CHANGE, 2, 3), "2 of 3", "2 of 3, at least half"),
        (CHANGE, counted(CHANGE, 0, 0), CHANGE.not_applicable[0], f"not applicable: {CHANGE.not_applicable[0]}"),
        (SMART, judged(SMART, ["smart", "-"]), "1 of 2 (smart -)", "1 of 2 (smart -), at least half"),
        (CONFERENCE, could_not_see(CONFERENCE), "", ", could not see"),
        (
            CONFERENCE, dated(CONFERENCE, *MARCH),
            "2 Mar 2026 to 24 Mar 2026: 16 working days, limit 15, last day in time 23 Mar 2026, late",
            "16 working days, limit 15, last day in time 23 Mar 2026, late (the day after is day 1)",
        ),
        (
            CONFERENCE, dated(CONFERENCE, date(2026, 4, 1), date(2026, 4, 8)),
            "1 Apr 2026 to 8 Apr 2026: 3 working days, limit 15, in time",
            ("3 working days, limit 15, in time (the day after is day 1; passed over 3 Apr 2026, Good Friday;"
            " passed over 6 Apr 2026, Easter Monday)"),
        ),
        (AGENCIES, chosen(AGENCIES, ["health", "education"]), "Health, Education", "Health, Education, some of the required"),
        (AGENCIES, chosen(AGENCIES, []), "none of them", "none of them, none of the required"),
        (AGENCIES, could_not_see(AGENCIES), "", ", could not see"),
        # What no door here would have let in is said as it is.
        (CONFERENCE, Answer("x", "late", detail={"start": "2026", "end": "x"}), "end x, start 2026", "end x, start 2026"),
        (CHANGE, Answer("x", "all", detail={"out_of": 3}), "out_of 3", "out_of 3"),
    ],
    ids=lambda value: "" if isinstance(value, str) else getattr(value, "value", getattr(value, "id", "")),
)  # fmt: skip
def test_what_stands_behind_an_answer_is_said(item: Item, answer: Answer, behind: str, meaning: str) -> None:
    assert kinds.behind(item, answer) == behind
    assert kinds.meaning(item, answer) == meaning


def test_what_a_page_says_around_the_answers() -> None:
    own = CONFERENCE.own
    limit = dict(kinds.of(CONFERENCE).beside(CONFERENCE))["Limit"]
    assert limit.startswith("15 working days, the day after is day 1; ")
    assert list(kinds.of(CONFERENCE).facts(CONFERENCE)) == [
        ("From", own["start"]),
        ("To", own["end"]),
        ("Limit", limit),
    ]
    assert list(kinds.of(CHANGE).facts(CHANGE)) == [
        ("Counted", f"{CHANGE.own['counted']}, of {CHANGE.own['out_of']}")
    ]
    assert list(kinds.of(SMART).facts(SMART))[1] == ("Each judged on", "; ".join(SMART.own["criteria"]))
    assert list(kinds.of(AGENCIES).facts(AGENCIES)) == [
        ("Required", "Health, Police"),
        ("Others", "Education, Probation"),
    ]
    only = replace(
        AGENCIES, own={"choices": [choice for choice in AGENCIES.own["choices"] if choice["required"]]}
    )
    assert list(kinds.of(only).facts(only)) == [("Required", "Health, Police")]
    assert [
        list(kinds.of(item).facts(item)) + list(kinds.of(item).beside(item)) for item in (RATED, TEXT)
    ] == [[], []]
    assert dict(kinds.of(AGENCIES).apart(AGENCIES))["education"] == "Education"
    assert not kinds.of(RATED).apart(RATED)


def test_dates_are_taken_as_they_were_counted_when_they_were_entered() -> None:
    late = dated(CONFERENCE, *MARCH)
    kinds.check(CONFERENCE, replace(late, value="in-time"))
    with pytest.raises(AnswerError):
        kinds.check(CONFERENCE, replace(late, value="in-time", reason="x"))
    with pytest.raises(AnswerError):
        kinds.check(CONFERENCE, replace(late, value="splendid"))
    with pytest.raises(AnswerError):
        kinds.check(CONFERENCE, Answer("conference-in-time", "in-time"))


def test_the_answers_of_a_kind_have_their_points() -> None:
    points = {
        name: [offer[2] for offer in kind.offers({"options": []})] for name, kind in kinds.KINDS.items()
    }
    assert points == {
        "rated": [2, 1, 0], "yes-no": [2, 0], "graded": [3, 2, 1, 0], "choice": [], "interval": [2, 0],
        "count-pair": [2, 1, 0], "several": [2, 1, 0], "text": [],
    }  # fmt: skip
    assert isinstance(kinds.of(with_options(RATED, *STANDARDS)), Kind)
