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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("advnce = true", "Did you mean 'advance'?"),
        ('advance = "yes"', "advance must be true or false"),
        ("escalation = 3", "escalation must be text"),
        ("keys = 3", "keys is a table"),
        ("[keys]\nscore.comment = 3", "keys is a table"),
        ("advance = ", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(text: str, words: str) -> None:
    with pytest.raises(AuditError) as caught:
        parse(text, "settings.toml")
    assert "settings.toml" in str(caught.value)
    assert words in str(caught.value)
