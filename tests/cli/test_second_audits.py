"""Second audits at the command line: begun by somebody else, blind, in no figure, and compared once finished."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from auditui.core.audits.answer import Answer
from auditui.core.audits.entries import (
    AnswerGiven,
    AuditFinished,
    AuditMoved,
    AuditReopened,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.errors import AuditError
from auditui.figures.tallies import Selection
from auditui.store import Store, begin_second, session
from made import best, small
from recorded import finished_audit

from .conftest import Run

CHECKLIST = small()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        finished_audit(store, CHECKLIST, team="North", by="A17", case="C-1")
        store.remember(auditor="A17")
    return path


def first_of(path: Path) -> str:
    with Store.open(path) as store:
        return store.audits()[-1].id


def finish(path: Path, audit: str, by: str, **others: str) -> None:
    with Store.open(path) as store:
        given = {item.id: best(item) for item in CHECKLIST.items if item.scored}
        given |= {item: Answer(item, value) for item, value in others.items()}
        store.record(*(AnswerGiven(audit, answer) for answer in given.values()), by=by)
        judged = JudgementGiven(audit, "good"), NoteWritten(audit, "reason", "As read.")
        store.record(*judged, AuditFinished(audit), by=by)


def test_a_second_audit_counts_in_no_figure_and_leaves_every_page_as_it_was(run: Run, path: Path) -> None:
    pages = [
        ("summary", "--by", "team", "-f", "csv"),
        ("summary", "--by", "item", "--by", "team", "-f", "csv"),
        ("summary", "--by", "auditor", "-f", "csv"),
        ("summary", "--days"),
        ("trend", CHECKLIST.id, "-f", "csv"),
        ("case", "list", "-f", "csv"),
    ]

    def printed() -> list[list[str]]:
        outs = [run(*page, "--store", path).out.splitlines() for page in pages]
        return [[",".join(line.split(",")[:12]) for line in out] for out in outs]

    before = printed()
    ran = run("audit", "second", first_of(path), "--by", "A23", "--store", path)
    assert ran.code == 0, ran.err
    finish(path, ran.out.strip(), "A23", difference="not-met")
    assert printed() == before
    with Store.open(path) as store:
        assert store.tallies(Selection(), ("auditor",)).judgements[0].number == 1
        assert not store.corrections().revisions
        assert not list(store.verify())
        store.rebuild()
        assert not list(store.verify())
    assert printed() == before


def test_the_second_auditor_sees_nothing_of_the_first_until_finished(run: Run, path: Path) -> None:
    first = first_of(path)
    second = run("audit", "second", first, "--by", "A23", "--store", path).out.strip()
    for command in (("show",), ("history",), ("export", "--full"), ("compare",)):
        ran = run("audit", command[0], first, *command[1:], "--store", path)
        assert ran.code == 2, command
        assert "outstanding" not in (ran.out + ran.err).lower()
    listed = run("audit", "list", "-f", "csv", "--store", path)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(listed.out))}
    assert (rows[first]["judgement"], rows[first]["percent"]) == ("", "")
    with Store.open(path) as store:
        with pytest.raises(AuditError, match="reads this file again"):
            session(store, first, "A23")
        assert session(store, second, "A23").state.before is None, "nor beside the item that is answered"
    finish(path, second, "A23")
    assert run("audit", "show", first, "--store", path).code == 0


def test_others_see_the_first_audit_as_ever(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = first_of(path)
    run("audit", "second", first, "--by", "A23", "--store", path)
    monkeypatch.setenv("AUDITUI_AUDITOR", "A17")
    assert run("audit", "show", first, "--store", path).code == 0


def test_a_second_audit_is_somebody_elses_of_a_finished_one_and_only_one(run: Run, path: Path) -> None:
    first = first_of(path)
    own = run("audit", "second", first, "--by", "A17", "--store", path)
    assert (own.code, "made the first audit" in own.err) == (2, True)
    second = run("audit", "second", first, "--by", "A23", "--store", path).out.strip()
    again = run("audit", "second", first, "--by", "A31", "--store", path)
    assert (again.code, "has a second one already" in again.err) == (2, True)
    of_second = run("audit", "second", second, "--by", "A31", "--store", path)
    assert (of_second.code, "is of a finished audit" in of_second.err) == (2, True)
    with Store.open(path) as store:
        draft = store.begin_audit(CHECKLIST, case="C-2", team="North", by="A17")
        with pytest.raises(AuditError, match="is of a finished audit"):
            begin_second(store, draft, by="A23")
        with pytest.raises(AuditError, match="stays on the version"):
            store.record(AuditMoved(second, CHECKLIST.digest), by="A23")


def test_both_are_compared_as_first_finished_whatever_is_put_right_later(run: Run, path: Path) -> None:
    first = first_of(path)
    second = run("audit", "second", first, "--by", "A23", "--store", path).out.strip()
    early = run("audit", "compare", first, "--by", "A17", "--store", path)
    assert (early.code, "not finished yet" in early.err) == (2, True)
    finish(path, second, "A23", difference="not-met")
    with Store.open(path) as store:
        why = NoteWritten(first, "reason", "The plan was there.")
        again = (
            AuditReopened(first, "agreed after the second audit"),
            AnswerGiven(first, Answer("difference", "not-met")),
        )
        store.record(*again, why, AuditFinished(first), by="A17")
    for named in (first, second):
        ran = run("audit", "compare", named, "--by", "A17", "-f", "csv", "--store", path)
        rows = {row["item"]: row for row in csv.DictReader(io.StringIO(ran.out))}
        assert (rows["difference"]["first"], rows["difference"]["second"], rows["difference"]["agree"]) == (
            *("Met", "Not met"),
            "no",
        )
        assert (rows["reason"]["agree"], rows[""]["agree"]) == ("yes", "no")
        assert "First: A17" in run("audit", "compare", named, "--by", "A17", "--store", path).err


def test_agreement_is_by_item_and_says_nothing_of_few_pairs(run: Run, path: Path) -> None:
    none = run("agreement", "--store", path)
    assert "No second audit is finished yet" in none.err
    for n in range(11):
        with Store.open(path) as store:
            first = finished_audit(store, CHECKLIST, team="North", by="A17", case=f"D-{n}")
            second = begin_second(store, first, by="A23")
        finish(path, second, "A23", **({"difference": "not-met"} if n < 2 else {}))
        if n == 3:
            few = run("agreement", "-f", "csv", "--store", path)
            assert {row["remark"] for row in csv.DictReader(io.StringIO(few.out))} == {
                "too few: fewer than 10"
            }
    ran = run("agreement", "--checklist", CHECKLIST.id, "-f", "csv", "--store", path)
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    assert (rows["difference"]["same"], rows["difference"]["pairs"]) == ("9", "11")
    assert rows["reason"]["kappa"] == ""
    assert float(rows["reason"]["ac1"]) == 1
    assert float(rows["reason"]["ac1_low"]) < 0.8
    page = run("agreement", "--store", path)
    assert "the second was lower in 11 of 11" in page.err
    shared = run("agreement", "--share", "--store", path)
    assert (shared.code, "are not passed on" in shared.err) == (2, True)


def test_a_withdrawn_second_audit_leaves_the_first_to_be_seen_and_read_again(run: Run, path: Path) -> None:
    first = first_of(path)
    second = run("audit", "second", first, "--by", "A23", "--store", path).out.strip()
    assert run("audit", "withdraw", second, "--reason", "no access", "--by", "A23", "--store", path).code == 0
    assert run("audit", "show", first, "--store", path).code == 0
    assert run("audit", "second", first, "--by", "A31", "--store", path).code == 0
