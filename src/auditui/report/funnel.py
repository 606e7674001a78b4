"""The funnel of groups in words, columns and pictures: which of them is unlike the others, as far as can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.periods import MONTH, QUARTER, YEAR
from auditui.figures import summary as summaries
from auditui.figures.disclosure import OF_MET
from auditui.figures.funnel import ABOVE, AUDITS, BELOW, GROUPS, INNER, OUTER, Funnel, Place, funnel
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import PARTS
from auditui.report import drawing
from auditui.report.charts import meaning
from auditui.report.document import Document, Figure, Paragraph
from auditui.report.notes import by_practice
from auditui.report.scope import Scope, scoped
from auditui.report.sharing import key_to_hidden, proportion
from auditui.report.summary import named
from auditui.report.table import Column, Table, Value, columns

if TYPE_CHECKING:
    from auditui.figures.releases import Release
    from auditui.figures.summary import Row
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_COLUMNS = columns(
    "audits: Audits | met: (Met) | counted: (Counted) | met_of_counted: <Met> | percent: % | inner_low: (95 % low)"
    "| inner_high: (95 % high) | outer_low: (99.8 % low) | outer_high: (99.8 % high) | expected: <Expected> | word: Reading"
)


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
    picture = Figure(_drawing(table.title, found, drawn), f"{table.title}. {said}")
    blocks = (picture, Paragraph(said, "strong"), table)
    return Document(table.title, blocks, picture.drawing, (said, str(Scope(selection)))), table


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


def _drawing(title: str, found: Funnel, places: dict[str, Place]) -> drawing.Funnel:
    """Return the funnel as it is drawn: the groups that are shown, and limits for every size up to a tenth above the largest."""
    most = 1.1 * max(place.size for place in places.values())
    sizes = [most * (n + 1) / 80 for n in range(80)]
    inner, outer = (
        tuple((size, *found.limits(size, confidence)) for size in sizes) for confidence in (INNER, OUTER)
    )
    dots = tuple(
        drawing.Dot(name, place.size, place.share, place.word, meaning(place.word), place.inner, place.outer)
        for name, place in places.items()
    )
    along = "Independent answers that a group's audits tell as much as"
    return drawing.Funnel(
        title, dots, found.centre, inner, outer, "% of answers that meet the standard", along
    )
