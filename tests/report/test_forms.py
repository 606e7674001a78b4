"""Every form of a page: what each has that it was made for, and that nothing from outside acts in any."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.shared import Mm

from auditui.core.errors import AuditError
from auditui.core.text import visible
from auditui.report import pictures, png
from auditui.report.document import Block, Document, Facts, Figure, Heading, NewPage, Paragraph, Room
from auditui.report.drawing import (
    IMPROVES,
    VARIATION,
    Course,
    Dot,
    Drawing,
    Funnel,
    Icon,
    Mark,
)
from auditui.report.forms import FORMS, written
from auditui.report.pdf import as_pdf, as_typst
from auditui.report.table import Table, columns
from auditui.report.widths import column_widths, length
from harmless import CHECKS, HOSTILE, unescaped


def drawn(text: str) -> tuple[Drawing, ...]:
    """A drawing of each kind, with `text` wherever something from outside could stand."""
    icon = Icon(VARIATION, text, text, IMPROVES, "H")
    marks = (
        Mark("2026-01", "76", 0.66, causes="a"),
        Mark("2026-02", "80", 0.5, signals=(text,), meaning=IMPROVES),
    )
    course = Course(text, marks, (icon,), 0.9, text, text, (("a", text),))
    funnel = Funnel(
        text, (Dot(text, 50, 0.5, text, ""),), 0.5, ((50, 0.4, 0.6),), ((50, 0.3, 0.7),), text, text
    )
    return course, funnel


CHART = drawn("A chart")[0]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def page(text: str) -> tuple[Document, Table]:
    table = Table(text, columns("a: A | b: B"), ((text, 1), (text, -2)), (text,))
    blocks: tuple[Block, ...] = (
        Heading(1, text),
        Paragraph(text, "strong"),
        Facts(((text, text),)),
        table,
        *(Figure(drawing, text) for drawing in drawn(text)),
        Room(text, 2),
    )
    return Document(text, blocks, drawn(text)[0], (text,)), table


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_outside_acts_in_any_form(text: str) -> None:
    document, table = page(text)
    plain = page("plain")
    forms = {form: written(document, table, form) for form in FORMS}
    for form, content in forms.items():
        CHECKS[form](content)
    assert Tags(forms["html"].decode()).found - {("br", ())} == Tags(written(*plain, "html").decode()).found
    assert unescaped(forms["md"].decode()).count("|") == unescaped(written(*plain, "md").decode()).count("|")
    rows = list(csv.reader(io.StringIO(forms["csv"].decode(), newline="")))[1:]
    assert rows == [
        [held, number] for held, number in zip([as_text_cell(text)] * 2, ["1", "-2"], strict=True)
    ]
    assert json.loads(forms["json"]) == [{"a": text, "b": 1}, {"a": text, "b": -2}]
    for drawing in drawn(text):
        CHECKS["svg"](pictures.captioned(pictures.svg(drawing), text, (text,)).encode())


def as_text_cell(text: str) -> str:
    """A text as CSV holds it: nothing that acts, and one that a spreadsheet would run behind an apostrophe."""
    text = text.replace("\r\n", "\n")
    return visible(f"'{text}" if text.startswith(tuple("=+-@\t\r\n＝＋－＠")) else text)


class Tags(HTMLParser):
    """Every tag of a page with the names of its attributes but that of its look."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(name for name, _ in attrs if name != "class")))


# Word.


def word(
    *blocks: object, template: Path | None = None, beneath: tuple[str, ...] = ("Of all audits.", "Printed.")
) -> docx.document.Document:
    document = Document("A page", tuple(blocks), None, beneath)  # type: ignore[arg-type] # blocks of any kind
    return docx.Document(io.BytesIO(written(document, Table("", (), ()), "docx", template)))


TABLE = Table(
    "Measures",
    columns("measure: Measure | met: Met | percent: %"),
    (("A health practitioner took part in the strategy discussion", "357 of 679", 52.5),),
)


def test_a_word_page_is_a4_in_british_english_with_our_names_and_the_day_it_was_made() -> None:
    made = word(Paragraph("Text"))
    section = made.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert made.styles["Normal"].element.find(f"{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
    assert made.core_properties.language == "en-GB"
    assert made.core_properties.created is not None
    assert made.core_properties.created.year >= 2026


def test_every_page_says_below_what_it_is_of_when_it_was_printed_and_its_number() -> None:
    made = word(Paragraph("Text"), Paragraph("Printed.", "small"))
    footer = made.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("Of all audits. Printed. Page ")
    codes = [code.text for code in footer._p.iter(f"{W}instrText")]
    assert codes == ["PAGE", "NUMPAGES"]
    assert "Printed." not in [paragraph.text for paragraph in made.paragraphs], "once is enough"
    said = (
        word(Paragraph("Better.", "strong"), beneath=("Better.", "Printed.")).sections[0].footer.paragraphs[0]
    )
    assert said.text.startswith("Printed. Page ")


def test_a_table_has_a_caption_a_head_on_every_page_whole_rows_and_figures_to_the_right() -> None:
    made = word(TABLE)
    grid = made.tables[0]
    assert [p.text for p in made.paragraphs if p.style is not None and p.style.name == "Caption"] == [
        "Measures"
    ]
    assert grid.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in grid.rows)
    assert [cell.paragraphs[0].alignment for cell in grid.rows[1].cells] == [None, None, 2]


