"""Views of the tables for analysts, under names that stay: what `auditui export` writes, and what SQL may rely on.

Each column stands once: its name, its SQL, its type and what it holds. The views, the files of an export with their
description, and docs/columns.md all come from here.
"""

from __future__ import annotations

from auditui.store.standing import ADDITION_STANDS, ANSWERED, AS_CHANGED, CLOSED
from auditui.store.view import GROUPS, View, columns

GROUPS["CHECKLIST"] = columns("""
    checklist | coalesce(c.id, '') | string | The checklist's id; empty while its checklist has not arrived from another desk.
    version | c.version | integer | The checklist's version.
""")
GROUPS["AUDIT"] = columns("""
    CHECKLIST
    case_ref | coalesce(a.case_ref, '') | string | The case reference, as it was kept.
    team | coalesce(a.team, '') | string | The child's team.
    month | coalesce(substr(a.day, 1, 7), '') | string | The month the audit counts in: that of its first finishing; empty before it.
""")
GROUPS["OF_AUDIT"] = (
    *GROUPS["AUDIT"],
    *columns(
        "audit_state | coalesce(a.state, '') | string | The audit's state: draft, finished, reopened or withdrawn."
    ),
)
GROUPS["ITEM"] = columns("""
    item_title | coalesce(i.title, '') | string | The item's title; empty for the audit as a whole, and for an item no longer asked.
    section | coalesce(i.section, '') | string | The id of the item's section.
""")

_NAMED = "LEFT JOIN checklists c ON c.digest = a.checklist"
_ITEM = "LEFT JOIN items i ON i.checklist = a.checklist AND i.item = t.item"

