from __future__ import annotations

from collections import Counter

from auditui.figures.counting import Count, Group, Spread
from auditui.figures.disclosure import OF_MET, hidden_figures


def group(met: int, counted: int, audits: int, *, not_recorded: int = 0, **judgements: int) -> Group:
    return Group(Count(met, counted, not_recorded), audits=audits, judgements=Counter(judgements))


def test_without_a_threshold_everything_is_shown() -> None:
    assert hidden_figures([group(1, 2, 1), group(3, 3, 3)], 0, total=False) == [frozenset()] * 2


def test_large_counts_are_shown_and_a_count_of_none_too() -> None:
    assert hidden_figures([group(60, 70, 20, good=20)], 5, total=False) == [frozenset()]
    assert hidden_figures([group(0, 0, 0)], 5, total=False) == [frozenset()]


def test_met_is_hidden_where_not_met_is_small() -> None:
    (hide,) = hidden_figures([group(66, 70, 20, good=20)], 5, total=False)
    assert hide == {"met", "not_met", "otherwise"}
    (hide,) = hidden_figures([group(4, 70, 20, good=20)], 5, total=False)
    assert hide == {"met", "counted"}


def test_the_answers_of_few_audits_are_hidden_with_their_number() -> None:
    few, many = hidden_figures([group(30, 60, 5, good=5), group(300, 600, 60, good=60)], 5, total=False)
    assert few >= OF_MET | {"audits", "good"}
    assert many == frozenset()
    (shown,) = hidden_figures([group(30, 60, 6, good=6)], 5, total=False)
    assert shown == frozenset()


def test_the_audits_of_a_section_are_known_by_its_spread() -> None:
    spread = sum((Spread.of(3, 6) for _ in range(5)), Spread())
    section = Group(Count(15, 30), spread)
    assert hidden_figures([section], 5, total=False, judged=False)[0] >= OF_MET
    assert hidden_figures([Group(Count(15, 30))], 5, total=False, judged=False) == [frozenset()]


def test_a_small_judgement_takes_another_with_it() -> None:
    (hide,) = hidden_figures([group(100, 200, 30, good=20, inadequate=2, outstanding=8)], 5, total=False)
    assert hide == {"inadequate", "outstanding"}


def test_a_hidden_row_takes_another_where_a_reader_knows_the_total() -> None:
    rows = [group(20, 40, 4, good=4), group(60, 90, 9, good=9), group(120, 200, 20, good=20)]
    total = sum(rows, Group())
    hide = hidden_figures([*rows, total], 5, total=True)
    assert "audits" in hide[0]
    assert "audits" in hide[1]
    assert hide[2:] == [frozenset(), frozenset()]
    alone = hidden_figures(rows, 5, total=False)
    assert alone[0] >= {"audits", *OF_MET}
    assert alone[1:] == [frozenset(), frozenset()]


def test_not_recorded_is_hidden_where_it_is_small() -> None:
    (hide,) = hidden_figures([group(30, 60, 20, good=20, not_recorded=3)], 5, total=False)
    assert hide == {"not_recorded", "otherwise"}


def test_the_threshold_is_a_setting_for_audits_judgements_and_answers() -> None:
    assert hidden_figures([group(40, 80, 8, good=8)], 7, total=False) == [frozenset()]
    (hide,) = hidden_figures([group(40, 80, 8, good=8)], 8, total=False)
    assert hide >= {"audits", "good"} | OF_MET
    (hide,) = hidden_figures([group(40, 80, 20, good=13, inadequate=7)], 7, total=False)
    assert hide == {"good", "inadequate"}


def test_every_row_of_few_audits_has_its_answers_hidden() -> None:
    rows = [group(20, 40, 4, good=4), group(60, 90, 9, good=9), group(120, 200, 20, good=20)]
    hide = hidden_figures([*rows, sum(rows, Group())], 5, total=True)
    assert hide[0] >= OF_MET
    assert hide[1] >= OF_MET


def test_what_is_not_recorded_follows_from_no_total_either() -> None:
    rows = [
        group(30, 60, 20, not_recorded=3),
        group(30, 60, 20, not_recorded=9),
        group(20, 60, 20, not_recorded=12),
    ]
    total = sum(rows, Group())
    hide = hidden_figures([*rows, total], 5, total=True, judged=False)
    assert [("not_recorded" in names, "otherwise" in names) for names in hide] == [
        *((True, True), (True, True), (False, False), (False, False))
    ]
    alone = hidden_figures(rows, 5, total=False, judged=False)
    assert ["not_recorded" in names for names in alone] == [True, False, False]


def test_where_the_number_of_audits_is_hidden_so_are_their_answers_though_others_were_cheaper() -> None:
    rows = [group(20, 40, 4, good=4), group(600, 900, 9, good=9), group(60, 90, 20, good=20)]
    hide = hidden_figures([*rows, sum(rows, Group())], 5, total=True)
    assert ["audits" in names for names in hide] == [True, True, False, False]
    assert hide[1] >= OF_MET


def test_the_total_is_the_last_row_of_all_others() -> None:
    rows = [group(20, 40, 4, good=4), group(120, 200, 20, good=20), group(60, 90, 9, good=9)]
    hide = hidden_figures([*rows, sum(rows, Group())], 5, total=True)
    assert ["audits" in names for names in hide] == [True, False, True, False]


def test_the_threshold_is_a_setting_for_sections_and_what_is_otherwise_not_met_is_a_count_too() -> None:
    section = Group(Count(30, 60), sum((Spread.of(5, 10) for _ in range(6)), Spread()))
    assert hidden_figures([section], 5, total=False, judged=False) == [frozenset()]
    assert hidden_figures([section], 7, total=False, judged=False)[0] >= OF_MET
    (hide,) = hidden_figures([group(30, 50, 20, good=20, not_recorded=17)], 5, total=False)
    assert hide == {"not_recorded", "otherwise"}
