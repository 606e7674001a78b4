"""Desks that work apart and hear of each other now and then, for tests of what their journals make together."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from auditui.core import retention
from auditui.core.audits import amendments, causes, entries, keeping, samples
from auditui.core.audits.answer import could_not_see
from auditui.core.audits.audit import Audit
from auditui.core.checklists import moving
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.errors import AuditError
from auditui.store import Store, journal, new_id, purging
from auditui.store.schema import PROJECTED
from living import CHANGES, FIRST, second
from made import best

#: Two second versions of one checklist: desks that do not know of each other publish them under one number.
TWINS = (second(CHANGES["reword, comparable"]), second(CHANGES["split"]))

_FINISHED = retention.finished_before(date(2026, 4, 20))

Tables = dict[str, list[tuple[object, ...]]]


def tables(store: Store) -> Tables:
    """Everything made from the journal."""
    return {table: sorted(store.db.execute(f"SELECT * FROM {table}"), key=repr) for table in PROJECTED}


def rows(store: Store) -> list[journal.Row]:
    return list(journal.rows(store.db))


@dataclass
class Clock:
    """A clock that may be wrong, and be put right."""

    now: datetime = datetime(2026, 3, 30, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now


@dataclass
class Desk:
    """A store with a user's state folder and a clock of its own."""

    path: Path
    auditor: str
    clock: Clock = field(default_factory=Clock)

    @property
    def leases(self) -> Path:
        return self.path.with_suffix(".state")

    def open(self) -> Store:
        store = Store.open(self.path, clock=self.clock, leases=self.leases)
        store.db.execute("PRAGMA synchronous = OFF")  # no test here pulls a plug
        return store


