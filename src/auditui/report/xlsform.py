"""A checklist as an XLSForm workbook, the open form standard of ODK and KoboToolbox.

Every scored item is a ``select_one`` whose choices carry their points as ``score``; its kinds of nothing are
choices without a score. What XLSForm has no word for (weights, limits, time limits) stands in columns of the
namespace ``auditui``, which other tools keep and ignore. Reading it back is `intake.xlsform`.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

from auditui.core.checklists.checklist import (
    COULD_NOT_SEE,
    NOT_APPLICABLE,
    NOT_RECORDED,
    NOTHINGS,
    Checklist,
    Item,
    defaults,
)
from auditui.core.checklists.conditions import Condition, Either, Every, Is, Not
from auditui.core.checklists.xlsform_words import CHECKLIST_KEYS, ITEM_KEYS, LIMIT_KEYS, OF_CHECKLIST, OF_ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE = 'auditui="urn:auditui:xlsform"'
SURVEY = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "relevant"),
    *(f"{OF_ITEM}{key}" for key in ITEM_KEYS),
)
CHOICES = ("list_name", "name", "label", "score")
SETTINGS = (
    *("form_title", "form_id", "version", "namespaces"),
    *(f"{OF_CHECKLIST}{key}" for key in CHECKLIST_KEYS),
)

Row = dict[str, str | int]


def sheets(checklist: Checklist) -> dict[str, tuple[tuple[str, ...], list[Row]]]:
    """Return the three sheets of the form, each with its columns and its rows."""
    return {
        "survey": (SURVEY, list(_survey(checklist))),
        "choices": (CHOICES, [row for item in checklist.items for row in _choices(item)]),
        "settings": (SETTINGS, [_settings(checklist)]),
    }


def workbook(checklist: Checklist) -> bytes:
    """Return the form as the content of an XLSX file."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, (columns, rows) in sheets(checklist).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 24, wrapped)
            for column, heading in enumerate(columns):
                sheet.write_string(0, column, heading, bold)
            for number, row in enumerate(rows, 1):
                for column, heading in enumerate(columns):
                    value = row.get(heading, "")
                    if isinstance(value, int):
                        sheet.write_number(number, column, value)
                    elif value:
                        sheet.write_string(number, column, value)
    return out.getvalue()


def _survey(checklist: Checklist) -> Iterator[Row]:
    if checklist.purpose:
        yield {"type": "note", "name": "purpose", "label": checklist.purpose}
    for section in checklist.sections:
        yield {"type": "begin_group", "name": f"section.{section.id}", "label": section.title}
        for item in section.items:
            yield from _question(checklist, item)
        yield {"type": "end_group"}


def _question(checklist: Checklist, item: Item) -> Iterator[Row]:
    relevant: Row = {"relevant": _relevant(checklist, item.only_if)} if item.only_if else {}
    if item.guidance:
        yield _row("note", f"{item.id}.note", item.guidance) | relevant
    if item.interval:
        yield _row("date", f"{item.id}.start", item.interval.start) | relevant
        yield _row("date", f"{item.id}.end", item.interval.end) | relevant
    if item.pair:
        yield _row("integer", f"{item.id}.counted", item.pair.counted) | relevant
        yield _row("integer", f"{item.id}.out_of", item.pair.out_of) | relevant
    row: Row = {
        "type": f"select_one {item.id}" if item.scored else "text",
        "name": item.id,
        "label": item.question,
        "hint": item.look_in,
        "guidance_hint": "\n".join(f"{option.id}: {option.standard}" for option in item.options),
    }
    if item.scored:
        row["required"] = "yes"
    yield (
        row
        | relevant
        | {f"{OF_ITEM}{key}": value for key, value in _own(checklist, item).items() if value != ""}
    )


def _row(kind: str, name: str, label: str) -> Row:
    return {"type": kind, "name": name, "label": label}


def _own(checklist: Checklist, item: Item) -> Row:
    """Return what XLSForm has no word for; what is at its default is left out."""
    usual = defaults(item.kind)
    said: Row = {"title": item.title, "kind": item.kind, "source": item.source}
    said |= {
        key: value
        for key in ("aspect", "weight", "about", "met_from")
        if (value := getattr(item, key)) != usual[key]
    }
    if item.ask_if_safe:
        said["ask_if_safe"] = "yes"
    if item.limiting:
        said |= {f"limiting_{key}": value for key, value in vars(item.limiting).items()}
    if item.interval:
        said |= {key: getattr(item.interval, key) for key in LIMIT_KEYS}
    if item.pair and item.pair.criteria:
        said["criteria"] = json.dumps(list(item.pair.criteria), ensure_ascii=False)
    if checklist.changes and (compared := checklist.changes.of(item.id)):
        said["compared"] = str(compared)
    return said


def _choices(item: Item) -> Iterator[Row]:
    if not item.scored:
        return
    for option in item.options:
        yield {"list_name": item.id, "name": option.id, "label": option.label, "score": option.points}
    for number, reason in enumerate(item.not_applicable, 1):
        label = f"{NOTHINGS[NOT_APPLICABLE]}: {reason}"
        yield {"list_name": item.id, "name": f"{NOT_APPLICABLE}-{number}", "label": label}
    if item.not_recorded:
        yield {"list_name": item.id, "name": NOT_RECORDED, "label": NOTHINGS[NOT_RECORDED]}
    yield {"list_name": item.id, "name": COULD_NOT_SEE, "label": NOTHINGS[COULD_NOT_SEE]}


def _settings(checklist: Checklist) -> Row:
    t = checklist.indicated
    said: Row = {
        "theme": checklist.theme,
        "unit": checklist.unit,
        "outstanding": t.outstanding,
        "good": t.good,
        "requires-improvement": t.requires_improvement,
        "outstanding-needs": " ".join(t.outstanding_needs),
    }
    if checklist.changes:
        said["since"] = checklist.changes.since
        said["dropped"] = " ".join(
            name for name, _ in checklist.changes.items if checklist.item(name) is None
        )
    return {
        "form_title": checklist.title,
        "form_id": checklist.id,
        "version": str(checklist.version),
        "namespaces": NAMESPACE,
    } | {f"{OF_CHECKLIST}{key}": value for key, value in said.items() if value != ""}


def _relevant(checklist: Checklist, condition: Condition) -> str:
    """Return a condition in XLSForm's words: ``selected(${item}, 'value')`` with and, or, not."""
    match condition:
        case Is(item, values):
            named = checklist.item(item)
            reasons = named.not_applicable if named else ()
            chosen = [
                name
                for value in sorted(values)
                for name in (
                    [f"{value}-{n}" for n in range(1, len(reasons) + 1)]
                    if value == NOT_APPLICABLE
                    else [value]
                )
            ]
            parts = [f"selected(${{{item}}}, '{name}')" for name in chosen]
            return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
        case Not(of):
            return f"not({_relevant(checklist, of)})"
        case Every(of):
            return "(" + " and ".join(_relevant(checklist, each) for each in of) + ")"
        case Either(of):
            return "(" + " or ".join(_relevant(checklist, each) for each in of) + ")"
