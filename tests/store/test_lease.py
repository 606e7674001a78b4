"""A copied file is another desk: no chain ever forks, nothing is called damage, and the auditor just goes on."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditui.core.audits.entries import AuditFinished, AuditReopened, DeskBegan, JudgementGiven, NoteWritten
from auditui.core.errors import AuditError
from auditui.core.problem import Level
from auditui.store import Store, journal, lease
from desks import holding, rows, tables
from made import small
from recorded import audit_of, finished_audit


class Disk:
    """Files of one user, each opened like a program start; what they hold together must never fork."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "s.db"
        self.state = folder / "state"
        self.audit = ""
        with self.open() as store:
            self.audit = audit_of(store, small())

    def open(self, path: Path | None = None, state: Path | None = None) -> Store:
        return Store.open(path or self.path, leases=state or self.state)

    def write(self, text: str, path: Path | None = None, state: Path | None = None, by: str = "A17") -> str:
        """Go on with the audit in a program of its own; return the desk that wrote it."""
        with self.open(path, state) as store:
            return write(store, self.audit, text, by)

    def united(self, *paths: Path) -> list[journal.Row]:
        """Every entry of these files; a number is never used twice, and each file is intact."""
        held: dict[tuple[str, int], journal.Row] = {}
        for path in paths:
            with self.open(path) as store:
                assert [problem for problem in store.verify() if problem.level is Level.ERROR] == []
                for row in rows(store):
                    assert held.setdefault((row.origin, row.origin_seq), row).hash == row.hash
        return list(held.values())


def write(store: Store, audit: str, text: str, by: str = "A17") -> str:
    store.record(NoteWritten(audit, "worry", text), by=by)
    assert store.audit(audit).note("", "worry") == text
    return store.origin


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


def test_the_same_file_goes_on_as_the_same_desk(disk: Disk) -> None:
    assert len({disk.write(text) for text in "abc"}) == 1
    with disk.open() as one, disk.open() as two:
        assert {write(store, disk.audit, text) for store, text in ((one, "d"), (two, "e"), (one, "f"))} == {
            one.origin
        }
        assert len(one.heads()) == 1


def test_of_a_file_and_its_copy_the_first_to_write_stays_the_desk(disk: Disk) -> None:
    copy = disk.folder / "copy.db"
    shutil.copy(disk.path, copy)
    first = disk.write("in the copy", copy)
    second = disk.write("in the file")
    assert first != second
    disk.united(disk.path, copy)


def test_an_older_copy_over_the_same_path_is_another_desk(disk: Disk) -> None:
    older = disk.folder / "older.db"
    shutil.copy(disk.path, older)
    before = disk.write("later work")
    kept = disk.folder / "kept.db"
    shutil.copy(disk.path, kept)
    shutil.copy(older, disk.path)
    assert disk.write("on the older copy") != before
    disk.united(disk.path, kept)


def test_a_copy_made_while_the_file_is_open_is_another_desk(disk: Disk) -> None:
    copy = disk.folder / "copy.db"
    with disk.open() as store:
        first = write(store, disk.audit, "before the copy")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(disk.path, copy)
        assert disk.write("in the copy", copy) == first
        assert write(store, disk.audit, "in the file that stayed open") != first
    disk.united(disk.path, copy)


def test_a_copy_taken_in_the_middle_of_a_days_work_is_another_desk(disk: Disk) -> None:
    copy = disk.folder / "copy.db"
    with disk.open() as store:
        write(store, disk.audit, "one")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(disk.path, copy)
        before = write(store, disk.audit, "two")
    assert disk.write("from the middle", copy) != before
    disk.united(disk.path, copy)


def test_a_copy_of_a_copy_is_another_desk(disk: Disk) -> None:
    paths = [disk.path, disk.folder / "copy.db", disk.folder / "copy-of-copy.db"]
    shutil.copy(paths[0], paths[1])
    shutil.copy(paths[1], paths[2])
    assert len({disk.write(path.name, path) for path in reversed(paths)}) == 3
    disk.united(*paths)


