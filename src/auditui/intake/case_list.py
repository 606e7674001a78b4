"""Case lists: what a council's list of children or events says, as far as choosing cases needs it.

An Annex A workbook (August 2019 and 2024 forms) feeds the four themes: List 4 assessments, List 5
strategy discussions, List 8 education plans and pathway plans at 16 and 17, List 9 pathway plans. Any other
sheet with a reference column is read too. A bad row never stops a good one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditui.core.audits.entries import CaseListed, FrameImported
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.intake import workbook
from auditui.intake.annex_a import KEPT, SOURCES, Source, any_case
from auditui.intake.case_row import REFERENCE, LeftOutError, RefusedError, Row, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from auditui.core.audits.entries import Entry
    from auditui.core.problem import Problem
    from auditui.intake.annex_a import ListedCase
    from auditui.intake.workbook import Cell, Sheet

_HEADER_WITHIN = 12


@dataclass(frozen=True)
class CaseList:
    """What one sheet gave for one theme. `left_out` counts rows the theme is not about, by reason."""

    list_name: str
    theme: str
    rows: int
    cases: tuple[ListedCase, ...]
    refused: tuple[Problem, ...]
    unknown: tuple[Problem, ...]
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
            if list_number(sheet.name) in {source.number for source in SOURCES}:
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
    merged: dict[tuple[str, str], CaseList] = {}
    for part in lists:
        before = merged.get((part.list_name, part.theme))
        merged[part.list_name, part.theme] = _joined(before, part) if before else part
    return tuple(merged.values())


def _joined(one: CaseList, other: CaseList) -> CaseList:
    cases = {(case.ref, case.event): case for case in (*reversed(other.cases), *reversed(one.cases))}
    return replace(
        one,
        rows=one.rows + other.rows,
        cases=tuple(reversed(cases.values())),
        refused=one.refused + other.refused,
        unknown=one.unknown + other.unknown,
        left_out=Counter(one.left_out) + Counter(other.left_out),
        repeated=one.repeated + other.repeated + len(one.cases) + len(other.cases) - len(cases),
        dropped=tuple(dict.fromkeys(one.dropped + other.dropped)),
    )


def list_number(name: str) -> int:
    """Return the number of the Annex A list a sheet is named for; 0 if it is named for none."""
    match = re.fullmatch(r"\s*list[\s_]*(\d{1,2})(?!\d).*", name.casefold(), re.ASCII)
    return int(match[1]) if match else 0


def _headed(sheet: Sheet) -> tuple[dict[int, str], list[tuple[int, tuple[Cell, ...]]]] | None:
    """Find the heading row by its reference column; return headings by position and the rows below it."""
    wanted = [fold(name) for name in REFERENCE]
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


def _sources(sheet: Sheet, header: Mapping[int, str], *, only: int | None, theme: str) -> list[Source]:
    number = list_number(sheet.name)
    folded = {fold(text) for text in header.values()}
    known = [s for s in SOURCES if (s.number == number or not number) and fold(s.telling) in folded]
    if only is not None and number != only and (number or not any(s.number == only for s in known)):
        return []
    if known:
        return [s for s in known if not theme or s.theme == theme]
    return [Source(number, theme, "", any_case)] if only is not None or not number else []


def _read_list(
    sheet: Sheet,
    header: Mapping[int, str],
    rows: list[tuple[int, tuple[Cell, ...]]],
    source: Source,
    listed_on: date,
) -> CaseList:
    names = {fold(text): text for text in reversed(list(header.values()))}
    cases: dict[tuple[str, str], ListedCase] = {}
    refused: list[Problem] = []
    unknown: list[Problem] = []
    left_out: Counter[str] = Counter()
    repeated = 0
    for number, cells in rows:
        by_name = {fold(header[n]): cell for n, cell in reversed(list(enumerate(cells))) if n in header}
        row = Row(sheet.name, number, by_name, names, listed_on)
        try:
            case = source.reads(row)
        except RefusedError as error:
            refused.append(row.problem(error.column, str(error)))
        except LeftOutError as error:
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
        dropped=tuple(heading for heading in header.values() if fold(heading) not in KEPT),
    )


def as_entries(imported: Import, *, listed_on: date, new_id: Callable[[], str]) -> list[Entry]:
    """Return the journal entries that make the import's lists this store's case lists."""
    entries: list[Entry] = []
    for listed in imported.lists:
        frame, day = new_id(), listed_on.isoformat()
        numbers = (listed.rows, len(listed.cases), len(listed.refused))
        entries.append(
            FrameImported(frame, listed.list_name, listed.theme, imported.file_digest, day, *numbers)
        )
        entries += [CaseListed(new_id(), frame, **vars(case)) for case in listed.cases]
    return entries
