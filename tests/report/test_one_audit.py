"""One audit in words: what is said of its sum, and when nothing is."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits import entries
from auditui.core.audits.audit import Audit
from auditui.core.checklists.checklist import Checklist
from auditui.report import times
from auditui.report.audits import audit_page, result_in_words
from auditui.report.document import as_text
from auditui.report.feedback import Follow, full_record
from made import made_of, small

ONE, TWO = small().items


def weighing(one: int, two: int) -> Checklist:
    """Return a checklist of two items with these weights."""
    section = small().sections[0]
    items = (replace(ONE, weight=one, limiting=None), replace(TWO, weight=two, limiting=None))
    return replace(small(), sections=(replace(section, items=items),))


def answered(one: str = "met", two: str = "not-met") -> Audit:
    said = [entries.AnswerGiven("a1", kinds.choose(ONE, one))] if one else []
    said += [entries.AnswerGiven("a1", kinds.choose(TWO, two))] if two else []
    return made_of(entries.AuditStarted("a1", "digest", "C-1", "North"), *said)


def score_of(one: int, two: int) -> list[str]:
    return result_in_words(weighing(one, two), answered())


def test_two_of_three_is_what_a_calculator_says() -> None:
    assert score_of(2, 1)[0] == "Score: 2 of 3 weighted points = 66.7 %."
    assert score_of(1, 2)[0] == "Score: 1 of 3 weighted points = 33.3 %."


def test_a_share_that_rounds_to_what_a_grade_needs_and_is_below_it_is_said_to_be() -> None:
    grade, lowest = next(iter(weighing(1, 1).indicated.lowest))
    below, reached = score_of(lowest * 100 - 4, 10_004 - lowest * 100), score_of(lowest, 100 - lowest)
    assert f"= {lowest} %." in below[0]
    label = weighing(1, 1).scale.label(grade)
    assert below[-1] == (f"{lowest} % is rounded: the share is just below the {lowest} % that {label} needs.")
    assert f"= {lowest} %." in reached[0]
    assert not any("just below" in sentence for sentence in reached)


def test_a_grade_that_hangs_on_what_could_not_be_seen_says_so() -> None:
    unseen = entries.AnswerGiven("a1", answers.could_not_see(ONE))
    audit = made_of(
        entries.AuditStarted("a1", "digest", "C-1", "North"),
        *(unseen, entries.AnswerGiven("a1", kinds.choose(TWO, "met"))),
    )
    assert result_in_words(small(), audit) == [
        "Score: 3 of 3 weighted points = 100 %.",
        "Quality: 100 %.",
        "By its score: Outstanding.",
        (
            "Reason could not be seen, so it limits nothing here: had it fallen short, the most would be Requires improvement"
            " to be good."
        ),
    ]
    assert not any("could not be seen" in sentence for sentence in result_in_words(small(), answered()))


def test_no_sum_is_said_of_an_audit_with_items_left() -> None:
    assert result_in_words(small(), answered(two="")) == [
        "1 of 2 items are answered: there is no sum before all are."
    ]


def test_closing_texts_are_in_every_form_and_a_page_fits_its_width() -> None:
    audit = made_of(
        entries.AuditStarted("a1", "digest", "C-1", "North"),
        entries.NoteWritten("a1", "synopsis", "A long story of many words. " * 12, ""),
    )
    assert audit_page(small(), audit).rows
    row = list(audit_page(small(), audit).rows)[-1]
    assert row[1] == "What happened, in three sentences"
    page = as_text(full_record(small(), audit, Follow()), 80)
    assert " ".join(page.split()).count("A long story of many words.") == 12
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize(
    ("at", "days"),
    [("2026-03-01", 9), ("2026-03-12", -2), ("2026-03-01T12:00:00.000Z", 9), ("", None), ("x", None)],
)
def test_age_is_in_days_of_the_calendar(at: str, days: int | None) -> None:
    assert times.days_since(at, date(2026, 3, 10)) == days


def test_what_is_no_moment_is_shown_as_it_is() -> None:
    assert (times.minute("soon"), times.minute("")) == ("soon", "")
