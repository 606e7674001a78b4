"""The one table of what a checklist file can say.

The reader, the JSON Schema, the order of a written TOML file, the columns of an XLSForm and the comparison of
versions all come from it. What only one kind of item reads stands in that kind's module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.checklists.changes import RELATIONS
from auditui.core.checklists.shapes import (
    Field,
    Flag,
    Id,
    Number,
    OneOf,
    Rows,
    Table,
    Text,
    Texts,
    When,
    Words,
)
from auditui.core.checklists.sources import FORCES, SEEN, STANDINGS
from auditui.core.scale import FOUR_WORDS, Scale

if TYPE_CHECKING:
    from auditui.core.checklists.reading import At

ASPECTS = ("quality", "compliance")
UNITS = ("event", "child")
ABOUT = ("impact", "voice", "strength")

#: What the columns of an XLSForm begin with that XLSForm has no word for: an item's, and the checklist's.
OF_ITEM = "bind::auditui:"
OF_CHECKLIST = "attribute::auditui:"

_PERCENT = "The lowest score in per cent"
_RELATION = f"^({'|'.join(RELATIONS)})( .+)?$"
_NEEDS = "Items the best grade needs at their best"


def indicated(scale: Scale) -> Table:
    """Return the table of the scores from which the grades of a scale are indicated."""
    lowest = (Field(grade, Number(0, 100), _PERCENT, column=grade) for grade in scale.ids[:-1])
    return Table((*lowest, Field(scale.needs, Texts(Id()), _NEEDS, [], column=scale.needs)))


_GRADE = Table(
    (
        Field("id", Id(), "Its name in data"),
        Field("label", Text(), "Its words"),
        Field("short", Text(), "Fewer words, for lists", ""),
        Field("letters", Text(), "What heads its column, if not its initials", ""),
    )
)
_GRADES = "a scale has 2 to 9 [[scale.grade]], the best first"
SCALE = Table(
    (
        Field("met-from", Id(), "The least grade that is good enough"),
        Field("grade", Rows(_GRADE, 2, 9, _GRADES), "The grades, the best first"),
    )
)


class _Grade(Text, frozen=True):
    """A grade, which the reader of the whole compares with its scale."""

    def read(self, value: Any, at: At) -> Any:  # noqa: ARG002 - it has no place of its own to be wrong in
        return value


LIMITING = Table(
    (
        Field("below", Text(), "Any answer worth less than this one limits the grade"),
        Field("caps", _Grade(), "The highest grade then"),
        Field("because", Text(), "Why"),
    )
)
SOURCE = Table(
    (
        Field("text", Text(), "Instrument and place, or document, edition and paragraph"),
        Field("standing", OneOf(tuple(STANDINGS)), "law only where it was read itself"),
        Field("seen", OneOf(("", *SEEN)), "Read itself, or as others restate it", ""),
        Field("checked", Text(), "When: 2026-11-24 or 2026-11", ""),
        Field("force", OneOf(("", *FORCES)), "Where it is not simply in force", ""),
    )
)
CHANGES = Table(
    (
        Field("since", Number(1, 9998), "The version before"),
        Field("items", Words(Text(_RELATION)), f"For every item one of: {'; '.join(RELATIONS)}", {}),
    )
)

#: The fields of every item, in the order of a file: before and after those that only its kind reads.
_ONLY_IF = "Asked only if an earlier answer is so: reviewed = yes and not (home in (none, other))"
_SOURCES = "sources is a list of 1 to 9 tables, each with its text and standing"
_EACH = "Each source: what it is, whether it was read itself, when it was checked"
FIRST = (
    Field("id", Id(), "For life, as long as the meaning"),
    Field("title", Text(), "A few words, for lists", matters="score", column="title"),
    Field("question", Text(), "As asked of the file", matters="wording"),
    Field("kind", Text(), "How it is answered", column="kind"),
    Field("only_if", When(), _ONLY_IF, None, matters="wording", later=True),
    Field("aspect", OneOf(ASPECTS), "Was it any good, or was it done", "quality", column="aspect"),
    Field("weight", Number(1, 9), "Its weight in the score", 1, matters="score", column="weight"),
    Field("about", OneOf(("", *ABOUT)), "Impact, the child's voice, or a strength", "", column="about"),
    Field("look_in", Text(), "Where in the file"),
    Field("guidance", Text(), "What to bear in mind", ""),
    Field("source", Text(), "Where the duty comes from, in a line; or sources", "", column="source"),
    Field("sources", Rows(SOURCE, 1, 9, _SOURCES), _EACH, [], column="sources", later=True),
)
_SAFE = "true: a bad answer makes the auditor ask whether the child is safe"
_COMMON = "true: one answer for all children of one event, so it goes along to the next child's audit"
_MET = "The least answer figures count as met, if not the best"
LAST = (
    Field("not_applicable", Texts(), "The reasons it may not apply", [], matters="wording"),
    Field("not_recorded", Flag(), "false if an option says so already", default=True, matters="scale"),
    Field("ask_if_safe", Flag(), _SAFE, default=False, column="ask_if_safe"),
    Field("common", Flag(), _COMMON, default=False, column="common", later=True),
    Field("met_from", Text(), _MET, "", matters="scale", column="met_from", later=True),
    Field("limiting", LIMITING, "The grade it caps", None, matters="score", column="limiting_", later=True),
    Field("standard", Words(), "For every answer, what it looks like in a file", {}),
)
COMMON = (*FIRST, *LAST)


def checklist(item: Table, scale: Scale = FOUR_WORDS) -> Table:
    """Return the table of a whole checklist on a scale, whose items are such tables."""
    items = Rows(item, 1, 9999, "there must be at least one [[item]]")
    section = Table((Field("id", Id()), Field("title", Text(), "For people"), Field("item", items, "Items")))
    sections = Rows(section, 1, 9999, "there must be at least one [[section]]")
    return Table(
        (
            Field("id", Id(), "For life: small letters, digits, hyphens"),
            Field("title", Text(), "For people"),
            Field("theme", Text(), "Ties case lists to checklists", column="theme"),
            Field("version", Number(1, 9999), "1, 2, 3 …"),
            Field(
                "unit", OneOf(UNITS), "What is audited: one event of the file, or the child", column="unit"
            ),
            Field("purpose", Text(), "What it is for, in a sentence", ""),
            Field(
                "frame", Text(), "What the lists it is drawn from cannot show", "", column="frame", later=True
            ),
            Field("scale", SCALE, "Its own grades, if not the four words", None, column="scale_", later=True),
            Field("indicated", indicated(scale), "The score from which each grade is indicated", column=""),
            Field("section", sections, "Sections, in the order the record is met"),
            Field("changes", CHANGES, "How each item compares with the version before", None),
        )
    )
