"""An encrypted store: everything works in it, and no file of it holds a plain word."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from auditui import passphrase
from auditui.core import retention
from auditui.core.audits.entries import NoteWritten
from auditui.core.errors import AuditError, StoreError
from auditui.core.problem import Level
from auditui.figures.tallies import Selection
from auditui.store import Store, StoreAddress, backups, cipher, encrypting, purging, rescue
from damaged import with_log
from desks import rows, tables
from made import small
from recorded import audit_of, finished_audit, unpacked

PASSPHRASE = 'it\'s "four" random words; –'  # noqa: S105 - of a test
WORDS = ("zzqnotezzq", "zzqteamzzq", "C-77777", "journal", "SQLite format")


@pytest.fixture(autouse=True)
def fewer_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own number of rounds is tried once, below; here they only take time."""
    monkeypatch.setattr(cipher, "_ROUNDS", 2)
    monkeypatch.setattr(cipher, "_known", {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "s.db") as store:
        finished_audit(store, small(), team="zzqteamzzq", case="C-77777")
        store.record(NoteWritten(audit_of(store, small()), "worry", "zzqnotezzq"), by="A17")
    return tmp_path / "s.db"


def known_to(monkeypatch: pytest.MonkeyPatch, folder: Path, words: str = PASSPHRASE) -> None:
    file = folder / "passphrase"
    file.write_text(f"{words}\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv(passphrase.VARIABLE, str(file))
    monkeypatch.setattr(cipher, "_known", {})


@pytest.fixture
def encrypted(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    encrypting.encrypt(path, PASSPHRASE)
    known_to(monkeypatch, tmp_path)
    return path


def plain_words(path: Path) -> set[str]:
    files = [file for file in path.parent.rglob(f"{path.name}*") if file.is_file()]
    return {word for file in files for word in WORDS if word.encode() in file.read_bytes()}


def test_no_file_of_an_encrypted_store_holds_a_plain_word(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path.parent / "s.db.before-3").write_bytes(path.read_bytes())
    assert plain_words(path) == set(WORDS), "the test would notice them"
    encrypting.encrypt(path, PASSPHRASE)
    assert plain_words(path) == set()
    assert [file.name for file in path.parent.glob("s.db*")] == ["s.db"]
    known_to(monkeypatch, tmp_path)
    with Store.open(path) as store:
        finished_audit(store, small(), team="zzqteamzzq", case="C-77777")
        store.record(NoteWritten(audit_of(store, small()), "worry", "zzqnotezzq"), by="A17")
        assert (path.parent / "s.db-wal").stat().st_size
        assert plain_words(path) == set(), "its log included"
        assert store.db.execute("PRAGMA temp_store").fetchone() == (2,), "no temporary file"
        store.rebuild()
        assert plain_words(path) == set()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_store_is_the_same_encrypted_and_plain_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        kept, said = tables(store), rows(store)
    encrypting.encrypt(path, PASSPHRASE)
    known_to(monkeypatch, tmp_path)
    with Store.open(path) as store:
        assert (tables(store), rows(store), store.verify()) == (kept, said, [])
        with pytest.raises(Exception, match="the journal keeps every entry"):
            store.db.execute("DELETE FROM journal")
        store.record(NoteWritten(store.audits(states=("draft",))[0].id, "worry", "more"), by="A17")
        assert len(store.heads()) == 1, "it goes on as the desk it was"
        kept = tables(store)
    encrypting.decrypt(path)
    with Store.open(path) as store:
        assert (tables(store), store.verify()) == (kept, [])
    assert b"SQLite format" in path.read_bytes()


def test_everything_that_changes_the_file_works_encrypted(encrypted: Path) -> None:
    with Store.open(encrypted) as store:
        counted = store.tallies()
        purging.purge(store, retention.about_case("C-77777"), by="A17")
        assert (store.tallies(), store.audits(Selection(case="C-77777"))) == (counted, [])
        assert [problem.message.split()[1] for problem in store.verify()] == ["erased"]
    with StoreAddress(encrypted).read() as reader:
        assert len(reader.audits()) == 1


def test_a_store_of_an_older_release_is_brought_up_to_date_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = unpacked("v1", tmp_path)
    encrypting.encrypt(path, PASSPHRASE)
    known_to(monkeypatch, tmp_path)
    with Store.open(path) as store:
        assert store.audits()
    (copy,) = (tmp_path / "v1.db.backups").iterdir()
    assert b"SQLite format" not in copy.read_bytes()


def test_the_key_is_the_one_that_the_library_makes_of_a_passphrase(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_ROUNDS", 256_000)
    encrypting.encrypt(path, "three random words")
    db = cipher.library(path).connect(str(path))
    db.execute("PRAGMA key = 'three random words'")
    assert db.execute("SELECT count(*) FROM audits").fetchone() == (2,)
    db.close()


def test_a_wrong_passphrase_and_a_damaged_file_are_told_apart(
    encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = encrypted.read_bytes()
    known_to(monkeypatch, tmp_path, "another passphrase")
    with pytest.raises(StoreError, match="is encrypted, and not with this passphrase"):
        Store.open(encrypted)
    for place in (100, 4096 + 100):
        known_to(monkeypatch, tmp_path)
        encrypted.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(StoreError, match=r"The passphrase is right, and .* is damaged in 1 of its first"):
            Store.open(encrypted)
    known_to(monkeypatch, tmp_path)
    place = 20 * 4096 + 100
    encrypted.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(StoreError, match="damaged"), Store.open(encrypted) as store:
        store.rebuild()
        store.verify()


def test_backups_are_encrypted_and_brought_back(encrypted: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    made = backups.write(encrypted, kept)
    assert b"SQLite format" not in kept.read_bytes()
    with Store.open(encrypted) as store:
        store.record(NoteWritten(store.audits(states=("draft",))[0].id, "worry", "lost again"), by="A17")
    daily = backups.daily(encrypted, tmp_path / "s.db.backups", date(2026, 3, 30), 3)
    assert daily is not None
    assert b"SQLite format" not in daily.path.read_bytes()
    restored = backups.restore(kept, encrypted)
    assert restored.backup.head == made.head
    assert plain_words(encrypted) == set()
    with Store.open(encrypted) as store:
        assert len(store.audits()) == 2
    encrypting.encrypt(encrypted, "the second passphrase")
    assert not daily.path.exists(), "no copy opens with the passphrase that was given up"


def test_errors_of_the_library_that_encrypts_are_said_as_sqlites_are(encrypted: Path) -> None:
    with Store.open(encrypted) as store, Store.open(encrypted) as other:
        other.db.execute("BEGIN IMMEDIATE")
        store.db.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreError, match="is in use by another program"):
            store.record(NoteWritten(store.audits(states=("draft",))[0].id, "worry", "more"), by="A17")
        other.db.execute("ROLLBACK")


def test_a_file_that_is_no_store_is_not_taken_for_an_encrypted_one(tmp_path: Path) -> None:
    for content in (b"a list of cases\n" * 1000, b"PK\3\4" * 10):
        path = tmp_path / "no-store"
        path.write_bytes(content)
        with pytest.raises(StoreError, match="is not a SQLite file"):
            Store.open(path)


def test_without_the_extra_an_encrypted_store_is_recognised(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(StoreError, match=r"auditui\[encrypted\]"):
        Store.open(encrypted)


def test_a_store_that_is_open_elsewhere_is_not_encrypted(path: Path) -> None:
    reading = (
        "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\n"
        "db.execute('SELECT * FROM audits').fetchone()\nprint('open', flush=True)\nsys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", reading, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="is open in another program"):
            encrypting.encrypt(path, PASSPHRASE)
        assert list(path.parent.glob("s.db.making*")) == []
        other.communicate()
    encrypting.encrypt(path, PASSPHRASE)


def test_an_encryption_that_fails_leaves_the_store_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        kept = tables(store)
    for step in ("_export", "_check", "_replace"):
        with monkeypatch.context() as patched:
            patched.setattr(encrypting, step, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                encrypting.encrypt(path, PASSPHRASE)
        with Store.open(path) as store:
            assert (tables(store), store.verify()) == (kept, [])
        assert [file.name for file in path.parent.glob("s.db*")] == ["s.db"]


def test_the_old_file_is_overwritten_for_whoever_holds_it_open(path: Path) -> None:
    os.link(path, path.parent / "held")
    encrypting.encrypt(path, PASSPHRASE)
    assert set((path.parent / "held").read_bytes()) == {0}


def test_another_passphrase_replaces_the_first(
    encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypting.encrypt(encrypted, "the second passphrase")
    with Store.open(encrypted) as store:
        assert store.verify() == [], "whoever typed it is not asked for it again"
    monkeypatch.setattr(cipher, "_known", {})
    with pytest.raises(StoreError, match="not with this passphrase"):
        Store.open(encrypted)
    known_to(monkeypatch, tmp_path, "the second passphrase")
    with Store.open(encrypted) as store:
        assert store.verify() == []


def test_a_copy_of_an_encrypted_store_opens_with_its_passphrase(encrypted: Path, tmp_path: Path) -> None:
    shutil.copy(encrypted, tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as store:
        assert store.audits()


def test_a_passphrase_file_that_others_can_read_is_refused(encrypted: Path, tmp_path: Path) -> None:
    (tmp_path / "passphrase").chmod(0o644)
    with pytest.raises(StoreError, match="can be read by others"):
        Store.open(encrypted)


def test_where_nobody_can_be_asked_what_to_do_is_said(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    with pytest.raises(StoreError, match="nobody could be asked for its passphrase"):
        Store.open(encrypted)


def test_at_a_terminal_the_passphrase_is_asked_for_three_times(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    typed = iter(["wrong", "wrong again", PASSPHRASE, "w", "w", "w"])
    monkeypatch.setattr(passphrase, "getpass", lambda *_: next(typed))
    with Store.open(encrypted) as store, StoreAddress(encrypted).open():
        assert store.audits(), "and only once in a program"
    monkeypatch.setattr(cipher, "_known", {})
    with pytest.raises(StoreError, match="not with this passphrase"):
        Store.open(encrypted)


class Memory(KeyringBackend):
    """A keyring that keeps nothing beyond the test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


def test_the_keyring_opens_a_store_without_a_question(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    before = keyring.get_keyring()
    try:
        keyring.set_keyring(Memory())
        passphrase.keep(encrypted, PASSPHRASE)
        with Store.open(encrypted) as store:
            assert store.audits()
        passphrase.forget(encrypted)
        passphrase.forget(encrypted)
        monkeypatch.setattr(cipher, "_known", {})
        with pytest.raises(StoreError, match="nobody could be asked"):
            Store.open(encrypted)
    finally:
        keyring.set_keyring(before)


def test_a_new_passphrase_is_long_and_typed_the_same_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(passphrase.VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    for typed, said in (
        (["short", "short"], "at least 12"),
        (["three random words", "other"], "not the same"),
    ):
        answers = iter(typed)
        monkeypatch.setattr(passphrase, "getpass", lambda *_, answers=answers: next(answers))
        with pytest.raises(AuditError, match=said):
            passphrase.new()


def test_the_library_that_encrypts_has_errors_of_its_own(path: Path) -> None:
    """Why explained and opening catch by database_errors: the one is not the other."""
    assert not issubclass(cipher.library(path).Error, sqlite3.Error)


# Saving what can be read.


def test_all_of_an_encrypted_store_is_saved_encrypted(encrypted: Path, tmp_path: Path) -> None:
    with Store.open(encrypted) as store:
        draft = store.audits(states=("draft",))[0].id
        for size in (100, 3980, 3981, 3982, 4012, 4063, 5000, 12_000, 19_000):
            store.record(NoteWritten(draft, "worry", "zzqnotezzq" + "x" * size), by="A17")
        entries = len(rows(store))
    rescued = rescue.rescue(encrypted, tmp_path / "s.db-new")
    assert rescued == rescue.Rescued(entries, (), (), (), encrypted=True)
    assert plain_words(encrypted) == set(), "in the new file, and in all beside it"
    assert cipher.looks_encrypted((tmp_path / "s.db-new").read_bytes())
    with Store.open(tmp_path / "s.db-new") as store:
        assert store.verify() == []
        assert len(store.audits()) == 2


def test_what_is_in_the_log_alone_of_an_encrypted_store_is_saved(encrypted: Path, tmp_path: Path) -> None:
    with Store.open(encrypted) as store:
        finished_audit(store, small(), team="South", case="C-8")
        with_log(encrypted, tmp_path / "killed.db")
        entries = len(rows(store))
    assert rescue.rescue(tmp_path / "killed.db", tmp_path / "new.db").entries == entries


def test_each_page_of_an_encrypted_store_damaged_in_turn_loses_only_what_stood_on_it(
    encrypted: Path, tmp_path: Path
) -> None:
    with Store.open(encrypted) as store:
        for number in range(8):
            finished_audit(store, small(), team="South", case=f"C-{number}")
        entries = len(rows(store))
    backups.write(encrypted, tmp_path / "s.db.backups" / "kept.db")
    content = encrypted.read_bytes()
    losses = []
    for page in range(len(content) // 4096):
        encrypted.write_bytes(content[: page * 4096] + os.urandom(4096) + content[(page + 1) * 4096 :])
        found, key = rescue.readable(encrypted)
        assert key
        losses.append(entries - len({row.origin_seq for row in found}))
    assert losses[0] == 0, "the first bytes of the key are those of the backup"
    assert 0 < max(losses) <= 20
    flipped = bytearray(content)
    for at in range(3000, len(content) - 4096, 4096):
        flipped[at] ^= 1
    encrypted.write_bytes(flipped)
    found, _ = rescue.readable(encrypted)
    assert len(found) > entries // 2, "of a page that was hit in one place what is left of it"


def test_a_rescue_of_an_encrypted_store_says_what_is_missing_and_makes_nothing(
    encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new.db"
    known_to(monkeypatch, tmp_path, "another passphrase")
    with pytest.raises(StoreError, match=r"Not one page of .* opens with this passphrase"):
        rescue.rescue(encrypted, new)
    known_to(monkeypatch, tmp_path)
    for missing in ("sqlcipher3", "cryptography.hazmat.primitives.ciphers"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, missing, None)
            with pytest.raises(StoreError, match=r"auditui\[encrypted\]"):
                rescue.rescue(encrypted, new)
    monkeypatch.delenv(passphrase.VARIABLE)
    with pytest.raises(StoreError, match="nobody could be asked for its passphrase"):
        rescue.rescue(encrypted, new)
    assert not new.exists()
    assert list(tmp_path.glob(".new*")) == []


# Verifying and bringing back what is damaged or plain.


def test_a_damaged_page_of_an_encrypted_store_is_named_and_a_backup_of_it_refused(
    encrypted: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    backups.write(encrypted, kept)
    content = bytearray(kept.read_bytes())
    content[len(content) - 20 * 4096 + 100] ^= 1
    kept.write_bytes(content)
    before = encrypted.read_bytes()
    with pytest.raises(StoreError, match=r"kept\.db is damaged"):
        backups.restore(kept, encrypted)
    with pytest.raises(StoreError, match=r"kept\.db is damaged"):
        backups.write(kept, tmp_path / "another.db")
    assert encrypted.read_bytes() == before
    with Store.open(kept, strict=False) as store:
        assert [problem for problem in store.verify() if problem.level is Level.ERROR]


def test_a_plain_backup_of_a_store_that_is_encrypted_now_is_encrypted_as_it_is_brought_back(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(cipher, "_known", {})
        made = backups.write(path, tmp_path / "plain.db")
        encrypting.encrypt(path, PASSPHRASE)
    before = path.read_bytes()
    with pytest.raises(AuditError, match=r"this backup is not; it will be\. Nobody could be asked"):
        backups.restore(made.path, path)
    assert path.read_bytes() == before
    known_to(monkeypatch, tmp_path)
    damaged = bytearray(before)
    damaged[5000] ^= 1
    path.write_bytes(damaged)
    restored = backups.restore(made.path, path)
    assert restored.backup.head == made.head
    assert plain_words(path) == set(), "what is kept of the damaged one included"
    monkeypatch.setattr(cipher, "_known", {})
    with Store.open(path) as store:
        assert store.verify() == []
        assert len(store.audits()) == 2


def test_an_encrypted_backup_brought_back_in_the_place_of_a_plain_store_stays_encrypted(
    encrypted: Path, tmp_path: Path
) -> None:
    made = backups.write(encrypted, tmp_path / "kept.db")
    with Store.open(tmp_path / "other.db") as store:
        finished_audit(store, small(), team="South")
    backups.restore(made.path, tmp_path / "other.db")
    assert cipher.looks_encrypted((tmp_path / "other.db").read_bytes())
    with Store.open(tmp_path / "other.db") as store:
        assert store.verify([made.head]) == []
