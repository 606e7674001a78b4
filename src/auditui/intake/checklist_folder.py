"""The checklists at hand: those that ship with the program, and the council's own in its folder."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditui.core.checklists import examples
from auditui.core.checklists.examples import Examples
from auditui.core.checklists.file import ChecklistError, parse
from auditui.core.errors import AuditError
from auditui.core.problem import Place, Problem
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.core.checklists.checklist import Checklist

_MOST_BYTES = 2**19


def shipped_folder() -> Path:
    """Return the folder of the checklists that ship: beside the package, or the project's own."""
    packaged = Path(__file__).parent.parent / "checklists"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "checklists"


def read(path: Path) -> Checklist:
    """Read one checklist file; ChecklistError with every problem, AuditError if it cannot be read at all."""
    return parse(text_of(path), one_line(path.name, 60))


def text_of(path: Path) -> str:
    """Return a checklist file's text; ChecklistError if it is too large or not UTF-8, AuditError if it cannot be read."""
    name = one_line(path.name, 60)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise AuditError(
            f"{name} cannot be read: {error.strerror}", "Check the name and its permissions"
        ) from None
    if len(content) > _MOST_BYTES:
        raise ChecklistError(name, [Problem(Place(), "larger than 512 KB, which no checklist is")])
    try:
        # Here nothing stands in for what is not UTF-8: a version is published as it reads, for good.
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise ChecklistError(name, [Problem(Place(), "not UTF-8 text; save it as UTF-8")]) from None


def examples_of(checklist: Checklist, own: Path) -> Examples:
    """Return the worked examples of a checklist in its version: the council's own in `own`/examples, else those that ship.

    None at all where there is no such file, or it is of another version. ChecklistError if it cannot be used.
    """
    for folder in (own, shipped_folder()):
        path = folder / "examples" / f"{checklist.id}.toml"
        if path.is_file():
            found = examples.parse(text_of(path), f"examples/{one_line(path.name, 60)}")
            if (found.checklist, found.version) == (checklist.id, checklist.version):
                return found
    return Examples(checklist.id, checklist.version, ())


def starting_file(checklist_id: str, title: str, name: str) -> str:
    """Return the text a new checklist begins from, to be saved as `name`: valid, with a word on all that can be said."""
    text = Path(__file__).with_name("template.toml").read_text(encoding="utf-8")
    safe = title.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("{id}", checklist_id).replace("{name}", name).replace("{title}", safe)


@dataclass(frozen=True)
class Broken:
    """A file that cannot be used: why, and by which names its checklist would be asked for."""

    error: AuditError
    names: frozenset[str]


def read_all(own: Path) -> tuple[list[Checklist], list[Broken]]:
    """Return every checklist that ships or stands in the council's folder `own`, and the files that cannot be used.

    Where two files hold one id and version with different content, the second cannot be used: nothing is overridden
    silently.
    """
    read_from: dict[tuple[str, int], tuple[Checklist, Path]] = {}
    broken: list[Broken] = []
    for path in files(own):
        try:
            checklist = read(path)
            other, beside = read_from.setdefault((checklist.id, checklist.version), (checklist, path))
            if other != checklist:
                names = f"{one_line(path.name, 60)} and {one_line(beside.name, 60)}"
                hint = "Give one of them another id or a higher version"
                raise AuditError(f"{names} are both {checklist.name} and differ", hint)  # noqa: TRY301
        except AuditError as error:
            broken.append(Broken(error, frozenset(_names(path))))
    return [checklist for checklist, _ in read_from.values()], broken


def files(own: Path) -> list[Path]:
    """Return the files of the checklists that ship, then those in the council's folder `own`."""
    return [path for folder in (shipped_folder(), own) for path in sorted(folder.glob("*.toml"))]


def _names(path: Path) -> Iterator[str]:
    """Yield what the checklist of a broken file may be called: the file's name, and the id it seems to have."""
    yield path.stem
    with suppress(AuditError):
        if named := re.search(r"""(?m)^\s*id\s*=\s*["']([\w-]+)["']""", text_of(path)):
            yield named[1]


def at_hand(own: Path) -> list[Checklist]:
    """Return every usable checklist that ships or stands in the council's folder `own`."""
    return read_all(own)[0]


def offered(published: list[Checklist], own: Path) -> list[Checklist]:
    """Return the checklists an audit can be begun with: the newest version of each.

    Once a store holds a version of a checklist, only what is published there counts; a file changes nothing
    until somebody publishes it. `own` is the council's folder.
    """
    in_use = newest(published)
    ids = {checklist.id for checklist in in_use}
    return [checklist for checklist in newest(at_hand(own)) if checklist.id not in ids] + in_use


def find(name: str, published: list[Checklist], own: Path) -> Checklist:
    """Return a checklist by id, in the version audits begin with, or by id@version.

    A file that cannot be used is an error only where its checklist is asked for and nothing is published of it.
    AuditError naming those there are, if there is none such.
    """
    checklist_id, _, version = name.partition("@")
    in_use = _by_name(published, versions=bool(version))
    name = name if version else checklist_id
    if name in in_use:
        return in_use[name]
    at_hand, broken = read_all(own)
    for file in broken:
        if checklist_id in file.names:
            raise file.error
    known = _by_name(at_hand, versions=bool(version))
    if name not in known:
        there = ", ".join(sorted({*known, *in_use}))
        raise AuditError(f"There is no checklist {one_line(name, 40)!r}", f"There are {there}")
    return known[name]


def _by_name(checklists: list[Checklist], *, versions: bool) -> dict[str, Checklist]:
    """Return checklists by id, each in its newest version, or with `versions` all of them by id@version."""
    if versions:
        return {f"{checklist.id}@{checklist.version}": checklist for checklist in reversed(checklists)}
    return {checklist.id: checklist for checklist in newest(checklists)}


def newest(checklists: list[Checklist]) -> list[Checklist]:
    """Return the highest version of each checklist, in the order given."""
    best: dict[str, Checklist] = {}
    for checklist in checklists:
        if checklist.id not in best or checklist.version > best[checklist.id].version:
            best[checklist.id] = checklist
    return list(best.values())
