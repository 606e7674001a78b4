"""A lead notes what may have moved a figure: it stands at its month wherever the trend is, until it is taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from auditui.core.audits.causes import CauseNoted
from auditui.core.errors import AuditError
from auditui.figures.causes import Cause, lettered, letters_of
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.report.trend import as_document, as_table, trend
from auditui.store import Store
from auditui.ui.trend_page import chart
from cli.conftest import Run

if TYPE_CHECKING:
    from pathlib import Path


def noted(month: str, what: str = "new form") -> Cause:
    return Cause(what, month, what, "", "2026-06-01T09:00:00.000Z", "A17")


def test_causes_stand_at_the_period_of_their_month_or_the_next_one_there_is() -> None:
    causes = [noted("2026-05"), noted("2026-02", "new team"), noted("2026-05", "training"), noted("2027-01")]
    assert [(letter, cause.month) for letter, cause in lettered(causes)] == [
        *(("a", "2026-02"), ("b", "2026-05"), ("c", "2026-05"), ("d", "2027-01"))
    ]
    assert letters_of(causes, ["2026-03", "2026-04", "2026-05"]) == ["a", "", "bc"]
    assert letters_of(causes, ["2025/26 Q4", "2026/27 Q1", "2026/27 Q4"]) == ["a", "bc", "d"]


def test_a_cause_is_noted_listed_drawn_and_taken_back(run: Run, made_up: Path) -> None:
    cause = run(
        "cause",
        "note",
        "2025-05",
        "new <form>",
        "--checklist",
        "Pathway-Plan",
        "--by",
        "A17",
        "--store",
        made_up,
    )
    assert cause.code == 0
    general = run("cause", "note", "2025-09", "one more team", "--by", "A23", "--store", made_up)
    said = "a 2025-05 new <form> (noted by A17 on "
    shown = run("trend", "pathway-plan", "--store", made_up)
    assert said in " ".join(shown.out.split())
    assert "b 2025-09 one more team" in " ".join(shown.out.split())
    assert "noted" in [line.split(" ")[0] for line in shown.out.splitlines()]
    other = run("trend", "culture-and-identity", "--store", made_up)
    assert "new <form>" not in other.out
    assert "a 2025-09 one more team" in " ".join(other.out.split())
    drawn = run("trend", "pathway-plan", "-f", "svg", "--store", made_up).out
    assert "2025-05: new &lt;form&gt;" in drawn
    assert "new <form>" not in drawn
    rows = json.loads(run("trend", "pathway-plan", "--by", "month", "--store", made_up, "-f", "json").out)
    assert [row["causes"] for row in rows if row["causes"]] == [
        "2025-05: new <form>",
        "2025-09: one more team",
    ]
    assert said in " ".join(run("plan", "--store", made_up).out.split())
    assert run("cause", "take-back", cause.out[:8], "--by", "A23", "--store", made_up).code == 0
    assert "new <form>" not in run("trend", "pathway-plan", "--store", made_up).out
    listed = json.loads(run("cause", "list", "-f", "json", "--store", made_up).out)
    assert [(row["what"], row["noted_by"], row["taken_back_by"]) for row in listed] == [
        *(("new <form>", "A17", "A23"), ("one more team", "A23", ""))
    ]
    again = run("cause", "take-back", cause.out.strip(), "--by", "A23", "--store", made_up)
    assert (again.code, "was taken back" in again.err) == (2, True)
    assert general.code == 0


@pytest.mark.parametrize(
    ("month", "what"),
    [("2026-13", "a form"), ("2026", "a form"), ("2026-05", " "), ("2026-05", "x" * 61), ("2026-05", "a\nb")],
)
def test_a_cause_without_a_month_or_in_more_than_a_short_line_is_refused(
    tmp_path: Path, month: str, what: str
) -> None:
    with Store.open(tmp_path / "s.db") as store, pytest.raises(AuditError):
        store.record(CauseNoted("c", month, what), by="A17")


def test_the_screen_lists_what_was_noted(made_up: Path) -> None:
    with Store.open(made_up) as store:
        store.record(CauseNoted("c", "2025-05", "new form", "pathway-plan"), by="A17")
        shown = trend(store, Selection(), Series("pathway-plan"))
    lines = ["".join(text for text, _ in line) for line in chart(shown, 100, 40, "own use", large=False)]
    assert any("a 2025-05 new form" in line for line in lines)
    assert any(line.startswith("noted") for line in lines)
    assert any("new form" in note for note in as_table(shown).notes)
    assert any("new form" in words for words in as_document(shown).beneath)
