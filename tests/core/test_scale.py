from __future__ import annotations

import tomllib

import jsonschema
import pytest

from auditui.core import kinds
from auditui.core.checklists import toml
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.checklists.comparison import differences
from auditui.core.checklists.file import ChecklistError, parse
from auditui.core.checklists.lineage import Lineages
from auditui.core.checklists.schema import schema
from auditui.core.scale import FOUR_WORDS
from auditui.intake.form import Book
from auditui.intake.sheets import Sheet
from auditui.intake.xlsform import read as read_form
from auditui.report.xlsform import sheets
from made import small
from scales import FIVE, FIVE_WORDS, THREE, on_scale

both = pytest.mark.parametrize("text", [THREE, FIVE], ids=["three", "five"])


def problems(text: str) -> list[str]:
    with pytest.raises(ChecklistError) as caught:
        parse(text, "x")
    return [problem.message for problem in caught.value.problems]


def test_what_names_no_scale_is_judged_in_the_four_words_and_keeps_its_digest() -> None:
    assert small().scale == FOUR_WORDS
    assert "scale" not in as_data(small())


@both
def test_a_scale_is_part_of_what_is_published_and_comes_back_from_every_form(text: str) -> None:
    checklist = on_scale(text)
    assert as_data(checklist)["scale"] == checklist.scale.as_data()
    assert parse(toml.write(as_data(checklist)), "written") == checklist
    tables = sheets(checklist)
    book = Book(
        tuple(
            Sheet(name, (columns, *(tuple(row.get(column) for column in columns) for row in rows)))
            for name, (columns, rows) in tables.items()
        )
    )
    imported = read_form(book)
    assert [str(problem) for problem in imported.problems] == []
    assert parse(toml.write(imported.data), "imported") == checklist
    jsonschema.validate(tomllib.loads(text), schema())


def test_graded_items_have_the_grades_of_their_scale_and_what_is_good_enough_counts_as_met() -> None:
    item = on_scale(FIVE).item("graded")
    assert item is not None
    assert [(option.id, option.points) for option in item.options] == list(
        zip(FIVE_WORDS, (4, 3, 2, 1, 0), strict=True)
    )
    assert [item.is_met(word) for word in FIVE_WORDS] == [True, True, True, False, False]
    assert kinds.choose(item, "leading").value == "leading"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('met-from = "secure"', 'met-from = "good"', "met-from is 'good'; it must be one of strong, secure"),
        ('met-from = "secure"', 'met-from = "weak"', "met-from is 'weak'; it must be one of strong, secure"),
        ('id = "weak"\n', 'id = "secure"\n', "id 'secure' is used twice"),
        ('label = "Weak"', 'label = "Strong"', "two grades read 'Strong'"),
        ('label = "Weak"', 'label = "Sparse"', "two grades read 'S' at the head of their columns"),
        ("strong = 85", "outstanding = 85", "unknown key 'outstanding'"),
        ("strong = 85", "strong = 40", "the thresholds must not rise from strong to secure"),
        ('caps = "weak"', 'caps = "strong"', "caps is 'strong'; it must be one of weak, secure"),
        ('caps = "weak"', 'caps = "good"', "caps is 'good'; it must be one of weak, secure"),
    ],
)
def test_what_is_wrong_with_a_scale_is_said(old: str, new: str, said: str) -> None:
    assert old in THREE
    assert any(problem.startswith(said) for problem in problems(THREE.replace(old, new, 1)))


def test_a_scale_of_one_grade_or_ten_is_refused() -> None:
    grade = '[[scale.grade]]\nid = "g{0}"\nlabel = "G{0}"\n'
    for number in (1, 10):
        grades = "".join(grade.format(n) for n in range(number))
        text = THREE[: THREE.index("[[scale.grade]]")] + grades + THREE[THREE.index("[indicated]") :]
        assert "a scale has 2 to 9 [[scale.grade]], the best first" in problems(text)


def test_versions_on_another_scale_are_judged_apart_and_their_graded_answers_never_joined() -> None:
    def version(text: str, number: int) -> Checklist:
        return parse(text.replace("version = 1", f"version = {number}"), "x")

    three, four, five = version(THREE, 1), version(THREE, 2), version(FIVE, 3)
    lineages = Lineages([three, four, five])
    assert [lineages.judged(one) for one in (three, four, five)] == [1, 1, 3]
    (graded,) = (change for change in differences(four, five) if change.item == "graded")
    assert graded.scale
    assert not graded.proposed.joins
