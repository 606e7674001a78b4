"""Commands about noted causes: what a lead knows that may have moved a figure."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from auditui import known_names
from auditui.cli.context import ByOption, StoreOption, auditor, only_id, open_reader, open_store, say
from auditui.cli.groups import group
from auditui.cli.output import as_known
from auditui.cli.printing import LISTED, Listing
from auditui.core.audits.causes import CauseNoted, CauseTakenBack
from auditui.core.text import number_of
from auditui.figures.tallies import Selection
from auditui.report.table import Table, columns
from auditui.store import new_id

app = group("cause")

_COLUMNS = columns(
    "id: Cause | month: Month | what: What | checklist: Checklist | noted_at: Noted | noted_by: By | taken_back_at: Taken back"
    "| taken_back_by: (By)"
)


@app.command()
def note(
    month: Annotated[str, Argument(metavar="YYYY-MM", help="The month it began in.")],
    what: Annotated[str, Argument(metavar="WHAT", help="What was otherwise from then on, in a few words.")],
    checklist: Annotated[
        str,
        Option("--checklist", metavar="ID", help="The checklist whose figures it concerns; all if left out."),
    ] = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Note a cause at a month: trends, plans and pictures show it. Its id is printed.

    \b
    auditui cause note 2026-05 "new form in use" --checklist pathway-plan
    """
    with open_store(store) as opened:
        known = as_known(opened, Selection(checklist)).checklist
        cause = new_id()
        opened.record(CauseNoted(cause, month, what.strip(), known), by=auditor(opened, by))
    if known_names.find(what):
        say("This looks as if it named somebody; it is printed with every trend. auditui cause take-back")
    print(cause)


@app.command("list")
def list_(
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """The causes noted, in the order of their months, those taken back too.

    \b
    auditui cause list
    """
    with open_reader(store) as opened:
        causes = opened.causes()
        listing.show(Table.of(number_of(len(causes), "cause"), _COLUMNS, causes), opened)


@app.command("take-back")
def take_back(
    cause: Annotated[str, Argument(metavar="CAUSE", help="The cause's id, or its beginning.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Take a cause back: it is no longer shown, and stays in the journal.

    \b
    auditui cause take-back 9c0f
    """
    with open_store(store) as opened:
        cause_id = only_id(
            (noted.id for noted in opened.causes() if not noted.taken_back_at),
            cause,
            "More than one cause begins so",
            "There is no such cause, or it was taken back",
            "auditui cause list shows them",
        )
        opened.record(CauseTakenBack(new_id(), cause_id), by=auditor(opened, by))
        say(f"Taken back: {cause_id}.")
