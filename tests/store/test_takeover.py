"""Taking over, clocks and what one `record` may hold: what is refused, and what is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from auditui.core.audits import entries
from auditui.core.audits.entries import AnswerGiven, NoteWritten
from auditui.core.checklists.checklist import as_data
from auditui.core.errors import AuditError
from auditui.store import ClockDoubt, Store, journal, new_id
from desks import Clock, holding, rows, tables
from living import CHANGES, FIRST, second
from made import best, small
from recorded import audit_of, finished_audit

SECOND = second(CHANGES["reword, comparable"])


def refused(store: Store, *said: entries.Entry, by: str = "A17") -> str:
    before = store.heads()
    with pytest.raises(AuditError) as caught:
        store.record(*said, by=by)
    assert store.heads() == before, "nothing of it stays"
    return str(caught.value)


def taken(store: Store, subject: str, reason: str) -> str:
    with pytest.raises(AuditError) as caught:
        store.take(subject, reason, by="A23")
    return str(caught.value)


def test_what_is_taken_over_is_an_audit_of_another_desk_and_for_a_reason(tmp_path: Path) -> None:
    one, two = (holding(tmp_path / f"{name}.db", []) for name in ("one", "two"))
    audit = audit_of(one, small())
    two.receive(rows(one))
    assert taken(two, audit, "  ") == "A reason is needed to take over another's work. Give it with --reason"
    assert taken(two, "zz", "why") == "There is no audit 'zz'. auditui audit list shows them"
    assert taken(one, audit, "why") == "That is this desk's own already. Go on with it"
    saved = two.take(audit, " she is away ", by="A23")
    entry = two.history(audit)[-1].entry
    assert entry == entries.SubjectTaken(audit, one.origin, rows(one)[-1].hash.hex(), "she is away")
    assert (saved.seq, saved.at) == (rows(two)[-1].seq, rows(two)[-1].at)
    two.record(NoteWritten(audit, "worry", "x"), by="A23")
    assert two.audit(audit).note("", "worry") == "x"


def test_the_same_auditor_goes_on_on_another_desk_without_asking(tmp_path: Path) -> None:
    one, two = (holding(tmp_path / f"{name}.db", []) for name in ("one", "two"))
    audit = audit_of(one, small())
    two.receive(rows(one))
    assert refused(two, NoteWritten(audit, "worry", "x"), by="A23") == (
        f"This audit is A17's, on another desk. To go on with it here: auditui audit take {audit[:8]} --reason"
    )
    two.record(NoteWritten(audit, "worry", "x"), NoteWritten(audit, "learning", "y"), by="A17")
    kinds = [recorded.entry.kind for recorded in two.history(audit)]
    assert kinds == ["audit.started", "subject.taken", "note.written", "note.written"]
    # What is of its own needs no taking over.
    two.record(entries.ActionAdded("x1", audit, "See", "worker", ""), by="A23")
    assert [action.id for action in two.actions()] == ["x1"]


def test_one_record_is_judged_entry_by_entry(tmp_path: Path) -> None:
    with holding(tmp_path / "s.db", []) as store:
        audit = new_id()
        published = entries.ChecklistPublished(FIRST.digest, as_data(FIRST))
        later = entries.ChecklistPublished(SECOND.digest, as_data(SECOND))
        started = entries.AuditStarted(audit, FIRST.digest, "C-1", "North")
        answers = [AnswerGiven(audit, best(item)) for item in FIRST.items]
        moved = entries.AuditMoved(audit, SECOND.digest)
        judged = entries.JudgementGiven(audit, "outstanding")
        saved = store.record(
            published, started, *answers, later, moved, judged, entries.AuditFinished(audit), by="A17"
        )
        assert store.audit(audit).state == "finished"
        assert store.audit(audit).checklist == SECOND.digest
        (listed,) = [version for version in rows(store) if version.subject == SECOND.digest]
        assert FIRST.digest in str(listed.body), "a version names the one it follows"
        assert (saved.seq, saved.at) == (rows(store)[-1].seq, rows(store)[-1].at)
        kept = tables(store)
        store.rebuild()
        assert tables(store) == kept


def test_what_a_record_names_must_be_there(tmp_path: Path) -> None:
    with holding(tmp_path / "s.db", []) as store:
        audit = audit_of(store, small())
        assert refused(store, entries.CaseListed("k", "f", "C-1")) == (
            "A case belongs to a case list that is not in this store. Import the case list again"
        )
        assert refused(store, entries.AuditStarted(audit, small().digest, "C-1", "North")) == (
            "This audit has begun already. auditui audit list shows it"
        )
        assert (
            refused(store, NoteWritten("zz", "worry", "x"))
            == "There is no such audit. auditui audit list shows them"
        )
        assert refused(store, entries.AuditStarted(new_id(), FIRST.digest, "C-1", "North")) == (
            f"Checklist {FIRST.digest[:12]} is not in this store. Publish it first"
        )
        assert refused(store, entries.AuditMoved(audit, FIRST.digest)) == (
            "The version to move to is not in this store. auditui checklist list shows them"
        )


def test_what_no_file_could_hold_is_refused(tmp_path: Path) -> None:
    with holding(tmp_path / "s.db", []) as store:
        wrong = entries.FrameImported("f", "list", "", "0", "2026-03-02", 2**60, 1, 0)
        assert refused(store, wrong) == "That cannot be kept: it holds something no file could. Type it again"


# Clocks.


def test_a_correction_is_of_this_desks_own_entries_and_for_a_reason(tmp_path: Path) -> None:
    with holding(tmp_path / "s.db", []) as store:
        audit_of(store, small())
        needs = "A correction needs its entries, a time to add and a reason. auditui journal redate --help"
        for first, last, seconds, reason in (
            (0, 1, 60, "x"),
            (2, 1, 60, "x"),
            (1, 2, 0, "x"),
            (1, 2, 60, " "),
        ):
            with pytest.raises(AuditError) as caught:
                store.correct_clock(first, last, seconds, reason, by="A17")
            assert str(caught.value) == needs
        with pytest.raises(AuditError) as caught:
            store.correct_clock(1, 3, 60, "late", by="A17")
        assert str(caught.value) == (
            "These are not entries of this desk, which has begun another. auditui journal head shows the desks"
        )
        before = [recorded.at for recorded in store.history(store.audits()[0].id)]
        saved = store.correct_clock(2, 2, 3_600, " late ", by="A17")
        assert saved.seq == rows(store)[-1].seq
        after = [recorded.at for recorded in store.history(store.audits()[0].id)]
        assert [at[11:13] for at in (*before, *after)] == ["09", "10"]
        assert '"reason":"late"' in str(rows(store)[-1].body)


def test_entries_from_the_future_are_doubted_until_they_are_redated(tmp_path: Path) -> None:
    clock = Clock()
    with Store.open(tmp_path / "s.db", clock=clock, leases=tmp_path / "state") as store:
        audit = audit_of(store, small())
        assert store.clock_doubt() is None
        now = clock.now
        clock.now = datetime(2031, 5, 3, 9, tzinfo=UTC)
        store.record(NoteWritten(audit, "worry", "a"), by="A17")
        clock.now = datetime(2031, 5, 4, 9, tzinfo=UTC)
        store.record(NoteWritten(audit, "worry", "b"), by="A17")
        clock.now = now
        assert store.clock_doubt() == ClockDoubt(3, 4, "2031-05-03")
        store.redate(3, 4, date(2026, 3, 31), "the battery", by="A17")
        assert store.history(audit)[1].at.startswith("2026-03-31T09:07")
        assert store.history(audit)[2].at.startswith("2026-04-01T09:07"), "as far apart as they were"
        with pytest.raises(AuditError) as caught:
            store.redate(99, 99, date(2026, 3, 31), "x", by="A17")
        assert str(caught.value) == "This desk has no entry 99. auditui journal head says how many it has"


@pytest.mark.parametrize(("ahead", "doubted"), [(timedelta(hours=23), False), (timedelta(hours=25), True)])
def test_a_day_ahead_is_no_doubt(tmp_path: Path, ahead: timedelta, *, doubted: bool) -> None:
    clock = Clock()
    with Store.open(tmp_path / "s.db", clock=clock, leases=tmp_path / "state") as store:
        now = clock.now
        clock.now = now + ahead
        audit_of(store, small())
        clock.now = now
        assert (store.clock_doubt() is not None) is doubted


def test_a_record_carries_the_offset_of_the_desks_clock(tmp_path: Path) -> None:
    from datetime import timezone  # noqa: PLC0415

    summer = timezone(timedelta(hours=1))
    with Store.open(tmp_path / "s.db", clock=lambda: datetime(2026, 5, 31, 23, 30, tzinfo=summer)) as store:
        audit = finished_audit(store, small(), team="North")
        assert store.audit(audit).finished_at == "2026-05-31T22:30:00.000Z"
        assert store.audit(audit).utc_offset == 60
        assert store.audit(audit).day == "2026-05-31"


def test_progress_is_told_while_everything_is_read(tmp_path: Path) -> None:
    with holding(tmp_path / "s.db", []) as store:
        audit = audit_of(store, small())
        store.record(*(NoteWritten(audit, "worry", str(n)) for n in range(1_200)), by="A17")
        heard: list[tuple[int, int]] = []
        number = store.rebuild(lambda done, total: heard.append((done, total)))
        assert number == 1_202
        assert heard[-1] == (1_202, 1_202)
        assert {total for _, total in heard} == {1_202}
        heard.clear()
        assert store.verify(progress=lambda done, total: heard.append((done, total))) == []
        assert heard[:2] == [(0, 1_202), (1_000, 1_202)]
        assert heard[-1] == (1_202, 1_202)
        assert [done for done, _ in heard[:2]] == [0, 1_000]
        assert list(journal.rows(store.db, after=1_200)) == rows(store)[1_200:]
