from __future__ import annotations

import pytest

from auditui.core.errors import AuditError
from auditui.core.settings import HELP, Settings, parse


def test_what_is_not_set_is_as_declared() -> None:
    assert parse("", "settings.toml") == Settings()
    assert set(HELP) == set(vars(Settings()))


def test_settings_are_read() -> None:
    made = parse(
        'advance = false\nescalation = "Ring 1"\n[keys]\nscore.comment = "m"\n"score.undo" = "y"\n', "s"
    )
    assert (made.advance, made.escalation, dict(made.keys)) == (
        False,
        "Ring 1",
        {"score.comment": "m", "score.undo": "y"},
    )


@pytest.mark.parametrize("small", [1, 5, 20])
def test_the_count_up_to_which_figures_are_hidden_is_a_setting(small: int) -> None:
    assert parse(f"small = {small}", "s").small == small


def test_what_to_do_about_a_concern_is_the_councils_own_or_said_plainly() -> None:
    assert parse('escalation = "Ring 1"', "s").on_concern == "Ring 1"
    assert Settings().on_concern == "Tell the team manager now; do not wait for this form."


def test_what_is_no_toml_is_said_in_part_of_a_line() -> None:
    with pytest.raises(AuditError) as caught:
        parse("x" * 500 + " = [\n", "s.toml")
    assert caught.value.message.startswith("s.toml is not valid TOML: ")
    assert len(caught.value.message) <= len("s.toml is not valid TOML: ") + 80
    assert caught.value.hint == "Mend it, or remove it"
    with pytest.raises(AuditError) as caught:
        parse(f"{'y' * 60} = 1", "s.toml")
    assert caught.value.message == f"s.toml: unknown key '{'y' * 39}…'"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("advnce = true", "Did you mean 'advance'?"),
        ('advance = "yes"', "advance must be true or false"),
        ("escalation = 3", "escalation must be text"),
        ("[keys]\nscore.comment = 3", "keys is a table"),
        ("advance = ", "not valid TOML"),
        ("small = 0", "small must be a whole number from 1 to 20. In what leaves the team"),
        ("small = 21", "small must be a whole number from 1 to 20. In what leaves the team"),
        ("small = true", "small must be a whole number from 1 to 20"),
        ("small = 5.0", "small must be a whole number from 1 to 20"),
        ("hide_score = 1", "hide_score must be true or false. The score and the"),
        ("zzz = 1", "unknown key 'zzz'. Known are advance, hide_score"),
        ("backups = 1001", "backups must be a whole number from 0 to 1000"),
        ('head_command = "mail"', "head_command must be a list of words in quotes"),
        ("head_command = ['mail', 1]", "head_command must be a list of words in quotes"),
        ("keys = 3", "keys is a table of command ids and keys. For example score.comment = 'm'"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(text: str, words: str) -> None:
    with pytest.raises(AuditError) as caught:
        parse(text, "settings.toml")
    assert "settings.toml" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("value", ["9" * 5000, "2026-13-45", "0x" + "f" * 20000])
def test_a_number_that_is_none_is_no_toml(value: str) -> None:
    with pytest.raises(AuditError, match=r"not valid TOML|must be a whole number"):
        parse(f"small = {value}", "settings.toml")
