"""Every command of the screens: its id, keys, words and help.

The key bar, the help pages, the palette, `auditui keys`, the documentation and a user's own keys are all
made from this one table. It knows nothing of Textual.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Command:
    """A thing a key can do on a screen. `shown` puts it in the key bar under `label`."""

    id: str
    keys: str
    action: str
    label: str
    help: str
    shown: bool = False

    @property
    def all_keys(self) -> list[str]:
        """The keys, by Textual's names."""
        return self.keys.split(",")

    @property
    def numbered(self) -> bool:
        """Whether the keys are digits, each of which the action is told."""
        return all(key.removeprefix("alt+").isdigit() for key in self.all_keys)

    @property
    def shown_key(self) -> str:
        """The first key as people write it: ``?``, ``esc``, ``1-4``."""
        if self.numbered and len(self.all_keys) > 1:
            return f"{self.all_keys[0]}-{self.all_keys[-1].removeprefix('alt+')}"
        return _as_written(self.all_keys[0])

    @property
    def written_keys(self) -> str:
        """All keys as people write them."""
        return self.shown_key if self.numbered else " ".join(map(_as_written, self.all_keys))


_WRITTEN = {
    "question_mark": "?",
    "escape": "esc",
    "enter": "⏎",
    "exclamation_mark": "!",
    "slash": "/",
    "ctrl+enter": "ctrl+⏎",
    "down": "↓",
    "up": "↑",
    "f1": "F1",
    "f2": "F2",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "backspace": "⌫",
}


def _as_written(key: str) -> str:
    return _WRITTEN.get(key, key)


_HELP = Command("help", "question_mark,f1", "app.help", "Help", "What every key does here.", shown=True)
_PALETTE = Command(
    "palette", "ctrl+p", "app.command_palette", "Palette", "Find any command, audit or theme by name."
)
_QUIT = Command("quit", "q,ctrl+q", "app.quit", "Quit", "Leave auditui; the next start is right here again.")
_BACK = Command("back", "escape", "back", "Back", "One step back; nothing is lost.", shown=True)
_CONCERN = Command(
    "concern",
    "exclamation_mark",
    "concern",
    "Concern",
    "An immediate concern: raise one, or see those not answered.",
    shown=True,
)
_MOVES = (
    Command("down", "down,j", "move(1)", "Down", "To the next line."),
    Command("up", "up,k", "move(-1)", "Up", "To the line before."),
    Command("first", "home,g", "move(-100000)", "First", "To the first line."),
    Command("last", "end,G", "move(100000)", "Last", "To the last line."),
)
_PAGES = (
    Command("page-down", "pagedown,ctrl+d", "move(10)", "Page down", "Ten lines down."),
    Command("page-up", "pageup,ctrl+u", "move(-10)", "Page up", "Ten lines up."),
)

