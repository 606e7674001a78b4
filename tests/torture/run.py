"""The long form of the torture tests, with its figures: `make torture`; docs/reliability.md says what each promise is.

`--kills 1000 --writers 300 --clocks 2000 --stops 500 --flips 500 --inputs 10000 --seed 1` are what it does unless told otherwise. It ends with 1 if anything was
lost, half written, answered with a traceback, or took more than the memory or time that is allowed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from torture import clocks, faults, flips, inputs, kills, stops, writers
from torture.outcome import Outcome

#: What is tried, and how often unless told otherwise.
TRIALS: dict[str, tuple[int, Callable[[Path, random.Random], Iterator[Outcome]]]] = {
    "kills": (1000, kills.lives),
    "writers": (300, writers.side_by_side),
    "clocks": (2000, clocks.jumping),
    "faults": (100_000, faults.every_k),
    "stops": (500, stops.killed),
    "flips": (500, flips.damaged),
    "inputs": (10_000, inputs.hostile),
}


def main() -> int:
    """Try everything as often as asked; print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, (number, _) in TRIALS.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args())
    worst = 0
    for name, (_, trial) in TRIALS.items():
        chance, seen = random.Random(asked["seed"]), Counter[str]()
        while seen["tried"] < asked[name] and not (name == "faults" and seen["tried"]):
            with tempfile.TemporaryDirectory() as folder:
                for outcome in trial(Path(folder), chance):
                    seen["tried"] += 1
                    seen["wrong"] += bool(outcome.wrong)
                    seen.update(outcome.counts)
                    if outcome.wrong:
                        print(f"{name}: {outcome.wrong}", flush=True)
        print(f"{name}: {dict(seen)}", flush=True)
        worst |= bool(seen["wrong"])
    return worst


if __name__ == "__main__":
    sys.exit(main())
