"""The commands that print figures: summaries, trends, the improvement plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import user_settings
from auditui.cli.context import open_reader, say, today
from auditui.cli.output import Filters, Output, as_known
from auditui.cli.printing import PageFormat, form_of
from auditui.cli.progress import Progress
from auditui.core import periods
from auditui.core.errors import AuditError
from auditui.figures.tallies import GROUPS

if TYPE_CHECKING:
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Selection
    from auditui.figures.trend import Trend
    from auditui.store import Reader

app = typer.Typer()
_NOTHING_YET = "No finished audits here yet: finish one in the screens, or widen the filter."


@app.command()
def summary(
    filters: Filters,
    output: Output,
    by: Annotated[
        list[str] | None,
        Option("--by", help=f"Group by one of these, or cross two: {', '.join(GROUPS)}."),
    ] = None,
    checklist_id: Annotated[str, Option("--checklist", metavar="ID", help="Only this checklist.")] = "",
    compare: Annotated[
        bool, Option("--compare", help="Compare with the period before --since, as long as this one.")
    ] = False,
    funnel: Annotated[
        bool,
        Option("--funnel", help="Only whether one group is unlike the others: a funnel with its limits."),
    ] = False,
    gaps: Annotated[
        bool, Option("--gaps", help="Only each group beside all others, with the gap and its interval.")
    ] = False,
    days: Annotated[
        bool, Option("--days", help="Only how many working days things took, by the dates of audits.")
    ] = False,
    revisions: Annotated[
        bool, Option("--revisions", help="Only which audits were corrected after they first counted.")
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
    auditui summary --by team --funnel
    auditui summary --by ethnicity --gaps
    auditui summary --days
    auditui summary --revisions
    """
    from auditui.report import summary as summary_pages  # noqa: PLC0415 - help starts without it

    groups = tuple(by or ["checklist"])
    selection = filters.selection(checklist_id)
    output.check(filters)
    with open_reader(output.store) as store:
        selection = as_known(store, selection)
        if days or revisions:
            _own_use(store, selection, output, "days" if days else "revisions")
            return
        if funnel or gaps:
            _beside(store, selection, groups, output, "funnel" if funnel else "gaps")
            return
        before = _before(store, selection) if compare else None
        with output.released(store, f"summary by {' and '.join(groups)}") as release:
            page, table = summary_pages.tables(
                store, selection, groups, release, before=before, begins=_begins(), progress=_reading()
            )
            output.show(store, page, table, release)
        if not table.rows:
            say(_NOTHING_YET)


def _beside(store: Reader, selection: Selection, groups: tuple[str, ...], output: Output, how: str) -> None:
    """Print groups beside one another: as a funnel, or each with its gap to all others."""
    from auditui.report import funnel as funnels  # noqa: PLC0415 - help starts without it
    from auditui.report import gaps  # noqa: PLC0415 - as above

    if len(groups) != 1 or selection.practice:
        raise typer.BadParameter(f"--{how} is of one grouping: auditui summary --by team --{how}")
    with output.released(store, f"{how} by {groups[0]}") as release:
        if how == "gaps":
            table = gaps.table(store, selection, groups[0], release=release)
            output.show(store, table, table, release)
            return
        page, table = funnels.report(store, selection, groups[0], release=release)
        output.show(store, page, table, release)


#: Why these are for the lead's own use.
_OWN_USE = {
    "days": "The days that things took are those of single cases, which are not passed on",
    "revisions": "Revisions name cases, which are not passed on",
}


def _own_use(store: Reader, selection: Selection, output: Output, what: str) -> None:
    """Print how many days things took, or which audits were corrected: both tell of single cases."""
    from auditui.report.days_taken import table as days_taken  # noqa: PLC0415 - help starts without it
    from auditui.report.revisions import revisions  # noqa: PLC0415 - as above

    with output.released(store, what) as release:
        if release.small:
            raise AuditError(_OWN_USE[what], "Print them on the terminal")
        table = days_taken(store, selection) if what == "days" else revisions(store, selection)
        output.show(store, table, table, release)


