"""Files that abort, panic, loop or fill the memory of what reads them are one line here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import foreign_files
from auditui.core.errors import AuditError
from auditui.intake import case_list, foreign, workbook
from auditui.intake.sheets import CASE_LIST, CHECKLIST, Refused, decode

DAY = date(2026, 3, 31)
#: Seeds of `foreign_files.mutated` at which the library panics, or asks for gigabytes and is aborted.
PANICS, ABORTS = (1, 12, 64, 85, 98, 111), (18, 34, 36, 59, 78, 107)


def outcome(path: Path, content: bytes) -> str:
    """Read a file as a case list; return the line that refuses it, empty where it was read."""
    path.write_bytes(content)
    try:
        case_list.read(path, case_list.Asked(DAY))
    except AuditError as error:
        refused = error
    else:
        return ""
    assert (refused.code, "\n" in str(refused), bool(refused.hint)) == (2, False, True)
    assert refused.message.startswith(path.name)
    return str(refused)


@pytest.mark.parametrize("make", [foreign_files.xls, foreign_files.xlsx, foreign_files.ods])
def test_a_sound_workbook_of_each_kind_is_read(tmp_path: Path, make: object) -> None:
    path = tmp_path / "list.bin"
    path.write_bytes(make())  # type: ignore[operator]
    (found,) = case_list.read(path, case_list.Asked(DAY)).lists
    assert [(case.ref, case.team, case.event) for case in found.cases][:2] == [
        ("C-1", "North", "2026-01-01"),
        ("C-2", "North", "2026-01-02"),
    ]
    assert len(found.cases) == 8


@pytest.mark.parametrize("seed", [*PANICS, *ABORTS])
def test_a_workbook_that_ends_its_reader_is_one_line(tmp_path: Path, seed: int) -> None:
    said = outcome(tmp_path / "list.xls", foreign_files.mutated(foreign_files.xls(), seed))
    assert "cannot be read: it is damaged" in said


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [foreign_files.xlsx, foreign_files.ods])
def test_a_changed_archive_is_read_or_one_line(tmp_path: Path, make: object, seed: int) -> None:
    outcome(tmp_path / "list.xlsx", foreign_files.mutated(make(), seed))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (foreign_files.repeated(20_000, 5_000), "has a cell far outside its list"),
        (foreign_files.repeated(1, 999_999_999), "has a cell far outside its list"),
        (foreign_files.far_away("XFD", 1_048_576), "has a cell far outside its list"),
        (foreign_files.one_string_often(32_000, 60_000), "cannot be read: it is damaged, or needs more memory"),
        (foreign_files.lying_size(150_000_000), "cannot be read|is not a workbook|holds no case list"),
        (b"Reference," + b"," * 6_000_000, "has a cell far outside its list"),
    ],
    ids=["repeated", "repeated-columns", "far", "one-string", "lying", "commas"],
)  # fmt: skip
def test_what_is_far_larger_than_it_looks_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    assert re.search(words, outcome(tmp_path / "list.bin", content))


def test_no_small_file_takes_more_than_300_megabytes(tmp_path: Path) -> None:
    """What a reader took is asked of the system, in a process that starts these readers alone."""
    code = (
        "import resource, sys; from pathlib import Path; from auditui.intake import workbook\n"
        "from auditui.core.errors import AuditError\n"
        "for name in sys.argv[1:]:\n"
        "    try: workbook.read(Path(name))\n"
        "    except AuditError: pass\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    bombs = {
        "abort": foreign_files.mutated(foreign_files.xls(), ABORTS[0]),
        "often": foreign_files.one_string_often(32_000, 60_000),
        "lying": foreign_files.lying_size(150_000_000),
    }
    for name, content in bombs.items():
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-c", code, *(str(tmp_path / name) for name in bombs)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert 5 < int(ran.stdout) < 300


def test_a_file_of_each_size_has_its_memory_and_time() -> None:
    assert CHECKLIST.memory(0) <= 300 * 2**20
    assert CASE_LIST.memory(100 * 2**20) <= 2**30
    assert CASE_LIST.seconds(6_000) < 5 < CASE_LIST.seconds(3 * 2**20)


@pytest.mark.parametrize("said", [b"", b"\0", b"\0\0\0\5ab", b"\xff\xff\xff\xff", b"\0\0\0\1\xc1"])
def test_a_reader_that_says_nonsense_or_nothing_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    speaker = tmp_path / "speaker"
    speaker.write_text(f"#!{sys.executable}\nimport sys; sys.stdout.buffer.write({said!r})\n")
    speaker.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(speaker))
    assert "cannot be read: it is damaged" in outcome(tmp_path / "list.csv", b"Reference\nC-1\n")


def test_a_reader_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speaker = tmp_path / "speaker"
    speaker.write_text(f"#!{sys.executable}\nimport signal; signal.pause()\n")
    speaker.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(speaker))
    monkeypatch.setattr(workbook, "_TO_BEGIN", -2 * CASE_LIST.seconds(0))
    assert "needs more memory and time" in outcome(tmp_path / "list.csv", b"Reference\nC-1\n")


def test_a_module_of_the_folder_somebody_works_in_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("csv.py", "zipfile.py", "auditui.py"):
        (tmp_path / name).write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    assert outcome(tmp_path / "list.xlsx", foreign_files.xlsx()) == ""


@pytest.mark.parametrize("name", ["pipe", "folder", "/dev/zero"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(AuditError, match=r"is no file|cannot be read"):
        workbook.read(tmp_path / name)


def test_the_last_frame_of_a_refused_file_says_why() -> None:
    frames: list[bytes] = []
    foreign.send(b"\x89PNG\0", CASE_LIST, frames.append)
    refused = decode(frames[-1][4:])
    assert isinstance(refused, Refused)
    assert refused.what == "is neither a workbook nor a text file"
