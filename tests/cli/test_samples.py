"""Samples at the command line: a draw that a shell repeats, replacements, and what each page says it rests on."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import pytest

from auditui.core import retention
from auditui.core.audits.amendments import ActionDropped, AuditWithdrawn
from auditui.core.audits.entries import (
    ActionAdded,
    CaseListed,
    ChecklistPublished,
    FrameImported,
)
from auditui.core.audits.samples import CaseReplaced
from auditui.core.checklists.checklist import as_data
from auditui.core.eligibility import Eligibility
from auditui.core.errors import AuditError
from auditui.figures.releases import Release
from auditui.report.sharing import of_drawn
from auditui.store import Store, purging
from auditui.store.samples import DrawnAudits
from desks import Clock
from made import shipped, small
from recorded import finished_audit

from .conftest import Run

CHECKLIST = shipped("strategy-discussion")
SCRIPT = re.findall(
    r"```sh\n(seed=.*?)```", (Path(__file__).parents[2] / "docs" / "samples.md").read_text("utf-8"), re.DOTALL
)[0]
TEAMS = ("North", "Élan & Söhne", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a list of 30 discussions, one child having two of one day's difference."""
    path = tmp_path / "s.db"
    with Store.open(path, clock=Clock()) as store:
        cases = [
            CaseListed(f"k{n}", "f", f"LC {n // 2}", f"2026-03-{n % 2 + 1:02}", TEAMS[n % 3])
            for n in range(30)
        ]
        listed = FrameImported("f", "List 5", CHECKLIST.theme, "0", "2026-03-20", 30, 30, 0)
        store.record(listed, *cases, by="A17")
    return path


