"""The month's programme at the command line: what is owed, who was asked, deadlines, and the calendar of due days."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from auditui.core import working_days
from auditui.core.audits.entries import CaseListed, FrameImported
from auditui.core.audits.samples import SampleDrawn, WorkGiven
from auditui.core.errors import AuditError
from auditui.core.settings import Auditor, parse
from auditui.report.calendar import Due, as_ics
from auditui.report.programme import Programme, page, programme
from auditui.store import Store, begin_second
from desks import Clock, holding, tables
from desks import rows as journal_rows
from made import shipped
from recorded import finished_audit

from .conftest import Run

CHECKLIST = shipped("strategy-discussion")
PATHWAY = shipped("pathway-plan")
THEMES = {checklist.id: checklist.theme for checklist in (CHECKLIST, PATHWAY)}
MONDAY = date(2026, 12, 21)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four cases drawn of two checklists: A17 has one that is begun, A23 two, and one is nobody's."""
    path = tmp_path / "s.db"
    with Store.open(path, clock=Clock()) as store:
        cases = [CaseListed(f"k{n}", "f", f"LC-{n}", "", ("North", "South")[n % 2]) for n in range(4)]
        store.record(FrameImported("f", "list", "", "0", "2026-03-20", 4, 4, 0), *cases, by="A17")
        for name, checklist, drawn in (("s1", CHECKLIST, ("k0", "k1", "k2")), ("s2", PATHWAY, ("k3",))):
            store.record(SampleDrawn(name, checklist.id, "7", drawn, drawn, {}, {"all": 3}), by="A17")
        store.record(
            WorkGiven("w0", "s1", "k0", "A17", "2026-12-18"),
            WorkGiven("w1", "s1", "k1", "A23", "2026-12-11"),
            WorkGiven("w2", "s1", "k2", "A23"),
            by="A17",
        )
        store.begin_audit(CHECKLIST, case="LC-0", team="North", by="A17")
    return path


def rows(run: Run, *arguments: object) -> list[dict[str, str]]:
    ran = run(*arguments, "-f", "csv")
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def of(path: Path, today: date, closed: frozenset[date] = frozenset()) -> Programme:
    with Store.open(path) as store:
        auditors = (Auditor("A17"), Auditor("A31"), Auditor("L1", most=0, role="lead"))
        return Programme(store.sample_cases(), auditors, THEMES, today, closed, store.deadlines())


def test_what_is_due_first_stands_on_top_and_what_has_no_day_at_the_end(run: Run, path: Path) -> None:
    owed = rows(run, "programme", "--by", "case", "--store", path)
    assert [(row["ref"], row["auditor"], row["state"]) for row in owed] == [
        ("LC-1", "A23", "waiting"),
        ("LC-0", "A17", "begun"),
        ("LC-2", "A23", "waiting"),
        ("LC-3", "", "waiting"),
    ]
    mine = rows(run, "programme", "--by", "case", "--auditor", "a23", "--store", path)
    assert [row["ref"] for row in mine] == ["LC-1", "LC-2"]


def test_late_is_counted_in_working_days_without_days_the_council_is_closed(path: Path) -> None:
    late = {row[2]: row[1] for row in programme(of(path, MONDAY), "case").rows}
    assert late == {"LC-0": 1, "LC-1": 6, "LC-2": None, "LC-3": None}
    saturday = {row[2]: row[1] for row in programme(of(path, date(2026, 12, 19)), "case").rows}
    assert saturday["LC-0"] is None, "a case due on Friday is not late on Saturday"
    closed = frozenset((MONDAY, date(2026, 12, 15)))
    assert {row[2]: row[1] for row in programme(of(path, MONDAY, closed), "case").rows}["LC-1"] == 4


