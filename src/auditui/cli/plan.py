"""The command that prints the improvement plan, as of today or of a day gone by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import text_files, user_settings
from auditui.cli.context import open_reader, say, today
from auditui.cli.output import Output
from auditui.cli.progress import Progress
from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.plan import Plan
    from auditui.report.document import Logo

app = typer.Typer()
_LARGEST_PLAN = 2**19


@app.command()
def plan(
    output: Output,
    file: Annotated[
        Path | None, Argument(metavar="[FILE]", help="The plan, a TOML file; the example if left out.")
    ] = None,
    example: Annotated[
        bool, Option("--example", help="Print the example plan, to be changed and saved as your own.")
    ] = False,
    as_of: Annotated[
        str,
        Option(
            "--as-of",
            metavar="YYYY-MM-DD",
            help="As the figures stood at the end of this day, without what was written since.",
        ),
    ] = "",
) -> None:
    """The improvement plan: a page for each recommendation, its measures, and whether the curve has turned.

    \b
    auditui plan --example > plan.toml
    auditui plan plan.toml
    auditui plan plan.toml --format docx --out board.docx
    auditui plan plan.toml --as-of 2026-06-30 --out june.pdf
    """
    if example:
        print(_shipped(), end="")
        return
    from auditui.report import plan as plan_pages  # noqa: PLC0415 - help starts without it

    day = _day(as_of) if as_of else today()
    read, logo = _read(file)
    with open_reader(output.store) as store, output.released(store, "improvement plan", day) as release:
        if day < today():
            store.stand_as_of(day, Progress("Reading the journal as it stood then: {} entries.", 20_000))
        _say_strange_teams(read, store.values_of("team"))
        begins = user_settings.load().year_begins
        page, table = plan_pages.report(store, read, today=day, release=release, begins=begins, logo=logo)
        output.show(store, page, table, release)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("--as-of takes a day such as 2026-06-30") from None
    if day > today():
        raise typer.BadParameter(f"--as-of {text} is yet to come")
    return day


def _read(file: Path | None) -> tuple[Plan, Logo | None]:
    """Read a plan and its logo, or the example; say what a report still lacks."""
    from auditui.core import plan as plans  # noqa: PLC0415 - help starts without it

    if file is None:
        say("This is the example plan: auditui plan --example > plan.toml makes it yours.")
        return plans.parse(_shipped(), "the example plan"), None
    text = text_files.read(file, _LARGEST_PLAN, "auditui plan --example prints a plan")
    read, settings = plans.parse(text, file.name), user_settings.load()
    read = replace(read, council=read.council or settings.council)
    if untold := [part.title for part in read.recommendation if not part.story]:
        say(f'No story is told yet (story = "..." in the plan): {"; ".join(untold)}.')
    if not read.logo:
        return read, _logo(Path(settings.logo).expanduser(), read.council) if settings.logo else None
    if Path(read.logo).name != read.logo:
        hint = 'For example logo = "council.png"'
        raise AuditError("The plan's logo is the name of a file beside the plan", hint)
    return read, _logo(file.parent / read.logo, read.council)


def _say_strange_teams(plan: Plan, known: Sequence[str]) -> None:
    """Say which teams of the plan have no finished audit: they may be new, or misspelt."""
    named = {measure.team for part in plan.recommendation for measure in part.measure} - {"", *known}
    for team in sorted(named):
        say(
            f"No audit of a team {one_line(team, 60)!r} is finished. There are {', '.join(sorted(known)) or 'no teams yet'}."
        )


def _logo(path: Path, council: str) -> Logo:
    from auditui.intake import logo  # noqa: PLC0415 - few plans have one
    from auditui.report.document import Logo  # noqa: PLC0415 - as above

    return Logo(*logo.read(path), f"Logo of {council or 'the council'}")


def _shipped() -> str:
    from importlib.resources import files  # noqa: PLC0415 - few commands need it

    return (files("auditui") / "improvement-plan.toml").read_text(encoding="utf-8")
