"""What the lists show: one checklist, team, auditor, state or age, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from auditui.core.audits.states import DRAFT, REOPENED
from auditui.store import Listing
from auditui.store.lists import ORDERS
from auditui.ui import list_rows, prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, cut
from auditui.ui.screens.listing import ListScreen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AGES = {7: "a week", 28: "four weeks", 91: "three months", 182: "six months"}


class Choice(NamedTuple):
    """A value of a field of a listing, its words, and how many records it would leave; None where that is not counted."""

    field: str
    value: str
    words: str
    number: int | None = None


class NarrowScreen(ListScreen):
    """The choices under their titles; it gives back the listing chosen."""

    PLACE = "narrow"
    BINDINGS = bindings("narrow")
    HEADING = "What the lists show"

    def __init__(self, listing: Listing, view: str, themes: Mapping[str, str]) -> None:
        """Begin with what is shown now, in the list called `view`; `themes` are titles of checklists by theme."""
        super().__init__()
        self.listing, self.view, self.themes = listing, view, themes
        self.groups: dict[str, list[Choice]] = {}
        self.titles: dict[str, str] = {}

    def on_mount(self) -> None:
        """Count what there is to choose from, once."""
        self.titles = {checklist.id: checklist.title for checklist in self.desk.checklists()}
        for view in dict.fromkeys((self.view, "waiting", "drafts", "finished")):
            # A list that holds nothing has nothing to choose from: the first that does is narrowed with it.
            self.view = view
            self.groups = {title: list(choices) for title, choices in self._groups()}
            if self.groups["Checklist"] or self.groups["Team"]:
                break
        self.rows = [choice for choices in self.groups.values() for choice in choices]
        self.paint()

    def _groups(self) -> Iterator[tuple[str, Iterator[Choice]]]:
        if self.view == "waiting":
            yield "Checklist", self._themes()
            yield "Team", self._counted("team")
        else:
            yield "Checklist", self._counted("checklist")
            yield "Team", self._counted("team")
            yield "Auditor", self._counted("auditor")
        if self.view == "drafts":
            yield "State", (Choice("states", state, state) for state in (DRAFT, REOPENED))
        yield "Age", self._ages()
        yield "Order", (Choice("order", order, order) for order in ORDERS)

    def _themes(self) -> Iterator[Choice]:
        for theme, number in self.desk.store.count_cases(Listing(), "theme").items():
            if theme:
                yield Choice("checklist", theme, list_rows.theme_title(theme, self.themes), number)

    def _counted(self, field: str) -> Iterator[Choice]:
        store = self.desk.store
        if self.view == "waiting":
            counts = store.count_cases(Listing(), field)
        else:
            states = ("finished",) if self.view == "finished" else (DRAFT, REOPENED)
            counts = store.count_listed(Listing(states=states), field)
        mine = self.desk.auditor
        for value in sorted(filter(None, counts), key=lambda value: (value != mine, value)):
            words = (
                f"{value} (you)" if field == "auditor" and value == mine else self.titles.get(value, value)
            )
            yield Choice(field, value, words, counts[value])

    def _ages(self) -> Iterator[Choice]:
        since = "The event was" if self.view == "waiting" else "Begun"
        for days, words in _AGES.items():
            before = prompts.today() - timedelta(days=days)
            yield Choice("before", before.isoformat(), f"{since} more than {words} ago")

    def is_chosen(self, choice: Choice) -> bool:
        """Whether the lists are narrowed to this."""
        now = getattr(self.listing, choice.field)
        return choice.value in now if choice.field == "states" else now == choice.value

    def paint(self) -> None:
        """Paint the choices under their titles."""
        self.paint_top()
        width = self.list_page.width
        lines: list[Line] = []
        self.firsts = []
        for title, choices in self.groups.items():
            lines += [*([[]] if lines else []), [(title, "head")]]
            for choice in choices:
                chosen = self.is_chosen(choice)
                number = "" if choice.number is None else f"{choice.number:,}"
                words = cut(choice.words, max(min(width - 12, 60), 10))
                style = "given" if chosen else ""
                self.firsts.append(len(lines))
                lines.append([(f"{'▸' if chosen else ' '} {words}", style), (f" {number:>8}", "dim")])
        if self.at == 0:
            self.list_page.show_first()  # with the title above the first choice
        self.list_page.show(lines, self.line_of(self.at) if self.rows else None)

    def action_choose(self) -> None:
        """Narrow the lists to the choice under the cursor, or no longer."""
        if not self.rows:
            return
        choice = self.rows[self.at]
        usual = getattr(Listing(), choice.field)
        value = (choice.value,) if choice.field == "states" else choice.value
        self.listing = replace(self.listing, **{choice.field: usual if self.is_chosen(choice) else value})
        self.paint()

    action_open = action_choose

    def action_clear(self) -> None:
        """Show all again."""
        self.listing = Listing()
        self.paint()

    def action_back(self) -> None:
        """Give back what is chosen."""
        self.dismiss(self.listing)
