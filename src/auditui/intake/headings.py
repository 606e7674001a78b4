"""The headings that councils give the columns of a case list, and what each column is.

The table grows with the lists that people send: a heading is added here, and is then known to every list. Headings are compared
by their letters and digits alone. Where a list has several of one column, the one named first here is read.
"""

from __future__ import annotations

import re

from auditui.core.errors import AuditError
from auditui.core.text import one_line


def fold(text: object) -> str:
    """Return a heading or code as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", str(text).casefold())


REFERENCE = (
    *("Child Unique ID", "Young Person Unique ID", "Case reference", "Reference", "Case ref", "Ref", "Case"),
    *(
        "Case ID",
        "Child ID",
        "Person ID",
        "Mosaic ID",
        "Mosaic number",
        "Mosaic person ID",
        "LCS ID",
        "LCS number",
    ),
    *(
        "Liquidlogic ID",
        "Liquidlogic number",
        "LL ID",
        "Eclipse ID",
        "Eclipse number",
        "CareDirector ID",
        "CareDirector number",
    ),
    *(
        "Azeus ID",
        "SWIFT ID",
        "ICS ID",
        "ICS number",
        "Client ID",
        "Client number",
        "Client reference",
        "Case number",
        "Case no",
    ),
    *(
        "Case file number",
        "File number",
        "Ref no",
        "Ref number",
        "Reference number",
        "Reference no",
        "Child reference",
        "Child ref",
    ),
    *(
        "Child's ID",
        "Child number",
        "Child identifier",
        "Unique ID",
        "Unique identifier",
        "Unique reference",
        "Person number",
    ),
    *(
        "Person no",
        "Person reference",
        "Person identifier",
        "Young person ID",
        "YP ID",
        "Service user ID",
        "Service user number",
    ),
    *(
        "Record ID",
        "Record number",
        "Local ID",
        "LA child ID",
        "Child LA ID",
        "System ID",
        "Identifier",
        "Child",
        "ID",
    ),
)
TEAM = (
    *(
        "Allocated Team",
        "Team",
        "Team name",
        "Allocated team name",
        "Responsible team",
        "Current team",
        "Case team",
        "Child's team",
    ),
    *(
        "Current allocated team",
        "Owning team",
        "Social work team",
        "Worker's team",
        "Team description",
        "Organisation unit",
    ),
    *("Org unit", "Service team", "Locality team", "Responsible unit"),
)
EVENT = (
    *(
        "Event",
        "Event date",
        "Date of event",
        "Date",
        "Start date",
        "Date started",
        "Assessment date",
        "Date of assessment",
    ),
    *(
        "Assessment start date",
        "Date of referral",
        "Referral date",
        "Date referral received",
        "Date of contact",
        "Contact date",
    ),
    *(
        "Strategy discussion date",
        "Date of strategy discussion",
        "Strategy meeting date",
        "Date of strategy meeting",
    ),
    *(
        "Discussion date",
        "Meeting date",
        "Date of meeting",
        "Visit date",
        "Date of visit",
        "Review date",
        "Date of review",
    ),
    *(
        "PEP date",
        "Date of PEP",
        "Plan date",
        "Date of plan",
        "Step start date",
        "Form start date",
        "Episode start date",
        "DECOM",
    ),
)
AGE = (
    "Age of Child (Years)", "Age of Young Person (Years)", "Age", "Age in years", "Current age", "Age (years)", "Child age",
    "Age at event", "Age at referral",
)  # fmt: skip
BORN = ("Date of Birth", "DOB", "Birth date", "Date of birth or EDD", "Child DOB", "Child's date of birth")
BAND = ("Age band", "Age group")
ETHNICITY = (
    "Ethnicity",
    "Ethnic group",
    "Ethnic",
    "Ethnic origin",
    "Ethnic code",
    "Ethnicity code",
    "Ethnicity description",
    "Child's ethnicity",
)
DISABILITY = (
    "Does the Child have a Disability", "Disability", "Disabled", "Is disabled", "Has disability", "Disability status", "Disability type",
    "Child disability", "Disabilities", "DIS",
)  # fmt: skip
SEX = ("Gender", "Sex", "Child gender", "Gender code", "Sex at birth")
AREA = ("Placement Location", "Area", "In or out of area", "In/out of area")
CATEGORY = ("Category", "Case type", "Type", "Primary need", "Reason")
#: Columns of people's names: left out, and what stands in them is learnt for the watch on texts.
PEOPLE = (
    *(
        "Name",
        "Full name",
        "Child name",
        "Child's name",
        "Client name",
        "Person name",
        "Service user name",
        "Young person name",
    ),
    *(
        "Young person's name",
        "Forename",
        "Forenames",
        "First name",
        "First names",
        "Given name",
        "Given names",
        "Preferred name",
    ),
    *(
        "Known as",
        "Middle name",
        "Surname",
        "Last name",
        "Family name",
        "Child forename",
        "Child surname",
        "Client forename",
    ),
    *(
        "Client surname",
        "Mother's name",
        "Father's name",
        "Carer name",
        "Parent name",
        "Allocated worker",
        "Allocated worker name",
    ),
    *(
        "Worker",
        "Worker name",
        "Social worker",
        "Social worker name",
        "Key worker",
        "Case worker",
        "Caseworker",
        "Lead practitioner",
    ),
    *(
        "Personal adviser",
        "Personal advisor",
        "Allocated Personal Advisor",
        "Team manager",
        "Manager",
        "IRO",
        "IRO name",
        "Assessor",
    ),
)
#: What a list of a council's own may say, by the word that maps a heading to it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "reference": REFERENCE,
    "team": TEAM,
    "event": EVENT,
    "age": AGE,
    "born": BORN,
    "age band": BAND,
    "ethnicity": ETHNICITY,
    "disability": DISABILITY,
    "sex": SEX,
    "area": AREA,
    "category": CATEGORY,
    "names": PEOPLE,
}


def mapping(named: dict[str, str], pairs: list[str]) -> dict[str, str]:
    """Return which known heading stands for a council's own, by its folded form: `named` by the settings, `pairs` as typed.

    A pair is ``Mosaic ID=reference``; what stands behind it is a column of COLUMNS, or a heading that is known by itself.
    AuditError for what is neither.
    """
    typed = {}
    for pair in pairs:
        heading, _, column = pair.rpartition("=")
        if not heading.strip():
            raise AuditError(f"{one_line(pair, 40)!r} maps no heading", 'Write it as "Mosaic ID=reference"')
        typed[heading] = column
    known = {fold(heading): heading for headings in COLUMNS.values() for heading in headings}
    return {fold(heading): _heading(column, known) for heading, column in (named | typed).items()}


def _heading(column: str, known: dict[str, str]) -> str:
    if column.strip().casefold() in COLUMNS:
        return COLUMNS[column.strip().casefold()][0]
    if fold(column) in known:
        return known[fold(column)]
    hint = f"A column is {', '.join(COLUMNS)}; auditui case headings prints the headings that are known"
    raise AuditError(f"There is no column {one_line(column, 40)!r}", hint)
