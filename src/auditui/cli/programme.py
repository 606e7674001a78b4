"""The command that shows the programme: what was drawn, given and done, and what is still owed."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from auditui.cli.context import StoreOption, open_reader, say, today
from auditui.cli.printing import LISTED, Listing
from auditui.core.errors import AuditError

app = typer.Typer()


@app.command()
def programme(
    by: Annotated[
        str, Option("--by", metavar="GROUP", help="A row for each auditor, checklist, team or month.")
    ] = "auditor",
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """The drawn cases: planned, waiting, begun, finished, overdue; by auditor, checklist, team or month due.

    \b
    auditui programme
    auditui programme --by checklist
    """
    from auditui import user_settings  # noqa: PLC0415 - help needs none of it
    from auditui.report import programme as pages  # noqa: PLC0415 - as above

    if by not in pages.BY:
        raise AuditError(f"A programme is by {', '.join(pages.BY)}")
    with open_reader(store) as opened:
        cases = opened.sample_cases()
        listing.show(pages.programme(cases, by, user_settings.load().auditors, today()), opened)
        if not cases:
            say("Nothing was drawn yet: auditui sample draw CHECKLIST --size 24")
