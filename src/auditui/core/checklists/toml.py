"""Writing a checklist as the text of its TOML file, in the form a person would have typed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from auditui.core import kinds
from auditui.core.checklists.file import scale_of
from auditui.core.scale import FOUR_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from auditui.core.checklists.changes import Changes
    from auditui.core.scale import Scale

_ABOVE_CHANGES = "# How each item compares with the version before; figures are joined over 'same' and 'reworded, comparable'."


def write(data: Mapping[str, Any], heading: str = "") -> str:
    """Return the TOML text of a checklist's plain data; `file.parse` reads it back to the same.

    What is at its default is left out. `heading` becomes comment lines at the top.
    """
    lines = [f"# {line}".rstrip() for line in heading.splitlines()]
    lines += [""] if lines else []
    lines += _pairs({key: data[key] for key in kinds.CHECKLIST.keys if isinstance(data.get(key), str | int)})
    scale = scale_of(data)
    if scale != FOUR_WORDS:
        lines += ["", "[scale]", *_pairs({"met-from": scale.met_from})]
        for grade in scale.as_data()["grade"]:
            lines += ["", "[[scale.grade]]", *_pairs(grade)]
    if indicated := data.get("indicated"):
        lines += ["", "[indicated]", *_pairs(indicated)]
    for section in data.get("section", ()):
        lines += ["", "", "[[section]]", *_pairs({key: section.get(key, []) for key in ("id", "title")})]
        for item in section.get("item", ()):
            lines += ["", "[[section.item]]", *_item(item, scale)]
    if changes := data.get("changes"):
        lines += ["", "", *_changes(changes)]
    return "\n".join(lines) + "\n"


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in values.items() if value != []]


def with_changes(text: str, changes: Changes) -> str:
    """Return a checklist file's text with this version map, in place of the one it has; all else stays."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            inside = line.strip().strip("[]").strip().split(".")[0].strip() == "changes"
        if not inside and line.strip() != _ABOVE_CHANGES:
            kept.append(line)
    return "\n".join(kept).rstrip() + "\n\n\n" + "\n".join(_changes(changes.as_data())) + "\n"


def _changes(changes: Mapping[str, Any]) -> Iterator[str]:
    yield from (_ABOVE_CHANGES, "[changes]", f"since = {changes['since']}", "[changes.items]")
    yield from _pairs(changes["items"])


def _item(item: Mapping[str, Any], scale: Scale) -> Iterator[str]:
    for part in kinds.ITEM.fields:
        value = item.get(part.key)
        usual = kinds.usual(part, item.get("kind", ""), scale)
        if part.key != "standard" and value not in ("", [], None, usual):
            yield f"{part.key} = {_value(value)}"
    if standard := item.get("standard"):
        yield "[section.item.standard]"
        yield from _pairs(standard)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return f"{{ {', '.join(_pairs(value))} }}"
    parts = [_value(inner) for inner in value]
    whole = ", ".join(parts)
    if len(whole) < 90:
        return f"[{whole}]"
    return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
