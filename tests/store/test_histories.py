"""Random histories: the tables are what the journal says, whatever happened."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from auditui.core.audits.amendments import AuditCorrected, AuditRestored, AuditWithdrawn
from auditui.core.audits.answer import Answer
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, Audit, begin
from auditui.core.audits.context import Context
from auditui.core.audits.entries import (
    AnswerCleared,
    AnswerGiven,
    AuditFinished,
    AuditReopened,
    AuditStarted,
    Entry,
    JudgementGiven,
    NoteWritten,
    Reason,
)
from auditui.core.audits.fold import step
from auditui.core.audits.rules import decide
from auditui.core.audits.states import FINISHED
from auditui.core.checklists.checklist import Checklist
from auditui.core.checklists.file import parse
from auditui.core.errors import AuditError
from auditui.core.scale import FOUR_WORDS
from auditui.store import Store
from auditui.store.schema import PROJECTED
from made import CONDITIONAL, answers_to, best, recorded, shipped, small

CHECKLISTS = [small(), shipped("pathway-plan"), parse(CONDITIONAL, "conditional.toml")]
TEXTS = st.text(max_size=30) | st.just("a [note] \x1b[2J")


def pooled(tallies: Iterable[tuple[Any, ...]]) -> dict[tuple[object, ...], Any]:
    """Add up tallies over the auditors."""
    found: dict[tuple[object, ...], Any] = {}
    for checklist, group, *key, number in tallies:
        place = (checklist, group[:2], *key)
        found[place] = found[place] + number if place in found else number
    return found


class Histories(RuleBasedStateMachine):
    audits = Bundle("audits")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "s.db")
        self.expected: dict[str, Audit] = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def _record(self, audit_id: str, entry: Entry) -> None:
        """Record, and expect just what the core says an entry does to an audit."""
        audit = self.expected[audit_id]
        try:
            decided = decide(entry, Context(audit, self.store.checklist(audit.checklist)))
        except AuditError:
            try:
                self.store.record(entry, by="A17")
            except AuditError:
                return
            raise AssertionError(f"the store took {entry}, and the core does not") from None
        self.store.record(entry, by="A17")
        changed = step(audit, recorded(decided))
        assert not isinstance(changed, Reason), "the rules allow nothing that the fold sets aside"
        self.expected[audit_id] = changed

    @rule(target=audits, checklist=st.sampled_from(CHECKLISTS), team=st.sampled_from(["North", "South"]))
    def start(self, checklist: Checklist, team: str) -> str:
        audit_id = self.store.begin_audit(checklist, case="C-1", team=team, by="A17")
        self.expected[audit_id] = begin(recorded(AuditStarted(audit_id, checklist.digest, "C-1", team)))
        return audit_id

    @rule(audit=audits, data=st.data())
    def answer(self, audit: str, data: st.DataObject) -> None:
        checklist = self.store.checklist(self.expected[audit].checklist)
        given: Answer = data.draw(st.sampled_from(checklist.items).flatmap(answers_to))
        self._record(audit, AnswerGiven(audit, given))

    @rule(audit=audits)
    def answer_everything_well(self, audit: str) -> None:
        for item in self.store.checklist(self.expected[audit].checklist).items:
            self._record(audit, AnswerGiven(audit, best(item)))

    @rule(audit=audits, data=st.data())
    def clear(self, audit: str, data: st.DataObject) -> None:
        checklist = self.store.checklist(self.expected[audit].checklist)
        self._record(audit, AnswerCleared(audit, data.draw(st.sampled_from(checklist.items)).id))

    @rule(audit=audits, text=TEXTS, about=st.sampled_from(list(CLOSING)))
    def write(self, audit: str, text: str, about: str) -> None:
        self._record(audit, NoteWritten(audit, about, text))

    @rule(audit=audits, text=TEXTS, about=st.sampled_from(list(ITEM_NOTES)), data=st.data())
    def write_about_an_item(self, audit: str, text: str, about: str, data: st.DataObject) -> None:
        checklist = self.store.checklist(self.expected[audit].checklist)
        self._record(audit, NoteWritten(audit, about, text, data.draw(st.sampled_from(checklist.items)).id))

    @rule(audit=audits, grade=st.sampled_from(list(FOUR_WORDS.ids)))
    def judge(self, audit: str, grade: str) -> None:
        self._record(audit, JudgementGiven(audit, grade))

    @rule(audit=audits)
    def finish(self, audit: str) -> None:
        self._record(audit, AuditFinished(audit))

    @rule(audit=audits)
    def reopen(self, audit: str) -> None:
        self._record(audit, AuditReopened(audit, "to look again"))

    @rule(audit=audits)
    def withdraw(self, audit: str) -> None:
        self._record(audit, AuditWithdrawn(audit, "begun twice"))

    @rule(audit=audits)
    def restore(self, audit: str) -> None:
        self._record(audit, AuditRestored(audit, "it was not"))

    @rule(audit=audits, case=st.sampled_from(["C-1", "C-2"]), team=st.sampled_from(["North", "South"]))
    def correct(self, audit: str, case: str, team: str) -> None:
        self._record(
            audit, AuditCorrected(audit, case, team, "mistyped", area="home" if team == "North" else "")
        )

    def _tables(self) -> dict[str, list[tuple[object, ...]]]:
        return {
            table: sorted(self.store.db.execute(f"SELECT * FROM {table}"), key=repr) for table in PROJECTED
        }

    @rule()
    def rebuild(self) -> None:
        before = self._tables()
        self.store.rebuild()
        assert self._tables() == before

    @rule()
    def verify(self) -> None:
        assert list(self.store.verify()) == []

    @invariant()
    def every_audit_is_what_the_core_makes_of_its_entries(self) -> None:
        for audit_id, expected in self.expected.items():
            found = self.store.audit(audit_id)
            assert (found.state, found.judgement) == (expected.state, expected.judgement)
            assert (found.case, found.team, found.strata) == (expected.case, expected.team, expected.strata)
            assert dict(found.answers) == dict(expected.answers)
            assert dict(found.notes) == dict(expected.notes)

    @invariant()
    def the_tallies_hold_what_every_audit_was_last_finished_as(self) -> None:
        said = [audit.standing or audit for audit in self.expected.values()]
        finished = [audit for audit in said if audit.state == FINISHED]
        assert sum(tally.number for tally in self.store.tallies().judgements) == len(finished)
        assert sum(tally.number for tally in self.store.tallies().answers) == sum(
            sum(
                self.store.checklist(audit.checklist).asked(audit.answers).get(item) is True
                for item in audit.answers
            )
            for audit in finished
        )

    @invariant()
    def counts_kept_are_those_that_reading_every_audit_gives(self) -> None:
        kept = self.store.tallies(by=("month", "team"))
        read = self.store.tallies(by=("month", "team", "auditor"))
        assert pooled(kept.answers) == pooled(read.answers)
        assert pooled(kept.judgements) == pooled(read.judgements)
        assert pooled(kept.spreads) == pooled(read.spreads)


TestHistories = pytest.mark.whole(Histories.TestCase)
TestHistories.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
