"""What is shown is true, and fits the room there is: keys, times, texts, and what stands beside an item."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.color import Color
from textual.widget import Widget

from auditui.core.audits.amendments import ActionDropped
from auditui.core.audits.entries import ActionAdded, ActionDone, ConcernRaised, NoteWritten
from auditui.store import Store, new_id
from made import FOUR, shipped
from recorded import finished_audit

from .conftest import Open

PATHWAY = shipped("pathway-plan")
FIRST = PATHWAY.items[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


@pytest.fixture
def an_hour_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC-1")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def draft(path: Path, case: str = "C-1") -> str:
    with Store.open(path) as store:
        audit = store.begin_audit(PATHWAY, case=case, team="North", by="A17")
        store.remember(auditor="A17", open_audit=audit, open_item=FIRST.id, open_screen="score")
        return audit


def keys(shown: str) -> str:
    return shown.splitlines()[-1]


async def test_with_room_an_items_note_history_last_time_and_actions_stand_beside_it(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        finished_audit(store, PATHWAY, case="C-1", team="North")
    audit = draft(path)
    with Store.open(path) as store:
        store.record(
            NoteWritten(audit, "comment", "said in the minutes", FIRST.id),
            ActionAdded(new_id(), audit, "Ask the GP", "IRO", "2099-01-01", FIRST.id),
            by="A17",
        )
    async with open_app(path, (120, 40)) as desk:
        await desk.press("3")
        shown = await desk.press("k")
        for words in ("Notes", "Last time", "History of this item", "→", "Ask the GP"):
            assert shown.count(words) == 1, words
        assert shown.count("said in the minutes") == 2, "as it stands, and in the history"
    async with open_app(path, (80, 40)) as desk:
        shown = await desk.settled()
        assert "said in the minutes" in shown
        assert "History of this item" not in shown


@pytest.mark.parametrize("size", [(80, 60), (120, 40)])
async def test_an_action_that_was_dropped_is_not_shown_as_done(
    path: Path, open_app: Open, size: tuple[int, int]
) -> None:
    audit = draft(path)
    with Store.open(path) as store:
        for n, what in enumerate(("Ask the GP", "Write to school", "See her")):
            store.record(ActionAdded(f"x{n}", audit, what, "IRO", "2099-01-01", FIRST.id), by="A17")
        store.record(ActionDropped("d0", "x0", "moved"), ActionDone("d1", "seen", "x1"), by="A17")
    async with open_app(path, size) as desk:
        shown = await desk.settled()
        assert (shown.count("✓"), shown.count("✗")) == (1, 1)
        finish = await desk.press("f")
        assert (finish.count("✓"), finish.count("✗")) == (1, 1)


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_the_key_bar_always_has_safety_help_and_the_way_back(
    path: Path, open_app: Open, width: int
) -> None:
    draft(path)
    async with open_app(path, (width, 24)) as desk:
        shown = keys(await desk.settled())
        assert "! Concern" in shown
        assert "? Help" in shown
        assert "esc Home" in shown
        assert "c Comment" in shown
        assert ("h History" in shown) == (width >= 200)
        assert "r Reopen" not in shown, "the audit is open"


async def test_the_keys_of_a_finished_audit_are_those_that_do_something(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit = finished_audit(store, PATHWAY, case="C-1", team="North")
        store.remember(auditor="A17", open_audit=audit, open_screen="score")
    async with open_app(path, (120, 30)) as desk:
        shown = keys(await desk.settled())
        assert "r Reopen" in shown
        assert "Answer" not in shown
        assert "Comment" not in shown


async def test_the_key_bar_names_no_answer_that_the_item_does_not_take(path: Path, open_app: Open) -> None:
    draft(path)
    async with open_app(path, (200, 30)) as desk:
        shown = keys(await desk.settled())
        assert (not FIRST.not_applicable, "n N/A" in shown, "u Not recorded" in shown) == (True, False, True)
        assert "n N/A" in keys(await desk.press("j"))


async def test_r_on_the_finish_screen_reopens_as_it_says(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit = finished_audit(store, PATHWAY, case="C-1", team="North")
        store.remember(auditor="A17", open_audit=audit, open_screen="finish")
    async with open_app(path) as desk:
        assert "r reopens it" in await desk.settled()
        await desk.press("r")
        await desk.type("a slip")
        shown = await desk.press("enter")
        assert desk.app.store.audit(audit).state == "reopened"
        assert "Judge" in keys(shown)


async def test_what_is_said_leaves_the_keys_in_sight(path: Path, open_app: Open) -> None:
    draft(path)
    async with open_app(path) as desk:
        shown = await desk.press("r")
        assert "This audit is open already" in shown
        assert "? Help" in keys(shown)


async def test_open_concerns_of_an_audit_are_shown_before_another_is_raised(
    path: Path, open_app: Open
) -> None:
    audit = draft(path)
    with Store.open(path) as store:
        store.record(
            ConcernRaised(new_id(), audit, "Bruises", "manager", "2026-03-02 10:00", FIRST.id), by="A17"
        )
    async with open_app(path) as desk:
        assert "Bruises" in await desk.press("exclamation_mark")
        assert "What is the concern?" in await desk.press("n")
    async with open_app(path) as desk:
        await desk.press("exclamation_mark", "enter")
        await desk.type("seen by a doctor")
        await desk.press("enter")
        await desk.press("escape")
        assert "What is the concern?" in await desk.press("exclamation_mark"), (
            "it is answered, so nothing waits"
        )


async def test_history_is_in_local_time_and_says_so(path: Path, open_app: Open, an_hour_ahead: None) -> None:
    draft(path)
    async with open_app(path) as desk:
        before = datetime.now(UTC)
        await desk.press("3", "k")
        shown = await desk.press("h")
        ahead = f"{(before.hour + 1) % 24:02}:"
        assert ahead in shown
        assert "local time" in shown
        assert "UTC" not in shown


async def test_no_sum_stands_over_an_audit_with_items_left(path: Path, open_app: Open) -> None:
    draft(path)
    async with open_app(path) as desk:
        shown = " ".join((await desk.press("3", "f", "3")).split())
        assert "1 of 16 items are answered: there is no sum before all are." in shown
        assert "Score:" not in shown


async def test_a_reason_that_one_key_takes_stands_there_before_it_is_taken(
    path: Path, open_app: Open
) -> None:
    checklist, item = next(
        (shipped(name), item)
        for name in FOUR
        for item in shipped(name).items
        if len(item.not_applicable) == 1
    )
    with Store.open(path) as store:
        audit = store.begin_audit(checklist, case="C-1", team="North", event="2026-03-02", by="A17")
        store.remember(auditor="A17", open_audit=audit, open_item=item.id, open_screen="score")
    async with open_app(path, (100, 60)) as desk:
        assert f"n not applicable: {item.not_applicable[0]}"[:40] in await desk.settled()


async def test_every_theme_paints_every_colour_apart_from_what_is_behind_it(
    path: Path, open_app: Open
) -> None:
    draft(path)
    async with open_app(path) as desk:
        for name in ("dark", "light", "high contrast"):
            desk.app.choose_theme(name)
            await desk.settled()
            item = desk.app.screen.query_one("#item", Widget)
            for style in ("key", "good", "bad", "head", "given"):
                painted = item.get_component_rich_style(f"page--{style}")
                text, behind = Color.from_rich_color(painted.color), Color.from_rich_color(painted.bgcolor)
                assert abs(text.brightness - behind.brightness) > 0.25, (name, style)


async def test_an_audit_opened_by_its_case_is_laid_out_for_the_room_there_is(
    path: Path, open_app: Open
) -> None:
    draft(path)
    with Store.open(path) as store:
        store.remember(auditor="A17", open_audit="")
    async with open_app(path, (120, 40)) as desk:
        await desk.press("ctrl+p")
        await desk.type("c-1")
        shown = await desk.settled()
        shown = await desk.press("enter")
        assert "History of this item" in shown
        assert "Nothing has been said of this" in shown, "words stand whole"
        assert shown == await desk.press("j", "k")
