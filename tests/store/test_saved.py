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

from auditui import __version__
from auditui.cli import figures, main
from auditui.cli import output as output_of
from auditui.cli import plan as plan_command
from auditui.store import Store
from recorded import SAVED, unpacked

RELEASES = ("v1", "v2")


def kept_tables(release: str) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = json.loads(
        gzip.decompress((SAVED / release / "tables.json.gz").read_bytes())
    )
    return kept


#: The tables of earlier schemas, read from today's: an answer's details and what closed an action or a concern have
#: places of their own now, and counts are kept by more than team.
AS_BEFORE = {
    "council": "SELECT seed FROM council",
    "checklists": "SELECT digest, id, version, title, theme, content, published_at, note FROM checklists",
    "cases": (
        "SELECT f.theme, c.id, c.frame, c.ref, c.event, c.team, c.dates, c.age_band, c.category, c.ethnicity, c.disability,"
        " c.area FROM cases c JOIN frames f ON f.id = c.frame"
    ),
    "audits": (
        "SELECT id, checklist, case_ref, event, team, age_band, category, ethnicity, disability, area, auditor, state,"
        " begun_at, changed_at, finished_at, judgement, indicated, percent FROM audits"
    ),
    "answers": "SELECT audit, item, value, reason, detail FROM answers",
    "actions": (
        "SELECT t.*, coalesce(d.done_at, '') done_at, coalesce(d.proof, '') proof"
        " FROM actions t LEFT JOIN actions_done d ON d.action = t.id"
    ),
    "concerns": (
        "SELECT t.*, coalesce(w.answered_at, '') answered_at, coalesce(w.answered_by, '') answered_by,"
        " coalesce(w.answer, '') answer FROM concerns t LEFT JOIN concerns_answered w ON w.concern = t.id"
    ),
    "answer_tallies": (
        "SELECT checklist, j.value->>0 item, j.value->>1 value, month, label team, sum(j.value->>3) number"
        " FROM tallies, json_each(answers) j WHERE dimension = 'team' GROUP BY 1, 2, 3, 4, 5"
    ),
    "spread_tallies": (
        "SELECT checklist, j.key section, month, label team, j.value->>0 audits, j.value->>1 met, j.value->>2 counted,"
        " j.value->>3 met_met, j.value->>4 met_counted, j.value->>5 counted_counted"
        " FROM tallies, json_each(sections) j WHERE dimension = 'team'"
    ),
    "judgement_tallies": (
        "SELECT checklist, month, team, auditor, judgement, indicated, count(*) number FROM contributions"
        " GROUP BY 1, 2, 3, 4, 5, 6"
    ),
}


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
            cursor = store.db.execute(AS_BEFORE.get(table, f"SELECT * FROM {table}"))
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
    for module in (figures, plan_command, output_of):
        monkeypatch.setattr(module, "today", lambda: date(2026, 11, 1))
    monkeypatch.setattr(sys, "argv", ["auditui", *line.split(), "--store", str(path)])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    assert left.value.code in (0, None), printed.err
    assert printed.out.replace(f"auditui {__version__}.", "auditui 0.1.0.") == (
        SAVED / release / output
    ).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    paths = {release: unpacked(release, tmp_path_factory.mktemp(release)) for release in RELEASES}
    for path in paths.values():
        Store.open(path).close()
    return paths
