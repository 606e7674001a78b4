from __future__ import annotations

import csv
import io
import json
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditui import demo, places
from auditui.cli import printing
from auditui.core.audits.entries import AuditReopened, ConcernAnswered, ConcernRaised, NoteWritten
from auditui.report.table import Table, columns
from auditui.store import Store
from made import SHIPPED, shipped, small
from recorded import audit_of, finished_audit

from .conftest import Run


def test_version_and_help(run: Run) -> None:
    assert run("--version").out.startswith("auditui 0.")
    for short in ("-h", "--help"):
        ran = run(short)
        assert (ran.code, ran.err) == (0, "")
        assert "auditui demo" in ran.out


def test_every_command_that_help_lists_is_there_with_its_options(run: Run) -> None:
    def listed(*group: str) -> list[str]:
        _, _, commands = run(*group, "--help").out.partition("\nCommands:\n")
        return [line.split()[0] for line in commands.splitlines()]

    for name in listed():
        for command in listed(name) or [""]:
            ran = run(*filter(None, (name, command)), "--help")
            assert ran.code == 0
            assert "Arguments:" in ran.out or "Options:\n  -h, --help" not in ran.out, (name, command)


@pytest.mark.parametrize(
    "command", ["demo", "summary", "where", "audit new", "case import", "checklist show", "journal verify"]
)
def test_every_command_has_plain_help_with_an_example(run: Run, command: str) -> None:
    ran = run(*command.split(), "--help")
    assert ran.code == 0
    assert "╭" not in ran.out
    if command != "where":
        assert f"auditui {command}" in ran.out


def test_a_misspelt_command_names_the_nearest(run: Run) -> None:
    ran = run("sumary")
    assert ran.code == 2
    assert ran.out == ""
    assert "summary" in ran.err


def test_the_screens_need_a_terminal(run: Run, tmp_path: Path) -> None:
    ran = run("--store", tmp_path / "s.db")
    assert ran.code == 2
    assert "need a terminal" in ran.err
    assert not (tmp_path / "s.db").exists()


