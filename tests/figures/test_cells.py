"""What is hidden in the tables of all groups like one, whichever page asks."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest

from attacker import CHECKLISTS, Audit, reading
from auditui.core.periods import number
from auditui.core.scale import FOUR_WORDS, Grade, Scale
from auditui.figures.cells import Asked, Tables, counted, side_of, tallied
from auditui.figures.groups import group_of, named, named_judgement
from auditui.figures.suppression import SMALL
from auditui.figures.tallies import JudgementTally, Selection, Tallies, Tally
from made import small

if TYPE_CHECKING:
    from collections.abc import Mapping

JANUARY = number("2026-01"), number("2026-02")
#: What an audit is where nothing else is said.
USUAL = {"checklist": "small", "team": "North", "ethnicity": "White", "judgement": "good", "month": "2026-01"}


def audits(*of: tuple[int, dict[str, str]]) -> list[Audit]:
    """So many audits of each kind."""
    return list(chain.from_iterable(repeat(USUAL | more, times) for times, more in of))


def by(name: str, **numbers: int) -> list[Audit]:
    return audits(*((times, {name: value.replace("_", "-")}) for value, times in numbers.items()))


def crossed(one: str, other: str, table: Mapping[str, Mapping[str, int]]) -> list[Audit]:
    """So many audits of each cell; `one` is down, `other` across."""
    return audits(
        *((times, {one: down, other: across}) for down, row in table.items() for across, times in row.items())
    )


def tables(some: list[Audit], **known: int) -> Tables:
    """Tables with lots that are all the same; of each team `known` a reader has the number of January."""
    held = {group_of(Selection(), team=team): count for team, count in known.items()}
    return Tables(
        list(CHECKLISTS.values()),
        reading(some),
        SMALL,
        lambda _: 0.5,
        lambda group, months: held.get(group) if months == JANUARY else None,
    )


def hidden(of: Tables, *names: str, checklist: str = "", months: tuple[int, int] = JANUARY) -> set[str]:
    """The values that are hidden by one thing, or by two as `one/other`."""
    values = {"team": ("Care", "East", "North", "South"), "ethnicity": ("Asian", "Black", "White")}
    values["judgement"] = FOUR_WORDS.ids
    places: list[tuple[str, ...]] = [()]
    for name in names:
        places = [(*place, value) for place in places for value in values[name]]
    return {
        "/".join(place)
        for place in places
        if of.hides(Asked(checklist, "", tuple(zip(names, place, strict=True))), months)
    }


def test_a_small_team_takes_the_next_with_it_since_the_whole_may_be_known() -> None:
    assert hidden(tables(by("team", Care=3, East=9, North=30)), "team") == {"Care", "East"}
    assert hidden(tables(by("team", Care=6, East=9, North=30)), "team") == set()


def test_a_team_is_hidden_whatever_capitals_its_name_is_asked_for_in() -> None:
    few = tables(by("team", Care=3, East=9, North=30))
    assert [few.hides(Asked("", "", (("team", name),)), JANUARY) for name in ("CARE", "east", "north")] == [
        *(True, True, False)
    ]


def test_only_the_months_asked_for_count() -> None:
    some = audits(
        (3, {"team": "Care"}), (9, {"team": "East"}), (30, {}), (30, {"team": "Care", "month": "2026-02"})
    )
    assert hidden(tables(some), "team") == {"Care", "East"}
    assert hidden(tables(some), "team", months=(JANUARY[1], JANUARY[1] + 1)) == set()
    assert hidden(tables(some), "team", months=(JANUARY[0], JANUARY[1] + 1)) == set()


def test_a_correction_of_few_is_hidden_with_another_team_and_one_of_many_is_not() -> None:
    numbers = by("team", Care=8, East=9, North=30)
    assert hidden(tables(numbers, Care=8), "team") == set()
    assert hidden(tables(numbers, Care=7), "team") == {"Care", "East"}
    assert hidden(tables(numbers, Care=13), "team") == {"Care", "East"}
    assert hidden(tables(numbers, Care=14), "team") == set()


def test_what_a_reader_has_already_is_not_what_hides_another() -> None:
    assert hidden(tables(by("team", Care=3, East=9, North=30), East=9), "team") == {"Care", "North"}


def test_a_team_of_one_checklist_is_hidden_where_the_team_of_all_would_tell_that_of_another() -> None:
    some = crossed(
        "checklist", "team", {"small": {"North": 3, "South": 30}, "other": {"North": 20, "South": 30}}
    )
    of = tables(some)
    assert hidden(of, "team") == set()
    assert hidden(of, "team", checklist="small") == {"North", "South"}
    assert hidden(of, "team", checklist="other") == {"North", "South"}


def test_two_things_of_one_checklist_are_of_its_audits_alone() -> None:
    one = {"North": {"White": 20, "Black": 20}, "South": {"White": 20, "Black": 3}}
    some = crossed("team", "ethnicity", one)
    more = audits((20, {"checklist": "other", "team": "South", "ethnicity": "Black"}))
    assert "South/Black" in hidden(tables(some + more), "team", "ethnicity", checklist="small")
    assert "South/Black" not in hidden(
        tables(some + audits((20, {"team": "South", "ethnicity": "Black"}))),
        "team",
        "ethnicity",
        checklist="small",
    )


def test_a_team_that_is_hidden_is_hidden_with_whatever_else_it_is_crossed() -> None:
    some = crossed("team", "ethnicity", {
        "Care": {"White": 3, "Black": 0}, "East": {"White": 9, "Black": 9}, "North": {"White": 60, "Black": 60},
    })  # fmt: skip
    of = tables(some)
    assert hidden(of, "team") == {"Care", "East"}
    assert {"East/White", "East/Black"} <= hidden(of, "team", "ethnicity")
    assert not {"North/White", "North/Black"} & hidden(of, "team", "ethnicity")


def test_what_is_neither_of_a_team_nor_of_a_group_is_not_told_by_both_and_what_they_share() -> None:
    # All less Care, less Black, and Care's Black again are the four that are neither.
    some = crossed("team", "ethnicity", {
        "Care": {"Asian": 9, "Black": 7, "White": 0},
        "East": {"Asian": 0, "Black": 7, "White": 0},
        "North": {"Asian": 0, "Black": 0, "White": 4},
    })  # fmt: skip
    assert "Care/Black" in hidden(tables(some), "team", "ethnicity")


def test_a_group_that_is_hidden_is_hidden_in_every_team() -> None:
    some = crossed("team", "ethnicity", {
        "East": {"Asian": 4, "Black": 7, "White": 3}, "North": {"Asian": 7, "Black": 0, "White": 0},
    })  # fmt: skip
    of = tables(some)
    assert hidden(of, "ethnicity") == {"Black", "White"}
    assert "East/Black" in hidden(of, "team", "ethnicity")


def test_a_grade_that_is_hidden_is_hidden_in_every_team() -> None:
    some = crossed("team", "judgement", {
        "Care": {"outstanding": 9}, "East": {"outstanding": 9, "good": 3, "requires-improvement": 7},
    })  # fmt: skip
    of = tables(some)
    assert hidden(of, "judgement") == {"outstanding", "good"}
    assert "Care/outstanding" in hidden(of, "team", "judgement")


def test_a_total_of_few_that_no_page_shows_hides_nothing() -> None:
    some = crossed("team", "ethnicity", {
        "Care": {"Asian": 0, "Black": 3, "White": 4}, "East": {"Asian": 7, "Black": 0, "White": 0},
    })  # fmt: skip
    assert "East/Asian" not in hidden(tables(some), "team", "ethnicity")


def test_grades_of_a_team_are_held_against_all_of_it_where_a_side_of_it_is_few() -> None:
    some = crossed("team", "judgement", {
        "Care": {"outstanding": 7, "good": 20, "requires-improvement": 0, "inadequate": 0},
        "East": {"outstanding": 3, "good": 0, "requires-improvement": 3, "inadequate": 20},
        "North": {"outstanding": 0, "good": 9, "requires-improvement": 3, "inadequate": 0},
    })  # fmt: skip
    assert {"Care/outstanding", "Care/good"} <= hidden(tables(some), "team", "judgement")


def test_a_grade_is_hidden_with_another_of_its_side_where_both_sides_are_known() -> None:
    grades = by("judgement", outstanding=3, good=40, requires_improvement=9, inadequate=9)
    assert hidden(tables(grades), "judgement") == {"outstanding", "good"}


def test_where_a_side_is_small_no_grade_is_shown() -> None:
    grades = by("judgement", outstanding=2, good=2, requires_improvement=9, inadequate=30)
    assert hidden(tables(grades), "judgement") == {*FOUR_WORDS.ids}


def test_grades_of_a_team_are_hidden_where_one_side_of_it_is() -> None:
    some = crossed("team", "judgement", {
        "East": {"good": 30, "requires-improvement": 4},
        "North": {"good": 30, "outstanding": 30, "requires-improvement": 30, "inadequate": 30},
        "South": {"good": 30, "outstanding": 30, "requires-improvement": 30, "inadequate": 30},
    })  # fmt: skip
    assert {"East/good", "East/requires-improvement"} <= hidden(tables(some), "team", "judgement")


def test_noughts_of_grades_stand_and_those_of_what_else_is_crossed_are_hidden_where_anything_is() -> None:
    some = crossed(
        "team", "ethnicity", {"North": {"White": 20, "Black": 20}, "South": {"White": 20, "Black": 0}}
    )
    assert hidden(tables(some), "team", "ethnicity") == set()
    few = some + by("team", East=3)
    assert "South/Black" in hidden(tables(few), "team", "ethnicity")
    graded = crossed(
        "team", "judgement", {"North": {"good": 20, "inadequate": 20}, "South": {"good": 20, "inadequate": 0}}
    )
    assert "South/inadequate" not in hidden(tables(graded + by("team", East=3)), "team", "judgement")


@pytest.mark.parametrize(
    ("asked", "several", "refused"),
    [
        (Asked("small", "", (("team", "North"), ("ethnicity", "White"))), True, False),
        (Asked("", "", (("team", "North"), ("ethnicity", "White"))), True, True),
        (Asked("", "", (("team", "North"), ("ethnicity", "White"))), False, False),
        (Asked("small", "", (("team", "North"), ("ethnicity", "White"), ("judgement", "good"))), False, True),
    ],
)
def test_what_is_named_by_more_than_is_kept_apart_is_refused(
    asked: Asked, *, several: bool, refused: bool
) -> None:
    some = audits((30, {}), *([(30, {"checklist": "other"})] if several else []))
    assert tables(some).refuses(asked) is refused
    assert tables(some).hides(asked, JANUARY) is refused


def test_a_side_of_all_judgements_is_no_cell_of_a_table() -> None:
    few = tables(by("judgement", good=30, inadequate=3))
    assert not few.hides(Asked.of(named({"checklist": "small", "judgement": "good enough"})), JANUARY)
    assert few.hides(Asked.of(named({"checklist": "small", "judgement": "inadequate"})), JANUARY)


def test_a_group_is_read_by_its_name_whatever_order_it_names_things_in() -> None:
    asked = Asked.of('{"item":"reason 1","ethnicity":"White","checklist":"small","team":"North"}')
    assert asked == Asked("small", "reason 1", (("team", "North"), ("ethnicity", "White")))
    assert Asked.of(named({"team": "North", "judgement": "not good enough"})).dimensions == ("team", "side")


def test_audits_are_counted_by_grade_and_by_side_as_groups_are_named() -> None:
    scale = Scale((Grade("secure", "Secure"), Grade("partly", "Partly"), Grade("weak", "Weak")), "partly")
    judged = [JudgementTally(small().digest, ("2026-01",), grade, "", 7) for grade in ("good", "inadequate")]
    some = Tallies([], judged, [])
    assert counted([small()], some, ("judgement",)) == {
        ("2026-01", "small", "good"): 7,
        ("2026-01", "small", "inadequate"): 7,
    }
    assert counted([small()], some, ("side",)) == {
        ("2026-01", "small", "good enough"): 7,
        ("2026-01", "small", "not good enough"): 7,
    }
    assert (side_of("partly", scale), side_of("weak", scale), side_of("good", scale)) == (
        "good enough",
        "not good enough",
        "",
    )
    assert named_judgement("weak", scale) != "weak"


def test_of_an_item_those_answers_are_counted_that_count() -> None:
    answers = [
        Tally(small().digest, ("2026-01", "North"), item, part, part, number)
        for item, part, number in (
            ("reason", "met", 7),
            ("reason", "not-applicable", 8),
            ("difference", "met", 9),
        )
    ]
    assert counted([small()], Tallies(answers, [], []), ("team",), "reason") == {
        ("2026-01", "small", "North"): 7
    }


def test_audits_have_their_judgement_anyway_and_answers_only_where_asked_for() -> None:
    assert tallied(("team", "judgement")) == tallied(("team", "side")) == ("team",)
    assert tallied(("team", "side"), "reason") == ("team", "judgement")
