"""Reading a checklist from a plain spreadsheet: a row a question, a column for each thing said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditui.core.checklists.shapes import Number
from auditui.core.kinds import KINDS
from auditui.core.scale import USUAL_LOWEST
from auditui.intake.form import Book, Imported, Row, slug, text_of, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.intake.sheets import Cell, Sheet

#: What a column can be, and the headings by which it is known without being told.
FIELDS: dict[str, tuple[str, ...]] = {
    "section": ("section", "area", "heading"),
    "question": ("question", "what is asked"),
    "title": ("title", "short title"),
    "id": ("id",),
    "kind": ("kind", "type"),
    "good": ("what good looks like", "met", "yes", "good looks like"),
    "partly": ("partly met", "partly", "what partly met looks like"),
    "bad": ("not met", "no", "what not met looks like"),
    "look_in": ("look in", "where to look"),
    "source": ("source", "where it comes from", "duty"),
    "guidance": ("guidance", "note"),
    "not_applicable": ("not applicable", "not applicable if", "n/a"),
    "about": ("about",),
    "aspect": ("aspect",),
    "weight": ("weight",),
    "only_if": ("only if", "asked only if"),
}


def read(
    book: Book, columns: Mapping[str, str], ignored: tuple[str, ...], checklist_id: str, title: str
) -> Imported:
    """Read the first sheet that asks questions.

    `columns` names the heading of a field where it is not one of those in FIELDS; `ignored` are headings to
    leave out, which are said.
    """
    imported = Imported()
    table = next(filter(None, (_headed(sheet, columns) for sheet in book.sheets)), None)
    if table is None:
        known = " or ".join(map(repr, filter(None, (*FIELDS["question"], columns.get("question")))))
        first = book.sheets[0].name if book.sheets else ""
        imported.problem(first, 0, "", f"no column is headed {known}; name it: --column question=HEADING")
        return imported
    book.note_hidden(table.sheet, imported)
    _note_unknown(table, columns, ignored, imported)
    others = [sheet.name for sheet in book.sheets if sheet is not table.sheet and any(map(any, sheet.rows))]
    left = [*(f"column {heading}" for heading in ignored), *(f"sheet {name}" for name in others)]
    imported.remarks += [f"Left out: {what}" for what in left]
    title = title or table.sheet.name
    name = checklist_id or slug(title)
    imported.data = {
        "id": name,
        "title": title,
        "theme": name,
        "version": 1,
        "unit": "child",
        "indicated": dict(USUAL_LOWEST),
        "section": _sections(table, imported),
    }
    return imported


@dataclass(frozen=True)
class _Questions:
    """A sheet that asks questions: its headings, the place of each field, and the rows below by their numbers."""

    sheet: Sheet
    headings: list[str]
    places: dict[str, int]
    at: int
    rows: list[tuple[int, tuple[Cell, ...]]]


def _headed(sheet: Sheet, columns: Mapping[str, str]) -> _Questions | None:
    """Find the heading row of a sheet, the first with a column for questions."""
    for number, row in enumerate(sheet.rows[:20]):
        headings = [" ".join(text_of(cell).split()) for cell in row]
        folded = [heading.casefold() for heading in headings]
        places: dict[str, int] = {}
        for field, known in FIELDS.items():
            wanted = (columns[field].casefold(),) if field in columns else known
            if columns_of := [n for n, heading in enumerate(folded) if heading in wanted]:
                places[field] = columns_of[0]
        if "question" in places:
            at = sheet.first + number
            return _Questions(sheet, headings, places, at, list(enumerate(sheet.rows[number + 1 :], at + 1)))
    return None


def _note_unknown(
    table: _Questions, columns: Mapping[str, str], ignored: tuple[str, ...], imported: Imported
) -> None:
    """Keep as problems the columns that were named and are not there, and those there that nobody named."""
    for field, heading in columns.items():
        if field not in table.places:
            imported.problem(table.sheet.name, table.at, heading, "there is no such column")
    passed = {heading.casefold() for heading in ignored}
    for place, heading in enumerate(table.headings):
        filled = any(place < len(row) and row[place] is not None for _, row in table.rows)
        if filled and place not in table.places.values() and heading.casefold() not in passed:
            what = "is not understood: say what it is (--column FIELD=HEADING), or leave it out (--ignore HEADING)"
            imported.problem(table.sheet.name, table.at, heading or f"number {place + 1}", what)


def _sections(table: _Questions, imported: Imported) -> list[dict[str, Any]]:
    sections: dict[str, dict[str, Any]] = {}
    ids: set[str] = set()
    titles: set[str] = set()
    section = "Questions"
    for number, row in table.rows:
        cells = {field: text_of(row[n]).strip() if n < len(row) else "" for field, n in table.places.items()}
        section = cells.pop("section", "") or section
        if not any(cells.values()):
            continue
        if not cells["question"]:
            what = "this row says something and asks nothing"
            imported.problem(table.sheet.name, number, "question", what)
            continue
        if section not in sections:
            sections[section] = {"id": slug(section, titles), "title": section, "item": []}
        sections[section]["item"].append(_item(Row(table.sheet.name, number, cells), ids, imported))
    return list(sections.values())


def _kind(row: Row, imported: Imported) -> str:
    name = row["kind"].casefold().replace(" ", "-") or "rated"
    simple = [kind.name for kind in KINDS.values() if kind.sheet_columns is not None]
    if name in simple:
        return name
    more = "; the others need more than a row can say" if name in KINDS else ""
    imported.wrong(row, "kind", f"{name!r} must be {', '.join(simple[:-1])} or {simple[-1]}{more}")
    return simple[0]


def _item(row: Row, ids: set[str], imported: Imported) -> dict[str, Any]:
    kind = _kind(row, imported)
    title = row["title"] or title_of(row["question"])
    item: dict[str, Any] = {"id": row["id"] or slug(title, ids), "title": title, "question": row["question"]}
    item |= {"kind": kind, "aspect": row["aspect"].casefold(), "about": row["about"].casefold()}
    item |= {field: row[field] for field in ("only_if", "look_in", "source", "guidance")}
    item["not_applicable"] = list(filter(None, map(str.strip, row["not_applicable"].split(";"))))
    item["weight"] = imported.value(Number(1, 9), row, "weight") if row["weight"] else ""
    item["standard"] = _standards(row, kind, imported)
    return {key: value for key, value in item.items() if value not in ("", [], {})}


def _standards(row: Row, kind: str, imported: Imported) -> dict[str, str]:
    """Return what each answer of a kind looks like; a description of an answer it does not have is a problem."""
    answers = KINDS[kind].sheet_columns or {}
    for field in ("good", "partly", "bad"):
        if row[field] and field not in answers:
            imported.wrong(row, FIELDS[field][0], f"a {kind} item has no such answer to describe")
    return {option: row[field] for field, option in answers.items()}
