"""Reading a checklist from the text of its TOML file; every problem names file, line and item.

All problems of a file are found in one reading. The same rules read a checklist back from plain data.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from auditui.core import kinds
from auditui.core.checklists import conditions, fields, sources
from auditui.core.checklists.changes import RELATIONS, Changes, Relation
from auditui.core.checklists.checklist import Checklist, Item, Limiting, Option, Section, Thresholds
from auditui.core.checklists.reading import At, Reading, as_table, nearest, once
from auditui.core.checklists.shapes import NEEDED, Id, OneOf, Table, Text
from auditui.core.errors import AuditError
from auditui.core.problem import Place, Problem
from auditui.core.scale import FOUR_WORDS, Grade, Scale
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from auditui.core.checklists.reading import Path
    from auditui.core.kinds.kind import Kind


class ChecklistError(AuditError):
    """A checklist that cannot be used; `problems` holds all that is wrong, each with its line and item."""

    code = 4

    def __init__(self, name: str, problems: list[Problem]) -> None:
        """Say all problems, one a line, each beginning with the file's name."""
        self.name = name
        self.problems = problems
        super().__init__("\n".join(_line(name, problem) for problem in problems))


def _line(name: str, problem: Problem) -> str:
    where = f"{name}, {problem.place}" if str(problem.place) else name
    return one_line(f"{where}: {problem.message}")


