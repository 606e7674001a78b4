"""Commands about second audits: one is begun, and both are looked at side by side."""

from __future__ import annotations

import typer

from auditui.cli.context import ByOption, IdArgument, StoreOption, auditor, open_store, say
from auditui.cli.printing import Format, FormatOption, show

app = typer.Typer()


@app.command()
def second(audit: IdArgument, by: ByOption = None, store: StoreOption = None) -> None:
    """Begin a second audit of a finished one, by somebody else; its id is printed.

    Until it is finished its auditor is not shown the first's answers. It counts in no figure but `auditui agreement`.

    \b
    auditui audit second 3f2a --by A23
    """
    from auditui.store import begin_second  # noqa: PLC0415 - help starts without it

    with open_store(store) as opened:
        first, who = opened.audit_id(audit), auditor(opened, by)
        print(begin_second(opened, first, by=who))


@app.command()
def compare(
    audit: IdArgument, form: FormatOption = Format.table, by: ByOption = None, store: StoreOption = None
) -> None:
    """Both audits of a file side by side, as each was first finished; named by either of them.

    \b
    auditui audit compare 3f2a
    """
    from auditui.core.errors import AuditError  # noqa: PLC0415 - help starts without it
    from auditui.report import agreement as pages  # noqa: PLC0415 - as above

    with open_store(store) as opened:
        named = opened.audit(opened.audit_id(audit))
        first = named.second_of or named.id
        other = opened.second_audit(first)
        if not other:
            raise AuditError(
                "There is no second audit of this one", f"auditui audit second {first[:8]} --by CODE"
            )
        if not opened.audit(other).first_day:
            raise AuditError(
                "The second audit is not finished yet", "Until then nobody compares it: auditui audit list"
            )
        opened.insist_not_blind(first, auditor(opened, by))
        one, two = opened.first_finished(first), opened.first_finished(other)
        show(pages.compared(pages.Read(opened.checklist(two.checklist), one, two)), form, opened)
        say("What was agreed is written into the first: auditui audit reopen, with the reason.")
