"""The form of a checklist file as a JSON Schema, for editors that complete and check TOML by one."""

from __future__ import annotations

from typing import Any

from auditui.core.checklists.shapes import Number
from auditui.core.kinds import CHECKLIST


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12). It checks form; `auditui checklist lint` checks sense as well."""
    whole = CHECKLIST.schema()
    four_words = whole["properties"]["indicated"]
    # A file with a scale of its own names the grades of that.
    own = {
        "patternProperties": {"-needs$": {"type": "array"}},
        "additionalProperties": Number(0, 100).schema(),
    }
    whole["properties"]["indicated"] = {"type": "object", "description": four_words["description"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditui checklist",
        **whole,
        "if": {"required": ["scale"]},
        "then": {"properties": {"indicated": own}},
        "else": {"properties": {"indicated": four_words}},
    }
