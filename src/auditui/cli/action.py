"""Commands about actions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from auditui.cli.context import (
    ByOption,
    IdArgument,
    ReasonOption,
    StoreOption,
    auditor,
    only_id,
    open_store,
    say,
)
from auditui.cli.groups import group
from auditui.cli.printing import LISTED, Listing
from auditui.cli.watched import record
from auditui.core.audits.amendments import ActionChanged, ActionDropped, ActionReopened
from auditui.core.audits.entries import ActionAdded, ActionDone
from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.report.table import Table, columns
from auditui.store import new_id

if TYPE_CHECKING:
    from auditui.store import Action, Store

app = group("action")


_COLUMNS = columns(
    "id: Action | case: Case | what: What | owner: Whose role | due: Due | done_at: (Done) | proof: What shows it"
    "| audit: (Audit) | item: (Item) | added_at: (Added) | added_by: (By) | state: State"
)


ActionArgument = Annotated[str, Argument(metavar="ACTION", help="The action's id, or its beginning.")]


def _the(opened: Store, beginning: str) -> Action:
    """Return the action whose id begins so; AuditError if there is none or more than one."""
    actions = {row.id: row for row in opened.actions()}
    several, none = "More than one action begins so", "There is no such action"
    return actions[only_id(actions, beginning, several, none, "auditui action list shows them")]


def _due(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise AuditError("A due date is typed as 2026-04-30") from None


@app.command("list")
def list_(
    only_open: Annotated[bool, Option("--open", help="Only those not done yet.")] = False,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """Actions, the one due first first.

    \b
    auditui action list --open
    """
    with open_store(store) as opened:
        actions = opened.actions(only_open=only_open)
        listing.show(Table.of(number_of(len(actions), "action"), _COLUMNS, actions), opened)
        if not actions:
            say("No actions: a in an audit adds one, or auditui action add.")


@app.command()
def add(
    audit: IdArgument,
    what: Annotated[str, Option("--what", help="What is to be done.")],
    owner: Annotated[str, Option("--owner", help="Whose role it falls to; no names.")],
    due: Annotated[str, Option("--due", metavar="DATE", help="By when, such as 2026-04-30.")],
    item: Annotated[str, Option("--item", help="The item it came from.")] = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Add an action to an audit; its id is printed.

    \b
    auditui action add 3f2a --what "Ask the GP for the record" --owner "team manager" --due 2026-04-30
    """
    day = _due(due)
    with open_store(store) as opened:
        action = new_id()
        entry = ActionAdded(action, opened.audit_id(audit), what, owner, day, item)
        record(opened, entry, by=auditor(opened, by))
    print(action)


@app.command()
def done(
    action: ActionArgument,
    proof: Annotated[str, Option("--proof", help="What shows that it was done.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Close an action with what shows that it was done.

    \b
    auditui action done 9c0f --proof "record received, read and filed"
    """
    with open_store(store) as opened:
        action_id = _the(opened, action).id
        closed = ActionDone(new_id(), proof, action_id)
        record(opened, closed, by=auditor(opened, by))
        say(f"Done: {action_id}.")


@app.command()
def change(
    action: ActionArgument,
    what: Annotated[str, Option("--what", help="What is to be done.")] = "",
    owner: Annotated[str, Option("--owner", help="Whose role it falls to; no names.")] = "",
    due: Annotated[str, Option("--due", metavar="DATE", help="By when, such as 2026-04-30.")] = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Say an open action anew: what, whose role, by when; what is left out stays.

    \b
    auditui action change 9c0f --due 2026-05-31
    """
    if not (what or owner or due):
        raise AuditError("What is to be changed?", "Give --what, --owner or --due")
    with open_store(store) as opened:
        now = _the(opened, action)
        said = (what or now.what, owner or now.owner, _due(due) if due else now.due)
        changed = ActionChanged(new_id(), now.id, *said, opened.last_change(now.id))
        record(opened, changed, by=auditor(opened, by))
        say(f"Changed {now.id}: {said[1]}, due {said[2]}.")


@app.command()
def drop(
    action: ActionArgument, reason: ReasonOption, by: ByOption = None, store: StoreOption = None
) -> None:
    """Say that an open action will not be done, and why; it counts neither as open nor as done.

    \b
    auditui action drop 9c0f --reason "the child moved to another council"
    """
    with open_store(store) as opened:
        action_id = _the(opened, action).id
        record(opened, ActionDropped(new_id(), action_id, reason), by=auditor(opened, by))
        say(f"Dropped {action_id}.")


@app.command()
def reopen(
    action: ActionArgument, reason: ReasonOption, by: ByOption = None, store: StoreOption = None
) -> None:
    """Open an action again that was done or dropped.

    \b
    auditui action reopen 9c0f --reason "the record that came was another child's"
    """
    with open_store(store) as opened:
        action_id = _the(opened, action).id
        closings = opened.closings(action_id)
        record(opened, ActionReopened(new_id(), action_id, reason, closings), by=auditor(opened, by))
        say(f"Open again: {action_id}.")
