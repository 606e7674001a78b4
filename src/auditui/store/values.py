"""What lists are made of: rows of the store as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from auditui.core.audits.states import FINISHED
from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from pathlib import Path


class AuditLine(Struct, frozen=True):
    """An audit as a list shows it. `answered` counts items answered so far; `percent` is set once finished.

    `judged` is the judgement in the words of its checklist's scale; `second` says that it reads another's file again.
    """

    id: str
    checklist: str
    title: str
    case: str
    event: str
    team: str
    auditor: str
    state: str
    begun_at: str
    changed_at: str
    finished_at: str
    judgement: str
    indicated: str
    percent: float | None
    answered: int
    judged: str = ""
    second: bool = False

    def without_result(self) -> AuditLine:
        """Return it as who audits the same file again may see it."""
        return replace(self, judgement="", indicated="", percent=None, judged="not shown: blind")

    @property
    def short_id(self) -> str:
        """As much of the id as a command needs."""
        return self.id[:8]

    @property
    def case_and_event(self) -> str:
        """The case, and the day of the event where the audit is of one."""
        return f"{self.case} {self.event}".rstrip()

    @property
    def result(self) -> str:
        """What came of it so far: the judgement, or how many items are answered."""
        result = self.judged if self.state == FINISHED else f"{self.state}, {self.answered} answered"
        return f"second audit: {result}" if self.second else result


class Case(Struct, frozen=True):
    """A case, or one event of it, as the newest case list has it."""

    theme: str
    ref: str
    event: str
    team: str
    dates: dict[str, str]
    age_band: str
    category: str
    ethnicity: str
    disability: str
    area: str
    sex: str = ""

    @property
    def strata(self) -> dict[str, str]:
        """What the child has in common with others, by the names of STRATA."""
        return {name: getattr(self, name) for name in STRATA}


#: The state of a case list that nothing has replaced.
IN_USE = "in use"


class Addition(NamedTuple):
    """A text that was added later, to an audit (`about` says of which kind it is) or to a concern: to `whose` id."""

    id: str
    whose: str
    about: str
    text: str
    added_at: str
    added_by: str


class Frame(NamedTuple):
    """A case list: its name, theme and day, how many cases it has; `replaced` by a later one, or removed for a reason."""

    id: str
    list_name: str
    theme: str
    listed_on: str
    imported_at: str
    cases: int
    state: str
    reason: str


class Action(Struct, frozen=True):
    """Something to be done, and what shows that it was, or why it will not be: `state` is open, done or dropped."""

    id: str
    audit: str
    case: str
    item: str
    what: str
    owner: str
    due: str
    added_at: str
    added_by: str
    done_at: str
    proof: str
    state: str = "open"


class Hold(Struct, frozen=True):
    """A case about which nothing may be erased, why (a code), and when that ended."""

    id: str
    case: str
    reason: str
    held_at: str
    held_by: str
    released_at: str
    released_by: str


class Concern(Struct, frozen=True):
    """An immediate concern, the answer to it, and what was added."""

    id: str
    audit: str
    case: str
    item: str
    what: str
    told: str
    told_at: str
    raised_at: str
    raised_by: str
    answered_at: str
    answered_by: str
    answer: str
    added: tuple[Addition, ...] = ()


class ActionCounts(NamedTuple):
    """How many actions are open, how many of those overdue, how many closed."""

    open: int
    overdue: int
    closed: int


class Revision(NamedTuple):
    """An audit that was corrected after it counted, in the month of `day`; `revised` is the last day of that.

    `withdrawn` is why it counts no more; "" where it does.
    """

    audit: str
    checklist: str
    case: str
    team: str
    day: str
    revised: str
    judgement: str
    withdrawn: str = ""


class Corrections(NamedTuple):
    """How many audits that count are open again, and the revisions, the earliest first."""

    open_again: int
    revisions: tuple[Revision, ...]


class Saved(NamedTuple):
    """What a `record` wrote is on disk: the place and time of its last entry, and the place of its first."""

    seq: int
    at: str
    first: int = 0


class News(NamedTuple):
    """Whether a store that is not made up was written, and the head of the store if an audit was finished; else ""."""

    path: Path
    wrote: bool
    finished: str


class ClockDoubt(NamedTuple):
    """The desk's entries from number `first` to `last`, the first dated `day` (ISO): later than the clock says it is."""

    first: int
    last: int
    day: str

    @property
    def message(self) -> str:
        """What is doubted."""
        return f"The last entries of this desk, {self.first} to {self.last}, are dated {self.day}, which is later than today."

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return (
            f"If that was wrong: auditui journal redate --from {self.first} --to {self.last} --day DATE --reason WHY."
            " If today is: put this computer's clock right."
        )
