"""Case lists as councils send them; every workbook here is made up by the test that reads it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from auditui.core.errors import AuditError
from auditui.intake import case_list
from auditui.intake.annex_a import (
    ASSESSMENTS,
    EDUCATION,
    IDENTITY,
    PATHWAY,
    PLANS,
    RECORD,
    STRATEGY,
    SUPERVISION,
)
from auditui.intake.case_list import CaseList, Import

DAY = date(2026, 3, 31)

COMMON = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
LIST_4 = [
    *(*COMMON, "Does the Child have a Disability", "Continuous Assessment Start Date"),
    *("Child Seen During Continuous Assessment", "Continuous Assessment Date of Authorisation"),
    "Was the child assessed as requiring LA children’s social care support?",
    *("Allocated Team", "Allocated Worker"),
]
LIST_5 = [
    *(*COMMON, "Does the Child have a Disability"),
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Was an Initial Child Protection Conference deemed unnecessary?",
    *(
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    ),
    *("Allocated Team", "Allocated Worker"),
]
LIST_8 = [
    *(*COMMON, "Date Started to be Looked After", "Child's Legal Status", "Date of Latest Statutory Review"),
    *("Date Ceased to be Looked After ", "Placement Location", "Allocated Team", "Allocated Worker"),
]
LIST_9 = [
    *COMMON,
    "Allocated Team",
    "Allocated Worker",
    "Eligibility Category",
    "LA In Touch ",
    "Type of Accommodation",
]


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_SPACE_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path, **how: Any) -> Import:
    return case_list.read(path, case_list.Asked(DAY, **how))


def of_theme(imported: Import, theme: str, name: str = "") -> CaseList:
    (found,) = [each for each in imported.lists if each.theme == theme and each.list_name.startswith(name)]
    return found


@pytest.fixture
def annex_a(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "annex a.xlsx",
        Front_Sheet=[["Local authority", "Anywhere"]],
        Guidance=[["Child Unique ID means the id of the child"]],
        List_1=[
            ["List 1: Contacts"],
            [*COMMON, "Date of Contact"],
            ["9", "a) Male", "a) WBRI", None, 3, datetime(2026, 1, 5)],
        ],
        List_4=[
            ["List 4: Assessments"],
            LIST_4,
            [
                1001.0,
                "F",
                "WBRI",
                datetime(2020, 5, 1),
                6.138,
                "b) No",
                datetime(2026, 1, 5),
                "a) Yes",
                datetime(2026, 2, 20),
                "a) Yes",
                "North",
                "A Name",
            ],
            [
                "1002",
                "a) Male",
                "s) NOBT",
                None,
                -1,
                "c) Unknown",
                "05/01/2026",
                None,
                None,
                None,
                "#REF",
                "A Name",
            ],
            [
                "1003",
                "b) Female",
                "a) WBRI",
                None,
                4,
                "b) No",
                "soon",
                "a) Yes",
                None,
                None,
                "North",
                "A Name",
            ],
            [
                None,
                "b) Female",
                "a) WBRI",
                None,
                4,
                "b) No",
                "05/01/2026",
                "a) Yes",
                None,
                None,
                "North",
                "A Name",
            ],
            [
                "1004",
                "b) Female",
                "a) WBRI",
                None,
                4,
                "b) No",
                46027,
                "a) Yes",
                datetime(2026, 3, 1),
                "CS Assessment Updated",
                "North",
                "A Name",
            ],
        ],
        List_SPACE_5=[
            ["List 5: Section 47 enquiries and ICPC"],
            LIST_5,
            [
                "0042",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "a) Yes",
                "02/03/2026",
                "a) Yes",
                None,
                None,
                "South",
                "A Name",
            ],
            [
                "0042",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "a) Yes",
                "12/03/2026",
                "b) No",
                "25/03/2026",
                "a) Yes",
                "South",
                "A Name",
            ],
            [
                "0042",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "a) Yes",
                "12/03/2026",
                "b) No",
                "25/03/2026",
                "a) Yes",
                "South",
                "A Name",
            ],
            [
                "0043",
                "b) Female",
                "a) WBRI",
                None,
                0,
                "b) No",
                "20/03/2026",
                None,
                None,
                None,
                "South",
                "A Name",
            ],
        ],
        List_8=[
            ["List 8: Children in care"],
            LIST_8,
            [
                "2001",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "01/02/2025",
                "C2: Full care order",
                "01/12/2025",
                None,
                "a) In",
                "Care",
                "A Name",
            ],
            [
                "2002",
                "a) Male",
                "a) WBRI",
                None,
                17,
                "01/02/2024",
                "V2",
                "01/12/2025",
                None,
                "b) Out",
                "Care",
                "A Name",
            ],
            [
                "2003",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "01/02/2025",
                "V4",
                None,
                None,
                "a) In",
                "Care",
                "A Name",
            ],
            [
                "2004",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "01/02/2025",
                "C2",
                None,
                "01/03/2026",
                "a) In",
                "Care",
                "A Name",
            ],
            [
                "2005",
                "a) Male",
                "a) WBRI",
                None,
                2,
                "01/02/2025",
                "C2",
                None,
                None,
                "a) In",
                "Care",
                "A Name",
            ],
            [
                "2006",
                "a) Male",
                "a) WBRI",
                None,
                9,
                "25/03/2026",
                "C1",
                None,
                None,
                "a) In",
                "Care",
                "A Name",
            ],
        ],
        List_9=[
            ["List 9: Care leavers"],
            LIST_9,
            [
                "3001",
                "a) Male",
                "a) WBRI",
                datetime(2006, 6, 1),
                None,
                "Leaving Care",
                "A Name",
                "b) Former relevant child",
                "a) Yes",
                "U",
            ],
            ["3002", "a) Male", "a) WBRI", None, 22, "Leaving Care", "A Name", "Relevant", "c) Died", None],
            [
                "3003",
                "a) Male",
                "a) WBRI",
                None,
                22,
                "Leaving Care",
                "A Name",
                "something else",
                "b) No",
                None,
            ],
        ],
    )


def test_a_whole_annex_a_feeds_the_four_themes(annex_a: Path) -> None:
    imported = read(annex_a)
    assert [(each.list_name, each.theme, len(each.cases)) for each in imported.lists] == [
        ("List 4", IDENTITY, 3),
        ("List 5", STRATEGY, 3),
        ("List 8", EDUCATION, 2),
        ("List 8", PATHWAY, 1),
        ("List 9", PATHWAY, 2),
    ]
    assert imported.unused == (("List_1", 1),)


def test_a_case_of_no_event_is_listed_without_a_date(annex_a: Path) -> None:
    assert [case.event for case in of_theme(read(annex_a), EDUCATION).cases] == ["", ""]


def test_ids_dates_ages_and_codes_come_in_any_of_their_forms(annex_a: Path) -> None:
    first, unborn, serial = of_theme(read(annex_a), IDENTITY).cases
    assert (first.ref, first.event, first.age_band, first.team) == ("1001", "2026-01-05", "5 to 9", "North")
    assert first.category == "support needed"
    assert first.dates == {"assessment started": "2026-01-05", "assessment authorised": "2026-02-20"}
    assert (unborn.ref, unborn.age_band, unborn.category, unborn.team) == ("1002", "unborn", "open", "")
    assert (serial.event, serial.category) == ("2026-01-05", "outcome not stated")


def test_what_cannot_be_read_is_named_by_sheet_row_and_column_and_stops_nothing_else(annex_a: Path) -> None:
    assessments = of_theme(read(annex_a), IDENTITY)
    assert [str(remark) for remark in assessments.refused] == [
        "sheet List_4, row 5, column Continuous Assessment Start Date: not a date; days come first: 31/12/2026",
        "sheet List_4, row 6, column Child Unique ID: A case reference is needed. It is the number the case system shows",
    ]
    assert [(remark.place.row, remark.place.column, remark.message) for remark in assessments.unknown] == [
        (4, "Allocated Team", "a formula's error"),
        (7, "Was the child assessed as requiring LA children’s social care support?", "neither yes nor no"),
    ]
    assert assessments.rows == 5


def test_blank_means_undecided_and_leading_zeros_stay(annex_a: Path) -> None:
    enquiries = of_theme(read(annex_a), STRATEGY)
    assert [(case.ref, case.event, case.category) for case in enquiries.cases] == [
        ("0042", "2026-03-02", "no conference needed"),
        ("0042", "2026-03-12", "conference, plan"),
        ("0043", "2026-03-20", "undecided"),
    ]
    assert enquiries.repeated == 1
    assert enquiries.cases[2].age_band == "under 1"


@pytest.mark.parametrize(
    ("unnecessary", "held_on", "plan", "category"),
    [
        ("a) Yes", None, None, "no conference needed"),
        (
            "a) Yes if the section 47 enquiry was commenced, but no conference",
            None,
            None,
            "no conference needed",
        ),
        ("b) No if the section 47 enquiry was commenced", None, None, "conference not held yet"),
        ("b) Nothing yet", None, None, "undecided"),
        (None, None, None, "undecided"),
        ("b) No", None, None, "conference not held yet"),
        ("b) No", "2026-03-16", "a) Yes", "conference, plan"),
        ("b) No", "2026-03-16", "b) No", "conference, no plan"),
        (None, "2026-03-16", "b) No", "conference, no plan"),
        ("b) No", "2026-03-16", None, "conference"),
    ],
)
def test_an_enquiry_is_of_the_category_of_what_came_of_it(
    tmp_path: Path, unnecessary: str | None, held_on: str | None, plan: str | None, category: str
) -> None:
    child = ["0042", "a) Male", "a) WBRI", None, 6, "b) No"]
    row = [*child, "2026-03-02", unnecessary, held_on, plan, "North", "A Name"]
    path = workbook(tmp_path / "list.xlsx", List_5=[LIST_5, row])
    (case,) = of_theme(read(path), STRATEGY).cases
    assert case.category == category
    assert case.dates["strategy discussion"] == "2026-03-02"


def test_children_a_theme_is_not_about_are_left_out_with_the_reason(annex_a: Path) -> None:
    imported = read(annex_a)
    assert dict(of_theme(imported, EDUCATION).left_out) == {
        ("List_8", "short breaks"): [5],
        ("List_8", "no longer looked after"): [6],
        ("List_8", "not aged 3 to 18"): [7],
        ("List_8", "looked after for under 10 working days"): [8],
    }
    assert [case.category for case in of_theme(imported, EDUCATION).cases] == ["in area", "out of area"]
    assert [case.ref for case in of_theme(imported, PATHWAY, "List 8").cases] == ["2002"]
    leavers = of_theme(imported, PATHWAY, "List 9")
    assert [*map(len, leavers.left_out.values())] == [1]
    assert [(case.ref, case.age_band, case.category) for case in leavers.cases] == [
        ("3001", "18 to 20", "former relevant"),
        ("3003", "21 and over", ""),
    ]


def test_names_births_and_workers_stay_outside(annex_a: Path) -> None:
    imported = read(annex_a)
    assert "A Name" not in repr(imported)
    assert "2020, 5, 1" not in repr(imported)
    assert {"Allocated Worker", "Date of Birth"} <= set(of_theme(imported, IDENTITY).dropped)


def test_one_list_can_be_taken_for_any_theme(annex_a: Path) -> None:
    (contacts,) = read(annex_a, only=1).lists
    assert (contacts.theme, [case.ref for case in contacts.cases]) == ("", ["9"])


def test_an_old_xls_reads_like_a_new_one(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("List_5")
    for n, name in enumerate(LIST_5):
        sheet.write(1, n, name)
    for n, value in enumerate(
        [7.0, "a) Male", "a) WBRI", "", 3.0, "b) No", 46083.0, "b) No", "", "", "West", "X"]
    ):
        sheet.write(2, n, value)
    book.save(str(tmp_path / "old.xls"))
    (case,) = of_theme(read(tmp_path / "old.xls"), STRATEGY).cases
    assert (case.ref, case.event, case.category) == ("7", "2026-03-02", "conference not held yet")


def test_a_csv_with_a_reference_column_is_a_case_list(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("﻿Case reference;Team;Age\nC-1;North\xa0East;15\nC-2;Süd;\n".encode())
    (found,) = read(path, theme=PATHWAY).lists
    assert found.theme == PATHWAY
    assert [(case.ref, case.team, case.age_band) for case in found.cases] == [
        ("C-1", "North East", "10 to 15"),
        ("C-2", "Süd", ""),
    ]


def test_a_csv_of_an_annex_a_list_is_known_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        ",".join(f'"{name}"' for name in LIST_9)
        + "\n3001,M,WBRI,,19,LC,X,b) Former relevant child,a) Yes,U\n"
    )
    (case,) = of_theme(read(path), PATHWAY).cases
    assert (case.ref, case.category) == ("3001", "former relevant")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("letter.csv", b"Dear all\nthere is no list here\n", "holds no case list"),
        ("empty.csv", b"", "holds no case list"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0", "neither a workbook nor a text file"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("broken.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not a workbook that can be read"),
        ("long.csv", b"Reference,Team\n" + b"x" * 200_000 + b",North\n", "cannot be read as CSV"),
    ],
)
def test_a_foreign_file_is_refused_in_a_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AuditError) as caught:
        read(tmp_path / name)
    assert words in caught.value.message
    assert name in caught.value.message
    assert caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match=r"gone\.xlsx cannot be read"):
        read(tmp_path / "gone.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(AuditError, match="unpacks to far more"):
        read(path)


def test_two_sheets_of_one_list_are_one_list(tmp_path: Path) -> None:
    row: list[Any] = [
        "a) Male",
        "a) WBRI",
        None,
        9,
        "01/02/2025",
        "C2",
        None,
        None,
        "a) In",
        "Care",
        "A Name",
    ]
    path = workbook(
        tmp_path / "two.xlsx",
        **{
            "List 8 LAC": [LIST_8, ["1", *row], ["2", *row]],
            "List_8_UASC": [list[Any](LIST_8), ["2", *row], ["3", *row]],
        },
    )
    education = of_theme(read(path), EDUCATION)
    assert [case.ref for case in education.cases] == ["1", "2", "3"]
    assert (education.rows, education.repeated) == (4, 1)


def test_a_numbered_sheet_without_its_heading_is_said(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "odd.xlsx", List_8=[LIST_8], List_4=[["Number of the child", "Team"], ["1", "North"]]
    )
    assert read(path).unread == ("List_4",)


def test_a_cell_far_outside_is_refused_before_it_costs_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Reference"
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(AuditError, match="far outside"):
        read(tmp_path / "far.xlsx")


@pytest.mark.parametrize(
    "typed", ["2026-01-05 14:30", "2026-01-05T14:30:00", "05/01/26", "5 Jan 2026", "46027"]
)
def test_dates_with_times_and_short_years_are_read(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"Reference;Address;Event\nC-1;1, The Street, Town, County;{typed}\n")
    ((case,),) = [each.cases for each in read(path).lists]
    assert case.event == "2026-01-05"


LIST_6 = [
    *(*COMMON, "Does the Child have a Disability", "CIN Start Date", "Primary Need Code"),
    *("CIN Closure Date", "Case status", "Allocated Team", "Allocated Worker"),
]
LIST_7 = [
    *(*COMMON, "Child Protection Plan Start Date", "Date of latest review conference"),
    *("Child Protection Plan End Date", "Allocated Team", "Allocated Worker"),
]


def journey(folder: Path) -> Path:
    """A workbook of Lists 4, 6, 7 and 8: one child in need, one on a plan, one in care, one of each closed."""

    def in_need(ref: str, status: str, closed: str | None = None) -> list[Any]:
        return [ref, "b", "a) WBRI", None, 7, "b) No", "01/02/2026", "N1", closed, status, "North", "Worker"]

    def protected(ref: str, ended: str | None = None) -> list[Any]:
        return [ref, "a", "a) WBRI", None, 7, "01/02/2026", "03/03/2026", ended, "North", "Worker"]

    def in_care(ref: str, ceased: str | None = None) -> list[Any]:
        return [ref, "a", "a) WBRI", None, 9, "01/02/2026", "C2", "03/03/2026", ceased, "a) In", "North", "W"]

    assessed = [
        "4001",
        "a",
        "a) WBRI",
        None,
        7,
        "b) No",
        "01/02/2026",
        "a) Yes",
        None,
        None,
        "North",
        "Worker",
    ]
    return workbook(
        folder / "journey.xlsx",
        List_4=[LIST_4, assessed],
        List_6=[
            LIST_6,
            in_need("6001", "c) Child in need plan"),
            in_need("7001", "b) Child Protection plan"),
            in_need("8001", "a) Looked after child"),
            in_need("6002", "e) Closed episode", "01/03/2026"),
        ],
        List_7=[LIST_7, protected("7001"), protected("7002", "01/03/2026")],
        List_8=[LIST_8, in_care("8001"), in_care("8002", "01/03/2026")],
    )


@pytest.mark.parametrize(
    ("theme", "cases"),
    [
        (
            PLANS,
            {("6001", "child in need plan"), ("7001", "child protection plan"), ("8001", "looked after")},
        ),
        (
            SUPERVISION,
            {("6001", "child in need plan"), ("7001", "child protection plan"), ("8001", "looked after")},
        ),
        (
            RECORD,
            {("6001", "child in need plan"), ("7001", "child protection plan"), ("8001", "looked after")},
        ),
        (ASSESSMENTS, {("4001", "open")}),
    ],
)
def test_the_lists_feed_the_journey_of_the_child_where_its_theme_is_named(
    theme: str, cases: set[tuple[str, str]], tmp_path: Path
) -> None:
    imported = case_list.read(journey(tmp_path), case_list.Asked(DAY, theme=theme))
    listed = [case for read in imported.lists for case in read.cases]
    assert {(case.ref, case.category) for case in listed} == cases
    assert len(listed) == len(cases), "each child once"
    assert {read.theme for read in imported.lists} == {theme}


def test_without_a_theme_the_lists_feed_what_they_fed(tmp_path: Path) -> None:
    imported = case_list.read(journey(tmp_path), case_list.Asked(DAY))
    assert {(read.list_name, read.theme) for read in imported.lists} == {
        ("List 4", IDENTITY),
        ("List 8", EDUCATION),
        ("List 8", PATHWAY),
    }
    assert imported.unused == (("List_6", 4), ("List_7", 2))
    (taken,) = case_list.read(journey(tmp_path), case_list.Asked(DAY, only=6)).lists
    assert (taken.list_name, taken.theme, len(taken.cases)) == ("List 6", "", 4)


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        *(("a) Male", "male"), ("Female", "female"), ("F", "female"), ("d) Neither", "neither"), (None, "")),
        ("c) Not stated/recorded (or unborn)", "not stated"),
    ],
)
def test_sex_is_kept_as_the_list_has_it(written: str | None, sex: str, tmp_path: Path) -> None:
    row = [
        "9001",
        written,
        "a) WBRI",
        None,
        19,
        "North",
        "Worker",
        "b) Former relevant child",
        "a) Yes",
        None,
    ]
    imported = case_list.read(workbook(tmp_path / "nine.xlsx", List_9=[LIST_9, row]), case_list.Asked(DAY))
    ((case,),) = [read.cases for read in imported.lists]
    assert case.sex == sex
    assert case.category == "former relevant"


def test_rows_left_out_of_a_list_on_two_sheets_name_their_sheet(tmp_path: Path) -> None:
    row = ["1", "a) Male", "a) WBRI", None, 9, "01/02/2025", "V4", None, None, "a) In", "Care", "A Name"]
    path = workbook(
        tmp_path / "a.xlsx", List_8=[LIST_8, row], List_SPACE_8=[["List 8"], LIST_8, ["2", *row[1:]]]
    )
    left_out = of_theme(read(path), EDUCATION).left_out
    assert left_out == {("List_8", "short breaks"): [2], ("List 8", "short breaks"): [3]}


@pytest.mark.parametrize(("other", "children"), [("n) BCRB", 1), ("s) NOBT", 0), ("s) REFU", 0), (None, 0)])
def test_only_ethnicities_that_are_known_can_differ_between_lists(
    tmp_path: Path, other: str | None, children: int
) -> None:
    assessed = [
        "7",
        "a) Male",
        "a) WBRI",
        None,
        9,
        "b) No",
        "05/01/2026",
        None,
        None,
        None,
        "North",
        "A Name",
    ]
    enquiry = ["7", "a) Male", other, None, 9, "b) No", "05/01/2026", None, None, None, "North", "A Name"]
    path = workbook(tmp_path / "a.xlsx", List_4=[LIST_4, assessed], List_5=[LIST_5, enquiry])
    assert read(path).differing == children
