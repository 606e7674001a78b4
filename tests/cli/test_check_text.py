"""`audit check-text` goes through every text that the journal keeps, not only those that stand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from auditui.core import retention
from auditui.core.audits import amendments as again
from auditui.core.audits import entries
from auditui.core.audits.causes import CauseNoted
from auditui.core.audits.samples import SeedNamed
from auditui.store import Store, new_id, purging
from cli.conftest import Run
from made import small
from recorded import audit_of, finished_audit


def found(run: Run, path: Path) -> set[tuple[str, str]]:
    """The audit and the text of everything that is named."""
    ran = run("audit", "check-text", "--store", path, "--format", "csv")
    assert "Khan" not in ran.out
    return {(row["audit"], row["note"]) for row in csv.DictReader(io.StringIO(ran.out))}


def filled(path: Path) -> tuple[str, str]:
    """A finished audit and a withdrawn one, a name in everything that was ever said of them."""
    with Store.open(path) as store:
        audit, gone = finished_audit(store, small(), team="North"), audit_of(store, small(), case="C-2")
        frame = new_id()
        store.record(
            entries.ActionAdded("x", audit, "Ask Mrs Khan", "manager", "2026-05-01"),
            again.ActionChanged("v", "x", "Ask the social worker", "manager", "2026-05-01"),
            again.ActionDropped("d", "x", "Mrs Khan has left"),
            again.ActionReopened("o", "x", "Mrs Khan is back", ("d",)),
            entries.ConcernRaised("c", audit, "Not seen", "manager", "2026-05-01"),
            again.ConcernAddedTo("m", "c", "Mrs Khan rang"),
            entries.ConcernAnswered("a", audit, "Seen", "c"),
            again.AdditionMade("r", audit, "reply", "Mrs Khan agrees"),
            again.AdditionMade("s", audit, "reply", "Agreed", "r"),
            again.AuditCorrected(audit, "C-1", "South", "Mrs Khan moved"),
            entries.AuditReopened(audit, "Mrs Khan rang"),
            entries.NoteWritten(audit, "worry", "Mrs Khan was late"),
            entries.NoteWritten(audit, "worry", "Visits were late"),
            entries.FrameImported(frame, "List", "small-theme", "0" * 64, "2026-03-01", 1, 1, 0),
            again.FrameRemoved("f", frame, "the file of Mrs Khan"),
            CauseNoted("k", "2026-03", "Mrs Khan left"),
            SeedNamed("n", "7", "drawn by Mrs Khan"),
            entries.NoteWritten(gone, "worry", "Mrs Khan was late"),
            entries.ActionAdded("g", gone, "Ask Mrs Khan", "manager", "2026-05-01"),
            again.AuditWithdrawn(gone, "Mrs Khan asked"),
            by="A17",
        )
    return audit, gone


def test_what_was_said_before_and_why_is_gone_through_too(run: Run, tmp_path: Path) -> None:
    audit, gone = filled(tmp_path / "s.db")
    assert found(run, tmp_path / "s.db") == {
        (audit, "action: what"), (audit, "action: dropped"), (audit, "action: reopened"), (audit, "concern: text"),
        (audit, "reply"), (audit, "corrected"), (audit, "reopened"), (audit, "worry"), ("", "frame: removed"),
        ("", "cause: what"), ("", "seed: source"), (gone, "worry"), (gone, "action: what"), (gone, "withdrawn"),
    }  # fmt: skip


def test_a_name_in_every_wording_of_a_text_is_named_once(run: Run, tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        audit = audit_of(store, small())
        for words in ("Mrs Khan", "So Mrs Khan", "So Mrs Khan came"):
            store.record(entries.NoteWritten(audit, "worry", words), by="A17")
    ran = run("audit", "check-text", "--store", tmp_path / "s.db", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(ran.out))
    assert (row["from"], row["to"]) == ("4", "11")


def test_what_was_erased_is_not_named(run: Run, tmp_path: Path) -> None:
    filled(tmp_path / "s.db")
    with Store.open(tmp_path / "s.db") as store:
        for case in ("C-1", "C-2"):
            purging.purge(store, retention.about_case(case), by="A17")
    assert found(run, tmp_path / "s.db") == {
        ("", "frame: removed"),
        ("", "cause: what"),
        ("", "seed: source"),
    }
