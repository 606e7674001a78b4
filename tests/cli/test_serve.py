"""The screens in a browser: who may come in, and that nothing typed is lost, by the protocol that a browser speaks."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pyte
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType, WSServerHandshakeError

from auditui.serving.door import Door
from auditui.serving.screens import Screens, size_from
from auditui.serving.server import Server, Work
from auditui.store import Store, cipher, encrypting
from cli.conftest import Run
from made import best, shipped
from recorded import audit_of

pytestmark = pytest.mark.whole
_LIMIT = 30
_SAYS = (WSMsgType.BINARY, WSMsgType.TEXT)


class Tab:
    """A tab of a browser: what is painted in it, and its keys."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        self.connection = connection
        self._screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    async def type(self, text: str) -> None:
        await self.connection.send_json(["stdin", text])

    async def until(self, holds: Callable[[str], bool]) -> str:
        """Read what is painted until it is so; AssertionError with the screen if it never is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LIMIT):
                while not holds(self.text) and (message := await self.connection.receive()).type in _SAYS:
                    if message.type is WSMsgType.BINARY:
                        self._stream.feed(message.data)
        assert holds(self.text), self.text
        return self.text

    async def to_the_end(self) -> None:
        """Read until the screens have closed the connection."""
        async with asyncio.timeout(_LIMIT):
            while (await self.connection.receive()).type in _SAYS:
                pass


def browser() -> ClientSession:
    """A browser with cookies of its own, which it keeps for numbers too."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


def home(server: Server) -> str:
    """The address of the page."""
    return server.door.origin + server.door.room


@asynccontextmanager
async def serving(work: Work) -> AsyncIterator[Server]:
    """A server, stopped as Ctrl+C stops it."""
    server, ready = Server(work), asyncio.Event()
    running = asyncio.create_task(server.run(ready.set))
    await ready.wait()
    try:
        yield server
    finally:
        server.stop()
        code = await running
    assert code == 0


@asynccontextmanager
async def tab_of(server: Server, used: ClientSession) -> AsyncIterator[Tab]:
    """A tab of a browser that was let in."""
    address = f"{home(server)}ws?width=100&height=30"
    async with used.ws_connect(address, headers={"Origin": server.door.origin}) as connection:
        yield Tab(connection)


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Work, str, str]:
    """A store with an audit begun, and its first item."""
    path, checklist = tmp_path / "s.db", shipped("pathway-plan")
    with Store.open(path) as store:
        audit_id = audit_of(store, checklist)
        store.remember(auditor="A17", open_audit=audit_id, open_screen="score")
    return Work(path, "A17"), audit_id, checklist.items[0].id


@pytest.fixture
def writing(begun: tuple[Work, str, str]) -> tuple[Work, str, str]:
    """The same with its first note open."""
    with Store.open(begun[0].store) as store:
        store.remember(open_note="comment")
    return begun


def note(begun: tuple[Work, str, str]) -> str:
    work, audit_id, item = begun
    with Store.open(work.store) as store:
        assert [problem for problem in store.verify() if problem.level == "error"] == []
        return store.audit(audit_id).note(item, "comment")


def test_the_token_lets_one_in_once_and_its_cookie_from_then_on() -> None:
    door = Door(8000)
    token = door.address.rpartition("/")[2]
    assert not door.knows("")
    assert door.enter("x") == ""
    cookie = door.enter(token)
    assert door.knows(cookie)
    assert not door.knows(token)
    assert door.enter(token) == ""
    assert Door(8000).address != door.address


async def test_nobody_else_comes_in(begun: tuple[Work, str, str]) -> None:
    async with serving(begun[0]) as server, browser() as used, browser() as other:
        origin = home(server)
        everything = ["", "ws", "static/js/textual.js", "page.js", "enter/x", "enter/", "none", "/", "/ws"]
        assert {(await used.get(origin + path)).status for path in everything} == {403}
        entered = await used.get(server.door.address, allow_redirects=False)
        assert (entered.status, entered.headers["Location"]) == (303, server.door.room)
        assert f"Path={server.door.room}" in entered.headers["Set-Cookie"]
        assert "HttpOnly" in entered.headers["Set-Cookie"]
        assert "SameSite=Strict" in entered.headers["Set-Cookie"]
        assert (await used.get(origin)).status == 200
        assert (await used.get(server.door.address)).status == 200
        assert {(await other.get(origin + path)).status for path in everything} == {403}
        assert (await other.get(server.door.address)).status == 403


