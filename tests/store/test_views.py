"""The views for analysts: they count what the figures count, answer by answer, and stay what they are."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from auditui.core.audits import amendments
from auditui.core.audits import answer as answers
from auditui.core.audits.entries import (
    ActionAdded,
    AnswerGiven,
    AuditFinished,
    AuditReopened,
    ConcernRaised,
    NoteWritten,
)
from auditui.core.checklists.checklist import COULD_NOT_SEE, NON_ANSWERS
from auditui.core.errors import StoreError
from auditui.store import Store, new_id, views
from auditui.store import view as reading
from damaged import changed
from made import small
from recorded import audit_of, finished_audit, unpacked

VIEWS = {view.table: view for view in views.VIEWS}


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """What another program reads of a store."""
    db = sqlite3.connect(path)
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def read(store: Store, table: str) -> list[dict[str, object]]:
    view = VIEWS[table]
    names = [column.name for column in view.columns]
    return [dict(zip(names, row, strict=True)) for row in reading.read(store, view, view.columns)]


def counted(store: Store) -> dict[tuple[str, str], tuple[int, int]]:
    """Met and counted by checklist and item, as the figures have them."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for tally in store.tallies().answers:
        if tally.part in ("met", "not-met", "not-recorded"):
            key = (store.checklist(tally.checklist).id, tally.item)
            met, of = found.get(key, (0, 0))
            found[key] = (met + tally.number * (tally.part == "met"), of + tally.number)
    return found


def by_item(store: Store) -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in read(store, "answers"):
        if row["counts"]:
            key = (str(row["checklist"]), str(row["item"]))
            met, of = found.get(key, (0, 0))
            assert row["met"] in (0, 1)
            found[key] = (met + int(str(row["met"])), of + 1)
    return found


def test_the_answers_sum_to_the_figures(made_up: Path) -> None:
    with Store.open(made_up) as store:
        assert by_item(store) == counted(store)
        whole = [(row["met"], row["counted"]) for row in read(store, "audits") if row["in_figures"]]
        assert tuple(map(sum, zip(*counted(store).values(), strict=True))) == tuple(
            map(sum, zip(*whole, strict=True))
        )


@pytest.mark.parametrize("release", ["v1", "v2"])
def test_those_of_stores_of_earlier_rules_do_too(release: str, tmp_path: Path) -> None:
    with Store.open(unpacked(release, tmp_path)) as store:
        assert by_item(store) == counted(store)


def test_an_audit_under_correction_stands_as_it_counts(store: Store) -> None:
    audit = finished_audit(store, small(), team="North")
    before = read(store, "answers")
    item = small().items[0]
    store.record(
        AuditReopened(audit, "a slip"),
        AnswerGiven(audit, answers.Answer(item.id, "not-met")),
        by="A17",
    )
    now = read(store, "answers")
    changed_item = {
        "earned": None,
        "possible": None,
    }  # what it counts as stands, what it earned is being corrected
    assert [row | {"state": "finished"} for row in now] == [
        row | (changed_item if row["item"] == item.id else {}) for row in before
    ]
    assert by_item(store) == counted(store)
    assert read(store, "audits")[0]["in_figures"] == 1
    store.record(NoteWritten(audit, "reason", "It was not recorded."), AuditFinished(audit), by="A17")
    assert by_item(store) == counted(store)
    assert by_item(store)[small().id, item.id] == (0, 1)


def test_a_draft_counts_nowhere_and_its_answers_have_words(store: Store) -> None:
    audit = audit_of(store, small())
    item = small().items[0]
    store.record(AnswerGiven(audit, answers.Answer(item.id, "partly-met")), by="A17")
    (row,) = read(store, "answers")
    assert (row["counts"], row["met"], row["part"]) == (0, None, "")
    assert (row["label"], row["earned"], row["possible"], row["weight"]) == ("Partly met", None, None, 1)
    assert read(store, "audits")[0]["in_figures"] == 0


def test_what_leaves_the_sum_has_no_points_and_counts_nowhere(store: Store) -> None:
    audit = finished_audit(store, small(), team="North")
    item = small().items[0]
    unseen = AnswerGiven(audit, answers.could_not_see(item))
    store.record(AuditReopened(audit, "x"), unseen, AuditFinished(audit), by="A17")
    row = next(row for row in read(store, "answers") if row["item"] == item.id)
    assert (row["value"], row["label"], row["counts"], row["met"]) == (
        COULD_NOT_SEE,
        "Could not see",
        0,
        None,
    )
    assert (row["earned"], row["possible"]) == (None, None)


def test_the_score_follows_from_the_answers(made_up: Path) -> None:
    query = """
        SELECT a.score, 100.0 * sum(w.earned) / sum(w.possible)
        FROM v_audits a JOIN v_answers w ON w.audit = a.audit WHERE w.counts GROUP BY a.audit"""
    scores = rows(made_up, query)
    assert len(scores) == 40
    assert all(round(float(str(worked)), 2) == score for score, worked in scores)


def test_other_programs_read_in_the_views_what_is_exported(made_up: Path) -> None:
    with Store.open(made_up) as store:
        exported = {name: list(reading.read(store, view, view.columns)) for name, view in VIEWS.items()}
        assert {name: reading.count(store, view) for name, view in VIEWS.items()} == {
            name: len(there) for name, there in exported.items()
        }
    for name, there in exported.items():
        assert rows(made_up, f"SELECT * FROM v_{name}") == there, name


