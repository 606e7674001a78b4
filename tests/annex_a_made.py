"""A made-up Annex A workbook of as many rows as asked, with the traps of real ones; nothing in it is about anybody.

Every list repeats a round of rows with other references. The first rows of a round are its traps, each beside what is to
come of it; the rest are in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

LISTED_ON = date(2026, 3, 31)
#: How many rows a round of a list has.
ROUND = 40
#: Names of people who are not; none may be found in what is read.
PEOPLE = ("Quillfeather", "Worplesdonne", "Brackenthwaite")

Cell = str | float | bool | date | None
Cells = dict[str, Cell | Callable[[int], Cell]]


class Trap(NamedTuple):
    """One row that real lists have: how its cells differ, what the case is then (None: there is none), and what is said.

    `again` begins from the cells of the row above. A cell that depends on the reference is worked out from it.
    """

    cells: Cells
    case: dict[str, str] | None
    said: str = ""
    again: bool = False


class List(NamedTuple):
    """A sheet: its headings by short names, in order, its usual row, its traps, its share of all rows in per cent."""

    sheet: str
    title: str
    columns: dict[str, str]
    usual: Cells
    traps: tuple[Trap, ...]
    share: int
    footer: str = ""
    hidden: bool = False


def _child(*, age: str = "Age of Child (Years)", **more: str) -> dict[str, str]:
    columns = {"ref": "Child Unique ID", "sex": "Gender", "ethnicity": "Ethnicity", "born": "Date of Birth"}
    staff = {"team": "Allocated Team", "worker": "Allocated Worker"}
    return columns | {"age": age} | more | staff


_USUAL: Cells = {
    "ref": str, "sex": "b) Female", "ethnicity": "a) WBRI", "born": date(2016, 6, 1), "age": 9, "disabled": "b) No",
    "team": "North", "worker": PEOPLE[0],
}  # fmt: skip
_NOT_A_DATE = "not a date; days come first: 31/12/2026"
_FORM = "a value that is not in the form's list"

#: A title above the headings, headings of other forms, a curly apostrophe, spaces and marks at their ends.
ASSESSMENTS = List(
    "List_4", "List 4: Assessments",
    _child(
        age="Age", disabled="Does the Child have a Disability ", start="Continuous Assessment Start Date",
        seen="Child Seen During Continuous Assessment", end="Continuous Assessment Date of  Authorisation",
        support="Was the child assessed as requiring LA children\N{RIGHT SINGLE QUOTATION MARK}s social care support?",
    ),
    _USUAL | {"start": date(2026, 1, 5), "seen": "a) Yes", "end": date(2026, 2, 20), "support": "a) Yes"},
    (
        Trap({"ref": float, "age": 9.8138}, {"age_band": "5 to 9"}),
        Trap({"ref": lambda ref: f"00{ref}"}, {"ref": "00{ref}"}),
        Trap({"ref": lambda ref: f"{'7' * 40}{ref}"}, {"ref": f"{'7' * 40}{{ref}}"}),
        Trap({"sex": "F", "ethnicity": "WBRI", "disabled": "Yes"}, {"sex": "female", "ethnicity": "White", "disability": "disabled"}),
        Trap({"ethnicity": "s) REFU"}, {"ethnicity": "refused"}),
        Trap({"ethnicity": "s) NOBT"}, {"ethnicity": "not known"}),
        Trap({"ethnicity": "Martian"}, {"ethnicity": ""}, _FORM),
        Trap({"team": "#N/A"}, {"team": ""}, "a formula's error"),
        Trap({"team": "\N{NO-BREAK SPACE}North\N{NO-BREAK SPACE} East "}, {"team": "North East"}),
        Trap({"start": "31/02/2026"}, None, _NOT_A_DATE),
        Trap({"start": "12/25/2025"}, None, _NOT_A_DATE),
        Trap({"start": "soon"}, None, _NOT_A_DATE),
        Trap({"start": None}, None, "no date"),
        Trap({"start": 46027}, {"event": "2026-01-05"}),
        Trap({"start": "02/03/2026"}, {"event": "2026-03-02"}),
        Trap({"start": "5 Jan 2026 09:30"}, {"event": "2026-01-05"}),
        Trap({"start": date(2027, 1, 1)}, None, "after the day of the list: --listed-on says which day that is"),
        Trap({"start": date(1975, 1, 1)}, None, "before 1990"),
        Trap({}, {"event": "2026-01-05"}),
        Trap({}, {"event": "2026-01-05"}, again=True),
        Trap({"start": date(2026, 3, 2)}, {"event": "2026-03-02"}, again=True),
        Trap({"age": -1, "born": None, "sex": "c) Not stated/recorded (or unborn)"}, {"age_band": "unborn", "sex": "not stated"}),
        Trap({"age": None}, {"age_band": "5 to 9"}),
        Trap({"age": 19, "born": None}, {"age_band": "18 to 20"}, "over 18, in a list of children"),
        Trap({"age": 3}, {"age_band": "1 to 4"}, "not the age that the date of birth gives on the day of the list"),
        Trap({"age": 200}, {"age_band": "5 to 9"}, "not a number of years"),
        Trap({"support": "CS Assessment Updated"}, {"category": "outcome not stated"}, "neither yes nor no"),
        Trap({"support": None, "end": None}, {"category": "open"}),
        Trap({"support": "b) No"}, {"category": "no support needed"}),
        Trap({"ref": f"{PEOPLE[1]}, Person"}, None, "A case reference holds a number. It is what the case system shows, never a name"),
        Trap({"ref": None}, None, "A case reference is needed. It is the number the case system shows"),
        Trap(dict.fromkeys(("ref", "sex", "ethnicity", "born", "age", "disabled", "start", "seen", "end", "support", "team", "worker")), None),
    ),
    share=35, footer="Printed 24/11/2026 by {person}",
)  # fmt: skip

_ENQUIRY = _child(
    disabled="Does the Child have a Disability", start="Strategy discussion initiating Section 47 Enquiry Start Date",
    before="Number of Section 47 Enquiries in the last 12 months", unneeded="Was an Initial Child Protection Conference deemed unnecessary?",
    held="Date of Initial Child Protection Conference",
    plan="Did the Initial Child Protection Conference Result in a Child Protection Plan",
)  # fmt: skip
_HELD = _USUAL | {
    "start": date(2026, 3, 2),
    "before": 0,
    "unneeded": "b) No",
    "held": date(2026, 3, 20),
    "plan": "a) Yes",
}
#: One list on two sheets, one with a title and one with headings in the first row: blank is never no.
ENQUIRIES = List(
    "List_5", "List 5: Section 47 enquiries and ICPC", _ENQUIRY, _HELD,
    (
        Trap({"unneeded": "a) Yes", "held": None, "plan": None}, {"category": "no conference needed"}),
        Trap({"unneeded": None, "held": None, "plan": None}, {"category": "undecided"}),
        Trap({"held": None, "plan": None}, {"category": "conference not held yet"}),
        Trap({"plan": "No"}, {"category": "conference, no plan"}),
        Trap({"plan": None}, {"category": "conference"}),
        Trap({"start": date(2026, 3, 12), "before": 1}, {"event": "2026-03-12"}, again=True),
        Trap({}, {"event": "2026-03-12"}, again=True),
        Trap({"ref": lambda ref: str(ref - 20_000_000), "ethnicity": "r) OOTH"}, {"ref": "{other}", "ethnicity": "Other"}),
    ),
    share=20, footer="Grand Total",
)  # fmt: skip
MORE_ENQUIRIES = ENQUIRIES._replace(sheet="List 5", title="", traps=(), share=5, footer="")

#: All thirty-four columns of the form; the end of a stay is where lists write that there is none.
IN_CARE = List(
    "List_8", "",
    _child(
        uasc="Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))", disabled="Does the Child have a Disability",
        start="Date Started to be Looked After", need="Child's Category of Need", subsequent="Is this a second or subsequent period",
        placed="Start Date of Most Recent Placement", status="Child's Legal Status", review="Date of Latest Statutory Review",
        visit="Date of Last Social Work Visit", plan="Permanence Plan", iro="Last IRO Visit or Contact to the Child",
        health="Date of Last Health Assessment", teeth="Date of Last Dental Check",
        placements="Number of Placements in the Last 12 months", end="Date Ceased to be Looked After ", reason="Reason Ceased",
        kind="Placement Type", provider="Placement Provider", postcode="Placement Postcode", urn="URN of Placement",
        where="Placement Location", authority="LA of Placement", missing="Number of Episodes the Child has been 'Missing'",
        absent="Number of Episodes the Child has been 'Absent'", offered="Was a Return Interview Offered", accepted="Was it Accepted",
    ),
    _USUAL | {
        "start": date(2025, 2, 1), "status": "C2", "review": "01/12/2025", "placed": date(2025, 2, 1), "where": "a) In", "uasc": "N",
        "need": "N1 - Abuse or Neglect", "placements": 1, "kind": "u) U4", "postcode": "ZZ1 1ZZ", "end": None, "missing": 0,
    },
    (
        Trap({"end": "n/a"}, {"area": "in area"}),
        Trap({"end": "-"}, {"area": "in area"}),
        Trap({"end": "01/01/2030"}, {"area": "in area"}, "in the future, so not taken as an end"),
        Trap({"end": date(2026, 3, 1)}, None, "no longer looked after"),
        Trap({"status": "V4"}, None, "short breaks"),
        Trap({"status": "V3 : Accommodated under short breaks"}, None, "short breaks"),
        Trap({"age": 2, "born": None}, None, "not aged 3 to 18"),
        Trap({"start": "25/03/2026"}, None, "looked after for under 10 working days"),
        Trap({"where": "Out"}, {"area": "out of area"}),
        Trap({"where": "#REF!"}, {"area": ""}, "a formula's error"),
        Trap({"review": "TBC"}, {"area": "in area"}),
        Trap({"born": "01/01/1800", "age": None}, {"age_band": ""}, "no date of a child's: the year cannot be"),
    ),
    share=10, footer="Count of Child Unique ID",
)  # fmt: skip

#: The form of 2024: columns in the midst, capitals, and values that are blank where nobody is in touch.
CARE_LEAVERS = List(
    "List 9", "List 9: Care leavers",
    _child(
        uasc="Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)", disabled="Does the Child have a Disability",
        advisor="Allocated Personal Advisor", category="Eligibility Category", review="Latest Pathway Plan Review Date",
        touch="LA in Touch", contact="Latest Date of Contact", home="Type of Accommodation", suits="Suitability of Accommodation",
        does="Activity Status",
    ),
    _USUAL | {
        "age": 19, "born": date(2006, 6, 1), "team": "Leaving Care", "advisor": PEOPLE[2], "uasc": False, "touch": "a) Yes",
        "category": "b) Former relevant child", "review": date(2025, 12, 1), "home": "U", "suits": "a) Suitable", "does": "F1",
    },
    (
        Trap({"touch": "c) Died"}, None, "died"),
        Trap({"touch": "b) No", "home": None, "suits": None, "does": None}, {"category": "former relevant"}),
        Trap({"category": "a) Relevant"}, {"category": "relevant"}),
        Trap({"category": "d) Eligible"}, {"category": "eligible"}),
        Trap({"category": "something else"}, {"category": ""}, _FORM),
        Trap({"review": "never"}, {"category": "former relevant"}, _NOT_A_DATE),
        Trap({"age": 25, "born": None}, {"age_band": "21 and over"}),
    ),
    share=10, footer="End of report",
)  # fmt: skip

_CONTACTS = List(
    "List 1",
    "List 1: Contacts",
    _child(start="Date of Contact"),
    _USUAL | {"start": date(2026, 3, 1)},
    (),
    20,
)
_OLD = ASSESSMENTS._replace(sheet="List_4 old", traps=(), share=0, footer="", hidden=True)
#: The sheets in their order; those without a share of the rows have one round.
LISTS = (_CONTACTS, ASSESSMENTS, _OLD, ENQUIRIES, MORE_ENQUIRIES, IN_CARE, CARE_LEAVERS)
_OTHERS = ("Front_Sheet", "FAQ_and_changes", "Guidance", "Codes_used")


def rounds(made: List, rows: int) -> int:
    """Return how many rounds of a list a workbook of so many rows has."""
    return max(1, rows * made.share // 100 // ROUND)


def reference(made: List, turn: int, at: int) -> int:
    """Return the reference of a row: eight digits, of which the first is the list's."""
    return LISTS.index(made) * 10_000_000 + 10_000_000 + turn * 100 + at


