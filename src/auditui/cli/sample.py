"""Commands about samples: a seed named beforehand, the draw, what is still owed, replacements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from auditui import user_settings
from auditui.cli import sample_work
from auditui.cli.context import (
    ByOption,
    StoreOption,
    auditor,
    find_checklist,
    open_reader,
    open_store,
    say,
    today,
)
from auditui.cli.groups import group
from auditui.cli.printing import LISTED, Format, FormatOption, Listing, show
from auditui.cli.sample_work import (
    CaseArgument,
    DesignEffectOption,
    JudgedOption,
    NewOption,
    SampleArgument,
    SeedOption,
    WithActionsOption,
    WithinOption,
    sample_named,
)
from auditui.core.audits.samples import REPLACED_FOR, SeedNamed
from auditui.core.codes import auditor_code, sample_seed, team_name
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.figures import sampling
from auditui.report import samples as pages
from auditui.store import new_id
from auditui.store.drawing import drawn, passed_on, replaced

if TYPE_CHECKING:
    from auditui.core.audits.samples import SampleDrawn
    from auditui.store import Store

app = group("sample")

_PARTS = ("team", *STRATA)


@app.command()
def seed(
    typed: Annotated[str, Argument(metavar="SEED", help="Numbers anyone can look up later, or any words.")],
    source: Annotated[str, Option("--from", help="Where it comes from: a lottery's draw, and of which day.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Name the seed of the next draw, best before the list is imported: then nobody can say that it was chosen to suit.

    \b
    auditui sample seed "07 12 23 31 44 59" --from "the National Lottery's draw of 4 November 2026"
    """
    with open_store(store, create=True) as opened:
        named = SeedNamed(new_id(), sample_seed(typed), source.strip())
        opened.record(named, by=auditor(opened, by))
    say(f"The next draw takes the seed {named.seed}.")


