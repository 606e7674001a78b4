"""Case lists: what a council's list of children or events says, as far as choosing cases needs it.

An Annex A workbook (August 2019 and 2024 forms) feeds the four themes: List 4 assessments, List 5
strategy discussions, List 8 education plans and pathway plans at 16 and 17, List 9 pathway plans. Any other
sheet with a reference column is read too. Columns are found by name; names of people, dates of birth and
every other column stay outside. A bad row never stops a good one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from auditui.core import working_days
from auditui.core.audits.entries import CaseListed, FrameImported
from auditui.core.errors import AuditError
from auditui.core.text import one_line, visible
from auditui.intake import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from auditui.core.audits.entries import Entry
    from auditui.intake.workbook import Cell, Sheet

STRATEGY = "health-in-strategy-discussions"
IDENTITY = "culture-and-identity-in-assessments"
EDUCATION = "quality-of-personal-education-plans"
PATHWAY = "pathway-planning-in-case-records"

_HEADER_WITHIN = 12
_LONGEST_REF = 48
_BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 to 17"), (21, "18 to 20"))


@dataclass(frozen=True)
class Remark:
    """Something about one cell or row: where it stands and what is the matter."""

    sheet: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        """Say it in a line, without the cell's content."""
        column = f", column {one_line(self.column, 60)!r}" if self.column else ""
        return f"{one_line(self.sheet, 30)}, row {self.row}{column}: {self.what}"


@dataclass(frozen=True)
class ListedCase:
    """A case, or one event of it, as a list has it."""

    ref: str
    event: str = ""
    team: str = ""
    age_band: str = ""
    category: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    ethnicity: str = ""
    disability: str = ""
    area: str = ""


@dataclass(frozen=True)
class CaseList:
    """What one sheet gave for one theme. `left_out` counts rows the theme is not about, by reason."""

    list_name: str
    theme: str
    rows: int
    cases: tuple[ListedCase, ...]
    refused: tuple[Remark, ...]
    unknown: tuple[Remark, ...]
    left_out: Mapping[str, int]
    repeated: int
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Import:
    """What a file gave: its SHA-256, its lists, the sheets with rows that feed no theme, and those without a heading row."""

    file_digest: str
    lists: tuple[CaseList, ...]
    unused: tuple[tuple[str, int], ...]
    unread: tuple[str, ...] = ()


class _RefusedError(Exception):
    """This row cannot be used: the column that spoils it and why."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column
        self.what = what


class _LeftOutError(Exception):
    """This row is well-formed, and the theme is not about it."""


def fold(text: object) -> str:
    """Return a heading or code as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", str(text).casefold())


