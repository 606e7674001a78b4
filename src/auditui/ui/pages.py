"""What the pages show, as lines of styled text: pure functions of values, a width, and the keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from auditui.core.audits.answer import detail
from auditui.core.audits.answering import digit_of, takes_digits, told
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, unanswered
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.core.grades import GRADES, rank
from auditui.core.timeliness import convention
from auditui.report.audits import sum_in_words
from auditui.ui.lines import block, columns, cut, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import ActionAdded
    from auditui.core.audits.session import Change
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.store import Concern
    from auditui.ui.commands import Command, Keys
    from auditui.ui.lines import Line, Span


def style_of(item: Item, answer: Answer) -> str:
    """Return the style for an answer: good, fair, bad, or dim for what leaves the sum."""
    option = item.option(answer.value)
    if option is None:
        return "bad" if answer.value == NOT_RECORDED else "dim"
    if option.points == item.most:
        return "good"
    return "bad" if option.points == 0 else "fair"


def _key_of(item: Item, value: str, keys: Keys) -> str:
    """Return the key that gives this answer; those of the non-answers have the names of their values."""
    return digit_of(item, value) or keys.name(f"score.{value}")


def item_rows(checklist: Checklist, audit: Audit, width: int, keys: Keys) -> list[tuple[str, Line]]:
    """Return the list of sections and items: each line with its item's id, empty for a section."""
    rows: list[tuple[str, Line]] = []
    asked = checklist.asked(audit.answers)
    for section in checklist.sections:
        rows.append(("", [(cut(section.title, width), "head")]))
        for item in section.items:
            answer = audit.answers.get(item.id)
            mark = (_key_of(item, answer.value, keys), style_of(item, answer)) if answer else ("·", "dim")
            if not item.scored:
                mark = ("t", "good" if audit.note(item.id, "comment") else "dim")
            if asked[item.id] is False:
                mark = ("-", "dim")
            noted = "".join(
                sign for about, sign in (("comment", '"'), ("strength", "+")) if audit.note(item.id, about)
            )
            title = cut(item.title, width - 5 - len(noted)) if width > 8 else ""
            style = "dim" if asked[item.id] is False else ""
            rows.append(
                (item.id, [(" ", ""), mark, (" " + title, style), (noted.rjust(len(noted) + 1), "dim")])
            )
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
) -> list[Line]:
    """Return the page of one item: question, answers with their standards, where to look, source, notes."""
    answer, enter = audit.answers.get(item.id), keys.name("score.enter")
    number = checklist.position(item.id) + 1
    worth = f"{item.aspect}, weight {item.weight}" if item.scored else "not scored"
    lines: list[Line] = [[(cut(f"{number} of {len(checklist.items)} · {worth}", width), "dim")]]
    lines += block(item.question, width, "strong")
    if item.only_if:
        lines += block(_when_asked(checklist, audit, item), width, "fair")
    lines.append([])
    if reasons:
        lines += _reasons(item, width, keys)
    elif item.scored:
        lines += _answers(item, answer, width, keys)
    else:
        lines += block(f"{enter} or {keys.name('score.comment')}: write. It is not scored.", width, "dim")
    if answer and not reasons and (answer.start or answer.out_of or answer.reason):
        lines += block(told(item, answer), width - 3, style_of(item, answer), ("   ", ""))
    if before and not reasons and (last := before.answers.get(item.id)):
        behind = detail(item, last)
        words = f"Last time ({before.finished_at[:10]}, {before.auditor}): {item.label(last.value)}"
        lines += block(f"{words}, {behind}" if behind else words, width - 3, "dim", ("   ", ""))
    lines.append([])
    lines += _around(item, width, keys)
    for about, title in ITEM_NOTES.items():
        if text := audit.note(item.id, about):
            lines += [[], *block(text, width, "note", (f"{title}  ", "label"))]
    return lines


def _when_asked(checklist: Checklist, audit: Audit, item: Item) -> str:
    condition = checklist.condition_in_words(item)
    asked = checklist.asked(audit.answers)[item.id]
    if asked is False:
        kept = " Its answer is kept, and counts for nothing now." if item.id in audit.answers else ""
        return f"Not asked here: only if {condition}.{kept}"
    return f"Asked {'here: ' if asked else 'only if '}{condition}."


