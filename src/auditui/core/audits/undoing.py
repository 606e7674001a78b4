"""What there is to take back, from the journal alone, so that it works after a restart too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits import entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.entries import Recorded

Undone = entries.AnswerGiven | entries.AnswerCleared | entries.NoteWritten
#: An item that is answered, or the item and kind of a text.
_Place = str | tuple[str, str]


def undo(history: Iterable[Recorded], origin: str) -> Undone | None:
    """Return the entry that takes back the last change of an answer or a text that `origin` made; None if none is left.

    Each undo takes back one change more; a change made after an undo is taken back first. The texts of one
    writing are one change. What another origin said is not taken back, and neither is what it replaced: that
    would remove what it said. What was said before the audit moved to another version answered another question.
    """
    changes = _Changes()
    subject = ""
    for recorded in history:
        entry = recorded.entry
        if isinstance(entry, entries.AuditMoved):
            changes.move(entry.dropped)
        elif isinstance(entry, Undone):
            subject = entry.subject
            changes.take_in(entry, own=recorded.origin == origin)
    return changes.last(subject)


class _Changes:
    """The changes that can be taken back, each with what was there before it, and what is there now."""

    def __init__(self) -> None:
        self._of: list[tuple[_Place, Answer | str | None]] = []
        self._writing = ""
        self._now: dict[_Place, Answer | str | None] = {}

    def move(self, dropped: tuple[str, ...]) -> None:
        self._of.clear()
        for item in dropped:
            self._now.pop(item, None)

    def take_in(self, entry: Undone, *, own: bool) -> None:
        place = _place(entry)
        if not own:
            self._of = [change for change in self._of if change[0] != place]
        elif entry.undo:
            self._of = self._of[:-1]
        elif not self._goes_on(entry, place):
            self._of.append((place, self._now.get(place)))
        self._now[place] = _said(entry)

    def _goes_on(self, entry: Undone, place: _Place) -> bool:
        """Whether a text is of one change with the last; where another place was changed between, it is another."""
        writing = getattr(entry, "writing", "")
        goes_on = bool(writing and self._of) and (self._of[-1][0], self._writing) == (place, writing)
        self._writing = writing
        return goes_on

    def last(self, subject: str) -> Undone | None:
        if not self._of:
            return None
        place, before = self._of[-1]
        if isinstance(place, tuple):
            item, about = place
            return entries.NoteWritten(subject, about, str(before or ""), item, undo=True)
        if before is None or isinstance(before, str):
            return entries.AnswerCleared(subject, place, undo=True)
        return entries.AnswerGiven(subject, before, undo=True)


def _place(entry: Undone) -> _Place:
    return (entry.item, entry.about) if isinstance(entry, entries.NoteWritten) else entry.item


def _said(entry: Undone) -> Answer | str | None:
    if isinstance(entry, entries.NoteWritten):
        return entry.text
    return entry.answer if isinstance(entry, entries.AnswerGiven) else None


def texts_before(history: Iterable[Recorded], item: str, about: str) -> tuple[str, ...]:
    """Return what a text was, the newest first: as each writing left it, and not each pause in it; without what it is now."""
    left: dict[str, str] = {}
    for recorded in history:
        entry = recorded.entry
        if isinstance(entry, entries.NoteWritten) and (entry.item, entry.about) == (item, about):
            writing = entry.writing or f"{recorded.origin}:{recorded.origin_seq}:{len(left)}"
            left.pop(writing, None)
            left[writing] = entry.text
    texts = list(left.values())
    return tuple(dict.fromkeys(text for text in reversed(texts[:-1]) if text and text != texts[-1]))
