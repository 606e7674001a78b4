"""What the checker of checklist files finds, and where."""

from __future__ import annotations

import tomllib

import jsonschema
import pytest

from auditui.core.checklists import toml as checklist_toml
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.checklists.comparison import differences, proposed_map
from auditui.core.checklists.file import parse
from auditui.core.checklists.lint import findings
from auditui.core.checklists.schema import schema
from auditui.core.problem import Level
from auditui.intake import checklist_folder
from made import CONDITIONAL, SEVERAL, SHIPPED, SMALL, shipped

WHOLE = (
    SMALL
    + '\n[[section.item]]\nid = "w"\ntitle = "W"\nquestion = "What went well?"\nkind = "text"\nabout = "strength"\n'
)
WHOLE = WHOLE.replace('id = "reason"\n', 'id = "reason"\nabout = "voice"\n')


def said(text: str, before: Checklist | None = None) -> list[tuple[int, str, str, bool]]:
    return [
        (problem.place.line, problem.place.item, problem.message, problem.level is Level.ERROR)
        for problem in findings(text, "x.toml", [before] if before else [])[1]
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_checklists_have_neither_errors_nor_advice(name: str) -> None:
    text = checklist_folder.text_of(checklist_folder.shipped_folder() / f"{name}.toml")
    assert said(text) == []


def test_the_starting_file_is_clean_and_fits_the_schema() -> None:
    text = checklist_folder.starting_file("ours", 'The "best" one \\ yet', "ours.toml")
    assert said(text) == []
    assert parse(text, "ours.toml").title == 'The "best" one \\ yet'
    jsonschema.validate(tomllib.loads(text), schema())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_schema_takes_what_ships_and_refuses_what_is_misspelt(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    data = tomllib.loads(checklist_folder.text_of(checklist_folder.shipped_folder() / f"{name}.toml"))
    jsonschema.validate(data, schema())
    data["section"][0]["item"][0]["wieght"] = 2
    with pytest.raises(jsonschema.ValidationError, match="wieght"):
        jsonschema.validate(data, schema())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "small"', "id = 5"),
        ('id = "small"', 'id = "Small one"'),
        ('title = "A small checklist"', 'title = ""'),
        ('title = "A small checklist"\n', ""),
        ("version = 1", "version = 0"),
        ("version = 1", "version = 10000"),
        ("version = 1", 'version = "1"'),
        ('unit = "child"', 'unit = "file"'),
        ("good = 70\n", ""),
        ("good = 70", "good = 101"),
        ("weight = 3", "weight = 10"),
        ("weight = 3", "ask_if_safe = 1"),
        ("weight = 3", 'only_if = ""'),
        ("weight = 3", "only_if = 5"),
        ("weight = 3", "choices = []"),
        ('["No reason is needed"]', '["One", "One"]'),
        ('["No reason is needed"]', '[""]'),
        ('["No reason is needed"]', "[5]"),
        ('["No reason is needed"]', '"One"'),
        ('met = "It did."', "met = 5"),
        ('because = "without it nothing follows"', 'why = "x"'),
        ('caps = "requires-improvement", ', ""),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    assert old in SMALL
    jsonschema.validate(tomllib.loads(SMALL), schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(SMALL.replace(old, new)), schema())


def test_the_schema_needs_a_section_with_an_item_and_says_what_each_key_is_for() -> None:
    data = tomllib.loads(SMALL)
    for broken in (data | {"section": []}, data | {"section": [{"id": "one", "title": "One", "item": []}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["properties"]["theme"]["description"] == "Ties case lists to checklists"
    assert schema()["properties"]["purpose"] == {
        "type": "string",
        "description": "What it is for, in a sentence",
    }


@pytest.mark.parametrize(
    ("old", "new", "item", "message"),
    [
        ("Is the reason recorded?", "Is the reason recorded, and is it a good one?", "reason", "two questions in one"),
        ("Is the reason recorded?", "Is the reason recorded? Is it good?", "reason", "two questions in one"),
        ("Is the reason recorded?", "Was the reason never recorded?", "reason", "a negative question"),
        ("Is the reason recorded?", "Didn't anybody ask?", "reason", "a negative question"),
        ('about = "impact"\n', "", "", "no item on impact"),
        ('about = "voice"\n', "", "", "no item on the child's voice"),
        ('about = "strength"\n', "", "", "no item on strengths"),
    ],
)  # fmt: skip
def test_advice_is_given_where_it_is_due(old: str, new: str, item: str, message: str) -> None:
    assert said(WHOLE) == []
    found = said(WHOLE.replace(old, new))
    assert [(name, error) for _, name, told, error in found if message in told] == [(item, False)]


@pytest.mark.parametrize(
    ("standard", "message"),
    [
        ("Most of it is.", "'Most' means another number to every reader"),
        ("It is appropriate.", "'appropriate' means another number"),
        ("Within about 28 days.", "'about 28' means another number"),
        ("In part.", "two answers look the same in a file"),
    ],
)
def test_a_standard_two_readers_measure_differently_draws_advice(standard: str, message: str) -> None:
    text = WHOLE.replace('met = "It is."', f'met = "{standard}"', 1)
    ((_, item, told, error),) = said(text)
    assert (item, error) == ("reason", False)
    assert message in told


def test_a_number_beside_a_loose_word_is_enough() -> None:
    assert said(WHOLE.replace('met = "It is."', 'met = "Some of it is, in two places or more."', 1)) == []


@pytest.mark.parametrize(
    "question",
    [
        "Could a manager who was not there act on it?",
        "If health did not take part, was the gap filled?",
        "Does the record say what was done and why?",
        "Was every target looked at: reached, partly, not, why?",
    ],
)
def test_a_plain_question_draws_no_advice(question: str) -> None:
    assert said(WHOLE.replace("Is the reason recorded?", question)) == []


def test_advice_stands_at_its_line_and_says_what_to_do() -> None:
    question = WHOLE.splitlines().index('question = "Is the reason recorded?"') + 1
    two = WHOLE.replace("Is the reason recorded?", "Is the reason recorded? Is it good?")
    assert said(two) == [
        (
            question,
            "reason",
            "two questions in one: which of them does an answer mean? Split it, or say it as one",
            False,
        )
    ]
    turned = WHOLE.replace("Is the reason recorded?", "Was the reason never recorded?")
    assert said(turned) == [
        (question, "reason", "a negative question: 'no' would be the good answer. Turn it round", False)
    ]
    bare = (
        WHOLE.replace('about = "impact"\n', "")
        .replace('about = "voice"\n', "")
        .replace('about = "strength"\n', "")
    )
    assert said(bare) == [
        (0, "", 'no item on impact (about = "impact"): what difference did the work make?', False),
        (0, "", 'no item on the child\'s voice (about = "voice")', False),
        (0, "", 'no item on strengths (about = "strength"): what went well is a finding too', False),
    ]
    text = '[[section.item]]\nid = "w"\ntitle = "W"\nquestion = "What?"\nkind = "text"\n'
    told = SMALL[: SMALL.index("[[section.item]]")].replace('outstanding-needs = ["difference"]\n', "") + text
    assert "nothing is scored" in [message for _, _, message, _ in said(told)]
    always = CONDITIONAL.replace(
        'only_if = "on-time = no"', 'only_if = "not (on-time = yes and on-time = no)"'
    )
    line = always.splitlines().index('only_if = "not (on-time = yes and on-time = no)"') + 1
    assert (line, "why-late", "only_if always holds: leave it out", False) in said(always)


def test_errors_come_before_advice_and_a_file_that_cannot_be_read_has_errors_alone() -> None:
    checklist, problems = findings(SMALL.replace("weight = 3", "weight = 30"), "x.toml")
    assert checklist is None
    assert [problem.message for problem in problems] == ["weight must be a whole number from 1 to 9"]
    reason = WHOLE.replace('["No reason is needed"]', '["Unknown"]').replace('about = "impact"\n', "")
    assert [error for *_, error in said(reason)] == [False, True], "by line, and what is of no line first"


def test_a_fault_of_the_version_map_stands_where_the_map_says_it() -> None:
    before = parse(SMALL, "v1")
    text = WHOLE.replace("version = 1", "version = 2") + (
        '[changes]\nsince = 1\n[changes.items]\nreason = "new"\ndifference = "same"\n'
    )
    faults = [(line, item, message) for line, item, message, error in said(text, before) if error]
    lines = text.splitlines()
    assert faults == [
        (lines.index('id = "w"'), "w", "how it compares with v1 is not said"),
        (
            lines.index('reason = "new"') + 1,
            "reason",
            "is 'new', but its id is that of an item of v1: give it another",
        ),
    ]
    without = WHOLE.replace("version = 1", "version = 2")
    assert (0, "", "how it compares with v1 is not said: auditui checklist diff proposes it", True) in said(
        without, before
    )
    assert not [error for *_, error in said(WHOLE, before) if error], "it is no later version"


def test_more_than_sixteen_items_is_advised_against() -> None:
    more = "".join(
        f'\n[[section.item]]\nid = "t{n}"\ntitle = "T"\nquestion = "What else?"\nkind = "text"\n'
        for n in range(15)
    )
    assert [m for _, _, m, _ in said(WHOLE + more)] == [
        "18 items: beyond 16, auditors tire and answers worsen"
    ]


@pytest.mark.parametrize("reason", ["Not recorded", "unknown.", "N/A", "No evidence", "Other", "Don't know"])
def test_a_reason_that_would_swallow_the_item_is_an_error_with_its_line(reason: str) -> None:
    text = WHOLE.replace('["No reason is needed"]', f'["No reason is needed", "{reason}"]')
    ((line, item, message, error),) = said(text)
    assert text.splitlines()[line - 1].startswith("not_applicable")
    assert (item, error) == ("reason", True)
    assert "would swallow the item" in message


def test_a_condition_that_always_holds_is_advised_against() -> None:
    text = CONDITIONAL.replace(
        'only_if = "on-time = no"', 'only_if = "on-time in (yes, no, not-recorded, could-not-see)"'
    )
    assert ("why-late", "only_if always holds: leave it out") in [(item, m) for _, item, m, _ in said(text)]


def test_an_id_that_asks_something_else_than_before_is_an_error() -> None:
    before = parse(SMALL, "v1")
    data = as_data(before) | {"version": 2}
    item = data["section"][0]["item"][0]
    item |= {"title": "Tea", "question": "How many cups of tea were had by the team?"}
    data["changes"] = {"since": 1, "items": {"reason": "reworded, comparable", "difference": "same"}}
    text = checklist_toml.write(data)
    assert [(i, m) for _, i, m, error in said(text, before) if error] == [
        (
            "reason",
            "its id stands for another question than before: an id is for life, so give the new question its own",
        )
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_written_as_toml_reads_back_to_the_same(name: str) -> None:
    checklist = shipped(name)
    assert parse(checklist_toml.write(as_data(checklist), "A heading\nof two lines"), "again") == checklist


def test_a_version_map_replaces_the_one_there_and_leaves_the_rest_alone() -> None:
    text = checklist_folder.text_of(checklist_folder.shipped_folder() / "pathway-plan.toml").replace(
        "version = 2", "version = 3"
    )
    old = shipped("pathway-plan")
    changes = proposed_map(old, differences(old, parse(text, "v2")))
    once = checklist_toml.with_changes(text, changes)
    assert checklist_toml.with_changes(once, changes) == once
    assert parse(once, "v2").changes == changes
    assert once.startswith(text.partition("\n# How each item compares")[0].rstrip())


def test_a_checklist_is_written_as_a_person_would_have_typed_it() -> None:
    typed = SMALL.replace('unit = "child"\n', 'unit = "child"\npurpose = ""\n').replace(
        "\n[[section]]", "\n\n[[section]]"
    )
    assert checklist_toml.write(as_data(parse(SMALL, "x"))) == typed.lstrip()
    headed = checklist_toml.write(as_data(parse(SMALL, "x")), "A heading\n\n of two")
    assert headed == "# A heading\n#\n#  of two\n" + typed
    listed = checklist_toml.write(as_data(parse(SEVERAL, "x")))
    assert '\n  { id = "probation", label = "Probation", required = false },\n]\n' in listed
    assert "outstanding-needs" not in listed
