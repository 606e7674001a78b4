"""Samples in words and tables: what was drawn from what, how far it is, and what another person needs to draw it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.audits.samples import REPLACED_FOR
from auditui.core.audits.states import FINISHED
from auditui.core.codes import team_key
from auditui.core.eligibility import eligibility
from auditui.core.errors import AuditError
from auditui.core.text import number_of, one_line
from auditui.figures.allocation import Hand, Work, may
from auditui.figures.sampling import ALL, CERTAIN
from auditui.report import times
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from auditui.core.eligibility import Eligibility
    from auditui.core.scale import Scale
    from auditui.core.settings import Auditor
    from auditui.figures.sampling import Drawing, FrameCase
    from auditui.store.samples import NamedSeed, Sample, SampleCase

_CASES = columns(
    "place: No. | ref: Case | event: Event | team: Team | state: State | auditor: Auditor | due: Due | why: Remark"
    "| sample: (Sample) | unit: (Ticket of) | audit: (Audit) | finished_at: (Finished)"
)
_SAMPLES = columns(
    "id: Sample | checklist: Checklist | drawn_at: Drawn | eligible: Of | drawn: Cases | done: Done | begun: Begun"
    "| replaced: Replaced | seed: Seed | drawn_by: (By) | parted_by: (By group)"
)
_GIVEN = columns("place: No. | ref: Case | event: Event | team: Team | auditor: Auditor | why: Not given to")
_SEEDS = columns(
    "seed: Seed | source: From | named_at: Named | named_by: By | sample: Used for | id: (Seed's id)"
)


def rules(checklist: str, own: Iterable[Eligibility], only: Sequence[str], again: int | None) -> Eligibility:
    """Return who is eligible: by the settings, or what ships, narrowed by `only`; `again` in place of their months."""
    known = eligibility(checklist, own)
    asked = replace(
        known, only=(*known.only, *only), again_after=known.again_after if again is None else again
    )
    asked.check("--only")
    return asked


def drawing_lines(name: str, drawing: Drawing) -> Iterator[str]:
    """Say what a draw is made from, before it is made."""
    frame = drawing.eligible + sum(drawing.excluded.values())
    yield f"{name}: {_cases(frame)} on the newest lists, {drawing.eligible} eligible."
    yield from _excluded(drawing.excluded)
    yield from _groups(drawing)


def again_lines(name: str, drawing: Drawing) -> Iterator[str]:
    """Say what a draw of second audits is made from, before it is made."""
    frame = drawing.eligible + sum(drawing.excluded.values())
    yield f"{name}: {number_of(frame, 'finished audit')}, {drawing.eligible} to draw from."
    yield from (f"{number} left out: {why}" for why, number in sorted(drawing.excluded.items()))
    yield from _groups(drawing)


def certain_grades(scale: Scale, asked: Collection[str]) -> tuple[str, ...]:
    """Return the judgements of which every audit is read again: those asked for, else both ends of the scale.

    AuditError for what is no grade of it.
    """
    if not set(asked) <= set(scale.ids):
        raise AuditError("--judged takes a grade of the checklist", f"It is one of {', '.join(scale.ids)}")
    return tuple(asked) or (scale.ids[0], scale.ids[-1])


def _groups(drawing: Drawing) -> Iterator[str]:
    if set(drawing.groups) != {ALL}:
        for group, cases in sorted(drawing.groups.items()):
            yield f"{one_line(group, 40)}: {drawing.sizes[group]} of {len(cases)}"


def _excluded(excluded: Mapping[str, int]) -> Iterator[str]:
    for why, number in sorted(excluded.items()):
        yield f"{_cases(number)} left out: {why}"


def _cases(number: int) -> str:
    return f"{number:,} case" if number == 1 else f"{number:,} cases"


def basis(sample: Sample, cases: Sequence[SampleCase]) -> str:
    """Say in one sentence how a sample came about, and how far it is."""
    states = Counter(state(case) for case in cases)
    done, begun = states["finished"], states["begun"]
    replaced = Counter(REPLACED_FOR.get(case.replaced, case.replaced) for case in cases if case.replaced)
    parts = [f"{done} of {_cases(sample.drawn)} done"] + ([f"{begun} begun"] if begun else [])
    if replaced:
        why = "; ".join(f"{reason}, {number}" for reason, number in sorted(replaced.items()))
        parts.append(f"{sum(replaced.values())} replaced ({why})")
    parted = f" by {sample.parted_by.replace('_', ' ')}" if sample.parted_by else ""
    certain = sample.sizes.get(CERTAIN, 0)
    of = number_of(sample.eligible, "finished audit") if sample.again else _cases(sample.eligible)
    but = f", but for {certain} drawn for certain," if certain else ""
    return (
        f"Drawn at random{parted} from {of}{but} on {times.day(sample.drawn_at)} with the seed {sample.seed},"
        f" {_chosen(sample)}: {', '.join(parts)}."
    )


def _chosen(sample: Sample) -> str:
    """Say when the seed was fixed: only one named before the list came in cannot have been chosen to suit."""
    if not sample.named_at:
        return "made with the draw"
    if not sample.listed_at:
        return "named beforehand or with the list, which is erased"
    before = "before" if sample.named_at < sample.listed_at else "after"
    what = "the last of these audits was finished" if sample.again else "the list was imported"
    source = f" ({one_line(sample.source, 80)})" if sample.source else ""
    return f"named {before} {what}{source}"


def state(case: SampleCase) -> str:
    """Return how far a drawn case is: replaced, waiting, begun, finished; erased where nothing is known of it any more."""
    if case.replaced:
        return "replaced"
    if not case.ref:
        return "erased"
    return "waiting" if not case.state else "finished" if case.state == FINISHED else "begun"


def sample_table(sample: Sample, cases: Sequence[SampleCase]) -> Table:
    """Return a sample's cases as a table, in the order of the draw."""
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            *(case.place, case.ref, case.event, case.team, state(case), case.auditor, case.due),
            _remark(case),
            *(case.sample, case.ticket_of, case.audit, case.finished_at),
        )
        for case in cases
    )
    return Table(
        f"Sample {sample.id[:8]} for {'second audits of ' if sample.again else ''}{sample.checklist}",
        _CASES,
        rows,
        (basis(sample, cases), *_excluded(sample.excluded)),
    )


