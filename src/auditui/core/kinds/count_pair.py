"""Count pair: so many of so many; with criteria, each one is judged on every criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.answer import Answer
from auditui.core.checklists.checklist import NOT_APPLICABLE
from auditui.core.checklists.shapes import Field, Text, Texts
from auditui.core.errors import AnswerError
from auditui.core.kinds.kind import Kind, Prompt, share_of_good

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Item
    from auditui.core.checklists.reading import At
    from auditui.core.kinds.kind import Chance


class CountPair(Kind):
    """An answer is two counts; judged one by one, a word for each thing: the letters of the criteria it meets."""

    name = "count-pair"
    options = (("all", "All", 2), ("at-least-half", "At least half", 1), ("fewer", "Fewer", 0))
    fields = (
        Field("counted", Text(), "What is counted", matters="wording", row="integer"),
        Field("out_of", Text(), "Of what", matters="wording", row="integer"),
        Field(
            "criteria",
            Texts(),
            "Each counted thing is judged on these; each begins with another letter, which is the key for it",
            [],
            matters="scale",
            column="criteria",
        ),
    )
    details = ("counted", "out_of", "each")
    typed = "counts"

    def check_fields(self, own: Mapping[str, Any], at: At) -> None:
        """The first letters are keys."""
        initials = _letters(own)
        if len(set(initials)) < len(initials):
            at.under("criteria").problem("each criterion needs its own first letter: it is the key for it")

    def changes(self, before: Item, now: Item) -> Iterator[tuple[str, str]]:
        """A criterion more or less changes the scale, other words do not."""
        numbers = [len(item.own["criteria"]) for item in (before, now)]
        if numbers[0] != numbers[1]:
            yield "scale", f"is judged on {numbers[1]} criteria, was {numbers[0]}"
        elif before.own != now.own:
            yield "wording", f"counts {now.own['counted']} of {now.own['out_of']}"

    def facts(self, item: Item) -> Iterator[tuple[str, str]]:
        """Say what is counted, and on what each is judged."""
        yield "Counted", f"{item.own['counted']}, of {item.own['out_of']}"
        if item.own["criteria"]:
            yield "Each judged on", "; ".join(item.own["criteria"])

    def typing_hint(self, item: Item) -> str:
        """Counts are typed, or a word for each thing."""
        return "for each one the letters that hold" if item.own["criteria"] else "counts such as 2 of 3"

    def prompts(self, item: Item) -> tuple[Prompt, ...]:
        """Ask for the counts, or for a word for each thing judged."""
        own = item.own
        if not own["criteria"]:
            return (Prompt(f"{own['counted']} of {own['out_of']}: 2 of 3"),)
        letters = "".join(criterion[0] for criterion in own["criteria"])
        return (
            Prompt(
                f"A word for each of the {own['out_of']}: the letters that hold"
                f" ({', '.join(own['criteria'])}), - for none: {letters} {letters[:2]} -"
            ),
        )

    def from_typing(self, item: Item, typed: Sequence[Any]) -> Answer:
        """Read ``2 of 3`` or ``2/3``, or a word for each thing judged."""
        (text,) = typed
        if item.own["criteria"]:
            return judged(item, text.split())
        numbers = text.replace("/", " ").replace("of", " ").split()
        if len(numbers) != 2 or not all(_is_count(number) for number in numbers):
            raise AnswerError("Two numbers are needed", "Type 2 of 3, or 0 of 0 if there were none")
        return counted(item, int(numbers[0]), int(numbers[1]))

    def follows(self, item: Item, detail: Mapping[str, Any]) -> Answer:
        """Judge or count again."""
        words = detail.get("each", [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise AnswerError(f"{item.title} needs a list of words in each")
        if words:
            return judged(item, words)
        numbers = [detail.get(key) for key in ("counted", "out_of")]
        if any(type(number) is not int for number in numbers):
            raise AnswerError(f"{item.title} needs whole numbers in counted and out_of")
        return counted(item, detail["counted"], detail["out_of"])

    def behind(self, item: Item, answer: Answer) -> str:
        """Say the counts, and the word for each."""
        if not answer.detail.get("out_of"):
            return super().behind(item, answer)
        words = answer.detail.get("each")
        judged_as = f" ({' '.join(words)})" if isinstance(words, list) else ""
        return f"{answer.detail['counted']} of {answer.detail['out_of']}{judged_as}"

    def draw(self, item: Item, chance: Chance, lean: float, day: date) -> Answer:
        """Make up one to four things, and how many of them are as they should be."""
        number, good = chance.randint(1, 4), share_of_good(lean)
        if not item.own["criteria"]:
            return counted(item, sum(chance.random() < 0.2 + good * 0.7 for _ in range(number)), number)
        words = [
            "".join(letter for letter in _letters(item.own) if chance.random() < 0.6 + good * 0.39) or "-"
            for _ in range(number)
        ]
        return judged(item, words)


def counted(item: Item, number: int, out_of: int, words: Sequence[str] = ()) -> Answer:
    """Answer with counts: all, at least half, or fewer; none of none is not applicable."""
    if not 0 <= number <= out_of:
        raise AnswerError(
            f"{number} of {out_of} cannot be",
            f"Type {item.own['counted']}, then {item.own['out_of']}: 2 of 3",
        )
    counts = {"counted": number, "out_of": out_of}
    if out_of == 0:
        if not item.not_applicable:
            hint = "None at all is not recorded" if item.not_recorded else ""
            raise AnswerError(f"{item.title} needs at least one to count", hint)
        return Answer(item.id, NOT_APPLICABLE, item.not_applicable[0], counts)
    value = "all" if number == out_of else "at-least-half" if 2 * number >= out_of else "fewer"
    return Answer(item.id, value, detail=counts | ({"each": list(words)} if words else {}))


def judged(item: Item, words: Sequence[str]) -> Answer:
    """Answer with a word for each thing, made of the first letters of the criteria it meets.

    ``smart smrt -`` judges three targets: one with all five, one not achievable, one with none.
    """
    letters = _letters(item.own)
    if not letters:
        raise AnswerError(f"{item.title} is not judged one by one")
    kept = []
    for word in words:
        met = set(word.casefold()) - {"-"}
        if met - set(letters):
            raise AnswerError(
                f"{word!r} has letters other than {letters}", f"A word each, for example {letters} -"
            )
        kept.append("".join(letter for letter in letters if letter in met) or "-")
    return counted(item, kept.count(letters), len(kept), kept)


def _letters(own: Mapping[str, Any]) -> str:
    return "".join(criterion[0].casefold() for criterion in own["criteria"])


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5
