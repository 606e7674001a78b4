"""Line mode: the same audit as plain prompts, for screen readers, braille displays and scripts.

The keys are those of the scoring screen and the entries are the same; an audit begun in one can go on in
the other. Nothing is painted, nothing moves, every line says one thing.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from auditui import known_names
from auditui.cli.line_amending import WIDE, LineAmending, number_in
from auditui.cli.plain_lines import Ended, PlainLines
from auditui.core import kinds
from auditui.core.audits import answering, navigation
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, sum_hidden, unanswered
from auditui.core.audits.session import COMPLETE
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_RECORDED
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import number_of, one_line
from auditui.report import times
from auditui.report.audits import result_in_words
from auditui.store import session
from auditui.ui import prompts
from auditui.ui.item_page import item_page
from auditui.ui.own_keys import Keys
from auditui.ui.pages import advice, finish_page, why_sum_hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import Entry
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.settings import Settings
    from auditui.store import Store

#: The commands that take the rest of their line.
_TAKES_TEXT = {"comment", "strength", "jump"}


class LineMode(LineAmending):
    """One audit in plain lines: `read` gives a line of input (EOFError at its end), `tell` prints one."""

    def __init__(
        self,
        store: Store,
        audit_id: str,
        *,
        by: str,
        settings: Settings,
        read: Callable[[str], str],
        tell: Callable[[str], None],
    ) -> None:
        """Work on an audit of `store`."""
        self.store, self.by, self.settings, self.keys = store, by, settings, Keys(settings.keys)
        self.lines = PlainLines(read, tell)
        self.session = session(store, audit_id, by, self._record)
        last = store.remembered()
        item = last.get("open_item", "") if last.get("open_audit") == audit_id else ""
        self.at = navigation.begin_at(self.checklist, self.audit, item)
        self.verbs = self._verbs()
        #: How many lines the store could not take.
        self.unsaved = 0

    @property
    def audit(self) -> Audit:
        """The audit as it stands."""
        return self.session.audit

    @property
    def checklist(self) -> Checklist:
        """Its checklist."""
        return self.session.checklist

    @property
    def item(self) -> Item:
        """The item in question."""
        return self.checklist.items[self.at]

    def run(self) -> None:
        """Go from item to item until the audit is finished or left."""
        left = len(unanswered(self.checklist, self.audit))
        key = self.keys.name("score.help")
        self.lines.tell(
            f"{self.checklist.title}. Case {self.audit.case}. {number_of(left, 'item')} unanswered. {key} for help."
        )
        self.show()
        try:
            while True:
                try:
                    self.act(self.lines.prompt(f"{self.at + 1}> "))
                except AuditError as error:
                    self.unsaved += isinstance(error, StoreError)
                    self.lines.tell(str(error))
        except Ended as end:
            self.lines.tell(str(end))

    def _record(self, *entries: Entry) -> str:
        saved = self.store.record(*entries, by=self.by)
        place = {"open_audit": self.audit.id, "open_item": self.item.id, "open_note": ""}
        self.lines.tell(f"Saved {times.clock(saved.at)}.")
        for warning in known_names.warnings(*entries):
            self.lines.tell(f"{warning}.")
        with suppress(StoreError):  # where the next start begins is no loss
            self.store.remember(auditor=self.by, open_screen="score", **place)
        return saved.at

    # What a line does.

    def _verbs(self) -> dict[str, Callable[[str], object]]:
        """Return what each command of the scoring screen does here, by its id, given the rest of the line."""
        return {
            "not-applicable": lambda _: self.not_applicable(),
            "not-recorded": lambda _: self.give(prompts.answer_for(self.item, NOT_RECORDED)),
            "could-not-see": lambda _: self.give(prompts.answer_for(self.item, COULD_NOT_SEE)),
            "comment": lambda rest: self.note("comment", rest, self.item.id),
            "strength": lambda rest: self.note("strength", rest, self.item.id),
            "undo": lambda _: self.undo(),
            "finish": lambda _: self.finish(),
            "enter": self.type_answer,
            "action": lambda _: self.session.act(*self.lines.ask(*prompts.action()), item=self.item.id),
            "concern": lambda _: self.session.raise_concern(
                *self.lines.ask(*prompts.concern(self.settings.on_concern)), item=self.item.id
            ),
            "next-open": lambda _: self.next_open(),
            "jump": lambda rest: self.go(navigation.find(self.checklist, rest)),
            "clear": lambda _: self.clear(),
            "history": self.history,
            "evidence": lambda _: self.name_evidence(),
            "withdraw": lambda _: self.withdraw(),
            "explain": lambda _: self.explain(),
            "down": lambda _: self.go(self.at + 1),
            "up": lambda _: self.go(self.at - 1),
            "first": lambda _: self.go(0),
            "last": lambda _: self.go(len(self.checklist.items)),
            "reopen": lambda _: self.reopen(),
            "help": lambda _: self.help(),
            "quit": lambda _: self.quit(),
        }

    def act(self, typed: str) -> None:
        """Do what a line says: a digit, a key of the scoring screen or the name of its command, or what is to be typed."""
        self.session.reload()  # another window may have changed the audit meanwhile
        self.at = min(self.at, len(self.checklist.items) - 1)
        item = self.item
        if (digit := number_in(typed)) is not None and kinds.of(item).takes_digits:
            self.give(answering.by_digit(item, digit))
            return
        key, _, rest = typed.partition(" ")
        if typed.startswith(jump := self.keys.name("score.jump")):
            key, rest = jump, typed.removeprefix(jump)
        command_id = self._command(key) if typed else "enter"
        # By its name only: on an item of several, h may be one of the things that are there.
        if command_id and (not rest or command_id in _TAKES_TEXT or key == "history"):
            self.verbs[command_id](rest.strip())
        elif kinds.of(item).takes_digits or not item.scored:
            raise AuditError(
                f"{one_line(typed, 20)!r} is no key here", f"{self.keys.name('score.help')} for help"
            )
        else:
            self.type_answer(typed)

    def _command(self, typed: str) -> str:
        """Return the id of the command that a key, or its own name, stands for; empty for what is none."""
        for command in self.keys.commands("score"):
            names = (command.id, *command.all_keys, *command.written_keys.split())
            if command.id in self.verbs and typed in names:
                return command.id
        return ""

    def help(self) -> None:
        """Say what the keys do, a line each."""
        self.lines.tell("A digit: that answer. Enter: type what the item asks for, or go on.")
        for command in self.keys.commands("score"):
            if command.id in self.verbs and command.id != "enter":
                keys = [key for key in command.written_keys.split() if len(key) == 1 and key.isascii()]
                self.lines.tell(f"{' or '.join([*keys, command.id])}: {command.help}")

    def quit(self) -> None:
        """Leave."""
        raise Ended("Left. The next start is on this item.")

    # Items.

    def show(self) -> None:
        """Say the item in question: where one is, the question, its answers, what surrounds them."""
        item, before = self.item, self.session.state.before
        self.lines.tell(f"{self.checklist.section_of(item.id).title}: {item.title}.")
        self.lines.page(item_page(self.checklist, self.audit, item, WIDE, self.keys, before=before))
        if item.id not in self.audit.answers:
            self.lines.tell("Unanswered.")

    def go(self, to: int) -> None:
        """Move to an item and say it."""
        self.at = max(min(to, len(self.checklist.items) - 1), 0)
        self.show()

    def next_open(self) -> None:
        """Go to the next item without an answer."""
        position = navigation.next_open(self.checklist, self.audit, self.at)
        if position is None:
            self.advise((COMPLETE,))
        else:
            self.go(position)

    def advise(self, calls: tuple[str, ...]) -> None:
        """Say what an answer calls for."""
        for sentence in advice(calls, self.keys):
            self.lines.tell(f"{sentence}.")

    def give(self, answer: Answer) -> None:
        """Answer the item, say it, and go on."""
        item = self.item
        calls = self.session.answer(answer)
        self.lines.tell(f"{item.title}: {kinds.in_words(item, answer)}.")
        self.advise(calls)
        to = navigation.go_on(self.checklist, self.audit, self.at)
        if self.settings.advance and to != self.at:
            self.go(to)

    def clear(self) -> None:
        """Make the item unanswered again, and say so."""
        self.session.clear(self.item.id)
        undo = self.keys.name("score.undo")
        self.lines.tell(f"{self.item.title}: unanswered. {undo} takes that back.")

    def not_applicable(self) -> None:
        """Give not applicable, asking for the reason where the screen would."""
        number = 1
        if answering.asks_reason(self.item):
            for n, reason in enumerate(self.item.not_applicable, 1):
                self.lines.tell(f"  {n} {reason}")
            typed = self.lines.prompt("Because (number, or Enter: it does apply)?")
            if not typed:
                return
            number = number_in(typed) or 0
        self.give(answering.by_reason(self.item, number))

    def type_answer(self, typed: str = "") -> None:
        """Take dates or counts; where the item asks for none, go on or write."""
        item = self.item
        if not item.scored:
            self.note("comment", "", item.id)
        elif steps := prompts.typed_answer(item, event=self.audit.event):
            self.give(prompts.answer_of(item, self.lines.ask(*steps, typed=typed)))
        else:
            self.go(self.at + 1)

    def note(self, about: str, text: str, item: str = "") -> None:
        """Write a note; with no text, ask for it. '-' removes it."""
        title = ITEM_NOTES[about] if item else CLOSING[about]
        if text := text or self.lines.prompt(f"{title} (one line; - removes it):"):
            self.session.note(about, "" if text == "-" else text, item)

    def explain(self) -> None:
        """Say the sum, once it may be said."""
        if sum_hidden(self.audit, hide_score=self.settings.hide_score):
            self.lines.tell(f"{why_sum_hidden(self.keys)}.")
            return
        for sentence in result_in_words(self.checklist, self.audit):
            self.lines.tell(sentence)

    def finish(self) -> None:
        """Take the judgement, its reason and the closing texts, and finish."""
        now = (self.checklist, self.audit, self.session.blockers)
        self.lines.page(finish_page(*now, WIDE, self.keys, hide_score=self.settings.hide_score))
        if not (self.audit.open and self.session.complete):
            return
        if not (typed := self.lines.prompt("Your judgement of this file (Enter: not yet)?")):
            return
        digit, scale = number_in(typed) or 0, self.checklist.scale
        if not 1 <= digit <= len(scale.grades):
            raise AuditError(f"A judgement is a number from 1 to {len(scale.grades)}, the best")
        needs_reason = self.session.judge(scale.by_digit(digit))
        self.explain()
        if needs_reason:
            self.note("reason", "")
        for about in ("strength", "worry", "learning", "feedback"):
            if not self.audit.note("", about):
                self.note(about, "")
        key = self.keys.name("finish.finish")
        if self.lines.prompt(f"{key} finishes; Enter goes back:").startswith(key):
            self.session.finish()
            self.store.remember(open_audit="", open_item="")
            raise Ended("Finished.")
