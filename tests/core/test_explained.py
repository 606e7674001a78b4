"""The sum of a finished audit is what was decided when it was finished, line by line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import entries
from auditui.core.audits.answer import Answer, could_not_see, not_recorded
from auditui.core.audits.audit import Audit, sum_hidden
from auditui.core.audits.explained import explained
from auditui.core.audits.results import Results
from auditui.core.audits.score import results_of, score
from auditui.core.checklists.checklist import Checklist
from made import SHIPPED, answered, best, made_of, shipped, small

STARTED = entries.AuditStarted("a1", "digest", "C-1", "North")
ONE, TWO = small().items
PARTLY = {ONE.id: kinds.choose(ONE, "not-met"), TWO.id: kinds.choose(TWO, "met")}


def finished(answers: dict[str, Answer], results: Results | None) -> Audit:
    said = [entries.AnswerGiven("a1", answer) for answer in answers.values()]
    return made_of(STARTED, *said, entries.AuditFinished("a1", results))


def in_numbers(checklist: Checklist, audit: Audit) -> tuple[object, ...]:
    found = explained(checklist, audit)
    lines = [(line.item.id, line.answer, line.earned, line.possible, line.why_not) for line in found.lines]
    return lines, found.reached, found.indicated, found.caps, found.missed


@settings(max_examples=30)
@given(st.sampled_from(SHIPPED).map(shipped).flatmap(lambda c: st.tuples(st.just(c), answered(c))))
def test_what_was_decided_is_explained_as_it_was_scored(case: tuple[Checklist, dict[str, Answer]]) -> None:
    checklist, answers = case
    audit = finished(answers, results_of(checklist, answers))
    open_ = made_of(STARTED, *(entries.AnswerGiven("a1", answer) for answer in answers.values()))
    assert in_numbers(checklist, audit) == in_numbers(checklist, open_)
    assert explained(checklist, open_) == score(checklist, answers)
    assert in_numbers(checklist, finished(answers, None)) == in_numbers(checklist, open_), (
        "by rules 1 as well"
    )


def test_what_was_decided_stands_whatever_the_rules_have_become() -> None:
    results = structs.replace(
        results_of(small(), PARTLY),
        earned=5, possible=8, reached="inadequate", caps=(), points={TWO.id: (5, 8)},
    )  # fmt: skip
    found = explained(small(), finished(PARTLY, results))
    first, second = found.lines
    assert (first.earned, first.possible, first.why_not) == (Fraction(0), Fraction(0), "outside the sum")
    # Difference weighs 3: 5 of 8 parts of it.
    assert (second.earned, second.possible, second.why_not) == (Fraction(15, 8), Fraction(3), "")
    assert (found.reached, found.indicated, found.caps) == ("inadequate", "inadequate", ())
    assert found.share == Fraction(5, 8)


def test_a_line_outside_the_sum_keeps_its_reason_where_there_is_one() -> None:
    answers = {ONE.id: could_not_see(ONE), TWO.id: not_recorded(TWO)}
    first, second = explained(small(), finished(answers, results_of(small(), answers))).lines
    assert (first.why_not, second.why_not) == ("could not see", "")


def test_caps_are_those_that_were_decided() -> None:
    found = explained(small(), finished(PARTLY, results_of(small(), PARTLY)))
    (cap,) = found.caps
    assert (cap.item, cap.grade, cap.because) == (ONE, "requires-improvement", "without it nothing follows")
    none = structs.replace(results_of(small(), PARTLY), caps=("gone", TWO.id))
    assert explained(small(), finished(PARTLY, none)).caps == ()


def test_where_nothing_counts_nothing_is_reached() -> None:
    answers = {item.id: could_not_see(item) for item in small().items}
    found = explained(small(), finished(answers, results_of(small(), answers)))
    assert (found.reached, found.indicated, found.share) == (None, None, None)


def test_an_older_audit_on_a_checklist_that_rules_1_cannot_read_is_scored_as_now() -> None:
    section = small().sections[0]
    heavy = replace(small(), sections=(replace(section, items=(replace(ONE, weight=10**7), TWO)),))
    given_ = {item.id: best(item) for item in heavy.items}
    assert explained(heavy, finished(given_, None)) == score(heavy, given_)


@pytest.mark.parametrize(("hide_score", "hidden"), [(True, True), (False, False)])
def test_the_sum_is_hidden_until_the_judgement_is_given(*, hide_score: bool, hidden: bool) -> None:
    assert sum_hidden(made_of(STARTED), hide_score=hide_score) is hidden
    assert not sum_hidden(made_of(STARTED, entries.JudgementGiven("a1", "good")), hide_score=hide_score)
    assert not sum_hidden(finished({}, None), hide_score=hide_score)
