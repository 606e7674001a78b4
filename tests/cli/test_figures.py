from __future__ import annotations

import json
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from auditui.core.audits.entries import SmallCountsShown
from auditui.figures.releases import Release
from auditui.figures.tallies import Selection
from auditui.report.summary import tables
from auditui.store import Store
from cli.conftest import Run
from made import shipped
from recorded import finished_audit

if TYPE_CHECKING:
    from pathlib import Path


def last_month() -> datetime:
    return datetime.now().astimezone() - timedelta(days=31)


def test_two_groupings_are_crossed_and_a_third_or_two_parts_are_refused(run: Run, made_up: Path) -> None:
    crossed = run("summary", "--by", "team", "--by", "checklist", "--store", made_up, "-f", "json")
    assert {"team", "checklist", "met", "counted"} <= set(json.loads(crossed.out)[0])
    grid = run("summary", "--by", "checklist", "--by", "team", "--store", made_up)
    assert "North" in grid.out.splitlines()[0]
    assert run("summary", "--by", "item", "--by", "section", "--store", made_up).code == 2
    assert run("summary", "--by", "team", "--by", "month", "--by", "area", "--store", made_up).code == 2


def test_compare_sets_a_period_against_the_one_before(run: Run, made_up: Path) -> None:
    ran = run(
        "summary", "--since", "2025-07", "--until", "2025-12", "--compare", "--store", made_up, "-f", "json"
    )
    assert "Compared: 2025-07 to 2025-12 with 2025-01 to 2025-06." in ran.err
    before = run("summary", "--since", "2025-01", "--until", "2025-06", "--store", made_up, "-f", "json")
    was = {row["checklist"]: row["met"] for row in json.loads(before.out)}
    for row in json.loads(ran.out):
        assert row["before_met"] == was[row["checklist"]]
        assert row["verdict"] in ("better", "worse", "no clear change", "too few to say")
    assert run("summary", "--compare", "--store", made_up).code == 2


def test_a_page_hides_small_counts_and_asking_for_them_is_in_the_journal(run: Run, tmp_path: Path) -> None:
    path, page = tmp_path / "s.db", tmp_path / "page.html"
    with Store.open(path, clock=last_month) as store:
        finished_audit(store, shipped("pathway-plan"), team="North")
    shared = run("summary", "--by", "item", "--store", path, "-f", "html", "--out", page)
    assert (shared.code, "c of c" in page.read_text("utf-8")) == (0, True)
    assert "1 of 1" not in page.read_text("utf-8")
    nobody = run("summary", "--store", path, "-f", "md", "--no-share", "--as", "not a code")
    assert nobody.code == 2
    real = run("summary", "--by", "item", "--store", path, "-f", "md", "--no-share", "--as", "A17")
    assert "1 of 1" in real.out
    assert "the journal says so" in real.err
    with Store.open(path) as store:
        kinds = store.db.execute(
            "SELECT subject, actor FROM journal WHERE kind = ?", (SmallCountsShown.kind,)
        )
        ((subject, actor),) = kinds.fetchall()
        (entry,) = store.history(subject)
        assert actor == "A17"
        assert entry.entry == SmallCountsShown(subject, "summary by item", "md")


def test_data_on_stdout_is_whole_and_says_that_it_is_not_for_sharing(run: Run, made_up: Path) -> None:
    own = run("summary", "--by", "team", "--store", made_up, "-f", "json")
    assert "--share hides them" in own.err
    shared = run("summary", "--by", "team", "--store", made_up, "-f", "json", "--share")
    hidden, whole = json.loads(shared.out), json.loads(own.out)
    assert any(row["met"] is None and "met" in row["hidden_because"] for row in hidden)
    assert not any(row["hidden_because"] for row in whole)
    assert all(isinstance(row["met"], int) for row in whole)


def test_the_sum_of_a_column_without_its_total_is_the_total(run: Run, made_up: Path) -> None:
    rows = json.loads(run("summary", "--by", "team", "--store", made_up, "-f", "json").out)
    (total,) = [row for row in rows if row["is_total"]]
    for name in ("audits", "met", "counted", "not_recorded"):
        assert sum(row[name] for row in rows if not row["is_total"]) == total[name]


