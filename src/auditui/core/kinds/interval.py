"""Interval: two dates and the limit between them; whether it was in time follows from the dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from auditui.core import timeliness
from auditui.core.audits.answer import Answer
from auditui.core.checklists.shapes import Field, Number, OneOf, Table, Text
from auditui.core.errors import AnswerError
from auditui.core.kinds.kind import Kind, Prompt, share_of_good
from auditui.core.timeliness import COUNTINGS, STATUSES, UNITS, TimeLimit, convention
from auditui.core.typed_dates import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from auditui.core.checklists.checklist import Item
    from auditui.core.checklists.reading import At
    from auditui.core.kinds.kind import Chance

_LIMIT = Table(
    (
        Field("within", Number(0, 9999), "So many"),
        Field("unit", OneOf(UNITS), "Of these"),
        Field("counting", OneOf(COUNTINGS), "Whether the day after the start, or the start itself, is day 1"),
        Field("status", OneOf(tuple(STATUSES)), "A regulation, statutory guidance, or local practice"),
    )
)


class Interval(Kind):
    """An answer is a start and an end; its detail holds them as ISO dates."""

    name = "interval"
    options = (("in-time", "In time", 2), ("late", "Late", 0))
    fields = (
        Field("start", Text(), "What the first date is", matters="wording", row="date"),
        Field("end", Text(), "What the second date is", matters="wording", row="date"),
        Field("limit", _LIMIT, "The time there is", matters="scale", column=""),
    )
    details = ("start", "end")
    typed = "dates"

    def check_fields(self, own: Mapping[str, Any], at: At) -> None:
        """A count that begins with the day itself has no day 0."""
        if (own["limit"]["within"], own["limit"]["counting"]) == (0, "from"):
            at.under("limit").problem("a limit that counts from the day itself begins at 1")

    def changes(self, before: Item, now: Item) -> Iterator[tuple[str, str]]:
        """Say how the limit or the dates it runs between changed."""
        if limit(before) != limit(now):
            yield "scale", f"the limit is {convention(limit(now))}, was {convention(limit(before))}"
        ends = [(item.own["start"], item.own["end"]) for item in (before, now)]
        if ends[0] != ends[1]:
            yield "wording", f"counts from {ends[1][0]} to {ends[1][1]}"

    def facts(self, item: Item) -> Iterator[tuple[str, str]]:
        """Say between what the limit runs, and how it is counted."""
        yield "From", item.own["start"]
        yield "To", item.own["end"]
        yield from self.beside(item)

    def beside(self, item: Item) -> Iterator[tuple[str, str]]:
        """Say how the limit is counted."""
        yield "Limit", convention(limit(item))

    def typing_hint(self, item: Item) -> str:
        """Dates are typed."""
        return "the two dates"

    def prompts(self, item: Item) -> tuple[Prompt, ...]:
        """Ask for the two dates."""
        return tuple(Prompt(f"Date of: {item.own[end]}", is_date=True) for end in self.details)

    def from_typing(self, item: Item, typed: Sequence[Any]) -> Answer:
        """Take the two dates."""
        start, end = typed
        return dated(item, start, end)

    def follows(self, item: Item, detail: Mapping[str, Any]) -> Answer:
        """Count again."""
        return dated(item, *_days(item, detail))

    def check(self, item: Item, answer: Answer) -> None:
        """Take the dates as they are: the calendar may have gained a holiday since, and what was decided stands."""
        if answer.item == item.id and answer.detail and item.option(answer.value):
            start, end = _days(item, answer.detail)
            if answer == _answer(item, answer.value, start, end):
                return
        super().check(item, answer)

    def behind(self, item: Item, answer: Answer) -> str:
        """Say the dates, the time between them, and the limit."""
        if not answer.detail:
            return answer.reason
        start, end = _days(item, answer.detail)
        verdict = timeliness.judge(limit(item), start, end)
        return f"{spoken(start)} to {spoken(end)}: {verdict.words(limit(item).within)}"

    def meaning(self, item: Item, answer: Answer) -> str:
        """Say the count, the limit, the rule, and the holidays passed over."""
        if not answer.detail:
            return super().meaning(item, answer)
        verdict = timeliness.judge(limit(item), *_days(item, answer.detail))
        over = "".join(f"; passed over {spoken(holiday)}, {name}" for holiday, name in verdict.passed_over)
        return f"{verdict.words(limit(item).within)} ({timeliness.first_day(limit(item))}{over})"

    def draw(self, item: Item, chance: Chance, lean: float, day: date) -> Answer:
        """Make up dates, the end at the limit or some days after it."""
        start = day - timedelta(days=chance.randint(200, 240))
        last = timeliness.last_day(limit(item), start)
        late = chance.random() > 0.35 + share_of_good(lean) * 0.6
        return dated(item, start, last + timedelta(days=chance.randint(1, 20) if late else 0))


def limit(item: Item) -> TimeLimit:
    """Return an interval item's limit."""
    return TimeLimit(**item.own["limit"])


def dated(item: Item, start: date, end: date) -> Answer:
    """Answer with two dates; whether that is in time follows from them."""
    _in_order(item, start, end)
    verdict = timeliness.judge(limit(item), start, end)
    return _answer(item, "in-time" if verdict.in_time else "late", start, end)


def _answer(item: Item, value: str, start: date, end: date) -> Answer:
    return Answer(item.id, value, detail={"start": start.isoformat(), "end": end.isoformat()})


def _days(item: Item, detail: Mapping[str, Any]) -> tuple[date, date]:
    """Read the two dates; AnswerError if they are none, or in an impossible order."""
    try:
        start, end = (date.fromisoformat(detail[key]) for key in Interval.details)
    except (KeyError, TypeError, ValueError):
        raise AnswerError(f"{item.title} needs a start and an end", "Dates such as 2026-03-02") from None
    _in_order(item, start, end)
    return start, end


def _in_order(item: Item, start: date, end: date) -> None:
    if end < start:
        raise AnswerError(
            f"{spoken(end)} is before {spoken(start)}", f"First {item.own['start']}, then {item.own['end']}"
        )
