from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core import kinds
from auditui.core.audits.answer import Answer
from auditui.core.audits.codec import decode, encode
from auditui.core.audits.entries import AnswerGiven
from auditui.core.checklists.checklist import Item
from auditui.core.errors import AnswerError
from auditui.core.kinds.count_pair import counted, judged
from auditui.core.kinds.interval import dated
from made import SHIPPED, answers_to, several, shipped

items = st.sampled_from(
    [item for checklist in (*map(shipped, SHIPPED), several()) for item in checklist.items]
)


def item(checklist_id: str, item_id: str) -> Item:
    found = shipped(checklist_id).item(item_id)
    assert found is not None
    return found


@given(items.flatmap(lambda each: st.tuples(st.just(each), answers_to(each))))
def test_every_answer_an_item_offers_is_one_it_accepts_and_reads_back(case: tuple[Item, Answer]) -> None:
    asked, given_ = case
    kinds.check(asked, given_)
    entry = AnswerGiven("a", given_)
    assert decode(entry.kind, "a", encode(entry)) == entry


@pytest.mark.parametrize(
    "wrong",
    [
        Answer("health-involvement", "met"),
        Answer("health-involvement", "not-recorded"),
        Answer("health-involvement", "not-applicable", "No health involvement"),
        Answer("health-involvement", "took-part", reason="because"),
        Answer("child-voice", "took-part"),
    ],
)
def test_an_answer_the_item_does_not_offer_is_refused(wrong: Answer) -> None:
    with pytest.raises(AnswerError):
        kinds.check(item("strategy-discussion", "health-involvement"), wrong)


def test_dates_decide_whether_it_was_in_time() -> None:
    conference = item("strategy-discussion", "conference-in-time")
    assert dated(conference, date(2026, 3, 2), date(2026, 3, 23)).value == "in-time"
    assert dated(conference, date(2026, 3, 2), date(2026, 3, 24)).value == "late"
    with pytest.raises(AnswerError, match="is before"):
        dated(conference, date(2026, 3, 2), date(2026, 3, 1))


def test_targets_are_judged_one_by_one() -> None:
    smart = item("personal-education-plan", "targets-smart")
    given_ = judged(smart, ["SMTO", "tom", "-"])
    assert given_.value == "fewer"
    assert given_.detail == {"counted": 1, "out_of": 3, "each": ["smto", "mto", "-"]}
    with pytest.raises(AnswerError, match="other than smto"):
        judged(smart, ["smtx"])


def test_none_of_none_is_not_applicable() -> None:
    change = item("pathway-plan", "review-after-change")
    assert counted(change, 0, 0).value == "not-applicable"
    assert counted(change, 2, 4).value == "at-least-half"
    with pytest.raises(AnswerError, match="3 of 2 cannot be"):
        counted(change, 3, 2)
