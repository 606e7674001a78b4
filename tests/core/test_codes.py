"""Auditor codes, case references and teams: pseudonyms, never names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditui.core.codes import auditor_code, case_reference, team_name
from auditui.core.errors import AuditError

CODE = "An auditor code is one to four letters and a number, such as A17. Never a name"
REFERENCE = "That is no case reference. It has at most 48 ordinary characters"
TEAM = "That is no team. Its name has at most 60 ordinary characters"


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (auditor_code, " a17 ", "A17"),
        (auditor_code, "ABCD-123456", "ABCD-123456"),
        (case_reference, "  C  104 ", "C 104"),
        (case_reference, "9" * 48, "9" * 48),
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
        (team_name, " ", "Which team is the case with? Its name as your reports should show it"),
        (team_name, "x" * 61, TEAM),
        (team_name, "North\x1b", TEAM),
    ],
)
def test_what_cannot_be_a_code_is_refused(read: Callable[[str], str], typed: str, message: str) -> None:
    with pytest.raises(AuditError) as caught:
        read(typed)
    assert str(caught.value) == message
