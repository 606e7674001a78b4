"""Backups, restoring and rescue: whole, proved, over nothing, and under every trouble a store can be in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from auditui import after_writing
from auditui.core.audits.entries import DeskBegan, NoteWritten
from auditui.core.errors import AuditError, StoreError
from auditui.core.problem import Level
from auditui.core.settings import Settings
from auditui.store import Store, backups, files, rescue
from damaged import DAMAGES, a_page_of_the_journal, changed, with_log
from desks import rows, tables
from made import small
from recorded import audit_of, finished_audit, unpacked

DAY = date(2026, 3, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "here" / "s.db") as store:
        for number in range(6):
            finished_audit(store, small(), team="North", case=f"C-{number}")
    return tmp_path / "here" / "s.db"


def intact(path: Path) -> bool:
    with Store.open(path) as store:
        return [problem for problem in store.verify() if problem.level is Level.ERROR] == []


def left(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.endswith((files.UNFINISHED, "-wal", "-shm"))]


def test_a_backup_of_an_open_store_is_whole_private_and_proved(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    with Store.open(path) as store, Store.open(path) as window:
        audit = audit_of(window, small(), case="C-7")
        made = backups.write(path, target)
        assert (made.head, made.entries) == (store.head(), len(rows(store)))
        with Store.open(target) as copy:
            assert copy.verify([made.head]) == []
            assert len(copy.audits()) == 7
        window.record(NoteWritten(audit, "worry", "goes on"), by="A17")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert left(tmp_path) == []


def test_a_backup_goes_over_nothing(path: Path, tmp_path: Path) -> None:
    for target in (path, tmp_path / "letter.txt", tmp_path / "dangling"):
        if target.name == "letter.txt":
            target.write_text("Dear all")
        if target.name == "dangling":
            target.symlink_to(tmp_path / "nowhere")
        with pytest.raises(AuditError, match="is there already"):
            backups.write(path, target)
    assert (tmp_path / "letter.txt").read_text() == "Dear all"
    assert intact(path)


def test_a_store_that_is_not_intact_is_not_backed_up_as_if_it_were(path: Path, tmp_path: Path) -> None:
    changed(path, "UPDATE journal SET actor = 'A99' WHERE seq = 3")
    with pytest.raises(StoreError, match=r"would not be intact.*was altered"):
        backups.write(path, tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == [path.parent]


WRITING = """
import sys
from pathlib import Path
from auditui.core.audits.entries import NoteWritten
from auditui.store import Store
with Store.open(Path(sys.argv[1])) as store:
    audit = store.audits()[0].id
    store.record(__import__("auditui.core.audits.entries", fromlist=["x"]).AuditReopened(audit, "again"), by="A17")
    print("open", flush=True)
    for n in range(100_000):
        store.record(NoteWritten(audit, "worry", f"{n}"), by="A17")
"""


def test_a_backup_while_another_program_writes_is_one_moment_of_it(path: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(path)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        made = [backups.write(path, tmp_path / f"{n}.db") for n in range(4)]
        with pytest.raises(StoreError, match="is open in another program"):
            backups.restore(tmp_path / "0.db", path)
        program.kill()
    assert len({backup.entries for backup in made}) > 1
    with Store.open(path) as store:
        assert [p for p in store.verify([backup.head for backup in made]) if p.level is Level.ERROR] == []
    assert left(tmp_path) == []


FULL = """
import resource, signal, sys
from pathlib import Path
from auditui.core.errors import AuditError, StoreError
from auditui.store import backups
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
what, store, other, size = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    getattr(backups, what)(store, other)
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("size", [40_000, 60_000, 90_000])
@pytest.mark.parametrize("what", ["write", "restore"])
def test_a_full_disk_leaves_no_half_backup_and_the_store_as_it_was(
    path: Path, tmp_path: Path, what: str, size: int
) -> None:
    target = tmp_path / "b.db"
    given = (path, target)
    if what == "restore":
        backups.write(path, target)
        given = (target, path)
    before = path.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", FULL, what, *map(str, given), str(size)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    assert "disk" in ran.stdout
    assert path.read_bytes() == before
    assert target.exists() == (what == "restore")
    assert left(tmp_path) == left(path.parent) == []
    assert intact(path)


# Day by day.


