"""The pages of a damaged encrypted store, one by one and without SQLCipher, which reads nothing behind a page it refuses.

A page is AES-256 in CBC mode under the file's key, its initialisation vector and an HMAC behind it. What is damaged in a page
garbles 16 bytes and no more, and what is read is proved by the journal's own chain; so the HMACs only tell whether a key fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import cipher, files, traces
from auditui.store.pages import PAGE, Pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def may_be(content: bytes) -> bool:
    """Whether a file's bytes could be an encrypted store's: more than half of its pages look random, whatever became of others."""
    pages = [content[at : at + PAGE] for at in range(0, len(content) - PAGE + 1, PAGE)]
    return 2 * sum(map(cipher.looks_random, pages)) > len(pages)


def key_for(path: Path, content: bytes) -> str:
    """Return the key under which some page of a file was written, asking for its passphrase; StoreError where none fits.

    The file's first 16 bytes go into the key. Where they are damaged those of a copy of it are as good, if one is left.
    """
    from auditui import passphrase  # noqa: PLC0415 - few stores are encrypted

    _decryptor(path)
    salts = dict.fromkeys((content[: cipher.SALT], *map(_salt, traces.copies(path))))
    for offered in passphrase.offers(path):
        for salt in salts:
            key = cipher.key_from(offered, salt)
            if any(
                cipher.is_whole(content, number, bytes.fromhex(key)) for number in range(len(content) // PAGE)
            ):
                return key
    raise StoreError(
        f"Not one page of {one_line(str(path))} opens with this passphrase",
        "Try again; if you are sure of it, its first 16 bytes are gone, and nobody can read the rest without those of a"
        f" backup: put one into {one_line(files.backups(path).name)} beside it",
    )


def opened(pages: Pages, path: Path, key: str) -> Pages:
    """Return the pages of an encrypted store as plain ones; of those that are damaged what is left of them."""
    decrypt, secret = _decryptor(path), bytes.fromhex(key)[:32]

    def plain(number: int, page: bytes) -> bytes:
        start = cipher.SALT if number == 1 else 0
        if len(page) < PAGE:
            return b""
        body, vector = page[start : -cipher.RESERVED], page[-cipher.RESERVED : -cipher.MAC]
        return (files.MAGIC if start else b"") + decrypt(secret, vector, body) + bytes(cipher.RESERVED)

    content = b"".join(
        plain(at // PAGE + 1, pages.content[at : at + PAGE]) for at in range(0, len(pages.content), PAGE)
    )
    logged = {number: plain(number, page) for number, page in pages.logged.items()}
    return Pages(content, logged, PAGE - cipher.RESERVED)


def _salt(copy: Path) -> bytes:
    with copy.open("rb") as file:
        return file.read(cipher.SALT)


def _decryptor(path: Path) -> Callable[[bytes, bytes, bytes], bytes]:
    """Return what deciphers by a key and an initialisation vector; StoreError, with what to install, where it is missing."""
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    except ImportError:
        raise cipher.needs_the_extra(path) from None

    def decrypt(secret: bytes, vector: bytes, body: bytes) -> bytes:
        return Cipher(algorithms.AES(secret), modes.CBC(vector)).decryptor().update(body)

    return decrypt
