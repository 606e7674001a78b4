"""Series and tables of audits by chance, with fixed seeds: without change, and with changes of a known size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import stats

from auditui.figures.counting import Count, Group, Spread
from auditui.figures.series import Period
from auditui.figures.summary import change
from auditui.figures.verdicts import BETTER, WORSE, Verdicts, against, judged

SEED = 2018


def months(shares: list[tuple[int, int]], audits: int = 0) -> list[Period]:
    return [
        Period(f"{2020 + n // 12}-{n % 12 + 1:02d}", met, of, of, audits)
        for n, (met, of) in enumerate(shares)
    ]


@dataclass(frozen=True)
class Kind:
    """Series of a kind: `low` to `high` audits a month, `items` answers each (of 16 about one in ten does not count).

    `share` is the true proportion, or one for each month. Answers of one audit are alike (`icc`, beta-binomial); months
    differ (`sd` on the logit, from one to the next as much alike as `rho` says); auditors differ (`auditors` on the logit,
    of two pools of six, the second from half-way on).
    """

    months: int
    low: int
    high: int
    share: float | tuple[float, ...] = 0.75
    items: int = 1
    icc: float = 0.0
    sd: float = 0.0
    rho: float = 0.0
    auditors: float = 0.0

    def drawn(self, runs: int, seed: int = SEED) -> Drawn:
        """So many series of this kind."""
        chance = np.random.default_rng(seed)
        audits = chance.integers(self.low, self.high + 1, (runs, self.months))
        moves = chance.normal(0, 1, (runs, self.months))
        for n in range(1, self.months if self.rho else 0):
            moves[:, n] = self.rho * moves[:, n - 1] + np.sqrt(1 - self.rho**2) * moves[:, n]
        lean = np.broadcast_to(stats.logistic.ppf(self.share), (runs, self.months)) + self.sd * moves
        by_audit = np.repeat(lean[:, :, None], self.high, axis=2)
        if self.auditors:
            pools = chance.normal(0, self.auditors, (runs, 2, 6))
            who = chance.integers(0, 6, by_audit.shape)
            pool = np.arange(self.months) >= self.months // 2
            by_audit = by_audit + pools[np.arange(runs)[:, None, None], pool[None, :, None].astype(int), who]
        share = stats.logistic.cdf(by_audit)
        if self.icc:
            alike = (1 - self.icc) / self.icc
            share = chance.beta(np.maximum(share * alike, 1e-9), np.maximum((1 - share) * alike, 1e-9))
        there = np.arange(self.high)[None, None, :] < audits[:, :, None]
        counted = (chance.binomial(self.items, 0.9, share.shape) if self.items > 1 else 1) * there
        return Drawn(chance.binomial(counted, share), counted, audits)


@dataclass(frozen=True)
class Drawn:
    """What was drawn, by series, month and audit."""

    met: np.ndarray
    counted: np.ndarray
    audits: np.ndarray

    @cached_property
    def effects(self) -> list[float]:
        """The design effect of each series; of one answer an audit there is none."""
        if self.counted.max() == 1:
            return [1.0] * len(self.met)
        m, c = self.met, self.counted
        sums = [(c > 0), m, c, m * m, m * c, c * c]
        return [
            Spread(*map(int, row)).design_effect for row in zip(*(s.sum((1, 2)) for s in sums), strict=True)
        ]

    @cached_property
    def series(self) -> list[list[Period]]:
        """Each series as the program has it."""
        labels = [f"{2020 + n // 12}-{n % 12 + 1:02d}" for n in range(self.met.shape[1])]
        rows = (self.met.sum(2).tolist(), self.counted.sum(2).tolist(), self.audits.tolist(), self.effects)
        return [
            [
                Period(label, met, of, of / effect, audits)
                for label, met, of, audits in zip(labels, *by_month, strict=True)
                if of
            ]
            for *by_month, effect in zip(*rows, strict=True)
        ]

    @cached_property
    def verdicts(self) -> list[Verdicts]:
        return [judged(series) for series in self.series]

    def rate(self, *words: str) -> float:
        """Of how many per cent of the series one of the two readings is one of these words."""
        said = [{both.beginning.word, both.lately.word} for both in self.verdicts]
        return 100 * sum(bool(each & set(words)) for each in said) / len(said)

    def against_baseline(self, baseline: int) -> float:
        """Of how many per cent *now* is called better or worse than the first so many months."""
        until = f"{2020 + (baseline - 1) // 12}-{(baseline - 1) % 12 + 1:02d}"
        said = [against(series, until).word for series in self.series]
        return 100 * sum(word in (BETTER, WORSE) for word in said) / len(said)

    @cached_property
    def rival(self) -> np.ndarray:
        """The t of a quasi-binomial trend of each series: logistic regression on time, its dispersion from the residuals."""
        effect = np.array(self.effects)[:, None]
        met, of = self.met.sum(2) / effect, self.counted.sum(2) / effect
        time = np.arange(met.shape[1]) - (met.shape[1] - 1) / 2
        level, slope = stats.logistic.ppf(np.clip(met.sum(1) / of.sum(1), 0.001, 0.999)), np.zeros(len(met))
        for _ in range(12):
            expected = stats.logistic.cdf(level[:, None] + slope[:, None] * time)
            weight = np.maximum(of * expected * (1 - expected), 1e-9)
            one, two, three = weight.sum(1), (weight * time).sum(1), (weight * time * time).sum(1)
            root = np.maximum(one * three - two**2, 1e-9)
            off, tilt = (met - of * expected).sum(1), ((met - of * expected) * time).sum(1)
            level = np.clip(level + (three * off - two * tilt) / root, -12, 12)
            slope = np.clip(slope + (one * tilt - two * off) / root, -2, 2)
        spread = ((met - of * expected) ** 2 / weight).sum(1) / (met.shape[1] - 2)
        found: np.ndarray = slope / np.sqrt(np.maximum(spread, 1e-9) * one / root)
        return found


def powers(flat: Kind, changed: Kind, runs: int) -> tuple[float, float]:
    """How often a change is called by its right name, and how often the rival does at the same rate of false ones."""
    same = flat.drawn(runs)
    false = max(same.rate(BETTER, WORSE) / 100, 1 / runs)
    bar = float(np.quantile(np.abs(same.rival), 1 - false))
    drawn = changed.drawn(runs, SEED + 1)
    assert isinstance(changed.share, tuple)
    up = changed.share[-1] > changed.share[0]
    signed = drawn.rival if up else -drawn.rival
    return drawn.rate(BETTER if up else WORSE), float(100 * np.mean(signed > bar))


def ramp(kind: Kind, first: float, last: float) -> Kind:
    return replace(kind, share=tuple(np.linspace(first, last, kind.months).tolist()))


def step(kind: Kind, before: float, after: float, lasting: int) -> Kind:
    return replace(kind, share=(before,) * (kind.months - lasting) + (after,) * lasting)


def false_tables(rows: int, audits: int, share: float, icc: float, runs: int) -> float:
    """Of how many per cent of compared tables some row is called better or worse, where no row changes.

    Of 16 items an audit about one in ten does not count.
    """
    false = 0
    kind = Kind(2 * rows, audits, audits, share, 16, icc)
    drawn = kind.drawn(runs)
    for met, counted in zip(drawn.met, drawn.counted, strict=True):
        groups = [_group(m, c) for m, c in zip(met, counted, strict=True)]
        changes = [change(*pair, rows) for pair in zip(groups[:rows], groups[rows:], strict=True)]
        false += any(found and found.verdict in (BETTER, WORSE) for found in changes)
    return 100 * false / runs


def _group(met: np.ndarray, counted: np.ndarray) -> Group:
    m, c = met, counted
    sums = ((c > 0).sum(), m.sum(), c.sum(), (m * m).sum(), (m * c).sum(), (c * c).sum())
    spread = Spread(*map(int, sums))
    return Group(Count(spread.met, spread.counted), spread, spread.audits)


def looked_at(kind: Kind, looks: int, runs: int) -> float:
    """Of how many per cent of series without change one of so many monthly looks, the last ones, calls one better or worse."""
    called = 0
    for series in kind.drawn(runs).series:
        pages = (judged(series[: len(series) - ahead]) for ahead in range(looks))
        called += any({page.beginning.word, page.lately.word} & {BETTER, WORSE} for page in pages)
    return 100 * called / runs


def season(kind: Kind, share: float, dip: float) -> Kind:
    """Months from January on, with a dip in July to September of every year."""
    return replace(kind, share=tuple(share - dip * (n % 12 in (6, 7, 8)) for n in range(kind.months)))