def test_the_first_writing_of_a_day_makes_its_backup_and_old_ones_go(path: Path) -> None:
    folder = files.backups(path)
    for day in range(5):
        assert backups.daily(path, folder, DAY + timedelta(day), keep=3)
        assert backups.daily(path, folder, DAY + timedelta(day), keep=3) is None
    (folder / "a letter.txt").write_text("mine")
    for name, age in ((".2026-03-04.db.0123abcd.new", 2), (".2026-03-11.db.0123abcd.new", 0)):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (time.time() - age * 86_400,) * 2)
    backups.daily(path, folder, DAY + timedelta(9), keep=3)
    assert sorted(file.name for file in folder.iterdir()) == [
        ".2026-03-11.db.0123abcd.new", "2026-03-05.db", "2026-03-06.db", "2026-03-11.db", "a letter.txt",
    ]  # fmt: skip
    assert all(intact(file) for file in folder.glob("*.db"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_day_is_backed_up_after_a_clock_that_was_years_ahead_or_behind(path: Path) -> None:
    folder = files.backups(path)
    ahead = [DAY.replace(year=2031) + timedelta(n) for n in range(4)]
    for day in (*ahead, DAY, DAY + timedelta(1), DAY.replace(year=2019), DAY + timedelta(2)):
        assert backups.daily(path, folder, day, keep=3)
        assert files.daily(folder, day).exists()
    assert len(list(folder.iterdir())) == 3


def test_what_was_written_is_looked_after_once_a_day_and_trouble_with_it_is_a_line(
    path: Path, tmp_path: Path
) -> None:
    with Store.open(path) as store:
        assert not store.news().wrote
        finished_audit(store, small(), team="South")
        news = store.news()
        assert (news.wrote, news.finished) == (True, str(store.head()))
        assert not store.news().wrote
    assert after_writing.look_after(news, Settings(backups=0)) == []
    assert not files.backups(path).exists()
    assert after_writing.look_after(news, Settings()) == []
    assert len(list(files.backups(path).iterdir())) == 1
    assert after_writing.look_after(news, Settings(backup_folder=str(tmp_path / "b"))) == []
    assert len(list((tmp_path / "b" / "s.db.backups").iterdir())) == 1
    (tmp_path / "file").write_text("x")
    (line,) = after_writing.look_after(news, Settings(backup_folder=str(tmp_path / "file")))
    assert line.startswith("Today's backup was not made: ")


def test_the_head_goes_where_others_keep_it_and_no_word_of_a_case_does(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        finished_audit(store, small(), team="South", case="CASE-SECRET")
        news = store.news()
    sink, script = tmp_path / "heads.txt", tmp_path / "taken.txt"
    take = (sys.executable, "-c", f"import sys; open({str(script)!r}, 'w').write(sys.stdin.read())")
    settings = Settings(backups=0, head_file=str(sink), head_command=take)
    assert after_writing.look_after(news, settings) == []
    assert after_writing.look_after(news, settings) == []
    assert script.read_text() == news.finished + "\n"
    assert [line.split()[1] for line in sink.read_text().splitlines()] == [news.finished] * 2
    for command in ((sys.executable, "-c", "raise SystemExit(3)"), ("no-such-program",), ("",)):
        (line,) = after_writing.look_after(news, Settings(backups=0, head_command=command))
        assert "head of the journal" in line
    (line,) = after_writing.look_after(news, Settings(backups=0, head_file=str(tmp_path)))
    assert "could not be added" in line


@pytest.mark.parametrize("release", ["v1", "v2"])
def test_an_update_keeps_a_copy_that_the_earlier_program_could_read(release: str, tmp_path: Path) -> None:
    path = unpacked(release, tmp_path)
    (tmp_path / "again").mkdir()
    with Store.open(path) as store:
        kept = tables(store)
    (copy,) = files.backups(path).iterdir()
    assert copy.name.startswith("before-schema-")
    db, old = (
        sqlite3.connect(copy),
        sqlite3.connect(unpacked(release, tmp_path / "again")),
    )
    assert db.execute("PRAGMA user_version").fetchone() == old.execute("PRAGMA user_version").fetchone()
    db.close()
    old.close()
    backups.restore(copy, path)
    with Store.open(path) as store:
        assert tables(store) == kept
        assert store.verify() == []


# Bringing one back.


@pytest.mark.parametrize("damage", [None, "missing", *DAMAGES])
def test_a_backup_takes_the_place_of_a_store_in_whatever_state_that_is(
    path: Path, tmp_path: Path, damage: str | None
) -> None:
    made = backups.write(path, tmp_path / "b.db")
    if damage == "missing":
        path.unlink()
    elif damage:
        DAMAGES[damage][0](path)
    before = path.read_bytes() if path.exists() else None
    restored = backups.restore(made.path, path)
    assert restored.backup.head == made.head
    with Store.open(path) as store:
        assert store.verify([made.head]) == []
        assert len(store.audits()) == 6
    if before is not None:
        assert restored.replaced is not None
        assert restored.replaced.read_bytes() == before
    assert made.path.exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [name for name in left(path.parent) if "replaced" not in name] == []


def test_what_stood_in_the_log_alone_is_kept_with_the_file_it_belongs_to(path: Path, tmp_path: Path) -> None:
    backups.write(path, tmp_path / "b.db")
    killed = path.with_name("killed.db")
    with Store.open(path) as store:
        finished_audit(store, small(), team="South", case="C-8")
        with_log(path, killed)
    restored = backups.restore(tmp_path / "b.db", killed)
    assert restored.replaced is not None
    with Store.open(killed) as now, Store.open(restored.replaced) as before:
        assert (len(now.audits()), len(before.audits())) == (6, 7)


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "gone, its log still there"])
def test_a_backup_that_is_not_intact_changes_nothing(path: Path, tmp_path: Path, damage: str) -> None:
    backups.write(path, tmp_path / "b.db")
    DAMAGES[damage][0](tmp_path / "b.db")
    before = path.read_bytes()
    with pytest.raises(StoreError):
        backups.restore(tmp_path / "b.db", path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["s.db"]


def test_a_store_open_in_another_window_of_this_computer_is_not_replaced(path: Path, tmp_path: Path) -> None:
    backups.write(path, tmp_path / "b.db")
    program = "import sys; from pathlib import Path; from auditui.store import Store\n"
    program += "with Store.open(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="is open in another program"):
            backups.restore(tmp_path / "b.db", path)
        window.communicate("")
    assert [file.name for file in path.parent.iterdir()] == ["s.db"]
    backups.restore(tmp_path / "b.db", path)


def test_a_restored_file_is_another_desk_where_more_was_written_since_and_no_number_is_used_twice(
    path: Path, tmp_path: Path
) -> None:
    backups.write(path, tmp_path / "b.db")
    with Store.open(path) as store:
        first = store.origin
        audit = audit_of(store, small(), case="C-8")
    restored = backups.restore(tmp_path / "b.db", path)
    replaced = restored.replaced
    assert replaced is not None
    assert restored.newer == 1, "the beginning of the audit of C-8 is in the other file alone"
    with Store.open(path) as store:
        finished_audit(store, small(), team="North", case="C-9")
        assert store.origin != first
        assert [problem for problem in store.verify() if problem.level is Level.ERROR] == []
    with Store.open(replaced) as kept, Store.open(path) as now:
        kept.record(NoteWritten(audit, "worry", "in the kept file"), by="A17")
        assert kept.origin == first
        held = {(row.origin, row.origin_seq): row.hash for row in rows(kept)}
        assert all(held.get((row.origin, row.origin_seq), row.hash) == row.hash for row in rows(now))


def test_a_restored_file_goes_on_as_its_desk_where_nothing_was_written_since(
    path: Path, tmp_path: Path
) -> None:
    backups.write(path, tmp_path / "b.db")
    backups.restore(tmp_path / "b.db", path)
    with Store.open(path) as store:
        finished_audit(store, small(), team="North", case="C-9")
        assert len(store.heads()) == 1


# Saving what can be read.


def whole(path: Path) -> list[object]:
    with Store.open(path, strict=False) as store:
        return [row.hash for row in rows(store)]


def test_all_of_a_store_that_is_whole_is_saved(path: Path, tmp_path: Path) -> None:
    rescued = rescue.rescue(path, tmp_path / "new.db")
    assert rescued == rescue.Rescued(len(whole(path)), (), (), ())
    with Store.open(path) as store, Store.open(tmp_path / "new.db") as new:
        before = tables(store)
        assert {name: kept for name, kept in tables(new).items() if name != "desks"} == {
            name: kept for name, kept in before.items() if name != "desks"
        }
        assert new.verify(store.heads())[0].message.startswith(
            "no head that was written down covers this desk, of 1 "
        )
        assert new.verify() == []


def test_what_is_in_the_log_alone_is_saved_too(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        finished_audit(store, small(), team="South", case="C-8")
        with_log(path, tmp_path / "killed.db")
        expected = len(rows(store))
    assert rescue.rescue(tmp_path / "killed.db", tmp_path / "new.db").entries == expected


def test_entries_on_damaged_pages_are_listed_and_all_others_saved(path: Path, tmp_path: Path) -> None:
    expected = whole(path)
    a_page_of_the_journal(path)
    content = path.read_bytes()
    path.write_bytes(b"\xff" * 8192 + content[8192:])  # the way to all other pages is lost as well
    rescued = rescue.rescue(path, tmp_path / "new.db")
    assert rescued.gaps
    lost = sum(gap.last - gap.first + 1 for gap in rescued.gaps)
    assert rescued.entries + lost == len(expected)
    assert len(rescued.unproved) == len(rescued.gaps)
    with Store.open(tmp_path / "new.db") as store:
        assert len(rows(store)) == rescued.entries + 1
        assert [p.message for p in store.verify() if p.level is Level.ERROR] == [
            f"the {gap.last - gap.first + 1} before it are missing" for gap in rescued.gaps
        ]
        began = [p for p in rows(store) if p.kind == DeskBegan.kind]
        assert " gap" in str(began[-1].body)
        finished_audit(store, small(), team="North", case="C-9")
    assert path.read_bytes()[8192:] == content[8192:]


def test_a_long_note_that_runs_over_several_pages_is_saved(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, small(), case="C-8")
        for size in (100, 4000, 4062, 4063, 5000, 20_000):
            store.record(NoteWritten(audit, "worry", "x" * size), by="A17")
        expected = len(rows(store))
    assert rescue.rescue(path, tmp_path / "new.db") == rescue.Rescued(expected, (), (), ())


def test_an_altered_entry_is_left_out_and_named(path: Path, tmp_path: Path) -> None:
    changed(path, "UPDATE journal SET body = '{}' WHERE seq = 5")
    rescued = rescue.rescue(path, tmp_path / "new.db")
    with Store.open(path) as store:
        assert rescued.altered == (f"{store.heads()[0].origin}:5",)
        assert rescued.entries == len(rows(store)) - 1


@pytest.mark.parametrize("damage", ["emptied", "overwritten with a letter"])
def test_where_nothing_can_be_read_nothing_is_made(path: Path, tmp_path: Path, damage: str) -> None:
    DAMAGES[damage][0](path)
    with pytest.raises(StoreError, match="Nothing of a journal can be read"):
        rescue.rescue(path, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()
    with pytest.raises(AuditError, match="is there already"):
        rescue.rescue(path, path)


def test_every_page_of_a_store_damaged_in_turn_loses_only_what_stood_on_it(
    path: Path, tmp_path: Path
) -> None:
    content, expected = path.read_bytes(), len(whole(path))
    harmless = 0
    for page in range(len(content) // 4096):
        path.write_bytes(content[: page * 4096] + os.urandom(4096) + content[(page + 1) * 4096 :])
        found, _ = rescue.readable(path)
        numbers = {row.origin_seq for row in found}
        assert expected - len(numbers) <= 20
        harmless += len(numbers) == expected
    assert harmless > 3
    shutil.rmtree(tmp_path / "here")


KILLED = """
import os, signal, sys
from pathlib import Path
from auditui.store import backups, rescue
what, one, other, after = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
calls = 0
def counted(call):
    def kill_at(*given, **named):
        global calls
        calls += 1
        if calls == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*given, **named)
    return kill_at
for name in ("link", "replace", "rename", "fsync", "unlink", "open"):
    setattr(os, name, counted(getattr(os, name)))
getattr(backups, what)(one, other)
print(calls)
"""


@pytest.mark.parametrize("what", ["write", "restore"])
def test_a_kill_at_any_step_leaves_the_store_and_either_no_backup_or_a_whole_one(
    path: Path, tmp_path: Path, what: str
) -> None:
    target, given = tmp_path / "b.db", (path, tmp_path / "b.db")
    if what == "restore":
        backups.write(path, target)
        given = (target, path)
        with Store.open(path) as store:
            finished_audit(store, small(), team="South", case="C-8")
    kept, saved = path.read_bytes(), target.read_bytes() if target.exists() else None
    for after in (1, 2, 5, 9, 14, 20, 30, 60):
        path.write_bytes(kept)
        ran = subprocess.run(
            [sys.executable, "-c", KILLED, what, *map(str, given), str(after)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.stderr == ""
        assert path.read_bytes() in (kept, saved)
        assert intact(path)
        if what == "write" and target.exists():
            assert intact(target)
            target.unlink()
        if ran.returncode == 0:
            break
    assert ran.returncode == 0
    assert after > 5
