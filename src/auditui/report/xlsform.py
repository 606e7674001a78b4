"""A checklist as an XLSForm workbook, the open form standard of ODK and KoboToolbox.

Every scored item is a ``select_one`` whose choices carry their points as ``score``; its non-answers are choices
without a score. What XLSForm has no word for (weights, limits, time limits) stands in columns of the
namespace ``auditui``, which other tools keep and ignore. Reading it back is `intake.xlsform`.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditui.core import kinds
from auditui.core.checklists.checklist import (
    COULD_NOT_SEE,
    NON_ANSWERS,
    NOT_APPLICABLE,
    NOT_RECORDED,
    Checklist,
    Item,
    as_data,
    item_data,
)
from auditui.core.checklists.conditions import And, Condition, In, Not, Or
from auditui.core.checklists.fields import OF_CHECKLIST, OF_ITEM
from auditui.core.checklists.shapes import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from auditui.core.checklists.shapes import Field

NAMESPACE = 'auditui="urn:auditui:xlsform"'
SURVEY = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "relevant"),
    *(f"{OF_ITEM}{column}" for part in kinds.ITEM.fields for column in part.columns),
    f"{OF_ITEM}compared",
)
CHOICES = ("list_name", "name", "label", "score")
_USUAL = {part.key: part.default for part in kinds.CHECKLIST.fields}

Row = dict[str, str | int]


def sheets(checklist: Checklist) -> dict[str, tuple[tuple[str, ...], list[Row]]]:
    """Return the three sheets of the form, each with its columns and its rows."""
    return {
        "survey": (SURVEY, list(_survey(checklist))),
        "choices": (CHOICES, [row for item in checklist.items for row in _choices(item)]),
        "settings": (_setting_columns(checklist), [_settings(checklist)]),
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
                    write = sheet.write_number if isinstance(value, int) else sheet.write_string
                    if value != "":
                        write(number, column, value)
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
    for part in kinds.of(item).fields:
        if part.row == "select_multiple":
            yield _row(f"{part.row} {item.id}.{part.key}", f"{item.id}.{part.key}", item.title) | relevant
        elif part.row:
            yield _row(part.row, f"{item.id}.{part.key}", item.own[part.key]) | relevant
    row: Row = {
        "type": f"select_one {item.id}" if item.scored else "text",
        "name": item.id,
        "label": item.question,
        "hint": item.look_in,
        "guidance_hint": "\n".join(f"{option.id}: {option.standard}" for option in item.options),
    }
    if item.scored:
        row["required"] = "yes"
    yield row | relevant | _own(checklist, item)


def _row(kind: str, name: str, label: str) -> Row:
    return {"type": kind, "name": name, "label": label}


def _own(checklist: Checklist, item: Item) -> Row:
    """Return what XLSForm has no word for; what is at its default is left out."""
    usual = {part.key: kinds.usual(part, item.kind, checklist.scale) for part in kinds.ITEM.fields}
    cells = _cells(OF_ITEM, kinds.ITEM.fields, item_data(item), usual)
    if checklist.changes and (compared := checklist.changes.of(item.id)):
        cells[f"{OF_ITEM}compared"] = str(compared)
    return cells


def _cells(
    prefix: str, fields: tuple[Field, ...], values: Mapping[str, Any], usual: Mapping[str, Any]
) -> Row:
    """Return values by their columns, as the table of fields has them; empty and usual ones are left out."""
    cells: Row = {}
    for part in fields:
        value = values.get(part.key)
        if not part.columns or value in (None, [], usual.get(part.key)):
            continue
        if isinstance(part.shape, Table):
            inner = zip(part.shape.fields, part.columns, strict=True)
            cells |= {column: key.shape.cell(value[key.key]) for key, column in inner}
        else:
            cells[part.columns[0]] = part.shape.cell(value)
    return {f"{prefix}{column}": cell for column, cell in cells.items() if cell != ""}


def _choices(item: Item) -> Iterator[Row]:
    if not item.scored:
        return
    for part in kinds.of(item).fields:
        if part.row == "select_multiple":
            for choice in item.own[part.key]:
                score, of_list = int(choice["required"]), f"{item.id}.{part.key}"
                yield {"list_name": of_list, "name": choice["id"], "label": choice["label"], "score": score}
    for option in item.options:
        yield {"list_name": item.id, "name": option.id, "label": option.label, "score": option.points}
    for number, reason in enumerate(item.not_applicable, 1):
        label = f"{NON_ANSWERS[NOT_APPLICABLE]}: {reason}"
        yield {"list_name": item.id, "name": f"{NOT_APPLICABLE}-{number}", "label": label}
    if item.not_recorded:
        yield {"list_name": item.id, "name": NOT_RECORDED, "label": NON_ANSWERS[NOT_RECORDED]}
    yield {"list_name": item.id, "name": COULD_NOT_SEE, "label": NON_ANSWERS[COULD_NOT_SEE]}


def _setting_columns(checklist: Checklist) -> tuple[str, ...]:
    return (
        *("form_title", "form_id", "version", "namespaces"),
        *(f"{OF_CHECKLIST}{column}" for part in kinds.on_scale(checklist.scale) for column in part.columns),
        *(f"{OF_CHECKLIST}since", f"{OF_CHECKLIST}dropped"),
    )


def _settings(checklist: Checklist) -> Row:
    cells = _cells(OF_CHECKLIST, kinds.on_scale(checklist.scale), as_data(checklist), _USUAL)
    if checklist.changes:
        cells[f"{OF_CHECKLIST}since"] = checklist.changes.since
        dropped = [name for name, _ in checklist.changes.items if checklist.item(name) is None]
        cells |= {f"{OF_CHECKLIST}dropped": " ".join(dropped)} if dropped else {}
    head: Row = {
        "form_title": checklist.title,
        "form_id": checklist.id,
        "version": str(checklist.version),
        "namespaces": NAMESPACE,
    }
    return head | cells


def _relevant(checklist: Checklist, condition: Condition) -> str:
    """Return a condition in XLSForm's words: ``selected(${item}, 'value')`` with and, or, not."""
    match condition:
        case In(item, values):
            names = [name for value in sorted(values) for name in _choice_names(checklist, item, value)]
            parts = [f"selected(${{{item}}}, '{name}')" for name in names]
            return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
        case Not(of):
            return f"not({_relevant(checklist, of)})"
        case And(of) | Or(of):
            word = " and " if isinstance(condition, And) else " or "
            return f"({word.join(_relevant(checklist, part) for part in of)})"


def _choice_names(checklist: Checklist, item_id: str, value: str) -> list[str]:
    """Return the choices of the form that stand for an answer: not applicable has one for each reason."""
    item = checklist.item(item_id)
    if item is None or value != NOT_APPLICABLE:
        return [value]
    return [f"{NOT_APPLICABLE}-{number}" for number in range(1, len(item.not_applicable) + 1)]
