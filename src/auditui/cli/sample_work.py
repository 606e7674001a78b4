"""Commands about who audits which drawn case, by when, and who was asked how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import user_settings
from auditui.cli.context import (
    ByOption,
    StoreOption,
    auditor,
    only_id,
    open_store,
    say,
    today,
)
from auditui.cli.printing import Format, FormatOption, show
from auditui.core import typed_dates, working_days
from auditui.core.audits.samples import WorkChased, WorkGiven
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.figures import allocation
from auditui.figures.sampling import FIRST_FEW
from auditui.report import programme
from auditui.report import samples as pages
from auditui.store import new_id

if TYPE_CHECKING:
    from auditui.store import Reader
    from auditui.store.samples import Sample

#: The commands of the group `sample` that are about work; that group takes them in.
app = typer.Typer()

#: Names the latest sample: no id begins so.
_LATEST = "last"
SampleArgument = Annotated[
    str, Argument(metavar="SAMPLE", help="The sample's id, or its beginning; last is the latest drawn.")
]
CaseArgument = Annotated[
    str, Argument(metavar="CASE", help="The case reference, with @ and its date if it has several events.")
]
SeedOption = Annotated[str, Option("--seed", help="The seed; else one named before, else one made up now.")]
WithinOption = Annotated[
    float,
    Option("--within", metavar="POINTS", help="As many as a figure within so many points at 95 % needs."),
]
DesignEffectOption = Annotated[
    float, Option("--design-effect", min=1, help="How much alike a file's answers make --within dearer.")
]
WithActionsOption = Annotated[
    bool,
    Option("--with-actions", help="Only of files that an audit of it left actions for: to read them again."),
]
JudgedOption = Annotated[
    list[str] | None,
    Option("--judged", metavar="GRADE", help="All with this judgement; else with the best and the worst."),
]
NewOption = Annotated[
    list[str] | None, Option("--new", metavar="CODE", help=f"The first {FIRST_FEW} of this new auditor.")
]
DueOption = Annotated[str, Option("--due", metavar="DATE", help="By when, such as 2026-12-18.")]
InOption = Annotated[
    int,
    Option(
        "--in",
        metavar="DAYS",
        min=0,
        max=250,
        help="By when, in working days from today; closing days of the settings are passed over.",
    ),
]


def sample_named(opened: Reader, beginning: str) -> Sample:
    """Return the one sample whose id begins so, or the latest; AuditError if there is none or more than one."""
    samples = {sample.id: sample for sample in opened.samples()}
    if beginning == _LATEST and samples:
        return next(iter(samples.values()))
    named = repr(one_line(beginning, 40))
    several, none = f"More than one sample begins with {named}", f"There is no sample {named}"
    return samples[only_id(samples, beginning, several, none, "auditui sample list shows them")]


def _due_day(due: str, within: int) -> str:
    """Return the day by which work is due (ISO), "" for none; AuditError where it is said in two ways."""
    if due and within:
        raise AuditError("A due day is given by --due or by --in", "Leave one out")
    if within:
        return working_days.add(today(), within, closed=user_settings.load().closed).isoformat()
    return due and typed_dates.read(due, today()).day.isoformat()


@app.command()
def allocate(
    beginning: SampleArgument,
    due: DueOption = "",
    within: InOption = 0,
    form: FormatOption = Format.table,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Give all cases of a sample that are nobody's to the auditors of the settings: none of their own team, loads alike.

    A file to be read again goes to somebody else than the first time, and the same two are not always together.
    Own cases are not known here: only codes are kept. `auditui sample give` changes what does not fit.

    \b
    auditui sample allocate 3f2a --due 2026-12-18
    auditui sample allocate 3f2a --in 15
    """
    day = _due_day(due, within)
    with open_store(store) as opened:
        sample = sample_named(opened, beginning)
        cases = opened.sample_cases()
        hands = pages.insist_hands(user_settings.load().auditors, cases)
        free = [case for case in cases if case.sample == sample.id and pages.is_free(case)]
        given = allocation.allocate(
            {case.case: pages.work_of(case) for case in free}, hands, opened.read_after()
        )
        who = auditor(opened, by)
        if given:
            opened.record(
                *(WorkGiven(new_id(), sample.id, case, code, day) for case, code in given.items()), by=who
            )
        show(pages.allocated_table(free, given, hands), form, opened)


@app.command()
def give(
    beginning: SampleArgument,
    case: CaseArgument,
    to: Annotated[str, Argument(metavar="CODE", help="The auditor's code; - for nobody.")],
    due: DueOption = "",
    within: InOption = 0,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Give a drawn case to an auditor, by a day; what was said last stands.

    \b
    auditui sample give 3f2a LC-20417 A17 --due 2026-12-18
    """
    code, day = "" if to == "-" else auditor_code(to), _due_day(due, within)
    with open_store(store) as opened:
        sample = sample_named(opened, beginning)
        given = pages.named_case(opened.sample_cases(sample.id), case)
        pages.insist_other(given, code)
        opened.record(WorkGiven(new_id(), sample.id, given.case, code, day), by=auditor(opened, by))
    until = f" until {day}" if code and day else ""
    say(f"{given.unit} is {code or 'nobody'}'s{until}.")


@app.command()
def chase(
    beginning: SampleArgument,
    case: CaseArgument,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Note that an auditor was asked how far a drawn case is; the line to send them goes to stdout.

    \b
    auditui sample chase 3f2a LC-20417
    """
    with open_store(store) as opened:
        sample = sample_named(opened, beginning)
        asked = pages.named_case(opened.sample_cases(sample.id), case)
        line = programme.chasing(asked)
        opened.record(WorkChased(new_id(), sample.id, asked.case, asked.auditor), by=auditor(opened, by))
        print(line)
    say(f"Noted: {asked.auditor} was asked after {asked.unit} today.")
