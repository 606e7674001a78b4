"""A store is kept where SQLite can keep it, and whoever holds one is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditui import places
from auditui.core.errors import StoreError
from auditui.store import Store, holders, location

MOUNTS = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:30 / /desks rw - nfs4 server:/desks rw,vers=4.2
31 30 254:1 / /desks/own rw - ext4 /dev/vdb rw
32 22 0:31 / /mnt/council\040share rw shared:5 - cifs //srv/team rw
33 22 0:32 / /mnt/c rw - 9p drvfs rw
34 22 0:33 / /mnt/ssh rw - fuse.sshfs me@host: rw
35 22 8:1 / /mnt/stick rw - fuseblk /dev/sda1 rw
36 22 0:34 / /mnt/vault rw - fuse.gocryptfs vault rw
37 22 0:35 / /mnt/over rw - nfs server:/a rw
38 22 254:2 / /mnt/over rw - xfs /dev/vdc rw
not a line at all
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//a17@server/team on /Volumes/Team Files (smbfs, nodev, nosuid, mounted by a17)
server:/x on /Volumes/x (nfs)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/desks/a17", "nfs4"),
        ("/desks/own/a17", ""),
        ("/mnt/council share/audits", "cifs"),
        ("/mnt/c/any", "9p"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/stick", ""),
        ("/mnt/vault", ""),
        ("/mnt/over", ""),
        ("/var/lib", ""),
        ("/mnt/cc", ""),
    ],
)
def test_the_network_folders_of_linux_are_known_by_what_is_mounted_there(folder: str, kind: str) -> None:
    assert location.kind_on(Path(folder), location.mounts(MOUNTS)) == kind


def test_the_computers_own_root_is_its_own_whatever_serves_it() -> None:
    assert location.kind_on(Path("/srv"), [("/", "9p")]) == ""
    assert location.kind_on(Path("/srv/x"), [("/", "9p"), ("/srv", "9p")]) == "9p"


def test_the_network_folders_of_macos_are_known_by_what_its_mount_prints() -> None:
    mounted = location.mounts_of_mac(MAC)
    kinds = [location.kind_on(Path(f"/Volumes/{name}"), mounted) for name in ("Team Files/a", "x", "y")]
    assert kinds == ["smbfs", "nfs", ""]


@pytest.mark.parametrize(
    ("folder", "who"),
    [
        ("OneDrive - Anywhere Council/audits", "OneDrive - Anywhere Council"),
        ("Dropbox/a", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-a17/My Drive", "GoogleDrive-a17"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("Nextcloud", "Nextcloud"),
        ("Dropboxes", ""),
        ("megaphone", ""),
    ],
)
def test_synchronised_folders_are_known_by_their_names(tmp_path: Path, folder: str, who: str) -> None:
    said = location.synchronised(tmp_path / folder, {})
    assert said == (f"a folder that {who} synchronises" if who else "")


@pytest.mark.parametrize("left", [".dropbox", ".stfolder"])
def test_synchronised_folders_are_known_by_what_was_left_in_them(tmp_path: Path, left: str) -> None:
    (tmp_path / "work").mkdir()
    assert location.synchronised(tmp_path / "work", {}) == ""
    (tmp_path / left).mkdir()
    assert "synchronises" in location.synchronised(tmp_path / "work", {})


def test_onedrive_tells_its_folder_by_the_environment(tmp_path: Path) -> None:
    assert "OneDrive" in location.synchronised(tmp_path / "a", {"OneDriveCommercial": str(tmp_path)})
    assert location.synchronised(tmp_path.parent, {"OneDriveCommercial": str(tmp_path)}) == ""


def test_a_store_in_a_shared_folder_is_refused_by_whatever_writes_unless_it_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Dropbox" / "s.db"
    with pytest.raises(StoreError, match=r"Dropbox synchronises.*own disk") as refused:
        Store.open(path)
    assert not path.parent.exists()
    assert "--allow-shared-folder" in str(refused.value)
    linked = tmp_path / "here"
    linked.symlink_to(tmp_path / "Dropbox")
    with pytest.raises(StoreError, match="Dropbox synchronises"):
        Store.open(linked / "s.db")
    monkeypatch.setenv(places.ALLOW_SHARED_FOLDER, "1")
    with Store.open(path) as store:
        assert store.verify() == []


def test_the_flag_allows_it(tmp_path: Path) -> None:
    store = str(tmp_path / "Dropbox" / "s.db")
    command = [sys.executable, "-m", "auditui", "--store", store]
    made = ["audit", "new", "pathway-plan", "C-1", "--team", "North", "--by", "A17"]
    assert subprocess.run([*command, *made], capture_output=True, check=False).returncode == 3
    ran = subprocess.run([*command, "--allow-shared-folder", *made], capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_another_program_that_holds_the_store_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        store.remember(auditor="A17")
    code = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    monkeypatch.setattr("auditui.store.connection.BUSY_SECONDS", 0)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with Store.open(path) as store, pytest.raises(StoreError) as refused:
            store.remember(auditor="A18")
        holder.communicate()
    said = str(refused.value)
    assert "is in use by another program" in said
    if sys.platform == "linux":  # which alone tells who it is
        assert f" (process {holder.pid}, " in said
        assert ", running since " in said
        assert ", auditor A17)" in said


def test_locks_are_read_as_linux_writes_them() -> None:
    listed = (
        "1: POSIX  ADVISORY  WRITE 4242 fe:00:1234 120 120\n2: POSIX  ADVISORY  READ 7 fe:00:1234 128 128\n"
        "2: -> POSIX  ADVISORY  WRITE 8 fe:00:1234 128 128\n3: FLOCK  ADVISORY  WRITE 9 fe:00:99 0 EOF\n"
    )
    assert holders.writers(listed) == [(4242, 1234)]
    assert holders.described(Path(os.devnull)) == ""