def test_a_plan_as_data_has_its_outcomes_with_their_numbers_and_forecasts(run: Run, made_up: Path) -> None:
    rows = json.loads(run("plan", "--store", made_up, "-f", "json").out)
    outcomes = [row for row in rows if row["asks"] == "Outcome"]
    assert outcomes
    for row in outcomes:
        assert row["latest"] > 0
        assert row["forecast"] > 0
        assert row["source"]
        assert row["now_met"] is None
        assert not row["hidden_because"]
    assert all(row["latest"] is None for row in rows if row["asks"] != "Outcome")


def test_a_filter_by_a_stratum_reads_the_audits_and_an_unknown_one_is_refused(
    run: Run, made_up: Path
) -> None:
    whole = json.loads(run("summary", "--by", "ethnicity", "--store", made_up, "-f", "json").out)
    one = json.loads(
        run("summary", "--by", "team", "--only", "ethnicity=White", "--store", made_up, "-f", "json").out
    )
    assert one[-1]["audits"] == next(row["audits"] for row in whole if row["ethnicity"] == "White")
    assert run("summary", "--only", "shoe size=4", "--store", made_up).code == 2


def test_a_trend_prints_its_chart_its_verdict_and_its_data(run: Run, made_up: Path, tmp_path: Path) -> None:
    ran = run("trend", "pathway-plan", "--target", "80", "--store", made_up)
    assert "target 80 %" in ran.out
    assert any(line.startswith("n ") for line in ran.out.splitlines())
    rows = json.loads(run("trend", "pathway-plan", "--store", made_up, "-f", "json").out)
    said = {row[name] for row in rows for name in ("since_beginning", "lately")}
    assert said <= {"better", "worse", "no clear change", "too few to say"}
    picture = tmp_path / "t.svg"
    assert run("trend", "pathway-plan", "--store", made_up, "-f", "svg", "--out", picture).code == 0
    assert picture.read_text("utf-8").startswith("<svg")


def test_without_a_checklist_every_trend_is_given_in_short(run: Run, made_up: Path) -> None:
    rows = json.loads(run("trend", "--store", made_up, "-f", "json").out)
    assert len(rows) == 4
    for row in rows:
        for name in ("since_beginning", "lately"):
            assert row[name] in ("better", "worse", "no clear change", "too few to say")
        assert row["reason"]
        assert row["lately_reason"]
    assert run("trend", "--item", "contingency", "--store", made_up).code == 2


def test_a_trend_of_what_is_not_there_says_what_there_is(run: Run, made_up: Path) -> None:
    for wrong in (
        ["no-such"],
        ["pathway-plan", "--item", "no-such"],
        ["pathway-plan", "--section", "no-such"],
    ):
        ran = run("trend", *wrong, "--store", made_up)
        assert ran.code == 2
        assert "no-such" in ran.err
        assert len(ran.err.strip().splitlines()) <= 2
    assert run("trend", "pathway-plan", "--by", "week", "--store", made_up).code == 2
    assert run("trend", "pathway-plan", "--good", "--item", "contingency", "--store", made_up).code == 2


def test_the_example_plan_is_printed_and_read_back(run: Run, made_up: Path, tmp_path: Path) -> None:
    example = run("plan", "--example")
    own = tmp_path / "plan.toml"
    own.write_text(example.out, encoding="utf-8")
    ran = run("plan", own, "--store", made_up)
    assert ran.code == 0
    assert "example" not in ran.err
    assert ran.out == run("plan", "--store", made_up).out
    own.write_text("title = 1", encoding="utf-8")
    assert run("plan", own, "--store", made_up).code == 2
    assert run("plan", tmp_path / "none.toml", "--store", made_up).code == 2


def test_names_that_are_not_there_are_refused_with_those_that_are(run: Run, made_up: Path) -> None:
    for options, said in (
        (("--checklist", "pathway"), "There are culture-and-identity, pathway-plan"),
        (("--team", "Nort"), "North"),
        (("--since", "2026-06", "--until", "2026-01"), "is after --until"),
    ):
        ran = run("summary", *options, "--store", made_up)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    assert run("trend", "--target", "80", "--store", made_up).code == 2


def test_a_crossed_table_is_compared_too(run: Run, made_up: Path) -> None:
    ran = run(
        *("summary", "--by", "checklist", "--by", "team", "--since", "2025-07", "--until", "2025-12"),
        *("--compare", "--store", made_up),
    )
    assert ran.out.split("\n")[0].split()[-2:] == ["Change", "Verdict"]


