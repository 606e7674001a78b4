"""The programme and an auditor's own work on the screens: drawn, given out, asked after, replaced, begun, read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui.core.audits.answer import not_recorded
from auditui.core.audits.entries import (
    AnswerGiven,
    AuditFinished,
    CaseListed,
    FrameImported,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.audits.samples import SampleDrawn, WorkGiven
from auditui.core.audits.score import score
from auditui.core.settings import Auditor, Settings
from auditui.store import Store, begin_second
from made import best, shipped
from recorded import finished_audit

from .conftest import Open

CHECKLIST = shipped("strategy-discussion")
WIDE = (120, 40)
SETTINGS = Settings(
    auditors=(Auditor("A17", "North"), Auditor("A23", "South", most=1), Auditor("L1", most=0, role="lead"))
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Six listed cases, nothing drawn yet; a lead worked here last."""
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        cases = [CaseListed(f"k{n}", "f", f"LC-{n}", "", ("North", "South")[n % 2]) for n in range(6)]
        frame = FrameImported("f", "list", CHECKLIST.theme, "0", "2026-03-20", 6, 6, 0)
        store.record(frame, *cases, by="L1")
        store.remember(auditor="L1")
    return path


@pytest.fixture
def drawn(path: Path) -> Path:
    """Four of them drawn: LC-0 is A17's and late, LC-1 and LC-2 A23's, who can have one; LC-3 is nobody's."""
    with Store.open(path) as store:
        ids = tuple(f"k{n}" for n in range(6))
        store.record(SampleDrawn("s1", CHECKLIST.id, "7", ids, ids[:4], {}, {"all": 4}), by="L1")
        store.record(
            WorkGiven("w0", "s1", "k0", "A17", "2026-01-09"),
            WorkGiven("w1", "s1", "k1", "A23", "2099-02-06"),
            WorkGiven("w2", "s1", "k2", "A23", "2099-01-09"),
            by="L1",
        )
    return path


def line_of(shown: str, word: str) -> str:
    return next(line for line in shown.splitlines() if word in line)


def finish_second(store: Store, audit: str) -> None:
    """Finish an audit with the best answers but one, which is not recorded."""
    given = {item.id: best(item) for item in CHECKLIST.items if item.scored}
    lacking = next(item for item in CHECKLIST.items if item.not_recorded)
    given[lacking.id] = not_recorded(lacking)
    grade = score(CHECKLIST, given).indicated or "good"
    store.record(*(AnswerGiven(audit, answer) for answer in given.values()), by="A23")
    store.record(
        JudgementGiven(audit, grade),
        NoteWritten(audit, "strength", "Kind work."),
        AuditFinished(audit),
        by="A23",
    )


async def test_a_leads_home_is_the_programme_and_says_what_to_do_where_nothing_is_drawn(
    path: Path, open_app: Open
) -> None:
    async with open_app(path, settings=SETTINGS) as desk:
        shown = await desk.settled()
        assert "Nothing is drawn yet." in shown
        assert "d draws cases" in shown
        assert "A gives them out" in shown
        assert "nothing to do" in line_of(shown, " A17")
        assert "Cases to audit 6" in await desk.press("escape")
        assert "Nothing is drawn yet." in await desk.press("p")


async def test_an_auditors_home_is_not_the_programme(path: Path, open_app: Open) -> None:
    with Store.open(path) as store:
        store.remember(auditor="A17")
    async with open_app(path, settings=SETTINGS) as desk:
        shown = await desk.settled()
        assert "Cases to audit 6" in shown
        assert "To do" not in shown, "nothing was ever given to anybody"


async def test_cases_are_drawn_and_given_out_from_the_programme(path: Path, open_app: Open) -> None:
    async with open_app(path, size=WIDE, settings=SETTINGS) as desk:
        await desk.press("d")
        await desk.type("strategy")
        await desk.press("enter")
        assert "= 4 of 6 eligible" in await desk.type("4")
        await desk.press("enter")
        await desk.type("7")
        shown = await desk.press("enter")
        assert "4 of 6 drawn" in shown
        await desk.press("A")
        await desk.type("2099-01-09")
        shown = await desk.press("enter")
        assert "Given out" in shown
        assert "own team of" in shown
        with Store.open(path) as store:
            cases = store.sample_cases()
            assert [sample.seed for sample in store.samples()] == ["7"]
        teams = {"A17": "North", "A23": "South"}
        given = [case for case in cases if case.auditor]
        assert given
        assert all(case.team != teams[case.auditor] and case.due == "2099-01-09" for case in given)
        assert sum(case.auditor == "A23" for case in given) <= 1


async def test_the_programme_says_who_has_too_much_and_what_is_late_and_opens_the_cases_behind_a_row(
    drawn: Path, open_app: Open
) -> None:
    async with open_app(drawn, size=WIDE, settings=SETTINGS) as desk:
        shown = await desk.settled()
        assert "4 cases still owed, 1 of them late and 1 nobody's yet; 0 done." in shown
        assert "more than 1" in line_of(shown, " A23")
        shown = await desk.press("down", "enter")
        assert "Only auditor A23" in shown
        assert shown.index("LC-2") < shown.index("LC-1"), "what is due first stands on top"
        assert "A17" not in shown
        assert "A17" in await desk.press("w")
        assert "2099-02" in await desk.press("m")


