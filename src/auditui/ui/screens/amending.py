"""What is said again of an audit as a whole: withdrawn, brought back, opened again, corrected, or a sibling's begun from it."""

from __future__ import annotations

from typing import Any

from auditui import known_names
from auditui.core.audits.states import FINISHED, WITHDRAWN
from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.report import audited_before
from auditui.store import begin_next, corrected
from auditui.ui import prompts
from auditui.ui.screens.working import WorkingScreen


class AmendingScreen(WorkingScreen):
    """A screen on an audit that asks for such a thing, with its reason."""

    def action_withdraw(self) -> None:
        """Ask why the audit is withdrawn, and withdraw it."""

        def withdraw(values: list[Any]) -> None:
            self.session.withdraw(values[0])
            self.paint()
            self.say(f"Withdrawn: out of lists and figures. {self.key('score.reopen')} brings it back")

        self.ask(prompts.WITHDRAW, then=withdraw)

    def action_correct(self) -> None:
        """Ask for reference, event date and team as they should be, and why."""
        audit, store = self.audit, self.desk.store

        def doubt(team: str) -> str:
            return known_names.doubtful(store.remembered(), team)

        def correct(values: list[Any]) -> None:
            case, event, team, reason = values
            day = event.isoformat() if event else ""
            self.desk.writer.flush(2)
            if doubt(team) and team != audit.team:
                known_names.allow(store, team)
            corrected(self.desk.store, self.session, reason, case=case, team=team, event=day)
            self.paint()
            self.say(f"Corrected: {self.heading()}")

        steps = prompts.correction(
            *(audit.case, audit.event, audit.team),
            pattern=self.desk.settings.reference,
            teams=tuple(store.teams()),
            known_as=store.team_known_as,
            doubt=doubt,
        )
        self.ask(*steps, then=correct)

    def action_next_child(self) -> None:
        """Ask for the next child of the same event, and begin its audit from this one."""

        def begin(values: list[Any]) -> None:
            self.desk.writer.flush(2)
            there = audited_before.before(
                self.desk.store, values[0], self.session.checklist, self.audit.event
            )
            if there and there.state != FINISHED:
                raise AuditError(
                    there.words, f"Go on with that one, or begin it by {self.key('home.new')} on the lists"
                )
            by = self.desk.auditor or "system"
            begun = begin_next(self.desk.store, self.audit.id, values[0], by=by)
            along = number_of(len(self.desk.store.audit(begun).answers), "answer")
            words, app = f"Begun from case {self.audit.case}: {along} came along", self.app
            self.desk.go_to(begun)
            if isinstance(app.screen, AmendingScreen):
                app.screen.call_after_refresh(app.screen.say, words)

        asked = "The next child of this event: case reference?"
        self.ask(prompts.new_reference(asked, self.desk.settings.reference), then=begin)

    def action_reopen(self) -> None:
        """Open a finished audit again, or bring a withdrawn one back."""
        if self.audit.open:
            self.say("This audit is open already")
        elif self.audit.state == WITHDRAWN:
            self.ask(prompts.RESTORE, then=lambda values: self.session.restore(values[0]))
        else:
            self.ask(prompts.REOPEN, then=lambda values: self.session.reopen(values[0]))
