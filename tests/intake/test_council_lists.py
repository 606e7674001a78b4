"""Lists as councils' systems write them; every file is made up by the test that reads it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from auditui.core.errors import AuditError
from auditui.intake import dates, headings
from auditui.intake.case_list import Asked, CaseList, Import, read

DAY = date(2026, 11, 20)
MOSAIC = [["Mosaic ID", "Forename", "Surname", "Allocated team name", "Referral date"]]


def csv(tmp_path: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def only(imported: Import) -> CaseList:
    (listed,) = imported.lists
    return listed


def xlsx(path: Path, hidden: tuple[str, ...] = (), **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "heading",
    ["Mosaic ID", "LCS ID", "Client ID", "Case Number", "Case No.", "Ref No", "Reference number", "Child reference", "Child’s ID",
     "Unique ID", "CHILD", "Eclipse ID", "CareDirector ID"],
)  # fmt: skip
def test_the_headings_of_councils_systems_are_known(tmp_path: Path, heading: str) -> None:
    listed = only(read(csv(tmp_path, f"{heading},Team\n0012,North\n"), Asked(DAY)))
    assert [(case.ref, case.team) for case in listed.cases] == [("0012", "North")]


def test_the_children_of_a_statutory_return_are_a_list(tmp_path: Path) -> None:
    path = csv(tmp_path, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1001,2,03/02/2014,APKN,U1,,\n")
    listed = only(read(path, Asked(DAY)))
    (case,) = listed.cases
    assert (case.ref, case.sex, case.ethnicity, case.age_band) == ("1001", "female", "Asian", "10 to 15")
    assert "UPN" in listed.dropped


def test_a_heading_of_ones_own_is_mapped(tmp_path: Path) -> None:
    path = csv(tmp_path, "Our no.,Seen on\n12,3 Apr 26\n")
    with pytest.raises(AuditError, match="--map"):
        read(path, Asked(DAY))
    mapped = headings.mapping({"Our no.": "reference"}, ["Seen on=event"])
    (case,) = only(read(path, Asked(DAY, mapped=mapped))).cases
    assert (case.ref, case.event) == ("12", "2026-04-03")


@pytest.mark.parametrize("pair", ["reference", "=reference", "A=nothing"])
def test_a_mapping_that_maps_nothing_is_refused(pair: str) -> None:
    with pytest.raises(AuditError):
        headings.mapping({}, [pair])


@pytest.mark.parametrize(
    "text",
    ["03-Apr-26", "3 Apr 26", "2026/04/03", "03/Apr/2026", "3rd April 2026", "20260403", "03/04/2026 9:05 AM", "03.04.2026",
     "2026-04-03T09:05:00Z", "Friday, 3 April 2026", "3/4/26", "46115", "2026-04-03 09:05:00.000"],
)  # fmt: skip
def test_every_form_of_a_date_is_read_day_first(text: str) -> None:
    assert dates.as_date(text) == date(2026, 4, 3)


def test_numbers_that_are_days_are_read() -> None:
    assert dates.as_date(46115) == dates.as_date(46115.75) == dates.as_date(20260403) == date(2026, 4, 3)


@pytest.mark.parametrize("text", ["31/02/2026", "04/13/2026", "20261399", "soon", "2026", "1/2/3/4"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        dates.as_date(text)


@pytest.mark.parametrize(
    ("event", "why"),
    [("2027-06-01", "after the day of the list"), ("1926-06-01", "before 1990"), ("2062-04-03", "after the")],
)
def test_an_event_that_cannot_have_been_is_refused_by_its_row(tmp_path: Path, event: str, why: str) -> None:
    listed = only(read(csv(tmp_path, f"Ref,Event date\n1,2026-01-01\n2,{event}\n"), Asked(DAY)))
    assert [case.ref for case in listed.cases] == ["1"]
    (problem,) = listed.refused
    assert "row 3, column Event date" in str(problem)
    assert why in str(problem)


def test_a_cell_that_says_there_is_no_end_is_no_end(tmp_path: Path) -> None:
    ends = ["n/a", "-", "01/01/2030", "", "Not applicable", "01/03/2026", "left?"]
    rows = "".join(f"{n},9,01/02/2020,C2,{end}\n" for n, end in enumerate(ends, 1))
    head = "Child Unique ID,Age,Date Started to be Looked After,Child's Legal Status,Date Ceased to be Looked After\n"
    imported = read(csv(tmp_path, head + rows), Asked(DAY))
    listed = next(found for found in imported.lists if "education" in found.theme)
    assert [case.ref for case in listed.cases] == ["1", "2", "3", "4", "5", "7"]
    assert {reason: rows for (_, reason), rows in listed.left_out.items()} == {"no longer looked after": [7]}
    assert [remark.place.row for remark in listed.unknown] == [4, 8]


def test_totals_and_footers_are_left_out_and_named(tmp_path: Path) -> None:
    path = csv(
        tmp_path, "Ref,Team\n11,N\n12,N\n2,\nTotal 2,\nGrand Total,2\nPrinted 24/11/2026 by Jo Bloggs,\n"
    )
    listed = only(read(path, Asked(DAY)))
    assert [case.ref for case in listed.cases] == ["11", "12"]
    assert listed.left_out == {("list", "a total or a footer"): [4, 5, 6, 7]}
    assert listed.refused == []


def test_a_name_as_a_reference_is_refused_by_its_row(tmp_path: Path) -> None:
    listed = only(read(csv(tmp_path, 'Ref\n"SMITH, John (00133)"\nSmith 2011\nLC-7\n'), Asked(DAY)))
    assert [case.ref for case in listed.cases] == ["LC-7"]
    assert [problem.place.row for problem in listed.refused] == [2, 3]


def test_names_are_learnt_in_passing_and_kept_in_no_case(tmp_path: Path) -> None:
    path = csv(
        tmp_path, "Mosaic ID,Forename,Surname,Allocated worker\n1,Qwertina,Zyxwv,Jo Qazwsx\n2,Grace,Brown,\n"
    )
    listed = only(read(path, Asked(DAY)))
    assert listed.people == {"qwertina", "zyxwv", "qazwsx"}  # Grace and Brown are everyday words
    assert not any(word in str(listed.cases).casefold() for word in listed.people)


def test_a_hidden_sheet_is_left_out_and_said_unless_it_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "h.xlsx", hidden=("Old",), Cases=[["Ref"], ["1"]], Old=[["Ref"], ["999"]])
    imported = read(path, Asked(DAY))
    assert [case.ref for case in only(imported).cases] == ["1"]
    assert imported.aside == (("Old", "hidden"),)
    assert [case.ref for case in only(read(path, Asked(DAY, sheet="old"))).cases] == ["999"]
    with pytest.raises(AuditError, match="Cases, Old"):
        read(path, Asked(DAY, sheet="New"))


def test_a_sheet_that_a_pivot_table_stands_on_is_left_out(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "p.xlsx", Cases=[["Ref"], ["1"]], Pivot=[["ID", "Count"], ["52", 1]])
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            f'<Relationships><Relationship Type="{link}"/></Relationships>',
        )
    imported = read(path, Asked(DAY))
    assert [case.ref for case in only(imported).cases] == ["1"]
    assert imported.aside == (("Pivot", "a pivot table"),)


def test_the_zeros_that_a_number_format_shows_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Ref", "Age"], [123, 7], [1_234_567, 8]):
        sheet.append(row)
    for at in (2, 3):
        sheet.cell(at, 1).number_format = "000000"
    book.save(tmp_path / "z.xlsx")
    listed = only(read(tmp_path / "z.xlsx", Asked(DAY)))
    assert [(case.ref, case.age_band) for case in listed.cases] == [
        ("000123", "5 to 9"),
        ("1234567", "5 to 9"),
    ]


def test_zeros_and_errors_of_formulas_are_found_where_a_list_begins_at_another_cell(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "off.xlsx") as book:
        sheet, padded = book.add_worksheet(), book.add_format({"num_format": "000000"})
        sheet.write_row("C4", ["Ref", "Team"])
        sheet.write("C5", 123, padded)
        sheet.write_formula("D5", "=NA()", None, "#N/A")
    listed = only(read(tmp_path / "off.xlsx", Asked(DAY)))
    assert [(case.ref, case.team) for case in listed.cases] == [("000123", "")]
    assert [str(problem) for problem in listed.unknown] == [
        "sheet Sheet1, row 5, column Team: a formula's error"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_what_a_spreadsheet_calls_unicode_text_is_read(tmp_path: Path, encoding: str) -> None:
    listed = only(read(csv(tmp_path, "Ref\tTeam\n1\tSüd\n", encoding=encoding), Asked(DAY)))
    assert [(case.ref, case.team) for case in listed.cases] == [("1", "Süd")]


def test_a_page_called_a_workbook_is_read(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td colspan=2>Open cases &amp; teams<tr><th>Ref<th>Team</tr>"
        "<tr><td>0012</td><td>North<br>East</td></tr></table></body></html>"
    )
    listed = only(read(csv(tmp_path, page, "report.xls"), Asked(DAY)))
    assert [(case.ref, case.team) for case in listed.cases] == [("0012", "North East")]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="without a table"):
        read(csv(tmp_path, "<html><body>Log in</body></html>", "report.xls"), Asked(DAY))


def test_an_open_document_is_read(tmp_path: Path) -> None:
    cells = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell office:value-type={chr(34)}string{chr(34)}><text:p>{c}</text:p></table:table-cell>' for c in row)}"
        "</table:table-row>"
        for row in (["Ref", "Team"], ["0012", "North"])
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(tmp_path / "l.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Cases">{cells}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    listed = only(read(tmp_path / "l.ods", Asked(DAY)))
    assert [(case.ref, case.team) for case in listed.cases] == [("0012", "North")]


@pytest.mark.parametrize(
    ("ethnicity", "disability", "age", "kept"),
    [
        ("Pakistani", "None", "7", ("Asian", "not disabled", "5 to 9")),
        ("African", "Autism", "unborn", ("Black", "disabled", "unborn")),
        ("Arab", "No", "6 years", ("Other", "not disabled", "5 to 9")),
        ("Gypsy/Roma", "Yes", "6y 3m", ("White", "disabled", "5 to 9")),
        ("Traveller of Irish heritage", "n/a", "16", ("White", "", "16 to 17")),
        ("Any other White background", "Learning", "0", ("White", "disabled", "under 1")),
        ("Information not yet obtained", "MOB", "11", ("not known", "disabled", "10 to 15")),
        ("White and Asian", "NONE", "200", ("Mixed", "not disabled", "")),
    ],
)
def test_the_words_of_the_departments_returns_are_understood(
    tmp_path: Path, ethnicity: str, disability: str, age: str, kept: tuple[str, str, str]
) -> None:
    path = csv(tmp_path, f'Ref,Ethnicity,Disability,Age\n1,"{ethnicity}",{disability},{age}\n')
    (case,) = only(read(path, Asked(DAY))).cases
    assert (case.ethnicity, case.disability, case.age_band) == kept


def test_what_is_not_understood_of_a_row_is_said_once(tmp_path: Path) -> None:
    head = "Child Unique ID,Age,Date Started to be Looked After,Child's Legal Status\n"
    imported = read(csv(tmp_path, head + "1,many,01/02/2020,C2\n"), Asked(DAY))
    assert {str(remark) for listed in imported.lists for remark in listed.unknown} == {
        "sheet list, row 2, column Age: not a number of years"
    }


@pytest.mark.parametrize("epoch", [CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900])
def test_day_numbers_are_read_by_the_day_their_workbook_counts_from(tmp_path: Path, epoch: datetime) -> None:
    """A formatted date and a plain number of one day are one day, in a workbook that counts from 1904 too."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    number = (date(2026, 4, 3) - epoch.date()).days
    for row in (["Reference", "Event"], ["1", date(2026, 4, 3)], ["2", number], ["3", 20260403]):
        book.active.append(row)
    book.save(tmp_path / "l.xlsx")
    listed = only(read(tmp_path / "l.xlsx", Asked(DAY)))
    assert [case.event for case in listed.cases] == ["2026-04-03"] * 3
