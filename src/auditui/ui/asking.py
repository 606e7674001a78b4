"""Questions asked in a line of typing, one after the other, and what each answer may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from auditui.core import kinds, typed_dates
from auditui.core.errors import AuditError
from auditui.core.typed_dates import TypedDate, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item
    from auditui.core.kinds.kind import Prompt


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


def typed(item: Item, begun: str = "") -> list[Step]:
    """Ask for what an item is answered with; an uncertain date is asked about before it is taken."""
    kind = kinds.of(item)
    prompts = kind.prompts(item)

    def step(number: int, prompt: Prompt) -> Step:
        last = number == len(prompts) - 1

        def read(text: str) -> Any:
            return typed_dates.read(text, today()) if prompt.is_date else text

        def answer(text: str, before: list[Any]) -> Answer:
            value = read(text)
            return kind.from_typing(item, [*before, value.day if prompt.is_date else value])

        def take(text: str, before: list[Any]) -> Any:
            if last:
                answer(text, before)  # refuses what cannot be, such as dates in an impossible order
            return read(text)

        def meaning(text: str, before: list[Any]) -> str:
            return kind.meaning(item, answer(text, before)) if last else _day_means(text, before)

        return Step(prompt.words, take, meaning, "" if number else begun)

    return [step(number, prompt) for number, prompt in enumerate(prompts)]


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
