"""Draws of second audits: which are certain, which go by ticket, who gets them, and what they must not see."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from auditui.core.audits.amendments import AuditWithdrawn
from auditui.core.audits.entries import AnswerGiven, AuditFinished, JudgementGiven, NoteWritten
from auditui.core.audits.samples import SampleDrawn
from auditui.core.errors import AuditError
from auditui.figures.tallies import Selection
from auditui.store import Store, begin_second
from desks import Clock
from made import best, small

from .conftest import Run

CHECKLIST = small()
SCRIPT = re.findall(
    r"```sh\n(seed=.*?)```", (Path(__file__).parents[2] / "docs" / "samples.md").read_text("utf-8"), re.DOTALL
)[0]


def finished(store: Store, case: str, *, judged: str = "good", by: str = "A17", team: str = "North") -> str:
    audit = store.begin_audit(CHECKLIST, case=case, team=team, by=by)
    finish(store, audit, judged, by)
    return audit


def finish(store: Store, audit: str, judged: str, by: str) -> None:
    given = [AnswerGiven(audit, best(item)) for item in CHECKLIST.items if item.scored]
    notes = (NoteWritten(audit, about, "As read.") for about in ("reason", "strength"))
    store.record(*given, JudgementGiven(audit, judged), *notes, AuditFinished(audit), by=by)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty audits by A17, two of them at the ends of the scale, and seven by a new auditor; three to give work to."""
    codes = "".join(f'[[auditors]]\ncode = "{code}"\n' for code in ("A17", "A23", "A31"))
    (tmp_path / "settings.toml").write_text(codes + 'team = "South"\n', "utf-8")
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))
    with Store.open(tmp_path / "s.db", clock=Clock()) as store:
        for n in range(20):
            finished(store, f"C-{n}", judged={3: "outstanding", 8: "inadequate"}.get(n, "good"))
        for n in range(7):
            finished(store, f"N-{n}", by="A31", team="South")
    return tmp_path / "s.db"


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def drawn(run: Run, path: Path, *options: object) -> list[dict[str, str]]:
    ran = run(
        *("sample", "again", CHECKLIST.id, "--seed", "07 12", *options, "--by", "A40", "-f", "csv"),
        *("--store", path),
    )
    assert ran.code == 0, ran.err
    return rows(ran.out)


def test_the_ends_of_the_scale_and_a_new_auditors_first_five_are_certain_and_a_tenth_goes_by_ticket(
    run: Run, path: Path
) -> None:
    cases = {row["ref"] for row in drawn(run, path, "--new", "A31")}
    assert {"C-3", "C-8", *(f"N-{n}" for n in range(5))} <= cases
    assert len(cases) == 7 + 2, "a tenth of the twenty others"


def test_every_other_audit_is_as_likely_as_another_over_seeds(path: Path) -> None:
    from auditui.figures.sampling import planned_again  # noqa: PLC0415 - one test

    with Store.open(path) as store:
        frame = store.audits_frame(CHECKLIST.id, ("inadequate", "outstanding"), ())
    drawing, seeds = planned_again(frame, 20), 1_000
    counts = Counter(case.ref for seed in range(seeds) for case in drawing.drawn(str(seed)))
    assert {ref for ref, number in counts.items() if number == seeds} == {"C-3", "C-8"}
    others = [number for number in counts.values() if number != seeds]
    assert len(others) == 25
    assert all(abs(number - 200) < 4 * (seeds * 0.2 * 0.8) ** 0.5 for number in others)


