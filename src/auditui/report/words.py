"""What auditors wrote, by theme and item, so that somebody can write of it: comments, strengths, what others can learn."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.text import number_of, one_line
from auditui.figures.groups import named
from auditui.figures.releases import OWN_USE
from auditui.figures.suppression import HIDDEN, Hidden, is_small
from auditui.report.document import Block, Document, Heading, Items, Paragraph
from auditui.report.scope import Scope, scoped
from auditui.report.sharing import key_to_hidden
from auditui.report.table import Table, Value, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.releases import Release
    from auditui.figures.tallies import Selection
    from auditui.store import Reader
    from auditui.store.written import Written

#: What is written of, with its heading for an item and for the audit as a whole.
ABOUT = ("strength", "comment", "learning")
_HEADINGS = {
    **{(False, about): words for about, words in ITEM_NOTES.items()},
    **{(True, about): words for about, words in CLOSING.items()},
}
_TITLE = "What auditors wrote"
_WHOLE = "The audit as a whole"
_COLUMNS = columns(
    "theme: Theme | checklist: Checklist | item: (Item) | title: Item | about: What | audits: Audits | text: Words"
    "| audit: (Audit) | case: (Case)"
)


class Said(NamedTuple):
    """What was written of one kind to an item (its id, "" for the whole audit), in how many audits, and what was left out.

    `audits` and `texts` are hidden together. `people` counts texts that are not passed on, since they hold what looks like a person.
    """

    checklist: Checklist
    item: str
    about: str
    audits: int | Hidden
    texts: tuple[Written, ...]
    people: int

    @property
    def title(self) -> str:
        """The item's title."""
        known = self.checklist.item(self.item) if self.item else None
        return known.title if known else self.item or _WHOLE

    @property
    def what(self) -> str:
        """What kind of text it is, in words."""
        return _HEADINGS.get((not self.item, self.about), self.about)


def report(
    store: Reader,
    selection: Selection,
    about: Sequence[str] = ABOUT,
    *,
    is_person: Callable[[str], object],
    release: Release = OWN_USE,
) -> tuple[Document, Table]:
    """Return what auditors wrote in the audits selected, as a page and as data.

    In what `release` hides small counts of, words that few audits have are hidden with their number, those in which
    `is_person` sees somebody or that hold the case's reference are left out and counted, and nothing says whose a text is.
    """
    selection = release.closed(selection)
    said = list(_said(store, selection, tuple(about), is_person, release))
    scope, own = Scope(selection), not release.small
    cells = tuple(row for one in said for row in _rows(one, own=own))
    notes = tuple(_notes(said, release))
    table = scoped(Table(_TITLE, _COLUMNS, cells, notes), scope)
    blocks = tuple(_blocks(said)) or (Paragraph("Nothing was written yet in these audits."),)
    small = tuple(Paragraph(words, "small") for words in (str(scope), *notes))
    return Document(_TITLE, (*blocks, *small), None, (str(scope),)), table


def people_in(table: Table, is_person: Callable[[str], object]) -> int:
    """Return how many texts of the data hold what looks like a person."""
    place = [column.name for column in table.columns].index("text")
    return sum(bool(is_person(str(row[place]))) for row in table.rows)


def _said(
    store: Reader,
    where: Selection,
    about: tuple[str, ...],
    is_person: Callable[[str], object],
    release: Release,
) -> Iterator[Said]:
    """Yield what was written by theme, checklist and item, in the checklist's order; versions of one are together."""
    by_digest = {one.digest: one for one in store.checklists()}
    newest = {one.id: one for one in sorted(by_digest.values(), key=lambda one: one.version)}
    texts: defaultdict[tuple[str, str, str], list[Written]] = defaultdict(list)
    for text in store.written(where, about):
        if known := by_digest.get(text.checklist):
            texts[known.id, text.item, text.about].append(text)
    places = {(one.id, item.id): n for one in newest.values() for n, item in enumerate(one.items)}

    def place(key: tuple[str, str, str]) -> tuple[object, ...]:
        checklist, item, kind = key
        last = len(places)
        order = places.get((checklist, item), last) if item else last + 1
        return newest[checklist].theme, checklist, order, item, about.index(kind)

    for key in sorted(texts, key=place):
        checklist, item, kind = key
        yield _one(newest[checklist], item, kind, texts[key], (where, release, is_person))


def _one(
    checklist: Checklist,
    item: str,
    about: str,
    texts: list[Written],
    how: tuple[Selection, Release, Callable[[str], object]],
) -> Said:
    where, release, is_person = how
    audits = len({text.audit for text in texts})
    if not release.small:
        return Said(checklist, item, about, audits, tuple(texts), 0)
    group = named({"words": f"{checklist.id} {item} {about}"})
    if is_small(audits, release.small) or release.gives_away(group, where, audits):
        return Said(checklist, item, about, HIDDEN, (), 0)
    release.show(group, where, audits)
    kept = [text for text in texts if not (is_person(text.text) or _names_case(text))]
    return Said(checklist, item, about, audits, tuple(kept), len(texts) - len(kept))


def _names_case(text: Written) -> bool:
    return bool(text.case) and text.case.casefold() in text.text.casefold()


def _rows(said: Said, *, own: bool) -> Iterator[tuple[Value, ...]]:
    checklist = said.checklist
    of = (checklist.theme, checklist.id, said.item, said.title, said.what, said.audits)
    if isinstance(said.audits, Hidden):
        yield (*of, HIDDEN, "", "")
    for text in said.texts:
        yield (*of, text.text, *((text.audit, text.case) if own else ("", "")))


def _blocks(said: list[Said]) -> Iterator[Block]:
    checklist = item = ""
    for one in said:
        if one.checklist.id != checklist:
            checklist, item = one.checklist.id, "-"
            yield Heading(1, one.checklist.title)
            yield Paragraph(f"Theme: {one.checklist.theme}", "small")
        if one.item != item:
            item = one.item
            yield Heading(2, one.title)
        if isinstance(one.audits, Hidden):
            yield Paragraph(f"{one.what}: {HIDDEN}", "small")
            continue
        yield Paragraph(f"{one.what}, in {number_of(one.audits, 'audit')}", "strong")
        yield Items(tuple(one_line(text.text) for text in one.texts))


def _notes(said: list[Said], release: Release) -> Iterator[str]:
    yield "Of finished audits, as they stand; second audits are left out. What one auditor wrote in one file: how often it is so, the figures say."
    if release.small:
        yield key_to_hidden(release.small)
    if people := sum(one.people for one in said):
        yield (
            f"{number_of(people, 'text is', 'texts are')} left out: they hold what looks like a person, or the case's reference"
            " (auditui audit check-text)."
        )
