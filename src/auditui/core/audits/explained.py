"""The explained sum of an audit: as the rules have it while it is open, and as they had it once it is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits import rules_1
from auditui.core.audits.contribution import settled
from auditui.core.audits.score import score, score_as_settled
from auditui.core.checklists.checklist import as_data

if TYPE_CHECKING:
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.score import Score
    from auditui.core.checklists.checklist import Checklist


def explained(checklist: Checklist, audit: Audit) -> Score:
    """Return the sum of an audit, line by line."""
    if audit.open:
        return score(checklist, audit.answers)
    results = settled(audit, None if audit.results else rules_1.read(as_data(checklist)))
    return (
        score(checklist, audit.answers)
        if results is None
        else score_as_settled(checklist, audit.answers, results)
    )
