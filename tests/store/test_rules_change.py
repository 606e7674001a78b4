"""History does not move when a rule does: a full store opens, verifies and rebuilds to the same tables, to the digit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditui.core import timeliness, working_days
from auditui.core.audits import audit, entries, rules, score
from auditui.core.checklists import checklist, comparison, condition_parser, conditions
from auditui.core.checklists import file as checklist_file
from auditui.core.kinds.kind import Kind
from auditui.core.kinds.rated import Rated
from auditui.figures import counting
from auditui.store import Listing, Store, journal, schema
from desks import Tables, holding, rows, tables
from recorded import finished_audit, unpacked


def refuses(*_: object, **__: object) -> Any:
    raise AssertionError("a rule was asked about history")


Change = Callable[[pytest.MonkeyPatch], None]


def _points(patch: pytest.MonkeyPatch) -> None:
    """Partly met is worth two thirds from now on."""
    worth = (("met", "Met", 3), ("partly-met", "Partly met", 2), ("not-met", "Not met", 0))
    patch.setattr(Rated, "options", worth)


#: What rules may become, each by the function that would be asked if anything of history hung on it.
CHANGES: dict[str, Change] = {
    "points": _points,
    "scoring": lambda patch: patch.setattr(score, "score", refuses),
    "thresholds": lambda patch: patch.setattr(score, "_reached", lambda *_, **__: "inadequate"),
    "limiting items": lambda patch: patch.setattr(score, "_cap", lambda _: None),
    "what an answer may be": lambda patch: patch.setattr(Kind, "check", refuses),
    "what counts as met": lambda patch: patch.setattr(checklist.Item, "is_met", lambda *_: False),
    "which items are asked": lambda patch: patch.setattr(checklist.Checklist, "asked", refuses),
    "when a condition holds": lambda patch: patch.setattr(conditions, "holds", refuses),
    "how a condition is written": lambda patch: patch.setattr(condition_parser, "parse", refuses),
    "what stands before the finish": lambda patch: patch.setattr(rules, "blockers", lambda _: ("never",)),
    "every rule at the door": lambda patch: patch.setattr(rules, "_CHECKS", dict.fromkeys(rules._CHECKS, refuses)),
    "which notes there are": lambda patch: patch.setattr(audit, "CLOSING", {}),
    "what a version map may say": lambda patch: patch.setattr(comparison, "map_faults", refuses),
    "what a checklist file may hold": lambda patch: patch.setattr(checklist_file, "read", refuses),
    "bank holidays": lambda patch: patch.setattr(working_days, "add", lambda *_, **__: date(2030, 1, 1)),
    "time limits": lambda patch: patch.setattr(timeliness, "judge", refuses),
    "counting": lambda patch: patch.setattr(counting, "count", refuses),
    "the number of the rules": lambda patch: patch.setattr(score, "RULES", 99),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tables]:
    """A store of an earlier program, in which audits were finished with results since."""
    folder = tmp_path_factory.mktemp("full")
    path = unpacked("v2", folder)
    with Store.open(path, leases=folder / "state") as store:
        for known in store.checklists():
            if known.id in ("strategy-discussion", "pathway-plan", "every-kind"):
                finished_audit(store, known, team="North", leave_out=2)
        return path, tables(store)


@pytest.fixture
def full(made: tuple[Path, Tables], tmp_path: Path) -> tuple[Path, Tables]:
    path, expected = made
    return Path(shutil.copy(path, tmp_path / "full.db")), expected


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_changes_no_table(
    full: tuple[Path, Tables], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, expected = full
    carried = [row for row in expected["contributions"] if row]
    assert len(carried) > 140
    CHANGES[change](monkeypatch)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)  # makes every table again
    with Store.open(path) as store:
        assert tables(store) == expected
        store.rebuild()
        assert tables(store) == expected
        assert store.verify() == []


def test_an_older_audit_reopened_and_finished_now_follows_the_rules_of_now(full: tuple[Path, Tables]) -> None:
    path, _ = full
    with Store.open(path) as store:
        line = next(line for line in store.audits(states=("finished",)) if line.case.startswith("EK-"))
        before = store.audit(line.id)
        assert before.results is None
        store.record(entries.AuditReopened(line.id, "to look again"), by=line.auditor)
        store.record(entries.AuditFinished(line.id), by=line.auditor)
        after = store.audit(line.id)
        assert after.results is not None
        assert after.results.rules == score.RULES
        now = next(found for found in store.audits() if found.id == line.id)
        assert (now.percent, now.indicated) == (line.percent, line.indicated), "rules 2 score as rules 1 did"


def test_rows_of_two_stores_put_together_make_the_same_tables_in_both(tmp_path: Path) -> None:
    paths = [unpacked("v2", tmp_path), unpacked("v1", tmp_path)]
    for path in paths:
        with Store.open(path) as store:
            finished_audit(store, store.checklists()[0], team="North")
    made = []
    for path, other in (paths, reversed(paths)):
        with Store.open(path) as store, Store.open(other) as second:
            with store.db:
                store.db.execute("BEGIN")
                store.db.executemany(
                    journal._INSERT + " ON CONFLICT DO NOTHING", [row[1:] for row in rows(second)]
                )
            store.rebuild()
            assert store.verify() == []
            made.append(tables(store))
    assert made[0] == made[1]
    assert len(made[0]["contributions"]) == 144 + 4 + 2


def test_an_audit_may_arrive_before_its_checklist_and_counts_once_that_is_here(tmp_path: Path) -> None:
    with Store.open(unpacked("v2", tmp_path)) as store:
        held, expected = rows(store), tables(store)
    published = [row for row in held if row.kind == entries.ChecklistPublished.kind]
    rest = [row for row in held if row.kind != entries.ChecklistPublished.kind]
    with holding(tmp_path / "late.db", [rest]) as store:
        assert store.count_listed(Listing(), "state")["finished"] == 143
        assert tables(store)["contributions"] == []
        listed = store.audits(states=("finished",))
        assert len(listed) == 143, "an audit is listed before its checklist is here"
        assert {line.title for line in listed} == {"checklist not here yet"}
        store.receive(published)
        assert tables(store) == expected
