"""What the commands say of people in texts, teams and categories."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import msgspec

from auditui import known_names
from auditui.cli.talk import tell
from auditui.core.audits.amendments import AuditCorrected
from auditui.core.audits.entries import AuditStarted, CaseListed
from auditui.core.audits.keeping import CaseHeld
from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.entries import Entry
    from auditui.core.audits.session import Session
    from auditui.intake.case_list import CaseList
    from auditui.store import Saved, Store


def record(opened: Store, *entries: Entry, by: str) -> Saved:
    """Write entries as one fact, then say what in their texts looks like a person; nothing is held back for it."""
    saved = opened.record(*entries, by=by)
    for warning in known_names.warnings(*entries):
        tell(warning)
    return saved


def say_people(*texts: str, where: str = "This") -> None:
    """Say of each text what in it looks like a person, in a line that begins with `where` it is."""
    for text in texts:
        if said := known_names.warning(text):
            tell(f"{where} {said}")


def working(opened: Store, audit_id: str, by: str) -> Session:
    """Work on an audit; what is said is written at once and watched as `record` does."""
    from auditui.store import session  # noqa: PLC0415 - few commands work on an audit

    return session(opened, audit_id, by, lambda *entries: record(opened, *entries, by=by).at)


def refuse_person(opened: Store, team: str) -> None:
    """Refuse a team that looks like a person, unless somebody said that it is none."""
    if doubt := known_names.doubtful(opened.remembered(), team):
        hint = f"Give the team's name; if it is one: auditui case allow {shlex.quote(team)}"
        raise AuditError(f"The team {doubt}", hint)


def say_named_references(*refs: str) -> None:
    """Say which words of references are first names; a council's own prefix may be one, so nothing is held back."""
    for word in known_names.named_references(refs):
        tell(
            f"The reference with {word!r} in it looks like a person: a reference is the number of the case alone."
        )


def without_people(opened: Store, lists: Iterable[CaseList]) -> None:
    """Ask once about each team and category that looks like a person; what is one, or nobody can be asked, is left empty."""
    seen = {
        value
        for read in lists
        for case in read.by_event.values()
        for value in (case.team, case.category)
        if value
    }
    remembered = opened.remembered()
    doubted = {value: doubt for value in sorted(seen) if (doubt := known_names.doubtful(remembered, value))}
    none = {value for value, doubt in doubted.items() if _is_no_person(value, doubt)}
    known_names.allow(opened, *none)
    people = doubted.keys() - none
    for read in lists if people else ():
        for key, case in read.by_event.items():
            if case.team in people or case.category in people:
                team = "" if case.team in people else case.team
                category = "" if case.category in people else case.category
                read.by_event[key] = msgspec.structs.replace(case, team=team, category=category)


def _is_no_person(value: str, doubt: str) -> bool:
    if sys.stdin.isatty():
        tell(
            f"The team or category {one_line(value, 60)!r} {doubt}. Is it a team or category, and nobody's name? y/n ",
            end="",
        )
        return sys.stdin.readline().strip().casefold() in ("y", "yes")
    tell(
        f"{one_line(value, 60)!r} {doubt}; left empty. If it is none: auditui case allow {shlex.quote(value)}, and import again"
    )
    return False


def people_in(opened: Store) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield what looks like a person in any text that is kept: audit, item, which text, what, and where in it.

    What was said before and said anew is kept too. What stands in several wordings of one text is named once, with its place
    in the last of them.
    """
    seen: set[tuple[str, str, str, str]] = set()
    for audit, item, about, text in _texts(opened):
        for person in known_names.find(text):
            named = (audit, item, about, text[person.start : person.end])
            if named not in seen:
                seen.add(named)
                yield audit, item, about, person.what, person.start + 1, person.end


#: What else of an audit and a listed case could be a person, by field, and as what it is shown.
_NAMES = {"case": "case", "ref": "case", "team": "team", "category": "category"}
_NAMED = (AuditStarted, AuditCorrected, CaseListed, CaseHeld)
_WRITTEN = (*known_names.TEXTS, "source", "note", "why")


def _texts(opened: Store) -> Iterator[tuple[str, str, str, str]]:
    """Yield every text of the journal's entries, the newest first: audit, item, which text, and its words."""
    owners = opened.owners()
    for entry in opened.kept_entries():
        of = next(
            filter(None, (getattr(entry, name, "") for name in ("action", "concern", "audit", "subject")))
        )
        audit, item = owners.get(of, ("", ""))
        item = item or getattr(entry, "item", "")
        fields = {field: _which(entry, field) for field in _WRITTEN}
        fields |= _NAMES if isinstance(entry, _NAMED) else {}
        for field, which in fields.items():
            if isinstance(text := getattr(entry, field, ""), str) and text:
                yield audit, item, which, text


def _which(entry: Entry, field: str) -> str:
    """Name a text: a note by what it is about, a reason by what was done for it, others by what they are of."""
    if about := getattr(entry, "about", ""):
        return str(about)
    of, _, done = entry.kind.partition(".")
    return done if of == "audit" else f"{of}: {done if field == 'reason' else field}"
