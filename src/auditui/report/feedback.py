"""An audit as a document: the sheet that is talked through with the worker, and the whole record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.core import kinds
from auditui.core.audits.answer import Answer
from auditui.core.audits.audit import CLOSING, ITEM_NOTES, progress
from auditui.core.audits.explained import explained
from auditui.core.audits.states import FINISHED, WITHDRAWN
from auditui.report import times
from auditui.report.audits import in_words, no_longer_asked, result_in_words
from auditui.report.document import Block, Document, Facts, Heading, Paragraph, Room
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from auditui.core.audits.audit import Audit
    from auditui.core.audits.score import Line
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.store import Action, Addition, Concern, Reader

_ACTIONS = columns("what: What | owner: Whose role | due: By when | state: State | proof: What shows it")
#: The closing texts of a sheet after the strengths and what to change, in their order.
_TEXTS = ("synopsis", "worry", "learning", "feedback")


class Follow(NamedTuple):
    """What goes with an audit and is no part of it: its actions, immediate concerns, and texts added after the finish."""

    actions: Sequence[Action] = ()
    concerns: Sequence[Concern] = ()
    added: Sequence[Addition] = ()


def followed(store: Reader, audit: str) -> Follow:
    """Return what goes with an audit, by its id."""
    return Follow(store.actions(audit), store.concerns(audit), store.additions(audit))


def feedback_sheet(checklist: Checklist, audit: Audit, follow: Follow) -> Document:
    """Return what is talked through with the worker: strengths, what to change with its standard, actions, room to reply.

    Immediate concerns are not on it: who may read of them is decided for each.
    """
    lines = explained(checklist, audit).lines
    return Document(
        f"Feedback: {checklist.title}",
        (
            *_head(checklist, audit),
            Heading(1, "What went well"),
            *_strengths(checklist, audit, lines),
            Heading(1, "What to change"),
            *_to_change(checklist, audit, lines),
            *_actions(follow.actions),
            *_closing(audit, follow.added, _TEXTS),
            Heading(1, "Talked through"),
            *_room(audit, follow.added, "reply", 4),
            *_room(audit, follow.added, "supervision", 1),
        ),
    )


def full_record(checklist: Checklist, audit: Audit, follow: Follow) -> Document:
    """Return all there is of an audit: each answer with what was written to it, the sum, concerns, actions, closing texts.

    No table but that of the actions, so that it fits any width.
    """
    lines = {line.item.id: line for line in explained(checklist, audit).lines}
    blocks: list[Block] = [
        *_head(checklist, audit),
        *(Paragraph(in_words(concern)) for concern in follow.concerns),
    ]
    for section in checklist.sections:
        rows = (row for item in section.items for row in _item(audit, item, lines.get(item.id)))
        blocks += [Heading(1, section.title), Facts(tuple(rows))]
    if left := tuple(row for item in no_longer_asked(checklist, audit) for row in _notes(audit, item, item)):
        blocks += [Heading(1, "No longer asked"), Facts(left)]
    blocks += [
        Heading(1, "The sum"),
        *(Paragraph(sentence) for sentence in result_in_words(checklist, audit)),
    ]
    blocks += [*_actions(follow.actions), *_closing(audit, follow.added, tuple(CLOSING))]
    return Document(f"Audit: {checklist.title}", tuple(blocks))


def _head(checklist: Checklist, audit: Audit) -> Iterator[Block]:
    """Yield what is said of the audit as a whole; first that it is not finished, where it is not."""
    if audit.state != FINISHED:
        done, number = progress(checklist, audit)
        why = audit.why if audit.state == WITHDRAWN else f"{done} of {number} items are answered."
        yield Paragraph(f"This audit is {audit.state}: {why}", "strong")
    told = (
        ("Case", audit.case),
        ("Event", audit.event),
        ("Team", audit.team),
        ("Checklist", f"version {checklist.version}"),
        ("Audited by", audit.auditor),
        ("Begun", "" if audit.first_day else times.day(audit.begun_at)),
        ("Finished", audit.first_day),
        ("Judgement", checklist.scale.label(audit.judgement)),
        ("Because", audit.note("", "reason")),
    )
    yield Facts(tuple((term, text) for term, text in told if text.strip()))


def _strengths(checklist: Checklist, audit: Audit, lines: Sequence[Line]) -> Iterator[Block]:
    if text := audit.note("", "strength").strip():
        yield Paragraph(text)
    named = [(item.title, audit.note(item.id, "strength")) for item in checklist.items]
    if kept := tuple((title, text) for title, text in named if text.strip()):
        yield Facts(kept)
    reached = [line.item.title for line in lines if line.possible and _met(line)]
    if reached:
        yield Paragraph(f"At the standard: {'; '.join(reached)}.")
    if not (text or kept or reached):
        yield Paragraph("Nothing was named.")


def _to_change(checklist: Checklist, audit: Audit, lines: Sequence[Line]) -> Iterator[Block]:
    """Yield each item that is not met, what the file shows and the standard it missed; the limiting ones first."""
    short = [line for line in lines if line.possible and not _met(line)]
    caps = {cap.item.id for cap in explained(checklist, audit).caps}
    for line in sorted(short, key=lambda line: line.item.id not in caps):
        item, answer = line.item, line.answer or Answer("", "")
        missed = [option for option in item.options if item.is_met(option.id)][-1]
        yield Paragraph(f"{item.title}: {item.label(answer.value)}", "strong")
        told = (
            ("Asked", item.question),
            ("In the file", kinds.behind(item, answer)),
            ("Seen", audit.note(item.id, "comment")),
            (f"The standard ({missed.label.lower()})", missed.standard),
            ("Limits the judgement", item.limiting.because if item.limiting and item.id in caps else ""),
        )
        yield Facts(tuple((term, text) for term, text in told if text.strip()))
    if not short:
        yield Paragraph("Every item that counts is at the standard.")


def _met(line: Line) -> bool:
    return line.answer is not None and line.item.is_met(line.answer.value)


def _actions(actions: Sequence[Action]) -> Iterator[Block]:
    yield Heading(1, "Actions")
    if actions:
        rows = tuple(
            (a.what, a.owner, a.due, f"{a.state} {times.day(a.done_at)}".strip(), a.proof) for a in actions
        )
        yield Table("What is to be done, by whom and when", _ACTIONS, rows)
    else:
        yield Paragraph("None was agreed.")


def _closing(audit: Audit, added: Iterable[Addition], about: Iterable[str]) -> Iterator[Block]:
    for name in about:
        if text := _text(audit, added, name):
            yield Heading(1, CLOSING[name])
            yield Paragraph(text)


def _text(audit: Audit, added: Iterable[Addition], about: str) -> str:
    """Return a closing text with what was added to it after the finish, each with its day."""
    later = (f"{one.text} (added on {times.day(one.added_at)})" for one in added if one.about == about)
    return "\n".join(filter(None, (audit.note("", about).strip(), *later)))


def _room(audit: Audit, added: Iterable[Addition], about: str, lines: int) -> Iterator[Block]:
    """Yield what was written, or room to write it."""
    text = _text(audit, added, about)
    yield Facts(((CLOSING[about], text),)) if text else Room(CLOSING[about], lines)


def _item(audit: Audit, item: Item, part: Line | None) -> Iterator[tuple[str, str]]:
    """Yield an item with its answer, what stands behind it and its part in the sum; then what was written to it."""
    answer = audit.answers.get(item.id)
    meaning = (
        ": ".join(filter(None, (item.label(answer.value), kinds.behind(item, answer)))) if answer else ""
    )
    yield item.title, "; ".join(filter(None, (meaning, _part(part))))
    yield from _notes(audit, item.id, item.title)


def _part(part: Line | None) -> str:
    if part is None:
        return "not scored"
    return part.why_not or f"earned {float(part.earned):.2f}".rstrip("0").rstrip(".") + f" of {part.possible}"


def _notes(audit: Audit, item: str, title: str) -> Iterator[tuple[str, str]]:
    for about, words in ITEM_NOTES.items():
        if text := audit.note(item, about).strip():
            yield f"{title} ({words.lower()})", text


def texts(audit: Audit, follow: Follow) -> Iterator[str]:
    """Yield what people wrote in the audit and what goes with it, for the identity watch."""
    yield from (*audit.notes.values(), audit.why)
    for action in follow.actions:
        yield from (action.what, action.owner, action.proof)
    for concern in follow.concerns:
        yield from (
            concern.what,
            concern.told,
            concern.answer,
            *(addition.text for addition in concern.added),
        )
    yield from (addition.text for addition in follow.added)
