"""Questions asked in a line of typing, one after the other, and what each answer may be: for the screens and line mode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from auditui import known_names
from auditui.core import kinds, typed_dates
from auditui.core.audits import answer as answers
from auditui.core.audits import answering
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.core.codes import case_reference, team_name
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.core.typed_dates import TypedDate, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item
    from auditui.core.kinds.kind import Prompt


@dataclass(frozen=True)
class Step:
    """One question. `take` makes a value of the typing, given the values before, or raises AuditError.

    `meaning` says what has been typed so far would mean. `begun` is typed already and goes on; `stands` is what it is now,
    which typing replaces. `offers` are the answers there are already.
    """

    prompt: str
    take: Callable[[str, list[Any]], Any]
    meaning: Callable[[str, list[Any]], str] | None = None
    begun: str = ""
    stands: str = ""
    offers: tuple[str, ...] = ()


class Unsure(NamedTuple):
    """What a step made of the typing, where `question` is to be answered before it is taken."""

    value: Any
    question: str

    @classmethod
    def of(cls, value: Any) -> Unsure:
        """Return what a step took as a value and a question, "" for none."""
        if isinstance(value, TypedDate):
            return cls(value.day, value.question)
        return value if isinstance(value, cls) else cls(value, "")


#: What is typed for the date of the event audited.
_EVENT = "e"


def now() -> datetime:
    """Return the moment at this desk, in its time zone."""
    return datetime.now().astimezone()


def today() -> date:
    """Return the day at this desk."""
    return now().date()


def words(prompt: str, missing: str, stands: str = "") -> Step:
    """Ask for words; `missing` is said where there are none."""

    def take(text: str, _before: list[Any]) -> str:
        if not text.strip():
            raise AuditError(missing)
        return " ".join(text.split())

    return Step(prompt, take, _watched, stands=stands)


def any_words(prompt: str, stands: str = "") -> Step:
    """Ask for words, or none."""
    return Step(prompt, lambda text, _before: text.strip(), _watched, stands=stands)


def _watched(text: str, _before: list[Any]) -> str:
    """What is typed is watched for people, as a note is."""
    return known_names.warning(text)


def answer_for(item: Item, how: str) -> Answer:
    """Return the answer that a digit or the name of a non-answer gives. AuditError if the item has none such."""
    if how == NOT_APPLICABLE:
        return answering.by_reason(item)
    if how == NOT_RECORDED:
        return answers.not_recorded(item)
    return answers.could_not_see(item) if how == COULD_NOT_SEE else answering.by_digit(item, int(how))


def idle_at(item: Item) -> set[str]:
    """Return the ids of the commands that do nothing at an item: it has no reason not to apply, nothing to type, and so on."""
    takes = {
        "enter": kinds.of(item).typed or not item.scored,
        "not-applicable": item.not_applicable,
        "not-recorded": item.not_recorded,
    }
    return {command for command, something in takes.items() if not something}


def typed_answer(item: Item, begun: str = "", event: str = "") -> tuple[Step, ...]:
    """Ask for what an item is answered with by typing; none where it is answered otherwise.

    The date of the `event` audited is offered as the first date, where there is one: it need not be typed twice.
    `answer_of` makes the answer of the values. An uncertain date is asked about before it is taken.
    """
    kind = kinds.of(item)
    questions = kind.prompts(item)

    def step(number: int, prompt: Prompt) -> Step:
        last = number == len(questions) - 1
        offered = None if number else _offered(event, prompt)

        def read(text: str) -> Any:
            if offered and text.strip().casefold() == _EVENT:
                return TypedDate(offered)
            return typed_dates.read(text, today(), "last") if prompt.is_date else text

        def answer(text: str, before: list[Any]) -> Answer:
            value = read(text)
            return kind.from_typing(item, [*before, value.day if prompt.is_date else value])

        def take(text: str, before: list[Any]) -> Any:
            if last:
                answer(text, before)  # refuses what cannot be, such as dates in an impossible order
            return read(text)

        def meaning(text: str, before: list[Any]) -> str:
            return kind.meaning(item, answer(text, before)) if last else f"= {spoken(read(text).day)}"

        return Step(_worded(prompt, offered), take, meaning, "" if number else begun)

    return tuple(step(number, prompt) for number, prompt in enumerate(questions))


def _offered(event: str, prompt: Prompt) -> date | None:
    return date.fromisoformat(event) if event and prompt.is_date else None


def _worded(prompt: Prompt, offered: date | None) -> str:
    return f"{prompt.words} ({_EVENT}: {spoken(offered)}, the date audited)" if offered else prompt.words


def answer_of(item: Item, values: list[Any]) -> Answer:
    """Return the answer that the values of `typed_answer` make."""
    return kinds.of(item).from_typing(item, values)


def _day_means(text: str, _before: list[Any]) -> str:
    return f"= {spoken(typed_dates.read(text, today(), 'last').day)}"


def _moment(text: str, _before: list[Any]) -> str:
    if not text.strip():
        raise AuditError("Say when")
    return typed_dates.read_moment(text, now())


def _moment_means(text: str, before: list[Any]) -> str:
    return f"= {_moment(text, before)}"


def _due_day(text: str, _before: list[Any]) -> TypedDate:
    day = typed_dates.read(text, today(), "next").day
    return TypedDate(day, f"{spoken(day)} is past; is that right?" if day < today() else "")


def action(what: str = "", owner: str = "", due: str = "") -> tuple[Step, ...]:
    """Ask what is to be done, whose role it is, and by when; what there is already stands there."""
    return (
        words("Action: what is to be done?", "Say what is to be done", what),
        words(
            "Whose role? (team manager, social worker, designated teacher)", "An action needs a role", owner
        ),
        Step("Due by?", _due_day, lambda text, before: f"= {spoken(_due_day(text, before).day)}", stands=due),
    )


def new_reference(prompt: str, pattern: str, kept: str = "") -> Step:
    """Ask for a case reference, of the form that new ones have here (`pattern`, a setting); one that is `kept` may stay."""

    def take(text: str, _before: list[Any]) -> str:
        ref = " ".join(text.split())
        return ref if ref and ref == kept else case_reference(text, pattern)

    return Step(prompt, take, stands=kept)


def correction(
    case: str,
    event: str,
    team: str,
    *,
    pattern: str,
    teams: tuple[str, ...],
    known_as: Callable[[str], str],
    doubt: Callable[[str], str],
) -> tuple[Step, ...]:
    """Ask for an audit's reference, event date and team as they should be, and why.

    `teams` are those there are; `known_as` returns a team's name as it is written already, `doubt` what in it looks like a
    person, if it is not known as none.
    """

    def day(text: str, _before: list[Any]) -> Any:
        return typed_dates.read(text, today(), "last") if text.strip() else None

    def take_team(text: str, _before: list[Any]) -> Any:
        name = known_as(team_name(text))
        people = doubt(name) if name != team else ""
        return Unsure(name, f"The team {people}, unless it is a team." if people else "")

    return (
        new_reference("Case reference?", pattern, case),
        Step(
            "Date of the discussion or assessment; empty where it is the whole file:",
            day,
            _day_means,
            stands=event,
        ),
        Step("The child's team?", take_team, stands=team, offers=teams),
        words("Why is this corrected?", "A reason is needed"),
    )


def evidence(title: str) -> tuple[Step, ...]:
    """Ask which document shows the answer of the item with this title, and its date."""
    return (
        words(
            f"Evidence for {one_line(title)}: which document? Its name or number in the case system, never what it says.",
            "Say which",
        ),
        Step("Its date?", lambda text, _before: typed_dates.read(text, today(), "last"), _day_means),
    )


def concern(on_concern: str) -> tuple[Step, ...]:
    """Ask what the immediate concern is, who was told, and when, after the council's own text."""
    lead = on_concern.removesuffix(".")
    return (
        words(f"{lead}. What is the concern? A few words, no names.", "Say what the concern is"),
        words("Who was told? A role, no names.", "Say who was told; nobody yet is an answer too"),
        Step("When?", _moment, _moment_means, stands=f"{now():%Y-%m-%d %H:%M}"),
    )


WITHDRAW = words(
    "Why is this audit withdrawn? It leaves lists and figures, and can be brought back.", "A reason is needed"
)
RESTORE = words("Why is this audit brought back?", "A reason is needed")
REOPEN = words("Why is this audit opened again?", "A reason is needed")