async def test_another_page_in_the_same_browser_does_not_come_in(begun: tuple[Work, str, str]) -> None:
    async with serving(begun[0]) as server, browser() as used:
        origin = home(server)
        assert (await used.get(server.door.address)).status == 200
        for headers in ({"Origin": "http://127.0.0.1:1"}, {"Origin": "null"}, {"Host": "localhost"}):
            assert (await used.get(origin, headers=headers)).status == 403
            with pytest.raises(WSServerHandshakeError) as refused:
                await used.ws_connect(f"{origin}ws", headers=headers)
            assert refused.value.status == 403


async def test_the_page_takes_nothing_from_elsewhere(begun: tuple[Work, str, str]) -> None:
    async with serving(begun[0]) as server, browser() as used:
        page = await used.get(server.door.address)
        rules = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in rules
        assert "frame-ancestors 'none'" in rules
        assert "http" not in rules
        assert "http" not in (await page.text())
        for path in ("static/css/xterm.css", "static/js/textual.js", "page.css", "page.js"):
            assert f'"{path}"' in (await page.text())
            assert (await used.get(home(server) + path)).status == 200


async def test_it_listens_on_the_loopback_address_alone(begun: tuple[Work, str, str]) -> None:
    async with serving(begun[0]) as server:
        host, _, port = server.door.host.partition(":")
        assert host == "127.0.0.1"
        for other in ("127.0.0.2", "::1"):
            family = socket.AF_INET6 if ":" in other else socket.AF_INET
            with socket.socket(family) as knocking, pytest.raises(OSError, match=r"refused|assign|address"):
                knocking.connect((other, int(port)))


async def test_a_key_paints_an_answer_that_is_in_the_store(begun: tuple[Work, str, str]) -> None:
    work, audit_id, item = begun
    async with serving(work) as server, browser() as used:
        await used.get(server.door.address)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "0/16" in text)
            await tab.type("3")
            await tab.until(lambda text: "1/16" in text and "saved " in text)
            with Store.open(work.store) as store:
                answer = store.audit(audit_id).answers[item]
            assert answer == best(shipped("pathway-plan").items[0])


async def test_a_closed_tab_loses_nothing_and_the_next_goes_on_there(
    writing: tuple[Work, str, str],
) -> None:
    async with serving(writing[0]) as server, browser() as used:
        await used.get(server.door.address)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "saved as you type" in text)
            await tab.type("the last words")
            await tab.until(lambda text: "the last words" in text)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "the last words" in text)
            await tab.type(" of all")
            await tab.until(lambda text: "words of all" in text)
    assert note(writing) == "the last words of all"


async def test_what_no_browser_sends_ends_nothing(writing: tuple[Work, str, str]) -> None:
    async with serving(writing[0]) as server, browser() as used:
        await used.get(server.door.address)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "saved as you type" in text)
            for sent in (
                "",
                "no JSON",
                "[]",
                "{}",
                "7",
                '["resize", 3]',
                '["resize", {"width": "x"}]',
                "[[]]",
            ):
                await tab.connection.send_str(sent)
            await tab.connection.send_bytes(b"\x00")
            await tab.connection.send_json(["resize", {"width": 10**9, "height": -1}])
            await tab.connection.send_json(["resize", {"width": 100, "height": 30}])
            await tab.connection.send_str(json.dumps(["blur"]))
            await tab.connection.send_str('["stdin", "half \\ud83d here"]')
            await tab.until(lambda text: "here" in text)
    assert note(writing) == "half \ufffd here"


def test_a_size_is_one_that_screens_can_bear() -> None:
    assert size_from(80, "24") == (80, 24)
    assert size_from(10**9, -5) == (1000, 1)


