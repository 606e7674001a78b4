"""Rated: met, partly met, not met."""

from __future__ import annotations

from auditui.core.kinds.kind import Kind


class Rated(Kind):
    """The usual kind: how far something was done."""

    name = "rated"
    options = (("met", "Met", 2), ("partly-met", "Partly met", 1), ("not-met", "Not met", 0))
    sheet_columns = {"good": "met", "partly": "partly-met", "bad": "not-met"}
