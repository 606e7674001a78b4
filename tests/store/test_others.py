"""What other desks may say, by mistake or by ill will, in a journal that is chained without a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditui.core.audits import entries
from auditui.core.audits.codec import encode
from auditui.core.audits.entries import NoteWritten, Reason
from auditui.core.checklists.checklist import as_data, content_digest
from auditui.core.errors import AuditError
from auditui.core.problem import Level
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.report.summary import tables as tables_of_summary
from auditui.report.trend import trend
from auditui.store import Store, journal
from desks import TWINS, Clock, holding, rows, tables
from living import FIRST
from made import small
from recorded import audit_of, finished_audit


class Rogue:
    """A desk that writes what it likes, correctly chained."""

    def __init__(self, origin: str = "ffffffffffff") -> None:
        self.head = journal.Head(origin, 0, "", journal.GENESIS)

    def says(
        self, kind: str, subject: str, body: str, at: str = "2026-03-02T09:00:00.000Z", by: str = "A99"
    ) -> journal.Row:
        number, salt = self.head.origin_seq + 1, b"salt"
        digest = journal.digest_of(salt, body)
        hashed = journal.link(self.head.hash, self.head.origin, number, at, by, kind, subject, digest)
        self.head = journal.Head(self.head.origin, number, at, hashed)
        return journal.Row(0, self.head.origin, number, at, by, kind, subject, body, salt, digest, hashed)

    def entry(
        self, entry: entries.Entry, at: str = "2026-03-02T09:00:00.000Z", by: str = "A99"
    ) -> journal.Row:
        return self.says(entry.kind, entry.subject, encode(entry), at, by)


@pytest.fixture
def here(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "here.db", clock=Clock(), leases=tmp_path / "state")


def same_after_rebuild(store: Store) -> None:
    kept = tables(store)
    store.rebuild()
    assert tables(store) == kept


def test_a_subject_taken_back_and_forth_keeps_what_each_desk_wrote_while_it_was_theirs(
    tmp_path: Path,
) -> None:
    one = holding(tmp_path / "one.db", [])
    two = holding(tmp_path / "two.db", [])
    audit = audit_of(one, small(), by="A1")

    def pass_on(giver: Store, taker: Store, by: str, text: str) -> None:
        taker.receive(rows(giver))
        taker.take(audit, "taking turns", by=by)
        taker.record(NoteWritten(audit, text, text), by=by)

    one.record(NoteWritten(audit, "reason", "reason"), by="A1")
    pass_on(one, two, "A2", "worry")
    pass_on(two, one, "A1", "strength")
    pass_on(one, two, "A2", "learning")
    one.receive(rows(two))
    assert tables(one) == tables(two)
    assert {about for _, about in one.audit(audit).notes} == {"reason", "worry", "strength", "learning"}
    assert one.verify() == []


def test_one_record_takes_a_subject_over_once(tmp_path: Path) -> None:
    one, two = holding(tmp_path / "one.db", []), holding(tmp_path / "two.db", [])
    audit = audit_of(one, small(), by="A1")
    two.receive(rows(one))
    two.record(*(NoteWritten(audit, "worry", f"{n}") for n in range(5)), by="A1")
    assert sum(row.kind == entries.SubjectTaken.kind for row in rows(two)) == 1


def test_nobody_else_says_anything_of_a_desks_clock(here: Store) -> None:
    audit_of(here, small())
    here.correct_clock(1, 2, 86_400, "a day behind", by="A17")
    rogue = Rogue()
    wrong = entries.ClockCorrected(here.origin, 1, 2, 10**6, "nonsense")
    here.receive(
        [rogue.entry(wrong, at="2026-03-02T10:00:00.000Z"), rogue.entry(wrong, at="2020-01-01T00:00:00.000Z")]
    )
    assert here.db.execute("SELECT count(*) FROM clock_corrections").fetchone() == (1,)
    assert {problem.level for problem in here.verify()} == {Level.REMARK}
    same_after_rebuild(here)


def test_a_correction_of_the_clock_said_twice_counts_twice_everywhere(here: Store) -> None:
    audit_of(here, small())
    for _ in range(2):
        here.correct_clock(1, 2, 3_600, "an hour behind", by="A17")
    assert [problem for problem in here.verify() if problem.level is Level.ERROR] == []
    same_after_rebuild(here)


def test_content_that_its_digest_does_not_name_is_damage_and_hides_nothing(here: Store) -> None:
    finished_audit(here, small(), team="North")
    forged = entries.ChecklistPublished(small().digest, {"id": "small", "version": 9})
    here.receive([Rogue().entry(forged, at="2001-01-01T00:00:00.000Z")])
    assert len(here.audits()) == 1
    assert here.tallies().judgements[0].number == 1
    (problem,) = here.verify()
    assert (problem.level, problem.message) == (Level.ERROR, Reason.OTHER_CONTENT)
    same_after_rebuild(here)


NONSENSE: tuple[object, ...] = (
    {}, {"id": [], "version": 10**30}, {"id": "small", "version": -(2**63) - 1}, {"section": 5, "indicated": []},
    {"id": "small", "version": True, "title": 5, "theme": None},
    {"id": "deep", "section": json.loads("[" * 500 + "]" * 500)},
)  # fmt: skip


@pytest.mark.parametrize("content", NONSENSE, ids=lambda content: str(content)[:30])
def test_a_checklist_whose_content_is_nonsense_stops_nothing(here: Store, content: dict[str, object]) -> None:
    audit = finished_audit(here, small(), team="North")
    rogue = Rogue()
    body = json.dumps({"content": content}, sort_keys=True, separators=(",", ":"))
    digest = content_digest(content)
    here.receive([
        rogue.says("checklist.published", digest, body),
        rogue.entry(entries.AuditStarted("odd", digest, "C-9", "South")),
        rogue.entry(entries.AuditFinished("odd")),
    ])  # fmt: skip
    assert audit in {line.id for line in here.audits()}
    assert [checklist.id for checklist in here.checklists()] == ["small"]
    assert sum(tally.number for tally in here.tallies().judgements) == 1
    assert [problem for problem in here.verify() if problem.level is Level.ERROR] == []
    same_after_rebuild(here)


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:00.000Z", "0001-01-01T00:00:00.000Z", "20260302T09:00:00.00000Z", "x" * 24]
)
@pytest.mark.parametrize("utc_offset", [60, -60])
def test_no_time_and_no_offset_stops_a_store(here: Store, at: str, utc_offset: int) -> None:
    audit_of(here, small())
    rogue = Rogue()
    here.receive([
        rogue.entry(entries.AuditStarted("odd", small().digest, "C-9", "South")),
        rogue.entry(entries.AuditFinished("odd", utc_offset=utc_offset), at=at),
    ])  # fmt: skip
    assert len(here.audits()) == 2
    same_after_rebuild(here)


def test_an_origin_is_never_taken_for_a_place_on_the_disk(here: Store, tmp_path: Path) -> None:
    audit = audit_of(here, small())
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    here.receive([Rogue(str(pipe)).entry(entries.AuditStarted("odd", small().digest, "C-9", "South"))])
    here.record(NoteWritten(audit, "worry", "written, and not waiting for a pipe"), by="A17")


def test_an_immediate_concern_is_raised_whatever_else_is_wrong_with_its_audit(here: Store) -> None:
    audit = audit_of(here, small())
    last = rows(here)[-1]
    newer = Rogue(here.origin)
    newer.head = journal.Head(last.origin, last.origin_seq, last.at, last.hash)
    here.receive([newer.says("audit.dreamt", audit, "{}")])
    with pytest.raises(AuditError, match="newer auditui"):
        here.record(NoteWritten(audit, "worry", "x"), by="A17")
    here.record(entries.ConcernRaised("c1", audit, "Not seen", "duty", "today"), by="A17")
    assert [concern.what for concern in here.concerns(only_open=True)] == ["Not seen"]


def test_what_was_heard_of_before_it_began_can_still_begin_here(here: Store) -> None:
    here.receive([Rogue().says("checklist.dreamt", small().digest, "{}")])
    assert audit_of(here, small())
    same_after_rebuild(here)


def test_a_foreign_note_does_not_choose_between_two_beginnings(here: Store) -> None:
    rogue = Rogue()
    twice = [
        rogue.entry(entries.AuditStarted("x", small().digest, "C-1", "North"), at="2026-03-02T09:00:00.000Z"),
        rogue.entry(NoteWritten("x", "worry", "kept")),
        rogue.entry(entries.AuditStarted("x", small().digest, "C-2", "North"), at="2026-01-01T09:00:00.000Z"),
    ]
    here.receive(twice)
    assert here.audit("x").note("", "worry") == "kept"
    here.receive([Rogue("eeeeeeeeeeee").entry(NoteWritten("x", "worry", "foreign"))])
    assert here.audit("x").note("", "worry") == "kept"


def test_only_what_people_say_is_said_to_a_store(here: Store) -> None:
    audit = audit_of(here, small())
    with pytest.raises(AuditError, match="The store writes it by itself"):
        here.record(entries.SubjectTaken(audit, here.origin, "", ""), by="A17")


def test_a_copied_file_redates_nothing_of_the_desk_it_was(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", leases=tmp_path / "state") as store:
        audit_of(store, small())
    with Store.open(tmp_path / "s.db", leases=tmp_path / "other") as store:
        with pytest.raises(AuditError, match="not entries of this desk"):
            store.correct_clock(1, 2, 86_400, "why", by="A17")
        assert len(store.heads()) == 1
    with (
        Store.open(tmp_path / "s.db", leases=tmp_path / "state") as store,
        pytest.raises(AuditError, match="not entries of this desk"),
    ):
        store.correct_clock(1, 10**6, 86_400, "why", by="A17")


COPIED = """
import sys
from pathlib import Path
from auditui.core.audits.entries import NoteWritten
from auditui.store import Store
path, state, audit, number = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
with Store.open(path, leases=state) as store:
    print("open", flush=True)
    sys.stdin.readline()
    store.record(*(NoteWritten(audit, "worry", f"{n}") for n in range(number)), by="A17")
