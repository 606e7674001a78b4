"""Case lists: what a council's list of children or events says, as far as choosing cases needs it.

An Annex A workbook (August 2019 and 2024 forms) feeds the four themes: List 4 assessments, List 5
strategy discussions, List 8 education plans and pathway plans at 16 and 17, List 9 pathway plans. Any other
sheet with a reference column is read too. A bad row never stops a good one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core.audits.entries import FrameImported
from auditui.core.codes import team_key
from auditui.core.errors import AuditError
from auditui.core.names import learnable
from auditui.core.text import one_line
from auditui.intake import workbook
from auditui.intake.annex_a import KEPT, SOURCES, Source, any_case
from auditui.intake.case_row import LeftOutError, Reading, RefusedError, Row
from auditui.intake.headings import BORN, PEOPLE, REFERENCE, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from auditui.core.audits.entries import CaseListed, Entry
    from auditui.core.problem import Problem
    from auditui.intake.sheets import Cell, Sheet

    _Rows = list[tuple[int, tuple[Cell, ...]]]
    _Header = dict[int, tuple[str, str]]

_HEADER_WITHIN = 12
_WANTED, _PEOPLE = set(map(fold, REFERENCE)), set(map(fold, PEOPLE))
_READ = KEPT - set(map(fold, BORN))  # from a date of birth only the age band is made
_FOOTER = re.compile(
    r"(?:grand |sub-?)?totals?\b|row labels|(?:count|average|sum) of|printed\b|report (?:run|date|produced|generated)|"
    r"(?:produced|generated|extracted|run) (?:by|on|at)\b|page \d|end of (?:report|list)|\*{2,}|(?:total )?(?:number|count) of",
    re.IGNORECASE,
)
_UNKNOWN = {"", "not known", "refused"}  # ethnicities that no other contradicts
#: What a list is called that is the only one of its file, and none of Annex A's.
PLAIN = "Case list"
#: The lists of Annex A that feed a theme.
_FEED = {source.number for source in SOURCES}


@dataclass
class CaseList:
    """What the sheets of one list gave for one theme. `left_out` has the rows the theme is not about, by sheet and reason.

    `people` are the words of names that stood in columns of people, folded; they go no further than the watch on texts.
    """

    list_name: str
    theme: str
    rows: int = 0
    by_event: dict[tuple[str, str], CaseListed] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)
    left_out: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    repeated: int = 0
    people: set[str] = field(default_factory=set)
    dropped: dict[str, None] = field(default_factory=dict)

    @property
    def cases(self) -> tuple[CaseListed, ...]:
        """The cases, or events of cases, each once; the first row of one counts. They belong to no list yet."""
        return tuple(self.by_event.values())


@dataclass(frozen=True)
class Import:
    """What a file gave: its SHA-256, its lists, the sheets with rows that feed no theme, and those without a heading row.

    `aside` are the sheets that were left out unasked, each with why.
    """

    file_digest: str
    lists: tuple[CaseList, ...]
    unused: tuple[tuple[str, int], ...]
    unread: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()

    @property
    def differing(self) -> int:
        """How many cases have another ethnicity, of those known, in one list than in another; each list keeps its own."""
        groups: dict[str, set[str]] = {}
        for listed in self.lists:
            for case in listed.cases:
                groups.setdefault(case.ref, set()).add(case.ethnicity)
        return sum(len(found - _UNKNOWN) > 1 for found in groups.values())


@dataclass(frozen=True)
class Asked:
    """How a file is to be read: as it stood on `listed_on`; what else was said of it.

    `only` takes one Annex A list, also one that feeds no theme of its own; `theme` is the theme of a list that does not
    tell; `sheet` names one sheet; `mapped` has the known heading for a council's own, folded; `pattern` is what a
    reference looks like where the council says so. A list of one's own is called `name`, else by its sheet; in a file of one it
    is PLAIN, so that next month's file replaces this month's.
    """

    listed_on: date
    only: int | None = None
    theme: str = ""
    sheet: str = ""
    mapped: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    name: str = ""


def read(path: Path, asked: Asked) -> Import:
    """Read a case list. AuditError if the file cannot be read or holds no case list."""
    book = workbook.read(path)
    chosen = _chosen(book.sheets, asked.sheet)
    aside = _aside(book.sheets, chosen)
    lists: dict[tuple[str, str], CaseList] = {}
    unused: list[tuple[str, int]] = []
    unread: list[str] = []
    own = _own_name(asked.name, len(book.sheets))
    for sheet in chosen:
        header, rows = _headed(sheet, asked.mapped)
        sources = _sources(sheet, header, only=asked.only, theme=asked.theme)
        if not header:
            unread.append(sheet.name)
        elif not sources and rows:
            unused.append((sheet.name, len(rows)))
        for source in sources:
            listed = CaseList(source.list_name or own or sheet.name, source.theme)
            # Sheets that are parts of one Annex A list are one list for each theme.
            listed = lists.setdefault((listed.list_name, listed.theme), listed)
            _read_rows(listed, sheet, header, rows, source, asked)
    if not lists and not unused:
        raise AuditError(
            f"{one_line(path.name, 60)} holds no case list",
            "A list needs a heading row with a column of references: auditui case headings prints those that are known, and"
            ' --map "YOUR HEADING=reference" names another',
        )
    return Import(book.digest, tuple(lists.values()), tuple(unused), tuple(filter(_feeds, unread)), aside)


def _feeds(name: str) -> bool:
    return list_number(name) in _FEED


def _aside(sheets: tuple[Sheet, ...], chosen: tuple[Sheet, ...]) -> tuple[tuple[str, str], ...]:
    read = {sheet.name for sheet in chosen}
    return tuple((sheet.name, sheet.aside) for sheet in sheets if sheet.aside and sheet.name not in read)


def _chosen(sheets: tuple[Sheet, ...], name: str) -> tuple[Sheet, ...]:
    """Return the sheet of that name, or else those to be read unasked."""
    if not name:
        return _of_lists(tuple(sheet for sheet in sheets if not sheet.aside))
    named = tuple(sheet for sheet in sheets if sheet.name.casefold() == name.casefold())
    if not named:
        there = ", ".join(one_line(sheet.name, 30) for sheet in sheets)
        raise AuditError(f"There is no sheet {one_line(name, 30)!r}", f"It has {there}")
    return named


def _own_name(name: str, sheets: int) -> str:
    """Return what a list of one's own is called; "" where its sheet names it."""
    return " ".join(name.split()) or (PLAIN if sheets == 1 else "")