def test_each_row_has_a_key_of_its_own(made_up: Path) -> None:
    with Store.open(made_up) as store:
        for name, view in VIEWS.items():
            keys = [tuple(row[column] for column in view.key) for row in read(store, name)]
            assert len(set(keys)) == len(keys), name


def test_a_view_that_was_altered_is_named_and_put_right(made_up: Path) -> None:
    changed(
        made_up, "DROP VIEW v_audits", "CREATE VIEW v_audits AS SELECT * FROM audits WHERE judgement = 'good'"
    )
    with pytest.raises(StoreError, match="view v_audits is missing, or is not as auditui makes it"):
        Store.open(made_up)
    with Store.open(made_up, strict=False) as store:
        assert [problem.place.entry for problem in store.verify()] == ["view v_audits"]
        store.rebuild()
        assert list(store.verify()) == []


@pytest.mark.parametrize("made", ["CREATE VIEW v_audits AS SELECT 1", "CREATE TABLE v_audits (mine)"])
def test_an_older_store_in_which_somebody_took_the_name_is_brought_up_to_date(
    tmp_path: Path, made: str
) -> None:
    path = unpacked("v2", tmp_path)
    db = sqlite3.connect(path)
    db.execute(made)
    db.close()
    with Store.open(path) as store:
        assert list(store.verify()) == []
        assert read(store, "audits")


def test_a_checklist_that_cannot_be_read_here_leaves_its_audits_in_the_views(store: Store) -> None:
    finished_audit(store, small(), team="North")
    for table in ("checklists", "items", "options"):  # as where it has not arrived from another desk
        store.db.execute(f"DELETE FROM {table}")
    assert [(row["checklist"], row["in_figures"]) for row in read(store, "audits")] == [("", 1)]
    assert [(row["label"], row["item_title"]) for row in read(store, "answers")] == [("met", "")] * 2


def test_the_answers_that_every_item_has_are_said_as_everywhere(store: Store) -> None:
    audit = audit_of(store, small())
    for number, value in enumerate(NON_ANSWERS):
        store.db.execute(
            f"INSERT INTO answers VALUES ('{audit}', '{number}', '{value}', '', '{{}}', '', NULL, NULL)"
        )
    assert {str(row["label"]) for row in read(store, "answers")} == set(NON_ANSWERS.values())


def test_what_was_said_after_the_finish_stands_in_the_views(store: Store) -> None:
    audit, action = finished_audit(store, small(), team="North"), new_id()
    store.record(ActionAdded(action, audit, "Ask", "social worker", "2026-05-01"), by="A17")
    first, change, dropped = new_id(), new_id(), new_id()
    store.record(
        amendments.AdditionMade(first, audit, "reply", "A first reply."),
        amendments.AdditionMade(new_id(), audit, "reply", "The reply.", first),
        amendments.ActionChanged(change, action, "Ask again", "team manager", "2026-06-01"),
        by="A17",
    )
    (now,) = read(store, "actions")
    assert (now["what"], now["owner"], now["due"], now["state"]) == (
        "Ask again",
        "team manager",
        "2026-06-01",
        "open",
    )
    assert [row["text"] for row in read(store, "notes") if row["about"] == "reply"] == ["The reply."]
    store.record(amendments.ActionDropped(dropped, action, "moved away"), by="A17")
    (now,) = read(store, "actions")
    assert (now["state"], now["is_open"], now["proof"]) == ("dropped", 0, "moved away")
    store.record(amendments.ActionReopened(new_id(), action, "moved back", (dropped,)), by="A17")
    assert [row["state"] for row in read(store, "actions")] == ["open"]
    assert [row["state"] for row in read(store, "actions")] == [found.state for found in store.actions()]


def test_a_withdrawn_audit_is_there_and_counts_nowhere(store: Store) -> None:
    audit = finished_audit(store, small(), team="North")
    store.record(amendments.AuditWithdrawn(audit, "another child's file"), by="A17")
    (row,) = read(store, "audits")
    assert (row["state"], row["in_figures"], row["withdrawn"]) == ("withdrawn", 0, "another child's file")
    assert {(row["counts"], row["met"]) for row in read(store, "answers")} == {(0, None)}


def test_actions_and_concerns_of_a_withdrawn_audit_can_be_told_apart(store: Store) -> None:
    audits = [finished_audit(store, small(), team="North", case=case) for case in ("C-1", "C-2")]
    for audit in audits:
        store.record(
            ActionAdded(new_id(), audit, "Ask", "social worker", "2026-05-01"),
            ConcernRaised(new_id(), audit, "Not seen", "duty", "2026-03-02"),
            by="A17",
        )
    store.record(amendments.AuditWithdrawn(audits[0], "another child's file"), by="A17")
    for table in ("actions", "concerns"):
        assert sorted((row["case_ref"], row["audit_state"]) for row in read(store, table)) == [
            ("C-1", "withdrawn"),
            ("C-2", "finished"),
        ]


def test_what_was_added_to_a_concern_stands_in_the_views(store: Store) -> None:
    audit, concern = audit_of(store, small(), case="C-1"), new_id()
    store.record(
        ConcernRaised(concern, audit, "Not seen", "duty", "2026-03-02"),
        amendments.ConcernAddedTo(new_id(), concern, "Seen at school."),
        by="A17",
    )
    (row,) = read(store, "concern_additions")
    assert (row["concern"], row["audit"], row["case_ref"]) == (concern, audit, "C-1")
    assert (row["text"], row["added_by"], row["audit_state"]) == ("Seen at school.", "A17", "draft")
