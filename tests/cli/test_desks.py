"""The command line where a file is a copy, or a clock was wrong."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from auditui import places
from auditui.store import Store
from cli.conftest import Run
from made import small
from recorded import audit_of, finished_audit


def test_a_colleagues_audit_in_a_copied_file_is_taken_over_with_a_reason(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit = finished_audit(store, small(), team="North")
    shutil.rmtree(places.leases().path)
    options = ("--store", path, "--by", "A23")
    refused = run("audit", "reopen", audit, "--reason", "a wrong date", *options)
    assert refused.code == 2
    assert "This audit is A17's, on another desk" in refused.err
    taken = run("audit", "take", audit, "--reason", "A17 is away", *options)
    assert (taken.code, taken.err) == (0, f"Audit {audit} goes on here.\n")
    assert run("audit", "reopen", audit, "--reason", "a wrong date", *options).code == 0
    again = run("audit", "take", audit, "--reason", "again", *options)
    assert (again.code, again.err) == (2, "auditui: That is this desk's own already. Go on with it\n")
    assert run("journal", "verify", "--store", path).code == 0


def test_a_clock_that_was_wrong_is_noticed_and_its_dates_put_right(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_of(store, small())
    with Store.open(path, clock=lambda: datetime(2099, 5, 3, 12, tzinfo=UTC)) as store:
        finished_audit(store, small(), team="North", case="C-2")
    noticed = run("audit", "new", "pathway-plan", "C-3", "--team", "North", "--by", "A17", "--store", path)
    assert noticed.code == 0
    assert "3 to 8, are dated 2099-05-03, which is later than today" in noticed.err
    options = ("--reason", "the clock was wrong", "--by", "A17", "--store", path)
    missing = run("journal", "redate", "--from", 80, "--to", 90, "--day", "2026-03-03", *options)
    assert (missing.code, "no entry 80" in missing.err) == (2, True)
    put_right = run("journal", "redate", "--from", 3, "--to", 8, "--day", "2026-03-03", *options)
    assert put_right.code == 0
    assert '"month":"2026-03"' in run("summary", "--by", "month", "-f", "json", "--store", path).out.replace(
        " ", ""
    )
    assert "later than today" not in run("action", "list", "--store", path).err