def _before(store: Reader, selection: Selection) -> Selection:
    """Return what selects the period before, as long as the one selected."""
    months = store.months(selection)
    if not selection.since or months is None:
        raise typer.BadParameter("--compare needs --since, the month the later period begins in")
    until = selection.until or max(months[1], selection.since)
    length = periods.number(until) - periods.number(selection.since) + 1
    since, last = periods.shifted(selection.since, -length), periods.shifted(selection.since, -1)
    say(f"Compared: {selection.since} to {until} with {since} to {last}.")
    return replace(selection, since=since, until=last)


def _begins() -> int:
    """Return the month that years begin in."""
    return user_settings.load().year_begins


def _reading() -> Progress:
    return Progress("No counts are kept for this: reading {} audits one by one.")


@dataclass(frozen=True)
class Course:
    """What a trend is of, and how it is drawn."""

    item: Annotated[str, Option("--item", help="The trend of this item.")] = ""
    section: Annotated[str, Option("--section", help="The trend of this section's items.")] = ""
    good: Annotated[
        bool, Option("--good", help="The trend of audits judged good or better, not of answers.")
    ] = False
    length: Annotated[
        str,
        Option("--by", help="month, quarter, half-year or year; the data decide if it is left out."),
    ] = ""
    target: Annotated[
        float | None, Option("--target", min=0, max=100, metavar="PERCENT", help="Draw a target line.")
    ] = None

    def check(self, checklist: str, form: PageFormat) -> None:
        """Refuse, as a usage error, what cannot be drawn of a checklist, or of every one where none is named."""
        if sum(map(bool, (self.item, self.section, self.good))) > 1:
            raise typer.BadParameter("--item, --section and --good are one or the other")
        if self.length and self.length not in periods.LENGTHS:
            raise typer.BadParameter(f"--by is one of {', '.join(periods.LENGTHS)}")
        if not checklist and (self.item or self.section or form is PageFormat.svg):
            raise typer.BadParameter("name the checklist: auditui checklist list shows them")
        if not checklist and self.target is not None:
            raise typer.BadParameter("--target is for one checklist: auditui trend CHECKLIST --target 90")

    def of(self, store: Reader, selection: Selection, checklist: str, release: Release) -> Trend:
        """Read and return the trend of one checklist."""
        from auditui.figures.runs import Series  # noqa: PLC0415 - help starts without it
        from auditui.report import trend as trend_pages  # noqa: PLC0415 - as above

        return trend_pages.trend(
            store,
            selection,
            Series(checklist, self.section, self.item, self.good),
            today=today(),
            length=self.length,
            target=None if self.target is None else self.target / 100,
            release=release,
            begins=_begins(),
            progress=_reading(),
        )


@app.command()
def trend(
    course: Course,
    filters: Filters,
    output: Output,
    checklist_id: Annotated[
        str, Argument(metavar="[CHECKLIST]", help="The checklist's id; every one in short if left out.")
    ] = "",
) -> None:
    """How a figure moves over time, with limits where they are earned, and whether it is better or worse.

    \b
    auditui trend
    auditui trend strategy-discussion --item health-involvement --target 90
    auditui trend pathway-plan --good --team North --by quarter
    auditui trend culture-and-identity --format html --out identity.html
    """
    from auditui.report import trend as trend_pages  # noqa: PLC0415 - help starts without it

    course.check(checklist_id, form_of(output.out, output.form))
    output.check(filters)
    selection = filters.selection(checklist_id)
    with open_reader(output.store) as store:
        selection = as_known(store, selection)
        with output.released(store, f"trend {checklist_id}".strip()) as release:
            if checklist_id:
                one = course.of(store, selection, selection.checklist, release)
                page = trend_pages.as_document(one)
                output.show(store, page, trend_pages.as_table(one), release)
                return
            ids = dict.fromkeys(checklist.id for checklist in store.checklists())
            table = trend_pages.overview(
                [course.of(store, selection, name, release) for name in ids], selection
            )
            output.show(store, table, table, release)
        if not table.rows:
            say(_NOTHING_YET)
