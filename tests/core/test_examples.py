"""The worked examples that ship: they fit their checklists, and leave no answer without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui.core.checklists import examples
from auditui.core.checklists.checklist import Checklist
from auditui.core.checklists.examples import Example, Examples
from auditui.core.checklists.file import ChecklistError, parse
from auditui.intake import checklist_folder
from made import SHIPPED, SMALL, shipped, small

checklists = pytest.mark.parametrize("checklist", [shipped(name) for name in SHIPPED], ids=SHIPPED)


def shipped_examples(checklist: Checklist) -> Examples:
    return checklist_folder.examples_of(checklist, checklist_folder.shipped_folder() / "none of our own")


@checklists
def test_every_item_has_five_to_eight_examples_and_every_answer_one(checklist: Checklist) -> None:
    found = shipped_examples(checklist)
    assert list(examples.faults(found, checklist)) == []
    for item in checklist.items:
        of_item = found.of(item)
        assert 5 <= len(of_item) <= 8, item.id
        assert {example.answer for example in of_item} >= {option.id for option in item.options}, item.id


@checklists
def test_no_situation_is_there_twice(checklist: Checklist) -> None:
    situations = [(example.item, example.situation) for example in shipped_examples(checklist).all]
    assert len(set(situations)) == len(situations)


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        (Example("reasons", "Nothing.", "met"), "small v1 has no item 'reasons'"),
        (Example("reason", "Nothing.", "yes"), "reason has no answer 'yes'"),
        (Example("reason", "Nothing.", "not-applicable", "Closed"), "not for 'Closed'"),
        (Example("reason", "Nothing.", "met", "No reason is needed"), "not for 'No reason is needed'"),
    ],
)
def test_an_example_that_does_not_fit_is_named(example: Example, fault: str) -> None:
    (said,) = examples.faults(Examples("small", 1, (example,)), small())
    assert fault in said


def test_examples_of_another_version_are_not_shown(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "examples").mkdir()
    text = 'checklist = "small"\nversion = 1\n[[example]]\nitem = "reason"\nsituation = "It is."\nanswer = "met"\n'
    (folder / "examples" / "small.toml").write_text(text)
    assert checklist_folder.examples_of(small(), folder).of(small().items[0]) == (
        Example("reason", "It is.", "met"),
    )
    second = parse(SMALL.replace("version = 1", "version = 2"), "small.toml")
    assert checklist_folder.examples_of(second, folder).all == ()


def test_a_file_of_examples_that_cannot_be_used_names_the_line() -> None:
    text = 'checklist = "small"\nversion = 1\n[[example]]\nitem = "reason"\nanswer = "met"\n'
    with pytest.raises(ChecklistError, match="line 3: situation is missing"):
        examples.parse(text, "small.toml")
