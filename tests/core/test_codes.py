"""Auditor codes, case references and teams: pseudonyms, never names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditui.core.codes import auditor_code, case_reference, team_name
from auditui.core.errors import AuditError

CODE = "An auditor code is one to four letters and a number, such as A17. Never a name"
REFERENCE = "That is no case reference. It has at most 48 ordinary characters"
_HINT = "It is the number the case system shows, such as LC-20417; another form is a setting, `reference`"
WORDS = f"A case reference holds no words: this could be a name. {_HINT}"
SIGNS = f"A case reference has letters, digits, - and /. {_HINT}"
SHORT = f"A case reference has one short word at most. {_HINT}"
TEAM = "That is no team. Its name has at most 60 ordinary characters"


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (auditor_code, " a17 ", "A17"),
        (auditor_code, "ABCD-123456", "ABCD-123456"),
        (case_reference, "  C  104 ", "C 104"),
        (case_reference, "9" * 48, "9" * 48),
        *(
            (case_reference, ref, ref)
            for ref in ("LC-20417", "000123", "2024/0017", "CASE-12", "child 7", "a1B2c3", "LEE 12")
        ),
        (case_reference, "3f2a9b1c-aaaa-4bcd-9def-0a1b2c3d4e5f", "3f2a9b1c-aaaa-4bcd-9def-0a1b2c3d4e5f"),
        (team_name, " North \t East ", "North East"),
        (team_name, "x" * 60, "x" * 60),
    ],
)
def test_a_code_is_read_without_spaces_around_it(read: Callable[[str], str], typed: str, code: str) -> None:
    assert read(typed) == code


@pytest.mark.parametrize(
    ("read", "typed", "message"),
    [
        *(
            (auditor_code, typed, CODE)
            for typed in ("", "17", "A", "ABCDE1", "A1234567", "Jo Khan", "A17x", "A--1")
        ),
        (case_reference, " ", "A case reference is needed. It is the number the case system shows"),
        (case_reference, "9" * 49, REFERENCE),
        (case_reference, "1\u200b", REFERENCE),
        (
            case_reference,
            "Jo Khan",
            "A case reference holds a number. It is what the case system shows, never a name",
        ),
        *(
            (case_reference, ref, WORDS)
            for ref in ("Smith 2011", "Lee 2011", "smith2011", "12-Khan", "SMITH-1")
        ),
        *(
            (case_reference, ref, SIGNS)
            for ref in ("SMITH, John (00133)", "John Smith 123456", "Printed 24/11/2026 by me")
        ),
        (case_reference, "LC 1 WEST", SIGNS),
        (case_reference, "LC-1-EAST", SHORT),
        (team_name, " ", "Which team is the case with? Its name as your reports should show it"),
        (team_name, "x" * 61, TEAM),
        (team_name, "North\x1b", TEAM),
    ],
)
def test_what_cannot_be_a_code_is_refused(read: Callable[[str], str], typed: str, message: str) -> None:
    with pytest.raises(AuditError) as caught:
        read(typed)
    assert str(caught.value) == message


def test_a_councils_own_form_of_references_decides_alone() -> None:
    assert case_reference("Leeds 12 West", r"[A-Z][a-z]+ [0-9]+ [A-Z][a-z]+") == "Leeds 12 West"
    with pytest.raises(AuditError, match="of this council"):
        case_reference("LC-12", r"[0-9]{6}")
