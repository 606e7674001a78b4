from __future__ import annotations

import re
from itertools import pairwise
from re._constants import MAX_REPEAT, MIN_REPEAT  # type: ignore[import-not-found]
from re._parser import SubPattern, parse  # type: ignore[import-not-found]
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core import identifiers
from auditui.core.identifiers import Identifier, find, is_nhs_number, is_upn

# 943 476 5919 and 401 023 2137 are the NHS number's published examples; A123456789012-style UPNs are computed.
KINDS = [
    ("NHS no 943 476 5919 seen", "943 476 5919", "an NHS number"),
    ("number 4010232137.", "4010232137", "an NHS number"),
    ("write to jo.bloggs@example.org today", "jo.bloggs@example.org", "an e-mail address"),
    ("rang 0113 496 0000 twice", "0113 496 0000", "a phone number"),
    ("mobile +44 7700 900123", "+44 7700 900123", "a phone number"),
    ("lives at LS1 4AP with gran", "LS1 4AP", "a postcode"),
    ("DOB 03/02/2014, seen", "03/02/2014", "a date of birth"),
    ("born on 3 Feb 2014 in Leeds", "3 Feb 2014", "a date of birth"),
    ("said Mrs Khan to the worker", "Mrs Khan", "a person's name"),
    ("then Amina Yusuf left", "Amina Yusuf", "a person's name"),
    ("with Jean-Luc O'Neill there", "Jean-Luc O'Neill", "a person's name"),
]


def replaced(text: str, found: Identifier) -> str:
    return text[: found.start] + found.neutral + text[found.end :]


@pytest.mark.parametrize(("text", "part", "what"), KINDS)
def test_what_could_point_to_a_person_is_found_where_it_stands(text: str, part: str, what: str) -> None:
    (found,) = find(text)
    assert (text[found.start : found.end], found.what) == (part, what)
    assert part not in replaced(text, found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The worker saw the child on 3 February 2026 and again on 12/03/2026.",
        "Strategy Discussion held; Team Manager in the chair. Initial Child Protection Conference in time.",
        "943 476 5918 fails its check digit",
        "Met on Monday with Social Worker and School Nurse, Leeds City Council.",
        "12 working days, limit 15",
        "Score 3.5 of 4; see [chronology]",
        "mother said that home is safe",
    ],
)
def test_ordinary_audit_words_are_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("upn", "whole"),
    [
        ("H801200001001", True), ("U80120000100A", True), ("h801200001001", True), ("H8012000010011", False),
        ("H80120000100", False), ("H80120000A001", False), ("H80120000100I", False), ("", False), ("U801200001001", False),
    ],
)  # fmt: skip
def test_a_pupil_number_has_thirteen_signs_and_its_letter(upn: str, *, whole: bool) -> None:
    assert is_upn(upn) is whole


@pytest.mark.parametrize("number", ["", "943476591", "94347659190", "943476591A", "9434765918"])
def test_an_nhs_number_has_ten_digits(number: str) -> None:
    assert not is_nhs_number(number)


def test_of_two_readings_of_one_stretch_the_first_kind_is_taken() -> None:
    (one,) = find("jo.bloggs07700900123@example.org")
    assert one.what == "an e-mail address"
    two = find("Mrs Khan of LS1 4AP, and Amina Yusuf")
    assert [(found.what, found.neutral) for found in two] == [
        ("a person's name", "the person"), ("a postcode", "the address"), ("a person's name", "the person"),
    ]  # fmt: skip
    assert [found.start for found in two] == sorted(found.start for found in two)
    assert find("Amina’s School") == find("Section’s Adviser") == []


def test_check_digits() -> None:
    assert is_nhs_number("943 476 5919")
    assert not is_nhs_number("943 476 5918")
    assert not is_nhs_number("94347659190")
    upn = "80120000100" + "1"
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    check = letters[sum(weight * int(digit) for weight, digit in zip(range(2, 14), upn, strict=True)) % 23]
    assert is_upn(check + upn)
    assert not is_upn(("B" if check != "B" else "C") + upn)


@given(st.text())
def test_spans_are_inside_and_apart_whatever_the_text(text: str) -> None:
    found = find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.lists(st.sampled_from([text for text, _, _ in KINDS]), max_size=4).map(". ".join))
def test_replacing_one_after_the_other_ends(text: str) -> None:
    for _ in range(20):
        found = find(text)
        if not found:
            return
        text = replaced(text, found[0])
    raise AssertionError(text)


def most_steps(pattern: re.Pattern[str]) -> int:
    """Return how often the parts of a pattern can be repeated at one place of a text, nested ones multiplied."""

    def most(part: Any) -> int:
        if isinstance(part, tuple) and len(part) == 2 and part[0] in (MAX_REPEAT, MIN_REPEAT):
            _least, times, inner = part[1]
            return int(times) * most(inner)
        parts = part if isinstance(part, list | tuple | SubPattern) else ()
        return max(1, sum(most(inner) for inner in parts))

    return most(parse(pattern.pattern, pattern.flags))


@pytest.mark.parametrize(
    "pattern", [kind[0] for kind in identifiers._KINDS], ids=[kind[1] for kind in identifiers._KINDS]
)
def test_what_one_place_of_a_text_costs_is_bounded(pattern: re.Pattern[str]) -> None:
    """So the whole costs no more than its length, however it is made; without a bound the number is beyond any."""
    assert most_steps(pattern) < 10_000


def test_many_identifiers_are_held_against_each_other_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = "rang 0113 496 0000, wrote to a.b@example.org. "
    looked_at = 0

    class Counted(bytearray):
        def __getitem__(self, at: Any) -> Any:
            nonlocal looked_at
            content = super().__getitem__(at)
            looked_at += len(content) if isinstance(content, bytearray) else 1
            return content

    monkeypatch.setattr(identifiers, "bytearray", Counted, raising=False)
    counts = []
    for times in (50, 100):
        looked_at = 0
        assert len(find(one * times)) == 2 * times
        counts.append(looked_at)
    assert counts[1] == 2 * counts[0]
