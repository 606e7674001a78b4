"""Commands about audits."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from auditui import places
from auditui.cli import amending, second
from auditui.cli.audit_export import export
from auditui.cli.context import (
    ByOption,
    IdArgument,
    ReasonOption,
    StoreOption,
    auditor,
    open_looking,
    open_store,
    say,
    today,
    typed_or,
)
from auditui.cli.groups import group
from auditui.cli.printing import LISTED, Format, FormatOption, Listing, show
from auditui.core.audits.states import STATES
from auditui.core.errors import AuditError, StoreError
from auditui.core.scale import FOUR_WORDS
from auditui.core.text import number_of
from auditui.figures.tallies import Selection
from auditui.report.audit_list import audit_list
from auditui.report.table import Table, columns

app = group("audit")
app.command()(export)

#: Most bytes of JSON lines that are read at once.
_MOST_LINES = 16 * 2**20


@app.command()
def new(
    checklist_id: Annotated[str, Argument(metavar="CHECKLIST", help="The checklist's id.")],
    case: Annotated[
        str,
        Argument(metavar="CASE", callback=typed_or, help="The case reference; - reads it from the keyboard."),
    ],
    team: Annotated[
        str, Option("--team", help="The child's team; taken from the case list if it is there.")
    ] = "",
    event: Annotated[str, Option("--event", metavar="DATE", help="The date of the event audited.")] = "",
    again: Annotated[
        bool, Option("--again", help="Begin another audit of a case that has a draft with this checklist.")
    ] = False,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Begin an audit; its id is printed.

    \b
    auditui audit new pathway-plan 1042 --by A17
    auditui audit new strategy-discussion C-104 --event 2026-03-02 --team North --by A17
    """
    from auditui import user_settings  # noqa: PLC0415 - the list starts without it
    from auditui.cli.watched import refuse_person, say_named_references  # noqa: PLC0415
    from auditui.core import codes, typed_dates  # noqa: PLC0415
    from auditui.intake import checklist_folder  # noqa: PLC0415 - the list starts without it
    from auditui.report import audited_before  # noqa: PLC0415 - the list starts without it

    ref = codes.case_reference(case, user_settings.load().reference)
    event = typed_dates.read(event, today()).day.isoformat() if event else ""
    with open_store(store, create=True) as opened:
        checklist = checklist_folder.find(checklist_id, opened.checklists(), places.checklists().path)
        listed = opened.listed_case(ref, checklist.theme, event)
        known, listed_day = (listed.team, listed.event) if listed else ("", "")
        in_team = opened.team_known_as(codes.team_name(team or known or opened.team_of(ref)))
        refuse_person(opened, in_team)
        say_named_references(ref)
        who, day = auditor(opened, by), event or listed_day
        say(*audited_before.insist(opened, ref, checklist, day, again=again))
        print(opened.begin_audit(checklist, case=ref, team=in_team, event=day, listed=listed, by=who))


