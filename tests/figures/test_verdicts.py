"""The two readings of a series, by hand: each sentence is one that could be signed."""

from __future__ import annotations

import pytest

from auditui.figures.series import Period
from auditui.figures.verdicts import BETTER, NO_CHANGE, TOO_FEW, WORSE, Verdict, against, judged
from simulated import months


def words(*shares: tuple[int, int], audits: int = 0) -> tuple[str, str]:
    both = judged(months(list(shares), audits))
    return both.beginning.word, both.lately.word


def windows(verdict: Verdict) -> tuple[str, str]:
    assert verdict.before is not None
    assert verdict.now is not None
    return verdict.before.label, verdict.now.label


def test_full_months_with_a_single_miss_are_neither_better_nor_worse() -> None:
    missed = {2, 9, 16}
    assert words(*[(11 if n in missed else 12, 12) for n in range(24)]) == (NO_CHANGE, NO_CHANGE)
    assert words(*[(11 if n in {4, 23} else 12, 12) for n in range(24)]) == (NO_CHANGE, NO_CHANGE)


def test_a_service_that_was_worse_once_and_fell_is_worse_lately_and_no_better_than_at_the_beginning() -> None:
    both = judged(months([(9, 15)] * 12 + [(13, 15)] * 18 + [(10, 15)] * 6))
    assert (both.beginning.word, both.lately.word) == (NO_CHANGE, WORSE)
    assert both.beginning.reason == (
        "60 of 90 (67%) in 2022-07 to 2022-12 against 108 of 180 (60%) in 2020-01 to 2020-12: no more than chance could do"
    )
    assert both.lately.reason == (
        "60 of 90 (67%) in 2022-07 to 2022-12 against 156 of 180 (87%) in 2021-07 to 2022-06: more than chance would do"
    )
    risen = judged(months([(6, 12)] * 15 + [(10, 12)] * 15 + [(8, 12)] * 6))
    assert (risen.beginning.word, risen.lately.word) == (NO_CHANGE, WORSE)


def test_a_fall_in_the_last_quarter_is_seen_before_half_a_year_is_over() -> None:
    both = judged(months([(17, 20)] * 21 + [(11, 20)] * 3))
    assert both.lately.word == WORSE
    assert windows(both.lately) == ("2020-10 to 2021-09", "2021-10 to 2021-12")
    mirrored = judged(months([(3, 20)] * 21 + [(9, 20)] * 3))
    assert mirrored.lately.word == BETTER


def test_now_is_the_last_third_of_the_months_at_most_six_and_the_beginning_the_first_at_most_twelve() -> None:
    def ends(number: int) -> tuple[str, str]:
        return windows(judged(months([(8, 12)] * number)).beginning)

    assert ends(6) == ("2020-01 to 2020-02", "2020-05 to 2020-06")
    assert ends(18) == ("2020-01 to 2020-06", "2021-01 to 2021-06")
    assert ends(24) == ("2020-01 to 2020-08", "2021-07 to 2021-12")
    assert ends(48) == ("2020-01 to 2020-12", "2023-07 to 2023-12")


def test_lately_is_the_last_half_year_against_the_year_before_where_neither_window_differs() -> None:
    assert windows(judged(months([(8, 12)] * 30)).lately) == ("2021-01 to 2021-12", "2022-01 to 2022-06")
    short = judged(months([(8, 12)] * 17)).lately
    assert short == Verdict(TOO_FEW, "lately is seen in series of 18 months, here are 17")
    assert judged(months([(8, 12)] * 18)).lately.word == NO_CHANGE


def test_windows_end_with_the_month_that_is_over_and_later_months_count_for_nothing() -> None:
    series = months([(8, 12)] * 25)
    assert judged(series, "2021-12") == judged(series[:24])
    stale = judged(series, "2023-12")
    assert stale.beginning.word == TOO_FEW
    assert stale.beginning.reason == "fewer than 5 audits in 2023-07 to 2023-12"


def test_months_of_nothing_have_their_place_in_the_windows() -> None:
    late = [Period(f"2022-{n:02d}", 8, 12, 12) for n in range(1, 7)]
    assert windows(judged([*months([(8, 12)] * 6), *late]).beginning) == (
        "2020-01 to 2020-10",
        "2022-01 to 2022-06",
    )


def test_fewer_than_six_months_or_five_audits_a_side_are_too_few_to_say() -> None:
    assert words(*[(3, 12)] * 2, *[(12, 12)] * 3) == (TOO_FEW, TOO_FEW)
    assert (
        judged(months([(3, 12)] * 5)).beginning.reason == "a verdict needs 6 months with audits, here are 5"
    )
    running = judged(months([(3, 12)] * 5), "2020-04").beginning.reason
    assert running == "a verdict needs 6 months with audits, here are 4 that are over"
    assert judged(months([(3, 12)] * 5), "2019-12").beginning.reason.endswith("here are none that are over")
    # Two audits a month: two months at each end are four audits, however many answers they have.
    two = judged(months([(10, 32)] * 3 + [(31, 32)] * 3, audits=2)).beginning
    assert (two.word, two.reason) == (TOO_FEW, "fewer than 5 audits in 2020-01 to 2020-02")
    three = judged(months([(10, 48)] * 3 + [(47, 48)] * 3, audits=3)).beginning
    assert three.word == BETTER
    assert "(98%, 6 audits)" in three.reason
    alike = [Period(month.label, month.met, month.counted, 4.0, 3) for month in months([(10, 48)] * 6)]
    assert judged(alike).beginning.reason == "the answers of 2020-01 to 2020-02 tell no more than 8 would"


