"""What is erased, and what is held back from it: entries about the keeping of the records themselves."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.audits import causes, deadlines, entries, samples
from auditui.core.audits.entries import Entry, Number, Opaque
from auditui.core.audits.results import Count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.core.audits.entries import Recorded

_Sums = tuple[Number, Number, Number, Number, Number, Number]


class KeptCounts(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What erased audits were counted as, by one thing: its name (`dimension`, such as team) and its `label`.

    `answers` are item, value, part and number; `sections` the sums of figures.counting.Spread; `judgements` are
    judgement, indicated grade and number.
    """

    dimension: str
    label: str
    answers: tuple[tuple[str, str, str, Count], ...]
    sections: dict[str, _Sums]
    judgements: tuple[tuple[str, str, Count], ...]


class SubjectsPurged(Entry, frozen=True):
    """What was said about these subjects is erased, by which `rule`; who and when are the journal's own columns.

    Nothing here says what was erased: subjects are random ids. Finished audits of one `checklist` and `month` are erased
    together, and leave the counts that every figure of one thing goes on with. The subject is `purge_id(subjects)`, so
    that two desks which erase the same are counted once.
    """

    kind = "subjects.purged"
    rule: str
    subjects: tuple[str, ...]
    checklist: str = ""
    month: str = ""
    counts: tuple[KeptCounts, ...] = ()


class CaseHeld(Entry, frozen=True):
    """Nothing about a case may be erased, for a reason given as a code, until the hold is released."""

    kind = "case.held"
    case: str
    reason: str


class HoldReleased(Entry, frozen=True):
    """A hold is over, for a reason given as a code. It is a subject of its own, as ActionDone is."""

    kind = "hold.released"
    hold: str
    reason: str


class FiguresReleased(Entry, frozen=True):
    """Figures were shared, small counts hidden: which, in what form, and the SHA-256 of their data.

    `cells` are the numbers in it that later pages are checked against: the group, its first month ("" for the first there
    is) and last, and how many audits or answers. They are what the page says, and nothing of a case.
    """

    kind = "figures.released"
    report: str
    form: str
    content: str
    cells: tuple[tuple[str, str, str, Count], ...]


#: The kinds that no purge reaches, whatever it names: they say nothing about a case, and other entries hang on them.
LASTING = frozenset(
    kind.kind
    for kind in (
        *(SubjectsPurged, entries.ChecklistPublished, entries.CouncilInvented, entries.DeskBegan),
        *(entries.ClockCorrected, entries.SmallCountsShown, FiguresReleased),
        *samples.KINDS,
        *causes.KINDS,
        *deadlines.KINDS,
    )
)


def purge_id(subjects: Iterable[str]) -> str:
    """Return the subject of the purge of these subjects: the beginning of the SHA-256 of them, in order, a line each."""
    return sha256("\n".join(sorted(subjects)).encode()).hexdigest()[:32]


def lasting(recorded: Recorded) -> bool:
    """Whether an entry stays although its subject was purged."""
    entry = recorded.entry
    return (entry.of_kind if isinstance(entry, Opaque) else entry.kind) in LASTING
