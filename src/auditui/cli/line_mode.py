"""Line mode: the same audit as plain prompts, for screen readers, braille displays and scripts.

The keys are those of the scoring screen and the entries are the same; an audit begun in one can go on in
the other. Nothing is painted, nothing moves, every line says one thing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from auditui.cli.context import today
from auditui.core import kinds, typed_dates
from auditui.core.audits import answer as answers
from auditui.core.audits import answering
from auditui.core.audits import navigation as walk
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, hindrances, sum_hidden, unanswered
from auditui.core.audits.audit import undo as take_back
from auditui.core.audits.entries import (
    ActionAdded,
    AnswerCleared,
    AnswerGiven,
    AuditFinished,
    ConcernRaised,
    Entry,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.audits.score import score
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES, rank
from auditui.core.text import one_line, visible
from auditui.report.audits import sum_in_words
from auditui.store import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.settings import Settings
    from auditui.store import Store

HELP = """\
A digit: that answer. n: not applicable. u: not recorded. x: could not see. Enter: type dates or counts, or go on.
c: comment. s: strength. a: action. !: immediate concern. z: undo. backspace or 'clear': unanswered again.
j: next item. k: item before. tab or 'next': next without an answer. /part: jump. h: history. e: the sum.
f: judgement and finish. ?: this help. q: leave; nothing is lost."""


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
        self.store, self.id, self.by, self.settings = store, audit_id, by, settings
        self._read, self._tell = read, tell
        self.checklist: Checklist = store.checklist(store.audit(audit_id).checklist)
        desk = store.desk()
        last = desk.get("open_item", "") if desk.get("open_audit") == audit_id else ""
        self.at = walk.begin_at(self.checklist, self.audit, last)

    @property
    def audit(self) -> Audit:
        """The audit as the store has it."""
        return self.store.audit(self.id)

    @property
    def item(self) -> Item:
        """The item in question."""
        return self.checklist.items[self.at]

    def run(self) -> None:
        """Go from item to item until the audit is finished or left."""
        audit = self.audit
        self.tell(
            f"{self.checklist.title}. Case {audit.case}. {len(unanswered(self.checklist, audit))} items unanswered. ? for help."
        )
        self.show()
        while True:
            try:
                typed = self.prompt(f"{self.at + 1}> ")
                if not self.act(typed):
                    return
            except AuditError as error:
                self.tell(str(error))
            except _Ended:
                self.tell("Left. The next start is on this item.")
                return

    def tell(self, text: str) -> None:
        """Print text, each line with nothing in it that could act on a terminal."""
        for line in visible(text).splitlines() or [""]:
            self._tell(line)

    def prompt(self, words: str) -> str:
        """Ask for a line."""
        try:
            return self._read(one_line(words, 300) + " ").strip()
        except EOFError:
            raise _Ended from None

    def record(self, *given: Entry) -> None:
        """Write entries, and say that they are saved."""
        saved = self.store.record(*given, by=self.by)
        self.store.put_on_desk(
            auditor=self.by, open_audit=self.id, open_item=self.item.id, open_note="", open_screen="score"
        )
        self.tell(f"Saved {saved.at[11:19]} UTC.")

    def show(self) -> None:
        """Say the item in question: where one is, the question, its answers, what surrounds them."""
        item, audit = self.item, self.audit
        section = self.checklist.section_of(item.id).title
        self.tell(f"Item {self.at + 1} of {len(self.checklist.items)}. {section}. {item.question}")
        if self.checklist.asked(audit.answers)[item.id] is False:
            self.tell(f"  Not asked here: only if {self.checklist.condition_in_words(item)}.")
        for option in item.options:
            key = answering.key_of(item, option.id) if kinds.of(item).takes_digits else "-"
            self.tell(f"  {key} {option.label}: {option.standard}")
        if kinds.of(item).typed:
            self.tell("  Enter: type it.")
        self.tell(f"  Look in: {item.look_in}. Source: {item.source}.")
        if item.guidance:
            self.tell(f"  {item.guidance}")
        before = self.store.audit_before(audit)
        if before and (last := before.answers.get(item.id)):
            self.tell(f"  Last time, {before.finished_at[:10]}: {item.label(last.value)}.")
        for about, title in ITEM_NOTES.items():
            if text := audit.note(item.id, about):
                self.tell(f"  {title}: {text}")
        given = audit.answers.get(item.id)
        self.tell(f"  Answer: {_told(item, given)}." if given else "  Unanswered.")

    # What a line does.

    def act(self, typed: str) -> bool:
        """Do what a line says; return whether to go on."""
        word, _, rest = typed.partition(" ")
        if typed.isascii() and typed.isdigit() and kinds.of(self.item).takes_digits:
            self.give(answering.by_digit(self.item, int(typed)))
        elif typed.startswith("/"):
            self.go(walk.find(self.checklist, typed[1:]))
        elif word in ("c", "s"):
            self.note({"c": "comment", "s": "strength"}[word], rest, self.item.id)
        elif typed == "q":
            raise _Ended
        elif typed == "f":
            return self.finish()
        else:
            return self._other(typed)
        return True

    def _other(self, typed: str) -> bool:
        item = self.item
        simple: dict[str, Callable[[], object]] = {
            "n": self.not_applicable,
            "u": lambda: self.give(answers.not_recorded(item)),
            "x": lambda: self.give(answers.could_not_see(item)),
            "": self.type_answer,
            "j": lambda: self.go(self.at + 1),
            "k": lambda: self.go(self.at - 1),
            "tab": self.next_open,
            "next": self.next_open,
            "clear": lambda: self.record(AnswerCleared(self.id, item.id)),
            "backspace": lambda: self.record(AnswerCleared(self.id, item.id)),
            "z": self.undo,
            "h": self.history,
            "e": self.explain,
            "a": self.add_action,
            "!": self.concern,
            "?": lambda: self.tell(HELP),
        }
        if typed in simple:
            simple[typed]()
        elif kinds.of(item).takes_digits or not item.scored:
            raise AuditError(f"{one_line(typed, 20)!r} is no key here", "? for help")
        else:
            self.type_answer(typed)
        return True

    def go(self, to: int) -> None:
        """Move to an item and say it."""
        self.at = max(min(to, len(self.checklist.items) - 1), 0)
        self.show()

    def next_open(self) -> None:
        """Go to the next item without an answer."""
        found = walk.next_open(self.checklist, self.audit, self.at)
        if found is None:
            self.tell("Every item is answered: f goes on to the judgement.")
        else:
            self.go(found)

    def give(self, answer: Answer) -> None:
        """Record an answer, say it, and go on."""
        item = self.item
        if self.checklist.asked(self.audit.answers)[item.id] is False:
            raise AuditError(f"Not asked here: only if {self.checklist.condition_in_words(item)}")
        was_complete = not unanswered(self.checklist, self.audit)
        self.record(AnswerGiven(self.id, answer))
        self.tell(f"{item.title}: {_told(item, answer)}.")
        if answering.asks_if_safe(item, answer):
            self.tell("Is the child safe now? If not: ! records an immediate concern.")
        if not was_complete and not unanswered(self.checklist, self.audit):
            self.tell("Every item is answered: f goes on to the judgement.")
        if self.settings.advance and self.at + 1 < len(self.checklist.items):
            self.go(walk.next_asked(self.checklist, self.audit, self.at))

    def not_applicable(self) -> None:
        """Give not applicable, asking for the reason where the screen would."""
        if not answering.asks_reason(self.item):
            self.give(answering.by_reason(self.item))
            return
        for number, reason in enumerate(self.item.not_applicable, 1):
            self.tell(f"  {number} {reason}")
        typed = self.prompt("Because (number, or Enter: it does apply)?")
        if typed:
            self.give(
                answering.by_reason(self.item, int(typed) if typed.isascii() and typed.isdigit() else 0)
            )

    def type_answer(self, begun: str = "") -> None:
        """Take dates or counts; where the item asks for none, go on or write."""
        item = self.item
        if not item.scored:
            self.note("comment", "", item.id)
        elif not kinds.of(item).typed:
            self.go(self.at + 1)
        else:
            given: list[object] = []
            for words, is_date in kinds.of(item).prompts(item):
                text = "" if given else begun
                given.append(self.day(words, text) if is_date else text or self.prompt(f"{words}?"))
            self.give(kinds.of(item).from_typing(item, given))

    def day(self, asked: str, begun: str = "", *, future: bool = False) -> date:
        """Take a date, asking again about one that is not certain."""
        text = begun or self.prompt(f"{asked}?")
        read = typed_dates.read(text, today())
        if read.question and not (future and "future" in read.question):
            again = self.prompt(f"{read.question} y, or another date:")
            if again.casefold() not in ("y", "yes", ""):
                return self.day(asked, again)
        return read.day

    def note(self, about: str, text: str, item: str = "") -> None:
        """Write a note; with no text, ask for it. '-' removes it."""
        words = CLOSING[about] if not item else ITEM_NOTES[about]
        said = text or self.prompt(f"{words} (one line; - removes it):")
        if said:
            self.record(NoteWritten(self.id, about, "" if said == "-" else said, item))

    def undo(self) -> None:
        """Take back the last change of an answer."""
        entry = take_back(recorded.entry for recorded in self.store.history(self.id))
        if entry is None:
            self.tell("There is no answer left to take back.")
            return
        self.record(entry)
        self.go(self.checklist.position(entry.item))

    def history(self) -> None:
        """Say who answered this item what, and when."""
        for recorded in self.store.history(self.id):
            match recorded.entry:
                case AnswerGiven(answer=answer) if answer.item == self.item.id:
                    self.tell(f"{recorded.at[:16]} {recorded.actor}: {_told(self.item, answer)}")
                case AnswerCleared(item=item) if item == self.item.id:
                    self.tell(f"{recorded.at[:16]} {recorded.actor}: unanswered")

    def explain(self) -> None:
        """Say the sum, once it may be said."""
        audit = self.audit
        if sum_hidden(audit, hide_score=self.settings.hide_score):
            self.tell("The sum is said once you have judged (f), so that it does not lead you.")
            return
        for line in sum_in_words(score(self.checklist, audit.answers)):
            self.tell(line)

    def add_action(self) -> None:
        """Take an action: what, whose role, by when."""
        what, owner = self.prompt("What is to be done?"), self.prompt("Whose role?")
        due = self.day("Due by", future=True)
        self.record(ActionAdded(new_id(), self.id, what, owner, due.isoformat(), self.item.id))

    def concern(self) -> None:
        """Take an immediate concern, saying the council's own text first."""
        self.tell(self.settings.on_concern)
        what, told = (
            self.prompt("What is the concern? A few words, no names:"),
            self.prompt("Who was told? A role:"),
        )
        now = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
        when = self.prompt(f"When? (Enter: {now})") or now
        self.record(ConcernRaised(new_id(), self.id, what, told, when, self.item.id))

    def finish(self) -> bool:
        """Take the judgement and its reason, and finish; return whether to go on."""
        left = unanswered(self.checklist, self.audit)
        if left:
            self.tell(f"{len(left)} unanswered: {', '.join(item.title for item in left[:6])}.")
            return True
        for grade, words in reversed(GRADES.items()):
            self.tell(f"  {rank(grade) + 1} {words}")
        typed = self.prompt("Your judgement of this file (Enter: not yet)?")
        if not typed:
            return True
        if typed not in ("1", "2", "3", "4"):
            raise AuditError("A judgement is 4, 3, 2 or 1")
        grade = list(GRADES)[int(typed) - 1]
        self.record(JudgementGiven(self.id, grade))
        self.explain()
        if grade != score(self.checklist, self.audit.answers).indicated and not self.audit.note("", "reason"):
            self.note("reason", "")
        for about in ("strength", "worry", "learning", "feedback"):
            if not self.audit.note("", about):
                self.note(about, "")
        if not self.prompt("f finishes; Enter goes back:").startswith("f"):
            return True
        if still := hindrances(self.checklist, self.audit):
            self.tell(". ".join(still))
            return True
        self.record(AuditFinished(self.id))
        self.store.put_on_desk(open_audit="", open_item="")
        self.tell("Finished.")
        return False


def _told(item: Item, answer: Answer) -> str:
    behind = kinds.of(item).behind(item, answer)
    return item.label(answer.value) + (f", {behind}" if behind else "")
