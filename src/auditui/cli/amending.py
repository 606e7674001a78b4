"""Commands that say again, differently, what was said of audits and case lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui.cli.context import (
    ByOption,
    IdArgument,
    ReasonOption,
    StoreOption,
    auditor,
    only_id,
    open_looking,
    open_store,
    say,
    today,
    typed_or,
)
from auditui.cli.printing import LISTED, Listing
from auditui.core.errors import AuditError
from auditui.core.text import number_of

if TYPE_CHECKING:
    from auditui.store import Store

#: They go into the group of `audit`.
app = typer.Typer(rich_markup_mode=None)


@app.command()
def withdraw(audit: IdArgument, reason: ReasonOption, by: ByOption = None, store: StoreOption = None) -> None:
    """Take an audit out of lists and figures, a draft or a finished one; it stays in the journal.

    \b
    auditui audit withdraw 3f2a --reason "begun twice"
    """
    from auditui.cli.watched import working  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        work = working(opened, audit_id, auditor(opened, by))
        work.withdraw(reason)
        say(f"Withdrawn {audit_id}. auditui audit restore {audit_id[:8]} --reason '…' brings it back.")
        if work.concerns:
            say("Its immediate concern is not answered, and stays on the first screen.")


@app.command()
def restore(audit: IdArgument, reason: ReasonOption, by: ByOption = None, store: StoreOption = None) -> None:
    """Bring a withdrawn audit back as it was.

    \b
    auditui audit list --state withdrawn
    auditui audit restore 3f2a --reason "it was the other one"
    """
    from auditui.cli.watched import working  # noqa: PLC0415 - as above

    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        work = working(opened, audit_id, auditor(opened, by))
        work.restore(reason)
        say(f"Brought back {audit_id}: {work.audit.state}.")


@app.command()
def correct(
    audit: IdArgument,
    reason: ReasonOption,
    case: Annotated[str, Option("--case", help="The reference as it should be.")] = "",
    team: Annotated[str, Option("--team", help="The child's team as it should be.")] = "",
    event: Annotated[str, Option("--event", metavar="DATE", help="The date of the event audited.")] = "",
    no_event: Annotated[bool, Option("--no-event", help="It is not about an event.")] = False,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Put right the reference, team or event date of an audit, open or finished; figures follow.

    What a case list says of the child is read again for the reference and date there are then.

    \b
    auditui audit correct 3f2a --team North --reason "the team before the move"
    auditui audit correct 3f2a --case LC-20417 --reason "mistyped"
    """
    from auditui import user_settings  # noqa: PLC0415 - the list starts without it
    from auditui.cli.watched import refuse_person, working  # noqa: PLC0415 - as above
    from auditui.core import codes, typed_dates  # noqa: PLC0415 - as above
    from auditui.store import corrected  # noqa: PLC0415 - as above

    ref = codes.case_reference(case, user_settings.load().reference) if case else ""
    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        work = working(opened, audit_id, auditor(opened, by))
        now = work.audit
        day = "" if no_event else now.event
        if event and not no_event:
            day = typed_dates.read(event, today()).day.isoformat()
        if team:
            refuse_person(opened, team := opened.team_known_as(codes.team_name(team)))
        corrected(opened, work, reason, case=ref or now.case, team=team or now.team, event=day)
        said = (work.audit.case, work.audit.event, work.audit.team)
        say(f"Corrected {audit_id}: {', '.join(filter(None, said))}.")


@app.command()
def add(
    audit: IdArgument,
    reply: Annotated[str, Option("--reply", callback=typed_or, help="The worker's reply.")] = "",
    supervision: Annotated[
        str,
        Option("--supervision", callback=typed_or, help="When it was talked through in supervision."),
    ] = "",
    feedback: Annotated[
        str, Option("--feedback", callback=typed_or, help="What child or family say of the work.")
    ] = "",
    replaces: Annotated[
        str, Option("--replaces", metavar="ID", help="The addition in whose place this one stands.")
    ] = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Add to a finished audit what comes later, without opening it again; it keeps its own day.

    \b
    auditui audit add 3f2a --reply "Agreed; the plan was changed on 4 March."
    auditui audit add 3f2a --supervision 2026-03-09
    """
    from auditui.cli.watched import working  # noqa: PLC0415 - the list starts without it

    texts = (("feedback", feedback), ("reply", reply), ("supervision", supervision))
    given = {about: text for about, text in texts if text.strip()}
    if not given:
        raise AuditError("What is to be added?", "Give --reply, --supervision or --feedback")
    if replaces and len(given) > 1:
        raise AuditError("One text stands in the place of one", "Give what --replaces names and no other")
    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        work = working(opened, audit_id, auditor(opened, by))
        follows = _replaced(opened, audit_id, replaces) if replaces else ""
        for about, text in given.items():
            work.add(about, text, follows)
        say(f"Added to {audit_id}.")


def _replaced(opened: Store, audit_id: str, beginning: str) -> str:
    ids = (added.id for added in opened.additions(audit_id))
    hint = "auditui audit show --format json names them"
    return only_id(ids, beginning, "More than one begins so", "There is no such addition", hint)


@app.command()
def history(audit: IdArgument, listing: Listing = LISTED, store: StoreOption = None) -> None:
    """All that was said about an audit, who said it and when, the newest last: answers, texts, actions, concerns, reasons.

    \b
    auditui audit history 3f2a
    """
    from auditui.report.history import history_table  # noqa: PLC0415 - the list starts without it

    with open_looking(store) as opened:
        shown = opened.audit_to_see(opened.audit_id(audit))
        checklist = opened.checklist(shown.checklist)
        listing.show(history_table(checklist, shown, opened.whole_history(shown.id)), opened)


@app.command("next")
def next_(
    audit: IdArgument,
    case: Annotated[str, Argument(metavar="CASE", help="The next child's case reference.")],
    again: Annotated[
        bool, Option("--again", help="Begin another audit of a case that has a draft with this checklist.")
    ] = False,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Begin the audit of another child of the same event from this one; its id is printed.

    Checklist, event and team go along, and the answers to items that the checklist marks as common to the children.

    \b
    auditui audit next 3f2a LC-20418
    """
    from auditui import user_settings  # noqa: PLC0415 - the list starts without it
    from auditui.core.codes import case_reference  # noqa: PLC0415 - as above
    from auditui.report import audited_before  # noqa: PLC0415 - as above
    from auditui.store import begin_next  # noqa: PLC0415 - as above

    ref = case_reference(case, user_settings.load().reference)
    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        now = opened.audit(audit_id)
        said = audited_before.insist(opened, ref, opened.checklist(now.checklist), now.event, again=again)
        begun = begin_next(opened, audit_id, ref, by=auditor(opened, by))
        along = len(opened.audit(begun).answers)
        say(*said, f"{number_of(along, 'common answer goes', 'common answers go')} along.")
    print(begun)


@app.command()
def take(
    audit: IdArgument,
    reason: ReasonOption,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Go on, on this desk, with an audit that a colleague began on another.

    What is written about it on the other desk from now on is kept, shown by `journal verify`, and counts for nothing.
    """
    from auditui.cli.watched import say_people  # noqa: PLC0415 - the list starts without it

    with open_store(store) as opened:
        audit_id = opened.audit_id(audit)
        opened.take(audit_id, reason, by=auditor(opened, by))
        say_people(reason)
        say(f"Audit {audit_id} goes on here.")
