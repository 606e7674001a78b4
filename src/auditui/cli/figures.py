"""The commands that print figures: summaries, trends, the improvement plan."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from auditui import user_settings
from auditui.cli.context import (
    OutOption,
    PageFormat,
    PageFormatOption,
    StoreOption,
    auditor,
    open_store,
    say,
    show_page,
    today,
)
from auditui.cli.progress import Progress
from auditui.core import periods
from auditui.core import plan as plans
from auditui.core.audits import entries
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.core.text import one_line
from auditui.report import plan as reports
from auditui.report import summary as summaries
from auditui.report import trend as trends
from auditui.report.document import Document
from auditui.report.table import MADE_UP
from auditui.store import Where, new_id

if TYPE_CHECKING:
    from auditui.report.table import Table
    from auditui.store import Store

ChecklistOption = Annotated[str, typer.Option("--checklist", metavar="ID", help="Only this checklist.")]
TeamOption = Annotated[str, typer.Option("--team", help="Only this team.")]
AuditorOption = Annotated[str, typer.Option("--auditor", metavar="CODE", help="Only this auditor's audits.")]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only", metavar="NAME=VALUE", help=f"Only audits whose NAME ({', '.join(STRATA)}) is VALUE."
    ),
]
SinceOption = Annotated[
    str, typer.Option("--since", metavar="YYYY-MM", help="Only audits finished in this month or later.")
]
UntilOption = Annotated[
    str, typer.Option("--until", metavar="YYYY-MM", help="Only audits finished in this month or earlier.")
]
ShareOption = Annotated[
    bool | None,
    typer.Option(
        "--share/--no-share",
        help="Hide small counts; the usual for md, html, docx, svg and files. --no-share is written in the journal.",
    ),
]
CodeOption = Annotated[
    str | None, typer.Option("--as", metavar="CODE", help="Your auditor code, for --no-share.")
]


def summary(
    ctx: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help=f"Group by one of these, or cross two: {', '.join(summaries.GROUPS)}."),
    ] = None,
    checklist_id: ChecklistOption = "",
    team: TeamOption = "",
    auditor_code: AuditorOption = "",
    only: OnlyOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare with the period before --since, as long as this one.")
    ] = False,
    form: PageFormatOption = PageFormat.table,
    out: OutOption = None,
    share: ShareOption = None,
    code: CodeOption = None,
    store: StoreOption = None,
) -> None:
    """How often the standard was met, k of n with its 95 % interval, and the judgements.

    \b
    auditui summary
    auditui summary --by item --checklist pathway-plan
    auditui summary --by item --by team --checklist pathway-plan
    auditui summary --by ethnicity --checklist culture-and-identity
    auditui summary --by item --since 2026-01 --until 2026-06 --compare
    auditui summary --by quarter --format html --out quarters.html
    """
    groups = tuple(by or ["checklist"])
    where = selected(checklist_id, team, auditor_code, only, since, until)
    with open_store(ctx, store) as opened:
        check_names(opened, where)
        before = _before(opened, where) if compare else None
        small = threshold(
            opened, form, out, share=share, what=f"summary by {' and '.join(groups)}", code=code
        )
        table = summaries.summary(opened, where, groups, before=before, small=small, progress=_reading())
        crossed = len(groups) == 2 and table.rows and not compare
        page = summaries.as_grid(table, groups) if crossed else table
        show_figures(opened, page, table, form, out, small)
        if not table.rows:
            say("No finished audits here yet: finish one in the screens, or widen the filter.")


def selected(
    checklist: str, team: str, auditor_code: str, only: list[str] | None, since: str, until: str
) -> Where:
    """Return what the options select; AuditError or a usage error for what cannot be."""
    for name, month in (("--since", since), ("--until", until)):
        if month and not periods.is_month(month):
            raise typer.BadParameter(f"{name} takes a month such as 2026-04")
    if since and until and since > until:
        raise typer.BadParameter(f"--since {since} is after --until {until}")
    strata = []
    for each in only or []:
        name, sign, value = each.partition("=")
        if name not in STRATA or not sign:
            raise typer.BadParameter(f"--only takes NAME=VALUE; NAME is one of {', '.join(STRATA)}")
        strata.append((name, value))
    return Where(checklist, team, auditor_code, since, until, strata=tuple(strata))


def check_names(store: Store, where: Where) -> None:
    """Refuse a checklist or team that the store does not know; AuditError names those there are."""
    known = {each.id for each in store.checklists()}
    if where.checklist and where.checklist not in known:
        raise AuditError(
            f"There is no checklist {one_line(where.checklist, 40)!r} in this store",
            f"There are {', '.join(sorted(known))}",
        )
    teams = {each.group[0] for each in store.tallies(by=("team",)).judgements}
    if where.team and teams and where.team not in teams:
        raise AuditError(
            f"No audit of a team {one_line(where.team, 40)!r} is finished",
            f"There are {', '.join(sorted(filter(None, teams)))}",
        )


def _before(store: Store, where: Where) -> Where:
    """Return what selects the period before, as long as the one selected."""
    months = store.months(where)
    if not where.since or months is None:
        raise typer.BadParameter("--compare needs --since, the month the later period begins in")
    until = where.until or max(months[1], where.since)
    length = periods.number(until) - periods.number(where.since) + 1
    since = periods.shifted(where.since, -length)
    last = periods.shifted(where.since, -1)
    say(f"Compared: {where.since} to {until} with {since} to {last}.")
    return Where(where.checklist, where.team, where.auditor, since, last, strata=where.strata)


def threshold(
    store: Store, form: PageFormat, out: Path | None, *, share: bool | None, what: str, code: str | None
) -> int:
    """Return up to which count figures are hidden, 0 for none; asking for none in what leaves is journaled."""
    leaves = out is not None or form in (PageFormat.md, PageFormat.html, PageFormat.docx, PageFormat.svg)
    hide = leaves if share is None else share
    if leaves and not hide:
        store.record(entries.SmallCountsShown(new_id(), what, form.value), by=auditor(store, code))
        say("Small counts are shown in this; the journal says so.")
    return user_settings.load().small if hide else 0


def _reading() -> Progress:
    return Progress("No counts are kept for this: reading {} audits one by one.")


def show_figures(
    store: Store, page: Table, data: Table, form: PageFormat, out: Path | None, small: int
) -> None:
    """Print or write a table of figures, and say whose they are."""
    say_whose(store, small)
    whole = Document(page.title, (page,)).headed(made_up=store.made_up())
    show_page(whole, data, form, out, page=page)


def say_whose(store: Store, small: int) -> None:
    """Say whose figures these are, and whether they may leave."""
    if store.made_up():
        say(MADE_UP)
    if not small:
        say("Small counts are shown: for your own use. --share hides them in what you pass on.")


def terminal_width() -> int:
    """Return how wide a picture of characters may be."""
    return min(get_terminal_size().columns, 120) - 2 if sys.stdout.isatty() else 78


def trend(
    ctx: typer.Context,
    checklist_id: Annotated[
        str, typer.Argument(metavar="[CHECKLIST]", help="The checklist's id; every one in short if left out.")
    ] = "",
    item: Annotated[str, typer.Option("--item", help="The trend of this item.")] = "",
    section: Annotated[str, typer.Option("--section", help="The trend of this section's items.")] = "",
    good: Annotated[
        bool, typer.Option("--good", help="The trend of audits judged good or better, not of answers.")
    ] = False,
    team: TeamOption = "",
    auditor_code: AuditorOption = "",
    only: OnlyOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    length: Annotated[
        str,
        typer.Option("--by", help="month, quarter, half-year or year; the data decide if it is left out."),
    ] = "",
    target: Annotated[
        float | None, typer.Option("--target", min=0, max=100, metavar="PERCENT", help="Draw a target line.")
    ] = None,
    form: PageFormatOption = PageFormat.table,
    out: OutOption = None,
    share: ShareOption = None,
    code: CodeOption = None,
    store: StoreOption = None,
) -> None:
    """How a figure moves over time, with limits where they are earned, and whether it is better or worse.

    \b
    auditui trend
    auditui trend strategy-discussion --item right-health-practitioner --target 90
    auditui trend pathway-plan --good --team North --by quarter
    auditui trend culture-and-identity --format html --out identity.html
    """
    if sum(map(bool, (item, section, good))) > 1:
        raise typer.BadParameter("--item, --section and --good are one or the other")
    if length and length not in periods.LENGTHS:
        raise typer.BadParameter(f"--by is one of {', '.join(periods.LENGTHS)}")
    where = selected(checklist_id, team, auditor_code, only, since, until)
    if not checklist_id and (item or section or form is PageFormat.svg):
        raise typer.BadParameter("name the checklist: auditui checklist list shows them")
    if not checklist_id and target is not None:
        raise typer.BadParameter("--target is for one checklist: auditui trend CHECKLIST --target 90")
    goal = None if target is None else target / 100
    with open_store(ctx, store) as opened:
        check_names(opened, where)
        small = threshold(opened, form, out, share=share, what=f"trend {checklist_id}".strip(), code=code)

        def of(each: str) -> trends.Trend:
            what = trends.Of(each, section, item, good)
            return trends.trend(
                opened, where, what, length=length, target=goal, small=small, progress=_reading()
            )

        if not checklist_id:
            ids = dict.fromkeys(each.id for each in opened.checklists())
            table = trends.overview([of(each) for each in ids])
            show_figures(opened, table, table, form, out, small)
            if not table.rows:
                say("No finished audits here yet: finish one in the screens, or widen the filter.")
            return
        found = of(checklist_id)
        say_whose(opened, small)
        page = trends.as_document(found, width=terminal_width())
        show_page(page.headed(made_up=opened.made_up()), trends.as_table(found), form, out)


def plan(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The plan, a TOML file; the example if left out.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Print the example plan, to be changed and saved as your own.")
    ] = False,
    form: PageFormatOption = PageFormat.table,
    out: OutOption = None,
    share: ShareOption = None,
    code: CodeOption = None,
    store: StoreOption = None,
) -> None:
    """The improvement plan: a page for each recommendation, its measures, and whether the curve has turned.

    \b
    auditui plan --example > plan.toml
    auditui plan plan.toml
    auditui plan plan.toml --format docx --out board.docx
    """
    shipped = files("auditui") / "improvement-plan.toml"
    if example:
        print(shipped.read_text(encoding="utf-8"), end="")
        return
    text = _text_of(file) if file else shipped.read_text(encoding="utf-8")
    read = plans.parse(text, file.name if file else "the example plan")
    if file is None:
        say("This is the example plan: auditui plan --example > plan.toml makes it yours.")
    with open_store(ctx, store) as opened:
        small = threshold(opened, form, out, share=share, what="improvement plan", code=code)
        page, table = reports.report(opened, read, today=today(), small=small)
        say_whose(opened, small)
        show_page(page.headed(made_up=opened.made_up()), table, form, out)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise AuditError(
            f"{path.name} cannot be read: {why}", "auditui plan --example prints a plan"
        ) from None
