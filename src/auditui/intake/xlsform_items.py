"""The questions of an XLSForm as items of a checklist."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditui.core.checklists import conditions
from auditui.core.checklists.checklist import COULD_NOT_SEE, NON_ANSWERS, NOT_APPLICABLE, NOT_RECORDED
from auditui.core.checklists.condition_parser import ConditionError
from auditui.core.checklists.fields import OF_ITEM
from auditui.core.checklists.shapes import Table
from auditui.core.kinds import ITEM, KINDS
from auditui.intake.form import Row, title_of
from auditui.intake.xlsform_relevant import Relevant, answer_id

if TYPE_CHECKING:
    from auditui.core.scale import Scale
    from auditui.intake.form import Imported

_REASON = re.compile(rf"{NOT_APPLICABLE}(-\d+)?")
#: The types of question that only carry a part of another, such as its first date.
PARTS = tuple(dict.fromkeys(part.row for part in ITEM.fields if part.row))


@dataclass
class Question:
    """A question as the survey has it, before it becomes an item."""

    row: Row
    relevant: str
    guidance: list[str] = field(default_factory=list)


class Items:
    """Makes items of questions, with the lists of choices and the parts that stand elsewhere in the form."""

    def __init__(
        self, imported: Imported, survey: list[Row], lists: dict[str, list[Row]], scale: Scale
    ) -> None:
        """Work on these rows, of a form judged on `scale`; what is wrong is kept in `imported`."""
        self.of_kind = {name: kind.under(scale) for name, kind in KINDS.items()}
        self.imported, self.lists = imported, lists
        self.parts = {row["name"]: row for row in survey if row.type in PARTS}
        self.ids: dict[str, str] = {}
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.kinds: dict[str, str] = {}
        self.compared: dict[str, str] = {}

    def name(self, questions: list[Question]) -> None:
        """Give every question its id, before conditions name them."""
        taken: dict[str, str] = {}
        renamed = []
        for question in questions:
            row, name = question.row, question.row["name"]
            if not name:
                self.imported.wrong(row, "name", "a question without a name")
                continue
            item = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
            item = item if item[:1].isalpha() else f"item-{item}"
            if item in taken:
                self.imported.wrong(row, "name", f"{name!r} and {taken[item]!r} are one id, {item!r}")
            taken[item] = name
            self.ids[name] = item
            self.kinds[name] = row[f"{OF_ITEM}kind"]
            if item != name:
                renamed.append(f"{name} to {item}")
            choices = [choice["name"] for choice in self.lists.get(row.list_name, [])]
            self.reasons[name] = tuple(choice for choice in choices if _REASON.fullmatch(choice))
        if renamed:
            more = ", …" if len(renamed) > 8 else ""
            self.imported.remarks.append(f"Names became ids: {', '.join(renamed[:8])}{more}")

    def check_parts(self) -> None:
        """Dates and numbers belong to the question whose name they begin with."""
        for row in self.parts.values():
            owner, _, key = row["name"].rpartition(".")
            kind = KINDS.get(self.kinds.get(owner, ""))
            if (key, row.type) not in [(part.key, part.row) for part in (kind.fields if kind else ())]:
                self.imported.wrong(row, "type", _belongs(row.type))

    # One item.

    def item(self, question: Question) -> dict[str, Any]:
        """Return a question's item as plain data."""
        row = question.row
        item: dict[str, Any] = {
            "id": self.ids.get(row["name"], "unnamed"),
            "title": title_of(row["label"]),
            "question": row["label"],
            "kind": "text",
            "look_in": row["hint"],
        }
        item |= self.own(row)
        if compared := row[f"{OF_ITEM}compared"]:
            self.compared[item["id"]] = compared
        self.check_required(row, item["id"])
        if question.relevant:
            item["only_if"] = self.relevant(row, question.relevant)
        guidance = list(question.guidance)
        if row.type == "select_one":
            guidance += self.choice(row, item)
        elif row["guidance_hint"]:
            guidance.append(row["guidance_hint"])
        item["guidance"] = "\n".join(guidance)
        return item | self.parts_of(row, item["kind"])

    def check_required(self, row: Row, item: str) -> None:
        required = row["required"].casefold()
        if required not in ("", "yes", "true", "true()", "no", "false", "false()"):
            self.imported.wrong(
                row, "required", "must be yes, no or empty: a checklist asks it always or never"
            )
        if required in ("no", "false", "false()") and row.type == "select_one":
            what = f"{item} is not required in the form; a checklist always asks a scored item"
            self.imported.remarks.append(what)

    def own(self, row: Row) -> dict[str, Any]:
        """Read the columns that XLSForm has no word for, by the table of fields."""
        values: dict[str, Any] = {}
        for part in ITEM.fields:
            inner = part.shape.fields if isinstance(part.shape, Table) else (part,)
            cells = {
                key.key: self.imported.value(key.shape, row, heading)
                for key, column in zip(inner, part.columns, strict=False)
                if row[heading := f"{OF_ITEM}{column}"]
            }
            if cells:
                values[part.key] = cells if isinstance(part.shape, Table) else cells[part.key]
        return values

    def parts_of(self, row: Row, kind: str) -> dict[str, Any]:
        """Return what stands in rows of its own: labels, or the choices of a list."""
        parts: dict[str, Any] = {}
        for part in KINDS[kind].fields if kind in KINDS else ():
            if part.row:
                carrier = self.parts.get(f"{row['name']}.{part.key}", Row("survey", 0, {}))
                parts[part.key] = self.listed(carrier) if carrier.list_name else carrier["label"]
        return parts

    def listed(self, carrier: Row) -> list[dict[str, Any]]:
        return [
            {
                "id": answer_id(choice["name"]),
                "label": choice["label"],
                "required": self.imported.number(choice, "score") > 0,
            }
            for choice in self.lists.get(carrier.list_name, [])
        ]

    def choice(self, row: Row, item: dict[str, Any]) -> list[str]:
        """Put the answers of a select_one into its item; return what its hint says beside the standards."""
        choices = self.lists.get(row.list_name, [])
        if not choices:
            self.imported.wrong(row, "type", f"there is no list {row.list_name!r} in the sheet choices")
        options, reasons = [], []
        for choice in choices:
            if _REASON.fullmatch(choice["name"]):
                reasons.append(choice["label"].removeprefix(f"{NON_ANSWERS[NOT_APPLICABLE]}: "))
            elif choice["name"] not in (NOT_RECORDED, COULD_NOT_SEE):
                options.append(self.option(choice))
        item["kind"] = self.kind(row, options)
        if item["kind"] in KINDS and not KINDS[item["kind"]].options:
            item["options"] = options
        item["not_applicable"] = reasons
        item["not_recorded"] = any(choice["name"] == NOT_RECORDED for choice in choices)
        standard, before = _standards(row["guidance_hint"], options)
        if standard:
            item["standard"] = standard
        return [before] if before else []

    def option(self, choice: Row) -> dict[str, Any]:
        if not choice["score"]:
            what = f"a choice needs its points in a column score, or the name of a non-answer: {', '.join(NON_ANSWERS)}"
            self.imported.wrong(choice, "score", what)
        points = self.imported.number(choice, "score")
        return {"id": answer_id(choice["name"]), "label": choice["label"], "points": points}

    def kind(self, row: Row, options: list[dict[str, Any]]) -> str:
        """Return the kind that a select_one names, or else the simple kind whose answers it has."""
        offered = tuple((option["id"], option["label"], option["points"]) for option in options)
        name = row[f"{OF_ITEM}kind"]
        if not name:
            same = (
                kind.name for kind in self.of_kind.values() if kind.takes_digits and kind.options == offered
            )
            return next(same, _OWN_ANSWERS)
        if name not in KINDS:
            self.imported.wrong(row, f"{OF_ITEM}kind", f"{name!r} is no kind; there are {', '.join(KINDS)}")
        elif self.of_kind[name].options not in ((), offered):
            answers = ", ".join(f"{option} ({points})" for option, _, points in self.of_kind[name].options)
            self.imported.wrong(row, f"{OF_ITEM}kind", f"a {name} item has the answers {answers}, no others")
        return name

    def relevant(self, row: Row, text: str) -> str:
        try:
            return conditions.write(Relevant(text, self.ids, self.reasons).whole())
        except ConditionError as error:
            self.imported.wrong(row, "relevant", str(error))
            return ""


