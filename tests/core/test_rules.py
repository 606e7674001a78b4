"""The rules at the door: what may not be said, why not, and what to do; and what is decided with what may."""

from __future__ import annotations

import pytest
from msgspec import structs
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits import entries, keeping
from auditui.core.audits.answer import Answer
from auditui.core.audits.audit import Audit
from auditui.core.audits.context import Context
from auditui.core.audits.entries import AnswerGiven, Entry, NoteWritten
from auditui.core.audits.rules import blockers, decide
from auditui.core.audits.score import results_of
from auditui.core.checklists.changes import SAME, Changes, Relation
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.errors import AuditError, StoreError
from living import CHANGES, FIRST, B, C, second, version
from made import best, made_of, small

STARTED = entries.AuditStarted("a1", small().digest, "C-1", "North")
ALL = [AnswerGiven("a1", best(item)) for item in small().items]
JUDGED = entries.JudgementGiven("a1", "outstanding")
SECOND = second(CHANGES["reword, comparable"])


def audit_with(*said: Entry) -> Audit:
    return made_of(STARTED, *said)


DRAFT = Context(audit_with(), small())
FINISHED = Context(audit_with(entries.AuditFinished("a1")), small())
NO_CHECKLIST = Context(audit_with())


def published(checklist: Checklist, **other: object) -> entries.ChecklistPublished:
    content = as_data(checklist) | other
    return entries.ChecklistPublished(checklist.digest, content)


def on(checklist: Checklist, *answers: Answer) -> Audit:
    started = entries.AuditStarted("a1", checklist.digest, "C-1", "North")
    return made_of(started, *(AnswerGiven("a1", answer) for answer in answers))


def refused(entry: Entry, context: Context) -> AuditError:
    with pytest.raises(AuditError) as caught:
        decide(entry, context)
    assert "\n" not in str(caught.value)
    return caught.value


NO_AUDIT = "There is no such audit. auditui audit list shows them"
IS_FINISHED = "This audit is finished. Reopen it, with a reason, to change it"
ABSENT = "The checklist of this audit is not in this store. It comes with the desk that has it"
OF_OPEN_AUDITS = (
    *(ALL[0], entries.AnswerCleared("a1", "reason"), NoteWritten("a1", "worry", "x"), JUDGED),
    *(entries.AuditMoved("a1", "other"), entries.AuditFinished("a1")),
)


@pytest.mark.parametrize("entry", OF_OPEN_AUDITS, ids=lambda entry: entry.kind)
def test_what_is_of_open_audits_needs_one_with_its_checklist(entry: Entry) -> None:
    assert str(refused(entry, Context())) == NO_AUDIT
    assert str(refused(entry, FINISHED)) == IS_FINISHED
    assert str(refused(entry, NO_CHECKLIST)) == ABSENT
    assert isinstance(refused(entry, NO_CHECKLIST), StoreError)


