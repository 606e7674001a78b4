"""The rules at the door: may this be said now, and what is decided with it.

They are asked once, for what is said on this desk, by the session before a screen shows it and by the store before it is
written. What is in the journal already is never asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from auditui.core import kinds
from auditui.core.audits import amending, entries, noting, sampling
from auditui.core.audits.audit import (
    CLOSING,
    EVIDENCE,
    ITEM_NOTES,
    LONGEST_EVIDENCE,
    LONGEST_NOTE,
    unanswered,
)
from auditui.core.audits.keeping import CaseHeld, FiguresReleased, HoldReleased
from auditui.core.audits.score import results_of, score
from auditui.core.audits.states import FINISHED, WITHDRAWN
from auditui.core.checklists.checklist import content_digest
from auditui.core.codes import case_named, reason_code
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.context import Context
    from auditui.core.audits.entries import Entry
    from auditui.core.checklists.checklist import Checklist, Item


def decide(entry: Entry, context: Context, *, utc_offset: int = 0) -> Entry:
    """Return the entry as it is to be written, with what the rules decided in it.

    `utc_offset` is how many minutes this desk's clock is ahead of UTC. AuditError, saying what to do, if the entry may
    not be said now.
    """
    if type(entry) not in _CHECKS:
        raise AuditError(f"An entry of kind {entry.kind} is not said so", "The store writes it by itself")
    _CHECKS[type(entry)](entry, context)
    if isinstance(entry, entries.ChecklistPublished) and context.versions:
        return msgspec.structs.replace(entry, follows=entry.follows or context.versions[-1].digest)
    if isinstance(entry, entries.AuditFinished) and context.checklist and context.audit:
        results = results_of(context.checklist, context.audit.answers)
        return msgspec.structs.replace(entry, results=results, utc_offset=utc_offset)
    return amending.dated(entry, utc_offset)


def blockers(context: Context) -> tuple[str, ...]:
    """Say, in a line each, what must still be done before the audit can be finished."""
    audit, checklist = context.of_audit()
    lines = []
    if left := unanswered(checklist, audit):
        lines.append(f"{number_of(len(left), 'item is', 'items are')} unanswered")
    if not audit.judgement:
        lines.append("No judgement given")
    elif not audit.note("", "reason").strip():
        indicated = score(checklist, audit.answers).indicated
        if audit.judgement != indicated:
            grade = checklist.scale.label(indicated) if indicated else "nothing"
            lines.append(f"The judgement differs from what the sum indicates ({grade}): write why")
    if context.concerns:
        lines.append("An immediate concern is not answered")
    return tuple(lines)


def _item(checklist: Checklist, item_id: str) -> Item:
    item = checklist.item(item_id)
    if item is None:
        raise AuditError(f"{checklist.name} has no item {item_id!r}")
    return item


def _answer(entry: entries.AnswerGiven, context: Context) -> None:
    _, checklist = context.open_audit()
    kinds.check(_item(checklist, entry.item), entry.answer)


def _cleared(_entry: entries.AnswerCleared, context: Context) -> None:
    context.open_audit()


def _note(entry: entries.NoteWritten, context: Context) -> None:
    _, checklist = context.open_audit()
    known = ITEM_NOTES if entry.item else CLOSING
    if entry.about not in known:
        raise AuditError(f"note is one of {', '.join(known)}")
    if entry.item:
        _item(checklist, entry.item)
    if entry.about == EVIDENCE and any(len(line) > LONGEST_EVIDENCE for line in entry.text.splitlines()):
        raise AuditError(
            f"Evidence is a document's name or number and its date, of {LONGEST_EVIDENCE} characters a line",
            "What it says stays in the case system",
        )
    if len(entry.text) > LONGEST_NOTE:
        raise AuditError(
            f"A note holds {LONGEST_NOTE:,} characters, and this has {len(entry.text):,}",
            "Write what matters, and where the rest can be read",
        )


def _judgement(entry: entries.JudgementGiven, context: Context) -> None:
    _, checklist = context.open_audit()
    if entry.grade not in checklist.scale.ids:
        raise AuditError(f"judgement is one of {', '.join(checklist.scale.ids[::-1])}")


def _finish(_entry: entries.AuditFinished, context: Context) -> None:
    context.open_audit()
    if lines := blockers(context):
        raise AuditError(f"This audit cannot be finished yet: {'. '.join(lines)}")


def _reopen(entry: entries.AuditReopened, context: Context) -> None:
    audit, _ = context.of_audit()
    if audit.state != FINISHED:
        words = "withdrawn" if audit.state == WITHDRAWN else "open already"
        raise AuditError(f"This audit is {words}")
    if not entry.reason.strip():
        raise AuditError("A reason is needed to reopen an audit", "Say why in a few words")


def _move(entry: entries.AuditMoved, context: Context) -> None:
    from auditui.core.checklists import moving  # noqa: PLC0415 - audits seldom move

    audit, now = context.open_audit()
    if audit.second_of:
        raise AuditError("A second audit stays on the version of the first", "Their answers are compared")
    target = next((version for version in context.versions if version.digest == entry.checklist), None)
    if target is None:
        raise AuditError("The version to move to is not in this store", "auditui checklist list shows them")
    moved = moving.move(context.versions, now, target, audit.answers)
    if set(entry.dropped) != {*moved.again, *moved.lost}:
        raise AuditError("The audit changed while it was being moved", "Look again at what moving it does")


def _start(entry: entries.AuditStarted, context: Context) -> None:
    if context.audit is not None:
        raise AuditError("This audit has begun already", "auditui audit list shows it")
    if context.checklist is None:
        raise StoreError(f"Checklist {entry.checklist[:12]} is not in this store", "Publish it first")
    if not entry.case.strip():
        raise AuditError("An audit needs a case reference")
    if entry.second_of:
        _second(entry, context)


def _second(entry: entries.AuditStarted, context: Context) -> None:
    """Refuse a second audit that could not be compared with the first, or would not be another's reading."""
    first = context.first
    if first is None or not first.first_day or first.state == WITHDRAWN or first.second_of:
        raise AuditError("A second audit is of a finished audit", "auditui audit list --state finished")
    if first.auditor == context.by:
        raise AuditError(f"{context.by} made the first audit", "A second audit is somebody else's")
    if context.known:
        raise AuditError("This audit has a second one already", "auditui audit compare shows both")
    if (entry.checklist, entry.case, entry.event) != (first.checklist, first.case, first.event):
        raise AuditError("A second audit is of the same file, with the same version of the checklist")


