"""Names of people in what an auditor writes: by a list of first names, by what stands around a word, and by how it is written.

There is no model in it: a list and rules, each of which can be read. Words that are names and everyday words too (Grace, May) count
as names only by what stands around them. How well it does is measured on made-up sentences: docs/data.md.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.name_words import (
    BEFORE,
    BEFORE_TWO,
    BOTH,
    DOES,
    EVERYDAY,
    IS,
    LETTERED,
    NOBODY,
    ROLES,
    SHORT,
    STATES,
    SURNAMES,
    TIMES,
    TITLES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Known = Callable[[str], bool]

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-/][^\W\d_]+)*")


def folded(word: str) -> str:
    """Return a word as names are compared: small letters without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
    return "".join(c for c in parts if not unicodedata.combining(c))


_OF_TIMES = {"has", "does", "will"}  # May has, and not May is
_MOST_WORDS = 5


@lru_cache(10_000)
def learnable(name: str) -> frozenset[str]:
    """Return the words of somebody's name, folded, that texts can be watched for: those that are no everyday words."""
    words = (
        folded(word)
        for word in re.split(r"[\s,;()./\-]+", name)
        if word.isalpha() or "'" in word or "’" in word
    )
    return frozenset(word for word in words if len(word) > 2) - NOBODY - SURNAMES - BOTH - EVERYDAY


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    fold: str
    before: str  # what stands between it and the word before: " ", " (", ". "


