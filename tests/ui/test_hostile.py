"""Hostile text in every field that shows outside text, on every screen: literal, harmless, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.audits.entries import (
    ActionAdded,
    AuditStarted,
    CaseListed,
    ConcernRaised,
    FrameImported,
    NoteWritten,
)
from auditui.store import Store, new_id
from made import HOSTILE, shipped
from recorded import audit_of

from .conftest import Open

FORBIDDEN = [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2066", "\u200b", "\ufeff"]


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:20] for text in HOSTILE])
@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_hostile_text_is_shown_and_does_nothing(
    tmp_path: Path, open_app: Open, text: str, size: tuple[int, int]
) -> None:
    path = tmp_path / "s.db"
    checklist = shipped("pathway-plan")
    item = checklist.items[0]
    with Store.open(path) as store:
        audit_of(store, checklist)
        audit_id, frame = new_id(), new_id()
        store.record(AuditStarted(audit_id, checklist.digest, text, text, text, text), by="A17")
        store.record(
            *(NoteWritten(audit_id, about, text[:160], item.id) for about in ITEM_NOTES),
            *(NoteWritten(audit_id, about, text) for about in CLOSING),
            FrameImported(frame, text, "", "0", "2026-03-02", 1, 1, 0),
            CaseListed(new_id(), frame, text, text, text, text, text),
            ActionAdded(new_id(), audit_id, text, text, text),
            ConcernRaised(new_id(), audit_id, text, text, text),
            by="A17",
        )
        store.remember(auditor="A17", open_audit=audit_id, open_item=item.id)
    async with open_app(path, size) as desk:
        shown = [await desk.settled()]
        keys = [
            "c",
            "escape",
            "s",
            "escape",
            "h",
            "escape",
            "end",
            "f",
            "enter",
            "escape",
            "escape",
            "escape",
        ]
        keys += [
            "exclamation_mark",
            "enter",
            "escape",
            "escape",
            "d",
            "w",
            "enter",
            "escape",
            "f",
            "slash",
            "escape",
            "ctrl+p",
        ]
        shown += [await desk.press(key) for key in keys]
        for page in shown:
            assert not [c for c in page.replace("\n", "") if c in FORBIDDEN]
        assert desk.app.return_code is None
        if text == "[Redacted]":
            assert "[Redacted]" in shown[0]


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 15), (60, 20), (120, 40), (200, 60)])
async def test_any_size_works_and_a_resize_in_mid_sentence_keeps_the_text(
    made_up: Path, open_app: Open, size: tuple[int, int]
) -> None:
    async with open_app(made_up) as desk:
        await desk.press("enter", "home", "c")
        await desk.type("before ")
        await desk.pilot.resize_terminal(*size)
        await desk.type("after")
        await desk.press("escape")
        audit_id = desk.app.store.remembered()["open_audit"]
        audit = desk.app.store.audit(audit_id)
        first = desk.app.store.checklist(audit.checklist).items[0].id
        assert audit.note(first, "comment").endswith("before after")
        await desk.press("f", "escape", "question_mark", "escape", "escape")
        assert desk.app.return_code is None
