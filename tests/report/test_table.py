from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from weakref import WeakSet

import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console

from auditui.core.text import visible
from auditui.figures.suppression import HIDDEN
from auditui.report.boxed_table import print_table
from auditui.report.table import (
    Column,
    Read,
    Table,
    as_csv,
    as_figures,
    as_json,
    as_markdown,
    as_text,
    columns,
    csv_parts,
    json_parts,
    markdown_parts,
    text_parts,
)
from auditui.report.workbook import as_workbook
from made import HOSTILE

COLUMNS = (Column("ref", "Case"), Column("share", "%", places=0), Column("low", "Low", data_only=True))


def table(*texts: str) -> Table:
    return Table("T", COLUMNS, tuple((text, 66.6667, 0.5) for text in texts), ("A note.",))


@pytest.mark.parametrize("text", HOSTILE)
def test_data_forms_give_the_text_back_and_page_forms_never_act(text: str) -> None:
    built = table(text)
    assert json.loads(as_json(built)) == [{"ref": text, "share": 66.6667, "low": 0.5}]
    assert as_json(built).isascii()
    (_, row) = csv.reader(io.StringIO(as_csv(built)))
    assert row[0].removeprefix("'") == visible(text.removeprefix("'").replace("\r\n", "\n"))
    for shown in (as_text(built), as_markdown(built)):
        assert not any(c in shown for c in "\x1b\x9b\x9d\u202e\u200b\x07")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_a_spreadsheet_would_run_is_quoted_and_numbers_are_not(text: str) -> None:
    built = Table("T", (Column("a", "A"), Column("b", "B")), ((text, -1.5),))
    (_, row) = csv.reader(io.StringIO(as_csv(built), newline=""))
    assert row == ["'" + visible(text), "-1.5"]


def test_markdown_holds_pipes_and_tags_as_text() -> None:
    assert "| a\\|b \\<b\\> | 67 |" in as_markdown(table("a|b <b>"))


def test_markdown_makes_no_link_and_no_picture_of_what_somebody_wrote() -> None:
    row = as_markdown(table("![x](http://evil/p.png) *b* `c` &lt; ~~d~~ _e_ # f")).splitlines()[4]
    assert row.startswith(r"| !\[x\](http://evil/p.png) \*b\* \`c\` \&lt; \~\~d\~\~ \_e\_ \# f |")


def test_csv_quotes_text_and_not_numbers() -> None:
    assert as_csv(Table("T", (Column("a", "A"), Column("b", "B")), (("x", 1), (HIDDEN, None)))) == (
        '"a","b"\n"x",1\n"",""\n'
    )


def test_a_hidden_number_is_empty_in_data_and_a_column_says_why_and_which() -> None:
    built = as_figures(
        Table("T", columns("a: A | n: N | shown: <N>"), (("x", 1.23456, "1"), ("y", HIDDEN, "c")))
    )
    assert json.loads(as_json(built)) == [
        {"a": "x", "n": 1.23, "hidden_because": ""},
        {"a": "y", "n": None, "hidden_because": "small counts: n"},
    ]
    assert as_csv(built).splitlines()[2] == '"y","","small counts: n"'


def test_days_and_times_are_dates_in_a_workbook_and_what_only_looks_like_one_is_text() -> None:
    built = Table(
        "T",
        columns("due: D | said_at: S | ref: R"),
        (
            ("2026-03-02", "2026-03-02T10:00:05.123Z", "2026-03-02"),
            ("2026-02-30", "Tuesday", "x"),
            ("1850-01-01", "", "x"),
        ),
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([("T", built)])))
    assert book.get_sheet_by_index(0).to_python()[1:] == [
        [date(2026, 3, 2), datetime(2026, 3, 2, 10, 0, 5, 123000), "2026-03-02"],
        ["2026-02-30", "Tuesday", "x"],
        ["1850-01-01", "", "x"],
    ]


def test_plain_text_cuts_nothing_and_shows_no_data_only_column() -> None:
    shown = as_text(table("x" * 300))
    assert "x" * 300 in shown
    assert "Low" not in shown


@pytest.mark.parametrize("width", [41, 60, 77, 78, 79, 80, 81, 82, 100, 120])
def test_no_width_of_terminal_cuts_a_figure(width: int) -> None:
    figures = tuple(Column(f"f{n}", f"Head {n}") for n in range(8))
    built = Table(
        "T",
        (Column("name", "Name"), *figures, Column("said", "Said")),
        tuple(
            (f"Name of row {n}", *(f"{n}{m} of 107" for m in range(8)), "no clear change") for n in range(3)
        ),
    )
    out = io.StringIO()
    print_table(built, Console(file=out, width=width))
    letters = Counter(c for c in out.getvalue() if c.isalnum())
    cells = [column.heading for column in built.columns] + [str(cell) for row in built.rows for cell in row]
    assert letters == Counter(c for c in "T" + "".join(cells) if c.isalnum())


def test_text_in_a_width_breaks_the_longest_column_at_words_and_keeps_the_rest() -> None:
    built = Table(
        "T",
        (Column("name", "Name"), Column("met", "Met"), Column("said", "Said")),
        (("The plan is seen in the contacts of the young person", "26 of 44", "no clear change"),),
    )
    assert as_text(built, 50).splitlines() == [
        "Name                     Met       Said",
        "The plan is seen in the  26 of 44  no clear change",
        "contacts of the young",
        "person",
    ]
    assert as_text(built, 200) == as_text(built)


def test_text_in_a_width_breaks_no_word_where_other_columns_can_give_way() -> None:
    built = Table(
        "T",
        (Column("name", "Measure"), *(Column(f"f{n}", "Baseline") for n in range(4))),
        (("A health practitioner took part", *["345 of 688, 50 %"] * 4),),
    )
    lines = as_text(built, 60).splitlines()
    assert max(map(len, lines)) <= 60
    assert any(line.startswith("practitioner") for line in lines)


class Row:
    low = 0.5

    def __init__(self, ref: str, share: float) -> None:
        self.ref, self.share = ref, share


@pytest.mark.parametrize("parts", [json_parts, csv_parts, markdown_parts, text_parts])
def test_of_a_table_that_is_read_as_it_is_written_no_more_than_a_row_is_held(
    parts: Callable[[Table], Iterator[str]],
) -> None:
    held: WeakSet[Row] = WeakSet()
    most = 0

    def read() -> Iterator[Row]:
        nonlocal most
        for n in range(500):
            row = Row(f"C-{n}", n / 3)
            held.add(row)
            most = max(most, len(held))
            yield row

    written = "".join(parts(Table("T", COLUMNS, Read(500, COLUMNS, read))))
    whole = Table("T", COLUMNS, tuple((f"C-{n}", n / 3, 0.5) for n in range(500)))
    assert written == "".join(parts(whole))
    assert most <= 3


def test_a_row_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match="as wide as"):
        Table("T", COLUMNS, (("a",),))


@pytest.mark.parametrize("text", HOSTILE)
def test_titles_and_notes_act_on_nothing_either(text: str) -> None:
    built = Table(text, COLUMNS, (), (text,))
    for shown in (built.title, *built.notes, as_markdown(built)):
        assert not any(c in shown for c in "\x1b\x9b\x9d\u202e\u200b\x07\r")
    assert "\n" not in built.title
