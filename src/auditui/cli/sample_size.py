"""The command that says how many audits are needed."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Argument, Option

from auditui.cli.context import open_reader
from auditui.cli.figures import Course
from auditui.cli.output import Filters, ListOutput, as_known
from auditui.cli.printing import PageFormat

app = typer.Typer()


@app.command("sample-size")
def sample_size(
    filters: Filters,
    output: ListOutput,
    checklist_id: Annotated[str, Argument(metavar="CHECKLIST", help="The checklist's id.")],
    item: Annotated[str, Option("--item", help="Of this item.")] = "",
    section: Annotated[str, Option("--section", help="Of this section's items.")] = "",
    good: Annotated[bool, Option("--good", help="Of audits by their judgement, not of answers.")] = False,
) -> None:
    """How many audits it takes to see a change of so many points, or to know a figure so closely, as measured lately.

    \b
    auditui sample-size pathway-plan
    auditui sample-size strategy-discussion --item health-involvement
    """
    from auditui.figures.releases import OWN_USE  # noqa: PLC0415 - help starts without it
    from auditui.report import sample_size as pages  # noqa: PLC0415 - help starts without it

    course = Course(item, section, good)
    course.check(checklist_id, PageFormat.table)
    output.check(filters)
    with open_reader(output.store) as store, output.released(store, f"sample size {checklist_id}") as release:
        selection = as_known(store, release.closed(filters.selection(checklist_id)))
        table = pages.table(course.of(store, selection, selection.checklist, OWN_USE), release)
        output.show(store, table, table, release)