def _answers(item: Item, answer: Answer | None, width: int, keys: Keys) -> Iterator[Line]:
    for option in item.options:
        given = answer is not None and answer.value == option.id
        key = digit_of(item, option.id) if takes_digits(item) else "·"
        lead = (f"{'▸' if given else ' '}{key} ", "given" if given else "key")
        pieces = wrap(f"{option.label}: {option.standard}", width - 3)
        label = f"{option.label}:"
        for n, piece in enumerate(pieces):
            style = "given" if given else ""
            if n == 0 and piece.startswith(label):
                yield [lead, (label, style or "strong"), (piece[len(label) :], style)]
            else:
                yield [lead if n == 0 else ("   ", ""), (piece, style)]
    enter = keys.name("score.enter")
    if item.interval:
        yield from block(f"{enter}: type the two dates.", width - 3, "dim", ("   ", ""))
    if item.pair:
        how = "for each one the letters that hold" if item.pair.criteria else "how many of how many"
        yield from block(f"{enter}: type {how}.", width - 3, "dim", ("   ", ""))
    yield [*_non_answers(item, answer, keys)]


def _non_answers(item: Item, answer: Answer | None, keys: Keys) -> Iterator[Span]:
    offered = (
        (NOT_APPLICABLE, "n/a", bool(item.not_applicable)),
        (NOT_RECORDED, "not recorded", item.not_recorded),
    )
    for value, words, there in (*offered, (COULD_NOT_SEE, "could not see", True)):
        if there:
            given = answer is not None and answer.value == value
            yield (f"{'▸' if given else ' '}{_key_of(item, value, keys)} ", "given" if given else "key")
            yield (f"{words}  ", "given" if given else "")


def _reasons(item: Item, width: int, keys: Keys) -> Iterator[Line]:
    yield [("Not applicable, because:", "strong")]
    for n, reason in enumerate(item.not_applicable, 1):
        yield from block(reason, width - 3, "", (f" {n} ", "key"))
    yield [(f"{keys.name('score.back')}: it does apply.", "dim")]


def _around(item: Item, width: int, keys: Keys) -> Iterator[Line]:
    rows = [("Look in ", item.look_in), ("Note    ", item.guidance)]
    if item.interval:
        rows.append(("Limit   ", convention(item.interval)))
    if item.limiting:
        rows.append(
            (
                "Caps    ",
                f"{_capping(item, keys)}: at most {GRADES[item.limiting.caps]}, since {item.limiting.because}.",
            )
        )
    rows.append(("Source  ", item.source))
    for label, text in rows:
        if text:
            yield from block(text, width, "dim", (label, "label"))


def _capping(item: Item, keys: Keys) -> str:
    """Name the keys whose answers trigger the item's limit."""
    least = item.option(item.limiting.below) if item.limiting else None
    below = [option for option in item.options if least and option.points < least.points]
    digits = str(len(below)) if len(below) == 1 else f"1 to {len(below)}"
    named = (
        below[0].label if item.kind in ("interval", "count-pair") and len(below) == 1 else f"Answer {digits}"
    )
    return f"{named} or {keys.name('score.not-recorded')}" if item.not_recorded else named


def finish_page(
    checklist: Checklist,
    audit: Audit,
    blockers: tuple[str, ...],
    width: int,
    keys: Keys,
    *,
    hide_score: bool = True,
) -> list[Line]:
    """Return the finish page above its texts: what is open, the judgement, and once it is given, the sum and the blockers."""
    lines: list[Line] = []
    left = unanswered(checklist, audit)
    if left:
        titles = ", ".join(item.title for item in left[:6]) + (", …" if len(left) > 6 else "")
        lines += block(f"{len(left)} unanswered: {titles}", width, "bad")
    else:
        lines.append([("Every item is answered.", "good")])
    lines += [[], [("Your judgement of this file", "strong")]]
    for grade, words in reversed(GRADES.items()):
        given = audit.judgement == grade
        style = "given" if given else ""
        lines.append([(f"{'▸' if given else ' '}{rank(grade) + 1} ", style or "key"), (words, style)])
    lines.append([])
    if not audit.judgement and hide_score:
        lines += block("The sum is shown once you have judged, so that it does not lead you.", width, "dim")
    else:
        for sentence in sum_in_words(score(checklist, audit.answers)):
            lines += block(sentence, width)
        for sentence in blockers:
            lines += block(sentence + ".", width, "bad")
    if not audit.open:
        lines += block(f"This audit is finished. {keys.name('score.reopen')} reopens it.", width, "good")
    elif audit.judgement and not blockers:
        lines += block(f"{keys.name('finish.finish')} finishes this audit.", width, "good")
    return lines


