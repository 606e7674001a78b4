"""An item of an audit as lines of styled text: its row in the list, and its page with the standard for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from auditui.core import kinds
from auditui.core.audits.answering import digit_of
from auditui.core.audits.audit import ITEM_NOTES
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.report import times
from auditui.ui.lines import ACTION_MARKS, block, cut, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import ActionAdded
    from auditui.core.checklists.checklist import Checklist, Item, Option
    from auditui.core.checklists.examples import Example
    from auditui.ui.lines import Line
    from auditui.ui.own_keys import Keys


def style_of(item: Item, answer: Answer) -> str:
    """Return the style for an answer: good, fair, bad, or dim for what leaves the sum."""
    option = item.option(answer.value)
    if option is None:
        return "bad" if answer.value == NOT_RECORDED else "dim"
    if option.points == item.max_points:
        return "good"
    return "bad" if option.points == 0 else "fair"


def _key_of(item: Item, value: str, keys: Keys) -> str:
    """Return the key that gives this answer; those of the non-answers have the names of their values."""
    return digit_of(item, value) or keys.name(f"score.{value}")


def item_rows(checklist: Checklist, audit: Audit, width: int, keys: Keys) -> list[tuple[str, Line]]:
    """Return the list of sections and items: each line with its item's id, empty for a section."""
    rows: list[tuple[str, Line]] = []
    is_asked = checklist.asked(audit.answers)
    for section in checklist.sections:
        rows.append(("", [(cut(section.title, width), "head")]))
        for item in section.items:
            answer, left_out = audit.answers.get(item.id), is_asked[item.id] is False
            mark = (_key_of(item, answer.value, keys), style_of(item, answer)) if answer else ("·", "dim")
            if not item.scored:
                mark = ("t", "good" if audit.note(item.id, "comment") else "dim")
            if left_out:
                mark = ("-", "dim")
            signs = (("comment", '"'), ("strength", "+"), ("evidence", "§"))
            noted = "".join(sign for about, sign in signs if audit.note(item.id, about))
            title = cut(item.title, width - 5 - len(noted)) if width > 8 else ""
            style = "dim" if left_out else ""
            rows.append((item.id, [(" ", ""), mark, (f" {title}", style), (f" {noted}", "dim")]))
    return rows


def item_page(
    checklist: Checklist,
    audit: Audit,
    item: Item,
    width: int,
    keys: Keys,
    *,
    reasons: bool = False,
    before: Audit | None = None,
    examples: Sequence[Example] = (),
    actions: Sequence[tuple[ActionAdded, str]] = (),
    notes: bool = True,
) -> list[Line]:
    """Return the page of one item: question, answers with their standards, where to look, source, notes, actions, examples.

    `actions` are those that came from the item, each with how it stands: open, done or dropped; without `notes` they stand elsewhere.
    """
    answer = audit.answers.get(item.id)
    lines = [*_asked(checklist, audit, item, width)]
    lines.append([])
    if reasons:
        lines += _reasons(item, width, keys)
    elif item.scored:
        lines += _answers(item, answer, width, keys)
    else:
        write = f"{keys.name('score.enter')} or {keys.name('score.comment')}: write. It is not scored."
        lines += block(write, width, "dim")
    if not reasons:
        lines += _given(item, answer, before, width)
    lines.append([])
    lines += _around(checklist, item, width, keys)
    for about, title in ITEM_NOTES.items() if notes else ():
        lines += note_lines(title, audit.note(item.id, about), width)
    lines += action_lines(actions, width)
    for example in examples:
        said = f"{example.situation} {item.label(example.answer)}."
        lines += [[], *block(said, width, "dim", ("e.g.  ", "label"))]
    return lines


_TIMES = {1: "once", 2: "twice"}


def _asked(checklist: Checklist, audit: Audit, item: Item, width: int) -> Iterator[Line]:
    """Yield where the item stands, what it asks, and when it is asked."""
    number = checklist.position(item.id) + 1
    worth = (
        f"about {item.aspect}, counts {_TIMES.get(item.weight) or f'{item.weight} times'}"
        if item.scored
        else "not scored"
    )
    yield [(cut(f"{number} of {len(checklist.items)} · {worth}", width), "dim")]
    yield from block(item.question, width, "strong")
    if item.only_if:
        yield from block(_when_asked(checklist, audit, item), width, "fair")


def note_lines(title: str, text: str, width: int) -> list[Line]:
    """Return a note under its title; none where there is none."""
    return [[], *block(text, width, "note", (f"{title}  ", "label"))] if text else []


def action_lines(actions: Sequence[tuple[ActionAdded, str]], width: int) -> Iterator[Line]:
    """Yield the actions of an item, each with how it stands."""
    for action, how in actions:
        words = f"{action.what} ({action.owner}, due {action.due})"
        yield []
        yield from block(
            words, width, "" if how == "open" else "dim", (f"Action {ACTION_MARKS[how]}  ", "label")
        )


