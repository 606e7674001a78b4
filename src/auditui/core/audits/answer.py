"""An answer to an item: one of its options, or one of the three kinds of nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core import timeliness
from auditui.core.checklists.checklist import (
    COULD_NOT_SEE,
    NOT_APPLICABLE,
    NOT_RECORDED,
    Item,
)
from auditui.core.errors import AnswerError
from auditui.core.typed_dates import spoken

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Answer:
    """What was answered. `value` is an option's id or a kind of nothing.

    `reason` belongs to not applicable; `start` and `end` to an interval; `counted` of `out_of` to a
    count pair, whose `each` holds a word per thing judged: the letters of the criteria it meets.
    """

    item: str
    value: str
    reason: str = ""
    start: date | None = None
    end: date | None = None
    counted: int | None = None
    out_of: int | None = None
    each: tuple[str, ...] = ()


def choose(item: Item, value: str) -> Answer:
    """Answer with one of the item's options."""
    if item.kind in ("interval", "count-pair"):
        raise AnswerError(f"{item.title} is answered with its {'dates' if item.interval else 'counts'}")
    if item.option(value) is None:
        raise AnswerError(f"{item.title} has no answer {value!r}", f"It has {_listed(item)}")
    return Answer(item.id, value)


def not_applicable(item: Item, reason: str) -> Answer:
    """Answer that the item does not apply, for one of the reasons it lists."""
    if not item.not_applicable:
        raise AnswerError(f"{item.title} applies to every file", f"Answer with {_listed(item)}")
    if reason not in item.not_applicable:
        raise AnswerError(f"That is no reason {item.title} may be not applicable", "Choose one it lists")
    return Answer(item.id, NOT_APPLICABLE, reason)


def not_recorded(item: Item) -> Answer:
    """Answer that the file should show it and does not; counts as not met."""
    if not item.not_recorded:
        raise AnswerError(
            f"{item.title} has its own answer for what is not recorded", f"It has {_listed(item)}"
        )
    return Answer(item.id, NOT_RECORDED)


def could_not_see(item: Item) -> Answer:
    """Answer that this part of the record was closed to the auditor."""
    return Answer(item.id, COULD_NOT_SEE)


def dated(item: Item, start: date, end: date) -> Answer:
    """Answer an interval item with its two dates; whether that is in time follows from them."""
    if item.interval is None:
        raise AnswerError(f"{item.title} is not answered with dates", f"It has {_listed(item)}")
    if end < start:
        raise AnswerError(
            f"{spoken(end)} is before {spoken(start)}",
            f"First {item.interval.start}, then {item.interval.end}",
        )
    verdict = timeliness.judge(item.interval, start, end)
    return Answer(item.id, "in-time" if verdict.in_time else "late", start=start, end=end)


def counted(item: Item, number: int, out_of: int, each: tuple[str, ...] = ()) -> Answer:
    """Answer a count pair: all, at least half, or fewer; none of none is not applicable."""
    if item.pair is None:
        raise AnswerError(f"{item.title} is not answered with counts", f"It has {_listed(item)}")
    if not 0 <= number <= out_of:
        raise AnswerError(
            f"{number} of {out_of} cannot be", f"Type {item.pair.counted}, then {item.pair.out_of}: 2 of 3"
        )
    if out_of == 0:
        if not item.not_applicable:
            raise AnswerError(f"{item.title} needs at least one to count")
        return Answer(item.id, NOT_APPLICABLE, item.not_applicable[0], counted=0, out_of=0)
    value = "all" if number == out_of else "at-least-half" if 2 * number >= out_of else "fewer"
    return Answer(item.id, value, counted=number, out_of=out_of, each=each)


def judged(item: Item, words: list[str]) -> Answer:
    """Answer a count pair with criteria: a word for each thing, made of the first letters it meets.

    ``smart smrt -`` judges three targets: one with all five, one not achievable, one with none.
    """
    if item.pair is None or not item.pair.criteria:
        raise AnswerError(f"{item.title} is not judged one by one")
    letters = "".join(criterion[0].casefold() for criterion in item.pair.criteria)
    each = []
    for word in words:
        met = set(word.casefold()) - {"-"}
        if met - set(letters):
            raise AnswerError(
                f"{word!r} has letters other than {letters}", f"A word each, for example {letters} -"
            )
        each.append("".join(letter for letter in letters if letter in met) or "-")
    return counted(item, each.count(letters), len(each), tuple(each))


def check(item: Item, answer: Answer) -> None:
    """Raise AnswerError unless `answer` is one that `item` offers, made in the one way it can be made."""
    if answer.item != item.id:
        raise AnswerError(f"An answer to {answer.item} does not answer {item.id}")
    if answer != _again(item, answer):
        raise AnswerError(f"The answer to {item.title} does not follow from what was entered")


def _again(item: Item, answer: Answer) -> Answer:  # noqa: PLR0911 - a line for each way to answer
    if not item.scored:
        raise AnswerError(f"{item.title} is answered in words only")
    if answer.out_of == 0:
        return counted(item, 0, 0)
    if answer.value == NOT_APPLICABLE:
        return not_applicable(item, answer.reason)
    if answer.value == NOT_RECORDED:
        return not_recorded(item)
    if answer.value == COULD_NOT_SEE:
        return could_not_see(item)
    if item.interval and answer.start and answer.end and answer.start <= answer.end:
        # The calendar may have gained a holiday since: what was decided on the day stands.
        value = "late" if answer.value == "late" else "in-time"
        return Answer(item.id, value, start=answer.start, end=answer.end)
    if answer.each:
        return judged(item, list(answer.each))
    if answer.counted is not None and answer.out_of is not None:
        return counted(item, answer.counted, answer.out_of)
    return choose(item, answer.value)


def detail(item: Item, answer: Answer) -> str:
    """Say what stands behind the value: the reason, the dates and their count, or the counts."""
    if answer.start and answer.end and item.interval:
        verdict = timeliness.judge(item.interval, answer.start, answer.end)
        return f"{spoken(answer.start)} to {spoken(answer.end)}: {verdict.words(item.interval.within)}"
    if answer.out_of:
        return f"{answer.counted} of {answer.out_of}" + (f" ({' '.join(answer.each)})" if answer.each else "")
    return answer.reason


def _listed(item: Item) -> str:
    return ", ".join(option.id for option in item.options)
