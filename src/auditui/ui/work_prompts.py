"""What the programme asks before it draws, gives out and replaces, and the entries that the answers make."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from auditui.core import typed_dates, working_days
from auditui.core.audits.samples import REPLACED_FOR, WorkGiven
from auditui.core.codes import auditor_code, sample_seed
from auditui.core.errors import AuditError
from auditui.core.text import number_of, one_line
from auditui.figures import allocation, sampling
from auditui.report import samples
from auditui.report.samples import is_free
from auditui.store import drawing as draws
from auditui.store import new_id
from auditui.ui.lines import block
from auditui.ui.prompts import Step, today

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from auditui.core.audits.samples import CaseReplaced, SampleDrawn
    from auditui.core.checklists.checklist import Checklist
    from auditui.core.settings import Settings
    from auditui.report.programme import Programme
    from auditui.store import Store
    from auditui.store.samples import SampleCase
    from auditui.ui.lines import Line

_NOBODY = "-"


class Framed(NamedTuple):
    """A checklist, and the cases of its lists."""

    checklist: Checklist
    frame: list[sampling.FrameCase]


# A draw.


def draw(store: Store, checklists: Sequence[Checklist], settings: Settings) -> tuple[Step, ...]:
    """Ask for which checklist is drawn, how many cases, and with which seed."""

    def framed(typed: str, _before: list[Any]) -> Framed:
        checklist = _named(typed, checklists)
        rules = samples.rules(checklist.id, settings.eligible, (), None)
        frame = store.frame(checklist.theme, rules, rules.since(today()))
        if not any(not case.excluded for case in frame):
            raise AuditError(
                f"No case can be drawn for {checklist.name}", "Bring in a list: auditui case import FILE"
            )
        return Framed(checklist, frame)

    def size(typed: str, before: list[Any]) -> sampling.Drawing:
        if not typed.strip().isdecimal():
            raise AuditError("Type a number, such as 24")
        return sampling.planned(before[0].frame, sampling.Rule(int(typed)))

    def of(typed: str, before: list[Any]) -> str:
        return f"= {sum(size(typed, before).sizes.values())} of {size(typed, before).eligible} eligible"

    ids = tuple(sorted({checklist.id for checklist in checklists}))
    waiting = [named for named in store.named_seeds() if not named.sample]
    seed = f"named beforehand: {one_line(waiting[-1].seed, 30)}" if waiting else "one is made up now"
    return (
        Step("Draw for which checklist?", framed, partial(_which, checklists), offers=ids),
        Step("How many cases?", size, of),
        Step(f"Seed? (empty: {seed})", lambda typed, _: typed.strip() and sample_seed(typed)),
    )


def _fitting(typed: str, checklists: Sequence[Checklist]) -> dict[str, Checklist]:
    part = typed.strip().casefold()
    exact = {one.id: one for one in checklists if one.id == part}
    return exact or {one.id: one for one in checklists if part in f"{one.id} {one.title}".casefold()}


def _named(typed: str, checklists: Sequence[Checklist]) -> Checklist:
    """Return the one checklist that an id, or part of an id or title, names; AuditError if it is not one."""
    fitting = _fitting(typed, checklists)
    if not typed.strip() or len(fitting) != 1:
        raise AuditError(_which(checklists, typed, []))
    return next(iter(fitting.values()))


def _which(checklists: Sequence[Checklist], typed: str, _before: list[Any]) -> str:
    fitting = _fitting(typed, checklists)
    if len(fitting) == 1:
        return f"= {next(iter(fitting.values())).title}"
    return f"One of: {', '.join(sorted(fitting))}" if fitting else "There is no such checklist"


def drawn(store: Store, values: list[Any]) -> SampleDrawn:
    """Return the entry of a draw from the answers of `draw`."""
    framed, drawing, seed = values
    return draws.drawn(store, framed.checklist.id, drawing, seed=seed)


# Who has which case, and by when.


def due(prompt: str, settings: Settings, stands: str = "") -> Step:
    """Ask for a due day: a date, or a number of working days from today, or nothing."""

    def day(typed: str, _before: list[Any]) -> str:
        if not typed.strip():
            return ""
        if typed.strip().isdecimal() and 0 < int(typed) <= 250:
            return working_days.add(today(), int(typed), closed=settings.closed).isoformat()
        return typed_dates.read(typed, today(), "next").day.isoformat()

    return Step(
        f"{prompt} (a date, or a number of working days; empty: no day)",
        day,
        lambda typed, before: f"= {day(typed, before)}",
        stands=stands,
    )


def free(cases: Sequence[SampleCase]) -> list[SampleCase]:
    """Return the cases that wait and are nobody's."""
    return [case for case in cases if is_free(case)]