def test_two_state_folders_in_turn_are_two_desks_and_no_more(disk: Disk) -> None:
    other = disk.folder / "other-computer"
    wrote = [disk.write(str(n), state=other if n % 2 else None) for n in range(6)]
    assert len(set(wrote)) == 2
    assert wrote == wrote[:2] * 3
    disk.united(disk.path)


def test_a_lost_state_folder_begins_another_desk_and_the_auditor_just_goes_on(disk: Disk) -> None:
    before = disk.write("before")
    shutil.rmtree(disk.state)
    after = disk.write("after")
    assert after != before
    assert disk.write("and on") == after
    with disk.open() as store:
        assert store.verify() == []
        (began,) = [recorded.entry for recorded in store.history(after)]
        assert isinstance(began, DeskBegan)
        (head,) = [head for head in store.heads() if head.origin == before]
        assert began.heads == {before: f"{head.origin_seq}:{head.hash.hex()}"}


def test_a_file_without_its_wal_is_another_desk(disk: Disk) -> None:
    copy = disk.folder / "without-wal.db"
    with disk.open() as store:
        before = write(store, disk.audit, "checkpointed")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        write(store, disk.audit, "in the wal alone")
        shutil.copy(disk.path, copy)
        assert disk.path.with_name("s.db-wal").stat().st_size > 0
    assert disk.write("on what was left", copy) != before
    disk.united(disk.path, copy)


def test_a_state_folder_that_cannot_be_written_makes_each_start_another_desk(disk: Disk) -> None:
    nowhere = disk.folder / "s.db" / "no-folder"
    assert disk.write("one", state=nowhere) != disk.write("two", state=nowhere)
    disk.united(disk.path)


def test_a_write_that_fails_leaves_the_desk_as_it_was(disk: Disk) -> None:
    before = disk.write("kept")
    with disk.open() as store:
        with pytest.raises(AuditError):
            store.record(NoteWritten(disk.audit, "nonsense", "x"), by="A17")
        store.db.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_DENY if action == 22 and _[0] == "COMMIT" else 0
        )
        with pytest.raises(AuditError):
            store.record(NoteWritten(disk.audit, "worry", "lost"), by="A17")
        store.db.set_authorizer(None)
        assert write(store, disk.audit, "again") == before
    assert disk.write("and on") == before


def test_a_desk_that_vanished_is_missed(disk: Disk) -> None:
    before = disk.write("before")
    shutil.rmtree(disk.state)
    after = disk.write("after")
    missed = f"saw desk {before} up to its entry 3, which is not here"
    with disk.open() as store:
        kept = [row for row in rows(store) if row.origin == after]
        store.db.execute("DROP TRIGGER journal_keeps_every_entry")
        store.db.execute("DELETE FROM journal WHERE origin = ?", (before,))
        errors = [problem.message for problem in store.verify() if problem.level is Level.ERROR]
        assert missed in errors
    with holding(disk.folder / "rest.db", [kept]) as store:  # elsewhere it may still be on its way
        levels = {problem.message: problem.level for problem in store.verify()}
        assert levels[missed] is Level.REMARK


# Whose audit it is.


def test_a_colleague_needs_a_reason_to_go_on_with_an_audit_of_another_desk(disk: Disk) -> None:
    shutil.rmtree(disk.state)
    with pytest.raises(AuditError, match=r"This audit is A17's, on another desk\. .*auditui audit take"):
        disk.write("not mine", by="A23")
    with disk.open() as store:
        with pytest.raises(AuditError, match="reason"):
            store.take(disk.audit, " ", by="A23")
        store.take(disk.audit, "A17 is away", by="A23")
        write(store, disk.audit, "now it is", by="A23")
        assert store.verify() == []


def test_what_the_former_desk_wrote_later_is_set_aside_and_shown(disk: Disk) -> None:
    copy = disk.folder / "copy.db"
    shutil.copy(disk.path, copy)
    disk.write("in the file")
    disk.write("in the copy, taken over", copy)
    with disk.open() as store, disk.open(copy) as other:
        store.receive(rows(other))
        assert store.audit(disk.audit).note("", "worry") == "in the copy, taken over"
        (remark,) = store.verify()
        assert remark.level is Level.REMARK
        assert "after another desk had taken this over" in remark.message
        other.receive(rows(store))
        assert tables(other) == tables(store)


