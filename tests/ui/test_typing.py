"""What is typed goes where it was meant, whatever is pressed and however fast."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from auditui.core.audits.audit import CLOSING
from auditui.core.audits.entries import AuditFinished, JudgementGiven, NoteWritten
from auditui.core.settings import Settings
from auditui.store import Store
from auditui.ui.app import AuditApp
from auditui.ui.widgets.line_input import LineInput
from auditui.ui.widgets.note import NoteEditor
from made import shipped
from recorded import audit_of, finished_audit

from .conftest import Open, screen_text

FIRST, SECOND = "threshold-recorded", "held-promptly"


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("strategy-discussion"))
        store.record(NoteWritten(audit_id, "comment", "PRECIOUS", SECOND), by="A17")
        store.remember(auditor="A17", open_audit=audit_id)
    return path, audit_id


async def test_a_note_stays_with_the_item_it_was_opened_on(begun: tuple[Path, str], open_app: Open) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("c", "h", "i", "tab", "down")
        await desk.pilot.click("#items", offset=(4, 2))
        await desk.press("escape")
        audit = desk.app.store.audit(audit_id)
        assert audit.note(FIRST, "comment").startswith("hi")
        assert audit.note(SECOND, "comment") == "PRECIOUS"


async def test_keys_that_arrive_in_one_burst_belong_to_the_note(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        for key in "c1note":
            desk.app.post_message(events.Key(key, key))
        await desk.pilot.pause(0.1)
        await desk.press("escape")
        audit = desk.app.store.audit(audit_id)
        assert (audit.note(FIRST, "comment"), dict(audit.answers)) == ("1note", {})


async def test_dates_that_arrive_in_one_burst_are_two_dates(begun: tuple[Path, str], open_app: Open) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("slash")
        await desk.type("conference")
        await desk.press("enter")
        for key in ("enter", *"2-3-2026", "enter", *"20-3-2026", "enter"):
            desk.app.post_message(events.Key("minus" if key == "-" else key, key if len(key) == 1 else None))
        await desk.pilot.pause(0.3)
        await desk.settled()
        answer = desk.app.store.audit(audit_id).answers["conference-in-time"]
        assert (answer.detail, answer.value) == ({"start": "2026-03-02", "end": "2026-03-20"}, "in-time")


@pytest.mark.parametrize("burst", [1, 2, 3, 100])
async def test_answers_typed_in_one_go_with_a_date_before_them_are_not_lost(
    begun: tuple[Path, str], open_app: Open, burst: int
) -> None:
    path, audit_id = begun
    items = [item.id for item in shipped("strategy-discussion").items]
    after = items[items.index("conference-in-time") + 1 :]
    async with open_app(path) as desk:
        await desk.press("slash")
        await desk.type("conference")
        await desk.press("enter")
        typed = ["enter", *"2-3-2026", "enter", *"20-3-2026", "enter", *"32c1so"]
        for place in range(0, len(typed), burst):
            for key in typed[place : place + burst]:
                name = "minus" if key == "-" else key
                desk.app.post_message(events.Key(name, key if len(key) == 1 else None))
            await asyncio.sleep(0)
        await desk.pilot.pause(0.3)
        await desk.press("escape")
        audit = desk.app.store.audit(audit_id)
        values = [audit.answers[item].value for item in ("conference-in-time", *after[:2])]
        assert values == ["in-time", "met", "partly-met"]
        assert audit.note(after[1], "comment") == "1so"


async def test_no_key_moves_or_answers_while_a_question_is_open(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("slash", "down", "tab", "pagedown", "escape")
        assert "1 of 16" in await desk.settled()
        assert desk.app.store.audit(audit_id).answers == {}


async def test_leaving_keeps_the_last_words_also_with_help_or_another_note_on_top(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        for key in ("c", "x", "y", "f1", "ctrl+q"):
            await desk.pilot.press(key)
    async with open_app(path) as desk:
        assert desk.app.store.audit(audit_id).note(FIRST, "comment") == "xy"
        await desk.press("escape", "f", "enter")
        for key in "reason":
            await desk.pilot.press(key)
        await desk.pilot.press("escape", "down", "enter", "z", "escape")
        await desk.settled()
        audit = desk.app.store.audit(audit_id)
        assert (audit.note("", "reason"), audit.note("", list(CLOSING)[1])) == ("reason", "z")


async def test_alt_and_a_digit_answers_without_leaving_the_note(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("c", "a", "alt+2", "b", "escape")
        audit = desk.app.store.audit(audit_id)
        assert (audit.answers[FIRST].value, audit.note(FIRST, "comment")) == ("partly-met", "ab")


async def test_what_looks_like_a_person_is_named_and_replaced_by_one_key(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("c")
        assert "a person's name? ctrl+r: the person" in await desk.type("told Mrs Khan so")
        await desk.press("ctrl+r", "escape")
        assert desk.app.store.audit(audit_id).note(FIRST, "comment") == "told the person so"


async def test_the_neutral_word_begins_a_sentence_with_a_capital(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("c")
        await desk.type("Mrs Khan told Dr Patel. Mrs Khan left")
        await desk.press("ctrl+r", "ctrl+r", "ctrl+r", "escape")
        said = "The person told the person. The person left"
        assert desk.app.store.audit(audit_id).note(FIRST, "comment") == said


async def test_a_note_about_the_whole_audit_offers_no_answer_of_an_item(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        assert "alt+1-9 Answer" in await desk.press("c")
        assert "alt+1-9 Answer" not in await desk.press("escape", "f", "enter")


async def test_undo_takes_back_any_depth_also_after_a_restart(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        await desk.press("3", "2", "1", "z")
        assert set(desk.app.store.audit(audit_id).answers) == {FIRST, SECOND}
    async with open_app(path) as desk:
        await desk.press("z", "z")
        assert desk.app.store.audit(audit_id).answers == {}
        assert desk.app.store.audit(audit_id).note(SECOND, "comment") == "PRECIOUS"
        assert "Taken back: Held promptly, Comment" in await desk.press("z")
        assert desk.app.store.audit(audit_id).notes == {}
        assert "There is nothing left" in await desk.press("z")
        shown = await desk.press("g", "h")
        assert "taken back" in shown


async def test_a_concern_stays_on_the_home_screen_and_holds_the_finish_until_it_is_answered(
    tmp_path: Path, open_app: Open
) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_id = finished_audit(store, shipped("pathway-plan"), team="North")
        store.remember(auditor="A17", open_audit=audit_id)
    async with open_app(path) as desk:
        await desk.press("exclamation_mark")
        await desk.type("not safe")
        await desk.press("enter")
        await desk.type("team manager")
        await desk.press("enter", "enter")
        assert "1 immediate concern is not answered" in await desk.press("escape")
        await desk.press("f", "enter", "r")
        await desk.type("to finish again")
        await desk.press("enter", "f")
        assert "An immediate concern is not answered" in " ".join((await desk.press("f")).split())
        assert desk.app.store.audit(audit_id).state == "reopened"
        await desk.press("escape", "escape", "exclamation_mark", "enter")
        await desk.type("visited, safe")
        await desk.press("enter", "escape")
        assert "immediate concern" not in screen_text(desk.app)
        await desk.press("d", "enter", "f", "f")
        assert desk.app.store.audit(audit_id).state == "finished"


async def test_last_times_answer_is_shown_and_not_copied(tmp_path: Path, open_app: Open) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        finished_audit(store, shipped("strategy-discussion"), team="North")
        audit_id = audit_of(store, shipped("strategy-discussion"))
        store.remember(auditor="A17", open_audit=audit_id)
    async with open_app(path) as desk:
        assert "Last time" in await desk.settled()
        assert "0/16" in await desk.settled()


async def test_the_sum_is_hidden_until_the_judgement_unless_the_setting_says_otherwise(
    begun: tuple[Path, str],
) -> None:
    path, _ = begun
    for hidden, words in ((True, "shown once you have judged"), (False, "Earned")):
        with Store.open(path) as store:
            app = AuditApp(store, Settings(hide_score=hidden))
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                await pilot.press("e")
                await pilot.pause()
                assert words in screen_text(app)
            app.close_writer()


async def test_the_palette_finds_commands_and_audits(begun: tuple[Path, str], open_app: Open) -> None:
    path, audit_id = begun
    with Store.open(path) as store:
        store.record(JudgementGiven(audit_id, "good"), by="A17")
        other = audit_of(store, shipped("pathway-plan"), case="[K-77]")
        assert other
    async with open_app(path) as desk:
        await desk.press("ctrl+p")
        await desk.type("k-77")
        await desk.pilot.pause(0.5)
        await desk.press("enter")
        await desk.pilot.pause(0.3)
        assert "[K-77]" in (await desk.settled()).splitlines()[0]


async def test_a_faulty_checklist_of_the_councils_is_said_and_ends_nothing(
    begun: tuple[Path, str], own_home: Path, open_app: Open
) -> None:
    path, _ = begun
    folder = own_home / "auditui" / "checklists"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text("id = 3")
    async with open_app(path) as desk:
        assert "ours.toml" in await desk.press("escape", "n")
        assert desk.app.return_code is None


async def test_what_the_rules_refuse_is_said_and_the_screen_shows_what_is_true(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    async with open_app(path) as desk:
        with Store.open(path) as other:
            from auditui.core.audits.entries import AnswerGiven  # noqa: PLC0415
            from made import best  # noqa: PLC0415

            items = shipped("strategy-discussion").items
            other.record(
                *(AnswerGiven(audit_id, best(item)) for item in items),
                JudgementGiven(audit_id, "outstanding"),
                by="A18",
            )
            other.record(AuditFinished(audit_id), by="A18")
        shown = await desk.press("1")
        assert "not allowed" in shown
        assert "16/16 finished" in shown


async def test_an_unexpected_error_shows_no_text_and_a_reference(
    begun: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = begun

    def broken(*_: object, **__: object) -> None:
        raise KeyError("the child's name")

    with Store.open(path) as store:
        app = AuditApp(store)
        with pytest.raises(KeyError):
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                monkeypatch.setattr("auditui.ui.screens.score.item_page", broken)
                await pilot.press("down")
                await pilot.pause()
        app.close_writer()
        assert app.return_code == 1
        assert "KeyError" in app.failure
        assert "reference" in app.failure
        assert str(path) in app.failure
        assert "child's name" not in app.failure
        noted = Path(app.failure.split("case text in ")[1]).read_text()
        assert "child's name" not in noted
        assert "score.py" in noted


async def test_a_paste_that_no_note_could_hold_is_refused_in_words_and_typing_goes_on(
    open_app: Open, made_up: Path
) -> None:
    async with open_app(made_up) as desk:
        await desk.press("enter", "home", "c")
        editor = desk.app.screen.query_one(NoteEditor)
        before = editor.text
        editor.post_message(events.Paste("x" * 1_000_000))
        await desk.pilot.pause()
        assert "a note holds 20,000 characters" in await desk.settled()
        assert editor.text == before
        editor.post_message(events.Paste("y" * (20_000 - len(before))))
        await desk.pilot.pause()
        await desk.type("z")
        await desk.press("escape")
        audit = desk.app.store.audit(desk.app.store.remembered()["open_audit"])
        first = desk.app.store.checklist(audit.checklist).items[0].id
        assert audit.note(first, "comment") == (before + "y" * 20_000)[:20_000]


async def test_a_paste_that_no_line_could_hold_is_not_taken(open_app: Open, made_up: Path) -> None:
    async with open_app(made_up) as desk:
        await desk.press("enter", "slash")
        line = desk.app.screen.query_one("#ask LineInput", LineInput)
        line.post_message(events.Paste("x" * 1_000_000))
        await desk.type("gp")
        assert line.value == "gp"


@pytest.mark.parametrize("burst", [1, 2, 3, 5])
async def test_keys_typed_while_a_note_opens_stay_in_their_order(
    tmp_path: Path, open_app: Open, burst: int
) -> None:
    with Store.open(tmp_path / "s.db") as store:
        audit = audit_of(store, shipped("strategy-discussion"))
        store.remember(open_audit=audit)
    async with open_app(tmp_path / "s.db") as desk:
        typed = "cwords that come fast"
        for place in range(0, len(typed), burst):
            for letter in typed[place : place + burst]:
                key = "space" if letter == " " else letter
                desk.app.post_message(events.Key(key, letter))
            await asyncio.sleep(0)
        await desk.settled()
        assert desk.app.screen.query_one(NoteEditor).text == typed[1:]


async def test_a_neutral_word_that_begins_a_sentence_has_a_capital(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("c")
        await desk.type("Mrs Khan came. Mrs Khan told Mrs Khan")
        await desk.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert desk.app.screen.query_one(NoteEditor).text == "The person came. The person told the person"


async def test_why_an_answer_was_refused_is_gone_once_the_user_has_gone_on(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        assert "No answer has the key 9" in await desk.press("9")
        assert "No answer has the key 9" not in await desk.press("j")


async def test_a_reference_that_is_none_is_said_at_enter_and_no_longer_once_it_is_changed(
    begun: tuple[Path, str], open_app: Open
) -> None:
    async with open_app(begun[0]) as desk:
        await desk.press("escape", "n", "enter")
        await desk.type("Smith 2011")
        shown = await desk.press("enter")
        assert "reference" in shown.splitlines()[-2].casefold() + shown.casefold().split("auditor code")[1]
        assert desk.app.focused is not None
        assert desk.app.focused.id == "case"
        before = desk.app.screen.query_one("#error").size.height
        await desk.press("backspace")
        assert (before > 0, desk.app.screen.query_one("#error").size.height) == (True, 0)