#: The kind whose items bring answers of their own.
_OWN_ANSWERS = next(kind.name for kind in KINDS.values() if kind.scored and not kind.options)


def _belongs(row_type: str) -> str:
    """Say which kinds have parts of this type, and how they are named."""
    owners = {
        kind.name: " or ".join(f"NAME.{part.key}" for part in kind.fields if part.row == row_type)
        for kind in KINDS.values()
    }
    kinds = " or ".join(f"{kind!r}: name it {names}" for kind, names in owners.items() if names)
    return f"{row_type} stands only for a select_one of {OF_ITEM}kind {kinds}"


def _standards(text: str, options: list[dict[str, Any]]) -> tuple[dict[str, str], str]:
    """Take a guidance hint apart: for each answer what follows its name or label, and what stands before them."""
    names = {option["id"]: option["id"] for option in options}
    for option in options:
        names.setdefault(option["label"], option["id"])
    standards: dict[str, list[str]] = {}
    before: list[str] = []
    now = before
    for line in text.split("\n"):
        lead, colon, rest = line.partition(":")
        named = names.get(lead.strip()) or names.get(answer_id(lead.strip()))
        if colon and named and named not in standards:
            now = standards[named] = [rest.strip()]
        else:
            now.append(line)
    by_option = {option: "\n".join(lines).strip() for option, lines in standards.items()}
    return by_option, "\n".join(before).strip()