def drawn(run: Run, path: Path, *options: object) -> list[dict[str, str]]:
    ran = run(
        "sample",
        *("draw", CHECKLIST.id, *options, "--by", "A17", "--format", "csv", "--store", path),
    )
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize("options", [(), ("--by-group", "team"), ("--by-group", "team", "--equal")])
def test_the_script_of_the_docs_draws_the_same_cases(
    run: Run, path: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    cases = drawn(run, path, "--size", 7, "--seed", "07 12 23", *options)
    proof = run("sample", "show", cases[0]["sample"], "--proof", "--store", path)
    (tmp_path / "again.sh").write_text(SCRIPT, "utf-8")
    again = subprocess.run(
        ["sh", tmp_path / "again.sh", "07 12 23"],
        input=proof.out,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert again.stdout.splitlines() == [case["unit"] for case in cases]
    assert len(cases) == 7
    assert "Seed: 07 12 23" in proof.err


def test_a_replacement_is_the_next_ticket_and_its_reason_is_printed(run: Run, path: Path) -> None:
    cases = drawn(run, path, "--size", 4, "--seed", "s")
    longer = [case["unit"] for case in drawn(run, path, "--size", 20, "--seed", "s")]
    sample, out = cases[0]["sample"], cases[0]["unit"]
    ran = run("sample", "replace", sample, out, "--reason", "no-access", "--by", "A17", "--store", path)
    assert ran.code == 0, ran.err
    page = run("sample", "show", sample, "--store", path)
    assert f"{out} is replaced by {longer[0]}." in ran.err, "the second draw holds what the first left"
    assert "1 replaced (the file is closed to us, 1)" in page.err
    assert "in place of another" in page.out
    again = run("sample", "replace", sample, out, "--reason", "no-access", "--by", "A17", "--store", path)
    assert (again.code, "not in the sample, or was replaced" in again.err) == (2, True)


def test_a_reason_in_words_of_ones_own_is_refused(run: Run, path: Path) -> None:
    case = drawn(run, path, "--size", 1)[0]
    ran = run(
        "sample",
        "replace",
        case["sample"],
        case["unit"],
        "--reason",
        "Ann is ill",
        "--store",
        path,
        "--by",
        "A17",
    )
    assert ran.code == 2
    assert "no-access" in ran.err
    assert "Ann" not in ran.err


def test_a_child_with_two_events_is_named_by_date(run: Run, path: Path) -> None:
    case = drawn(run, path, "--size", 30)[0]
    bare = run("sample", "give", case["sample"], case["ref"], "A23", "--by", "A17", "--store", path)
    assert bare.code == 2
    assert case["unit"] in bare.err
    given = run(
        "sample",
        "give",
        case["sample"],
        case["unit"],
        "A23",
        "--due",
        "18 dec 2026",
        "--by",
        "A17",
        "--store",
        path,
    )
    assert given.code == 0
    rows = csv.DictReader(
        io.StringIO(run("sample", "show", case["sample"], "-f", "csv", "--store", path).out)
    )
    assert [(row["unit"], row["due"]) for row in rows if row["auditor"] == "A23"] == [
        (case["unit"], "2026-12-18")
    ]


def test_a_case_whose_audit_has_begun_is_not_replaced(run: Run, path: Path) -> None:
    case = drawn(run, path, "--size", 1)[0]
    replace = ("sample", "replace", case["sample"], case["unit"], "--reason", "no-access", "--by", "A17")
    with Store.open(path) as store:
        audit = store.begin_audit(CHECKLIST, case=case["ref"], event=case["event"], team="North", by="A23")
        replaced = CaseReplaced("r", case["sample"], store.sample_cases()[0].case, "no-access")
        with pytest.raises(AuditError, match="not waiting in the sample"):
            store.record(replaced, by="A17")
    ran = run(*replace, "--store", path)
    assert (ran.code, "its audit has begun" in ran.err, audit[:8] in ran.err) == (2, True, True)
    with Store.open(path) as store:
        store.record(AuditWithdrawn(audit, "closed to us"), by="A23")
    assert run(*replace, "--store", path).code == 0


@pytest.mark.usefixtures("_auditors")
def test_a_team_spelt_in_two_ways_is_one_group_and_still_the_auditors_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    with Store.open(path) as store:
        listed = FrameImported("f", "List 5", CHECKLIST.theme, "0", "2026-03-20", 9, 9, 0)
        spelt = ("North", "north ", "South")
        store.record(
            listed, *(CaseListed(f"k{n}", "f", f"C-{n}", "", spelt[n % 3]) for n in range(9)), by="A17"
        )
    ran = run(
        *("sample", "draw", CHECKLIST.id, "--size", 6, "--by-group", "team", "--seed", "s"),
        *("--by", "A17", "-f", "csv", "--store", path),
    )
    cases = list(csv.DictReader(io.StringIO(ran.out)))
    assert "North: 4 of 6" in ran.err
    given = run("sample", "allocate", cases[0]["sample"], "--by", "A17", "-f", "csv", "--store", path)
    rows = list(csv.DictReader(io.StringIO(given.out)))
    assert not [row for row in rows if row["auditor"] == "A17" and row["team"].lower().strip() == "north"]
    proof = run("sample", "show", cases[0]["sample"], "--proof", "--store", path).out
    assert {line.split("\t")[0] for line in proof.splitlines()} == {"North", "South"}


def test_a_named_seed_is_used_once_and_says_when_it_was_named(run: Run, path: Path, tmp_path: Path) -> None:
    run("sample", "seed", "07 12", "--from", "lottery", "--by", "A17", "--store", path)
    first = run("sample", "draw", CHECKLIST.id, "--size", 2, "--by", "A17", "--store", path)
    assert "seed 07 12, named after the list was imported (lottery)" in first.err
    second = run("sample", "draw", CHECKLIST.id, "--size", 2, "--by", "A17", "--store", path)
    assert "made with the draw" in second.err

    early = tmp_path / "early.db"
    assert run("sample", "seed", "07 12", "--from", "lottery", "--by", "A17", "--store", early).code == 0
    with Store.open(early) as store:
        listed = FrameImported("f", "List 5", CHECKLIST.theme, "0", "2026-03-20", 1, 1, 0)
        store.record(listed, CaseListed("k", "f", "C-1"), by="A17")
    drawn_early = run("sample", "draw", CHECKLIST.id, "--size", 1, "--by", "A17", "--store", early)
    assert "named before the list was imported" in drawn_early.err


def test_the_work_on_a_sample_is_followed_from_waiting_to_finished(run: Run, path: Path) -> None:
    case = drawn(run, path, "--size", 3)[0]
    with Store.open(path) as store:
        store.begin_audit(CHECKLIST, case=case["ref"], event=case["event"], team="North", by="A23")
        other = small()
        store.begin_audit(other, case=case["ref"], event=case["event"], team="North", by="A23")
    page = run("sample", "show", case["sample"], "-f", "csv", "--store", path)
    states = {row["unit"]: row["state"] for row in csv.DictReader(io.StringIO(page.out))}
    assert states[case["unit"]] == "begun"
    assert sorted(states.values()) == ["begun", "waiting", "waiting"]


def test_a_withdrawn_audit_leaves_its_case_owed_and_to_be_drawn(run: Run, path: Path) -> None:
    case = drawn(run, path, "--size", 1)[0]
    with Store.open(path) as store:
        wrong = store.begin_audit(CHECKLIST, case=case["ref"], event=case["event"], team="North", by="A23")
        store.record(AuditWithdrawn(wrong, "begun in error"), by="A23")
    page = run("sample", "show", case["sample"], "-f", "csv", "--store", path)
    assert [row["state"] for row in csv.DictReader(io.StringIO(page.out))] == ["waiting"]
    with Store.open(path) as store:
        right = store.begin_audit(CHECKLIST, case=case["ref"], event=case["event"], team="North", by="A23")
    page = run("sample", "show", case["sample"], "-f", "csv", "--store", path)
    assert [row["audit"] for row in csv.DictReader(io.StringIO(page.out))] == [right]
    with Store.open(path) as store:
        store.record(AuditWithdrawn(right, "the wrong child"), by="A23")
        store.record(
            *(CaseReplaced("r", case["sample"], store.sample_cases()[0].case, "no-access"),), by="A17"
        )
        frame = store.frame(CHECKLIST.theme, Eligibility(CHECKLIST.id), "2020-01-01")
    assert not [one for one in frame if one.excluded], "nobody's audit stands, and no sample holds it"


def test_a_named_seed_says_nothing_of_a_list_that_is_erased(run: Run, path: Path) -> None:
    run("sample", "seed", "07 12", "--from", "lottery", "--by", "A17", "--store", path)
    case = drawn(run, path, "--size", 1)[0]
    with Store.open(path) as store:
        purging.purge(store, retention.about_case(case["ref"]), by="A17")
    page = run("sample", "show", case["sample"], "--store", path)
    assert "after the list was imported" not in page.err
    assert "which is erased" in page.err


def test_what_an_earlier_sample_holds_is_not_drawn_again(run: Run, path: Path) -> None:
    first = {case["unit"] for case in drawn(run, path, "--size", 10)}
    ran = run("sample", "draw", CHECKLIST.id, "--size", 30, "--by", "A17", "-f", "csv", "--store", path)
    second = {row["unit"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert len(second) == 20
    assert not first & second
    assert "10 cases left out: drawn before, and still owed" in ran.err


def test_a_dry_run_counts_and_draws_nothing(run: Run, path: Path) -> None:
    ran = run("sample", "draw", CHECKLIST.id, "--within", 10, "--dry-run", "--store", path)
    assert (ran.code, ran.out) == (0, "")
    assert "30 cases on the newest lists, 30 eligible" in ran.err
    assert "LC" not in ran.err, "nobody tries seeds"
    assert run("sample", "list", "-f", "csv", "--store", path).out.count("\n") == 1


def test_a_purged_case_keeps_its_place_and_loses_its_name(run: Run, path: Path) -> None:
    cases = drawn(run, path, "--size", 30)
    with Store.open(path) as store:
        purging.purge(store, retention.about_case(cases[0]["ref"]), by="A17")
    page = run("sample", "show", cases[0]["sample"], "-f", "csv", "--store", path)
    assert page.out.count("erased") == 2, "the child had two events"
    assert f"{cases[0]['ref']}@" not in page.out
    proof = run("sample", "show", cases[0]["sample"], "--proof", "--store", path)
    assert "2 of the cases it was drawn from are erased" in proof.err


def test_nothing_to_draw_from_says_what_to_do(run: Run, tmp_path: Path) -> None:
    with Store.open(tmp_path / "none.db"):
        pass
    ran = run("sample", "draw", CHECKLIST.id, "--size", 3, "--by", "A17", "--store", tmp_path / "none.db")
    assert ran.code == 2
    assert "No case is eligible" in ran.err
    assert "sample draw" in run("sample", "list", "--store", tmp_path / "none.db").err


SETTINGS = """
[[auditors]]
code = "A17"
team = "North"
[[auditors]]
code = "A23"
most = 30
[[auditors]]
code = "A31"
"""


@pytest.fixture
def _auditors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))


@pytest.mark.usefixtures("_auditors")
def test_work_is_given_to_nobody_of_the_cases_own_team_and_the_programme_shows_it(
    run: Run, path: Path
) -> None:
    sample = drawn(run, path, "--size", 12)[0]["sample"]
    ran = run(
        *("sample", "allocate", sample, "--due", "2020-01-31", "--by", "A17", "-f", "csv", "--store", path)
    )
    given = list(csv.DictReader(io.StringIO(ran.out)))
    assert ("North", "A17") not in {(row["team"], row["auditor"]) for row in given}
    assert sorted(row["auditor"] for row in given) == ["A17"] * 4 + ["A23"] * 4 + ["A31"] * 4
    page = run("programme", "-f", "csv", "--store", path).out
    rows = {row["group"]: row for row in csv.DictReader(io.StringIO(page))}
    assert {code: (row["planned"], row["overdue"]) for code, row in rows.items()} == dict.fromkeys(
        ("A17", "A23", "A31"), ("4", "4")
    )
    again = run("sample", "allocate", sample, "--by", "A17", "-f", "csv", "--store", path)
    assert again.out.count("\n") == 1, "nothing is free any more"


@pytest.mark.usefixtures("_auditors")
def test_who_has_nothing_to_do_is_in_the_programme_and_settings_name_the_auditors(
    run: Run, path: Path
) -> None:
    drawn(run, path, "--size", 2)
    rows = list(csv.DictReader(io.StringIO(run("programme", "-f", "csv", "--store", path).out)))
    assert [(row["group"], row["remark"]) for row in rows] == [
        *((code, "nothing to do") for code in ("A17", "A23", "A31")),
        ("nobody yet", ""),
    ]
    assert '"code": "A17"' in run("settings").out
    assert run("programme", "--by", "colour", "--store", path).code == 2


def test_an_auditor_in_the_settings_is_a_code_and_never_a_name(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.toml").write_text('[[auditors]]\ncode = "Ann Smith"\n', "utf-8")
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))
    ran = run("programme", "--store", path)
    assert (ran.code, "Never a name" in ran.err) == (2, True)


def test_figures_say_how_many_of_their_audits_were_drawn(run: Run, tmp_path: Path) -> None:
    path, checklist = tmp_path / "s.db", small()
    with Store.open(path) as store:
        store.record(ChecklistPublished(checklist.digest, as_data(checklist)), by="A17")
        listed = FrameImported("f", "list", checklist.theme, "0", "2026-03-20", 20, 20, 0)
        store.record(listed, *(CaseListed(f"k{n}", "f", f"C-{n}") for n in range(20)), by="A17")
    summary = ("summary", "--by", "team", "--store", path)
    assert "drawn at random, in" not in run(*summary).err

    drawn_cases = csv.DictReader(
        io.StringIO(
            run(
                *("sample", "draw", checklist.id, "-n", 7, "--seed", "07 12", "--by", "A17", "-f", "csv"),
                *("--store", path),
            ).out
        )
    )
    with Store.open(path) as store:
        for case in drawn_cases:
            finished_audit(store, checklist, team="North", case=case["ref"])
    said = run(*summary).err
    assert "All these audits are of cases drawn at random, in 1 sample" in said
    assert re.search(r"Drawn from 20 cases on \d{4}-\d\d-\d\d with the seed 07 12\.", said)
    with Store.open(path) as store:
        for n in range(6):
            finished_audit(store, checklist, team="North", case=f"X-{n}")
    assert "7 of these 13 audits are of cases drawn at random, in 1 sample" in run(*summary).err
    course = run("trend", checklist.id, "--store", path)
    assert "7 of these 13" in course.out + course.err
    with Store.open(path) as store:
        finished_audit(store, checklist, team="South", case="X-9")
    south = run("summary", "--by", "team", "--team", "South", "--store", path)
    assert "drawn at random, in" not in south.err


def test_a_sample_out_of_proportion_says_so_and_is_weighed_by_its_groups_files(
    run: Run, tmp_path: Path
) -> None:
    path, checklist = tmp_path / "s.db", small()
    with Store.open(path) as store:
        store.record(ChecklistPublished(checklist.digest, as_data(checklist)), by="A17")
        listed = FrameImported("f", "list", checklist.theme, "0", "2026-03-20", 40, 40, 0)
        cases = (CaseListed(f"k{n}", "f", f"C-{n}", team="South" if n < 4 else "North") for n in range(40))
        store.record(listed, *cases, by="A17")
    draw = (
        "sample",
        "draw",
        checklist.id,
        "-n",
        8,
        "--by-group",
        "team",
        "--equal",
        "--by",
        "A17",
        "-f",
        "csv",
    )
    lines = list(csv.DictReader(io.StringIO(run(*draw, "--store", path).out)))
    sample = lines[0]["sample"][:8]
    none = run("sample", "figures", sample, "--store", path)
    assert (none.code, "No audit of it is finished yet" in none.err) == (0, True)
    with Store.open(path) as store:
        for case in lines:
            finished_audit(
                store,
                checklist,
                team=case["team"],
                case=case["ref"],
                leave_out=int(case["team"] == "South"),
            )
    said = run("summary", "--by", "team", "--store", path).err
    assert f"Sample {sample} was not drawn in proportion" in said
    figures = run("sample", "figures", sample, "-f", "json", "--store", path)
    whole = json.loads(figures.out)[0]
    answers = whole["counted"] // 8
    assert whole["met"] == 8 * answers - 4
    assert whole["read"] == pytest.approx(100 - 50 / answers)
    assert whole["percent"] == pytest.approx(100 - 10 / answers)
    notes = run("sample", "figures", sample, "--store", path).err
    assert "North 4 of 36 files; South 4 of 4 files" in notes


@pytest.mark.parametrize(
    ("drawn_number", "audits", "said"),
    [
        (7, 14, "7 of these 14 audits are of cases drawn at random, in 2 samples"),
        (7, 9, "Some of these audits are of cases drawn at random"),
        (3, 14, "Some of these audits are of cases drawn at random"),
        (3, 3, "All these audits are of cases drawn at random"),
        (0, 3, ""),
    ],
)
def test_what_leaves_says_no_small_number_of_drawn_audits(drawn_number: int, audits: int, said: str) -> None:
    line = " ".join(of_drawn(DrawnAudits(drawn_number, 2), audits, Release(5)))
    assert line.startswith(said)
    assert bool(line) == bool(said)


def test_who_is_not_eligible_is_counted_by_reason_and_never_drawn(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plans = tmp_path / "plans.db", shipped("pathway-plan")
    began = {"k0": "2026-02-01", "k1": "2025-12-19", "k2": "2025-12-20", "k3": "", "k4": "2020-01-01"}
    with Store.open(path) as store:
        listed = FrameImported("f", "List 8", plans.theme, "0", "2026-03-20", 5, 5, 0)
        cases = [
            CaseListed(
                *(case, "f", f"C-{case[1]}"),
                age_band="18 to 20" if case == "k4" else "16 to 17",
                dates={"looked after from": day} if day else {},
            )
            for case, day in began.items()
        ]
        store.record(listed, *cases, by="A17")
    draw = ("sample", "draw", plans.id, "--size", 9, "--by", "A17", "-f", "csv", "--store", path)
    ran = run(*draw, "--only", "age_band=16 to 17")
    assert "2 cases left out: looked after for under 13 weeks on the day of the list" in ran.err
    assert "1 case left out: age band is not 16 to 17" in ran.err
    assert {row["ref"] for row in csv.DictReader(io.StringIO(ran.out))} == {"C-1", "C-3"}
    wrong = run(*draw, "--only", "height=tall")
    assert (wrong.code, "NAME is one of age_band" in wrong.err) == (2, True)
    (tmp_path / "own.toml").write_text(
        '[[eligible]]\nchecklist = "pathway-plan"\nonly = ["age_band=18 to 20"]\n', "utf-8"
    )
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "own.toml"))
    again = run(*draw)
    assert {row["ref"] for row in csv.DictReader(io.StringIO(again.out))} == {"C-4"}
    assert "weeks" not in again.err, "the council's own words stand in place of what ships"