def test_where_says_what_decided(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDITUI_STORE", str(tmp_path / "x.db"))
    rows = {row["what"]: row for row in json.loads(run("where", "--format", "json").out)}
    assert rows["store"] == {
        "what": "store",
        "path": str(tmp_path / "x.db"),
        "decided_by": "AUDITUI_STORE",
        "exists": "no",
    }
    assert rows["made-up council"]["path"] != rows["store"]["path"]


def test_a_case_list_becomes_audits_and_a_summary(run: Run, tmp_path: Path) -> None:
    listed, store = tmp_path / "list.csv", tmp_path / "s.db"
    listed.write_text("Reference,Team,Age,Allocated Worker\n1042,North,17,Somebody\n,North,16,Somebody\n")
    ran = run("case", "import", listed, "--checklist", "pathway-plan", "--store", store)
    assert ran.code == 1  # the other row is kept
    assert (
        "sheet list, row 3, column Reference: A case reference is needed. It is the number the case system shows"
        in ran.err
    )
    assert "Left out, never stored: Allocated Worker" in ran.err
    assert "Somebody" not in ran.out + ran.err
    assert b"Somebody" not in store.read_bytes()
    assert [row["ref"] for row in json.loads(run("case", "list", "--store", store, "-f", "json").out)] == [
        "1042"
    ]

    begun = run("audit", "new", "pathway-plan", "1042", "--by", "a17", "--store", store)
    audit_id = begun.out.strip()
    assert (begun.code, len(audit_id)) == (0, 16)
    (line,) = json.loads(run("audit", "list", "--store", store, "--format", "json").out)
    assert (line["id"], line["team"], line["auditor"], line["state"]) == (audit_id, "North", "A17", "draft")
    assert json.loads(run("case", "list", "--store", store, "-f", "json").out) == []

    early = run("audit", "finish", audit_id[:6], "--judgement", "good", "--store", store)
    assert early.code == 2
    assert "16 items are unanswered" in early.err


def test_finish_reopen_and_what_the_summary_says(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    # Last month: a page that leaves is of months that are over.
    with Store.open(path, clock=lambda: datetime.now().astimezone() - timedelta(days=31)) as store:
        audit_id = finished_audit(store, shipped("pathway-plan"), team="North")
    (row,) = json.loads(run("summary", "--store", path, "--format", "json").out)
    assert (row["checklist"], row["audits"], row["met"], row["counted"]) == ("pathway-plan v2", 1, 16, 16)
    assert (
        run("audit", "reopen", audit_id, "--reason", "a wrong date", "--by", "A17", "--store", path).code == 0
    )
    (row,) = json.loads(run("summary", "--store", path, "--format", "json").out)
    assert (row["audits"], row["met"], row["counted"]) == (1, 16, 16), "it counts as it was last finished"
    page = run("summary", "--store", path, "--format", "md").out
    assert "under correction, counted as last finished" in page
    assert run("audit", "finish", audit_id, "--by", "A17", "--store", path).code == 0
    assert len(json.loads(run("summary", "--by", "item", "--store", path, "-f", "json").out)) == 16


def test_every_form_says_the_same(run: Run, made_up: Path) -> None:
    as_json = json.loads(run("summary", "--by", "team", "--store", made_up, "-f", "json").out)
    as_csv = list(
        csv.DictReader(io.StringIO(run("summary", "--by", "team", "--store", made_up, "-f", "csv").out))
    )
    assert [(row["team"], str(row["met"])) for row in as_json] == [
        (row["team"], row["met"]) for row in as_csv
    ]
    shared = json.loads(run("summary", "--by", "team", "--share", "--store", made_up, "-f", "json").out)
    for form, rows in (("table", as_json), ("md", shared)):
        shown = run("summary", "--by", "team", "--store", made_up, "-f", form).out
        open_rows = [row for row in rows if row["met"] is not None]
        assert open_rows
        assert all(f"{row['met']} of {row['counted']}" in shown for row in open_rows)


def test_a_made_up_council_is_called_so_on_stderr_and_leaves_data_clean(run: Run, made_up: Path) -> None:
    ran = run("audit", "list", "--store", made_up, "-f", "json")
    assert "Made-up council" in ran.err
    assert len(json.loads(ran.out)) == 44


def test_a_list_too_long_to_draw_goes_to_a_terminal_in_plain_columns_of_its_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    heads = columns("ref: Case | said: Said")
    for number in (1_000, 1_001):
        rows = tuple((f"C-{n}", "no clear change since the month before") for n in range(number))
        printing.show(Table(f"{number} cases", heads, rows), printing.Format.table)
        lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
        assert (lines[0].strip(), max(map(len, lines)) <= 40) == (f"{number} cases", True)
        assert any("─" in line for line in lines) is (number == 1_000)


def test_show_explains_the_sum(run: Run, made_up: Path) -> None:
    line = next(
        row
        for row in json.loads(
            run("audit", "list", "--state", "finished", "--store", made_up, "-f", "json").out
        )
    )
    ran = run("audit", "show", line["id"], "--store", made_up)
    assert ran.code == 0
    percent = re.search(r"= ([\d.]+) %\.", ran.err)
    assert percent is not None
    assert float(percent[1]) == pytest.approx(line["percent"], abs=0.1)
    assert "By its score:" in ran.err


def test_checklists_are_listed_shown_and_linted(run: Run, tmp_path: Path) -> None:
    assert {row["id"] for row in json.loads(run("checklist", "list", "-f", "json").out)} == set(SHIPPED)
    assert "took-part" not in run("checklist", "show", "strategy-discussion").out
    assert "Took part live" in run("checklist", "show", "strategy-discussion").out
    assert run("checklist", "lint").code == 0
    broken = tmp_path / "broken.toml"
    broken.write_text('id = "x"\nversoin = 1\n')
    ran = run("checklist", "lint", broken, "-f", "json")
    assert ran.code == 4
    problem = {"file": "broken.toml", "line": 2, "item": "", "level": "error"}
    assert problem | {"message": "unknown key 'versoin'; did you mean 'version'?"} in json.loads(ran.out)


def test_a_councils_own_checklist_overrides_nothing_silently(run: Run, own_home: Path) -> None:
    folder = own_home / "auditui" / "checklists"
    folder.mkdir(parents=True)
    text = (Path(__file__).parents[2] / "checklists" / "pathway-plan.toml").read_text()
    (folder / "ours.toml").write_text(text.replace("Pathway plans", "Our pathway plans"))
    ran = run("checklist", "list")
    assert ran.code == 0
    assert "both pathway-plan v2 and differ" in ran.err
    assert "Our pathway plans" not in ran.out
    ran = run("checklist", "show", "pathway-plan")
    assert (ran.code, "both pathway-plan v2 and differ" in ran.err) == (2, True)
    (folder / "ours.toml").write_text(
        text.replace("Pathway plans", "Our pathway plans").replace("version = 2", "version = 3")
    )
    assert "Our pathway plans" in run("checklist", "show", "pathway-plan", "-f", "md").out


def test_the_journal_is_proved_and_its_head_printed(run: Run, made_up: Path) -> None:
    head = json.loads(run("journal", "head", "--store", made_up, "-f", "json").out)[0]["head"]
    ran = run("journal", "verify", "--head", head, "--store", made_up)
    assert (ran.code, ran.out) == (0, "")
    assert "Intact" in ran.err
    with Store.open(made_up) as store:
        store.db.execute("UPDATE audits SET judgement = 'good'")
    ran = run("journal", "verify", "--store", made_up, "-f", "json")
    assert ran.code == 1
    assert json.loads(ran.out)[0]["entry"] == "table audits"
    assert run("journal", "rebuild", "--store", made_up).code == 0
    assert run("journal", "verify", "--store", made_up).code == 0


def test_demo_makes_the_same_council_from_the_same_seed(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("demo", "--audits", 30, "--seed", 5, "--no-ui", "--store", tmp_path / name).code == 0
    one, two = (run("audit", "list", "--store", tmp_path / name, "-f", "csv").out for name in ("one", "two"))
    assert one == two
    assert len(one.splitlines()) == 35


def test_without_a_store_the_made_up_council_is_named_where_there_is_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_data", lambda: tmp_path)
    monkeypatch.delenv("AUDITUI_STORE", raising=False)
    ran = run("summary")
    assert (ran.code, "made-up" in ran.err) == (3, False)
    assert run("demo", "--audits", 3, "--no-ui").code == 0
    ran = run("summary")
    assert ran.code == 3
    assert ran.err.endswith(f"the made-up council: --store {tmp_path / 'made-up-council.db'}\n")


def test_of_two_demos_at_once_on_one_path_the_later_finds_the_council_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, really = tmp_path / "m.db", demo._fill

    def slower(unfinished: Path, *given: Any) -> object:
        with monkeypatch.context() as other:
            other.setattr(demo, "_fill", really)
            demo.make(path, audits=2, seed=5, progress=lambda *_: None)
        return really(unfinished, *given)

    monkeypatch.setattr(demo, "_fill", slower)
    ran = run("demo", "--audits", 3, "--no-ui", "--store", path)
    assert (ran.code, "holds a made-up council already" in ran.err) == (0, True)
    assert [file.name for file in tmp_path.iterdir() if "m.db" in file.name] == ["m.db"]
    with Store.open(path) as store:
        assert (store.number_of_audits(states=("finished",)), store.verify()) == (2, [])


def test_demo_never_touches_another_store(run: Run, tmp_path: Path) -> None:
    with Store.open(tmp_path / "mine.db"):
        pass
    ran = run("demo", "--no-ui", "--store", tmp_path / "mine.db")
    assert ran.code == 3
    assert "not a made-up council" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("summary", "--store", "none.db"), 3, "There is no store at"),
        (("summary", "--by", "moon", "--store", "s.db"), 2, "no grouping 'moon'"),
        (("summary", "--since", "2026", "--store", "s.db"), 2, "takes a month such as 2026-04"),
        (("audit", "show", "zz", "--store", "s.db"), 2, "There is no audit 'zz'"),
        (
            ("audit", "new", "path-plan", "1", "--by", "A1", "--store", "s.db"),
            2,
            "There is no checklist 'path-plan'",
        ),
        (
            ("audit", "new", "pathway-plan", "1", "--team", "N", "--by", "Maria", "--store", "s.db"),
            2,
            "Never a name",
        ),
        (("audit", "new", "pathway-plan", "1", "--by", "A1", "--store", "s.db"), 2, "Which team"),
        (("audit", "new", "pathway-plan", "1", "--team", "N", "--store", "s.db"), 2, "Whose work is this?"),
        (("case", "import", "gone.xlsx", "--store", "s.db"), 2, "gone.xlsx cannot be read"),
        (("case", "import", "letter.txt", "--store", "s.db"), 2, "holds no case list"),
        (("audit", "list", "--store", "letter.txt"), 3, "is not a SQLite file"),
        (("checklist", "show", "nothing.toml"), 2, "nothing.toml cannot be read"),
        (("journal", "verify", "--head", "x", "--store", "s.db"), 2, "That is no journal head"),
        (("summary", "--since", "2026-0²", "--store", "s.db"), 2, "takes a month such as 2026-04"),
        (
            ("audit", "new", "pathway-plan", "1", "--team", "N\x1b[2J", "--by", "A1", "--store", "s.db"),
            2,
            "cannot be seen",
        ),
        (
            (
                "audit",
                "new",
                "pathway-plan",
                "1",
                "--team",
                "N",
                "--event",
                "soon",
                "--by",
                "A1",
                "--store",
                "s.db",
            ),
            2,
            "Not a date",
        ),
        (("audit", "list", "--state", "lost", "--store", "s.db"), 2, "--state is one of"),
    ],
)
def test_every_mistake_is_one_line_and_its_exit_code(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open(tmp_path / "s.db").close()
    (tmp_path / "letter.txt").write_text("Dear all, about case 4711, Maria said that it will not do\n")
    ran = run(*arguments)
    assert ran.code == code
    assert ran.out == ""
    assert words in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert "4711" not in ran.err
    messages = [line for line in ran.err.splitlines() if line and not line.startswith(("Usage", "Try"))]
    assert len(messages) == 1 or messages[0].startswith("Error: Invalid value")


def test_an_unexpected_error_tells_a_type_and_a_place_and_no_text(
    run: Run, made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("the child's name")

    monkeypatch.setattr("auditui.figures.grouping.count", broken)
    ran = run("summary", "--store", made_up)
    assert ran.code == 70
    assert "KeyError at test_commands.py" in ran.err
    assert "child's name" not in ran.err


def test_a_list_of_which_nothing_is_kept_ends_with_findings(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Reference,Team,Event date\nJane Doe,North,2026-03-02\n")
    ran = run("case", "import", listed, "--store", tmp_path / "s.db")
    assert (ran.code, "Nothing was kept" in ran.err) == (1, True)
    listed.write_text("Reference,Team,Event date\nC-1,North,2026-03-02\n")
    assert run("case", "import", listed, "--store", tmp_path / "s.db").code == 0
    listed.write_text("Name,Team\nJane Doe,North\n")
    ran = run("case", "import", listed, "--store", tmp_path / "s.db")
    assert (ran.code, "auditui case headings prints those" in ran.err) == (2, True)


def test_an_audit_is_shown_with_its_concerns_and_closing_texts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit = audit_of(store, small())
        store.record(NoteWritten(audit, "strength", "The child was seen alone"), by="A17")
        store.record(ConcernRaised("c1", audit, "Not safe tonight", "duty", "not yet", ""), by="A17")
    ran = run("audit", "show", "C-1", "--store", path)
    said = ran.err
    assert (
        "Immediate concern: Not safe tonight. Told: duty, not yet; raised by A17. Not answered yet." in said
    )
    assert re.search(r"^What went well +The child was seen alone$", ran.out, re.MULTILINE)
    rows = json.loads(run("audit", "show", audit, "--store", path, "-f", "json").out)
    assert (rows[-1]["title"], rows[-1]["comment"]) == ("What went well", "The child was seen alone")
    with Store.open(path) as store:
        store.record(ConcernAnswered("w1", audit, "Visited", "c1"), by="A31")
    assert "Answered by A31: Visited" in run("audit", "show", audit, "--store", path).err


def test_a_reason_can_be_read_from_a_pipe_so_that_no_list_of_processes_shows_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        audit_id = finished_audit(store, shipped("pathway-plan"), team="North")
    monkeypatch.setattr(sys, "stdin", io.StringIO("the wrong child\n"))
    assert run("audit", "reopen", audit_id, "--reason", "-", "--by", "A17", "--store", path).code == 0
    with Store.open(path) as store:
        assert store.history(audit_id)[-1].entry == AuditReopened(audit_id, "the wrong child")


def test_a_store_that_others_can_read_is_said_to_be_by_verify(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store.open(path).close()
    assert "chmod 600" not in run("journal", "verify", "--store", path).err
    path.chmod(0o644)
    verified = run("journal", "verify", "--store", path)
    assert verified.code == 0
    assert f"Others on this computer can read the file or change it: chmod 600 {path}" in verified.err


def test_a_statutory_period_is_counted_both_ways_with_the_days_passed_over(run: Run) -> None:
    after = run("days", "2018-12-18", 70)
    assert after.out == "2019-03-29\n"
    assert "Tuesday 2018-12-25, Christmas Day" in after.err
    assert "the day after is day 1" in after.err
    itself = run("days", "18/12/2018", 70, "--counting", "from", "--stated", "2019-03-29")
    assert itself.out == "2019-03-28\n"
    assert "The stated day, Friday 2019-03-29, is 1 working day later." in itself.err
    assert run("days", "tomorrow-ish", 3).code == 2


def test_a_case_list_that_was_read_in_before_is_said_to_be(run: Run, tmp_path: Path) -> None:
    listed, store = tmp_path / "list.csv", tmp_path / "s.db"
    listed.write_text("Reference,Team\nCW-1,North\n")
    given = ("case", "import", listed, "--checklist", "pathway-plan", "--store", store)
    assert "already" not in run(*given, "--dry-run").err
    assert "already" not in run(*given).err
    for again in ((*given, "--dry-run"), given):
        ran = run(*again)
        assert ran.code == 0
        assert "It was read in on " in ran.err
    assert len(run("case", "list", "--format", "csv", "--store", store).out.splitlines()) == 2
    listed.write_text("Reference,Team\nCW-2,North\n")
    assert "already" not in run(*given).err


def test_a_case_reference_can_be_typed_where_no_list_of_processes_shows_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "s.db"
    monkeypatch.setattr("sys.stdin", io.StringIO("LC-1\nLC-1\nLC-1\n"))
    given = ("--by", "A17", "--store", store)
    assert run("audit", "new", "pathway-plan", "-", "--team", "North", *given).code == 0
    assert run("hold", "add", "-", "--reason-code", "LEG-1", *given).code == 0
    assert run("hold", "release", "-", "--reason-code", "LEG-2", *given).code == 0
    with Store.open(store) as opened:
        assert [line.case for line in opened.audits()] == ["LC-1"]
        assert [hold.case for hold in opened.holds()] == ["LC-1"]
