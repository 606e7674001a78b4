"""Commands about the journal: its head, its proof, its tables."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from auditui.cli.context import (
    ByOption,
    Format,
    FormatOption,
    StoreOption,
    auditor,
    open_store,
    say,
    show,
    today,
)
from auditui.cli.groups import group
from auditui.cli.progress import Progress
from auditui.core import typed_dates
from auditui.core.errors import AuditError
from auditui.core.problem import Level
from auditui.core.typed_dates import spoken
from auditui.report.table import Table, columns
from auditui.store import Head

app = group("journal")


@app.command()
def head(form: FormatOption = Format.table, store: StoreOption = None) -> None:
    """Print the head: write it down elsewhere, and `verify --head` proves that the end was not cut off."""
    with open_store(store) as opened:
        rows = tuple((str(head), head.origin_seq, head.at) for head in opened.heads())
        show(
            Table("Journal head", columns("head: Head | entries: Entries | at: Written"), rows), form, opened
        )


@app.command()
def verify(
    heads: Annotated[
        list[str] | None, Option("--head", metavar="HEAD", help="A head written down before.")
    ] = None,
    fail_on: Annotated[
        bool, Option("--fail-on/--no-fail-on", help="Exit with 1 if anything is found.")
    ] = True,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Check every entry's chain and that the tables follow from the journal.

    \b
    auditui journal verify
    auditui journal verify --head 27c3e0e1065c:6001:1793c38f...
    """
    against = [_head(text) for text in heads or []]
    with open_store(store) as opened:
        problems = list(opened.verify(against, Progress("Reading {} entries, twice.", 20_000)))
        damaged = any(problem.level is Level.ERROR for problem in problems)
        if problems:
            heading = columns("seq: Row | entry: Entry | level: Level | finding: Finding")
            rows = tuple((p.place.row or None, p.place.entry, p.level.value, p.message) for p in problems)
            show(Table("Not intact" if damaged else "Remarks", heading, rows), form, opened)
            if damaged and fail_on:
                raise typer.Exit(1)
        if not damaged:
            entries = sum(head.origin_seq for head in opened.heads())
            say(f"Intact: {entries} entries, every one in its place, and the tables say what they say.")


def _head(text: str) -> Head:
    origin, _, rest = text.partition(":")
    number, _, digest = rest.partition(":")
    try:
        return Head(origin, int(number), "", bytes.fromhex(digest))
    except ValueError:
        raise AuditError("That is no journal head", "Give it as auditui journal head prints it") from None


@app.command()
def redate(
    first: Annotated[int, Option("--from", metavar="NUMBER", help="The first of the desk's entries.")],
    last: Annotated[int, Option("--to", metavar="NUMBER", help="The last of them.")],
    day: Annotated[
        str, Option("--day", metavar="DATE", help="The day on which the first was really written.")
    ],
    reason: Annotated[str, Option("--reason", help="Why; it is kept in the journal.")],
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
    with open_store(store) as opened:
        entries = opened.rebuild(Progress("Making all tables again from {} entries.", 20_000))
        say(f"Made all tables again from {entries} entries.")
