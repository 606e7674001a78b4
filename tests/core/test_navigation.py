"""Going through an audit item by item."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import navigation
from auditui.core.audits.audit import Audit, progress, unanswered
from auditui.core.audits.entries import AnswerGiven, AuditStarted
from auditui.core.checklists.checklist import Checklist, Item
from auditui.core.checklists.file import parse
from auditui.core.errors import AuditError
from made import CONDITIONAL, made_of, small

CHECKLIST = parse(CONDITIONAL, "conditional.toml")
ON_TIME, WHY_LATE, WHO_KNEW, DIFFERENCE = CHECKLIST.items


def answered(checklist: Checklist, **values: str) -> Audit:
    items = {item.id: item for item in checklist.items}
    given = [
        AnswerGiven("a1", kinds.choose(items[name.replace("_", "-")], value))
        for name, value in values.items()
    ]
    return made_of(AuditStarted("a1", checklist.digest, "C-1", "North"), *given)


def test_an_audit_begins_at_the_first_open_item_or_at_the_one_asked_for() -> None:
    assert navigation.begin_at(CHECKLIST, answered(CHECKLIST)) == 0
    begun = answered(CHECKLIST, on_time="no")
    assert navigation.begin_at(CHECKLIST, begun) == 1
    assert navigation.begin_at(CHECKLIST, begun, "difference") == 3
    assert navigation.begin_at(CHECKLIST, begun, "no-such-item") == 1
    done = answered(CHECKLIST, on_time="yes", difference="met")
    assert navigation.begin_at(CHECKLIST, done) == 0


def test_after_an_answer_one_goes_on_to_what_is_asked_or_may_yet_be() -> None:
    open_ = answered(CHECKLIST)
    assert [navigation.go_on(CHECKLIST, open_, at) for at in range(4)] == [1, 2, 3, 0]
    in_time = answered(CHECKLIST, on_time="yes")
    assert [navigation.go_on(CHECKLIST, in_time, at) for at in range(4)] == [3, 3, 3, 3]


def test_after_an_answer_one_never_comes_to_an_item_that_has_one() -> None:
    gap = answered(CHECKLIST, on_time="no", who_knew="yes")
    assert [navigation.go_on(CHECKLIST, gap, at) for at in range(4)] == [1, 3, 3, 1]
    done = answered(CHECKLIST, on_time="no", why_late="met", who_knew="no", difference="met")
    assert [navigation.go_on(CHECKLIST, done, at) for at in range(4)] == [0, 1, 2, 3]


def test_the_next_open_item_comes_from_the_top_again_after_the_last() -> None:
    audit = answered(CHECKLIST, on_time="no", why_late="met")
    assert [navigation.next_open(CHECKLIST, audit, at) for at in range(4)] == [2, 2, 3, 2]
    done = answered(CHECKLIST, on_time="yes", difference="met")
    assert navigation.next_open(CHECKLIST, done, 0) is None


def test_what_is_owed_and_how_far_an_audit_is() -> None:
    assert progress(CHECKLIST, answered(CHECKLIST)) == (0, 4)
    assert unanswered(CHECKLIST, answered(CHECKLIST)) == (ON_TIME, DIFFERENCE)
    in_time = answered(CHECKLIST, on_time="yes")
    assert progress(CHECKLIST, in_time) == (1, 2)
    assert unanswered(CHECKLIST, in_time) == (DIFFERENCE,)
    # An answer to what is not asked any more stays and counts on neither side.
    left = answered(CHECKLIST, on_time="no", why_late="met", who_knew="no", difference="met")
    assert progress(CHECKLIST, left) == (4, 4)
    assert progress(CHECKLIST, answered(CHECKLIST, why_late="met", on_time="yes")) == (1, 2)


def test_texts_are_never_owed() -> None:
    (section,) = small().sections
    story = Item("story", "Story", "What happened?", "text", not_recorded=False)
    checklist = replace(small(), sections=(replace(section, items=(story, *section.items)),))
    assert unanswered(checklist, answered(checklist)) == small().items
    done = answered(checklist, reason="met", difference="met")
    assert progress(checklist, done) == (2, 2)
    assert unanswered(checklist, done) == ()
    begun = replace(
        small(), sections=(replace(section, items=(section.items[0], story, *section.items[1:])),)
    )
    assert navigation.go_on(begun, answered(begun, reason="met"), 0) == 1
    assert navigation.go_on(begun, answered(begun, reason="met", difference="met"), 2) == 2


@pytest.mark.parametrize(
    ("part", "place"), [("late", 1), ("WHO ", 2), (" on-time", 0), ("manager", 2), ("why-late", 1), ("i", 0)]
)
def test_an_item_is_found_by_a_part_of_its_name_or_question(part: str, place: int) -> None:
    assert navigation.find(CHECKLIST, part) == place


@pytest.mark.parametrize("part", ["", "  ", "xyz"])
def test_what_no_item_has_in_its_name_is_not_found(part: str) -> None:
    with pytest.raises(AuditError) as refused:
        navigation.find(CHECKLIST, part)
    assert str(refused.value) == "No item has that in its name. Type part of an item's name"
