"""What a kind of item is, only core/kinds knows: no other code tells kinds apart."""

from __future__ import annotations

import ast
from pathlib import Path

from auditui.core.kinds import ITEM, KINDS

SOURCE = Path(__file__).parents[2] / "src" / "auditui"
#: Who carries the own fields of an item from form to form, by the table of fields, without knowing what they mean.
CARRIERS = ("core/checklists/checklist.py", "report/xlsform.py")


def compared(tree: ast.AST) -> set[str]:
    """Every string that is compared with something, looked for in a tuple or set, or matched."""
    words: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            words |= {
                part.value
                for part in ast.walk(node)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
        elif isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            words.add(str(node.value.value))
    return words


def outside() -> list[Path]:
    # Rules 1 are history: they know the kinds there were, whatever becomes of these since.
    history = SOURCE / "core" / "audits" / "rules_1.py"
    files = set(SOURCE.rglob("*.py")) - {history}
    return sorted(path for path in files if path.parent != SOURCE / "core" / "kinds")


def test_no_other_code_compares_the_name_of_a_kind() -> None:
    # A type of XLSForm question is called text as well, and so is a field of a note.
    names = set(KINDS) - {"text"}
    for path in outside():
        assert not compared(ast.parse(path.read_text())) & names, path


def test_no_other_code_asks_for_what_only_a_kind_reads() -> None:
    for path in outside():
        asked = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
        assert not {node.attr for node in asked} & {"pair", "criteria"}, path
        assert not [
            node for node in asked if node.attr == "interval" and ast.unparse(node.value) == "item"
        ], path
        if path.relative_to(SOURCE).as_posix() not in CARRIERS:
            assert "own" not in {node.attr for node in asked if ast.unparse(node.value) != "self"}, path


def test_every_field_has_its_help_and_every_scored_kind_its_answers() -> None:
    assert all(part.help for part in ITEM.fields)
    for name, kind in KINDS.items():
        assert kind.name == name
        offers = kind.options or kind.offers(
            {"options": [{"id": "a", "label": "A", "points": 1}]} if kind.scored else {}
        )
        assert bool(offers) == kind.scored
        points = [points for _, _, points in offers]
        assert points == sorted(points, reverse=True)