def closing_lines(audit: Audit, width: int) -> list[Line]:
    """Return the closing texts, a line each: what it asks, and how it begins."""
    lines: list[Line] = []
    for about, asked in CLOSING.items():
        text = audit.note("", about)
        begins = cut(text, max(width - cell_len(asked) - 4, 0))
        lines.append([("✎ " if text else "  ", "good"), (asked + "  ", ""), (begins, "note")])
    return lines


def help_page(commands: tuple[Command, ...], width: int) -> list[Line]:
    """Return what every key of a screen does, in the keys it has now."""
    lines: list[Line] = [[]]
    for command in commands:
        lead = (cut(command.written_keys, 14) + " ", "key")
        lines += block(f"{command.label}: {command.help}", width, "", lead)
    return [*lines, [], *block("Hold shift to select text with the mouse.", width, "dim")]


def history_page(item: Item, changes: Iterable[Change], width: int) -> list[Line]:
    """Return who answered an item what and when, the newest first."""
    lines: list[Line] = []
    before = "unanswered"
    for at, actor, answer, undo in changes:
        behind = detail(item, answer) if answer else ""
        now = item.label(answer.value) + (f" ({behind})" if behind else "") if answer else "unanswered"
        when = f"{at[:16].replace('T', ' ')} UTC  {actor}  "
        words = f"{before} → {now}{', taken back' if undo else ''}"
        lines = [*block(words, width, "", (when, "label")), *lines]
        before = now
    return lines or [[("This item has not been answered yet.", "dim")]]


def sum_page(checklist: Checklist, audit: Audit, width: int) -> list[Line]:
    """Return the sum behind the score: each item's part, what left the sum and why, and what capped it."""
    scored = score(checklist, audit.answers)
    wide = max(width - 40, 12)
    lines: list[Line] = [
        [(columns([("Item", wide), ("Answer", 18), ("Earned", 7), ("Of", 4)], width), "head")]
    ]
    for part in scored.lines:
        words = part.item.label(part.answer.value) if part.answer else "-"
        numbers = (f"{float(part.earned):.2f}", str(part.possible)) if part.possible else ("", "")
        cells = [(part.item.title, wide), (words, 18), (numbers[0], 7), (numbers[1], 4)]
        lines.append([(columns(cells, width), "" if part.possible else "dim")])
        if part.why_not and part.answer:
            lines += block(f"left the sum: {part.why_not}", width, "dim", ("   ", ""))
    return [*lines, [], *(line for sentence in sum_in_words(scored) for line in block(sentence, width))]


def concern_lines(concern: Concern, width: int) -> list[Line]:
    """Return the lines that say an immediate concern and its answer."""
    when = concern.answered_at[:16].replace("T", " ")
    answer = (f"answered {when}: {concern.answer}", "good") if when else ("not answered yet", "bad")
    told = f"told: {concern.told}, {concern.told_at}; raised by {concern.raised_by}"
    return [
        *block(f"{concern.case}: {concern.what}", width, "strong"),
        *block(told, width, "", ("  ", "")),
        *block(answer[0], width, answer[1], ("  ", "")),
    ]


def action_lines(actions: list[ActionAdded], done: frozenset[str], width: int) -> list[Line]:
    """Return actions, a line each; `done` are the ids of those that are."""
    return [
        [
            ("✓ ", "good") if action.subject in done else ("· ", "dim"),
            (cut(f"{action.due} {action.owner}: {action.what}", width - 2), ""),
        ]
        for action in actions
    ]
