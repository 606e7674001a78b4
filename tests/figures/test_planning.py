"""How many audits: the published numbers for independent answers, and more where answers of an audit are alike."""

from __future__ import annotations

import pytest

from auditui.figures.counting import Spread
from auditui.figures.planning import answers_to_know, answers_to_see, audits_for
from auditui.figures.runs import Series
from auditui.figures.series import Period
from auditui.figures.tallies import JudgementTally, SpreadTally, Tallies, Tally
from auditui.figures.trend import Trend, trend
from auditui.report.sample_size import table
from made import small
from simulated import months


@pytest.mark.parametrize(
    ("before", "after", "answers"),
    # The usual tables for two-sided 5 % and a power of 80 %, without a correction for continuity.
    [(0.5, 0.3, 93), (0.3, 0.5, 93), (0.1, 0.2, 199), (0.5, 0.6, 388)],
)
def test_a_change_takes_as_many_answers_as_the_tables_say(before: float, after: float, answers: int) -> None:
    assert answers_to_see(before, after) == pytest.approx(answers, abs=1)


def test_a_share_within_ten_points_takes_96_answers_where_half_is_met() -> None:
    assert answers_to_know(0.5, 0.1) == pytest.approx(96.04, abs=0.01)
    assert answers_to_know(0.5, 0.05) == pytest.approx(384.1, abs=0.1)


def test_answers_that_are_alike_need_as_many_more_audits_as_the_design_effect_says() -> None:
    assert audits_for(93, Period("", 120, 200, 50.0, 20)) == 38  # an audit tells as much as 2.5 answers
    assert audits_for(93, Period("", 12, 20, 20.0)) == 93
    with pytest.raises(ValueError, match="none"):
        answers_to_see(0.5, 0.5)


def course(met: int, of: int, item: str = "reason") -> Trend:
    """The trend of a year in each month of which so many audits answered, so many of them met."""
    digest, labels = small().digest, [month.label for month in months([(met, of)] * 12)]
    answers = [
        Tally(digest, (label,), "reason", value, value, number)
        for label in labels
        for value, number in (("met", met), ("not-met", of - met))
    ]
    judged = [JudgementTally(digest, (label,), "good", "good", of) for label in labels]
    spreads = [SpreadTally(digest, (label,), "", Spread(of, met, of, met, met, of)) for label in labels]
    return trend([small()], Tallies(answers, judged, spreads), Series("small", item=item))


def test_what_is_printed_is_what_the_tables_have_for_the_percentages_that_are_printed() -> None:
    """387.3 answers take 388, as 92.97 take 93: part of an answer is a whole one, in both columns."""
    needed = {str(row[0]): row[2:4] for row in table(course(60, 120)).rows}
    assert needed["see 50% become 60%, on each side"] == (388, 388)
    assert needed["see 50% become 40%, on each side"] == (388, 388)
    assert needed["see 50% become 30%, on each side"] == (93, 93)
    assert needed["know it within ± 10 points"] == (97, 97)
    # 604 of 1,000 are printed as 60 %, and the table has what a calculator makes of 60 %.
    rounded = {str(row[0]): row[2] for row in table(course(604, 1000)).rows}
    assert rounded["see 60% become 50%, on each side"] == 388


@pytest.mark.parametrize(("met", "of"), [(1, 1000), (999, 1000)])
def test_nearly_none_and_nearly_all_have_changes_to_see_too(met: int, of: int) -> None:
    rows = table(course(met, of)).rows
    assert all(int(str(row[2])) > 0 for row in rows)
    assert len({str(row[0]) for row in rows}) == len(rows) == 8


def test_audits_that_do_not_answer_an_item_are_said_not_to_count() -> None:
    assert any("where it is not applicable" in note for note in table(course(6, 12)).notes)
    assert not any("not applicable" in note for note in table(course(6, 12, "")).notes)
