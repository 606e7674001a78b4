"""The clock of the computer jumps, while the store is open and between two starts: all is kept, in the order it was said.

Somebody works on audits, finishes and opens them again, while the clock goes forward by years and back, and across both
changes of the summer time, with the offset from UTC that London has there. Afterwards everything is in the journal in the
order in which it was said, the tables follow from it, an audit is finished on the day that the desk's clock showed, what is
dated in the future is said and can be put right, and each day's backup that was made stands.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from auditui.core.audits.entries import AuditFinished, AuditReopened, NoteWritten
from auditui.core.problem import Level
from auditui.store import Store, backups, files
from desks import Clock, tables
from made import small
from recorded import audit_of, finished_audit
from torture.outcome import Outcome

LONDON = ZoneInfo("Europe/London")
#: A quarter of an hour before the summer time begins, before it ends, and before midnight on the last of a month in it.
EDGES = tuple(datetime(*edge, tzinfo=LONDON) for edge in ((2026, 3, 29, 0, 45), (2026, 10, 25, 1, 45), (2026, 6, 30, 23, 45)))  # fmt: skip
JUMPS = (
    timedelta(days=3 * 365),
    timedelta(days=-4 * 365),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=40),
)
STEPS, KEPT_BACKUPS = 40, 3


@dataclass
class Desk:
    """A store on a computer with a clock that jumps, and what was said in it so far."""

    path: Path
    chance: random.Random
    clock: Clock = field(default_factory=lambda: Clock(datetime(2026, 3, 2, 9, tzinfo=LONDON)))
    said: list[str] = field(default_factory=list)
    #: The day on which each audit was finished first, as the desk's clock had it.
    finished: dict[str, str] = field(default_factory=dict)
    audit: str = ""

    def open(self) -> Store:
        return Store.open(self.path, clock=self.clock, leases=self.path.with_suffix(".state"))

    def jump(self) -> None:
        if self.chance.random() < 0.4:
            self.clock.now = self.chance.choice(EDGES)
        else:  # in UTC: an hour more is an hour later, on whichever side of the change it lies
            jumped = self.clock.now.astimezone(UTC) + self.chance.choice(JUMPS)
            self.clock.now = jumped.astimezone(LONDON)

    def write(self, store: Store) -> None:
        words = f"words {len(self.said)}"
        store.record(NoteWritten(self.audit, "worry", words), by="A17")
        self.said.append(words)

    def finish(self, store: Store) -> None:
        began = self.clock.now
        audit = finished_audit(store, small(), team="North", case=f"C-{len(self.finished)}")
        if began.date() == self.clock.now.date():  # or it was finished on either of two days
            self.finished[audit] = began.date().isoformat()
        store.record(AuditReopened(audit, "again"), AuditFinished(audit), by="A17")


def jumping(home: Path, chance: random.Random) -> Iterator[Outcome]:
    """Work while the clock jumps, and yield what is there afterwards."""
    desk = Desk(home / "s.db", chance)
    folder = files.backups(desk.path)
    wrong = ""
    with desk.open() as store:
        desk.audit = audit_of(store, small())
    starts = jumps = 0
    while len(desk.said) < STEPS:
        if chance.random() < 0.5:
            desk.jump()
        starts += 1
        with desk.open() as store:
            for _ in range(chance.randint(1, 5)):
                if chance.random() < 0.5:
                    desk.jump()
                    jumps += 1
                chance.choice((desk.write, desk.write, desk.finish))(store)
        day = desk.clock.now.date()
        made = backups.daily(desk.path, folder, day, KEPT_BACKUPS)
        if not files.daily(folder, day).exists():
            wrong = f"the backup of {day} is not there: {made}"
    counts = {"starts": starts, "jumps while open": jumps, "entries": len(desk.said)}
    yield Outcome(wrong or _faults(desk), counts)


def _faults(desk: Desk) -> str:
    """Say what is not as it should be in the store, if anything is."""
    with desk.open() as store:
        damage = [problem for problem in store.verify() if problem.level is Level.ERROR]
        kept = [
            record.entry.text for record in store.history(desk.audit) if isinstance(record.entry, NoteWritten)
        ]
        days = dict(store.db.execute("SELECT id, day FROM audits WHERE day != ''"))
        before = tables(store)
        store.rebuild()
        if damage or len(store.heads()) != 1:
            return f"verify: {[*damage, *store.heads()][0]}"
        if kept != desk.said or store.audit(desk.audit).note("", "worry") != desk.said[-1]:
            return f"said {desk.said}, kept {kept}"
        if tables(store) != before:
            return "built again the tables differ"
        if moved := {audit: days[audit] for audit, day in desk.finished.items() if days[audit] != day}:
            return f"finished on {desk.finished}, kept as {moved}"
        return _doubt(desk, store)


def _doubt(desk: Desk, store: Store) -> str:
    """Put the clock back before all that was written: that must be said, and can be put right."""
    desk.clock.now = datetime(1990, 1, 8, 9, tzinfo=LONDON)
    doubt = store.clock_doubt()
    if doubt is None:
        return "the last entries are dated years ahead, and nothing says so"
    store.redate(doubt.first, doubt.last, desk.clock.now.date(), "the clock was wrong", by="A17")
    return "; ".join(str(problem) for problem in store.verify() if problem.level is Level.ERROR)
