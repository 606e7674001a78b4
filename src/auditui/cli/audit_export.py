"""The command that writes an audit as a document."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from auditui.cli.context import (
    ForceOption,
    OutOption,
    PageFormat,
    PageFormatOption,
    StoreOption,
    form_of,
    open_reader,
    say,
    show_page,
    today,
)


def export(
    audit: Annotated[str, Argument(metavar="AUDIT", help="The audit's id, or its beginning.")],
    full: Annotated[
        bool, Option("--full", help="The whole record: every answer, what was written, the sum, concerns.")
    ] = False,
    form: PageFormatOption = PageFormat.table,
    out: OutOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
) -> None:
    """One audit as a document: the feedback sheet for worker and supervision, or with --full the whole record.

    The sheet has the strengths first, then what to change with the standard it missed, the actions, and room for the reply.
    Immediate concerns are only in the whole record.

    \b
    auditui audit export 3f2a --out feedback.docx
    auditui audit export 3f2a --full --out record.html
    auditui audit export 3f2a --format md
    """
    from auditui.core import identifiers  # noqa: PLC0415 - help starts without it
    from auditui.report import feedback  # noqa: PLC0415 - as above
    from auditui.report.audits import audit_page  # noqa: PLC0415 - as above
    from auditui.report.scope import Imprint  # noqa: PLC0415 - as above
    from auditui.report.table import MADE_UP  # noqa: PLC0415 - as above

    with open_reader(store) as opened:
        shown = opened.audit(opened.audit_id(audit))
        checklist, actions = opened.checklist(shown.checklist), opened.actions(shown.id)
        concerns = opened.concerns(shown.id)
        page = (
            feedback.full_record(checklist, shown, actions, concerns)
            if full
            else feedback.feedback_sheet(checklist, shown, actions)
        )
        made_up, head = opened.made_up(), str(opened.head())
    leaves = out is not None or form_of(out, form) != PageFormat.table
    imprint = str(Imprint(head, today().isoformat())) if leaves else ""
    headed = page.headed(made_up=made_up, imprint=imprint)
    show_page(headed, audit_page(checklist, shown, concerns), form, out, force=force)
    if made_up:
        say(MADE_UP)
    if persons := sum(bool(identifiers.find(text)) for text in feedback.texts(shown, actions)):
        say(
            f"{persons} of its texts hold something that looks like a person: auditui audit check-text says where."
        )
