"""What an entry is in the journal, and what is made of it again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.audits import amendments, codec, entries
from auditui.core.audits.answer import Answer
from auditui.core.audits.causes import CauseNoted, CauseTakenBack
from auditui.core.audits.deadlines import DeadlineStated, DeadlineTakenBack
from auditui.core.audits.entries import AnswerGiven, Entry, NoteWritten, Opaque, Reason
from auditui.core.audits.keeping import CaseHeld, FiguresReleased, HoldReleased, KeptCounts, SubjectsPurged
from auditui.core.audits.samples import CaseReplaced, SampleDrawn, SeedNamed, WorkChased, WorkGiven
from auditui.core.audits.score import results_of
from auditui.core.checklists.checklist import as_data, content_digest
from made import answers_to, best, several, shipped, small

ITEMS = (*small().items, *several().items, *shipped("pathway-plan").items)
RESULTS = results_of(small(), {item.id: best(item) for item in small().items})
COUNTS = KeptCounts(
    "team", "North", (("reason", "met", "met", 2),), {"": (2, 3, 4, 5, 6, 8)}, (("good", "good", 2),)
)
ENTRIES: tuple[Entry, ...] = (
    entries.CouncilInvented("s", 7),
    entries.DeskBegan("d", "a copy", {"0123": "4:abcd"}),
    entries.ClockCorrected("d", 3, 9, -86_400, "it was wrong"),
    entries.SubjectTaken("a1", "0123", "abcd", "she is away"),
    entries.ChecklistPublished(small().digest, as_data(small()), "why", "before"),
    entries.FrameImported("f", "list", "theme", "0", "2026-03-02", 3, 2, 1),
    entries.CaseListed("k", "f", "C-1", "2026-03-02", "North", "5 to 9", "conference", {"held": "2026-03-02"}),
    entries.AuditStarted("a1", "digest", "C-1", "North", "2026-03-02", "5 to 9"),
    entries.AuditMoved("a1", "digest", ("reason", "aim")),
    AnswerGiven("a1", Answer("reason", "not-applicable", "No reason is needed"), undo=True),
    entries.AnswerCleared("a1", "reason", undo=True),
    NoteWritten("a1", "comment", 'Straße, 家族, \x00, "\\', "reason"),
    NoteWritten("a1", "comment", "", "reason", "w1", undo=True),
    entries.JudgementGiven("a1", "good"),
    entries.AuditFinished("a1"),
    entries.AuditFinished("a1", RESULTS, -60),
    entries.AuditReopened("a1", "a date"),
    entries.ActionAdded("x", "a1", "See", "worker", "2026-05-01", "reason"),
    entries.ActionDone("y", "Seen", "x"),
    entries.ConcernRaised("c", "a1", "Not seen", "duty", "now", "reason"),
    entries.ConcernAnswered("d", "a1", "Seen", "c"),
    entries.SmallCountsShown("s", "summary", "csv"),
    amendments.AuditWithdrawn("a1", "begun twice", 60),
    amendments.AuditRestored("a1", "it was not"),
    amendments.AuditCorrected("a1", "C-2", "South", "mistyped", "2026-03-02", sex="female", utc_offset=60),
    amendments.AdditionMade("n", "a1", "reply", "Read.", "m"),
    amendments.ConcernAddedTo("o", "c", "Seen again"),
    amendments.ActionChanged("q", "x", "See", "worker", "2026-06-01", "v"),
    amendments.ActionDropped("t", "x", "moved away"),
    amendments.ActionReopened("u", "x", "it was not done", ("y", "t")),
    amendments.FrameRemoved("w", "f", "the wrong file"),
    FiguresReleased("s", "Summary by team", "html", "0" * 64, (("{}", "", "2026-03", 12),)),
    SubjectsPurged("p", "everything about one case", ("a1",), "digest", "2026-03", (COUNTS,)),
    CaseHeld("h", "C-1", "LEG-1"),
    HoldReleased("r", "h", "LEG-2"),
    CauseNoted("g", "2026-05", "new form", "small"),
    CauseTakenBack("i", "g"),
    SeedNamed("n", "07 12 23", "a lottery"),
    SampleDrawn("d", "small", "07 12 23", ("k", "m"), ("m",), {"drawn before": 2}, {"all": 1}, "n", "team"),
    CaseReplaced("r", "d", "m", "no-access", "k"),
    WorkGiven("w", "d", "k", "A17", "2026-05-01"),
    WorkChased("x", "d", "k", "A17"),
    DeadlineStated("l", "statement of action", "2018-12-18", 70, "from", "2019-03-28"),
    DeadlineTakenBack("m", "l"),
)  # fmt: skip


def test_every_kind_of_entry_is_tried_here() -> None:
    assert {entry.kind for entry in ENTRIES} == set(codec.KINDS)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.kind)
def test_an_entry_reads_back_to_the_same_and_its_body_is_canonical(entry: Entry) -> None:
    body = codec.encode(entry)
    assert codec.decode(entry.kind, entry.subject, body) == entry
    data = json.loads(body)
    assert body == json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert "subject" not in data


@given(answer=st.sampled_from(ITEMS).flatmap(answers_to), undo=st.booleans())
def test_an_answer_reads_back_with_its_detail_whatever_its_kind(answer: Answer, *, undo: bool) -> None:
    entry = AnswerGiven("a1", answer, undo)
    assert codec.decode("answer.given", "a1", codec.encode(entry)) == entry


@given(st.text(), st.text())
def test_any_text_and_any_subject_read_back(text: str, subject: str) -> None:
    entry = NoteWritten(subject, "comment", text)
    assert codec.decode(entry.kind, subject, codec.encode(entry)) == entry


def test_what_is_left_at_its_default_is_not_written() -> None:
    assert codec.encode(NoteWritten("a1", "worry", "x")) == '{"about":"worry","text":"x"}'
    assert codec.encode(AnswerGiven("a1", Answer("reason", "met"))) == '{"item":"reason","value":"met"}'
    assert codec.encode(entries.AuditFinished("a1")) == "{}"


@pytest.mark.parametrize("half", ["\ud800", "x\udfffy", "\ud83d then \ude00"])
def test_half_a_character_becomes_the_sign_for_one_that_is_lost(half: str) -> None:
    lost = half.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")
    lost = lost.replace("\ud83d", "\ufffd").replace("\ude00", "\ufffd")
    kept = codec.decode("note.written", "a1", codec.encode(NoteWritten("a1", "worry", half)))
    assert kept == NoteWritten("a1", "worry", lost)
    nested = {half: [half, {"deep": half, "number": 5}]}
    encoded = codec.encode(entries.ChecklistPublished("x", nested, half))
    body = json.loads(encoded)
    assert encoded == json.dumps(body, sort_keys=True, separators=(",", ":")), "canonical as well"
    assert body == {"content": {lost: [lost, {"deep": lost, "number": 5}]}, "note": lost}


def test_whole_characters_beyond_the_first_plane_stay() -> None:
    entry = NoteWritten("a1", "worry", "👩‍👧 \\ud83d")
    assert codec.decode(entry.kind, "a1", codec.encode(entry)) == entry


def opaque(kind: str, body: str | None, subject: str = "a1") -> Reason:
    entry = codec.decode(kind, subject, body)
    assert isinstance(entry, Opaque)
    assert (entry.subject, entry.of_kind) == (subject, kind)
    return entry.reason


def test_what_has_no_body_or_an_unknown_kind_says_so() -> None:
    assert opaque("note.written", None) is Reason.PURGED
    assert opaque("audit.dreamt", "{}") is Reason.UNKNOWN_KIND
    assert opaque("audit.dreamt", None) is Reason.PURGED


@pytest.mark.parametrize("part", ["item", "value", "reason", "undo"])
@pytest.mark.parametrize("wrong", [5, None, ["x"]])
def test_an_answer_whose_own_fields_are_of_another_type_is_not_read(part: str, wrong: object) -> None:
    body = {"item": "reason", "value": "met", "reason": "", "undo": False}
    assert opaque("answer.given", json.dumps(body | {part: wrong})) is Reason.UNREADABLE
    assert not isinstance(codec.decode("answer.given", "a1", json.dumps(body)), Opaque)


@pytest.mark.parametrize("missing", ["item", "value"])
def test_an_answer_without_its_item_or_value_is_not_read(missing: str) -> None:
    body = {"item": "reason", "value": "met"}
    del body[missing]
    assert opaque("answer.given", json.dumps(body)) is Reason.UNREADABLE


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("answer.given", '{"item":"reason","value":"met","more":{"a":1}}'),
        ("answer.given", '{"item":"reason","value":"met","more":9007199254740993}'),
        ("audit.finished", '{"utc_offset":1441}'),
        ("audit.finished", '{"utc_offset":-1441}'),
        ("council.invented", '{"seed":9007199254740993}'),
        ("clock.corrected", '{"first":-1,"last":1,"seconds":1,"reason":""}'),
        ("note.written", '{"about":"worry","text":"x"} '),
    ],
)
def test_what_no_entry_holds_is_not_read(kind: str, body: str) -> None:
    assert opaque(kind, body) is Reason.UNREADABLE


def test_no_body_takes_the_place_of_the_subject_it_is_kept_under() -> None:
    body = '{"about":"worry","text":"x","subject":"other"}'
    assert codec.decode("note.written", "a1", body).subject == "a1"


def test_a_checklist_is_what_its_subject_names() -> None:
    content = as_data(small())
    body = json.dumps({"content": content})
    assert not isinstance(codec.decode("checklist.published", content_digest(content), body), Opaque)
    assert opaque("checklist.published", body, "0" * 64) is Reason.OTHER_CONTENT


@pytest.mark.parametrize(("depth", "readable"), [(31, True), (32, False), (200, False)])
def test_a_checklist_nested_without_end_is_not_read(depth: int, *, readable: bool) -> None:
    for opening, closing in (('{"a":', "}"), ("[", "]")):
        inner = opening * (depth - 1) + "1" + closing * (depth - 1)
        content = json.loads(f'{{"a":{inner}}}')
        body = json.dumps({"content": content})
        entry = codec.decode("checklist.published", content_digest(content), body)
        assert isinstance(entry, Opaque) is not readable
