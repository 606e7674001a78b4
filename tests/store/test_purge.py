"""What is purged is gone from every file of the store, and the chain and the figures stand as they stood."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from auditui.core import retention
from auditui.core.audits import entries
from auditui.core.audits.amendments import AuditCorrected
from auditui.core.audits.entries import NoteWritten
from auditui.core.audits.keeping import CaseHeld, HoldReleased
from auditui.core.errors import AuditError, StoreError
from auditui.core.problem import Level
from auditui.figures.releases import Release
from auditui.figures.tallies import Selection
from auditui.store import Store, backups, journal, new_id, purging, traces
from desks import Clock, holding, rows, tables
from made import small
from recorded import audit_of, finished_audit

#: One for every field of text there is, none of which may be found again.
TOKENS = {name: f"zzq{name}zzq" for name in (
    "note", "draft", "reason", "action", "owner", "proof", "concern", "told", "answer", "team", "area", "date",
)}  # fmt: skip
CASE = "QQ-77777"


def files(path: Path) -> list[Path]:
    return sorted(file for file in path.parent.rglob("*") if file.is_file() and "state" not in str(file))


def found_in(path: Path, *words: str) -> set[str]:
    """The words that are in the bytes of the store, its log and its copies."""
    return {word for file in files(path) for word in words if word.encode() in file.read_bytes()}


def one_case(store: Store, case: str = CASE) -> str:
    """An audit with something in every field, and the case in a case list."""
    frame = new_id()
    store.record(
        entries.FrameImported(frame, "List", "small-theme", "0" * 64, "2026-03-01", 2, 2, 0),
        entries.CaseListed(new_id(), frame, case, "", TOKENS["team"], dates={"seen": TOKENS["date"]}, area=TOKENS["area"]),
        entries.CaseListed(new_id(), frame, "C-2", "", "North"),
        by="A17",
    )  # fmt: skip
    audit = finished_audit(store, small(), team=TOKENS["team"], case=case)
    action, concern = new_id(), new_id()
    store.record(
        entries.AuditReopened(audit, TOKENS["reason"]),
        NoteWritten(audit, "worry", TOKENS["draft"]),
        NoteWritten(audit, "worry", TOKENS["note"]),
        entries.ActionAdded(action, audit, TOKENS["action"], TOKENS["owner"], "2026-05-01"),
        entries.ActionDone(new_id(), TOKENS["proof"], action),
        entries.ConcernRaised(concern, audit, TOKENS["concern"], TOKENS["told"], "2026-03-02"),
        entries.ConcernAnswered(new_id(), audit, TOKENS["answer"], concern),
        entries.AuditFinished(audit),
        by="A17",
    )
    return audit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "s.db", clock=Clock()) as store:
        one_case(store)
        finished_audit(store, small(), team="North", case="C-2")
        audit_of(store, small(), case="C-3")
    return tmp_path / "s.db"


def figures(store: Store) -> list[object]:
    return [
        store.tallies(by=("month", name)) for name in ("team", "auditor", "judgement", "ethnicity", "area")
    ]


def errors(store: Store) -> list[str]:
    return [str(problem) for problem in store.verify() if problem.level is Level.ERROR]


def test_the_text_of_a_purged_case_is_in_no_file_of_the_store(path: Path) -> None:
    words = (*TOKENS.values(), CASE)
    (path.parent / "s.db.before-3").write_bytes(path.read_bytes())
    daily = backups.daily(path, path.parent / "s.db.backups", date(2026, 3, 30), 3)
    assert daily is not None
    assert found_in(path, *words) == set(words), "the test would notice them"
    with Store.open(path, clock=Clock()) as store:
        before = figures(store)
        purging.purge(store, retention.about_case(CASE), by="A17")
        assert found_in(path, *words) == {TOKENS["team"]}, "while it is open, its log included"
        assert figures(store) == before
        assert [line.case for line in store.audits()] == ["C-3", "C-2"]
        assert [case.ref for case in store.cases_waiting()] == []
        assert (store.actions(), store.concerns()) == ([], [])
        assert {entry.subject for entry in store.kept_entries() if isinstance(entry, NoteWritten)} == {
            store.audits()[1].id
        }
    assert found_in(path, *words) == {TOKENS["team"]}, "the team is a name in the counts that stay"
    assert files(path) == [path]


def test_a_proved_backup_of_what_is_left_takes_the_place_of_all_earlier_copies(path: Path) -> None:
    words, folder = (*TOKENS.values(), CASE), path.parent / "s.db.backups"
    today = Clock().now.date()
    for day in (date(2026, 3, 1), today):
        assert backups.daily(path, folder, day, 3)
    with Store.open(path, clock=Clock()) as store:
        done = purging.purge(store, retention.about_case(CASE), by="A17", backup_folder=folder)
        assert done.fresh is not None
        assert done.fresh.head == store.head()
        # The day's own earlier one gave way to it before.
        assert [copy.name for copy in done.copies] == ["2026-03-01.db"]
    assert files(path) == [path, done.fresh.path]
    assert found_in(path, *words) == {TOKENS["team"]}
    with Store.open(done.fresh.path, clock=Clock()) as store:
        assert errors(store) == []
        assert not traces.left(store.db), "whoever brings it back does not lose it again"
        assert len(store.audits()) == 2


def test_where_no_backup_can_be_made_what_is_to_be_erased_goes_all_the_same(path: Path) -> None:
    (path.parent / "a-file").write_text("in the way")
    daily = backups.daily(path, path.parent / "s.db.backups", date(2026, 3, 30), 3)
    assert daily is not None
    with Store.open(path, clock=Clock()) as store:
        done = purging.purge(
            store, retention.about_case(CASE), by="A17", backup_folder=path.parent / "a-file"
        )
    assert (done.fresh, done.copies) == (None, (daily.path,))
    assert found_in(path, *TOKENS.values(), CASE) == {TOKENS["team"]}


def test_the_chain_still_verifies_and_says_what_was_erased_by_which_rule_and_whom(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        heads = store.heads()
        purging.purge(store, retention.about_case(CASE), by="A23")
        said = [problem for problem in store.verify(heads) if "erased" in problem.message]
        assert errors(store) == []
        (erased,) = store.db.execute("SELECT count(*) FROM journal WHERE body IS NULL").fetchone()
        assert sum(int(problem.message.split()[2]) for problem in said) == erased > 10
        assert {problem.level for problem in said} == {Level.REMARK}
        assert said[0].message.startswith("A23 erased ")
        assert said[0].message.endswith("on 2026-03-30: everything about one case")
        assert CASE not in str(said)


def test_a_rebuild_after_a_purge_gives_the_same_tables(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        purging.purge(store, retention.finished_before(date(2026, 4, 1)), by="A17")
        kept, counted = tables(store), figures(store)
        store.rebuild()
        assert (tables(store), figures(store)) == (kept, counted)
        assert [line.state for line in store.audits()] == ["draft"], "what is not finished stays"
        assert store.months() == ("2026-03", "2026-03")


def test_a_body_may_be_given_up_only_where_it_was_purged(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        for change in (
            "body = NULL, salt = NULL",
            "body = NULL",
            "body = '{}'",
            "actor = 'A1'",
            "subject = 'x'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                store.db.execute(f"UPDATE journal SET {change} WHERE seq = 3")
        purging.purge(store, retention.about_case(CASE), by="A17")
        for change, where in (
            ("body = '{}', salt = x'00'", "body IS NULL"),
            ("body = NULL, salt = NULL", "kind = 'subjects.purged'"),
            ("body = NULL, salt = NULL", "kind = 'checklist.published'"),
            ("body = NULL, salt = NULL", "body IS NOT NULL"),
        ):
            with pytest.raises(sqlite3.IntegrityError):
                store.db.execute(f"UPDATE journal SET {change} WHERE {where}")
        with pytest.raises(sqlite3.IntegrityError):
            store.db.execute("DELETE FROM journal WHERE body IS NULL")


def test_a_body_that_is_gone_without_a_purge_is_still_a_finding(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        purging.purge(store, retention.about_case(CASE), by="A17")
        store.db.execute("DROP TRIGGER journal_gives_up_what_was_purged")
        store.db.execute("UPDATE journal SET body = NULL WHERE kind = 'audit.started' AND body IS NOT NULL")
        removed = [error for error in errors(store) if "its body was removed" in error]
        assert len(removed) == 2


def test_what_arrives_again_after_a_purge_stays_purged(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        everything = rows(store)
        purging.purge(store, retention.about_case(CASE), by="A17")
        kept, after = tables(store), rows(store)
        assert store.receive(everything) == 0
        assert tables(store) == kept
    with holding(tmp_path / "other.db", [everything, after, everything]) as other:
        assert tables(other) == kept
        assert found_in(tmp_path / "other.db", *TOKENS.values(), CASE) == {TOKENS["team"]}
    late = tmp_path / "late.db"
    with holding(late, [after, everything]) as other:
        assert tables(other) == kept
        assert errors(other) == []
        assert found_in(late, *TOKENS.values(), CASE) == {TOKENS["team"]}


def test_a_late_entry_about_a_purged_audit_is_erased_as_it_comes(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        early = rows(store)
        purging.purge(store, retention.about_case(CASE), by="A17")
        purge = rows(store)[-1:] + rows(store)[-2:-1]
    note = next(row for row in early if TOKENS["note"] in str(row.body))
    with holding(tmp_path / "late.db", [purge, [note]]) as other:
        assert other.db.execute("SELECT body FROM journal WHERE kind = 'note.written'").fetchone() == (None,)
        assert found_in(tmp_path / "late.db", TOKENS["note"]) == set()


def test_two_desks_that_erase_the_same_audits_are_counted_once(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        before = figures(store)
        everything = rows(store)
        purging.purge(store, retention.finished_before(date(2027, 1, 1)), by="A17")
        with holding(tmp_path / "other.db", [everything]) as other:
            purging.purge(other, retention.finished_before(date(2027, 2, 1)), by="A23")
            store.receive(rows(other))
        assert figures(store) == before
        assert errors(store) == []


def test_a_held_case_is_left_and_counted_until_the_hold_is_released(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        hold = new_id()
        store.record(CaseHeld(hold, CASE, "LEG-2026-014"), by="A17")
        for rule in (retention.about_case(CASE), retention.finished_before(date(2027, 1, 1))):
            purge = purging.purge(store, rule, by="A17")
            assert purge.held == 2, "an audit and a case of a list"
        assert found_in(path, CASE, *TOKENS.values()) == {CASE, *TOKENS.values()}
        assert store.audit(store.audits(Selection(case=CASE))[0].id).notes
        store.record(HoldReleased(new_id(), hold, "LEG-2026-015"), by="A17")
        with pytest.raises(AuditError, match="There is no such hold"):
            store.record(HoldReleased(new_id(), hold, "LEG-2026-015"), by="A17")
        purging.purge(store, retention.about_case(CASE), by="A17")
        assert found_in(path, CASE, *TOKENS.values()) == {TOKENS["team"]}, "the hold named the case too"
        assert store.holds() == []


def test_what_another_desk_purged_is_kept_here_while_it_is_held_here(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        everything = rows(store)
        purging.purge(store, retention.about_case(CASE), by="A17")
        purged = rows(store)
    with holding(tmp_path / "other.db", [everything]) as other:
        hold = new_id()
        other.record(CaseHeld(hold, CASE, "LEG-1"), by="A23")
        other.receive(purged)
        assert found_in(tmp_path / "other.db", TOKENS["note"], TOKENS["proof"]) == {
            TOKENS["note"],
            TOKENS["proof"],
        }
        assert errors(other) == []
        other.record(HoldReleased(new_id(), hold, "LEG-1"), by="A23")
        purging.purge(other, retention.about_case(CASE), by="A23")
        assert found_in(tmp_path / "other.db", TOKENS["note"], TOKENS["proof"], CASE) == set()


def test_an_audit_with_an_unanswered_concern_stays_unless_its_case_is_named(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        audit = store.audits(Selection(case=CASE))[0].id
        store.record(entries.ConcernRaised(new_id(), audit, "Not seen", "duty", "2026-03-02"), by="A17")
        purge = purging.purge(store, retention.finished_before(date(2027, 1, 1)), by="A17")
        assert (purge.unanswered, [line.case for line in store.audits(states=("finished",))]) == (1, [CASE])
        purging.purge(store, retention.about_case(CASE), by="A17")
        assert store.audits(states=("finished",)) == []


def test_rules_of_settings_go_by_kind_of_record_and_years(tmp_path: Path) -> None:
    clock = Clock(datetime(2020, 1, 1, tzinfo=UTC))
    with Store.open(tmp_path / "s.db", clock=clock) as store:
        one_case(store)
        draft = audit_of(store, small(), case="C-3")
        rules = retention.of_settings({"drafts": 2, "actions": 3}, date(2022, 6, 1))
        assert purging.purge(store, rules, by="A17").going == {"audits": 1}
        assert draft not in {line.id for line in store.audits()}
        rules = retention.of_settings({"drafts": 2, "actions": 3}, date(2023, 6, 1))
        assert purging.purge(store, rules, by="A17").going == {"actions": 1, "actions_done": 1}
        assert (len(store.actions()), len(store.concerns()), len(store.audits())) == (0, 1, 1)
        rules = retention.of_settings({"concerns": 3, "case-lists": 3}, date(2024, 6, 1))
        assert purging.purge(store, rules, by="A17").going == {
            "concerns": 1,
            "concerns_answered": 1,
            "frames": 1,
            "cases": 2,
        }
        assert store.db.execute("SELECT count(*) FROM frames").fetchone() == (0,)
        assert (
            purging.purge(store, retention.of_settings({"audits": 6}, date(2025, 12, 1)), by="A17").subjects
            == 0
        )
        assert purging.purge(
            store, retention.of_settings({"audits": 6}, date(2026, 2, 1)), by="A17"
        ).going == {"audits": 1}
        assert sum(tally.number for tally in store.tallies().judgements) == 1


def test_a_purge_that_was_interrupted_before_its_traces_were_gone_is_finished_by_the_next_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path, clock=Clock()) as store:
        with monkeypatch.context() as patched:
            patched.setattr(traces, "clean", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                purging.purge(store, retention.about_case(CASE), by="A17")
        assert "its traces are in the file" in " ".join(problem.message for problem in store.verify())
    with Store.open(path, clock=Clock()) as store:
        assert "its traces are in the file" not in " ".join(problem.message for problem in store.verify())
    assert found_in(path, *TOKENS.values(), CASE) == {TOKENS["team"]}


def test_a_purge_that_fails_within_its_transaction_has_done_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path, clock=Clock()) as store:
        kept, said = tables(store), rows(store)
        monkeypatch.setattr(traces, "mark", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            purging.purge(store, retention.about_case(CASE), by="A17")
        assert (tables(store), rows(store)) == (kept, said)


def test_another_program_that_reads_keeps_the_traces_and_that_is_said(path: Path) -> None:
    reading = sqlite3.connect(path, isolation_level=None)
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM journal").fetchone()
    with Store.open(path, clock=Clock()) as store:
        store.db.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreError, match="traces of it are left"):
            purging.purge(store, retention.about_case(CASE), by="A17")
        assert store.audits(Selection(case=CASE)) == []
    reading.close()
    with Store.open(path, clock=Clock()):
        assert found_in(path, *TOKENS.values(), CASE) == {TOKENS["team"]}


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), sqlite3.OperationalError("disk full")]
)
def test_copies_that_cannot_be_looked_for_stop_neither_the_purge_nor_the_next_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refused(_: Path) -> list[Path]:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(traces, "copies", refused)
        with (
            Store.open(path, clock=Clock()) as store,
            pytest.raises(StoreError, match="traces of it are left"),
        ):
            purging.purge(store, retention.about_case(CASE), by="A17")
        with Store.open(path, clock=Clock()) as store:
            assert store.audits(Selection(case=CASE)) == []
            assert "its traces are in the file" in " ".join(problem.message for problem in store.verify())
    with Store.open(path, clock=Clock()) as store:
        assert "its traces are in the file" not in " ".join(problem.message for problem in store.verify())


def test_a_plan_changes_nothing_and_says_what_would_go(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        kept, said = tables(store), rows(store)
        purge = purging.to_purge(store, retention.about_case(CASE))
        assert purge.going == {"audits": 1, "actions": 1, "actions_done": 1, "concerns": 1, "concerns_answered": 1, "cases": 1}  # fmt: skip
        assert (tables(store), rows(store)) == (kept, said)


def test_a_purged_audit_takes_no_more_entries(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        audit = store.audits(Selection(case=CASE))[0].id
        store.remember(open_audit=audit, open_item="reason", auditor="A17")
        purging.purge(store, retention.about_case(CASE), by="A17")
        for entry in (NoteWritten(audit, "worry", "more"), entries.AuditReopened(audit, "again")):
            with pytest.raises(AuditError, match="There is no such audit"):
                store.record(entry, by="A17")
        assert store.remembered() == {"auditor": "A17"}


def test_a_hostile_purge_reaches_no_checklist_and_no_desk(path: Path) -> None:
    with Store.open(path, clock=Clock()) as store:
        counted = figures(store)
        from auditui.core.audits.codec import encode  # noqa: PLC0415
        from auditui.core.audits.keeping import SubjectsPurged  # noqa: PLC0415

        purge = SubjectsPurged("f" * 32, "all of it", (small().digest, store.origin, "f" * 32))
        salt, body = b"s" * 16, encode(purge)
        digest = journal.digest_of(salt, body)
        said = ("f" * 12, 1, "2026-03-02T09:00:00.000Z", "A99", purge.kind, purge.subject)
        store.receive(
            [journal.Row(0, *said, body, salt, digest, journal.link(journal.GENESIS, *said, digest))]
        )
        assert store.has_checklist(small().digest)
        assert (figures(store), errors(store)) == (counted, [])
        kept = tables(store)
        store.rebuild()
        assert tables(store) == kept


def test_figures_of_two_things_say_that_erased_audits_are_not_in_them(path: Path) -> None:
    from auditui.report.summary import tables as summary  # noqa: PLC0415

    with Store.open(path, clock=Clock()) as store:
        purging.purge(store, retention.about_case(CASE), by="A17")
        words = "1 erased audit is not in these figures, but in those by one thing."
        assert words in summary(store, Selection(), ("team", "judgement"))[0].notes
        assert words not in summary(store, Selection(), ("team",))[0].notes
        assert words not in summary(store, Selection(until="2026-01"), ("team", "judgement"))[0].notes
        with pytest.raises(AuditError, match="A few audits of these months were erased"):
            summary(store, Selection(), ("team", "judgement"), release=Release(5))
        assert summary(store, Selection(), ("team",), release=Release(5))


def corrected_audit(store: Store) -> str:
    """A finished audit of MU-3530 that was of MU-99999 all along."""
    audit = finished_audit(store, small(), team="North", case="MU-3530")
    store.record(AuditCorrected(audit, "MU-99999", "North", "mistyped"), by="A17")
    return audit


@pytest.mark.parametrize("case", ["MU-3530", "MU-99999"])
def test_a_corrected_audit_is_erased_by_each_reference_it_had(path: Path, case: str) -> None:
    with Store.open(path, clock=Clock()) as store:
        corrected_audit(store)
        done = purging.purge(store, retention.about_case(case), by="A17")
        assert (done.going["audits"], done.corrected) == (1, int(case == "MU-3530"))
        assert not [row for row in tables(store)["audit_references"] if "MU-" in str(row)]
        assert errors(store) == []
    assert found_in(path, "MU-3530", "MU-99999") == set()


@pytest.mark.parametrize(("held", "purged"), [("MU-3530", "MU-99999"), ("MU-99999", "MU-3530")])
def test_a_hold_on_any_reference_an_audit_had_keeps_it(path: Path, held: str, purged: str) -> None:
    with Store.open(path, clock=Clock()) as store:
        audit = corrected_audit(store)
        action = new_id()
        store.record(
            entries.ActionAdded(action, audit, "x", "y", "2026-05-01"), CaseHeld("h", held, "LEG-1"), by="A17"
        )
        plan = purging.to_purge(store, retention.about_case(purged))
        assert (plan.subjects, plan.held) == (0, 1)
        old = purging.to_purge(store, retention.finished_before(date(2030, 1, 1)))
        assert not {audit, action} & {subject for entry in old.entries for subject in entry.subjects}
        store.record(HoldReleased("r", "h", "LEG-2"), by="A17")
        done = purging.purge(store, retention.about_case(purged), by="A17")
        assert (done.going["holds"], done.going["holds_released"]) == (1, 1), "they name the case too"
    assert found_in(path, held, purged) == set()


def test_a_reference_that_was_only_set_aside_is_known_too(path: Path, tmp_path: Path) -> None:
    words = ("MU-3530", "MU-99999", "MU-4444")
    with Store.open(path, clock=Clock()) as store:
        audit = corrected_audit(store)
        with holding(tmp_path / "b.db", [rows(store)]) as other:
            other.take(audit, "she is away", by="A18")
            taken = rows(other)
        store.record(AuditCorrected(audit, "MU-4444", "North", "mistyped again"), by="A17")
        store.receive(taken)
        assert store.audit(audit).case == "MU-99999"
        assert (store.has_had("MU-4444"), store.has_had("MU-5")) == (True, False)
        (tmp_path / "b.db").unlink()
        purging.purge(store, retention.about_case("MU-4444"), by="A17")
    assert found_in(path, *words) == set()
