"""What a folded subject looks like as rows: for each table of schema.TABLES, the rows it should hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from auditui.core.audits import entries
from auditui.core.audits.audit import Audit
from auditui.core.audits.contribution import contribution, settled
from auditui.core.audits.fold import Desk, Folded, FollowUp
from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from auditui.core.audits import rules_1
    from auditui.core.audits.answer import Answer
    from auditui.core.audits.entries import Entry, Recorded

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(subject: str, folded: Folded, published: Callable[[str], rules_1.Checklist | None]) -> Rows:
    """Return a subject's rows by table.

    `published` returns what rules 1 need of a checklist by its digest, None if it is not here.
    """
    rows: Rows = {}
    if folded.aside:
        rows["set_aside"] = [
            (subject, aside.recorded.origin, aside.recorded.origin_seq, aside.reason.name.lower())
            for aside in folded.aside
        ]
    value = folded.value
    if isinstance(value, Audit):
        rows |= _audit(value, published)
    elif isinstance(value, Desk):
        rows["desks"] = [_desk(subject, value)]
        rows["clock_corrections"] = [_correction(recorded) for recorded in value.corrections]
    elif isinstance(value, FollowUp):
        rows |= _fact(value.begun) | (_fact(value.closed) if value.closed else {})
    elif value is not None:
        rows |= _fact(value)
    return rows


def _audit(audit: Audit, published: Callable[[str], rules_1.Checklist | None]) -> Rows:
    rows: Rows = {}
    counted = audit.standing or audit
    older = published(counted.checklist) if not counted.open and counted.results is None else None
    results, added = settled(audit, older), contribution(audit, older)
    strata = tuple(audit.strata[name] for name in STRATA)
    rows["audits"] = [
        (
            *(
                audit.id,
                audit.checklist,
                audit.case,
                audit.event,
                audit.team,
                *strata,
                audit.auditor,
                audit.state,
            ),
            *(audit.begun_at, audit.changed_at, audit.finished_at, audit.first_day, _revised(audit)),
            audit.judgement,
            *((results.indicated, results.percent) if results else ("", None)),
        )
    ]
    rows["answers"] = [
        (audit.id, answer.item, answer.value, answer.reason, _detail(answer))
        for _, answer in sorted(audit.answers.items())
    ]
    rows["notes"] = [(audit.id, item, about, text) for (item, about), text in sorted(audit.notes.items())]
    if added:
        body = (_json(added.answers), _json(dict(sorted(added.sections.items()))))
        dimensions = (audit.team, audit.auditor, *strata)
        rows["contributions"] = [
            (audit.id, added.checklist, added.month, added.judgement, added.indicated, *dimensions, *body)
        ]
    return rows


def _revised(audit: Audit) -> str:
    """Return the local day an audit was last finished on, if that was not the first time; "" while it is corrected."""
    return audit.day if audit.day != audit.first_day else ""


def _detail(answer: Answer) -> str:
    return json.dumps(dict(answer.detail), sort_keys=True) if answer.detail else "{}"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _desk(subject: str, desk: Desk) -> tuple[str, str, str]:
    if desk.began is None:
        return subject, "", ""
    assert isinstance(desk.began.entry, entries.DeskBegan)  # noqa: S101 - the fold chose it so
    return subject, desk.began.at, desk.began.entry.why


def _correction(recorded: Recorded) -> tuple[Any, ...]:
    entry = recorded.entry
    assert isinstance(entry, entries.ClockCorrected)  # noqa: S101 - the fold chose it so
    return entry.subject, recorded.origin_seq, entry.first, entry.last, entry.seconds, entry.reason


def _fact(recorded: Recorded) -> Rows:
    """Return the row of a subject that is one fact; what only the journal keeps has none."""
    entry = recorded.entry
    if type(entry) not in _FACTS:
        return {}
    table, columns = _FACTS[type(entry)]
    return {table: [(entry.subject, *columns(entry, recorded))]}


def _checklist(entry: Any, recorded: Recorded) -> Iterable[Any]:
    content = entry.content
    version = content.get("version")
    words = [content.get(key) for key in ("title", "theme")]
    return (
        str(content.get("id", "")),
        version if isinstance(version, int) and not isinstance(version, bool) and abs(version) < 2**53 else 0,
        *(word if isinstance(word, str) else "" for word in words),
        json.dumps(content, sort_keys=True),
        *(recorded.at, entry.note, entry.follows),
    )


def _done(entry: Any, recorded: Recorded) -> Iterable[Any]:
    return entry.action or entry.subject, entry.proof, recorded.at, recorded.actor


def _answered(entry: Any, recorded: Recorded) -> Iterable[Any]:
    return entry.concern or entry.subject, entry.answer, recorded.at, recorded.actor


def _case(entry: Any, _recorded: Recorded) -> Iterable[Any]:
    dates = json.dumps(entry.dates, sort_keys=True)
    return entry.frame, entry.ref, entry.event, entry.team, dates, *(getattr(entry, name) for name in STRATA)


#: For each kind that is one fact its table, and what its columns after the subject hold.
_FACTS: dict[type[Entry], tuple[str, Callable[[Any, Recorded], Iterable[Any]]]] = {
    entries.CouncilInvented: ("council", lambda e, _: (e.seed,)),
    entries.ChecklistPublished: ("checklists", _checklist),
    entries.FrameImported: (
        "frames",
        lambda e, r: (e.list_name, e.theme, e.file_digest, e.listed_on, e.rows, e.used, e.refused, r.at),
    ),
    entries.CaseListed: ("cases", _case),
    entries.ActionAdded: ("actions", lambda e, r: (e.audit, e.item, e.what, e.owner, e.due, r.at, r.actor)),
    entries.ActionDone: ("actions_done", _done),
    entries.ConcernRaised: (
        "concerns",
        lambda e, r: (e.audit, e.item, e.what, e.told, e.told_at, r.at, r.actor),
    ),
    entries.ConcernAnswered: ("concerns_answered", _answered),
}
