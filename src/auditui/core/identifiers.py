"""The identity watch: what in a text looks as if it could point to a person, and a neutral word for it.

It warns and never blocks; it can miss, and it can be wrong. Check digits are those of the NHS number
(modulus 11) and of the UPN (weights 2 to 13, modulus 23, DfE's check letters).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from auditui.core import names, schools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Identifier(NamedTuple):
    """A stretch of text that may point to a person: what it looks like, and what could stand in its place."""

    start: int
    end: int
    what: str
    neutral: str


# Every repetition has its most, so that a text costs so much a character, whatever it holds.
_GAP = r"[\s./-]{1,8}"
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?{_GAP}(?:\d{{1,2}}|[A-Za-z]{{3,9}}){_GAP}\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PHONE = re.compile(r"(?<![\w.])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)(?:\d[\s()-]{0,2}){8,9}\d(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE)
#: Behind its own name a pupil number need not be a right one.
_CALLED_UPN = re.compile(r"\b(?:UPN|pupil number)\W{0,4}([A-Z]\d{11}[\dA-Z])\b", re.IGNORECASE)
_BORN = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday)\W{{0,4}}((?:{_DAY}))", re.IGNORECASE
)

_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _nobody(_word: str) -> bool:
    return False


def find(text: str, known: Callable[[str], bool] = _nobody) -> list[Identifier]:
    """Return what looks like an identifier, in order; where two overlap the first kind listed here wins.

    E-mail, NHS number, UPN, phone, postcode, date of birth, school, name. `known` says whether a folded word is a first name.
    """
    kept: list[Identifier] = []
    taken = bytearray(len(text))
    for candidate in _candidates(text, known):
        start, end = candidate[:2]
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append(candidate)
    return sorted(kept)


def _candidates(text: str, known: Callable[[str], bool]) -> Iterator[Identifier]:
    for pattern, what, neutral, is_one in _KINDS:
        for match in pattern.finditer(text):
            if is_one(match[0]):
                yield Identifier(*match.span(pattern.groups), what, neutral)
    for start, end in schools.find(text):
        yield Identifier(start, end, "a school by its name", "the school")
    for start, end in names.find(text, known):
        yield Identifier(start, end, "a person's name", "the person")


def is_nhs_number(text: str) -> bool:
    """Whether ten digits (spaces and hyphens apart) carry the NHS number's check digit."""
    digits = [int(c) for c in text if c.isascii() and c.isdigit()]
    if len(digits) != 10:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return digits[9] == (0 if check == 11 else check)


def is_upn(text: str) -> bool:
    """Whether a letter and twelve characters carry the UPN's check letter."""
    upn = text.upper()
    if len(upn) != 13:
        return False
    last = upn[12]
    values = [int(c) for c in upn[1:12] if c.isdigit()]
    values.append(int(last) if last.isdigit() else _CHECK_LETTERS.find(last))
    if len(values) != 12 or min(values) < 0:
        return False
    total = sum(weight * value for weight, value in zip(range(2, 14), values, strict=True))
    return upn[0] == _CHECK_LETTERS[total % 23]


#: What is looked for, in order, how it is called, and what else must hold. Where a pattern has a group, that is meant.
_KINDS: tuple[tuple[re.Pattern[str], str, str, Callable[[str], bool]], ...] = (
    (_EMAIL, "an e-mail address", "an e-mail address", bool),
    (_TEN_DIGITS, "an NHS number", "the NHS number", is_nhs_number),
    (_UPN, "a unique pupil number", "the pupil number", is_upn),
    (_CALLED_UPN, "a unique pupil number", "the pupil number", bool),
    (_PHONE, "a phone number", "a phone number", bool),
    (_POSTCODE, "a postcode", "the address", bool),
    (_BORN, "a date of birth", "a date", bool),
)
