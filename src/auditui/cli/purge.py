"""The command that erases, by a case, a date or the settings' rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui import known_names
from auditui.cli.context import ByOption, StoreOption, auditor, open_store, say, today, typed_or
from auditui.cli.printing import Format, FormatOption, show
from auditui.cli.talk import tell
from auditui.core.codes import case_named
from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.core.retention import Rule
    from auditui.store import Store
    from auditui.store.purging import Purge

app = typer.Typer(rich_markup_mode=None)

_WORDS = {
    "audits": "audits, with their answers and notes",
    "actions": "actions",
    "additions": "additions to finished audits",
    "actions_done": "what closed actions",
    "action_changes": "changes of actions",
    "actions_dropped": "what dropped actions",
    "actions_reopened": "what opened actions again",
    "concerns": "immediate concerns",
    "concerns_answered": "answers to concerns",
    "concern_additions": "additions to concerns",
    "frames": "case lists",
    "frames_removed": "removals of case lists",
    "cases": "cases of case lists",
    "holds": "holds that are over",
    "holds_released": "what released holds",
}
_UNDONE = "This cannot be undone, and no backup made by this program will give it back."


_CaseOption = Annotated[
    str,
    Option(
        "--case",
        callback=typed_or,
        metavar="REFERENCE",
        help="All about one case; - reads it from the keyboard or a pipe.",
    ),
]


@app.command()
def purge(
    case: _CaseOption = "",
    before: Annotated[
        str, Option("--before", metavar="DATE", help="All that had come to its end before this day.")
    ] = "",
    by_rule: Annotated[bool, Option("--by-rule", help="What the settings' [keep] no longer keeps.")] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Say what would go, and change nothing.")] = False,
    yes: Annotated[bool, Option("--yes", help="Do not ask.")] = False,
    by: ByOption = None,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Erase for good: by case, by date, or by the years in the settings. Counts of finished audits stay.

    Cases that are held are left, and so are audits with an unanswered concern unless their case is named.

    \b
    auditui purge --by-rule --dry-run
    auditui purge --case LC-20417
    auditui purge --before 2020-04-01 --yes
    """
    from auditui.store import purging  # noqa: PLC0415 - help lists this command too

    rules = _rules(case, before, by_rule=by_rule)
    with open_store(store) as opened:
        plan = purging.to_purge(opened, rules)
        if not plan.subjects:
            _say_nothing_goes(plan, form, opened)
            return
        show(_table(plan), form, opened)
        if dry_run:
            say(*(f"Would go too, as it holds them: {copy}" for copy in plan.copies))
            return
        if not (yes or _agreed()):
            raise typer.Exit(1)
        _say_what_went(purging.purge(opened, rules, by=auditor(opened, by), backup_folder=_folder(opened)))
        known_names.forget(opened)


def _say_nothing_goes(plan: Purge, form: Format, store: Store) -> None:
    """Say it in a sentence; data stays data."""
    if form is not Format.table:
        show(_table(plan), form, store)
    else:
        say(*_staying(plan))
    say("Nothing to erase.")


def _folder(store: Store) -> Path | None:
    """Return where a fresh backup belongs: nowhere where none are kept."""
    from auditui import user_settings  # noqa: PLC0415 - help lists this command too
    from auditui.store import files  # noqa: PLC0415

    settings = user_settings.load()
    return (
        files.backups(store.path, settings.backup_folder)
        if settings.backups and not store.made_up()
        else None
    )


def _say_what_went(done: Purge) -> None:
    """Say what was erased, which copies went with it, what stands in their place, and what nobody but a person can remove."""
    say(
        f"Erased {number_of(done.subjects, 'record')}; the journal says so, and auditui journal verify shows it."
    )
    say(*(f"Removed, as it held them: {copy}" for copy in done.copies))
    if done.fresh:
        entries = number_of(done.fresh.entries, "entry", "entries")
        say(f"Today's backup is of what is left: {done.fresh.path}, {entries}, every one in its place.")
    say(
        "Backups made with auditui backup, copies elsewhere, exports and printed pages are out of its reach: remove them yourself."
    )


def _rules(case: str, before: str, *, by_rule: bool) -> list[Rule]:
    from auditui import user_settings  # noqa: PLC0415 - help lists this command too
    from auditui.core import retention, typed_dates  # noqa: PLC0415

    if sum(map(bool, (case, before, by_rule))) != 1:
        raise typer.BadParameter("name one of --case, --before and --by-rule")
    if case:
        return retention.about_case(case_named(case))
    if before:
        day = typed_dates.read(before, today()).day
        say(f"Before {typed_dates.spoken(day)}.")
        return retention.finished_before(day)
    return retention.of_settings(user_settings.load().keep, today())


def _table(plan: Purge) -> Table:
    """Return what goes by what it is, and say what stays."""
    rows = tuple((_WORDS[table], number) for table, number in plan.going.items())
    return Table("To be erased", columns("what: What | number: Number"), rows, _staying(plan))


def _staying(plan: Purge) -> tuple[str, ...]:
    """Say how many of the audits that go are of another reference now, how many records stay, and why."""
    words = []
    if plan.corrected:
        several = "of these audits have another reference now, and had this one before they were corrected."
        one = "of these audits has another reference now, and had this one before it was corrected."
        words.append(number_of(plan.corrected, one, several))
    if plan.held:
        several = "audits and listed cases stay, since their case is held."
        words.append(number_of(plan.held, "audit or listed case stays, since its case is held.", several))
    if plan.unanswered:
        kept = number_of(plan.unanswered, "audit stays", "audits stay")
        words.append(f"{kept}, since an immediate concern is not answered.")
    return tuple(words)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise AuditError("Nothing was erased: nobody could be asked", "Give --yes where no terminal is")
    say(_UNDONE)
    tell("Type erase to go on: ", end="")
    agreed = sys.stdin.readline().strip() == "erase"
    if not agreed:
        say("Nothing was erased.")
    return agreed
