"""Encrypted stores: how one is recognised, and the key that opens it.

The file is SQLCipher's (version 4): pages of 4,096 bytes, AES-256, each with an HMAC-SHA512 of its own under a key made of
the passphrase and the file's first 16 bytes by PBKDF2 (256,000 rounds). The key is made once in a process and kept; the
HMACs tell a wrong passphrase from a damaged file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import files

if TYPE_CHECKING:
    from pathlib import Path

#: In bytes: what stands before the first page's own content, and behind that of each page (a vector and an HMAC).
SALT, MAC, RESERVED = 16, 64, 80
_PAGE = 4096
_ROUNDS = 256_000
_LOOKED_AT = 16
#: What each file that this process opened is: its key, or None for a plain one. Looking again would drop SQLite's locks on it.
_known: dict[tuple[str, int, int], str | None] = {}


def connect(path: Path, uri: str, key: str | None, seconds: float) -> Any:
    """Connect to the store at `path` by the library that encrypts; `key` is as `key_from` returns it, None for a plain file."""
    db = library(path).connect(uri, uri=True, timeout=seconds, isolation_level=None)
    db.execute("PRAGMA cipher_log_level = NONE")  # its log lines would tear the screen
    if key is not None:
        db.execute(f"PRAGMA key = \"x'{key}'\"")
    db.execute("PRAGMA temp_store = MEMORY")  # a temporary file would be plain
    return db


def library(path: Path) -> Any:
    """Return the library that encrypts; StoreError, with what to install, if it is not there."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise needs_the_extra(path) from None
    return dbapi2


def needs_the_extra(path: Path) -> StoreError:
    """Return the error of an encrypted store on a computer where nothing can decipher it."""
    return StoreError(
        f"{one_line(str(path))} is encrypted, or is to be, which needs an extra",
        "pip install 'auditui[encrypted]'",
    )


def key_of(path: Path) -> str | None:
    """Return the key of the store at `path`, asking for its passphrase the first time; None if it is not encrypted."""
    file = _identity(path)
    if file is None:
        return None
    if file not in _known and path.stat().st_size:
        _known[file] = _unlocked(path)
    return _known.get(file)


def opened(path: Path) -> bool:
    """Whether this process has the key of the store at `path`."""
    file = _identity(path)
    return file is not None and bool(_known.get(file))


def remember(path: Path, key: str | None) -> None:
    """Know of the file that is now at `path` what its key is."""
    if file := _identity(path):
        _known[file] = key


def _identity(path: Path) -> tuple[str, int, int] | None:
    """Return what tells a file from another in its place, and from one that has its number after it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return str(path.resolve()), status.st_dev, status.st_ino


def key_from(chosen: str, salt: bytes = b"") -> str:
    """Return the key that a passphrase and the first bytes of a file make, with those bytes; new ones if none are given."""
    from hashlib import pbkdf2_hmac  # noqa: PLC0415 - few stores are encrypted

    salt = salt or os.urandom(SALT)
    return (pbkdf2_hmac("sha512", chosen.encode(), salt, _ROUNDS, 32) + salt).hex()


def _unlocked(path: Path) -> str | None:
    start = _start(path)
    if not looks_encrypted(start):
        return None
    from auditui import passphrase  # noqa: PLC0415 - few stores are encrypted

    library(path)
    name = one_line(str(path))
    salt = start[:SALT]
    for known in _known.values():  # a copy has the key of what it is a copy of
        if known and known.endswith(salt.hex()):
            return known
    for offered in passphrase.offers(path):
        key = key_from(offered, salt)
        whole = [is_whole(start, number, bytes.fromhex(key)) for number in range(len(start) // _PAGE)]
        if all(whole):
            return key
        if any(whole):
            raise StoreError(
                f"The passphrase is right, and {name} is damaged in {whole.count(False)} of its first {len(whole)} pages",
                "Bring a backup back (auditui restore), or save what can be read (auditui rescue)",
            )
    raise StoreError(
        f"{name} is encrypted, and not with this passphrase",
        "Try again; if you are sure of it, the file's beginning is damaged, or it is no store: auditui restore, or rescue",
    )


def is_encrypted(path: Path) -> bool:
    """Whether there is an encrypted store at `path`, by how it looks; this process must not have it open."""
    return looks_encrypted(_start(path))


def _start(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(_LOOKED_AT * _PAGE)


def looks_encrypted(start: bytes) -> bool:
    """Whether a file begins as random bytes do."""
    return not start.startswith(files.MAGIC) and len(start) >= _PAGE and looks_random(start[:_PAGE])


def looks_random(page: bytes) -> bool:
    """Whether hardly any value of a byte is missing in a page."""
    return len(set(page)) > 240


def is_whole(start: bytes, number: int, key: bytes) -> bool:
    """Whether a page, numbered from 0, is one that was written under this key."""
    from hashlib import pbkdf2_hmac  # noqa: PLC0415 - few stores are encrypted
    from hmac import compare_digest, digest  # noqa: PLC0415

    of_macs = bytes(byte ^ 0x3A for byte in key[32:])
    mac_key = pbkdf2_hmac("sha512", key[:32], of_macs, 2, 32)
    page = start[number * _PAGE : (number + 1) * _PAGE]
    said = page[SALT if number == 0 else 0 : -MAC] + (number + 1).to_bytes(4, "little")
    return compare_digest(digest(mac_key, said, "sha512"), page[-MAC:])
