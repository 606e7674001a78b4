"""How often verdicts are false, and how often changes are seen: the tables of docs/figures.md, measured.

Run as a program: `make simulate`, some minutes, seeds fixed. `tests/figures/test_rates.py` measures some of the cells
again and holds the document to them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditui.figures.verdicts import BETTER, WORSE
from simulated import Kind, false_tables, looked_at, powers, ramp, season, step

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 1000
SIZES = ((6, 6, 12), (12, 5, 15), (24, 4, 9), (24, 10, 20), (36, 3, 40), (36, 12, 30), (48, 3, 8))


@dataclass(frozen=True)
class Measured:
    """A table: a row for each name of `rows`, a column for each of `columns`, and what a cell comes to."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cell: Callable[[str, str], str]

    def as_markdown(self) -> str:
        lines = [f"| {self.title} | {' | '.join(self.columns)} |", "| --- |" + " ---: |" * len(self.columns)]
        for row in self.rows:
            cells = " | ".join(self.cell(row, column) for column in self.columns)
            lines.append(f"| {row} | {cells} |")
        return "\n".join(lines) + "\n"


def _size(low: int, high: int, months: int) -> str:
    return f"{months} months of {low} to {high}"


KINDS = {_size(low, high, months): Kind(months, low, high) for months, low, high in SIZES}
SHARES = {f"{share:.0%} met": share for share in (0.5, 0.75, 0.9, 0.95, 0.98, 0.99)}
LIKENESS = {
    f"{share:.0%}, alike {icc}, months {sd}": {"share": share, "icc": icc, "sd": sd, "items": 16}
    for share, icc in ((0.75, 0.1), (0.75, 0.3), (0.95, 0.1))
    for sd in (0.0, 0.2)
}
UNHELD = {
    f"{what}, {of}": {**more, **likeness}
    for of, likeness in (("one item", {}), ("16 items", {"items": 16, "icc": 0.1}))
    for what, more in (
        ("months 0.4", {"sd": 0.4}),
        ("months 0.4, neighbours alike 0.5", {"sd": 0.4, "rho": 0.5}),
        ("auditors 0.5, renewed half-way", {"auditors": 0.5}),
    )
}
LIKE = {
    f"{share:.0%}, alike {icc}": (share, icc)
    for share, icc in ((0.7, 0.0), (0.7, 0.1), (0.7, 0.3), (0.9, 0.3), (0.97, 0.2))
}
ROWS = {
    f"{rows} rows, {audits} audits a side": (rows, audits)
    for rows in (6, 12, 20)
    for audits in (5, 8, 15, 20)
}
CHANGES: dict[str, Callable[[Kind], Kind]] = {
    "60 to 85 % in a line": lambda kind: ramp(kind, 0.6, 0.85),
    "60 to 80 % half-way": lambda kind: step(kind, 0.6, 0.8, kind.months // 2),
    "85 to 65 %, last three months": lambda kind: step(kind, 0.85, 0.65, 3),
    "85 to 70 %, last six months": lambda kind: step(kind, 0.85, 0.7, 6),
}
OTHERS: dict[str, Callable[[Kind], float]] = {
    "called at least once in twelve monthly looks": lambda kind: looked_at(kind, 12, RUNS),
    "a dip of 8 points every July to September": lambda kind: (
        season(kind, 0.75, 0.08).drawn(RUNS).rate(BETTER, WORSE)
    ),
    "now against a baseline of twelve months": lambda kind: kind.drawn(RUNS).against_baseline(12),
    "the same of 16 items, alike 0.3, months 0.2": lambda kind: (
        replace(kind, items=16, icc=0.3, sd=0.2).drawn(RUNS).against_baseline(12)
    ),
}


def _flat(row: str, **more: object) -> str:
    return f"{replace(KINDS[row], **more).drawn(RUNS).rate(BETTER, WORSE):.1f}"  # type: ignore[arg-type]


def _power(row: str, column: str) -> str:
    kind = KINDS[row]
    changed = CHANGES[column](kind)
    if changed.share == kind.months * (changed.share[0],):  # type: ignore[index]
        return "-"
    ours, rival = powers(kind, changed, RUNS)
    return f"{ours:.0f} ({rival:.0f})"


TABLES = {
    "items": Measured(
        "One item, no change",
        tuple(KINDS),
        tuple(SHARES),
        lambda row, column: _flat(row, share=SHARES[column]),
    ),
    "pooled": Measured(
        "16 items pooled, no change",
        tuple(KINDS),
        tuple(LIKENESS),
        lambda row, column: _flat(row, **LIKENESS[column]),
    ),
    "unheld": Measured(
        "75 % met, no change", tuple(KINDS), tuple(UNHELD), lambda row, column: _flat(row, **UNHELD[column])
    ),
    "others": Measured(
        "One item, 75 % met, no change",
        tuple(list(KINDS)[3:]),
        tuple(OTHERS),
        lambda row, column: f"{OTHERS[column](KINDS[row]):.1f}",
    ),
    "compared": Measured(
        "Compared tables, no change",
        tuple(ROWS),
        tuple(LIKE),
        lambda row, column: f"{false_tables(*ROWS[row], *LIKE[column], RUNS):.1f}",
    ),
    "power": Measured("Called by its name (rival)", tuple(KINDS), tuple(CHANGES), _power),
}

if __name__ == "__main__":
    for table in TABLES.values():
        print(table.as_markdown(), flush=True)
