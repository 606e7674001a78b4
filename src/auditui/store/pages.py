"""The pages of a SQLite file, read without SQLite: what is left where a file is damaged. See sqlite.org/fileformat2.html."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the first byte of a page says that holds rows of a table.
_LEAF = 0x0D
#: auditui's stores have pages of SQLite's usual size.
PAGE = 4096


class Pages(NamedTuple):
    """The pages of a store by their number, from 1; those that its log holds are of the log.

    `usable` is how many bytes of each hold rows: the last of those of an encrypted store do not.
    """

    content: bytes
    logged: dict[int, bytes]
    usable: int = PAGE

    @classmethod
    def of(cls, content: bytes, log: bytes) -> Pages:
        """Take the bytes of a file and of its log; of the log only what was committed."""
        logged: dict[int, bytes] = {}
        waiting: dict[int, bytes] = {}
        salts, at = log[16:24], 32
        while at + 24 + PAGE <= len(log) and log[at + 8 : at + 16] == salts:
            number, committed = int.from_bytes(log[at : at + 4]), int.from_bytes(log[at + 4 : at + 8])
            waiting[number] = log[at + 24 : at + 24 + PAGE]
            if committed:
                logged |= waiting
                waiting = {}
            at += 24 + PAGE
        return cls(content, logged)

    def numbers(self) -> Iterator[int]:
        """Yield the number of every page there is."""
        last = -(-len(self.content) // PAGE)
        yield from range(1, last + 1)
        yield from (number for number in sorted(self.logged) if number > last)

    def page(self, number: int) -> bytes:
        """Return a page; of one that is not there nothing."""
        return self.logged.get(number) or self.content[(number - 1) * PAGE : number * PAGE]


def table_rows(pages: Pages) -> Iterator[tuple[int, list[Any]]]:
    """Yield every row that any page of a table holds: its number and its values. What cannot be read is passed over."""
    for number in pages.numbers():
        page = pages.page(number)
        start = 100 if number == 1 else 0
        if len(page) < start + 8 or page[start] != _LEAF:
            continue
        cells = int.from_bytes(page[start + 3 : start + 5])
        for n in range(min(cells, PAGE // 4)):
            place = start + 8 + 2 * n
            try:
                yield _row(pages, page, int.from_bytes(page[place : place + 2]))
            except (IndexError, ValueError):
                continue


def _row(pages: Pages, page: bytes, at: int) -> tuple[int, list[Any]]:
    """Read the row of a cell; ValueError or IndexError if there is none."""
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    # How much of a row stands in its own page is laid down in section 1.6 of the file format.
    most, least = pages.usable - 35, (pages.usable - 12) * 32 // 255 - 23
    here = size
    if size > most:
        here = least + (size - least) % (pages.usable - 4)
        here = here if here <= most else least
    record = page[at : at + here]
    if size > here:
        record += _overflow(pages, int.from_bytes(page[at + here : at + here + 4]), size - here)
    if len(record) != size:
        raise ValueError(size)
    return rowid, _values(record)


def _overflow(pages: Pages, number: int, size: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    while size > 0 and number and number not in seen:
        seen.add(number)
        page = pages.page(number)
        parts.append(page[4 : min(4 + size, pages.usable)])
        size -= len(parts[-1])
        number = int.from_bytes(page[:4])
        if not parts[-1]:
            break
    return b"".join(parts)


def _values(record: bytes) -> list[Any]:
    """Return the values of a record."""
    ends, at = _varint(record, 0)
    kinds = []
    while at < ends:
        kind, at = _varint(record, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else _SIZES[kind]
        part = record[at : at + size]
        if len(part) != size:
            raise ValueError(kind)
        values.append(_value(kind, part))
        at += size
    return values


#: The bytes of the kinds of value that have no length of their own; 10 and 11 are in no file.
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _value(kind: int, part: bytes) -> Any:
    if kind >= 12:
        return part if kind % 2 == 0 else part.decode("utf-8")
    if kind in (0, 7):  # null; no entry of the journal has a real number
        return None
    return kind - 8 if kind >= 8 else int.from_bytes(part, signed=True)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to nine bytes, and where it ends."""
    number = 0
    for n in range(8):
        byte = content[at + n]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + n + 1
    return number << 8 | content[at + 8], at + 9
