"""Stores of earlier programs: they open, their tables are what they were, and they print what they printed."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditui.cli import figures, main
from auditui.store import Store

SAVED = Path(__file__).parent / "saved"
RELEASES = ("v1", "v2")


def unpacked(release: str, folder: Path) -> Path:
    path = folder / f"{release}.db"
    path.write_bytes(gzip.decompress((SAVED / release / "store.db.gz").read_bytes()))
    return path


def kept_tables(release: str) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = json.loads(
        gzip.decompress((SAVED / release / "tables.json.gz").read_bytes())
    )
    return kept


def as_kept_now(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """What stands behind an answer stood in five columns until schema 3; now it is one detail."""
    if table != "answers":
        return row
    places = {"start": "start_date", "end": "end_date", "counted": "counted", "out_of": "out_of"}
    detail = {key: row[column] for key, column in places.items() if row[column] is not None}
    if row["each_judged"]:
        detail["each"] = row["each_judged"].split()
    kept = {key: row[key] for key in ("audit", "item", "value", "reason")}
    return kept | {"detail": json.dumps(detail, sort_keys=True)}


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.fixture(scope="module", params=RELEASES)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    path = unpacked(request.param, tmp_path_factory.mktemp(request.param))
    Store.open(path).close()
    return request.param, path


def commands() -> list[tuple[str, str, str]]:
    return [
        (release, output, line)
        for release in RELEASES
        for output, line in json.loads((SAVED / release / "commands.json").read_text()).items()
    ]


def test_the_tables_of_an_earlier_store_are_what_they_were(opened: tuple[str, Path]) -> None:
    release, path = opened
    with Store.open(path) as store:
        for table, rows in kept_tables(release).items():
            cursor = store.db.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            now = [dict(zip(names, row, strict=True)) for row in cursor]
            assert in_order(now) == in_order([as_kept_now(table, row) for row in rows]), table
        assert list(store.verify()) == []


@pytest.mark.parametrize(("release", "output", "line"), commands(), ids=lambda value: str(value)[:40])
def test_an_earlier_store_prints_what_it_printed(
    release: str,
    output: str,
    line: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    updated: dict[str, Path],
) -> None:
    path = shutil.copy(updated[release], tmp_path / "store.db")
    monkeypatch.setattr(figures, "today", lambda: date(2026, 11, 1))
    monkeypatch.setattr(sys, "argv", ["auditui", *line.split(), "--store", str(path)])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    assert left.value.code in (0, None), printed.err
    assert printed.out == (SAVED / release / output).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    paths = {release: unpacked(release, tmp_path_factory.mktemp(release)) for release in RELEASES}
    for path in paths.values():
        Store.open(path).close()
    return paths