def _remark(case: SampleCase) -> str:
    if case.replaced:
        return REPLACED_FOR.get(case.replaced, case.replaced)
    if case.instead:
        return "in place of another"
    return f"read first by {case.first_by}: {case.case[:8]}" if case.first_by else ""


def named_case(cases: Sequence[SampleCase], typed: str) -> SampleCase:
    """Return the one case of a sample that is named so, by reference, by reference and date, or by what its ticket is of.

    AuditError if it is not one.
    """
    words = typed.strip()
    named = [case for case in cases if words in (case.ref, case.unit, case.ticket_of) and not case.replaced]
    if len(named) == 1:
        return named[0]
    if named:
        raise AuditError(
            f"{named[0].ref} is drawn with several events",
            f"Name one: {', '.join(case.ticket_of for case in named)}",
        )
    raise AuditError(
        f"{one_line(typed, 60)} is not in the sample, or was replaced", "auditui sample show shows it"
    )


def owed(case: SampleCase) -> bool:
    """Whether a drawn case is still to be done."""
    return state(case) in ("waiting", "begun")


def is_free(case: SampleCase) -> bool:
    """Whether a drawn case waits to be given to somebody."""
    return not case.auditor and state(case) == "waiting"


def hands(auditors: Iterable[Auditor], cases: Iterable[SampleCase]) -> list[Hand]:
    """Return who can be given work, each with the number of drawn cases still owed."""
    have = Counter(case.auditor for case in cases if owed(case))
    return [Hand(one.code, one.team, one.most, have[one.code]) for one in auditors]


def insist_hands(auditors: Iterable[Auditor], cases: Iterable[SampleCase]) -> list[Hand]:
    """Return who can be given work. AuditError where the settings name nobody."""
    if named := hands(auditors, cases):
        return named
    raise AuditError(
        "The settings name nobody to give work to", "For example [[auditors]] code = 'A17', team = 'North'"
    )


def work_of(case: SampleCase) -> Work:
    """Return what matters of a drawn case to who can have it."""
    return Work(case.team, case.first_by)


def insist_other(case: SampleCase, auditor: str) -> None:
    """AuditError where a file is to be read again by the one who read it first."""
    if auditor and auditor == case.first_by:
        raise AuditError(f"{auditor} read {case.unit} first", "A second audit is somebody else's")


def allocated_table(cases: Sequence[SampleCase], given: Mapping[str, str], hands: Sequence[Hand]) -> Table:
    """Return who was given what, and why not others."""
    rows = tuple(
        (case.place, case.ref, case.event, case.team, given.get(case.case, ""), _why(case, given, hands))
        for case in cases
    )
    loads = Counter(given.values())
    notes = [f"{hand.code}: {loads[hand.code]} given, {loads[hand.code] + hand.has} in all" for hand in hands]
    return Table(f"{len(given)} of {_cases(len(cases))} given", _GIVEN, rows, tuple(notes))


def _why(case: SampleCase, given: Mapping[str, str], hands: Sequence[Hand]) -> str:
    own = [hand.code for hand in hands if not may(hand, Work(case.team))]
    first = f"read first by {case.first_by}" if case.first_by else ""
    apart = "; ".join(filter(None, (f"own team of {', '.join(own)}" if own else "", first)))
    return apart if case.case in given else f"nobody has room{f'; {apart}' if apart else ''}"


def samples_table(samples: Sequence[Sample], cases: Iterable[SampleCase]) -> Table:
    """Return the samples as a table, with how far each is."""
    states = Counter((case.sample, state(case)) for case in cases)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            *(sample.id[:8], sample.checklist, times.day(sample.drawn_at), sample.eligible, sample.drawn),
            *(states[sample.id, how] for how in ("finished", "begun", "replaced")),
            *(sample.seed, sample.drawn_by, sample.parted_by),
        )
        for sample in samples
    )
    return Table(number_of(len(rows), "sample"), _SAMPLES, rows)


def seeds_table(seeds: Sequence[NamedSeed]) -> Table:
    """Return the seeds that were named, the latest first."""
    rows = tuple(
        (
            seed.seed,
            seed.source,
            times.minute(seed.named_at),
            seed.named_by,
            seed.sample[:8],
            seed.id,
        )
        for seed in seeds
    )
    return Table(number_of(len(rows), "named seed"), _SEEDS, rows)


def proof_lines(sample: Sample, eligible: Sequence[FrameCase]) -> Iterator[str]:
    """Return what drawing it again needs: a line for each eligible case, with its group and how many that gives, between tabs."""
    names = {team_key(name): name for name in sample.sizes}
    lines = [
        (names.get(team_key(group := case.group(sample.parted_by)), group), case.unit) for case in eligible
    ]
    for group, unit in sorted(lines):
        yield f"{one_line(group)}\t{sample.sizes.get(group, 0)}\t{unit}"