# Clocks.


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def finish_again(store: Store, audit: str) -> None:
    store.record(AuditReopened(audit, "to look again"), by="A17")
    store.record(AuditFinished(audit), by="A17")


def test_a_finish_in_2031_is_put_right_by_correcting_the_clock(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    with Store.open(tmp_path / "s.db", clock=clock, leases=tmp_path / "state") as store:
        right = finished_audit(store, small(), team="North", case="C-1")
        first_wrong = store.heads()[0].origin_seq + 1
        clock.now = datetime(2031, 5, 3, 9, tzinfo=UTC)
        wrong = finished_audit(store, small(), team="North", case="C-2")
        last_wrong = store.heads()[0].origin_seq
        clock.now = datetime(2026, 3, 4, 9, tzinfo=UTC)
        later = finished_audit(store, small(), team="North", case="C-3")
        assert [store.audit(audit).day[:7] for audit in (right, wrong, later)] == [
            "2026-03",
            "2031-05",
            "2026-03",
        ]
        seconds = int((datetime(2026, 3, 3, tzinfo=UTC) - datetime(2031, 5, 3, tzinfo=UTC)).total_seconds())
        store.correct_clock(first_wrong, last_wrong, seconds, "the clock was wrong", by="A17")
        assert [store.audit(audit).day for audit in (right, wrong, later)] == [
            "2026-03-02",
            "2026-03-03",
            "2026-03-04",
        ]
        assert {tally.group for tally in store.tallies(by=("month",)).judgements} == {("2026-03",)}
        finish_again(store, wrong)
        assert store.audit(wrong).day == "2026-03-04"
        kept = tables(store)
        store.rebuild()
        assert tables(store) == kept
        assert {problem.level for problem in store.verify()} == {Level.REMARK}


def test_finished_in_2031_and_again_once_the_clock_was_right_counts_once_and_now(tmp_path: Path) -> None:
    clock = Clock(datetime(2031, 5, 3, 9, tzinfo=UTC))
    with Store.open(tmp_path / "s.db", clock=clock, leases=tmp_path / "state") as store:
        audit = finished_audit(store, small(), team="North")
        clock.now = datetime(2026, 3, 4, 9, tzinfo=UTC)
        finish_again(store, audit)
        assert [(tally.group, tally.number) for tally in store.tallies(by=("month",)).judgements] == [
            (("2026-03",), 1)
        ]


def test_two_desks_a_day_apart_make_the_same_of_one_audit(tmp_path: Path) -> None:
    ahead, behind = (Clock(datetime(2026, 3, day, 9, tzinfo=UTC)) for day in (3, 2))
    with (
        Store.open(tmp_path / "a.db", clock=ahead, leases=tmp_path / "a") as one,
        Store.open(tmp_path / "b.db", clock=behind, leases=tmp_path / "b") as two,
    ):
        audit = audit_of(one, small())
        two.receive(rows(one))
        two.take(audit, "A17 is away", by="A23")
        two.record(JudgementGiven(audit, "good"), by="A23")
        one.receive(rows(two))
        assert one.audit(audit).judgement == "good"
        assert tables(one) == tables(two)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-45T99:00:00.000Z", "9999-12-31T23:59:59.999Z"])
def test_no_time_however_wrong_stops_a_store(disk: Disk, at: str) -> None:
    with disk.open() as store:
        row = rows(store)[-1]
        store.receive(
            [row._replace(origin="f" * 12, origin_seq=99, at=at, kind="note.written", subject=disk.audit)]
        )
        store.correct_clock(1, 2, 10**9, "a test", by="A17")
        kept = tables(store)
        store.rebuild()
        assert tables(store) == kept
        assert store.audits()


def test_the_lease_is_the_last_entry_this_user_wrote(disk: Disk) -> None:
    with disk.open() as store:
        (head,) = store.heads()
    assert lease.remembered(disk.state, head.origin) == head.hash.hex()
