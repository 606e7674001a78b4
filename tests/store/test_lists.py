"""Long lists: what they name, in which order, and how little is read to move in them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditui.core.audits.audit import progress_of
from auditui.core.audits.entries import (
    AnswerGiven,
    AuditStarted,
    CaseListed,
    ChecklistPublished,
    FrameImported,
)
from auditui.core.audits.states import DRAFT, FINISHED
from auditui.core.checklists.checklist import as_data
from auditui.core.errors import AuditError
from auditui.store import Listing, Store, session
from auditui.store.lists import ORDERS
from desks import Clock
from made import best, shipped, small
from recorded import audit_of, finished_audit

PATHWAY = shipped("pathway-plan")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "s.db", clock=Clock())  # so that no two entries are of one moment


def named(store: Store, listing: Listing) -> list[str]:
    lines = {line.id: line.case for line in store.audit_lines(ids=store.listed_audits(listing))}
    return [lines[audit] for audit in store.listed_audits(listing)]


def waiting(store: Store, **narrowed: str) -> list[str]:
    ids = store.listed_cases(Listing(**narrowed))  # type: ignore[arg-type]
    cases = store.cases_of(ids)
    return [cases[case].ref for case in ids]


def listed(
    store: Store, *cases: CaseListed, frame: str = "f", theme: str = PATHWAY.theme, name: str = "list"
) -> None:
    imported = FrameImported(frame, name, theme, "0", "2026-03-02", len(cases), len(cases), 0)
    store.record(imported, *cases, by="A17")


def test_audits_are_named_by_part_of_their_reference_by_team_auditor_checklist_and_state(
    store: Store,
) -> None:
    store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    store.begin_audit(PATHWAY, case="D-2", team="South", by="A18")
    finished_audit(store, small(), case="c-3", team="North")
    assert named(store, Listing(part="C-")) == ["c-3", "C-1"]
    assert named(store, Listing(team="South")) == ["D-2"]
    assert named(store, Listing(auditor="A18")) == ["D-2"]
    assert named(store, Listing(checklist="pathway-plan", states=(DRAFT,))) == ["D-2", "C-1"]
    assert named(store, Listing(states=(FINISHED,))) == ["c-3"]
    assert named(store, Listing(before="2000-01-01")) == []


def test_ones_own_audits_stand_first_and_every_order_is_one(store: Store) -> None:
    for case, team, by in (("C-2", "B", "A17"), ("C-3", "A", "A18"), ("C-1", "A", "A18")):
        store.begin_audit(PATHWAY, case=case, team=team, by=by)
    assert named(store, Listing(first="A17")) == ["C-2", "C-1", "C-3"]
    orders = [named(store, Listing(order=order)) for order in ORDERS]
    assert orders == [
        ["C-1", "C-3", "C-2"],
        ["C-2", "C-3", "C-1"],
        ["C-1", "C-2", "C-3"],
        ["C-1", "C-3", "C-2"],
        ["C-1", "C-2", "C-3"],
    ]


def test_cases_wait_in_every_order_and_are_named_by_theme_team_and_age(store: Store) -> None:
    listed(
        *(
            store,
            CaseListed("1", "f", "C-2", "2026-02-01", "B"),
            CaseListed("2", "f", "C-1", "2026-03-01", "A"),
        ),
        CaseListed("3", "f", "C-3", "", "A"),
    )
    orders = [waiting(store, order=order) for order in ORDERS]
    assert orders == [
        ["C-1", "C-2", "C-3"],
        ["C-3", "C-2", "C-1"],
        ["C-1", "C-2", "C-3"],
        ["C-1", "C-3", "C-2"],
        ["C-1", "C-2", "C-3"],
    ]
    assert waiting(store, team="A") == ["C-1", "C-3"]
    assert waiting(store, checklist="another theme") == []
    assert waiting(store, before="2026-03-01") == ["C-2"]
    assert waiting(store, part="c-3") == ["C-3"]


def test_a_case_that_several_lists_name_waits_once_and_those_for_any_theme_come_first(store: Store) -> None:
    listed(store, CaseListed("1", "f", "C-1", "2026-02-01"), CaseListed("2", "f", "C-2"), name="a")
    listed(store, CaseListed("3", "g", "C-1", "2026-02-01"), CaseListed("4", "g", "C-9"), frame="g", name="b")
    listed(store, CaseListed("5", "h", "C-7"), frame="h", theme="")
    assert waiting(store) == [case.ref for case in store.cases_waiting()] == ["C-7", "C-1", "C-2", "C-9"]
    store.begin_audit(PATHWAY, case="C-2", team="North", by="A17")
    assert waiting(store) == [case.ref for case in store.cases_waiting()] == ["C-7", "C-1", "C-9"]


def test_what_waits_is_read_again_only_after_something_that_cases_go_by(store: Store) -> None:
    listed(store, CaseListed("1", "f", "C-1"), CaseListed("2", "f", "C-2"))
    audit = audit_of(store, small(), case="C-8")
    first = store.listed_cases(Listing())
    store.record(AnswerGiven(audit, best(small().items[0])), by="A17")
    assert store.listed_cases(Listing()) is first
    with Store.open(store.path) as other:
        other.begin_audit(PATHWAY, case="C-1", team="North", by="A18")
    assert waiting(store) == ["C-2"]


def test_choices_are_counted_over_all_versions_of_a_checklist(store: Store) -> None:
    store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    store.begin_audit(PATHWAY, case="C-2", team="South", by="A18")
    store.begin_audit(small(), case="C-3", team="North", by="A18")
    assert store.count_listed(Listing(), "checklist") == {"pathway-plan": 2, small().id: 1}
    assert store.count_listed(Listing(team="North"), "auditor") == {"A17": 1, "A18": 1}
    listed(store, CaseListed("1", "f", "C-7", "", "North"), CaseListed("2", "f", "C-8", "", "South"))
    assert store.count_cases(Listing(), "team") == {"North": 1, "South": 1}
    assert store.count_cases(Listing(team="North"), "theme") == {PATHWAY.theme: 1}


def test_progress_is_known_from_values_alone(store: Store) -> None:
    audit = store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    empty = store.begin_audit(PATHWAY, case="C-2", team="North", by="A17")
    store.record(AnswerGiven(audit, best(PATHWAY.items[0])), by="A17")
    given = store.given_values([audit, empty])
    assert [progress_of(store.checklist(given[a].checklist), given[a].answers) for a in (audit, empty)] == [
        (1, 16),
        (0, 16),
    ]


def test_naming_a_list_reads_nothing_but_an_index(store: Store) -> None:
    """So that a list of 50,000 is named, sorted and searched at once."""
    seen: list[str] = []
    store.db.set_trace_callback(seen.append)
    store.listed_audits(Listing(part="1", team="North", first="A17", states=(DRAFT,), order="by team"))
    store.db.set_trace_callback(None)
    (query,) = seen
    plan = " ".join(row[3] for row in store.db.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "USING COVERING INDEX audits_listed" in plan


def test_a_team_is_known_by_the_spelling_used_most(store: Store) -> None:
    for n, team in enumerate(("north", "North", "North", "Leaving  Care")):
        store.begin_audit(PATHWAY, case=f"C-{n}", team=team, by="A17")
    assert store.teams() == ["Leaving  Care", "North"]
    assert store.team_known_as(" NORTH ") == "North"
    assert store.team_known_as("north") == "north", "as it is written already"
    assert store.team_known_as("West") == "West"


def test_audits_of_a_case_with_a_checklist_are_found_open_ones_first(store: Store) -> None:
    done = finished_audit(store, PATHWAY, case="C-1", team="North")
    draft = store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    store.begin_audit(small(), case="C-1", team="North", by="A17")
    assert store.audits_like("C-1", "pathway-plan") == [draft, done]


def test_an_audit_is_named_by_its_case_where_that_has_one_only(store: Store) -> None:
    first = store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    assert store.audit_id("C-1") == store.audit_id(first[:5]) == first
    second = store.begin_audit(small(), case="C-1", team="North", by="A17")
    with pytest.raises(AuditError, match=r"several audits") as caught:
        store.audit_id("C-1")
    assert f"{second[:8]}, {first[:8]}" in str(caught.value)
    with pytest.raises(AuditError, match="There is no audit"):
        store.audit_id("")


def test_a_withdrawn_audit_is_open_on_no_version_and_one_that_is_reopened_is(store: Store) -> None:
    draft, done = audit_of(store, small()), finished_audit(store, small(), team="North", case="C-2")
    assert store.open_on({small().digest}) == 1
    session(store, draft, "A17").withdraw("begun in error")
    assert store.open_on({small().digest}) == 0
    session(store, done, "A17").reopen("a date")
    assert store.open_on({small().digest}) == 1


def test_only_the_listings_of_cases_asked_for_last_are_kept(store: Store) -> None:
    listed(store, CaseListed("1", "f", "C-1"))
    for number in range(40):
        store.listed_cases(Listing(part=f"C-{number}"))
    assert [listing.part for listing in store._waiting] == ["C-37", "C-38", "C-39"]


@pytest.mark.parametrize(("zone", "before"), [("Etc/GMT+9", ["C-1"]), ("Etc/GMT-9", [])])
def test_a_day_before_which_audits_began_is_one_of_this_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, before: list[str]
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    with Store.open(tmp_path / "z.db", clock=lambda: datetime(2026, 3, 30, 4, tzinfo=UTC)) as store:
        audit_of(store, small())
        assert named(store, Listing(before="2026-03-30")) == before
    monkeypatch.undo()
    time.tzset()


def numbered(store: Store, audit: str, case: str) -> str:
    """An audit with an id that is given."""
    checklist = small()
    known = store.has_checklist(checklist.digest)
    published = () if known else (ChecklistPublished(checklist.digest, as_data(checklist)),)
    store.record(*published, AuditStarted(audit, checklist.digest, case, "North"), by="A17")
    return audit


def test_a_case_s_reference_is_never_taken_for_the_beginning_of_another_audit_s_id(store: Store) -> None:
    other = numbered(store, "420c7a9e11f24d6a", "C-1")
    assert store.audit_id("420") == other
    of_case = numbered(store, "bb11c7a9e11f24d6", "420")
    with pytest.raises(AuditError, match="the reference of a case") as caught:
        store.audit_id("420")
    assert "bb11c7a9, 420c7a9e" in str(caught.value)
    assert store.audit_id("420c") == other
    assert store.audit_id("bb11") == of_case


def test_a_case_s_reference_that_begins_its_own_audit_s_id_is_that_audit(store: Store) -> None:
    own = numbered(store, "420c7a9e11f24d6a", "420")
    assert store.audit_id("420") == own


def test_an_audit_that_was_withdrawn_lets_its_case_wait_again(store: Store) -> None:
    listed(store, CaseListed("1", "f", "C-1"))
    audit = store.begin_audit(PATHWAY, case="C-1", team="North", by="A17")
    assert waiting(store) == []
    session(store, audit, "A17").withdraw("begun in error")
    assert waiting(store) == ["C-1"]
    assert store.audits_like("C-1", "pathway-plan") == []