def test_the_script_of_the_docs_draws_the_same_second_audits(run: Run, path: Path, tmp_path: Path) -> None:
    cases = drawn(run, path, "--new", "A31", "--size", 4)
    proof = run("sample", "show", cases[0]["sample"], "--proof", "--store", path)
    assert "C-3" not in proof.out, "by the ids of audits"
    (tmp_path / "again.sh").write_text(SCRIPT, "utf-8")
    again = subprocess.run(
        ["sh", tmp_path / "again.sh", "07 12"],
        input=proof.out,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert again.stdout.splitlines() == [row["unit"] for row in cases]
    assert len(cases) == 11
    page = run("sample", "show", cases[0]["sample"], "--store", path).err
    figures = run("sample", "figures", cases[0]["sample"], "--store", path)
    assert (figures.code, "auditui agreement" in figures.err) == (2, True)
    assert "from 27 finished audits, but for 7 drawn for certain," in page


def test_what_is_read_twice_or_drawn_already_is_not_drawn_again(run: Run, path: Path) -> None:
    with Store.open(path) as store:
        second = begin_second(store, store.audits_frame(CHECKLIST.id, (), ())[0].id, by="A40")
    first = {row["unit"] for row in drawn(run, path, "--size", 5)}
    ran = run("sample", "again", CHECKLIST.id, "--percent", 100, "--by", "A40", "-f", "csv", "--store", path)
    assert "1 left out: read a second time already" in ran.err
    assert f"{len(first)} left out: drawn before, and still owed" in ran.err
    assert not first & {row["unit"] for row in rows(ran.out)}
    assert len(first) + len(rows(ran.out)) == 26
    with Store.open(path) as store:
        store.record(AuditWithdrawn(second, "begun in error"), by="A40")
        assert sum(not case.excluded for case in store.audits_frame(CHECKLIST.id, (), ())) == 1


def test_second_audits_go_to_others_who_do_not_see_the_first_until_they_are_done(
    run: Run, path: Path
) -> None:
    sample = drawn(run, path, "--new", "A31", "--only-tickets")[0]["sample"]
    ran = run("sample", "allocate", sample, "--by", "A40", "-f", "csv", "--store", path)
    given = rows(ran.out)
    assert all(row["auditor"] and f"read first by {row['auditor']}" not in row["why"] for row in given)
    assert all("read first by A" in row["why"] for row in given)
    with Store.open(path) as store:
        mine = next(case for case in store.sample_cases(sample) if case.auditor == "A23")
        assert store.blind_to("A23") >= {mine.case}
        other = begin_second(store, mine.case, by="A23")
        assert next(case for case in store.sample_cases(sample) if case.case == mine.case).state == "draft"
        finish(store, other, "good", "A23")
        done = next(case for case in store.sample_cases(sample) if case.case == mine.case)
        assert (done.state, done.audit) == ("finished", other)
        assert mine.case not in store.blind_to("A23")
        assert store.drawn_audits(Selection()).audits == 0, "the first audits were not drawn by that"
        assert store.read_after() == {(mine.first_by, "A23"): 1}
    refused = run("sample", "give", sample, given[0]["ref"], "A17" if given[0]["ref"][0] == "C" else "A31",
                  "--by", "A40", "--store", path)  # fmt: skip
    assert (refused.code, "somebody else's" in refused.err) == (2, True)


def test_a_grade_that_the_checklist_has_not_is_refused_and_a_dry_run_draws_nothing(
    run: Run, path: Path
) -> None:
    wrong = run("sample", "again", CHECKLIST.id, "--judged", "superb", "--store", path)
    assert (wrong.code, "outstanding" in wrong.err) == (2, True)
    dry = run("sample", "again", CHECKLIST.id, "--dry-run", "--store", path)
    assert (dry.code, dry.out) == (0, "")
    assert "for certain: 2 of 2" in dry.err
    nothing = run("sample", "again", CHECKLIST.id, "--only-tickets", "--percent", 0, "--store", path)
    assert nothing.code == 2


def test_what_is_certain_was_drawn(path: Path) -> None:
    with Store.open(path) as store, pytest.raises(AuditError, match="for certain"):
        store.record(
            SampleDrawn("s", CHECKLIST.id, "7", ("a", "b"), ("a",), {}, {"all": 1}, certain=("b",)), by="A17"
        )