_AUDITS = View(
    "audits",
    "Audits, one row each",
    columns("""
        audit | a.id | string | The audit's id, random; other tables name it.
        CHECKLIST
        checklist_title | coalesce(c.title, '') | string | The checklist's title.
        theme | coalesce(c.theme, '') | string | What the checklist is about, as case lists name it.
        checklist_digest | a.checklist | string | SHA-256 of the checklist version's content.
        case_ref | a.case_ref | string | The case reference, as it was kept.
        event | a.event | date | The day of the event audited, where the checklist is about one.
        team | a.team | string | The child's team.
        STRATA
        auditor | a.auditor | string | The auditor's code.
        state | a.state | string | draft, finished, reopened (finished once and being corrected) or withdrawn.
        begun_at | a.begun_at | datetime | When it was begun, UTC.
        changed_at | a.changed_at | datetime | When it was last changed, UTC.
        finished_at | a.finished_at | datetime | When it was last finished, UTC; empty while it is open.
        day | a.day | date | The local day it was first finished on; empty before that.
        month | substr(a.day, 1, 7) | string | The month it counts in: that of its first finishing, whatever is corrected later.
        revised | a.revised | date | The local day on which what it counts as was last corrected; empty if never.
        withdrawn | a.withdrawn | words | Why it was withdrawn; empty for all others.
        second_of | a.second_of | string | The audit whose file it reads again, blind; empty for all others. Such an audit is in no figure.
        in_figures | k.audit IS NOT NULL | integer | 1 where the figures count it, as it was last finished; else 0.
        judgement | coalesce(k.judgement, a.judgement) | string | The auditor's grade, as it counts.
        indicated | coalesce(k.indicated, a.indicated) | string | The grade its sum indicates, after the limiting items.
        score | round(a.percent, 2) | number | The score in percent; empty while it is open.
        met | k.met | integer | How many of its answers were met.
        counted | k.met + k.not_met + k.not_recorded | integer | Of how many that count.
    """),
    (f"audits a {_NAMED} LEFT JOIN contributions k ON k.audit = a.id",),
    ("audit",),
    {"checklist_digest": "checklists"},
)
#: The words of an answer that its checklist does not name: one of those that every item has.
_SPOKEN = (
    "CASE t.value WHEN 'not-applicable' THEN 'Not applicable' WHEN 'not-recorded' THEN 'Not recorded'"
    " WHEN 'could-not-see' THEN 'Could not see' ELSE t.value END"
)
#: The answers of audits that are being corrected, which count as they were last finished.
_CORRECTED = """(
  SELECT k.audit, json_extract(j.value, '$[0]') AS item, json_extract(j.value, '$[1]') AS value,
    coalesce(s.reason, '') AS reason, coalesce(s.detail, '{}') AS detail, json_extract(j.value, '$[2]') AS part, s.earned, s.possible
  FROM audits r JOIN contributions k ON k.audit = r.id JOIN json_each(k.answers) j
  LEFT JOIN answers s
    ON s.audit = r.id AND s.item = json_extract(j.value, '$[0]') AND s.value = json_extract(j.value, '$[1]')
  WHERE r.state = 'reopened' AND json_extract(j.value, '$[2]') != 'apart'
)"""
_ANSWERS = View(
    "answers",
    "Answers, one row each, as they count; those of an open draft as they stand",
    columns(f"""
        audit | t.audit | string | The audit.
        item | t.item | string | The item's id.
        ITEM
        section_title | coalesce(i.section_title, '') | string | The section's title.
        place | i.place | integer | The item's place in its checklist, from 1.
        aspect | coalesce(i.aspect, '') | string | quality or compliance.
        about | coalesce(i.about, '') | string | What the item is about, where its checklist says so.
        value | t.value | string | The answer's id; one of the item's options, not-applicable, not-recorded or could-not-see.
        label | coalesce(o.label, {_SPOKEN}) | string | The answer in words.
        reason | t.reason | string | Why it is not applicable.
        part | t.part | string | What it is to the figures: met, not-met, not-recorded, could-not-see, not-applicable, left-out (not asked); empty where the audit is in no figure.
        counts | t.part IN ('met', 'not-met', 'not-recorded') | integer | 1 where it counts in "k of n"; else 0.
        met | CASE t.part WHEN 'met' THEN 1 WHEN 'not-met' THEN 0 WHEN 'not-recorded' THEN 0 END | integer | 1 for met, 0 for not met; empty where it does not count.
        earned | t.earned | integer | Its part in the score: so many of possible; the score is the sum of earned over the sum of possible. Empty where it leaves the score, and where it was settled by the first rules.
        possible | t.possible | integer | The most it could have earned.
        weight | i.weight | integer | The item's weight in the score.
        from_date | json_extract(t.detail, '$.start') | date | Of an item about time: the day it began.
        to_date | json_extract(t.detail, '$.end') | date | Of an item about time: the day it was done.
        how_many | json_extract(t.detail, '$.counted') | integer | Of an item that counts: so many.
        out_of | json_extract(t.detail, '$.out_of') | integer | Of an item that counts: of so many.
        detail | t.detail | string | All that stands behind the answer, as JSON.
        AUDIT
        event | a.event | date | The day of the event audited.
        STRATA
        auditor | a.auditor | string | The auditor's code.
        state | a.state | string | The audit's state.
    """),
    (
        "answers t JOIN audits a ON a.id = t.audit AND a.state != 'reopened'",
        f"{_CORRECTED} t JOIN audits a ON a.id = t.audit",
    ),
    ("audit", "item"),
    {"audit": "audits"},
)
_ANSWERS = _ANSWERS._replace(
    sources=tuple(
        f"{source} {_NAMED} {_ITEM}"
        " LEFT JOIN options o ON o.checklist = a.checklist AND o.item = t.item AND o.value = t.value"
        for source in _ANSWERS.sources
    )
)
_ABOUT = f"LEFT JOIN audits a ON a.id = t.audit {_NAMED} {_ITEM}"
#: The texts of audits, and those added after the finish that stand.
_TEXTS = f"""(
  SELECT audit, item, about, '' AS addition, text, '' AS added_at, '' AS added_by FROM notes
  UNION ALL SELECT audit, '', about, id, text, added_at, added_by FROM additions t WHERE {ADDITION_STANDS}
)"""  # noqa: S608 - fixed text
_NOTES = View(
    "notes",
    "Texts, one row each",
    columns("""
        audit | t.audit | string | The audit.
        item | t.item | string | The item it is about; empty for the audit as a whole.
        ITEM
        about | t.about | string | Which text it is: comment, strength, evidence, reason, synopsis, worry, learning, feedback, reply, supervision.
        text | t.text | words | The text.
        addition | t.addition | string | The id of a text that was added after the finish; empty for one of the audit itself.
        added_at | t.added_at | datetime | When it was added after the finish, UTC; empty for a text of the audit itself.
        added_by | t.added_by | string | Who added it, by code.
        AUDIT
        state | coalesce(a.state, '') | string | The audit's state.
    """),
    (f"{_TEXTS} t {_ABOUT}",),
    ("audit", "item", "about", "addition"),
    {"audit": "audits"},
)
_ACTIONS = View(
    "actions",
    "Actions, one row each",
    columns("""
        action | t.id | string | The action's id, random.
        audit | t.audit | string | The audit it came from.
        item | t.item | string | The item it came from; empty for the audit as a whole.
        ITEM
        what | coalesce(n.what, t.what) | words | What is to be done, as it was last changed.
        owner | coalesce(n.owner, t.owner) | words | Whose role it falls to.
        due | coalesce(n.due, t.due) | date | By when.
        is_open | d.id IS NULL | integer | 1 until it is done or dropped.
        state | coalesce(d.state, 'open') | string | open, done or dropped.
        closed_at | coalesce(d.at, '') | datetime | When it was said to be done or dropped, UTC.
        closed_by | coalesce(d.said_by, '') | string | Who said so, by code.
        proof | coalesce(d.words, '') | words | What shows that it was done, or why it will not be.
        added_at | t.added_at | datetime | When it was added, UTC.
        added_by | t.added_by | string | Who added it, by code.
        OF_AUDIT
    """),
    (f"actions t {_ABOUT} {AS_CHANGED} {CLOSED}",),
    ("action",),
)
_CONCERNS = View(
    "concerns",
    "Immediate concerns, one row each",
    columns("""
        concern | t.id | string | The concern's id, random.
        audit | t.audit | string | The audit it came from.
        item | t.item | string | The item it came from; empty for the audit as a whole.
        ITEM
        what | t.what | words | What the concern is.
        told | t.told | words | Whose role was told.
        told_at | t.told_at | string | When they were told.
        raised_at | t.raised_at | datetime | When it was raised, UTC.
        raised_by | t.raised_by | string | Who raised it, by code.
        is_open | w.id IS NULL | integer | 1 until it is answered.
        answered_at | coalesce(w.answered_at, '') | datetime | When it was answered, UTC.
        answered_by | coalesce(w.answered_by, '') | string | Who answered, by code.
        answer | coalesce(w.answer, '') | words | The answer.
        OF_AUDIT
    """),
    (f"concerns t {_ABOUT} {ANSWERED}",),
    ("concern",),
)
_CONCERN_ADDITIONS = View(
    "concern_additions",
    "What was added to immediate concerns, one row each",
    columns("""
        addition | t.id | string | The addition's id, random.
        concern | t.concern | string | The concern it was added to.
        audit | coalesce(k.audit, '') | string | The audit that came from.
        text | t.text | words | What was added.
        added_at | t.added_at | datetime | When it was added, UTC.
        added_by | t.added_by | string | Who added it, by code.
        OF_AUDIT
    """),
    (
        f"concern_additions t LEFT JOIN concerns k ON k.id = t.concern LEFT JOIN audits a ON a.id = k.audit {_NAMED}",
    ),
    ("addition",),
    {"concern": "concerns"},
)
_CASES = View(
    "cases",
    "Cases of every case list read in and not removed, one row each",
    columns("""
        case_id | a.id | string | The row's id, random.
        frame | a.frame | string | The id of the case list it was in.
        list_name | coalesce(f.list_name, '') | string | The list's name.
        theme | coalesce(f.theme, '') | string | What the list is for; checklists of this theme draw on it.
        listed_on | coalesce(f.listed_on, '') | date | The day the list is of, where it says so.
        imported_at | coalesce(f.imported_at, '') | datetime | When it was read in, UTC.
        case_ref | a.ref | string | The case reference.
        event | a.event | date | The day of the event, where the list is of events.
        team | a.team | string | The child's team.
        STRATA
        dates | a.dates | string | Further dates of the list, as JSON.
    """),
    ("cases a LEFT JOIN frames f ON f.id = a.frame WHERE a.frame NOT IN (SELECT frame FROM frames_removed)",),
    ("case_id",),
)
_CHECKLISTS = View(
    "checklists",
    "Checklists, one row a published version",
    columns("""
        checklist_digest | c.digest | string | SHA-256 of the version's content.
        checklist | c.id | string | The checklist's id.
        version | c.version | integer | Its version.
        title | c.title | string | Its title.
        theme | c.theme | string | What it is about, as case lists name it.
        published_at | c.published_at | datetime | When it was published, UTC.
        note | c.note | words | What was said as it was published.
    """),
    ("checklists c",),
    ("checklist_digest",),
)
_OF_CHECKLIST = columns("""
    checklist_digest | t.checklist | string | The checklist version.
    checklist | c.id | string | The checklist's id.
    version | c.version | integer | Its version.
    item | t.item | string | The item's id.
""")
_ITEMS = View(
    "items",
    "Items of each checklist version, one row each",
    _OF_CHECKLIST
    + columns("""
        place | t.place | integer | Its place, from 1.
        section | t.section | string | The id of its section.
        section_title | t.section_title | string | The section's title.
        title | t.title | string | Its title.
        question | t.question | string | What is asked.
        kind | t.kind | string | The kind of item.
        aspect | t.aspect | string | quality or compliance.
        about | t.about | string | What it is about, where the checklist says so.
        weight | t.weight | integer | Its weight in the score.
    """),
    ("items t JOIN checklists c ON c.digest = t.checklist",),
    ("checklist_digest", "item"),
    {"checklist_digest": "checklists"},
)
_OPTIONS = View(
    "options",
    "Answers of each item that its checklist describes, one row each",
    _OF_CHECKLIST
    + columns("""
        value | t.value | string | The answer's id.
        label | t.label | string | The answer in words.
        standard | t.standard | string | What it looks like in a file.
    """),
    ("options t JOIN checklists c ON c.digest = t.checklist",),
    ("checklist_digest", "item", "value"),
    {"checklist_digest": "checklists"},
)

#: Every view, the smaller first.
VIEWS = (
    *(_CHECKLISTS, _ITEMS, _OPTIONS, _CASES, _AUDITS, _ACTIONS, _CONCERNS, _CONCERN_ADDITIONS),
    *(_NOTES, _ANSWERS),
)