def test_the_name_of_a_file_says_its_form_and_one_that_says_another_is_refused(
    run: Run, made_up: Path, tmp_path: Path
) -> None:
    assert run("summary", "-o", tmp_path / "s.html", "--store", made_up).code == 0
    assert (tmp_path / "s.html").read_text().startswith("<!doctype html>")
    for options in (("-o", tmp_path / "s.odt"), ("-f", "html", "-o", tmp_path / "s.csv")):
        ran = run("summary", *options, "--store", made_up)
        assert ran.code == 2
        assert "Name it" in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("s.")] == ["s.html"]


def test_an_item_that_a_plan_names_wrongly_is_said_with_its_measure(
    run: Run, made_up: Path, tmp_path: Path
) -> None:
    text = run("plan", "--example").out.replace('item = "thread-through-contacts"', 'item = "thread"')
    (tmp_path / "plan.toml").write_text(text)
    ran = run("plan", tmp_path / "plan.toml", "--store", made_up)
    assert ran.code == 2
    assert (
        "The plan's measure 'The plan is seen in the contacts': pathway-plan has no item 'thread'" in ran.err
    )


def test_names_are_known_in_any_case_of_letters(run: Run, made_up: Path) -> None:
    whole = json.loads(run("summary", "--by", "auditor", "--store", made_up, "-f", "json").out)
    one = whole[0]
    own = run("summary", "--auditor", one["auditor"].lower(), "--store", made_up, "-f", "json")
    assert sum(row["audits"] for row in json.loads(own.out)) == one["audits"]
    exact = run("summary", "--only", "ethnicity=White", "--store", made_up, "-f", "json").out
    assert run("summary", "--only", "ethnicity=white", "--store", made_up, "-f", "json").out == exact
    assert run("trend", "Pathway-Plan", "--team", "north", "--store", made_up).code == 0


def test_an_auditor_or_stratum_that_is_not_there_is_refused_with_those_that_are(
    run: Run, made_up: Path
) -> None:
    for options, message in (
        (("--auditor", "Z99"), "No audit by an auditor 'Z99' is finished. There are A"),
        (("--only", "ethnicity=Martian"), "No audit with ethnicity 'Martian' is finished. There are Asian"),
    ):
        ran = run("summary", *options, "--store", made_up)
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err
    assert run("summary", "--only", "ethnicity=", "--store", made_up).code == 2


def test_small_counts_shown_in_a_file_that_could_not_be_made_are_not_in_the_journal(
    run: Run, made_up: Path, tmp_path: Path
) -> None:
    shown = ("--no-share", "--as", "A17", "--store", made_up)
    assert run("summary", *shown, "--out", tmp_path / "nowhere" / "s.html").code == 2
    assert run("trend", "pathway-plan", "--item", "none", "-f", "md", *shown).code == 2
    with Store.open(made_up) as store:
        query = "SELECT count(*) FROM journal WHERE kind = ?"
        assert store.db.execute(query, (SmallCountsShown.kind,)).fetchone() == (0,)


def test_the_journal_names_the_form_of_the_file_in_which_small_counts_are_shown(
    run: Run, made_up: Path, tmp_path: Path
) -> None:
    run("summary", "--no-share", "--as", "A17", "--store", made_up, "--out", tmp_path / "s.html")
    with Store.open(made_up) as store:
        query = "SELECT body FROM journal WHERE kind = ?"
        ((body,),) = store.db.execute(query, (SmallCountsShown.kind,)).fetchall()
    assert json.loads(body)["form"] == "html"


def test_a_plan_has_no_picture_of_its_own(run: Run, made_up: Path) -> None:
    ran = run("plan", "--store", made_up, "-f", "svg")
    assert (ran.code, ran.out) == (2, "")
    assert "no picture" in ran.err


