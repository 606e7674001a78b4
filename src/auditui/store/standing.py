"""What stands, in SQL: what closed an action, what it was changed to, what answered a concern, which additions stand.

Each fragment is about a row `t` of the table it is of; readers and the views for analysts say it in these words alone.
"""

from __future__ import annotations

from itertools import chain

#: What says that an action is closed, and how: a table of both kinds.
CLOSINGS = (
    "(SELECT id, action, 'done' AS state, done_at AS at, done_by AS said_by, proof AS words FROM actions_done UNION ALL"
    " SELECT id, action, 'dropped', dropped_at, dropped_by, reason FROM actions_dropped)"
)
#: Whether one of them, `s`, was not taken back.
NOT_TAKEN_BACK = (
    "NOT EXISTS (SELECT 1 FROM actions_reopened r, json_each(r.closings) j"
    " WHERE r.action = s.action AND j.value = s.id)"
)
#: What closed an action: of several that say so the first.
CLOSING = (
    f"(SELECT s.id FROM {CLOSINGS} s WHERE s.action = t.id AND {NOT_TAKEN_BACK} ORDER BY s.at, s.id LIMIT 1)"  # noqa: S608 - fixed text
)
#: The change by which an action is what it is: one that no other follows; of several, said on desks that did not know of each
#: other, the last.
CHANGE = (
    "(SELECT c.id FROM action_changes c WHERE c.action = t.id AND NOT EXISTS (SELECT 1 FROM action_changes l"
    " WHERE l.action = c.action AND l.follows = c.id) ORDER BY c.changed_at DESC, c.id DESC LIMIT 1)"
)
#: What answered a concern: of several that say so the first.
ANSWER = "(SELECT id FROM concerns_answered WHERE concern = t.id ORDER BY answered_at, id LIMIT 1)"
#: Whether a text added to an audit stands: it is not empty, and no other replaces it.
ADDITION_STANDS = (
    "t.text != '' AND NOT EXISTS (SELECT 1 FROM additions l WHERE l.audit = t.audit AND l.follows = t.id)"
)

#: An action as it was last changed, `n`, and what closed it, `d`; a concern's answer, `w`.
AS_CHANGED = f"LEFT JOIN action_changes n ON n.id = {CHANGE}"
CLOSED = f"LEFT JOIN {CLOSINGS} d ON d.id = {CLOSING}"
ANSWERED = f"LEFT JOIN concerns_answered w ON w.id = {ANSWER}"

_OF_ACTIONS = ("actions_done", "action_changes", "actions_dropped", "actions_reopened")
_OF_CONCERNS = ("concerns_answered", "concern_additions")
#: The subjects of all that was said beside an `:audit`, whether it stands or not.
BESIDE = " UNION ".join(
    chain(
        (f"SELECT id FROM {table} WHERE audit = :audit" for table in ("actions", "concerns", "additions")),  # noqa: S608
        (
            f"SELECT s.id FROM {table} s JOIN {of}s t ON t.id = s.{of} WHERE t.audit = :audit"  # noqa: S608
            for of, tables in (("action", _OF_ACTIONS), ("concern", _OF_CONCERNS))
            for table in tables
        ),
    )
)
