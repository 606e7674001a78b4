"""What an auditor does, told as stories."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditui.core.audits.entries import (
    AnswerGiven,
    AuditMoved,
    AuditStarted,
    CaseListed,
    ChecklistPublished,
    Entry,
    FrameImported,
    NoteWritten,
)
from auditui.core.checklists.changes import Changes, Relation
from auditui.core.checklists.checklist import as_data
from auditui.core.checklists.file import parse
from auditui.core.errors import StoreError
from auditui.core.settings import Settings
from auditui.store import Saved, Store
from made import CONDITIONAL, FOUR, SMALL, best, several, shipped
from recorded import audit_of, finished_audit

from .conftest import Open, screen_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


async def test_an_empty_store_says_what_to_do_next(path: Path, open_app: Open) -> None:
    async with open_app(path) as desk:
        assert "n begins an audit of any case" in " ".join((await desk.settled()).split())
        assert "auditui case import FILE" in " ".join((await desk.press("w")).split())
        assert "Nothing is finished yet" in await desk.press("f")


async def test_begin_answer_everything_judge_and_finish_by_keys_alone(path: Path, open_app: Open) -> None:
    async with open_app(path) as desk:
        await desk.press("n", "down", "down", "enter")
        await desk.type("C-104")
        await desk.press("enter", "enter")
        await desk.type("North")
        await desk.press("enter")
        await desk.type("a17")
        shown = await desk.press("enter")
        assert "C-104 · North · Culture and identity" in shown
        assert "0/16" in shown
        shown = await desk.press(*(str(len(item.options)) for item in shipped("culture-and-identity").items))
        assert "16/16" in shown
        assert "saved" in shown
        shown = await desk.press("f")
        assert "Every item is answered" in shown
        assert "Score" not in shown
        shown = await desk.press("3")
        assert "Score: 22 of 22 weighted points = 100 %" in shown
        assert "Enter writes why" in shown, "no box opens by itself"
        assert "esc Keep and close" in await desk.press("enter")
        await desk.type("Kind, but late.")
        assert "f finishes this audit" in await desk.press("escape")
        assert "Finished: case C-104" in await desk.press("f")
    with Store.open(path) as after:
        (line,) = after.audits()
        assert (line.case, line.team, line.auditor, line.answered) == ("C-104", "North", "A17", 16)


@pytest.mark.parametrize("checklist_id", FOUR)
async def test_an_audit_of_n_items_takes_n_and_three_keys(
    path: Path, open_app: Open, checklist_id: str
) -> None:
    """Dates and counts take their typing; here those items are not recorded, which is one key as well."""
    checklist = shipped(checklist_id)
    with Store.open(path) as store:
        audit_id = audit_of(store, checklist)
        store.remember(auditor="A17", open_audit=audit_id)
    keys = [
        "u" if item.kind in ("interval", "count-pair") else str(len(item.options)) for item in checklist.items
    ]
    async with open_app(path) as desk:
        shown = await desk.press(*keys, "f")
        assert "Every item is answered" in shown
        # The judgement that agrees with the sum needs no reason: find it, as the auditor's own would be.
        from auditui.core.audits.score import score  # noqa: PLC0415
        from auditui.core.scale import FOUR_WORDS  # noqa: PLC0415

        indicated = score(checklist, desk.app.store.audit(audit_id).answers).indicated
        assert indicated is not None
        await desk.press(str(FOUR_WORDS.rank(indicated) + 1), "f")
        assert desk.app.store.audit(audit_id).state == "finished"
    assert len(keys) + 3 == len(checklist.items) + 3


async def test_the_next_start_is_on_the_same_item_with_the_same_text(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("pathway-plan"))
        store.remember(auditor="A17", open_audit=audit_id)
    async with open_app(path) as desk:
        await desk.press("3", "down", "down", "c")
        await desk.type("half a thou")
        await desk.pilot.pause(1.0)
        await desk.settled()
    async with open_app(path) as desk:
        shown = await desk.type("ght")
        assert "4 of 16" in shown
        assert "half a thought" in shown
        await desk.press("escape")
        assert desk.app.store.audit(audit_id).note("review-after-change", "comment") == "half a thought"


async def test_answers_saved_after_the_place_was_are_not_typed_over_by_the_next_start(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        checklist = shipped("strategy-discussion")
        audit = audit_of(store, checklist)
        first, second, third = checklist.items[:3]
        store.remember(open_audit=audit, open_item=first.id, open_answers="0", open_screen="score")
        store.record(*(AnswerGiven(audit, best(item)) for item in (first, second)), by="A17")
    async with open_app(path) as desk:
        assert third.question[:40] in await desk.settled()


async def test_dates_are_typed_as_people_type_them_and_answered_at_once(path: Path, open_app: Open) -> None:
    checklist = shipped("strategy-discussion")
    with Store.open(path) as store:
        audit_id = audit_of(store, checklist)
        store.remember(auditor="A17", open_audit=audit_id, open_item="conference-in-time")
    async with open_app(path) as desk:
        assert "Enter: type the two dates" in await desk.settled()
        await desk.press("enter")
        shown = await desk.type("2/3/2026")
        assert "2/3/2026" in shown
        assert "= 2 Mar 2026" in shown
        await desk.press("enter")
        await desk.type("1/3/2026")
        assert "is before 2 Mar 2026" in await desk.press("enter")
        await desk.press(*["backspace"] * 8)
        assert "16 working days" in await desk.type("24 mar 2026")
        shown = await desk.press("enter")
        assert "14 of 16" in shown
        assert desk.app.store.audit(audit_id).answers["conference-in-time"].value == "late"


async def test_an_uncertain_date_is_asked_about_once(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("strategy-discussion"))
        store.remember(auditor="A17", open_audit=audit_id, open_item="conference-in-time")
    async with open_app(path) as desk:
        await desk.press("2")
        await desk.type("/3/26")
        assert "is that the year? Enter again if so" in await desk.press("enter")
        assert "Date of: initial conference" in await desk.press("enter")
        assert desk.app.store.audit(audit_id).answers == {}
        await desk.press("escape")


async def test_targets_are_judged_letter_by_letter(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("personal-education-plan"))
        store.remember(auditor="A17", open_audit=audit_id, open_item="targets-smart")
    async with open_app(path) as desk:
        await desk.press("enter")
        assert "1 of 3" in await desk.type("smto sto -")
        await desk.press("enter")
        assert desk.app.store.audit(audit_id).answers["targets-smart"].detail["each"] == ["smto", "sto", "-"]


async def test_those_that_are_there_are_typed_from_the_first_digit_on(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, several())
        store.remember(auditor="A17", open_audit=audit_id, open_item="agencies")
    async with open_app(path) as desk:
        await desk.press("1")
        assert "Health, Education, some of the required" in await desk.type(" e")
        await desk.press("enter")
        assert desk.app.store.audit(audit_id).answers["agencies"].detail == {
            "chosen": ["health", "education"]
        }


async def test_not_applicable_asks_for_its_reason_where_n_could_mean_no(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("culture-and-identity"))
        store.remember(auditor="A17", open_audit=audit_id, open_item="source-of-ethnicity")
    async with open_app(path) as desk:
        assert "Not applicable, because:" in await desk.press("n")
        assert "Not applicable, because:" not in await desk.press("escape")
        await desk.press("n", "1")
        answer = desk.app.store.audit(audit_id).answers["source-of-ethnicity"]
        assert answer.reason.startswith("Declined")


async def test_a_finished_audit_is_read_only_until_it_is_reopened_with_a_reason(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        audit_id = finished_audit(store, shipped("pathway-plan"), team="North")
        store.remember(auditor="A17")
    async with open_app(path) as desk:
        await desk.press("f", "enter", "1")
        assert desk.app.store.audit(audit_id).state == "finished"
        await desk.press("r")
        await desk.type("a date was wrong")
        await desk.press("enter", "1")
        audit = desk.app.store.audit(audit_id)
        assert (audit.state, audit.answers["category-and-adviser"].value) == ("reopened", "not-met")


async def test_a_case_of_the_list_fills_the_form(made_up: Path, open_app: Open) -> None:
    async with open_app(made_up) as desk:
        await desk.press("w", "enter")
        shown = await desk.press("enter")
        assert "0/16" in shown
        assert "MADE-UP COUNCIL" in shown


async def test_every_screen_says_that_a_made_up_council_is_made_up(made_up: Path, open_app: Open) -> None:
    async with open_app(made_up) as desk:
        assert "MADE-UP COUNCIL" in await desk.settled()
        for key in (
            "question_mark",
            "escape",
            "n",
            "escape",
            "enter",
            "question_mark",
            "escape",
            "f",
            "question_mark",
        ):
            assert "MADE-UP COUNCIL" in await desk.press(key), key


async def test_what_cannot_be_saved_is_said_kept_and_saved_later(
    path: Path, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("pathway-plan"))
        store.remember(auditor="A17", open_audit=audit_id)
    really, full = Store.record, [True]

    def record(self: Store, *entries: Entry, by: str) -> Saved:
        if full[0]:
            raise StoreError("The store could not be written: the disk is full", "Free some space")
        return really(self, *entries, by=by)

    monkeypatch.setattr(Store, "record", record)
    monkeypatch.setattr("auditui.ui.writer._RETRY_SECONDS", 0.01)
    async with open_app(path) as desk:
        await desk.pilot.press("3", "down", "down", "down")
        await desk.pilot.press("2")
        await desk.pilot.pause(0.1)
        shown = screen_text(desk.app)
        assert "NOT SAVED" in shown
        assert "the disk is full" in shown
        assert desk.app.store.audit(audit_id).answers == {}
        full[0] = False
        assert "saved" in await desk.settled()
        assert set(desk.app.store.audit(audit_id).answers) == {"category-and-adviser", "all-heads-covered"}


async def test_another_windows_draft_text_is_never_lost(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("pathway-plan"))
        store.remember(auditor="A17", open_audit=audit_id)
    async with open_app(path) as desk, open_app(path) as _:
        with Store.open(path) as other:
            other.record(NoteWritten(audit_id, "comment", "from elsewhere", "actions-owned"), by="A18")
        await desk.press("3")
        assert desk.app.store.audit(audit_id).note("actions-owned", "comment") == "from elsewhere"


async def test_an_item_whose_condition_does_not_hold_is_passed_over_and_says_why(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        audit = audit_of(store, parse(CONDITIONAL, "conditional.toml"))
        store.remember(auditor="A17", open_audit=audit, open_screen="score")
    async with open_app(path) as desk:
        shown = await desk.press("2")
        assert "4 of 4" in shown
        assert "1/2 saved" in shown
        shown = await desk.press("up", "up")
        assert "Not asked here: only if On time is No" in " ".join(shown.replace("│", " ").split())
        assert "1/2" in await desk.press("3")
        shown = await desk.press("up", "1")
        assert "2 of 4" in shown
        assert "Asked here: On time is No" in shown
        assert "1/4 saved" in shown
        assert "3 of 4" in await desk.press("3")


async def test_an_audit_moved_by_another_window_is_shown_as_it_is_now(path: Path, open_app: Open) -> None:
    first = parse(SMALL, "small.toml")
    rest = replace(first.sections[0], items=first.items[1:])
    changes = Changes(1, (("difference", Relation("same")), ("reason", Relation("dropped"))))
    second = replace(first, version=2, sections=(rest,), changes=changes)
    with Store.open(path) as store:
        audit = audit_of(store, first)
        store.remember(auditor="A17", open_audit=audit, open_screen="score")
    async with open_app(path) as desk:
        await desk.press("3")
        with Store.open(path) as other:
            other.record(ChecklistPublished(second.digest, as_data(second), "why"), by="A17")
            other.record(AuditMoved(audit, second.digest, ("reason",)), by="A17")
        await desk.press("up")
        await desk.pilot.press("2")
        shown = await desk.settled()
        assert "small v2 has no item" in shown
        assert "1 of 1" in shown
        assert "1/1" in await desk.press("3")


@pytest.mark.parametrize(("keys", "band"), [(["j"], "5 to 9"), ([], "10 to 15")])
async def test_of_a_case_listed_with_several_events_the_row_chosen_decides(
    path: Path, open_app: Open, keys: list[str], band: str
) -> None:
    with Store.open(path) as store:
        list_of_events(store)
        store.remember(auditor="A17")
    async with open_app(path) as desk:
        await desk.press("w", *keys, "enter", "f2")
    assert begun_with(path) == band


async def test_of_a_case_listed_with_several_events_the_date_typed_decides(
    path: Path, open_app: Open
) -> None:
    with Store.open(path) as store:
        list_of_events(store)
        store.remember(auditor="A17")
    async with open_app(path) as desk:
        await desk.press("n", *["down"] * 6, "enter")
        await desk.type("C-104")
        await desk.press("enter", "tab")
        await desk.type("North")
        assert "listed with several events" in await desk.press("f2")
        await desk.press("shift+tab")
        await desk.type("2/3/2026")
        await desk.press("f2")
    assert begun_with(path) == "5 to 9"


def list_of_events(store: Store) -> None:
    theme = shipped("strategy-discussion").theme
    store.record(
        FrameImported("f", "list", theme, "0", "2026-09-30", 2, 2, 0),
        CaseListed("one", "f", "C-104", "2026-03-02", "North", "5 to 9", "no conference needed"),
        CaseListed("two", "f", "C-104", "2026-09-02", "North", "10 to 15", "conference"),
        by="A17",
    )


def begun_with(path: Path) -> str:
    """Return the age band with which the one audit of a store was begun."""
    with Store.open(path) as store:
        (line,) = store.audits()
        (started,) = [r.entry for r in store.history(line.id) if isinstance(r.entry, AuditStarted)]
        return started.age_band


async def test_find_looks_at_every_case_that_waits(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        cases = [CaseListed(f"k{n}", "f", f"C-{n:04}") for n in range(700)]
        store.record(FrameImported("f", "list", "", "0", "2026-03-02", 700, 700, 0), *cases, by="A17")
    async with open_app(path) as desk:
        await desk.press("w", "slash")
        await desk.type("c-0650")
        shown = await desk.press("enter")
        assert "C-0650" in shown
        assert "Cases to audit 1 " in shown


async def test_a_users_own_keys_are_the_ones_painted_everywhere(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        audit_id = audit_of(store, shipped("strategy-discussion"))
        store.remember(auditor="A17", open_audit=audit_id, open_item="held-promptly")
    score = {"not-recorded": "v", "finish": "m", "comment": "b", "explain": "y", "enter": "o"}
    own = {f"score.{command}": key for command, key in score.items()}
    own |= {"finish.finish": "w", "note.neutral": "ctrl+n", "home.new": "i", "home.waiting": "b"}
    async with open_app(path, (100, 40), Settings(keys=own)) as desk:
        shown = await desk.settled()
        assert "v not recorded" in shown
        assert "v Not recorded" in shown
        assert "Answer 1 or v: at most" in shown
        shown = await desk.press("u", "v")
        assert "1/16" in shown
        assert " v Held promptly" in shown
        assert "(m)" in await desk.press("y")
        await desk.press("escape", "b")
        assert "ctrl+n: the person" in await desk.type("told Mrs Khan")
        shown = await desk.press("ctrl+n", "escape", "slash", *"conference", "enter")
        assert "o: type the two dates" in shown
        assert "w Finish" in await desk.press("m")
        assert "b Cases" in await desk.press("escape", "escape")
        assert "i begins an audit" in await desk.press("b")


async def test_entries_dated_after_today_are_doubted_on_the_first_screen_until_the_clock_is_put_right(
    path: Path, open_app: Open
) -> None:
    with Store.open(path, clock=lambda: datetime(2199, 5, 3, 9, tzinfo=UTC)) as store:
        store.begin_audit(parse(SMALL, "small"), case="CW-1", team="North", by="A17")
        last = next(head for head in store.heads() if head.origin == store.origin).origin_seq
    async with open_app(path) as desk:
        painted = await desk.settled()
        assert f"The last entries of this desk, 1 to {last}, are dated 2199-05-03" in painted
        assert f"auditui journal redate --from 1 --to {last}" in painted
    with Store.open(path) as store:
        store.redate(1, last, date(2026, 5, 3), "the clock was wrong", by="A17")
    async with open_app(path) as desk:
        assert "2199" not in await desk.settled()


async def test_a_long_list_goes_on_past_its_first_lines(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        cases = [CaseListed(f"k{n}", "f", f"C-{n:04}") for n in range(700)]
        store.record(FrameImported("f", "list", "", "0", "2026-03-02", 700, 700, 0), *cases, by="A17")
    async with open_app(path) as desk:
        assert "Cases to audit 700 " in await desk.press("w")
        assert "C-0699" in await desk.press("G")
        assert "Cases to audit 700 " in await desk.settled()
