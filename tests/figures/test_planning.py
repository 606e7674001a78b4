"""How many audits: the published numbers for independent answers, and more where answers of an audit are alike."""

from __future__ import annotations

import pytest

from auditui.figures.planning import answers_to_know, answers_to_see, audits_for
from auditui.figures.series import Period


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
