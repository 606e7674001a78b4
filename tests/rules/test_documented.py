"""The worked examples of docs/figures.md, each line recomputed from what it says."""

from __future__ import annotations

import re
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from auditui.figures import spc
from auditui.figures.counting import Count, Spread
from auditui.figures.proportions import difference, wilson
from auditui.figures.verdicts import BETTER, WORSE, Period, against, binomial_limits, read
from simulated import SERIES, simulated
from suppressed import suppressed

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")
WORKED = [
    line
    for block in re.findall(r"```worked\n(.*?)```", DOCUMENT, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
RATES = re.findall(r"^\| (\d+ \w+ of \d+ to \d+) \| (\S+) \| (\S+) \| (\S+) \|$", DOCUMENT, re.MULTILINE)


def pairs(text: str) -> list[tuple[int, int]]:
    return [(int(k), int(n)) for k, n in re.findall(r"(\d+) of (\d+)", text)]


def spread(text: str) -> Spread:
    return reduce(add, (Spread.of(*pair) for pair in pairs(text)))


def percents(*shares: float) -> str:
    return " to ".join(f"{100 * share:.1f}" for share in shares) + " %"


def series(text: str) -> list[Period]:
    return [Period(f"2025-{n:02d}", met, of, of) for n, (met, of) in enumerate(pairs(text), 1)]


def _pooled(text: str) -> str:
    count = reduce(add, (Count(*pair) for pair in pairs(text)))
    return f"{count.met} of {count.counted}, {percents(count.share or 0)}"


def _interval(text: str) -> str:
    found = spread(text)
    interval = Count(found.met, found.counted).interval(found)
    assert interval is not None
    return f"design effect {found.design_effect:.2f}, {percents(*interval)}"


def _xmr(text: str) -> str:
    chart = spc.xmr([float(each) for each in text.split()])
    assert chart is not None
    return f"centre {chart.centre:.2f}, limits {chart.points[0].lower:.2f} to {chart.points[0].upper:.2f}"


def _p_chart(text: str) -> str:
    chart = spc.p_chart(*zip(*pairs(text), strict=True))
    assert chart is not None
    return f"centre {percents(chart.centre)}, limits of the first {percents(chart.points[0].lower, chart.points[0].upper)}"


def _binomial(text: str) -> str:
    number, centre = re.findall(r"[\d.]+", text)
    return percents(*binomial_limits(int(number), float(centre) / 100))


def _suppressed(text: str) -> str:
    table = [[int(each) for each in row.split()] for row in text.split("/")]
    return " / ".join(
        " ".join("c" if each is None else str(each) for each in row) for row in suppressed(table)
    )


def _baseline(text: str) -> str:
    said, _, until = text.rpartition(" baseline to ")
    return ": ".join(against(series(said), until))


def _wilson(text: str) -> str:
    interval = wilson(*pairs(text)[0])
    assert interval is not None
    return percents(*interval)


def _difference(text: str) -> str:
    one, other = ((k / n, n) for k, n in pairs(text))
    return percents(*difference(one, other))


HOW: dict[str, Callable[[str], str]] = {
    "pooled": _pooled,
    "wilson": _wilson,
    "audits": _interval,
    "difference": _difference,
    "xmr": _xmr,
    "p chart": _p_chart,
    "exact limits": _binomial,
    "verdict": lambda text: f"{read(series(text)).verdict}: {read(series(text)).reason}",
    "baseline": _baseline,
    "hidden": _suppressed,
}


@pytest.mark.parametrize("line", WORKED)
def test_every_worked_example_comes_to_what_it_says(line: str) -> None:
    name, _, rest = line.partition(": ")
    given, said = rest.split(" → ")
    assert HOW[name](given.strip()) == said


def test_there_is_an_example_of_every_figure() -> None:
    assert {line.partition(": ")[0] for line in WORKED} == set(HOW)


@pytest.mark.parametrize(("kind", "flat", "high", "rising"), RATES)
def test_the_rates_of_verdicts_are_those_measured(kind: str, flat: str, high: str, rising: str) -> None:
    def rate(first: float, last: float, words: tuple[str, ...]) -> str:
        said = [reading.verdict for reading in simulated(kind, first, last, seed=2018)]
        return f"{sum(each in words for each in said) / 10:.1f}"

    assert rate(0.6, 0.6, (BETTER, WORSE)) == flat
    assert rate(0.9, 0.9, (BETTER, WORSE)) == high
    assert rate(0.6, 0.85, (BETTER,)) == rising


def test_every_kind_of_series_has_its_rates() -> None:
    assert [kind for kind, *_ in RATES] == list(SERIES)