@app.command("list")
def list_(
    state: Annotated[str, Option("--state", help=f"Only audits in this state: {', '.join(STATES)}.")] = "",
    team: Annotated[str, Option("--team", help="Only this team.")] = "",
    by: Annotated[str, Option("--by", metavar="CODE", help="Only this auditor's.")] = "",
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """All audits, the one changed last first."""
    if state not in ("", *STATES):
        raise typer.BadParameter(f"--state is one of {', '.join(STATES)}")
    selected = Selection(team=team, auditor=by.upper()), (state,) if state else ()
    with open_looking(store) as opened, opened.one_view():
        number = opened.number_of_audits(*selected)
        listing.show(audit_list(number, lambda: opened.audit_lines(*selected)), opened)
        if not number and (state or team or by):
            say("No audit here is of that kind.")
        elif not number:
            say("No audits here: auditui audit new CHECKLIST CASE begins one.")


@app.command("show")
def show_(audit: IdArgument, listing: Listing = LISTED, store: StoreOption = None) -> None:
    """One audit, by its id or case reference: every answer, the sum, concerns, closing texts; at a terminal actions too."""
    from auditui.report import audits, feedback  # noqa: PLC0415 - the list starts without it

    with open_looking(store) as opened:
        shown = opened.audit_to_see(opened.audit_id(audit))
        checklist, follow = opened.checklist(shown.checklist), feedback.followed(opened, shown.id)
        page = audits.audit_page(checklist, shown, follow.concerns, follow.added)
        listing.show(page, opened, lambda: feedback.full_record(checklist, shown, follow))


@app.command()
def finish(
    audit: IdArgument,
    judgement: Annotated[
        str, Option("--judgement", help=f"A grade of its scale, as {', '.join(FOUR_WORDS.ids[::-1])}.")
    ] = "",
    reason: Annotated[
        str,
        Option(
            "--reason",
            callback=typed_or,
            help="Why; required where it differs from what the sum indicates. - reads it from the keyboard.",
        ),
    ] = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Finish an audit whose items are all answered."""
    from auditui.cli.json_lines import at_once  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        with at_once(opened, audit_id, auditor(opened, by)) as work:
            if judgement:
                work.judge(judgement)
            if reason:
                work.note("reason", reason)
            work.finish()
        say(f"Finished {audit_id}.")


@app.command()
def reopen(
    audit: IdArgument,
    reason: ReasonOption,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Open a finished audit again; it counts as it was finished until it is finished again."""
    from auditui.cli.watched import working  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        work = working(opened, audit_id, auditor(opened, by))
        work.reopen(reason)
        say(f"Reopened {audit_id}.", *work.blockers)


@app.command()
def move(
    audit: IdArgument,
    to: Annotated[int, Option("--to", metavar="VERSION", help="The version to go on with.")],
    yes: Annotated[bool, Option("--yes", help="Move it without asking.")] = False,
    by: ByOption = None,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Move an open audit to another version of its checklist, after listing what becomes of its answers.

    Notes stay, whatever becomes of their item; answers that are lost or asked again stay in the journal.

    \b
    auditui audit move 3f2a --to 2
    auditui audit move 3f2a --to 2 --yes --by A17
    """
    from auditui.core.checklists import moving  # noqa: PLC0415 - the list starts without it
    from auditui.report.audits import move_table  # noqa: PLC0415 - the list starts without it
    from auditui.store import session  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        moved = opened.audit(opened.audit_id(audit))
        if not moved.open:
            raise AuditError("This audit is finished", "Reopen it, with a reason, to move it")
        now = opened.checklist(moved.checklist)
        versions = {v.version: v for v in opened.versions(now.id)}
        if to not in versions:
            there = ", ".join(map(str, versions))
            raise AuditError(f"{now.id} has no version {to} in this store", f"It has {there}")
        target = versions[to]
        change = moving.move(list(versions.values()), now, target, moved.answers)
        show(move_table(now, target, moved, change), form, opened)
        terminal = sys.stdin.isatty()
        if not yes and not (terminal and _read_line("Move it? y, or Enter: no ").strip().casefold() == "y"):
            say("Not moved." if terminal else "Not moved: --yes moves it.")
            return
        session(opened, moved.id, auditor(opened, by)).move(target, (*change.again, *change.lost))
        say(f"Moved {moved.id} to {target.name}.")


@app.command("score")
def score_(
    audit: IdArgument,
    jsonl: Annotated[
        Path | None,
        Option("--jsonl", metavar="FILE", help="Answers as JSON lines from a file; - is stdin."),
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Score an audit in plain lines: for screen readers, braille displays and scripts.

    The keys are those of the scoring screen; ? lists them. Either can go on where the other stopped.

    \b
    auditui audit score 3f2a
    auditui audit score 3f2a --jsonl answers.jsonl
    echo '{"item": "child-voice", "value": "met"}' | auditui audit score 3f2a --jsonl -
    """
    from auditui import text_files, user_settings  # noqa: PLC0415 - the list starts without it
    from auditui.cli.json_lines import apply_lines, at_once  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        who = auditor(opened, by)
        if jsonl is None:
            from auditui.cli.line_mode import LineMode  # noqa: PLC0415 - only this command asks

            settings, tell = user_settings.load(), partial(print, flush=True)
            line_mode = LineMode(opened, audit_id, by=who, settings=settings, read=_read_line, tell=tell)
            line_mode.run()
            if line_mode.unsaved:
                raise StoreError(
                    f"{line_mode.unsaved} of these lines could not be saved",
                    "Give them again once the store can be written",
                )
            return
        text = text_files.read(jsonl, _MOST_LINES, "It is a text file in UTF-8, an object a line")
        with at_once(opened, audit_id, who) as work:
            kept = apply_lines(work, text.splitlines())
        say(f"Kept {kept} lines.")


def _read_line(prompt: str) -> str:
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        print()
        raise EOFError
    if not sys.stdin.isatty():
        print()  # nobody's Enter has ended the line of the prompt
    return line.rstrip("\n")


@app.command("check-text")
def check_text(
    fail_on: Annotated[bool, Option("--fail-on", help="Exit with 1 if anything is found.")] = False,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """Every text that is kept in which something looks like a person, what was said before among them; no text is printed.

    \b
    auditui audit check-text
    auditui audit check-text --fail-on --format json
    """
    from auditui.cli.watched import people_in  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        rows = tuple(people_in(opened))
        heads = columns(
            "audit: Audit | item: Item | note: Note | looks_like: Looks like | from: From | to: To"
        )
        listing.show(Table("What looks like a person", heads, rows), opened)
        texts = number_of(len({row[:3] for row in rows}), "text")
        say(
            f"{len(rows)} found in {texts}, earlier wordings among them. They are warnings: some will be wrong, and some will be missed."
        )
        if rows and fail_on:
            raise typer.Exit(1)


app.registered_commands += (*amending.app.registered_commands, *second.app.registered_commands)
