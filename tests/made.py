"""Made values for tests: the shipped checklists, and hypothesis strategies for answers to their items."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import strategies as st
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits.answer import Answer
from auditui.core.audits.audit import Audit
from auditui.core.audits.entries import Entry, Recorded
from auditui.core.audits.fold import fold
from auditui.core.checklists.checklist import Checklist, Item, Option
from auditui.core.checklists.file import parse
from auditui.core.kinds.count_pair import counted, judged
from auditui.core.kinds.interval import dated
from auditui.core.kinds.several import chosen
from auditui.intake import checklist_folder

_DIFFERENCE = """[[section.item]]
id = "difference"
title = "Difference"
question = "Did it make a difference?"
kind = "rated"
weight = 3
about = "impact"
look_in = "Notes"
source = "Project standard"
[section.item.standard]
met = "It did."
partly-met = "In part."
not-met = "It did not."
"""

SMALL = (
    """
id = "small"
title = "A small checklist"
theme = "small-theme"
version = 1
unit = "child"

[indicated]
outstanding = 90
good = 70
requires-improvement = 45
outstanding-needs = ["difference"]

[[section]]
id = "one"
title = "One"

[[section.item]]
id = "reason"
title = "Reason"
question = "Is the reason recorded?"
kind = "rated"
look_in = "Notes"
source = "Project standard"
not_applicable = ["No reason is needed"]
limiting = { below = "partly-met", caps = "requires-improvement", because = "without it nothing follows" }
[section.item.standard]
met = "It is."
partly-met = "In part."
not-met = "It is not."

"""
    + _DIFFERENCE
)

CONDITIONAL = (
    """
id = "conditional"
title = "A checklist with conditions"
theme = "small-theme"
version = 1
unit = "child"

[indicated]
outstanding = 90
good = 70
requires-improvement = 45

[[section]]
id = "one"
title = "One"

[[section.item]]
id = "on-time"
title = "On time"
question = "Was it on time?"
kind = "yes-no"
look_in = "Dates"
source = "Project standard"
[section.item.standard]
yes = "It was."
no = "It was not."

[[section.item]]
id = "why-late"
only_if = "on-time = no"
title = "Why late"
question = "Is the delay explained?"
kind = "rated"
look_in = "Notes"
source = "Project standard"
[section.item.standard]
met = "It is."
partly-met = "In part."
not-met = "It is not."

[[section.item]]
id = "who-knew"
only_if = "why-late in (met, partly-met)"
title = "Who knew"
question = "Did the manager know of it?"
kind = "yes-no"
look_in = "Supervision"
source = "Project standard"
[section.item.standard]
yes = "They did."
no = "They did not."

"""
    + _DIFFERENCE
)

SEVERAL = (
    """
id = "discussion"
title = "A discussion of agencies"
theme = "small-theme"
version = 1
unit = "event"

[indicated]
outstanding = 90
good = 70
requires-improvement = 45

[[section]]
id = "one"
title = "One"

[[section.item]]
id = "agencies"
title = "Agencies"
question = "Which agencies took part?"
kind = "several"
look_in = "The minutes"
source = "Project standard"
choices = [
  { id = "health", label = "Health", required = true },
  { id = "police", label = "Police", required = true },
  { id = "education", label = "Education" },
  { id = "probation", label = "Probation" },
]
not_applicable = ["No discussion was held"]
[section.item.standard]
all = "Both who must be there were."
some = "One of the two was."
none = "Neither was."

