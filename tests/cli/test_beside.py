"""Groups beside one another: the same figures as the summary has, and nothing of a group whose counts are hidden."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from auditui import demo
from auditui.store import Store
from cli.conftest import Run
from made import shipped
from recorded import finished_audit

if TYPE_CHECKING:
    from pathlib import Path


def test_a_funnel_has_the_figures_of_the_summary_in_every_form(run: Run, tmp_path: Path) -> None:
    made_up = tmp_path / "c.db"
    demo.make(made_up, audits=160, seed=7, progress=lambda *_: None)
    whole = {
        row["team"]: row
        for row in json.loads(run("summary", "--by", "team", "-f", "json", "--store", made_up).out)
    }
    rows = json.loads(run("summary", "--by", "team", "--funnel", "-f", "json", "--store", made_up).out)
    assert len(rows) == len(whole) - 1
    for row in rows:
        assert (row["met"], row["counted"], row["audits"]) == tuple(
            whole[row["team"]][name] for name in ("met", "counted", "audits")
        )
        assert row["outer_low"] <= row["inner_low"] <= row["inner_high"] <= row["outer_high"]
    page = run("summary", "--by", "team", "--funnel", "--store", made_up).out
    drawn = run(
        *("summary", "--by", "team", "--funnel", "-f", "svg", "--no-share", "--as", "A17", "--store", made_up)
    )
    assert ET.fromstring(drawn.out).tag.endswith("svg")  # noqa: S314 - our own
    for row in rows:
        assert row["team"] in page
        assert row["team"] in drawn.out
    refused = run("summary", "--by", "month", "--funnel", "--store", made_up)
    assert (refused.code, "Groups are set beside" in refused.err) == (2, True)
    assert run("summary", "--by", "team", "--by", "month", "--gaps", "--store", made_up).code == 2


def test_a_shared_funnel_and_shared_gaps_say_nothing_of_a_hidden_group(run: Run, made_up: Path) -> None:
    shared = json.loads(run("summary", "--by", "ethnicity", "-f", "json", "--share", "--store", made_up).out)
    hidden = {row["ethnicity"] for row in shared if None in (row["met"], row["counted"], row["audits"])}
    assert hidden
    gaps = json.loads(
        run("summary", "--by", "ethnicity", "--gaps", "-f", "json", "--share", "--store", made_up).out
    )
    for row in gaps:
        names = ("audits", "met", "counted", "others_met", "gap", "gap_low", "gap_high")
        why = row["hidden_because"].removeprefix("small counts: ").split(", ")
        assert ({row[name] for name in names} == {None} and {*names} <= {*why}) == (
            row["ethnicity"] in hidden
        )


def test_a_gap_is_the_group_less_all_others(run: Run, made_up: Path) -> None:
    rows = json.loads(run("summary", "--by", "disability", "--gaps", "-f", "json", "--store", made_up).out)
    for row in rows:
        shares = [100 * row[f"{side}met"] / row[f"{side}counted"] for side in ("", "others_")]
        assert row["gap"] == pytest.approx(shares[0] - shares[1], abs=0.005)
        assert row["gap_low"] < row["gap"] < row["gap_high"]
        assert row["reading"] in (
            *("higher than the others", "lower than the others", "no clear difference", "too few to say"),
        )
    assert sum(row["met"] for row in rows) == rows[0]["met"] + rows[0]["others_met"]


def test_how_many_audits_are_needed_rests_on_what_was_measured_lately(run: Run, tmp_path: Path) -> None:
    made_up = tmp_path / "c.db"
    demo.make(made_up, audits=160, seed=7, progress=lambda *_: None)
    rows = json.loads(run("sample-size", "pathway-plan", "-f", "json", "--store", made_up).out)
    needed = [row["audits"] for row in rows if row["to"].startswith("see") and row["points"] > 0]
    assert needed == sorted(needed, reverse=True)
    page = run("sample-size", "pathway-plan", "-f", "md", "--no-share", "--as", "A17", "--store", made_up).out
    assert "Measured: " in page
    assert "Take it as the least" in page
    few = tmp_path / "few.db"
    with Store.open(few) as store:
        finished_audit(store, shipped("pathway-plan"), team="North")
    refused = run("sample-size", "pathway-plan", "--store", few)
    assert (refused.code, "It takes 5 audits in a year" in refused.err) == (2, True)


def test_by_whom_a_team_was_audited_stands_beside_its_change_and_is_not_passed_on(
    run: Run, made_up: Path
) -> None:
    compared = (
        *("summary", "--by", "team", "--since", "2025-10", "--until", "2026-09"),
        *("--compare", "--store", made_up),
    )
    rows = json.loads(run(*compared, "-f", "json").out)
    with Store.open(made_up) as store:
        audits = [
            (line.team, line.auditor, line.finished_at[:7]) for line in store.audits(states=("finished",))
        ]
    for row in rows:
        sides = [
            Counter(by for team, by, month in audits if row["team"] in ("", team) and since <= month <= until)
            for since, until in (("2024-10", "2025-09"), ("2025-10", "2026-09"))
        ]
        if all(sides):
            first, second = ({by: n / sum(side.values()) for by, n in side.items()} for side in sides)
            other = sum(abs(first.get(by, 0) - second.get(by, 0)) for by in first.keys() | second.keys()) / 2
            assert row["other_auditors"] == pytest.approx(100 * other, abs=0.005)
        if row["evened"] is not None:
            assert row["evened_low"] <= row["evened"] <= row["evened_high"]
    assert any(row["evened"] is not None for row in rows)
    shared = run(*compared, "-f", "md").out
    assert "Auditors are not evened out in what is passed on" in shared
    assert "evened" not in json.loads(run(*compared, "-f", "json", "--share").out)[0]
    for of_one in (("--auditor", audits[0][1]), ("--by", "auditor")):
        assert "evened" not in json.loads(run(*compared, *of_one, "-f", "json").out)[0]


def test_a_trend_that_is_called_says_what_it_is_with_auditors_evened_out(run: Run, tmp_path: Path) -> None:
    made_up = tmp_path / "c.db"
    demo.make(made_up, audits=400, seed=2018, progress=lambda *_: None)
    own = run("trend", "strategy-discussion", "--store", made_up).out
    said = " ".join(own.split())
    assert "Since the beginning: better." in said
    assert "With auditors evened out the change is +" in said
    assert "evened out" not in run("trend", "strategy-discussion", "-f", "md", "--store", made_up).out


def test_days_taken_are_those_between_the_dates_of_audits_and_are_not_passed_on(
    run: Run, made_up: Path
) -> None:
    rows = json.loads(run("summary", "--days", "-f", "json", "--store", made_up).out)
    with Store.open(made_up) as store:
        lines = store.audits(states=("finished",))
    by_checklist = Counter(line.checklist.split()[0] for line in lines if line.event)
    assert {row["checklist"]: row["number"] for row in rows if not row["item"]} == by_checklist
    for row in rows:
        assert row["lower"] <= row["median"] <= row["upper"]
        counts = [row[f"within_{most}"] for most in (0, 1, 5, 10)]
        assert counts == sorted(counts)
        assert counts[-1] <= row["number"]
    assert any(row["item"] for row in rows)
    page = run("summary", "--days", "--store", made_up).out
    assert "Half within" in page.split("\n")[0]
    for leaving in (("-f", "md"), ("--share",)):
        refused = run("summary", "--days", *leaving, "--store", made_up)
        assert (refused.code, refused.out, "not passed on" in refused.err) == (2, "", True)


@pytest.mark.parametrize(
    "command", [("summary",), ("trend", "pathway-plan"), ("sample-size", "pathway-plan")]
)
def test_months_of_practice_are_not_passed_on_beside_those_of_finishing(
    run: Run, made_up: Path, command: tuple[str, ...]
) -> None:
    for leaving in (("-f", "md"), ("--share",)):
        refused = run(*command, "--practice", *leaving, "--store", made_up)
        assert (refused.code, refused.out, "By month of practice" in refused.err) == (2, "", True)
    assert "By month of practice" not in run(*command, "--practice", "--store", made_up).err


@pytest.mark.parametrize("option", [("--by", "month"), ("--target", "80")])
def test_a_sample_size_has_no_options_that_mean_nothing_to_it(
    run: Run, made_up: Path, option: tuple[str, str]
) -> None:
    refused = run("sample-size", "pathway-plan", *option, "--store", made_up)
    assert (refused.code, "No such option" in refused.err) == (2, True)
