"""The form of a checklist file as a JSON Schema, for editors that complete and check TOML by one."""

from __future__ import annotations

from typing import Any

from auditui.core.kinds import CHECKLIST


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12). It checks form; `auditui checklist lint` checks sense as well."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditui checklist",
        **CHECKLIST.schema(),
    }