def given_out(
    cases: Sequence[SampleCase], settings: Settings, day: str, met: Mapping[tuple[str, str], int]
) -> tuple[list[WorkGiven], Callable[[int], list[Line]]]:
    """Return the entries that give out what is nobody's, one sample after the other, and the lines that explain them.

    `met` counts who read after whom until now.

    AuditError where the settings name nobody.
    """
    hands = samples.insist_hands(settings.auditors, cases)
    entries: list[WorkGiven] = []
    words: list[tuple[str, str]] = []
    for sample in dict.fromkeys(case.sample for case in cases):
        of_sample = [case for case in free(cases) if case.sample == sample]
        given = allocation.allocate({case.case: samples.work_of(case) for case in of_sample}, hands, met)
        if of_sample:
            table = samples.allocated_table(of_sample, given, hands)
            words += [
                (f"{of_sample[0].checklist}: {table.title}", "head"),
                *((note, "") for note in table.notes),
            ]
            words += [(_explained(row), "" if row[4] else "fair") for row in table.rows]
        entries += [WorkGiven(new_id(), sample, case, code, day) for case, code in given.items()]
        hands = [
            allocation.Hand(h.code, h.team, h.most, h.has + list(given.values()).count(h.code)) for h in hands
        ]
    return entries, lambda width: [line for text, style in words for line in block(text, width, style)]


def _explained(row: tuple[Any, ...]) -> str:
    _, ref, event, team, code, why = row[:6]
    return (
        f"{ref} {event} {team}".strip().replace("  ", " ")
        + f": {code or 'nobody'}"
        + (f" ({why})" if why else "")
    )


def give(case: SampleCase, work: Programme, settings: Settings) -> tuple[Step, ...]:
    """Ask whose a case is, and by when; what stands is offered."""
    hands = {hand.code: hand for hand in samples.hands(settings.auditors, work.cases)}

    def code(typed: str, _before: list[Any]) -> str:
        whose = "" if typed.strip() == _NOBODY else auditor_code(typed)
        samples.insist_other(case, whose)
        return whose

    def load(typed: str, before: list[Any]) -> str:
        hand = hands.get(code(typed, before))
        if hand is None:
            return ""
        own = (
            ""
            if allocation.may(hand, samples.work_of(case))
            else "; it is of their own team, or they read it first"
        )
        return f"{number_of(hand.has, 'case')} still to do, of at most {hand.most}{own}"

    who = f"{case.unit}: whose is it? (a code; {_NOBODY} for nobody)"
    return (
        Step(who, code, load, stands=case.auditor, offers=tuple(sorted(hands))),
        due("Due by?", settings, case.due),
    )


def given(case: SampleCase, values: list[str]) -> WorkGiven:
    """Return the entry that the answers of `give` make."""
    code, day = values
    return WorkGiven(new_id(), case.sample, case.case, code, day if code else "")


# A replacement.


def reason(case: SampleCase) -> Step:
    """Ask why a case cannot be audited: one of a closed list, by its number or its code."""
    codes = list(REPLACED_FOR)

    def take(typed: str, _before: list[Any]) -> str:
        typed = typed.strip()
        if typed.isdecimal() and 0 < int(typed) <= len(codes):
            return codes[int(typed) - 1]
        if typed not in codes:
            raise AuditError(f"Type 1 to {len(codes)}")
        return typed

    listed = "; ".join(f"{n} {words}" for n, words in enumerate(REPLACED_FOR.values(), 1))
    return Step(
        f"{case.unit} cannot be audited: {listed}?",
        take,
        lambda typed, before: f"= {REPLACED_FOR[take(typed, before)]}",
    )


def replaced(store: Store, case: SampleCase, why: str) -> tuple[str, CaseReplaced, tuple[WorkGiven, ...]]:
    """Return what to say of a replacement, its entry, and the one that gives it on; AuditError where the audit has begun."""
    sample = next(one for one in store.samples() if one.id == case.sample)
    entry, following = draws.replaced(store, sample, store.sample_cases(sample.id), case, why)
    instead = (
        f"is replaced by {following.unit}"
        if following
        else "is out, and no eligible case of its group is left"
    )
    given = draws.passed_on(sample, case, following)
    whose = f", {given[0].auditor}'s too" if given else ""
    return f"{case.unit} {instead}{whose}", entry, given
