"""A whole Annex A workbook, made up, with every trap of real ones; the same at a hundred times its size is in tests/bench."""

from __future__ import annotations

from collections import Counter

import pytest

from annex_a_made import (
    ASSESSMENTS,
    CARE_LEAVERS,
    ENQUIRIES,
    IN_CARE,
    LISTED_ON,
    LISTS,
    MORE_ENQUIRIES,
    PEOPLE,
    ROUND,
    List,
    reference,
    rounds,
    write,
)
from auditui.core.audits.entries import CaseListed
from auditui.intake import case_list
from auditui.intake.annex_a import EDUCATION, IDENTITY, PATHWAY, STRATEGY
from auditui.intake.case_list import CaseList, Import

ROWS = 2_000
READ_FOR = {
    "List_4": ("List 4", IDENTITY),
    "List_5": ("List 5", STRATEGY),
    "List_8": ("List 8", EDUCATION),
    "List 9": ("List 9", PATHWAY),
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Import:
    path = write(tmp_path_factory.mktemp("list") / "annex a.xlsx", ROWS)
    return case_list.read(path, case_list.Asked(LISTED_ON))


def of_sheet(imported: Import, made: List) -> CaseList:
    (listed,) = [read for read in imported.lists if (read.list_name, read.theme) == READ_FOR[made.sheet]]
    return listed


def blank(made: List) -> int:
    return sum(trap.case is None and not trap.said for trap in made.traps)


@pytest.mark.parametrize("made", [ASSESSMENTS, ENQUIRIES, IN_CARE, CARE_LEAVERS], ids=lambda made: made.sheet)
def test_each_trap_of_a_list_comes_to_what_is_right_each_time(imported: Import, made: List) -> None:
    listed = of_sheet(imported, made)
    cases = {(case.ref, case.event): case for case in listed.cases}
    by_ref = Counter(case.ref for case in listed.cases)
    for turn in range(rounds(made, ROWS)):
        ref = 0
        for at, trap in enumerate(made.traps):
            ref = ref if trap.again else reference(made, turn, at)
            if trap.case is None:
                assert str(ref) not in by_ref
                continue
            wanted = {
                name: value.format(ref=ref, other=ref - 20_000_000) for name, value in trap.case.items()
            }
            known_as = wanted.get("ref", str(ref))
            found = [case for (of, _), case in cases.items() if of == known_as]
            assert any(fits(case, wanted) for case in found), (at, trap, found)


def fits(case: CaseListed, wanted: dict[str, str]) -> bool:
    return all(getattr(case, name) == value for name, value in wanted.items())


@pytest.mark.parametrize("made", [ASSESSMENTS, ENQUIRIES, IN_CARE, CARE_LEAVERS], ids=lambda made: made.sheet)
def test_every_row_is_a_case_or_is_left_out_with_its_reason(imported: Import, made: List) -> None:
    listed, turns = of_sheet(imported, made), rounds(made, ROWS)
    more = rounds(MORE_ENQUIRIES, ROWS) * ROUND if made is ENQUIRIES else 0
    assert listed.rows == turns * (ROUND - blank(made)) + more + 1  # the footer
    left_out = {reason: len(rows) for (_, reason), rows in listed.left_out.items()}
    assert left_out.pop("a total or a footer") == 1
    said = Counter(problem.message for problem in (*listed.refused, *listed.unknown))
    wanted = Counter(
        {
            trap.said: turns * sum(one.said == trap.said for one in made.traps)
            for trap in made.traps
            if trap.said
        }
    )
    assert said + Counter(left_out) == wanted
    assert (
        listed.rows == len(listed.cases) + len(listed.refused) + sum(left_out.values()) + listed.repeated + 1
    )


def test_what_is_no_list_is_passed_over_and_said(imported: Import) -> None:
    assert imported.aside == (("List_4 old", "hidden"),)
    assert imported.unused == (("List 1", rounds(LISTS[0], ROWS) * ROUND),)


def test_a_child_of_two_ethnicities_is_counted_and_each_list_keeps_its_own(imported: Import) -> None:
    assert imported.differing == rounds(ENQUIRIES, ROWS)


def test_no_name_of_a_person_is_kept(imported: Import) -> None:
    kept = repr([listed.cases for listed in imported.lists]) + repr(
        [(listed.refused, listed.unknown, listed.left_out) for listed in imported.lists]
    )
    assert not [name for name in PEOPLE if name.casefold() in kept.casefold()]
