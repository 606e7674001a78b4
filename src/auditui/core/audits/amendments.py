"""What is said again, differently: withdrawals, corrections, additions, and what becomes of actions and case lists.

Those about an audit are its own entries. What anybody may say from any desk about an action, a concern or a case list is
a subject of its own that names what it is about; `follows` names the one it replaces, so that no clock decides which stands.
"""

from __future__ import annotations

from auditui.core.audits.entries import Entry, Minutes


class AuditWithdrawn(Entry, frozen=True):
    """An audit is to count for nothing, for a reason: it leaves lists and figures, and stays in the journal.

    The rules add `utc_offset`, as they do to `audit.finished`: it gives the local day, on which a figure was revised.
    """

    kind = "audit.withdrawn"
    reason: str
    utc_offset: Minutes = 0


class AuditRestored(Entry, frozen=True):
    """A withdrawn audit is again what it was."""

    kind = "audit.restored"
    reason: str
    utc_offset: Minutes = 0


class AuditCorrected(Entry, frozen=True):
    """Whose audit it was is put right, for a reason: all of reference, team, event and strata as they should have been said."""

    kind = "audit.corrected"
    case: str
    team: str
    reason: str
    event: str = ""
    age_band: str = ""
    category: str = ""
    ethnicity: str = ""
    disability: str = ""
    area: str = ""
    sex: str = ""
    utc_offset: Minutes = 0


class AdditionMade(Entry, frozen=True):
    """A text that comes after the finish, of the kind `about`: it stands beside the audit, which stays as it was finished.

    One that `follows` another replaces it; with no text it removes it.
    """

    kind = "addition.made"
    audit: str
    about: str
    text: str
    follows: str = ""


class ConcernAddedTo(Entry, frozen=True):
    """More about an immediate concern, before or after it was answered."""

    kind = "concern.added-to"
    concern: str
    text: str


class ActionChanged(Entry, frozen=True):
    """An action is another: what, whose role, by when, all as they are from now on; `follows` is the change before."""

    kind = "action.changed"
    action: str
    what: str
    owner: str
    due: str
    follows: str = ""


class ActionDropped(Entry, frozen=True):
    """An action will not be done, and why."""

    kind = "action.dropped"
    action: str
    reason: str


class ActionReopened(Entry, frozen=True):
    """An action that was done or dropped is open again, for a reason; `closings` are what said that it was closed."""

    kind = "action.reopened"
    action: str
    reason: str
    closings: tuple[str, ...]


class FrameRemoved(Entry, frozen=True):
    """A case list was read in error, and why: its cases wait no longer, and the list before it counts again."""

    kind = "frame.removed"
    frame: str
    reason: str


#: Those that are a subject of their own, one fact each.
APART = (AdditionMade, ConcernAddedTo, ActionChanged, ActionDropped, ActionReopened, FrameRemoved)
