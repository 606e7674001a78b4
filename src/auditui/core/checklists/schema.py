"""The form of a checklist file as a JSON Schema, for editors that complete and check TOML by one."""

from __future__ import annotations

from typing import Any

from auditui.core.checklists.checklist import (
    ABOUT,
    ASPECTS,
    COUNTINGS,
    KINDS,
    RELATIONS,
    STATUSES,
    TIME_UNITS,
    UNITS,
)
from auditui.core.grades import GRADES

_ID = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}


def _text(told: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": told}


def _one_of(values: tuple[str, ...], told: str) -> dict[str, Any]:
    return {"enum": list(values), "description": told}


def _table(needed: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _number(low: int, high: int, told: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high, "description": told}


def _list(of: dict[str, Any], told: str, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least, "uniqueItems": True, "description": told}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12). It checks form; `auditui checklist lint` checks sense as well."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditui checklist",
        **_table(
            ("id", "title", "theme", "version", "unit", "indicated", "section"),
            id=_ID | {"description": "For life: small letters, digits, hyphens"},
            title=_text("For people"),
            theme=_text("Ties case lists to checklists"),
            version=_number(1, 9999, "1, 2, 3 …"),
            unit=_one_of(UNITS, "What is audited: one event of the file, or the child"),
            purpose={"type": "string"},
            indicated=_indicated(),
            section=_list(
                _table(
                    ("id", "title", "item"),
                    id=_ID,
                    title=_text("For people"),
                    item=_list(_item(), "Items", 1),
                ),
                "Sections, in the order the record is met",
                1,
            ),
            changes=_changes(),
        ),
    }


def _indicated() -> dict[str, Any]:
    percent = _number(0, 100, "The lowest score in per cent")
    return _table(
        ("outstanding", "good", "requires-improvement"),
        **{
            "outstanding": percent,
            "good": percent,
            "requires-improvement": percent,
            "outstanding-needs": _list(_ID, "Items that must have their best answer"),
        },
    )


def _changes() -> dict[str, Any]:
    words = "|".join(RELATIONS)
    relation = {
        "type": "string",
        "pattern": f"^({words})( .+)?$",
        "description": f"How it compares with the version before: {'; '.join(RELATIONS)}",
    }
    return _table(
        ("since", "items"),
        since=_number(1, 9998, "The version before"),
        items={"type": "object", "additionalProperties": relation},
    )


def _item() -> dict[str, Any]:
    return _table(
        ("id", "title", "question", "kind"),
        id=_ID | {"description": "For life, as long as the meaning"},
        title=_text("A few words, for lists"),
        question=_text("As asked of the file"),
        kind=_one_of(KINDS, "How it is answered"),
        only_if=_text(
            "Asked only if an earlier answer is so: reviewed = yes and not (home in (none, other))"
        ),
        aspect=_one_of(ASPECTS, "Was it any good, or was it done"),
        weight=_number(1, 9, "Its weight in the score"),
        about=_one_of(("", *ABOUT), "Impact, the child's voice, or a strength"),
        look_in={"type": "string", "description": "Where in the file"},
        guidance={"type": "string", "description": "What to bear in mind"},
        source={"type": "string", "description": "Where the duty comes from"},
        options=_list(
            _table(
                ("id", "label", "points"),
                id=_ID,
                label=_text("The answer"),
                points=_number(0, 99, "Its points"),
            ),
            "The answers of a choice, from best to worst",
            2,
        ),
        standard={
            "type": "object",
            "additionalProperties": _text("What this answer looks like in a file"),
            "description": "For every answer, what it looks like in a file",
        },
        not_applicable=_list(_text("A reason"), "The reasons it may not apply"),
        not_recorded={"type": "boolean", "description": "false if an option says so already"},
        ask_if_safe={
            "type": "boolean",
            "description": "true: a bad answer makes the auditor ask whether the child is safe",
        },
        met_from={"type": "string", "description": "The least answer figures count as met, if not the best"},
        limiting=_table(
            ("below", "caps", "because"),
            below=_text("Any answer worth less than this one limits the grade"),
            caps=_one_of(
                tuple(grade for grade in GRADES if grade != "outstanding"), "The highest grade then"
            ),
            because=_text("Why"),
        ),
        start=_text("What the first date is"),
        end=_text("What the second date is"),
        limit=_table(
            ("within", "unit", "counting", "status"),
            within=_number(0, 9999, "So many"),
            unit=_one_of(TIME_UNITS, "Of these"),
            counting=_one_of(COUNTINGS, "Whether the day after the start, or the start itself, is day 1"),
            status=_one_of(STATUSES, "A regulation, statutory guidance, or local practice"),
        ),
        counted=_text("What is counted"),
        out_of=_text("Of what"),
        criteria=_list(
            _text("A criterion, with its own first letter"), "Each counted thing is judged on these"
        ),
    )
