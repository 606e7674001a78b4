"""A page to be read or printed, as a value, and its forms in characters: terminal, text and Markdown."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from auditui.core.text import one_line, visible
from auditui.report import table as tables
from auditui.report.table import Table, markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDEST = 100


class Heading(Struct, frozen=True):
    """A heading; level 1 is the page's title."""

    level: int
    text: str


class Paragraph(Struct, frozen=True):
    """A paragraph; `strong` for what is asked or found, `small` for what surrounds it."""

    text: str
    look: str = ""


class Facts(Struct, frozen=True):
    """Terms with what is said of each: an answer and its standard, a label and its text."""

    rows: tuple[tuple[str, str], ...]


class Items(Struct, frozen=True):
    """A list of things of one kind, each a line or more."""

    items: tuple[str, ...]


class Contents(Struct, frozen=True):
    """The headings of level 1 on the page, in their order, so that a reader can go to one."""

    entries: tuple[str, ...]


class Logo(Struct, frozen=True):
    """A picture made elsewhere, as PNG, so many dots wide and high; `says` is whose it is."""

    png: bytes
    width: int
    height: int
    says: str

    @property
    def size(self) -> tuple[float, float]:
        """How wide and high it is printed, in millimetres: at most 50 by 20."""
        scale = min(50 / self.width, 20 / self.height)
        return self.width * scale, self.height * scale


class Figure(Struct, frozen=True):
    """A picture: `svg` for pages, `text` lines for a terminal, `says` for whoever sees neither; its caption, if it has one."""

    svg: str
    text: tuple[str, ...]
    says: str
    caption: str = ""


class Room(Struct, frozen=True):
    """Room to write by hand what its words ask for, of so many lines."""

    words: str
    lines: int


class NewPage(Struct, frozen=True):
    """What follows begins on a new printed page."""


Block = Heading | Paragraph | Facts | Items | Contents | Logo | Table | Figure | Room | NewPage


class Document(Struct, frozen=True):
    """Blocks in reading order under a title; `picture` is the SVG of a page that is a picture, `beneath` what it says.

    `above` stands before the title. `printed` says when the page was printed.
    """

    title: str
    blocks: tuple[Block, ...]
    picture: str = ""
    beneath: tuple[str, ...] = ()
    above: tuple[Block, ...] = ()
    printed: str = ""

    def headed(self, *, made_up: bool, imprint: str = "") -> Document:
        """Return the page; one from a made-up council says so at its head, one that leaves ends with its `imprint`."""
        first = (Paragraph(tables.MADE_UP, "small"),) if made_up else ()
        last = (Paragraph(imprint, "small"),) if imprint else ()
        beneath = (*(block.text for block in first), *self.beneath, *filter(None, (imprint,)))
        # The head of the journal stands once, at the end; every page has the day.
        printed = imprint[imprint.find("Printed on ") :] if imprint else ""
        return replace(self, blocks=(*first, *self.blocks, *last), beneath=beneath, printed=printed)

    @property
    def footer(self) -> tuple[str, ...]:
        """What stands below every printed page: of what is beneath its picture that which is no part of its text."""
        text = {block.text for block in self.blocks if isinstance(block, Paragraph) and block.look != "small"}
        said = [words for words in self.beneath if words not in text]
        return tuple(
            one_line(self.printed if self.printed and words.endswith(self.printed) else words)
            for words in said
        )


def lines(document: Document, width: int, *, whole: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the page as lines of at most `width` characters, each with its look: title, head, strong, small or none.

    With `whole` the rows of tables are lines however long they are.
    """
    width = max(min(width, _WIDEST), 20)
    yield ("title", one_line(document.title))
    for block in (*(block for block in document.above if not isinstance(block, Logo)), *document.blocks):
        yield ("", "")
        for look, parts in _looks(block, width, whole=whole):
            yield from ((look, line) for line in parts)


def _looks(block: Block, width: int, *, whole: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the lines of a block, those that look alike together."""
    match block:
        case Heading(level, text):
            yield "title" if level == 1 else "head", _wrapped(text, width)
        case Paragraph(text, look):
            yield look, _wrapped(text, width)
        case Facts(rows):
            yield from (("", _hanging(term, text, width)) for term, text in rows)
        case Items(items) | Contents(items):
            yield from (("", _hanging("", text, width)) for text in items)
        case Table():
            yield "", tables.as_text(block, 0 if whole else width).splitlines()
            yield from (("small", _wrapped(note, width)) for note in block.notes)
        case Figure(text=drawn, caption=caption):
            yield from (("strong", _wrapped(words, width)) for words in filter(None, (caption,)))
            yield "", map(visible, drawn)
        case Room(words, number):
            yield "", [*_wrapped(f"{words}:", width), *["_" * width] * number]
        case NewPage():
            yield "small", ["─" * width]


def _wrapped(text: str, width: int) -> list[str]:
    return [line for part in visible(text).split("\n") for line in textwrap.wrap(part, width) or [""]]


def _hanging(term: str, text: str, width: int) -> list[str]:
    lead = f"  {one_line(term)}: " if term else "  • "
    whole = " ".join(visible(text).split())
    return textwrap.wrap(
        lead + whole, width, subsequent_indent="      " if term else "    ", drop_whitespace=True
    ) or [lead]


def as_text(document: Document, width: int = _WIDEST) -> str:
    """Return the page as plain text."""
    return "\n".join(line for _, line in lines(document, width, whole=True)).rstrip() + "\n"


def print_document(document: Document) -> None:
    """Print the page on a terminal, in the width there is."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    styles = {"title": "bold underline", "head": "bold", "strong": "bold", "small": "dim", "": ""}
    for look, line in lines(document, console.width):
        console.print(Text(line, style=styles[look]), no_wrap=True, overflow="ignore", crop=False)


def as_markdown(document: Document) -> str:
    """Return the page as Markdown."""
    blocks = (*document.above, *document.blocks)
    parts = filter(None, map(_markdown, blocks))
    return "\n\n".join([f"# {markdown_text(document.title)}", *parts]) + "\n"


def _markdown(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Heading(level, text):
            return f"{'#' * min(level + 1, 6)} {markdown_text(text)}"
        case Paragraph(text, look):
            strong = "**" if look == "strong" else ""
            return f"{strong}{markdown_text(text)}{strong}"
        case Facts(rows):
            return "\n".join(f"- **{markdown_text(term)}**: {markdown_text(text)}" for term, text in rows)
        case Items(items) | Contents(items):
            return "\n".join(f"- {markdown_text(one_line(text))}" for text in items)
        case Table():
            return tables.as_markdown(block).rstrip()
        case Figure(text=drawn, caption=caption):
            head = [f"**{markdown_text(words)}**\n" for words in filter(None, (caption,))]
            return "\n".join([*head, "```text", *map(visible, drawn), "```"])
        case Room(words, number):
            return "\n\n".join([f"{markdown_text(words)}:", *["&nbsp;"] * number])
        case NewPage():
            return "---"
    return ""
