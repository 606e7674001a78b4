"""No code but that of the scale, and of the frozen rules 1, knows a grade by name or how many there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "auditui"
KNOWS = {"core/scale.py", "core/audits/rules_1.py"}
GRADE = re.compile(r"outstanding|inadequate|requires[ _-]improvement|\bgood or\b", re.IGNORECASE)
#: Where the plain word is no grade: a style of the screens, a column of a spreadsheet.
PLAIN_WORD = {
    *(f"ui/{name}.py" for name in ("trend_page", "pages", "item_page", "screens/base", "widgets/page")),
    *("intake/plain_sheet.py", "core/kinds/rated.py", "core/kinds/yes_no.py"),
}
#: An option that is called so since there were four words only, and what its help says of it.
CALLED_SO = {"cli/figures.py", "cli/json_lines.py"}
#: Words that begin sentences and are no names.
WORD_LIST = {"core/name_words.py"}


def names_and_words(tree: ast.AST) -> set[str]:
    """Return every name and text of a module but its docstrings."""
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            found.add(node.value)
        found.update(
            value
            for key in ("id", "attr", "arg", "name")
            if isinstance(value := getattr(node, key, None), str)
        )
    return found


def test_no_other_module_knows_a_grade_by_name() -> None:
    known = {
        (where, words)
        for path in SOURCE.rglob("*.py")
        if (where := path.relative_to(SOURCE).as_posix()) not in KNOWS | CALLED_SO | WORD_LIST
        for words in names_and_words(ast.parse(path.read_text("utf-8")))
        if GRADE.search(words)
    }
    assert known == set()


def test_no_other_module_compares_with_the_one_grade_that_is_a_plain_word() -> None:
    known = {
        where
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and node.value == "good"
        and (where := path.relative_to(SOURCE).as_posix()) not in KNOWS | PLAIN_WORD
    }
    assert known == set()


def test_the_scale_itself_is_found_by_this() -> None:
    tree = ast.parse((SOURCE / "core" / "scale.py").read_text("utf-8"))
    assert any(GRADE.search(words) for words in names_and_words(tree))
