"""What a kind of item is: the answers it has, how they are asked for, what stands behind them, how they are said."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from auditui.core.audits import answer as answers
from auditui.core.audits.answer import Answer, options_of
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.core.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Item
    from auditui.core.checklists.reading import At
    from auditui.core.checklists.shapes import Field
    from auditui.core.scale import Scale

#: An answer on offer: id, label, points.
Offer = tuple[str, str, int]


class Prompt(NamedTuple):
    """What is asked to be typed; with `is_date` a date is, and otherwise words that the kind reads."""

    words: str
    is_date: bool = False


class Chance(Protocol):
    """Where made-up answers come from: the two methods of `random.Random` that are used."""

    def random(self) -> float:
        """Return a number from 0 up to 1."""
        ...

    def randint(self, a: int, b: int) -> int:
        """Return a whole number from `a` to `b`."""
        ...


class Kind:
    """A kind of item. A new one is a subclass in a module of its own, and its place in the registry.

    `options` are its fixed answers, from best to worst. `fields` are what only it reads of a checklist file, `usual`
    where its items differ from others in what is not said. `details` are the keys behind its answers. `typed` says
    what is typed where no digit answers. `sheet_columns` names, by the columns of a plain spreadsheet, the answers
    they describe; None where such a sheet cannot say what the kind needs.
    """

    name: ClassVar[str]
    options: tuple[Offer, ...] = ()
    fields: ClassVar[tuple[Field, ...]] = ()
    usual: Mapping[str, Any] = {}
    scored: ClassVar[bool] = True
    details: ClassVar[tuple[str, ...]] = ()
    typed: ClassVar[str] = ""
    n_could_be_no: ClassVar[bool] = False
    sheet_columns: ClassVar[Mapping[str, str] | None] = None

    def under(self, scale: Scale) -> Kind:
        """Return the kind as it is in a checklist judged on `scale`; most do not depend on it."""
        return self

    # What a checklist file says of it.

    def offers(self, own: Mapping[str, Any]) -> tuple[Offer, ...]:
        """Return the answers of an item with these own fields, from best to worst."""
        return self.options

    def check_fields(self, own: Mapping[str, Any], at: At) -> None:
        """Keep what is wrong with the own fields of an item beyond their shape."""

    def changes(self, before: Item, now: Item) -> Iterator[tuple[str, str]]:
        """Yield what changed in the own fields of two versions of an item: what it matters to, and in words."""
        for part in self.fields:
            if part.matters and before.own[part.key] != now.own[part.key]:
                yield part.matters, f"{part.key} is {now.own[part.key]}, was {before.own[part.key]}"

    def facts(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield what a page says around an item's answers: a label and its text each."""
        yield from ()

    def beside(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield those of the facts that an auditor needs while answering."""
        yield from ()

    def typing_hint(self, item: Item) -> str:
        """Say in a few words what is typed; empty where a digit answers."""
        return ""

    # From keys and typing to an answer.

    @property
    def takes_digits(self) -> bool:
        """Whether a digit answers; dates and counts are typed, text is written."""
        return self.scored and not self.typed

    def choose(self, item: Item, value: str) -> Answer:
        """Answer with one of the item's options."""
        if self.typed:
            raise AnswerError(f"{item.title} is answered with its {self.typed}")
        if item.option(value) is None:
            raise AnswerError(f"{item.title} has no answer {value!r}", f"It has {options_of(item)}")
        return Answer(item.id, value)

    def prompts(self, item: Item) -> tuple[Prompt, ...]:
        """Return what an item asks to be typed, in order; nothing where a digit answers."""
        return ()

    def from_typing(self, item: Item, typed: Sequence[Any]) -> Answer:
        """Return the answer that was typed, a date or words for each prompt."""
        raise AnswerError(f"{item.title} is not answered by typing", f"It has {options_of(item)}")

    # What stands behind an answer.

    def from_detail(self, item: Item, detail: Mapping[str, Any]) -> Answer:
        """Return the answer that follows from a detail of plain values, whoever wrote it."""
        if strange := sorted(detail.keys() - set(self.details)):
            raise AnswerError(
                f"{item.title} is not answered with {strange[0][:40]!r}", f"It has {options_of(item)}"
            )
        return self.follows(item, detail)

    def follows(self, item: Item, detail: Mapping[str, Any]) -> Answer:
        """Return the answer that follows from a detail with no other keys than `details`."""
        raise NotImplementedError

    def check(self, item: Item, answer: Answer) -> None:
        """Raise AnswerError unless `answer` is one that `item` offers, made in the one way it can be made."""
        if answer.item != item.id:
            raise AnswerError(f"An answer to {answer.item} does not answer {item.id}")
        if answer != self._remade(item, answer):
            raise AnswerError(f"The answer to {item.title} does not follow from what was entered")

    def _remade(self, item: Item, answer: Answer) -> Answer:
        if not self.scored:
            raise AnswerError(f"{item.title} is answered in words only")
        if answer.detail:
            return self.from_detail(item, answer.detail)
        if answer.value == NOT_APPLICABLE:
            return answers.not_applicable(item, answer.reason)
        if answer.value == NOT_RECORDED:
            return answers.not_recorded(item)
        if answer.value == COULD_NOT_SEE:
            return answers.could_not_see(item)
        return self.choose(item, answer.value)

    def behind(self, item: Item, answer: Answer) -> str:
        """Say what stands behind the value: the reason, the dates and their count, or the counts."""
        return answer.reason

    def meaning(self, item: Item, answer: Answer) -> str:
        """Say at once what was typed means."""
        if answer.value == NOT_APPLICABLE:
            return f"not applicable: {answer.reason}"
        return f"{self.behind(item, answer)}, {item.label(answer.value).lower()}"

    def apart(self, item: Item) -> Mapping[str, str]:
        """Return what a summary by answer counts one by one besides the answers: ids and labels."""
        return {}

    def there(self, answer: Answer) -> Sequence[str]:
        """Return the ids of those of them that an answer counts."""
        return ()

    # A made-up council.

    def draw(self, item: Item, chance: Chance, lean: float, day: date) -> Answer:
        """Make up an answer; `lean` are the log-odds of a good one, `day` is when the audit is made."""
        place = int(len(item.options) * chance.random() ** exp(lean))
        return self.choose(item, item.options[place].id)


def share_of_good(lean: float) -> float:
    """Return log-odds as a share from 0 to 1."""
    return 1 / (1 + exp(-lean))
