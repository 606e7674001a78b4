"""Days, months and lists as a page that is read aloud has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.periods import is_month, months_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(on: date) -> str:
    """Return a day: ``31 March 2027``."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def month(label: str) -> str:
    """Return a month such as 2026-04: ``April 2026``; what is none as it is."""
    return f"{_MONTHS[int(label[5:]) - 1]} {label[:4]}" if is_month(label) else label


def months(label: str) -> str:
    """Return the months of a window or period: ``April to September 2026``, ``April 2025 to March 2026``."""
    first, _, last = label.partition(" to ")
    if not last:
        first, last = months_of(label)
    if first == last:
        return month(first)
    start = _MONTHS[int(first[5:]) - 1] if is_month(first) and first[:4] == last[:4] else month(first)
    return f"{start} to {month(last)}"


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(count: int) -> str:
    """Return a number as a sentence has it: in words up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def value(number: float, places: int = 3) -> str:
    """Return a plain number with the decimals it has, at most so many: ``1,234``, ``95.5``."""
    written = f"{number:,.{places}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