def _given(item: Item, answer: Answer | None, before: Audit | None, width: int) -> Iterator[Line]:
    """Yield what stands behind the answer, and what it was last time."""
    if answer and (answer.detail or answer.reason):
        yield from block(kinds.meaning(item, answer), width - 3, style_of(item, answer), ("   ", ""))
    if before and (last := before.answers.get(item.id)):
        words = f"Last time ({times.day(before.finished_at)}, {before.auditor}): {kinds.in_words(item, last)}"
        yield from block(words, width - 3, "dim", ("   ", ""))


def _when_asked(checklist: Checklist, audit: Audit, item: Item) -> str:
    condition = checklist.condition_in_words(item)
    is_asked = checklist.asked(audit.answers)[item.id]
    if is_asked is False:
        kept = " Its answer is kept, and counts for nothing now." if item.id in audit.answers else ""
        return f"Not asked here: only if {condition}.{kept}"
    return f"Asked {'here: ' if is_asked else 'only if '}{condition}."


def _answers(item: Item, answer: Answer | None, width: int, keys: Keys) -> Iterator[Line]:
    for option in item.options:
        yield from _option(item, option, width, chosen=answer is not None and answer.value == option.id)
    if how := kinds.of(item).typing_hint(item):
        yield from block(f"{keys.name('score.enter')}: type {how}.", width - 3, "dim", ("   ", ""))
    if len(item.not_applicable) == 1:  # one key takes it, so its reason stands there before
        taken = answer is not None and answer.value == NOT_APPLICABLE
        style = "given" if taken else ""
        lead = (f"{'▸' if taken else ' '}{_key_of(item, NOT_APPLICABLE, keys)} ", style or "key")
        yield from block(f"not applicable: {item.not_applicable[0]}", width, style, lead)
    yield from _non_answers(item, answer, width, keys)


def _option(item: Item, option: Option, width: int, *, chosen: bool) -> Iterator[Line]:
    key, label = digit_of(item, option.id) if kinds.of(item).takes_digits else "·", f"{option.label}:"
    style = "given" if chosen else ""
    lead = (f"{'▸' if chosen else ' '}{key} ", style or "key")
    first, *rest = wrap(f"{label} {option.standard}", width - 3)
    if first.startswith(label):
        yield [lead, (label, style or "strong"), (first.removeprefix(label), style)]
    else:
        yield [lead, (first, style)]
    yield from ([("   ", ""), (piece, style)] for piece in rest)


_NON_ANSWERS = {
    NOT_APPLICABLE: "not applicable",
    NOT_RECORDED: "not recorded",
    COULD_NOT_SEE: "could not see",
}


def _non_answers(item: Item, answer: Answer | None, width: int, keys: Keys) -> list[Line]:
    """Return what can be said instead of an answer, as many on a line as there is room for."""
    lines: list[Line] = [[]]
    offered = (len(item.not_applicable) > 1, item.not_recorded, True)
    for there, (value, words) in zip(offered, _NON_ANSWERS.items(), strict=True):
        if not there:
            continue
        style = "given" if answer is not None and answer.value == value else ""
        lead = f"{'▸' if style else ' '}{_key_of(item, value, keys)} "
        if lines[-1] and sum(cell_len(text) for text, _ in lines[-1]) + cell_len(lead + words) > width:
            lines.append([])
        lines[-1] += [(lead, style or "key"), (f"{words}  ", style)]
    return lines


def _reasons(item: Item, width: int, keys: Keys) -> Iterator[Line]:
    yield [("Not applicable, because:", "strong")]
    for n, reason in enumerate(item.not_applicable, 1):
        yield from block(reason, width - 3, "", (f" {n} ", "key"))
    yield [(f"{keys.name('score.back')}: it does apply.", "dim")]


def _around(checklist: Checklist, item: Item, width: int, keys: Keys) -> Iterator[Line]:
    rows = [("Look in ", item.look_in), ("Note    ", item.guidance)]
    rows += [(f"{label:8}", text) for label, text in kinds.of(item).beside(item)]
    if item.limiting:
        grade, because = checklist.scale.label(item.limiting.caps), item.limiting.because
        rows.append(("Limits  ", f"{_capping(item, keys)}: at most {grade}, since {because}."))
    rows += [("Source  ", str(source)) for source in item.all_sources]
    for label, text in rows:
        if text:
            yield from block(text, width, "dim", (label, "label"))


def _capping(item: Item, keys: Keys) -> str:
    """Name the keys whose answers trigger the item's limit."""
    least = item.option(item.limiting.below) if item.limiting else None
    below = [option for option in item.options if least and option.points < least.points]
    digits = str(len(below)) if len(below) == 1 else f"1 to {len(below)}"
    if not below:
        return keys.name("score.not-recorded")
    named = below[0].label if kinds.of(item).typed and len(below) == 1 else f"Answer {digits}"
    return f"{named} or {keys.name('score.not-recorded')}" if item.not_recorded else named