def find(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """Yield where names stand, in order and apart; `known` says whether a folded word is a first name."""
    words = _split(text)
    shouted = sum(word.text.isupper() for word in words) * 2 > len(words) > 2
    at = 0
    while at < len(words):
        length = _length(words, at, known, shouted=shouted)
        if length:
            first, last = words[at], words[at + length - 1]
            yield first.start, last.end
        at += max(length, 1)


def _split(text: str) -> list[_Word]:
    words = []
    end = 0
    for match in _WORD.finditer(text):
        written = match[0]
        plain = re.sub(r"['’]s$", "", written)
        words.append(_Word(match.start(), match.end(), written, folded(plain), text[end : match.start()]))
        end = match.end()
    return words


def _length(words: list[_Word], at: int, known: Known, *, shouted: bool) -> int:
    """Return how many words from `at` are one name; 0 where none begins there."""
    word = words[at]
    if word.fold in TITLES:
        return _titled(words, at, known)
    if _signs(words, at):
        return 2
    if word.fold in NOBODY or not _begins(words, at, known, shouted=shouted):
        return 0
    length = 1
    while (
        length < _MOST_WORDS
        and at + length < len(words)
        and _goes_on(words[at + length], known, shouted=shouted)
    ):
        length += 1
    return length


def _titled(words: list[_Word], at: int, known: Known) -> int:
    """Return the length of a title with the names behind it: Mrs B, Mr and Mrs Hughes, dr patel."""
    here = at + 1
    while here < min(at + 3, len(words)) and words[here].fold in {*TITLES, "and"}:
        here += 1
    if here >= len(words) or not _is_titled(words[at], words[here], known):
        return 0
    while here + 1 < min(at + _MOST_WORDS, len(words)) and _goes_on(words[here + 1], known, shouted=False):
        here += 1
    return here + 1 - at


def _is_titled(title: _Word, name: _Word, known: Known) -> bool:
    if name.before.strip(" .\t") or name.fold in NOBODY - SURNAMES:
        return False
    small = title.text.islower() and (title.fold in {"mr", "mrs", "dr"} or known(name.fold))
    return name.text[0].isupper() or small


def _begins(words: list[_Word], at: int, known: Known, *, shouted: bool) -> bool:
    word = words[at]
    if word.text.islower():
        return _is_first_name(word, known)
    if not word.text[0].isupper() or (at and words[at - 1].fold == "st"):
        return False
    if len(word.fold) <= 2 and word.text.isupper():
        return _initials(words, at)
    if _is_first_name(word, known):
        return True
    return (
        _after_person(words, at) or _before_others(words, at, known) or (not shouted and _is_alive(words, at))
    )


def _is_alive(words: list[_Word], at: int) -> bool:
    return _runs(words, at) or (not words[at].text.isupper() and _acts(words, at))


def _is_first_name(word: _Word, known: Known) -> bool:
    """Whether a word is a first name and nothing else; of joined ones either may be."""
    parts = word.fold.replace("’", "'").split("-")
    return any(part not in BOTH and part not in NOBODY and known(part) for part in parts)


def _goes_on(word: _Word, known: Known, *, shouted: bool) -> bool:
    """Whether a word belongs to the name before it: a surname, another first name, an initial."""
    if word.before.strip(" ") or (word.fold in NOBODY and (shouted or word.fold not in SURNAMES)):
        return False
    if word.text.islower():
        return word.fold in {"van", "der", "de", "bin", "al"}
    if shouted:
        return word.fold not in IS and word.fold not in DOES
    return word.text[0].isupper() and (not word.text.isupper() or known(word.fold) or len(word.text) == 1)


def _initials(words: list[_Word], at: int) -> bool:
    """Whether one or two capitals are somebody's initials: after a role, before a surname, or before what only people do."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else None
    if at and words[at - 1].fold in LETTERED:
        return False
    if word.fold in SHORT:
        return False
    return _after_role(words, at) or (after is not None and (after.fold in DOES or _seen(words, at + 1)))


def _signs(words: list[_Word], at: int) -> bool:
    """Whether a letter and a point stand before a surname: A. Mbeki."""
    if at + 1 == len(words) or len(words[at].text) != 1 or not words[at].text.isupper():
        return False
    after = words[at + 1]
    return (
        after.before in {".", ". "}
        and after.text.istitle()
        and len(after.text) > 1
        and after.fold not in NOBODY
    )


def _seen(words: list[_Word], at: int) -> bool:
    return (
        words[at].fold in {"is", "was", "has"}
        and at + 1 < len(words)
        and words[at + 1].fold in {"seen", "a", "not", "been"}
    )


def _after_role(words: list[_Word], at: int) -> bool:
    word = words[at]
    beside = word.before.strip() in {"", "(", ",", ":", ", ", "is"} and "." not in word.before
    if not at or not beside:
        return False
    before = words[at - 1].fold
    if before in {"is", "called", "named", "by"} and at > 1 and not word.before.strip():
        before = words[at - 2].fold
    return before in ROLES


def _after_person(words: list[_Word], at: int) -> bool:
    """Whether a role, or somebody's talking to, stands before a capital."""
    word = words[at]
    if _after_role(words, at):
        return True
    if not at or word.before != " ":
        return False
    return words[at - 1].fold in BEFORE or (at > 1 and (words[at - 2].fold, words[at - 1].fold) in BEFORE_TWO)


def _before_others(words: list[_Word], at: int, known: Known) -> bool:
    """Whether it goes on as of people: the X family, X and her mother, X and Jayden."""
    if at + 2 < len(words) and words[at + 1].fold == "and" and words[at + 1].before == " ":
        other = words[at + 2]
        return other.fold in {"her", "his"} or (other.text[0].isupper() and _is_first_name(other, known))
    return at + 1 < len(words) and words[at + 1].fold == "family" and words[at + 1].before == " "


def _runs(words: list[_Word], at: int) -> bool:
    """Whether this begins two or more words with capitals, none of which is nobody's."""
    run = at + 1
    last = min(at + _MOST_WORDS + 1, len(words))  # so that a text costs no more than its length
    while run < last and words[run].before in {" ", " -", "  "} and words[run].text[0].isupper():
        if words[run].fold in NOBODY or (words[run].text.isupper() and len(words[run].text) > 1):
            return False
        run += 1
    if at and words[at].before == " " and words[at - 1].text[0].isupper() and words[at - 1].fold in NOBODY:
        return False
    return run - at > 1


def _acts(words: list[_Word], at: int) -> bool:
    """Whether a capital does what people do, or owns something; at a sentence's begin that must be clear."""
    word = words[at]
    owns = bool(re.search(r"['’]s$", word.text))
    if at + 1 == len(words) or words[at + 1].before not in {" ", ", "}:
        return owns and word.fold in BOTH
    if words[at + 1].fold in DOES or _is_so(words, at + 1):
        return True
    if word.fold in BOTH:
        return owns or words[at + 1].fold in (_OF_TIMES if word.fold in TIMES else IS)
    inside = not re.search(r"^$|[.!?:\n]", word.before)
    return inside and (owns or words[at + 1].fold in IS)


def _is_so(words: list[_Word], at: int) -> bool:
    """Whether it says what a person is: is 14, was missing."""
    if words[at].fold not in {"is", "was"} or at + 1 == len(words):
        return False
    after = words[at + 1]
    return after.fold in STATES or bool(re.match(r"[ ,]{1,2}\d", after.before))
