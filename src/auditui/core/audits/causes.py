"""What a lead notes as a cause of a change: a new form, a new team; an entry of its own, which can be taken back."""

from __future__ import annotations

from auditui.core.audits.entries import Entry

#: A cause is written beside a chart.
LONGEST_CAUSE = 60


class CauseNoted(Entry, frozen=True):
    """From a `month` on something was otherwise that may show in the figures of a checklist (its id), or of all."""

    kind = "cause.noted"
    month: str
    what: str
    checklist: str = ""


class CauseTakenBack(Entry, frozen=True):
    """The `cause` is no longer to be shown. It is a subject of its own, as ActionDone is."""

    kind = "cause.taken-back"
    cause: str


#: Both: each is a subject of its own, one fact.
KINDS = (CauseNoted, CauseTakenBack)
