"""What analysts are given: tidy tables in files, each column described, nothing that acts where it is opened."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime
from pathlib import Path

import frictionless
import openpyxl
import pytest

from auditui import known_names
from auditui.core.audits.amendments import ConcernAddedTo
from auditui.core.audits.entries import (
    ActionAdded,
    CaseListed,
    ConcernRaised,
    FrameImported,
    NoteWritten,
    SmallCountsShown,
)
from auditui.report import workbook
from auditui.store import Store, new_id, views
from made import small
from recorded import audit_of, finished_audit

from .conftest import Run

DOCUMENT = Path(__file__).parents[2] / "docs"
TABLES = {view.table for view in views.VIEWS}


def exported(run: Run, store: Path, out: Path, *more: str) -> str:
    ran = run("export", "--store", store, "--out", out, "--as", "A17", *more)
    assert ran.code == 0, ran.err
    return ran.err


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(cell: object) -> object:
    """A cell, numbers as numbers, days and times to the second as such."""
    if isinstance(cell, datetime) or (
        isinstance(cell, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*Z)?", cell)
    ):
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)
        return moment.replace(tzinfo=None).isoformat()[:19]
    try:
        return float(str(cell))
    except ValueError:
        return "" if cell is None else cell


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A store with something in every table."""
    path = tmp_path / "whole.db"
    with Store.open(path) as store:
        audit = finished_audit(store, small(), team="North")
        finished_audit(store, small(), team="South", leave_out=1, case="C-2")
        draft = audit_of(store, small(), case="C-3")
        store.record(
            ActionAdded(new_id(), audit, "Ask the GP", "social worker", "2026-05-01", small().items[0].id),
            ConcernRaised(concern := new_id(), draft, "Not seen", "duty", "2026-03-02"),
            ConcernAddedTo(new_id(), concern, "Seen at school."),
            by="A17",
        )
    return path


@pytest.mark.parametrize("which", ["whole", "made_up"])
def test_the_description_fits_the_files(
    run: Run, tmp_path: Path, request: pytest.FixtureRequest, which: str
) -> None:
    exported(run, request.getfixturevalue(which), tmp_path / "data")
    report = frictionless.validate(str(tmp_path / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "fieldName", "rowNumber"])[:5]
    package = json.loads((tmp_path / "data" / "datapackage.json").read_text())
    assert {resource["name"] for resource in package["resources"]} == TABLES
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields if not field["description"].endswith(".")] == []
        with (tmp_path / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in fields]
    assert package["made_up"] is (which == "made_up")


