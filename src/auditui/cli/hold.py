"""Commands about holds: cases about which nothing may be erased."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from auditui.cli.context import (
    ByOption,
    StoreOption,
    auditor,
    only_id,
    open_reader,
    open_store,
    say,
    typed_or,
)
from auditui.cli.groups import group
from auditui.cli.printing import LISTED, Listing
from auditui.core.audits.keeping import CaseHeld, HoldReleased
from auditui.core.codes import case_named, reason_code
from auditui.core.text import number_of
from auditui.report.table import Table, columns
from auditui.store import new_id

app = group("hold")

_COLUMNS = columns(
    "id: Hold | case: Case | reason: Reason | held_at: Since | held_by: By | released_at: Released | released_by: (By)"
)


@app.command()
def add(
    case: Annotated[
        str,
        Argument(
            metavar="CASE",
            callback=typed_or,
            help="The case reference, as the audits have it; - reads it from the keyboard.",
        ),
    ],
    reason: Annotated[str, Option("--reason-code", help="Why, as a code of the council's: LEG-2026-014.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Hold a case: no purge erases anything about it until the hold is released. The hold's id is printed.

    \b
    auditui hold add LC-20417 --reason-code LEG-2026-014
    """
    with open_store(store) as opened:
        hold = new_id()
        held = CaseHeld(hold, case_named(case), reason_code(reason))
        opened.record(held, by=auditor(opened, by))
        if not opened.has_had(held.case):
            say("No audit here has this reference: it is held all the same.")
    print(hold)


@app.command("list")
def list_(
    only_open: Annotated[bool, Option("--open", help="Only those not released.")] = False,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """The holds, the oldest first.

    \b
    auditui hold list --open
    """
    with open_reader(store) as opened:
        holds = opened.holds(only_open=only_open)
        listing.show(Table.of(number_of(len(holds), "hold"), _COLUMNS, holds), opened)


@app.command()
def release(
    hold: Annotated[
        str,
        Argument(
            metavar="HOLD",
            callback=typed_or,
            help="The hold's id, or its beginning; or the case; - reads it from the keyboard.",
        ),
    ],
    reason: Annotated[str, Option("--reason-code", help="Why it is over, as a code.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Release a hold, or all holds of a case, which then goes by the rules again.

    \b
    auditui hold release 9c0f --reason-code LEG-2026-031
    auditui hold release LC-20417 --reason-code LEG-2026-031
    """
    with open_store(store) as opened:
        still = opened.holds(only_open=True)
        over = [row.id for row in still if row.case == hold.strip()] or [
            only_id(
                (row.id for row in still),
                hold,
                "More than one hold begins so",
                "There is no such hold and no such case, or it is over",
                "auditui hold list shows them",
            )
        ]
        released = (HoldReleased(new_id(), hold_id, reason_code(reason)) for hold_id in over)
        opened.record(*released, by=auditor(opened, by))
        say(*(f"Released: {hold_id}." for hold_id in over))
