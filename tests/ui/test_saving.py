"""*Saved* is said when it is true, and nothing that was given is lost from the screen or from the disk."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from msgspec import structs
from textual._compositor import Compositor, LayoutUpdate

from auditui.core.audits.entries import AnswerGiven, Entry, JudgementGiven, NoteWritten, Recorded
from auditui.core.errors import AuditError
from auditui.store import Saved, Store, StoreAddress
from auditui.ui.writer import Writer
from made import best, shipped
from recorded import audit_of

from .conftest import Open, screen_text

CHECKLIST = "pathway-plan"


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped(CHECKLIST))
        store.remember(auditor="A17", open_audit=audit_id)
    return path, audit_id


def test_a_refused_batch_has_no_receipt_and_not_the_one_before(begun: tuple[Path, str]) -> None:
    path, audit_id = begun
    refused: list[AuditError] = []
    writer = Writer(StoreAddress(path), saved=lambda _: None, refused=refused.append)
    writer.record(NoteWritten(audit_id, "synopsis", "kept"), by="A17")
    assert writer.saved_within(10) is not None
    writer.record(JudgementGiven(audit_id, "splendid"), by="A17")
    assert writer.saved_within(10) is None
    writer.record(NoteWritten(audit_id, "synopsis", "kept as well"), by="A17")
    assert writer.saved_within(10) is not None
    assert writer.stop() == 0
    assert len(refused) == 1


def test_what_waits_has_no_receipt_though_what_came_before_it_is_saved(
    begun: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, audit_id = begun
    really, before, go_on = Store.record, Event(), Event()

    def record(self: Store, *entries: Entry, by: str) -> Saved:
        if before.is_set():
            go_on.wait(10)
        return really(self, *entries, by=by)

    monkeypatch.setattr(Store, "record", record)
    writer = Writer(StoreAddress(path), saved=lambda _: before.set(), refused=lambda _: None)
    writer.record(NoteWritten(audit_id, "synopsis", "saved"), by="A17")
    assert before.wait(10)
    writer.record(NoteWritten(audit_id, "synopsis", "waits"), by="A17")
    assert writer.saved_within(0) is None
    go_on.set()
    assert writer.saved_within(10) is not None
    assert writer.stop() == 0


@pytest.mark.parametrize("error", [AuditError("The journal holds what is not understood"), ValueError("x")])
def test_the_thread_outlives_whatever_keeps_the_store_from_opening(
    begun: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path, audit_id = begun
    really, failures, told = Store.open, [error], Event()

    def opened(*arguments: object, **named: object) -> Store:
        if failures:
            raise failures.pop()
        return really(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "open", opened)
    monkeypatch.setattr("auditui.ui.writer._RETRY_SECONDS", 0.01)
    refused: list[AuditError] = []

    def refuse(reason: AuditError) -> None:
        refused.append(reason)
        told.set()

    writer = Writer(StoreAddress(path), saved=lambda _: None, refused=refuse)
    writer.record(NoteWritten(audit_id, "synopsis", "kept"), by="A17")
    assert told.wait(10)
    assert writer.flush(10)
    assert writer.stop() == 0
    assert [reason.code for reason in refused] == [3]
    with really(path) as store:
        assert store.audit(audit_id).note("", "synopsis") == "kept"


async def test_saved_is_not_said_while_a_later_answer_waits(
    begun: tuple[Path, str], open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = begun
    really, go_on = Store.record, Event()
    async with open_app(path) as desk:

        def record(self: Store, *entries: Entry, by: str) -> Saved:
            go_on.wait(10)
            return really(self, *entries, by=by)

        monkeypatch.setattr(Store, "record", record)
        await desk.pilot.press("3")
        # What the thread said about an earlier answer arrives after this one was pressed.
        desk.app.call_later(desk.app.written, Saved(1, "2026-03-02T09:00:00.000Z"))
        await desk.pilot.pause()
        assert desk.app.saved == "saving…"
        go_on.set()
        assert "saved" in await desk.settled()


async def test_what_waits_to_be_written_stays_on_the_screen_when_something_else_is_refused(
    begun: tuple[Path, str], open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, audit_id = begun
    really, refuse, go_on = Store.record, Event(), Event()
    async with open_app(path) as desk:

        def record(self: Store, *entries: Entry, by: str) -> Saved:
            (entry,) = entries
            if isinstance(entry, AnswerGiven) and entry.item == "category-and-adviser":
                refuse.wait(10)
                raise AuditError("This is not allowed")
            go_on.wait(10)
            return really(self, *entries, by=by)

        monkeypatch.setattr(Store, "record", record)
        await desk.pilot.press("3", "x")
        refuse.set()
        await desk.pilot.pause(0.1)
        assert "2/16" in screen_text(desk.app)
        assert "This is not allowed" in screen_text(desk.app)
        go_on.set()
        assert "1/16" in await desk.settled()
        assert len(desk.app.store.audit(audit_id).answers) == 1


async def test_an_answer_of_another_origin_is_not_taken_back(
    begun: tuple[Path, str], open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, audit_id = begun
    items = shipped(CHECKLIST).items
    with Store.open(path) as other:
        other.record(AnswerGiven(audit_id, best(items[0])), by="A18")
    really = Store.history

    def history(self: Store, subject: str) -> list[Recorded]:
        return [structs.replace(recorded, origin="elsewhere") for recorded in really(self, subject)]

    monkeypatch.setattr(Store, "history", history)
    async with open_app(path) as desk:
        assert "There is nothing left to take back" in await desk.press("z")
        assert set(desk.app.store.audit(audit_id).answers) == {items[0].id}


async def test_a_note_is_opened_and_an_undo_made_on_what_another_window_wrote(
    begun: tuple[Path, str], open_app: Open
) -> None:
    path, audit_id = begun
    first = shipped(CHECKLIST).items[0]
    async with open_app(path) as desk:
        with Store.open(path) as other:
            other.record(NoteWritten(audit_id, "comment", "from the other window", first.id), by="A17")
            other.record(AnswerGiven(audit_id, best(first)), by="A17")
        await desk.press("c")
        await desk.type(", and this one")
        await desk.keep()
        audit = desk.app.store.audit(audit_id)
        assert audit.note(first.id, "comment") == "from the other window, and this one"
        assert f"Taken back: {first.title}, Comment" in await desk.press("escape", "z")
        audit = desk.app.store.audit(audit_id)
        assert audit.note(first.id, "comment") == "from the other window"
        assert set(audit.answers) == {first.id}
        assert "Taken back" in await desk.press("z")
        assert dict(desk.app.store.audit(audit_id).answers) == {}


async def test_an_answer_and_its_receipt_paint_again_only_what_they_changed(
    begun: tuple[Path, str], open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = begun
    whole: list[str] = []
    paint = Compositor.render_full_update

    def painted(self: Compositor, *, simplify: bool = False) -> LayoutUpdate:
        whole.append("all of it")
        return paint(self, simplify=simplify)

    async with open_app(path) as desk:
        await desk.press("down")
        monkeypatch.setattr(Compositor, "render_full_update", painted)
        assert "saved" in await desk.press("x", "x", "down", "x")
    assert whole == []
