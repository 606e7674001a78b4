"""What a folded subject looks like as rows: for each table of schema.TABLES, the rows it should hold."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from auditui.core.audits import amendments, causes, deadlines, entries, keeping, samples
from auditui.core.audits.audit import Audit
from auditui.core.audits.contribution import contribution, settled
from auditui.core.audits.fold import Desk, Folded, FollowUp
from auditui.core.audits.states import WITHDRAWN
from auditui.core.periods import is_month
from auditui.core.strata import STRATA
from auditui.store.asked import asked
from auditui.store.schema import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from auditui.core.audits import rules_1
    from auditui.core.audits.answer import Answer
    from auditui.core.audits.entries import Entry, Recorded
    from auditui.core.audits.results import Results

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
    if references := _references(folded):
        rows["audit_references"] = [(subject, case) for case in sorted(references)]
    value = folded.value
    if isinstance(value, Audit):
        rows |= _audit(value, published)
    elif isinstance(value, Desk):
        rows["desks"] = [_desk(subject, value)]
        rows["clock_corrections"] = [_correction(recorded) for recorded in value.corrections]
    elif isinstance(value, FollowUp):
        rows |= _fact(value.begun) | (_fact(value.closed) if value.closed else {})
    elif value is not None:
        rows |= _ROWS.get(type(value.entry), _fact)(value)
    return rows


def _references(folded: Folded) -> set[str]:
    """Return every case reference that the entries about an audit name, whether they count or were set aside."""
    told = (*folded.counting, *(aside.recorded for aside in folded.aside))
    return {recorded.entry.case for recorded in told if isinstance(recorded.entry, _NAMING_A_CASE)}


_NAMING_A_CASE = (entries.AuditStarted, amendments.AuditCorrected)


def _audit(audit: Audit, published: Callable[[str], rules_1.Checklist | None]) -> Rows:
    rows: Rows = {}
    counted = audit.standing or audit
    older = published(counted.checklist) if not counted.open and counted.results is None else None
    results, added = settled(audit, older), contribution(audit, older)
    strata = tuple(audit.strata[name] for name in STRATA)
    begun = (audit.id, audit.checklist, audit.case, audit.event, audit.team, *strata, audit.auditor)
    now = (audit.state, audit.begun_at, audit.changed_at, audit.finished_at, audit.first_day, _revised(audit))
    rows["audits"] = [
        (
            *(
                *begun,
                *now,
                audit.judgement,
                *((results.indicated, results.percent) if results else ("", None)),
            ),
            *(audit.why if audit.state == WITHDRAWN else "", audit.begun_from, audit.second_of),
        )
    ]
    rows["answers"] = list(_answers(audit, counted, settled(counted, older)))
    rows["notes"] = [(audit.id, item, about, text) for (item, about), text in sorted(audit.notes.items())]
    if added:
        body = (_json(added.answers), _json(dict(sorted(added.sections.items()))))
        dimensions = (audit.team, audit.auditor, *strata)
        parts = Counter(part for _, _, part in added.answers)
        rows["contributions"] = [
            (
                *(audit.id, added.checklist, added.month, added.judgement, added.indicated, *dimensions),
                *(_month(audit.event), *(parts[part] for part in PARTS.values()), *body),
            )
        ]
    return rows


def _answers(audit: Audit, counted: Audit, results: Results | None) -> Iterator[tuple[Any, ...]]:
    """Yield an audit's answers, each with what it is to the figures where it is still the one that was `counted`."""
    for item, answer in sorted(audit.answers.items()):
        stands = results is not None and counted.answers.get(item) == answer
        part = results.parts.get(item, "") if results and stands else ""
        points = results.points.get(item, _NO_POINTS) if results and stands else _NO_POINTS
        yield (audit.id, item, answer.value, answer.reason, _detail(answer), str(part), *points)


_NO_POINTS = (None, None)


def _revised(audit: Audit) -> str:
    """Return the local day on which what an audit counts as was last changed; "" if never, and while it is corrected."""
    if audit.open or not audit.first_day:
        return ""
    return max(day if day != audit.first_day else "" for day in (audit.day, audit.mended))


def _month(event: str) -> str:
    """Return the month of the practice that was audited; "" where no day of it is known."""
    return event[:7] if is_month(event[:7]) else ""


def _detail(answer: Answer) -> str:
    return _sorted(dict(answer.detail)) if answer.detail else "{}"


_sorted = json.JSONEncoder(sort_keys=True).encode


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


def _purge(recorded: Recorded) -> Rows:
    entry = recorded.entry
    assert isinstance(entry, keeping.SubjectsPurged)  # noqa: S101 - the caller chose it so
    purge, named = entry.subject, sorted(set(entry.subjects))
    counts = {(kept.dimension, kept.label): kept for kept in entry.counts}
    return {
        "purges": [
            (purge, entry.rule, len(named), entry.checklist, entry.month, recorded.at, recorded.actor)
        ],
        "purged_subjects": [(purge, subject) for subject in named],
        "purged_counts": [
            (
                *(purge, entry.checklist, dimension, label, entry.month),
                *(_json(kept.answers), _json(dict(sorted(kept.sections.items()))), _json(kept.judgements)),
            )
            for (dimension, label), kept in sorted(counts.items())
        ],
    }


