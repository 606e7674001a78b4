"""Reading TOML that somebody wrote, or means harm with; and its tables as values, by the fields of a dataclass."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import Field

_FAR_TOO_DEEP = re.compile(r"""(?m)(?:^|[\[{,])\s*(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){16}""")
_TOO_DEEP = "it is nested too deeply"


def read(text: str) -> dict[str, Any]:
    """Return the data of a TOML text; TOMLDecodeError where it is none, or nested as nothing here is."""
    if _FAR_TOO_DEEP.search(text):
        # The reader of TOML takes a time that grows with the square of a key's depth.
        raise tomllib.TOMLDecodeError(_TOO_DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError(_TOO_DEEP) from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # a number of thousands of digits, or a date that is none
        raise tomllib.TOMLDecodeError("it holds a number that is none") from None


def load(text: str, name: str, hint: str) -> dict[str, Any]:
    """Return the data of the TOML file called `name`; AuditError, with `hint`, where it is none."""
    try:
        return read(text)
    except tomllib.TOMLDecodeError as error:
        raise AuditError(f"{name} is not valid TOML: {one_line(str(error), 80)}", hint) from None


@runtime_checkable
class Checked(Protocol):
    """A table that may say what no such table says, though each of its keys is of its type."""

    def check(self, where: str) -> None:
        """Raise AuditError, naming the place, for what cannot be."""


T = TypeVar("T")

#: By annotation what a key's value may be, exactly: to Python true is 1 and a time is a day.
_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "text in quotes"),
    "bool": ((bool,), "true or false"),
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "date": ((date,), "a day such as 2026-03-31"),
    "tuple[str, ...]": ((list,), "a list of words in quotes"),
}


def table(kind: type[T], data: Mapping[str, Any], where: str, helps: Mapping[str, str]) -> T:
    """Make a value of `kind`, a dataclass whose fields are the table's keys, of a table and of the tables in it.

    A field is text, a flag, a number or a day, as it is annotated; a whole number may have `limits` in its metadata, and one
    that holds tables has the class of these as `rows`. AuditError, in one line with `where`, for keys it does not have, has
    not got, or of another type; its hint is what `helps` has for the key, or else for "".
    """
    known = {part.name: part for part in fields(kind)}  # type: ignore[arg-type] # a dataclass
    if unknown := [key for key in data if key not in known]:
        raise AuditError(
            f"{where}: unknown key {one_line(unknown[0], 40)!r}", _meant(unknown[0], list(known))
        )
    values = {key: _value(known[key], value, where, helps) for key, value in data.items()}
    needed = [part.name for part in known.values() if part.default is part.default_factory is MISSING]
    if missing := [key for key in needed if key not in values]:
        raise AuditError(f"{where} lacks {', '.join(missing)}", helps[""])
    made = kind(**values)
    if isinstance(made, Checked):
        made.check(where)
    return made


def _meant(key: str, known: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for what is misspelt

    near = get_close_matches(key, known, n=1)
    return f"{f'Did you mean {near[0]!r}? ' if near else ''}Known are {', '.join(known)}"


def _value(part: Field[Any], value: Any, where: str, helps: Mapping[str, str]) -> Any:
    key, hint = part.name, helps.get(part.name, helps[""])
    if rows := part.metadata.get("rows"):
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise AuditError(f"{where}: {key} is written [[{key}]]", hint)
        return tuple(table(rows, row, f"{where}, {key} {n}", helps) for n, row in enumerate(value, 1))
    wanted, what = _TYPES[str(part.type).removesuffix(" | None")]
    limits = part.metadata.get("limits")
    words = value if isinstance(value, list) else []
    good = type(value) in wanted and all(isinstance(word, str) for word in words)
    if limits:
        what = f"{what} from {limits[0]} to {limits[1]}"
        good = good and limits[0] <= value <= limits[1]
    if not good:
        raise AuditError(f"{where}: {key} must be {what}", hint)
    return tuple(words) if isinstance(value, list) else value
