"""An audit of a store, ready to be worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.entries import ActionAdded
from auditui.core.audits.session import Session, State
from auditui.store.store import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.entries import Entry
    from auditui.store.store import Store


def session(store: Store, audit_id: str, by: str, record: Callable[..., str] | None = None) -> Session:
    """Work on an audit as the auditor `by`; AuditError if there is none.

    `record` writes entries and returns their time; without it they are written to `store` at once.
    """

    def write(*given: Entry) -> str:
        return store.record(*given, by=by).at

    return Session(lambda: _state(store, audit_id), record or write, by=by, new_id=new_id)


def _state(store: Store, audit_id: str) -> State:
    context = store.context(audit_id)
    actions = store.actions(audit_id)
    return State(
        context,
        tuple(store.history(audit_id)),
        tuple(
            ActionAdded(action.id, audit_id, action.what, action.owner, action.due, action.item)
            for action in actions
        ),
        frozenset(action.id for action in actions if action.done_at),
        store.audit_before(context.audit) if context.audit else None,
        store.origin,
    )
