"""Where a store lies: whether its folder is shared with other computers, over a network or by a program that synchronises.

SQLite's log works on one computer's own disk only: over a network its locks and its shared memory do not hold, and a
program that synchronises copies the file without its log. Both lose what was saved, and say nothing.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from auditui import places
from auditui.core.errors import StoreError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_NETWORK = {
    *(
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "9p",
        "afs",
        "ncpfs",
        "webdav",
        "davfs",
    ),
    *("ceph", "glusterfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2", "orangefs", "fuse"),
}
#: Programs that mount a disk of this very computer by FUSE.
_LOCAL_FUSE = {
    "gocryptfs",
    "cryfs",
    "encfs",
    "bindfs",
    "mergerfs",
    "ntfs-3g",
    "exfat",
    "ext2",
    "apfs",
    "zfs",
    "unionfs",
}
_FOLDERS = re.compile(
    r"(onedrive|dropbox|google ?drive|icloud ?drive|nextcloud|owncloud|box sync|mega|pcloud ?drive|synologydrive|"
    r"cloudstorage|mobile documents)(?:$| - | \(|-)"
)
_SPELLED = {"cloudstorage": "a cloud drive", "mobile documents": "iCloud Drive"}
#: What programs that synchronise leave in the folder they synchronise.
_LEFT_BEHIND = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}


def refuse_shared(path: Path) -> None:
    """Refuse to write to a store in a folder that is shared with other computers; StoreError says why and what to do."""
    if os.environ.get(places.ALLOW_SHARED_FOLDER):
        return
    folder = Path(os.path.realpath(path.parent))
    where = network(folder) or synchronised(folder, os.environ)
    if where:
        raise StoreError(
            f"{one_line(str(path))} lies on {where}, where what is saved can be lost without a word",
            "Keep the store on this computer's own disk and send backups there (auditui backup);"
            f" --allow-shared-folder, or {places.ALLOW_SHARED_FOLDER}=1, opens it all the same",
        )


def network(folder: Path) -> str:
    """Return what kind of network folder this is, in words; "" for a folder of this computer's own disks."""
    if sys.platform == "win32":
        return _network_drive(folder)
    kind = kind_on(folder, _mounted_by_mac() if sys.platform == "darwin" else _mounted())
    return f"a network folder ({kind})" if kind else ""


def kind_on(folder: Path, mounted: list[tuple[str, str]]) -> str:
    """Return the file system's name where `folder` is on a network's; `mounted` are places and kinds, the last on top."""
    kind, depth, above = "", 0, f"{folder.as_posix()}/"
    for place, on_it in mounted:
        # The computer's own root counts as its own, whatever serves it: there is nowhere else on it.
        if place != "/" and len(place) >= depth and above.startswith(f"{place}/"):
            kind, depth = on_it, len(place)
    fuse, _, program = kind.partition(".")
    return kind if fuse in _NETWORK and program not in _LOCAL_FUSE else ""


def _mounted() -> list[tuple[str, str]]:
    """Return Linux's list of what is mounted where; nothing where there is no such list."""
    try:
        return mounts(Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape"))
    except OSError:
        return []


def mounts(mountinfo: str) -> list[tuple[str, str]]:
    """Read /proc/self/mountinfo: the place and the kind of each line."""
    found = []
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) > 4 and kinds[0]:
            place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
            found.append((place, kinds[0]))
    return found


def _mounted_by_mac() -> list[tuple[str, str]]:
    """Return macOS's list of what is mounted where."""
    import subprocess  # noqa: PLC0415 - on macOS only

    try:
        listed = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, timeout=2, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return mounts_of_mac(listed)


def mounts_of_mac(listed: str) -> list[tuple[str, str]]:
    """Read what macOS's mount prints: ``//a@server/team on /Volumes/team (smbfs, nodev)``."""
    return re.findall(r"(?m)^.*? on (/.*) \((\w+)[,)].*$", listed)


def _network_drive(folder: Path) -> str:
    """Return what Windows says of the drive: a share by its name, or a letter that stands for one."""
    drive = folder.drive
    if drive.startswith("\\\\"):
        return "a network folder"
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows only

        remote = 4
        if ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == remote:
            return f"a network drive ({drive})"
    return ""


def synchronised(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the program that synchronises a folder, by names, by what it left in it, and by what it tells; "" for none."""
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        if (told := environ.get(variable)) and folder.is_relative_to(Path(told)):
            return "a folder that OneDrive synchronises"
    home = Path.home()
    for part in (folder, *folder.parents):
        if named := _FOLDERS.match(part.name.casefold()):
            return f"a folder that {_SPELLED.get(named[1], one_line(part.name, 40))} synchronises"
        if part == home:
            continue
        for name, program in _LEFT_BEHIND.items():
            if (part / name).exists():
                return f"a folder that {program} synchronises"
    return ""
