"""Case lists: which cases wait to be audited, and what is known of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui.core.audits.entries import CaseListed, FrameImported
from auditui.core.errors import AuditError, StoreError
from auditui.store import Case, Store
from desks import Clock
from made import shipped, small

THEME = small().theme


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "s.db", clock=Clock())  # so that no two lists are of one moment


def listed(store: Store, frame: str, *cases: CaseListed, theme: str = THEME, name: str = "list") -> None:
    """Import a case list of these cases."""
    number = len(cases)
    imported = FrameImported(frame, name, theme, "0", "2026-03-02", number, number, 0)
    store.record(imported, *cases, by="A17")


def case(frame: str, ref: str, event: str = "", **other: str) -> CaseListed:
    return CaseListed(f"{frame}-{ref}-{event}", frame, ref, event, **other)  # type: ignore[arg-type]


def waiting(store: Store, theme: str = "", part: str = "") -> list[tuple[str, str]]:
    return [(found.ref, found.event) for found in store.cases_waiting(theme, part)]


def test_a_case_waits_until_an_audit_of_its_theme_is_begun(store: Store) -> None:
    listed(store, "f", case("f", "C-1"), case("f", "C-2"))
    store.begin_audit(shipped("pathway-plan"), case="C-1", team="North", by="A17")
    assert waiting(store) == [("C-1", ""), ("C-2", "")], "that audit is of another theme"
    store.begin_audit(small(), case="C-1", team="North", by="A17")
    assert waiting(store) == [("C-2", "")]


def test_a_case_listed_without_an_event_is_done_with_the_audit_of_any(store: Store) -> None:
    listed(store, "f", case("f", "C-1"))
    store.begin_audit(small(), case="C-1", event="2026-03-02", team="North", by="A17")
    assert waiting(store) == []


def test_each_event_of_a_case_waits_for_itself(store: Store) -> None:
    listed(
        store,
        "f",
        case("f", "C-1", "2026-03-02"),
        case("f", "C-1", "2026-09-02"),
        case("f", "C-2", "2026-05-01"),
    )
    assert waiting(store) == [("C-1", "2026-09-02"), ("C-2", "2026-05-01"), ("C-1", "2026-03-02")], (
        "newest first"
    )
    store.begin_audit(small(), case="C-1", event="2026-03-02", team="North", by="A17")
    assert waiting(store) == [("C-1", "2026-09-02"), ("C-2", "2026-05-01")]
    store.begin_audit(small(), case="C-2", team="North", by="A17")
    assert waiting(store) == [("C-1", "2026-09-02"), ("C-2", "2026-05-01")], "that audit is of no event"


def test_a_case_listed_for_no_theme_waits_for_any(store: Store) -> None:
    listed(store, "f", case("f", "C-1"), theme="")
    listed(store, "g", case("g", "C-2"))
    listed(store, "h", case("h", "C-3"), theme="another")
    assert waiting(store) == [("C-1", ""), ("C-3", ""), ("C-2", "")], "by theme"
    assert waiting(store, THEME) == [("C-1", ""), ("C-2", "")]
    store.begin_audit(shipped("pathway-plan"), case="C-1", team="North", by="A17")
    assert waiting(store, THEME) == [("C-2", "")]


def test_those_that_wait_are_selected_by_a_part_of_the_reference(store: Store) -> None:
    listed(store, "f", case("f", "C-10"), case("f", "c-11"), case("f", "D-10"))
    assert waiting(store, part="C-1") == [("C-10", ""), ("c-11", "")]
    assert waiting(store, part="-10") == [("C-10", ""), ("D-10", "")]


def test_only_the_newest_list_of_a_theme_and_name_counts(store: Store) -> None:
    listed(store, "old", case("old", "C-1", team="North"), case("old", "C-2"))
    listed(store, "new", case("new", "C-1", team="South"))
    listed(store, "other", case("other", "C-3"), name="second list")
    assert waiting(store) == [("C-1", ""), ("C-3", "")]
    assert store.cases_named("C-2", THEME) == []
    (known,) = store.cases_named("C-1", THEME)
    assert known.team == "South"


def test_of_a_case_said_several_times_one_row_is_shown(store: Store) -> None:
    listed(store, "one", case("one", "C-1", team="North"), name="one")
    listed(store, "two", case("two", "C-1", team="South"), name="two")
    (found,) = store.cases_waiting()
    assert found.team == "South"
    twice = (CaseListed("a", "f", "C-9", team="first"), CaseListed("b", "f", "C-9", team="second"))
    listed(store, "f", *twice, name="f", theme="another")
    assert [found.team for found in store.cases_waiting("another")] == ["second"]


def test_what_a_list_says_of_a_case_is_read_back(store: Store) -> None:
    said = CaseListed(
        *("k", "f", "C-1", "2026-03-02", "North", "5 to 9", "conference"),
        *({"held": "2026-03-02"}, "White", "disabled", "in area", "f"),
    )
    listed(store, "f", said)
    expected = Case(
        *(THEME, "C-1", "2026-03-02", "North", {"held": "2026-03-02"}),
        *("5 to 9", "conference", "White", "disabled", "in area", "f"),
    )
    assert store.cases_waiting() == [expected]
    assert store.cases_named("C-1", THEME) == [expected]
    assert expected.strata == {
        "age_band": "5 to 9", "category": "conference", "ethnicity": "White", "disability": "disabled",
        "area": "in area", "sex": "f",
    }  # fmt: skip


def team_of(found: Case | None) -> str:
    assert found is not None
    return found.team


def test_the_event_chooses_among_those_listed_and_one_without_stands_for_all(store: Store) -> None:
    listed(
        store,
        "f",
        case("f", "C-1", "2026-03-02", team="March"),
        case("f", "C-1", team="any"),
        case("f", "C-2", team="two"),
    )
    assert team_of(store.listed_case("C-1", THEME, "2026-03-02")) == "March"
    assert team_of(store.listed_case("C-1", THEME, "2026-09-02")) == "any"
    assert team_of(store.listed_case("C-2", THEME)) == "two"
    assert team_of(store.listed_case("C-2", THEME, "2026-09-02")) == "two"
    assert store.listed_case("C-3", THEME) is None
    assert store.listed_case("C-2", "another") is None


def test_a_case_with_several_events_asks_for_the_date_of_one(store: Store) -> None:
    listed(store, "f", case("f", "C-1", "2026-09-02"), case("f", "C-1", "2026-03-02"), case("f", "C-1"))
    with pytest.raises(AuditError) as refused:
        store.listed_case("C-1", THEME)
    assert str(refused.value) == (
        "Case C-1 is listed with several events. Give the date of one: 2026-03-02, 2026-09-02"
    )


def test_what_is_listed_for_the_theme_goes_before_what_is_listed_for_none(store: Store) -> None:
    listed(store, "f", case("f", "C-1", team="for the theme"))
    listed(store, "g", case("g", "C-1", team="for none"), theme="")
    assert team_of(store.listed_case("C-1", THEME)) == "for the theme"
    assert team_of(store.listed_case("C-1", "another")) == "for none"


def test_a_list_longer_than_is_judged_at_once_is_still_one_fact(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditui.store.store._AT_ONCE", 2)
    cases = [case("f", f"C-{n}") for n in range(7)]
    astray = case("g", "C-9")
    with pytest.raises(StoreError, match="not in this store"):
        listed(store, "f", *cases, astray)
    assert (waiting(store), store.frames(), store.last_entry()) == ([], [], 0), "the last of them undoes all"
    listed(store, "f", *cases)
    assert len(waiting(store)) == 7
    assert store.last_entry() == 8
    assert store.verify() == [], "what was projected batch by batch is what a rebuild makes"
