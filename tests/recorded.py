"""Audits recorded in a store, for tests that need some."""

from __future__ import annotations

import gzip
from pathlib import Path

from auditui.core.audits import answer as answers
from auditui.core.audits.entries import AnswerGiven, AuditFinished, JudgementGiven, NoteWritten
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import Checklist
from auditui.store import Store
from made import best

SAVED = Path(__file__).parent / "store" / "saved"


def unpacked(release: str, folder: Path) -> Path:
    path = folder / f"{release}.db"
    path.write_bytes(gzip.decompress((SAVED / release / "store.db.gz").read_bytes()))
    return path


def audit_of(
    store: Store, checklist: Checklist, *, case: str = "C-1", team: str = "North", by: str = "A17"
) -> str:
    """Begin an audit."""
    return store.begin_audit(checklist, case=case, team=team, by=by)


def finished_audit(
    store: Store,
    checklist: Checklist,
    *,
    team: str,
    by: str = "A17",
    leave_out: int = 0,
    case: str = "C-1",
    comment: str = "",
) -> str:
    """Finish an audit with the best answers and a comment on its first item; `leave_out` items that may be are not recorded."""
    audit_id = audit_of(store, checklist, case=case, team=team, by=by)
    given = {item.id: best(item) for item in checklist.items if item.scored}
    for item in [item for item in checklist.items if item.not_recorded][:leave_out]:
        given[item.id] = answers.not_recorded(item)
    store.record(*(AnswerGiven(audit_id, answer) for answer in given.values()), by=by)
    grade = score(checklist, given).indicated or "good"
    store.record(
        JudgementGiven(audit_id, grade),
        NoteWritten(audit_id, "strength", "Kind work."),
        *([NoteWritten(audit_id, "comment", comment, checklist.items[0].id)] if comment else []),
        AuditFinished(audit_id),
        by=by,
    )
    return audit_id
