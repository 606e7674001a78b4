"""The words for coded values: the codes of Annex A and of the department's returns, and how both are written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _codes(words: Mapping[str, str]) -> dict[str, str]:
    """Return the word for each code; `words` has the codes of each word."""
    return {code: word for word, codes in words.items() for code in codes.split()}


#: Ethnicity by the four-letter codes, which both Annex A forms share, by the groups' names and by the names
#: that begin like another group's. Chinese is in Asian, as in the censuses of 2011 and 2021.
GROUPS = _codes(
    {
        "White": "wbri wiri wirt woth wrom white gypsyroma gypsy roma irish travellerofirishheritage irishtraveller traveller"
        " anyotherwhitebackground whitebritish whiteirish otherwhite",
        "Mixed": "mwbc mwba mwas moth mixed whiteandblackcaribbean whiteandblackafrican whiteandasian"
        " anyothermixedbackground whiteasian othermixed anyothermixedmultipleethnicbackground",
        "Asian": "aind apkn aban aoth chne asian chinese indian pakistani bangladeshi anyotherasianbackground otherasian",
        "Black": "bcrb bafr both black african caribbean blackafrican blackcaribbean anyotherblackbackground otherblack"
        " anyotherblackafricanorcaribbeanbackground",
        "Other": "ooth other otherethnicgroup anyotherethnicgroup arab",
        "refused": "refu refused informationrefused",
        "not known": "nobt unknown notknown notobtained notstated informationnotyetobtained notyetobtained notrecorded",
    }
)
PLACEMENT_LOCATION = _codes({"in area": "a in inarea", "out of area": "b out outofarea"})
DISABLED = _codes(
    {
        "disabled": "a yes y true 1 disabled mob mobility hand handfunction pc personalcare inc incontinence comm communication ld"
        " learning learningdisability hear hearing vis vision beh behaviour con consciousness aut autism asperger"
        " diagnosedwithautismoraspergersyndrome dda otherdisability physicaldisability",
        "not disabled": "b no n false 0 notdisabled none nodisability",
        "not known": "c unknown notknown",
    }
)
#: As Annex A has it in its column Gender; "not stated" is also said of the unborn.
SEXES = _codes(
    {
        "male": "a male m boy 1",
        "female": "b female f girl 2",
        "not stated": "c notstated notrecorded unknown unborn u 0",
        "neither": "d neither 9",
    }
)
_STATUSES = ("C1", "C2", "D1", "E1", "V2", "L1", "L2", "L3", "J1", "J2", "J3", "V3", "V4")
LEGAL_STATUS = {code.casefold(): code for code in _STATUSES}
ELIGIBILITY = _codes(
    {
        "relevant": "a relevant relevantchild",
        "former relevant": "b formerrelevant formerrelevantchild",
        "qualifying": "c qualifying qualifyingcareleaver",
        "eligible": "d eligible eligiblechild",
        "other": "e other",
    }
)
STATUS = _codes(
    {
        "looked after": "a lookedafterchild lookedafter",
        "child protection plan": "b childprotectionplan",
        "child in need plan": "c childinneedplan",
        "open assessment": "d openassessment",
        "closed": "e closedepisode closed",
    }
)
IN_TOUCH = _codes(
    {
        "in touch": "a yes intouch",
        "not in touch": "b no notintouch",
        "died": "c died",
        "refu": "d refu",
        "nreq": "e nreq",
        "rhom": "f rhom",
        "": "notrecorded exclude excluded",
    }
)
