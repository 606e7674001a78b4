"""How the house is kept: nobody but the store holds its connection, and no file or function gets away."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "auditui"
FILES = sorted(SOURCE.rglob("*.py"))


def test_nobody_but_the_store_holds_its_connection() -> None:
    for path in FILES:
        if path.parent != SOURCE / "store":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert not [
                node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "db"
            ], path


def test_no_file_is_longer_than_300_lines() -> None:
    assert {
        path.name: n for path in FILES if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300
    } == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{path.name}:{node.name}": length
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST.get(f"{path.name}:{node.name}", 40)
    }
    assert long == {}


def test_no_function_takes_more_than_10_decisions() -> None:
    many = {
        f"{path.name}:{node.name}": number
        for path in FILES
        if path.name not in FROZEN
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (number := sum(map(decisions, ast.walk(node)))) > 10
    }
    assert many == {}


def decisions(node: ast.AST) -> int:
    """How many ways a node parts: a branch, a loop, a case, each `and` and `or`, and each condition of a comprehension."""
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return len(node.ifs)
    return int(isinstance(node, BRANCHES))


BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
#: Rules of the past, which nobody mends.
FROZEN = ("rules_1.py",)

#: Commands whose options, each with its help, make up most of their lines.
LONGEST = {
    "amending.py:correct": 42,
    "figures.py:trend": 60,
    "figures.py:summary": 60,
    "sample.py:draw": 63,
    "case.py:import_": 60,
}
