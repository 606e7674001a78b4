"""Yes or no."""

from __future__ import annotations

from auditui.core.kinds.kind import Kind


class YesNo(Kind):
    """Something was done or was not; a typed n could be meant as no, so it asks for its reason."""

    name = "yes-no"
    options = (("yes", "Yes", 2), ("no", "No", 0))
    n_could_be_no = True
    sheet_columns = {"good": "yes", "bad": "no"}
