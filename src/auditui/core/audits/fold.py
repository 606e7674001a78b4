"""One fold for every subject: which of its entries count, in what order, and what they make.

A subject has a home, the desk that began it, and the order of its entries is that desk's own. What another desk says
about it is set aside, unless that desk took the subject over, after the last entry it had seen. Nothing here depends on
the order in which entries arrived, and the clock only chooses between equals: every file that holds the same entries
makes the same of them.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditui.core.audits import amendments, audit, causes, deadlines, samples
from auditui.core.audits.entries import (
    ActionAdded,
    ActionDone,
    AnswerGiven,
    AuditStarted,
    CaseListed,
    ChecklistPublished,
    ClockCorrected,
    ConcernAnswered,
    ConcernRaised,
    CouncilInvented,
    DeskBegan,
    Entry,
    FrameImported,
    Opaque,
    Reason,
    Recorded,
    SetAside,
    SmallCountsShown,
    SubjectTaken,
)
from auditui.core.audits.keeping import CaseHeld, FiguresReleased, HoldReleased, SubjectsPurged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class FollowUp(Struct, frozen=True):
    """An action or a concern: the entry that began it, and the one that closed it, if that is of the older form."""

    begun: Recorded
    closed: Recorded | None = None


class Desk(Struct, frozen=True):
    """A desk: how it began, if it was not the first of its file, and the corrections of its clock."""

    began: Recorded | None = None
    corrections: tuple[Recorded, ...] = ()


class Folded(Struct, frozen=True):
    """What a subject's entries make: its value, None if it has no beginning here, and what was set aside.

    The value is an Audit, a FollowUp, a Desk, or, of a subject that is one fact, the Recorded that states it. `home` is the
    desk whose subject it is now, `end` the hash of its last entry, in hexadecimal; `counting` are the entries that count, in order. `opaque` says that an entry of that desk cannot
    be understood here, so that the value is not to be changed.
    """

    value: audit.Audit | FollowUp | Desk | Recorded | None = None
    aside: tuple[SetAside, ...] = ()
    home: str = ""
    end: str = ""
    counting: tuple[Recorded, ...] = ()
    opaque: bool = False


def fold(entries: Iterable[Recorded]) -> Folded:
    """Return what the entries of one subject make, in whatever order they are given; nothing is raised."""
    standing, aside = in_order(sorted(entries, key=_number))
    if not standing:
        return Folded(aside=tuple(aside))
    value: Any = None
    opaque = False
    counting = []
    for answers, of_one_kind in groupby(standing, key=_is_answer):
        if answers and isinstance(value, audit.Audit) and value.open:
            run = list(of_one_kind)
            value = audit.answered(value, run)
            counting += run
            continue
        for recorded in of_one_kind:
            changed = step(value, recorded)
            if isinstance(changed, Reason):
                aside.append(SetAside(recorded, changed))
                opaque = opaque or isinstance(recorded.entry, Opaque)
            else:
                value = changed
                counting.append(recorded)
    if len(aside) > 1:
        aside.sort(key=lambda entry: _number(entry.recorded))
    last = standing[-1]
    return Folded(value, tuple(aside), last.origin, last.hash.hex(), tuple(counting), opaque)


def _is_answer(recorded: Recorded) -> bool:
    return type(recorded.entry) is AnswerGiven


def step(value: Any, recorded: Recorded) -> Any:  # noqa: PLR0911 - a line for each kind of entry
    """Return the value as one more entry leaves it, or the Reason why that entry counts for nothing.

    `value` is None before the beginning.
    """
    entry = recorded.entry
    if isinstance(entry, Opaque):
        return entry.reason
    if value is None:
        return _BEGIN[type(entry)](recorded) if begins(entry) else Reason.NOT_BEGUN
    if isinstance(entry, SubjectTaken):
        return value
    if isinstance(value, audit.Audit):
        return audit.after(value, recorded)
    if isinstance(value, FollowUp):
        return _closed(value, recorded)
    if isinstance(value, Desk) and isinstance(entry, ClockCorrected):
        return Desk(value.began, (*value.corrections, recorded))
    return value if _agrees(recorded, value) else _does_not_fit(entry)


def _does_not_fit(entry: Entry) -> Reason:
    return Reason.BEGUN_TWICE if begins(entry) else Reason.FOREIGN


def begins(entry: Entry) -> bool:
    """Whether an entry begins its subject."""
    if isinstance(entry, ActionDone):
        return bool(entry.action)
    if isinstance(entry, ConcernAnswered):
        return bool(entry.concern)
    return type(entry) in _BEGIN


def _desk(recorded: Recorded) -> Desk:
    return Desk(recorded) if isinstance(recorded.entry, DeskBegan) else Desk(None, (recorded,))


def _closed(matter: FollowUp, recorded: Recorded) -> FollowUp | Reason:
    closing = ActionDone if isinstance(matter.begun.entry, ActionAdded) else ConcernAnswered
    if not isinstance(recorded.entry, closing):
        return _does_not_fit(recorded.entry)
    return Reason.CLOSED if matter.closed else FollowUp(matter.begun, recorded)


def _itself(recorded: Recorded) -> Recorded:
    return recorded


#: What makes a value of the entry that begins a subject.
_BEGIN: Mapping[type, Callable[[Recorded], Any]] = {
    AuditStarted: audit.begin,
    ActionAdded: FollowUp,
    ConcernRaised: FollowUp,
    DeskBegan: _desk,
    ClockCorrected: _desk,
    **dict.fromkeys(
        (
            ChecklistPublished,
            CouncilInvented,
            FrameImported,
            CaseListed,
            ActionDone,
            ConcernAnswered,
            SmallCountsShown,
            FiguresReleased,
            SubjectsPurged,
            CaseHeld,
            HoldReleased,
            *samples.KINDS,
            *causes.KINDS,
            *deadlines.KINDS,
            *amendments.APART,
        ),
        _itself,
    ),
}


_OF_DESKS = frozenset((DeskBegan, ClockCorrected))


def in_order(entries: Sequence[Recorded]) -> tuple[list[Recorded], list[SetAside]]:
    """Return the entries that count, in their order, and those set aside for who wrote them.

    `entries` are those of one subject, sorted by origin and number.
    """
    if any(type(recorded.entry) in _OF_DESKS for recorded in entries):
        return _of_desk(entries)
    first = next((recorded for recorded in entries if begins(recorded.entry)), None)
    if first is None:
        return [], [SetAside(recorded, _unbegun(recorded)) for recorded in entries]
    if entries[0].origin == entries[-1].origin:
        start = entries.index(first)
        return list(entries[start:]), [SetAside(recorded, _unbegun(recorded)) for recorded in entries[:start]]
    return _over_desks(entries)


def _of_desk(entries: Sequence[Recorded]) -> tuple[list[Recorded], list[SetAside]]:
    """Order what is about a desk: it is its own home, whatever others say and whatever its clock said."""
    own = [recorded for recorded in entries if recorded.origin == recorded.entry.subject]
    others = [recorded for recorded in entries if recorded.origin != recorded.entry.subject]
    return own, [SetAside(recorded, _why_aside(recorded, {}, set())) for recorded in others]


def _over_desks(entries: Sequence[Recorded]) -> tuple[list[Recorded], list[SetAside]]:
    """Follow a subject from its first home to each desk that took it over."""
    begun = _first(entries)
    standing: list[Recorded] = []
    left: dict[str, int] = {}
    outbid: set[tuple[str, int]] = set()
    start: Recorded | None = begun
    while start is not None:
        stretch = _stretch(entries, start)
        places = {recorded.hash.hex(): place for place, recorded in enumerate(stretch)}
        claims = [claim for claim in entries if _claims(claim, start.origin, places, left)]
        # The one that saw most stands, since it sets least aside; of equals the first.
        claims.sort(key=lambda claim: (-places[_head(claim)], *_moment(claim)))
        outbid |= set(map(_number, claims[1:]))
        home, start = start.origin, claims[0] if claims else None
        if start is not None:
            stretch = stretch[: places[_head(start)] + 1]
            left[home] = stretch[-1].origin_seq
        standing += stretch
    counting = set(map(_number, standing))
    aside = [
        SetAside(recorded, _why_aside(recorded, left, outbid))
        for recorded in entries
        if _number(recorded) not in counting and not _agrees(recorded, begun)
    ]
    return standing, aside


def _first(entries: Sequence[Recorded]) -> Recorded:
    """Return the entry that began a subject: of each desk's first one, the one dated first."""
    firsts = {recorded.origin: recorded for recorded in reversed(entries) if begins(recorded.entry)}
    return min(firsts.values(), key=_moment)


