from __future__ import annotations

from pathlib import Path

import pytest

from auditui.core.settings import Settings
from auditui.store import Store
from auditui.ui.app import AuditApp
from auditui.ui.commands import COMMANDS, SCREENS
from auditui.ui.own_keys import KEPT_BY_BROWSER, RESERVED_BY_TERMINAL, Keys
from made import shipped
from recorded import audit_of

from .conftest import Open, screen_text

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("screen", SCREENS)
def test_no_id_and_no_key_stands_twice_on_a_screen(screen: str) -> None:
    commands = SCREENS[screen]
    assert len({command.id for command in commands}) == len(commands)
    keys = [key for command in commands for key in command.all_keys]
    assert len(set(keys)) == len(keys)


def test_no_command_needs_a_key_that_terminals_keep() -> None:
    for command in COMMANDS.values():
        assert any(key not in RESERVED_BY_TERMINAL for key in command.all_keys), command


def test_no_command_needs_a_key_that_browsers_keep() -> None:
    kept = {key for key, _, _ in KEPT_BY_BROWSER} | {"f1", "ctrl+enter"}
    for command in COMMANDS.values():
        assert any(key not in kept for key in command.all_keys), command


def test_the_table_of_keys_says_what_browsers_keep() -> None:
    guide = (DOCS / "keys.md").read_text(encoding="utf-8")
    for key, does, instead in KEPT_BY_BROWSER:
        assert f"{key} {does} (instead: {instead})" in guide


@pytest.mark.parametrize("key", ["ctrl+o", "ctrl+q"])
async def test_a_form_is_left_for_good_while_something_is_typed_in_it(
    made_up: Path, open_app: Open, key: str
) -> None:
    async with open_app(made_up) as desk:
        await desk.press("n", "enter", "x")
        await desk.pilot.press(key)
        assert desk.app._exit


def test_every_command_is_in_the_table_of_keys() -> None:
    guide = (DOCS / "keys.md").read_text(encoding="utf-8")
    for command_id, command in COMMANDS.items():
        assert f"| {command_id} |" in guide
        assert command.help in guide


def test_own_keys_are_taken_where_they_clash_with_nothing() -> None:
    own = {"score.comment": "m", "score.undo": "c", "score.strength": "u"}
    now = {command.id: command.keys for command in Keys(own).commands("score")}
    assert (now["comment"], now["undo"], now["strength"]) == ("m", "c", "s")
    assert Keys(own).complaints == ["score.strength keeps its keys: u is score.not-recorded's"]


def test_unknown_commands_and_eaten_keys_are_reported() -> None:
    assert Keys({"score.coment": "m"}).complaints == [
        "there is no command score.coment; did you mean score.comment?"
    ]
    assert Keys({"score.comment": "ctrl+s"}).complaints == [
        "score.comment: ctrl+s may never arrive, since it stops the screen"
    ]
    assert Keys({"score.answer": "a"}).complaints == ["score.answer keeps its keys"]
    assert Keys({"ask.take": "a"}).complaints == ["ask.take keeps its keys"]


@pytest.mark.parametrize("opened", [False, True])
async def test_what_is_wrong_with_own_keys_is_said_on_the_screen_that_opens(
    tmp_path: Path, open_app: Open, *, opened: bool
) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("pathway-plan"))
        store.remember(auditor="A17", open_audit=audit_id if opened else "")
    async with open_app(path, (80, 24), Settings(keys={"score.undo": "c"})) as desk:
        assert "score.undo keeps its keys: c is score.comment's" in await desk.settled()


async def test_screens_that_are_served_are_those_of_one_auditor(
    made_up: Path, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AuditApp, "is_web", True)
    async with open_app(made_up) as desk:
        desk.app.auditor = "A17"
        await desk.press("n", "enter")
        await desk.type("C-9")
        await desk.press("tab", "tab")
        await desk.type("North")
        await desk.press("tab", "backspace")
        await desk.type("8")
        shown = await desk.press("f2")
        assert "These screens are A17's" in shown
        await desk.press("backspace")
        await desk.type("7")
        await desk.press("f2")
        assert desk.app.auditor == "A17"
        assert "North" in screen_text(desk.app)
        assert "These screens are" not in screen_text(desk.app)
