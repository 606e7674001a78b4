"""From keys and typing to answers: one way for the screens and for line mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core import timeliness
from auditui.core.audits import answer as answers
from auditui.core.checklists.checklist import NOT_APPLICABLE, NOT_RECORDED
from auditui.core.errors import AnswerError
from auditui.core.typed_dates import spoken

if TYPE_CHECKING:
    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item


def digit_of(item: Item, value: str) -> str:
    """Return the digit that gives this option: the best has the highest; empty for what is no option."""
    ids = [option.id for option in item.options]
    return str(len(ids) - ids.index(value)) if value in ids else ""


def takes_digits(item: Item) -> bool:
    """Whether a digit answers the item; dates and counts are typed, text is written."""
    return item.scored and not (item.interval or item.pair)


def by_digit(item: Item, digit: int) -> Answer:
    """Return the answer with this digit. AnswerError if the item has none."""
    if not takes_digits(item) or not 1 <= digit <= len(item.options):
        hint = f"This item's keys are 1 to {len(item.options)}" if takes_digits(item) else "It is typed"
        raise AnswerError(f"No answer has the key {digit} here", hint)
    return answers.choose(item, item.options[-digit].id)


def asks_reason(item: Item) -> bool:
    """Whether not applicable must ask for its reason: there are several, or its key could be meant as no."""
    return len(item.not_applicable) > 1 or (item.kind == "yes-no" and bool(item.not_applicable))


def by_reason(item: Item, number: int = 1) -> Answer:
    """Return not applicable for the reason with this number. AnswerError if there is none."""
    if not item.scored or not item.not_applicable:
        return answers.not_applicable(item, "")
    if not 1 <= number <= len(item.not_applicable):
        raise AnswerError(f"There is no reason {number}", f"The reasons are 1 to {len(item.not_applicable)}")
    return answers.not_applicable(item, item.not_applicable[number - 1])


def asked(item: Item) -> tuple[str, ...]:
    """Return what an item asks to be typed, in order: its two dates, or its counts."""
    if item.interval:
        return (f"Date of: {item.interval.start}", f"Date of: {item.interval.end}")
    if item.pair and item.pair.criteria:
        letters = "".join(criterion[0] for criterion in item.pair.criteria)
        prompt = (
            f"A word for each of the {item.pair.out_of}: the letters that hold"
            f" ({', '.join(item.pair.criteria)}), - for none: {letters} {letters[:2]} -"
        )
        return (prompt,)
    return (f"{item.pair.counted} of {item.pair.out_of}: 2 of 3",) if item.pair else ()


def by_counts(item: Item, text: str) -> Answer:
    """Return the answer that typed counts make: ``2 of 3``, ``2/3``, or a word for each thing judged."""
    if item.pair and item.pair.criteria:
        return answers.judged(item, text.split())
    numbers = text.replace("/", " ").replace("of", " ").split()
    if len(numbers) != 2 or not all(
        number.isascii() and number.isdigit() and len(number) < 5 for number in numbers
    ):
        raise AnswerError("Two numbers are needed", "Type 2 of 3, or 0 of 0 if there were none")
    return answers.counted(item, int(numbers[0]), int(numbers[1]))


def told(item: Item, answer: Answer) -> str:
    """Say at once what dates or counts mean: the count, the limit, the rule, and the holidays passed over."""
    if answer.value == NOT_APPLICABLE:
        return f"not applicable: {answer.reason}"
    if item.interval and answer.start and answer.end:
        verdict = timeliness.judge(item.interval, answer.start, answer.end)
        over = "".join(f"; passed over {spoken(holiday)}, {name}" for holiday, name in verdict.passed_over)
        first = "the day after is day 1" if item.interval.counting == "after" else "the day itself is day 1"
        return f"{verdict.words(item.interval.within)} ({first}{over})"
    return f"{answers.detail(item, answer)}, {item.label(answer.value).lower()}"


def asks_if_safe(item: Item, answer: Answer) -> bool:
    """Whether this answer must make the auditor ask if the child is safe now: the worst, or not recorded."""
    option = item.option(answer.value)
    return item.ask_if_safe and (answer.value == NOT_RECORDED or (option is not None and option.points == 0))
