"""What earlier pages and a new one tell together: numbers of one group, by their months."""

from __future__ import annotations

import pytest

from auditui.figures.cells import Asked
from auditui.figures.groups import group_of, named
from auditui.figures.ledger import Ledger
from auditui.figures.releases import OWN_USE, Cell, Release
from auditui.figures.tallies import Selection

EAST = group_of(Selection(team="East"))
NORTH = group_of(Selection(), team="North")


def of(since: str, until: str) -> Selection:
    return Selection(since=since, until=until)


def after(*cells: tuple[str, str, int], group: str = EAST) -> Release:
    return Release(5, earlier=[Cell(group, *cell) for cell in cells], begun="2026-01", over="2026-10")


def test_a_group_has_one_name_whether_it_was_selected_or_is_a_row() -> None:
    assert group_of(Selection(team="East", checklist="x")) == group_of(Selection(checklist="x"), team="East")
    assert group_of(Selection(strata=(("sex", "male"),))) == group_of(Selection(), sex="male")


@pytest.mark.parametrize(("count", "tells"), [(20, False), (21, True), (25, True), (26, False)])
def test_a_later_month_is_told_by_two_pages_that_begin_together(count: int, *, tells: bool) -> None:
    assert after(("", "2026-05", 20)).gives_away(EAST, of("", "2026-06"), count) is tells


@pytest.mark.parametrize(("count", "tells"), [(20, False), (19, True), (25, True), (26, False), (14, False)])
def test_the_same_months_again_are_told_where_a_correction_of_few_shows(count: int, *, tells: bool) -> None:
    assert after(("", "2026-05", 20)).gives_away(EAST, of("", "2026-05"), count) is tells


def test_pages_of_other_groups_or_months_apart_tell_nothing() -> None:
    assert not after(("", "2026-05", 20)).gives_away(NORTH, of("", "2026-06"), 21)
    assert not after(("", "2026-05", 20)).gives_away(EAST, of("2026-06", "2026-06"), 21)


def test_a_page_from_the_first_month_on_is_one_from_the_beginning() -> None:
    assert after(("2026-01", "2026-05", 20)).gives_away(EAST, of("", "2026-06"), 22)
    assert after(("", "2026-05", 20)).gives_away(EAST, of("2025-07", "2026-06"), 22)
    same = after(("2026-01", "2026-05", 20))
    same.show(EAST, of("", "2026-05"), 20)
    assert same.shown == []


def test_a_quarter_tells_the_month_of_it_that_no_page_showed() -> None:
    months = after(("2026-04", "2026-04", 9), ("2026-05", "2026-05", 8))
    assert months.gives_away(EAST, of("2026-04", "2026-06"), 20)
    assert not months.gives_away(EAST, of("2026-04", "2026-06"), 23)


def test_a_wider_page_tells_what_lies_on_both_sides_of_a_narrower_one() -> None:
    assert after(("2026-02", "2026-05", 30)).gives_away(EAST, of("", "2026-06"), 33)
    assert after(("", "2026-06", 33)).gives_away(EAST, of("2026-02", "2026-05"), 30)
    assert not after(("", "2026-06", 36)).gives_away(EAST, of("2026-02", "2026-05"), 30)


def test_a_page_tells_with_several_earlier_ones_what_none_tells_with_one() -> None:
    earlier = after(("", "2026-03", 20), ("2026-04", "2026-04", 10))
    assert earlier.gives_away(EAST, of("", "2026-05"), 33)
    assert not earlier.gives_away(EAST, of("", "2026-05"), 36)


def test_a_part_of_a_group_tells_what_is_left_of_it() -> None:
    whole = after(("", "2026-05", 40), group=group_of(Selection()))
    assert whole.gives_away(NORTH, of("", "2026-05"), 37)
    assert not whole.gives_away(NORTH, of("", "2026-05"), 30)
    assert whole.gives_away(NORTH, of("2026-02", "2026-05"), 37)  # all but three, whenever those were
    longer = after(("", "2026-06", 40), group=group_of(Selection()))
    assert longer.gives_away(NORTH, of("", "2026-05"), 37)  # all but three until June
    assert not whole.gives_away(NORTH, of("", "2026-06"), 37)  # it may be in June that they were


def test_a_whole_tells_what_is_left_beside_a_part_that_was_shown_first() -> None:
    part = after(("", "2026-05", 37), group=NORTH)
    assert part.gives_away(group_of(Selection()), of("", "2026-05"), 40)
    assert part.gives_away(group_of(Selection()), of("", "2026-06"), 40)
    assert not part.gives_away(group_of(Selection()), of("", "2026-05"), 43)


