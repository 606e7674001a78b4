"""What a checklist says in an XLSForm that XLSForm has no word for: the columns `report.xlsform` writes and `intake.xlsform` reads."""

from __future__ import annotations

#: Before a key of an item, in the sheet survey; before a key of the checklist, in the sheet settings.
OF_ITEM = "bind::auditui:"
OF_CHECKLIST = "attribute::auditui:"

LIMIT_KEYS = ("within", "unit", "counting", "status")
ITEM_KEYS = (
    *("title", "kind", "aspect", "weight", "about", "source", "met_from", "ask_if_safe"),
    *("limiting_below", "limiting_caps", "limiting_because"),
    *(*LIMIT_KEYS, "criteria", "compared"),
)
CHECKLIST_KEYS = (
    *("theme", "unit", "outstanding", "good", "requires-improvement", "outstanding-needs"),
    *("since", "dropped"),
)
