"""The tables of a store. The journal is the truth; every other table is made from it."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.audits.results import Part
from auditui.core.strata import STRATA
from auditui.store import view, views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: "audi" in ASCII: tells a store from any other SQLite file.
APPLICATION_ID = 0x61756469
#: Raised with every change of the tables, so that an older program knows a newer store.
SCHEMA_VERSION = 20

JOURNAL = """
CREATE TABLE journal (
  seq         INTEGER PRIMARY KEY,
  origin      TEXT NOT NULL,
  origin_seq  INTEGER NOT NULL,
  at          TEXT NOT NULL,
  actor       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  body        TEXT,
  salt        BLOB,
  digest      BLOB NOT NULL,
  hash        BLOB NOT NULL,
  UNIQUE (origin, origin_seq)
) STRICT;
CREATE INDEX journal_subject ON journal (subject, seq);

CREATE TRIGGER journal_keeps_every_entry BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal keeps every entry'); END;
CREATE TRIGGER journal_keeps_what_was_said BEFORE UPDATE OF seq, origin, origin_seq, at, actor, kind, subject, digest, hash
  ON journal BEGIN SELECT RAISE(ABORT, 'the journal keeps what was said'); END;

-- What belongs to this file and not to its facts: its origin, and what lies open on the desk.
CREATE TABLE origin (id TEXT NOT NULL) STRICT;
CREATE TABLE desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


#: The trigger that lets the journal give up what was purged.
GUARD = "journal_gives_up_what_was_purged"


@cache
def _names(columns: str) -> tuple[str, ...]:
    return tuple(column.split()[0] for column in columns.split(","))


class Table(NamedTuple):
    """A table of rows that one subject's entries make."""

    columns: str
    key: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return _names(self.columns)

    @property
    def order(self) -> str:
        """The columns that identify a row, for ORDER BY."""
        return ", ".join(self.names[: self.key])

    def insert(self, name: str) -> str:
        """Return the statement that writes a row of the table called `name`."""
        return f"INSERT INTO {name} VALUES ({', '.join('?' * len(self.names))})"  # noqa: S608 - fixed names


_STRATA = ", ".join(f"{name} TEXT NOT NULL" for name in STRATA)
_TEXT = "TEXT NOT NULL"
#: How many answers of an audit count as what: columns named after core.audits.results.Part.
PARTS = {part.value.replace("-", "_"): part for part in Part if part != Part.LEFT_OUT}
_PARTS = ", ".join(f"{name} INTEGER NOT NULL" for name in PARTS)


def _of_text(names: str) -> Table:
    return Table(", ".join(f"{name} {_TEXT}" for name in names.split()))


