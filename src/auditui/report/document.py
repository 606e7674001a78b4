"""A page to be read or printed, as a value, and its forms in characters: terminal, text and Markdown."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from auditui.core.text import one_line, visible
from auditui.report import table as tables
from auditui.report.drawing import Drawing
from auditui.report.table import Table, markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.report.canvas import Line, Signs

#: The widest a page is in characters, and a picture in it.
_WIDEST, _CHART = 100, 100


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
    """A picture: what is drawn, and `says`, what it shows, for whoever does not see it; its caption, if it has one."""

    drawing: Drawing
    says: str
    caption: str = ""

    @property
    def svg(self) -> str:
        """The picture for pages."""
        from auditui.report.pictures import svg  # noqa: PLC0415 - most pages are one table

        return svg(self.drawing)

    def lines(self, width: int = 78, height: int = 21, signs: Signs | None = None) -> Iterator[Line]:
        """Yield the picture in characters, with nothing in them that acts on a terminal; without `signs` in those of ASCII."""
        from auditui.report.canvas import ASCII  # noqa: PLC0415 - as above
        from auditui.report.terminal_chart import lines  # noqa: PLC0415 - as above

        drawn = lines(self.drawing, width, height, signs=signs or ASCII)
        return ([(visible(text), look) for text, look in line] for line in drawn)

    @property
    def text(self) -> tuple[str, ...]:
        """The picture for a file of text."""
        return tuple("".join(text for text, _ in line).rstrip() for line in self.lines())


class Room(Struct, frozen=True):
    """Room to write by hand what its words ask for, of so many lines."""

    words: str
    lines: int


class NewPage(Struct, frozen=True):
    """What follows begins on a new printed page."""


Block = Heading | Paragraph | Facts | Items | Contents | Logo | Table | Figure | Room | NewPage


class Document(Struct, frozen=True):
    """Blocks in reading order under a title; `picture` is what is drawn on a page that is one, `beneath` what it says.

    `above` stands before the title. `printed` says when the page was printed.
    """

    title: str
    blocks: tuple[Block, ...]
    picture: Drawing | None = None
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


def lines(
    document: Document, width: int, *, whole: bool = False, signs: Signs | None = None
) -> Iterator[Line]:
    """Yield the page as lines of at most `width` characters, each of spans with their looks: title, head, strong, small or none.

    With `whole` the rows of tables are lines however long they are. Pictures are drawn in `signs`, without them in ASCII.
    """
    width = max(min(width, _WIDEST), 20)
    yield [(one_line(document.title), "title")]
    for block in (*(block for block in document.above if not isinstance(block, Logo)), *document.blocks):
        yield []
        if isinstance(block, Table) and block.title not in ("", document.title):
            yield from ([(line, "strong")] for line in _wrapped(block.title, width))
        for look, parts in _looks(block, width, whole=whole):
            yield from ([(line, look)] for line in parts)
        if isinstance(block, Figure):
            yield from block.lines(min(width, _CHART), 11 if signs else 21, signs)


def _looks(block: Block, width: int, *, whole: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the lines of a block that is no picture, those that look alike together."""
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
        case Figure(caption=caption):
            yield from (("strong", _wrapped(words, width)) for words in filter(None, (caption,)))
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
    page = lines(document, width, whole=True)
    return "\n".join("".join(text for text, _ in line).rstrip() for line in page).rstrip() + "\n"


def print_document(document: Document) -> None:
    """Print the page on a terminal, in the width there is."""
    from rich.console import Console
    from rich.text import Text

    from auditui.report.on_terminal import STYLES, signs_of  # noqa: PLC0415 - it is for terminals

    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines(document, console.width, signs=signs_of(console)):
        spans = ((text, STYLES.get(look, "")) for text, look in line)
        console.print(Text.assemble(*spans), no_wrap=True, overflow="ignore", crop=False)


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
