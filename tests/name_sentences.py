"""How well the identity watch finds names in made-up sentences: ``PYTHONPATH=tests python tests/name_sentences.py``.

In the sentences the names stand in braces. A name is found where the finds cover each of its words, titles apart; a find is right where it
covers a part of a name.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from auditui import known_names
from auditui.core import identifiers

FOLDER = Path(__file__).parent / "core" / "names"
HELD_OUT, TUNED = FOLDER / "held_out.txt", FOLDER / "tuned.txt"
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|dr|mr|Rev|DC|PC|PS|and)\.?$")


class Measured(NamedTuple):
    """Names there are, those found, finds, those of them that are right; and the sentences with a mistake."""

    names: int
    named: int
    finds: int
    right: int
    mistakes: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.named / self.names

    @property
    def precision(self) -> float:
        return self.right / self.finds


def sentences(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def marked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a sentence without its braces, and where its names stand."""
    text, spans = "", []
    for n, part in enumerate(re.split("[{}]", sentence)):
        if n % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, spans


def measure(path: Path) -> Measured:
    names = named = finds = right = 0
    mistakes = []
    for sentence in sentences(path):
        text, spans = marked(sentence)
        found = [
            person for person in identifiers.find(text, known_names.known) if person.what == "a person's name"
        ]
        covered = {at for person in found for at in range(person.start, person.end)}
        missed = [span for span in spans if not _covers(covered, text, span)]
        true = [one for one in found if any(one.start < end and start < one.end for start, end in spans)]
        names, named = names + len(spans), named + len(spans) - len(missed)
        finds, right = finds + len(found), right + len(true)
        if missed or len(true) < len(found):
            mistakes.append(f"{sentence}   found {[text[one.start : one.end] for one in found]}")
    return Measured(names, named, finds, right, tuple(mistakes))


def _covers(covered: set[int], text: str, span: tuple[int, int]) -> bool:
    words = re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text[slice(*span)])
    return all(
        set(range(span[0] + word.start(), span[0] + word.end() - 2 * word[0].endswith(("'s", "’s"))))
        <= covered
        for word in words
        if not _TITLE.match(word[0])
    )


if __name__ == "__main__":
    for path in (TUNED, HELD_OUT):
        got = measure(path)
        print(
            f"{path.stem}: {len(sentences(path))} sentences, names found {got.named} of {got.names} = {got.recall:.2f}; "
            f"right {got.right} of {got.finds} finds = {got.precision:.2f}"
        )
        if path == TUNED and "--mistakes" in sys.argv:
            print(*got.mistakes, sep="\n")
