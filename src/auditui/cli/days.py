"""The command that counts working days, and says which it passed over."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer
from typer import Argument, Option

from auditui.cli.context import say, today
from auditui.core.text import number_of

app = typer.Typer()

Counting = StrEnum("Counting", ["after", "from"])


@app.command()
def days(
    start: Annotated[
        str, Argument(metavar="DATE", help="The day the count begins with, such as 2018-12-18.")
    ],
    number: Annotated[int, Argument(metavar="DAYS", help="How many working days.", min=0, max=5_000)],
    counting: Annotated[
        Counting, Option("--counting", help="after: the next day is day 1; from: the day itself is.")
    ] = Counting.after,
    stated: Annotated[
        str, Option("--stated", metavar="DATE", help="A date someone else came to: say how far off it is.")
    ] = "",
) -> None:
    """The day by which so many working days have passed, the days passed over, and the rule.

    \b
    auditui days 2018-12-18 70
    auditui days 2018-12-18 70 --counting from --stated 2019-03-29
    """
    from auditui.core import typed_dates, working_days  # noqa: PLC0415 - help counts no days

    first = typed_dates.read(start, today()).day
    last = working_days.add(first, number, counting.value)
    print(last.isoformat())
    how = (
        "the day after is day 1"
        if counting is Counting.after
        else "the day itself is day 1, if it is a working day"
    )
    say(
        f"{_day(first)} and {number_of(number, 'working day')}: {_day(last)}; {how}.",
        "Not counted are Saturdays, Sundays, Christmas Day, Good Friday and bank holidays in England (SI 2007/462 reg 1(2)).",
    )
    if holidays := working_days.holidays_between(first, last):
        say("Passed over: " + "; ".join(f"{_day(day)}, {name}" for day, name in holidays))
    if stated:
        other = typed_dates.read(stated, today()).day
        say(_compared(other, abs(working_days.between(last, other)), later=other > last))


def _day(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"


def _compared(stated: date, apart: int, *, later: bool) -> str:
    """Say how far a stated day is from the one counted; both stand side by side, and neither is corrected."""
    if not apart:
        return f"The stated day, {_day(stated)}, is as good as the same: no working day lies between."
    return f"The stated day, {_day(stated)}, is {number_of(apart, 'working day')} {'later' if later else 'earlier'}."
