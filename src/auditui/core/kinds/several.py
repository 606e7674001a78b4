"""Several: any that apply from a list, such as the agencies at a strategy discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.answer import Answer
from auditui.core.checklists.shapes import Field, Flag, Id, Rows, Table, Text
from auditui.core.errors import AnswerError
from auditui.core.kinds.kind import Kind, Prompt, share_of_good

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from auditui.core.checklists.checklist import Item
    from auditui.core.checklists.reading import At
    from auditui.core.kinds.kind import Chance

_CHOICE = Table(
    (
        Field("id", Id()),
        Field("label", Text(), "One that may be there"),
        Field("required", Flag(), "true: must be there for the best answer", default=False),
    )
)
_NONE = ("-", "0", "none")


class Several(Kind):
    """An answer is those that are there; its points follow from how many of the required ones are."""

    name = "several"
    options = (
        ("all", "All required", 2),
        ("some", "Some of the required", 1),
        ("none", "None of the required", 0),
    )
    fields = (
        Field(
            "choices",
            Rows(_CHOICE, 2, 20, "an item of this kind needs 2 to 20 choices"),
            "Those that may be there, the required ones among them",
            row="select_multiple",
        ),
    )
    details = ("chosen",)
    typed = "choices"

    def check_fields(self, own: Mapping[str, Any], at: At) -> None:
        """Without a required choice nothing could be missing."""
        if own["choices"] and not any(choice["required"] for choice in own["choices"]):
            at.under("choices").problem("at least one choice must be required, or nothing could be missing")

    def changes(self, before: Item, now: Item) -> Iterator[tuple[str, str]]:
        """Other required choices change the scale, other words or further choices do not."""
        required = [_labels(item, required=True) for item in (before, now)]
        if required[0].keys() != required[1].keys():
            yield "scale", f"requires {_words(required[1])}; required {_words(required[0])}"
        elif before.own != now.own:
            yield "wording", f"has the choices {_words(_labels(now))}; had {_words(_labels(before))}"

    def facts(self, item: Item) -> Iterator[tuple[str, str]]:
        """Say which are required, and which may be there besides."""
        yield "Required", _words(_labels(item, required=True))
        if others := _labels(item, required=False):
            yield "Others", _words(others)

    def typing_hint(self, item: Item) -> str:
        """Numbers or letters are typed."""
        return "those that are there"

    def prompts(self, item: Item) -> tuple[Prompt, ...]:
        """Ask for those that are there."""
        listed = ", ".join(
            f"{number} {choice['label']}{'*' if choice['required'] else ''}"
            for number, choice in enumerate(item.own["choices"], 1)
        )
        return (
            Prompt(f"{listed} (* required). Those that are there, by number or first letters, - for none"),
        )

    def from_typing(self, item: Item, typed: Sequence[Any]) -> Answer:
        """Read numbers or the beginnings of names: ``1 2 4``, ``h pol``, or letters in one word; ``-`` for none."""
        words = typed[0].casefold().replace(",", " ").split()
        if not words:
            raise AnswerError("Nothing was typed", "Type - if none was there")
        if len(words) == 1 and words[0] in _NONE:
            return chosen(item, [])
        return chosen(item, [choice for word in words for choice in _named(item, word)])

    def follows(self, item: Item, detail: Mapping[str, Any]) -> Answer:
        """Count the required ones again."""
        ids = detail.get("chosen")
        if not isinstance(ids, list) or not all(isinstance(choice, str) for choice in ids):
            raise AnswerError(f"{item.title} needs a list of choices in chosen")
        return chosen(item, ids)

    def behind(self, item: Item, answer: Answer) -> str:
        """Say which are there."""
        ids = answer.detail.get("chosen")
        if not isinstance(ids, list):
            return super().behind(item, answer)
        return ", ".join(label for choice, label in _labels(item).items() if choice in ids) or "none of them"

    def apart(self, item: Item) -> Mapping[str, str]:
        """Every choice is counted by itself."""
        return _labels(item)

    def there(self, answer: Answer) -> Sequence[str]:
        """Those that are there."""
        ids = answer.detail.get("chosen")
        return ids if isinstance(ids, list) else ()

    def draw(self, item: Item, chance: Chance, lean: float, day: date) -> Answer:
        """Make up who was there."""
        good = share_of_good(lean)
        return chosen(item, [choice for choice in _labels(item) if chance.random() < 0.3 + good * 0.65])


def chosen(item: Item, ids: Sequence[str]) -> Answer:
    """Answer with those that are there, by their ids; AnswerError if the item has no such choice."""
    labels = _labels(item)
    if strange := [choice for choice in ids if choice not in labels]:
        raise AnswerError(f"{item.title} has no choice {strange[0][:40]!r}", f"It has {', '.join(labels)}")
    there = [choice for choice in labels if choice in ids]
    required = [choice in there for choice in _labels(item, required=True)]
    value = "all" if all(required) else "some" if any(required) else "none"
    return Answer(item.id, value, detail={"chosen": there})


def _labels(item: Item, *, required: bool | None = None) -> dict[str, str]:
    choices = item.own["choices"]
    return {choice["id"]: choice["label"] for choice in choices if required in (None, choice["required"])}


def _words(labels: Mapping[str, str]) -> str:
    return ", ".join(labels.values())


def _named(item: Item, word: str) -> list[str]:
    """Return the choices a word names: by number, by the beginning of one name, or by a letter each."""
    labels = _labels(item)
    if word.isascii() and word.isdigit() and len(word) < 3 and 0 < int(word) <= len(labels):
        return [list(labels)[int(word) - 1]]
    for parts in ([word], word):
        near = [_beginning(labels, part) for part in parts]
        if all(len(choices) == 1 for choices in near):
            return [choice for choices in near for choice in choices]
    raise AnswerError(f"{word[:20]!r} names none of them, or more than one", f"There are {_words(labels)}")


def _beginning(labels: Mapping[str, str], word: str) -> list[str]:
    names = ((choice, (choice, label.casefold())) for choice, label in labels.items())
    return [choice for choice, both in names if any(name.startswith(word) for name in both)]
