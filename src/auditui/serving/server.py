"""The server: a page with a terminal in it for the browser that was let in, and 403 for everybody else."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import textual_serve
from aiohttp import WSMsgType, web

from auditui.core.errors import AuditError
from auditui.serving import LOOPBACK
from auditui.serving.door import Door
from auditui.serving.screens import Screens, size_from

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_HERE = Path(__file__).parent
#: The terminal that runs in the page, its font and its style: textual-serve's.
_TERMINAL = Path(textual_serve.__file__).parent / "static"
_NOT_YOURS = (
    "403: this address was for one browser, once. If that was not you, stop `auditui serve` where it runs"
    " (Ctrl+C) and start it again: it prints a new address, and nothing is lost.\n"
)
#: Bytes; a paste of more ends the tab's connection, with what was typed before it saved.
_LONGEST_MESSAGE = 4 * 1024 * 1024
#: Seconds; screens that save longer than this after the server was stopped go on without it.
_PATIENCE = 60
_UNSAVED = 3


class Work(NamedTuple):
    """What is served: one store, for one auditor. `key` opens an encrypted store and is "" for any other."""

    store: Path
    auditor: str
    key: str = ""


class Server:
    """Serves one store to one browser; each of its tabs is a window of its own on the store."""

    def __init__(self, work: Work, port: int = 0) -> None:
        """Take a port of the loopback address, any free one for 0; AuditError if it is taken."""
        self._work = work
        self._listening = _listening(port)
        self.door = Door(self._listening.getsockname()[1])
        self._open: dict[asyncio.Task[int], Screens] = {}
        self._codes: set[int] = set()
        self._stopping = asyncio.Event()
        page = (_HERE / "page.html").read_text(encoding="utf-8")
        self._page = page.replace("{tab}", f"ws://{self.door.host}{self.door.room}ws")

    async def run(self, ready: Callable[[], object]) -> int:
        """Serve until `stop`, calling `ready` as it begins; return 3 if screens could not save everything, else 0."""
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.SockSite(runner, self._listening)
        await site.start()
        try:
            ready()
            await self._stopping.wait()
        finally:
            await site.stop()
            await self._leave_all()
            await runner.cleanup()
        return _UNSAVED if _UNSAVED in self._codes else 0

    def stop(self) -> None:
        """Have all screens leave, and end."""
        self._stopping.set()

    async def _leave_all(self) -> None:
        for screens in self._open.values():
            await screens.leave()
        if self._open:
            await asyncio.wait(self._open, timeout=_PATIENCE)

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._guarded])
        room = self.door.room
        app.router.add_get(f"{room}enter/{{token}}", self._enter, allow_head=False)
        app.router.add_get(room, self._show_page, allow_head=False)
        app.router.add_get(f"{room}ws", self._serve_tab, allow_head=False)
        app.router.add_static(f"{room}static", _TERMINAL)
        for name in ("page.css", "page.js"):
            app.router.add_get(f"{room}{name}", _file(_HERE / name), allow_head=False)
        app.on_response_prepare.append(self._head)
        return app

    # Who may come in, and what a browser may do with what it gets.

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever is not the one browser, and other pages in it: by host, by cookie, by origin."""
        known = self.door.knows(request.cookies.get(self.door.cookie_name, ""))
        enters = request.match_info.handler == self._enter
        elsewhere = request.headers.get("Origin", self.door.origin) != self.door.origin
        if request.headers.get("Host") != self.door.host or elsewhere or not (known or enters):
            return _refused()
        try:
            return await handler(request)
        except web.HTTPException as error:
            return web.Response(status=error.status, text=f"{error.status}\n")

    async def _head(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:;"
            f" connect-src ws://{self.door.host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Let the first that gives the token in; the same browser finds its way by it later too."""
        if self.door.knows(request.cookies.get(self.door.cookie_name, "")):
            return self._to_page()
        cookie = self.door.enter(request.match_info["token"])
        if not cookie:
            return _refused()
        answer = self._to_page()
        answer.set_cookie(
            self.door.cookie_name, cookie, path=self.door.room, httponly=True, samesite="Strict"
        )
        return answer

    def _to_page(self) -> web.Response:
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": self.door.room})

    async def _show_page(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(text=self._page, content_type="text/html")

    # A tab.

    async def _serve_tab(self, request: web.Request) -> web.StreamResponse:
        """Run screens for as long as the tab is there; one that is loaded again waits for what it had open to be saved."""
        tab = web.WebSocketResponse(heartbeat=15, max_msg_size=_LONGEST_MESSAGE)
        await tab.prepare(request)
        await self._left()
        if self._stopping.is_set():
            return tab
        size = _size_asked(request)
        screens = await Screens.begin(self._work.store, self._work.auditor, self._work.key, size)
        painting = asyncio.create_task(self._paint(screens, tab))
        self._open[painting] = screens
        painting.add_done_callback(self._gone)
        try:
            async for message in tab:
                if message.type is WSMsgType.TEXT:
                    await _take(message.data, screens, tab)
        finally:
            await screens.leave()
            await asyncio.shield(painting)
        return tab

    async def _left(self) -> None:
        """Wait for screens that were asked to leave."""
        leaving = [task for task, screens in self._open.items() if screens.leaving]
        if leaving:
            await asyncio.wait(leaving)

    def _gone(self, painting: asyncio.Task[int]) -> None:
        del self._open[painting]
        if not painting.cancelled() and not painting.exception():
            self._codes.add(painting.result())

    async def _paint(self, screens: Screens, tab: web.WebSocketResponse) -> int:
        """Send what is painted; to a tab that is closed nothing, and the screens are heard to their end all the same."""
        async for painted in screens.painted():
            if not tab.closed:
                try:
                    await tab.send_bytes(painted)
                except (ConnectionError, RuntimeError):
                    continue
        code = await screens.ended()
        await tab.close()
        return code


async def _take(sent: str, screens: Screens, tab: web.WebSocketResponse) -> None:
    """Hand on what a tab sent: keys, a size, or a ping; what is none of these is nothing."""
    try:
        what, given = json.loads(sent)
        if what == "stdin":
            await screens.type(str(given))
        elif what == "resize":
            await screens.resize(size_from(given["width"], given["height"]))
        elif what == "ping":
            await tab.send_json(["pong", str(given)])
    except (ValueError, TypeError, KeyError):
        return


def _size_asked(request: web.Request) -> tuple[int, int]:
    try:
        return size_from(request.query.get("width", 80), request.query.get("height", 24))
    except ValueError:
        return 80, 24


def _listening(port: int) -> socket.socket:
    """Return a socket at a port of the loopback address, which no other program can share; AuditError if it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    option = "SO_EXCLUSIVEADDRUSE" if sys.platform == "win32" else "SO_REUSEADDR"
    listening.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()
    except (OSError, OverflowError):
        listening.close()
        raise AuditError(f"Port {port} cannot be had", "Leave --port out: any free one is taken") from None
    return listening


def _file(path: Path) -> Handler:
    async def send(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return send


def _refused() -> web.Response:
    return web.Response(status=HTTPStatus.FORBIDDEN, text=_NOT_YOURS)
