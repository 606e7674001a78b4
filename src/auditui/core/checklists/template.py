"""The file a new checklist begins from: valid as it stands, with a word on everything that can be said."""

from __future__ import annotations

TEMPLATE = """\
# A checklist: what is asked of a case file, and what good looks like.
# Lines that begin with # are for you. Check it:  auditui checklist lint {name}
# Feel it, on a store that is thrown away:        auditui checklist try {name}

id = "{id}"                 # small letters, digits, hyphens; for life
title = "{title}"
theme = "{id}"              # ties case lists to checklists
version = 1                 # raise it when you change a published checklist
unit = "child"              # or "event": one discussion, one assessment
purpose = "What this checklist is for, in one sentence."

# The lowest score, in per cent, at which each grade is indicated. Start here and calibrate on files you know.
[indicated]
outstanding = 90
good = 70
requires-improvement = 45
outstanding-needs = ["difference"]     # items that must have their best answer as well


# A section is a part of the record that is met together.
[[section]]
id = "the-record"
title = "The record"

# kind = "rated": met, partly met, not met. Others: yes-no, graded, choice, interval, count-pair, text.
[[section.item]]
id = "reason-recorded"      # for life, as long as the meaning
title = "Reason recorded"   # a few words, for lists and tables
question = "Does the record say why this was done?"
kind = "rated"
aspect = "compliance"       # was it done; or "quality": was it any good
weight = 1                  # 1 to 9
look_in = "Where in the file the answer is found"
source = "Where the duty comes from: a regulation, guidance, or your own standard"
not_applicable = ["Nothing was done, and the record says so"]
# If it is not met, the file cannot be more than this:
limiting = {{ below = "partly-met", caps = "requires-improvement", because = "nothing else can be understood without it" }}
[section.item.standard]     # for every answer, what it looks like in a file
met = "A reader who was not there can tell why."
partly-met = "It says that something was done, and why is left to guess."
not-met = "Nothing is written."

# Dates and a limit; whether it was in time follows from the dates.
[[section.item]]
id = "written-in-time"
title = "Written in time"
question = "Was it written up in time?"
kind = "interval"
aspect = "compliance"
look_in = "The date of the event and of the entry"
source = "Your own standard"
start = "the event"
end = "the entry"
limit = {{ within = 5, unit = "working-days", counting = "after", status = "local" }}
[section.item.standard]
in-time = "Within five working days."
late = "Later than that."

# Asked only if an earlier answer is so. There is =, in, and, or, not and ( ).
[[section.item]]
id = "delay-explained"
title = "Delay explained"
question = "Does the entry say why it was late?"
kind = "yes-no"
only_if = "written-in-time = late"
look_in = "The entry itself"
source = "Your own standard"
[section.item.standard]
yes = "It gives the reason."
no = "It does not."


[[section]]
id = "the-child"
title = "The child"

[[section.item]]
id = "voice"
title = "The child's voice"
question = "Can the child be heard in it?"
kind = "rated"
about = "voice"
look_in = "The child's own words, or what was observed"
source = "Your own standard"
[section.item.standard]
met = "In their own words or way, and something follows from it."
partly-met = "Their words are there; nothing follows."
not-met = "Adults' words only."

[[section.item]]
id = "difference"
title = "Difference made"
question = "What difference did it make for the child?"
kind = "rated"
weight = 3
about = "impact"
look_in = "What changed afterwards"
source = "Your own standard"
[section.item.standard]
met = "A change for the better can be seen, and what brought it about."
partly-met = "Something changed; whether for this reason is open."
not-met = "No change is visible."

[[section.item]]
id = "strength"
title = "What went well"
question = "What should others know went well?"
kind = "text"
about = "strength"
"""


def fill(checklist_id: str, title: str, name: str) -> str:
    """Return the starting file's text for a checklist of this id and title, to be saved as `name`."""
    safe = title.replace("\\", "\\\\").replace('"', '\\"')
    return TEMPLATE.format(id=checklist_id, title=safe, name=name)
