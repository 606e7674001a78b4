"""A page says what it is of: the same in words, in columns and in the picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from auditui.figures.counting import Count
from auditui.figures.runs import Series
from auditui.figures.tallies import JudgementTally, Selection, Tallies, Tally
from auditui.figures.trend import trend as figures
from auditui.report.forms import written
from auditui.report.notes import alike, left_out, outside
from auditui.report.scope import Imprint, Scope
from auditui.report.sharing import of_corrections, of_erased
from auditui.report.table import as_json
from auditui.report.trend import as_document, as_table, trend
from auditui.store import Store
from auditui.store.values import Corrections
from made import small
from recorded import finished_audit

if TYPE_CHECKING:
    from pathlib import Path

WHERE = Selection("small", "North", "A17", "2026-01", "2026-06", strata=(("ethnicity", "Black"),))


def test_what_a_page_is_of_stands_in_columns_as_in_words() -> None:
    scope = Scope(WHERE, Selection(since="2025-07", until="2025-12"), "2 audits are left out.")
    said = str(scope)
    for words in (
        "small",
        "North",
        "A17",
        "Black",
        "2026-01 to 2026-06",
        "compared with from 2025-07 to 2025-12",
    ):
        assert words in said
    assert scope.cells == (
        *(
            said,
            "small",
            "North",
            "A17",
            "ethnicity=Black",
            "first finished",
            "2026-01",
            "2026-06",
            "2025-07",
            "2025-12",
        ),
        "2 audits are left out.",
    )


def test_a_picture_by_itself_has_its_title_scope_and_imprint_as_text_that_acts_on_nothing(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path / "s.db") as store:
        finished_audit(store, small(), team="N<o>rth")
        shown = trend(store, Selection(team="N<o>rth"), Series("small"))
    imprint = Imprint("store:1:ab", "2026-11-01")
    page, table = as_document(shown).headed(made_up=True, imprint=str(imprint)), imprint.on(as_table(shown))
    drawn = written(page, table, "svg").decode()
    for words in (
        "team N&lt;o&gt;rth",
        "Journal head: store:1:ab",
        "Printed on 2026-11-01",
        "Made-up council",
    ):
        assert words in drawn.split("<desc>")[1].split("</desc>")[0]
        assert words in "".join(line for line in drawn.splitlines() if line.startswith("<text"))
    assert "N<o>rth" not in drawn
    (row,) = json.loads(as_json(table))
    assert (row["of_team"], row["journal_head"], row["printed"]) == ("N<o>rth", "store:1:ab", "2026-11-01")
    assert row["program"].startswith("auditui ")


def test_audits_on_a_twin_of_a_version_are_said_to_be_left_out_of_a_trend() -> None:
    standing, twin = small(), replace(small(), title="The twin")
    tallies = Tallies(
        [Tally(one.digest, ("2026-01",), "reason", "met", "met", 1) for one in (standing, twin)],
        [JudgementTally(one.digest, ("2026-01",), "good", "good", 1) for one in (standing, twin)],
        [],
    )
    shown = figures([standing], tallies, Series("small"))
    assert (shown.left_out, [period.met for period, _ in shown.periods]) == (1, [1])
    assert "1 audit is left out: on a version that another desk published" in " ".join(as_table(shown).notes)
    assert as_document(shown).beneath[-1].startswith("1 audit is left out")


@pytest.mark.parametrize(
    ("answers", "small_counts", "said"),
    [
        (Count(4, 10, 0, 2, 3), 0, "Not applicable, and so outside the count: 3 of 15 answers."),
        (Count(4, 10, 0, 2, 3), 5, "Not applicable, and so outside the count: 1 to 5 answers."),
        (Count(4, 60, 0, 0, 20), 5, "Not applicable, and so outside the count: about 5 in 20 answers."),
        (Count(4, 990, 0, 0, 10), 5, "Not applicable, and so outside the count: fewer than 1 in 20 answers."),
        (Count(4, 60), 5, ""),
    ],
)
def test_how_many_answers_are_not_applicable_is_said_and_shared_in_rough(
    answers: Count, small_counts: int, said: str
) -> None:
    assert outside(answers, small_counts) == said


def test_a_design_effect_is_said_in_plain_words_where_there_is_one() -> None:
    assert alike(1.0) == ""
    assert "100 of them tell as much as 25 from as many audits would (design effect 4.0)" in alike(4.0)
    assert left_out(0, 5) == ""
    assert left_out(3, 5).startswith("1 to 5 audits are left out")
    assert left_out(3, 0).startswith("3 audits are left out")


@pytest.mark.parametrize("audits", [6, 7, 60])
def test_how_many_audits_are_left_out_is_not_told_by_two_pages(audits: int) -> None:
    assert left_out(audits, 5).startswith("More than 5 audits are left out")
    counted = Corrections(audits, ())
    assert of_corrections(counted, 5) == ["More than 5 audits under correction, counted as last finished."]
    (erased,) = of_erased(Tallies([], [], [], audits), 5)
    assert erased.startswith("More than 5 erased audits are not in these figures")
