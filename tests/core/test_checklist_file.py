from __future__ import annotations

import pytest

from auditui.core import kinds
from auditui.core.audits.answer import not_recorded
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import as_data
from auditui.core.checklists.file import ChecklistError, parse, read
from made import SHIPPED, SMALL, shipped


def faults(text: str) -> list[str]:
    with pytest.raises(ChecklistError) as caught:
        parse(text, "small.toml")
    assert caught.value.code == 4
    return str(caught.value).splitlines()


@pytest.mark.parametrize("checklist_id", SHIPPED)
def test_a_checklist_reads_back_from_its_own_data(checklist_id: str) -> None:
    checklist = shipped(checklist_id)
    again = read(as_data(checklist), "again")
    assert again == checklist
    assert again.digest == checklist.digest


def test_the_digest_changes_with_any_word() -> None:
    assert parse(SMALL, "a").digest == parse(SMALL, "b").digest
    assert parse(SMALL, "a").digest != parse(SMALL.replace("It did.", "It did so."), "a").digest


def test_an_unknown_key_is_named_with_line_item_and_the_nearest_known_one() -> None:
    line = SMALL.splitlines().index("weight = 3") + 1
    (said,) = faults(SMALL.replace("weight = 3", "weigth = 3"))
    assert said == f"small.toml, line {line}, item difference: unknown key 'weigth'; did you mean 'weight'?"


@pytest.mark.parametrize(
    ("old", "new", "item", "words"),
    [
        ('kind = "rated"\nweight', 'kind = "ratd"\nweight', "difference", "did you mean 'rated'?"),
        ('met = "It did."\n', "", "difference", "the standard for answer 'met' is missing"),
        ('id = "difference"', 'id = "reason"', "reason", "id 'reason' is used twice"),
        (
            'id = "difference"',
            'id = "The Difference"',
            "The Difference",
            "small letters, digits and single hyphens",
        ),
        ("weight = 3", 'weight = "3"', "difference", "weight must be a whole number from 1 to 9"),
        ("weight = 3", "weight = true", "difference", "weight must be a whole number from 1 to 9"),
        (
            'limiting = { below = "partly-met"',
            'not_recorded = false\nlimiting = { below = "not-met"',
            "reason",
            "this limit can never apply",
        ),
        ('because = "without it nothing follows"', 'because = ""', "reason", "because is missing"),
        ('question = "Did it make a difference?"', "", "difference", "question is missing"),
        ('["No reason is needed"]', '["No reason", "No reason"]', "reason", "names one thing twice"),
        ("weight = 3", 'start = "a"', "difference", "start belongs to kind 'interval'"),
    ],
)
def test_each_fault_names_its_item(old: str, new: str, item: str, words: str) -> None:
    assert old in SMALL
    said = faults(SMALL.replace(old, new))
    assert any(f"item {item}: " in line and words in line for line in said), said


def test_faults_outside_items_name_their_line() -> None:
    assert faults(SMALL.replace("good = 70", "good = 95"))[0].startswith(
        "small.toml, line 8: the thresholds must not rise"
    )
    assert (
        "there is no item 'diference'; did you mean 'difference'?"
        in faults(SMALL.replace('["difference"]', '["diference"]'))[0]
    )


def test_all_faults_are_found_in_one_reading() -> None:
    broken = (
        SMALL.replace("weight = 3", "weigth = 3")
        .replace('title = "One"', "")
        .replace("version = 1", 'version = "x"')
    )
    assert len(faults(broken)) == 3


def test_what_is_not_toml_names_its_line() -> None:
    (said,) = faults(SMALL.replace('title = "One"', 'title = "One'))
    assert said.startswith("small.toml, line 16: not valid TOML")


@pytest.mark.parametrize(
    "text", ["", "section = 3", "[[section]]\nitem = 3", "x = " + "[" * 5000 + "]" * 5000]
)
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("culture-and-identity", "c9c645e24a6ff4659ae59cddb69241d0fbcb88124707697123a70157724ec4eb"),
        ("pathway-plan", "c9d4d9bd153e4ec3ba3743728d82da58d72f2f2a5501a04fa5d6a029372a47cd"),
        ("personal-education-plan", "8cec808f65a362de89f9081c596f24acb4c36bf149e8c5e4442bde299d5a8635"),
        ("strategy-discussion", "db7bc6a2d711a436b6787029dadcde6bebe1656602afc2bf91cf3d0bc88717d2"),
    ],
)
def test_the_shipped_checklists_keep_their_digests(name: str, digest: str) -> None:
    assert shipped(name).digest == digest


def test_a_limit_below_the_worst_answer_holds_for_what_is_not_recorded_at_all() -> None:
    checklist = parse(SMALL.replace('below = "partly-met"', 'below = "not-met"'), "small.toml")
    item = checklist.items[0]
    assert [cap.item.id for cap in score(checklist, {"reason": not_recorded(item)}).caps] == ["reason"]
    assert score(checklist, {"reason": kinds.choose(item, "not-met")}).caps == ()


SOURCES = (
    'sources = [{ text = "Children Act 1989 s47", standing = "law", seen = "read", checked = "2026-11" }]'
)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('seen = "read"', 'seen = "secondary"', "called law only where it was read itself"),
        (', checked = "2026-11"', "", "how it was seen and when it was checked must be said"),
        ('"2026-11"', '"2026-13"', "checked is a day or a month"),
        ('"2026-11"', '"last June"', "checked is a day or a month"),
        ('"law"', '"statute"', "standing is 'statute'"),
        (SOURCES, "", "source is missing"),
    ],
)
def test_what_nobody_has_read_is_not_called_law(old: str, new: str, message: str) -> None:
    text = SMALL.replace('source = "Project standard"', SOURCES, 1)
    assert (
        str(parse(text, "small.toml").items[0].sources[0])
        == "Children Act 1989 s47 (law; read, checked 2026-11)"
    )
    with pytest.raises(ChecklistError, match=message):
        parse(text.replace(old, new, 1), "small.toml")