def test_parts_that_were_shown_one_by_one_tell_the_one_that_was_not() -> None:
    groups = {name: group_of(Selection(checklist=name)) for name in "abc"}
    cells = [Cell(group_of(Selection()), "", "2026-05", 63), Cell(groups["a"], "", "2026-05", 20)]
    release = Release(5, earlier=cells, begun="2026-01", over="2026-10")
    assert not release.gives_away(groups["b"], of("", "2026-05"), 20)
    release.show(groups["b"], of("", "2026-05"), 20)
    assert release.gives_away(groups["c"], of("", "2026-05"), 20)
    assert not release.gives_away(groups["c"], of("", "2026-05"), 23)


def test_the_whole_is_not_shown_where_its_parts_leave_few() -> None:
    parts = [Cell(group_of(Selection(checklist=name)), "", "2026-05", 20) for name in "abc"]
    release = Release(5, earlier=parts, begun="2026-01", over="2026-10")
    assert release.gives_away(group_of(Selection()), of("", "2026-05"), 63)
    assert not release.gives_away(group_of(Selection()), of("", "2026-05"), 66)


def test_a_number_of_answers_is_no_part_of_a_number_of_audits() -> None:
    release = after(("", "2026-05", 40), group=group_of(Selection(checklist="a")))
    assert not release.gives_away(group_of(Selection(checklist="a"), item="b 1"), of("", "2026-05"), 37)
    assert not release.gives_away(group_of(Selection(), section="b 1"), of("", "2026-05"), 37)
    item = after(("", "2026-05", 40), group=group_of(Selection(checklist="a"), item="b 1"))
    team = Selection(checklist="a", team="North")
    assert item.gives_away(group_of(team, item="b 1"), of("", "2026-05"), 37)


def test_what_was_shown_already_is_remembered_once() -> None:
    release = after(("", "2026-05", 20))
    release.show(EAST, of("", "2026-05"), 20)
    release.show(EAST, of("", "2026-06"), 30)
    assert release.shown == [Cell(EAST, "", "2026-06", 30)]
    again = Release(
        5, earlier=[Cell(EAST, "", "2026-05", 20), *release.shown], begun="2026-01", over="2026-10"
    )
    again.show(EAST, of("2026-06", "2026-06"), 10)  # follows from both
    assert again.shown == []


def test_a_part_tells_what_is_left_of_the_whole_up_to_the_largest_small_number() -> None:
    part = after(("", "2026-05", 34), group=NORTH)
    assert part.gives_away(group_of(Selection()), of("", "2026-06"), 39)
    assert not part.gives_away(group_of(Selection()), of("", "2026-06"), 40)


def test_the_grades_make_up_all_and_so_do_the_two_sides_apart_from_them() -> None:
    def judged(name: str = "") -> str:
        return named({"checklist": "a"} | ({"judgement": name} if name else {}))

    numbers = {judged(): 40, judged("good enough"): 25, judged("outstanding"): 10, judged("good"): 15}
    cells = [Cell(group, "", "2026-05", count) for group, count in numbers.items()]
    release = Release(5, earlier=cells, begun="2026-01", over="2026-10")
    assert release.gives_away(judged("not good enough"), of("", "2026-05"), 12)
    assert not release.gives_away(judged("not good enough"), of("", "2026-05"), 15)


def test_a_part_that_was_shown_is_shown_again() -> None:
    cells = [Cell(group_of(Selection(checklist=name)), "", "2026-05", 20) for name in "abc"]
    release = Release(5, earlier=[Cell(group_of(Selection()), "", "2026-05", 82), *cells], over="2026-10")
    assert not any(release.gives_away(cell.group, of("", "2026-05"), 20) for cell in cells)


def test_answers_to_all_items_do_not_add_up_to_audits() -> None:
    where = Selection(checklist="a")
    items = [
        Cell(group_of(where, item=name), "", "2026-05", count) for name, count in (("b 1", 20), ("c 1", 17))
    ]
    assert not Release(5, earlier=items, over="2026-10").gives_away(group_of(where), of("", "2026-05"), 40)


def test_a_row_tells_what_is_left_of_a_whole_on_its_own_page_too() -> None:
    whole = after(("", "2026-05", 40), group=group_of(Selection()))
    assert whole.told_in_turn({"north": [(NORTH, of("", "2026-04"), 37)]}) == {"north"}


