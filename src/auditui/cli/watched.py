"""What the commands say of people in texts, teams and categories."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from auditui import known_names
from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.store import Store

_OF_ACTIONS, _OF_CONCERNS = ("what", "owner", "proof"), ("what", "told", "answer")


def refuse_person(opened: Store, team: str) -> None:
    """Refuse a team that looks like a person, unless somebody said that it is none."""
    if doubt := known_names.doubtful(opened.remembered(), team):
        hint = f"Give the team's name; if it is one: auditui case allow {shlex.quote(team)}"
        raise AuditError(f"The team {doubt}", hint)


def people_in(opened: Store) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield what looks like a person in any text: audit, item, which text, what, and where in it."""
    for audit, item, about, text in _texts(opened):
        for person in known_names.find(text):
            yield audit, item, about, person.what, person.start + 1, person.end


def _texts(opened: Store) -> Iterator[tuple[str, str, str, str]]:
    for note in opened.notes():
        yield note.audit, note.item, note.about, note.text
    for action in opened.actions():
        for field in _OF_ACTIONS:
            yield action.audit, action.item, f"action: {field}", getattr(action, field)
    for concern in opened.concerns():
        for field in _OF_CONCERNS:
            yield concern.audit, concern.item, f"concern: {field}", getattr(concern, field)
    for line in opened.audit_lines():
        yield line.id, "", "case", line.case
        yield line.id, "", "team", line.team