def _of_lists(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return the sheets that are named for lists of Annex A; all of them where none is."""
    return tuple(sheet for sheet in sheets if list_number(sheet.name)) or sheets


def list_number(name: str) -> int:
    """Return the number of the Annex A list a sheet is named for; 0 if it is named for none."""
    match = re.fullmatch(r"\s*list[\s_]*(\d{1,2})(?!\d).*", name.casefold(), re.ASCII)
    return int(match[1]) if match else 0


def _headed(sheet: Sheet, mapped: Mapping[str, str]) -> tuple[_Header, _Rows]:
    """Find the heading row by its reference column; return headings by position, and the rows below it; else neither.

    A heading is a pair: what it is known as, and as it stands.
    """
    for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        header = {
            n: (mapped.get(fold(cell), str(cell)), str(cell))
            for n, cell in enumerate(row)
            if cell is not None
        }
        if (len(header) > 1 or at == 0) and not _WANTED.isdisjoint(fold(name) for name, _ in header.values()):
            below = enumerate(sheet.rows[at + 1 :], sheet.first + at + 1)
            return header, [(n, cells) for n, cells in below if any(cell is not None for cell in cells)]
    return {}, []


def _sources(sheet: Sheet, header: _Header, *, only: int | None, theme: str) -> list[Source]:
    """Return how a sheet is read, for each theme it feeds; in no way without a heading row."""
    number, known = list_number(sheet.name), _telling(sheet, header)
    lists = {number} if number else {number, *(source.number for source in known)}
    if not header or only not in (None, *lists):
        return []
    fitting = [source for source in known if source.feeds(theme)]
    if fitting or not all(source.asked for source in known):
        return fitting
    return [Source(number, theme, "", any_case)] if only is not None or not number else []


def _telling(sheet: Sheet, header: _Header) -> list[Source]:
    """Return the ways of reading a list whose telling column the sheet has; of its own list, where it is named for one."""
    folded = {fold(name) for name, _ in header.values()}
    telling = [source for source in SOURCES if fold(source.telling) in folded]
    return [source for source in telling if list_number(sheet.name) in (0, source.number)]


def _read_rows(
    listed: CaseList, sheet: Sheet, header: _Header, rows: _Rows, source: Source, asked: Asked
) -> None:
    folded = {n: fold(name) for n, (name, _) in header.items()}
    names = {fold(name): stands for name, stands in reversed(list(header.values()))}
    # Of two columns of one name the first is read.
    backwards = [(n, name) for n, name in folded.items() if name in KEPT][::-1]
    people = [n for n, name in folded.items() if name in _PEOPLE]
    reading = Reading(sheet.name, names, asked.listed_on, asked.pattern, sheet.since_1904)
    listed.rows += len(rows)
    listed.dropped |= dict.fromkeys(stands for name, stands in header.values() if fold(name) not in _READ)
    for above, (number, cells) in enumerate(rows):
        if _is_total(cells, above):
            listed.left_out.setdefault((sheet.name, "a total or a footer"), []).append(number)
            continue
        row = Row(reading, number, {name: cells[n] for n, name in backwards if n < len(cells)})
        _take(listed, row, source)
        for n in people:
            if n < len(cells) and isinstance(name := cells[n], str):
                listed.people |= learnable(name)


def _take(listed: CaseList, row: Row, source: Source) -> None:
    """Read one row as a case, or keep why it is none."""
    try:
        case = source.reads(row)
    except RefusedError as error:
        listed.refused.append(row.problem(error.column, str(error)))
    except LeftOutError as error:
        listed.left_out.setdefault((row.reading.sheet, str(error)), []).append(row.number)
    else:
        listed.repeated += (case.ref, case.event) in listed.by_event
        listed.by_event.setdefault((case.ref, case.event), case)
    listed.unknown += row.unknown


def _is_total(cells: tuple[Cell, ...], above: int) -> bool:
    """Whether a row is what reports write below a list: a total, who printed it, or alone the number of rows above it."""
    filled = [cell for cell in cells if cell is not None]
    if len(filled) == 1 and above > 1 and filled[0] in (above, str(above)):
        return True
    return isinstance(filled[0], str) and bool(_FOOTER.match(filled[0]))


def join_teams(lists: Iterable[CaseList], known_as: Callable[[str], str]) -> list[tuple[str, str]]:
    """Write each team in one way, as `known_as` has it, else as it stands most often; return what was written otherwise, and how."""
    cases = [(read.by_event, key, case) for read in lists for key, case in read.by_event.items()]
    often = Counter(case.team for _, _, case in cases if case.team)
    by_key = {team_key(team): team for team in sorted(often, key=lambda team: (often[team], team))}
    names = {team: known_as(by_key[team_key(team)]) for team in often}
    joined = {team: name for team, name in names.items() if team != name}
    for by_event, key, case in cases if joined else ():
        if case.team in joined:
            by_event[key] = replace(case, team=joined[case.team])
    return sorted(joined.items())


def as_entries(imported: Import, *, listed_on: date, new_id: Callable[[], str]) -> list[Entry]:
    """Return the journal entries that make the import's lists this store's case lists; of one without cases there are none."""
    entries: list[Entry] = []
    for listed in imported.lists:
        if not listed.cases:
            continue
        frame, day = new_id(), listed_on.isoformat()
        numbers = (listed.rows, len(listed.cases), len(listed.refused))
        entries.append(
            FrameImported(frame, listed.list_name, listed.theme, imported.file_digest, day, *numbers)
        )
        entries += [replace(case, subject=new_id(), frame=frame) for case in listed.cases]
    return entries
