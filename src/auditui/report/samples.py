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
from auditui.figures.allocation import Hand, may
from auditui.figures.sampling import ALL
from auditui.report import times
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from auditui.core.eligibility import Eligibility
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
    return (
        f"Drawn at random{parted} from {_cases(sample.eligible)} on {times.day(sample.drawn_at)} with the seed {sample.seed},"
        f" {_chosen(sample)}: {', '.join(parts)}."
    )


def _chosen(sample: Sample) -> str:
    """Say when the seed was fixed: only one named before the list came in cannot have been chosen to suit."""
    if not sample.named_at:
        return "made with the draw"
    if not sample.listed_at:
        return "named beforehand or with the list, which is erased"
    before = "before" if sample.named_at < sample.listed_at else "after"
    source = f" ({one_line(sample.source, 80)})" if sample.source else ""
    return f"named {before} the list was imported{source}"


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
            REPLACED_FOR.get(case.replaced, "in place of another" if case.instead else ""),
            *(case.sample, case.unit, case.audit, case.finished_at),
        )
        for case in cases
    )
    return Table(
        f"Sample {sample.id[:8]} for {sample.checklist}",
        _CASES,
        rows,
        (basis(sample, cases), *_excluded(sample.excluded)),
    )


def named_case(cases: Sequence[SampleCase], typed: str) -> SampleCase:
    """Return the one case of a sample that is named so, by reference or by reference and date. AuditError if it is not one."""
    named = [case for case in cases if typed.strip() in (case.ref, case.unit) and not case.replaced]
    if len(named) == 1:
        return named[0]
    if named:
        raise AuditError(
            f"{named[0].ref} is drawn with several events",
            f"Name one: {', '.join(case.unit for case in named)}",
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
    own = [hand.code for hand in hands if not may(hand, case.team)]
    apart = f"own team of {', '.join(own)}" if own else ""
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