def test_columns_are_as_wide_as_their_longest_word_and_the_page_is_full_at_most() -> None:
    heads = ["Measure", "Now", "Verdict"]
    rows = [
        [
            "A health practitioner took part in the strategy discussion and what it said was used",
            "357 of 679",
            "no clear change",
        ]
    ]
    widths = column_widths(heads, rows, 5_000_000)
    assert sum(widths) <= 5_000_000
    assert all(width > max(map(length, cell.split())) for width, cell in zip(widths, rows[0], strict=True))
    assert widths[1] > length("357 of 679"), "a short cell stays on one line"
    narrow = column_widths(heads * 6, [rows[0] * 6], 5_000_000)
    assert sum(narrow) <= 5_000_000


@pytest.mark.parametrize(
    ("text", "bold", "points"),
    [
        ("345 of 688, 50 %", False, 68.05),
        ("A health practitioner took part", False, 117.57),
        ("Since the baseline", True, 78.53),
    ],
)
def test_words_are_as_long_as_arial_sets_them_at_9_points_and_at_most_8_in_100_longer(
    text: str, points: float, *, bold: bool
) -> None:
    assert points <= length(text, bold=bold) / 12_700 <= 1.08 * points


def test_a_chart_is_a_picture_with_its_words_and_characters_where_none_can_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = Figure(CHART, "Better: 66 % against 50 %.")
    monkeypatch.setattr(png, "draws_text", lambda: True)
    made = word(figure)
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == "Better: 66 % against 50 %."
    assert made.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob.startswith(
        b"\x89PNG"
    )
    monkeypatch.setattr(png, "draws_text", lambda: False)
    made = word(figure)
    assert len(made.inline_shapes) == 0
    said = [paragraph.text for paragraph in made.paragraphs]
    assert "Better: 66 % against 50 %." in said
    assert any("% met, 50 % in 2026-02" in words for words in said)


def test_a_councils_template_gives_paper_styles_and_header_and_loses_its_own_text(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("Replace this text")
    template.sections[0].header.paragraphs[0].text = "Example Council"
    template.sections[0].page_width = Mm(300)
    template.styles["Heading 1"].font.name = "Georgia"
    template.save(str(tmp_path / "council.docx"))
    made = word(Heading(1, "Head"), TABLE, NewPage(), template=tmp_path / "council.docx")
    assert made.sections[0].header.paragraphs[0].text == "Example Council"
    assert made.sections[0].page_width == template.sections[0].page_width
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert "Replace this text" not in [paragraph.text for paragraph in made.paragraphs]


def test_what_is_no_template_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("no zip")
    for path in (tmp_path / "a.docx", tmp_path / "none.docx", tmp_path):
        with pytest.raises(AuditError, match="is no Word file"):
            word(template=path)
    with pytest.raises(AuditError, match="is for Word files"):
        written(*page("x"), "html", tmp_path / "a.docx")


# PDF.


def tagged(pdf: bytes) -> list[tuple[str, str]]:
    """The kinds of all parts that a PDF is tagged with, each with its alternative text."""
    trailer: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer
    parts: list[tuple[str, str]] = []
    waiting: list[Any] = [trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop().get_object()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            parts += [(str(part["/S"]), str(part.get("/Alt", "")))] if "/S" in part else []
            waiting += [part["/K"]] if "/K" in part else []
    return parts


def test_a_pdf_is_tagged_in_british_english_with_its_title_heads_and_the_words_of_its_charts() -> None:
    figure = Figure(CHART, "Better: 66 % against 50 %.")
    document = Document(
        "A page",
        (Heading(1, "Head"), TABLE, figure, Paragraph("Printed.", "small")),
        None,
        ("Of all.", "Printed."),
    )
    typed = as_typst(document)
    assert '#set document(title: "A page"' in typed
    assert 'lang: "en", region: "GB"' in typed
    assert 'alt: "Better: 66 % against 50 %."' in typed
    assert "table.header(" in typed
    assert typed.count('"Printed.') == 0, "the footer says it on every page"
    assert "Of all. Printed. " in typed
    made = as_pdf(document)
    assert b"pdfuaid:part" in made
    kinds = tagged(made)
    assert [words for kind, words in kinds if kind == "/Figure"] == ["Better: 66 % against 50 %."]
    assert sum(kind == "/TH" for kind, _ in kinds) == len(TABLE.page_columns)
    strange = as_pdf(Document("A page \U000f0000", (), None, ()))
    assert b"pdfuaid:part" not in strange
    assert b"/StructTreeRoot" in strange


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup_to_what_sets_a_pdf(text: str) -> None:
    """Outside the strings the page is the same whatever stands in them."""
    assert outside(as_typst(page(text)[0])) == outside(as_typst(page("plain")[0]))


def outside(typed: str) -> str:
    """Without strings, and without what hangs on their length."""
    return re.sub(r"columns: \([^)]*\)", "columns", re.sub(r'"(?:[^"\\]|\\.)*"', '""', typed))