"""
    + _DIFFERENCE
)

HOSTILE = (
    "[Redacted]",
    "[see note] [/] [/b",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b[2J\x1b[31mred",
    "\x9d0;title\x9c",
    "\u202eabc\u2066def",
    "zero\u200bwidth\ufeff",
    "w" * 10_000,
    "👩‍👧‍👦 家族 é",
    "سلام عليكم",
    "=cmd|'/c calc'!A1",
    "a\tb\nc\r\nd",
)


@cache
def shipped(checklist_id: str) -> Checklist:
    return checklist_folder.read(checklist_folder.shipped_folder() / f"{checklist_id}.toml")


FOUR = ("strategy-discussion", "culture-and-identity", "personal-education-plan", "pathway-plan")
#: The four themes above, whose first version is in stores, and the four of the journey of the child.
SHIPPED = (*FOUR, "plans-and-review", "supervision-and-oversight", "assessment-quality", "case-record")


@cache
def small() -> Checklist:
    return parse(SMALL, "small.toml")


def recorded(
    entry: Entry,
    *,
    at: str = "2026-03-02T09:00:00.000Z",
    origin: str = "desk",
    number: int = 1,
    actor: str = "A17",
) -> Recorded:
    """An entry as a journal would hold it."""
    return Recorded(number, origin, number, at, actor, entry, f"{origin}{number}".encode())


def made_of(*said: Entry, at: str = "2026-03-02T09:00:00.000Z") -> Audit:
    """The audit that entries make; none of them is set aside."""
    folded = fold(recorded(entry, at=at, number=number) for number, entry in enumerate(said, 1))
    assert folded.aside == ()
    assert isinstance(folded.value, Audit)
    return folded.value


@cache
def several() -> Checklist:
    return parse(SEVERAL, "several.toml")


def with_options(item: Item, *options: Option) -> Item:
    """A choice with these answers in place of its own."""
    own = [{"id": option.id, "label": option.label, "points": option.points} for option in options]
    return replace(item, options=options, own={"options": own})


def best(item: Item) -> Answer:
    """The best answer an item can have."""
    if item.kind == "interval":
        return dated(item, date(2026, 3, 2), date(2026, 3, 2))
    if item.own.get("criteria"):
        return judged(item, ["".join(criterion[0] for criterion in item.own["criteria"])])
    if item.kind == "count-pair":
        return counted(item, 1, 1)
    if item.kind == "several":
        return chosen(item, [choice["id"] for choice in item.own["choices"]])
    return kinds.choose(item, item.options[0].id)


def answers_to(item: Item) -> st.SearchStrategy[Answer]:
    """Any answer the item offers."""
    offered: list[st.SearchStrategy[Answer]] = [st.just(answers.could_not_see(item))]
    if item.not_recorded:
        offered.append(st.just(answers.not_recorded(item)))
    if item.not_applicable:
        offered.append(
            st.sampled_from(item.not_applicable).map(lambda reason: answers.not_applicable(item, reason))
        )
    least = 0 if item.not_applicable else 1
    days = st.dates(date(2018, 1, 1), date(2026, 12, 31))
    if item.kind == "interval":
        offered.append(st.tuples(days, days).map(lambda pair: dated(item, min(pair), max(pair))))
    elif item.own.get("criteria"):
        letters = "".join(criterion[0] for criterion in item.own["criteria"])
        one = st.text(letters, max_size=5).map(lambda word: word or "-")
        words = st.lists(one, min_size=least, max_size=5)
        offered.append(words.map(lambda each: judged(item, each)))
    elif item.kind == "count-pair":
        counts = st.tuples(st.integers(0, 6), st.integers(least, 6)).map(sorted)
        offered.append(counts.map(lambda pair: counted(item, pair[0], pair[1])))
    elif item.kind == "several":
        ids = [choice["id"] for choice in item.own["choices"]]
        offered.append(st.lists(st.sampled_from(ids)).map(lambda named: chosen(item, named)))
    else:
        offered.append(st.sampled_from(item.options).map(lambda option: kinds.choose(item, option.id)))
    return st.one_of(offered)


def answered(checklist: Checklist) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to any of a checklist's scored items."""
    items = {item.id: answers_to(item) for item in checklist.items if item.scored}
    return st.fixed_dictionaries({}, optional=items)


#: Thresholds of the grades, and which of them a score of 75 % reaches: one at its threshold, and not a percent below it.
AT_75_PERCENT = [
    (75, 60, 50, "outstanding"),
    (76, 75, 50, "good"),
    (90, 76, 75, "requires-improvement"),
    (90, 80, 76, "inadequate"),
]