class _Row:
    """One row, read by column name; remembers the values it did not know."""

    def __init__(
        self, sheet: str, number: int, cells: Mapping[str, Cell], names: Mapping[str, str], listed_on: date
    ) -> None:
        self.sheet, self.number, self.cells, self.names, self.listed_on = (
            sheet,
            number,
            cells,
            names,
            listed_on,
        )
        self.unknown: list[Remark] = []

    def cell(self, *headings: str) -> Cell:
        for heading in headings:
            if fold(heading) in self.cells:
                return self.cells[fold(heading)]
        return None

    def heading(self, *headings: str) -> str:
        return next((self.names[fold(h)] for h in headings if fold(h) in self.names), headings[0])

    def text(self, *headings: str) -> str:
        value = self.cell(*headings)
        text = "" if value is None else str(value)
        if text.startswith("#"):  # a formula's error, such as #N/A
            self.remark(headings, "a formula's error")
            return ""
        return text

    def remark(self, headings: tuple[str, ...], what: str) -> None:
        self.unknown.append(Remark(self.sheet, self.number, self.heading(*headings), what))

    def date(self, *headings: str, needed: bool = False) -> date | None:
        try:
            day = workbook.as_date(self.cell(*headings))
        except ValueError as error:
            if needed:
                raise _RefusedError(self.heading(*headings), str(error)) from None
            self.remark(headings, str(error))
            return None
        if needed and day is None:
            raise _RefusedError(self.heading(*headings), "no date")
        return day

    def yes(self, *headings: str) -> bool | None:
        """Yes, no, or None for blank and for what is neither: blank is never no."""
        value = self.cell(*headings)
        if value is None or isinstance(value, bool):
            return value
        said = re.sub(r"^[a-z]\)\s*", "", str(value).casefold().strip())
        if said in ("yes", "y", "1", "true", "a"):
            return True
        if said in ("no", "n", "0", "false", "b"):
            return False
        self.remark(headings, "neither yes nor no")
        return None

    def code(self, known: Mapping[str, str], *headings: str) -> str:
        """Return the word for a coded value: ``a) Relevant child``, ``a``, ``V2`` or the word itself."""
        text = self.text(*headings)
        if not text:
            return ""
        prefix = re.match(r"([a-z]{1,2}\d?)\s*[):]", text.casefold())
        tries = [fold(prefix[1])] if prefix else []
        tries += [
            fold(text),
            fold(re.sub(r"^[A-Za-z]{1,2}\d?\s*[):]\s*", "", text)),
            fold(text.split(" ")[0]),
        ]
        for one in tries[::-1] if prefix and fold(prefix[1]) not in known else tries:
            if one in known:
                return known[one]
        self.remark(headings, "a value that is not in the form's list")
        return ""

    def ref(self) -> str:
        ref = self.text(*_REFERENCE)
        if not ref:
            raise _RefusedError(self.heading(*_REFERENCE), "no case reference")
        if len(ref) > _LONGEST_REF:
            raise _RefusedError(
                self.heading(*_REFERENCE), f"a reference longer than {_LONGEST_REF} characters"
            )
        if not any(c.isdigit() for c in ref):
            raise _RefusedError(
                self.heading(*_REFERENCE), "a reference without a number; a name is never kept"
            )
        if visible(ref) != ref:
            raise _RefusedError(self.heading(*_REFERENCE), "a reference with characters that cannot be seen")
        return ref

    def age(self) -> int | None:
        """Return whole years, -1 unborn, from the age or else the date of birth, which goes no further."""
        value = self.cell(*_AGE)
        try:
            if value is not None:
                return int(float(str(value)) // 1)
        except ValueError:
            self.remark(_AGE, "not a number of years")
        born = self.date("Date of Birth")
        if born is None:
            return None
        whole = (
            self.listed_on.year
            - born.year
            - ((self.listed_on.month, self.listed_on.day) < (born.month, born.day))
        )
        return max(whole, -1)


_REFERENCE = (
    *("Child Unique ID", "Young Person Unique ID", "Case reference", "Reference", "Case ref", "Ref", "Case"),
    *("Case ID", "Child ID", "Person ID", "ID"),
)
_TEAM = ("Allocated Team", "Team")
_AGE = ("Age of Child (Years)", "Age of Young Person (Years)", "Age")
_ETHNICITY = ("Ethnicity", "Ethnic group")
_DISABILITY = ("Does the Child have a Disability", "Disability")
_AREA = ("Placement Location", "Area")

#: Ethnicity by the four-letter codes, which both Annex A forms share, by the groups' names and by the names
#: that begin like another group's. Chinese is in Asian, as in the censuses of 2011 and 2021.
_GROUPS = {
    **dict.fromkeys(("wbri", "wiri", "wirt", "woth", "wrom", "white"), "White"),
    **dict.fromkeys(("mwbc", "mwba", "mwas", "moth", "mixed"), "Mixed"),
    **dict.fromkeys(("whiteandblackcaribbean", "whiteandblackafrican", "whiteandasian"), "Mixed"),
    **dict.fromkeys(("aind", "apkn", "aban", "aoth", "chne", "asian", "chinese"), "Asian"),
    **dict.fromkeys(("bcrb", "bafr", "both", "black"), "Black"),
    **dict.fromkeys(("ooth", "other", "otherethnicgroup", "anyotherethnicgroup"), "Other"),
    **dict.fromkeys(("refu", "refused"), "refused"),
    **dict.fromkeys(("nobt", "unknown", "notknown", "notobtained", "notstated"), "not known"),
}
_PLACEMENT_LOCATION = {
    **dict.fromkeys(("a", "in", "inarea"), "in area"),
    **dict.fromkeys(("b", "out", "outofarea"), "out of area"),
}
_DISABLED = {
    **dict.fromkeys(("a", "yes", "y", "true", "1", "disabled"), "disabled"),
    **dict.fromkeys(("b", "no", "n", "false", "0", "notdisabled"), "not disabled"),
    **dict.fromkeys(("c", "unknown", "notknown"), "not known"),
}


def age_band(age: int | None) -> str:
    """Return the age band of an age in whole years; -1 is unborn, None unknown."""
    if age is None:
        return ""
    if age < 0:
        return "unborn"
    return next((band for under, band in _BANDS if age < under), "21 and over")


def _iso(**dates: date | None) -> dict[str, str]:
    return {name.replace("_", " "): day.isoformat() for name, day in dates.items() if day}


def _common(row: _Row) -> ListedCase:
    return ListedCase(
        row.ref(),
        team=row.text(*_TEAM),
        age_band=row.text("Age band") or age_band(row.age()),
        ethnicity=row.code(_GROUPS, *_ETHNICITY),
        disability=row.code(_DISABLED, *_DISABILITY),
        area=row.code(_PLACEMENT_LOCATION, *_AREA),
    )


def _assessment(row: _Row) -> ListedCase:
    start = row.date("Continuous Assessment Start Date", needed=True)
    authorised = row.date("Continuous Assessment Date of Authorisation")
    support = row.yes("Was the child assessed as requiring LA children's social care support")
    outcome = {True: "support needed", False: "no support needed", None: "outcome not stated"}[support]
    case = _common(row)
    return replace(
        case,
        event=start.isoformat() if start else "",
        category=outcome if authorised else "open",
        dates=_iso(assessment_started=start, assessment_authorised=authorised),
    )


def _enquiry(row: _Row) -> ListedCase:
    held = row.date("Strategy discussion initiating Section 47 Enquiry Start Date", needed=True)
    conference = row.date("Date of Initial Child Protection Conference")
    unnecessary = row.yes("Was an Initial Child Protection Conference deemed unnecessary?")
    plan = row.yes("Did the Initial Child Protection Conference Result in a Child Protection Plan")
    if unnecessary:
        category = "no conference needed"
    elif conference is None:
        category = "undecided" if unnecessary is None else "conference not held yet"
    else:
        category = {True: "conference, plan", False: "conference, no plan", None: "conference"}[plan]
    case = _common(row)
    return replace(
        case,
        event=held.isoformat() if held else "",
        category=category,
        dates=_iso(strategy_discussion=held, initial_conference=conference),
    )


_LEGAL_STATUS = {
    code.casefold(): code
    for code in ("C1", "C2", "D1", "E1", "V2", "L1", "L2", "L3", "J1", "J2", "J3", "V3", "V4")
}


def _in_care(row: _Row) -> tuple[ListedCase, int | None]:
    case = _common(row)
    age = row.age()
    started = row.date("Date Started to be Looked After")
    if row.cell("Date Ceased to be Looked After") is not None:
        raise _LeftOutError("no longer looked after")
    if row.code(_LEGAL_STATUS, "Child's Legal Status") in ("V3", "V4"):
        raise _LeftOutError("short breaks")
    dates = _iso(
        looked_after_from=started,
        statutory_review=row.date("Date of Latest Statutory Review"),
        placement_from=row.date("Start Date of Most Recent Placement"),
    )
    return replace(case, category=case.area, dates=dates), age


def _education(row: _Row) -> ListedCase:
    case, age = _in_care(row)
    if age is not None and not 3 <= age <= 18:
        raise _LeftOutError("not aged 3 to 18")
    started = case.dates.get("looked after from")
    if started and working_days.between(date.fromisoformat(started), row.listed_on) < 10:
        raise _LeftOutError("looked after for under 10 working days")
    return case


def _pathway_in_care(row: _Row) -> ListedCase:
    case, age = _in_care(row)
    if age not in (16, 17):
        raise _LeftOutError("not aged 16 or 17")
    return replace(case, category="looked after, 16 or 17")


_ELIGIBILITY = {
    **dict.fromkeys(("a", "relevant", "relevantchild"), "relevant"),
    **dict.fromkeys(("b", "formerrelevant", "formerrelevantchild"), "former relevant"),
    **dict.fromkeys(("c", "qualifying", "qualifyingcareleaver"), "qualifying"),
    **dict.fromkeys(("d", "eligible", "eligiblechild"), "eligible"),
    **dict.fromkeys(("e", "other"), "other"),
}
_IN_TOUCH = {
    **dict.fromkeys(("a", "yes", "intouch"), "in touch"),
    **dict.fromkeys(("b", "no", "notintouch"), "not in touch"),
    **dict.fromkeys(("c", "died"), "died"),
    **dict.fromkeys(("d", "refu"), "refu"),
    **dict.fromkeys(("e", "nreq"), "nreq"),
    **dict.fromkeys(("f", "rhom"), "rhom"),
    **dict.fromkeys(("notrecorded", "exclude", "excluded"), ""),
}


def _care_leaver(row: _Row) -> ListedCase:
    if "died" in fold(row.cell("LA In Touch")):
        raise _LeftOutError("died")
    row.code(_IN_TOUCH, "LA In Touch")
    case = _common(row)
    return replace(
        case,
        category=row.code(_ELIGIBILITY, "Eligibility Category"),
        dates=_iso(latest_review=row.date("Latest Pathway Plan Review Date")),
    )


def _any_case(row: _Row) -> ListedCase:
    case = _common(row)
    event = row.date("Event", "Event date")
    return replace(case, event=event.isoformat() if event else "", category=row.text("Category"))


@dataclass(frozen=True)
class _Source:
    """How a list is read for a theme. `telling` is a column that gives the list away by itself."""

    number: int
    theme: str
    telling: str
    reads: Callable[[_Row], ListedCase]


_SOURCES = (
    _Source(4, IDENTITY, "Continuous Assessment Start Date", _assessment),
    _Source(5, STRATEGY, "Strategy discussion initiating Section 47 Enquiry Start Date", _enquiry),
    _Source(8, EDUCATION, "Date Started to be Looked After", _education),
    _Source(8, PATHWAY, "Date Started to be Looked After", _pathway_in_care),
    _Source(9, PATHWAY, "Eligibility Category", _care_leaver),
)
_KEPT = {
    fold(name)
    for name in (
        *(
            *_REFERENCE,
            *_TEAM,
            *_AGE,
            *_ETHNICITY,
            *_DISABILITY,
            *_AREA,
            "Age band",
            "Event",
            "Event date",
            "Category",
        ),
        *("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),
        "Was the child assessed as requiring LA children's social care support",
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        *("Date Started to be Looked After", "Date Ceased to be Looked After", "Child's Legal Status"),
        *("Date of Latest Statutory Review", "Start Date of Most Recent Placement"),
        *("Eligibility Category", "LA In Touch", "Latest Pathway Plan Review Date"),
    )
}


def read(path: Path, *, listed_on: date, only: int | None = None, theme: str = "") -> Import:
    """Read a case list as it stood on `listed_on`.

    `only` takes one Annex A list, also one that feeds no theme of its own; `theme` is the theme of a list
    that does not tell. AuditError if the file cannot be read or holds no case list.
    """
    digest, sheets = workbook.read(path)
    numbered = [sheet for sheet in sheets if list_number(sheet.name)]
    lists: list[CaseList] = []
    unused: list[tuple[str, int]] = []
    unread: list[str] = []
    for sheet in numbered or sheets:
        headed = _headed(sheet)
        if headed is None:
            if list_number(sheet.name) in {source.number for source in _SOURCES}:
                unread.append(sheet.name)
            continue
        header, rows = headed
        sources = _sources(sheet, header, only=only, theme=theme)
        if not sources and rows:
            unused.append((sheet.name, len(rows)))
        lists += [_read_list(sheet, header, rows, source, listed_on) for source in sources]
    if not lists and not unused:
        raise AuditError(
            f"{one_line(path.name, 60)} holds no case list",
            "A list needs a heading row with a column called Reference",
        )
    return Import(digest, _merged(lists), tuple(unused), tuple(unread))


def _merged(lists: list[CaseList]) -> tuple[CaseList, ...]:
    """Make one list of sheets that are parts of one Annex A list for one theme."""
    made: dict[tuple[str, str], CaseList] = {}
    for each in lists:
        before = made.get((each.list_name, each.theme))
        if before is None:
            made[each.list_name, each.theme] = each
            continue
        cases = {(case.ref, case.event): case for case in (*reversed(each.cases), *reversed(before.cases))}
        made[each.list_name, each.theme] = replace(
            before,
            rows=before.rows + each.rows,
            cases=tuple(reversed(cases.values())),
            refused=before.refused + each.refused,
            unknown=before.unknown + each.unknown,
            left_out=Counter(before.left_out) + Counter(each.left_out),
            repeated=before.repeated + each.repeated + len(before.cases) + len(each.cases) - len(cases),
            dropped=tuple(dict.fromkeys(before.dropped + each.dropped)),
        )
    return tuple(made.values())


def list_number(name: str) -> int:
    """Return the number of the Annex A list a sheet is named for; 0 if it is named for none."""
    match = re.fullmatch(r"\s*list[\s_]*(\d{1,2})(?!\d).*", name.casefold(), re.ASCII)
    return int(match[1]) if match else 0


def _headed(sheet: Sheet) -> tuple[dict[int, str], list[tuple[int, tuple[Cell, ...]]]] | None:
    """Find the heading row by its reference column; return headings by position and the rows below it."""
    wanted = [fold(name) for name in _REFERENCE]
    for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        header = {n: str(cell) for n, cell in enumerate(row) if cell is not None}
        if len(header) > 1 or at == 0:
            folded = {fold(text) for text in header.values()}
            if folded & set(wanted):
                below = [
                    (sheet.first + at + 1 + n, cells)
                    for n, cells in enumerate(sheet.rows[at + 1 :])
                    if any(cell is not None for cell in cells)
                ]
                return header, below
    return None


def _sources(sheet: Sheet, header: Mapping[int, str], *, only: int | None, theme: str) -> list[_Source]:
    number = list_number(sheet.name)
    folded = {fold(text) for text in header.values()}
    told = [s for s in _SOURCES if (s.number == number or not number) and fold(s.telling) in folded]
    if only is not None and number != only and (number or not any(s.number == only for s in told)):
        return []
    if told:
        return [s for s in told if not theme or s.theme == theme]
    return [_Source(number, theme, "", _any_case)] if only is not None or not number else []


def _read_list(
    sheet: Sheet,
    header: Mapping[int, str],
    rows: list[tuple[int, tuple[Cell, ...]]],
    source: _Source,
    listed_on: date,
) -> CaseList:
    names = {fold(text): text for text in reversed(list(header.values()))}
    cases: dict[tuple[str, str], ListedCase] = {}
    refused: list[Remark] = []
    unknown: list[Remark] = []
    left_out: Counter[str] = Counter()
    repeated = 0
    for number, cells in rows:
        by_name = {fold(header[n]): cell for n, cell in reversed(list(enumerate(cells))) if n in header}
        row = _Row(sheet.name, number, by_name, names, listed_on)
        try:
            case = source.reads(row)
        except _RefusedError as error:
            refused.append(Remark(sheet.name, number, error.column, error.what))
        except _LeftOutError as error:
            left_out[str(error)] += 1
        else:
            repeated += (case.ref, case.event) in cases
            cases.setdefault((case.ref, case.event), case)
        unknown += row.unknown
    return CaseList(
        list_name=f"List {source.number}" if source.number else sheet.name,
        theme=source.theme,
        rows=len(rows),
        cases=tuple(cases.values()),
        refused=tuple(refused),
        unknown=tuple(unknown),
        left_out=left_out,
        repeated=repeated,
        dropped=tuple(heading for heading in header.values() if fold(heading) not in _KEPT),
    )


def as_entries(imported: Import, *, listed_on: date, new_id: Callable[[], str]) -> list[Entry]:
    """Return the journal entries that make the import's lists this store's case lists."""
    found: list[Entry] = []
    for each in imported.lists:
        frame = new_id()
        numbers = (each.rows, len(each.cases), len(each.refused))
        found.append(
            FrameImported(
                frame, each.list_name, each.theme, imported.file_digest, listed_on.isoformat(), *numbers
            )
        )
        found += [CaseListed(new_id(), frame, **vars(case)) for case in each.cases]
    return found