def test_months_are_bound_by_team_and_not_by_the_sides_of_a_checklist() -> None:
    ledger = Ledger(5)
    quarter, (january, february, march) = (0, 3), ((0, 1), (1, 2), (2, 3))
    side = {"checklist": "a", "judgement": "good enough"}
    ledger.join(named(side), quarter, 40)
    of_team = Asked.of(named(side | {"team": "East"}))
    assert ledger.parts(of_team, january) == [january]
    ledger.join(EAST, quarter, 40)
    assert ledger.parts(of_team, january) is None
    assert ledger.parts(of_team, (0, 4)) == [quarter, (3, 4)]
    for month in (january, february, march):
        ledger.join(EAST, month, 10)
    assert ledger.parts(of_team, january) == [january]
    assert ledger.parts(of_team, quarter) == [january, february, march]


def test_a_group_is_named_by_all_that_was_selected() -> None:
    several = [
        Selection(),
        Selection("a"),
        Selection(team="A"),
        Selection(auditor="A1"),
        Selection(strata=(("sex", "x"),)),
    ]
    assert len({group_of(where) for where in several}) == len(several)


def test_lots_are_drawn_again_by_whoever_has_the_secret_and_by_nobody_else() -> None:
    drawn = [Release(5, secret=secret).lot(EAST) for secret in (b"one", b"one", b"other")]
    assert drawn[0] == drawn[1] != drawn[2]
    assert all(0 <= lot < 1 for lot in drawn)


def test_only_months_that_are_over_are_shared() -> None:
    assert after().closed(of("2026-01", "")).until == "2026-10"
    assert after().closed(of("2026-01", "2026-11")).until == "2026-10"
    assert after().closed(of("2026-01", "2026-06")).until == "2026-06"
    assert OWN_USE.closed(of("2026-01", "")).until == ""


def test_what_holds_after_a_correction_is_checked_against_what_was_known_before_it() -> None:
    quarter, april = ("", "2026-03", 20), ("2026-04", "2026-04", 10)
    corrected = after(quarter, april, ("", "2026-03", 26))
    assert corrected.gives_away(EAST, of("2026-04", "2026-04"), 14)
    assert corrected.gives_away(EAST, of("", "2026-04"), 40)  # 26 and 14
    assert corrected.gives_away(EAST, of("", "2026-03"), 15)  # beside 20, though not beside 26
    assert not corrected.gives_away(EAST, of("", "2026-04"), 36)
    assert not corrected.gives_away(EAST, of("2026-04", "2026-04"), 10)


def test_of_numbers_that_contradict_one_another_the_newest_hold() -> None:
    corrected = after(("", "2026-03", 20), ("2026-04", "2026-04", 10), ("", "2026-04", 37))
    corrected.show(EAST, of("", "2026-03"), 27)  # what follows from the other two
    corrected.show(EAST, of("2026-04", "2026-04"), 10)
    assert corrected.shown == []


def test_rows_of_one_page_tell_together_what_none_tells_alone() -> None:
    release = after(("", "2026-03", 20))
    months = {n: [(EAST, of(f"2026-0{n}", f"2026-0{n}"), count)] for n, count in ((1, 6), (2, 7), (3, 8))}
    assert release.told_in_turn(months) == {3}
    assert not any(release.gives_away(*row) for (row,) in months.values())
    assert release.told_in_turn(months | {3: [(EAST, of("2026-03", "2026-03"), 7)]}) == set()
    assert OWN_USE.told_in_turn(months) == set()


def test_two_desks_that_shared_apart_are_known_together() -> None:
    both = [Cell(EAST, "", "2026-03", 30), Cell(EAST, "", "2026-03", 8)]

    def known(*desks: str) -> Release:
        pages = [(desk, [cell]) for desk, cell in zip(desks, both, strict=True)]
        pages.append((desks[1], [Cell(EAST, "", "2026-03", 60)]))  # of the audits of both, and later ones
        earlier = [cell for _, page in pages for cell in page]
        return Release(5, earlier=earlier, by_desk=pages, begun="2026-01", over="2026-10")

    months = of("", "2026-03")
    assert known("a", "b").gives_away(EAST, months, 41)
    assert known("a", "b").gives_away(EAST, months, 33)  # beside the 30 that the one had
    assert not known("a", "b").gives_away(EAST, months, 38)
    assert not known("a", "b").gives_away(EAST, months, 44)
    assert not known("a", "a").gives_away(EAST, months, 41)


def test_a_team_is_one_team_whatever_capitals_a_page_had_its_name_in() -> None:
    written = [group_of(Selection(), team=name) for name in ("East", "EAST", " east")]
    for group in written:
        assert after(("", "2026-05", 20)).gives_away(group, of("", "2026-06"), 22)
    release = Release(
        5,
        earlier=[Cell(written[1], "", "2026-05", 20), Cell(written[2], "2026-06", "2026-06", 9)],
        begun="2026-01",
        over="2026-10",
    )
    release.show(written[0], of("", "2026-06"), 29)
    assert release.shown == []
