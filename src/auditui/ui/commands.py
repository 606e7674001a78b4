"""Every command of the screens: its id, keys, words and help.

The key bar, the pages, the help, the palette, line mode, `auditui keys`, the documentation and a user's own keys are
all made from this one table. It knows nothing of Textual.
"""

from __future__ import annotations

from auditui.ui.command import Command

# A line a command: id | keys | action | label | help. An asterisk before the label puts it in the key bar.
_HELP = "help | question_mark,f1,ctrl+g | app.help | *Help | What every key does here."
_PALETTE = "palette | ctrl+p | app.command_palette | Palette | Find any command, audit or theme by name."
_QUIT = "quit | q,ctrl+q,ctrl+o | app.quit | Quit | Leave auditui; the next start is right here again."
_BACK = "back | escape | back | *Back | One step back; nothing is lost."
_CONCERN = "concern | exclamation_mark | concern | *Concern | "
_CONCERNS = f"{_CONCERN}Immediate concerns: those not answered, and what was answered."
_RAISE = f"{_CONCERN}Record an immediate concern: what, who was told, when."
_ACTION = "action | a | add_action | *Action | Something is to be done: what, whose role, by when."
_WITHDRAW = "withdraw | W | withdraw | Withdraw | Take the audit out of lists and figures, with a reason; it can be brought back."
_MOVES = """
down  | down,j | move(1)       | Down  | To the next line.
up    | up,k   | move(-1)      | Up    | To the line before.
first | home,g | move(-10000000) | First | To the first line.
last  | end,G  | move(10000000)  | Last  | To the last line.
"""
_PAGES = """
page-down | pagedown,ctrl+d | page(1)  | Page down | A page down.
page-up   | pageup,ctrl+u   | page(-1) | Page up   | A page up.
"""
_END = f"{_HELP}\n{_BACK}\n{_QUIT}"
_TABLES = {
    "home": f"""
open     | enter | open             | *Open     | Open what the cursor is on.
new      | n     | new              | *New      | Begin an audit.
drafts   | d,1   | view('drafts')   | Drafts    | Audits not finished yet.
waiting  | w,2   | view('waiting')  | Cases     | Cases of the lists that nobody has audited.
finished | f,3   | view('finished') | Finished  | Finished audits, the newest first.
to-do    | y,4   | view('to-do')    | To do     | Drawn cases that are yours, what is due first on top, then your other drafts.
programme | p    | programme        | Programme | What was drawn and given out, what is done and what is owed.
second   | s     | second           | Second audit | Begin the second audit of a finished one: yours, without the first's answers.
compare  | v     | compare          | Compare   | Both audits of a file side by side, as each was first finished.
trends   | t     | trends           | *Trends   | How the figures move over time.
find     | slash | find             | *Find     | Find a case in all three lists by part of its reference.
narrow   | o     | narrow           | *Only     | Show only one checklist, team, auditor, state or age, and in which order.
mine     | m     | mine             | *Mine     | Show only audits of your own, or everybody's again.
all      | backspace | show_all     | All       | Show all again, in the usual order.
actions  | a     | actions          | *Actions  | What is to be done: yours, overdue, by team.
{_WITHDRAW}
withdrawn | R    | withdrawn        | Withdrawn | Audits that were withdrawn, to be looked at and brought back.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_PALETTE}
{_HELP}
{_QUIT.replace("Quit", "*Quit")}
""",
    "programme": f"""
open     | enter | open             | *Open     | Of an auditor, month, team or theme its cases; a case to go on with or to begin.
draw     | d     | draw             | *Draw     | Draw cases at random, for a checklist.
allocate | A     | allocate         | *Give out | Give every case that waits and is nobody's to the auditors of the settings.
give     | o     | give             | *Owner    | Give the case to an auditor, by a day, or to nobody.
chase    | c     | chase            | *Chase    | Note that its auditor was asked how far the case is; the line to send is shown and copied.
replace  | r     | replace          | Replace   | Take out a case that cannot be audited, with a reason; the next ticket comes in.
second   | s     | second           | Second audit | Begin the second audit of a finished case: yours, without the first's answers.
compare  | v     | compare          | Compare   | Both audits of the case side by side, as each was first finished.
auditors | a,1   | view('auditor')  | Auditors  | A row for each auditor: what is planned, begun, done, late; who has nothing or too much.
cases    | w,2   | view('case')     | Cases     | Every case still owed, what is due first on top.
months   | m,3   | view('month')    | Months    | A row for each month in which cases are due.
teams    | t,4   | view('team')     | Teams     | A row for each team.
themes   | h,5   | view('theme')    | Themes    | A row for each theme.
all      | backspace | show_all     | All       | The cases of all again.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_PALETTE}
{_HELP}
back     | escape,p | back          | *Lists    | To the lists of audits and cases.
{_QUIT.replace("Quit", "*Quit")}
""",
    "start": f"""
begin      | f2,ctrl+enter | begin          | *Begin      | Begin the audit; so does Enter on the last field.
next-field | tab           | app.focus_next | *Next field | To the next field; so does Enter.
{_HELP.replace("question_mark,", "")}
{_QUIT.replace("q,", "", 1)}
{_BACK}
""",
    "score": f"""
answer         | 1,2,3,4,5,6,7,8,9 | answer   | *Answer | The answer with that number; the highest is the best.
not-applicable | n | answer('not-applicable') | N/A      | Not applicable, for one of the reasons listed.
not-recorded   | u | answer('not-recorded')   | Not recorded | Not recorded: the file should show it and does not.
could-not-see  | x | answer('could-not-see')  | Could not see | Could not see: this part of the record is closed to you.
comment        | c | note('comment')  | *Comment | Write about this item; every pause in typing is saved.
undo           | z | undo             | *Undo    | Take back the last answer or text, then the one before it, as far as you like.
finish         | f | finish           | *Finish  | What is open, your judgement, and finishing the audit.
enter          | enter | enter        | Type     | Type the dates or counts this item asks for; else go to the next item.
strength       | s | note('strength') | Strength | Write down a strength: it is a finding too.
{_ACTION.replace("*", "")}
{_RAISE}
next-open      | tab,space | next_open | Next open | To the next item without an answer.
jump           | slash     | jump      | Jump      | To an item, by part of its name.
clear          | backspace | clear     | Clear     | Make this item unanswered again.
history        | h         | history   | History   | Who said what of this item, and when; any of it can be brought back.
explain        | e         | explain   | Explain   | The sum behind the score, item by item.
{_MOVES}
scroll-down    | pagedown,ctrl+d | scroll(5)  | Scroll down | Scroll the item's page down.
scroll-up      | pageup,ctrl+u   | scroll(-5) | Scroll up   | Scroll the item's page up.
reopen         | r               | reopen     | *Reopen     | Open a finished audit again, or bring back a withdrawn one, with a reason.
evidence       | l               | evidence   | Evidence    | Name a document that shows it, and its date.
actions        | A               | actions    | Actions     | This audit's actions: done, changed, dropped.
correct        | C               | correct    | Correct     | Correct the reference, event date or team, with a reason.
next-child     | N               | next_child | Next child  | Begin the audit of another child of this event from this one.
{_WITHDRAW}
{_PALETTE}
{_HELP}
back           | escape          | back       | *Home       | Back to the lists; nothing is lost.
{_QUIT}
""",
    "finish": f"""
judge  | 1,2,3,4,5,6,7,8,9 | judge | *Judge | Your judgement: the grade with that number; the highest is the best.
write  | enter,c | write  | *Write  | Write the text the cursor is on.
finish | f       | finish | *Finish | Finish the audit: from now on it counts in the figures.
reopen | r       | reopen | *Reopen | Open a finished audit again, or bring back a withdrawn one, with a reason.
undo   | z       | undo   | Undo    | Take back the last answer or text.
read   | space   | read   | Read    | The texts in full, with what was added later.
export | e       | export | Feedback | Write the feedback sheet for the worker and supervision: Word, PDF, a web page.
history | h      | history | History | What the text under the cursor was, who wrote it and when; any of it can be brought back.
actions | A      | actions | Actions | This audit's actions: done, changed, dropped.
{_ACTION}
{_RAISE}
{_MOVES}
scroll-down | pagedown,ctrl+d | scroll(3)  | Scroll down | Scroll the judgement and its sum down.
scroll-up   | pageup,ctrl+u   | scroll(-3) | Scroll up   | Scroll the judgement and its sum up.
{_PALETTE}
{_END}
""",
    "narrow": f"""
choose | enter,space | choose | *Choose   | Show only this, or no longer only this.
all    | backspace   | clear  | *Show all | Take all of it back.
{_CONCERNS}
{_MOVES}
{_PAGES}
back   | escape,o    | back   | *Done     | Back to the list.
{_HELP}
{_QUIT}
""",
    "actions": f"""
open    | enter | open            | *Open    | Open the audit at the item the action came from.
done    | d     | done            | *Done    | Write what shows that it was done: that closes the action.
change  | c     | change          | *Change  | Say it anew: what, whose role, by when.
drop    | x     | drop            | *Drop    | It will not be done; say why.
reopen  | r     | reopen          | *Reopen  | Open it again, with a reason.
still-open | o,1 | view('open')   | Open ones | All that are neither done nor dropped.
mine    | m,2   | view('mine')    | *Mine    | Those of your own audits, and those you added.
overdue | v,3   | view('overdue') | *Overdue | Those that should have been done before today.
closed  | f,4   | view('closed')  | *Closed  | Those that are done or dropped, and what shows it or why.
all     | e,5   | view('all')     | All      | All of them, the open ones first.
team    | t     | team            | *Team    | Only those of the next team, then of all again.
find    | slash | find            | Find     | Show only cases whose reference holds what you type.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_PALETTE}
{_END}
""",
    "concerns": f"""
answer | enter | answer | *Answer | Write what was answered or done: that closes the concern.
add    | c     | add    | *Add    | Add to the concern; what was said stays.
open   | o     | open_audit | *Open | Open the audit it was raised in.
another | n    | another | *Another | In an audit: raise another concern.
mine   | m     | mine   | *Mine   | Only those of your own audits, or all again.
team   | t     | team   | *Team   | Only those of the next team, then of all again.
{_MOVES}
{_PAGES}
{_END}
""",
    "history": f"""
restore | enter | restore | *Restore this | Say again what the cursor is on: the answer or the text becomes this.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_END}
""",
    "trends": f"""
open           | enter   | open          | *Audits    | The audits of the period the cursor is on.
checklist      | c       | turn('checklist', 1)  | *Checklist | The next checklist.
checklist-back | C       | turn('checklist', -1) | Checklist  | The checklist before.
item           | i,right | turn('part', 1)       | *Item      | The next item or section.
item-back      | I,left  | turn('part', -1)      | Item       | The item or section before.
team           | t       | turn('team', 1)       | *Team      | The next team, or all.
period         | p       | turn('length', 1)     | *Period    | Months, quarters, or what suits the data.
large          | m       | large         | *Maximise  | The chart on the whole screen, or the table again.
copy           | y       | copy          | *Copy      | Copy the table, small counts hidden.
export         | e       | export        | *Export    | Write a page, picture or data file, small counts hidden.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_END}
""",
    "period": f"""
open | enter | open | *Open | Open the audit at its answers.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_END}
""",
    "withdrawn": f"""
open    | enter | open    | *Open       | Look at the audit as it was.
restore | r     | restore | *Bring back | Bring the audit back as it was, with a reason.
{_CONCERNS}
{_MOVES}
{_PAGES}
{_END}
""",
    "page": f"""
{_MOVES}
{_PAGES}
back | escape,question_mark,q,f1,ctrl+g,enter | back | *Back | Back to where you were.
""",
    "note": """
close          | escape | finish | *Keep and close | Close the note; its text is kept.
undo           | alt+z,ctrl+z | undo | Undo          | Take back what was typed, then what the text was before it was opened.
neutral        | ctrl+r | neutral | *Neutral word  | Put a neutral word where a text looks like a person.
answer         | alt+1,alt+2,alt+3,alt+4,alt+5,alt+6,alt+7,alt+8,alt+9 | for_item | *Answer | Answer the item without leaving the note.
not-applicable | alt+n | for_item('not-applicable') | N/A        | Not applicable, without leaving the note.
not-recorded   | alt+u | for_item('not-recorded') | Not recorded | Not recorded, without leaving the note.
could-not-see  | alt+x | for_item('could-not-see') | Could not see | Could not see, without leaving the note.
""",
    "ask": """
take   | enter  |        | *Take   | Take what was typed.
cancel | escape | cancel | *Back | To the question before, as it was answered; from the first, leave without an answer.
""",
}


def _command(line: str) -> Command:
    command_id, keys, action, label, words = (cell.strip() for cell in line.split("|"))
    return Command(command_id, keys, action, label.removeprefix("*"), words, label.startswith("*"))


SCREENS: dict[str, tuple[Command, ...]] = {
    screen: tuple(_command(line) for line in table.splitlines() if line) for screen, table in _TABLES.items()
}

#: The commands of the scoring screen that change an audit, and so do nothing about one that is finished.
SCORE_CHANGES = frozenset(
    (
        *(
            "answer",
            "not-applicable",
            "not-recorded",
            "could-not-see",
            "comment",
            "undo",
            "enter",
            "strength",
        ),
        *("next-open", "clear", "finish", "evidence"),
    )
)

#: Every command by its full id: ``score.comment``.
COMMANDS = {f"{screen}.{command.id}": command for screen, commands in SCREENS.items() for command in commands}
