"""Reading TOML that somebody wrote, or means harm with; and its tables as values, by the fields of a dataclass."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

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


def load(text: str, name: str, hint: str) -> dict[str, Any]:
    """Return the data of the TOML file called `name`; AuditError, with `hint`, where it is none."""
    try:
        return read(text)
    except tomllib.TOMLDecodeError as error:
        raise AuditError(f"{name} is not valid TOML: {one_line(str(error), 80)}", hint) from None


class Table(Protocol):
    """A table of a file as a value: a dataclass whose fields are its keys.

    A field is text, a flag, a number, a day or a list of texts, as it is annotated; one that holds tables names their class as `rows` in
    its metadata.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def check(self, where: str) -> None:
        """Refuse what no such table says, though each key is of its type; AuditError names the place."""


T = TypeVar("T", bound=Table)

_TYPES: dict[str, tuple[Any, str]] = {
    "str": (str, "text in quotes"),
    "bool": (bool, "true or false"),
    "int": (int, "a whole number"),
    "float": ((int, float), "a number"),
    "date": (date, "a day such as 2026-03-31"),
}


def table(kind: type[T], data: Mapping[str, Any], where: str, hint: str) -> T:
    """Make a value of `kind` of a table, and of the tables in it.

    AuditError, in one line with `where`, for keys it does not have, has not got, or of another type.
    """
    known = {part.name: part for part in fields(kind)}
    if unknown := [key for key in data if key not in known]:
        raise AuditError(
            f"{where}: unknown key {one_line(unknown[0], 40)!r}", _meant(unknown[0], list(known))
        )
    values = {key: _value(known[key], value, where, hint) for key, value in data.items()}
    needed = [part.name for part in known.values() if part.default is part.default_factory is MISSING]
    if missing := [key for key in needed if key not in values]:
        raise AuditError(f"{where} lacks {', '.join(missing)}", hint)
    made = kind(**values)
    made.check(where)
    return made


def _meant(key: str, known: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for what is misspelt

    near = get_close_matches(key, known, n=1)
    return f"{f'Did you mean {near[0]!r}? ' if near else ''}Known are {', '.join(known)}"


def _value(part: Field[Any], value: Any, where: str, hint: str) -> Any:
    key = part.name
    if rows := part.metadata.get("rows"):
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise AuditError(f"{where}: {key} is written [[{key}]]", hint)
        return tuple(table(rows, row, f"{where}, {key} {n}", hint) for n, row in enumerate(value, 1))
    if part.type == "tuple[str, ...]":
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise AuditError(f"{where}: {key} must be a list of words in quotes", hint)
        return tuple(value)
    wanted, what = _TYPES[str(part.type).removesuffix(" | None")]
    # Python counts true as 1 and a time as a day; whoever writes a file does not.
    more = (isinstance(value, bool) and wanted is not bool) or isinstance(value, datetime)
    if more or not isinstance(value, wanted):
        raise AuditError(f"{where}: {key} must be {what}", hint)
    return value
