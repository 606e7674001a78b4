"""Reading a checklist from an XLSForm workbook; `report.xlsform` writes what this reads.

Understood: select_one, text, note, date, integer, select_multiple, groups (one level: a group is a section), required,
relevant imported of =, selected(), and, or, not(), and labels in several languages, of which one is taken.
Everything else is named by sheet, row and column, all at once, and nothing is imported then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditui.core.checklists.changes import DROPPED
from auditui.core.checklists.fields import OF_CHECKLIST, OF_ITEM, SCALE, indicated
from auditui.core.checklists.file import scale_of
from auditui.core.kinds import CHECKLIST, ITEM
from auditui.core.scale import USUAL_LOWEST
from auditui.intake.form import Book, Imported, Row, slug, text_of
from auditui.intake.xlsform_items import PARTS, Items, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from auditui.intake.sheets import Cell, Sheet

_TRANSLATED = ("label", "hint", "guidance_hint")
_SURVEY = {
    *("type", "name", "required", "relevant"),
    *(f"{OF_ITEM}{column}" for part in ITEM.fields for column in (*part.columns, "compared")),
}
_SETTINGS = {
    *("form_title", "form_id", "version", "namespaces", "default_language"),
    *(
        f"{OF_CHECKLIST}{column}"
        for part in CHECKLIST.fields
        for column in (*part.columns, "since", "dropped")
    ),
}
_CHOICES = {"list_name", "name", "score"}
_TYPES = f"select_one, text, note, {', '.join(PARTS)}, begin_group, end_group"


def is_form(book: Book) -> bool:
    """Whether a workbook is an XLSForm: it has a sheet called survey."""
    return any(sheet.name.strip().casefold() == "survey" for sheet in book.sheets)


def read(book: Book, language: str = "") -> Imported:
    """Read a form; `language` names one of the languages its labels have."""
    imported = Imported()
    sheets = {sheet.name.strip().casefold(): sheet for sheet in book.sheets}
    for name, sheet in sheets.items():
        if name in ("survey", "choices", "settings"):
            book.note_hidden(sheet, imported)
        elif any(cell is not None for row in sheet.rows for cell in row):
            imported.problem(sheet.name, 0, "", "is no sheet of a form; remove it, or leave it empty")
    _Reader(imported, language).form(sheets)
    return imported


@dataclass
class _Reader:
    """Reads the three sheets once, gathering what cannot be taken over, and going down the survey its sections."""

    imported: Imported
    language: str
    sections: list[tuple[str, str, list[Question]]] = field(default_factory=list)
    purpose: list[str] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    group: Row | None = None

    # The sheets as rows by heading.

    def table(
        self,
        sheet: Sheet | None,
        name: str,
        known: set[str],
        translated: tuple[str, ...],
        more: Callable[[Row], set[str]] | None = None,
    ) -> list[Row]:
        if sheet is None or not sheet.rows:
            if name != "settings":
                self.imported.problem(name, 0, "", "is missing or empty")
            return []
        headings = [text_of(cell).strip().replace("list name", "list_name") for cell in sheet.rows[0]]
        numbered = enumerate(sheet.rows[1:], sheet.first + 1)
        filled = ((at, row) for at, row in numbered if any(cell is not None for cell in row))
        rows = [Row(name, at, _by_heading(headings, row)) for at, row in filled]
        for n, heading in enumerate(headings):
            if heading and heading in headings[:n]:
                self.imported.problem(name, sheet.first, heading, "stands there twice")
        known = known.union(*map(more, rows[:1])) if more else known
        strange = [h for h in headings if h not in known and h.split("::")[0] not in translated]
        self.not_understood(strange, rows)
        return rows

    def not_understood(self, headings: list[str], rows: list[Row]) -> None:
        """Keep the columns that no form has as problems, where they have values."""
        for heading in headings:
            if row := next((row for row in rows if heading in row.cells), None):
                what = "is not understood, and has values from this row on"
                self.imported.wrong(row, heading or "without a heading", what)

    def form(self, sheets: dict[str, Sheet]) -> None:
        settings = self.table(sheets.get("settings"), "settings", _SETTINGS, (), self.grades)
        survey = self.table(sheets.get("survey"), "survey", _SURVEY, _TRANSLATED)
        choices = self.table(sheets.get("choices"), "choices", _CHOICES, ("label",))
        for row in settings[1:]:
            self.imported.wrong(row, "", "is a second row of settings")
        about = settings[0] if settings else Row("settings", 0, {})
        survey, choices = self.in_one_language(about, survey, choices)
        lists: dict[str, list[Row]] = {}
        for row in choices:
            if not row["list_name"] or not row["name"]:
                self.imported.wrong(row, "list_name, name", "a choice needs both")
            lists.setdefault(row["list_name"], []).append(row)
        data = self.settings(about)
        self.walk(survey)
        data["purpose"] = "\n".join(filter(None, self.purpose))
        items = Items(self.imported, survey, lists, scale_of(data))
        items.name([question for _, _, questions in self.sections for question in questions])
        data["section"] = [
            {"id": section, "title": title, "item": [items.item(question) for question in questions]}
            for section, title, questions in self.sections
        ]
        items.check_parts()
        if about[f"{OF_CHECKLIST}since"]:
            dropped = dict.fromkeys(about[f"{OF_CHECKLIST}dropped"].split(), DROPPED)
            number = self.imported.number(about, f"{OF_CHECKLIST}since")
            data["changes"] = {"since": number, "items": items.compared | dropped}
        self.imported.data = data

    def in_one_language(
        self, about: Row, survey: list[Row], choices: list[Row]
    ) -> tuple[list[Row], list[Row]]:
        """Take the translated columns of one language as the plain ones."""
        languages = sorted({language for row in (*survey, *choices) for language in _languages(row)})
        language = self.chosen_language(languages, self.language or about["default_language"])
        if not language:
            return survey, choices
        if left := [other for other in languages if other != language]:
            self.imported.remarks.append(f"Taken in {language}; left out: {', '.join(left)}")
        taken = [[_in_language(row, language) for row in rows] for rows in (survey, choices)]
        return taken[0], taken[1]

    def chosen_language(self, languages: list[str], wanted: str) -> str:
        """Return the one of a form's languages that is wanted, empty where it has none or there is no telling."""
        if not languages:
            if self.language:
                what = f"there are no labels in {self.language!r}: the form has one language"
                self.imported.problem("survey", 1, "label", what)
            return ""
        near = [language for language in languages if wanted and wanted.casefold() in language.casefold()]
        chosen = near if len(near) == 1 else languages
        if len(chosen) > 1:
            what = f"the form is in {', '.join(languages)}: say which with --language"
            self.imported.problem("survey", 1, "label", what)
            return ""
        return chosen[0]

    # The settings.

    def settings(self, about: Row) -> dict[str, Any]:
        title = about["form_title"] or about["form_id"] or "Imported checklist"
        # An id that is there is taken whole; one imported of a title is kept short.
        name = slug(about["form_id"], most=None) if about["form_id"] else slug(title)
        version = about["version"] or "1"
        if not re.fullmatch("(?=.{1,4}$)0*[1-9][0-9]*", version):
            what = f"The form's version {version[:40]!r} is no number of a checklist; it becomes version 1"
            self.imported.remarks.append(what)
            version = "1"
        if about["form_id"] not in ("", name):
            self.imported.remarks.append(f"The form's id {about['form_id']!r} becomes {name!r}")
        if not about[f"{OF_CHECKLIST}theme"]:
            lowest = ", ".join(map(str, USUAL_LOWEST.values()))
            what = f"The form names no theme, unit or thresholds: {name}, child, and {lowest} are set"
            self.imported.remarks.append(what)
        own = self.scale(about)
        return ({"scale": own} if own else {}) | {
            "id": name,
            "title": title,
            "theme": about[f"{OF_CHECKLIST}theme"] or name,
            "version": int(version),
            "unit": about[f"{OF_CHECKLIST}unit"] or "child",
            "frame": about[f"{OF_CHECKLIST}frame"],
            "indicated": self.indicated(about),
        }

    def scale(self, about: Row) -> dict[str, Any]:
        """Return the form's own scale as plain data; empty where it has none."""
        columns = {part.key: (part.shape, f"{OF_CHECKLIST}scale_{part.key}") for part in SCALE.fields}
        return {
            key: self.imported.value(shape, about, heading)
            for key, (shape, heading) in columns.items()
            if about[heading]
        }

    def grades(self, about: Row) -> set[str]:
        """Return the columns that hold the thresholds of the form's grades."""
        table = indicated(scale_of({"scale": self.scale(about) or None}))
        return {f"{OF_CHECKLIST}{part.key}" for part in table.fields}

    def indicated(self, about: Row) -> dict[str, Any]:
        grades: dict[str, Any] = {}
        own = self.scale(about)
        for part in indicated(scale_of({"scale": own or None})).fields:
            heading = f"{OF_CHECKLIST}{part.key}"
            usual = "" if own else str(USUAL_LOWEST.get(part.key, ""))
            if about[heading] or usual:
                grades[part.key] = self.imported.value(part.shape, about, heading, usual)
        return grades

    # The survey: sections and their questions.

    def walk(self, survey: list[Row]) -> None:
        steps = {"begin_group": self.begin, "end_group": self.end, "note": self.note}
        steps |= dict.fromkeys(("select_one", "text"), self.ask)
        for row in survey:
            if row.type in steps:
                steps[row.type](row)
            elif row.type not in PARTS:
                what = f"{row['type'] or 'an empty type'!r} is not understood; there are {_TYPES}"
                self.imported.wrong(row, "type", what)
        if self.group is not None:
            self.imported.wrong(self.group, "type", "begins a group that does not end")

    def begin(self, row: Row) -> None:
        if self.group is not None:
            what = f"a group inside the group of row {self.group.at}; sections hold no sections"
            self.imported.wrong(row, "type", what)
            return
        self.group = row
        name = row["name"].removeprefix("section.")
        title = row["label"] or row["name"]
        self.sections.append((slug(name or title, self.taken, None if name else 6), title, []))

    def end(self, row: Row) -> None:
        for note in self.notes:
            self.imported.wrong(note, "type", "a note with no question after it in its group")
        if self.group is None:
            self.imported.wrong(row, "type", "ends a group that was not begun")
        self.group, self.notes = None, []

    def note(self, row: Row) -> None:
        if self.group is None:
            self.purpose.append(row["label"])
        else:
            self.notes.append(row)

    def ask(self, row: Row) -> None:
        if self.group is None:
            self.imported.wrong(row, "type", "a question outside any group; each belongs to a section")
            return
        for note in self.notes:
            if note["relevant"] not in ("", row["relevant"]):
                what = "a note goes with the question after it, and under its condition"
                self.imported.wrong(note, "relevant", what)
        both = [text for text in (self.group["relevant"], row["relevant"]) if text]
        relevant = both[0] if len(both) == 1 else " and ".join(f"({text})" for text in both)
        guidance = [note["label"] for note in self.notes if note["label"]]
        self.sections[-1][2].append(Question(row, relevant, guidance))
        self.notes = []


def _by_heading(headings: list[str], row: tuple[Cell, ...]) -> dict[str, str]:
    return {h: text_of(cell) for h, cell in zip(headings, row, strict=False) if cell is not None}


def _languages(row: Row) -> Iterator[str]:
    """Yield the languages of a row's translated columns."""
    for heading in row.cells:
        name, translated, language = heading.partition("::")
        if translated and name in _TRANSLATED:
            yield language.strip()


def _in_language(row: Row, chosen: str) -> Row:
    cells: dict[str, str] = {}
    for heading, text in row.cells.items():
        name, translated, language = heading.partition("::")
        if not translated or name not in _TRANSLATED:
            cells.setdefault(heading, text)
        elif language.strip() == chosen:
            cells[name] = text
    return Row(row.sheet, row.at, cells)
