"""The command that shows how far auditors agree."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from auditui.cli.context import open_reader, say
from auditui.cli.output import Filters, Output, as_known
from auditui.core.errors import AuditError

app = typer.Typer()


@app.command()
def agreement(
    filters: Filters,
    output: Output,
    checklist_id: Annotated[str, Option("--checklist", metavar="ID", help="Only this checklist.")] = "",
) -> None:
    """How far first and second auditors of the same files agree, by item: percent agreement, AC1 and kappa.

    \b
    auditui agreement
    auditui agreement --checklist pathway-plan --auditor A17
    """
    from auditui.report import agreement as pages  # noqa: PLC0415 - help starts without it

    output.check(filters)
    with open_reader(output.store) as store, output.released(store, "agreement") as release:
        if release.small:
            raise AuditError(
                "Agreement tells of single audits, which are not passed on", "Print it on the terminal"
            )
        table = pages.table(store, as_known(store, filters.selection(checklist_id)))
        output.show(store, table, table, release)
        if not table.rows:
            say("No second audit is finished yet: auditui audit second AUDIT --by CODE begins one.")
