"""The torture tests in short, with a seed: the long form is `make torture`."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from torture import clocks, flips, inputs, kills, writers


@pytest.mark.parametrize("seed", range(2))
def test_what_the_screens_called_saved_outlives_a_kill_at_any_moment(tmp_path: Path, seed: int) -> None:
    ended = list(islice(kills.lives(tmp_path, random.Random(seed)), 3))
    assert [outcome.wrong for outcome in ended] == [""] * len(ended)
    assert sum(outcome.counts["answers kept"] for outcome in ended) > 3


@pytest.mark.parametrize("seed", range(2))
def test_of_two_programs_on_one_store_one_is_killed_and_nothing_called_saved_is_lost(
    tmp_path: Path, seed: int
) -> None:
    (outcome,) = writers.side_by_side(tmp_path, random.Random(seed))
    assert outcome.wrong == ""
    assert outcome.counts["killed in the midst"]


@pytest.mark.parametrize("seed", range(4))
def test_a_clock_that_jumps_loses_nothing_and_what_it_dated_ahead_is_said(tmp_path: Path, seed: int) -> None:
    (outcome,) = clocks.jumping(tmp_path, random.Random(seed))
    assert outcome.wrong == ""


@pytest.mark.parametrize("seed", range(3))
def test_what_is_read_of_a_damaged_file_is_true_or_said_to_be_damaged(tmp_path: Path, seed: int) -> None:
    (outcome,) = flips.damaged(tmp_path, random.Random(seed))
    assert outcome.wrong == ""


def test_every_door_answers_a_broken_file_in_one_line(tmp_path: Path) -> None:
    wrong = [outcome.wrong for outcome in inputs.hostile(tmp_path, random.Random(5)) if outcome.wrong]
    assert wrong == []
