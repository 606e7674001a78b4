"""The first names that are known: those the program brings, and those that case lists taught it.

What a list taught is kept as keyed hashes (BLAKE2b, 8 bytes) in a file of the user's state folder; the key, 32 random bytes, is
in the store. So neither a copied store nor that file alone tells a name. Whoever has both can try out names: first names are few,
and a hash of one is found in no time. An encrypted store keeps its key as it keeps all else.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from auditui import places
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from auditui.core.audits.entries import Entry
    from auditui.core.identifiers import Identifier

_KEY, _ALLOWED = "names_key", "no_people"
#: The fields of entries that are written by people.
TEXTS = ("text", "what", "owner", "told", "reason", "answer", "proof")
_BYTES = 8
#: The key of the store that is open.
_key = b""


class _Remembers(Protocol):
    def remembered(self) -> dict[str, str]: ...
    def remember(self, **session: str) -> None: ...


@cache
def brought() -> frozenset[str]:
    """Return the first names of the list that comes with the program, folded."""
    from importlib import resources  # noqa: PLC0415 - every command knows of names, and few are asked for one

    text = (resources.files("auditui") / "first-names.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def known(word: str) -> bool:
    """Whether a folded word is a first name, or a name that a list of this store held."""
    taught = _taught()
    return word in brought() or (bool(taught) and _hash(word, _key) in taught)


def find(text: str) -> list[Identifier]:
    """Return what in a text looks as if it could point to a person, with all names that are known."""
    from auditui.core import identifiers  # noqa: PLC0415 - as above

    return identifiers.find(text, known)


def warning(text: str) -> str:
    """Say what in a text looks like a person, in a line; empty where nothing does."""
    people = find(text)
    if not people:
        return ""
    parts = ", ".join(f"{one_line(text[one.start : one.end], 40)!r} ({one.what})" for one in people[:3])
    return f"looks like a person: {parts}; write {people[0].neutral!r} instead"


def warnings(*entries: Entry) -> list[str]:
    """Say of each text that entries hold what in it looks like a person; nothing is held back for it."""
    texts = [
        text for entry in entries for field in TEXTS if isinstance(text := getattr(entry, field, ""), str)
    ]
    return [f"This {said}" for text in texts if text and (said := warning(text))]


def named_references(refs: Iterable[str]) -> list[str]:
    """Return the words in case references that are first names, each once: the LEE of LEE 2011 is a child's more often than a system's."""
    words = {word for ref in refs for word in re.findall(r"[A-Za-z]{3,}", ref)}
    return sorted(word for word in words if known(word.casefold()))


def doubtful(remembered: dict[str, str], words: str) -> str:
    """Say what in a team or category looks like a person; empty where nothing does, or somebody said that it is none."""
    return "" if words.casefold() in json.loads(remembered.get(_ALLOWED, "[]")) else warning(words)


def allow(store: _Remembers, *words: str) -> None:
    """Remember that these teams or categories are no people."""
    before = json.loads(store.remembered().get(_ALLOWED, "[]"))
    store.remember(**{_ALLOWED: json.dumps(sorted({*before, *(word.casefold() for word in words)}))})


def use(remembered: dict[str, str]) -> None:
    """Know what the case lists of the store that remembers this have taught; it is read once a word is asked about."""
    global _key  # noqa: PLW0603 - one store is open at a time
    _key = bytes.fromhex(remembered.get(_KEY, ""))
    _taught.cache_clear()


@cache
def _taught() -> frozenset[bytes]:
    """Return the hashes of what the lists of the store that is open have taught."""
    return _read(_file(_key)) if _key else frozenset()


def learn(store: _Remembers, names: Iterable[str]) -> int:
    """Remember folded names beside those known already; return how many are new. Nothing is learnt where that cannot be written."""
    new = {name for name in names if name not in brought()}
    if not new:
        return 0
    key = bytes.fromhex(store.remembered().get(_KEY, "")) or os.urandom(32)
    store.remember(**{_KEY: key.hex()})
    before = _read(_file(key))
    hashes = before | {_hash(name, key) for name in new}
    _write(_file(key), b"".join(sorted(hashes)))
    use(store.remembered())
    return len(hashes) - len(before)


def forget(store: _Remembers) -> None:
    """Forget all that lists have taught."""
    if key := bytes.fromhex(store.remembered().get(_KEY, "")):
        _file(key).unlink(missing_ok=True)
        store.remember(**{_KEY: ""})
        use({})


def _hash(word: str, key: bytes) -> bytes:
    return blake2b(word.encode("utf-8", "replace"), key=key, digest_size=_BYTES).digest()


def _file(key: bytes) -> Path:
    """Return the file of a key, by a hash of it, so that its name tells nothing of the key."""
    return places.names().path / blake2b(key, digest_size=8, person=b"file").hexdigest()


def _read(file: Path) -> frozenset[bytes]:
    try:
        content = file.read_bytes()
    except OSError:
        return frozenset()
    return frozenset(content[at : at + _BYTES] for at in range(0, len(content), _BYTES))


def _write(file: Path, content: bytes) -> None:
    from auditui.store import files  # noqa: PLC0415 - names are seldom learnt

    files.make_folder(file.parent)
    with files.beside(file) as unfinished:
        unfinished.write_bytes(content)
        files.replace(unfinished, file)
