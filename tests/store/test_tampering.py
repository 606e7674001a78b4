"""What somebody who has the file can do to it, and what notices it: verify alone, or a head that was written down elsewhere."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auditui import places
from auditui.core.audits.entries import ConcernRaised, NoteWritten
from auditui.core.errors import AuditError, StoreError
from auditui.core.problem import Level
from auditui.store import Head, Store, StoreHead, journal, new_id, schema
from auditui.store.heads import parse
from damaged import GUARDS, chained_again, changed, forged
from made import small
from recorded import audit_of, finished_audit

GHOST = "f" * 12


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "s.db"
    with Store.open(path, leases=path.with_name("state")) as store:
        for number in range(3):
            finished_audit(store, small(), team="North", case=f"C-{number}")
        audit = audit_of(store, small(), case="C-9")
        store.record(ConcernRaised(new_id(), audit, "Not seen", "duty", "2026-03-02"), by="A17")
    return path


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(kept, tmp_path / "s.db"))


def rebuilt(path: Path) -> None:
    with Store.open(path, strict=False) as store:
        store.rebuild()


def found(path: Path, *heads: Head | StoreHead) -> list[str]:
    """What verify says that is no remark."""
    with Store.open(path, strict=False) as store:
        return [problem.message for problem in store.verify(heads) if problem.level is Level.ERROR]


def sql(*statements: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        changed(path, *statements)

    return run


#: What verify notices without knowing more than the file.
NOTICED: dict[str, tuple[Callable[[Path], None], str]] = {
    "an entry removed": (sql("DELETE FROM journal WHERE seq = 5"), "the 1 before it are missing"),
    "a body altered": (sql("UPDATE journal SET body = replace(body, 'met', 'not') WHERE seq = 3"), "its body was altered"),
    "a body removed": (sql("UPDATE journal SET body = NULL WHERE seq = 3"), "its body was removed"),
    "an actor altered": (sql("UPDATE journal SET actor = 'A99' WHERE seq = 3"), "was altered, or the entry before it was"),
    "a time altered": (sql("UPDATE journal SET at = '2020' || substr(at, 5) WHERE seq = 3"), "was altered, or the entry"),
    "an origin altered": (sql("UPDATE journal SET origin = 'a' WHERE seq = 3"), "the 2 before it are missing"),
    "a tail cut": (sql("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"), "row differs"),
    "a judgement altered": (sql("UPDATE audits SET judgement = 'good'"), "rows differ"),
    "tallies altered": (sql("UPDATE tallies SET answers = '[]'"), "rows differ"),
    "an index dropped": (sql("DROP INDEX audits_case"), "is missing"),
    "an index added": (sql("CREATE INDEX mine ON answers (value)"), "is an index that auditui does not make"),
    "a column added": (sql("ALTER TABLE notes ADD COLUMN more TEXT"), "is not as auditui makes it"),
    "a table replaced by a view": (
        sql("ALTER TABLE concerns RENAME TO hidden", "CREATE VIEW concerns AS SELECT * FROM hidden WHERE 0"),
        "is not as auditui makes it",
    ),
    "a trigger that eats concerns": (
        sql("CREATE TRIGGER eats AFTER INSERT ON concerns BEGIN DELETE FROM concerns WHERE id = new.id; END"),
        "is a trigger that auditui does not make",
    ),
    "guards dropped": (lambda path: changed(path, guarded=False), "is missing"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOTICED)
def test_verify_notices(path: Path, kind: str) -> None:
    tamper, words = NOTICED[kind]
    assert found(path) == []
    tamper(path)
    assert any(words in message for message in found(path)), found(path)


@pytest.mark.parametrize("altered", ["origin_seq = '3x'", "hash = 'x'", "at = x'00'", "subject = 7"])
def test_an_entry_in_which_a_flipped_bit_made_another_type_is_named(path: Path, altered: str) -> None:
    with Store.open(path) as store:
        entries, own = store.db.execute("SELECT * FROM journal").fetchall(), store.origin
    db = sqlite3.connect(":memory:")
    db.execute(
        f"CREATE TABLE journal ({', '.join(journal.Row._fields)})"
    )  # which takes every type, as a file does
    db.executemany(f"INSERT INTO journal VALUES ({', '.join('?' * 11)})", entries)
    assert list(journal.verify(db, own, [])) == []
    db.execute(f"UPDATE journal SET {altered} WHERE seq = 3")
    assert "cannot be read" in [problem.message for problem in journal.verify(db, own, [])]
    db.close()


# What only a head written down elsewhere shows.


def everything_made_anew(path: Path) -> None:
    changed(path, "UPDATE journal SET actor = 'A12'")
    chained_again(path)
    rebuilt(path)


def cut_and_built_again(path: Path) -> None:
    changed(path, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    rebuilt(path)


def a_desk_slipped_in(path: Path) -> None:
    """Backdate another judgement by a desk that never was, which takes the audit over first."""
    with Store.open(path) as store:
        line = next(line for line in store.audits() if line.state == "finished")
        finish = next(r for r in store.history(line.id) if r.entry.kind == "audit.finished")
        before = store.history(line.id)[-2]
    forged(
        path,
        GHOST,
        (finish.at, "subject.taken", line.id, f'{{"head":"{before.hash.hex()}","home":"{finish.origin}","reason":"x"}}'),
        (finish.at, "judgement.given", line.id, '{"grade":"inadequate"}'),
    )  # fmt: skip
    rebuilt(path)


def a_whole_desk_removed(path: Path) -> None:
    changed(path, f"DELETE FROM journal WHERE origin = '{GHOST}'")
    rebuilt(path)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (everything_made_anew, "is not the entry that was written down as the head"),
        (cut_and_built_again, "was written down as the head and is missing"),
        (a_desk_slipped_in, "no head that was written down covers this desk, of 2 entries"),
    ],
)
def test_a_head_written_down_shows_what_verify_alone_cannot(
    path: Path, tamper: Callable[[Path], None], words: str
) -> None:
    with Store.open(path) as store:
        heads, whole = store.heads(), store.head()
    tamper(path)
    assert found(path) == []
    assert any(words in message for message in found(path, *heads)), found(path, *heads)
    assert found(path, whole)
    assert found(path, parse(str(whole))) == found(path, whole)


def test_a_desk_that_vanished_is_shown_by_a_head_of_the_store(path: Path) -> None:
    forged(path, GHOST, ("2026-03-02T09:00:00.000Z", "frame.imported", "x", "{}"))
    rebuilt(path)
    with Store.open(path) as store:
        whole = store.head()
    a_whole_desk_removed(path)
    assert found(path) == []
    assert found(path, whole) == [
        f"the first {whole.place} entries are not those of the store head that was written down"
    ]


def test_entries_slipped_in_before_a_head_of_another_desk_are_dated(path: Path) -> None:
    with Store.open(path) as store:
        heads = store.heads()
    forged(path, GHOST, ("2001-03-02T09:00:00.000Z", "frame.imported", "x", "{}"))
    assert found(path, *heads)[0].startswith("no head that was written down covers this desk")
    assert found(path, *heads)[1].startswith("is dated before the head of another desk")


def test_a_store_head_covers_what_was_there_and_all_later_work_is_no_finding(path: Path) -> None:
    with Store.open(path, leases=path.with_name("a")) as store:  # a copy: this begins a desk of its own
        finished_audit(store, small(), team="South")
        whole = store.head()
        assert len(store.heads()) == 2
        finished_audit(store, small(), team="South", case="C-77")
        assert [p for p in store.verify([whole]) if p.level is Level.ERROR] == []
        assert parse(str(whole)) == whole


def test_entries_that_are_not_their_subjects_writers_change_nothing(path: Path) -> None:
    with Store.open(path) as store:
        before = store.audits()
        line = next(line for line in before if line.state == "finished")
    forged(
        path,
        GHOST,
        (line.finished_at, "audit.reopened", line.id, '{"reason":"x"}'),
        (line.finished_at, "judgement.given", line.id, '{"grade":"inadequate"}'),
    )
    rebuilt(path)
    with Store.open(path) as store:
        assert store.audits() == before
        assert [problem.place.entry for problem in store.verify() if problem.place.row] == [
            f"{GHOST}:1",
            f"{GHOST}:2",
        ]


@pytest.mark.parametrize("text", ["", "store", "store:x:ff", "store:3:xyz", "abc:1:0", "a" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(AuditError, match="no journal head"):
        parse(text)


# Nothing is called saved that is not.

EATS = "CREATE TRIGGER eats AFTER INSERT ON journal WHEN new.kind = 'concern.raised' BEGIN {}; END"


def concern(store: Store) -> None:
    store.record(ConcernRaised(new_id(), store.audits()[0].id, "Not seen", "duty", "2026-03-02"), by="A17")


@pytest.mark.parametrize(
    "planted",
    [
        EATS.format("DELETE FROM journal WHERE seq = new.seq"),
        EATS.format("UPDATE journal SET body = '{}' WHERE seq = new.seq"),
        "CREATE TRIGGER eats AFTER INSERT ON concerns BEGIN DELETE FROM concerns WHERE id = new.id; END",
    ],
)
def test_a_planted_trigger_stops_the_opening_and_a_window_that_is_open(path: Path, planted: str) -> None:
    with Store.open(path) as store:
        concern(store)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute(f"DROP TRIGGER {GUARDS[0]}")
        other.execute(planted)
        other.close()
        before = store.heads()
        with pytest.raises(StoreError, match="changed by another program"):
            concern(store)
        assert store.heads() == before
    with pytest.raises(StoreError, match="trigger eats is a trigger that auditui does not make"):
        Store.open(path)
    with Store.open(path, strict=False) as store:
        store.rebuild()
        assert store.verify() == []
        concern(store)
        assert len(store.concerns()) == 3


@pytest.mark.parametrize(
    "eaten", ["DELETE FROM journal WHERE seq = new.seq", "UPDATE journal SET body = '' WHERE seq = new.seq"]
)
def test_what_cannot_be_read_back_is_not_called_saved(
    path: Path, eaten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A trigger of this connection alone stands in no schema; what it does shows only in what is read back.
    with Store.open(path) as store:
        before = store.heads()
        for guard in GUARDS:
            store.db.execute(f"DROP TRIGGER {guard}")
        store.db.execute(
            EATS.format(eaten)
            .replace("TRIGGER eats", "TEMP TRIGGER eats")
            .replace("ON journal", "ON main.journal")
        )
        monkeypatch.setattr("auditui.store.form.insist", lambda *_, **__: None)
        with pytest.raises(StoreError, match="cannot be read back, so nothing was saved"):
            concern(store)
        assert store.heads() == before
        store.record(NoteWritten(store.audits(states=("draft",))[0].id, "worry", "kept"), by="A17")


def test_what_an_analyst_adds_is_a_remark_and_hinders_nobody(path: Path) -> None:
    changed(
        path,
        "CREATE TABLE mine (a TEXT)",
        "CREATE INDEX mine_a ON mine (a)",
        "CREATE VIEW my_teams AS SELECT team FROM audits",
    )
    with Store.open(path) as store:
        finished_audit(store, small(), team="South", case="C-8")
        remarks = {p.place.entry: p.message for p in store.verify() if p.level is Level.REMARK}
        assert (
            remarks["table mine"]
            == remarks["view my_teams"]
            == "is not made by auditui, and nothing here reads it"
        )
        store.rebuild()
        assert store.db.execute("SELECT count(*) FROM mine").fetchone() == (0,)


def test_the_state_folder_notices_entries_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with Store.open(path) as store:
        finished_audit(store, small(), team="South")
    everything_made_anew(path)
    with Store.open(path) as store:
        assert [p.message for p in store.verify() if "made anew" in p.message]
    shutil.rmtree(places.leases().path)
    with Store.open(path) as store:
        assert [p.message for p in store.verify() if "made anew" in p.message] == []


def test_a_window_of_an_older_program_says_that_a_newer_one_has_updated_the_store(path: Path) -> None:
    with Store.open(path) as store:
        concern(store)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("DROP TABLE set_aside")
        other.execute("PRAGMA user_version = 99")
        other.close()
        with pytest.raises(StoreError, match="Another version of auditui has updated the store"):
            concern(store)


def test_a_store_whose_guard_an_older_program_made_is_brought_up_to_date(tmp_path: Path) -> None:
    path = _with_guard_of_before(tmp_path)
    with Store.open(path) as store:
        assert not [problem for problem in store.verify() if problem.level is Level.ERROR]


def test_a_trigger_that_only_bears_the_guards_name_is_refused_in_an_older_store_too(tmp_path: Path) -> None:
    path = _with_guard_of_before(
        tmp_path,
        "DROP TRIGGER {guard}",
        "CREATE TRIGGER {guard} BEFORE UPDATE OF body ON journal BEGIN DELETE FROM desk; END",
    )
    with pytest.raises(StoreError, match="is a trigger that auditui does not make"):
        Store.open(path)


def _with_guard_of_before(folder: Path, *statements: str) -> Path:
    """Return a store of an older schema, whose guard knew fewer kinds of entry, after further statements."""
    path = folder / "older.db"
    with Store.open(path) as store:
        audit_of(store, small())
    kinds = re.compile(r"OLD\.kind IN \([^)]*\)")
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"DROP TRIGGER {schema.GUARD}")
        db.execute(kinds.sub("OLD.kind IN ('subjects.purged')", schema.guard()))
        db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION - 1}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (f"tables_{schema.SCHEMA_VERSION}",))
        for statement in statements:
            db.execute(statement.format(guard=schema.GUARD))
        db.commit()
    return path
