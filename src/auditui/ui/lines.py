"""What the pages show, as lines of styled text: pure functions of values and a width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from auditui.core import kinds
from auditui.core.audits.answering import NOTHING_KEYS, key_of
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, hindrances, unanswered
from auditui.core.audits.entries import AnswerCleared, AnswerGiven
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.core.grades import GRADES, rank
from auditui.core.text import one_line, visible
from auditui.report.audits import sum_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.audit import Audit
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.store import Action, Concern, Recorded
    from auditui.ui.commands import Command

#: Text and the name of its style; see `Page` for the styles there are.
Span = tuple[str, str]
Line = list[Span]


def wrap(text: str, width: int) -> list[str]:
    """Break text, made visible, into lines of at most `width` cells; a word that is longer is cut."""
    width = max(width, 1)
    lines: list[str] = []
    for paragraph in visible(text).expandtabs(4).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if cell_len(tried) <= width:
                line = tried
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, width) or [""]
            lines += full
        lines.append(line)
    return lines


def cut(text: str, width: int) -> str:
    """Return text on one line, cut with an ellipsis to `width` cells and filled up to it."""
    flat = one_line(text)
    if cell_len(flat) > width:
        flat = (chop_cells(flat, max(width - 1, 1)) or [""])[0] + "…" if width > 1 else ""
    return flat + " " * (width - cell_len(flat))


def block(text: str, width: int, style: str = "", first: Span | None = None) -> Iterator[Line]:
    """Yield wrapped text; `first` hangs to the left of it."""
    hang = cell_len(first[0]) if first else 0
    for n, piece in enumerate(wrap(text, width - hang)):
        lead: Line = [first if n == 0 else (" " * hang, "")] if first else []
        yield [*lead, (piece, style)]


def style_of(item: Item, answer: Answer) -> str:
    """Return the style for an answer: good, fair, bad, or dim for what leaves the sum."""
    option = item.option(answer.value)
    if option is None:
        return "bad" if answer.value == NOT_RECORDED else "dim"
    if option.points == item.max_points:
        return "good"
    return "bad" if option.points == 0 else "fair"


def item_rows(checklist: Checklist, audit: Audit, width: int) -> list[tuple[str, Line]]:
    """Return the list of sections and items: each line with its item's id, empty for a section."""
    rows: list[tuple[str, Line]] = []
    asked = checklist.asked(audit.answers)
    for section in checklist.sections:
        rows.append(("", [(cut(section.title, width), "head")]))
        for item in section.items:
            answer = audit.answers.get(item.id)
            mark = (key_of(item, answer.value), style_of(item, answer)) if answer else ("·", "dim")
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
    *,
    reasons: bool = False,
    before: Audit | None = None,
) -> list[Line]:
    """Return the page of one item: question, answers with their standards, where to look, source, notes."""
    answer = audit.answers.get(item.id)
    number = checklist.position(item.id) + 1
    worth = f"{item.aspect}, weight {item.weight}" if item.scored else "not scored"
    lines: list[Line] = [[(cut(f"{number} of {len(checklist.items)} · {worth}", width), "dim")]]
    lines += block(item.question, width, "strong")
    if item.only_if:
        lines += block(_when_asked(checklist, audit, item), width, "fair")
    lines.append([])
    if reasons:
        lines += _reasons(item, width)
    elif item.scored:
        lines += _answers(item, answer, width)
    else:
        lines += block("Enter or c: write. It is not scored.", width, "dim")
    if answer and not reasons and (answer.detail or answer.reason):
        lines += block(kinds.of(item).meaning(item, answer), width - 3, style_of(item, answer), ("   ", ""))
    if before and not reasons and (last := before.answers.get(item.id)):
        behind = kinds.of(item).behind(item, last)
        said = f"Last time ({before.finished_at[:10]}, {before.auditor}): {item.label(last.value)}"
        lines += block(f"{said}, {behind}" if behind else said, width - 3, "dim", ("   ", ""))
    lines.append([])
    lines += _around(item, width)
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


def _answers(item: Item, answer: Answer | None, width: int) -> Iterator[Line]:
    for option in item.options:
        given = answer is not None and answer.value == option.id
        key = key_of(item, option.id) if kinds.of(item).takes_digits else "·"
        lead = (f"{'▸' if given else ' '}{key} ", "given" if given else "key")
        pieces = wrap(f"{option.label}: {option.standard}", width - 3)
        label = f"{option.label}:"
        for n, piece in enumerate(pieces):
            style = "given" if given else ""
            if n == 0 and piece.startswith(label):
                yield [lead, (label, style or "strong"), (piece[len(label) :], style)]
            else:
                yield [lead if n == 0 else ("   ", ""), (piece, style)]
    if how := kinds.of(item).typing_hint(item):
        yield from block(f"Enter: type {how}.", width - 3, "dim", ("   ", ""))
    yield [*_nothings(item, answer)]


