from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui import places
from auditui.core.audits.entries import NoteWritten, Reason
from auditui.core.errors import AuditError
from auditui.core.problem import Level
from auditui.store import Head, Store, journal
from damaged import changed
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
    changed(path, *statements)
    with Store.open(path) as store:
        return [(problem.place.row, problem.message) for problem in store.verify()]


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


@given(st.lists(st.text(max_size=12) | st.from_regex(r"[ -~]{0,12}", fullmatch=True), min_size=5, max_size=5))
def test_the_link_is_what_the_documentation_says_whatever_is_in_the_columns(words: list[str]) -> None:
    origin, at, actor, kind, subject = (word.encode("utf-8", "replace").decode() for word in words)
    text = json.dumps([origin, 7, at, actor, kind, subject, "00" * 32], separators=(",", ":"))
    expected = hashlib.sha256(bytes(32) + text.encode()).digest()
    assert journal.link(bytes(32), origin, 7, at, actor, kind, subject, bytes(32)) == expected


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


def test_entries_of_this_desk_that_stand_in_another_order_are_named_though_the_chain_is_whole(
    path: Path,
) -> None:
    found = tamper(
        path,
        "UPDATE journal SET seq = 1000 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 5",
        "UPDATE journal SET seq = 5 WHERE seq = 1000",
    )
    assert found == [(4, "stands before an entry that was written earlier")]


def test_entries_of_another_desk_may_arrive_in_any_order(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store, Store.open(tmp_path / "other.db") as other:
        other.receive(reversed(list(journal.rows(store.db))))
        assert other.verify() == []


def test_a_removed_body_is_named(path: Path) -> None:
    assert tamper(path, "UPDATE journal SET body = NULL WHERE seq = 6") == [(6, "its body was removed")]


def test_a_cut_off_end_shows_only_against_a_head_written_down(path: Path) -> None:
    with Store.open(path) as store:
        (head,) = store.heads()
    assert tamper(path, f"DELETE FROM journal WHERE seq = {head.origin_seq}")[0][1].startswith(
        "1 row differs"
    )
    with Store.open(path) as store:
        store.rebuild()
        (remark,) = store.verify()
        assert remark.message.startswith("the last entry this computer wrote")
        shutil.rmtree(places.leases().path)  # as on another computer, or by whoever has this one too
        assert store.verify() == []
        (problem,) = store.verify([head])
        assert "missing" in problem.message
        wrong = Head(head.origin, head.origin_seq - 1, "", head.hash)
        assert "not the entry" in store.verify([wrong])[0].message


def test_tables_changed_by_hand_are_named_and_rebuilt(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE audits SET judgement = 'inadequate' WHERE state = 'finished'")
    db.commit()
    db.close()
    with Store.open(path) as store:
        (problem,) = store.verify()
        assert problem.place.entry == "table audits"
        store.rebuild()
        assert list(store.verify()) == []


def test_a_table_that_was_dropped_or_changed_in_form_is_made_again(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TABLE notes")
    db.execute("ALTER TABLE answers ADD COLUMN more TEXT")
    db.commit()
    db.close()
    with Store.open(path, strict=False) as store:
        store.rebuild()
        assert store.verify() == []


def test_the_journal_itself_refuses_deletion_and_change(path: Path) -> None:
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="keeps every entry"):
        db.execute("DELETE FROM journal WHERE seq = 3")
    with pytest.raises(sqlite3.IntegrityError, match="keeps what was said"):
        db.execute("UPDATE journal SET actor = 'A99'")
    db.close()


def test_an_entry_of_a_newer_program_is_kept_and_named_and_its_audit_is_not_changed_here(path: Path) -> None:
    with Store.open(path) as store:
        audit = store.audits(states=("draft",))[0].id
        rewritten(store, "kind = 'audit.dreamt'", where=f"kind = 'note.written' AND subject = '{audit}'")
        store.rebuild()
        remarks = store.verify()
        assert {(problem.level, problem.message) for problem in remarks} == {
            (Level.REMARK, Reason.UNKNOWN_KIND)
        }
        assert len(remarks) == 5
        with pytest.raises(AuditError, match="A newer auditui wrote part of this audit"):
            store.record(NoteWritten(audit, "reason", "x"), by="A17")


def test_an_answer_taken_out_of_a_finished_audit_is_noticed_though_all_is_chained_and_built_again(
    path: Path,
) -> None:
    with Store.open(path) as store:
        rewritten(
            store,
            "kind = 'answer.dreamt'",
            where="seq = 2 AND kind = 'answer.given' OR seq = 3 AND kind = 'answer.given'",
        )
        store.rebuild()
        errors = [problem for problem in store.verify() if problem.level is Level.ERROR]
        (audit,) = store.audits(states=("finished",))
        assert [str(problem) for problem in errors] == [
            f"entry audit {audit.id}: was finished with results that its answers do not give"
        ]


#: Bodies that a hostile or a newer program could have chained without a fault.
HOSTILE_BODIES = (
    *(
        "[]",
        "null",
        "{",
        "{}",
        '{"about": "reason"}',
        '{"about": 1, "text": "x"}',
        '{"about": NaN, "text": "x"}',
    ),
    *(
        '{"about": "reason", "text": "x", "more": 1}',
        "[" * 100_000,
        f'{{"about": {"9" * 5000}, "text": "x"}}',
    ),
    *('{"about": "reason", "text": "\\ud800"}', '{"about": "reason", "text": "x"} trailing'),
    '{"about": "reason", "text": "x", "subject": 5}',
)


@pytest.mark.parametrize("body", HOSTILE_BODIES, ids=range(len(HOSTILE_BODIES)))
def test_a_hostile_body_in_a_sound_chain_is_a_remark_and_no_traceback(path: Path, body: str) -> None:
    with Store.open(path) as store:
        rewritten(store, "body = ?", (body,), where="body LIKE '%draft 3%'")
        store.rebuild()
        (remark,) = store.verify()
        assert (remark.level, remark.message) == (Level.REMARK, Reason.UNREADABLE)
        (row,) = [row for row in journal.rows(store.db) if row.body == body]
        assert (remark.place.row, remark.place.entry) == (row.seq, f"{row.origin}:{row.origin_seq}")
        assert [line.state for line in store.audits()] == ["draft", "finished"]


def rewritten(store: Store, change: str, values: tuple[str, ...] = (), *, where: str) -> None:
    """Change entries and chain the whole journal again, as someone could who has the file and the state folder."""
    shutil.rmtree(places.leases().path)
    store.db.execute("DROP TRIGGER journal_keeps_what_was_said")
    store.db.execute("DROP TRIGGER journal_gives_up_what_was_purged")
    store.db.execute(f"UPDATE journal SET {change} WHERE {where}", values)
    before = bytes(32)
    for row in list(journal.rows(store.db)):
        digest = journal.digest_of(row.salt or b"", row.body or "")
        before = journal.link(
            before, row.origin, row.origin_seq, row.at, row.actor, row.kind, row.subject, digest
        )
        store.db.execute("UPDATE journal SET digest = ?, hash = ? WHERE seq = ?", (digest, before, row.seq))
