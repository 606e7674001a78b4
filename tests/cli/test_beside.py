"""Groups beside one another: the same figures as the summary has, and nothing of a group whose counts are hidden."""

from __future__ import annotations

import json
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
    hidden = {row["ethnicity"] for row in shared if "c" in (row["met"], row["counted"], row["audits"])}
    assert hidden
    gaps = json.loads(
        run("summary", "--by", "ethnicity", "--gaps", "-f", "json", "--share", "--store", made_up).out
    )
    for row in gaps:
        figures = [
            row[name] for name in ("audits", "met", "counted", "others_met", "gap", "gap_low", "gap_high")
        ]
        assert (figures == ["c"] * 7) == (row["ethnicity"] in hidden)


def test_a_gap_is_the_group_less_all_others(run: Run, made_up: Path) -> None:
    rows = json.loads(run("summary", "--by", "disability", "--gaps", "-f", "json", "--store", made_up).out)
    for row in rows:
        shares = [100 * row[f"{side}met"] / row[f"{side}counted"] for side in ("", "others_")]
        assert row["gap"] == pytest.approx(shares[0] - shares[1])
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
