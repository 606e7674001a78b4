"""Two windows on one audit: each shows what the other wrote, and nothing typed in either is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditui.core.audits.entries import NoteWritten
from auditui.store import Store, StoreAddress
from auditui.ui.other_windows import Place, Windows
from auditui.ui.writer import Writer
from made import shipped
from recorded import audit_of

from .conftest import Open

CHECKLIST = "pathway-plan"


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit = audit_of(store, shipped(CHECKLIST))
        store.remember(auditor="A17", open_audit=audit, open_screen="score")
    return path, audit


async def test_each_window_shows_what_the_other_answered_and_says_so(
    begun: tuple[Path, str], open_app: Open
) -> None:
    title = shipped(CHECKLIST).items[0].title
    async with open_app(begun[0]) as one, open_app(begun[0]) as two:
        assert "1/16" in await one.press("3")
        shown = await two.look_around()
        assert "1/16" in shown
        assert f"Another window: {title}: Met" in shown
        assert "0/16" in await two.press("z")
        shown = await one.look_around()
        assert "0/16" in shown
        assert f"Another window: {title}: unanswered" in shown
        assert "Another window" not in await two.look_around(), "its own writing is no news to it"


async def test_an_item_that_is_open_in_both_is_said_before_anything_is_typed_over(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as one:
        async with open_app(begun[0]) as two:
            await two.look_around()
            assert "Another window has this open too" in await one.look_around()
            await two.press("j")
            await one.look_around()
            await two.look_around()
            assert "Another window has this open too" in await two.press("k"), "as the cursor comes to it"
            await one.press("c")
            assert "Another window is writing here" in await two.look_around()
            await two.press("c")
            assert "is writing this text too" in await two.settled()
            await two.press("escape")
        await one.press("escape", "j")
        assert one.app.windows.look() is False
        assert one.app.windows.elsewhere == (), "a window that was closed has nothing open"


async def test_a_text_untouched_here_becomes_what_the_other_window_wrote(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as one, open_app(begun[0]) as two:
        await one.press("c")
        await two.press("c")
        await one.type("Seen alone")
        await one.keep()
        shown = await two.look_around()
        assert "Another window wrote this text: here it is" in shown
        assert "Seen alone" in shown
        await two.type(" at home")
        await two.press("escape")
    item = shipped(CHECKLIST).items[0].id
    with Store.open(begun[0]) as store:
        assert store.audit(begun[1]).note(item, "comment") == "Seen alone at home"


async def test_of_two_texts_typed_at_once_both_are_in_the_history_and_both_windows_say_so(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as one, open_app(begun[0]) as two:
        await one.press("c")
        await two.press("c")
        await one.type("From one")
        await two.type("From two")
        await one.keep()
        await two.keep()
        for desk in (one, two):
            assert "Both are in its history (h)" in " ".join((await desk.look_around()).split())
        await one.type(" again")
        await one.press("escape")
        await two.press("escape")
        shown = await one.press("g", "h")
        assert "Comment: From one again" in shown
        assert "Comment: From two" in shown
        await one.press("j", "enter")
    with Store.open(begun[0]) as store:
        assert store.audit(begun[1]).note(shipped(CHECKLIST).items[0].id, "comment") == "From two"


async def test_the_lists_show_what_another_window_began(tmp_path: Path, open_app: Open) -> None:
    path = tmp_path / "s.db"
    async with open_app(path) as desk:
        with Store.open(path) as other:
            audit_of(other, shipped(CHECKLIST), case="C-77")
        assert "C-77" in await desk.look_around()


def test_a_window_that_was_killed_is_nowhere(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        place = json.dumps(["a1", "reason", ""])
        store.remember(
            **{"window:999999999:aa": place, "window:1:bb": place, "window:x:cc": place, "window:1:dd": "["}
        )
        writer = Writer(StoreAddress(tmp_path / "s.db"), saved=print, refused=print)
        windows = Windows(store, writer)
        windows.look()
        assert windows.elsewhere == (Place("a1", "reason", ""),)
        writer.stop()


async def test_what_was_written_while_a_note_is_opened_is_taken_into_it(
    begun: tuple[Path, str], open_app: Open
) -> None:
    item = shipped(CHECKLIST).items[0].id
    async with open_app(begun[0]) as desk:
        with Store.open(begun[0]) as other:
            other.record(NoteWritten(begun[1], "comment", "First.", item), by="A17")
        assert "First." in await desk.press("c")