HOME = (
    Command("open", "enter", "open", "Open", "Open what the cursor is on.", shown=True),
    Command("new", "n", "new", "New", "Begin an audit.", shown=True),
    Command("drafts", "d,1", "view('drafts')", "Drafts", "Audits not finished yet.", shown=True),
    Command(
        "waiting",
        "w,2",
        "view('waiting')",
        "Cases",
        "Cases of the lists that nobody has audited.",
        shown=True,
    ),
    Command(
        "finished", "f,3", "view('finished')", "Finished", "Finished audits, the newest first.", shown=True
    ),
    Command("trends", "t", "trends", "Trends", "How the figures move over time.", shown=True),
    Command(
        "find", "slash", "find", "Find", "Show only cases whose reference holds what you type.", shown=True
    ),
    _CONCERN,
    *_MOVES,
    *_PAGES,
    _PALETTE,
    _HELP,
    replace(_QUIT, shown=True),
)
START = (
    Command(
        "begin",
        "f2,ctrl+enter",
        "begin",
        "Begin",
        "Begin the audit; so does Enter on the last field.",
        shown=True,
    ),
    Command(
        "next-field", "tab", "app.focus_next", "Next field", "To the next field; so does Enter.", shown=True
    ),
    replace(_HELP, keys="f1"),
    replace(_QUIT, keys="ctrl+q"),
    _BACK,
)
SCORE = (
    Command(
        "answer",
        "1,2,3,4,5,6,7,8,9",
        "answer",
        "Answer",
        "The answer with that number; the highest is the best.",
        shown=True,
    ),
    Command(
        "not-applicable",
        "n",
        "not_applicable",
        "N/A",
        "Not applicable, for one of the reasons listed.",
        shown=True,
    ),
    Command(
        "not-recorded",
        "u",
        "not_recorded",
        "Unrec.",
        "Not recorded: the file should show it and does not.",
        shown=True,
    ),
    Command(
        "could-not-see",
        "x",
        "could_not_see",
        "Unseen",
        "Could not see: this part of the record is closed to you.",
        shown=True,
    ),
    Command(
        "comment",
        "c",
        "note('comment')",
        "Comment",
        "Write about this item; every pause in typing is saved.",
        shown=True,
    ),
    Command(
        "undo",
        "z",
        "undo",
        "Undo",
        "Take back the last answer, then the one before it, as far as you like.",
        shown=True,
    ),
    Command(
        "finish",
        "f",
        "finish",
        "Finish",
        "What is open, your judgement, and finishing the audit.",
        shown=True,
    ),
    Command(
        "enter",
        "enter",
        "enter",
        "Type",
        "Type the dates or counts this item asks for; else go to the next item.",
    ),
    Command("strength", "s", "note('strength')", "Strength", "Write down a strength: it is a finding too."),
    Command("action", "a", "add_action", "Action", "Something is to be done: what, whose role, by when."),
    replace(_CONCERN, shown=False),
    Command("next-open", "tab,space", "next_open", "Next open", "To the next item without an answer."),
    Command("jump", "slash", "jump", "Jump", "To an item, by part of its name."),
    Command("clear", "backspace", "clear", "Clear", "Make this item unanswered again."),
    Command("history", "h", "history", "History", "Who answered this item what, and when."),
    Command("explain", "e", "explain", "Explain", "The sum behind the score, item by item."),
    *_MOVES,
    Command("scroll-down", "pagedown,ctrl+d", "scroll(5)", "Scroll down", "Scroll the item's page down."),
    Command("scroll-up", "pageup,ctrl+u", "scroll(-5)", "Scroll up", "Scroll the item's page up."),
    Command("reopen", "r", "reopen", "Reopen", "Open a finished audit again, with a reason."),
    _PALETTE,
    _HELP,
    replace(_BACK, label="Home", help="Back to the lists; nothing is lost."),
    _QUIT,
)
FINISH = (
    Command(
        "judge",
        "1,2,3,4",
        "judge",
        "Judge",
        "4 Outstanding, 3 Good, 2 Requires improvement to be good, 1 Inadequate.",
        shown=True,
    ),
    Command("write", "enter,c", "write", "Write", "Write the text the cursor is on.", shown=True),
    Command(
        "finish",
        "f",
        "finish",
        "Finish",
        "Finish the audit: from now on it counts in the figures.",
        shown=True,
    ),
    Command(
        "action",
        "a",
        "add_action",
        "Action",
        "Something is to be done: what, whose role, by when.",
        shown=True,
    ),
    _CONCERN,
    *_MOVES,
    _PALETTE,
    _HELP,
    _BACK,
    _QUIT,
)
PAGE = (
    *_MOVES,
    *_PAGES,
    Command("back", "escape,question_mark,q,f1,enter", "back", "Back", "Back to where you were.", shown=True),
)
TRENDS = (
    Command("open", "enter", "open", "Audits", "The audits of the period the cursor is on.", shown=True),
    Command("checklist", "c", "checklist(1)", "Checklist", "The next checklist.", shown=True),
    Command("checklist-back", "C", "checklist(-1)", "Checklist", "The checklist before."),
    Command("item", "i,right", "part(1)", "Item", "The next item or section.", shown=True),
    Command("item-back", "I,left", "part(-1)", "Item", "The item or section before."),
    Command("team", "t", "team", "Team", "The next team, or all.", shown=True),
    Command("period", "p", "length", "Period", "Months, quarters, or what suits the data.", shown=True),
    Command(
        "large", "m", "large", "Maximise", "The chart on the whole screen, or the table again.", shown=True
    ),
    Command("copy", "y", "copy", "Copy", "Copy the table, small counts hidden.", shown=True),
    Command(
        "export",
        "e",
        "export",
        "Export",
        "Write a page, picture or data file, small counts hidden.",
        shown=True,
    ),
    *_MOVES,
    *_PAGES,
    _HELP,
    _BACK,
    _QUIT,
)
PERIOD = (
    Command("open", "enter", "open", "Open", "Open the audit at its answers.", shown=True),
    *_MOVES,
    *_PAGES,
    _HELP,
    _BACK,
    _QUIT,
)
CONCERNS = (
    Command(
        "answer",
        "enter",
        "answer",
        "Answer",
        "Write what was answered or done: that closes the concern.",
        shown=True,
    ),
    *_MOVES,
    _HELP,
    _BACK,
    _QUIT,
)
NOTE = (
    Command("close", "escape", "finish", "Keep and close", "Close the note; its text is kept.", shown=True),
    Command(
        "neutral",
        "ctrl+r",
        "neutral",
        "Neutral word",
        "Put a neutral word where a text looks like a person.",
        shown=True,
    ),
    Command(
        "answer",
        "alt+1,alt+2,alt+3,alt+4,alt+5,alt+6,alt+7,alt+8,alt+9",
        "key",
        "Answer",
        "Answer the item without leaving the note.",
        shown=True,
    ),
    Command("not-applicable", "alt+n", "key('n')", "N/A", "Not applicable, without leaving the note."),
    Command("not-recorded", "alt+u", "key('u')", "Unrecorded", "Not recorded, without leaving the note."),
    Command("could-not-see", "alt+x", "key('x')", "Unseen", "Could not see, without leaving the note."),
)
ASK = (
    Command("take", "enter", "", "Take", "Take what was typed.", shown=True),
    Command("cancel", "escape", "cancel", "Cancel", "Leave this without an answer.", shown=True),
)

