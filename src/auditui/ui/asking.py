"""Questions asked in a line of typing, one after the other, and what each answer may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from auditui.core import typed_dates
from auditui.core.audits import answer as answers
from auditui.core.audits import answering
from auditui.core.errors import AuditError
from auditui.core.typed_dates import TypedDate, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item


@dataclass(frozen=True)
class Step:
    """One question. `take` makes a value of the typing, given the values before, or raises AuditError.

    `meaning` says what has been typed so far would mean; `begun` is typed already.
    """

    prompt: str
    take: Callable[[str, list[Any]], Any]
    meaning: Callable[[str, list[Any]], str] | None = None
    begun: str = ""


def today() -> date:
    """Return the day at this desk."""
    return datetime.now().astimezone().date()


def words(prompt: str, missing: str, begun: str = "") -> Step:
    """Ask for words; `missing` is said where there are none."""

    def take(text: str, _before: list[Any]) -> str:
        if not text.strip():
            raise AuditError(missing)
        return " ".join(text.split())

    return Step(prompt, take, begun=begun)


def any_words(prompt: str, begun: str = "") -> Step:
    """Ask for words, or none."""
    return Step(prompt, lambda text, _before: text.strip(), begun=begun)


def dates(item: Item, begun: str = "") -> tuple[Step, Step]:
    """Ask for an interval's two dates; an uncertain one is asked about before it is taken."""
    first, second = answering.asked(item)

    def answer(text: str, before: list[Any]) -> Answer:
        return answers.dated(item, before[0], typed_dates.read(text, today()).day)

    def take(text: str, before: list[Any]) -> TypedDate:
        answer(text, before)  # refuses dates in an impossible order
        return typed_dates.read(text, today())

    return (
        Step(first, lambda text, _before: typed_dates.read(text, today()), _day_means, begun),
        Step(second, take, lambda text, before: answering.told(item, answer(text, before))),
    )


def counts(item: Item, begun: str = "") -> Step:
    """Ask for a count pair's counts, or for a word for each thing judged."""

    def answer(text: str, _before: list[Any]) -> Answer:
        return answering.by_counts(item, text)

    (prompt,) = answering.asked(item)
    return Step(prompt, answer, lambda text, before: answering.told(item, answer(text, before)), begun)


def due_day(prompt: str) -> Step:
    """Ask for a date to come."""

    def take(text: str, _before: list[Any]) -> TypedDate:
        read = typed_dates.read(text, today())
        return TypedDate(
            read.day, f"{spoken(read.day)} is past; is that right?" if read.day < today() else ""
        )

    return Step(prompt, take, _day_means)


def _day_means(text: str, _before: list[Any]) -> str:
    return f"= {spoken(typed_dates.read(text, today()).day)}"
