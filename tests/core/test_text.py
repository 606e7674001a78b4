from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.text import one_line, visible, whole
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


def test_a_line_is_cut_at_its_width_and_not_before() -> None:
    assert one_line("abc", 3) == "abc"
    assert one_line("abcd", 3) == "ab…"
    assert one_line("abcd", 1) == "…"
    assert one_line("abcd", 0) == "…"
    assert one_line("a \n\t b" + "c" * 200) == "a b" + "c" * 200


@pytest.mark.parametrize(
    "hidden", ["\x7f", "\x9f", "\u061c", "\u200b", "\u2028", "\u2060", "\ufff9", "\U000e0001", "\ud800"]
)
def test_what_hides_or_turns_text_is_shown_as_a_sign(hidden: str) -> None:
    assert visible(f"a{hidden}b") == "a�b"


def test_tabs_and_ends_of_lines_stay_and_other_controls_are_pictures() -> None:
    assert visible("a\tb\nc\x00\x1f ") == "a\tb\nc␀␟ "


def test_what_no_file_can_hold_is_stored_as_a_question_mark() -> None:
    assert whole("é\ud800家") == "é\ufffd家"


def test_escape_is_shown_as_its_picture() -> None:
    assert visible("\x1b[31m") == "␛[31m"
    assert visible("a\u202eb") == "a�b"
