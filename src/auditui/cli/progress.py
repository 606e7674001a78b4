"""How far long work is, said on stderr."""

from __future__ import annotations

import sys

from auditui.cli.talk import tell


class Progress:
    """Says, where there is much to do, what is done; then on a terminal how far that is."""

    def __init__(self, words: str, least: int = 2000) -> None:
        """`words` have `{}` where the number goes; less than `least` is soon done, and nothing is said of it."""
        self._words, self._least = words, least

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        if total < self._least:
            return
        if self._words:
            tell(f"{self._words.format(total)} Ctrl+C stops.")
            self._words = ""
        if sys.stderr.isatty():
            tell(f"\r{done} of {total}", end="\n" if done == total else "")


def updating() -> Progress:
    """Return what shows how far the update of a store is, which the first command after a new version makes."""
    return Progress("Updating the store for this version: reading {} entries.", 20_000)


def proving() -> Progress:
    """Return what shows how far the proof of a store is."""
    return Progress("Reading {} entries, twice.", 20_000)
