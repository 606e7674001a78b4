"""A scale of its own goes all the way: published, scored, finished, in the summary, the trend, the plan and on the pages."""

from __future__ import annotations

from datetime import date

import pytest
from rich.text import Text

from auditui.core import kinds
from auditui.core.audits.entries import AnswerGiven, AuditFinished, JudgementGiven, NoteWritten
from auditui.core.audits.explained import explained
from auditui.core.errors import AuditError
from auditui.core.plan import parse as read_plan
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.report.audits import audit_page, sum_in_words
from auditui.report.checklists import checklist_document
from auditui.report.document import Paragraph
from auditui.report.plan import report as plan_report
from auditui.report.summary import tables
from auditui.report.table import Table
from auditui.report.trend import as_table, title, trend
from auditui.store import Store
from auditui.ui.own_keys import Keys
from auditui.ui.pages import finish_page
from made import small
from recorded import finished_audit
from scales import FIVE, FIVE_WORDS, THREE, THREE_WORDS, on_scale

both = pytest.mark.parametrize(
    ("text", "words"), [(THREE, THREE_WORDS), (FIVE, FIVE_WORDS)], ids=["three", "five"]
)


def judged(store: Store, text: str, answers: tuple[str, str], grade: str) -> str:
    """Finish an audit of a scaled checklist with these two answers, judged so."""
    checklist = on_scale(text)
    audit_id = store.begin_audit(checklist, case="C-1", team="North", by="A17")
    given = [kinds.choose(item, value) for item, value in zip(checklist.items, answers, strict=True)]
    store.record(*(AnswerGiven(audit_id, answer) for answer in given), by="A17")
    closing = (NoteWritten(audit_id, "reason", "As read."), NoteWritten(audit_id, "strength", "Kind."))
    store.record(JudgementGiven(audit_id, grade), *closing, AuditFinished(audit_id), by="A17")
    return audit_id


def notes(table: Table) -> str:
    return " ".join(table.notes)


@both
def test_the_score_indicates_every_grade_of_the_scale_and_a_limit_caps_within_it(
    store: Store, text: str, words: tuple[str, ...]
) -> None:
    indicated = {}
    for first in ("met", "partly-met", "not-met"):
        for second in words:
            audit_id = judged(store, text, (first, second), words[0])
            indicated[first, second] = store.audit(audit_id).results.indicated  # type: ignore[union-attr]
    assert set(indicated.values()) == set(words)
    assert indicated["met", words[0]] == words[0]
    worst_allowed = on_scale(text).items[0].limiting.caps  # type: ignore[union-attr]
    assert {words.index(indicated["not-met", second]) >= words.index(worst_allowed) for second in words} == {
        True
    }


@both
def test_pages_say_the_words_of_the_scale(store: Store, text: str, words: tuple[str, ...]) -> None:
    audit_id = judged(store, text, ("not-met", words[0]), words[-1])
    checklist, audit = on_scale(text), store.audit(audit_id)
    page = " ".join(audit_page(checklist, audit).notes)
    assert f"Judgement: {words[-1].capitalize()}." in page
    assert any("Limited by Reason: at most" in line for line in sum_in_words(explained(checklist, audit)))
    (line,) = store.audits()
    assert (line.judgement, line.judged) == (words[-1], words[-1].capitalize())
    lines = finish_page(checklist, audit, (), 80, Keys({}))
    shown = [Text.assemble(*line).plain.strip() for line in lines]
    assert [row for row in shown if row[-len(words[0]) :].lower() == words[0]] == [
        f"{len(words)} {words[0].capitalize()}"
    ]
    said = [block.text for block in checklist_document(checklist).blocks if isinstance(block, Paragraph)]
    assert any(f"{words[-1].capitalize()} below." in line for line in said)