def test_a_corrected_audit_is_said_on_the_page_and_listed_and_is_not_passed_on(
    run: Run, made_up: Path, tmp_path: Path
) -> None:
    def of(small: int) -> str:
        with Store.open(made_up) as store:
            return " ".join(tables(store, Selection(), ("quarter",), release=Release(small))[0].notes)

    with Store.open(made_up) as store:
        audits = [line.id for line in store.audits(states=("finished",))][-2:]
    before = json.loads(run("summary", "--by", "quarter", "-f", "json", "--store", made_up).out)
    for audit in audits:
        assert (
            run(
                "audit", "reopen", audit, "--reason", "a typing error", "--by", "A17", "--store", made_up
            ).code
            == 0
        )
    assert "2 audits under correction, counted as last finished." in of(0)
    assert "1 to 5 audits under correction" in of(5)
    assert run("audit", "finish", audits[0], "--by", "A17", "--store", made_up).code == 0
    assert "1 audit under correction" in of(0)
    assert "Revised: 1 audit corrected after the first finish" in of(0)
    after = json.loads(run("summary", "--by", "quarter", "-f", "json", "--store", made_up).out)
    assert [row | {"journal_head": ""} for row in after] == [row | {"journal_head": ""} for row in before]
    (line,) = json.loads(run("summary", "--revisions", "-f", "json", "--store", made_up).out)
    assert (line["audit"], line["counted"]) == (audits[0], line["first"][:7])
    assert line["revised"] > line["first"]
    refused = run("summary", "--revisions", "--share", "--store", made_up)
    assert (refused.code, "not passed on" in refused.err) == (2, True)


def test_an_old_audit_that_is_opened_and_finished_again_moves_no_month_no_trend_and_no_plan(
    run: Run, made_up: Path
) -> None:
    with Store.open(made_up) as store:
        oldest = min(store.audits(states=("finished",)), key=attrgetter("finished_at"))
        of, _, _ = oldest.checklist.partition(" ")
    pages = (
        ("trend", of, "--by", "month"),
        ("trend", of, "--by", "quarter"),
        ("plan",),
        ("summary", "--by", "month"),
    )

    def read() -> list[list[dict[str, object]]]:
        whole = [json.loads(run(*page, "-f", "json", "--store", made_up).out) for page in pages]
        return [[row | {"journal_head": ""} for row in rows] for rows in whole]

    before = read()
    again = ("--by", oldest.auditor, "--store", made_up)
    assert run("audit", "reopen", oldest.id, "--reason", "a typing error in a date", *again).code == 0
    assert read() == before
    assert run("audit", "finish", oldest.id, *again).code == 0
    assert read() == before


def test_a_page_says_what_it_is_of_and_compared_with_in_every_form(
    run: Run, made_up: Path, tmp_path: Path
) -> None:
    filters = ("--team", "North", "--since", "2025-07", "--until", "2026-06")
    of = "Of pathway-plan; team North; first finished from 2025-07 to 2026-06; compared with from 2024-07 to 2025-06."
    compared = (
        "summary",
        "--by",
        "item",
        "--checklist",
        "pathway-plan",
        *filters,
        "--compare",
        "--store",
        made_up,
    )
    assert {row["of"] for row in json.loads(run(*compared, "-f", "json").out)} == {of}
    assert of in run(*compared, "-f", "csv").out
    for form in ("md", "html"):
        page = run(*compared, "-f", form).out
        assert of in page.replace("\\", "")
        assert "Printed on " in page
        assert "by auditui" in page
    plain = "Of every checklist; all teams; first finished in any month."
    assert {row["of"] for row in json.loads(run("summary", "-f", "json", "--store", made_up).out)} == {plain}
    with Store.open(made_up) as store:
        auditor, ethnicity = (store.values_of(name)[0] for name in ("auditor", "ethnicity"))
    nobody = run(
        "trend",
        "pathway-plan",
        "--only",
        f"ethnicity={ethnicity}",
        "--until",
        "2020-01",
        "-f",
        "html",
        "--store",
        made_up,
    )
    assert (
        f"Of pathway-plan; all teams; ethnicity group {ethnicity}; first finished up to 2020-01."
        in nobody.out
    )
    filtered = ("--auditor", auditor, "--until", "2026-06")
    drawn = f"Of pathway-plan; all teams; auditor {auditor}; first finished up to 2026-06."
    for form in ("html", "svg", "md"):
        out = run("trend", "pathway-plan", *filtered, "-f", form, "--store", made_up).out
        assert drawn in out.replace("\\", "")
    overview = json.loads(run("trend", *filtered, "-f", "json", "--store", made_up).out)
    assert {row["of"] for row in overview} <= {drawn.replace("pathway-plan", "every checklist")}
