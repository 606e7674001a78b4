"""Names in what auditors write; every sentence and name is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui import known_names
from name_sentences import HELD_OUT, TUNED, measure, sentences


class Desk:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def remembered(self) -> dict[str, str]:
        return dict(self.kept)

    def remember(self, **session: str) -> None:
        self.kept |= session


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    monkeypatch.setattr("auditui.places.names", lambda: type("P", (), {"path": tmp_path / "names"}))
    known_names.use({})
    return Desk()


def test_nine_names_of_ten_are_found_and_seven_finds_of_ten_are_right_in_sentences_never_tuned_on() -> None:
    held_out = measure(HELD_OUT)
    assert (held_out.recall >= 0.9, held_out.precision >= 0.7) == (True, True)
    assert len({*sentences(HELD_OUT), *sentences(TUNED)}) >= 300


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Jayden said he is scared", "Jayden"),
        ("Mum (Sarah) rang", "Sarah"),
        ("IRO Tom chaired", "Tom"),
        ("Social Worker Priya Patel came", "Priya Patel"),
        ("Mrs B came", "Mrs B"),
        ("SW JP left", "JP"),
        ("UPN D051910639385 is on file", "D051910639385"),
    ],
)
def test_what_auditors_write_of_people_is_found(text: str, part: str) -> None:
    assert [text[one.start : one.end] for one in known_names.find(text)] == [part]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("She goes to St Mary's Primary now", "St Mary's Primary"),
        ("Moved to Hill Top High School.", "Hill Top High School"),
        ("Ofsted rated The Oaks Academy last year", "Oaks Academy"),
        ("Attended Park Lane Primary School.", "Lane Primary School"),
        ("Wrote to Bishop Burton College", "Bishop Burton College"),
    ],
)
def test_a_school_by_its_name_is_found(text: str, part: str) -> None:
    (found,) = known_names.find(text)
    assert (text[found.start : found.end], found.neutral) == (part, "the school")


@pytest.mark.parametrize(
    "text",
    ["The School Nurse came", "A Grammar School", "Primary School staff", "Polish School on Saturdays", "Boarding School", "oaks school",
     "The Virtual School head signed", "Minutes of the Primary School", "The Nursery and Primary School"],
)  # fmt: skip
def test_a_sort_of_school_is_no_school_by_its_name(text: str) -> None:
    assert known_names.find(text) == []


def test_a_name_that_a_list_taught_is_known_and_stands_nowhere_in_the_open(
    desk: Desk, tmp_path: Path
) -> None:
    text = "spoke about Qwertina at length"
    assert known_names.find(text) == []
    assert known_names.learn(desk, {"qwertina", "sarah"}) == 1  # the other is known already
    (found,) = known_names.find(text)
    assert text[found.start : found.end] == "Qwertina"
    (file,) = (tmp_path / "names").iterdir()
    assert b"qwertina" not in file.read_bytes().lower()
    assert "qwertina" not in str(desk.kept)
    known_names.use({})
    assert known_names.find(text) == []


def test_the_file_of_learnt_names_tells_nothing_without_the_key_in_the_store(
    desk: Desk, tmp_path: Path
) -> None:
    other = Desk()
    known_names.learn(desk, {"qwertina"})
    known_names.learn(other, {"qwertina"})
    one, two = (tmp_path / "names").iterdir()
    assert one.read_bytes() != two.read_bytes()


def test_learnt_names_are_forgotten_with_their_file(desk: Desk, tmp_path: Path) -> None:
    known_names.learn(desk, {"qwertina"})
    known_names.forget(desk)
    assert known_names.find("spoke about Qwertina at length") == []
    assert list((tmp_path / "names").iterdir()) == []
    assert not any(desk.kept.values())


def test_a_team_that_looks_like_a_person_is_doubted_until_somebody_says_it_is_none(desk: Desk) -> None:
    assert "Sarah Jones" in known_names.doubtful(desk.remembered(), "North (Sarah Jones)")
    assert known_names.doubtful(desk.remembered(), "Leaving Care North") == ""
    known_names.allow(desk, "North (Sarah Jones)")
    assert known_names.doubtful(desk.remembered(), "north (sarah jones)") == ""
