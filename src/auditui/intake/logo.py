"""Reading a council's logo: a PNG file, of which only the picture is kept, and nothing that is no picture gets in."""

from __future__ import annotations

import zlib
from struct import unpack
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES, MOST_DOTS = 2**19, 2_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: How many numbers a dot is made of, by colour type (PNG specification, third edition, 11.2.1), and its bit depths.
_CHANNELS = {
    0: (1, (1, 2, 4, 8, 16)),
    2: (3, (8, 16)),
    3: (1, (1, 2, 4, 8)),
    4: (2, (8, 16)),
    6: (4, (8, 16)),
}
#: The chunks that make the picture; all others, such as where and by whom it was made, are left out.
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_HINT = "Save it as a plain PNG of up to 2,000 by 2,000 dots and 512 KB"


class Logo(NamedTuple):
    """A picture as PNG, and how many dots it is wide and high."""

    png: bytes
    width: int
    height: int


def read(path: Path) -> Logo:
    """Return the logo in a file; AuditError where there is none, it is too large, or no sound PNG."""
    name = one_line(path.name, 60)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise AuditError(
            f"The logo {name} cannot be read: {error.strerror}", "logo names a PNG file"
        ) from None
    if len(content) > MOST_BYTES:
        raise AuditError(f"The logo {name} is larger than {MOST_BYTES >> 10} KB", _HINT)
    try:
        return _sound(content)
    except ValueError as error:
        raise AuditError(f"The logo {name} is no sound PNG file: {error}", _HINT) from None


def _sound(content: bytes) -> Logo:
    """Return the picture in a PNG file, made anew of its parts; ValueError, in words, for what is wrong with it."""
    chunks = [chunk for chunk in _chunks(content) if chunk[0] in _KEPT]
    names = [name for name, _ in chunks]
    width, height, depth, colour, *methods = _head(chunks)
    if not (0 < width <= MOST_DOTS and 0 < height <= MOST_DOTS):
        raise ValueError(f"it is {width:,} by {height:,} dots")
    channels, depths = _CHANNELS.get(colour, (0, ()))
    if depth not in depths or methods != [0, 0, 0]:
        raise ValueError("it is of an unusual kind, or interlaced")
    if colour == 3 and b"PLTE" not in names:
        raise ValueError("its colours are missing")
    line = 1 + (width * channels * depth + 7) // 8
    _insist_on_lines(b"".join(data for name, data in chunks if name == b"IDAT"), line, height)
    return Logo(_SIGNATURE + b"".join(_written(*chunk) for chunk in chunks), width, height)


def _head(chunks: list[tuple[bytes, bytes]]) -> tuple[int, ...]:
    """Return what the head of a PNG file says; ValueError where its parts do not begin and end as those of one."""
    names = [name for name, _ in chunks]
    ends = names.count(b"IHDR") + names.count(b"IEND")
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or ends != 2 or len(chunks[0][1]) != 13:
        raise ValueError("it does not begin and end as one")
    return unpack(">IIBBBBB", chunks[0][1])


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and data of each part of a PNG file, up to its end; ValueError where one is damaged."""
    if not content.startswith(_SIGNATURE):
        raise ValueError("it does not begin as one")
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = unpack(">I", content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) != 4 or unpack(">I", check)[0] != zlib.crc32(name + data):
            raise ValueError("a part of it is damaged")
        yield name, data
        if name == b"IEND":
            return
        at += 12 + length
    raise ValueError("its end is missing")


def _insist_on_lines(packed: bytes, line: int, height: int) -> None:
    """Unpack no more than the picture needs, and see that it is all there; ValueError otherwise."""
    reader = zlib.decompressobj()
    try:
        lines = reader.decompress(packed, line * height + 1)
    except zlib.error:
        raise ValueError("its picture cannot be unpacked") from None
    if len(lines) != line * height or any(lines[n * line] > 4 for n in range(height)):
        raise ValueError("its picture is not as large as it says")


def _written(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
