"""An audit as a document: what a worker is handed, and the whole record."""

from __future__ import annotations

import msgspec

from auditui.core.audits import answer as answers
from auditui.core.audits.amendments import AdditionMade, AuditWithdrawn
from auditui.core.audits.answer import Answer
from auditui.core.audits.entries import (
    ActionAdded,
    AnswerGiven,
    AuditFinished,
    AuditReopened,
    ConcernAnswered,
    ConcernRaised,
    JudgementGiven,
    NoteWritten,
)
from auditui.report.document import as_markdown, as_text
from auditui.report.feedback import Follow, feedback_sheet, full_record
from auditui.store import Store, new_id
from made import shipped, small
from recorded import audit_of, finished_audit


def follow(store: Store, audit: str) -> Follow:
    return Follow(store.actions(audit), store.concerns(audit), store.additions(audit))


def sheet(store: Store, audit: str) -> str:
    found = store.audit(audit)
    return as_text(feedback_sheet(store.checklist(found.checklist), found, follow(store, audit)))


def record(store: Store, audit: str) -> str:
    found = store.audit(audit)
    return as_text(full_record(store.checklist(found.checklist), found, follow(store, audit)))


def fallen_short(store: Store) -> str:
    audit, concern = finished_audit(store, small(), team="North"), new_id()
    store.record(
        AuditReopened(audit, "x"),
        AnswerGiven(audit, Answer("reason", "not-met")),
        NoteWritten(audit, "comment", "No reason is written.", "reason"),
        NoteWritten(audit, "strength", "They kept coming back.", "difference"),
        NoteWritten(audit, "reason", "Too little for more."),
        NoteWritten(audit, "worry", "Nobody may know why."),
        JudgementGiven(audit, "requires-improvement"),
        ActionAdded(new_id(), audit, "Write the reason down", "social worker", "2026-05-01", "reason"),
        ConcernRaised(concern, audit, "Not seen for weeks", "duty manager", "2026-03-02"),
        ConcernAnswered(new_id(), audit, "Seen today", concern),
        AuditFinished(audit),
        by="A17",
    )
    return audit


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_a_sheet_begins_with_strengths_then_what_to_change_with_its_standard_then_actions_and_room(
    store: Store,
) -> None:
    text = sheet(store, fallen_short(store))
    assert in_order(
        text,
        *("Feedback: A small checklist", "Judgement: Requires improvement", "Because: Too little"),
        *("What went well", "Kind work.", "They kept coming back.", "At the standard: Difference."),
        *("What to change", "Reason: Not met", "Seen: No reason is written.", "The standard (met): It is."),
        *(
            "Limits the judgement: without it nothing follows",
            "Actions",
            "Write the reason down",
            "2026-05-01",
        ),
        *("Nobody may know why.", "The worker's reply:", "____"),
    ), text


def test_an_immediate_concern_is_on_no_sheet_and_in_the_whole_record(store: Store) -> None:
    audit = fallen_short(store)
    assert "Not seen for weeks" not in sheet(store, audit)
    text = record(store, audit)
    assert in_order(
        text, "Immediate concern: Not seen for weeks", "Seen today", "One", "Not met", "The sum", "Score:"
    )
    assert in_order(text, "Actions", "Write the reason down", "Why this judgement", "Nobody may know why.")


def test_an_answer_that_counts_as_met_is_not_to_be_changed_though_a_better_one_there_is(store: Store) -> None:
    checklist = shipped("pathway-plan")
    graded = next(item for item in checklist.items if item.kind == "graded")
    audit = finished_audit(store, checklist, team="North")
    store.record(
        AuditReopened(audit, "x"),
        AnswerGiven(audit, Answer(graded.id, "good")),
        NoteWritten(audit, "reason", "As seen."),
        AuditFinished(audit),
        by="A17",
    )
    text = sheet(store, audit)
    assert f"{graded.title}: " not in text
    assert graded.title in text
    assert "Every item that counts is at the standard." in text


def test_what_leaves_the_sum_is_neither_a_strength_nor_to_be_changed(store: Store) -> None:
    audit = finished_audit(store, small(), team="North")
    item = small().items[0]
    unseen = AnswerGiven(audit, answers.could_not_see(item))
    store.record(AuditReopened(audit, "x"), unseen, AuditFinished(audit), by="A17")
    text = sheet(store, audit)
    assert "At the standard: Difference." in text
    assert "Reason: " not in text


def test_a_reply_that_came_after_the_finish_stands_where_there_was_room_for_it(store: Store) -> None:
    audit = fallen_short(store)
    store.record(AdditionMade(new_id(), audit, "reply", "I see it now."), by="A17")
    assert "I see it now." in sheet(store, audit).split("Talked through")[1]
    assert "I see it now." in record(store, audit)


def test_an_audit_that_is_not_finished_says_so_first(store: Store) -> None:
    text = sheet(store, audit_of(store, small()))
    assert in_order(
        text,
        "This audit is draft: 0 of 2 items are answered.",
        "Case: C-1",
        "Nothing was named.",
        "None was agreed.",
    )


def test_the_whole_record_has_what_was_written_to_items_no_longer_asked(store: Store) -> None:
    audit = audit_of(store, small())
    store.record(NoteWritten(audit, "comment", "It was asked once.", "difference"), by="A17")
    kept = store.audit(audit)
    section = small().sections[0]
    fewer = msgspec.structs.replace(
        small(), sections=(msgspec.structs.replace(section, items=section.items[:1]),)
    )
    assert in_order(as_text(full_record(fewer, kept, Follow())), "No longer asked", "It was asked once.")


def test_a_withdrawn_audit_says_first_why(store: Store) -> None:
    audit = finished_audit(store, small(), team="North")
    store.record(AuditWithdrawn(audit, "another child's file"), by="A17")
    for page in (sheet(store, audit), record(store, audit)):
        assert in_order(page, "This audit is withdrawn: another child's file", "Case: C-1")


def test_its_markdown_has_room_too(store: Store) -> None:
    found = store.audit(audit_of(store, small()))
    assert "The worker's reply:\n\n&nbsp;" in as_markdown(feedback_sheet(small(), found, Follow()))
