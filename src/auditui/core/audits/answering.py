"""From keys to answers: one way for the screens and for line mode. What is typed, the item's kind reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.checklists.checklist import NOT_RECORDED
from auditui.core.errors import AnswerError

if TYPE_CHECKING:
    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item


def digit_of(item: Item, value: str) -> str:
    """Return the digit that gives this option: the best has the highest; empty for what is no option."""
    ids = [option.id for option in item.options]
    return str(len(ids) - ids.index(value)) if value in ids else ""


def by_digit(item: Item, digit: int) -> Answer:
    """Return the answer with this digit. AnswerError if the item has none."""
    takes_digits = kinds.of(item).takes_digits
    if not takes_digits or not 1 <= digit <= len(item.options):
        hint = f"This item's keys are 1 to {len(item.options)}" if takes_digits else "It is typed"
        raise AnswerError(f"No answer has the key {digit} here", hint)
    return kinds.choose(item, item.options[-digit].id)


def asks_reason(item: Item) -> bool:
    """Whether not applicable must ask for its reason: there are several, or its key could be meant as no."""
    return len(item.not_applicable) > 1 or (kinds.of(item).n_could_be_no and bool(item.not_applicable))


def by_reason(item: Item, number: int = 1) -> Answer:
    """Return not applicable for the reason with this number. AnswerError if there is none."""
    if item.scored and not item.not_applicable and kinds.of(item).takes_digits:
        keys = ", ".join(f"{digit_of(item, option.id)} {option.label}" for option in item.options)
        raise AnswerError(f"{item.title} applies to every file", f"Its keys are {keys}")
    if not item.scored or not item.not_applicable:
        return answers.not_applicable(item, "")
    if not 1 <= number <= len(item.not_applicable):
        raise AnswerError(f"There is no reason {number}", f"The reasons are 1 to {len(item.not_applicable)}")
    return answers.not_applicable(item, item.not_applicable[number - 1])


def asks_if_safe(item: Item, answer: Answer) -> bool:
    """Whether this answer must make the auditor ask if the child is safe now: the worst, or not recorded."""
    option = item.option(answer.value)
    return item.ask_if_safe and (answer.value == NOT_RECORDED or (option is not None and option.points == 0))