@app.command()
def draw(
    checklist_id: Annotated[str, Argument(metavar="CHECKLIST", help="What the cases are drawn for.")],
    size: Annotated[int, Option("--size", "-n", min=0, help="How many cases.")] = 0,
    within: WithinOption = 0,
    design_effect: DesignEffectOption = 1,
    chosen: SeedOption = "",
    parted_by: Annotated[
        str, Option("--by-group", metavar="GROUP", help=f"Draw of each: {', '.join(_PARTS)}.")
    ] = "",
    equal: Annotated[
        bool, Option("--equal", help="As many of each group, not in proportion to its cases.")
    ] = False,
    floor: Annotated[
        int, Option("--at-least", metavar="N", min=0, help="Of each group at least so many.")
    ] = 0,
    without: Annotated[
        list[str] | None, Option("--except-team", metavar="TEAM", help="Draw nothing of this team.")
    ] = None,
    only: Annotated[
        list[str] | None,
        Option("--only", metavar="NAME=VALUE", help="Draw only of those; of one NAME any of the VALUEs."),
    ] = None,
    again: Annotated[
        int | None, Option("--again-after", metavar="MONTHS", min=0, help="Leave out who was audited since.")
    ] = None,
    with_actions: WithActionsOption = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Say what is eligible, and draw nothing.")] = False,
    form: FormatOption = Format.table,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Draw cases of the newest case lists at random, for a checklist.

    The smallest SHA-256 of the seed, a comma and the reference are drawn: again by anyone, with `auditui sample show --proof`.

    \b
    auditui sample draw strategy-discussion --size 24
    auditui sample draw pathway-plan --within 10 --by-group team --at-least 2
    """
    rule = sampling.Rule(
        size, within, design_effect, parted_by, equal, floor, tuple(map(team_name, without or ()))
    )
    if rule.parted_by not in ("", *_PARTS):
        raise AuditError(f"Groups are {', '.join(_PARTS)}", "Leave --by-group out to draw of all alike")
    with open_store(store) as opened:
        checklist = find_checklist(checklist_id, opened.checklists)
        rules = pages.rules(
            checklist.id,
            user_settings.load().eligible,
            only or (),
            0 if with_actions and again is None else again,
        )
        frame = opened.frame(checklist.theme, rules, rules.since(today()), with_actions=with_actions)
        drawing = sampling.planned(frame, rule)
        say(*pages.drawing_lines(checklist.name, drawing))
        if dry_run:
            say("Dry run: nothing was drawn.")
            return
        sample = _record(opened, drawn(opened, checklist.id, drawing, parted_by, chosen), by, form)
        say(f"auditui sample show {sample[:8]} --proof prints what anyone needs to draw it again.")


@app.command()
def again(
    checklist_id: Annotated[str, Argument(metavar="CHECKLIST", help="Whose finished audits are read again.")],
    percent: Annotated[float, Option("--percent", min=0, max=100, help="So many by ticket.")] = 10,
    size: Annotated[int, Option("--size", "-n", min=0, help="So many by ticket, in place of --percent.")] = 0,
    judged: JudgedOption = None,
    only_tickets: Annotated[bool, Option("--only-tickets", help="None for its judgement.")] = False,
    new: NewOption = None,
    chosen: SeedOption = "",
    dry_run: Annotated[bool, Option("--dry-run", help="Say what is eligible, and draw nothing.")] = False,
    form: FormatOption = Format.table,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Draw finished audits to be read again by somebody else: a tenth, all at the ends of the scale, a new auditor's first.

    `auditui sample allocate` gives them out, `auditui audit second` begins one. The ticket is of the first audit's id.

    \b
    auditui sample again pathway-plan --new A31
    auditui sample again pathway-plan --percent 20 --judged inadequate
    """
    with open_store(store) as opened:
        checklist = find_checklist(checklist_id, opened.checklists)
        grades = () if only_tickets else pages.certain_grades(checklist.scale, judged or ())
        codes = frozenset(map(auditor_code, new or ()))
        drawing = sampling.planned_again(opened.audits_frame(checklist.id, grades, codes), percent, size)
        say(*pages.again_lines(checklist.name, drawing))
        if dry_run:
            say("Dry run: nothing was drawn.")
            return
        if not sum(drawing.sizes.values()):
            raise AuditError("No finished audit is to be read again", "Ask for more: --percent 20, --size 3")
        sample = _record(opened, drawn(opened, checklist.id, drawing, seed=chosen), by, form)
        say(f"auditui sample allocate {sample[:8]} gives them to others than the first auditors.")


def _record(opened: Store, draw: SampleDrawn, by: str | None, form: Format) -> str:
    """Record a draw and show it; return the sample's id."""
    opened.record(draw, by=auditor(opened, by))
    sample = draw.subject
    show(pages.sample_table(sample_named(opened, sample), opened.sample_cases(sample)), form, opened)
    return sample


@app.command("list")
def list_(
    seeds: Annotated[bool, Option("--seeds", help="The seeds that were named, and not the samples.")] = False,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """The samples, the latest first, with how far each is.

    \b
    auditui sample list
    auditui sample list --seeds
    """
    with open_reader(store) as opened:
        if seeds:
            listing.show(pages.seeds_table(opened.named_seeds()), opened)
            return
        samples = opened.samples()
        listing.show(pages.samples_table(samples, opened.sample_cases()), opened)
        if not samples:
            say("No sample was drawn: auditui sample draw CHECKLIST --size 24")


@app.command("show")
def show_(
    beginning: SampleArgument,
    proof: Annotated[
        bool, Option("--proof", help="The eligible cases, with how many their group gives, between tabs.")
    ] = False,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """A sample: its cases, how far each is, and how it came about.

    With --proof stdout is what drawing it again with sha256sum needs; docs/samples.md has the ten lines of shell.

    \b
    auditui sample show 3f2a
    auditui sample show 3f2a --proof > eligible.tsv
    """
    with open_reader(store) as opened:
        sample = sample_named(opened, beginning)
        if not proof:
            listing.show(pages.sample_table(sample, opened.sample_cases(sample.id)), opened)
            return
        eligible = opened.eligible(sample.id)
        print(*pages.proof_lines(sample, eligible), sep="\n")
        say(f"Seed: {sample.seed}")
        if erased := sample.eligible - len(eligible):
            say(f"{erased} of the cases it was drawn from are erased: the draw cannot be repeated in full.")


@app.command()
def figures(beginning: SampleArgument, form: FormatOption = Format.table, store: StoreOption = None) -> None:
    """What a sample says of all the files it was drawn from, by item: each group weighs as much as it has files.

    \b
    auditui sample figures 3f2a
    """
    from auditui.report import sample_figures  # noqa: PLC0415 - help starts without it

    with open_reader(store) as opened:
        sample = sample_named(opened, beginning)
        table = sample_figures.table(opened, sample, find_checklist(sample.checklist, opened.checklists))
        show(table, form, opened)
        if not table.rows:
            say("No audit of it is finished yet: auditui sample show shows how far each is.")


@app.command()
def replace(
    beginning: SampleArgument,
    case: CaseArgument,
    reason: Annotated[
        str, Option("--reason", help=f"One of {', '.join(REPLACED_FOR)}: nothing about the child is kept.")
    ],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Put the next ticket in place of a case that cannot be audited, and say why.

    It is the same auditor's, by the same day, where it is of the same team; else nobody's yet.

    \b
    auditui sample replace 3f2a LC-20417 --reason no-access
    """
    with open_store(store) as opened:
        sample = sample_named(opened, beginning)
        cases = opened.sample_cases(sample.id)
        out = pages.named_case(cases, case)
        entry, following = replaced(opened, sample, cases, out, reason)
        who = auditor(opened, by)
        opened.record(entry, by=who)
        if given := passed_on(sample, out, following):
            opened.record(*given, by=who)
    whose = (
        f", which is {given[0].auditor}'s too" if given else ", which is nobody's yet" if out.auditor else ""
    )
    say(
        f"{out.unit} is replaced by {following.unit}{whose}."
        if following
        else f"{out.unit} is out, and no eligible case of its group is left."
    )


app.registered_commands += sample_work.app.registered_commands
