"""The month of docs/lead-guide.md: its lines are run, in their order, with its settings and a made-up list."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from auditui.core.audits.entries import AnswerGiven, AuditFinished, JudgementGiven, NoteWritten
from auditui.core.audits.score import score
from auditui.store import Store
from made import best, shipped

from .conftest import Run

CHECKLIST = shipped("strategy-discussion")
GUIDE = (Path(__file__).parents[2] / "docs" / "lead-guide.md").read_text("utf-8")
TEAMS = ("North", "South", "East", "Assessment")
LIST = "Case reference,Date of strategy discussion,Team\n" + "".join(
    f"LC-{20400 + n},2026-10-{1 + n % 28:02},{TEAMS[n % 4]}\n" for n in range(60)
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the settings and the list of the guide, where its lines are run; the store is not there yet."""
    (tmp_path / "settings.toml").write_text(re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[0])
    (tmp_path / "discussions.csv").write_text(LIST)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITUI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("AUDITUI_STORE", str(tmp_path / "council.db"))
    monkeypatch.delenv("AUDITUI_AUDITOR", raising=False)
    return tmp_path


def finish(path: Path, by: str) -> None:
    """Finish the draft of an auditor, as they would on the screens."""
    with Store.open(path / "council.db") as store:
        (audit,) = (one.id for one in store.audits() if one.auditor == by)
        given = {item.id: best(item) for item in CHECKLIST.items if item.scored}
        grade = score(CHECKLIST, given).indicated or "good"
        store.record(*(AnswerGiven(audit, answer) for answer in given.values()), by=by)
        judged = JudgementGiven(audit, grade), NoteWritten(audit, "strength", "Kind work.")
        store.record(*judged, AuditFinished(audit), by=by)


def test_every_line_of_the_leads_month_does_what_the_guide_says(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = {}
    for line in "".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)).splitlines():
        if line.startswith("export "):
            monkeypatch.setenv(*line.removeprefix("export ").split("="))
            continue
        if line.startswith("auditui audit second"):
            finish(path, "A31")
        if line.startswith("auditui audit compare"):
            finish(path, "A23")
        ran = run(*shlex.split(line, comments=True)[1:])
        assert ran.code == 0, f"{line}\n{ran.err}"
        out[line] = ran.out + ran.err
    assert "Dry run: nothing was drawn." in out["auditui sample draw strategy-discussion --size 24 --dry-run"]
    assert "LC-20456" in out["auditui sample replace last LC-20417 --reason no-access"]
    assert ": the audit of LC-20403" in out["auditui sample chase last LC-20403"]
    assert (path / "programme.docx").stat().st_size
    with Store.open(path / "council.db") as store:
        cases = store.sample_cases()
    assert sum(case.replaced != "" for case in cases) == 2
    assert all(case.auditor for case in cases if not case.replaced), "what came in was given out too"
    assert [case.ref for case in cases if case.second == "finished"] == ["LC-20427"]
