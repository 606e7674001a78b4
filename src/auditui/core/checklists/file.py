"""Reading a checklist from the text of its TOML file; every fault names file, line and item.

All faults of a file are found in one reading. The same rules read a checklist back from plain data.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from auditui.core.checklists import conditions
from auditui.core.checklists.checklist import (
    ABOUT,
    ASPECTS,
    COUNTINGS,
    FIXED_OPTIONS,
    KINDS,
    NOTHINGS,
    RELATIONS,
    STATUSES,
    TIME_UNITS,
    UNITS,
    Changes,
    Checklist,
    CountPair,
    Interval,
    Item,
    Limiting,
    Option,
    Relation,
    Section,
    Thresholds,
    defaults,
)
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES
from auditui.core.text import one_line

Path = tuple[str | int, ...]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FAR_TOO_DEEP = re.compile(r"""(?m)(?:^|[\[{,])\s*(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){16}""")
_TOP_KEYS = ("id", "title", "theme", "version", "unit", "purpose", "indicated", "section", "changes")
_THRESHOLD_KEYS = ("outstanding", "good", "requires-improvement", "outstanding-needs")
_SECTION_KEYS = ("id", "title", "item")
_ITEM_KEYS = (
    *("id", "title", "question", "kind", "aspect", "weight", "about", "look_in", "guidance", "source"),
    *("options", "standard", "not_applicable", "not_recorded", "ask_if_safe", "met_from", "limiting"),
    *("start", "end", "limit", "counted", "out_of", "criteria", "only_if"),
)
_KEYS_OF_KIND = {
    "choice": ("options",),
    "interval": ("start", "end", "limit"),
    "count-pair": ("counted", "out_of", "criteria"),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a checklist: where, what, and what to do."""

    line: int
    item: str
    message: str


class ChecklistError(AuditError):
    """A checklist that cannot be used; `faults` holds everything found, each with its line and item."""

    code = 4

    def __init__(self, name: str, faults: list[Fault]) -> None:
        """Say all faults, one a line, each beginning with the file's name."""
        self.name = name
        self.faults = faults
        super().__init__("\n".join(_say(name, fault) for fault in faults))


def _say(name: str, fault: Fault) -> str:
    where = f"{name}, line {fault.line}" if fault.line else name
    return one_line(
        f"{where}, item {fault.item}: {fault.message}" if fault.item else f"{where}: {fault.message}"
    )


def parse(text: str, name: str) -> Checklist:
    """Read a checklist from the text of a TOML file called `name`; ChecklistError with every fault."""
    if _FAR_TOO_DEEP.search(text):
        # The reader of TOML takes a time that grows with the square of a key's depth.
        raise ChecklistError(name, [Fault(0, "", "nested too deeply to be a checklist")])
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        fault = Fault(int(at[1]) if at else 0, "", f"not valid TOML: {error}")
        raise ChecklistError(name, [fault]) from None
    except RecursionError:
        raise ChecklistError(name, [Fault(0, "", "nested too deeply to be a checklist")]) from None
    return read(data, name, line_index(text))


def read(data: Mapping[str, Any], name: str, lines: Mapping[Path, int] | None = None) -> Checklist:
    """Make a checklist of plain data shaped like its file; ChecklistError with every fault."""
    reader = _Reader(lines or {})
    checklist = reader.checklist(data)
    if reader.faults:
        raise ChecklistError(name, sorted(reader.faults, key=lambda fault: fault.line))
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


@dataclass
class _Reader:
    """Walks the data once, gathering faults; a value that cannot be read becomes a harmless stand-in."""

    lines: Mapping[Path, int]
    faults: list[Fault] = field(default_factory=list)
    item_id: str = ""

    def fault(self, path: Path, message: str) -> None:
        near = path
        while near and near not in self.lines:
            near = near[:-1]
        self.faults.append(Fault(self.lines.get(near, 0), self.item_id, message))

    # Plain values.

    def table(self, value: Any, path: Path, known: tuple[str, ...] | None = None) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.fault(path, f"{_last(path)} must be a table")
            return {}
        for key in value:
            if known is not None and key not in known:
                hint = _nearest(key, known, f"; known are {', '.join(known)}")
                self.fault((*path, key), f"unknown key {key!r}{hint}")
        return value

    def tables(self, data: Mapping[str, Any], key: str, path: Path) -> list[tuple[Any, Path]]:
        value = data.get(key, [])
        if not isinstance(value, list) or not value:
            self.fault((*path, key), f"there must be at least one [[{key}]]")
            return []
        return [(entry, (*path, key, number)) for number, entry in enumerate(value)]

    def text(self, data: Mapping[str, Any], key: str, path: Path, *, needed: bool = True) -> str:
        value = data.get(key, "")
        if not isinstance(value, str):
            self.fault((*path, key), f"{key} must be text in quotes")
            return ""
        if needed and not value.strip():
            self.fault((*path, key), f"{key} is missing")
        return value.strip()

    def texts(self, data: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(entry, str) and entry.strip() for entry in value
        ):
            self.fault((*path, key), f"{key} must be a list of texts, none of them empty")
            return ()
        if len(set(value)) < len(value):
            self.fault((*path, key), f"{key} names one thing twice")
        return tuple(entry.strip() for entry in value)

    def number(
        self, data: Mapping[str, Any], key: str, path: Path, low: int, high: int, default: int | None = None
    ) -> int:
        value = data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault((*path, key), f"{key} must be a whole number from {low} to {high}")
            return low
        return value

    def flag(self, data: Mapping[str, Any], key: str, path: Path, *, default: bool) -> bool:
        value = data.get(key, default)
        if not isinstance(value, bool):
            self.fault((*path, key), f"{key} must be true or false")
            return default
        return value

    def one_of(
        self,
        data: Mapping[str, Any],
        key: str,
        path: Path,
        known: tuple[str, ...],
        default: str | None = None,
    ) -> str:
        value = data.get(key, default)
        if value not in known:
            said = f"is {value!r}" if value is not None else "is missing"
            hint = _nearest(str(value), known)
            self.fault((*path, key), f"{key} {said}; it must be one of {', '.join(known)}{hint}")
            return known[0]
        return str(value)

    def identifier(self, data: Mapping[str, Any], path: Path, taken: set[str]) -> str:
        value = self.text(data, "id", path)
        if value and not _ID.fullmatch(value):
            self.fault((*path, "id"), f"id {value!r} must be small letters, digits and single hyphens")
        if value in taken:
            self.fault((*path, "id"), f"id {value!r} is used twice")
        taken.add(value)
        return value

    # The parts of a checklist.

    def checklist(self, raw: Mapping[str, Any]) -> Checklist:
        data = self.table(raw, (), _TOP_KEYS)
        section_ids: set[str] = set()
        item_ids: set[str] = set()
        made = Checklist(
            id=self.identifier(data, (), set()),
            title=self.text(data, "title", ()),
            theme=self.text(data, "theme", ()),
            version=self.number(data, "version", (), 1, 9999),
            unit=self.one_of(data, "unit", (), UNITS),
            purpose=self.text(data, "purpose", (), needed=False),
            indicated=self.thresholds(data.get("indicated", {}), ("indicated",)),
            sections=tuple(
                self.section(entry, path, section_ids, item_ids)
                for entry, path in self.tables(data, "section", ())
            ),
            changes=self.changes(data),
        )
        self.item_id = ""
        self.check_conditions(made)
        for needed in made.indicated.outstanding_needs:
            if needed not in item_ids:
                hint = _nearest(needed, sorted(item_ids))
                self.fault(("indicated", "outstanding-needs"), f"there is no item {needed!r}{hint}")
        return made

    def thresholds(self, raw: Any, path: Path) -> Thresholds:
        data = self.table(raw, path, _THRESHOLD_KEYS)
        made = Thresholds(
            outstanding=self.number(data, "outstanding", path, 0, 100),
            good=self.number(data, "good", path, 0, 100),
            requires_improvement=self.number(data, "requires-improvement", path, 0, 100),
            outstanding_needs=self.texts(data, "outstanding-needs", path),
        )
        if not made.outstanding >= made.good >= made.requires_improvement:
            self.fault(path, "the thresholds must not rise from outstanding to requires-improvement")
        return made

    def section(self, raw: Any, path: Path, section_ids: set[str], item_ids: set[str]) -> Section:
        self.item_id = ""
        data = self.table(raw, path, _SECTION_KEYS)
        return Section(
            id=self.identifier(data, path, section_ids),
            title=self.text(data, "title", path),
            items=tuple(self.item(entry, at, item_ids) for entry, at in self.tables(data, "item", path)),
        )

    def item(self, raw: Any, path: Path, item_ids: set[str]) -> Item:
        self.item_id = ""
        data = self.table(raw, path)
        self.item_id = str(data.get("id", f"number {int(path[-1]) + 1}"))
        self.table(raw, path, _ITEM_KEYS)
        item_id = self.identifier(data, path, item_ids)
        kind = self.one_of(data, "kind", path, KINDS)
        if data.get("kind") not in KINDS:
            return Item(item_id, "", "", kind)  # what else is wrong with it depends on the kind
        self.only_keys_of(kind, data, path)
        options = self.options(data, kind, path)
        usual = defaults(kind)
        return Item(
            id=item_id,
            title=self.text(data, "title", path),
            question=self.text(data, "question", path),
            kind=kind,
            aspect=self.one_of(data, "aspect", path, ASPECTS, usual["aspect"]),
            weight=self.number(data, "weight", path, 1, 9, usual["weight"]),
            about=self.one_of(data, "about", path, ("", *ABOUT), usual["about"]),
            look_in=self.text(data, "look_in", path, needed=kind != "text"),
            guidance=self.text(data, "guidance", path, needed=False),
            source=self.text(data, "source", path, needed=kind != "text"),
            options=options,
            not_applicable=self.texts(data, "not_applicable", path),
            not_recorded=self.flag(data, "not_recorded", path, default=usual["not_recorded"]),
            ask_if_safe=self.flag(data, "ask_if_safe", path, default=usual["ask_if_safe"]),
            met_from=self.met_from(data, usual["met_from"], options, path),
            limiting=self.limiting(data, options, path),
            interval=self.interval(data, path) if kind == "interval" else None,
            pair=self.pair(data, path) if kind == "count-pair" else None,
            only_if=self.condition(data, path),
        )

    def changes(self, data: Mapping[str, Any]) -> Changes | None:
        self.item_id = ""
        if "changes" not in data:
            return None
        raw = self.table(data["changes"], ("changes",), ("since", "items"))
        version = data.get("version")
        highest = version - 1 if isinstance(version, int) and version > 1 else 1
        since = self.number(raw, "since", ("changes",), 1, highest)
        items = self.table(raw.get("items", {}), ("changes", "items"))
        return Changes(since, tuple((name, self.relation(name, said)) for name, said in items.items()))

    def relation(self, name: str, said: Any) -> Relation:
        text = " ".join(said.split()) if isinstance(said, str) else ""
        relation = Relation.parse(text)
        if relation is None:
            told = f"{name} is {said!r}; it must be one of {'; '.join(RELATIONS)}{_nearest(text, RELATIONS)}"
            self.fault(("changes", "items", name), told)
            return Relation(RELATIONS[0])
        return relation

    def condition(self, data: Mapping[str, Any], path: Path) -> conditions.Condition | None:
        text = self.text(data, "only_if", path, needed=False)
        if not text:
            if "only_if" in data:
                self.fault(
                    (*path, "only_if"), "only_if is empty: leave it out, or say when the item is asked"
                )
            return None
        try:
            return conditions.parse(text)
        except conditions.ConditionError as error:
            self.fault((*path, "only_if"), f"only_if: {error}")
            return None

    def check_conditions(self, made: Checklist) -> None:
        """Check every condition: what it names comes before it, is offered, and lets it hold at some time."""
        for at, item in enumerate(made.items):
            if item.only_if is not None:
                self.item_id = item.id
                self.check_condition(item.only_if, made.items[:at], (*item_path(made, item.id), "only_if"))
        self.item_id = ""

    def check_condition(self, condition: conditions.Condition, earlier: tuple[Item, ...], path: Path) -> None:
        offered = {item.id: item.offered for item in earlier}
        scored = {item.id for item in earlier if item.scored}
        faults = len(self.faults)
        for named, values in conditions.mentions(condition).items():
            if named not in scored:
                hint = _nearest(named, list(offered))
                self.fault(path, f"only_if: {named!r} is no scored item before this one{hint}")
                continue
            known = sorted(offered[named])
            for value in sorted(values - offered[named]):
                hint = _nearest(value, known, f"; there are {', '.join(known)}")
                self.fault(path, f"only_if: {named} has no answer {value!r}{hint}")
        if len(self.faults) == faults and True not in conditions.can_hold(condition, offered):
            self.fault(path, "only_if can never hold, so the item would never be asked")

    def only_keys_of(self, kind: str, data: Mapping[str, Any], path: Path) -> None:
        for other, keys in _KEYS_OF_KIND.items():
            for key in keys:
                if key in data and other != kind:
                    self.fault((*path, key), f"{key} belongs to kind {other!r}, and this item is {kind!r}")
        if kind == "text" and "standard" in data:
            self.fault((*path, "standard"), "a text item has no answers to describe")

    def options(self, data: Mapping[str, Any], kind: str, path: Path) -> tuple[Option, ...]:
        if kind == "text":
            return ()
        named = FIXED_OPTIONS[kind] if kind in FIXED_OPTIONS else self.own_options(data, path)
        standard = self.table(
            data.get("standard", {}), (*path, "standard"), tuple(option[0] for option in named)
        )
        return tuple(
            Option(value, label, points, self.standard(standard, value, (*path, "standard")))
            for value, label, points in named
        )

    def standard(self, data: Mapping[str, Any], value: str, path: Path) -> str:
        if value not in data:
            self.fault(
                path, f"the standard for answer {value!r} is missing: what does it look like in a file?"
            )
            return ""
        return self.text(data, value, path)

    def own_options(self, data: Mapping[str, Any], path: Path) -> tuple[tuple[str, str, int], ...]:
        raw = data.get("options", [])
        here = (*path, "options")
        if not isinstance(raw, list) or not 2 <= len(raw) <= 9:
            self.fault(here, "a choice needs 2 to 9 options")
            return ()
        taken: set[str] = set(NOTHINGS)
        made = []
        for entry in raw:
            option = self.table(entry, here, ("id", "label", "points"))
            made.append(
                (
                    self.identifier(option, here, taken),
                    self.text(option, "label", here),
                    self.number(option, "points", here, 0, 99),
                )
            )
        points = [entry[2] for entry in made]
        if points != sorted(points, reverse=True):
            self.fault(here, "options go from the best answer to the worst, so points must not rise")
        if not points[0]:
            self.fault(here, "the best answer must be worth at least one point")
        return tuple(made)

    def met_from(self, data: Mapping[str, Any], default: str, options: tuple[Option, ...], path: Path) -> str:
        return self.one_of(data, "met_from", path, (default, *(option.id for option in options)), default)

    def limiting(self, data: Mapping[str, Any], options: tuple[Option, ...], path: Path) -> Limiting | None:
        if "limiting" not in data:
            return None
        here = (*path, "limiting")
        raw = self.table(data["limiting"], here, ("below", "caps", "because"))
        made = Limiting(
            below=self.one_of(raw, "below", here, tuple(option.id for option in options) or ("",)),
            caps=self.one_of(raw, "caps", here, tuple(GRADES)),
            because=self.text(raw, "because", here),
        )
        least = next((option.points for option in options if option.id == made.below), 0)
        if not any(option.points < least for option in options):
            self.fault(here, f"no answer is worth less than {made.below!r}, so this limit can never apply")
        if made.caps == "outstanding":
            self.fault(here, "a cap at outstanding caps nothing")
        return made

    def interval(self, data: Mapping[str, Any], path: Path) -> Interval:
        here = (*path, "limit")
        if isinstance(data.get("limit"), Mapping) and (
            data["limit"].get("within"),
            data["limit"].get("counting"),
        ) == (0, "from"):
            self.fault(here, "a limit that counts from the day itself begins at 1")
        limit = self.table(data.get("limit", {}), here, ("within", "unit", "counting", "status"))
        return Interval(
            start=self.text(data, "start", path),
            end=self.text(data, "end", path),
            within=self.number(limit, "within", here, 0, 9999),
            unit=self.one_of(limit, "unit", here, TIME_UNITS),
            counting=self.one_of(limit, "counting", here, COUNTINGS),
            status=self.one_of(limit, "status", here, STATUSES),
        )

    def pair(self, data: Mapping[str, Any], path: Path) -> CountPair:
        criteria = self.texts(data, "criteria", path)
        initials = [criterion[0].casefold() for criterion in criteria]
        if len(set(initials)) < len(initials):
            self.fault((*path, "criteria"), "each criterion needs its own first letter: it is the key for it")
        return CountPair(self.text(data, "counted", path), self.text(data, "out_of", path), criteria)


def item_path(checklist: Checklist, item_id: str) -> Path:
    """Return where an item stands in its file's data; empty if there is no such item."""
    for s, section in enumerate(checklist.sections):
        for n, item in enumerate(section.items):
            if item.id == item_id:
                return ("section", s, "item", n)
    return ()


def _nearest(value: str, known: Sequence[str], otherwise: str = "") -> str:
    """Return the end of a message: which of the known words was perhaps meant."""
    near = get_close_matches(value, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else otherwise


def _last(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "the file")
