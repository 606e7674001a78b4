"""What the pages show, as lines of styled text: pure functions of values, a width, and the keys there are."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len

from auditui.core.audits.audit import CLOSING, sum_hidden, unanswered
from auditui.core.audits.explained import explained
from auditui.core.audits.session import COMPLETE, SAFE_NOW
from auditui.core.audits.states import WITHDRAWN
from auditui.report import times
from auditui.report.audits import result_in_words
from auditui.report.history import answer_in_words, title_of
from auditui.ui.lines import ACTION_MARKS, block, columns, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.entries import ActionAdded
    from auditui.core.audits.session import Added, Change
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.scale import Scale
    from auditui.store import Concern
    from auditui.ui.command import Command
    from auditui.ui.lines import Line, Span
    from auditui.ui.own_keys import Keys


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
    sentences = [_left(unanswered(checklist, audit))]
    if not audit.judgement and hide_score:
        sentences.append(("The sum is shown once you have judged, so that it does not lead you.", "dim"))
    else:
        sentences += [(sentence, "") for sentence in result_in_words(checklist, audit)]
        sentences += [(f"{blocker}.", "bad") for blocker in blockers]
    if audit.state == WITHDRAWN:
        sentences.append((f"This audit is withdrawn: {audit.why}", "bad"))
    elif not audit.open:
        sentences.append((f"This audit is finished. {keys.name('score.reopen')} reopens it.", "good"))
    elif audit.judgement and not blockers:
        sentences.append((f"{keys.name('finish.finish')} finishes this audit.", "good"))
    first, *others = (list(block(words, width, style)) for words, style in sentences)
    return [*first, [], *_judgement(checklist.scale, audit), [], *chain.from_iterable(others)]


def _left(items: Sequence[Item]) -> Span:
    """Say which items are unanswered, the first of them by name."""
    if not items:
        return "Every item is answered.", "good"
    titles = ", ".join(item.title for item in items[:6]) + (", …" if len(items) > 6 else "")
    return f"{len(items)} unanswered: {titles}", "bad"


def _judgement(scale: Scale, audit: Audit) -> Iterator[Line]:
    yield [("Your judgement of this file", "strong")]
    for grade in scale.grades:
        style = "given" if audit.judgement == grade.id else ""
        digit = f"{'▸' if style else ' '}{scale.rank(grade.id) + 1} "
        yield [(digit, style or "key"), (grade.label, style)]


def closing_texts(audit: Audit, additions: Iterable[Added] = ()) -> dict[str, list[str]]:
    """Return the texts under each closing title: what was written, then what was added, with its day."""
    texts = {about: [text] if (text := audit.note("", about)) else [] for about in CLOSING}
    for entry, at, _ in additions:
        texts.setdefault(entry.about, []).append(f"added {times.day(at)}: {entry.text}")
    return texts


def closing_page(audit: Audit, additions: Iterable[Added], width: int) -> list[Line]:
    """Return the closing texts in full, each under its title; those without words are left out."""
    lines: list[Line] = []
    for about, texts in closing_texts(audit, additions).items():
        if texts:
            lines += [[(CLOSING[about], "head")]]
            for text in texts:
                for line in text.splitlines():
                    lines += block(line, width) if line.strip() else [[]]
            lines.append([])
    return lines or [[("Nothing is written yet.", "dim")]]


def closing_lines(audit: Audit, width: int, additions: Iterable[Added] = ()) -> list[Line]:
    """Return the closing texts, a line each: what it asks, and how it begins; of what was added later its day too."""
    lines: list[Line] = []
    texts = closing_texts(audit, additions)
    for about, title in CLOSING.items():
        text = "; ".join(texts[about])
        begins = cut(text, max(width - cell_len(title) - 4, 0))
        lines.append([("✎ " if text else "  ", "good"), (title + "  ", ""), (begins, "note")])
    return lines


def help_page(
    commands: tuple[Command, ...], width: int, kept: tuple[tuple[str, str, str], ...] = ()
) -> list[Line]:
    """Return what every key of a screen does, in the keys it has now, and which a browser has `kept` for itself."""
    lines: list[Line] = [[]]
    if kept:
        lines += block("A browser may keep these keys for itself; nothing is lost by any of them.", width)
        for key, does, instead in kept:
            lines += block(f"{does}; {instead} instead.", width, "", (cut(key, 14) + " ", "key"))
        lines.append([])
    for command in commands:
        lead = (cut(command.written_keys, 14) + " ", "key")
        lines += block(f"{command.label}: {command.help}", width, "", lead)
    return [*lines, [], *block("Hold shift to select text with the mouse.", width, "dim")]


#: Below this width a change stands under its time.
_NARROW = 60


def change_lines(item: Item | None, changes: Iterable[Change], width: int) -> list[list[Line]]:
    """Return the lines of each change of an item and its texts, or of a closing text, the oldest first."""
    said: list[list[Line]] = []
    before = answer_in_words(item, None)
    for change in changes:
        when = f"{times.minute(change.at)}  {change.actor}  "
        if change.about:
            words = f"{title_of(change.about)}: {change.text or 'removed'}"
        else:
            now = answer_in_words(item, change.answer)
            words, before = f"{before} → {now}", now
        words += ", taken back" if change.undo else ""
        if width < _NARROW:  # the words below the time, not beside it
            said.append([[(when, "label")], *block(words, width, "", ("  ", ""))])
        else:
            said.append(list(block(words, width, "", (when, "label"))))
    return said


def history_page(item: Item, changes: Iterable[Change], width: int) -> list[Line]:
    """Return who said what of an item and when, the newest first, with the number by which line mode brings it back."""
    said = list(reversed(change_lines(item, changes, width)))
    lines = [
        [(f"{n} ", "key"), *line] if not place else line
        for n, of_change in enumerate(said, 1)
        for place, line in enumerate(of_change)
    ]
    none = [[("Nothing has been said of this item yet.", "dim")]]
    return [*(lines or none), [], [(times.LOCAL, "dim")]]


def sum_page(checklist: Checklist, audit: Audit, keys: Keys, hide_score: bool, width: int) -> list[Line]:  # noqa: FBT001
    """Return the sum behind the score: each item's part, what left the sum and why, what capped it; or why it is hidden yet."""
    if sum_hidden(audit, hide_score=hide_score):
        return [[], *block(f"{why_sum_hidden(keys)}.", width)]
    scored = explained(checklist, audit)
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
    return [
        *lines,
        [],
        *(line for sentence in result_in_words(checklist, audit) for line in block(sentence, width)),
    ]


