"""Line mode: the same audit as plain prompts, for screen readers, braille displays and scripts.

The keys are those of the scoring screen and the entries are the same; an audit begun in one can go on in
the other. Nothing is painted, nothing moves, every line says one thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits import answer as answers
from auditui.core.audits import answering, navigation
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, sum_hidden, unanswered
from auditui.core.audits.score import score
from auditui.core.audits.session import COMPLETE, SAFE_NOW
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES, rank
from auditui.core.text import one_line, visible
from auditui.core.typed_dates import TypedDate
from auditui.report.audits import sum_in_words
from auditui.store import session
from auditui.ui import prompts
from auditui.ui.commands import Keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import Entry
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.settings import Settings
    from auditui.store import Store
    from auditui.ui.prompts import Step

#: The commands of the scoring screen that paint or scroll; a line has nothing for them.
_SCREEN_ONLY = {"answer", "scroll-down", "scroll-up", "palette", "back"}
_YES = ("y", "yes", "")


class _Ended(Exception):  # noqa: N818 - no error: the input ended or was left
    """There is no more input, or the auditor leaves."""


class LineMode:
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
        self._read, self._tell = read, tell
        self.session = session(store, audit_id, by, self._record)
        last = store.remembered()
        item = last.get("open_item", "") if last.get("open_audit") == audit_id else ""
        self.at = navigation.begin_at(self.checklist, self.audit, item)
        self.verbs = self._verbs()

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
        self.tell(f"{self.checklist.title}. Case {self.audit.case}. {left} items unanswered. {key} for help.")
        self.show()
        try:
            while True:
                try:
                    self.act(self.prompt(f"{self.at + 1}> "))
                except AuditError as error:
                    self.tell(str(error))
        except _Ended as end:
            self.tell(str(end))

    # Lines out and in.

    def tell(self, text: str) -> None:
        """Print text, each line with nothing in it that could act on a terminal."""
        for line in visible(text).splitlines() or [""]:
            self._tell(line)

    def prompt(self, words: str) -> str:
        """Ask for a line."""
        try:
            return self._read(one_line(words, 300) + " ").strip()
        except EOFError:
            raise _Ended("Left. The next start is on this item.") from None

    def ask(self, *steps: Step, typed: str = "") -> list[Any]:
        """Ask the steps one after the other; `typed` answers the first. What is uncertain is asked about again."""
        values: list[Any] = []
        for step in steps:
            suggested = f" (Enter: {step.begun})" if step.begun else ""
            text = typed or self.prompt(f"{step.prompt}{suggested}") or step.begun
            typed = ""
            value = step.take(text, values)
            while isinstance(value, TypedDate) and value.question:
                again = self.prompt(f"{value.question} y, or another date:")
                value = value.day if again.casefold() in _YES else step.take(again, values)
            values.append(value.day if isinstance(value, TypedDate) else value)
        return values

    def _record(self, *entries: Entry) -> str:
        saved = self.store.record(*entries, by=self.by)
        audit, item = entries[0].subject, self.item.id
        self.store.remember(
            auditor=self.by, open_audit=audit, open_item=item, open_note="", open_screen="score"
        )
        self.tell(f"Saved {saved.at[11:19]} UTC.")
        return saved.at

    # What a line does.

    def _verbs(self) -> dict[str, Callable[[str], object]]:
        """Return what each command of the scoring screen does here, by its id, given the rest of the line."""
        return {
            "not-applicable": lambda _: self.not_applicable(),
            "not-recorded": lambda _: self.give(answers.not_recorded(self.item)),
            "could-not-see": lambda _: self.give(answers.could_not_see(self.item)),
            "comment": lambda rest: self.note("comment", rest, self.item.id),
            "strength": lambda rest: self.note("strength", rest, self.item.id),
            "undo": lambda _: self.go(self.checklist.position(self.session.undo())),
            "finish": lambda _: self.finish(),
            "enter": self.type_answer,
            "action": lambda _: self.session.act(*self.ask(*prompts.action()), item=self.item.id),
            "concern": lambda _: self.session.raise_concern(
                *self.ask(*prompts.concern(self.settings.on_concern)), item=self.item.id
            ),
            "next-open": lambda _: self.next_open(),
            "jump": lambda rest: self.go(navigation.find(self.checklist, rest)),
            "clear": lambda _: self.session.clear(self.item.id),
            "history": lambda _: self.history(),
            "explain": lambda _: self.explain(),
            "down": lambda _: self.go(self.at + 1),
            "up": lambda _: self.go(self.at - 1),
            "first": lambda _: self.go(0),
            "last": lambda _: self.go(len(self.checklist.items)),
            "reopen": lambda _: self.session.reopen(*self.ask(prompts.REOPEN)),
            "help": lambda _: self.help(),
            "quit": lambda _: self.quit(),
        }

    def act(self, typed: str) -> None:
        """Do what a line says: a digit, a key of the scoring screen or the name of its command, or what is to be typed."""
        item = self.item
        if typed.isascii() and typed.isdigit() and answering.takes_digits(item):
            self.give(answering.by_digit(item, int(typed)))
            return
        jump = self.keys.name("score.jump")
        key, rest = (
            (jump, typed.removeprefix(jump))
            if typed.startswith(jump)
            else typed.split(" ", 1)
            if " " in typed
            else (typed, "")
        )
        if command_id := self._command(key):
            self.verbs[command_id](rest.strip())
        elif answering.takes_digits(item) or not item.scored:
            raise AuditError(
                f"{one_line(typed, 20)!r} is no key here", f"{self.keys.name('score.help')} for help"
            )
        else:
            self.type_answer(typed)

    def _command(self, typed: str) -> str:
        """Return the id of the command that a key, or its own name, stands for; empty for what is none."""
        for command in self.keys.commands("score"):
            names = (command.id, *command.all_keys, *command.written_keys.split())
            if command.id in self.verbs and (typed or "enter") in names:
                return command.id
        return ""

    def help(self) -> None:
        """Say what the keys do, a line each."""
        self.tell("A digit: that answer.")
        for command in self.keys.commands("score"):
            if command.id not in _SCREEN_ONLY:
                keys = (
                    "Enter"
                    if command.keys == "enter"
                    else f"{self.keys.name(f'score.{command.id}')} or {command.id}"
                )
                self.tell(f"{keys}: {command.help}")

    def quit(self) -> None:
        """Leave."""
        raise _Ended("Left. The next start is on this item.")

    # Items.

    def show(self) -> None:
        """Say the item in question: where one is, the question, its answers, what surrounds them."""
        item, audit = self.item, self.audit
        section = self.checklist.section_of(item.id).title
        self.tell(f"Item {self.at + 1} of {len(self.checklist.items)}. {section}. {item.question}")
        if why := self.session.not_asked(item.id):
            self.tell(f"  {why}.")
        for option in item.options:
            key = answering.digit_of(item, option.id) if answering.takes_digits(item) else "-"
            self.tell(f"  {key} {option.label}: {option.standard}")
        if prompts.typed_answer(item):
            self.tell("  Enter: type it.")
        self.tell(f"  Look in: {item.look_in}. Source: {item.source}.")
        if item.guidance:
            self.tell(f"  {item.guidance}")
        before = self.session.state.before
        if before and (last := before.answers.get(item.id)):
            self.tell(f"  Last time, {before.finished_at[:10]}: {item.label(last.value)}.")
        for about, title in ITEM_NOTES.items():
            if text := audit.note(item.id, about):
                self.tell(f"  {title}: {text}")
        answer = audit.answers.get(item.id)
        self.tell(f"  Answer: {_in_words(item, answer)}." if answer else "  Unanswered.")

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
        if SAFE_NOW in calls:
            key = self.keys.name("score.concern")
            self.tell(f"Is the child safe now? If not: {key} records an immediate concern.")
        if COMPLETE in calls:
            self.tell(f"Every item is answered: {self.keys.name('score.finish')} goes on to the judgement.")

    def give(self, answer: Answer) -> None:
        """Answer the item, say it, and go on."""
        item = self.item
        calls = self.session.answer(answer)
        self.tell(f"{item.title}: {_in_words(item, answer)}.")
        self.advise(calls)
        if self.settings.advance and self.at + 1 < len(self.checklist.items):
            self.go(navigation.next_asked(self.checklist, self.audit, self.at))

    def not_applicable(self) -> None:
        """Give not applicable, asking for the reason where the screen would."""
        number = 1
        if answering.asks_reason(self.item):
            for n, reason in enumerate(self.item.not_applicable, 1):
                self.tell(f"  {n} {reason}")
            typed = self.prompt("Because (number, or Enter: it does apply)?")
            if not typed:
                return
            number = int(typed) if typed.isascii() and typed.isdigit() else 0
        self.give(answering.by_reason(self.item, number))

    def type_answer(self, typed: str = "") -> None:
        """Take dates or counts; where the item asks for none, go on or write."""
        item = self.item
        if not item.scored:
            self.note("comment", "", item.id)
        elif steps := prompts.typed_answer(item):
            self.give(prompts.answer_of(item, self.ask(*steps, typed=typed)))
        else:
            self.go(self.at + 1)

    def note(self, about: str, text: str, item: str = "") -> None:
        """Write a note; with no text, ask for it. '-' removes it."""
        title = ITEM_NOTES[about] if item else CLOSING[about]
        if text := text or self.prompt(f"{title} (one line; - removes it):"):
            self.session.note(about, "" if text == "-" else text, item)

    def history(self) -> None:
        """Say who answered this item what, and when."""
        for change in self.session.changes(self.item.id):
            words = _in_words(self.item, change.answer) if change.answer else "unanswered"
            self.tell(f"{change.at[:16]} {change.actor}: {words}")

    def explain(self) -> None:
        """Say the sum, once it may be said."""
        if sum_hidden(self.audit, hide_score=self.settings.hide_score):
            key = self.keys.name("score.finish")
            self.tell(f"The sum is said once you have judged ({key}), so that it does not lead you.")
            return
        for line in sum_in_words(score(self.checklist, self.audit.answers)):
            self.tell(line)

    def finish(self) -> None:
        """Take the judgement, its reason and the closing texts, and finish."""
        if left := unanswered(self.checklist, self.audit):
            self.tell(f"{len(left)} unanswered: {', '.join(item.title for item in left[:6])}.")
            return
        for grade, words in reversed(GRADES.items()):
            self.tell(f"  {rank(grade) + 1} {words}")
        typed = self.prompt("Your judgement of this file (Enter: not yet)?")
        if not typed:
            return
        if typed not in ("1", "2", "3", "4"):
            raise AuditError("A judgement is 4, 3, 2 or 1")
        needs_reason = self.session.judge(list(GRADES)[int(typed) - 1])
        self.explain()
        if needs_reason:
            self.note("reason", "")
        for about in ("strength", "worry", "learning", "feedback"):
            if not self.audit.note("", about):
                self.note(about, "")
        key = self.keys.name("finish.finish")
        if self.prompt(f"{key} finishes; Enter goes back:").startswith(key):
            self.session.finish()
            self.store.remember(open_audit="", open_item="")
            raise _Ended("Finished.")


def _in_words(item: Item, answer: Answer) -> str:
    behind = answers.detail(item, answer)
    return item.label(answer.value) + (f", {behind}" if behind else "")
