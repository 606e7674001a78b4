"""The summary in words and columns: how often the standard was met, how surely, and what the auditors judged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from auditui.core.grades import GRADES
from auditui.core.strata import STRATA
from auditui.figures import summary as figures
from auditui.figures.answers import answer_counts
from auditui.figures.disclosure import OF_MET
from auditui.figures.grouping import Part
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import GROUPS, PARTS
from auditui.figures.verdicts import AUDITS, TOO_FEW
from auditui.report.sharing import (
    PROPORTION,
    key_to_hidden,
    of_corrections,
    of_erased,
    proportion,
    scope,
    scoped,
)
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.answers import AnswerCount
    from auditui.figures.counting import Group
    from auditui.figures.releases import Release
    from auditui.figures.summary import Row, Summary
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_HEADINGS = {**{name: name.capitalize() for name in GROUPS}, **STRATA}
_UNKNOWN = {"team": "(no team)", **dict.fromkeys(STRATA, "(the case list does not say)")}
_JUDGED = (("outstanding", "O"), ("good", "G"), ("requires-improvement", "RI"), ("inadequate", "I"))
assert {grade for grade, _ in _JUDGED} == set(GRADES)  # noqa: S101 - a new grade needs its column
_NON_ANSWERS = columns("not_recorded: NR | could_not_see: CNS | not_applicable: N/A")
_COMPARED = columns(
    "before_met: (Before) | before_counted: (Of) | before: <Before> | before_percent: % | change: (Change)"
    "| change_low: (Low) | change_high: (High) | change_shown: <Change> | verdict: Verdict"
)
_BEFORE = columns("before_audits: Audits before")
_ANSWERS = columns(
    "checklist: (Checklist) | item: (Item) | title: Item | value: (Answer) | answer: Answer | number: Number"
    "| audits: of audits"
)
#: A crossed summary of more values than these is a list: a grid of it is wider than a page.
_WIDEST = 7


def tables(
    store: Reader,
    selection: Selection,
    by: tuple[str, ...],
    *,
    before: Selection | None = None,
    release: Release = OWN_USE,
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
        answers = _answers_table(checklists, answer_counts(checklists, now, release, selection))
        table = scoped(answers, scope(selection, before))
        return table, table
    then = store.tallies(before, dimensions, progress, items=items) if before else None
    summary = figures.summary(checklists, by, now, then, release, (selection, before or selection))
    erased = dict.fromkeys(line for counted in (now, then) if counted for line in of_erased(counted, small))
    remarks = (*of_corrections(store.corrections(selection), small), *erased)
    table = scoped(as_table(summary), scope(selection, before), remarks)
    crossed = len(by) == 2 and summary.rows and not summary.compared
    return (as_grid(summary, table) if crossed else table), table


def as_table(summary: Summary) -> Table:
    """Return every figure of a summary, a row for each group."""
    grades = summary.judged and not summary.compared
    columns = (
        *_label_columns(summary.by),
        *((Column("audits", "Audits"),) if summary.judged else ()),
        *PROPORTION,
        *(_BEFORE if summary.judged and summary.compared else ()),
        *(_COMPARED if summary.compared else _NON_ANSWERS),
        *((Column(grade.replace("-", "_"), short) for grade, short in _JUDGED) if grades else ()),
    )
    rows = tuple(tuple(_cells(summary, row)) for row in summary.rows)
    return Table(f"Summary by {' and '.join(summary.by)}", columns, rows, tuple(_notes(summary)))


def _cells(summary: Summary, row: Row) -> list[Value]:
    cells: list[Value] = [cell for label in _named(summary, row) for cell in label]
    if summary.judged:
        cells += _unless_hidden(row, {"audits": row.now.audits})
    cells += _figures(row.now, row.hidden)
    if summary.compared:
        if summary.judged:
            cells.append(HIDDEN if "audits" in row.hidden_before else row.before.audits if row.before else 0)
        cells += _compared(row)
    else:
        names = [column.name for column in _NON_ANSWERS]
        cells += _unless_hidden(row, {name: getattr(row.now.answers, name) for name in names})
    if summary.judged and not summary.compared:
        cells += _unless_hidden(row, {grade: row.now.judgements[grade] for grade, _ in _JUDGED})
    return cells


def _unless_hidden(row: Row, counts: dict[str, int]) -> list[Value]:
    return [HIDDEN if name in row.hidden else number for name, number in counts.items()]


def _label_columns(by: tuple[str, ...]) -> list[Column]:
    """Return the columns that hold what `_named` gives."""
    columns: list[Column] = []
    for name in by:
        heading, is_part = _HEADINGS[name], name in PARTS and name != "theme"
        if name in ("section", "item"):
            columns.append(Column("checklist", "Checklist", data_only=True))
        columns.append(Column(name, heading, data_only=True))
        title = "title" if name in PARTS or len(by) == 1 else f"{name}_title"
        columns.append(Column(title, heading, page_only=not is_part))
    return columns


def _named(summary: Summary, row: Row) -> list[tuple[str, ...]]:
    """Return of each label its cells, as data and, the last one, as read."""
    if not row.labels:
        return [("", "All")]
    return [
        _part(summary, label)
        if isinstance(label, Part)
        else (label, GRADES.get(label, label) or _UNKNOWN.get(name, ""))
        for name, label in zip(summary.by, row.labels, strict=True)
    ]


def _part(summary: Summary, part: Part) -> tuple[str, ...]:
    several = any(other.checklist != part.checklist for other in summary.parts)
    lead = f"{part.checklist}: " if several and part.id else ""
    versions = "" if summary.versions[part.checklist] == 1 else f" ({part.versions})"
    words = lead + part.title + versions
    name = f"{part.checklist} {part.versions}"
    return (name, part.id, words) if part.id else (name, words)


def _figures(group: Group, hidden: frozenset[str]) -> list[Value]:
    answers = group.answers
    return proportion(
        HIDDEN if {"met", "not_met"} & hidden else answers.met,
        HIDDEN if "counted" in hidden else answers.counted,
        answers.interval(group.spread),
    )


def _compared(row: Row) -> list[Value]:
    """Return the cells of the period before, of the change with its interval, and of what it says."""
    if row.before is None:
        return [None] * len(_COMPARED)
    cells = _figures(row.before, row.hidden_before)[:4]
    if (row.hidden | row.hidden_before) & OF_MET:
        return [*cells, HIDDEN, HIDDEN, HIDDEN, HIDDEN, TOO_FEW]
    if row.change is None:
        return [*cells, None, None, None, "", TOO_FEW]
    by, low, high = (100 * share for share in (row.change.by, row.change.low, row.change.high))
    return [*cells, by, low, high, f"{by:+.0f} ({low:+.0f}, {high:+.0f})", row.change.verdict]


def _of_changes(rows: int) -> tuple[str, str]:
    return (
        (
            "Before: the same in the period before. Change in points, with its 95 % interval (Newcombe, Student's t by the"
            " number of audits), of one row."
        ),
        (
            f"Better, worse: by a stricter one, for all {rows} rows: at most 1 in 20 such tables say so by chance. With fewer"
            f" than {AUDITS} audits on a side it is too few to say. Which checklists, auditors and months the audits are of is"
            " not held fixed: where that differs, the change may be that."
        ),
    )


def _notes(summary: Summary) -> list[str]:
    of_items = "item" in summary.by
    notes = [
        "Met: answers that reach the standard, of the answers that count; 95 %: Wilson interval"
        + ("." if of_items else ", wider where the answers of one audit are alike.")
    ]
    if summary.compared:
        notes += _of_changes(len(summary.rows))
    else:
        notes.append(
            "NR not recorded (counts as not met). CNS could not see, N/A not applicable (both outside the count)."
        )
    if summary.judged and not summary.compared:
        notes.append("Judgements: O outstanding, G good, RI requires improvement to be good, I inadequate.")
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
    notes += [
        f"Break: versions of {name} that may not be compared are pooled here; --by checklist keeps them apart."
        for name in summary.pooled
    ]
    return notes


def as_grid(summary: Summary, table: Table) -> Table:
    """Return a summary of two groupings with the second across; `table`, its list, where that has too many values."""
    names = [[words for *_, words in _named(summary, row)] for row in summary.rows]
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
    met, counted, _, percent, *_ = _figures(row.now, row.hidden)
    shown = f"{percent:.0f}" if isinstance(percent, float) else "" if percent is None else str(percent)
    return f"{shown} {met}/{counted}".strip()


def _answers_table(checklists: list[Checklist], counts: list[AnswerCount]) -> Table:
    versions = Counter(checklist.id for checklist in checklists)

    def title(row: AnswerCount) -> str:
        several = versions[row.checklist.id] > 1
        return f"{row.item.title} (v{row.checklist.version})" if several else row.item.title

    rows = tuple(
        (row.checklist.name, row.item.id, title(row), row.value, row.label, row.number, row.asked)
        for row in counts
    )
    notes = ("Each answer as its own count, of the audits that asked.",)
    return Table("Summary by answer", _ANSWERS, rows, notes)


_REVISIONS = columns(
    "audit: Audit | checklist: Checklist | case: Case | team: Team | counted: Counts in | first: (First finished)"
    "| revised: Corrected | judgement: Judgement"
)


def revisions(store: Reader, selection: Selection) -> Table:
    """Return the audits that were corrected after they first counted, a row each; it names cases, for own use only."""
    rows = tuple(
        (
            line.audit,
            line.checklist,
            line.case,
            line.team,
            line.day[:7],
            line.day,
            line.revised,
            line.judgement,
        )
        for line in store.corrections(selection).revisions
    )
    note = "Each counts in the month it was first finished in, as it was last finished."
    return Table("Revisions", _REVISIONS, rows, (note,))
