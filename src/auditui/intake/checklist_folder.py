"""The checklists at hand: those that ship with the program, and the council's own in its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditui.core.checklists.file import ChecklistError, Fault, parse
from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from auditui.core.checklists.checklist import Checklist

_MOST_BYTES = 2**19


def shipped_folder() -> Path:
    """Return the folder of the checklists that ship: beside the package, or the project's own."""
    packaged = Path(__file__).parent.parent / "checklists"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "checklists"


def read(path: Path) -> Checklist:
    """Read one checklist file; ChecklistError with every fault, AuditError if it cannot be read at all."""
    return parse(text_of(path), one_line(path.name, 60))


def text_of(path: Path) -> str:
    """Return a checklist file's text; ChecklistError if it is too large or not UTF-8, AuditError if it cannot be read."""
    name = one_line(path.name, 60)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ChecklistError(name, [Fault(0, "", "larger than 512 KB, which no checklist is")])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ChecklistError(name, [Fault(0, "", "not UTF-8 text; save it as UTF-8")]) from None
    except OSError as error:
        raise AuditError(
            f"{name} cannot be read: {error.strerror}", "Check the name and its permissions"
        ) from None


def at_hand(own: Path) -> list[Checklist]:
    """Return every shipped checklist and every one in the council's folder `own`, if there is one.

    AuditError if two files hold one id and version with different content: nothing is overridden silently.
    """
    found: dict[tuple[str, int], tuple[Checklist, Path]] = {}
    for folder in (shipped_folder(), own):
        for path in sorted(folder.glob("*.toml")):
            checklist = read(path)
            key = (checklist.id, checklist.version)
            other = found.setdefault(key, (checklist, path))
            if other[0] != checklist:
                raise AuditError(
                    f"{one_line(path.name, 60)} and {one_line(other[1].name, 60)} are both {checklist.name} and differ",
                    "Give one of them another id or a higher version",
                )
    return [checklist for checklist, _ in found.values()]


def offered(published: list[Checklist], own: Path) -> list[Checklist]:
    """Return the checklists an audit can be begun with: the newest version of each.

    Once a store holds a version of a checklist, only what is published there counts; a file changes nothing
    until somebody publishes it. `own` is the council's folder.
    """
    in_use = newest(published)
    ids = {checklist.id for checklist in in_use}
    return [checklist for checklist in newest(at_hand(own)) if checklist.id not in ids] + in_use


def newest(checklists: list[Checklist]) -> list[Checklist]:
    """Return the highest version of each checklist, in the order given."""
    best: dict[str, Checklist] = {}
    for checklist in checklists:
        if checklist.id not in best or checklist.version > best[checklist.id].version:
            best[checklist.id] = checklist
    return list(best.values())
