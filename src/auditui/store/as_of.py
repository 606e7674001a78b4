"""A store as it stood on a day: its tables made again, in memory, from the entries written until then.

They are temporary tables of the names that the store's own have, which SQLite looks for first, so that every reading reads
them; nothing of them touches the disk.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from auditui.core.audits.keeping import SubjectsPurged
from auditui.store import projections, schema

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from auditui.store.journal import Progress

_LATER = "CREATE TEMP TABLE later (seq INTEGER PRIMARY KEY) STRICT"
#: What was written after the end of the day, by clocks as their desks put them right since. What was erased since has no
#: words left, so its erasing counts at once, with the counts it kept: of months that had begun by then, and of no others.
_FILL = """
INSERT INTO temp.later SELECT seq FROM main.journal
WHERE put_right(origin, origin_seq, at) >= :end
AND NOT (kind = :purged AND coalesce(json_extract(body, '$.month'), '') <= :month)
"""
_JOURNAL = (
    "CREATE TEMP VIEW journal AS SELECT * FROM main.journal WHERE seq NOT IN (SELECT seq FROM temp.later)"
)


def stand(db: sqlite3.Connection, day: date, progress: Progress | None = None) -> None:
    """Make a connection read its store as it stood at the end of a day, at this desk; for good.

    What another desk had written by then counts, also where it arrived here later. `progress` hears how many of how many
    entries are read.
    """
    corrections = projections.Corrections.kept(db)
    db.execute("PRAGMA temp_store = MEMORY")
    db.create_function("put_right", 3, corrections.put_right, deterministic=True)
    db.execute(_LATER)
    values = {"end": _end_of(day), "purged": SubjectsPurged.kind, "month": day.isoformat()[:7]}
    db.execute(_FILL, values)
    db.execute(_JOURNAL)
    for name, table in schema.PROJECTED.items():
        key = ", ".join(table.names[: table.key])
        db.execute(f"CREATE TEMP TABLE {name} ({table.columns}, PRIMARY KEY ({key})) STRICT, WITHOUT ROWID")
    db.execute("BEGIN")
    projections.rebuild(db, progress)
    db.execute("COMMIT")
    for index in schema.INDEXES:
        db.execute(index.replace("CREATE INDEX ", "CREATE INDEX temp.", 1))


def _end_of(day: date) -> str:
    """Return the moment at which a day ends here, as the journal writes moments."""
    end = datetime.combine(day + timedelta(days=1), time()).astimezone()
    utc = (end - (end.utcoffset() or timedelta())).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"
