"""Where the last months lead: a range and a word, never a date made of noise."""

from __future__ import annotations

import numpy as np
import pytest

from auditui.core.periods import number, shifted
from auditui.figures.line import UNSAID, WOULD, WOULD_NOT, fitted, outlook
from simulated import months


def test_a_line_through_months_on_it_is_that_line() -> None:
    line = fitted(months([(40 + 2 * n, 100) for n in range(12)]))
    assert line is not None
    assert line.slope == pytest.approx(0.02)
    assert line.level == pytest.approx(0.51)
    assert line.spread == pytest.approx(0, abs=1e-9)
    low, high = line.at("2021-03")
    assert (low + high) / 2 == pytest.approx(0.68)
    assert fitted(months([(10, 10)] * 6)) is None
    assert fitted(months([(5, 10)] * 2)) is None


@pytest.mark.parametrize(
    ("series", "target", "due", "word"),
    [
        ([(40 + 4 * n, 100) for n in range(12)], 0.85, "2021-03", WOULD),
        ([(60, 100)] * 12, 0.9, "2021-03", WOULD_NOT),
        ([(6, 10)] * 12, 0.7, "2021-03", UNSAID),
        ([(90, 100)] * 12, 0.8, "2021-06", WOULD),
    ],
)
def test_a_word_is_said_only_where_the_whole_range_is_on_one_side(
    series: list[tuple[int, int]], target: float, due: str, word: str
) -> None:
    seen = outlook(months(series), target, due, "2020-12")
    assert seen.word == word
    assert seen.interval is not None
    assert (seen.interval.low >= target, seen.interval.high < target) == (word == WOULD, word == WOULD_NOT)


def test_few_months_few_audits_a_date_far_ahead_and_what_never_varies_say_nothing() -> None:
    series = months([(6, 10)] * 12)
    few = outlook(series[:5], 0.8, "2020-08", "2020-05")
    assert (few.word, few.reason) == (
        UNSAID,
        "it takes 6 months and 10 audits, here are 5 months with 50 audits",
    )
    thin = outlook(months([(1, 1)] * 8), 0.8, "2020-12", "2020-08")
    assert "8 months with 8 audits" in thin.reason
    assert "13 months ahead" in outlook(series, 0.8, "2022-01", "2020-12").reason
    assert outlook(months([(10, 10)] * 12), 0.8, "2021-03", "2020-12").interval is None
    quiet = outlook(series, 0.8, "2021-03", "2020-12", counts=False)
    assert quiet.reason == "the line through the audits of 2020-01 to 2020-12"
    assert outlook(series[:5], 0.8, "2020-08", "2020-05", counts=False).reason.endswith("here are fewer")
    since = outlook(series, 0.8, "2021-03", "2020-12", "2020-09")
    assert "here are 3 months" in since.reason


def test_a_range_holds_what_the_line_becomes_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(2018)
    runs, held = 400, 0
    for _ in range(runs):
        level, slope = chance.uniform(0.4, 0.6), chance.uniform(-0.01, 0.01)
        of = chance.integers(8, 20, 12)
        met = chance.binomial(of, level + slope * np.arange(12))
        series = months([(int(k), int(n)) for k, n in zip(met, of, strict=True)])
        line = fitted(series)
        assert line is not None
        due = shifted("2020-12", 6)
        low, high = line.at(due)
        held += low <= level + slope * (number(due) - number("2020-01")) <= high
    assert 0.93 <= held / runs <= 0.995
