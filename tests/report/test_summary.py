from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditui.core.audits.entries import AnswerGiven, AuditFinished, JudgementGiven, NoteWritten
from auditui.core.errors import AuditError
from auditui.core.kinds.several import chosen
from auditui.figures.releases import Release
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import GROUPS, Selection
from auditui.report.summary import tables
from auditui.report.table import Table
from auditui.store import Store
from made import best, several, small
from recorded import audit_of, finished_audit


def rows(table: Table) -> list[dict[str, object]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


@pytest.fixture
def three(store: Store) -> Store:
    """Three finished audits of two items: 5 of 6 answers met, one not recorded; and a draft, which counts nowhere."""
    finished_audit(store, small(), team="North")
    finished_audit(store, small(), team="North", leave_out=1)
    finished_audit(store, small(), team="South", by="A18")
    audit_of(store, small())
    return store


def test_by_checklist_pools_answers(three: Store) -> None:
    (row,) = rows(tables(three, Selection(), ("checklist",))[1])
    assert (row["audits"], row["met"], row["counted"], row["not_recorded"]) == (3, 5, 6, 1)
    assert row["percent"] == pytest.approx(500 / 6)
    # Two audits of 2 of 2 and one of 1 of 2: the design effect is 1.2, and Wilson's interval of 5/1.2 of 6/1.2 with the
    # 4.303 of Student's t with two degrees of freedom is 14.9 to 99.3 %; as if from six audits it would be 43.6 to 97.0 %.
    assert (round(float(str(row["low"])), 1), round(float(str(row["high"])), 1)) == (14.9, 99.3)
    assert (row["outstanding"], row["requires_improvement"]) == (2, 1)


def test_by_team_by_item_and_by_answer(three: Store) -> None:
    assert [(r["team"], r["met"], r["counted"]) for r in rows(tables(three, Selection(), ("team",))[1])] == [
        ("North", 3, 4),
        ("South", 2, 2),
        ("", 5, 6),
    ]
    assert [(r["item"], r["met"], r["counted"]) for r in rows(tables(three, Selection(), ("item",))[1])] == [
        ("reason", 2, 3),
        ("difference", 3, 3),
    ]
    assert [
        (r["item"], r["value"], r["number"], r["audits"])
        for r in rows(tables(three, Selection(), ("answer",))[1])
    ] == [
        ("reason", "met", 2, 3),
        ("reason", "not-recorded", 1, 3),
        ("difference", "met", 3, 3),
    ]


def test_a_filter_narrows_every_grouping(three: Store) -> None:
    for by in ("checklist", "section", "month"):
        (row,) = rows(tables(three, Selection(team="South"), (by,))[1])
        assert (row["met"], row["counted"]) == (2, 2)


def test_a_team_without_audits_now_is_still_compared_with_what_it_had(three: Store) -> None:
    (month, _) = three.months() or ("", "")
    table = tables(three, Selection(team="North"), ("team",), before=Selection(since=month))[1]
    north, south, total = rows(table)
    assert (north["met"], north["before_met"]) == (3, 3)
    assert (south["counted"], south["before_met"], south["verdict"]) == (0, 2, "too few to say")
    assert (total["met"], total["before_met"]) == (3, 5)


@pytest.mark.parametrize("by", GROUPS)
def test_an_empty_store_gives_an_empty_table(store: Store, by: str) -> None:
    assert tables(store, Selection(), (by,))[1].rows == ()


def test_an_unknown_grouping_says_which_there_are(store: Store) -> None:
    with pytest.raises(AuditError, match="checklist, theme, section"):
        tables(store, Selection(), ("phase of the moon",))[1]


def test_choices_are_counted_one_by_one_beside_the_answers(store: Store) -> None:
    for number in range(3):
        audit = audit_of(store, several(), case=f"C-{number}")
        items = several().items
        there = ["health", "police", "education"] if number else ["health"]
        store.record(
            AnswerGiven(audit, chosen(items[0], there)),
            AnswerGiven(audit, best(items[1])),
            JudgementGiven(audit, "good"),
            NoteWritten(audit, "reason", "So."),
            AuditFinished(audit),
            by="A17",
        )
    by_answer = rows(tables(store, Selection(), ("answer",))[1])
    assert [
        (row["value"], row["number"], row["audits"]) for row in by_answer if row["item"] == "agencies"
    ] == [
        ("all", 2, 3),
        ("some", 1, 3),
        ("health", 3, 3),
        ("police", 2, 3),
        ("education", 2, 3),
        ("probation", 0, 3),
    ]
    (row,) = [row for row in rows(tables(store, Selection(), ("item",))[1]) if row["item"] == "agencies"]
    assert (row["met"], row["counted"]) == (2, 3)
    shared = [
        row
        for row in rows(tables(store, Selection(), ("answer",), release=Release(5))[1])
        if row["item"] == "agencies"
    ]
    assert {row["number"] for row in shared} == {HIDDEN}
    assert list(store.verify()) == []


def test_what_the_list_cannot_show_is_said_on_the_figures(store: Store) -> None:
    framed = replace(small(), frame="Who was never assessed is not in the list.")
    finished_audit(store, framed, team="North")
    assert framed.frame in tables(store, Selection(), ("team",))[0].notes
    other = replace(framed, id="other", frame="Children without a plan are not in the list.")
    finished_audit(store, other, team="North")
    notes = tables(store, Selection(), ("team",))[0].notes
    assert (
        "What the lists that files were drawn from cannot show stands on each checklist's page and trend."
        in notes
    )
    assert not {framed.frame, other.frame} & {*notes}
