"""The keys that say something again, differently."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from auditui.core.audits.entries import ConcernRaised, NoteWritten
from auditui.core.settings import Settings
from auditui.core.typed_dates import spoken
from auditui.store import Store, new_id
from auditui.ui.widgets.line_input import LineInput
from made import SHIPPED, shipped
from recorded import audit_of, finished_audit

from .conftest import Open

CHECKLIST = "pathway-plan"
FIRST, SECOND = (item.id for item in shipped(CHECKLIST).items[:2])


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit = audit_of(store, shipped(CHECKLIST))
        store.remember(auditor="A17", open_audit=audit, open_screen="score")
    return path, audit


@pytest.fixture
def finished(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit = finished_audit(store, shipped(CHECKLIST), team="North", case="C-7")
        store.remember(auditor="A17", open_audit=audit, open_screen="finish")
    return path, audit


async def test_a_note_wiped_by_one_key_comes_back_by_undo(begun: tuple[Path, str], open_app: Open) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("c")
        await desk.type("Seen at home")
        await desk.press("escape", "c", "ctrl+a", "ctrl+k", "escape")
        assert desk.app.store.audit(begun[1]).note(FIRST, "comment") == ""
        assert "Comment" in await desk.press("z")
        assert desk.app.store.audit(begun[1]).note(FIRST, "comment") == "Seen at home"


async def test_undo_in_a_note_goes_back_past_its_opening(begun: tuple[Path, str], open_app: Open) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("c")
        await desk.type("Seen at home")
        await desk.press("escape", "c", "ctrl+u", "escape")
        shown = await desk.press("c", "ctrl+z")
        assert "Seen at home" in shown
        await desk.press("escape")
        assert desk.app.store.audit(begun[1]).note(FIRST, "comment") == "Seen at home"


async def test_an_answer_of_the_history_is_said_again(begun: tuple[Path, str], open_app: Open) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("3", "k", "1", "k")
        shown = await desk.press("h")
        assert "unanswered → Met" in shown
        assert "Restored: " in await desk.press("j", "enter")
        assert desk.app.store.audit(begun[1]).answers[FIRST].value == "met"


async def test_what_stands_is_not_said_again_and_not_called_restored(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("3", "k")
        entries = len(desk.app.store.history(begun[1]))
        assert "This is what stands: " in await desk.press("h", "enter")
        assert len(desk.app.store.history(begun[1])) == entries


async def test_a_comment_straight_after_an_answer_is_about_the_item_answered(
    begun: tuple[Path, str], open_app: Open
) -> None:
    titles = [item.title for item in shipped(CHECKLIST).items]
    async with open_app(begun[0]) as desk:
        assert f"Comment: {titles[0]}" in await desk.press("3", "c")
        await desk.type("So.")
        assert "2 of 16" in await desk.press("escape"), "and the cursor is where it had gone on to"
        assert f"Comment: {titles[1]}" in await desk.press("c")
        await desk.press("escape", "j", "k")
        assert f"Comment: {titles[1]}" in await desk.press("c")
        audit = desk.app.store.audit(begun[1])
        assert (audit.note(FIRST, "comment"), audit.note(SECOND, "comment")) == ("So.", "")


async def test_evidence_is_named_document_by_document(begun: tuple[Path, str], open_app: Open) -> None:
    async with open_app(begun[0]) as desk:
        for document in ("Plan 4711", "Minutes"):
            await desk.press("l")
            await desk.type(document)
            await desk.press("enter")
            await desk.type("3/2/2026")
            await desk.press("enter")
        assert (
            desk.app.store.audit(begun[1]).note(FIRST, "evidence")
            == "2026-02-03 Plan 4711\n2026-02-03 Minutes"
        )
        assert "Evidence" in await desk.settled()


async def test_an_audit_is_withdrawn_and_brought_back_with_reasons(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("W")
        await desk.type("begun twice")
        assert "withdrawn" in await desk.press("enter")
        assert "brings it back" in await desk.press("3")
        await desk.press("r")
        await desk.type("it was not")
        await desk.press("enter")
        assert "1/16" in await desk.press("3")
        await desk.press("escape", "W")
        await desk.type("begun twice")
        shown = await desk.press("enter")
        assert "No drafts" in shown
        assert "R shows it, and brings it back" in " ".join(shown.split())


async def test_withdrawn_audits_are_listed_looked_at_and_brought_back(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        assert "No audit has been withdrawn" in await desk.press("escape", "R")
        await desk.press("escape", "W")
        await desk.type("begun twice")
        shown = await desk.press("enter", "R")
        assert ("Withdrawn audits" in shown, "C-1" in shown) == (True, True)
        assert "withdrawn" in await desk.press("enter")
        await desk.press("escape", "r")
        await desk.type("it was not")
        assert "No audit has been withdrawn" in await desk.press("enter")
        assert "Drafts 1" in await desk.press("escape")


async def test_reference_date_and_team_are_corrected(begun: tuple[Path, str], open_app: Open) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("C")
        await desk.type("C-12")  # typing replaces what stands there
        await desk.press("enter")
        await desk.type("3/2/2026")
        await desk.press("enter", "enter")
        await desk.type("mistyped")
        assert "C-12 · 2026-02-03 · North" in await desk.press("enter")


async def test_the_reply_is_added_to_a_finished_audit_which_stays_finished(
    finished: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(finished[0]) as desk:
        shown = await desk.press("end", "k", "enter")
        assert "Add to the finished audit. The worker's reply" in shown
        await desk.type("Agreed.")
        shown = await desk.press("enter")
        assert "Agreed." in shown
        assert desk.app.store.audit(finished[1]).state == "finished"
        assert [added.text for added in desk.app.store.additions()] == ["Agreed."]
        assert "reopen" in (await desk.press("g", "enter")).lower()


@pytest.mark.parametrize("way", [("A",), ("escape", "a")], ids=["of the audit", "of all audits"])
async def test_actions_are_changed_dropped_opened_again_and_done_wherever_they_are_listed(
    begun: tuple[Path, str], open_app: Open, way: tuple[str, ...]
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("a")
        for words in ("See", "worker", "1/12/2099"):
            await desk.type(words)
            await desk.press("enter")
        shown = await desk.press(*way)
        assert "worker, by 2099-12-01: See" in shown
        await desk.press("5", "c")
        await desk.type("See her")
        assert "worker, by 2099-12-01: See her" in await desk.press("enter", "enter", "enter")
        await desk.press("x")
        await desk.type("moved")
        shown = await desk.press("enter")
        assert "✗ moved" in shown
        assert "This action is dropped" in await desk.press("d")
        await desk.press("r")
        await desk.type("back")
        assert "open" in await desk.press("enter")
        await desk.press("d")
        await desk.type("seen on 2 May")
        assert "✓ seen on 2 May" in await desk.press("enter")
        assert [action.state for action in desk.app.store.actions()] == ["done"]


async def test_enter_on_an_action_of_this_audit_goes_back_to_its_item(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("j", "a")
        for words in ("See", "worker", "1/12/2099"):
            await desk.type(words)
            await desk.press("enter")
        shown = await desk.press("g", "A", "enter")
        assert shipped(CHECKLIST).items[1].question[:30] in shown
        assert len(desk.app.screen_stack) == 3, "the audit is open once"


async def test_a_concern_is_added_to(begun: tuple[Path, str], open_app: Open) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("exclamation_mark")
        for words in ("Not seen", "duty"):
            await desk.type(words)
            await desk.press("enter")
        await desk.press("enter", "escape", "exclamation_mark", "c")
        await desk.type("Seen since")
        assert "Seen since" in await desk.press("enter")


async def test_the_next_child_of_the_event_is_begun_from_this_one(
    begun: tuple[Path, str], open_app: Open
) -> None:
    assert SHIPPED
    async with open_app(begun[0]) as desk:
        await desk.press("3", "N")
        await desk.type("C-2")
        shown = await desk.press("enter")
        assert "C-2 · North · Pathway plans" in shown
        assert "came along" in shown
        lines = {line.case: line for line in desk.app.store.audits()}
        assert lines.keys() == {"C-1", "C-2"}
        assert desk.app.store.audit(lines["C-2"].id).begun_from == begun[1]


async def test_a_reference_said_later_on_a_screen_has_the_form_that_the_setting_asks(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0], settings=Settings(reference="X[0-9]{3}")) as desk:
        await desk.press("C", "ctrl+u")
        await desk.type("C-12")
        assert "no case reference of this council" in await desk.press("enter")
        await desk.press("ctrl+u")
        await desk.type("X123")
        await desk.press("enter", "enter", "ctrl+u")
        await desk.type("Sarah Jones")
        assert "unless it is a team" in await desk.press("enter")
        await desk.press("ctrl+u")
        await desk.type("north")
        await desk.press("enter")
        await desk.type("told by Sarah Jones")
        assert "looks like a person" in await desk.settled()
        await desk.press("enter", "N")
        assert desk.app.store.audit(begun[1]).case == "X123"
        assert desk.app.store.audit(begun[1]).team == "North", "as it is written already"
        await desk.type("C-13")
        assert "no case reference of this council" in await desk.press("enter")


async def test_an_addition_to_a_concern_is_watched_as_it_is_typed(
    begun: tuple[Path, str], open_app: Open
) -> None:
    with Store.open(begun[0]) as store:
        raised = ConcernRaised(new_id(), begun[1], "not seen", "manager", "2026-03-02 10:00")
        store.record(raised, by="A17")
    async with open_app(begun[0]) as desk:
        await desk.press("exclamation_mark", "c")
        assert "looks like a person" in await desk.type("Sarah Jones came")


@pytest.mark.parametrize("form", ["docx", "html", "md"])
async def test_the_finish_screen_writes_the_feedback_sheet(
    finished: tuple[Path, str], open_app: Open, tmp_path: Path, form: str
) -> None:
    sheet = tmp_path / f"sheet.{form}"
    async with open_app(finished[0], (120, 40)) as desk:
        asked = await desk.press("e")
        assert "Write the feedback sheet to which file?" in asked
        assert "feedback.docx" in asked
        desk.app.screen.query_one(LineInput).value = "sheet.txt"
        assert "It ends in one of" in await desk.press("enter")
        desk.app.screen.query_one(LineInput).value = str(sheet)
        assert "Wrote" in await desk.press("enter")
        before = sheet.read_bytes()
        await desk.press("e")
        desk.app.screen.query_one(LineInput).value = str(sheet)
        assert "is there already" in await desk.press("enter")
        assert sheet.read_bytes() == before
    if form != "docx":
        assert "Kind work." in before.decode()
        assert "What to change" in before.decode()


async def test_a_finished_audit_offers_nothing_of_its_history_and_no_judgement(
    finished: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(finished[0]) as desk:
        assert "goes on to the judgement" not in await desk.press("escape", "space")
        assert "Restore this" not in await desk.press("h")


async def test_escape_in_a_later_question_goes_back_to_the_one_before_as_it_was_answered(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("exclamation_mark")
        await desk.type("Unsafe tonight")
        await desk.press("enter")
        assert "Unsafe tonight" in await desk.press("escape")
        await desk.press("enter")
        await desk.type("manager")
        assert "Unsafe tonight" in await desk.press("escape")
        assert "manager" in await desk.press("enter"), "what was typed and not taken is kept"
        await desk.press("enter")
        await desk.type("now")
        assert "The concern is recorded" in await desk.press("enter")


async def test_the_closing_texts_are_read_in_full(begun: tuple[Path, str], open_app: Open) -> None:
    path, audit_id = begun
    with Store.open(path) as store:
        store.record(NoteWritten(audit_id, "synopsis", "word " * 30 + "end"), by="A17")
    async with open_app(path) as desk:
        assert "word end" not in await desk.press("f", "j")
        assert "word end" in await desk.press("space")


async def test_a_correction_offers_the_teams_there_are(begun: tuple[Path, str], open_app: Open) -> None:
    with Store.open(begun[0]) as store:
        audit_of(store, shipped(CHECKLIST), case="C-2", team="South Locality")
    async with open_app(begun[0]) as desk:
        await desk.press("C", "enter", "enter")
        await desk.type("sou")
        await desk.press("right", "enter")
        await desk.type("moved")
        assert "South Locality" in await desk.press("enter")
        assert desk.app.store.audit(begun[1]).team == "South Locality"


async def test_after_an_answer_the_cursor_never_comes_to_an_item_that_has_one(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("j", "u", "home")
        assert "3 of 16" in await desk.press("3")


async def test_a_date_needs_no_year_and_e_is_the_date_audited(tmp_path: Path, open_app: Open) -> None:
    checklist = shipped("strategy-discussion")
    audited, held = (datetime.now().astimezone().date() - timedelta(days=days) for days in (50, 40))
    with Store.open(tmp_path / "s.db") as store:
        day = audited.isoformat()
        audit = store.begin_audit(checklist, case="C-1", team="North", event=day, by="A17")
        store.remember(auditor="A17", open_audit=audit, open_item="conference-in-time", open_screen="score")
    async with open_app(tmp_path / "s.db") as desk:
        assert f"e: {spoken(audited)}, the date audited" in await desk.press("enter")
        assert f"= {spoken(audited)}" in await desk.type("e")
        await desk.press("enter")
        await desk.type(f"{held.day} {held:%b}")
        assert f"{spoken(held)}; is that the year? Enter again if so." in await desk.press("enter")
        await desk.press("enter")
        detail = desk.app.store.audit(audit).answers["conference-in-time"].detail
        assert [detail["start"], detail["end"]] == [day, held.isoformat()]
