"""What stands beside the standards where there is room: the item's notes, what it was last time, its history, the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.audit import ITEM_NOTES
from auditui.core.kinds import in_words
from auditui.report import times
from auditui.ui.lines import ACTION_MARKS, block
from auditui.ui.pages import change_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.core.audits.entries import ActionAdded
    from auditui.core.audits.session import Session
    from auditui.core.checklists.checklist import Item
    from auditui.ui.lines import Line
    from auditui.ui.own_keys import Keys

#: The width of a screen from which on there is room.
ROOMY = 120


def actions_of(session: Session, item: str) -> list[tuple[ActionAdded, str]]:
    """Return the actions that came from an item, each with how it stands: open, done or dropped."""
    closed = session.state.closed
    return [(action, closed.get(action.subject, "open")) for action in session.actions if action.item == item]


def beside_page(session: Session, item: Item, width: int, keys: Keys) -> list[Line]:
    """Return it for one item of the audit being worked on, each part under its title."""
    parts = {
        "Notes": [*_notes(session, item, width, keys)],
        "Last time": [*_last_time(session, item, width)],
        "History of this item": [*_history(session, item, width)],
        "Actions of this audit": [*_actions(session, item, width, keys)],
    }
    lines: list[Line] = []
    for title, part in parts.items():
        lines += [*([[]] if lines else []), [(title, "head")], *part]
    return lines


def _notes(session: Session, item: Item, width: int, keys: Keys) -> Iterator[Line]:
    for about, title in ITEM_NOTES.items():
        if text := session.audit.note(item.id, about):
            yield from block(text, width, "note", (f"{title}  ", "label"))
        else:
            yield [(f"{title}: {keys.name(f'score.{about}')} writes one", "dim")]


def _last_time(session: Session, item: Item, width: int) -> Iterator[Line]:
    before = session.state.before
    if before is None:
        yield from block("No finished audit of this case before.", width, "dim")
        return
    answer = before.answers.get(item.id)
    words = in_words(item, answer) if answer else "not answered, or not comparable"
    yield from block(f"{times.day(before.finished_at)}, {before.auditor}: {words}", width)
    if text := before.note(item.id, "comment"):
        yield from block(text, width, "note")


def _history(session: Session, item: Item, width: int) -> Iterator[Line]:
    changes = change_lines(item, session.changes(item.id), width)
    for lines in reversed(changes):
        yield from lines
    if not changes:
        yield from block("Nothing has been said of this item yet.", width, "dim")


def _actions(session: Session, item: Item, width: int, keys: Keys) -> Iterator[Line]:
    closed = session.state.closed
    for action in sorted(session.actions, key=lambda action: action.item != item.id):
        how = closed.get(action.subject, "open")
        style = "label" if how != "open" else "key" if action.item == item.id else "dim"
        mark = (f"{ACTION_MARKS[how]} ", style)
        yield from block(f"{action.due} {action.owner}: {action.what}", width, "", mark)
    if not session.actions:
        yield [(f"None: {keys.name('score.action')} adds one", "dim")]
