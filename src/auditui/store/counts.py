"""What audits were counted as: how often each answer and judgement, and the sums of sections; as values, and as columns."""

from __future__ import annotations

from collections import Counter
from operator import add
from typing import TYPE_CHECKING

import msgspec

from auditui.core.codes import team_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Item, value and part of an answer; a section, its met and its counted; judgement and indicated grade.
Answer = tuple[str, str, str]
_Section = tuple[str, int, int]
_Judged = tuple[str, str]
_Thing = Answer | _Section | _Judged
of_answers = msgspec.json.Decoder(list[Answer])
of_sections = msgspec.json.Decoder(dict[str, tuple[int, int]])
_answer_counts = msgspec.json.Decoder(list[tuple[str, str, str, int]])
_part_counts = msgspec.json.Decoder(dict[str, int])
_section_sums = msgspec.json.Decoder(dict[str, list[int]])
judgement_counts = msgspec.json.Decoder(list[tuple[str, str, int]])

Key = tuple[str, ...]


class Bucket:
    """The counts of one row: how often each answer and judgement, and by section the sums of figures.counting.Spread."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.answers: Counter[Answer] = Counter()
        self.sections: dict[str, list[int]] = {}
        self.judgements: Counter[_Judged] = Counter()

    @classmethod
    def of(cls, answers: dict[Answer, int], sections: str, judgements: str) -> Bucket:
        """Make it again from the columns of its row."""
        bucket = cls()
        bucket.answers.update(answers)
        bucket.sections = _section_sums.decode(sections)
        bucket.judgements.update(
            {(judged, grade): n for judged, grade, n in judgement_counts.decode(judgements)}
        )
        return bucket

    def add(self, section: str, sums: Iterable[int]) -> None:
        """Add to the sums of a section."""
        held = self.sections.get(section)
        self.sections[section] = list(map(add, held, sums)) if held else list(sums)

    def merge(self, other: Bucket) -> None:
        """Add another's counts; those below zero take away."""
        for counts, others in ((self.answers, other.answers), (self.judgements, other.judgements)):
            for key, number in others.items():
                counts[key] += number  # type: ignore[index]
        for section, sums in other.sections.items():
            self.add(section, sums)

    def columns(self) -> tuple[str, ...]:
        """Return the columns of its row; a count of zero is left out."""
        answers = sorted((*key, number) for key, number in self.answers.items() if number)
        judgements = sorted((*key, number) for key, number in self.judgements.items() if number)
        sections = {section: sums for section, sums in sorted(self.sections.items()) if any(sums)}
        parts: Counter[str] = Counter()
        for (_, _, part), number in self.answers.items():
            parts[part] += number
        columns = (
            judgements,
            sections,
            {part: number for part, number in sorted(parts.items()) if number},
            answers,
        )
        return tuple(msgspec.json.encode(column).decode() for column in columns)


def answers_of(column: str) -> dict[Answer, int]:
    return {(item, value, part): number for item, value, part, number in _answer_counts.decode(column)}


def parts_of(column: str) -> dict[Answer, int]:
    """Return the parts of answers as the answers of no item."""
    return {("", "", part): number for part, number in _part_counts.decode(column).items()}


class Counted:
    """Audits counted by any keys: what each is counted as has a number, since a number is counted in little time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._numbers: dict[_Thing, int] = {}
        self._of: dict[Key, Counter[int]] = {}

    def count(self, keys: Iterable[Key], answers: str, sections: str, judged: _Judged, sign: int = 1) -> None:
        """Count an audit under each of the keys, or with a `sign` of -1 take it out."""
        of_audit: list[_Thing] = [*of_answers.decode(answers), judged]
        of_audit += [(section, met, of) for section, (met, of) in of_sections.decode(sections).items()]
        counted = [self._numbers.setdefault(thing, len(self._numbers)) for thing in of_audit]
        for key in keys:
            if key not in self._of:
                self._of[key] = Counter()
            if sign > 0:
                self._of[key].update(counted)
            else:
                self._of[key].subtract(counted)

    def buckets(self) -> Iterator[tuple[Key, Bucket]]:
        """Yield the counts by key, in the order of the keys."""
        things = [(thing, _sums(thing)) for thing in self._numbers]
        for key, numbers in sorted(self._of.items(), key=lambda counts: counts[0]):
            bucket = Bucket()
            for number, times in numbers.items():
                thing, sums = things[number]
                if sums:
                    bucket.add(thing[0], sums if times == 1 else [times * of_one for of_one in sums])
                elif len(thing) == 2:
                    bucket.judgements[thing] = times
                else:
                    bucket.answers[thing] = times  # type: ignore[index]
            yield key, bucket


def _sums(thing: _Thing) -> tuple[int, ...]:
    """Return what a section of an audit adds to the sums of figures.counting.Spread; nothing for what is no section."""
    if isinstance(thing[1], str):
        return ()
    _, met, of = thing
    return (1, met, of, met * met, met * of, of * of)


def by_one_team(parts: Iterable[tuple[Key, Bucket]], by: tuple[str, ...]) -> Iterable[tuple[Key, Bucket]]:
    """Return counts by checklist and `by` with each team by one name, as most of these audits have it, however desks wrote it."""
    if "team" not in by:
        return parts
    place, listed = 1 + by.index("team"), list(parts)
    audits: Counter[str] = Counter()
    for group, bucket in listed:
        audits[group[place]] += sum(bucket.judgements.values())
    names = {team_key(name): name for name in sorted(audits, key=lambda name: (audits[name], name))}
    return [
        ((*group[:place], names[team_key(group[place])], *group[place + 1 :]), bucket)
        for group, bucket in listed
    ]
