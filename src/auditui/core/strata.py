"""What the child or young person of a case has in common with others, as far as a case list says.

Figures are broken down by these, to see whether practice is worse for some; nothing else is kept.
"""

from __future__ import annotations

AGE_BANDS = ("unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 to 20", "21 and over")

#: The strata by the name entries and tables give them, each with its heading.
STRATA = {
    "age_band": "Age band",
    "category": "Category",
    "ethnicity": "Ethnicity group",
    "disability": "Disability",
    "area": "Placement",
    "sex": "Sex",
}
