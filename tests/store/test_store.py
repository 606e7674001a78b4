from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditui.core import kinds
from auditui.core.audits.entries import (
    AnswerGiven,
    AuditFinished,
    AuditReopened,
    ChecklistPublished,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import as_data
from auditui.core.errors import AuditError, StoreError
from auditui.core.problem import Level
from auditui.figures.tallies import Selection
from auditui.store import Store, files
from auditui.store.values import Corrections, Revision
from desks import Clock
from made import best, shipped, small
from recorded import audit_of, finished_audit


def test_a_new_store_is_private_and_safe(store: Store) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    asked = {
        name: store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    assert asked == {"journal_mode": "wal", "synchronous": 2}


def test_every_table_is_strict(store: Store) -> None:
    loose = store.db.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT LIKE 'sqlite_%' AND name != '_sqlite_migrations'"
    ).fetchall()
    assert loose == []


def test_what_is_finished_counts_and_goes_on_counting_as_it_was_while_it_is_corrected(store: Store) -> None:
    audit_id = finished_audit(store, small(), team="North")
    assert {(t.item, t.value, t.number) for t in store.tallies().answers} == {
        ("reason", "met", 1),
        ("difference", "met", 1),
    }
    assert [(j.judgement, j.indicated, j.number) for j in store.tallies().judgements] == [
        ("outstanding", "outstanding", 1)
    ]
    finished = store.tallies()
    store.record(AuditReopened(audit_id, "a wrong date"), by="A17")
    item = small().items[0]
    store.record(AnswerGiven(audit_id, kinds.choose(item, "not-met")), by="A17")
    assert store.tallies() == finished
    assert store.corrections() == Corrections(1, ())
    store.record(
        JudgementGiven(audit_id, "inadequate"), NoteWritten(audit_id, "reason", "Read again"), by="A17"
    )
    store.record(AuditFinished(audit_id), by="A17")
    assert [(t.item, t.value) for t in store.tallies().answers] == [
        ("difference", "met"),
        ("reason", "not-met"),
    ]
    assert [j.judgement for j in store.tallies().judgements] == ["inadequate"]
    assert list(store.verify()) == []


def test_an_audit_counts_in_the_month_it_was_first_finished_and_its_correction_is_a_revision(
    tmp_path: Path,
) -> None:
    clock = Clock(datetime(2024, 4, 2, 9, tzinfo=UTC))
    with Store.open(tmp_path / "s.db", clock=clock) as store:
        audit_id = finished_audit(store, small(), team="North", case="C-7")
        counted = store.tallies(by=("month",))
        clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
        store.record(AuditReopened(audit_id, "a typing error"), by="A17")
        store.record(AuditFinished(audit_id), by="A17")
        assert store.tallies(by=("month",)) == counted
        assert store.months() == ("2024-04", "2024-04")
        revision = (audit_id, "small v1", "C-7", "North", "2024-04-02", "2026-11-24", "outstanding")
        assert store.corrections() == Corrections(0, (Revision(*revision),))
        assert store.corrections(Selection(team="South")) == Corrections(0, ())
        assert [line.id for line in store.audits(Selection(since="2024-04", until="2024-04"))] == [audit_id]
        assert list(store.verify()) == []


def test_the_stored_score_is_the_explained_one(store: Store) -> None:
    checklist = shipped("pathway-plan")
    audit_id = finished_audit(store, checklist, team="North", leave_out=3)
    (line,) = store.audits()
    assert line.percent == score(checklist, store.audit(audit_id).answers).percent
    assert line.percent is not None


def test_tallies_group_by_what_is_asked_and_filter(store: Store) -> None:
    finished_audit(store, small(), team="North")
    finished_audit(store, small(), team="South")
    assert {(t.group, t.number) for t in store.tallies(by=("team",)).answers if t.item == "reason"} == {
        (("North",), 1),
        (("South",), 1),
    }
    assert {(t.group, t.number) for t in store.tallies().answers if t.item == "reason"} == {((), 2)}
    assert [t.number for t in store.tallies(Selection(team="South")).answers if t.item == "reason"] == [1]
    assert store.tallies(Selection(checklist="pathway-plan")).answers == []


def test_an_unfinished_audit_cannot_be_finished_and_nothing_of_the_attempt_stays(store: Store) -> None:
    audit_id = audit_of(store, small())
    before = store.heads()
    with pytest.raises(AuditError, match="2 items are unanswered"):
        store.record(JudgementGiven(audit_id, "good"), AuditFinished(audit_id), by="A17")
    assert store.heads() == before
    assert store.audit(audit_id).judgement == ""


def test_a_finished_audit_takes_no_entry(store: Store) -> None:
    audit_id = finished_audit(store, small(), team="North")
    with pytest.raises(AuditError, match="Reopen it"):
        store.record(NoteWritten(audit_id, "reason", "x"), by="A17")


def test_one_version_has_one_content(store: Store) -> None:
    audit_of(store, small())
    other = as_data(small()) | {"title": "Another"}
    from auditui.core.checklists.file import read  # noqa: PLC0415

    changed = read(other, "other")
    with pytest.raises(AuditError, match="other content"):
        store.record(ChecklistPublished(changed.digest, as_data(changed)), by="A17")


def test_a_wrong_clock_dates_its_own_entries_and_no_others(tmp_path: Path) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    times = iter(
        [
            datetime(2026, 3, 2, 12, tzinfo=UTC),
            datetime(2031, 3, 2, 11, tzinfo=UTC),
            datetime(2026, 3, 3, tzinfo=UTC),
        ]
    )
    with Store.open(tmp_path / "s.db", clock=lambda: next(times)) as store:
        audit_id = audit_of(store, small())
        saved = store.record(NoteWritten(audit_id, "reason", "x"), by="A17")
        assert saved.at == "2026-03-03T00:00:00.000Z"
        dated = [recorded.at[:4] for recorded in store.history(audit_id)]
        assert dated == ["2031", "2026"]
        assert {problem.level for problem in store.verify()} == {Level.REMARK}


def test_two_windows_see_each_others_work(store: Store) -> None:
    with Store.open(store.path) as other:
        audit_id = audit_of(store, small())
        other.record(NoteWritten(audit_id, "reason", "from the other"), by="A18")
        assert store.audit(audit_id).note("", "reason") == "from the other"


SECOND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from auditui.store import Store, files
with Store.open(Path(sys.argv[1])) as store:
    print(len(store.audits()))
"""


@pytest.mark.whole
def test_another_program_that_comes_and_goes_takes_nothing_with_it(tmp_path: Path) -> None:
    # The screens hold two connections; one opened after the other must not loosen the first one's locks.
    path = tmp_path / "s.db"
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    with Store.open(path) as one, Store.open(path) as two:
        audit_of(one, small())
        subprocess.run([sys.executable, "-c", SECOND, str(path)], env=env, check=True, capture_output=True)
        audit_of(two, small(), case="C-2")
        seen = subprocess.run(
            [sys.executable, "-c", SECOND, str(path)], env=env, check=True, capture_output=True, text=True
        )
        assert seen.stdout.strip() == "2"
        assert path.with_name("s.db-wal").exists()


# What a user can meet.


def refused(path: Path, *, create: bool = True) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Store.open(path, create=create)
    assert caught.value.code == 3
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_missing_store_is_not_made_where_none_was_asked_for(tmp_path: Path) -> None:
    assert "There is no store" in refused(tmp_path / "none.db", create=False).message
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_not_sqlite_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear all, this is not a database at all.")
    assert "not a SQLite file" in refused(path).message
    assert path.read_text().startswith("Dear all")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE letters (text)")
    db.close()
    content = path.read_bytes()
    assert "not an auditui store" in refused(path).message
    assert path.read_bytes() == content


def test_a_newer_store_is_left_alone(store: Store) -> None:
    store.db.execute("PRAGMA user_version = 99")
    store.close()
    assert "newer auditui" in refused(store.path).message


def test_a_damaged_store_says_so(store: Store) -> None:
    finished_audit(store, small(), team="North")
    store.close()
    content = bytearray(store.path.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    store.path.write_bytes(content)
    assert "damaged" in refused(store.path).message


def test_a_locked_store_says_who_to_wait_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.db.execute("PRAGMA busy_timeout = 20")
    with pytest.raises(StoreError, match="in use by another program"):
        audit_of(store, small())
    other.execute("ROLLBACK")
    other.close()
    assert audit_of(store, small())


@pytest.mark.parametrize("place", ["file.txt/store.db", "folder"])
def test_a_place_that_cannot_hold_a_store_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "folder").mkdir()
    assert place.split("/", maxsplit=1)[0] in refused(tmp_path / place).message


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert "Permission denied" in refused(tmp_path / "s.db").message


FULL_DISK = """
import resource, sys
from pathlib import Path
from auditui.core.audits.entries import NoteWritten
from auditui.core.errors import StoreError
from auditui.store import Store, files
from auditui.store.values import Corrections, Revision
from desks import Clock
from made import small
from recorded import audit_of
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(Path(sys.argv[1]))
audit = audit_of(store, small())
wal = Path(sys.argv[1] + "-wal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (wal + 100_000, wal + 100_000))
saved = 0
try:
    for n in range(10_000):
        store.record(NoteWritten(audit, "reason", f"{n} " + "x" * 2_000), by="A17")
        saved = n
except StoreError as error:
    print(saved, error)
"""


@pytest.mark.whole
def test_a_full_disk_stops_writing_and_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, env=env, check=True
    )
    saved, _, said = ran.stdout.partition(" ")
    assert "disk" in said
    assert "xxx" not in said
    with Store.open(path) as store:
        (line,) = store.audits()
        assert store.audit(line.id).note("", "reason").startswith(f"{saved} ")
        assert list(store.verify()) == []


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from auditui.core.audits.entries import NoteWritten
from auditui.store import Store, files
from auditui.store.values import Corrections, Revision
from desks import Clock
from made import small
from recorded import audit_of
store = Store.open(Path(sys.argv[1]))
audit = audit_of(store, small())
n = 0
while True:
    store.record(NoteWritten(audit, "reason", f"{n}"), by="A17")
    print(n, flush=True)
    n += 1
"""


@pytest.mark.whole
@pytest.mark.parametrize("lines", [1, 40, 333])
def test_a_killed_program_loses_nothing_it_called_saved(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "killed.db"
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True, env=env
    ) as running:
        assert running.stdout is not None
        told = [running.stdout.readline() for _ in range(lines)]
        running.kill()
        told += running.stdout.readlines()
    last = max(int(line) for line in told if line.endswith("\n"))
    with Store.open(path) as store:
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (line,) = store.audits()
        assert int(store.audit(line.id).note("", "reason")) >= last
        # A desk's last entry is remembered just before it is committed: a kill between the two is a remark, and nothing lost.
        problems = [problem for problem in store.verify() if "killed as it wrote" not in problem.message]
        assert problems == []


def test_the_best_answers_are_accepted_for_every_shipped_item(store: Store) -> None:
    for checklist_id in (
        "strategy-discussion",
        "culture-and-identity",
        "personal-education-plan",
        "pathway-plan",
    ):
        finished_audit(store, shipped(checklist_id), team="North")
    assert all(line.percent == 100 for line in store.audits())
    assert best(small().items[0]).value == "met"


FIRST_OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from auditui.store import Store, files
with Store.open(Path(sys.argv[1])) as store:
    print(store.origin, len(store.audits()))
"""


@pytest.mark.whole
def test_programs_that_open_a_new_store_at_once_all_open_the_same_one(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.db"
        command = [sys.executable, "-c", FIRST_OPEN, str(path)]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
        printed = {program.communicate()[0] for program in started}
        assert [program.returncode for program in started] == [0] * 4
        assert len(printed) == 1
        with Store.open(path) as store:
            assert store.verify() == []


def test_folders_that_are_made_for_a_store_are_its_users_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(tmp_path / "a" / "b" / "s.db", leases=tmp_path / "c" / "d"):
            pass
        files.make_folder(tmp_path / "c" / "d")
    finally:
        os.umask(before)
    made = ("a", "a/b", "c", "c/d")
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in made} == {0o700}


def test_a_log_that_grew_while_somebody_read_is_cut_again(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    log = files.log(path)
    with Store.open(path) as store, Store.open(path) as reader:
        store.db.execute("PRAGMA synchronous = OFF")
        audit = audit_of(store, small())
        reader.db.execute("BEGIN")
        reader.db.execute("SELECT count(*) FROM journal").fetchone()
        while log.stat().st_size < 6 * 2**20:
            store.record(*(NoteWritten(audit, "worry", f"{n}" * 9_000) for n in range(9)), by="A17")
        reader.db.execute("COMMIT")
        for n in range(3):
            store.record(NoteWritten(audit, "worry", f"{n}"), by="A17")
        assert log.stat().st_size <= 4 * 2**20
