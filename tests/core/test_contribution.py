from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits import entries, rules_1, score
from auditui.core.audits.answer import Answer
from auditui.core.audits.audit import Audit
from auditui.core.audits.contribution import Contribution, contribution
from auditui.core.audits.fold import fold
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.checklists.file import parse
from made import AT_75_PERCENT, CONDITIONAL, FOUR, answered, made_of, recorded, shipped, small

STARTED = entries.AuditStarted("a1", "digest", "C-1", "North")
FINISH = entries.AuditFinished("a1", score.results_of(small(), {}))


def added(checklist: Checklist, answers: dict[str, Answer]) -> Contribution:
    said = [entries.AnswerGiven("a1", answer) for answer in answers.values()]
    finish = entries.AuditFinished("a1", score.results_of(checklist, answers))
    found = contribution(made_of(STARTED, *said, finish), None)
    assert found is not None
    return found


def test_an_audit_adds_its_answers_and_the_counts_of_its_sections() -> None:
    one, two = small().items
    found = added(small(), {one.id: answers.not_recorded(one), two.id: kinds.choose(two, "met")})
    assert found.answers == (("difference", "met", "met"), ("reason", "not-recorded", "not-recorded"))
    assert found.sections == {"": (1, 2), "one": (1, 2)}
    assert found.month == "2026-03"


def test_an_answer_to_an_item_that_its_condition_leaves_out_adds_nothing() -> None:
    checklist = parse(CONDITIONAL, "conditional.toml")
    on_time, why_late, _, difference = checklist.items
    given = {
        on_time.id: kinds.choose(on_time, "yes"),
        why_late.id: kinds.choose(why_late, "met"),
        difference.id: kinds.choose(difference, "not-met"),
    }
    found = added(checklist, given)
    assert found.answers == (("difference", "not-met", "not-met"), ("on-time", "yes", "met"))
    assert found.sections[""] == (1, 2)


def test_an_open_audit_adds_nothing_nor_does_an_older_one_without_its_checklist() -> None:
    assert contribution(made_of(STARTED), None) is None
    assert contribution(made_of(STARTED, entries.AuditFinished("a1")), None) is None


def test_an_audit_under_correction_adds_what_it_was_last_finished_as() -> None:
    finished = made_of(STARTED, entries.JudgementGiven("a1", "good"), FINISH)
    answered_anew = entries.AnswerGiven("a1", kinds.choose(small().items[0], "not-met"))
    corrected = made_of(
        STARTED,
        entries.JudgementGiven("a1", "good"),
        FINISH,
        entries.AuditReopened("a1", "a wrong date"),
        answered_anew,
        entries.JudgementGiven("a1", "inadequate"),
        entries.AuditMoved("a1", "another", ()),
    )
    assert corrected.open
    assert contribution(corrected, None) == contribution(finished, None)


def test_the_month_is_that_of_the_first_finish_by_the_local_day() -> None:
    late = entries.AuditFinished("a1", score.results_of(small(), {}), 60)
    said = [
        recorded(STARTED, number=1, at="2026-03-31T22:00:00.000Z"),
        recorded(late, number=2, at="2026-03-31T23:30:00.000Z"),
        recorded(entries.AuditReopened("a1", "again"), number=3, at="2026-06-01T09:00:00.000Z"),
        recorded(late, number=4, at="2026-06-01T10:00:00.000Z"),
    ]
    found = fold(said).value
    assert isinstance(found, Audit)
    assert (found.first_day, found.day, found.standing) == ("2026-04-01", "2026-06-01", None)
    added_ = contribution(found, None)
    assert added_ is not None
    assert added_.month == "2026-04"


@settings(max_examples=60)
@given(
    st.sampled_from([*FOUR, "small", "conditional"]).flatmap(
        lambda name: st.tuples(st.just(name), answered(named(name)))
    )
)
def test_rules_1_are_what_the_rules_were_until_rules_2(case: tuple[str, dict[str, Answer]]) -> None:
    """Holds as long as rules 2 score as rules 1 did; when rules 3 come, keep this for what they leave as it was."""
    name, given = case
    checklist = rules_1.read(as_data(named(name)))
    assert checklist is not None
    first, now = rules_1.results(checklist, given), score.results_of(named(name), given)
    assert (first.percent, first.reached, first.indicated, first.caps) == (
        now.percent,
        now.reached,
        now.indicated,
        now.caps,
    )
    assert (first.parts, first.sections) == (now.parts, now.sections)


@pytest.mark.parametrize(("outstanding", "good", "improvement", "indicated"), AT_75_PERCENT)
def test_rules_1_reach_a_grade_at_its_threshold(
    outstanding: int, good: int, improvement: int, indicated: str
) -> None:
    content = as_data(small())
    content["indicated"] = {"outstanding": outstanding, "good": good, "requires-improvement": improvement}
    for item in content["section"][0]["item"]:
        item.pop("limiting", None)
    checklist = rules_1.read(content)
    assert checklist is not None
    one, two = small().items
    given = {one.id: answers.not_recorded(one), two.id: kinds.choose(two, "met")}
    results = rules_1.results(checklist, given)
    assert (results.percent, results.indicated) == (75, indicated)


def test_rules_1_leave_out_what_a_condition_leaves_out() -> None:
    checklist = parse(CONDITIONAL, "conditional.toml")
    on_time, why_late, who_knew, difference = checklist.items
    frozen = rules_1.read(as_data(checklist))
    assert frozen is not None
    for value, left_out in (("no", "met"), ("yes", "left-out")):
        chosen = (on_time, value), (why_late, "met"), (who_knew, "yes"), (difference, "met")
        results = rules_1.results(frozen, {item.id: kinds.choose(item, answer) for item, answer in chosen})
        assert (results.parts[why_late.id], results.parts[who_knew.id]) == (left_out, left_out)
        assert results.sections[""] == ((3, 4) if value == "no" else (2, 2))


def test_an_audit_counts_in_the_month_it_was_first_finished_in() -> None:
    def at(month: str, number: int, entry: entries.Entry) -> entries.Recorded:
        return recorded(entry, at=f"2026-{month}-02T09:00:00.000Z", number=number)

    results = score.results_of(small(), {})
    history = [at("03", 1, STARTED), at("04", 2, entries.AuditFinished("a1", results))]
    months = [added_by(history)]
    history.append(at("05", 3, entries.AuditReopened("a1", "a date")))
    months.append(added_by(history))
    history.append(at("06", 4, entries.AuditFinished("a1", results)))
    assert [*months, added_by(history)] == ["2026-04", "2026-04", "2026-04"]


def added_by(history: list[entries.Recorded]) -> str:
    audit = fold(history).value
    assert isinstance(audit, Audit)
    found = contribution(audit, None)
    return found.month if found else ""


def named(name: str) -> Checklist:
    if name == "small":
        return small()
    return parse(CONDITIONAL, "conditional.toml") if name == "conditional" else shipped(name)


def test_rules_1_read_no_checklist_that_they_cannot_understand() -> None:
    content = as_data(small())
    broken: object
    for broken in ([], {}, content | {"section": 5}, content | {"indicated": {"good": "much"}}):
        assert rules_1.read(broken) is None
    item = content["section"][0]["item"][0]
    item["only_if"] = "(((("
    assert rules_1.read(content) is None
