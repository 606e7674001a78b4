"""Drawing a sample, and a case in place of another: the entries that say it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from auditui.core.audits.samples import CaseReplaced, SampleDrawn, WorkGiven
from auditui.core.codes import sample_seed, team_key
from auditui.core.errors import AuditError
from auditui.figures import sampling
from auditui.store.store import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.store.samples import Sample, SampleCase, SampleReader


def drawn(
    opened: SampleReader, checklist: str, drawing: sampling.Drawing, parted_by: str = "", seed: str = ""
) -> SampleDrawn:
    """Return the entry of a draw for a checklist (its id), to be recorded.

    It takes the seed given, else the one that was named first and not used, else one made up now.
    """
    waiting = [named for named in opened.named_seeds() if not named.sample]
    named = waiting[-1] if waiting and not seed else None
    value = named.seed if named else sample_seed(seed) if seed else secrets.token_hex(8)
    eligible = tuple(sorted(case.id for cases in drawing.groups.values() for case in cases))
    cases = tuple(case.id for case in drawing.drawn(value))
    how = (drawing.excluded, drawing.sizes, named.id if named else "", parted_by)
    certain = tuple(sorted(case.id for case in drawing.groups.get(sampling.CERTAIN, ())))
    return SampleDrawn(new_id(), checklist, value, eligible, cases, *how, certain)


def replaced(
    opened: SampleReader, sample: Sample, cases: Sequence[SampleCase], out: SampleCase, reason: str
) -> tuple[CaseReplaced, sampling.FrameCase | None]:
    """Return the entry that takes a case `out` of a sample with these `cases`, and what comes in, if any is left.

    AuditError where its audit has begun.
    """
    if out.audit:
        raise AuditError(
            f"{out.unit} is not replaced: its audit has begun",
            f"If it cannot go on: auditui audit withdraw {out.audit[:8]} --reason '…'",
        )
    held = {case.case for case in cases}
    following = sampling.next_ticket(
        opened.eligible(sample.id), held, out.case, sample.seed, sample.parted_by
    )
    return CaseReplaced(new_id(), sample.id, out.case, reason, following.id if following else ""), following


def passed_on(sample: Sample, out: SampleCase, following: sampling.FrameCase | None) -> tuple[WorkGiven, ...]:
    """Return the entry that gives what came in to whom `out` was given, by the same day; recorded after the replacement.

    None where `out` was nobody's, nothing came in, or it may not be that auditor's: one of another team, or a file to be read again.
    """
    if following is None or not out.auditor or out.first_by or team_key(following.team) != team_key(out.team):
        return ()
    return (WorkGiven(new_id(), sample.id, following.id, out.auditor, out.due),)
