"""A trend as lines of styled text, and as a file that leaves the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui import outgoing
from auditui.figures import verdicts
from auditui.report.charts import course
from auditui.report.forms import written
from auditui.report.notes import noted_causes
from auditui.report.terminal_chart import lines as chart_lines
from auditui.report.trend import as_document, as_table, in_short, sentence, sentences_of, title
from auditui.ui.lines import block, columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from auditui.figures.trend import Trend
    from auditui.report.scope import Imprint
    from auditui.ui.lines import Line

FORMS = (".html", ".csv", ".json", ".svg", ".md")
#: Lines that a screen needs for the verdicts with their counts; with fewer they are said in a line each.
_ROOMY = 30
_LOOKS = {
    verdicts.BETTER: "better",
    verdicts.WORSE: "worse",
    verdicts.NO_CHANGE: "strong",
    verdicts.TOO_FEW: "dim",
}


def chart(trend: Trend, width: int, height: int, own_use: str, *, large: bool) -> list[Line]:
    """Return the picture of a trend, its verdict, and the remark `own_use`; without finished audits the verdict."""
    both = (trend.verdicts.beginning, trend.verdicts.lately)
    said = sentence if height >= _ROOMY else in_short
    verdict: list[Line] = [
        line
        for reading, words in zip(both, sentences_of(trend, said), strict=True)
        for line in block(words, width - 2, _LOOKS[reading.word])
    ]
    if not trend.segments:
        return verdict
    verdict += [line for words in noted_causes(trend) for line in block(words, width - 2, "dim")]
    levels = height - len(verdict) - 7 if large else min(max(height - len(verdict) - 13, 5), 11)
    picture = chart_lines(course(trend, title(trend)), width - 2, levels)
    return [*picture, *verdict, [(own_use, "dim")]]


def period_rows(trend: Trend, width: int) -> list[Line]:
    """Return the periods of a trend, a line each."""
    table = as_table(trend)
    names = [column.name for column in table.columns]
    lines: list[Line] = []
    widest = max((len(period.label) for period, _ in trend.periods), default=0)
    for values in table.rows:
        row = dict(zip(names, values, strict=True))
        cells = [
            *(
                (str(row["period"]), max(widest, 8)),
                (str(row["met_of_counted"]), 14),
                (f"{row['percent']:.0f} %", 6),
            ),
            *((str(row["interval"]), 8), (str(row["signals"]), 60)),
        ]
        lines.append([(columns(cells, width - 3), "")])
    return lines


def write(trend: Trend, path: Path, *, made_up: bool, imprint: Imprint, ready: Callable[[], None]) -> None:
    """Write a trend to a new file in the form its name says, with its imprint; AuditError if that cannot be done.

    `ready` is called once it is written, before it has its name.
    """
    page = as_document(trend).headed(made_up=made_up, imprint=str(imprint))
    outgoing.write(path, written(page, imprint.on(as_table(trend)), path.suffix[1:]), ready=ready)
