"""No two files of the program import each other, by whatever way round; imports for types count."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "auditui"

#: Circles that still stand, each as the names of its files. None may be added.
STANDING: list[set[str]] = []


def module_of(path: Path) -> str:
    parts = ("auditui", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, modules: set[str]) -> Iterator[str]:
    """Yield the modules of the program that a file names in its imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in modules else node.module for name in inside]
        else:
            continue
        yield from (name for name in names if name in modules)


def graph() -> dict[str, set[str]]:
    files = {module_of(path): path for path in SOURCE.rglob("*.py")}
    return {name: set(imported(path, set(files))) - {name} for name, path in files.items()}


def circles(arrows: dict[str, set[str]]) -> list[set[str]]:
    """Return the sets of files that reach each other."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            new = arrows[waiting.pop()] - seen
            seen |= new
            waiting += new
        return seen

    reach = {name: reached(name) for name in arrows}
    sets = {frozenset(other for other in reach[name] if name in reach[other]) for name in arrows}
    return [set(names) for names in sets if names]


def test_a_circle_is_seen_whatever_its_length() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": set()}) == []


def test_no_files_import_each_other() -> None:
    assert [circle for circle in circles(graph()) if circle not in STANDING] == []