#: Every table made from the journal but the tallies. Its first column is the subject whose entries make the row, its first
#: `key` columns identify it. None refers to another: what belongs together may arrive in any order, and readers join.
TABLES = {
    "council": Table(f"id {_TEXT}, seed INTEGER NOT NULL"),
    "desks": Table(f"id {_TEXT}, began_at {_TEXT}, why {_TEXT}"),
    "clock_corrections": Table(
        f"desk {_TEXT}, origin_seq INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
        f" seconds INTEGER NOT NULL, reason {_TEXT}",
        2,
    ),
    "checklists": Table(
        f"digest {_TEXT}, id {_TEXT}, version INTEGER NOT NULL, title {_TEXT}, theme {_TEXT}, content {_TEXT},"
        f" published_at {_TEXT}, note {_TEXT}, follows {_TEXT}"
    ),
    # What a checklist asks and what can be answered, for whoever asks in SQL.
    "items": Table(
        f"checklist {_TEXT}, item {_TEXT}, place INTEGER NOT NULL, section {_TEXT}, section_title {_TEXT}, title {_TEXT},"
        f" question {_TEXT}, kind {_TEXT}, aspect {_TEXT}, about {_TEXT}, weight INTEGER NOT NULL",
        2,
    ),
    "options": Table(f"checklist {_TEXT}, item {_TEXT}, value {_TEXT}, label {_TEXT}, standard {_TEXT}", 3),
    "frames": Table(
        f"id {_TEXT}, list_name {_TEXT}, theme {_TEXT}, file_digest {_TEXT}, listed_on {_TEXT},"
        f" row_count INTEGER NOT NULL, used INTEGER NOT NULL, refused INTEGER NOT NULL, imported_at {_TEXT}"
    ),
    "frames_removed": _of_text("id frame reason removed_at removed_by"),
    "cases": Table(
        f"id {_TEXT}, frame {_TEXT}, ref {_TEXT}, event {_TEXT}, team {_TEXT}, dates {_TEXT}, {_STRATA}"
    ),
    "audits": Table(
        f"id {_TEXT}, checklist {_TEXT}, case_ref {_TEXT}, event {_TEXT}, team {_TEXT}, {_STRATA}, auditor {_TEXT},"
        f" state {_TEXT}, begun_at {_TEXT}, changed_at {_TEXT}, finished_at {_TEXT}, day {_TEXT}, revised {_TEXT}, judgement {_TEXT},"
        f" indicated {_TEXT}, percent REAL, withdrawn {_TEXT}, begun_from {_TEXT},"
        f" second_of {_TEXT}"
    ),
    # Every reference an audit ever had, those that were put right and what was set aside among them: what erasing goes by.
    "audit_references": Table(f"audit {_TEXT}, case_ref {_TEXT}", 2),
    # `part` is what an answer is to the figures, `earned` of `possible` its part in the score, as the finish settled it.
    "answers": Table(
        f"audit {_TEXT}, item {_TEXT}, value {_TEXT}, reason {_TEXT}, detail {_TEXT}, part {_TEXT}, earned INTEGER,"
        " possible INTEGER",
        2,
    ),
    "notes": Table(f"audit {_TEXT}, item {_TEXT}, about {_TEXT}, text {_TEXT}", 3),
    "actions": _of_text("id audit item what owner due added_at added_by"),
    "actions_done": Table(f"id {_TEXT}, action {_TEXT}, proof {_TEXT}, done_at {_TEXT}, done_by {_TEXT}"),
    "action_changes": _of_text("id action what owner due follows changed_at changed_by"),
    "actions_dropped": _of_text("id action reason dropped_at dropped_by"),
    # `closings` is a JSON list of what it takes back.
    "actions_reopened": _of_text("id action reason closings reopened_at reopened_by"),
    "concerns": _of_text("id audit item what told told_at raised_at raised_by"),
    "concerns_answered": _of_text("id concern answer answered_at answered_by"),
    "concern_additions": _of_text("id concern text added_at added_by"),
    # What was added to finished audits; one that follows another replaces it.
    "additions": _of_text("id audit about text follows added_at added_by"),
    # What each finished audit was counted as, kept so that it can be taken out of the tallies again.
    "contributions": Table(
        f"audit {_TEXT}, checklist {_TEXT}, month {_TEXT}, judgement {_TEXT}, indicated {_TEXT}, team {_TEXT}, auditor {_TEXT},"
        f" {_STRATA}, practice {_TEXT}, {_PARTS}, answers {_TEXT}, sections {_TEXT}"
    ),
    # What was erased: by which purge, which subjects, and the counts of finished audits that stay.
    "purges": Table(
        f"id {_TEXT}, rule {_TEXT}, subjects INTEGER NOT NULL, checklist {_TEXT}, month {_TEXT}, purged_at {_TEXT},"
        f" purged_by {_TEXT}"
    ),
    "purged_subjects": Table(f"purge {_TEXT}, subject {_TEXT}", 2),
    "purged_counts": Table(
        f"purge {_TEXT}, checklist {_TEXT}, dimension {_TEXT}, label {_TEXT}, month {_TEXT}, answers {_TEXT},"
        f" sections {_TEXT}, judgements {_TEXT}",
        5,
    ),
    "holds": Table(f"id {_TEXT}, case_ref {_TEXT}, reason {_TEXT}, held_at {_TEXT}, held_by {_TEXT}"),
    "holds_released": _of_text("id hold reason released_at released_by"),
    "causes": _of_text("id month what checklist noted_at noted_by"),
    "causes_taken_back": Table(f"id {_TEXT}, cause {_TEXT}, taken_back_at {_TEXT}, taken_back_by {_TEXT}"),
    "seeds": Table(f"id {_TEXT}, seed {_TEXT}, source {_TEXT}, named_at {_TEXT}, named_by {_TEXT}"),
    "samples": _of_text(
        "id checklist seed named parted_by sizes excluded eligible certain drawn_at drawn_by"
    ),
    "sample_cases": Table(f"sample {_TEXT}, place INTEGER NOT NULL, case_id {_TEXT}", 2),
    "cases_replaced": _of_text("id sample case_id reason by_case replaced_at replaced_by"),
    "work_given": _of_text("id sample case_id auditor due given_at given_by"),
    "work_chased": _of_text("id sample case_id auditor chased_at chased_by"),
    "deadlines": Table(
        f"id {_TEXT}, what {_TEXT}, start {_TEXT}, days INTEGER NOT NULL, counting {_TEXT}, stated {_TEXT}, stated_at {_TEXT},"
        f" stated_by {_TEXT}"
    ),
    "deadlines_taken_back": _of_text("id deadline taken_back_at taken_back_by"),
    # What was shared, and its numbers, which the next page is checked against.
    "releases": _of_text("id report form content cells released_at released_by"),
    "set_aside": Table(f"subject {_TEXT}, origin {_TEXT}, origin_seq INTEGER NOT NULL, reason {_TEXT}", 3),
}

