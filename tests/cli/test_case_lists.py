"""Case lists and people at the command line; every list and name is made up."""

from __future__ import annotations

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