REFUSED: dict[str, tuple[Entry, Context]] = {
    "small v1 has no item 'none'": (AnswerGiven("a1", Answer("none", "met")), DRAFT),
    "Reason has no answer 'splendid'. It has met, partly-met, not-met": (
        AnswerGiven("a1", Answer("reason", "splendid")),
        DRAFT,
    ),
    "note is one of reason, synopsis, strength, worry, learning, feedback, reply, supervision": (
        NoteWritten("a1", "comment", "x"),
        DRAFT,
    ),
    "note is one of comment, strength, evidence": (NoteWritten("a1", "worry", "x", "reason"), DRAFT),
    "small v1 has no item 'gone'": (NoteWritten("a1", "comment", "x", "gone"), DRAFT),
    "judgement is one of inadequate, requires-improvement, good, outstanding": (
        entries.JudgementGiven("a1", "splendid"),
        DRAFT,
    ),
    "This audit cannot be finished yet: 2 items are unanswered. No judgement given": (
        entries.AuditFinished("a1"),
        DRAFT,
    ),
    NO_AUDIT: (entries.AuditReopened("a1", "a date"), Context()),
    "This audit is open already": (entries.AuditReopened("a1", "a date"), DRAFT),
    "A reason is needed to reopen an audit. Say why in a few words": (
        entries.AuditReopened("a1", "  "),
        FINISHED,
    ),
    "The version to move to is not in this store. auditui checklist list shows them": (
        entries.AuditMoved("a1", SECOND.digest),
        Context(on(FIRST), FIRST, (FIRST,)),
    ),
    "The audit changed while it was being moved. Look again at what moving it does": (
        entries.AuditMoved("a1", SECOND.digest, ("aim",)),
        Context(on(FIRST, best(FIRST.items[0])), FIRST, (FIRST, SECOND)),
    ),
    "This audit has begun already. auditui audit list shows it": (STARTED, DRAFT),
    f"Checklist {small().digest[:12]} is not in this store. Publish it first": (STARTED, Context()),
    "An audit needs a case reference": (
        structs.replace(STARTED, case="  "),
        Context(checklist=small()),
    ),
    "There is no such audit. auditui audit list shows them ": (
        entries.ActionAdded("x", "a1", "See", "worker", "2026-05-01"),
        Context(),
    ),
    "small v1 has no item 'other'": (
        entries.ActionAdded("x", "a1", "See", "worker", "2026-05-01", "other"),
        DRAFT,
    ),
    "An action needs what is to be done, and whose role it falls to": (
        entries.ActionAdded("x", "a1", "  ", "worker", "2026-05-01"),
        DRAFT,
    ),
    "An action needs what is to be done, and whose role it falls to ": (
        entries.ActionAdded("x", "a1", "See", " ", "2026-05-01"),
        DRAFT,
    ),
    "What shows that it was done? An action is closed by its proof": (
        entries.ActionDone("y", " ", "x"),
        Context(known=True),
    ),
    "There is no such open action. auditui action list shows them": (
        entries.ActionDone("y", "Seen", "x"),
        Context(),
    ),
    "There is no such audit. auditui audit list shows them  ": (
        entries.ConcernRaised("c", "a1", "Not seen", "duty", "now"),
        Context(),
    ),
    "A concern needs what it is, and who was told": (
        entries.ConcernRaised("c", "a1", " ", "duty", "now"),
        DRAFT,
    ),
    "A concern needs what it is, and who was told ": (
        entries.ConcernRaised("c", "a1", "Not seen", " ", "now"),
        DRAFT,
    ),
    "What was the answer? A concern is closed by what was said or done": (
        entries.ConcernAnswered("d", "a1", "", "c"),
        Context(known=True),
    ),
    "There is no such open concern. Look at the concerns again": (
        entries.ConcernAnswered("d", "a1", "Seen", "c"),
        Context(concerns=frozenset({"other"})),
    ),
    "A case belongs to a case list that is not in this store. Import the case list again": (
        entries.CaseListed("k", "f", "C-1"),
        Context(),
    ),
    "The content of living v1 is not what its entry names. Publish it again from its file": (
        published(FIRST, title="Another"),
        Context(),
    ),
    "living v2 is in use already. Give this one version 3": (
        published(FIRST),
        Context(versions=(SECOND,)),
    ),
    "living v2 cannot follow living v1: how it compares with v1 is not said: auditui checklist diff proposes it."
    " auditui checklist diff living FILE --write": (
        published(version(2, B, C)),
        Context(versions=(FIRST,)),
    ),
    "living v2 cannot follow living v1: partner: is 'same', but its wording changed: 'reworded, comparable' or"
    " 'reworded, not comparable'? auditui checklist diff living FILE --write": (
        published(replace(SECOND, changes=Changes(1, tuple((i.id, Relation(SAME)) for i in SECOND.items)))),
        Context(versions=(FIRST,)),
    ),
    "An entry of kind desk.began is not said so. The store writes it by itself": (
        entries.DeskBegan("d", "why", {}),
        DRAFT,
    ),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_may_not_be_said_is_refused_with_what_to_do(message: str) -> None:
    assert str(refused(*REFUSED[message])) == message.strip()


@pytest.mark.parametrize(
    "message", [name for name in REFUSED if "not in this store" in name or "its entry" in name]
)
def test_what_the_store_lacks_is_an_error_of_the_store(message: str) -> None:
    kind = StoreError if "version to move" not in message else AuditError
    assert type(refused(*REFUSED[message])) is kind


def test_another_content_of_a_version_is_refused_with_the_difference() -> None:
    other = replace(FIRST, title="Another")
    assert str(refused(published(other), Context(versions=(FIRST, SECOND)))) == (
        "living v1 is in this store with other content: only in capitals, punctuation, sources or what surrounds"
        " the items. A published version never changes: give the changed checklist a higher version"
    )


def test_a_version_with_much_wrong_names_the_first_five() -> None:
    wrong = tuple((f"gone-{n}", Relation(SAME)) for n in range(6)) + tuple(
        (i.id, Relation(SAME)) for i in FIRST.items
    )
    said = str(
        refused(published(version(2, *FIRST.items, changes=Changes(1, wrong))), Context(versions=(FIRST,)))
    )
    faults = "; ".join(f"gone-{n}: neither v1 nor v2 has this item" for n in range(5))
    assert said == f"living v2 cannot follow living v1: {faults}. auditui checklist diff living FILE --write"


@pytest.mark.parametrize(
    ("entry", "context"),
    [
        (entries.ActionDone("y", "Seen", "x"), Context(known=True)),
        (entries.ConcernAnswered("d", "a1", "Seen", "c"), Context(known=True)),
        (entries.ConcernAnswered("d", "a1", "Seen", "c"), Context(concerns=frozenset({"c"}))),
        (entries.CaseListed("k", "f", "C-1"), Context(known=True)),
        (entries.FrameImported("f", "list", "", "0", "2026-03-02", 1, 1, 0), Context()),
        (entries.SmallCountsShown("s", "summary", "csv"), Context()),
        (keeping.FiguresReleased("s", "summary", "csv", "", ()), Context()),
        (entries.CouncilInvented("s", 7), Context()),
        (STARTED, Context(checklist=small())),
        (entries.ActionAdded("x", "a1", "See", "worker", "", "reason"), DRAFT),
        (entries.ActionAdded("x", "a1", "See", "worker", "", "any"), NO_CHECKLIST),
        (entries.ConcernRaised("c", "a1", "Not seen", "duty", "now"), FINISHED),
        (NoteWritten("a1", "comment", "x", "reason"), DRAFT),
        (published(FIRST), Context()),
        (published(FIRST), Context(versions=(FIRST,))),
        (entries.AuditReopened("a1", "a date"), FINISHED),
        (
            entries.AuditMoved("a1", SECOND.digest),
            Context(on(FIRST, best(FIRST.items[0])), FIRST, (FIRST, SECOND)),
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Entry) else "",
)
def test_what_may_be_said_is_written_as_it_is(entry: Entry, context: Context) -> None:
    decided = decide(entry, context)
    if isinstance(decided, entries.ChecklistPublished):
        decided = structs.replace(decided, follows="")
    assert decided == entry


def test_a_version_names_the_one_it_follows_unless_it_does_so_itself() -> None:
    context = Context(versions=(FIRST,))
    assert decide(published(SECOND), context).body()["follows"] == FIRST.digest
    named = structs.replace(published(SECOND), follows="another")
    assert decide(named, context).body()["follows"] == "another"
    assert "follows" not in decide(published(FIRST), Context()).body()


def test_a_finish_carries_the_results_and_the_offset_of_the_desks_clock() -> None:
    context = Context(audit_with(*ALL, JUDGED), small())
    finish = decide(entries.AuditFinished("a1"), context, utc_offset=60)
    given = {item.id: best(item) for item in small().items}
    assert finish == entries.AuditFinished("a1", results_of(small(), given), 60)
    assert decide(entries.AuditFinished("a1"), context) == structs.replace(finish, utc_offset=0)


@pytest.mark.parametrize("reason", ["", "  ", "Because."])
def test_a_judgement_where_nothing_is_indicated_needs_its_reason(reason: str) -> None:
    unseen = [AnswerGiven("a1", Answer(item.id, "could-not-see")) for item in small().items]
    audit = audit_with(*unseen, entries.JudgementGiven("a1", "good"), NoteWritten("a1", "reason", reason))
    line = "The judgement differs from what the sum indicates (nothing): write why"
    assert blockers(Context(audit, small())) == (() if reason.strip() else (line,))


def test_a_context_goes_on_from_what_was_said() -> None:
    raised = entries.ConcernRaised("c", "a1", "Not seen", "duty", "now")
    with_concern = DRAFT.after(raised)
    assert with_concern.concerns == {"c"}
    assert with_concern.after(entries.ConcernAnswered("d", "a1", "Seen", "c")) == DRAFT
    assert with_concern.after(entries.ConcernAnswered("d", "a1", "Seen", "other")) == with_concern
    after = DRAFT.after(ALL[0])
    assert after.audit == audit_with(ALL[0])
    assert (after.checklist, after.versions) == (DRAFT.checklist, DRAFT.versions)
    assert DRAFT.after(structs.replace(ALL[0], subject="other")) == DRAFT, "another audit's"
    assert FINISHED.after(ALL[0]) == FINISHED, "does not fit"
    assert Context().after(ALL[0]) == Context()


def test_a_context_of_a_moved_audit_has_the_version_it_is_on() -> None:
    context = Context(on(FIRST, kinds.choose(FIRST.items[0], "in-part")), FIRST, (FIRST, SECOND))
    moved = context.after(entries.AuditMoved("a1", SECOND.digest, ("aim",)))
    assert moved.checklist == SECOND
    assert moved.audit is not None
    assert dict(moved.audit.answers) == {}
    unknown = context.after(entries.AuditMoved("a1", "elsewhere"))
    assert unknown.checklist == FIRST
