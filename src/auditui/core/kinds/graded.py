"""Graded: the words of the judgement, of the checklist's own scale."""

from __future__ import annotations

from auditui.core.kinds.kind import Kind
from auditui.core.scale import FOUR_WORDS, Scale


class Graded(Kind):
    """How good something is, in the words of the judgement; what the scale has as good enough counts as met."""

    name = "graded"
    usual = {"met_from": FOUR_WORDS.met_from}

    def __init__(self, scale: Scale = FOUR_WORDS) -> None:
        """Offer the grades of `scale`."""
        self.options = tuple((grade.id, grade.label, scale.rank(grade.id)) for grade in scale.grades)
        self.usual = {"met_from": scale.met_from}

    def under(self, scale: Scale) -> Graded:
        """Return it with the grades of `scale`."""
        return Graded(scale)
