"""Reading a checklist from an XLSForm workbook; `report.xlsform` writes what this reads.

Understood: select_one, text, note, date, integer, groups (one level: a group is a section), required,
relevant made of =, selected(), and, or, not(), and labels in several languages, of which one is taken.
Everything else is found by sheet, row and column, all at once, and nothing is made then.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditui.core.checklists import conditions
from auditui.core.checklists.checklist import (
    COULD_NOT_SEE,
    DROPPED,
    FIXED_OPTIONS,
    KINDS,
    NOT_APPLICABLE,
    NOT_RECORDED,
    NOTHINGS,
)
from auditui.core.checklists.conditions import Condition, Is
from auditui.core.checklists.xlsform_words import CHECKLIST_KEYS, ITEM_KEYS, LIMIT_KEYS, OF_CHECKLIST, OF_ITEM
from auditui.intake.form import INDICATED, Book, Found, Imported, slug, text_of, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from auditui.intake.workbook import Sheet

_TRANSLATED = ("label", "hint", "guidance_hint")
_SURVEY = ("type", "name", "required", "relevant")
_SETTINGS = ("form_title", "form_id", "version", "namespaces", "default_language")
_NUMBERS = ("weight", "within")
_TYPES = "select_one, text, note, date, integer, begin_group, end_group"
_REASON = re.compile(rf"{NOT_APPLICABLE}(-\d+)?")


@dataclass(frozen=True)
class _Row:
    """A row by its headings; `at` is its number in the sheet."""

    at: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass
class _Question:
    """A question as the survey has it, before it becomes an item."""

    row: _Row
    relevant: str
    guidance: list[str] = field(default_factory=list)


@dataclass
class _Gathered:
    """What going down the survey has gathered so far."""

    sections: list[tuple[str, str, list[_Question]]] = field(default_factory=list)
    purpose: list[str] = field(default_factory=list)
    notes: list[_Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    group: _Row | None = None


def is_form(book: Book) -> bool:
    """Whether a workbook is an XLSForm: it has a sheet called survey."""
    return any(sheet.name.strip().casefold() == "survey" for sheet in book.sheets)


def read(book: Book, language: str = "") -> Imported:
    """Read a form; `language` names one of the languages its labels have."""
    reader = _Reader(language)
    found = {sheet.name.strip().casefold(): sheet for sheet in book.sheets}
    for name, sheet in found.items():
        if name in ("survey", "choices", "settings"):
            reader.made.found += book.hidden(sheet)
        elif any(cell is not None for row in sheet.rows for cell in row):
            reader.find(sheet.name, 0, "", "is no sheet of a form; remove it, or leave it empty")
    reader.form(found)
    return reader.made


class _Reader:
    """Reads the three sheets once, gathering what cannot be taken over."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.made = Imported()
        self.ids: dict[str, str] = {}
        self.reasons: dict[str, tuple[str, ...]] = {}

    def find(self, sheet: str, row: int, column: str, message: str) -> None:
        found = Found(sheet, row, column, message)
        if found not in self.made.found:
            self.made.found.append(found)

    # The sheets as rows by heading.

    def table(self, sheet: Sheet | None, name: str, known: Callable[[str], bool]) -> list[_Row]:
        if sheet is None or not sheet.rows:
            if name != "settings":
                self.find(name, 0, "", "is missing or empty")
            return []
        headings = [text_of(cell).strip().replace("list name", "list_name") for cell in sheet.rows[0]]
        rows = []
        for number, row in enumerate(sheet.rows[1:], sheet.first + 1):
            cells = {h: text_of(cell) for h, cell in zip(headings, row, strict=False) if cell is not None}
            if cells:
                rows.append(_Row(number, cells))
        used = {heading for row in rows for heading in row.cells}
        for n, heading in enumerate(headings):
            if heading in headings[:n] and heading:
                self.find(name, sheet.first, heading, "stands there twice")
            if heading in used and not known(heading):
                first = next(row.at for row in rows if heading in row.cells)
                self.find(
                    name,
                    first,
                    heading or "without a heading",
                    "is not understood, and has values from this row on",
                )
        return rows

    def form(self, found: dict[str, Sheet]) -> None:
        settings = self.table(
            found.get("settings"),
            "settings",
            lambda h: (
                h in _SETTINGS
                or (h.removeprefix(OF_CHECKLIST) in CHECKLIST_KEYS and h.startswith(OF_CHECKLIST))
            ),
        )
        survey = self.table(
            found.get("survey"),
            "survey",
            lambda h: h in _SURVEY or h.split("::")[0] in _TRANSLATED or h.removeprefix(OF_ITEM) in ITEM_KEYS,
        )
        choices = self.table(
            found.get("choices"),
            "choices",
            lambda h: h in ("list_name", "name", "score") or h.split("::")[0] == "label",
        )
        for row in settings[1:]:
            self.find("settings", row.at, "", "is a second row of settings")
        about = settings[0] if settings else _Row(0, {})
        survey, choices = self.in_one_language(about, survey, choices)
        lists: dict[str, list[_Row]] = {}
        for row in choices:
            if not row["list_name"] or not row["name"]:
                self.find("choices", row.at, "list_name, name", "a choice needs both")
            lists.setdefault(row["list_name"], []).append(row)
        data = self.settings(about)
        sections, purpose = self.sections(survey)
        items = [question for _, _, questions in sections for question in questions]
        self.name_items(items, lists)
        data["purpose"] = purpose
        compared: dict[str, str] = {}
        data["section"] = [
            {
                "id": section,
                "title": title,
                "item": [self.item(q, lists, survey, compared) for q in questions],
            }
            for section, title, questions in sections
        ]
        self.leftovers(survey, items)
        if since := about[f"{OF_CHECKLIST}since"]:
            compared |= dict.fromkeys(about[f"{OF_CHECKLIST}dropped"].split(), DROPPED)
            data["changes"] = {
                "since": self.number(about, f"{OF_CHECKLIST}since", "settings", since),
                "items": compared,
            }
        self.made.data = data

    def in_one_language(
        self, about: _Row, survey: list[_Row], choices: list[_Row]
    ) -> tuple[list[_Row], list[_Row]]:
        """Take the translated columns of one language as the plain ones."""
        headings = {h for row in (*survey, *choices) for h in row.cells if h.split("::")[0] in _TRANSLATED}
        languages = sorted({h.split("::", 1)[1].strip() for h in headings if "::" in h})
        if not languages:
            if self.language:
                self.find(
                    "survey",
                    1,
                    "label",
                    f"there are no labels in {self.language!r}: the form has one language",
                )
            return survey, choices
        wanted = self.language or about["default_language"]
        near = [each for each in languages if wanted and wanted.casefold() in each.casefold()]
        chosen = near[0] if len(near) == 1 else languages[0] if len(languages) == 1 else ""
        if not chosen:
            self.find(
                "survey", 1, "label", f"the form is in {', '.join(languages)}: say which with --language"
            )
            return survey, choices
        if left := [each for each in languages if each != chosen]:
            self.made.said.append(f"Taken in {chosen}; left out: {', '.join(left)}")

        def in_chosen(row: _Row) -> _Row:
            kept = {
                h: said
                for h, said in row.cells.items()
                if "::" not in h or h.split("::")[0] not in _TRANSLATED
            }
            own = {
                h.split("::")[0]: said
                for h, said in row.cells.items()
                if h.split("::", 1)[-1].strip() == chosen and "::" in h
            }
            return _Row(row.at, kept | own)

        return [in_chosen(row) for row in survey], [in_chosen(row) for row in choices]

    # The settings.

    def settings(self, about: _Row) -> dict[str, Any]:
        title = about["form_title"] or about["form_id"] or "Imported checklist"
        # An id that is there is taken whole; one made of a title is kept short.
        made = slug(about["form_id"], most=None) if about["form_id"] else slug(title)
        version = about["version"] or "1"
        if not (version.isascii() and version.isdigit() and 1 <= int(version) <= 9999):
            self.made.said.append(
                f"The form's version {version!r} is no number of a checklist; it becomes version 1"
            )
            version = "1"
        if about["form_id"] and made != about["form_id"]:
            self.made.said.append(f"The form's id {about['form_id']!r} becomes {made!r}")
        theme = about[f"{OF_CHECKLIST}theme"]
        if not theme:
            self.made.said.append(
                f"The form names no theme, unit or thresholds: {made}, child, and 90, 70, 45 are set"
            )
        needs = about[f"{OF_CHECKLIST}outstanding-needs"].split()
        indicated: dict[str, Any] = {
            key: self.number(
                about, f"{OF_CHECKLIST}{key}", "settings", about[f"{OF_CHECKLIST}{key}"] or str(default)
            )
            for key, default in INDICATED.items()
        }
        return {
            "id": made,
            "title": title,
            "theme": theme or made,
            "version": int(version),
            "unit": about[f"{OF_CHECKLIST}unit"] or "child",
            "purpose": "",
            "indicated": indicated | ({"outstanding-needs": needs} if needs else {}),
        }

    def number(self, row: _Row, heading: str, sheet: str, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 9:
            return int(text)
        self.find(sheet, row.at, heading, f"{text!r} is no whole number")
        return 0

    # The survey: sections and their questions.

    def sections(self, survey: list[_Row]) -> tuple[list[tuple[str, str, list[_Question]]], str]:
        held = _Gathered()
        steps = {
            "begin_group": self.begin,
            "end_group": self.end,
            "note": self.note,
            "select_one": self.ask,
            "text": self.ask,
        }
        for row in survey:
            kind = _kind(row)
            if kind in steps:
                steps[kind](row, held)
            elif kind not in ("date", "integer"):
                said = f"{row['type'] or 'an empty type'!r} is not understood; there are {_TYPES}"
                self.find("survey", row.at, "type", said)
        if held.group is not None:
            self.find("survey", held.group.at, "type", "begins a group that does not end")
        return held.sections, "\n".join(part for part in held.purpose if part)

    def begin(self, row: _Row, held: _Gathered) -> None:
        if held.group is not None:
            said = f"a group inside the group of row {held.group.at}; sections hold no sections"
            self.find("survey", row.at, "type", said)
            return
        held.group = row
        name = row["name"].removeprefix("section.")
        title = row["label"] or row["name"]
        held.sections.append((slug(name or title, held.taken, None if name else 6), title, []))

    def end(self, row: _Row, held: _Gathered) -> None:
        for note in held.notes:
            self.find("survey", note.at, "type", "a note with no question after it in its group")
        if held.group is None:
            self.find("survey", row.at, "type", "ends a group that was not begun")
        held.group, held.notes = None, []

    def note(self, row: _Row, held: _Gathered) -> None:
        if held.group is None:
            held.purpose.append(row["label"])
        else:
            held.notes.append(row)

    def ask(self, row: _Row, held: _Gathered) -> None:
        if held.group is None:
            self.find("survey", row.at, "type", "a question outside any group; each belongs to a section")
            return
        held.sections[-1][2].append(self.question(row, held.group, held.notes))
        held.notes = []

    def question(self, row: _Row, group: _Row, notes: list[_Row]) -> _Question:
        both = [text for text in (group["relevant"], row["relevant"]) if text]
        for note in notes:
            if note["relevant"] not in ("", row["relevant"]):
                self.find(
                    "survey",
                    note.at,
                    "relevant",
                    "a note goes with the question after it, and under its condition",
                )
        relevant = both[0] if len(both) == 1 else " and ".join(f"({text})" for text in both)
        return _Question(row, relevant, [note["label"] for note in notes if note["label"]])

    def name_items(self, questions: list[_Question], lists: dict[str, list[_Row]]) -> None:
        """Give every question its id, before conditions name them."""
        taken: dict[str, str] = {}
        renamed = []
        for question in questions:
            name = question.row["name"]
            if not name:
                self.find("survey", question.row.at, "name", "a question without a name")
                continue
            made = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
            made = made if made[:1].isalpha() else f"item-{made}"
            if made in taken:
                self.find(
                    "survey", question.row.at, "name", f"{name!r} and {taken[made]!r} are one id, {made!r}"
                )
            taken[made] = name
            self.ids[name] = made
            if made != name:
                renamed.append(f"{name} to {made}")
            names = [row["name"] for row in lists.get(question.row["type"].partition(" ")[2].strip(), [])]
            self.reasons[name] = tuple(each for each in names if _REASON.fullmatch(each))
        if renamed:
            self.made.said.append(
                f"Names became ids: {', '.join(renamed[:8])}{', …' if len(renamed) > 8 else ''}"
            )

    def leftovers(self, survey: list[_Row], questions: list[_Question]) -> None:
        """Dates and numbers belong to the question whose name they begin with."""
        pairs = {q.row["name"]: q.row[f"{OF_ITEM}kind"] for q in questions}
        ends = {"date": ("start", "end", "interval"), "integer": ("counted", "out_of", "count-pair")}
        for row in survey:
            if row["type"] not in ends:
                continue
            first, second, kind = ends[row["type"]]
            name, _, end = row["name"].rpartition(".")
            if end not in (first, second) or pairs.get(name) != kind:
                said = f"{row['type']} stands only for a select_one of {OF_ITEM}kind {kind!r}: name it NAME.{first} or NAME.{second}"
                self.find("survey", row.at, "type", said)

    # One item.

    def item(
        self, question: _Question, lists: dict[str, list[_Row]], survey: list[_Row], compared: dict[str, str]
    ) -> dict[str, Any]:
        row = question.row
        own = {key: row[f"{OF_ITEM}{key}"] for key in ITEM_KEYS if row[f"{OF_ITEM}{key}"]}
        made: dict[str, Any] = {
            "id": self.ids.get(row["name"], "unnamed"),
            "title": own.pop("title", "") or title_of(row["label"]),
            "question": row["label"],
            "kind": "text",
            "look_in": row["hint"],
        }
        if "compared" in own:
            compared[made["id"]] = own.pop("compared")
        if row["required"].casefold() not in ("", "yes", "true", "true()", "no", "false", "false()"):
            self.find(
                "survey", row.at, "required", "must be yes, no or empty: a checklist asks it always or never"
            )
        if row["required"].casefold() in ("no", "false", "false()") and row["type"].startswith("select_one"):
            self.made.said.append(
                f"{made['id']} is not required in the form; a checklist always asks a scored item"
            )
        if question.relevant:
            made["only_if"] = self.relevant(row, question.relevant)
        guidance = list(question.guidance)
        if row["type"].split()[0] == "select_one":
            self.choice(row, made, own, lists, guidance)
        elif row["guidance_hint"]:
            guidance.append(row["guidance_hint"])
        made["guidance"] = "\n".join(guidance)
        self.own(row, made, own, survey)
        return made

    def choice(
        self,
        row: _Row,
        made: dict[str, Any],
        own: dict[str, str],
        lists: dict[str, list[_Row]],
        guidance: list[str],
    ) -> None:
        name = row["type"].partition(" ")[2].strip()
        choices = lists.get(name, [])
        if not choices:
            self.find("survey", row.at, "type", f"there is no list {name!r} in the sheet choices")
        options, reasons = [], []
        for choice in choices:
            if _REASON.fullmatch(choice["name"]):
                reasons.append(choice["label"].removeprefix(f"{NOTHINGS[NOT_APPLICABLE]}: "))
            elif choice["name"] not in (NOT_RECORDED, COULD_NOT_SEE):
                if not choice["score"]:
                    said = "a choice needs its points in a column score, or the name of a kind of nothing"
                    self.find("choices", choice.at, "score", f"{said}: {', '.join(NOTHINGS)}")
                points = self.number(choice, "score", "choices", choice["score"] or "0")
                options.append(
                    {
                        "id": _answer_id(choice["name"]),
                        "label": choice["label"],
                        "points": points,
                    }
                )
        made["kind"] = self.kind(row, own.pop("kind", ""), options)
        if made["kind"] == "choice":
            made["options"] = options
        made["not_applicable"] = reasons
        made["not_recorded"] = any(choice["name"] == NOT_RECORDED for choice in choices)
        standard, before = _standards(row["guidance_hint"], options)
        if before:
            guidance.append(before)
        if standard:
            made["standard"] = standard

    def kind(self, row: _Row, said: str, options: list[dict[str, Any]]) -> str:
        offered = tuple((option["id"], option["label"], option["points"]) for option in options)
        if said and said not in KINDS:
            self.find(
                "survey", row.at, f"{OF_ITEM}kind", f"{said!r} is no kind; there are {', '.join(KINDS)}"
            )
        elif said in FIXED_OPTIONS and offered != FIXED_OPTIONS[said]:
            told = ", ".join(f"{option} ({points})" for option, _, points in FIXED_OPTIONS[said])
            self.find("survey", row.at, f"{OF_ITEM}kind", f"a {said} item has the answers {told}, no others")
        if said:
            return said
        same = [kind for kind in ("rated", "yes-no", "graded") if FIXED_OPTIONS[kind] == offered]
        return same[0] if same else "choice"

    def own(self, row: _Row, made: dict[str, Any], own: dict[str, str], survey: list[_Row]) -> None:
        for key, value in own.items():
            made[key] = self.number(row, f"{OF_ITEM}{key}", "survey", value) if key in _NUMBERS else value
        if "ask_if_safe" in made:
            made["ask_if_safe"] = made["ask_if_safe"].casefold() in ("yes", "true")
        limiting = {
            part: made.pop(f"limiting_{part}")
            for part in ("below", "caps", "because")
            if f"limiting_{part}" in made
        }
        if limiting:
            made["limiting"] = limiting
        label = {each["name"]: each["label"] for each in survey}
        if made["kind"] == "interval":
            made["limit"] = {key: made.pop(key) for key in LIMIT_KEYS if key in made}
            made |= {end: label.get(f"{row['name']}.{end}", "") for end in ("start", "end")}
        if made["kind"] == "count-pair":
            made |= {end: label.get(f"{row['name']}.{end}", "") for end in ("counted", "out_of")}
        if "criteria" in made:
            try:
                made["criteria"] = json.loads(made["criteria"])
            except (json.JSONDecodeError, RecursionError):
                self.find(
                    "survey", row.at, f"{OF_ITEM}criteria", 'must be a list such as ["specific", "timely"]'
                )
                made["criteria"] = []

    # Conditions.

    def relevant(self, row: _Row, text: str) -> str:
        try:
            words = list(_relevant_words(text))
            return conditions.write(_Relevant(words, self.ids, self.reasons).whole())
        except conditions.ConditionError as error:
            self.find("survey", row.at, "relevant", str(error))
            return ""


def _kind(row: _Row) -> str:
    """Return a row's type without what it names; groups may be written with a space."""
    words = row["type"].split()
    if words[1:] == ["group"] and words[0] in ("begin", "end"):
        return "_".join(words)
    return words[0] if words else ""


def _answer_id(name: str) -> str:
    """Return a choice's name as a checklist writes an answer's id."""
    return name.replace("_", "-").lower()


def _standards(text: str, options: list[dict[str, Any]]) -> tuple[dict[str, str], str]:
    """Take a guidance hint apart: for each answer what follows its name or label, and what stands before them."""
    names = {option["id"]: option["id"] for option in options}
    for option in options:
        names.setdefault(option["label"], option["id"])
    found: dict[str, list[str]] = {}
    before: list[str] = []
    now = before
    for line in text.split("\n"):
        lead, colon, rest = line.partition(":")
        named = names.get(lead.strip()) or names.get(_answer_id(lead.strip()))
        if colon and named and named not in found:
            now = found[named] = [rest.strip()]
        else:
            now.append(line)
    return {option: "\n".join(lines).strip() for option, lines in found.items()}, "\n".join(before).strip()


_WORD = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^{}\s]{1,80}\s*\})|(?P<text>'[^']{0,200}'|\"[^\"]{0,200}\")|(?P<word>[A-Za-z]+)|(?P<sign>!=|[=(),]))"
)


