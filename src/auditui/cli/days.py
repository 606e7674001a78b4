"""The command that counts working days, says which it passed over, and keeps deadlines that others stated too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui.cli.context import (
    ByOption,
    StoreOption,
    auditor,
    only_id,
    open_reader,
    open_store,
    say,
    today,
)
from auditui.cli.printing import Format, FormatOption, show
from auditui.core.text import number_of

if TYPE_CHECKING:
    from collections.abc import Collection

app = typer.Typer()

Counting = StrEnum("Counting", ["after", "from"])


@dataclass(frozen=True)
class Beside:
    """What stands beside a count: a day that somebody stated, and whether both are kept."""

    stated: Annotated[
        str, Option("--stated", metavar="DATE", help="A date someone else came to: say how far off it is.")
    ] = ""
    keep: Annotated[
        str,
        Option(
            "--keep", metavar="NAME", help="Keep the stated day beside the computed one, under this name."
        ),
    ] = ""
    take_back: Annotated[
        str,
        Option("--take-back", metavar="ID", help="Show a kept deadline no longer; it stays in the journal."),
    ] = ""
    form: FormatOption = Format.table
    by: ByOption = None
    store: StoreOption = None

    def check(self, start: str, *, closing: bool) -> None:
        """Refuse what cannot be said together."""
        if bool(start) == bool(self.take_back) or (not start and (self.stated or self.keep)):
            raise typer.BadParameter("a count begins with a DATE and DAYS; --take-back stands alone")
        if self.keep and (closing or not self.stated):
            raise typer.BadParameter("--keep keeps a day given with --stated, counted without --closing")


@app.command()
def days(
    beside: Beside,
    start: Annotated[
        str, Argument(metavar="DATE", help="The day the count begins with, such as 2018-12-18.")
    ] = "",
    number: Annotated[int, Argument(metavar="DAYS", help="How many working days.", min=0, max=5_000)] = 0,
    counting: Annotated[
        Counting, Option("--counting", help="after: the next day is day 1; from: the day itself is.")
    ] = Counting.after,
    closing: Annotated[
        bool,
        Option("--closing", help="Pass over the closing days of the settings too; a regulation does not."),
    ] = False,
) -> None:
    """The day by which so many working days have passed, the days passed over, and the rule. Alone: the deadlines kept.

    \b
    auditui days 2018-12-18 70
    auditui days 2018-12-18 70 --counting from --stated 2019-03-29
    auditui days 2018-12-18 70 --stated 2019-03-28 --keep "Statement of action"
    auditui days
    """
    if not (start or beside.take_back or beside.stated or beside.keep):
        _show_kept(beside)
        return
    beside.check(start, closing=closing)
    if beside.take_back:
        _take_back(beside)
        return
    first, other = _counted(start, number, counting, beside.stated, closing=closing)
    if beside.keep and other:
        _keep(beside, (first.isoformat(), number, counting.value, other.isoformat()))


def _keep(beside: Beside, counted: tuple[str, int, str, str]) -> None:
    from auditui.cli import watched  # noqa: PLC0415 - few counts are kept
    from auditui.core.audits.deadlines import DeadlineStated  # noqa: PLC0415 - as above
    from auditui.store import new_id  # noqa: PLC0415 - as above

    with open_store(beside.store, create=True) as opened:
        kept = DeadlineStated(new_id(), beside.keep.strip(), *counted)
        watched.record(opened, kept, by=auditor(opened, beside.by))
    say("Kept: auditui days shows both, and so do the programme and its calendar.")


def _counted(
    start: str, number: int, counting: Counting, stated: str, *, closing: bool
) -> tuple[date, date | None]:
    """Count and say it; return the first day, and the one stated if one was."""
    from auditui import user_settings  # noqa: PLC0415 - help counts no days
    from auditui.core import typed_dates, working_days  # noqa: PLC0415 - as above

    first = typed_dates.read(start, today()).day
    closed = user_settings.load().closed if closing else frozenset()
    last = working_days.add(first, number, counting.value, closed)
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
    if closing:
        say(_closed(first, last, closed))
    if not stated:
        return first, None
    other = typed_dates.read(stated, today()).day
    say(_compared(other, abs(working_days.between(last, other, closed=closed)), later=other > last))
    return first, other


def _closed(first: date, last: date, closed: Collection[date]) -> str:
    """Say which of the council's closing days were passed over."""
    from auditui.core import working_days  # noqa: PLC0415 - help counts no days

    over = [day for day in sorted(closed) if first < day <= last and working_days.is_working_day(day)]
    words = "; ".join(map(_day, over)) or "none of them falls into this time"
    return f"Closing days of the settings, which no regulation knows: {words}"


def _show_kept(beside: Beside) -> None:
    from auditui.report.programme import deadlines  # noqa: PLC0415 - most count days

    with open_reader(beside.store) as opened:
        kept = opened.deadlines()
        show(deadlines(kept), beside.form, opened)
        if not kept:
            say("No deadline is kept: auditui days 2018-12-18 70 --stated 2019-03-28 --keep NAME keeps one.")


def _take_back(beside: Beside) -> None:
    from auditui.core.audits.deadlines import DeadlineTakenBack  # noqa: PLC0415 - most count days
    from auditui.store import new_id  # noqa: PLC0415 - as above

    several, none = "More than one deadline begins so", "There is no such deadline, or it was taken back"
    with open_store(beside.store) as opened:
        kept = {deadline.id: deadline.what for deadline in opened.deadlines()}
        named = only_id(kept, beside.take_back, several, none, "auditui days --format json shows their ids")
        opened.record(DeadlineTakenBack(new_id(), named), by=auditor(opened, beside.by))
        say(f"Taken back: {kept[named]}.")


def _day(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"


def _compared(stated: date, apart: int, *, later: bool) -> str:
    """Say how far a stated day is from the one counted; both stand side by side, and neither is corrected."""
    if not apart:
        return f"The stated day, {_day(stated)}, is as good as the same: no working day lies between."
    return f"The stated day, {_day(stated)}, is {number_of(apart, 'working day')} {'later' if later else 'earlier'}."
