"""Reading a checklist from a plain spreadsheet: a row a question, a column for each thing said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.checklists.shapes import whole_number
from auditui.core.kinds import KINDS
from auditui.intake.form import INDICATED, Book, Imported, slug, text_of, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.intake.workbook import Sheet

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
    sheet, mapping, top = _find(book.sheets, columns)
    if sheet is None:
        known = " or ".join(repr(name) for name in (*FIELDS["question"], columns.get("question", "")) if name)
        first = book.sheets[0].name if book.sheets else ""
        imported.problem(first, 0, "", f"no column is headed {known}; name it: --column question=HEADING")
        return imported
    book.note_hidden(sheet, imported)
    _note_unknown(sheet, mapping, top, columns, ignored, imported)
    imported.remarks += [f"Left out: column {heading}" for heading in ignored]
    imported.remarks += [
        f"Left out: sheet {other.name}"
        for other in book.sheets
        if other is not sheet and any(map(any, other.rows))
    ]
    imported.data = {
        "id": checklist_id or slug(title or sheet.name),
        "title": title or sheet.name,
        "theme": checklist_id or slug(title or sheet.name),
        "version": 1,
        "unit": "child",
        "indicated": dict(INDICATED),
        "section": _sections(sheet, mapping, top, imported),
    }
    return imported


def _find(sheets: tuple[Sheet, ...], columns: Mapping[str, str]) -> tuple[Sheet | None, dict[str, int], int]:
    """Return the sheet, the place of each field in it, and the row of its headings: the first that asks questions."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:20]):
            headings = [" ".join(text_of(cell).split()).casefold() for cell in row]
            mapping: dict[str, int] = {}
            for field, known in FIELDS.items():
                wanted = (columns[field].casefold(),) if field in columns else known
                place = next((n for n, heading in enumerate(headings) if heading in wanted), None)
                if place is not None:
                    mapping[field] = place
            if "question" in mapping:
                return sheet, mapping, number
    return None, {}, 0


def _note_unknown(
    sheet: Sheet,
    mapping: dict[str, int],
    top: int,
    columns: Mapping[str, str],
    ignored: tuple[str, ...],
    imported: Imported,
) -> None:
    """Keep as problems the columns that were named and are not there, and those there that nobody named."""
    for field, heading in columns.items():
        if field not in mapping:
            imported.problem(sheet.name, sheet.first + top, heading, "there is no such column")
    passed = {heading.casefold() for heading in ignored}
    for place, cell in enumerate(sheet.rows[top]):
        heading = " ".join(text_of(cell).split())
        filled = any(place < len(row) and row[place] is not None for row in sheet.rows[top + 1 :])
        if filled and place not in mapping.values() and heading.casefold() not in passed:
            what = "is not understood: say what it is (--column FIELD=HEADING), or leave it out (--ignore HEADING)"
            imported.problem(sheet.name, sheet.first + top, heading or f"number {place + 1}", what)


def _sections(sheet: Sheet, mapping: dict[str, int], top: int, imported: Imported) -> list[dict[str, Any]]:
    sections: dict[str, dict[str, Any]] = {}
    ids: set[str] = set()
    titles: set[str] = set()
    section = "Questions"
    for number, row in enumerate(sheet.rows[top + 1 :], sheet.first + top + 1):
        cells = {field: text_of(row[n]).strip() if n < len(row) else "" for field, n in mapping.items()}
        section = cells.pop("section", "") or section
        if not any(cells.values()):
            continue
        if not cells["question"]:
            imported.problem(sheet.name, number, "question", "this row says something and asks nothing")
            continue
        if section not in sections:
            sections[section] = {"id": slug(section, titles), "title": section, "item": []}
        sections[section]["item"].append(_item(cells, ids, sheet.name, number, imported))
    return list(sections.values())


def _item(cells: dict[str, str], ids: set[str], sheet: str, row: int, imported: Imported) -> dict[str, Any]:
    name = cells.get("kind", "").casefold().replace(" ", "-") or "rated"
    simple = [kind.name for kind in KINDS.values() if kind.sheet_columns is not None]
    if name not in simple:
        more = "; the others need more than a row can say" if name in KINDS else ""
        known = f"{', '.join(simple[:-1])} or {simple[-1]}"
        imported.problem(sheet, row, "kind", f"{name!r} must be {known}{more}")
        name = simple[0]
    title = cells.get("title") or title_of(cells["question"])
    item: dict[str, Any] = {
        "id": cells.get("id") or slug(title, ids),
        "title": title,
        "question": cells["question"],
        "kind": name,
    }
    for field in ("aspect", "about", "only_if", "look_in", "source", "guidance"):
        if cells.get(field):
            item[field] = cells[field].casefold() if field in ("aspect", "about") else cells[field]
    if weight := cells.get("weight"):
        try:
            item["weight"] = whole_number(weight)
        except ValueError as error:
            imported.problem(sheet, row, "weight", str(error))
    if reasons := [part.strip() for part in cells.get("not_applicable", "").split(";") if part.strip()]:
        item["not_applicable"] = reasons
    answers = KINDS[name].sheet_columns or {}
    for field in ("good", "partly", "bad"):
        if cells.get(field) and field not in answers:
            imported.problem(sheet, row, FIELDS[field][0], f"a {name} item has no such answer to describe")
    if answers:
        item["standard"] = {option: cells.get(field, "") for field, option in answers.items()}
    return item
