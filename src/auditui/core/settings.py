"""The settings a user may change, declared once: this table reads the file and explains it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Settings:
    """What the screens go by; see HELP for what each is for."""

    advance: bool = True
    hide_score: bool = True
    escalation: str = ""
    small: int = 5
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def on_concern(self) -> str:
        """What to say when an immediate concern is raised."""
        return self.escalation or "Tell the team manager now; do not wait for this form."


HELP = {
    "advance": "After an answer the cursor goes on to the next item.",
    "hide_score": "The score and the indicated grade stay hidden until the judgement is given.",
    "escalation": "What the council's procedure says to do about an immediate concern; shown when one is raised.",
    "small": "Counts from 1 to this number are hidden in what leaves the team, with what would give them back.",
    "keys": "Other keys for commands, by the ids that `auditui keys` prints: [keys] score.comment = 'm'.",
}


def parse(text: str, name: str) -> Settings:
    """Read settings from the text of a TOML file; AuditError for what is wrong, with the nearest known name."""
    from auditui.core import toml_text  # noqa: PLC0415 - most have no settings file

    try:
        data = toml_text.read(text)
    except ValueError as error:
        raise AuditError(
            f"{name} is not valid TOML: {one_line(str(error), 80)}", "Mend it, or remove it"
        ) from None
    for key in data:
        if key not in HELP:
            from difflib import get_close_matches  # noqa: PLC0415 - only for what is misspelt

            near = get_close_matches(key, sorted(HELP), n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(sorted(HELP))}"
            raise AuditError(f"{name}: unknown setting {one_line(key, 40)!r}", hint)
    return Settings(**{key: _checked(name, key, value) for key, value in data.items()})


def _checked(name: str, key: str, value: Any) -> Any:
    """Return a setting's value. AuditError if it is not of the setting's type."""
    if key == "keys":
        return _keys(name, value)
    if key == "small":
        good, words = type(value) is int and 1 <= value <= 20, "a whole number from 1 to 20"
    elif key == "escalation":
        good, words = isinstance(value, str), "text in quotes"
    else:
        good, words = isinstance(value, bool), "true or false"
    if not good:
        raise AuditError(f"{name}: {key} must be {words}", HELP[key])
    return value


def _keys(name: str, value: Any) -> dict[str, str]:
    flat: dict[str, Any] = dict(_flat(value)) if isinstance(value, dict) else {"": None}
    if not all(isinstance(keys, str) for keys in flat.values()):
        raise AuditError(
            f"{name}: keys is a table of command ids and keys", "For example score.comment = 'm'"
        )
    return flat


def _flat(table: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """``score.comment`` may be written as a quoted key or as a table in a table."""
    pairs: list[tuple[str, Any]] = []
    for key, value in table.items():
        named = f"{before}{key}"
        pairs += _flat(value, f"{named}.") if isinstance(value, dict) else [(named, value)]
    return pairs
