"""An audit of a store, ready to be worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.amendments import AdditionMade
from auditui.core.audits.entries import ActionAdded, AnswerGiven, AuditStarted
from auditui.core.audits.session import Added, Session, State
from auditui.core.audits.states import WITHDRAWN
from auditui.core.errors import AuditError
from auditui.store.store import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.entries import Entry
    from auditui.store.store import Store


def session(store: Store, audit_id: str, by: str, record: Callable[..., str] | None = None) -> Session:
    """Work on an audit as the auditor `by`; AuditError if there is none, or `by` is reading its file again.

    `record` writes entries and returns their time; without it they are written to `store` at once.
    """
    store.insist_not_blind(audit_id, by)

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
        {action.id: action.state for action in actions if action.done_at},
        store.audit_before(context.audit) if context.audit else None,
        store.origin,
        tuple(
            Added(AdditionMade(added.id, audit_id, added.about, added.text), added.added_at, added.added_by)
            for added in store.additions(audit_id)
        ),
    )


def corrected(store: Store, work: Session, reason: str, *, case: str, team: str, event: str) -> None:
    """Correct whose audit it is, and read again what the case lists say of the child.

    Where they do not hold it, that is kept for the same reference, and unknown for another.
    """
    audit = work.audit
    listed = store.listed_case(case, work.checklist.theme, event)
    kept = audit.strata if case == audit.case else {}
    work.correct(reason, case=case, team=team, event=event, strata=listed.strata if listed else kept)


def begin_second(store: Store, first: str, *, by: str) -> str:
    """Begin the second audit of a finished one, on the version it has now, and return its id.

    AuditError where `by` made the first, or it has a second one already.
    """
    audit, begun = store.audit(first), new_id()
    started = AuditStarted(
        begun, audit.checklist, audit.case, audit.team, audit.event, **audit.strata, second_of=audit.id
    )
    store.record(started, by=by)
    return begun


def begin_next(store: Store, audit_id: str, case: str, *, by: str) -> str:
    """Begin the audit of another child of the event an audit is about, and return its id.

    Checklist, event and team go along, and the answers to the items that the checklist marks as common. AuditError if it is
    withdrawn, or the same case, or the case lists hold it with several events.
    """
    audit = store.audit(audit_id)
    if audit.state == WITHDRAWN:
        raise AuditError("This audit is withdrawn", "Bring it back first: auditui audit restore")
    if case == audit.case:
        raise AuditError(f"This audit is of {case} itself", "Give the reference of the next child")
    checklist = store.checklist(audit.checklist)
    listed = store.listed_case(case, checklist.theme, audit.event)
    common = [audit.answers[item.id] for item in checklist.items if item.common and item.id in audit.answers]
    begun, strata = new_id(), listed.strata if listed else {}
    started = AuditStarted(
        begun, audit.checklist, case, audit.team, audit.event, **strata, begun_from=audit.id
    )
    store.record(started, *(AnswerGiven(begun, answer) for answer in common), by=by)
    return begun
