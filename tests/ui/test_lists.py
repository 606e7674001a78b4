"""The lists of a council: found, narrowed, sorted; actions and concerns; and what begins an audit."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from auditui.core.audits.entries import (
    ActionAdded,
    ActionDone,
    AnswerGiven,
    CaseListed,
    ConcernRaised,
    FrameImported,
)
from auditui.store import Store, new_id, session
from auditui.ui.columns import Columns, Heading
from auditui.ui.list_rows import audit_rows
from auditui.ui.long_list import Windowed
from auditui.ui.screens.home import HomeScreen
from made import best, shipped
from recorded import audit_of, finished_audit

from .conftest import Open

PATHWAY = shipped("pathway-plan")
STRATEGY = shipped("strategy-discussion")
WIDE = (120, 40)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


def list_cases(store: Store, number: int, theme: str, frame: str, prefix: str) -> None:
    cases = [CaseListed(f"{frame}{n}", frame, f"{prefix}{n:05}", "", "North") for n in range(number)]
    store.record(FrameImported(frame, "list", theme, "0", "2026-03-02", number, number, 0), *cases, by="A17")


def test_a_window_is_read_where_one_looks_and_nowhere_else() -> None:
    asked: list[int] = []

    def read(ids: object) -> dict[str, str]:
        assert isinstance(ids, list)
        asked.append(len(ids))
        return {name: name.upper() for name in ids}

    rows = Windowed([f"id{n}" for n in range(50_000)], read, "gone")
    assert (len(rows), rows[49_999], rows[-1], rows[49_990]) == (50_000, "ID49999", "ID49999", "ID49990")
    assert asked == [16]
    for at in range(20):
        assert rows[at] == f"ID{at}"
    assert asked == [16, 64]


def test_a_record_that_is_gone_leaves_the_others_in_their_places() -> None:
    rows = Windowed(["a", "b", "c"], lambda ids: {name: name for name in ids if name != "b"}, "gone")
    assert list(rows) == ["a", "gone", "c"]


def test_columns_fit_80_and_use_200_and_keep_both_ends_of_a_long_name() -> None:
    headings = (Heading("Case", 8, 18), Heading("Team", 12, 36, middle=True), Heading("Judgement", 20, 20, 1))
    row = ("C-1", "Children with Disabilities Team 2", "Requires improvement")
    assert Columns(headings, 34).line(row) == "C-1          Children w…ies Team 2"
    assert len(Columns(headings, 60).head.rstrip()) <= 60
    assert "Children with Disabilities Team 2" in Columns(headings, 200).line(row)
    assert Columns(headings, 200, [row]).line(row).index("Requires") == 8 + 2 + 33 + 2


async def test_every_case_is_found_by_its_reference_however_many_there_are(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        list_cases(store, 700, "culture-and-identity", "f", "C")
        list_cases(store, 3, STRATEGY.theme, "g", "S")
        finished_audit(store, PATHWAY, case="S-DONE1", team="North")
    async with open_app(path) as desk:
        assert "Cases to audit 703" in await desk.press("w")
        await desk.press("slash")
        await desk.type("s00002")
        shown = await desk.press("enter")
        assert "Cases to audit 1 " in shown
        assert "S00002" in shown
        assert STRATEGY.title[:9] in shown, "by the checklist's own title"
        await desk.press("slash", *["backspace"] * 6)
        await desk.type("DONE")
        shown = await desk.press("enter")
        assert "S-DONE1" in shown, "the list that holds it is shown"
        assert "Finished 1" in shown
        assert "Cases to audit 703" in await desk.press("backspace")


async def test_a_long_list_moves_by_reading_windows_only(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        list_cases(store, 3_000, "culture-and-identity", "f", "C")
    async with open_app(path) as desk:
        await desk.press("w")
        seen: list[str] = []
        desk.app.store.db.set_trace_callback(seen.append)
        await desk.press("down", "down", "pagedown", "up")
        assert seen == []
        assert "C02999" in await desk.press("G")
        assert len(seen) <= 2
        desk.app.store.db.set_trace_callback(None)
        assert "C00000" in await desk.press("g")


async def test_the_cursor_stays_on_its_case_when_others_come_and_go(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        list_cases(store, 5, "culture-and-identity", "f", "C")
    async with open_app(path) as desk:
        await desk.press("w", "down", "down")
        with Store.open(path) as other:
            other.begin_audit(shipped("culture-and-identity"), case="C00000", team="North", by="A18")
        assert isinstance(desk.app.screen, HomeScreen)
        desk.app.screen.load()
        assert desk.app.screen.rows[desk.app.screen.at].ref == "C00002"


async def test_lists_have_headings_progress_and_days(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit = store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
        store.record(*(AnswerGiven(audit, best(item)) for item in PATHWAY.items[:11]), by="A17")
        finished_audit(store, PATHWAY, case="C-2", team="North")
    async with open_app(path) as desk:
        shown = await desk.settled()
        assert "Case" in shown
        heads = next(line for line in shown.splitlines() if line.startswith(" Case  "))
        assert {"Checklist", "Team", "Answered", "Days"} <= set(heads.split())
        assert "11 of 16" in shown
        assert "Judgement" in await desk.press("f")


async def test_lists_are_narrowed_to_a_checklist_and_team_and_sorted(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        for case, team, checklist in (
            ("C-3", "South", PATHWAY),
            ("C-1", "North", PATHWAY),
            ("C-2", "North", STRATEGY),
        ):
            store.begin_audit(checklist, case=case, team=team, by="A17", event="2026-03-02")
    async with open_app(path) as desk:
        shown = await desk.press("o")
        assert "North" in shown
        assert "more than a week ago" in shown
        await desk.press("down", "down", "enter")  # the first team, below two checklists
        shown = await desk.press("escape")
        assert "Only North." in shown
        assert "Drafts 2" in shown
        assert "C-3" not in shown
        await desk.press("o", "end", "up", "up", "enter", "escape")
        assert "Only North, by reference" in await desk.settled()
        shown = await desk.press("backspace")
        assert "Drafts 3" in shown
        assert "Only" not in shown.replace("o Only", "")


async def test_where_a_list_is_empty_the_one_that_is_not_is_narrowed(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        list_cases(store, 2, PATHWAY.theme, "f", "P")
    async with open_app(path) as desk:
        assert "Drafts 0" in await desk.press("d")
        shown = await desk.press("o")
        assert (PATHWAY.title in shown, "North" in shown) == (True, True)


async def test_a_team_that_the_list_of_another_checklist_names_is_filled_in(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        list_cases(store, 2, PATHWAY.theme, "f", "P")
        store.remember(auditor="A17", checklist=STRATEGY.id, team="South")
    async with open_app(path) as desk:
        await desk.press("n", "enter")
        await desk.type("P00001")
        shown = await desk.press("enter")
        assert ("North" in shown, "South" in shown) == (True, False)


async def test_a_reference_that_begins_with_a_first_name_is_asked_about_once(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        store.remember(auditor="A17", checklist=PATHWAY.id, team="South")
    async with open_app(path) as desk:
        await desk.press("n", "enter")
        await desk.type("LEE 2011")
        assert "LEE looks like a person" in " ".join((await desk.press("f2")).split())
        assert desk.app.store.number_of_audits() == 0
        await desk.press("f2")
        assert desk.app.store.number_of_audits() == 1


async def test_m_shows_only_ones_own_audits(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
        store.begin_audit(PATHWAY, case="C-2", team="North", by="A18")
        store.remember(auditor="A17")
    async with open_app(path) as desk:
        shown = await desk.press("m")
        assert "Drafts 1" in shown
        assert "C-2" not in shown
        assert "C-2" in await desk.press("m")


async def test_actions_have_a_screen_mine_overdue_closed_and_by_team(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        own = store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
        other = store.begin_audit(PATHWAY, case="C-2", team="South", by="A18")
        done = new_id()
        store.record(
            ActionAdded(new_id(), own, "Ask the GP", "team manager", "2099-01-01", PATHWAY.items[2].id),
            *(ActionAdded(new_id(), other, "Call the school", "IRO", "2026-01-01", ""),),
            ActionAdded(done, other, "Visit", "IRO", "2026-01-02", ""),
            *(ActionDone(new_id(), "visited", done),),
            by="A18",
        )
        store.remember(auditor="A17")
    async with open_app(path, WIDE) as desk:
        shown = await desk.press("a")
        assert "o Open 2 " in shown
        assert "v Overdue 1" in shown, "each view with its key"
        assert "Ask the GP" in await desk.press("m")
        assert "Call the school" not in await desk.settled()
        shown = await desk.press("v")
        assert "Call the school" in shown
        assert "Ask the GP" not in shown
        assert "✓ visited" in await desk.press("f")
        shown = await desk.press("o", "t")
        assert "Call the school" not in shown
        await desk.press("d")
        await desk.type("letter sent")
        await desk.press("enter")
        assert [action.proof for action in desk.app.store.actions(own)] == ["letter sent"]
        shown = await desk.press("f", "enter")
        assert PATHWAY.items[2].question[:30] in shown
        assert "✓ 2099-01-01" in shown


async def test_concerns_are_narrowed_to_a_team_and_open_their_audit(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        for case, team in (("C-1", "North"), ("C-2", "South")):
            audit = store.begin_audit(PATHWAY, case=case, team=team, by="A17")
            store.record(
                ConcernRaised(new_id(), audit, f"of {case}", "manager", "2026-03-02 10:00"), by="A17"
            )
    async with open_app(path) as desk:
        shown = await desk.press("exclamation_mark")
        assert "2 not answered" in shown
        shown = await desk.press("t", "t")
        assert "of C-2" in shown
        assert "of C-1" not in shown
        assert "C-2 · South" in await desk.press("o")


async def test_the_palette_finds_audits_cases_actions_and_themes(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit = store.begin_audit(PATHWAY, case="X-77", team="North", by="A17")
        store.record(ActionAdded(new_id(), audit, "Ask the GP", "IRO", "2099-01-01", ""), by="A17")
        list_cases(store, 800, STRATEGY.theme, "g", "X-77")
    async with open_app(path, WIDE) as desk:
        await desk.press("ctrl+p")
        await desk.type("x-77")
        for _ in range(3):
            shown = await desk.settled()
        assert "X-77 · Pathway plans · draft, 0 of 16 answered" in shown
        assert "waits to be audited" in shown
        await desk.press("escape", "ctrl+p")
        await desk.type("high contrast")
        await asyncio.sleep(0)
        for _ in range(3):
            shown = await desk.settled()
        assert "Theme: high contrast" in shown
        await desk.press("down", "enter")
        assert desk.app.theme == "high-contrast"
    async with open_app(path, WIDE) as desk:
        assert desk.app.theme == "high-contrast", "remembered for this user"


async def test_beginning_remembers_checklist_and_team_and_joins_the_spelling_of_a_team(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        store.begin_audit(STRATEGY, case="C-1", team="North", event="2026-03-02", by="A17")
        store.remember(auditor="A17", checklist=STRATEGY.id, team="North")
    async with open_app(path) as desk:
        shown = await desk.press("n")
        assert "North" in shown
        await desk.press("enter")
        await desk.type("C-9")
        await desk.press("enter", "enter", *["backspace"] * 5)
        await desk.type("north")
        shown = await desk.press("f2")
        assert "C-9 · North · Strategy" in shown


async def test_a_second_audit_of_a_case_is_asked_about_before_it_begins(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        store.begin_audit(PATHWAY, case="C-1", team="North", by="A18")
        store.remember(auditor="A17", checklist=PATHWAY.id, team="North")
    async with open_app(path) as desk:
        await desk.press("n", "enter")
        await desk.type("C-1")
        shown = " ".join((await desk.press("f2")).split())
        assert "An audit of case C-1 with Pathway plans is begun already, by A18 on 20" in shown
        assert desk.app.store.number_of_audits() == 1
        await desk.press("f2")
        assert desk.app.store.number_of_audits() == 2


async def test_a_press_on_a_choice_chooses_it(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_of(store, PATHWAY)
    async with open_app(path) as desk:
        await desk.press("o")
        await desk.pilot.click("#list", offset=(4, 4))
        shown = await desk.press("enter")
        assert sum(line.startswith(" ▸") for line in shown.splitlines()) == 2, "it, and the usual order"


async def test_a_line_that_is_gone_cannot_be_withdrawn_and_says_so(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_of(store, PATHWAY)
    async with open_app(path) as desk:
        home = desk.app.screen
        assert isinstance(home, HomeScreen)
        home.rows = Windowed(["gone"], lambda _ids: {}, None)
        assert "not there any more" in await desk.press("W")


def test_the_line_of_a_withdrawn_audit_is_read_by_its_id(path: Path) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, PATHWAY)
        session(store, audit, "A17").withdraw("begun twice")
        assert list(audit_rows(store, [audit])) == [audit]
        assert store.audits() == []


async def test_concerns_are_one_key_away_on_every_screen_that_lists_something(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        store.remember(auditor="A17")
        store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    for keys in (("a",), ("t",), ("o",), ("enter", "h"), ("enter", "A")):
        async with open_app(path) as desk:
            assert "! Concern" in (await desk.press(*keys)).splitlines()[-1], keys
            assert "No immediate concern" in await desk.press("exclamation_mark"), keys
            await desk.press("escape")
            assert "! Concern" in (await desk.settled()).splitlines()[-1], "and the way back is where one was"
