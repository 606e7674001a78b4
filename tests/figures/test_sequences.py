"""Pages in any order, of any selection: whoever has all of them cannot work out a small number of any group."""

from __future__ import annotations

from random import Random

import pytest

from attacker import MONTHS, VALUES, Page, council, release, share, shared, told
from auditui.figures.tallies import Selection

ALL, TEAM, GROUP = ("checklist",), ("team",), ("ethnicity",)


def of(until: str = MONTHS[-1], since: str = "", *, team: str = "", ethnicity: str = "") -> Selection:
    strata = (("ethnicity", ethnicity),) if ethnicity else ()
    return Selection(team=team, since=since, until=until, strata=strata)


def any_pages(seed: int, number: int, checklists: int) -> list[Page]:
    chance = Random(seed)
    pages: list[Page] = []
    for _ in range(number):
        kind = chance.choice(("", "", "team", "ethnicity", "both"))
        where = Selection(
            checklist=chance.choice(("", *VALUES["checklist"])) if checklists > 1 else "",
            team=chance.choice(VALUES["team"]) if kind in ("team", "both") else "",
            strata=(("ethnicity", chance.choice(VALUES["ethnicity"])),)
            if kind in ("ethnicity", "both")
            else (),
            since=chance.choice(("", "", MONTHS[1])),
            until=chance.choice(MONTHS[1:]),
        )
        by: list[tuple[str, ...]] = [ALL, ("judgement",)]
        by += [TEAM] if kind in ("", "ethnicity") else []
        by += [GROUP] if kind in ("", "team") else []
        by += [(*TEAM, *GROUP), (*TEAM, "judgement")] if not kind else []
        pages.append((chance.choice(by), where))
    return pages


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(
            [(ALL, of()), (ALL, of(team="North")), (ALL, of(ethnicity="White")), (ALL, of(team="North", ethnicity="White"))],
            id="a selection by two filters, by one, and the whole",
        ),
        pytest.param(
            [(ALL, of()), *((ALL, of(team="North", ethnicity=group)) for group in VALUES["ethnicity"])],
            id="a team's groups one by one, and the whole",
        ),
        pytest.param(
            [(GROUP, of(team="North")), (GROUP, of(team="East")), (TEAM, of()), (GROUP, of())],
            id="pages of teams before that of all",
        ),
        pytest.param(
            [((*TEAM, *GROUP), of()), (TEAM, of()), (GROUP, of()), (("judgement",), of())],
            id="crossed and apart",
        ),
        pytest.param(
            [(by, of(until)) for until in MONTHS[1:] for by in (TEAM, GROUP, ("judgement",))],
            id="two months in a row by one thing",
        ),
        pytest.param(
            [(ALL, of(until, team=team)) for team in ("", "North") for until in MONTHS[1:]],
            id="two months in a row, of all and of a team",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seed", [1])
def test_no_pages_together_tell_a_small_number(seed: int, pages: list[Page]) -> None:
    audits = council(seed, 90)
    shown = share(audits, pages, seed)
    assert shown
    assert told(audits, shown) == []


@pytest.mark.parametrize(("seed", "checklists"), [(0, 1), (1, 1), (0, 2), (1, 2)])
def test_nor_do_pages_at_random(seed: int, checklists: int) -> None:
    audits = council(seed, 120, checklists)
    shown = share(audits, any_pages(seed, 6, checklists), seed)
    assert told(audits, shown) == []


def test_what_is_asked_for_by_three_things_is_refused_with_its_reason() -> None:
    audits = council(1, 300)
    checked = release(audits, 1)
    page = shared(audits, (("judgement",), of(team="North", ethnicity="White")), checked)
    assert all("audits" in row.hidden for row in page.rows)
    assert "more than two things" in " ".join(checked.never)


def test_what_all_checklists_have_by_two_things_is_refused_with_its_reason() -> None:
    audits = council(1, 300, checklists=2)
    checked = release(audits, 1)
    page = shared(audits, ((*TEAM, *GROUP), of()), checked)
    assert page.rows == ()
    assert "of one checklist" in " ".join(checked.never)


def test_months_that_were_shared_as_one_are_not_shared_in_parts() -> None:
    audits = council(1, 300)
    kept = share(audits, [(TEAM, of())], 1)
    checked = release(audits, 1, kept)
    shared(audits, (TEAM, of(MONTHS[0])), checked)
    assert not any('"team"' in cell.group for cell in checked.shown)
    assert "in parts" in " ".join(checked.never)


def test_parts_that_were_shared_by_themselves_are_shared_together() -> None:
    audits = council(1, 300)
    kept = share(audits, [(TEAM, of(month, month)) for month in MONTHS], 1)
    checked = release(audits, 1, kept)
    page = shared(audits, (TEAM, of()), checked)
    assert not any("audits" in row.hidden for row in page.rows)
    assert not any('"team"' in cell.group for cell in checked.shown)  # it follows from them


def test_months_without_an_audit_after_those_that_were_shared_hide_nothing() -> None:
    audits = [audit for audit in council(1, 300) if audit["month"] != MONTHS[-1]]
    kept = share(audits, [(TEAM, of(MONTHS[1]))], 1)
    page = shared(audits, (TEAM, of()), release(audits, 1, kept))
    assert not any("audits" in row.hidden for row in page.rows)


def test_what_is_hidden_in_some_months_is_hidden_in_longer_ones_of_which_the_rest_is_shown() -> None:
    numbers = {
        MONTHS[0]: {"Care": 3, "East": 9, "North": 40},
        MONTHS[1]: {"Care": 40, "East": 40, "North": 40},
    }
    audits = [
        {"team": team, "ethnicity": "White", "judgement": "good", "checklist": "small", "month": month}
        for month, teams in numbers.items()
        for team, number in teams.items()
        for _ in range(number)
    ]
    kept = share(audits, [(TEAM, of(month, month)) for month in numbers], 1)
    hidden = {"Care", "East", "North"} - {
        team for team in numbers[MONTHS[0]] for cell in kept if cell.until == MONTHS[0] and team in cell.group
    }
    assert len(hidden) == 2
    for team in numbers[MONTHS[0]]:
        checked = release(audits, 1, kept)
        (row,) = shared(audits, (ALL, of(MONTHS[1], team=team)), checked).rows
        assert ("audits" in row.hidden) is checked.kept_back is (team in hidden)