def _relevant_words(text: str) -> Iterator[str]:
    at, text = 0, text.strip()
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            raise conditions.ConditionError(
                f"{text[at : at + 20]!r} is not understood; there is selected(), =, and, or, not()"
            )
        yield found[0].strip()
        at = found.end()
        if at > 20_000:
            raise conditions.ConditionError("far too long for a condition")


class _Relevant(conditions.Parser):
    """XLSForm's language: ``selected(${item}, 'answer')`` and ``${item} = 'answer'``; `not` has parentheses."""

    def __init__(self, words: list[str], ids: dict[str, str], reasons: dict[str, tuple[str, ...]]) -> None:
        super().__init__(words)
        self.ids, self.reasons = ids, reasons

    def negated(self) -> Condition:
        return self.bracketed()

    def comparison(self) -> Condition:
        if self.next != "selected":
            item = self.reference()
            self.expect("=")
            return self.value(item)
        self.take()
        self.expect("(")
        item = self.reference()
        self.expect(",")
        value = self.value(item)
        self.expect(")")
        return value

    def reference(self) -> str:
        word = self.take()
        name = word[2:-1].strip()
        if not word.startswith("${") or name not in self.ids:
            raise conditions.ConditionError(f"{word or 'the end'!r} names no question of this form")
        return name

    def value(self, item: str) -> Condition:
        word = self.take()
        if word[:1] not in ("'", '"'):
            raise conditions.ConditionError(f"{word or 'the end'!r} is no value in quotes")
        value = word[1:-1]
        made = NOT_APPLICABLE if value in self.reasons.get(item, ()) else _answer_id(value)
        return Is(self.ids[item], frozenset({made}))
