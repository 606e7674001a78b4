from __future__ import annotations

from collections import Counter

from auditui.core.scale import FOUR_WORDS, Grade, Scale
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.disclosure import ANSWERS, AUDITS, OF_MET, Place, hidden_figures
from auditui.figures.groups import also_of, group_of, named_judgement
from auditui.figures.releases import Cell, Release
from auditui.figures.tallies import Selection

MONTHS = tuple(f"2026-{n:02d}" for n in range(1, 5))


def group(met: int, counted: int, audits: int, **judgements: int) -> Group:
    return Group(Count(met, counted), audits=audits, judgements=Counter(judgements))


def hides(
    *groups: Group, small: int = 5, of: str = AUDITS, release: Release | None = None
) -> list[frozenset[str]]:
    """What is hidden of rows, by their letters, of which a reader knows the total."""
    places = [Place(group_of(Selection(), team=letter), Selection()) for letter in "abcdef"[: len(groups)]]
    rows = [range(len(groups))] if len(groups) > 1 else []
    return hidden_figures(groups, places, rows, release or Release(small), of=of)


def test_without_a_threshold_everything_is_shown() -> None:
    assert hides(group(1, 2, 1), group(3, 3, 3), small=0) == [frozenset()] * 2


def test_a_row_of_many_audits_is_shown_however_few_did_or_did_not_meet_the_standard() -> None:
    for met in (0, 2, 68, 70):
        assert hides(group(met, 70, 6)) == [frozenset()]
    assert hides(group(0, 0, 0)) == [frozenset()]


def test_nothing_is_said_of_a_row_of_few_audits() -> None:
    few, other, shown = hides(group(30, 60, 5), group(300, 600, 60), group(300, 600, 90))
    assert few >= OF_MET | {"audits", "not_recorded", "could_not_see", "not_applicable", *FOUR_WORDS.ids}
    # Another row goes with it, since the total would tell; of two the smaller mostly.
    assert {bool(other), bool(shown)} == {True, False}


def test_rows_that_come_to_six_audits_or_more_need_no_other() -> None:
    assert [bool(names) for names in hides(group(1, 9, 2), group(1, 9, 4), group(1, 9, 9))] == [
        True,
        True,
        False,
    ]
    assert all(hides(group(1, 9, 2), group(1, 9, 3), group(1, 9, 9)))


def test_the_answers_of_few_are_hidden_though_the_audits_are_many() -> None:
    (names,) = hides(group(2, 3, 20))
    assert names >= OF_MET
    assert "audits" not in names


def test_an_item_that_few_answered_goes_with_another_of_its_checklist() -> None:
    few, other = hides(Group(Count(2, 3)), Group(Count(20, 30)), of=ANSWERS)
    assert few >= OF_MET
    assert other >= OF_MET
    assert hides(Group(Count(2, 6)), Group(Count(20, 30)), of=ANSWERS) == [frozenset()] * 2


def test_a_section_of_few_audits_is_hidden_however_many_answers_they_gave() -> None:
    section = Group(Count(15, 30), sum((Spread.of(3, 6) for _ in range(5)), Spread()))
    assert hides(section, of=ANSWERS)[0] >= OF_MET
    assert hides(Group(Count(15, 30), section.spread + Spread.of(3, 6)), of=ANSWERS) == [frozenset()]


def test_the_threshold_is_a_setting() -> None:
    assert hides(group(40, 80, 8), small=7) == [frozenset()]
    assert hides(group(40, 80, 8), small=8)[0] >= OF_MET


def test_a_small_judgement_takes_all_of_its_row_with_it_and_another_row() -> None:
    of = "judged audits"
    small = group(9, 30, 30, good=20, inadequate=2, outstanding=8)
    others = [group(9, 30, 30, good=20, inadequate=10), group(9, 40, 40, good=20, inadequate=20)]
    first, *more = hides(small, *others, of=of)
    assert first == set(FOUR_WORDS.ids)
    assert sorted(map(set, more), key=len) == [set(), set(FOUR_WORDS.ids)]
    assert hides(*others, of=of) == [frozenset()] * 2


