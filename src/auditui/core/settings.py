"""The settings a user may change, declared once: this table reads the file and explains it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from auditui.core.codes import auditor_code
from auditui.core.eligibility import Eligibility
from auditui.core.errors import AuditError
from auditui.core.retention import RECORDS
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Auditor:
    """Who audits: a code, the team they work in, and how many drawn cases they can have at once."""

    code: str
    team: str = ""
    most: int = field(default=20, metadata={"limits": (0, 500)})

    def check(self, where: str) -> None:
        """AuditError where the code is a name."""
        if auditor_code(self.code) != self.code:
            raise AuditError(f"{where}: a code is written in capitals, such as A17")


@dataclass(frozen=True)
class Settings:
    """What the screens go by; see HELP for what each is for."""

    advance: bool = True
    hide_score: bool = True
    escalation: str = ""
    year_begins: int = field(default=4, metadata={"limits": (1, 12)})
    small: int = field(default=5, metadata={"limits": (1, 20)})
    backups: int = field(default=14, metadata={"limits": (0, 1000)})
    backup_folder: str = ""
    head_file: str = ""
    head_command: tuple[str, ...] = ()
    reference: str = ""
    council: str = ""
    logo: str = ""
    auditors: tuple[Auditor, ...] = field(default=(), metadata={"rows": Auditor})
    eligible: tuple[Eligibility, ...] = field(default=(), metadata={"rows": Eligibility})
    keys: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def on_concern(self) -> str:
        """What to say when an immediate concern is raised."""
        return self.escalation or "Tell the team manager now; do not wait for this form."


HELP = {
    "advance": "After an answer the cursor goes on to the next item.",
    "hide_score": "The score and the indicated grade stay hidden until the judgement is given.",
    "escalation": "What the council's procedure says to do about an immediate concern; shown when one is raised.",
    "small": "In what leaves the team, figures of 1 to so many audits are hidden, with what would tell of them.",
    "year_begins": "The month that years and their quarters begin in: 4 for the financial year, 1 for the calendar's.",
    "keep": f"Years for which `auditui purge --by-rule` keeps {', '.join(RECORDS)}: [keep] audits = 6; what is not named stays.",
    "backups": "How many daily backups are kept; 0 makes none.",
    "backup_folder": "Where daily backups and those before an update are kept; usually beside the store.",
    "head_file": "A file, best on another computer, to which the head of the journal is added at each finish.",
    "head_command": "A command that gets the head on its input at each finish: ['mail', '-s', 'head', 'qa@council.example'].",
    "reference": "A regular expression for the whole of a case reference, where the council writes them otherwise: '[A-Z]{3} [0-9]+ [A-Z]'.",
    "council": "The council's name on reports of improvement plans that name none.",
    "logo": "The PNG file with the council's logo, for the same reports.",
    "headings": "Headings of the council's own lists, by what their columns are: [headings] 'Mosaic ID' = 'reference'.",
    "auditors": "Who audits, for `auditui sample allocate`: [[auditors]] code = 'A17', team = 'North', most = 4.",
    "eligible": "Who is drawn for a checklist: [[eligible]] checklist = 'pathway-plan', only = ['age_band=16 to 17'], looked_after_weeks = 13, again_after = 12.",
    "keys": "Other keys for commands, by the ids that `auditui keys` prints: [keys] score.comment = 'm'.",
}


def parse(text: str, name: str) -> Settings:
    """Read settings from the text of a TOML file; AuditError for what is wrong, with the nearest known name."""
    from auditui.core import toml_text  # noqa: PLC0415 - most have no settings file

    data = toml_text.load(text, name, "Mend it, or remove it")
    keys, keep = _keys(name, data.pop("keys", {})), _keep(name, data.pop("keep", {}))
    headings = _headings(name, data.pop("headings", {}))
    made = toml_text.table(Settings, data, name, {"": "", **HELP})
    try:
        re.compile(made.reference)
    except re.error as error:
        hint = "For example '[A-Z]{3}-[0-9]+'"
        raise AuditError(
            f"{name}: reference is no regular expression: {one_line(str(error), 60)}", hint
        ) from None
    return replace(made, keys=keys, keep=keep, headings=headings)


def _headings(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(column, str) for column in value.values()):
        hint = "For example [headings] 'Mosaic ID' = 'reference'; auditui case headings names the columns"
        raise AuditError(f"{name}: headings is a table of headings and columns", hint)
    return value


def _keep(name: str, value: Any) -> dict[str, int]:
    years = value.values() if isinstance(value, dict) else ()
    if not isinstance(value, dict) or not all(type(number) is int and 1 <= number <= 100 for number in years):
        raise AuditError(f"{name}: keep is a table of whole years", "For example [keep] audits = 6")
    if unknown := [records for records in value if records not in RECORDS]:
        hint = f"There are {', '.join(RECORDS)}"
        raise AuditError(f"{name}: keep names no records called {one_line(unknown[0], 40)!r}", hint)
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
