"""The commands that print figures: summaries, trends, the improvement plan."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
    form_of,
    open_store,
    say,
    show_page,
    today,
)
from auditui.cli.parameters import with_options
from auditui.cli.progress import Progress
from auditui.core import periods
from auditui.core import plan as plans
from auditui.core.audits import entries
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.core.text import one_line
from auditui.figures.summary import GROUPS
from auditui.figures.tallies import Selection
from auditui.figures.trend import Series
from auditui.report import plan as plan_pages
from auditui.report import summary as summary_pages
from auditui.report import trend as trend_pages
from auditui.report.document import Document
from auditui.report.table import MADE_UP
from auditui.store import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.figures.trend import Trend
    from auditui.report.table import Table
    from auditui.store import Store

_NOTHING_YET = "No finished audits here yet: finish one in the screens, or widen the filter."


@dataclass(frozen=True)
class Filters:
    """Which finished audits the figures are of."""

    team: Annotated[str, typer.Option("--team", help="Only this team.")] = ""
    auditor_code: Annotated[
        str, typer.Option("--auditor", metavar="CODE", help="Only this auditor's audits.")
    ] = ""
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="NAME=VALUE", help=f"Only audits whose NAME ({', '.join(STRATA)}) is VALUE."
        ),
    ] = None
    since: Annotated[
        str, typer.Option("--since", metavar="YYYY-MM", help="Only audits finished in this month or later.")
    ] = ""
    until: Annotated[
        str, typer.Option("--until", metavar="YYYY-MM", help="Only audits finished in this month or earlier.")
    ] = ""

    def selection(self, checklist: str) -> Selection:
        """Return what is selected of a checklist, or of all; a usage error for what cannot be."""
        for name, month in (("--since", self.since), ("--until", self.until)):
            if month and not periods.is_month(month):
                raise typer.BadParameter(f"{name} takes a month such as 2026-04")
        if self.since and self.until and self.since > self.until:
            raise typer.BadParameter(f"--since {self.since} is after --until {self.until}")
        strata = []
        for pair in self.only or []:
            name, _, value = pair.partition("=")
            if name not in STRATA or not value:
                raise typer.BadParameter(f"--only takes NAME=VALUE; NAME is one of {', '.join(STRATA)}")
            strata.append((name, value))
        return Selection(
            checklist, self.team, self.auditor_code, self.since, self.until, strata=tuple(strata)
        )


@dataclass(frozen=True)
class Output:
    """Where figures go, in which form, and whether small counts are hidden in them."""

    form: PageFormatOption = PageFormat.table
    out: OutOption = None
    share: Annotated[
        bool | None,
        typer.Option(
            "--share/--no-share",
            help="Hide small counts; the usual for md, html, docx, svg and files. --no-share is written in the journal.",
        ),
    ] = None
    code: Annotated[
        str | None, typer.Option("--as", metavar="CODE", help="Your auditor code, for --no-share.")
    ] = None
    store: StoreOption = None

    @contextmanager
    def released(self, store: Store, what: str) -> Iterator[int]:
        """Give the count up to which figures are hidden, 0 for none, to whoever prints them.

        That none is hidden in what leaves is journaled once it is printed or written; without an auditor's code
        (AuditError) it is not begun.
        """
        form = form_of(self.out, self.form)
        leaves = self.out is not None or form in (
            *(PageFormat.md, PageFormat.html),
            *(PageFormat.docx, PageFormat.svg),
        )
        if leaves if self.share is None else self.share:
            yield user_settings.load().small
            return
        by = auditor(store, self.code) if leaves else ""
        yield 0
        if leaves:
            store.record(entries.SmallCountsShown(new_id(), what, form.value), by=by)
            say("Small counts are shown in this; the journal says so.")

    def show(self, store: Store, page: Document | Table, data: Table, small: int) -> None:
        """Print or write figures, and say whose they are and whether they may leave."""
        made_up = store.made_up()
        if made_up:
            say(MADE_UP)
        if not small:
            say("Small counts are shown: for your own use. --share hides them in what you pass on.")
        if isinstance(page, Document):
            show_page(page.headed(made_up=made_up), data, self.form, self.out)
        else:
            whole = Document(page.title, (page,)).headed(made_up=made_up)
            show_page(whole, data, self.form, self.out, page=page)


@with_options
def summary(
    ctx: typer.Context,
    filters: Filters,
    output: Output,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help=f"Group by one of these, or cross two: {', '.join(GROUPS)}."),
    ] = None,
    checklist_id: Annotated[str, typer.Option("--checklist", metavar="ID", help="Only this checklist.")] = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare with the period before --since, as long as this one.")
    ] = False,
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
    selection = filters.selection(checklist_id)
    with open_store(ctx, output.store) as store:
        selection = as_known(store, selection)
        before = _before(store, selection) if compare else None
        with output.released(store, f"summary by {' and '.join(groups)}") as small:
            page, table = summary_pages.tables(
                store, selection, groups, before=before, small=small, progress=_reading()
            )
            output.show(store, page, table, small)
        if not table.rows:
            say(_NOTHING_YET)


def as_known(store: Store, selection: Selection) -> Selection:
    """Return the selection with names as the store writes them; AuditError for one it does not have says which it has."""
    checklists = [checklist.id for checklist in store.checklists()] if selection.checklist else []
    return replace(
        selection,
        checklist=_as_known("There is no checklist {} in this store", selection.checklist, checklists),
        team=_finished(store, "team", "of a team", selection.team),
        auditor=_finished(store, "auditor", "by an auditor", selection.auditor),
        strata=tuple(
            (name, _finished(store, name, f"with {name}", value)) for name, value in selection.strata
        ),
    )


def _finished(store: Store, dimension: str, what: str, value: str) -> str:
    known = store.values_of(dimension) if value else []
    return _as_known(f"No audit {what} {{}} is finished", value, known) if known else value


def _as_known(fault: str, given: str, known: Iterable[str]) -> str:
    if not given or given in known:
        return given
    for name in known:
        if name.casefold() == given.casefold():
            return name
    there = ", ".join(one_line(name, 40) for name in sorted(set(known)))
    raise AuditError(fault.format(repr(one_line(given, 40))), f"There are {there}")


def _before(store: Store, selection: Selection) -> Selection:
    """Return what selects the period before, as long as the one selected."""
    months = store.months(selection)
    if not selection.since or months is None:
        raise typer.BadParameter("--compare needs --since, the month the later period begins in")
    until = selection.until or max(months[1], selection.since)
    length = periods.number(until) - periods.number(selection.since) + 1
    since, last = periods.shifted(selection.since, -length), periods.shifted(selection.since, -1)
    say(f"Compared: {selection.since} to {until} with {since} to {last}.")
    return replace(selection, since=since, until=last)


def _reading() -> Progress:
    return Progress("No counts are kept for this: reading {} audits one by one.")


def terminal_width() -> int:
    """Return how wide a picture of characters may be."""
    return min(get_terminal_size().columns, 120) - 2 if sys.stdout.isatty() else 78


@with_options
def trend(
    ctx: typer.Context,
    filters: Filters,
    output: Output,
    checklist_id: Annotated[
        str, typer.Argument(metavar="[CHECKLIST]", help="The checklist's id; every one in short if left out.")
    ] = "",
    item: Annotated[str, typer.Option("--item", help="The trend of this item.")] = "",
    section: Annotated[str, typer.Option("--section", help="The trend of this section's items.")] = "",
    good: Annotated[
        bool, typer.Option("--good", help="The trend of audits judged good or better, not of answers.")
    ] = False,
    length: Annotated[
        str,
        typer.Option("--by", help="month, quarter, half-year or year; the data decide if it is left out."),
    ] = "",
    target: Annotated[
        float | None, typer.Option("--target", min=0, max=100, metavar="PERCENT", help="Draw a target line.")
    ] = None,
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
    if not checklist_id and (item or section or form_of(output.out, output.form) is PageFormat.svg):
        raise typer.BadParameter("name the checklist: auditui checklist list shows them")
    if not checklist_id and target is not None:
        raise typer.BadParameter("--target is for one checklist: auditui trend CHECKLIST --target 90")
    goal = None if target is None else target / 100
    selection = filters.selection(checklist_id)
    with open_store(ctx, output.store) as store:
        selection = as_known(store, selection)
        with output.released(store, f"trend {checklist_id}".strip()) as small:

            def of(checklist: str) -> Trend:
                series = Series(checklist, section, item, good)
                return trend_pages.trend(
                    store, selection, series, length=length, target=goal, small=small, progress=_reading()
                )

            if checklist_id:
                one = of(selection.checklist)
                page = trend_pages.as_document(one, width=terminal_width())
                output.show(store, page, trend_pages.as_table(one), small)
                return
            ids = dict.fromkeys(checklist.id for checklist in store.checklists())
            table = trend_pages.overview([of(checklist) for checklist in ids])
            output.show(store, table, table, small)
        if not table.rows:
            say(_NOTHING_YET)


@with_options
def plan(
    ctx: typer.Context,
    output: Output,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The plan, a TOML file; the example if left out.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Print the example plan, to be changed and saved as your own.")
    ] = False,
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
    with (
        open_store(ctx, output.store) as store,
        output.released(store, "improvement plan") as small,
    ):
        page, table = plan_pages.report(store, read, today=today(), small=small)
        output.show(store, page, table, small)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise AuditError(
            f"{path.name} cannot be read: {why}", "auditui plan --example prints a plan"
        ) from None