def rows_of(made: List, number: int) -> Iterator[dict[str, Cell]]:
    """Yield the rows of a list, by short names."""
    row: dict[str, Cell] = {}
    for turn in range(number):
        for at in range(ROUND):
            ref = reference(made, turn, at)
            trap = made.traps[at] if at < len(made.traps) else Trap({}, {})
            cells = trap.cells if trap.again else made.usual | trap.cells
            new = {name: cell(ref) if callable(cell) else cell for name, cell in cells.items()}
            row = row | new if trap.again else new
            yield row


def write(path: Path, rows: int) -> Path:
    """Write the workbook; `rows` are those of its lists together, but for the hidden one."""
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(path, options) as book:
        for name in _OTHERS:
            book.add_worksheet(name).write_row(
                0, 0, ["Child Unique ID means the id of the child", "anywhere"]
            )
        for made in LISTS:
            sheet = book.add_worksheet(made.sheet)
            if made.hidden:
                sheet.hide()
            for at, line in enumerate(_lines(made, rounds(made, rows))):
                for column, cell in enumerate(line):
                    if cell == "#N/A":  # as a formula leaves it
                        sheet.write_formula(at, column, "=NA()", None, cell)
                    else:
                        sheet.write(at, column, cell)
    return path


def _lines(made: List, number: int) -> Iterator[list[Cell]]:
    if made.title:
        yield [made.title]
    yield list(made.columns.values())
    for row in rows_of(made, number):
        yield [row.get(name) for name in made.columns]
    if made.footer:
        yield [made.footer.format(person=PEOPLE[2])]
