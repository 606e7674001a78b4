"""Graded: the four words of inspection."""

from __future__ import annotations

from auditui.core.grades import GRADES, rank
from auditui.core.kinds.kind import Kind


class Graded(Kind):
    """How good something is, in the words of the judgement; good and better count as met."""

    name = "graded"
    options = tuple((grade, label, rank(grade)) for grade, label in reversed(GRADES.items()))
    usual = {"met_from": "good"}
