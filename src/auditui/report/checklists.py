"""Checklists as tables: the list of them, and one with every standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.grades import GRADES
from auditui.core.timeliness import convention
from auditui.report.table import Column, Table

if TYPE_CHECKING:
    from auditui.core.checklist import Checklist, Item


def checklist_list(checklists: list[Checklist]) -> Table:
    """Return the list of checklists as a table."""
    columns = (
        *(
            Column("id", "Checklist"),
            Column("version", "Version"),
            Column("title", "Title"),
            Column("items", "Items"),
        ),
        *(
            Column("sections", "Sections"),
            Column("theme", "Theme", data_only=True),
            Column("unit", "Asked of one"),
        ),
        Column("digest", "Digest", data_only=True),
    )
    rows = tuple(
        (c.id, c.version, c.title, len(c.items), len(c.sections), c.theme, c.unit, c.digest)
        for c in checklists
    )
    return Table("Checklists", columns, rows)


def checklist_page(checklist: Checklist) -> Table:
    """Return a checklist as a table: a row for each answer of each item, with what it looks like."""
    columns = (
        *(Column("section", "Section", data_only=True), Column("item", "Item", data_only=True)),
        *(Column("question", "Question"), Column("answer", "Answer"), Column("points", "Points")),
        *(Column("standard", "What it looks like"), Column("look_in", "Look in", data_only=True)),
        *(Column("source", "Source", data_only=True), Column("weight", "Weight", data_only=True)),
    )
    rows = []
    for section in checklist.sections:
        for item in section.items:
            for n, option in enumerate(item.options):
                question = f"{section.title}: {item.question} {about(item)}" if n == 0 else ""
                told = (question, option.label, option.points, option.standard)
                rows.append((section.id, item.id, *told, item.look_in, item.source, item.weight))
    return Table(
        f"{checklist.title} (version {checklist.version})", columns, tuple(rows), (checklist.purpose,)
    )


def about(item: Item) -> str:
    """Say what surrounds an item's answers: where to look, the limit, the reasons it may not apply, the source."""
    said = [f"Look in: {item.look_in}."] if item.look_in else []
    if item.guidance:
        said.append(item.guidance)
    if item.interval:
        said.append(f"Limit: {convention(item.interval)}.")
    if item.not_applicable:
        said.append(f"Not applicable: {'; '.join(item.not_applicable)}.")
    if item.limiting:
        least = item.label(item.limiting.below).lower()
        said.append(f"Below {least}: at most {GRADES[item.limiting.caps]}, since {item.limiting.because}.")
    said.append(f"Source: {item.source}.")
    return " ".join(said)
