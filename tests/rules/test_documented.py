"""The worked examples of docs/figures.md, each line recomputed from what it says."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from auditui.core import working_days
from auditui.figures import spc
from auditui.figures.agreement import agreement
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.days import WITHIN, days_taken
from auditui.figures.evened import evened
from auditui.figures.limits import binomial_limits, steps
from auditui.figures.line import outlook
from auditui.figures.proportions import difference, standard_errors, wilson
from auditui.figures.series import Period, dispersion
from auditui.figures.summary import change
from auditui.figures.verdicts import Verdict, against, judged
from simulated import months
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


def pairs(text: str) -> list[tuple[int, int]]:
    """Every *k of n*, so often as *× times* after it says."""
    found = re.findall(r"(\d+) of (\d+)(?: × (\d+))?", text)
    return [(int(k), int(n)) for k, n, times in found for _ in range(int(times or 1))]


def spread(text: str) -> Spread:
    return reduce(add, (Spread.of(*pair) for pair in pairs(text)))


def percents(*shares: float) -> str:
    return " to ".join(f"{100 * share:.1f}" for share in shares) + " %"


def series(text: str) -> list[Period]:
    return months(pairs(text))


def said(verdict: Verdict) -> str:
    return f"{verdict.word}: {verdict.reason}"


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
    counts, _, until = text.rpartition(" baseline to ")
    return said(against(series(counts), until))


def _verdict(text: str) -> str:
    both = judged(series(text))
    return f"since the beginning {said(both.beginning)}; lately {said(both.lately)}"


def _changed(text: str) -> str:
    groups = [
        Group(Count(side.met, side.counted), side, side.audits) for side in map(spread, text.split(" then "))
    ]
    found = change(groups[0], groups[1], 1)
    assert found is not None
    return f"{100 * found.by:.1f} points, {percents(found.low, found.high)}, {found.verdict}"


def _student(text: str) -> str:
    confidence, degrees = map(float, re.findall(r"[\d.]+", text))
    return f"{standard_errors(confidence / 100, degrees):.3f}"


def _dispersion(text: str) -> str:
    multiple, degrees = dispersion(series(text))
    return f"{multiple:.2f}, {degrees:.1f} degrees of freedom"


def _wilson(text: str) -> str:
    interval = wilson(*pairs(text)[0])
    assert interval is not None
    return percents(*interval)


def _difference(text: str) -> str:
    one, other = ((k / n, n) for k, n in pairs(text))
    return percents(*difference(one, other))


def _outlook(text: str) -> str:
    counts, _, rest = text.rpartition(" to ")
    target, due = rest.split(" % by ")
    course = series(counts)
    found = outlook(course, float(target) / 100, due, course[-1].label)
    assert found.interval is not None
    return f"{found.word}, {percents(*found.interval)}"


def _by_auditor(text: str) -> dict[str, Group]:
    """One answer an audit: *A 3 of 10*."""
    return {
        name: Group(Count(int(met), int(of))) for name, met, of in re.findall(r"([A-Z]) (\d+) of (\d+)", text)
    }


def _evened(text: str) -> str:
    mix = evened(*map(_by_auditor, text.split(" then ")))
    assert mix is not None
    assert mix.evened is not None
    plain, gap = mix.plain, mix.evened
    ends = f"{100 * gap.low:+.1f} to {100 * gap.high:+.1f}"
    return f"others {mix.other:.0%}, {100 * plain.by:+.1f} as it is, {100 * gap.by:+.1f} evened out, {ends}"


def _days(text: str) -> str:
    start = date(2026, 3, 2)
    taken = days_taken((start, working_days.add(start, int(days))) for days in text.split(", "))
    assert taken.quartiles is not None
    lower, median, upper = taken.quartiles
    within = ", ".join(f"{count} within {most}" for count, most in zip(taken.within, WITHIN, strict=True))
    return f"half within {median:g}, middle half {lower:g} to {upper:g}; {within}"


def _agreement(text: str) -> str:
    met, neither, apart = map(int, re.findall(r"\d+", text))
    either = [("y", "n"), ("n", "y")] * (apart // 2)
    of = agreement([("y", "y")] * met + [("n", "n")] * neither + either, ["y", "n"])
    assert of.interval is not None
    assert of.ac1_interval is not None
    ends = " to ".join(f"{end:.2f}" for end in of.ac1_interval)
    kappa = "none" if of.kappa is None else f"{of.kappa:.2f}"
    return (
        f"{percents(of.same / of.pairs)} ({percents(*of.interval)}), AC1 {of.ac1:.2f} ({ends}), kappa {kappa}"
    )


HOW: dict[str, Callable[[str], str]] = {
    "pooled": _pooled,
    "wilson": _wilson,
    "audits": _interval,
    "difference": _difference,
    "xmr": _xmr,
    "p chart": _p_chart,
    "exact limits": _binomial,
    "outlook": _outlook,
    "verdict": _verdict,
    "changed": _changed,
    "student": _student,
    "dispersion": _dispersion,
    "steps": lambda text: ", ".join(series(text)[place].label for place in steps(series(text))),
    "baseline": _baseline,
    "hidden": _suppressed,
    "evened": _evened,
    "days": _days,
    "agreement": _agreement,
}


@pytest.mark.parametrize("line", WORKED)
def test_every_worked_example_comes_to_what_it_says(line: str) -> None:
    name, _, rest = line.partition(": ")
    given, said = rest.split(" → ")
    assert HOW[name](given.strip()) == said


def test_there_is_an_example_of_every_figure() -> None:
    assert {line.partition(": ")[0] for line in WORKED} == set(HOW)
