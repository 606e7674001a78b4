"""What is said of a damaged store: what it is and what to do, by every way in, and nothing is made anew in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditui.core.errors import StoreError
from auditui.store import Reader, Store, StoreAddress, view, views
from damaged import DAMAGES, a_page_of_the_journal, changed, with_log
from made import small
from recorded import finished_audit


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with some finished audits."""
    path = tmp_path_factory.mktemp("whole") / "s.db"
    with Store.open(path, leases=path.with_name("state")) as store:
        for number in range(12):
            finished_audit(store, small(), team="North", case=f"C-{number}")
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "s.db"))


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.name: file.read_bytes() for file in sorted(folder.iterdir()) if not file.name.endswith("-shm")
    }


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_for_what_it_is_and_left_as_it_is(path: Path, damage: str) -> None:
    harm, words = DAMAGES[damage]
    harm(path)
    before = files(path.parent)
    ways: tuple[Callable[[], object], ...] = (
        lambda: Store.open(path),
        lambda: Store.open(path, create=False),
        lambda: Store.open(path, strict=False),
        lambda: StoreAddress(path).read(),
    )
    for way in ways:
        with pytest.raises(StoreError) as caught:
            way()
        assert words in str(caught.value)
        assert caught.value.hint
        assert "safe" not in str(caught.value)
        assert files(path.parent) == before


def reads(reader: Reader) -> Iterator[object]:
    """Everything that can be asked of a reader."""
    yield reader.audits()
    yield reader.number_of_audits()
    yield reader.tallies()
    yield reader.tallies(by=("team", "auditor"))
    yield reader.actions()
    yield reader.concerns()
    yield list(reader.kept_entries())
    yield reader.owners()
    yield from (list(view.read(reader, named, named.columns)) for named in views.VIEWS)
    yield reader.cases_waiting()
    yield reader.checklists()
    yield reader.months()
    yield reader.values_of("team")
    yield reader.made_up()
    yield reader.remembered()
    for line in reader.audits():
        yield reader.audit(line.id)
        yield reader.context(line.id)


def test_a_page_damaged_anywhere_is_said_by_whatever_reads_it_and_by_verify(path: Path) -> None:
    content = path.read_bytes()
    said = set()
    for page in range(1, len(content) // 4096):
        path.write_bytes(content[: page * 4096] + b"\xff" * 4096 + content[(page + 1) * 4096 :])
        try:
            with StoreAddress(path).read() as reader:
                list(reads(reader))
        except StoreError as error:
            said.add(error.message.partition("s.db ")[2])
        try:
            with Store.open(path, strict=False) as store:
                assert store.verify(), page
        except StoreError as error:  # a page of the schema, without which nothing can be opened
            said.add(error.message.partition("s.db ")[2])
    assert said <= {"is damaged", "has tables that cannot be read", "holds bytes that are no text"}
    assert "is damaged" in said


@pytest.mark.parametrize("flipped", range(len("frames_removed")))
def test_a_bit_flipped_in_the_name_of_a_table_is_damage_whatever_text_it_leaves(
    path: Path, flipped: int
) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"tableframes_removed") + len(b"table") + flipped] ^= 0x80
    path.write_bytes(content)
    for way in (StoreAddress(path).open, StoreAddress(path).read, lambda: Store.open(path, strict=False)):
        with pytest.raises(StoreError, match="is damaged"):
            way()


@pytest.mark.parametrize(
    "table", ["audits", "answers", "notes", "checklists", "tallies", "contributions", "desk"]
)
def test_a_table_that_is_missing_is_said_by_whatever_reads_it(path: Path, table: str) -> None:
    changed(path, f"DROP TABLE {table}")
    for way in (StoreAddress(path).open, StoreAddress(path).read):
        with pytest.raises(StoreError, match=f"changed by another program: .*{table}.* is missing"):
            way()
    with Store.open(path, strict=False) as store:
        store.rebuild()
        assert store.verify() == []
    with StoreAddress(path).read() as reader:
        assert list(reads(reader))