def concern_lines(concern: Concern, width: int) -> list[Line]:
    """Return the lines that say an immediate concern and its answer."""
    when = times.minute(concern.answered_at)
    answer = (f"answered {when}: {concern.answer}", "good") if when else ("not answered yet", "bad")
    known_to = f"told: {concern.told}, {concern.told_at}; raised by {concern.raised_by}"
    added = (f"added {times.day(text.added_at)} by {text.added_by}: {text.text}" for text in concern.added)
    return [
        *block(f"{concern.case}: {concern.what}", width, "strong"),
        *block(known_to, width, "", ("  ", "")),
        *(line for words in added for line in block(words, width, "", ("  ", ""))),
        *block(answer[0], width, answer[1], ("  ", "")),
    ]


def action_lines(actions: list[ActionAdded], closed: Mapping[str, str], width: int) -> list[Line]:
    """Return actions, a line each; `closed` says how those ended that are not open, by their ids."""
    styles = {"done": "good"}
    return [
        [
            (f"{ACTION_MARKS[how := closed.get(action.subject, 'open')]} ", styles.get(how, "dim")),
            (cut(f"{action.due} {action.owner}: {action.what}", width - 2), ""),
        ]
        for action in actions
    ]


def advice(calls: tuple[str, ...], keys: Keys) -> list[str]:
    """Say what an answer calls for, by what `Session.answer` returned, the most urgent first."""
    sentences = {
        SAFE_NOW: f"Is the child safe now? If not: {keys.name('score.concern')} records an immediate concern",
        COMPLETE: f"Every item is answered: {keys.name('score.finish')} goes on to the judgement",
    }
    return [sentences[call] for call in calls]


def why_sum_hidden(keys: Keys) -> str:
    """Say why the sum is not shown yet."""
    key = keys.name("score.finish")
    return f"The sum is shown once you have judged ({key}), so that it does not lead you"