def test_the_programme_is_seen_by_auditor_month_team_and_theme_with_the_oldest_of_each(path: Path) -> None:
    work = of(path, MONDAY)
    by = {
        name: {row[0]: row[1:] for row in programme(work, name).rows}
        for name in ("auditor", "month", "team", "theme")
    }
    assert {code: row[:6] for code, row in by["auditor"].items()} == {
        "A17": (1, 0, 1, 0, 0, 1),
        "A23": (2, 2, 0, 0, 0, 1),
        "A31": (0, 0, 0, 0, 0, 0),
        "nobody yet": (1, 1, 0, 0, 0, 0),
    }
    assert by["auditor"]["A31"][8] == "nothing to do"
    assert "L1" not in by["auditor"], "who is to have no cases does not lack any"
    assert {month: row[0] for month, row in by["month"].items()} == {"2026-12": 2, "no day given": 2}
    assert set(by["theme"]) == {"Health in strategy discussions", "Pathway planning in case records"}
    assert by["team"]["South"][9] == "LC-1", "the oldest of the team"
    with pytest.raises(AuditError, match="auditor, checklist, theme, team, month, case"):
        programme(work, "colour")


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_the_page_holds_every_view_and_says_that_it_is_for_the_team(
    run: Run, path: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"programme.{form}"
    ran = run("programme", "--out", out, "--store", path)
    assert ran.code == 0, ran.err
    assert out.stat().st_size > 1_000
    if form == "md":
        text = out.read_text("utf-8")
        for words in (
            "not to be passed on",
            "By auditor",
            "By the month",
            "By team",
            "By theme",
            "LC-3",
            "4 cases still owed",
        ):
            assert words in text


def test_a_finished_case_is_done_and_no_longer_owed(path: Path) -> None:
    with Store.open(path) as store:
        finished_audit(store, PATHWAY, case="LC-3", team="South")
    work = of(path, MONDAY)
    assert [case.ref for case in work.owed] == ["LC-1", "LC-0", "LC-2"]
    assert "3 cases still owed, 2 of them late and 0 nobody's yet; 1 done." in str(page(work).blocks[1])


def test_who_was_asked_is_noted_with_its_day_and_the_line_to_send_is_printed(run: Run, path: Path) -> None:
    ran = run("sample", "chase", "s1", "LC-1", "--by", "A17", "--store", path)
    assert ran.out == (
        "A23: the audit of LC-1 (strategy-discussion, due 2026-12-11) is not begun yet."
        " How far is it, and is anything in the way?\n"
    )
    asked = {row["ref"]: row["chased"] for row in rows(run, "programme", "--by", "case", "--store", path)}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", asked["LC-1"])
    assert not asked["LC-0"]
    assert run("sample", "give", "s1", "LC-1", "A31", "--by", "A17", "--store", path).code == 0
    asked = {row["ref"]: row["chased"] for row in rows(run, "programme", "--by", "case", "--store", path)}
    assert not asked["LC-1"], "its new auditor was not asked"


def test_nobody_is_asked_after_what_is_nobodys_or_done(run: Run, path: Path) -> None:
    nobody = run("sample", "chase", "s2", "LC-3", "--by", "A17", "--store", path)
    assert (nobody.code, "nobody's yet" in nobody.err, nobody.out) == (2, True, "")
    with Store.open(path) as store:
        finished_audit(store, PATHWAY, case="LC-3", team="South")
    done = run("sample", "chase", "s2", "LC-3", "--by", "A17", "--store", path)
    assert (done.code, "LC-3 is finished" in done.err) == (2, True)


@pytest.fixture
def _closing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.toml").write_text(
        'closing_days = ["2026-12-24", "2026-12-29 to 2026-12-31"]', "utf-8"
    )
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))


@pytest.mark.usefixtures("_closing")
def test_a_due_day_in_working_days_passes_over_closing_days_and_a_regulation_does_not(
    run: Run, path: Path
) -> None:
    assert run("days", "2026-12-23", 2).out == "2026-12-29\n"
    local = run("days", "2026-12-23", 2, "--closing")
    assert local.out == "2027-01-05\n", "neither 24 nor 29 to 31 December; 25, 28 and 1 January are holidays"
    assert "Thursday 2026-12-24; Tuesday 2026-12-29; Wednesday 2026-12-30; Thursday 2026-12-31" in local.err
    given = run("sample", "give", "s2", "LC-3", "A23", "--in", 3, "--by", "A17", "--store", path)
    today = datetime.now().astimezone().date()
    closed = parse('closing_days = ["2026-12-24", "2026-12-29 to 2026-12-31"]', "x").closed
    assert working_days.add(today, 3, closed=closed).isoformat() in given.err
    both = run(
        "sample",
        "give",
        "s2",
        "LC-3",
        "A23",
        "--in",
        3,
        "--due",
        "2027-01-08",
        "--by",
        "A17",
        "--store",
        path,
    )
    assert both.code == 2


