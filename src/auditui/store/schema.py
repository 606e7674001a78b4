"""The tables of a store. The journal is the truth; every other table is made from it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: "audi" in ASCII: tells a store from any other SQLite file.
APPLICATION_ID = 0x61756469
#: Raised with every change of the tables, so that an older program knows a newer store.
SCHEMA_VERSION = 4

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

PROJECTIONS = """
CREATE TABLE council (
  seed        INTEGER NOT NULL
) STRICT;

CREATE TABLE checklists (
  digest      TEXT PRIMARY KEY,
  id          TEXT NOT NULL,
  version     INTEGER NOT NULL,
  title       TEXT NOT NULL,
  theme       TEXT NOT NULL,
  content     TEXT NOT NULL,
  published_at TEXT NOT NULL,
  note        TEXT NOT NULL,
  UNIQUE (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE frames (
  id          TEXT PRIMARY KEY,
  list_name   TEXT NOT NULL,
  theme       TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  listed_on   TEXT NOT NULL,
  row_count   INTEGER NOT NULL,
  used        INTEGER NOT NULL,
  refused     INTEGER NOT NULL,
  imported_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  theme       TEXT NOT NULL,
  ref         TEXT NOT NULL,
  event       TEXT NOT NULL,
  id          TEXT NOT NULL,
  frame       TEXT NOT NULL REFERENCES frames (id),
  team        TEXT NOT NULL,
  age_band    TEXT NOT NULL,
  category    TEXT NOT NULL,
  ethnicity   TEXT NOT NULL,
  disability  TEXT NOT NULL,
  area        TEXT NOT NULL,
  dates       TEXT NOT NULL,
  PRIMARY KEY (frame, ref, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE audits (
  id          TEXT PRIMARY KEY,
  checklist   TEXT NOT NULL REFERENCES checklists (digest),
  case_ref    TEXT NOT NULL,
  event       TEXT NOT NULL,
  team        TEXT NOT NULL,
  age_band    TEXT NOT NULL,
  category    TEXT NOT NULL,
  ethnicity   TEXT NOT NULL,
  disability  TEXT NOT NULL,
  area        TEXT NOT NULL,
  auditor     TEXT NOT NULL,
  state       TEXT NOT NULL,
  begun_at    TEXT NOT NULL,
  changed_at  TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  judgement   TEXT NOT NULL,
  indicated   TEXT NOT NULL,
  percent     REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX audits_changed ON audits (state, changed_at);
CREATE INDEX audits_case ON audits (case_ref, checklist);

CREATE TABLE answers (
  audit       TEXT NOT NULL REFERENCES audits (id),
  item        TEXT NOT NULL,
  value       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  detail      TEXT NOT NULL,
  PRIMARY KEY (audit, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (
  audit       TEXT NOT NULL REFERENCES audits (id),
  item        TEXT NOT NULL,
  about       TEXT NOT NULL,
  text        TEXT NOT NULL,
  PRIMARY KEY (audit, item, about)
) STRICT, WITHOUT ROWID;

CREATE TABLE actions (
  id          TEXT PRIMARY KEY,
  audit       TEXT NOT NULL REFERENCES audits (id),
  item        TEXT NOT NULL,
  what        TEXT NOT NULL,
  owner       TEXT NOT NULL,
  due         TEXT NOT NULL,
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL,
  done_at     TEXT NOT NULL,
  proof       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE concerns (
  id          TEXT PRIMARY KEY,
  audit       TEXT NOT NULL REFERENCES audits (id),
  item        TEXT NOT NULL,
  what        TEXT NOT NULL,
  told        TEXT NOT NULL,
  told_at     TEXT NOT NULL,
  raised_at   TEXT NOT NULL,
  raised_by   TEXT NOT NULL,
  answered_at TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answer      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX concerns_open ON concerns (answered_at);

-- Counts of finished audits, kept as they are finished, so that a summary reads groups and not audits.
CREATE TABLE answer_tallies (
  checklist   TEXT NOT NULL,
  item        TEXT NOT NULL,
  value       TEXT NOT NULL,
  month       TEXT NOT NULL,
  team        TEXT NOT NULL,
  number      INTEGER NOT NULL,
  PRIMARY KEY (checklist, item, value, month, team)
) STRICT, WITHOUT ROWID;

-- By section, and with no section for whole audits: the sums that figures.counting.Spread is of.
CREATE TABLE spread_tallies (
  checklist   TEXT NOT NULL,
  section     TEXT NOT NULL,
  month       TEXT NOT NULL,
  team        TEXT NOT NULL,
  audits      INTEGER NOT NULL,
  met         INTEGER NOT NULL,
  counted     INTEGER NOT NULL,
  met_met     INTEGER NOT NULL,
  met_counted INTEGER NOT NULL,
  counted_counted INTEGER NOT NULL,
  PRIMARY KEY (checklist, section, month, team)
) STRICT, WITHOUT ROWID;

CREATE TABLE judgement_tallies (
  checklist   TEXT NOT NULL,
  month       TEXT NOT NULL,
  team        TEXT NOT NULL,
  auditor     TEXT NOT NULL,
  judgement   TEXT NOT NULL,
  indicated   TEXT NOT NULL,
  number      INTEGER NOT NULL,
  PRIMARY KEY (checklist, month, team, auditor, judgement, indicated)
) STRICT, WITHOUT ROWID;
"""

#: Every projection, children before their parents.
PROJECTED = (
    *("answers", "notes", "actions", "concerns", "audits", "cases", "frames", "checklists", "council"),
    *("answer_tallies", "spread_tallies", "judgement_tallies"),
)


def migrate(connection: sqlite3.Connection, replay: Callable[[], object]) -> None:
    """Bring a store's tables up to this program's schema; each step is one transaction.

    The journal's form is for good. All else is made anew from it by `replay`, in the transaction that drops
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
    def tables(db: Database) -> None:
        for table in PROJECTED:
            db.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in statements(PROJECTIONS):
            db.execute(statement)
        replay()
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    migrations.apply(Database(connection, execute_plugins=False))


def statements(script: str) -> list[str]:
    """Return the statements of a script one by one; executescript would commit the transaction it runs in."""
    found, held = [], ""
    for line in script.splitlines(keepends=True):
        held += line
        if line.strip().endswith(";") and sqlite3.complete_statement(held):
            found.append(held)
            held = ""
    return found