class Service:
    """Several desks; each verb does one thing that people do, or nothing where it cannot be done."""

    def __init__(self, folder: Path, number: int, chance: Random) -> None:
        self.chance = chance
        self.desks = [Desk(folder / f"desk-{n}.db", f"A{n}") for n in range(1, number + 1)]
        self.did: Counter[str] = Counter()
        for desk in self.desks:
            with desk.open() as store:
                store.record(entries.ChecklistPublished(FIRST.digest, as_data(FIRST)), by=desk.auditor)

    def verbs(self) -> dict[str, Callable[[Desk, Store], None]]:
        return {
            name.removeprefix("do_"): getattr(self, name)
            for name in sorted(dir(self))
            if name.startswith("do_")
        }

    def act(self, verb: str, number: int) -> None:
        desk = self.desks[number % len(self.desks)]
        with desk.open() as store:
            try:
                self.verbs()[verb](desk, store)
            except AuditError:
                self.did[f"{verb} refused"] += 1
            else:
                self.did[verb] += 1

    def _audit(self, store: Store, *states: str) -> Audit:
        lines = store.audits(states=states)
        if not lines:
            raise AuditError("There is none")
        return store.audit(self.chance.choice(sorted(lines, key=lambda line: line.id)).id)

    def _draft(self, store: Store) -> Audit:
        return self._audit(store, "draft", "reopened")

    # What people do.

    def do_begin(self, desk: Desk, store: Store) -> None:
        known: list[Checklist] = store.versions("living")
        store.begin_audit(
            self.chance.choice(known), case=f"C-{self.chance.randint(1, 9)}",
            team=self.chance.choice(("North", "South")), by=desk.auditor,
        )  # fmt: skip

    def do_answer(self, desk: Desk, store: Store) -> None:
        audit = self._draft(store)
        item = self.chance.choice(store.checklist(audit.checklist).items)
        answer = self.chance.choice((best(item), could_not_see(item)))
        store.record(entries.AnswerGiven(audit.id, answer), by=desk.auditor)

    def do_clear(self, desk: Desk, store: Store) -> None:
        audit = self._draft(store)
        item = self.chance.choice(store.checklist(audit.checklist).items)
        store.record(entries.AnswerCleared(audit.id, item.id), by=desk.auditor)

    def do_note(self, desk: Desk, store: Store) -> None:
        note = entries.NoteWritten(self._draft(store).id, "worry", self.chance.choice(("late", "[x]", "")))
        store.record(note, by=desk.auditor)

    def do_finish(self, desk: Desk, store: Store) -> None:
        audit = self._draft(store)
        for concern in store.concerns(audit.id, only_open=True):
            answered = entries.ConcernAnswered(new_id(), audit.id, "Seen", concern.id)
            store.record(answered, by=desk.auditor)
        items = store.checklist(audit.checklist).items
        answers = [
            entries.AnswerGiven(audit.id, best(item)) for item in items if item.id not in audit.answers
        ]
        judged = entries.JudgementGiven(audit.id, self.chance.choice(("good", "outstanding")))
        reason = entries.NoteWritten(audit.id, "reason", "So.")
        store.record(*answers, judged, reason, entries.AuditFinished(audit.id), by=desk.auditor)

    def do_reopen(self, desk: Desk, store: Store) -> None:
        store.record(entries.AuditReopened(self._audit(store, "finished").id, "again"), by=desk.auditor)

    def do_publish(self, desk: Desk, store: Store) -> None:
        twin = TWINS[self.desks.index(desk) % 2]
        store.record(entries.ChecklistPublished(twin.digest, as_data(twin)), by=desk.auditor)

    def do_move(self, desk: Desk, store: Store) -> None:
        audit = self._draft(store)
        versions = store.versions("living")
        now = store.checklist(audit.checklist)
        later = [version for version in versions if version.version > now.version]
        if not later:
            raise AuditError("There is no later version")
        does = moving.move(versions, now, later[-1], audit.answers)
        store.record(
            entries.AuditMoved(audit.id, later[-1].digest, (*does.again, *does.lost)), by=desk.auditor
        )

    def do_act_and_close(self, desk: Desk, store: Store) -> None:
        audit = self._audit(store)
        added = entries.ActionAdded(new_id(), audit.id, "Write it down", "team manager", "2026-05-01")
        store.record(added, by=desk.auditor)
        for action in store.actions(only_open=True)[:2]:
            store.record(entries.ActionDone(new_id(), "Seen", action.id), by=desk.auditor)

    def do_raise_concern(self, desk: Desk, store: Store) -> None:
        raised = entries.ConcernRaised(new_id(), self._audit(store).id, "Not seen", "duty", "2026-03-02")
        store.record(raised, by=desk.auditor)

    def do_take_over(self, desk: Desk, store: Store) -> None:
        store.take(self._audit(store).id, "the auditor is away", by=desk.auditor)

    def do_purge(self, desk: Desk, store: Store) -> None:
        case = retention.about_case(self._audit(store).case)
        rule = _FINISHED if self.chance.random() < 0.1 else case  # a date takes nearly everything
        purging.purge(store, rule, by=desk.auditor)

    def do_hold_and_release(self, desk: Desk, store: Store) -> None:
        store.record(keeping.CaseHeld(new_id(), self._audit(store).case, "LEG-1"), by=desk.auditor)
        for hold in store.holds(only_open=True)[1:]:
            store.record(keeping.HoldReleased(new_id(), hold.id, "LEG-2"), by=desk.auditor)

    # What people say again, differently.

    def do_withdraw(self, desk: Desk, store: Store) -> None:
        counted = [line for line in store.audits(states=("finished",)) if line.auditor == desk.auditor]
        audit = store.audit(min(counted, key=lambda line: line.id).id) if counted else self._audit(store)
        store.record(amendments.AuditWithdrawn(audit.id, "begun twice"), by=desk.auditor)

    def do_restore(self, desk: Desk, store: Store) -> None:
        audit = self._audit(store, "withdrawn")
        store.record(amendments.AuditRestored(audit.id, "it was not"), by=desk.auditor)

    def do_correct(self, desk: Desk, store: Store) -> None:
        audit = self._audit(store)
        team = "South" if audit.team == "North" else "North"
        case = f"C-{self.chance.randint(1, 9)}"
        store.record(
            amendments.AuditCorrected(audit.id, case, team, "mistyped", area="home"), by=desk.auditor
        )

    def do_add_later(self, desk: Desk, store: Store) -> None:
        audit = self._audit(store, "finished")
        for follows in ("", *(added.id for added in store.additions(audit.id)[:1])):
            made = amendments.AdditionMade(new_id(), audit.id, "reply", f"Read by {desk.auditor}", follows)
            store.record(made, by=desk.auditor)

    def do_amend_action(self, desk: Desk, store: Store) -> None:
        if not store.actions():
            self.do_act_and_close(desk, store)
        action = self.chance.choice(sorted(store.actions(), key=lambda action: action.id))
        closings = store.closings(action.id)
        if closings:
            store.record(
                amendments.ActionReopened(new_id(), action.id, "it was not done", closings), by=desk.auditor
            )
        due, follows = f"2026-0{self.chance.randint(5, 9)}-01", store.last_change(action.id)
        changed = amendments.ActionChanged(new_id(), action.id, "See", desk.auditor, due, follows)
        dropped = amendments.ActionDropped(new_id(), action.id, "moved away")
        store.record(changed, *((dropped,) if self.chance.random() < 0.4 else ()), by=desk.auditor)

    def do_add_to_concern(self, desk: Desk, store: Store) -> None:
        if not store.concerns():
            self.do_raise_concern(desk, store)
        concerns = store.concerns()
        added = amendments.ConcernAddedTo(new_id(), self.chance.choice(concerns).id, "Seen since")
        store.record(added, by=desk.auditor)

    def do_list_cases(self, desk: Desk, store: Store) -> None:
        """A case list comes in, and now and then one is removed."""
        frame, day = new_id(), f"2026-03-{self.chance.randint(10, 28)}"
        cases = (entries.CaseListed(new_id(), frame, f"C-{n}") for n in self.chance.sample(range(1, 20), 3))
        store.record(
            entries.FrameImported(frame, "Case list", "", "0" * 64, day, 3, 3, 0), *cases, by=desk.auditor
        )
        kept = [listed.id for listed in store.frames() if listed.state != "removed"]
        if self.chance.random() < 0.4:
            removed = amendments.FrameRemoved(new_id(), self.chance.choice(sorted(kept)), "the wrong file")
            store.record(removed, by=desk.auditor)

    def do_note_a_cause_and_take_one_back(self, desk: Desk, store: Store) -> None:
        store.record(causes.CauseNoted(new_id(), "2026-05", "a new form", "living"), by=desk.auditor)
        for noted in store.causes("living")[1:]:
            store.record(causes.CauseTakenBack(new_id(), noted.id), by=desk.auditor)

    def do_draw_and_replace(self, desk: Desk, store: Store) -> None:
        """List two cases, draw one, give it to two auditors, and replace it."""
        frame, drawing = new_id(), new_id()
        listed = entries.FrameImported(frame, "list", "theme", "0", "2026-03-02", 2, 2, 0)
        pair = [entries.CaseListed(new_id(), frame, f"C-{n}") for n in (1, 2)]
        drawn = samples.SampleDrawn(
            drawing, "living", "7", tuple(case.subject for case in pair), (pair[0].subject,), {}, {"all": 1}
        )
        store.record(listed, *pair, samples.SeedNamed(new_id(), "7"), drawn, by=desk.auditor)
        for given in [case for case in store.sample_cases() if not case.replaced][-2:]:
            store.record(
                samples.WorkGiven(new_id(), given.sample, given.case, desk.auditor, "2026-06-01"),
                samples.CaseReplaced(new_id(), given.sample, given.case, "no-access", pair[1].subject),
                by=desk.auditor,
            )

    # What happens to files and clocks.

    def do_hear(self, _desk: Desk, store: Store) -> None:
        """Take in a part of what another desk holds: of each origin what it wrote up to some day."""
        with self.chance.choice(self.desks).open() as other:
            held = rows(other)
        until = {row.origin: self.chance.randint(0, 40) for row in held}
        heard = [row for row in held if row.origin_seq <= until[row.origin]]
        store.receive(self.chance.sample(heard, len(heard)))

    def do_become_a_copy(self, desk: Desk, store: Store) -> None:
        """Someone puts another desk's file in the place of this one's."""
        store.close()
        other = self.chance.choice(self.desks)
        if other is desk:
            raise AuditError("It is the same file")
        _copy(other.path, desk.path)

    def do_go_on_in_two_files(self, desk: Desk, store: Store) -> None:
        """An auditor copies the file, goes on with an audit in the copy, and then in the file itself."""
        audit = self._draft(store)
        other = self.chance.choice([other for other in self.desks if other is not desk])
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _copy(desk.path, other.path)
        for file in (other, desk):
            with file.open() as opened:
                note = entries.NoteWritten(audit.id, "learning", file.path.name)
                opened.record(note, by=audit.auditor)
                self.do_finish(Desk(file.path, audit.auditor, file.clock), opened)

    def do_lose_state(self, desk: Desk, _store: Store) -> None:
        shutil.rmtree(desk.leases, ignore_errors=True)

    def do_jump_clock(self, desk: Desk, _store: Store) -> None:
        desk.clock.now += timedelta(days=self.chance.choice((-400, -1, 1, 35, 1800)))

    def do_correct_clock(self, desk: Desk, store: Store) -> None:
        (last,) = [head.origin_seq for head in store.heads() if head.origin == store.origin] or [0]
        seconds = self.chance.choice((-86_400 * 400, 3_600, 86_400 * 31))
        store.correct_clock(max(last - 3, 1), max(last, 1), seconds, "it was wrong", by=desk.auditor)

    def everything(self) -> list[journal.Row]:
        """Every entry that any desk holds; no two have one number."""
        held: dict[tuple[str, int], journal.Row] = {}
        for desk in self.desks:
            with desk.open() as store:
                for row in rows(store):
                    known = held.setdefault((row.origin, row.origin_seq), row)
                    assert known.hash == row.hash, "a chain has forked"
                    if known.body is None:
                        held[(row.origin, row.origin_seq)] = row
        return [held[key] for key in sorted(held)]


def _copy(source: Path, target: Path) -> None:
    for path in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        path.unlink(missing_ok=True)
    shutil.copy(source, target)


def holding(path: Path, batches: Iterable[Iterable[journal.Row]], clock: Clock | None = None) -> Store:
    """A store that has received these batches, in their order."""
    store = Store.open(path, clock=clock or Clock(), leases=path.with_suffix(".state"))
    store.db.execute("PRAGMA synchronous = OFF")
    for batch in batches:
        store.receive(batch)
    return store