SCREENS: dict[str, tuple[Command, ...]] = {
    "home": HOME,
    "start": START,
    "score": SCORE,
    "finish": FINISH,
    "concerns": CONCERNS,
    "trends": TRENDS,
    "period": PERIOD,
    "page": PAGE,
    "note": NOTE,
    "ask": ASK,
}

#: Keys that terminals and multiplexers often keep for themselves, and what they do with them.
EATEN = {
    "ctrl+s": "stops the screen",
    "ctrl+j": "is Enter",
    "ctrl+m": "is Enter",
    "ctrl+i": "is Tab",
    "ctrl+h": "is Backspace",
    "ctrl+z": "suspends",
    "ctrl+b": "belongs to tmux",
    "ctrl+a": "belongs to screen",
    "ctrl+c": "interrupts",
}


def ids() -> dict[str, Command]:
    """Return every command by its full id: ``score.comment``."""
    return {f"{screen}.{command.id}": command for screen, commands in SCREENS.items() for command in commands}


def with_keys(screen: str, own: Mapping[str, str]) -> tuple[Command, ...]:
    """Return a screen's commands with the user's own keys, where they clash with nothing."""
    refused = {command_id for command_id, _ in _refused(own)}
    return tuple(
        replace(command, keys=own[f"{screen}.{command.id}"])
        if f"{screen}.{command.id}" in own and f"{screen}.{command.id}" not in refused
        else command
        for command in SCREENS[screen]
    )


def complaints(own: Mapping[str, str]) -> list[str]:
    """Say what is wrong with the user's own keys: unknown ids, clashes, and keys a terminal may keep."""
    said = [what for _, what in _refused(own)]
    for command_id, keys in own.items():
        said += [
            f"{command_id}: {key} may never arrive, since it {EATEN[key]}"
            for key in keys.split(",")
            if key in EATEN
        ]
    return said


def _refused(own: Mapping[str, str]) -> list[tuple[str, str]]:
    known = ids()
    refused = []
    for command_id, keys in own.items():
        if command_id not in known:
            from difflib import get_close_matches  # noqa: PLC0415 - only for what is misspelt

            near = get_close_matches(command_id, known, n=1)
            refused.append(
                (
                    command_id,
                    f"there is no command {command_id}" + (f"; did you mean {near[0]}?" if near else ""),
                )
            )
            continue
        if known[command_id].numbered or not keys.strip():
            refused.append((command_id, f"{command_id} keeps its keys"))
            continue
        screen = command_id.partition(".")[0]
        taken: defaultdict[str, str] = defaultdict(str)
        for command in SCREENS[screen]:
            if f"{screen}.{command.id}" != command_id:
                for key in own.get(f"{screen}.{command.id}", command.keys).split(","):
                    taken[key] = command.id
        clashes = [f"{key} is {screen}.{taken[key]}'s" for key in keys.split(",") if taken[key]]
        if clashes:
            refused.append((command_id, f"{command_id} keeps its keys: {', '.join(clashes)}"))
    return refused
