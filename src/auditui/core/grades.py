"""The four grade words, exactly as the inspectorate writes them, from worst to best.

They name a professional judgement of one case file; they are never an inspection grade.
"""

from __future__ import annotations

GRADES = {
    "inadequate": "Inadequate",
    "requires-improvement": "Requires improvement to be good",
    "good": "Good",
    "outstanding": "Outstanding",
}
SHORT_GRADES = GRADES | {"requires-improvement": "Requires improvement"}

_RANK = {grade: rank for rank, grade in enumerate(GRADES)}


def rank(grade: str) -> int:
    """Return 0 for the worst grade to 3 for the best."""
    return _RANK[grade]
