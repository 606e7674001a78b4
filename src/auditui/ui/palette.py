"""The palette: every command of the screen, and every audit by its case reference."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from auditui.core.text import one_line
from auditui.figures.tallies import Selection

if TYPE_CHECKING:
    from auditui.store import AuditLine
    from auditui.ui.commands import Command
    from auditui.ui.desk import Desk

_AUDITS = 20


class AuditProvider(Provider):
    """Finds commands by their words and audits by their case."""

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self.app)

    def _commands(self) -> list[Command]:
        place = getattr(self.screen, "PLACE", "")
        offered = self._desk.keys.commands(place) if place else ()
        return [command for command in offered if command.action and not command.numbered]

    async def discover(self) -> Hits:
        """Offer what can be done here."""
        for command in self._commands():
            words = Content(f"{command.label} ({command.shown_key})")
            yield DiscoveryHit(words, partial(self._do, command), command.label, command.help)

    async def search(self, query: str) -> Hits:
        """Find commands and audits."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(f"{command.label} {command.help}")) > 0:
                words = Content(f"{command.label} ({command.shown_key})")
                yield Hit(score, words, partial(self._do, command), command.label, command.help)
        for line in self._desk.store.audits(Selection(case=query.strip()), limit=_AUDITS):
            yield Hit(1.0, Content(_named(line)), partial(self._desk.go_to, line.id), _named(line))

    async def _do(self, command: Command) -> None:
        await self.screen.run_action(command.action)


def _named(line: AuditLine) -> str:
    return f"{one_line(line.case, 30)} · {one_line(line.title, 40)} · {line.state} · {line.id[:6]}"
