"""The funnel of groups in words, columns and pictures: which of them is unlike the others, as far as can be seen."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.periods import MONTH, QUARTER, YEAR
from auditui.core.text import one_line, visible
from auditui.figures import summary as summaries
from auditui.figures.disclosure import OF_MET
from auditui.figures.funnel import ABOVE, AUDITS, BELOW, GROUPS, INNER, OUTER, Funnel, Place, funnel
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import PARTS
from auditui.report.document import Document, Figure, Paragraph
from auditui.report.notes import by_practice
from auditui.report.scope import Scope, scoped
from auditui.report.sharing import key_to_hidden, proportion
from auditui.report.summary import named
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.figures.releases import Release
    from auditui.figures.summary import Row
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_COLUMNS = columns(
    "audits: Audits | met: (Met) | counted: (Counted) | met_of_counted: <Met> | percent: % | inner_low: (95 % low)"
    "| inner_high: (95 % high) | outer_low: (99.8 % low) | outer_high: (99.8 % high) | expected: <Expected> | word: Reading"
)
_WIDE, _HIGH, _LEFT, _BOTTOM = 760, 360, 44, 40


def report(
    store: Reader, selection: Selection, by: str, *, release: Release = OWN_USE
) -> tuple[Document, Table]:
    """Return the funnel of the groups of `by`, as a page and as data; AuditError where there is none of it.

    Groups that `release` hides have no part in it, neither in the limits nor in the picture.
    """
    check_groups(by)
    selection = release.closed(selection)
    tallies = store.tallies(selection, (by,), items=False)
    summary = summaries.summary(store.checklists(), (by,), tallies, None, release, (selection, selection))
    rows = [row for row in summary.rows if row.labels]
    shown = [row for row in rows if not row.hidden & (OF_MET | {"audits"})]
    found = funnel([row.now for row in shown])
    if found is None:
        raise AuditError(
            f"A funnel needs {GROUPS} groups of {AUDITS} audits or more, not all of them all met or none",
            f"auditui summary --by {by}",
        )
    names = [named(summary, row)[0][-1] or "(not said)" for row in shown]
    places = dict(zip(names, found.places, strict=True))
    table = Table(
        f"Is one unlike the others? By {by}{by_practice(selection)}",
        (Column(by, by.capitalize()), *_COLUMNS),
        tuple(_row(named(summary, row)[0][-1] or "(not said)", row, places) for row in rows),
        (*_words(found), *([key_to_hidden(release.small)] if release.small else [])),
    )
    table = scoped(table, Scope(selection))
    drawn = {name: place for name, place in places.items() if place}
    said = _said(drawn)
    picture = Figure(svg(found, drawn), tuple(lines(found, drawn)), said)
    return Document(
        table.title, (picture, Paragraph(said, "strong"), table), picture.svg, (said, str(Scope(selection)))
    ), table


def check_groups(by: str) -> None:
    """Refuse what makes no groups of audits that could be set beside one another; AuditError says what does."""
    if by in (*PARTS, "answer", "judgement", MONTH, QUARTER, YEAR):
        raise AuditError(
            "Groups are set beside one another", "--by team, auditor, ethnicity or another stratum"
        )


def _row(name: str, row: Row, places: dict[str, Place | None]) -> tuple[Value, ...]:
    place = places.get(name)
    answers = row.now.answers
    if name not in places:
        return (
            name,
            HIDDEN,
            *proportion(HIDDEN, HIDDEN, None)[:4],
            HIDDEN,
            HIDDEN,
            HIDDEN,
            HIDDEN,
            HIDDEN,
            "",
        )
    figures = proportion(answers.met, answers.counted, answers.interval(row.now.spread))[:4]
    if place is None or place.inner is None or place.outer is None:
        return (name, row.now.audits, *figures, None, None, None, None, "", place.word if place else "")
    ends = [100 * end for pair in (place.inner, place.outer) for end in pair]
    return (name, row.now.audits, *figures, *ends, f"{ends[0]:.0f}-{ends[1]:.0f}", place.word)


def _said(places: dict[str, Place]) -> str:
    unlike = [f"{name} {place.word}" for name, place in places.items() if place.word in (ABOVE, BELOW)]
    if not unlike:
        return "None is unlike the others, as far as can be seen: they differ no more than such groups do."
    return f"Unlike the others, more than such groups differ: {'; '.join(unlike)}. Ask first what cases and auditors it had."


def _words(found: Funnel) -> tuple[str, ...]:
    between = (
        f"Beyond chance the groups differ by about {100 * found.between:.0f} points (one standard deviation), which the"
        " limits allow for."
        if found.between
        else "The groups differ no more than chance lets them."
    )
    return (
        (
            f"Expected: between what 19 of 20 groups of so many answers would be, around {found.centre:.0%} of all. Above or"
            " below the others: outside what 998 of 1,000 would be (Spiegelhalter 2005)."
        ),
        f"{between} Answers of one audit are alike (design effect {found.effect:.1f}), which they allow for too.",
        (
            f"Groups of fewer than {AUDITS} audits are not judged. Cases and auditors differ between groups, and are not held"
            " fixed: a group outside is a question, and the order of those inside means nothing."
        ),
    )


def lines(found: Funnel, places: dict[str, Place], width: int = 50) -> Iterator[str]:
    """Yield the funnel lying down, a line for each group, the one with most answers first."""
    names = max(map(len, places))
    by_size = sorted(places.items(), key=lambda pair: -pair[1].size)

    def at(value: float) -> int:
        return min(int(value * width), width - 1)

    for name, place in by_size:
        cells = [" "] * width
        cells[at(found.centre)] = "│"
        for pair, ends in ((place.outer, "()"), (place.inner, "[]")):
            for value, mark in zip(pair or (), ends, strict=False):
                cells[at(value)] = mark
        cells[at(place.share)] = "◆" if place.word in (ABOVE, BELOW) else "●"
        yield f"{visible(name):<{names}} {''.join(cells)} {place.share:4.0%}"
    yield f"{'':<{names}} 0 %{'100 %':>{width - 3}}"
    yield "● % met  ◆ unlike the others  │ all  [ ] 95 of 100 are within  ( ) 998 of 1,000 are"


def svg(found: Funnel, places: dict[str, Place]) -> str:
    """Return the funnel as SVG: the share up, the number of independent answers along, limits around the pooled share."""
    most = 1.1 * max(place.size for place in places.values())

    def x(size: float) -> float:
        return _LEFT + (_WIDE - _LEFT - 10) * size / most

    def y(share: float) -> float:
        return 10 + (_HIGH - 10 - _BOTTOM) * (1 - share)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
    ]
    for percent in range(0, 101, 20):
        at = y(percent / 100)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDE - 10}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" fill="#444">{percent} %</text>'
        )
    centre = y(found.centre)
    parts.append(f'<line x1="{_LEFT}" x2="{_WIDE - 10}" y1="{centre:.1f}" y2="{centre:.1f}" stroke="#777"/>')
    sizes = [most * (n + 1) / 80 for n in range(80)]
    for confidence, dashes in ((INNER, "3 3"), (OUTER, "8 4")):
        for end in (0, 1):
            points = " ".join(f"{x(size):.1f},{y(found.limits(size, confidence)[end]):.1f}" for size in sizes)
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="#777" stroke-dasharray="{dashes}"/>'
            )
    parts += [_svg_point(name, place, x(place.size), y(place.share)) for name, place in places.items()]
    axis = "independent answers that the audits tell as much as"
    parts.append(
        f'<text x="{_WIDE - 10}" y="{_HIGH - 8}" text-anchor="end" fill="#444">{axis}: 0 to {most:.0f}</text>'
    )
    return "\n".join([*parts, "</svg>"])


def _svg_point(name: str, place: Place, x: float, y: float) -> str:
    words = html.escape(one_line(name))
    unlike = place.word in (ABOVE, BELOW)
    turned = f' transform="rotate(45 {x:.1f} {y:.1f})"' if unlike else ""
    title = f"<title>{words}: {place.share:.0%}, {place.word}</title>"
    mark = (
        f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"{turned} fill="#c45500">{title}</rect>'
        if unlike
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d4f91">{title}</circle>'
    )
    anchor, aside = ("end", -8) if x > _WIDE - 120 else ("start", 8)
    return f'{mark}<text x="{x + aside:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{words}</text>'
