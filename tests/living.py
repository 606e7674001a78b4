"""A checklist that lives: its first version, and ten ways in which a second may differ from it."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from auditui.core.checklists import comparison
from auditui.core.checklists.changes import CHANGED, REWORDED, Changes, Relation
from auditui.core.checklists.checklist import Checklist, Item, Option, Section
from made import small, with_options


def item(name: str, question: str, *values: str) -> Item:
    points = range(len(values) - 1, -1, -1)
    options = tuple(
        Option(v, v.title(), p, f"What {v} looks like.") for v, p in zip(values, points, strict=True)
    )
    bare = Item(name, name.title(), question, "choice", look_in="Notes", source="Project")
    return with_options(bare, *options)


A = item("aim", "Is the aim written down?", "yes-clearly", "in-part", "no")
B = item("partner", "Did the partner agency take part?", "yes-live", "by-letter", "no")
C = item("visit", "Was the child seen at home and alone?", "seen", "in-part", "not-seen")
D = item("review", "Was the plan reviewed?", "done", "late", "undone")


def version(number: int, *items: Item, changes: Changes | None = None) -> Checklist:
    return replace(small(), id="living", version=number, indicated=replace(small().indicated, best_needs=()),
                   sections=(Section("one", "One", items),), changes=changes)  # fmt: skip


FIRST = version(1, A, B, C, D)


@dataclass(frozen=True)
class Change:
    """A second version, what a person decides about it, and the items whose figures are joined with the first."""

    items: tuple[Item, ...]
    joined: set[str]
    decided: dict[str, str]


E = item("extra", "Does the manager know?", "knows", "in-part", "does-not")
REWORDED_B = replace(B, question="Did the partner agency really take part in it?")
SEEN = item("seen-home", "Was the child seen at home?", "seen", "in-part", "not-seen")
ALONE = item("seen-alone", "Was the child seen alone?", "seen", "in-part", "not-seen")
MERGED = item(
    "aim-partner", "Is the aim written down and did the partner agency take part?", "yes", "in-part", "no"
)

CHANGES = {
    "add": Change((A, B, C, D, E), {"aim", "partner", "visit", "review"}, {}),
    "remove": Change((A, B, C), {"aim", "partner", "visit"}, {}),
    "reword, comparable": Change((A, REWORDED_B, C, D), {"aim", "partner", "visit", "review"}, {"partner": REWORDED}),
    "reword, not comparable": Change((A, REWORDED_B, C, D), {"aim", "visit", "review"}, {"partner": CHANGED}),
    "reorder": Change((D, C, B, A), {"aim", "partner", "visit", "review"}, {}),
    "retire an option": Change(
        (A, B, with_options(C, C.options[0], C.options[2]), D), {"aim", "partner", "review"}, {}
    ),
    "change points": Change(
        (A, B, with_options(C, replace(C.options[0], points=9), *C.options[1:]), D), {"aim", "partner", "review"}, {}
    ),
    "change a weight": Change((A, B, replace(C, weight=5), D), {"aim", "partner", "visit", "review"}, {}),
    "split": Change(
        (A, B, SEEN, ALONE, D),
        {"aim", "partner", "review"},
        {"seen-home": "split from visit", "seen-alone": "split from visit"},
    ),
    "merge": Change((MERGED, C, D), {"visit", "review"}, {"aim-partner": "merged from aim, partner"}),
}  # fmt: skip


def second(change: Change) -> Checklist:
    """The second version with its map: what is proposed, and what a person decided."""
    bare = version(2, *change.items)
    found = comparison.differences(FIRST, bare)
    undecided = {each.item for each in found if each.asks} - set(change.decided)
    assert not undecided, f"{undecided} would be asked, and nobody decides it"
    said = {each.item: each.proposed for each in found} | {
        name: Relation(how) if " from " not in how else Relation(how.split(" from ")[0] + " from", tuple(how.split(" from ")[1].split(", ")))
        for name, how in change.decided.items()
    }  # fmt: skip
    sources = {source for relation in said.values() for source in relation.sources}
    kept = tuple(
        (name, relation) for name, relation in said.items() if name not in sources or bare.item(name)
    )
    return replace(bare, changes=Changes(1, kept))