@pytest.mark.parametrize(
    "days",
    ['["24 December"]', '["2026-12-31 to 2026-12-24"]', '["2020-01-01 to 2030-01-01"]', '["2026-12-24 to "]'],
)
def test_closing_days_that_are_none_are_said_at_the_start(days: str) -> None:
    with pytest.raises(AuditError, match="no day or range"):
        parse(f"closing_days = {days}", "x")


def test_a_stated_deadline_is_kept_beside_the_computed_one_and_taken_back(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "d.db"
    kept = run(
        *("days", "2018-12-18", 70, "--counting", "after", "--stated", "28/3/2019"),
        *("--keep", "Statement of action", "--by", "A17", "--store", store),
    )
    assert (kept.code, kept.out) == (0, "2019-03-29\n")
    (row,) = rows(run, "days", "--store", store)
    assert (row["what"], row["computed"], row["stated"], row["apart"]) == (
        *("Statement of action", "2019-03-29"),
        *("2019-03-28", "1 working day earlier"),
    )
    assert run("days", "--take-back", row["id"][:6], "--by", "A17", "--store", store).code == 0
    assert rows(run, "days", "--store", store) == []
    assert run("days", "2018-12-18", 70, "--keep", "x", "--by", "A17", "--store", store).code == 2
    long = run(
        "days", "2018-12-18", 70, "--stated", "28/3/2019", "--keep", "x" * 61, "--by", "A17", "--store", store
    )
    assert (long.code, "60 characters" in long.err) == (2, True)


def unfolded(text: str) -> list[tuple[str, str]]:
    """Names with their parameters, and values, as RFC 5545 says they are read: an own reader, after its sections 3.1 and 3.3.11."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    whole = raw.replace(b"\r\n ", b"").decode()
    pairs = [line.partition(":")[::2] for line in whole.split("\r\n")[:-1]]
    return [
        (name, re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)) for name, value in pairs
    ]


def test_the_calendar_of_one_auditor_names_case_and_checklist_and_nothing_more(
    run: Run, path: Path, tmp_path: Path
) -> None:
    run(
        *(
            "days",
            "2018-12-18",
            70,
            "--stated",
            "28/3/2019",
            "--keep",
            "Statement",
            "--by",
            "A17",
            "--store",
            path,
        )
    )
    mine = unfolded(run("programme", "--auditor", "A23", "--calendar", "--store", path).out)
    assert [value for name, value in mine if name == "SUMMARY"] == ["audit LC-1 (strategy-discussion)"]
    out = tmp_path / "all.ics"
    assert run("programme", "--calendar", "--out", out, "--store", path).code == 0
    everybody = unfolded(out.read_bytes().decode())
    assert [value for name, value in everybody if name == "SUMMARY"] == [
        "Statement",
        "A23: audit LC-1 (strategy-discussion)",
        "A17: audit LC-0 (strategy-discussion)",
    ]
    assert "North" not in out.read_text("utf-8")


def test_a_due_day_that_moves_keeps_its_uid_and_the_same_days_give_the_same_bytes(
    run: Run, path: Path
) -> None:
    ics = ("programme", "--auditor", "A23", "--calendar", "--store", path)
    first = run(*ics).out
    assert run(*ics).out == first
    run("sample", "give", "s1", "LC-1", "A23", "--due", "2027-01-08", "--by", "A17", "--store", path)
    moved = dict(unfolded(run(*ics).out))
    before = dict(unfolded(first))
    assert moved["UID"] == before["UID"] == "s1.k1@auditui"
    assert (before["DTSTART;VALUE=DATE"], moved["DTSTART;VALUE=DATE"]) == ("20261211", "20270108")
    assert moved["DTSTAMP"] > before["DTSTAMP"], "so that a calendar takes the newer"
    assert moved["DTEND;VALUE=DATE"] == "20270109", "the day after: the end is not in it"


def test_long_and_strange_words_are_folded_within_75_octets_and_escaped() -> None:
    words = "Antwort; Rückfrage, C\\D – " + "äöü€" * 40
    ics = as_ics([Due("u", MONDAY, words, "2026-11-25T04:27:25.123Z")])
    assert dict(unfolded(ics))["SUMMARY"] == words
    assert dict(unfolded(ics))["DTSTAMP"] == "20261125T042725Z"
    broken = as_ics([Due("u", MONDAY, "a\r\nBEGIN:VALARM", "2026-11-25T04:27:25.123Z")])
    assert "\nBEGIN:VALARM" not in broken.replace("\r\n", "\n"), "no text begins a line of its own"


def test_who_was_asked_and_what_was_stated_arrive_in_any_order_with_the_same_tables(
    run: Run, path: Path, tmp_path: Path
) -> None:
    run("sample", "chase", "s1", "LC-1", "--by", "A17", "--store", path)
    for name in ("first", "second"):
        run(
            *(
                "days",
                "2018-12-18",
                70,
                "--stated",
                "28/3/2019",
                "--keep",
                name,
                "--by",
                "A17",
                "--store",
                path,
            )
        )
    (first, _) = rows(run, "days", "--store", path)
    run("days", "--take-back", first["id"], "--by", "A17", "--store", path)
    with Store.open(path) as store:
        entries, expected = journal_rows(store), tables(store)
        assert [kept.what for kept in store.deadlines()] == ["second"]
    for n, order in enumerate((entries, entries[::-1])):
        with holding(tmp_path / f"{n}.db", [[row] for row in order]) as store:
            assert tables(store) == expected


def test_the_name_of_a_kept_deadline_is_watched_for_people(run: Run, path: Path) -> None:
    counted = ("days", "2018-12-18", 70, "--stated", "28/3/2019", "--by", "A17", "--store", path)
    assert "looks like a person" in run(*counted, "--keep", "Reply to Sarah Jones").err
    assert "looks like a person" not in run(*counted, "--keep", "Statement of action").err
    with Store.open(path) as store:
        assert len(store.deadlines()) == 2, "nothing is held back for it"


def test_the_page_says_of_which_journal_it_is_and_when_it_was_printed(run: Run, path: Path) -> None:
    ran = run("programme", "--format", "md", "--store", path)
    assert re.search(r"Journal head: .+ Printed on \d{4}-\d\d-\d\d by auditui", ran.out)


def test_what_is_done_awaits_its_second_audit_until_that_is_finished(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        first = finished_audit(store, CHECKLIST, team="South", by="A23", case="LC-1")
        assert owed_second(run, path) == {"A23": "0"}
        begin_second(store, first, by="A31")
    assert owed_second(run, path) == {"A23": "1"}


def owed_second(run: Run, path: Path) -> dict[str, str]:
    by_auditor = rows(run, "programme", "--auditor", "A23", "--store", path)
    return {row["group"]: row["awaiting_second"] for row in by_auditor}


def test_what_comes_in_for_a_case_of_the_same_team_is_the_same_auditors(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "teams.db"
    with Store.open(path) as store:
        cases = [CaseListed(f"k{n}", "f", f"LC-{n}", "", "North" if n < 3 else "South") for n in range(4)]
        store.record(FrameImported("f", "list", "", "0", "2026-03-20", 4, 4, 0), *cases, by="A17")
        ids = ("k0", "k1", "k2", "k3")
        store.record(SampleDrawn("s1", CHECKLIST.id, "7", ids, ("k0", "k3"), {}, {"all": 2}), by="A17")
        given = (
            WorkGiven("w0", "s1", "k0", "A23", "2026-12-18"),
            WorkGiven("w1", "s1", "k3", "A31", "2026-12-18"),
        )
        store.record(*given, by="A17")
    for case in ("LC-0", "LC-3"):
        ran = run("sample", "replace", "last", case, "--reason", "court", "--by", "A17", "--store", path)
        assert ran.code == 0, ran.err
    with Store.open(path) as store:
        came_in = [(case.auditor, case.due) for case in store.sample_cases() if case.instead]
    assert came_in == [("A23", "2026-12-18"), ("", "")], "one of another team may be of that auditor's own"
