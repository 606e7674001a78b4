"""What auditors wrote, by theme and item: what of it is passed on, and what never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from auditui import known_names
from auditui.core.audits.entries import NoteWritten
from auditui.figures.groups import named
from auditui.figures.releases import Release
from auditui.figures.tallies import Selection
from auditui.report.document import as_markdown
from auditui.report.words import ABOUT, report
from auditui.store import begin_second
from made import small
from printed import HIDDEN, printed
from recorded import audit_of, finished_audit

if TYPE_CHECKING:
    from typing import Any

    from auditui.report.document import Document
    from auditui.store import Store

SMALL = 5


def commented(store: Store, number: int, *more: str) -> list[str]:
    """So many audits with a comment on their first item each, and one for each of `more`."""
    comments = [*(f"Words {chr(97 + n)}." for n in range(number)), *more]
    return [
        finished_audit(store, small(), team="North", case=f"C-1{n}", comment=comment)
        for n, comment in enumerate(comments)
    ]


def read(
    store: Store, release: Release, where: Selection = Selection()
) -> tuple[Document, list[dict[str, Any]]]:
    page, table = report(store, where, ABOUT, is_person=known_names.find, release=release)
    return page, printed(table)


def texts(rows: list[dict[str, Any]], about: str) -> list[str]:
    return [row["text"] for row in rows if row["about"] == about]


def test_the_words_of_every_audit_stand_under_their_item_for_own_use(store: Store) -> None:
    ids = commented(store, 2)
    page, rows = read(store, Release(0))
    assert texts(rows, "Comment") == ["Words a.", "Words b."]
    assert texts(rows, "What went well") == ["Kind work.", "Kind work."]
    assert [row["audit"] for row in rows if row["about"] == "Comment"] == ids
    shown = as_markdown(page)
    assert shown.index(small().items[0].title) < shown.index("Words a.") < shown.index("Kind work.")


@pytest.mark.parametrize("number", [1, SMALL, SMALL + 1])
def test_words_that_few_audits_have_are_not_passed_on(store: Store, number: int) -> None:
    commented(store, number)
    for _ in range(SMALL + 1):
        finished_audit(store, small(), team="South")
    page, rows = read(store, Release(SMALL, over="2100-01"))
    comments = [row for row in rows if row["about"] == "Comment"]
    if number > SMALL:
        assert {row["audits"] for row in comments} == {number}
        assert len(comments) == number
    else:
        assert [(row["audits"], row["text"]) for row in comments] == [(HIDDEN, HIDDEN)]
        assert "Words" not in as_markdown(page)
    assert len(texts(rows, "What went well")) == number + SMALL + 1


def test_what_is_passed_on_names_no_person_no_case_and_no_audit(store: Store) -> None:
    named_somebody = ("Told Jessica Khan on 07700 900123.", f"As in c-1{SMALL + 2}, not here.")
    ids = commented(store, SMALL + 1, *named_somebody)
    page, rows = read(store, Release(SMALL, over="2100-01"))
    comments = [row for row in rows if row["about"] == "Comment"]
    assert len(comments) == SMALL + 1
    assert {row["audits"] for row in comments} == {SMALL + 3}
    assert {(row["audit"], row["case"]) for row in rows} == {("", "")}
    shown = as_markdown(page)
    assert "2 texts are left out" in shown
    assert not any(word in shown for word in ("Khan", "07700", "c-1", "C-1", "A17", "North", *ids))


def test_words_are_kept_back_where_beside_an_earlier_page_they_would_tell_of_few(store: Store) -> None:
    commented(store, SMALL + 3)
    group = named({"words": f"small {small().items[0].id} comment"})
    first = Release(SMALL, over="2100-01")
    read(store, first)
    (cell,) = [cell for cell in first.shown if cell.group == group]
    assert cell.count == SMALL + 3
    few_fewer = [type(cell)(group, "", "2025-01", cell.count - 1)]
    later = Release(SMALL, earlier=few_fewer, begun="2020-01", over="2100-01")
    _, rows = read(store, later)
    assert texts(rows, "Comment") == [HIDDEN]
    assert later.kept_back


def test_drafts_have_no_words_in_it_those_of_second_audits_neither(store: Store) -> None:
    draft = audit_of(store, small(), case="C-2")
    store.record(NoteWritten(draft, "comment", "Not yet.", small().items[0].id), by="A17")
    first = finished_audit(store, small(), team="North")
    second = begin_second(store, first, by="A23")
    store.record(NoteWritten(second, "comment", "Read again.", small().items[0].id), by="A23")
    _, rows = read(store, Release(0))
    assert texts(rows, "Comment") == []