def _about_audit(entry: entries.ActionAdded | entries.ConcernRaised, context: Context) -> None:
    if context.audit is None:
        raise AuditError("There is no such audit", "auditui audit list shows them")
    if entry.item and context.checklist:
        _item(context.checklist, entry.item)


def _action(entry: entries.ActionAdded, context: Context) -> None:
    _about_audit(entry, context)
    if not (entry.what.strip() and entry.owner.strip()):
        raise AuditError("An action needs what is to be done, and whose role it falls to")


def _done(entry: entries.ActionDone, context: Context) -> None:
    if not entry.proof.strip():
        raise AuditError("What shows that it was done?", "An action is closed by its proof")
    if not context.known:
        raise AuditError("There is no such open action", "auditui action list shows them")


def _concern(entry: entries.ConcernRaised, context: Context) -> None:
    _about_audit(entry, context)
    if not (entry.what.strip() and entry.told.strip()):
        raise AuditError("A concern needs what it is, and who was told")


def _concern_answered(entry: entries.ConcernAnswered, context: Context) -> None:
    if not entry.answer.strip():
        raise AuditError("What was the answer?", "A concern is closed by what was said or done")
    if not (context.known or entry.concern in context.concerns):
        raise AuditError("There is no such open concern", "Look at the concerns again")


def _case(_entry: entries.CaseListed, context: Context) -> None:
    if not context.known:
        raise StoreError(
            "A case belongs to a case list that is not in this store", "Import the case list again"
        )


def _publish(entry: entries.ChecklistPublished, context: Context) -> None:
    """Refuse a version that would change one that is in use, or does not say how it compares with it."""
    from auditui.core.checklists import comparison  # noqa: PLC0415 - not needed to list
    from auditui.core.checklists import file as checklist_file  # noqa: PLC0415

    new = checklist_file.read(entry.content, "the checklist")
    if content_digest(entry.content) != entry.subject:
        raise StoreError(
            f"The content of {new.name} is not what its entry names", "Publish it again from its file"
        )
    held = {version.version: version for version in context.versions}
    if not held or new.digest in {version.digest for version in held.values()}:
        return
    if twin := held.get(new.version):
        raise AuditError(
            f"{new.name} is in this store with other content: {comparison.said_shortly(twin, new)}",
            "A published version never changes: give the changed checklist a higher version",
        )
    newest = context.versions[-1]
    if newest.version > new.version:
        raise AuditError(f"{newest.name} is in use already", f"Give this one version {newest.version + 1}")
    if faults := comparison.map_faults(newest, new):
        lines = "; ".join(f"{item}: {what}" if item else what for item, what in faults[:5])
        raise AuditError(
            f"{new.name} cannot follow {newest.name}: {lines}",
            f"auditui checklist diff {new.id} FILE --write",
        )


def _hold(entry: CaseHeld, _context: Context) -> None:
    case_named(entry.case)
    reason_code(entry.reason)


def _release(entry: HoldReleased, context: Context) -> None:
    reason_code(entry.reason)
    if not context.known:
        raise AuditError("There is no such hold, or it is over", "auditui hold list shows them")


_CHECKS: dict[type[Entry], Callable[[Any, Context], None]] = {
    entries.ChecklistPublished: _publish,
    entries.CaseListed: _case,
    entries.AuditStarted: _start,
    entries.AuditMoved: _move,
    entries.AnswerGiven: _answer,
    entries.AnswerCleared: _cleared,
    entries.NoteWritten: _note,
    entries.JudgementGiven: _judgement,
    entries.AuditFinished: _finish,
    entries.AuditReopened: _reopen,
    entries.ActionAdded: _action,
    entries.ActionDone: _done,
    entries.ConcernRaised: _concern,
    entries.ConcernAnswered: _concern_answered,
    CaseHeld: _hold,
    HoldReleased: _release,
    **sampling.CHECKS,
    **noting.CHECKS,
    **amending.CHECKS,
    **dict.fromkeys(
        (entries.CouncilInvented, entries.FrameImported, entries.SmallCountsShown, FiguresReleased),
        lambda *_: None,
    ),
}
