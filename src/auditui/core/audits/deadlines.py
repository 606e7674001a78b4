"""Deadlines in working days that somebody else stated too: kept beside what is computed, and neither corrects the other."""

from __future__ import annotations

from auditui.core.audits.entries import Entry, Number

#: A deadline is named in a line.
LONGEST_NAME = 60
MOST_DAYS = 5_000


class DeadlineStated(Entry, frozen=True):
    """So many working `days` from the day `start` (ISO), counted `counting` (see `core.working_days.add`), for `what`.

    `stated` is the day (ISO) that a letter or report gives as the last one; what is computed is not kept, since anyone can.
    """

    kind = "deadline.stated"
    what: str
    start: str
    days: Number
    counting: str
    stated: str


class DeadlineTakenBack(Entry, frozen=True):
    """The `deadline` is no longer to be shown. It is a subject of its own, as ActionDone is."""

    kind = "deadline.taken-back"
    deadline: str


#: Both: each is a subject of its own, one fact.
KINDS = (DeadlineStated, DeadlineTakenBack)
