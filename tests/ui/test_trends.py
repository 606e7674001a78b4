from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from auditui import demo
from auditui.core.errors import StoreError
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.report.table import as_json
from auditui.report.trend import as_table, trend
from auditui.store import Store
from ui.conftest import Desk, Open


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("council") / "c.db"
    demo.make(path, audits=200, seed=7, progress=lambda *_: None)
    return path


async def shown(desk: Desk, *keys: str) -> str:
    """Press keys and wait until the thread that reads the figures is done."""
    await desk.press(*keys)
    await desk.app.workers.wait_for_complete()
    return await desk.settled()


async def test_a_lead_goes_from_a_trend_to_an_item_to_its_audits_and_to_their_answers(
    open_app: Open, council: Path
) -> None:
    async with open_app(council) as desk:
        text = await shown(desk, "t")
        assert "standard met · all teams · " in text
        assert any(line.rstrip().endswith("…") for line in text.splitlines() if "standard met" in line)
        assert "Small counts are shown" in text
        assert "n counted" in text
        text = await shown(desk, "i", "i", "i")
        assert "Identity recorded · all teams" in text
        text = await shown(desk, "t")
        assert "Identity recorded · Disability" in text
        text = await shown(desk, "enter")
        assert "Identity recorded" in text.splitlines()[0]
        assert "Disability" in text.splitlines()[1]
        text = await shown(desk, "enter")
        assert "finished" in text.splitlines()[0]
        text = await shown(desk, "escape", "escape")
        assert "Identity recorded · Disability" in text


async def test_the_screen_gives_the_numbers_that_the_data_give(open_app: Open, council: Path) -> None:
    async with open_app(council, (120, 60)) as desk:
        text = await shown(desk, "t", "i")
        with Store.open(council) as store:
            drawn = trend(store, Selection(), Series("culture-and-identity", good=True), begins=4)
        rows = json.loads(as_json(as_table(drawn)))
        assert rows
        for row in rows:
            (line,) = [
                row_line for row_line in text.splitlines() if row_line.strip().startswith(row["period"])
            ]
            assert f"{row['met']} of {row['counted']}" in line
            assert f"{row['percent']:.0f} %" in line
            assert f"{row['low']:.0f}-{row['high']:.0f}" in line
        assert f"Since the beginning: {drawn.verdicts.beginning.word}." in text
        assert f"Lately: {drawn.verdicts.lately.word}." in text


async def test_the_chart_takes_the_whole_screen_and_gives_it_back(open_app: Open, council: Path) -> None:
    async with open_app(council) as desk:
        small = await shown(desk, "t")
        large = await shown(desk, "m")
        assert " of " in small.splitlines()[-2]
        assert "%" not in large.splitlines()[-2]
        assert await shown(desk, "m") == small


async def test_what_is_written_and_copied_hides_small_counts(
    open_app: Open, council: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app(council) as desk:
        await shown(desk, "t", "i", "i", "i", "y")
        assert desk.app.clipboard.startswith("Half-year")
        await desk.press("e", *(["backspace"] * 10))
        path = tmp_path / "t.json"
        text = await desk.type("t.json")
        text = await shown(desk, "enter")
        assert "hidden" in text
        assert f"Wrote{path}" in "".join(text.split()), "where to is said whole"
        rows = json.loads(path.read_text("utf-8"))
        assert all(row["counted"] > 5 for row in rows)
        with Store.open(council) as store:
            (released,) = store.db.execute("SELECT form, released_by FROM releases").fetchall()
        assert released[0] == "clipboard"


async def test_an_export_that_cannot_be_is_said_and_asked_again(open_app: Open, council: Path) -> None:
    async with open_app(council) as desk:
        await shown(desk, "t", "e")
        text = await shown(desk, "x", "enter")
        assert "It ends in one of" in text
        assert "\nx\n" in text, "typing replaced what stood there"
        assert "Write to which file?" in text


async def test_without_finished_audits_the_screen_says_what_to_do(open_app: Open, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with Store.open(path, create=True):
        pass
    async with open_app(path) as desk:
        assert "No audit is finished yet" in await shown(desk, "t")
        assert "no period here" in await shown(desk, "enter")
        await shown(desk, "i", "c", "p", "m", "y", "e", "t")


async def test_a_trend_that_cannot_be_read_says_so_and_shows_no_other_under_its_name(
    open_app: Open, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(council) as desk:
        assert "n counted" in await shown(desk, "t")

        def unread(*_: object, **__: object) -> None:
            raise StoreError("The store is in use by another program", "Try again")

        monkeypatch.setattr("auditui.ui.screens.trends.trend", unread)
        text = await shown(desk, "c")
        assert "The store is in use by another program" in text
        assert "n counted" not in text
        assert " of " not in text

        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("auditui.ui.screens.trends.trend", broken)
        assert "This trend could not be read (ZeroDivisionError)" in await shown(desk, "i")
        assert desk.app.return_code is None


async def test_while_a_trend_is_read_the_one_before_is_not_shown_under_its_name(
    open_app: Open, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slow(*arguments: Any, **named: Any) -> object:
        go_on.wait(10)
        return trend(*arguments, **named)

    async with open_app(council) as desk:
        assert "n counted" in await shown(desk, "t")
        monkeypatch.setattr("auditui.ui.screens.trends.trend", slow)
        text = await desk.press("c")
        assert "Reading" in text
        assert "n counted" not in text
        go_on.set()
        assert "n counted" in await shown(desk)


async def test_painting_the_audits_of_a_period_reads_no_audit(
    open_app: Open, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(council) as desk:
        await shown(desk, "t", "i", "i", "i", "enter")
        read: list[str] = []
        really = Store.audit

        def audit(self: Store, audit_id: str) -> object:
            read.append(audit_id)
            return really(self, audit_id)

        monkeypatch.setattr(Store, "audit", audit)
        await desk.pilot.resize_terminal(100, 30)
        text = await shown(desk, "down")
        assert "Met" in text or "Not met" in text
        assert read == []
