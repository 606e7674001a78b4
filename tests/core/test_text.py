from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.text import one_line, visible
from made import HOSTILE


@given(st.text())
def test_nothing_that_acts_on_a_terminal_passes(text: str) -> None:
    shown = visible(text)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in shown)
    assert not set(shown) & {chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF)}


@given(st.text(st.characters(whitelist_categories=["L", "N", "P", "Zs"])))
def test_ordinary_text_passes_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text, 40)
    assert len(line) <= 40
    assert "\n" not in line
    assert "\x1b" not in line


def test_escape_is_shown_as_its_picture() -> None:
    assert visible("\x1b[31m") == "␛[31m"
    assert visible("a\u202eb") == "a�b"
