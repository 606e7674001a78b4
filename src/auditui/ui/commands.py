"""Every command of the screens: its id, keys, words and help; footer, help page and docs are made from this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A thing a key can do on a screen. `shown` puts it in the footer under `label`."""

    id: str
    keys: str
    action: str
    label: str
    help: str
    shown: bool = False

    @property
    def shown_key(self) -> str:
        """The first key as people write it: ``?``, ``esc``, ``1-4``."""
        keys = self.keys.split(",")
        if all(map(str.isdigit, keys)):
            return f"1-{keys[-1]}"
        return _SHOWN_KEYS.get(keys[0], keys[0])

    @property
    def all_keys(self) -> str:
        """Every key as people write it."""
        keys = self.keys.split(",")
        return (
            self.shown_key
            if all(map(str.isdigit, keys))
            else " ".join(_SHOWN_KEYS.get(key, key) for key in keys)
        )


_SHOWN_KEYS = {
    "question_mark": "?",
    "escape": "esc",
    "enter": "⏎",
    "exclamation_mark": "!",
    "slash": "/",
    "space": "space",
    "down": "↓",
    "up": "↑",
    "f1": "F1",
    "f2": "F2",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}

_QUIT = Command(
    "quit", "q,ctrl+q", "app.quit", "Quit", "Leave auditui; the next start is right here again.", shown=True
)
_HELP = Command("help", "question_mark,f1", "app.help", "Help", "What every key does here.", shown=True)
_BACK = Command("back", "escape", "back", "Back", "One step back; nothing is lost.", shown=True)
_MOVES = (
    Command("down", "down,j", "move(1)", "Down", "To the next line."),
    Command("up", "up,k", "move(-1)", "Up", "To the line before."),
    Command("first", "home,g", "move(-100000)", "First", "To the first line."),
    Command("last", "end,G", "move(100000)", "Last", "To the last line."),
    Command("page-down", "pagedown,ctrl+d", "move(10)", "Page down", "Ten lines down."),
    Command("page-up", "pageup,ctrl+u", "move(-10)", "Page up", "Ten lines up."),
)

HOME = (
    Command("open", "enter", "open", "Open", "Open what the cursor is on.", shown=True),
    Command("new", "n", "new", "New audit", "Begin an audit.", shown=True),
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
    *_MOVES,
    _HELP,
    _QUIT,
)
START = (
    Command("begin", "f2,ctrl+enter", "begin", "Begin", "Begin the audit.", shown=True),
    Command(
        "next-field",
        "tab",
        "app.focus_next",
        "Next field",
        "To the next field; Enter does so too.",
        shown=True,
    ),
    Command("help", "f1", "app.help", "Help", "What every key does here.", shown=True),
    _BACK,
)
SCORE = (
    Command(
        "answer",
        "1,2,3,4,5,6,7,8,9",
        "answer",
        "Answer",
        "Give the answer with that number; the highest is the best.",
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
        "Unrecorded",
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
        "enter",
        "enter",
        "enter",
        "Enter",
        "Type the dates or counts this item asks for; else go to the next item.",
    ),
    Command(
        "comment",
        "c",
        "note('comment')",
        "Comment",
        "Write about this item; every pause in typing is saved.",
        shown=True,
    ),
    Command("strength", "s", "note('strength')", "Strength", "Write down a strength: it is a finding too."),
    Command("clear", "backspace", "clear", "Clear", "Make this item unanswered again."),
    Command("next-open", "tab,space", "next_open", "Next open", "To the next item without an answer."),
    *(Command(c.id, c.keys, c.action, c.label, c.help) for c in _MOVES[:4]),
    Command("scroll-down", "pagedown,ctrl+d", "scroll(5)", "Scroll down", "Scroll the item's page down."),
    Command("scroll-up", "pageup,ctrl+u", "scroll(-5)", "Scroll up", "Scroll the item's page up."),
    Command(
        "finish",
        "f",
        "finish",
        "Finish",
        "What is open, your judgement, and finishing the audit.",
        shown=True,
    ),
    Command("reopen", "r", "reopen", "Reopen", "Open a finished audit again, with a reason."),
    _HELP,
    Command("back", "escape", "back", "Home", "Back to the lists; nothing is lost.", shown=True),
    Command("quit", "q,ctrl+q", "app.quit", "Quit", "Leave auditui; the next start is on this item again."),
)
FINISH = (
    Command(
        "judge",
        "1,2,3,4",
        "judge",
        "Judge",
        "Your judgement: 4 Outstanding, 3 Good, 2 Requires improvement, 1 Inadequate.",
        shown=True,
    ),
    Command("write", "enter,c", "write", "Write", "Write the text the cursor is on.", shown=True),
    *_MOVES[:4],
    Command(
        "finish",
        "f",
        "finish",
        "Finish",
        "Finish the audit: from now on it counts in the figures.",
        shown=True,
    ),
    _HELP,
    Command("back", "escape", "back", "Back", "Back to the items; nothing is lost.", shown=True),
    Command("quit", "q,ctrl+q", "app.quit", "Quit", "Leave auditui; the next start is right here again."),
)
HELP = (
    *_MOVES,
    Command("back", "escape,question_mark,q,f1,enter", "back", "Back", "Back to where you were.", shown=True),
)

SCREENS = {"home": HOME, "start": START, "score": SCORE, "finish": FINISH, "help": HELP}
