"""The screens as an auditor meets them: keys in, the painted text out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from auditui.core.settings import Settings
from auditui.store import Store
from auditui.ui.app import AuditApp


def screen_text(app: AuditApp) -> str:
    """Return what is painted. Textual has no public way to ask for it; this is the one place that goes round."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


class Desk:
    """A running app and its keys."""

    def __init__(self, app: AuditApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> str:
        for key in keys:
            await self.pilot.press(key)
        return await self.settled()

    async def type(self, text: str) -> str:
        for c in text:
            await self.pilot.press("space" if c == " " else c)
        return await self.settled()

    async def keep(self) -> str:
        """Keep what is being written, as a pause in typing does."""
        self.app.call_later(self.app._leave)
        return await self.settled()

    async def look_around(self) -> str:
        """Look for other windows, which the app does several times a second."""
        self.app.call_later(self.app.look_around)  # on its own task, where it is the active app
        return await self.settled()

    async def settled(self) -> str:
        """Wait until everything is written and painted."""
        await self.pilot.pause()
        assert self.app.writer.flush()
        await self.pilot.pause()
        return screen_text(self.app)


Open = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def open_app(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    # Other windows are looked for when a test says so, and not by the clock.
    monkeypatch.setattr("auditui.ui.app.LOOK_SECONDS", 3600)

    @asynccontextmanager
    async def opened(
        path: Path, size: tuple[int, int] = (80, 24), settings: Settings | None = None
    ) -> AsyncIterator[Desk]:
        with Store.open(path) as store:
            app = AuditApp(store, settings)
            async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
                desk = Desk(app, pilot)
                await desk.settled()
                yield desk
            app.close_writer()

    return opened
