"""Commands about the journal: its head, its proof, its tables."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui.cli.context import ByOption, ReasonOption, StoreOption, auditor, open_store, say, today
from auditui.cli.groups import group
from auditui.cli.printing import LISTED, Format, FormatOption, Listing, show
from auditui.cli.progress import Progress, proving
from auditui.core import typed_dates
from auditui.core.problem import Level, Problem
from auditui.core.text import number_of, one_line
from auditui.core.typed_dates import spoken
from auditui.report.table import Table, columns
from auditui.store.heads import parse

if TYPE_CHECKING:
    from auditui.store import Store

app = group("journal")


@app.command()
def head(listing: Listing = LISTED, store: StoreOption = None) -> None:
    """Print the heads: write down that of the store elsewhere, and `verify --head` proves what was there then."""
    with open_store(store, strict=False) as opened:
        heads = opened.heads()
        last = max((head.at for head in heads), default="")
        rows = (
            (str(opened.head()), sum(head.origin_seq for head in heads), last),
            *((str(head), head.origin_seq, head.at) for head in heads),
        )
        listing.show(
            Table("Journal head", columns("head: Head | entries: Entries | at: Written"), rows), opened
        )


@app.command()
def verify(
    written_down: Annotated[
        list[str] | None,
        Option("--head", metavar="HEAD", help="A head written down before: of the store, or of each desk."),
    ] = None,
    fail_on: Annotated[
        bool, Option("--fail-on/--no-fail-on", help="Exit with 1 if anything is found.")
    ] = True,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Check the file, every entry's chain, and that the tables follow from the journal.

    Whoever has the file can make all of it anew; only a head that somebody else wrote down shows that.

    \b
    auditui journal verify
    auditui journal verify --head store:6001:1793c38f...
    """
    against = [parse(text) for text in written_down or []]
    with open_store(store, strict=False) as opened:
        problems = opened.verify(against, proving())
        damaged = any(problem.level is Level.ERROR for problem in problems)
        if problems:
            # What is damaged is asked for nothing more.
            show(_table(problems, damaged=damaged), form, None if damaged else opened)
            if damaged and fail_on:
                raise typer.Exit(1)
        if not damaged:
            _say_what_is_proved(opened, by_head=bool(against))


def _say_what_is_proved(store: Store, *, by_head: bool) -> None:
    entries = sum(head.origin_seq for head in store.heads())
    say(
        f"Intact: {number_of(entries, 'entry', 'entries')}, every one in its place, and the tables say what they say."
    )
    if not by_head:
        say(
            "That its end was not cut off, nor all of it made anew, only a head written down elsewhere can show."
        )
    if os.name == "posix" and store.path.stat().st_mode & 0o077:
        say(f"Others on this computer can read the file or change it: chmod 600 {one_line(str(store.path))}")


def _table(problems: list[Problem], *, damaged: bool) -> Table:
    heading = columns("seq: Row | entry: Entry | level: Level | finding: Finding")
    rows = tuple((p.place.row or None, p.place.entry, p.level.value, p.message) for p in problems)
    return Table("Not intact" if damaged else "Remarks", heading, rows)


@app.command()
def redate(
    first: Annotated[int, Option("--from", metavar="NUMBER", help="The first of the desk's entries.")],
    last: Annotated[int, Option("--to", metavar="NUMBER", help="The last of them.")],
    day: Annotated[
        str, Option("--day", metavar="DATE", help="The day on which the first was really written.")
    ],
    reason: ReasonOption,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Put right the dates of entries written while this computer's clock was wrong; figures follow.

    \b
    auditui journal redate --from 41 --to 63 --day 2026-03-03 --reason "the clock was in 2031"
    """
    with open_store(store) as opened:
        read = typed_dates.read(day, today()).day
        opened.redate(first, last, read, reason, by=auditor(opened, by))
        say(f"Put right: entries {first} to {last} are dated from {spoken(read)} on.")


@app.command()
def rebuild(store: StoreOption = None) -> None:
    """Make every table again from the journal."""
    with open_store(store, strict=False) as opened:
        entries = opened.rebuild(Progress("Making all tables again from {} entries.", 20_000))
        say(f"Made all tables again from {number_of(entries, 'entry', 'entries')}.")