def parse(text: str, name: str) -> Checklist:
    """Read a checklist from the text of a TOML file called `name`; ChecklistError with every problem."""
    import tomllib  # noqa: PLC0415 - those in a store are no TOML

    from auditui.core import toml_text  # noqa: PLC0415 - as above

    try:
        data = toml_text.read(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        place = Place(line=int(at[1]) if at else 0)
        raise ChecklistError(name, [Problem(place, f"not valid TOML: {error}")]) from None
    return read(data, name, line_index(text))


def read(data: Mapping[str, Any], name: str, lines: Mapping[Path, int] | None = None) -> Checklist:
    """Make a checklist of plain data shaped like its file; ChecklistError with every problem."""
    reading = Reading(lines or {})
    checklist = _checklist(data, At(reading))
    if reading.problems:
        raise ChecklistError(name, sorted(reading.problems, key=lambda problem: problem.place.line))
    return checklist


def line_index(text: str) -> dict[Path, int]:
    """Return the line of every table header and key of a TOML text, by its path in the data."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if quote:
            quote = "" if quote in line else quote
            continue
        if header := re.match(r"\s*\[(\[)?\s*([\w.\"' -]+?)\s*\]", line):
            here = _header_path(header[2], many=bool(header[1]), counts=counts)
            lines[here] = number
        elif key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
            lines[(*here, key[1])] = number
        for mark in ('"""', "'''"):
            if line.count(mark) % 2:
                quote = mark
    return lines


def _header_path(dotted: str, *, many: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    names = [part.strip(" \"'") for part in dotted.split(".")]
    for depth, part in enumerate(names):
        path = (*path, part)
        if many and depth == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


# The parts of a checklist.


def _checklist(raw: Mapping[str, Any], at: At) -> Checklist:
    scale = read_scale(raw.get("scale"), at.under("scale"))
    values = _table(scale).read({key: value for key, value in raw.items() if key != "scale"}, at)
    sections = tuple(Section(row["id"], row["title"], tuple(row["item"])) for row in values.pop("section"))
    _check_items(sections, at)
    indicated = _thresholds(values["indicated"], scale, at.under("indicated"))
    ids = sorted(item.id for section in sections for item in section.items)
    for item in indicated.best_needs:
        if item not in ids:
            at.under("indicated", scale.needs).problem(f"there is no item {item!r}{nearest(item, ids)}")
    changes = _changes(values["changes"], values["version"], at.under("changes"))
    made = {"indicated": indicated, "sections": sections, "changes": changes, "scale": scale}
    return Checklist(**values | made)


def read_scale(value: Any, at: At) -> Scale:
    """Return the scale that stands `at` a checklist's data; the four words where there is none, or none to be used."""
    if value is None:
        return FOUR_WORDS
    values = fields.SCALE.read(value, at)
    grades = tuple(Grade(**row) for row in values["grade"] if row["id"])
    if len({grade.id for grade in grades}) < max(len(grades), 2):
        return FOUR_WORDS
    scale = Scale(grades, values["met-from"])
    OneOf(scale.ids[:-1]).read(scale.met_from, at.under("met-from"))
    for what in ("label", "in_lists", "heading"):
        texts = [getattr(grade, what) for grade in scale.grades]
        if twice := next((text for text in texts if texts.count(text) > 1), ""):
            at.problem(f"two grades read {twice!r}{_LETTERS if what == 'heading' else ''}")
            break
    return scale


def scale_of(data: Mapping[str, Any]) -> Scale:
    """Return the scale of a checklist's plain data, whatever is wrong with it."""
    return read_scale(data.get("scale"), At(Reading({})))


_LETTERS = " at the head of their columns: give them letters of their own"


def _check_items(sections: tuple[Section, ...], at: At) -> None:
    """Check every id and condition: what a condition names comes before it, is offered, and lets it hold at some time."""
    ids: set[str] = set()
    earlier: list[Item] = []
    for s, section in enumerate(sections):
        for n, item in enumerate(section.items):
            at.reading.item = item.id
            here = at.under("section", s, "item", n)
            once(item.id, here, ids)
            if item.only_if is not None:
                _check_condition(item.only_if, earlier, here.under("only_if"))
            earlier.append(item)
    at.reading.item = ""


def _thresholds(values: Mapping[str, Any], scale: Scale, at: At) -> Thresholds:
    lowest = tuple((grade, values[grade]) for grade in scale.ids[:-1])
    if any(worse > better for (_, better), (_, worse) in pairwise(lowest)):
        at.problem(f"the thresholds must not rise from {lowest[0][0]} to {lowest[-1][0]}")
    return Thresholds(lowest, values[scale.needs])


def _changes(values: Mapping[str, Any] | None, version: int, at: At) -> Changes | None:
    if values is None:
        return None
    if values["since"] >= max(version, 2):
        at.under("since").problem(f"since must be a version before this one, {version}")
    items = values["items"].items()
    return Changes(
        values["since"], tuple((name, _relation(name, how, at.under("items"))) for name, how in items)
    )


def _relation(name: str, how: Any, at: At) -> Relation:
    text = " ".join(how.split()) if isinstance(how, str) else ""
    relation = Relation.parse(text)
    if relation is None:
        hint = nearest(text, RELATIONS)
        at.under(name).problem(f"{name} is {how!r}; it must be one of {'; '.join(RELATIONS)}{hint}")
        return Relation(RELATIONS[0])
    return relation


class _ItemTable(Table, frozen=True):
    """The table of an item, which depends on its kind and its checklist's scale."""

    scale: Scale

    def read(self, value: Any, at: At) -> Any:
        named = value.get("id") if isinstance(value, dict) else None
        at.reading.item = f"number {int(at.path[-1]) + 1}" if named is None else str(named)
        item = _item(as_table(value, at, self.keys), self.scale, at)
        at.reading.item = ""
        return item


@cache
def _table(scale: Scale) -> Table:
    return fields.checklist(_ItemTable(kinds.ITEM.fields, scale), scale)


_MET_FROM = next(part for part in fields.COMMON if part.key == "met_from")


def _item(data: Mapping[str, Any], scale: Scale, at: At) -> Item:
    name = OneOf(tuple(kinds.KINDS)).read(data.get("kind"), at.under("kind"))
    if data.get("kind") != name:  # what else is wrong with it depends on the kind
        return Item(Id().read(data.get("id"), at.under("id")), "", "", name)
    kind = kinds.KINDS[name].under(scale)
    _check_keys(kind, data, at)
    values = {
        part.key: part.read(data, at, kind.usual.get(part.key, NEEDED))
        for part in fields.COMMON
        if part.key != "kind"
    }
    own = {part.key: part.read(data, at) for part in kind.fields}
    kind.check_fields(own, at)
    options = tuple(_options(kind, own, values.pop("standard"), at.under("standard")))
    ids = tuple(option.id for option in options)
    OneOf((str(kinds.usual(_MET_FROM, name, scale)), *ids)).read(values["met_from"], at.under("met_from"))
    values["sources"] = sources.read(values["sources"], at.under("sources"))
    if kind.usual.get("source") is None and not (values["source"] or values["sources"]):
        at.under("source").problem("source is missing")
    values["limiting"] = _limiting(
        values["limiting"], options, unrecorded=values["not_recorded"], at=at.under("limiting")
    )
    if limiting := values["limiting"]:
        OneOf(scale.ids[:0:-1]).read(limiting.caps, at.under("limiting", "caps"))
    return Item(kind=name, options=options, own=own, **values)


def _check_keys(kind: Kind, data: Mapping[str, Any], at: At) -> None:
    for other in kinds.KINDS.values():
        for part in other.fields:
            if part.key in data and other is not kind:
                at.under(part.key).problem(
                    f"{part.key} belongs to kind {other.name!r}, and this item is {kind.name!r}"
                )
    if not kind.scored and data.get("standard"):
        at.under("standard").problem(f"a {kind.name} item has no answers to describe")


def _options(kind: Kind, own: Mapping[str, Any], standard: Mapping[str, Any], at: At) -> Iterator[Option]:
    offers = kind.offers(own)
    if offers:
        as_table(standard, at, tuple(value for value, _, _ in offers))
    for value, label, points in offers:
        if value not in standard:
            at.problem(f"the standard for answer {value!r} is missing: what does it look like in a file?")
        words = Text().read(standard[value], at.under(value)) if value in standard else ""
        yield Option(value, label, points, words)


def _limiting(
    values: Mapping[str, str] | None, options: tuple[Option, ...], *, unrecorded: bool, at: At
) -> Limiting | None:
    if values is None:
        return None
    limiting = Limiting(**values)
    if limiting.below:
        OneOf(tuple(option.id for option in options) or ("",)).read(limiting.below, at.under("below"))
    least = next((option.points for option in options if option.id == limiting.below), 0)
    # Below the worst answer there is still what is not recorded at all.
    if not unrecorded and not any(option.points < least for option in options):
        at.problem(f"no answer is worth less than {limiting.below!r}, so this limit can never apply")
    return limiting


def _check_condition(condition: conditions.Condition, earlier: list[Item], at: At) -> None:
    offered = {item.id: item.offered for item in earlier}
    scored = {item.id for item in earlier if item.scored}
    before = len(at.reading.problems)
    for item, values in conditions.mentions(condition).items():
        if item not in scored:
            at.problem(f"only_if: {item!r} is no scored item before this one{nearest(item, list(offered))}")
            continue
        known = sorted(offered[item])
        for value in sorted(values - offered[item]):
            hint = nearest(value, known, f"; there are {', '.join(known)}")
            at.problem(f"only_if: {item} has no answer {value!r}{hint}")
    if len(at.reading.problems) == before and True not in conditions.can_hold(condition, offered):
        at.problem("only_if can never hold, so the item would never be asked")
