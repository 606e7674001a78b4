"""The palette: every command of the screen, the themes, and audits, cases and actions by their case reference."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from auditui.core.text import one_line
from auditui.store import Listing
from auditui.ui import list_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from auditui.ui.command import Command
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
        for name in self._desk.themes():
            yield DiscoveryHit(
                Content(f"Theme: {name}"), partial(self._desk.choose_theme, name), f"Theme {name}"
            )

    async def search(self, query: str) -> Hits:
        """Find commands, what has a case reference, and themes."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(f"{command.label} {command.help}")) > 0:
                words = Content(f"{command.label} ({command.shown_key})")
                yield Hit(score, words, partial(self._do, command), command.label, command.help)
        for name, go in self._found(query.strip()):
            yield Hit(1.0, Content(name), go, name)
        for theme in self._desk.themes():
            if (score := matcher.match(f"Theme {theme}")) > 0:
                go_on = partial(self._desk.choose_theme, theme)
                yield Hit(score, Content(f"Theme: {theme}"), go_on, f"Theme {theme}")

    def _found(self, part: str) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield the audits, cases that wait and open actions whose case reference holds what was typed."""
        store, desk = self._desk.store, self._desk
        audits = store.listed_audits(Listing(part=part, first=desk.auditor))[:_AUDITS]
        rows = list_rows.audit_rows(store, audits) if audits else {}
        for row in filter(None, map(rows.get, audits)):
            yield (
                f"{_named(row.line.case, row.line.title)} · {list_rows.state_in_words(row)}",
                partial(desk.go_to, row.line.id),
            )
        waiting = store.listed_cases(Listing(part=part))[:_AUDITS]
        cases = store.cases_of(waiting)
        for case in filter(None, map(cases.get, waiting)):
            title = list_rows.theme_title(case.theme, {})
            yield f"{_named(case.ref, title)} · waits to be audited", partial(desk.begin, case)
        for action in store.actions(only_open=True):
            if part.casefold() in f"{action.case} {action.owner} {action.what}".casefold():
                words = f"{one_line(action.case, 30)} · action due {action.due}: {one_line(action.what, 40)}"
                yield words, partial(desk.go_to, action.audit, action.item)

    async def _do(self, command: Command) -> None:
        await self.screen.run_action(command.action)


def _named(case: str, title: str) -> str:
    return f"{one_line(case, 30)} · {one_line(title, 40)}"
