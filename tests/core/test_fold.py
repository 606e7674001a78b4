"""What a subject's entries make, whoever wrote them and in whatever order they came."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.audits import entries
from auditui.core.audits.audit import Audit
from auditui.core.audits.entries import (
    ActionAdded,
    ActionDone,
    AuditStarted,
    ClockCorrected,
    ConcernAnswered,
    ConcernRaised,
    DeskBegan,
    Entry,
    NoteWritten,
    Opaque,
    Reason,
    Recorded,
    SubjectTaken,
)
from auditui.core.audits.fold import Desk, Folded, FollowUp, begins, fold
from made import recorded

STARTED = AuditStarted("a1", "digest", "C-1", "North")
OTHER = AuditStarted("a1", "digest", "C-2", "South")


def note(text: str) -> NoteWritten:
    return NoteWritten("a1", "worry", text)


def desk(origin: str, *said: Entry, at: str = "2026-03-02T09:00:00.000Z", first: int = 1) -> list[Recorded]:
    return [recorded(entry, origin=origin, number=n, at=at) for n, entry in enumerate(said, first)]


def taken(after: Recorded) -> SubjectTaken:
    return SubjectTaken("a1", after.origin, after.hash.hex(), "she is away")


def aside(folded: Folded) -> dict[tuple[str, int], Reason]:
    return {(kept.recorded.origin, kept.recorded.origin_seq): kept.reason for kept in folded.aside}


def worry(folded: Folded) -> str:
    assert isinstance(folded.value, Audit)
    return folded.value.note("", "worry")


def test_nothing_makes_nothing() -> None:
    assert fold([]) == Folded()


def test_an_audit_has_its_home_its_end_and_the_entries_that_count() -> None:
    said = desk("one", STARTED, note("a"), note("b"))
    folded = fold(reversed(said))
    assert worry(folded) == "b"
    assert (folded.home, folded.end, folded.counting, folded.opaque) == (
        "one",
        said[2].hash.hex(),
        tuple(said),
        False,
    )


def test_what_comes_before_its_beginning_counts_for_nothing() -> None:
    said = desk("one", note("early"), Opaque("a1", "x", Reason.UNKNOWN_KIND), STARTED, note("a"))
    folded = fold(said)
    assert worry(folded) == "a"
    assert aside(folded) == {("one", 1): Reason.NOT_BEGUN, ("one", 2): Reason.UNKNOWN_KIND}
    assert not folded.opaque, "what its desk wrote of it since it began is understood"
    unbegun = fold(said[:2])
    assert (unbegun.value, unbegun.home, aside(unbegun)) == (None, "", aside(folded))


def test_an_audit_with_an_entry_that_is_not_understood_is_opaque() -> None:
    folded = fold(desk("one", STARTED, Opaque("a1", "x", Reason.PURGED), note("a")))
    assert worry(folded) == "a"
    assert folded.opaque
    assert aside(folded) == {("one", 2): Reason.PURGED}
    assert not fold(desk("one", STARTED, ActionAdded("a1", "a1", "x", "y", ""), note("a"))).opaque


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ((OTHER,), Reason.BEGUN_TWICE),
        ((ActionAdded("a1", "a1", "x", "y", ""),), Reason.FOREIGN),
        ((entries.AuditReopened("a1", "again"),), Reason.NOT_FINISHED),
        ((entries.AuditFinished("a1"), note("late")), Reason.NOT_OPEN),
    ],
)
def test_what_does_not_fit_an_audit_is_set_aside(said: tuple[Entry, ...], reason: Reason) -> None:
    history = desk("one", STARTED, note("a"), *said)
    folded = fold(history)
    assert worry(folded) == "a"
    assert aside(folded) == {("one", len(history)): reason}
    assert folded.counting == tuple(history[:-1])


def test_what_another_desk_says_of_it_is_set_aside() -> None:
    folded = fold(
        [*desk("one", STARTED, note("a")), *desk("two", note("b"), OTHER, at="2026-03-03T09:00:00.000Z")]
    )
    assert worry(folded) == "a"
    assert folded.home == "one"
    assert aside(folded) == {("two", 1): Reason.NOT_HOME, ("two", 2): Reason.BEGUN_TWICE}


def test_of_two_desks_that_began_it_the_first_by_the_clock_stands() -> None:
    early = desk("two", STARTED, at="2026-03-01T09:00:00.000Z")
    late = desk("one", OTHER, at="2026-03-02T09:00:00.000Z")
    folded = fold([*late, *early])
    assert folded.home == "two"
    assert aside(folded) == {("one", 1): Reason.BEGUN_TWICE}


def test_a_desk_that_took_it_over_goes_on_from_what_it_had_seen() -> None:
    one = desk("one", STARTED, note("a"), note("unseen"))
    two = desk("two", taken(one[1]), note("b"))
    folded = fold([*two, *one])
    assert worry(folded) == "b"
    assert (folded.home, folded.end) == ("two", two[1].hash.hex())
    assert folded.counting == (*one[:2], *two)
    assert aside(folded) == {("one", 3): Reason.PAST_HEAD}


def test_of_desks_that_took_it_over_the_one_that_saw_most_stands() -> None:
    one = desk("one", STARTED, note("a"))
    least = desk("two", taken(one[0]), note("b"), at="2026-03-01T09:00:00.000Z")
    most = desk("three", taken(one[1]), note("c"), at="2026-03-05T09:00:00.000Z")
    folded = fold([*one, *least, *most])
    assert worry(folded) == "c"
    assert aside(folded) == {("two", 1): Reason.OUTBID, ("two", 2): Reason.NOT_HOME}


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (("two", "2026-03-03T09:00:00.000Z"), ("three", "2026-03-04T09:00:00.000Z"), "two"),
        (("two", "2026-03-04T09:00:00.000Z"), ("three", "2026-03-03T09:00:00.000Z"), "three"),
        (("two", "2026-03-03T09:00:00.000Z"), ("three", "2026-03-03T09:00:00.000Z"), "three"),
    ],
)
def test_of_equals_the_first_by_the_clock_and_then_by_name_stands(
    first: tuple[str, str], second: tuple[str, str], stands: str
) -> None:
    one = desk("one", STARTED, note("a"))
    claims = [desk(origin, taken(one[1]), note(origin), at=at) for origin, at in (first, second)]
    folded = fold([*one, *claims[0], *claims[1]])
    assert (folded.home, worry(folded)) == (stands, stands)


def test_a_claim_after_an_entry_that_is_not_here_waits_for_it() -> None:
    one = desk("one", STARTED, note("a"))
    two = desk("two", taken(one[1]), note("b"))
    folded = fold([one[0], *two])
    assert folded.home == "one"
    assert aside(folded) == {("two", 1): Reason.HEAD_MISSING, ("two", 2): Reason.NOT_HOME}
    assert fold([*one, *two]).home == "two"


def test_a_claim_counts_only_from_the_home_it_names_and_not_by_the_home_itself() -> None:
    one = desk("one", STARTED, note("a"))
    misnamed = desk("two", SubjectTaken("a1", "three", one[1].hash.hex(), "why"))
    assert aside(fold([*one, *misnamed])) == {("two", 1): Reason.HEAD_MISSING}
    own = desk("one", STARTED, note("a"), taken(one[0]), note("b"))
    folded = fold([*own, *desk("two", note("c"))])
    assert folded.home == "one"
    assert worry(folded) == "a", "a desk that says it took its own over has lost what comes after"


def test_a_subject_goes_back_and_forth() -> None:
    one = desk("one", STARTED, note("a"))
    two = desk("two", taken(one[1]), note("b"))
    back = desk("one", taken(two[1]), note("c"), first=3)
    again = desk("two", taken(back[1]), note("d"), first=3)
    history = [*one, *two, *back, *again]
    folded = fold(history)
    assert (folded.home, worry(folded), aside(folded)) == ("two", "d", {})
    assert folded.counting == tuple(history)
    assert fold([*one, *two, *back]).home == "one"


def test_a_third_desk_takes_it_over_from_the_second() -> None:
    one = desk("one", STARTED, note("a"))
    two = desk("two", taken(one[1]), note("b"))
    three = desk("three", taken(two[0]), note("c"), at="2026-03-09T09:00:00.000Z")
    folded = fold([*one, *two, *three])
    assert (folded.home, worry(folded)) == ("three", "c")
    assert aside(folded) == {("two", 2): Reason.PAST_HEAD}


def test_a_checklist_published_on_two_desks_is_no_quarrel() -> None:
    published = entries.ChecklistPublished("d", {"id": "x"})
    first = desk("two", published, at="2026-03-01T09:00:00.000Z")
    history = [*desk("one", published, published), *first]
    folded = fold(history)
    assert folded.value == first[0]
    assert aside(folded) == {}
    listed = entries.CaseListed("d", "f", "C-1")
    assert aside(fold(desk("one", published, listed))) == {("one", 2): Reason.BEGUN_TWICE}
    assert aside(fold(desk("one", published, NoteWritten("d", "worry", "x")))) == {("one", 2): Reason.FOREIGN}
    assert aside(fold(desk("one", listed, listed))) == {("one", 2): Reason.BEGUN_TWICE}


ADDED, RAISED = (
    ActionAdded("x", "a1", "See", "worker", ""),
    ConcernRaised("x", "a1", "Not seen", "duty", "now"),
)


@pytest.mark.parametrize(
    ("begun", "closing", "wrong"),
    [
        (ADDED, ActionDone("x", "Seen"), ConcernAnswered("x", "a1", "Seen")),
        (RAISED, ConcernAnswered("x", "a1", "Seen"), ActionDone("x", "Seen")),
    ],
)
def test_what_follows_up_is_closed_once_and_by_its_own_kind(
    begun: Entry, closing: Entry, wrong: Entry
) -> None:
    history = desk("one", begun, wrong, closing, closing, begun, SubjectTaken("x", "one", "", ""))
    folded = fold(history)
    assert folded.value == FollowUp(history[0], history[2])
    assert aside(folded) == {
        ("one", 2): Reason.FOREIGN, ("one", 4): Reason.CLOSED, ("one", 5): Reason.BEGUN_TWICE,
    }  # fmt: skip


def test_what_closes_is_a_subject_of_its_own_where_it_names_what_it_closes() -> None:
    for own, older in (
        (ActionDone("y", "Seen", "x"), ActionDone("x", "Seen")),
        (ConcernAnswered("y", "a1", "Seen", "x"), ConcernAnswered("x", "a1", "Seen")),
    ):
        assert begins(own)
        assert not begins(older)
        (alone,) = history = desk("one", own)
        assert fold(history).value == alone
        assert aside(fold(desk("one", older))) == {("one", 1): Reason.NOT_BEGUN}


def test_a_desk_is_its_own_home_whatever_others_say() -> None:
    began = DeskBegan("one", "a copy", {})
    corrections = ClockCorrected("one", 1, 2, 60, "late"), ClockCorrected("one", 1, 2, 30, "later")
    history = desk("one", began, *corrections, NoteWritten("one", "worry", "x"))
    others = desk(
        "two", began, corrections[0], Opaque("one", "x", Reason.PURGED), at="2020-01-01T00:00:00.000Z"
    )
    folded = fold([*others, *history])
    assert folded.value == Desk(history[0], tuple(history[1:3]))
    assert folded.home == "one"
    assert aside(folded) == {
        ("one", 4): Reason.FOREIGN, ("two", 1): Reason.BEGUN_TWICE, ("two", 2): Reason.BEGUN_TWICE,
        ("two", 3): Reason.PURGED,
    }  # fmt: skip
    first = desk("one", *corrections)
    assert fold(first).value == Desk(None, tuple(first)), "the first desk of a file needs no beginning"
    assert aside(fold(desk("one", began, began))) == {("one", 2): Reason.BEGUN_TWICE}


@given(st.integers(0, 2**32))
def test_the_order_of_arrival_is_no_matter_and_no_entry_is_lost(seed: int) -> None:
    chance = Random(seed)
    history = drawn(chance)
    expected = fold(history)
    for _ in range(3):
        assert fold(chance.sample(history, len(history))) == expected
    counted = [(entry.origin, entry.origin_seq) for entry in expected.counting]
    apart = list(aside(expected))
    assert len(set(counted)) == len(counted)
    assert apart == sorted(apart)
    assert not set(counted) & set(apart)
    assert {*counted, *apart} == {(entry.origin, entry.origin_seq) for entry in history}


def drawn(chance: Random) -> list[Recorded]:
    """A history of three desks that begin, note, take over, finish and reopen one audit as chance has it."""
    held: dict[str, list[Recorded]] = {origin: [] for origin in ("one", "two", "three")}
    verbs: tuple[Callable[[], Entry], ...] = (
        lambda: STARTED,
        *[lambda: note(str(chance.random()))] * 2,
        lambda: entries.AuditFinished("a1"),
        lambda: entries.AuditReopened("a1", "again"),
        *[lambda: taken(chance.choice([*chain(*held.values())] or desk("none", STARTED)))] * 2,
        lambda: Opaque("a1", "x", Reason.UNREADABLE),
    )
    for _ in range(chance.randint(1, 14)):
        origin = chance.choice(list(held))
        at = f"2026-03-{chance.randint(1, 9):02}T09:00:00.000Z"
        held[origin] += desk(origin, chance.choice(verbs)(), at=at, first=len(held[origin]) + 1)
    return [*chain(*held.values())]
