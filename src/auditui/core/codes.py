"""Auditor codes and case references: pseudonyms, never names."""

from __future__ import annotations

import re

from auditui.core.errors import AuditError
from auditui.core.text import visible

_CODE = r"[A-Z]{1,4}-?[0-9]{1,6}"
_REASON = r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}"
_SEED = r"[A-Za-z0-9][A-Za-z0-9 ./:-]{0,63}"
_LONGEST_REF = 48
_LONGEST_TEAM = 60
#: Words that stand before the number in references, and are nobody's name.
_PREFIXES = frozenset(
    {
        "case",
        "child",
        "ref",
        "refno",
        "person",
        "client",
        "pupil",
        "ypid",
        "mosaic",
        "eclipse",
        "number",
        "episode",
    }
)
_NEVER_A_NAME = (
    "It is the number the case system shows, such as LC-20417; another form is a setting, `reference`"
)


def auditor_code(typed: str) -> str:
    """Return an auditor code in capitals: letters, then digits, such as A17. AuditError for anything else."""
    code = typed.strip().upper()
    if not re.fullmatch(_CODE, code):
        raise AuditError("An auditor code is one to four letters and a number, such as A17", "Never a name")
    return code


def case_named(typed: str) -> str:
    """Return a reference that something kept already may have, without spaces around it. AuditError for what none could be."""
    ref = " ".join(typed.split())
    if not ref:
        raise AuditError("A case reference is needed", "It is the number the case system shows")
    if len(ref) > _LONGEST_REF or visible(ref) != ref:
        raise AuditError("That is no case reference", f"It has at most {_LONGEST_REF} ordinary characters")
    if not any(c.isdigit() for c in ref):
        raise AuditError("A case reference holds a number", "It is what the case system shows, never a name")
    return ref


def case_reference(typed: str, pattern: str = "") -> str:
    """Return the reference of a case that is new here: digits and letters, `-` and `/`, behind one short word at most.

    `pattern` is a council's own regular expression for a whole reference; it then decides alone. AuditError, saying why, for
    what is empty or too long, and for what could hold a name.
    """
    ref = case_named(typed)
    if pattern:
        if not re.fullmatch(pattern, ref):
            hint = "The setting `reference` says how one is written here"
            raise AuditError("That is no case reference of this council", hint)
        return ref
    if not re.fullmatch(r"[A-Za-z0-9/-]+( [A-Za-z0-9/-]+)?", ref):
        raise AuditError("A case reference has letters, digits, - and /", _NEVER_A_NAME)
    if any(map(_could_be_a_name, re.findall(r"[A-Za-z]+", ref))):
        raise AuditError("A case reference holds no words: this could be a name", _NEVER_A_NAME)
    if re.search(r"[A-Za-z]{2}.*[ /-][A-Za-z]{3}", ref) and not _is_random(ref):
        raise AuditError("A case reference has one short word at most", _NEVER_A_NAME)
    return ref


def _could_be_a_name(letters: str) -> bool:
    """Whether letters are more than a short prefix; a name of three or four is written Lee, and a prefix LC."""
    if letters.casefold() in _PREFIXES or set(letters.casefold()) <= set("abcdef"):
        return False
    return len(letters) > 4 or (len(letters) > 2 and not letters.isupper() and not letters.islower())


def _is_random(ref: str) -> bool:
    """Whether a reference is made of hexadecimal digits, as a system's own keys are."""
    return set(ref.casefold()) <= set("0123456789abcdef-")


def team_name(typed: str) -> str:
    """Return a team's name without spaces around it. AuditError if it is empty or cannot be one."""
    team = " ".join(typed.split())
    if not team:
        raise AuditError("Which team is the case with?", "Its name as your reports should show it")
    if len(team) > _LONGEST_TEAM or visible(team) != team:
        raise AuditError("That is no team", f"Its name has at most {_LONGEST_TEAM} ordinary characters")
    return team


def reason_code(typed: str) -> str:
    """Return a reason that is a code of the council's, such as LEG-2026-014. AuditError for anything else."""
    code = typed.strip()
    if not re.fullmatch(_REASON, code):
        raise AuditError(
            "A reason is given as a code, such as LEG-2026-014",
            "Letters, digits, points, hyphens and strokes, at most 40; what it stands for is kept elsewhere",
        )
    return code


def sample_seed(typed: str) -> str:
    """Return the seed of a draw without spaces around it. AuditError if a shell or a spreadsheet could read it otherwise."""
    seed = typed.strip()
    if not re.fullmatch(_SEED, seed) or "  " in seed:
        raise AuditError(
            "A seed is letters and digits, such as 2026-11-04 or 07 12 23 31 44 59",
            "Points, hyphens, colons, strokes and single spaces may be in it, and at most 64 characters",
        )
    return seed


def team_key(team: str) -> str:
    """Return a team's name as it is compared: without regard to letters' case and to spaces."""
    return " ".join(team.split()).casefold()
