"""What the screens of actions and of concerns share: one's own, and one team's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from auditui.ui.screens.listing import ListScreen

if TYPE_CHECKING:
    from collections.abc import Iterable


class FollowUp(Protocol):
    """What follows from an audit."""

    @property
    def audit(self) -> str:
        """The audit's id."""


class FollowUpScreen(ListScreen):
    """A list of what follows from audits, narrowed to a team."""

    ABOVE = ("tabs",)

    def __init__(self) -> None:
        """Begin with all teams."""
        super().__init__()
        self.team = ""
        self.teams: list[str] = []
        #: The team and the auditor of each audit that something in the list follows from.
        self.whose: dict[str, tuple[str, str]] = {}

    def on_mount(self) -> None:
        """Read them, and again whenever something is saved."""
        self.watch(self.app, "saved", self.load, init=False)
        self.load()

    def load(self) -> None:
        """Read what is listed."""

    def know(self, all_of_them: Iterable[FollowUp]) -> None:
        """Read whose audits these follow from."""
        self.whose = self.desk.store.whose(sorted({one.audit for one in all_of_them}))
        self.teams = sorted({team for team, _ in self.whose.values()})

    def of_team(self, one: FollowUp) -> bool:
        """Whether it follows from an audit of the team shown."""
        return not self.team or self.whose.get(one.audit, ("", ""))[0] == self.team

    def is_own(self, one: FollowUp, by: str) -> bool:
        """Whether it follows from one's own audit, or was said `by` oneself."""
        me = self.desk.auditor
        return bool(me) and me in (by, self.whose.get(one.audit, ("", ""))[1])

    def action_team(self) -> None:
        """Show only what is of the next team, or all again."""
        turn = ["", *self.teams]
        self.team = turn[(turn.index(self.team) + 1) % len(turn)] if self.team in turn else ""
        self.at = 0
        self.load()
