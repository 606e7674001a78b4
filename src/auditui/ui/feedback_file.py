"""The feedback sheet of an audit as a file that leaves the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui import known_names, outgoing
from auditui.report import feedback
from auditui.report.forms import written
from auditui.report.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist
    from auditui.report.scope import Imprint
    from auditui.store import Reader

#: What a sheet that is talked through can be written as.
FORMS = (".docx", ".pdf", ".html", ".md")


def write(
    store: Reader, checklist: Checklist, audit: Audit, path: Path, *, made_up: bool, imprint: Imprint
) -> int:
    """Write an audit's feedback sheet to a new file in the form its name says; AuditError if that cannot be done.

    Return how many of the audit's texts hold something that looks like a person.
    """
    follow = feedback.followed(store, audit.id)
    page = feedback.feedback_sheet(checklist, audit, follow).headed(made_up=made_up, imprint=str(imprint))
    outgoing.write(path, written(page, Table(page.title, (), ()), path.suffix[1:]))
    return sum(bool(known_names.find(text)) for text in feedback.texts(audit, follow))