def test_of_many_draws_the_latest_are_named_and_a_small_list_is_not_counted_in_what_leaves() -> None:
    draws = tuple((f"2026-0{n}-02T10:00:00.000Z", 4 if n == 5 else 40, f"s{n}") for n in range(1, 6))
    lines = of_drawn(DrawnAudits(30, 5, draws), 30, Release(5))
    assert lines[1:] == [
        "2 earlier draws are in the list.",
        "Drawn from 40 cases on 2026-03-02 with the seed s3.",
        "Drawn from 40 cases on 2026-04-02 with the seed s4.",
        "Drawn from cases on 2026-05-02 with the seed s5.",
    ]


def test_files_with_actions_are_drawn_to_be_read_again_and_no_others(run: Run, tmp_path: Path) -> None:
    path, checklist = tmp_path / "s.db", small()
    with Store.open(path) as store:
        store.record(ChecklistPublished(checklist.digest, as_data(checklist)), by="A17")
        listed = FrameImported("f", "list", checklist.theme, "0", "2026-03-20", 9, 9, 0)
        store.record(listed, *(CaseListed(f"k{n}", "f", f"C-{n}") for n in range(9)), by="A17")
        audits = [finished_audit(store, checklist, team="North", case=f"C-{n}") for n in range(5)]
        store.record(
            *(
                ActionAdded(f"x{n}", audits[n], "Ask the school", "team manager", "2026-12-01")
                for n in range(3)
            ),
            by="A17",
        )
        store.record(ActionDropped("d", "x2", "no longer needed"), by="A17")
        frame = store.frame(checklist.theme, Eligibility(checklist.id), "2999-01-01", with_actions=True)
    assert {case.ref for case in frame if not case.excluded} == {"C-0", "C-1"}
    assert {case.excluded for case in frame} == {"", "no action from an earlier audit"}
    draw = ("sample", "draw", checklist.id, "-n", 9, "--with-actions", "--dry-run", "--store", path)
    assert "9 cases on the newest lists, 0 eligible" in run(*draw).err, "they were begun today"
