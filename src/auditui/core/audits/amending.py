"""The rules at the door for what is said again, differently: see `rules`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import structs

from auditui.core.audits import amendments
from auditui.core.audits.audit import LATER, LONGEST_NOTE
from auditui.core.audits.states import FINISHED, WITHDRAWN
from auditui.core.codes import case_named, team_name
from auditui.core.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.context import Context
    from auditui.core.audits.entries import Entry

_DATED = (amendments.AuditWithdrawn, amendments.AuditRestored, amendments.AuditCorrected)


def dated(entry: Entry, utc_offset: int) -> Entry:
    """Return the entry with the minutes this desk's clock is ahead of UTC, where its local day counts."""
    return structs.replace(entry, utc_offset=utc_offset) if isinstance(entry, _DATED) else entry


def _reason(words: str, what: str) -> None:
    if not words.strip():
        raise AuditError(f"A reason is needed to {what}", "Say why in a few words")


def _withdraw(entry: amendments.AuditWithdrawn, context: Context) -> None:
    if context.the_audit().state == WITHDRAWN:
        raise AuditError("This audit is withdrawn already")
    _reason(entry.reason, "withdraw an audit")


def _restore(entry: amendments.AuditRestored, context: Context) -> None:
    if context.the_audit().state != WITHDRAWN:
        raise AuditError("This audit is not withdrawn")
    _reason(entry.reason, "bring a withdrawn audit back")


def _correct(entry: amendments.AuditCorrected, context: Context) -> None:
    audit = context.the_audit()
    if audit.state == WITHDRAWN:
        raise AuditError("This audit is withdrawn", f"auditui audit restore {audit.id[:8]} --reason")
    _reason(entry.reason, "correct an audit")
    # Which form a new reference has is a council's setting, asked at each door; one that is kept already stays as it is.
    if (case_named(entry.case), team_name(entry.team)) != (entry.case, entry.team):
        raise AuditError("A reference and a team have no spaces around them")
    if entry.event:
        _iso(entry.event, "The date of an event is given as 2026-04-30")
    if (entry.case, entry.team, entry.event) == (audit.case, audit.team, audit.event):
        raise AuditError("That is what the audit says already", "Give another reference, team or event date")


def _iso(day: str, otherwise: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise AuditError(otherwise) from None


def _add(entry: amendments.AdditionMade, context: Context) -> None:
    audit = context.the_audit()
    if entry.about not in LATER:
        raise AuditError(f"What can be added later is one of {', '.join(LATER)}")
    if audit.state != FINISHED:
        raise AuditError("Texts are added to a finished audit", "This one is open: write them in it")
    if entry.follows and context.additions.get(entry.follows) != entry.about:
        raise AuditError(
            f"There is no such {entry.about} of this audit to be replaced",
            "auditui audit show --format json names them",
        )
    if not (entry.text.strip() or entry.follows):
        raise AuditError("What is to be added?")
    if len(entry.text) > LONGEST_NOTE:
        raise AuditError(
            f"A text holds {LONGEST_NOTE:,} characters, and this has {len(entry.text):,}",
            "Write what matters, and where the rest can be read",
        )


def _add_to_concern(entry: amendments.ConcernAddedTo, context: Context) -> None:
    if not entry.text.strip():
        raise AuditError("What is to be added?")
    if not context.known:
        raise AuditError("There is no such concern", "Look at the concerns again")


def _open_action(context: Context) -> None:
    if not context.known:
        raise AuditError("There is no such open action", "auditui action list shows them")


def _change_action(entry: amendments.ActionChanged, context: Context) -> None:
    _open_action(context)
    if not (entry.what.strip() and entry.owner.strip()):
        raise AuditError("An action needs what is to be done, and whose role it falls to")
    _iso(entry.due, "A due date is given as 2026-04-30")


def _drop_action(entry: amendments.ActionDropped, context: Context) -> None:
    _open_action(context)
    _reason(entry.reason, "drop an action")


def _reopen_action(entry: amendments.ActionReopened, context: Context) -> None:
    if not (context.known and entry.closings):
        raise AuditError("There is no such closed action", "auditui action list shows them")
    _reason(entry.reason, "open an action again")


def _remove_frame(entry: amendments.FrameRemoved, context: Context) -> None:
    if not context.known:
        raise AuditError("There is no such case list, or it is removed", "auditui case lists shows them")
    _reason(entry.reason, "remove a case list")


CHECKS: dict[type[Entry], Callable[[Any, Context], None]] = {
    amendments.AuditWithdrawn: _withdraw,
    amendments.AuditRestored: _restore,
    amendments.AuditCorrected: _correct,
    amendments.AdditionMade: _add,
    amendments.ConcernAddedTo: _add_to_concern,
    amendments.ActionChanged: _change_action,
    amendments.ActionDropped: _drop_action,
    amendments.ActionReopened: _reopen_action,
    amendments.FrameRemoved: _remove_frame,
}
