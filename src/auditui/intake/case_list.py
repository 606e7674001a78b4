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
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.intake import workbook
from auditui.intake.annex_a import KEPT, SOURCES, Source, any_case
from auditui.intake.case_row import REFERENCE, LeftOutError, RefusedError, Row, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from auditui.core.audits.entries import CaseListed, Entry
    from auditui.core.problem import Problem
    from auditui.intake.sheets import Cell, Sheet

    _Rows = list[tuple[int, tuple[Cell, ...]]]

_HEADER_WITHIN = 12
#: What a list is called that is the only one of its file, and none of Annex A's.
PLAIN = "Case list"
_WANTED = set(map(fold, REFERENCE))
#: The lists of Annex A that feed a theme.
_FEED = {source.number for source in SOURCES}


@dataclass
class CaseList:
    """What the sheets of one list gave for one theme. `left_out` counts rows the theme is not about, by reason."""

    list_name: str
    theme: str
    rows: int = 0
    by_event: dict[tuple[str, str], CaseListed] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    dropped: dict[str, None] = field(default_factory=dict)

    @property
    def cases(self) -> tuple[CaseListed, ...]:
        """The cases, or events of cases, each once; the first row of one counts. They belong to no list yet."""
        return tuple(self.by_event.values())


@dataclass(frozen=True)
class Import:
    """What a file gave: its SHA-256, its lists, the sheets with rows that feed no theme, and those without a heading row."""

    file_digest: str
    lists: tuple[CaseList, ...]
    unused: tuple[tuple[str, int], ...]
    unread: tuple[str, ...] = ()


def read(path: Path, *, listed_on: date, only: int | None = None, theme: str = "", name: str = "") -> Import:
    """Read a case list as it stood on `listed_on`.

    `only` takes one Annex A list, also one that feeds no theme of its own; `theme` is the theme of a list
    that does not tell. A list of one's own is called `name`, else by its sheet; in a file of one it is PLAIN, so that
    next month's file replaces this month's. AuditError if the file cannot be read or holds no case list.
    """
    book = workbook.read(path)
    lists: dict[tuple[str, str], CaseList] = {}
    unused: list[tuple[str, int]] = []
    unread: list[str] = []
    own = _own_name(name, len(book.sheets))
    for sheet in _of_lists(book.sheets):
        header, rows = _headed(sheet)
        sources = _sources(sheet, header, only=only, theme=theme)
        if not header:
            unread.append(sheet.name)
        elif not sources and rows:
            unused.append((sheet.name, len(rows)))
        for source in sources:
            listed = CaseList(source.list_name or own or sheet.name, source.theme)
            # Sheets that are parts of one Annex A list are one list for each theme.
            listed = lists.setdefault((listed.list_name, listed.theme), listed)
            _read_rows(listed, sheet, header, rows, source, listed_on)
    if not lists and not unused:
        raise AuditError(
            f"{one_line(path.name, 60)} holds no case list",
            "A list needs a heading row with a column called Reference; auditui case import -h names the columns",
        )
    of_lists = tuple(name for name in unread if list_number(name) in _FEED)
    return Import(book.digest, tuple(lists.values()), tuple(unused), of_lists)


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


def _headed(sheet: Sheet) -> tuple[dict[int, str], _Rows]:
    """Find the heading row by its reference column; return headings by position, and the rows below it; else neither."""
    for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        header = {n: str(cell) for n, cell in enumerate(row) if cell is not None}
        if (len(header) > 1 or at == 0) and not _WANTED.isdisjoint(map(fold, header.values())):
            below = enumerate(sheet.rows[at + 1 :], sheet.first + at + 1)
            return header, [(n, cells) for n, cells in below if any(cell is not None for cell in cells)]
    return {}, []


def _sources(sheet: Sheet, header: Mapping[int, str], *, only: int | None, theme: str) -> list[Source]:
    """Return how a sheet is read, for each theme it feeds; in no way without a heading row."""
    number, known = list_number(sheet.name), _telling(sheet, header)
    lists = {number} if number else {number, *(source.number for source in known)}
    if not header or only not in (None, *lists):
        return []
    fitting = [source for source in known if source.feeds(theme)]
    if fitting or not all(source.asked for source in known):
        return fitting
    return [Source(number, theme, "", any_case)] if only is not None or not number else []


def _telling(sheet: Sheet, header: Mapping[int, str]) -> list[Source]:
    """Return the ways of reading a list whose telling column the sheet has; of its own list, where it is named for one."""
    folded = set(map(fold, header.values()))
    telling = [source for source in SOURCES if fold(source.telling) in folded]
    return [source for source in telling if list_number(sheet.name) in (0, source.number)]


def _read_rows(
    listed: CaseList, sheet: Sheet, header: Mapping[int, str], rows: _Rows, source: Source, listed_on: date
) -> None:
    names = {fold(text): text for text in reversed(list(header.values()))}
    listed.rows += len(rows)
    listed.dropped |= dict.fromkeys(heading for heading in header.values() if fold(heading) not in KEPT)
    for number, cells in rows:
        by_name = {fold(header[n]): cell for n, cell in reversed(list(enumerate(cells))) if n in header}
        row = Row(sheet.name, number, by_name, names, listed_on)
        try:
            case = source.reads(row)
        except RefusedError as error:
            listed.refused.append(row.problem(error.column, str(error)))
        except LeftOutError as error:
            listed.left_out[str(error)] += 1
        else:
            listed.repeated += (case.ref, case.event) in listed.by_event
            listed.by_event.setdefault((case.ref, case.event), case)
        listed.unknown += row.unknown


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