def _nothings(item: Item, answer: Answer | None) -> Iterator[Span]:
    offered = (
        (NOT_APPLICABLE, "n/a", bool(item.not_applicable)),
        (NOT_RECORDED, "not recorded", item.not_recorded),
    )
    for value, words, there in (*offered, (COULD_NOT_SEE, "could not see", True)):
        if there:
            given = answer is not None and answer.value == value
            yield (f"{'▸' if given else ' '}{NOTHING_KEYS[value]} ", "given" if given else "key")
            yield (f"{words}  ", "given" if given else "")


def _reasons(item: Item, width: int) -> Iterator[Line]:
    yield [("Not applicable, because:", "strong")]
    for n, reason in enumerate(item.not_applicable, 1):
        yield from block(reason, width - 3, "", (f" {n} ", "key"))
    yield [("Escape: it does apply.", "dim")]


def _around(item: Item, width: int) -> Iterator[Line]:
    said = [("Look in ", item.look_in), ("Note    ", item.guidance)]
    said += [(f"{label:8}", text) for label, text in kinds.of(item).beside(item)]
    if item.limiting:
        said.append(
            (
                "Caps    ",
                f"{_capping(item)}: at most {GRADES[item.limiting.caps]}, since {item.limiting.because}.",
            )
        )
    said.append(("Source  ", item.source))
    for label, text in said:
        if text:
            yield from block(text, width, "dim", (label, "label"))


def _capping(item: Item) -> str:
    """Name the keys whose answers trigger the item's limit."""
    least = item.option(item.limiting.below) if item.limiting else None
    below = [option for option in item.options if least and option.points < least.points]
    digits = str(len(below)) if len(below) == 1 else f"1 to {len(below)}"
    named = below[0].label if kinds.of(item).typed and len(below) == 1 else f"Answer {digits}"
    return f"{named} or u" if item.not_recorded else named


def finish_page(checklist: Checklist, audit: Audit, width: int, *, hide_score: bool = True) -> list[Line]:
    """Return the finish page above its texts: what is open, the judgement, and once it is given, the sum."""
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
        lines += [
            line for said in sum_in_words(score(checklist, audit.answers)) for line in block(said, width)
        ]
        for said in hindrances(checklist, audit):
            lines += block(said + ".", width, "bad")
    if not audit.open:
        lines += block("This audit is finished. r reopens it.", width, "good")
    elif audit.judgement and not hindrances(checklist, audit):
        lines += block("f finishes this audit.", width, "good")
    return lines


def closing_lines(audit: Audit, width: int) -> list[Line]:
    """Return the closing texts, a line each: what it asks, and how it begins."""
    lines: list[Line] = []
    for about, asked in CLOSING.items():
        text = audit.note("", about)
        begins = cut(text, max(width - cell_len(asked) - 4, 0))
        lines.append([("✎ " if text else "  ", "good"), (asked + "  ", ""), (begins, "note")])
    return lines


def bar(left: str, right: str, width: int) -> Line:
    """Return a bar's line: `left` as far as there is room, `right` always."""
    right = one_line(right)
    return [(cut(" " + left, max(width - cell_len(right) - 2, 0)), "bar"), (f" {right} ", "bar")]


def columns(cells: list[tuple[str, int]], width: int) -> str:
    """Return cells cut to their widths with a space between; what does not fit in `width` is left out."""
    line = ""
    for text, wide in cells:
        if cell_len(line) + wide > width:
            break
        line += cut(text, wide) + " "
    return line


def help_page(commands: tuple[Command, ...], width: int) -> list[Line]:
    """Return what every key of a screen does, in the keys it has now."""
    lines: list[Line] = [[]]
    for command in commands:
        lead = (cut(command.written_keys, 14) + " ", "key")
        lines += block(f"{command.label}: {command.help}", width, "", lead)
    return [*lines, [], *block("Hold shift to select text with the mouse.", width, "dim")]


def history_page(item: Item, said: Iterable[Recorded], width: int) -> list[Line]:
    """Return who answered an item what and when, the newest first."""
    lines: list[Line] = []
    before = "unanswered"
    for recorded in said:
        match recorded.entry:
            case AnswerGiven(answer=answer, undo=undone) if answer.item == item.id:
                behind = kinds.of(item).behind(item, answer)
                now = item.label(answer.value) + (f" ({behind})" if behind else "")
            case AnswerCleared(item=cleared, undo=undone) if cleared == item.id:
                now = "unanswered"
            case _:
                continue
        when = f"{recorded.at[:16].replace('T', ' ')} UTC  {recorded.actor}  "
        line = list(block(f"{before} → {now}{', taken back' if undone else ''}", width, "", (when, "label")))
        lines = line + lines
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
    return [*lines, [], *(line for said in sum_in_words(scored) for line in block(said, width))]


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


def action_lines(actions: list[Action], width: int) -> list[Line]:
    """Return actions, a line each."""
    return [
        [
            ("✓ " if action.done_at else "· ", "good" if action.done_at else "dim"),
            (cut(f"{action.due} {action.owner}: {action.what}", width - 2), ""),
        ]
        for action in actions
    ]