@pytest.mark.parametrize(
    ("table", "column"),
    [("audits", "team"), ("notes", "text"), ("tallies", "answers"), ("contributions", "answers"), ("checklists", "content")],
)  # fmt: skip
def test_bytes_that_are_no_text_are_said_by_whatever_reads_them_and_mended_by_a_rebuild(
    path: Path, table: str, column: str
) -> None:
    db = sqlite3.connect(path)
    db.execute(f"UPDATE {table} SET {column} = CAST(x'C3' AS TEXT)")
    db.commit()
    db.close()
    with StoreAddress(path).read() as reader, pytest.raises(StoreError, match=r"no text|tables that cannot"):
        list(reads(reader))
    with Store.open(path) as store:
        assert f"table {table}" in [problem.place.entry for problem in store.verify()]
        store.rebuild()
        assert store.verify() == []
        assert list(reads(store))


@pytest.mark.parametrize(("other", "which"), [("7", "min"), ("x'00'", "max")])
def test_a_key_in_which_a_flipped_bit_made_another_type_is_a_row_that_differs(
    path: Path, other: str, which: str
) -> None:
    db = sqlite3.connect(path)
    (made,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'audits'").fetchone()
    db.execute("PRAGMA writable_schema = ON")  # a flipped bit asks no column what type it takes
    for declared in (made.replace("STRICT, ", "").replace("id TEXT", "id", 1), made):
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'audits'", (declared,))
        db.execute("PRAGMA writable_schema = RESET")
        db.execute("PRAGMA writable_schema = ON")
        if declared != made:
            db.execute(f"UPDATE audits SET id = {other} WHERE id = (SELECT {which}(id) FROM audits)")
    db.commit()
    db.close()
    with Store.open(path) as store:
        assert any(
            problem.place.entry == "table audits" and problem.message.startswith("2 rows differ")
            for problem in store.verify()
        )


def test_a_flipped_bit_in_a_body_is_found_with_its_number_and_the_walk_goes_on(path: Path) -> None:
    changed(
        path,
        "UPDATE journal SET body = CAST(x'C3' || CAST(body AS BLOB) AS TEXT) WHERE seq IN (3, 9)",
        "UPDATE journal SET actor = CAST(x'C3' AS TEXT) WHERE seq = 20",
    )
    with Store.open(path) as store:
        found = [(problem.place.row, problem.message) for problem in store.verify()]
    assert found == [
        (3, "its body was altered"),
        (9, "its body was altered"),
        (20, "was altered, or the entry before it was"),
    ]


def test_entries_on_a_damaged_page_are_named_one_by_one_and_the_walk_goes_on(path: Path) -> None:
    changed(path, "UPDATE journal SET body = body || ' ' WHERE seq IN (2, (SELECT max(seq) FROM journal))")
    a_page_of_the_journal(path)
    with Store.open(path) as store:
        problems = store.verify()
        (last,) = store.db.execute("SELECT max(seq) FROM journal").fetchone()
    lost = [problem.place.row for problem in problems if problem.message == "cannot be read"]
    assert lost == list(range(lost[0], lost[-1] + 1))
    assert [problem.place.row for problem in problems if problem.message == "its body was altered"] == [
        2,
        last,
    ]
    assert 2 < lost[0] < lost[-1] < last


def test_a_journal_of_which_nothing_can_be_read_is_said_without_a_number(path: Path) -> None:
    with sqlite3.connect(path) as db:
        roots = [
            root for (root,) in db.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'journal'")
        ]
    content = path.read_bytes()
    said = set()
    for page in filter(None, roots):
        path.write_bytes(content[: (page - 1) * 4096] + bytes(4096) + content[page * 4096 :])
        with Store.open(path, strict=False) as store:
            said |= {str(problem) for problem in store.verify()}
    assert "entry journal: none of its entries can be read" in said
    assert not any(":-1" in line for line in said)


def test_a_store_that_reads_endlessly_is_refused_at_once(path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT CAST(count(*) AS TEXT) AS id FROM n"
    changed(path, "DROP TABLE origin", f"CREATE VIEW origin AS {endless}")
    for way in (StoreAddress(path).open, StoreAddress(path).read):
        with pytest.raises(StoreError, match="table origin is missing, or is not as auditui makes it"):
            way()
    with Store.open(path, strict=False) as store:
        assert "table origin" in [problem.place.entry for problem in store.verify()]
        store.rebuild()
        assert store.verify() == []


def test_a_log_that_was_lost_is_a_remark_where_this_user_wrote_more(tmp_path: Path) -> None:
    path, state = tmp_path / "s.db", tmp_path / "state"
    with Store.open(path, leases=state) as store:
        finished_audit(store, small(), team="North")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = path.read_bytes()
        finished_audit(store, small(), team="North")
    path.write_bytes(kept)
    with Store.open(path, leases=state) as store:
        (remark,) = store.verify()
    assert remark.message.startswith("the last entry this computer wrote as this desk is not here")
    assert remark.level.value == "remark"


# A disk that is full, and a place where nothing may be written.


READING = """
import resource, signal, sys
from pathlib import Path
from auditui.core.errors import StoreError
from auditui.store import Store, StoreAddress
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # as where the disk is full: nothing can be made beside the store
path = Path(sys.argv[1])
try:
    Store.open(path)
except StoreError as error:
    print(error.message.rpartition(": ")[2])
with StoreAddress(path).read() as reader:
    print(len(reader.audits()), sum(tally.number for tally in reader.tallies().judgements))
with Store.open(path, strict=False) as store:
    print(store.verify(), len(store.heads()))
"""


@pytest.mark.parametrize("log", [False, True])
def test_a_full_disk_stops_no_reading_and_no_proof(path: Path, tmp_path: Path, *, log: bool) -> None:
    if log:  # what is saved last is in the log alone, as after a kill
        with Store.open(path) as store:
            finished_audit(store, small(), team="South")
            with_log(path, path.with_name("killed.db"))
        path = path.with_name("killed.db")
    said = said_by(READING, path).splitlines()
    assert said == [
        "the disk is full or its folder cannot be written",
        f"{12 + log} {12 + log}",
        f"[] {1 + log}",
    ]


def said_by(program: str, path: Path) -> str:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, env=env, check=False
    )
    assert ran.stderr == ""
    return ran.stdout


# Logs that were left behind.


def test_the_log_of_another_store_is_refused_and_nothing_is_changed(path: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.db") as other:
        finished_audit(other, small(), team="South")
        log = path.with_name("s.db-wal")
        log.write_bytes((tmp_path / "other.db-wal").read_bytes())
        before = path.read_bytes(), log.read_bytes()
    for way in (StoreAddress(path).open, StoreAddress(path).read):
        with pytest.raises(StoreError, match="do not belong together"):
            way()
        assert (path.read_bytes(), log.read_bytes()) == before
    log.rename(tmp_path / "elsewhere")
    with Store.open(path) as store:
        assert store.verify() == []


def test_an_older_copy_laid_under_the_log_of_later_work_is_refused(path: Path, tmp_path: Path) -> None:
    older = path.read_bytes()
    with Store.open(path) as store:
        for number in range(30):
            finished_audit(store, small(), team="South", case=f"D-{number}")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finished_audit(store, small(), team="South")
        with_log(path, tmp_path / "later.db")
    (tmp_path / "later.db").write_bytes(older)
    with pytest.raises(StoreError, match="do not belong together"):
        Store.open(tmp_path / "later.db")
    assert (tmp_path / "later.db").read_bytes() == older


def test_the_log_that_a_kill_left_is_taken_over(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        finished_audit(store, small(), team="South")
        with_log(path, tmp_path / "killed.db")
    with Store.open(tmp_path / "killed.db") as store:
        assert len(store.audits()) == 13
        assert store.verify() == []


def test_a_log_whose_last_writing_was_torn_is_taken_over_without_it(path: Path, tmp_path: Path) -> None:
    """A kill between any two writes leaves a part of the last transaction, over what an earlier round of the log held."""
    killed = tmp_path / "killed.db"
    with Store.open(path) as store:
        for number in range(8):  # large enough that the store grows with the last of them
            finished_audit(store, small(), team="South", case=f"D-{number}")
        with_log(path, killed)
    log, main = killed.with_name("killed.db-wal").read_bytes(), killed.read_bytes()
    frames = (len(log) - 32) // 4120
    for lost in (1, 2, 3, 5, 8, 13, 21):
        end = 32 + 4120 * (frames - lost)
        for torn in (b"", log[end : end + 24], log[end : end + 24] + bytes(4096), log[end : end + 2000]):
            killed = tmp_path / f"killed-{lost}-{len(torn)}.db"
            killed.write_bytes(main)
            killed.with_name(killed.name + "-wal").write_bytes(log[:end] + torn)
            with Store.open(killed) as store:
                assert [problem for problem in store.verify() if problem.level.value == "error"] == []
                assert 12 <= len(list(store.audits())) <= 20