def test_judgements_that_few_have_in_all_rows_that_are_hidden_take_more_rows_with_them() -> None:
    rows = [group(9, 30, 20, good=19, inadequate=1)] * 2 + [group(9, 30, 20, good=10, inadequate=10)] * 2
    hidden = hides(*rows, of="judged audits")
    assert sum(names == set(FOUR_WORDS.ids) for names in hidden) == 3


def test_the_sides_of_a_scale_of_its_own_are_protected_as_its_grades_are() -> None:
    scale = Scale((Grade("secure", "Secure"), Grade("partly", "Partly"), Grade("weak", "Weak")), "partly")
    places = [Place(group_of(Selection()), Selection())]

    def names(release: Release, **judgements: int) -> frozenset[str]:
        rows = [group(9, 30, sum(judgements.values()), **judgements)]
        (hidden,) = hidden_figures(rows, places, [], release, scale=scale)
        return hidden

    assert names(Release(5), secure=8, partly=9, weak=7) == frozenset()
    assert names(Release(5), secure=8, partly=9, weak=3) == {"secure", "partly", "weak"}
    side = Cell(also_of(places[0].group, judgement=named_judgement("good enough", scale)), "", "2026-03", 15)
    release = Release(5, earlier=[side], begun="2026-01", over="2026-03")
    assert names(release, secure=8, partly=9, weak=7) == {"secure", "partly", "weak"}


def test_a_grade_of_two_scales_is_two_things_and_one_of_the_four_words_is_its_name() -> None:
    scale = Scale((Grade("good", "Good"), Grade("weak", "Weak")), "good")
    good = FOUR_WORDS.met_from
    assert named_judgement(good, FOUR_WORDS) == good
    assert named_judgement("good", scale) not in {good, named_judgement("good", Scale(scale.grades, "weak"))}


def of_teams(release: Release, where: Selection, **teams: Group) -> dict[str, frozenset[str]]:
    """What is hidden of a page by team, of a checklist."""
    places = [Place(group_of(where, team=name), where) for name in teams]
    hidden = hidden_figures(list(teams.values()), places, [range(len(teams))], release)
    return dict(zip(teams, hidden, strict=True))


def test_rows_that_are_all_shown_tell_their_sum_and_so_what_it_tells_beside_earlier_pages() -> None:
    before = Cell(group_of(Selection("small")), "", "2026-02", 57)
    where = Selection("small", until="2026-03")
    teams = {name: group(9, 30, audits, good=audits) for name, audits in (("East", 20), ("North", 40))}
    release = Release(5, earlier=[before], begun="2026-01", over="2026-03")
    assert any("audits" in names for names in of_teams(release, where, **teams).values())
    free = Release(5, begun="2026-01", over="2026-03")
    assert not any(of_teams(free, where, **teams).values())
    assert Cell(before.group, "", "2026-03", 60) in free.shown


def test_judgements_of_rows_that_are_all_shown_tell_those_of_all() -> None:
    before = Cell(group_of(Selection("small"), judgement="good"), "", "2026-02", 37)
    where = Selection("small", until="2026-03")
    rows = {name: group(9, 30, 40, good=20, inadequate=20) for name in ("East", "North", "West")}
    release = Release(5, earlier=[before], begun="2026-01", over="2026-03")
    assert not any("good" in names for names in of_teams(release, where, **rows).values())
    told = Cell(before.group, "", "2026-02", 57)
    release = Release(5, earlier=[told], begun="2026-01", over="2026-03")
    hidden = of_teams(release, where, **rows).values()
    assert sum("good" in names for names in hidden) == 2
    assert not any("audits" in names for names in hidden)


def test_months_on_a_page_do_not_tell_together_what_a_quarter_was_corrected_by() -> None:
    def hidden(march: int) -> list[bool]:
        where = [Selection("small", since=month, until=month) for month in MONTHS]
        places = [Place(group_of(one), one) for one in where]
        quarter = Cell(places[0].group, "", "2026-03", 24)
        release = Release(5, earlier=[quarter], begun=MONTHS[0], over=MONTHS[-1])
        rows = [group(9, 30, audits) for audits in (8, 8, march, 30)]
        return [bool(names) for names in hidden_figures(rows, places, [range(4)], release, of=AUDITS)]

    assert hidden(8) == [False] * 4
    assert sum(hidden(9)) == 2
