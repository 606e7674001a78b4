from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditui.core.audits import answer as answers
from auditui.core.audits.entries import AnswerCleared, AnswerGiven, AuditStarted, Entry, NoteWritten, Recorded
from auditui.core.audits.undoing import texts_before
from auditui.core.audits.undoing import undo as undo_recorded
from made import answers_to, made_of, small

STARTED = AuditStarted("a1", "digest", "C-1", "North")
given_or_cleared = st.one_of(
    st.sampled_from(small().items).flatmap(answers_to).map(lambda answer: AnswerGiven("a1", answer)),
    st.sampled_from(small().items).map(lambda item: AnswerCleared("a1", item.id)),
)


def undo(said: list[Entry]) -> AnswerGiven | AnswerCleared | NoteWritten | None:
    return undo_recorded([Recorded(0, "here", 0, "t", "A17", entry) for entry in said], "here")


def answers_after(said: list[Entry]) -> dict[str, object]:
    return dict(made_of(STARTED, *said).answers)


@given(st.lists(given_or_cleared, max_size=12))
def test_as_many_undos_as_changes_lead_back_to_the_beginning_by_the_same_way(changes: list[Entry]) -> None:
    said: list[Entry] = list(changes)
    for left in range(len(changes) - 1, -1, -1):
        entry = undo(said)
        assert entry is not None
        said.append(entry)
        assert answers_after(said) == answers_after(changes[:left])
    assert undo(said) is None


@given(st.lists(given_or_cleared, min_size=1, max_size=6), st.lists(given_or_cleared, min_size=1, max_size=6))
def test_a_change_after_an_undo_is_taken_back_first(one: list[Entry], two: list[Entry]) -> None:
    first = undo(one)
    assert first is not None
    said = [*one, first, *two]
    for left in range(len(two) - 1, -1, -1):
        entry = undo(said)
        assert entry is not None
        said.append(entry)
        assert answers_after(said) == answers_after([*one, first, *two[:left]])


def note(text: str, writing: str = "", about: str = "comment") -> NoteWritten:
    return NoteWritten("a1", about, text, "reason", writing)


def test_a_text_is_taken_back_as_it_was_before_it_was_opened_and_not_by_pauses() -> None:
    said: list[Entry] = [note("Seen", "w1"), note("Seen at h", "w1"), note("Seen at home", "w1")]
    said += [note("Seen", "w2"), note("", "w2")]  # opened again, and wiped by one key
    taken = undo(said)
    assert taken == NoteWritten("a1", "comment", "Seen at home", "reason", undo=True)
    assert undo([*said, taken]) == NoteWritten("a1", "comment", "", "reason", undo=True)
    assert texts_before(
        [Recorded(0, "here", 0, "t", "A17", entry) for entry in said], "reason", "comment"
    ) == ("Seen at home",)


def test_answers_and_texts_are_taken_back_in_the_order_they_were_made() -> None:
    answered = AnswerGiven("a1", answers.not_recorded(small().items[0]))
    said: list[Entry] = [answered, note("x"), note("Kind.", about="strength")]
    for expected in ("strength", "comment", None):
        taken = undo(said)
        assert getattr(taken, "about", None) == expected
        assert taken is not None
        said.append(taken)
    assert undo(said) is None


def test_what_another_desk_answered_is_not_taken_back_and_neither_is_what_it_replaced() -> None:
    items = small().items
    first, second = (AnswerGiven("a1", answers.could_not_see(item)) for item in items)
    theirs = AnswerGiven("a1", answers.not_recorded(items[1]))

    def recorded(entry: Entry, origin: str) -> Recorded:
        return Recorded(0, origin, 0, "t", "A17", entry)

    assert undo_recorded([recorded(theirs, "there")], "here") is None
    history = [recorded(first, "here"), recorded(second, "here"), recorded(theirs, "there")]
    assert undo_recorded(history, "here") == AnswerCleared("a1", items[0].id, undo=True)
    own = recorded(AnswerCleared("a1", items[1].id), "here")
    assert undo_recorded([*history, own], "here") == AnswerGiven("a1", theirs.answer, undo=True)
