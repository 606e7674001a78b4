from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from auditui.core.audits.entries import NoteWritten
from auditui.core.errors import StoreError
from auditui.store import Head, Store
from made import small
from recorded import audit_of, finished_audit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "s.db") as store:
        finished_audit(store, small(), team="North")
        audit_id = audit_of(store, small())
        for n in range(5):
            store.record(NoteWritten(audit_id, "reason", f"draft {n}"), by="A17")
    return tmp_path / "s.db"


def tamper(path: Path, *statements: str) -> list[tuple[int, str]]:
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER journal_keeps_every_entry")
    db.execute("DROP TRIGGER journal_keeps_what_was_said")
    for statement in statements:
        assert db.execute(statement).rowcount
    db.commit()
    db.close()
    with Store.open(path) as store:
        return [(finding.seq, finding.what) for finding in store.verify()]


def test_an_untouched_journal_is_intact(path: Path) -> None:
    with Store.open(path) as store:
        assert list(store.verify()) == []
        assert list(store.verify(store.heads())) == []


def test_the_chain_can_be_checked_by_anyone_from_what_the_documentation_says(path: Path) -> None:
    db = sqlite3.connect(path)
    before = bytes(32)
    for row in db.execute(
        "SELECT origin, origin_seq, at, actor, kind, subject, body, salt, digest, hash FROM journal ORDER BY origin_seq"
    ):
        *said, body, salt, digest, hashed = row
        assert digest == hashlib.sha256(salt + body.encode()).digest()
        text = json.dumps([*said, digest.hex()], separators=(",", ":"))
        assert hashed == hashlib.sha256(before + text.encode()).digest()
        before = hashed
    db.close()


def test_an_altered_body_is_named(path: Path) -> None:
    found = tamper(
        path, "UPDATE journal SET body = replace(body, 'draft 2', 'draft 9') WHERE body LIKE '%draft 2%'"
    )
    assert found == [(11, "its body was altered")]


def test_an_altered_actor_is_named(path: Path) -> None:
    assert tamper(path, "UPDATE journal SET actor = 'A18' WHERE seq = 4") == [
        (4, "was altered, or the entry before it was")
    ]


def test_a_removed_entry_is_named(path: Path) -> None:
    assert tamper(path, "DELETE FROM journal WHERE seq = 4") == [(5, "the 1 before it are missing")]


def test_reordered_entries_are_named(path: Path) -> None:
    found = tamper(
        path,
        "UPDATE journal SET origin_seq = 1000 WHERE seq = 4",
        "UPDATE journal SET origin_seq = 4 WHERE seq = 5",
        "UPDATE journal SET origin_seq = 5 WHERE seq = 4",
    )
    assert {seq for seq, _ in found} == {4, 5, 6}


def test_a_removed_body_is_named(path: Path) -> None:
    assert tamper(path, "UPDATE journal SET body = NULL WHERE seq = 6") == [(6, "its body was removed")]


def test_a_cut_off_end_shows_only_against_a_head_written_down(path: Path) -> None:
    with Store.open(path) as store:
        (head,) = store.heads()
    assert tamper(path, f"DELETE FROM journal WHERE seq = {head.origin_seq}")[0][1].startswith(
        "1 rows differ"
    )
    with Store.open(path) as store:
        store.rebuild()
        assert list(store.verify()) == []
        (finding,) = store.verify([head])
        assert "missing" in finding.what
        wrong = Head(head.origin, head.origin_seq - 1, "", head.hash)
        assert "not the entry" in next(iter(store.verify([wrong]))).what


def test_tables_changed_by_hand_are_named_and_rebuilt(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE audits SET judgement = 'inadequate' WHERE state = 'finished'")
    db.commit()
    db.close()
    with Store.open(path) as store:
        (finding,) = store.verify()
        assert finding.entry == "table audits"
        store.rebuild()
        assert list(store.verify()) == []


def test_the_journal_itself_refuses_deletion_and_change(path: Path) -> None:
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="keeps every entry"):
        db.execute("DELETE FROM journal WHERE seq = 3")
    with pytest.raises(sqlite3.IntegrityError, match="keeps what was said"):
        db.execute("UPDATE journal SET actor = 'A99'")
    db.close()


def test_an_entry_of_a_newer_program_stops_a_rebuild_and_changes_nothing(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER journal_keeps_what_was_said")
    db.execute("UPDATE journal SET kind = 'audit.dreamt' WHERE seq = 5")
    db.commit()
    db.close()
    with Store.open(path) as store:
        before = store.audits()
        with pytest.raises(StoreError, match=r"audit\.dreamt"):
            store.rebuild()
        assert store.audits() == before
