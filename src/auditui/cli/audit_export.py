"""The command that writes an audit as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from auditui.cli.context import IdArgument, StoreOption, open_looking, say
from auditui.cli.printing import (
    ForceOption,
    ListFormat,
    ListFormatOption,
    OutOption,
    TemplateOption,
    form_of,
    imprint_of,
    show_page,
)

if TYPE_CHECKING:
    from auditui.report.document import Document
    from auditui.report.table import Table
    from auditui.store import Reader

_FullOption = Annotated[
    bool,
    Option("--full", help="The whole record: every answer, what was written, the sum, immediate concerns."),
]


def export(
    audit: IdArgument,
    full: _FullOption = False,
    form: ListFormatOption = ListFormat.table,
    out: OutOption = None,
    template: TemplateOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
) -> None:
    """One audit as a document: the feedback sheet for worker and supervision, or the whole record.

    The sheet has strengths first, then what to change with the standard it missed, actions, and room for the reply.

    \b
    auditui audit export 3f2a --out feedback.docx
    auditui audit export 3f2a --full --out record.html
    auditui audit export 3f2a --format md
    """
    from auditui.report.table import MADE_UP  # noqa: PLC0415 - help starts without it

    leaves = out is not None or form_of(out, form) != ListFormat.table
    with open_looking(store) as opened:
        page, data, persons = _page(opened, opened.audit_id(audit), full=full)
        made_up, imprint = opened.made_up(), imprint_of(opened) if leaves else ""
    headed = page.headed(made_up=made_up, imprint=imprint)
    show_page(headed, data, form, out, force=force, template=template)
    if made_up:
        say(MADE_UP)
    if persons:
        say(
            f"{persons} of its texts {'holds' if persons == 1 else 'hold'} something that looks like a person: auditui audit check-text says where."
        )


def _page(opened: Reader, audit_id: str, *, full: bool) -> tuple[Document, Table, int]:
    """Return the document, the audit as data, and how many of its texts hold something that looks like a person."""
    from auditui import known_names  # noqa: PLC0415 - help starts without it
    from auditui.report import feedback  # noqa: PLC0415 - as above
    from auditui.report.audits import audit_page  # noqa: PLC0415 - as above

    known_names.use(opened.remembered())
    shown = opened.audit_to_see(audit_id)
    checklist = opened.checklist(shown.checklist)
    follow = feedback.followed(opened, audit_id)
    page = (feedback.full_record if full else feedback.feedback_sheet)(checklist, shown, follow)
    persons = sum(bool(known_names.find(text)) for text in feedback.texts(shown, follow))
    return page, audit_page(checklist, shown, follow.concerns, follow.added), persons
