"""Choice: answers of the item's own, with their points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.checklists.checklist import NON_ANSWERS
from auditui.core.checklists.shapes import Field, Id, Number, Rows, Table, Text
from auditui.core.kinds.kind import Kind, Offer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.core.checklists.reading import At

_OPTION = Table(
    (Field("id", Id()), Field("label", Text(), "The answer"), Field("points", Number(0, 99), "Its points"))
)


class Choice(Kind):
    """An item with 2 to 9 answers of its own, from the best to the worst."""

    name = "choice"
    fields = (
        Field(
            "options",
            Rows(_OPTION, 2, 9, "a choice needs 2 to 9 options"),
            "The answers of a choice, from best to worst",
        ),
    )

    def offers(self, own: Mapping[str, Any]) -> tuple[Offer, ...]:
        """Return the item's own answers."""
        return tuple((option["id"], option["label"], option["points"]) for option in own["options"])

    def check_fields(self, own: Mapping[str, Any], at: At) -> None:
        """Options go from best to worst, and none is called like a non-answer."""
        at = at.under("options")
        points = [option["points"] for option in own["options"]]
        if taken := [option["id"] for option in own["options"] if option["id"] in NON_ANSWERS]:
            at.problem(f"id {taken[0]!r} is that of a non-answer: every item has those")
        if points != sorted(points, reverse=True):
            at.problem("options go from the best answer to the worst, so points must not rise")
        if points and not points[0]:
            at.problem("the best answer must be worth at least one point")
