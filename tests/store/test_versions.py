"""Versions of a checklist in one store: nothing is lost, and only what may be joined is joined."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditui.core.audits.entries import (
    AnswerGiven,
    AuditFinished,
    AuditMoved,
    AuditReopened,
    ChecklistPublished,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.audits.states import DRAFT
from auditui.core.checklists import moving
from auditui.core.checklists.changes import CHANGED, DROPPED, REWORDED, SAME, Changes, Relation
from auditui.core.checklists.checklist import Checklist, Section, as_data
from auditui.core.checklists.comparison import map_faults
from auditui.core.checklists.file import parse
from auditui.core.errors import AuditError
from auditui.core.kinds import choose
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.figures.trend import trend
from auditui.report.summary import tables
from auditui.store import Store, files
from living import CHANGES, FIRST, A, B, C, D, second, version
from made import CONDITIONAL, FOUR, best, shipped, with_options
from recorded import audit_of, finished_audit, unpacked


def publish(store: Store, checklist: Checklist) -> None:
    store.record(ChecklistPublished(checklist.digest, as_data(checklist), "why"), by="A17")


def answer_all(store: Store, audit: str) -> None:
    checklist = store.checklist(store.audit(audit).checklist)
    missing = [each for each in checklist.items if each.id not in store.audit(audit).answers]
    store.record(*(AnswerGiven(audit, choose(each, each.options[0].id)) for each in missing), by="A17")


def finish(store: Store, audit: str) -> None:
    store.record(
        JudgementGiven(audit, "good"), NoteWritten(audit, "reason", "So."), AuditFinished(audit), by="A17"
    )


def in_state(store: Store, state: str) -> str:
    """An audit on the first version: three of four answered and a note, or finished, or opened again."""
    publish(store, FIRST)
    audit = audit_of(store, FIRST)
    store.record(
        *(AnswerGiven(audit, choose(each, each.options[1].id)) for each in (A, B, C)),
        *(NoteWritten(audit, "comment", f"About {each.id}", each.id) for each in (A, B, C, D)),
        by="A17",
    )
    if state != "draft":
        answer_all(store, audit)
        finish(store, audit)
    if state == "reopened":
        store.record(AuditReopened(audit, "to look again"), by="A17")
    return audit


def intact(store: Store) -> None:
    assert list(store.verify()) == []


@pytest.mark.parametrize("state", ["draft", "finished", "reopened"])
@pytest.mark.parametrize("name", CHANGES)
def test_an_audit_stays_on_its_version_whatever_is_published(store: Store, name: str, state: str) -> None:
    audit = in_state(store, state)
    before, said = store.audit(audit), len(store.history(audit))
    publish(store, second(CHANGES[name]))
    assert store.audit(audit) == before
    assert len(store.history(audit)) == said
    if before.open:
        answer_all(store, audit)
        finish(store, audit)
    assert store.checklist(store.audit(audit).checklist).version == 1
    assert [t.number for t in store.tallies(Selection()).answers] == [1, 1, 1, 1]
    intact(store)


@pytest.mark.parametrize("state", ["draft", "reopened"])
@pytest.mark.parametrize("name", CHANGES)
def test_moving_keeps_what_may_be_kept_and_loses_nothing_from_the_journal(
    store: Store, name: str, state: str
) -> None:
    change = CHANGES[name]
    audit = in_state(store, state)
    before = store.audit(audit)
    to = second(change)
    publish(store, to)
    does = moving.move(store.versions("living"), FIRST, to, before.answers)
    store.record(AuditMoved(audit, to.digest, (*does.again, *does.lost)), by="A17")
    after = store.audit(audit)
    assert set(after.answers) == set(before.answers) & change.joined
    assert all(after.answers[name] == before.answers[name] for name in after.answers)
    assert set(does.kept) | set(does.again) | set(does.lost) == set(before.answers)
    assert after.notes == before.notes
    given = {each.entry.answer.item for each in store.history(audit) if isinstance(each.entry, AnswerGiven)}
    assert given >= set(before.answers)
    answer_all(store, audit)
    finish(store, audit)
    assert {t.item for t in store.tallies(Selection()).answers} == {each.id for each in to.items}
    intact(store)


@pytest.mark.parametrize("name", CHANGES)
def test_a_finished_audit_is_not_moved(store: Store, name: str) -> None:
    audit = in_state(store, "finished")
    to = second(CHANGES[name])
    publish(store, to)
    with pytest.raises(AuditError, match="finished"):
        store.record(AuditMoved(audit, to.digest), by="A17")
    intact(store)


@pytest.mark.parametrize("name", CHANGES)
def test_figures_are_joined_over_exactly_the_items_that_may_be(store: Store, name: str) -> None:
    change = CHANGES[name]
    finished_audit(store, FIRST, team="North")
    to = second(change)
    publish(store, to)
    finished_audit(store, to, team="North", case="C-2")
    table = tables(store, Selection(), ("item",))[1]
    place = {column.name: n for n, column in enumerate(table.columns)}
    rows = {(row[place["item"]], row[place["checklist"]]): row[place["counted"]] for row in table.rows}
    expected: dict[tuple[object, object], int] = {}
    for each in (*FIRST.items, *to.items):
        if each.id in change.joined:
            expected[each.id, "living v1-v2"] = 2
        else:
            if FIRST.item(each.id):
                expected[each.id, "living v1"] = 1
            if to.item(each.id):
                expected[each.id, "living v2"] = 1
    assert rows == expected
    everything = {each.id for each in FIRST.items if each.scored}
    pooled = any(
        note.startswith("Break: versions of living")
        for note in tables(store, Selection(), ("team",))[1].notes
    )
    assert pooled == (
        not change.joined == {each.id for each in FIRST.items} == {each.id for each in to.items}
    )
    whole = tables(store, Selection(), ("checklist",))[1]
    assert len(whole.rows) == (1 if change.joined == everything == {each.id for each in to.items} else 2)


def test_last_time_shows_only_answers_that_may_be_compared(store: Store) -> None:
    finished_audit(store, FIRST, team="North", case="C-9")
    to = second(CHANGES["retire an option"])
    publish(store, to)
    again = store.audit(audit_of(store, to, case="C-9"))
    before = store.audit_before(again)
    assert before is not None
    assert set(before.answers) == {"aim", "partner", "review"}


def test_two_checklists_with_one_id_and_version_are_refused_with_the_difference(store: Store) -> None:
    publish(store, FIRST)
    other = replace(FIRST, sections=(Section("one", "One", (A, B, replace(C, weight=3), D)),))
    with pytest.raises(
        AuditError, match=r"living v1 is in this store with other content: visit: weighs 3, was 1"
    ):
        publish(store, other)
    with pytest.raises(AuditError, match="other content"):
        store.begin_audit(other, case="C-1", team="North", by="A17")


def test_a_new_version_must_say_how_it_compares_and_truly(store: Store) -> None:
    publish(store, FIRST)
    bare = version(2, A, B, C, D)
    with pytest.raises(AuditError, match="how it compares with v1 is not said"):
        publish(store, bare)
    retired = with_options(C, C.options[0], C.options[2])
    liar = version(
        2, A, B, retired, D, changes=Changes(1, tuple((i.id, Relation(SAME)) for i in (A, B, C, D)))
    )
    with pytest.raises(AuditError, match="its answers or points changed, so its figures cannot be joined"):
        publish(store, liar)
    forgetful = version(2, A, B, C, changes=Changes(1, tuple((i.id, Relation(SAME)) for i in (A, B, C))))
    with pytest.raises(AuditError, match="review: is no longer asked: is it 'dropped', split or merged"):
        publish(store, forgetful)
    other = replace(A, title="Tea", question="How many cups of tea were drunk by whom?")
    reused = version(
        2, other, B, C, D, changes=Changes(1, tuple((i.id, Relation(REWORDED)) for i in (A, B, C, D)))
    )
    with pytest.raises(AuditError, match="its id stands for another question"):
        publish(store, reused)
    with pytest.raises(AuditError, match="it compares itself with v2; the version before it here is v1"):
        publish(
            store,
            version(3, A, B, C, D, changes=Changes(2, tuple((i.id, Relation(SAME)) for i in (A, B, C, D)))),
        )
    publish(store, version(2, A, B, C, changes=Changes(1, (*((i.id, Relation(SAME)) for i in (A, B, C)), ("review", Relation(DROPPED))))))  # fmt: skip
    early = replace(version(1, A, B), id="early")
    publish(store, replace(early, version=4))
    with pytest.raises(AuditError, match=r"early v4 is in use already\. Give this one version 5"):
        publish(store, early)
    intact(store)


def test_three_versions_are_joined_through_the_one_between(store: Store) -> None:
    same = tuple((i.id, Relation(SAME)) for i in (A, B, C, D))
    reworded = {**dict(same), "aim": Relation(CHANGED)}
    finished_audit(store, FIRST, team="North")
    for number, said in ((2, dict(same)), (3, reworded)):
        items = (
            (A, B, C, D)
            if number == 2
            else (replace(A, question="Is the aim, and its reason, written?"), B, C, D)
        )
        made = version(number, *items, changes=Changes(number - 1, tuple(said.items())))
        publish(store, made)
        finished_audit(store, made, team="North", case=f"C-{number}")
    table = tables(store, Selection(), ("item",))[1]
    place = {column.name: n for n, column in enumerate(table.columns)}
    rows = {(row[place["item"]], row[place["checklist"]]): row[place["counted"]] for row in table.rows}
    assert rows == {
        ("aim", "living v1-v2"): 2, ("aim", "living v3"): 1,
        ("partner", "living v1-v3"): 3, ("visit", "living v1-v3"): 3, ("review", "living v1-v3"): 3,
    }  # fmt: skip


def test_an_answer_its_condition_leaves_out_is_kept_and_not_counted(store: Store) -> None:
    checklist = parse(CONDITIONAL, "conditional.toml")
    audit = audit_of(store, checklist)
    given = {each.id: best(each) for each in checklist.items}
    store.record(
        *(AnswerGiven(audit, given[name]) for name in ("on-time", "why-late", "who-knew", "difference")),
        by="A17",
    )
    finish(store, audit)
    assert {t.item for t in store.tallies(Selection()).answers} == {"on-time", "difference"}
    assert set(store.audit(audit).answers) == set(given)
    store.record(AuditReopened(audit, "it was late"), by="A17")
    assert {t.item for t in store.tallies(Selection()).answers} == {"on-time", "difference"}
    store.record(AnswerGiven(audit, choose(checklist.items[0], "no")), by="A17")
    finish(store, audit)
    assert {t.item for t in store.tallies(Selection()).answers} == set(given)
    intact(store)


def test_a_store_of_the_first_release_opens_with_everything_in_it_and_a_copy_beside_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "saved" / "v1" / "store.db.gz").read_bytes()))
    with Store.open(path) as store:
        assert store.count_audits() == {"draft": 4, "finished": 4}
        assert sum(tally.number for tally in store.tallies(Selection()).judgements) == 4
        intact(store)
    (copy,) = files.backups(path).iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    with Store.open(path) as store:
        assert store.count_audits() == {"draft": 4, "finished": 4}


def test_an_update_that_is_stopped_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "v1.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "saved" / "v1" / "store.db.gz").read_bytes()))

    def stopped(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Store.open(path, create=False, progress=stopped)
    heard: list[tuple[int, int]] = []
    with Store.open(path, create=False, progress=lambda *each: heard.append(each)) as store:
        assert list(store.verify()) == []
        entries = sum(each.origin_seq for each in store.heads())
        assert heard[-1] == (entries, entries)


@pytest.fixture
def saved(tmp_path: Path) -> Store:
    """A store in which an earlier program published version 1 of the checklists that ship, with audits and drafts."""
    return Store.open(unpacked("v2", tmp_path))


@pytest.mark.parametrize("name", FOUR)
def test_a_store_with_the_first_version_of_what_ships_joins_only_what_may_be_joined(
    saved: Store, name: str
) -> None:
    with saved as store:
        (first,), newest = store.versions(name), shipped(name)
        assert map_faults(first, newest) == []
        drafts = [line.id for line in store.audits(Selection(name), (DRAFT,))]
        before = [store.audit(draft).checklist for draft in drafts]
        publish(store, newest)
        assert [store.audit(draft).checklist for draft in drafts] == before
        finished_audit(store, newest, team="North")
        assert newest.changes is not None
        counted = store.tallies(Selection(name), ("month",))
        for item in newest.items:
            relation = newest.changes.of(item.id)
            assert relation is not None
            course = trend(store.versions(name), counted, Series(name, item=item.id))
            assert len(course.segments) == (1 if relation.joins or first.item(item.id) is None else 2), (
                item.id
            )


def test_a_draft_of_the_first_version_may_be_taken_along_and_keeps_what_may_be_kept(saved: Store) -> None:
    with saved as store:
        (first,), newest = store.versions("strategy-discussion"), shipped("strategy-discussion")
        publish(store, newest)
        audit = audit_of(store, first)
        answer = choose(first.items[0], "met")
        both = choose(first.items[1], "met")
        store.record(AnswerGiven(audit, answer), AnswerGiven(audit, both), by="A17")
        does = moving.move(store.versions(first.id), first, newest, store.audit(audit).answers)
        store.record(AuditMoved(audit, newest.digest, (*does.again, *does.lost)), by="A17")
        assert list(store.audit(audit).answers) == ["threshold-recorded"]
