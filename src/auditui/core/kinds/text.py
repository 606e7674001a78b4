"""Text: written in words, never scored."""

from __future__ import annotations

from auditui.core.kinds.kind import Kind


class Text(Kind):
    """What is worth telling and cannot be counted."""

    name = "text"
    scored = False
    usual = {"not_recorded": False, "look_in": "", "source": ""}
    sheet_columns = {}
