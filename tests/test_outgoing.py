"""What leaves is written whole or not at all, over nothing that was not meant, and never over a store."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from auditui import outgoing
from auditui.core.errors import AuditError
from auditui.store import Store


def test_a_new_file_is_private_whatever_the_umask_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        outgoing.write(tmp_path / "page.html", b"<p>")
    finally:
        os.umask(before)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600


def test_what_is_there_stays_unless_it_is_forced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    with pytest.raises(AuditError, match="is there already"):
        outgoing.write(path, b"new")
    assert path.read_bytes() == b"old"
    outgoing.write(path, b"new", force=True)
    assert path.read_bytes() == b"new"


def test_a_file_that_appears_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, really = tmp_path / "page.html", os.fsync

    def fsync(file: int) -> None:
        path.write_bytes(b"another's")
        really(file)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(AuditError, match="is there already"):
        outgoing.write(path, b"mine")
    assert path.read_bytes() == b"another's"
    assert [left.name for left in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
@pytest.mark.parametrize("name", ["s.db", "s.db-wal", "s.db-shm", "link.html"])
def test_a_store_and_what_belongs_to_it_are_never_written_over(
    tmp_path: Path, name: str, *, is_open: bool, force: bool
) -> None:
    path = tmp_path / "s.db"
    store = Store.open(path)
    (tmp_path / "link.html").symlink_to(path)
    if not is_open:
        store.close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not is_open}
    with pytest.raises(AuditError, match="is a store, or part of one"):
        outgoing.write(tmp_path / name, b"x", force=force)
    assert before == {file.name: file.read_bytes() for file in tmp_path.iterdir() if not is_open}
    store.close()
    with Store.open(path, create=False) as store:
        assert [problem for problem in store.verify() if problem.level == "error"] == []


def test_the_usual_store_is_never_written_over_whatever_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"a file that nobody can read without its key")
    monkeypatch.setenv("AUDITUI_STORE", str(path))
    with pytest.raises(AuditError, match="is a store, or part of one"):
        outgoing.write(path, b"x", force=True)


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    code = (
        "import resource, sys; from pathlib import Path; from auditui import outgoing\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "outgoing.write(Path(sys.argv[1]), b'x' * 100_000, force=True)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "cannot be written" in ran.stderr
    assert path.read_bytes() == b"old"
    assert [left.name for left in tmp_path.iterdir()] == ["page.html"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "page.html")
    outgoing.write(tmp_path / "link.html", b"one")
    outgoing.write(tmp_path / "link.html", b"two", force=True)
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").read_bytes() == b"two"


def test_a_folder_and_a_place_that_is_none_are_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "page.html"):
        with pytest.raises(AuditError, match=r"is there already|cannot be written"):
            outgoing.write(path, b"x")
        with pytest.raises(AuditError, match="cannot be written"):
            outgoing.write(path, b"x", force=True)


def test_a_device_takes_what_is_written_to_it() -> None:
    outgoing.write(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("kilobytes", [100, 250, 400, 550, 10_000])
def test_a_made_up_council_is_whole_or_not_there(tmp_path: Path, kilobytes: int) -> None:
    """A file may not grow beyond so many kilobytes, as on a disk that fills; SQLite's log meets that first."""
    path = tmp_path / "council" / "m.db"
    command = [sys.executable, "-m", "auditui", "demo", "--no-ui", "--audits", "12", "--store", str(path)]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2)

    ran = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limited)
    left = sorted(file.name for file in path.parent.iterdir())
    if ran.returncode == 0:
        assert left == ["m.db"]
        with Store.open(path) as store:
            assert store.verify() == []
            assert store.made_up()
    else:
        assert (ran.returncode, left) == (3, [])
        assert len([line for line in ran.stderr.splitlines() if line.startswith("auditui: ")]) == 1
    assert (ran.returncode == 0) == (kilobytes == 10_000)


def test_what_looks_like_an_encrypted_store_is_not_written_over_and_an_earlier_workbook_is(
    tmp_path: Path,
) -> None:
    random = os.urandom(8192)
    (tmp_path / "s.db").write_bytes(random)
    with pytest.raises(AuditError, match="is a store, or part of one"):
        outgoing.write(tmp_path / "s.db", b"x", force=True)
    assert (tmp_path / "s.db").read_bytes() == random
    (tmp_path / "page.docx").write_bytes(b"PK\x03\x04" + random)
    outgoing.write(tmp_path / "page.docx", b"x", force=True)
    assert (tmp_path / "page.docx").read_bytes() == b"x"


def filled(path: Path, *names: str, force: bool = False) -> None:
    with outgoing.folder(path, {"a.csv", "b.csv"}, force=force) as folder:
        for name in names:
            (folder / name).write_text(name)


def test_a_folder_and_its_files_are_private_and_stand_there_at_once(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with outgoing.folder(tmp_path / "data", {"a.csv"}) as folder:
            (folder / "a.csv").write_text("1")
            assert not (tmp_path / "data").exists()
    finally:
        os.umask(before)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "a.csv").stat().st_mode) == 0o600


def test_a_folder_gives_way_only_to_force_and_only_where_it_holds_the_same_files(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.mkdir()
    filled(path, "a.csv", "b.csv")  # an empty one is nobody's
    with pytest.raises(AuditError, match="is there already"):
        filled(path, "a.csv")
    filled(path, "a.csv", force=True)
    assert [file.name for file in path.iterdir()] == ["a.csv"]
    (path / "thesis.docx").write_text("mine")
    with pytest.raises(AuditError, match="holds other files"):
        filled(path, "a.csv", force=True)
    assert sorted(file.name for file in path.iterdir()) == ["a.csv", "thesis.docx"]
    assert [left.name for left in tmp_path.iterdir()] == ["data"]


def test_what_stops_the_filling_of_a_folder_leaves_nothing_and_the_old_one_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "data"
    filled(path, "a.csv")
    with pytest.raises(RuntimeError), outgoing.folder(path, {"a.csv"}, force=True) as folder:
        (folder / "a.csv").write_text("half")
        raise RuntimeError
    assert (path / "a.csv").read_text() == "a.csv"
    assert [left.name for left in tmp_path.iterdir()] == ["data"]


def test_a_folder_is_no_file_and_its_place_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AuditError, match="is no folder"):
        filled(tmp_path / "file", force=True)
    with pytest.raises(AuditError, match="cannot be written"):
        filled(tmp_path / "nowhere" / "data")