async def test_an_auditor_is_asked_and_the_line_to_send_is_shown(drawn: Path, open_app: Open) -> None:
    async with open_app(drawn, settings=SETTINGS) as desk:
        assert "That is done of a case" in await desk.press("c")
        shown = await desk.press("w", "c")
        assert "A17: the audit of LC-0" in shown
        await desk.press("escape")
        with Store.open(drawn) as store:
            assert [case.ref for case in store.sample_cases() if case.chased_at] == ["LC-0"]
        shown = await desk.press("down", "down", "down", "c")
        assert "is nobody's yet" in shown


async def test_a_case_is_given_to_somebody_else_and_one_that_cannot_be_audited_is_replaced(
    drawn: Path, open_app: Open
) -> None:
    async with open_app(drawn, size=WIDE, settings=SETTINGS) as desk:
        await desk.press("w", "o")
        shown = await desk.type("A23")
        assert "2 cases still to do, of at most 1" in shown
        await desk.press("enter")
        assert "LC-0 is A23's until 2026-01-09" in await desk.press("enter")
        await desk.press("r")
        assert "the file is closed to us" in await desk.type("1")
        shown = await desk.press("enter")
        assert "LC-0 is replaced by LC-" in shown
        with Store.open(drawn) as store:
            assert [case.replaced for case in store.sample_cases() if case.ref == "LC-0"] == ["no-access"]


async def test_an_auditors_home_shows_theirs_what_is_due_first_on_top_and_begins_it(
    drawn: Path, open_app: Open
) -> None:
    with Store.open(drawn) as store:
        store.begin_audit(CHECKLIST, case="LC-9", team="North", by="A23")
        store.remember(auditor="A23")
    async with open_app(drawn, settings=SETTINGS) as desk:
        shown = await desk.settled()
        assert "To do 3" in shown
        assert shown.index("LC-2") < shown.index("LC-1") < shown.index("LC-9")
        assert "LC-0" not in shown
        shown = await desk.press("enter")
        assert "Begin an audit" in shown
        assert "LC-2" in shown
        await desk.press("f2")
        assert "begun" in line_of(await desk.press("escape"), "LC-2")


async def test_who_has_done_all_that_was_given_begins_with_the_drafts(drawn: Path, open_app: Open) -> None:
    with Store.open(drawn) as store:
        finished_audit(store, CHECKLIST, team="North", by="A17", case="LC-0")
        store.remember(auditor="A17")
    async with open_app(drawn, settings=SETTINGS) as desk:
        assert "To do" not in await desk.settled()
        assert "Nothing is yours to do" in await desk.press("y")


async def test_a_second_audit_is_begun_and_both_are_compared_once_it_is_finished(
    drawn: Path, open_app: Open
) -> None:
    with Store.open(drawn) as store:
        finished_audit(store, CHECKLIST, team="North", by="A17", case="LC-0")
        store.remember(auditor="A23")
    async with open_app(drawn, size=WIDE, settings=SETTINGS) as desk:
        assert "There is no second audit" in await desk.press("f", "v")
        assert "LC-0 · 2nd audit" in await desk.press("s")
        with Store.open(drawn) as store:
            (case,) = (case for case in store.sample_cases() if case.ref == "LC-0")
        assert (case.state, case.second) == ("finished", "begun")
        shown = await desk.press("escape", "p")
        assert "1 awaiting a second audit" in shown
        assert "begun" in line_of(await desk.press("enter"), "LC-0")
        assert "not finished yet" in await desk.press("v")


async def test_both_audits_stand_side_by_side_with_what_differs_marked(drawn: Path, open_app: Open) -> None:
    with Store.open(drawn) as store:
        first = finished_audit(store, CHECKLIST, team="North", by="A17", case="LC-0")
        finish_second(store, begin_second(store, first, by="A23"))
        store.remember(auditor="A23")
    async with open_app(drawn, size=WIDE, settings=SETTINGS) as desk:
        shown = await desk.press("f", "v")
        assert "First: A17" in shown
        assert "without the first's answers" in shown
        assert "▸" in shown
        assert "▸" not in line_of(shown, "First  ")


async def test_nobody_sees_the_first_audit_while_they_read_the_file_again(
    drawn: Path, open_app: Open
) -> None:
    with Store.open(drawn) as store:
        first = finished_audit(store, CHECKLIST, team="North", by="A17", case="LC-0")
        begin_second(store, first, by="A23")
        store.remember(auditor="A23")
    async with open_app(drawn, size=WIDE, settings=SETTINGS) as desk:
        await desk.press("p", "enter")
        assert "A23 reads this file again" in await desk.press("enter")


async def test_what_somebody_else_had_open_is_not_opened_again(
    drawn: Path, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(drawn) as store:
        audit = store.begin_audit(CHECKLIST, case="LC-0", team="North", by="A17")
        store.remember(auditor="A17", open_audit=audit)
    async with open_app(drawn, settings=SETTINGS) as desk:
        assert "0/16" in await desk.settled()
    with Store.open(drawn) as store:
        store.remember(auditor="A17", open_audit=audit)
    monkeypatch.setenv("AUDITUI_AUDITOR", "L1")
    async with open_app(drawn, settings=SETTINGS) as desk:
        assert "Programme · L1" in await desk.settled()
