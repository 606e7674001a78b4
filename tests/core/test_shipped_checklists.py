"""What the shipped checklists promise."""

from __future__ import annotations

import re

import pytest

from auditui.core.checklists.checklist import Checklist
from auditui.intake import checklist_folder
from made import SHIPPED, shipped

checklists = pytest.mark.parametrize("checklist", [shipped(each) for each in SHIPPED], ids=SHIPPED)


def test_the_four_themes_and_the_journey_of_the_child_ship() -> None:
    assert {path.stem for path in checklist_folder.shipped_folder().glob("*.toml")} == set(SHIPPED)


@checklists
def test_ten_to_sixteen_items_in_three_to_five_sections(checklist: Checklist) -> None:
    assert 10 <= len(checklist.items) <= 16
    assert 3 <= len(checklist.sections) <= 5


@checklists
def test_impact_voice_and_a_strength_are_asked_about(checklist: Checklist) -> None:
    assert {item.about for item in checklist.items} >= {"impact", "voice", "strength"}


@checklists
def test_every_answer_says_what_it_looks_like_in_a_sentence(checklist: Checklist) -> None:
    for item in checklist.items:
        assert item.look_in
        assert item.all_sources
        for option in item.options:
            assert len(option.standard) >= 20, (item.id, option.id)
            assert option.standard.endswith(".")


@checklists
def test_titles_fit_the_list_beside_the_item(checklist: Checklist) -> None:
    assert all(len(item.title) <= 32 for item in checklist.items)


@checklists
def test_guidance_not_read_in_the_document_is_never_cited_by_paragraph_or_page(checklist: Checklist) -> None:
    for item in checklist.items:
        for source in item.all_sources:
            if source.seen != "read":
                assert not re.search(r"\b(para|paragraph|page|p\.|chapter) ?\d", source.text), item.id


@checklists
def test_only_limits_read_in_a_regulation_are_called_law(checklist: Checklist) -> None:
    law = {item.id for item in checklist.items if item.own.get("limit", {}).get("status") == "law"}
    assert law <= {"review-in-time"}


@checklists
def test_every_source_says_what_it_is_and_when_it_was_checked(checklist: Checklist) -> None:
    for item in checklist.items:
        for source in item.all_sources:
            assert source.standing, item.id
            assert source.standing == "own" or source.checked >= "2026-11", item.id
            assert not re.search(r"\bAct \d{4} s|\bSI \d{4}", source.text) or source.standing == "law", (
                item.id
            )


@checklists
def test_nothing_where_its_absence_is_the_failing_leaves_the_sum(checklist: Checklist) -> None:
    for item in checklist.items:
        for reason in item.not_applicable:
            assert "already counted" not in reason, item.id


def test_health_absent_without_a_reason_has_an_answer_of_its_own() -> None:
    item = shipped("strategy-discussion").item("health-involvement")
    assert item is not None
    assert [option.id for option in item.options] == [
        *("took-part", "gave-information", "invited-absent", "absent-no-reason", "not-invited", "cannot-tell")
    ]


def test_each_target_is_judged_on_what_two_readers_can_see() -> None:
    item = shipped("personal-education-plan").item("targets-smart")
    assert item is not None
    assert item.own["criteria"] == ("specific", "measurable", "timed", "owned")