#: Counts of finished audits by one thing at a time (`dimension`, such as team, and its `label`), kept as they are
#: finished, so that a summary reads groups and not audits.
TALLIES = {
    "tallies": Table(
        f"checklist {_TEXT}, dimension {_TEXT}, label {_TEXT}, month {_TEXT}, judgements {_TEXT}, sections {_TEXT},"
        f" parts {_TEXT}, answers {_TEXT}",
        4,
    ),
}
#: The tables of earlier schemas that are no more.
FORMER = ("answer_tallies", "spread_tallies", "judgement_tallies")
PROJECTED = {**TABLES, **TALLIES}

INDEXES = (
    "CREATE INDEX audits_listed ON audits (state, changed_at, auditor, team, checklist, case_ref, begun_at)",
    "CREATE INDEX audits_case ON audits (case_ref, checklist)",
    "CREATE INDEX audits_second ON audits (second_of) WHERE second_of != ''",
    "CREATE INDEX audits_revised ON audits (revised) WHERE revised != ''",
    "CREATE INDEX audit_references_case ON audit_references (case_ref)",
    "CREATE INDEX cases_ref ON cases (ref)",
    "CREATE INDEX cases_listed ON cases (frame, event, ref, team)",
    "CREATE INDEX actions_audit ON actions (audit)",
    "CREATE INDEX actions_done_action ON actions_done (action)",
    "CREATE INDEX actions_dropped_action ON actions_dropped (action)",
    "CREATE INDEX actions_reopened_action ON actions_reopened (action)",
    "CREATE INDEX action_changes_action ON action_changes (action)",
    "CREATE INDEX additions_audit ON additions (audit)",
    "CREATE INDEX concern_additions_concern ON concern_additions (concern)",
    "CREATE INDEX concerns_audit ON concerns (audit)",
    "CREATE INDEX concerns_answered_concern ON concerns_answered (concern)",
    "CREATE INDEX cases_replaced_sample ON cases_replaced (sample)",
    "CREATE INDEX work_given_sample ON work_given (sample)",
    "CREATE INDEX work_chased_sample ON work_chased (sample)",
    "CREATE INDEX purged_subjects_subject ON purged_subjects (subject)",
)


def projections() -> list[str]:
    """Return the statements that make every table made from the journal, the views of them, and the guard that hangs on one."""
    return [
        f"CREATE TABLE {name} ({table.columns}, PRIMARY KEY ({', '.join(table.names[: table.key])})) STRICT, WITHOUT ROWID"
        for name, table in PROJECTED.items()
    ] + [*INDEXES, *map(view.statement, views.VIEWS), guard()]


def guard() -> str:
    """Return the statement of the trigger by which the journal gives up the bodies of what was purged, and no others."""
    from auditui.core.audits.keeping import LASTING  # noqa: PLC0415 - only for what makes the tables

    lasting = ", ".join(f"'{kind}'" for kind in sorted(LASTING))
    unpurged = "OLD.subject NOT IN (SELECT subject FROM purged_subjects)"
    when = f"WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR OLD.kind IN ({lasting}) OR {unpurged}"
    refused = "SELECT RAISE(ABORT, 'the journal gives up only what was purged')"
    return f"CREATE TRIGGER {GUARD} BEFORE UPDATE OF body, salt ON journal {when} BEGIN {refused}; END"


def remake(db: sqlite3.Connection) -> None:
    """Drop every table made from the journal and its views, whatever has become of them, and make them all empty."""
    for named in views.VIEWS:
        # An older store may hold a table or a view of its name that somebody made.
        for (kind,) in db.execute("SELECT type FROM sqlite_schema WHERE name = ?", (named.name,)).fetchall():
            db.execute(f"DROP {kind} {named.name}")
    for name in (*PROJECTED, *FORMER):
        db.execute(f"DROP TABLE IF EXISTS {name}")
    db.execute(f"DROP TRIGGER IF EXISTS {GUARD}")
    for statement in projections():
        db.execute(statement)


def migrate(connection: sqlite3.Connection, replay: Callable[[], object]) -> None:
    """Bring a store's tables up to this program's schema; each step is one transaction.

    The journal's form is for good. All else is made again from it by `replay`, in the transaction that drops
    what an older program made, so a change of the other tables needs no steps of its own.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("auditui")

    @migrations(name="m001_journal_and_projections")
    def journal(db: Database) -> None:
        for statement in statements(JOURNAL):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @migrations(name=f"tables_{SCHEMA_VERSION}")
    def tables(_db: Database) -> None:
        remake(connection)
        replay()

    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one; executescript would commit the transaction it runs in."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if line.strip().endswith(";") and sqlite3.complete_statement(held):
            yield held
            held = ""
