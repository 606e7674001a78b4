"""Reading a checklist from a plain spreadsheet: a row a question, a column for each thing said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.checklists.checklist import FIXED_OPTIONS, KINDS
from auditui.intake.form import INDICATED, Book, Found, Imported, slug, text_of, title_of

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
_STANDARDS = {
    "rated": {"good": "met", "partly": "partly-met", "bad": "not-met"},
    "yes-no": {"good": "yes", "bad": "no"},
}


def read(
    book: Book, columns: Mapping[str, str], ignored: tuple[str, ...], checklist_id: str, title: str
) -> Imported:
    """Read the first sheet that asks questions.

    `columns` names the heading of a field where it is not one of those in FIELDS; `ignored` are headings to
    leave out, which are said.
    """
    made = Imported()
    found = book.sheets
    sheet, mapping, top = _find(found, columns)
    if sheet is None:
        known = " or ".join(repr(name) for name in (*FIELDS["question"], columns.get("question", "")) if name)
        made.found.append(
            Found(
                found[0].name if found else "",
                0,
                "",
                f"no column is headed {known}; name it: --column question=HEADING",
            )
        )
        return made
    made.found += book.hidden(sheet)
    made.found += _unknown(sheet, mapping, top, columns, ignored)
    made.said += [f"Left out: column {heading}" for heading in ignored]
    made.said += [
        f"Left out: sheet {other.name}" for other in found if other is not sheet and any(map(any, other.rows))
    ]
    made.data = {
        "id": checklist_id or slug(title or sheet.name),
        "title": title or sheet.name,
        "theme": checklist_id or slug(title or sheet.name),
        "version": 1,
        "unit": "child",
        "indicated": dict(INDICATED),
        "section": _sections(sheet, mapping, top, made),
    }
    return made


def _find(found: tuple[Sheet, ...], columns: Mapping[str, str]) -> tuple[Sheet | None, dict[str, int], int]:
    """Return the sheet, the place of each field in it, and the row of its headings: the first that asks questions."""
    for sheet in found:
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


def _unknown(
    sheet: Sheet, mapping: dict[str, int], top: int, columns: Mapping[str, str], ignored: tuple[str, ...]
) -> list[Found]:
    found = [
        Found(sheet.name, sheet.first + top, heading, "there is no such column")
        for field, heading in columns.items()
        if field not in mapping
    ]
    passed = {heading.casefold() for heading in ignored}
    for place, cell in enumerate(sheet.rows[top]):
        heading = " ".join(text_of(cell).split())
        filled = any(place < len(row) and row[place] is not None for row in sheet.rows[top + 1 :])
        if filled and place not in mapping.values() and heading.casefold() not in passed:
            said = "is not understood: say what it is (--column FIELD=HEADING), or leave it out (--ignore HEADING)"
            found.append(Found(sheet.name, sheet.first + top, heading or f"number {place + 1}", said))
    return found


def _sections(sheet: Sheet, mapping: dict[str, int], top: int, made: Imported) -> list[dict[str, Any]]:
    sections: dict[str, dict[str, Any]] = {}
    ids: set[str] = set()
    titles: set[str] = set()
    section = "Questions"
    for number, row in enumerate(sheet.rows[top + 1 :], sheet.first + top + 1):
        said = {field: text_of(row[n]).strip() if n < len(row) else "" for field, n in mapping.items()}
        section = said.pop("section", "") or section
        if not any(said.values()):
            continue
        if not said["question"]:
            made.found.append(
                Found(sheet.name, number, "question", "this row says something and asks nothing")
            )
            continue
        held = sections.setdefault(
            section,
            {"id": slug(section, titles) if section not in sections else "", "title": section, "item": []},
        )
        held["item"].append(_item(said, ids, sheet.name, number, made))
    return list(sections.values())


def _item(said: dict[str, str], ids: set[str], sheet: str, row: int, made: Imported) -> dict[str, Any]:
    kind = said.get("kind", "").casefold().replace(" ", "-") or "rated"
    if kind not in ("rated", "yes-no", "text"):
        more = "; the others need more than a row can say" if kind in KINDS else ""
        made.found.append(Found(sheet, row, "kind", f"{kind!r} must be rated, yes-no or text{more}"))
        kind = "rated"
    title = said.get("title") or title_of(said["question"])
    item: dict[str, Any] = {
        "id": said.get("id") or slug(title, ids),
        "title": title,
        "question": said["question"],
        "kind": kind,
    }
    for field in ("aspect", "about", "only_if", "look_in", "source", "guidance"):
        if said.get(field):
            item[field] = said[field].casefold() if field in ("aspect", "about") else said[field]
    if weight := said.get("weight"):
        if not (weight.isascii() and weight.isdigit() and len(weight) < 3):
            made.found.append(Found(sheet, row, "weight", f"{weight!r} is no whole number"))
        else:
            item["weight"] = int(weight)
    if reasons := [part.strip() for part in said.get("not_applicable", "").split(";") if part.strip()]:
        item["not_applicable"] = reasons
    for field in ("good", "partly", "bad"):
        if said.get(field) and field not in _STANDARDS.get(kind, {}):
            made.found.append(
                Found(sheet, row, FIELDS[field][0], f"a {kind} item has no such answer to describe")
            )
    if kind in _STANDARDS:
        item["standard"] = {option: said.get(field, "") for field, option in _STANDARDS[kind].items()}
        assert set(item["standard"]) == {option for option, _, _ in FIXED_OPTIONS[kind]}  # noqa: S101 - one list, two names
    return item
