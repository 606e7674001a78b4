"""What is said beside the data, on stderr."""

from __future__ import annotations

import sys
from contextlib import suppress


def tell(words: str, end: str = "\n") -> None:
    """Say something on stderr; where that goes to a full disk, what is being done is done all the same."""
    with suppress(OSError):
        print(words, end=end, file=sys.stderr, flush=True)
