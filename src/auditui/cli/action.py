"""Commands about actions."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from typer import Argument, Option

from auditui import known_names
from auditui.cli.context import (
    ByOption,
    Format,
    FormatOption,
    StoreOption,
    auditor,
    only_id,
    open_store,
    say,
    show,
)
from auditui.cli.groups import group
from auditui.core.audits.entries import ActionAdded, ActionDone
from auditui.core.errors import AuditError
from auditui.report.table import Table, columns
from auditui.store import new_id

app = group("action")


_COLUMNS = columns(
    "id: Action | case: Case | what: What | owner: Whose role | due: Due | done_at: (Done) | proof: What shows it"
    "| audit: (Audit) | item: (Item) | added_at: (Added) | added_by: (By)"
)


@app.command("list")
def list_(
    only_open: Annotated[bool, Option("--open", help="Only those not done yet.")] = False,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Actions, the one due first first.

    \b
    auditui action list --open
    """
    with open_store(store) as opened:
        actions = opened.actions(only_open=only_open)
        show(Table.of(f"{len(actions)} actions", _COLUMNS, actions), form, opened)
        if not actions:
            say("No actions: a in an audit adds one, or auditui action add.")


@app.command()
def add(
    audit: Annotated[str, Argument(metavar="AUDIT", help="The audit's id, or its beginning.")],
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
    try:
        day = date.fromisoformat(due)
    except ValueError:
        raise AuditError("A due date is typed as 2026-04-30") from None
    with open_store(store) as opened:
        action = new_id()
        entry = ActionAdded(action, opened.audit_id(audit), what, owner, day.isoformat(), item)
        opened.record(entry, by=auditor(opened, by))
        say(*known_names.warnings(entry))
    print(action)


@app.command()
def done(
    action: Annotated[str, Argument(metavar="ACTION", help="The action's id, or its beginning.")],
    proof: Annotated[str, Option("--proof", help="What shows that it was done.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Close an action with what shows that it was done.

    \b
    auditui action done 9c0f --proof "record received, read and filed"
    """
    with open_store(store) as opened:
        action_id = only_id(
            (row.id for row in opened.actions()),
            action,
            "More than one action begins so",
            "There is no such action",
            "auditui action list shows them",
        )
        closed = ActionDone(new_id(), proof, action_id)
        opened.record(closed, by=auditor(opened, by))
        say(*known_names.warnings(closed))
        say(f"Done: {action_id}.")
