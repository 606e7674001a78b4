"""Case lists and people at the command line; every list and name is made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditui.core.settings import parse
from cli.conftest import Run


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "list.csv"
    path.write_text(
        'Our no.,Forename,Team\n11,Qwertina,North (Sarah Jones)\n12,Aisha,East\n"SMITH, John",,East\nTotal 3,,\n',
        encoding="utf-8",
    )
    return path


def test_a_strangers_list_is_mapped_and_each_row_left_out_is_named(
    run: Run, listed: Path, tmp_path: Path
) -> None:
    store = tmp_path / "s.db"
    ran = run(
        "case",
        "import",
        listed,
        "--map",
        "Our no.=reference",
        "--checklist",
        "pathway-plan",
        "--store",
        store,
    )
    assert ran.code == 1  # a row was refused; the others are kept
    assert "row 4, column Our no." in ran.err
    assert "a total or a footer: row 5" in ran.err
    assert ran.err.count("left empty. If it is none: auditui case allow 'North (Sarah Jones)'") == 1
    assert "Learnt 1 word of names" in ran.err
    rows = run("case", "list", "--format", "csv", "--store", store).out
    assert ("11" in rows, "12" in rows, "Sarah" in rows, "SMITH" in rows, "Qwertina" in rows) == (
        True,
        True,
        False,
        False,
        False,
    )
    run("case", "allow", "North (Sarah Jones)", "--store", store)
    run(
        "case",
        "import",
        listed,
        "--map",
        "Our no.=reference",
        "--checklist",
        "pathway-plan",
        "--store",
        store,
    )
    assert "North (Sarah Jones)" in run("case", "list", "--format", "csv", "--store", store).out


def test_the_known_headings_are_printed_with_the_lines_that_keep_another(run: Run) -> None:
    ran = run("case", "headings", "--format", "csv")
    assert '"reference","Mosaic ID"' in ran.out
    assert '"Our no." = "reference"' in ran.err
    assert parse('[headings]\n"Our no." = "reference"\n', "settings.toml").headings == {
        "Our no.": "reference"
    }


def test_an_audit_is_not_begun_for_a_name_or_with_a_person_as_team(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    for case, team, words in (
        ("John Smith 123456", "East", "A case reference has letters, digits, - and /"),
        ("Smith 2011", "East", "this could be a name"),
        ("1042", "Jane Doe", "auditui case allow 'Jane Doe'"),
    ):
        ran = run("audit", "new", "pathway-plan", case, "--team", team, "--by", "A17", "--store", store)
        assert (ran.code, words in ran.err) == (2, True)


def test_texts_of_actions_are_watched_and_checked(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    audit = run(
        "audit", "new", "pathway-plan", "1042", "--team", "East", "--by", "A17", "--store", store
    ).out.strip()
    ran = run(
        "action",
        "add",
        audit,
        "--what",
        "Ask Mrs Khan",
        "--owner",
        "team manager",
        "--due",
        "2026-12-01",
        "--by",
        "A17",
        "--store",
        store,
    )
    assert "looks like a person: 'Mrs Khan'" in ran.err
    found = run("audit", "check-text", "--fail-on", "--format", "csv", "--store", store)
    assert (found.code, "action: what" in found.out, "Khan" in found.out) == (1, True, False)


def imported(run: Run, tmp_path: Path, rows: str, *more: str) -> str:
    (tmp_path / "own.csv").write_text(f"Reference,Team\n{rows}", encoding="utf-8")
    ran = run("case", "import", tmp_path / "own.csv", *more, "--store", tmp_path / "s.db")
    assert ran.code == 0, ran.err
    return ran.err


def test_a_team_is_written_in_one_way_within_a_list_and_as_it_was_before(run: Run, tmp_path: Path) -> None:
    said = imported(run, tmp_path, "1,North\n2,north\n3,North\n4,East\n", "--checklist", "pathway-plan")
    assert "The team 'north' is taken for 'North'." in said
    imported(run, tmp_path, "5,NORTH\n6,NORTH\n", "--checklist", "culture-and-identity")
    cases = json.loads(run("case", "list", "--format", "json", "--store", tmp_path / "s.db").out)
    assert sorted({case["team"] for case in cases}) == ["East", "North"]


def test_a_case_listed_for_another_checklist_brings_its_team_along(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, "1,North\n", "--checklist", "pathway-plan")
    at = ("--store", tmp_path / "s.db")
    assert run("audit", "new", "culture-and-identity", "1", "--by", "A17", *at).code == 0
    assert "North" in run("audit", "list", "--format", "csv", *at).out


def test_a_removed_list_is_in_no_table_for_analysts(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, "1,North\n2,East\n", "--by", "A17")
    at = ("--store", tmp_path / "s.db")
    (listed,) = json.loads(run("case", "lists", "--format", "json", *at).out)
    assert "cases 2" in run("export", "--out", tmp_path / "before", *at).err
    run("case", "remove", listed["id"], "--reason", "another council's", *at)
    assert "cases 0" in run("export", "--out", tmp_path / "after", *at).err
    assert (tmp_path / "after" / "cases.csv").read_text(encoding="utf-8").count("\n") == 1


def test_the_code_given_with_any_command_is_the_one_used_next(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, "1,North\n", "--by", "A21")
    at = ("--store", tmp_path / "s.db")
    audit = run("audit", "new", "pathway-plan", "1", *at).out.strip()
    assert "A21" in run("audit", "list", "--format", "csv", *at).out
    run("audit", "withdraw", audit, "--reason", "begun in error", "--by", "A22", *at)
    assert run("audit", "restore", audit, "--reason", "it was right", *at).code == 0
    assert "A22" in run("audit", "history", audit, *at).out.splitlines()[-1]


def test_one_list_is_one_list(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, "1,North\n")
    out = run("case", "lists", "--format", "md", "--store", tmp_path / "s.db").out
    assert ("1 case list" in out, "1 case lists" in out) == (True, False)


def test_references_with_a_first_name_in_them_are_named_and_kept(run: Run, tmp_path: Path) -> None:
    said = imported(run, tmp_path, "LEE 2011,North\nLC 2012,North\nlee-2013,North\n")
    assert "with 'LEE' in it looks like a person" in said
    assert "'LC'" not in said
    assert run("case", "list", "--store", tmp_path / "s.db").out.count("North") == 3
    ran = run("audit", "new", "pathway-plan", "LEE 2011", "--by", "A17", "--store", tmp_path / "s.db")
    assert (ran.code, "with 'LEE' in it looks like a person" in ran.err) == (0, True)


def test_a_list_of_audits_narrowed_to_nothing_does_not_say_that_there_are_none(
    run: Run, tmp_path: Path
) -> None:
    imported(run, tmp_path, "1,North\n")
    at = ("--store", tmp_path / "s.db")
    assert "No audits here: auditui audit new" in run("audit", "list", *at).err
    assert "No audit here is of that kind." in run("audit", "list", "--state", "withdrawn", *at).err
    ran = run("export", "--out", tmp_path / "data", "--by", "A17", *at)
    assert (ran.code, "cases 1" in ran.err) == (0, True)