"""


@pytest.mark.whole
def test_a_file_and_its_copy_written_at_once_do_not_fork(tmp_path: Path) -> None:
    state, path, copy = tmp_path / "state", tmp_path / "s.db", tmp_path / "copy.db"
    with Store.open(path, leases=state) as store:
        audit = audit_of(store, small())
    copy.write_bytes(path.read_bytes())
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", COPIED, str(file), str(state), audit, str(number)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for file, number in ((path, 600), (copy, 1))
    ]  # fmt: skip
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
    for program in programs:
        program.communicate("\n")
        assert program.returncode == 0
    held: dict[tuple[str, int], bytes] = {}
    for file in (path, copy):
        with Store.open(file, leases=state) as store:
            for row in rows(store):
                assert held.setdefault((row.origin, row.origin_seq), row.hash) == row.hash


def test_a_desk_that_cannot_be_remembered_is_one_desk_a_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Store.open(tmp_path / "s.db", leases=tmp_path / "file" / "no-folder") as store:
        audit = audit_of(store, small())
        for n in range(5):
            store.record(NoteWritten(audit, "worry", f"{n}"), by="A17")
        assert len(store.heads()) == 1


def test_twin_versions_are_never_joined_and_stop_no_figure(tmp_path: Path) -> None:
    stores = []
    for number, twin in enumerate(TWINS):
        store = holding(tmp_path / f"{number}.db", [])
        for checklist in (FIRST, twin):
            store.record(entries.ChecklistPublished(checklist.digest, as_data(checklist)), by="A17")
        finished_audit(store, twin, team="North", case=f"C-{number}")
        stores.append(store)
    stores[0].receive(rows(stores[1]))
    counted = tables_of_summary(stores[0], Selection(), ("checklist",))[1]
    assert {row[0] for row in counted.rows} == {"living v1-v2", "living v2 of another desk"}
    assert trend(stores[0], Selection(), Series("living")).segments
    assert len(stores[0].versions("living")) == 2
    assert len(stores[0].checklists()) == 3