def _sample(recorded: Recorded) -> Rows:
    entry = recorded.entry
    assert isinstance(entry, samples.SampleDrawn)  # noqa: S101 - the caller chose it so
    texts = tuple(map(_json, (entry.sizes, entry.excluded, entry.eligible, entry.certain)))
    drawn = dict.fromkeys(entry.drawn)
    return {
        "samples": [
            (
                *(entry.subject, entry.checklist, entry.seed, entry.named, entry.parted_by, *texts),
                *(recorded.at, recorded.actor),
            )
        ],
        "sample_cases": [(entry.subject, place, case) for place, case in enumerate(drawn, 1)],
    }


def _fact(recorded: Recorded) -> Rows:
    """Return the row of a subject that is one fact; what only the journal keeps has none."""
    entry = recorded.entry
    if isinstance(entry, entries.ChecklistPublished):
        return {
            "checklists": [(entry.subject, *_checklist(entry, recorded.at))],
            **asked(entry.subject, entry.content),
        }
    table, names = _FACTS.get(type(entry), ("", ()))
    if not table:
        return {}
    values = [getattr(recorded if name in _OF_JOURNAL else entry, name) for name in names]
    if names[0] in ("action", "concern"):
        values[0] = values[0] or entry.subject  # in older entries what closes one has it as its subject
    return {
        table: [(entry.subject, *[_plain(value) if type(value) in _NESTED else value for value in values])]
    }


_OF_JOURNAL = frozenset(("at", "actor"))
_NESTED = frozenset((dict, tuple))


def _plain(value: Any) -> str:
    return _sorted(value) if value else "{}" if isinstance(value, dict) else "[]"


def _checklist(entry: entries.ChecklistPublished, at: str) -> Iterable[Any]:
    content = entry.content
    version = content.get("version")
    words = [content.get(key) for key in ("title", "theme")]
    return (
        str(content.get("id", "")),
        version if isinstance(version, int) and not isinstance(version, bool) and abs(version) < 2**53 else 0,
        *(word if isinstance(word, str) else "" for word in words),
        _sorted(content),
        *(at, entry.note, entry.follows),
    )


#: For each kind that is one fact its table, and what the columns after the subject hold: its own fields, and of the
#: journal when and whose.
_FACTS: dict[type[Entry], tuple[str, tuple[str, ...]]] = {
    entries.CouncilInvented: ("council", ("seed",)),
    entries.FrameImported: (
        "frames",
        ("list_name", "theme", "file_digest", "listed_on", "rows", "used", "refused", "at"),
    ),
    entries.CaseListed: ("cases", ("frame", "ref", "event", "team", "dates", *STRATA)),
    entries.ActionAdded: ("actions", ("audit", "item", "what", "owner", "due", "at", "actor")),
    entries.ActionDone: ("actions_done", ("action", "proof", "at", "actor")),
    entries.ConcernRaised: ("concerns", ("audit", "item", "what", "told", "told_at", "at", "actor")),
    entries.ConcernAnswered: ("concerns_answered", ("concern", "answer", "at", "actor")),
    amendments.AdditionMade: ("additions", ("audit", "about", "text", "follows", "at", "actor")),
    amendments.ConcernAddedTo: ("concern_additions", ("concern", "text", "at", "actor")),
    amendments.ActionChanged: (
        "action_changes",
        ("action", "what", "owner", "due", "follows", "at", "actor"),
    ),
    amendments.ActionDropped: ("actions_dropped", ("action", "reason", "at", "actor")),
    amendments.ActionReopened: ("actions_reopened", ("action", "reason", "closings", "at", "actor")),
    amendments.FrameRemoved: ("frames_removed", ("frame", "reason", "at", "actor")),
    keeping.FiguresReleased: ("releases", ("report", "form", "content", "cells", "at", "actor")),
    keeping.CaseHeld: ("holds", ("case", "reason", "at", "actor")),
    keeping.HoldReleased: ("holds_released", ("hold", "reason", "at", "actor")),
    causes.CauseNoted: ("causes", ("month", "what", "checklist", "at", "actor")),
    causes.CauseTakenBack: ("causes_taken_back", ("cause", "at", "actor")),
    deadlines.DeadlineStated: (
        "deadlines",
        ("what", "start", "days", "counting", "stated", "at", "actor"),
    ),
    deadlines.DeadlineTakenBack: ("deadlines_taken_back", ("deadline", "at", "actor")),
    samples.SeedNamed: ("seeds", ("seed", "source", "at", "actor")),
    samples.CaseReplaced: ("cases_replaced", ("sample", "case", "reason", "by", "at", "actor")),
    samples.WorkGiven: ("work_given", ("sample", "case", "auditor", "due", "at", "actor")),
    samples.WorkChased: ("work_chased", ("sample", "case", "auditor", "at", "actor")),
}
#: What is a fact of several rows.
_ROWS: dict[type[Entry], Callable[[Recorded], Rows]] = {
    keeping.SubjectsPurged: _purge,
    samples.SampleDrawn: _sample,
}
