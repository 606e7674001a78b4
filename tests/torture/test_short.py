"""The torture tests in short, with a seed: the long form is `make torture`."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from torture import kills


@pytest.mark.parametrize("seed", range(2))
def test_what_the_screens_called_saved_outlives_a_kill_at_any_moment(tmp_path: Path, seed: int) -> None:
    ended = list(islice(kills.lives(tmp_path, random.Random(seed)), 3))
    assert [outcome.wrong for outcome in ended] == [""] * len(ended)
    assert sum(outcome.counts["answers kept"] for outcome in ended) > 3
