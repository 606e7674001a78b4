"""What the commands that print figures share: which audits they are of, and where they go, small counts hidden or not."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from auditui import user_settings
from auditui.cli.context import StoreOption, auditor, open_store, say, today
from auditui.cli.printing import (
    ForceOption,
    ListFormat,
    ListFormatOption,
    OutOption,
    PageFormat,
    PageFormatOption,
    TemplateOption,
    form_of,
    show_page,
)
from auditui.core import periods
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError
from auditui.core.strata import STRATA
from auditui.core.text import one_line
from auditui.figures.tallies import Selection
from auditui.report.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from auditui.figures.releases import Release
    from auditui.report.document import Document
    from auditui.report.table import Table
    from auditui.store import Reader


@dataclass(frozen=True)
class Filters:
    """Which finished audits the figures are of."""

    team: Annotated[str, Option("--team", help="Only this team.")] = ""
    auditor_code: Annotated[str, Option("--auditor", metavar="CODE", help="Only this auditor's audits.")] = ""
    only: Annotated[
        list[str] | None,
        Option(
            "--only", metavar="NAME=VALUE", help=f"Only audits whose NAME ({', '.join(STRATA)}) is VALUE."
        ),
    ] = None
    since: Annotated[
        str, Option("--since", metavar="YYYY-MM", help="Only audits finished in this month or later.")
    ] = ""
    until: Annotated[
        str, Option("--until", metavar="YYYY-MM", help="Only audits finished in this month or earlier.")
    ] = ""

    practice: Annotated[
        bool,
        Option("--practice", help="Months are those of the event audited, not of the audit's first finish."),
    ] = False

    def selection(self, checklist: str) -> Selection:
        """Return what is selected of a checklist, or of all; a usage error for what cannot be."""
        for name, month in (("--since", self.since), ("--until", self.until)):
            if month and not periods.is_month(month):
                raise typer.BadParameter(f"{name} takes a month such as 2026-04")
        if self.since and self.until and self.since > self.until:
            raise typer.BadParameter(f"--since {self.since} is after --until {self.until}")
        strata = []
        for pair in self.only or []:
            name, _, value = pair.partition("=")
            if name not in STRATA or not value:
                raise typer.BadParameter(f"--only takes NAME=VALUE; NAME is one of {', '.join(STRATA)}")
            strata.append((name, value))
        period = (self.since, self.until)
        return Selection(
            checklist, self.team, self.auditor_code, *period, strata=tuple(strata), practice=self.practice
        )


@dataclass(frozen=True)
class Output:
    """Where figures go, in which form, and whether small counts are hidden in them."""

    form: PageFormatOption = PageFormat.table
    out: OutOption = None
    force: ForceOption = False
    share: Annotated[
        bool | None,
        Option(
            "--share/--no-share",
            help="Hide small counts; the usual for md, html, docx, svg and files. --no-share is written in the journal.",
        ),
    ] = None
    code: Annotated[str | None, Option("--as", metavar="CODE", help="Your auditor code, for --no-share.")] = (
        None
    )
    template: TemplateOption = None
    store: StoreOption = None

    @property
    def leaves(self) -> bool:
        """Whether this is a page or a file to be passed on, and not data or a look at the terminal."""
        form = form_of(self.out, self.form)
        return self.out is not None or not (form.value == "table" or FORMS[form].is_data)

    @property
    def hides(self) -> bool:
        """Whether small counts are hidden in it."""
        return self.leaves if self.share is None else self.share

    def check(self, filters: Filters) -> None:
        """Refuse months of practice in what hides small counts: beside a page of months of finishing they would tell them."""
        if filters.practice and self.hides:
            raise AuditError(
                "By month of practice figures are not passed on: beside those by month of finishing, a subtraction would"
                " show small counts",
                "Leave out --practice, or print them on the terminal",
            )

    @contextmanager
    def released(self, store: Reader, what: str, day: date | None = None) -> Iterator[Release]:
        """Yield what hides small counts from whoever prints figures: in what leaves, or is asked to be shared.

        They are as of a `day`, today if it is left out.

        That none is hidden in what leaves is journaled once it is printed or written; without an auditor's code
        (AuditError) it is not begun.
        """
        from auditui.figures.releases import OWN_USE  # noqa: PLC0415 - help starts without it

        if self.hides:
            as_of, small = day or today(), user_settings.load().small
            yield store.release(small, as_of, store.checklists(), past=as_of < today())
            return
        if not self.leaves:
            yield OWN_USE
            return
        from auditui.core.audits.entries import SmallCountsShown  # noqa: PLC0415 - few figures write anything
        from auditui.store import new_id  # noqa: PLC0415

        with open_store(self.store) as writing:
            by = auditor(writing, self.code)
            yield OWN_USE
            writing.record(SmallCountsShown(new_id(), what, form_of(self.out, self.form).value), by=by)
        say("Small counts are shown in this; the journal says so.")

    def show(self, store: Reader, page: Document | Table, data: Table, release: Release) -> None:
        """Print or write figures, and say whose they are and whether they may leave.

        A page that is one table of percentages has its bars above it where it is not of characters; `data` is the same with a row
        for each figure.
        """
        from auditui.report.document import Document  # noqa: PLC0415 - help starts without it
        from auditui.report.scope import Imprint  # noqa: PLC0415 - as above
        from auditui.report.table import MADE_UP  # noqa: PLC0415 - as above

        made_up = store.made_up()
        if made_up:
            say(MADE_UP)
        if not release.small:
            say("Small counts are shown: for your own use. --share hides them in what you pass on.")
        table = None if isinstance(page, Document) else page
        drawn = form_of(self.out, self.form).value not in ("table", "md")
        document = page if isinstance(page, Document) else _with_bars(page, data if drawn else None)
        head = store.head_of_facts() if self.leaves or self.hides else store.head()
        self._refuse(release)
        imprint = Imprint(str(head), today().isoformat())
        headed = document.headed(made_up=made_up, imprint=str(imprint) if self.leaves else "")
        show_page(
            headed,
            imprint.on(data),
            self.form,
            self.out,
            force=self.force,
            page=table,
            template=self.template,
            # Shared without being in the journal is what must not be; in the journal without being shared, a crash can leave.
            ready=lambda: self._enter(data, release),
        )

    def _refuse(self, release: Release) -> None:
        """Say what is hidden for more than its own number; AuditError where that is all there is."""
        never = ". ".join(release.never)
        if never and not release.any_shown:
            raise AuditError(never, "On the terminal all of it is there, for your own use")
        if never:
            say(f"{never}. What this leaves out is hidden.")
        if release.kept_back:
            why = f"Beside what else is shared, {{}} would tell of 1 to {release.small} audits or answers"
            hint = "The same months as before can be shared again; whole quarters hide least"
            if not release.any_shown:
                raise AuditError(why.format("every figure of this"), hint)
            say(f"{why.format('some figures of this')}: they are hidden. {hint}.")

    def _enter(self, data: Table, release: Release) -> None:
        """Enter into the journal what is shared; nothing where all of it was shared already."""
        if not release.shown:
            return
        from auditui.report.sharing import released  # noqa: PLC0415 - few figures write anything

        with open_store(self.store) as writing:
            by = self.code or os.environ.get("AUDITUI_AUDITOR") or writing.remembered().get("auditor")
            entry = released(release, data, form_of(self.out, self.form).value)
            writing.record(entry, by=auditor_code(by) if by else "system")


def _with_bars(page: Table, data: Table | None) -> Document:
    from auditui.report import bars  # noqa: PLC0415 - help starts without it
    from auditui.report.document import Document  # noqa: PLC0415 - as above

    if data is None:
        return Document(page.title, (page,))
    return Document(page.title, (*bars.figures(data), page), bars.drawn(data), page.notes[:1])


@dataclass(frozen=True)
class ListOutput(Output):
    """The same of figures without a picture."""

    form: ListFormatOption = ListFormat.table  # type: ignore[assignment] # one of fewer


def as_known(store: Reader, selection: Selection) -> Selection:
    """Return the selection with names as the store writes them; AuditError for one it does not have says which it has."""
    checklists = [checklist.id for checklist in store.checklists()] if selection.checklist else []
    return replace(
        selection,
        checklist=_as_known("There is no checklist {} in this store", selection.checklist, checklists),
        team=_finished(store, "team", "of a team", selection.team),
        auditor=_finished(store, "auditor", "by an auditor", selection.auditor),
        strata=tuple(
            (name, _finished(store, name, f"with {name}", value)) for name, value in selection.strata
        ),
    )


def _finished(store: Reader, dimension: str, what: str, value: str) -> str:
    known = store.values_of(dimension) if value else []
    return _as_known(f"No audit {what} {{}} is finished", value, known) if known else value


def _as_known(fault: str, typed: str, known: Sequence[str]) -> str:
    if not typed or typed in known:
        return typed
    for name in known:
        if name.casefold() == typed.casefold():
            return name
    there = ", ".join(one_line(name, 40) for name in sorted(set(known)))
    raise AuditError(fault.format(repr(one_line(typed, 40))), f"There are {there}")