def test_a_file_that_was_changed_no_longer_fits_its_description(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    exported(run, whole, tmp_path / "data")
    answers = tmp_path / "data" / "answers.csv"
    answers.write_text(answers.read_text().replace('"met"', '"not-met"', 1))
    assert not frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid


def test_a_workbook_holds_the_same_as_the_files(run: Run, tmp_path: Path, whole: Path) -> None:
    exported(run, whole, tmp_path / "data")
    exported(run, whole, tmp_path / "data.xlsx")
    book = openpyxl.load_workbook(tmp_path / "data.xlsx")
    assert set(book.sheetnames) == {"columns", *TABLES}
    for name in TABLES:
        heads, *rows = ([plain(cell) for cell in row] for row in book[name].iter_rows(values_only=True))
        with (tmp_path / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert [heads, *rows] == [[plain(cell) for cell in row] for row in csv.reader(file)], name


def test_the_journal_says_that_it_was_made_and_by_whom(run: Run, tmp_path: Path, whole: Path) -> None:
    said = exported(run, whole, tmp_path / "data")
    assert "audits 3" in said
    with Store.open(whole) as store:
        query = "SELECT kind, actor, body FROM journal ORDER BY seq DESC LIMIT 1"
        kind, actor, body = store.db.execute(query).fetchone()
    assert (kind, actor, json.loads(body)) == (
        SmallCountsShown.kind,
        "A17",
        {"report": "export", "form": "csv"},
    )


def test_without_a_code_and_where_the_place_is_taken_nothing_is_written(run: Run, tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db"):
        pass
    ran = run("export", "--store", tmp_path / "s.db", "--out", tmp_path / "data")
    assert (ran.code, (tmp_path / "data").exists()) == (2, False)
    assert "--as" in ran.err or "--by" in ran.err
    for name in ("data.pdf", "s.db"):
        ran = run("export", "--store", tmp_path / "s.db", "--out", tmp_path / name, "--as", "A17", "--force")
        assert ran.code == 2
    (tmp_path / "data.xlsx").write_text("mine")
    assert (
        run("export", "--store", tmp_path / "s.db", "--out", tmp_path / "data.xlsx", "--as", "A17").code == 2
    )
    assert (tmp_path / "data.xlsx").read_text() == "mine"
    with Store.open(tmp_path / "s.db") as store:
        assert store.db.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_what_looks_like_a_person_is_said_and_can_be_left_out(run: Run, tmp_path: Path, whole: Path) -> None:
    with Store.open(whole) as store:
        draft = audit_of(store, small(), case="C-9")
        store.record(NoteWritten(draft, "worry", "Spoke with Mrs Miller."), by="A17")
    assert "1 text holds something" in exported(run, whole, tmp_path / "data")
    said = exported(run, whole, tmp_path / "less", "--no-words")
    assert "looks like a person" not in said
    assert "Miller" not in "".join(file.read_text() for file in (tmp_path / "less").iterdir())
    assert "text" not in table(tmp_path / "less" / "notes.csv")[0]
    assert frictionless.validate(str(tmp_path / "less" / "datapackage.json")).valid


def test_without_words_nothing_that_was_typed_freely_leaves(run: Run, tmp_path: Path) -> None:
    with Store.open(path := tmp_path / "s.db") as store:
        audit = audit_of(store, small(), case="C-9")
        store.record(
            ActionAdded(new_id(), audit, "Ask", "Mrs Miller", "2026-05-01"),
            ConcernRaised(new_id(), audit, "Not seen", "Mrs Miller", "2026-03-02"),
            by="A17",
        )
    assert "2 texts hold something" in exported(run, path, tmp_path / "data")
    exported(run, path, tmp_path / "less", "--no-words")
    assert "Miller" not in "".join(file.read_text() for file in (tmp_path / "less").iterdir())


def test_names_that_case_lists_taught_are_watched_for_in_what_leaves(run: Run, tmp_path: Path) -> None:
    with Store.open(path := tmp_path / "s.db") as store:
        known_names.learn(store, ["oyelaran"])
        audit = finished_audit(store, small(), team="North")
        store.record(
            ConcernRaised(concern := new_id(), audit, "Not seen", "oyelaran", "2026-03-02"),
            ConcernAddedTo(new_id(), concern, "oyelaran has seen the child"),
            by="A17",
        )
    assert "2 texts hold something" in exported(run, path, tmp_path / "data")
    sheet = run("audit", "export", audit[:6], "--store", path)
    assert "2 of its texts hold something that looks like a person" in sheet.err
    noted = run("cause", "note", "2026-05", "oyelaran began", "--by", "A17", "--store", path)
    assert "as if it named somebody" in noted.err
    checked = run("audit", "check-text", "--store", path, "--format", "csv").out
    assert "concern: text" in checked
    assert "concern: told" in checked


def test_only_the_tables_asked_for_are_written_and_the_description_fits_them(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    exported(run, whole, tmp_path / "data", "--table", "answers", "--table", "items")
    assert {file.name for file in (tmp_path / "data").iterdir()} == {
        "answers.csv",
        "items.csv",
        "datapackage.json",
    }
    assert frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid
    assert "There are actions, answers" in run("export", "--out", tmp_path / "x", "--table", "answer").err


def test_a_sheet_that_cannot_hold_a_table_says_so(
    run: Run, tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    ran = run(
        "export", "--store", whole, "--out", tmp_path / "data.xlsx", "--as", "A17", "--table", "answers"
    )
    assert (ran.code, [file.name for file in tmp_path.glob("*.xlsx")]) == (2, [])
    assert "more than a sheet can hold" in ran.err


def test_every_column_is_documented_as_the_program_says(run: Run) -> None:
    assert (DOCUMENT / "columns.md").read_text(encoding="utf-8") == run(
        "export", "--columns", "--format", "md"
    ).out


def answered(path: Path) -> list[list[tuple[object, ...]]]:
    """What the ten queries of the document give."""
    queries = re.findall(r"```sql\n(.*?)```", (DOCUMENT / "data.md").read_text(encoding="utf-8"), re.DOTALL)
    with Store.open(path) as store:
        store.db.execute("PRAGMA trusted_schema = ON")  # as programs have it that read a store
        return [store.db.execute(query).fetchall() for query in queries]


def test_the_queries_of_the_document_give_the_figures_of_the_summaries(run: Run, made_up: Path) -> None:
    by_item, by_team, by_month, _, by_ethnicity, *_ = answers = answered(made_up)
    assert len(answers) == 10
    assert all(answers), "each has rows"

    def figures(*how: str) -> list[tuple[object, ...]]:
        ran = run("summary", *how, "--store", made_up, "-f", "json")
        rows = [row for row in json.loads(ran.out) if not row["is_total"]]
        group = how[1]
        return sorted((row[group], row["met"], row["counted"]) for row in rows)

    assert sorted(row[1:4] for row in by_item) == figures("--by", "item")
    assert sorted(row[:3] for row in by_team) == figures("--by", "team", "--checklist", "pathway-plan")
    assert sorted((month, met, counted) for month, _, met, counted in by_month) == figures("--by", "month")
    assert sorted((name, met, counted) for name, _, met, counted in by_ethnicity) == figures(
        "--by", "ethnicity"
    )


def test_a_case_with_two_audits_is_one_case_of_its_list(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        frame = new_id()
        listed = [CaseListed(new_id(), frame, ref, "", "North", "", "") for ref in ("C-1", "C-2")]
        store.record(
            FrameImported(frame, "List", "small-theme", "0", "2026-03-02", 2, 2, 0), *listed, by="A17"
        )
        for event in ("2026-03-02", "2026-03-03"):
            store.begin_audit(small(), case="C-1", event=event, team="North", by="A17")
    assert answered(tmp_path / "s.db")[9] == [("small-theme", "North", 2, 1)]


def test_an_audit_is_written_as_a_document_and_what_looks_like_a_person_is_said(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    with Store.open(whole) as store:
        draft = audit_of(store, small(), case="C-9")
        store.record(NoteWritten(draft, "worry", "Spoke with Mrs Miller."), by="A17")
        finished = next(line.id for line in store.audits() if line.state == "finished")
    for name in ("sheet.docx", "sheet.html", "sheet.md", "record.xlsx"):
        ran = run("audit", "export", finished[:8], "--store", whole, "--out", tmp_path / name)
        assert (ran.code, (tmp_path / name).exists()) == (0, True), ran.err
    assert "Journal head" in (tmp_path / "sheet.md").read_text(encoding="utf-8")
    ran = run("audit", "export", draft, "--full", "--store", whole)
    assert "Spoke with Mrs Miller." in ran.out
    assert "1 of its texts holds" in ran.err
    assert run("audit", "export", finished, "--store", whole, "--format", "xlsx").code == 2