async def test_an_encrypted_store_is_opened_with_the_key_the_server_has(
    writing: tuple[Work, str, str],
) -> None:
    path = writing[0].store
    encrypting.encrypt(path, "three random words")
    key = cipher.key_of(path)
    assert key
    async with serving(Work(path, "A17", key)) as server, browser() as used:
        await used.get(server.door.address)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "saved as you type" in text)
            await tab.type("sealed")
            await tab.until(lambda text: "sealed" in text)
    assert note(writing) == "sealed"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_however_the_server_ends_what_was_typed_is_saved(
    writing: tuple[Work, str, str], how: signal.Signals
) -> None:
    alive, held = os.pipe()
    command = [sys.executable, "-m", "auditui", "serve", "--by", "A17", "--store", str(writing[0].store)]
    with subprocess.Popen(  # noqa: ASYNC220 - it begins once
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pass_fds=[held]
    ) as program:
        os.close(held)
        assert program.stdout
        address = program.stdout.readline().strip()
        room, origin = address.partition("enter/")[0], "/".join(address.split("/")[:3])
        async with browser() as used:
            assert (await used.get(address)).status == 200
            where = f"{room}ws?width=100&height=30"
            async with used.ws_connect(where, headers={"Origin": origin}) as connection:
                tab = Tab(connection)
                await tab.until(lambda text: "saved as you type" in text)
                await tab.type("the last words")
                await tab.until(lambda text: "the last words" in text)
                program.send_signal(how)
                await tab.to_the_end()
        assert program.wait(_LIMIT) == (-9 if how == signal.SIGKILL else 0)
        words = program.communicate()[1]
    assert "words" not in words
    assert (how == signal.SIGKILL) or "everything is saved" in words
    await asyncio.to_thread(os.read, alive, 1)  # it ends as the last process of the screens does
    os.close(alive)
    assert note(writing) == "the last words"


async def test_screens_that_nobody_reads_any_more_leave_with_what_was_typed(
    writing: tuple[Work, str, str],
) -> None:
    screens = await Screens.begin(*writing[0], (100, 30))
    await painted_so_far(screens, b"saved as you type")
    await screens.type("the last words")
    await painted_so_far(screens, b"words")
    transport: Any = screens._process._transport  # type: ignore[attr-defined] # asyncio closes no single pipe
    transport.get_pipe_transport(1).close()
    await screens.type(".")
    async with asyncio.timeout(_LIMIT):
        assert await screens.ended() == 130
    assert note(writing).removesuffix(".") == "the last words"


async def painted_so_far(screens: Screens, words: bytes) -> None:
    """Read what is painted until these words are."""
    painted = b""
    async for part in screens.painted():
        painted += part
        if words in painted:
            return


async def test_keys_that_a_browser_keeps_have_another(begun: tuple[Work, str, str]) -> None:
    async with serving(begun[0]) as server, browser() as used:
        await used.get(server.door.address)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "0/16" in text)
            await tab.type("\x07")
            await tab.until(
                lambda text: "A browser may keep these keys" in text and "ctrl+o in a form" in text
            )
            await tab.type("\x07")
            await tab.until(lambda text: "0/16" in text and "Keys of" not in text)
            await tab.type("\x1b")
            await tab.until(lambda text: "Drafts 1" in text)
            await tab.type("n")
            await tab.until(lambda text: "Case reference" in text)
            await tab.type("\x0f")
            await tab.to_the_end()
            assert tab.connection.closed


async def test_a_word_is_removed_by_a_key_that_closes_no_tab(writing: tuple[Work, str, str]) -> None:
    async with serving(writing[0]) as server, browser() as used:
        await used.get(server.door.address)
        async with tab_of(server, used) as tab:
            await tab.until(lambda text: "saved as you type" in text)
            await tab.type("two words")
            await tab.until(lambda text: "two words" in text)
            await tab.type("\x1b\x7f")
            await tab.until(lambda text: "two" in text and "two words" not in text)
    assert note(writing).strip() == "two"


def test_without_the_extra_it_says_how_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.delitem(sys.modules, "auditui.serving.server", raising=False)
    ran = run("serve", "--by", "A17", "--store", tmp_path / "s.db")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    for way in ("pipx inject auditui textual-serve", "uv tool install", "pip install textual-serve"):
        assert way in ran.err
    assert not (tmp_path / "s.db").exists()


def test_a_server_is_somebodys(run: Run, tmp_path: Path) -> None:
    ran = run("serve", "--store", tmp_path / "s.db")
    assert ran.code == 2
    assert "--by A17" in ran.err


def test_a_port_that_is_taken_is_said(run: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("serve", "--by", "A17", "--port", port, "--store", tmp_path / "s.db")
    assert ran.code == 2
    assert f"Port {port}" in ran.err
