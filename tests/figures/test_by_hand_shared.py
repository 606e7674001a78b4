"""Tables made by hand that once told of single children when they were passed on, and intervals that were too narrow."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from auditui.core.scale import FOUR_WORDS
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.disclosure import AUDITS, JUDGED, OF_MET, Place, hidden_figures, hidden_total
from auditui.figures.groups import group_of
from auditui.figures.releases import Cell, Release
from auditui.figures.runs import Series
from auditui.figures.series import Period
from auditui.figures.tallies import JudgementTally, Selection, Tallies, Tally
from auditui.figures.trend import trend
from auditui.report.sharing import key_to_hidden
from made import small
from simulated import months

GRADES = frozenset(FOUR_WORDS.ids)


def judged(met: int, counted: int, *grades: int) -> Group:
    """A row of audits by their grades, the best first."""
    return Group(
        Count(met, counted),
        audits=sum(grades),
        judgements=Counter(dict(zip(FOUR_WORDS.ids, grades, strict=False))),
    )


def page(
    by: str, rows: dict[str, Group], of: str = JUDGED, release: Release | None = None, until: str = ""
) -> dict[str, frozenset[str]]:
    """What is hidden of each row of a table by one thing, whose total a reader knows."""
    where = Selection(until=until)
    places = [Place(group_of(where, **{by: name}), where) for name in rows]
    hidden = hidden_figures(list(rows.values()), places, [range(len(rows))], release or Release(5), of=of)
    return dict(zip(rows, hidden, strict=True))


def test_the_grades_of_fifteen_disabled_children_are_not_what_ninety_less_seventy_five_leave() -> None:
    """Eight, five, one and one: by the rule that hid only the last three, one table alone fitted what was printed."""
    disabled, others = judged(90, 200, 8, 5, 1, 1), judged(500, 1000, 48, 14, 13, 0)
    hidden = page("disability", {"disabled": disabled, "not disabled": others})
    assert hidden == {"disabled": GRADES, "not disabled": GRADES}
    everywhere = Selection()
    total = hidden_total(disabled + others, Place(group_of(everywhere), everywhere), Release(5))
    assert total == GRADES  # of all ninety too: one was inadequate


def test_the_only_inadequate_audit_of_a_checklist_is_not_what_its_other_judgements_leave() -> None:
    """Twenty-two audits, nine and six and six of them shown: the last was one, with 13 of 16 met."""
    rows = {
        "outstanding": judged(125, 138, 9),
        "good": judged(77, 87, 0, 6),
        "requires-improvement": judged(72, 87, 0, 0, 6),
        "inadequate": judged(13, 16, 0, 0, 0, 1),
    }
    hidden = page("judgement", rows, AUDITS)
    assert hidden["inadequate"] >= OF_MET | {"audits"}
    others = [name for name in rows if name != "inadequate" and hidden[name] >= OF_MET | {"audits"}]
    assert len(others) == 1  # together they are seven audits or more


def test_a_team_that_finished_one_audit_in_june_has_no_row_to_the_end_of_june() -> None:
    """27 audits, 184 of 408 until May; 28 audits, 188 of 423 until June: the one of June met 4 of 15."""
    may = [
        Cell(group_of(Selection(), team=team), "", "2026-05", number)
        for team, number in (("East", 27), ("North", 24), ("West", 26))
    ]
    june = Release(5, earlier=may, begun="2024-01", over="2026-06")
    rows = {
        "East": judged(188, 423, 6, 7, 7, 8),
        "North": judged(250, 480, 8, 8, 8, 8),
        "West": judged(240, 490, 8, 8, 8, 9),
    }
    hidden = page("team", rows, release=june, until="2026-06")
    assert hidden["East"] >= OF_MET | {"audits"} | GRADES
    # East had one in June; what all teams had is known, so that one of the others goes with it.
    assert sum(names >= OF_MET | {"audits"} for names in hidden.values()) == 2


def test_that_six_of_thirty_five_were_late_and_one_is_not_recorded_is_said() -> None:
    """In time 28, late 6, 28 of 35: the one not recorded can be worked out, and is nobody who could be told from 35."""
    item = Group(Count(28, 35, not_recorded=1))
    (hidden,) = hidden_figures(
        [item], [Place(group_of(Selection()), Selection())], [], Release(5), of="answers"
    )
    assert hidden == frozenset()


def test_three_audits_that_require_improvement_are_not_taken_for_one_in_each_of_three_groups() -> None:
    """They were none, two and one; each was printed as c beside the three of all, and c was taken for one at least."""
    rows = {
        "Asian": judged(60, 100, 6, 6, 0, 6),
        "Black": judged(60, 100, 6, 6, 2, 6),
        "White": judged(60, 100, 6, 6, 1, 6),
    }
    assert page("ethnicity", rows) == {"Asian": frozenset(), "Black": GRADES, "White": GRADES}
    everywhere = Place(group_of(Selection()), Selection())
    assert hidden_total(sum(rows.values(), Group()), everywhere, Release(5)) == GRADES
    assert "c may be 0" in key_to_hidden(5)


def test_forty_audits_a_month_have_limits_in_what_is_passed_on_however_few_fall_short() -> None:
    digest, labels = small().digest, [month.label for month in months([(1, 1)] * 24)]
    missed = [2, 1, 3, 2, 4, 1] * 4
    answers = [
        Tally(digest, (label,), "reason", value, value, number)
        for label, short in zip(labels, missed, strict=True)
        for value, number in (("met", 40 - short), ("not-met", short))
    ]
    tallies = Tallies(answers, [JudgementTally(digest, (label,), "good", "good", 40) for label in labels], [])
    course = trend([small()], tallies, Series("small", item="reason"), release=Release(5))
    assert (course.length, len(course.periods)) == ("month", 24)
    assert not any(hidden for _, hidden in course.periods)
    assert course.segments[-1].reading.limits


def test_126_of_212_of_answers_that_are_alike_are_47_to_71_percent_and_not_53_to_66() -> None:
    def of(effect: float, audits: int) -> tuple[int, int]:
        interval = Period("2026-Q2", 126, 212, 212 / effect, audits).interval
        assert interval is not None
        return round(100 * interval.low), round(100 * interval.high)

    assert of(1, 0) == (53, 66)
    assert of(3.43, 60) == (47, 71)


#: Audits, their true share and how alike their answers are; in how many of 100 the truth is at least inside.
_HELD = [
    *(
        (audits, share, alike, 94)
        for audits in (3, 5)
        for share in (0.6, 0.8, 0.95)
        for alike in (0, 0.1, 0.3)
    ),
    *((10, share, alike, 93) for share in (0.6, 0.8) for alike in (0, 0.1, 0.3)),
    *((20, share, alike, 93) for share in (0.6, 0.8) for alike in (0, 0.1, 0.3)),
    # Where nearly all is met and files are much alike, a few bad files make all the difference, and may not be drawn.
    *((audits, 0.95, 0.4, 86) for audits in (10, 20)),
]


@pytest.mark.parametrize(("audits", "share", "alike", "least"), _HELD)
def test_the_interval_of_few_audits_holds_the_truth_as_often_as_the_document_says(
    audits: int, share: float, alike: float, least: int
) -> None:
    """Sixteen items, one in ten of them not applicable; answers of an audit alike as a beta-binomial has it."""
    chance, held, runs = np.random.default_rng(2018), 0, 400
    counted = chance.binomial(16, 0.9, (runs, audits))
    own = share * (1 - alike) / alike if alike else 0
    shares = chance.beta(own, own / share - own, counted.shape) if alike else np.full(counted.shape, share)
    met = chance.binomial(counted, shares)
    for ks, ns in zip(met.tolist(), counted.tolist(), strict=True):
        spread = sum(map(Spread.of, ks, ns), Spread())
        interval = Count(spread.met, spread.counted).interval(spread)
        assert interval is not None
        held += interval.low <= share <= interval.high
    assert 100 * held / runs >= least
