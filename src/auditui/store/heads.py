"""Heads written down elsewhere: of one desk, or of the whole store; and what in the journal none of them covers."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits.entries import DeskBegan
from auditui.core.audits.keeping import FiguresReleased
from auditui.core.errors import AuditError
from auditui.core.problem import Place, Problem
from auditui.core.text import number_of
from auditui.store import journal
from auditui.store.journal import Head

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class StoreHead(NamedTuple):
    """The head of a whole store: how many entries had arrived, and SHA-256 over the heads of all its desks.

    Those are written as `Head` writes them, sorted, with a line feed between them.
    """

    place: int
    hash: bytes

    def __str__(self) -> str:
        """Write it as one word: what it is, the place and the hash."""
        return f"store:{self.place}:{self.hash.hex()}"


def store_head(db: sqlite3.Connection) -> StoreHead:
    """Return the head of a store as it is now."""
    (place,) = db.execute("SELECT max(seq) FROM journal").fetchone()
    return StoreHead(place or 0, _over(journal.heads(db)))


def head_of_facts(db: sqlite3.Connection) -> StoreHead:
    """Return the head of a store as it was before figures were last shared, if nothing was written since.

    So a page that is printed again is the same to the letter, although the journal says that it was shared, and that
    another desk did so.
    """
    head = store_head(db)
    query = "SELECT seq FROM journal WHERE kind NOT IN (?, ?) ORDER BY seq DESC LIMIT 1"
    row = db.execute(query, (FiguresReleased.kind, DeskBegan.kind)).fetchone()
    place = int(row[0]) if row else 0
    return head if head.place == place else StoreHead(place, _over(_when_there_were(db, place)))


def covers(db: sqlite3.Connection, head: StoreHead) -> bool:
    """Whether a store began as one that had this head."""
    return _over(_when_there_were(db, head.place)) == head.hash


def parse(text: str) -> Head | StoreHead:
    """Read a head as `journal head` prints it; AuditError for anything else."""
    origin, _, rest = text.strip().partition(":")
    number, _, digest = rest.partition(":")
    try:
        place, hashed = int(number), bytes.fromhex(digest)
    except ValueError:
        raise AuditError("That is no journal head", "Give it as auditui journal head prints it") from None
    return StoreHead(place, hashed) if origin == "store" else Head(origin, place, "", hashed)


def of_desks(db: sqlite3.Connection, against: Iterable[Head | StoreHead]) -> tuple[list[Head], list[Problem]]:
    """Return the heads of desks that these heads stand for, and what is wrong with those of a whole store."""
    heads, problems = [], []
    for head in against:
        if isinstance(head, Head):
            heads.append(head)
            continue
        if covers(db, head):
            heads += _when_there_were(db, head.place)
        else:
            message = f"the first {head.place} entries are not those of the store head that was written down"
            problems.append(Problem(Place(entry="store"), message))
    return heads, problems


def uncovered(db: sqlite3.Connection, against: list[Head]) -> Iterator[Problem]:
    """Yield the desks that none of these heads is of, and entries dated before a head of another desk, outside its chain.

    Whoever has the file can give it a desk of any date; one that was there when a head was written down is covered by it.
    """
    covered = {head.origin: 0 for head in against}
    dated: dict[str, str] = {}
    for head in against:
        covered[head.origin] = max(covered[head.origin], head.origin_seq)
        row = db.execute(
            "SELECT at FROM journal WHERE origin = ? AND origin_seq = ?", (head.origin, head.origin_seq)
        ).fetchone()
        dated[head.origin] = max(dated.get(head.origin, ""), row[0] if row else "")
    for last in journal.heads(db) if against else ():
        if last.origin not in covered:
            message = f"no head that was written down covers this desk, of {number_of(last.origin_seq, 'entry', 'entries')}"
            yield Problem(Place(entry=last.origin), message)
        others = max((at for origin, at in dated.items() if origin != last.origin), default="")
        early = db.execute(
            "SELECT min(origin_seq), count(*) FROM journal WHERE origin = ? AND origin_seq > ? AND at < ?",
            (last.origin, covered.get(last.origin, 0), others),
        ).fetchone()
        if early[1]:
            message = (
                f"is dated before the head of another desk and not covered by a head: {early[1]} such entries"
            )
            yield Problem(Place(entry=f"{last.origin}:{early[0]}"), message)


def _over(heads: Iterable[Head]) -> bytes:
    return sha256("\n".join(sorted(map(str, heads))).encode("utf-8", "surrogateescape")).digest()


def _when_there_were(db: sqlite3.Connection, place: int) -> list[Head]:
    """Return the heads of all desks as they were when the entry at `place` had arrived; none where it never did."""
    if place and db.execute("SELECT 1 FROM journal WHERE seq = ?", (place,)).fetchone() is None:
        return []
    # Beside max() SQLite gives the other columns of that row.
    query = (
        "SELECT origin, max(origin_seq), at, hash FROM journal WHERE seq <= ? GROUP BY origin ORDER BY origin"
    )
    return [Head(*row) for row in db.execute(query, (place,))]