def test_a_line_through_all_months_shows_what_the_ends_alone_do_not() -> None:
    rising = judged(months([(4 + n % 2 + n // 12, 10) for n in range(36)])).beginning
    assert rising.word == BETTER
    assert "the line through all 36 months rises by " in rising.reason
    assert rising.reason.endswith("points, more than chance would do")
    falling = judged(months([(6 - n % 2 - n // 12, 10) for n in range(36)])).beginning
    assert falling.word == WORSE
    assert "falls by" in falling.reason


def test_a_line_says_nothing_where_the_last_months_go_the_other_way() -> None:
    risen = [(9, 20)] * 12 + [(13, 20)] * 12 + [(16, 20)] * 12
    assert words(*risen)[0] == BETTER
    assert words(*risen, *[(10, 20)] * 6) == (NO_CHANGE, WORSE)


def test_months_that_differ_widely_earn_a_verdict_later() -> None:
    even = [(12, 20)] * 12 + [(16, 20)] * 12
    wild = [(12 + 8 * (-1) ** n, 20) for n in range(12)] + [(16 + 4 * (-1) ** n, 20) for n in range(12)]
    assert words(*even)[0] == BETTER
    assert words(*wild)[0] == NO_CHANGE


def test_answers_that_tell_less_earn_a_verdict_later() -> None:
    clear = months([(30, 60)] * 12 + [(42, 60)] * 12)
    alike = [Period(month.label, month.met, month.counted, 6, 6) for month in clear]
    assert (judged(clear).beginning.word, judged(alike).beginning.word) == (BETTER, NO_CHANGE)


def test_all_met_or_none_is_no_change() -> None:
    assert words(*[(12, 12)] * 24) == (NO_CHANGE, NO_CHANGE)
    assert words(*[(0, 12)] * 24) == (NO_CHANGE, NO_CHANGE)


def test_a_baseline_is_every_month_up_to_its_end_and_now_at_most_the_last_six_after_it() -> None:
    series = months([(5, 10)] * 12 + [(6, 10)] * 3 + [(9, 10)] * 6)
    verdict = against(series, "2020-12")
    assert (verdict.word, *windows(verdict)) == (BETTER, "2020-01 to 2020-12", "2021-04 to 2021-09")
    assert verdict.before == Period("2020-01 to 2020-12", 60, 120, 120)
    assert windows(against(series[:14], "2020-12")) == ("2020-01 to 2020-12", "2021-01 to 2021-02")
    # A year that ends in March is counted to March.
    assert windows(against(series, "2020-03")) == ("2020-01 to 2020-03", "2021-04 to 2021-09")
    assert windows(against(series, "2020-12", "2021-03")) == ("2020-01 to 2020-12", "2021-01 to 2021-03")
    assert against(series[10:15], "2020-12") == Verdict(
        TOO_FEW, "a verdict needs 6 months with audits, here are 5"
    )
    nothing = Verdict(TOO_FEW, "there is nothing on one side of the baseline's end")
    assert against(series, "2019-12") == nothing
    assert against(series, "2021-09") == nothing


@pytest.mark.parametrize("few", [4, 5])
def test_a_baseline_of_fewer_than_five_audits_has_no_verdict(few: int) -> None:
    series = [
        Period("2020-01", 8 * few, 16 * few, 16 * few, few),
        *months([(0, 12)] + [(11, 12)] * 8, 12)[1:],
    ]
    assert (against(series, "2020-01").word == TOO_FEW) == (few < 5)


def test_what_is_few_is_said_of_the_side_that_has_few_answers_and_as_they_are_counted() -> None:
    """Six audits that tell as much as twelve answers on one side, ten that tell as much as eight on the other."""
    one = [Period(month.label, 20, 40, 4.0, 2) for month in months([(20, 40)] * 3)]
    other = [
        Period(f"2020-{n:02d}", 20, 40, effective, audits)
        for n, effective, audits in ((4, 3.0, 4), (5, 3.0, 3), (6, 2.0, 3))
    ]
    verdict = against([*one, *other], "2020-03")
    assert (verdict.word, verdict.reason) == (
        TOO_FEW,
        "the answers of 2020-04 to 2020-06 tell no more than 8 would",
    )
    few = against(months([(6, 10)] * 6 + [(2, 2)] * 3), "2020-06")
    assert few.reason == "fewer than 10 answers in 2020-07 to 2020-09"