@both
def test_a_judgement_outside_the_scale_is_refused_with_its_grades(
    store: Store, text: str, words: tuple[str, ...]
) -> None:
    audit_id = store.begin_audit(on_scale(text), case="C-1", team="North", by="A17")
    with pytest.raises(AuditError, match=f"judgement is one of {', '.join(reversed(words))}"):
        store.record(JudgementGiven(audit_id, "outstanding"), by="A17")


@both
def test_a_summary_and_a_trend_count_by_the_scale(store: Store, text: str, words: tuple[str, ...]) -> None:
    for grade in words:
        judged(store, text, ("met", words[0]), grade)
    _, data = tables(store, Selection(), ("team",))
    named = [column.name for column in data.columns]
    assert [name for name in named if name.startswith("judged_")] == [f"judged_{word}" for word in words]
    first = dict(zip(named, next(iter(data.rows)), strict=True))
    assert [first[f"judged_{word}"] for word in words] == [1] * len(words)
    least = on_scale(text).scale.met_from
    course = trend(store, Selection(), Series("scaled", good=True))
    assert [(period.met, period.counted) for period, _ in course.periods] == [
        (words.index(least) + 1, len(words))
    ]
    assert title(course).endswith(f"audits judged {least} or better")
    assert f"Met: audits judged {' or '.join(reversed(words[: words.index(least) + 1]))}, of all" in notes(
        as_table(course)
    )
    by_grade = tables(store, Selection(), ("judgement",))[1]
    assert [row[0] for row in by_grade.rows] == [*words, ""]


def test_judgements_on_scales_that_differ_are_never_counted_together_and_the_page_says_so(
    store: Store,
) -> None:
    judged(store, FIVE, ("met", "good"), "good")
    finished_audit(store, small(), team="North")
    page, data = tables(store, Selection(), ("team",))
    assert not any(column.name.removeprefix("judged_") == "good" for column in data.columns)
    said = "Judgements on scales that differ (Leading to Urgent; Outstanding to Inadequate) are never counted together"
    assert said in notes(page)
    by_grade = tables(store, Selection(), ("judgement",))[0]
    assert sorted(str(row[1]) for row in by_grade.rows if "to" in str(row[1])) == [
        "Good (Leading to Urgent)",
        "Outstanding (Outstanding to Inadequate)",
    ]


def test_a_trend_breaks_where_the_scale_changes_and_the_audits_before_keep_theirs(store: Store) -> None:
    before = judged(store, THREE, ("met", "strong"), "weak")
    second = (
        FIVE.replace("version = 1", "version = 2")
        + '\n[changes]\nsince = 1\n[changes.items]\nreason = "same"\ngraded = "reworded, not comparable"\n'
    )
    judged(store, second, ("met", "good"), "good")
    course = trend(store, Selection(), Series("scaled", good=True))
    assert [segment.versions for segment in course.segments] == ["v1", "v2"]
    said = "judgements on scales that differ (Strong to Weak, then Leading to Urgent) are never joined"
    assert said in notes(as_table(course))
    audit = store.audit(before)
    assert "Judgement: Weak. As read." in audit_page(store.checklist(audit.checklist), audit).notes
    answers = trend(store, Selection(), Series("scaled", item="reason"))
    assert [segment.versions for segment in answers.segments] == ["v1-v2"]


def test_a_plan_measures_what_is_good_enough_on_the_scale(store: Store) -> None:
    judged(store, THREE, ("met", "strong"), "secure")
    judged(store, THREE, ("met", "strong"), "weak")
    plan = read_plan(
        """
title = "Plan"
[[recommendation]]
title = "One"
owner = "Head"
due = 2030-01-01
checklist = "scaled"
[[recommendation.measure]]
title = "Judged well"
asks = "how well"
judged_good = true
target = 80
""",
        "plan.toml",
    )
    page, data = plan_report(store, plan, today=date(2030, 1, 1))
    said = " ".join(block.text for block in page.blocks if isinstance(block, Paragraph))
    assert "Of judgements it is how many audits were judged secure or strong, of all." in said
    assert len(data.rows) == 1