def _claims(claim: Recorded, home: str, places: Mapping[str, int], left: Mapping[str, int]) -> bool:
    """Whether an entry takes the subject over from the desk `home`, after one of its entries in `places`."""
    return (
        isinstance(claim.entry, SubjectTaken)
        and claim.entry.home == home != claim.origin
        and claim.entry.head in places
        and claim.origin_seq > left.get(claim.origin, 0)
    )


def _stretch(entries: Sequence[Recorded], start: Recorded) -> list[Recorded]:
    """Return a desk's entries from where it became the home to where it says that it took the subject over again."""
    own = [r for r in entries if r.origin == start.origin and r.origin_seq >= start.origin_seq]
    head = _head(start)
    again = (n for n, r in enumerate(own) if n and isinstance(r.entry, SubjectTaken) and _head(r) != head)
    return own[: next(again, len(own))]


def _agrees(recorded: Recorded, begun: Any) -> bool:
    """Whether a checklist was published, or the same erased, that had been already: that is no quarrel."""
    return (
        isinstance(begun, Recorded)
        and isinstance(begun.entry, ChecklistPublished | SubjectsPurged)
        and type(recorded.entry) is type(begun.entry)
    )


def _why_aside(recorded: Recorded, left: Mapping[str, int], outbid: set[tuple[str, int]]) -> Reason:
    if isinstance(recorded.entry, Opaque):
        return recorded.entry.reason
    if isinstance(recorded.entry, SubjectTaken):
        return Reason.OUTBID if _number(recorded) in outbid else Reason.HEAD_MISSING
    if recorded.origin_seq > left.get(recorded.origin, recorded.origin_seq):
        return Reason.PAST_HEAD
    return Reason.BEGUN_TWICE if begins(recorded.entry) else Reason.NOT_HOME


def _unbegun(recorded: Recorded) -> Reason:
    return recorded.entry.reason if isinstance(recorded.entry, Opaque) else Reason.NOT_BEGUN


def _head(claim: Recorded) -> str:
    return claim.entry.head if isinstance(claim.entry, SubjectTaken) else ""


#: By what a desk's entries are told apart and stand in order.
_number = attrgetter("origin", "origin_seq")


def _moment(recorded: Recorded) -> tuple[str, str, int]:
    return recorded.at, recorded.origin, recorded.origin_seq
