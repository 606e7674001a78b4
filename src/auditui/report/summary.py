"""The summary in words and columns: how often the standard was met, how surely, and what the auditors judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.periods import JANUARY, QUARTER, YEAR
from auditui.core.strata import STRATA
from auditui.figures import evened
from auditui.figures import summary as figures
from auditui.figures.answers import answer_counts
from auditui.figures.counting import Count
from auditui.figures.disclosure import OF_MET
from auditui.figures.grouping import Judged, Part
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import GROUPS, PARTS
from auditui.report import compared, judgements
from auditui.report.answers import answers_table
from auditui.report.compared import figures_of
from auditui.report.notes import alike, by_practice, in_months, left_out, much_outside, outside
from auditui.report.scope import Scope, scoped
from auditui.report.sharing import (
    PROPORTION,
    key_to_hidden,
    of_corrections,
    of_drawn,
    of_erased,
    of_frames,
)
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.evened import Mix
    from auditui.figures.grouping import Label
    from auditui.figures.releases import Release
    from auditui.figures.summary import Row, Summary
    from auditui.figures.tallies import Selection, Tallies
    from auditui.store import Reader

_HEADINGS = {**{name: name.capitalize() for name in GROUPS}, **STRATA}
_UNKNOWN = {"team": "(no team)", **dict.fromkeys(STRATA, "(the case list does not say)")}
_NON_ANSWERS = columns("not_recorded: NR | could_not_see: CNS | not_applicable: N/A")
_TOTAL = columns("is_total: (Total)")
_ALIKE = columns("design_effect: (Design effect)")
#: A crossed summary of more values than these is a list: a grid of it is wider than a page.
_WIDEST = 7


def tables(
    store: Reader,
    selection: Selection,
    by: tuple[str, ...],
    release: Release = OWN_USE,
    *,
    before: Selection | None = None,
    begins: int = JANUARY,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Table, Table]:
    """Read the audits selected and return their summary as it is to be read, and as data.

    `by` is one of GROUPS, or two crossed; AuditError for what audits cannot be grouped by. `before` selects audits to
    compare with. `release` hides what tells of few audits, and leaves out months that are not over. `progress` is for what must be read audit by audit.
    """
    figures.check(by)
    checklists, dimensions, small = store.checklists(), figures.dimensions(by), release.small
    selection = release.closed(selection)
    items = not {"section", "item", "answer"}.isdisjoint(by)
    now = store.tallies(selection, dimensions, progress, items=items)
    if by == ("answer",):
        answers = answers_table(checklists, answer_counts(checklists, now, release, selection))
        table = scoped(answers, Scope(selection, before))
        return table, table
    then = store.tallies(before, dimensions, progress, items=items) if before else None
    summary = figures.summary(checklists, by, now, then, release, (selection, before or selection), begins)
    if before and not small:
        summary = replace(summary, mixes=_mixes(store, by, (selection, before), begins, progress))
    erased = dict.fromkeys(line for counted in (now, then) if counted for line in of_erased(counted, small))
    audits = sum(judged.number for judged in now.judgements)
    said = (*of_frames(checklists, now), *of_corrections(store.corrections(selection), small))
    remarks = (*said, *of_drawn(store.drawn_audits(selection), audits, release, selection), *erased)
    gone = left_out(_on_no_version(checklists, now), small)
    table = scoped(
        replace(as_table(summary), title=f"Summary by {' and '.join(by)}{by_practice(selection)}"),
        Scope(selection, before, gone),
        remarks,
    )
    across = len(by) == 2 and summary.rows and not summary.compared
    return (as_grid(summary, table) if across else table), table


def _on_no_version(checklists: list[Checklist], now: Tallies) -> int:
    """Return how many audits are on checklist versions that figures cannot use."""
    known = {checklist.digest for checklist in checklists}
    return sum(judged.number for judged in now.judgements if judged.checklist not in known)


def _mixes(
    store: Reader,
    by: tuple[str, ...],
    sides: tuple[Selection, Selection],
    begins: int,
    progress: Callable[[int, int], None] | None,
) -> dict[tuple[Label, ...], Mix]:
    """Return by whom each row was audited, now and before; nothing where the rows or the selection are of auditors."""
    if "auditor" in by or sides[0].auditor:
        return {}
    dimensions, items = (*figures.dimensions(by), "auditor"), not {"section", "item"}.isdisjoint(by)
    now, before = (store.tallies(where, dimensions, progress, items=items) for where in sides)
    return evened.of_rows(store.checklists(), by, now, before, begins)


def as_table(summary: Summary) -> Table:
    """Return every figure of a summary, a row for each group."""
    columns = (
        *_label_columns(summary.by),
        *_TOTAL,
        *((Column("audits", "Audits"),) if summary.judged else ()),
        *PROPORTION,
        *(_ALIKE if _pools(summary) else ()),
        *(compared.BEFORE if summary.judged and summary.compared else ()),
        *(compared.headings(summary) if summary.compared else _NON_ANSWERS),
        *judgements.columns(summary),
    )
    rows = tuple(tuple(_cells(summary, row)) for row in summary.rows)
    return Table(f"Summary by {' and '.join(summary.by)}", columns, rows, tuple(_notes(summary)))


def _pools(summary: Summary) -> bool:
    """Whether several answers of an audit are in one row; an item has one of each."""
    return "item" not in summary.by


def _cells(summary: Summary, row: Row) -> list[Value]:
    cells: list[Value] = [cell for label in named(summary, row) for cell in label]
    cells.append(0 if row.labels else 1)
    if summary.judged:
        cells += _unless_hidden(row, {"audits": row.now.audits})
    cells += figures_of(row.now, row.hidden)
    if _pools(summary):
        cells.append(HIDDEN if row.hidden & OF_MET else round(row.now.spread.design_effect, 1))
    if summary.compared:
        if summary.judged:
            cells.append(HIDDEN if "audits" in row.hidden_before else row.before.audits if row.before else 0)
        cells += compared.cells(summary, row)
    else:
        names = [column.name for column in _NON_ANSWERS]
        cells += _unless_hidden(row, {name: getattr(row.now.answers, name) for name in names})
    if summary.judged and not summary.compared:
        cells += _unless_hidden(row, {grade: row.now.judgements[grade] for grade in summary.grades})
    return cells


def _unless_hidden(row: Row, counts: dict[str, int]) -> list[Value]:
    return [HIDDEN if name in row.hidden else number for name, number in counts.items()]


def _label_columns(by: tuple[str, ...]) -> list[Column]:
    """Return the columns that hold what `named` gives."""
    columns: list[Column] = []
    for name in by:
        heading, is_part = _HEADINGS[name], name in PARTS and name != "theme"
        if name in ("section", "item"):
            columns.append(Column("checklist", "Checklist", data_only=True))
        columns.append(Column(name, heading, data_only=True))
        title = "title" if name in PARTS or len(by) == 1 else f"{name}_title"
        columns.append(Column(title, heading, page_only=not is_part))
    return columns


def named(summary: Summary, row: Row) -> list[tuple[str, ...]]:
    """Return of each label its cells, as data and, the last one, as read."""
    if not row.labels:
        return [("", "All")]
    return [
        _part(summary, label)
        if isinstance(label, Part)
        else judgements.named(summary, label)
        if isinstance(label, Judged)
        else (label, label or _UNKNOWN.get(name, ""))
        for name, label in zip(summary.by, row.labels, strict=True)
    ]


def _part(summary: Summary, part: Part) -> tuple[str, ...]:
    several = any(other.checklist != part.checklist for other in summary.parts)
    lead = f"{part.checklist}: " if several and part.id else ""
    versions = "" if summary.versions[part.checklist] == 1 else f" ({part.versions})"
    words = lead + part.title + versions
    name = f"{part.checklist} {part.versions}"
    return (name, part.id, words) if part.id else (name, words)


def _notes(summary: Summary) -> list[str]:
    of_items = "item" in summary.by
    notes = [
        "Met: answers that reach the standard, of the answers that count; 95 %: Wilson interval"
        + ("." if of_items else ", wider where the answers of one audit are alike.")
    ]
    notes += [*_alike(summary), *_periods(summary)]
    if summary.compared:
        notes += compared.notes(summary, lambda row: ", ".join(words for *_, words in named(summary, row)))
    else:
        notes.append(
            "NR not recorded (counts as not met). CNS could not see, N/A not applicable (both outside the count)."
        )
    if summary.judged and not summary.compared:
        notes.append(judgements.note(summary))
    if summary.by == ("item",):
        notes.append("The item with the most answers not met comes first.")
    if any(summary.versions[part.checklist] > 1 for part in summary.parts):
        notes.append(
            "Versions of a checklist stand apart where their questions or answers may not be compared."
        )
    notes.append(
        "This shows the files that were audited. It speaks for all files only as far as these were drawn at random,"
        " and ranks nobody: where intervals overlap, the order may be chance."
    )
    if summary.small:
        notes.append(
            f"{key_to_hidden(summary.small)} Where a judgement is hidden, so are the others of its row."
        )
        notes += _outside(summary) if summary.compared else []
    notes += [
        f"Break: versions of {name} that may not be compared are pooled here; --by checklist keeps them apart."
        for name in summary.pooled
    ]
    return notes


def _periods(summary: Summary) -> list[str]:
    """Say which months the last period is of."""
    place = next((n for n, name in enumerate(summary.by) if name in (QUARTER, YEAR)), None)
    labels = [str(row.labels[place]) for row in summary.rows if row.labels and place is not None]
    return [in_months(max(labels))] if labels else []


def _alike(summary: Summary) -> list[str]:
    """Say how alike the answers of an audit are, of all audits together where they have a row."""
    whole = [row for row in summary.rows if not row.labels and _pools(summary)]
    return [words for row in whole if (words := alike(row.now.spread.design_effect))]


def _outside(summary: Summary) -> Iterator[str]:
    """Say, where its column is left out, how much is not applicable in what is shown, and in which rows much of it is."""
    rows = [row for row in summary.rows if row.labels and not row.hidden & OF_MET]
    yield from filter(None, [outside(sum((row.now.answers for row in rows), Count()), summary.small)])
    names = (
        ", ".join(words for *_, words in named(summary, row)) for row in rows if row.now.answers.much_outside
    )
    yield from filter(None, [much_outside(names)])


def as_grid(summary: Summary, table: Table) -> Table:
    """Return a summary of two groupings with the second across; `table`, its list, where that has too many values."""
    names = [[words for *_, words in named(summary, row)] for row in summary.rows]
    heads = list(dict.fromkeys(across for _, across in names))
    if len(heads) > _WIDEST:
        return table
    cells = {(name, across): _grid_cell(row) for (name, across), row in zip(names, summary.rows, strict=True)}
    return Table(
        table.title,
        (Column("title", _HEADINGS[summary.by[0]]), *(Column(head, head) for head in heads)),
        tuple(
            (name, *(cells.get((name, head), "-") for head in heads))
            for name in dict.fromkeys(name for name, _ in names)
        ),
        (
            "Each cell: % met, and met/counted; -: nothing counted. The data forms have the intervals.",
            *table.notes,
        ),
    )


def _grid_cell(row: Row) -> str:
    met, counted, _, percent, *_ = figures_of(row.now, row.hidden)
    shown = f"{percent:.0f}" if isinstance(percent, float) else "" if percent is None else str(percent)
    return f"{shown} {met}/{counted}".strip()
