"""From an entry to the body in the journal, and back: whatever cannot be understood becomes Opaque, and nothing is raised."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from auditui.core.audits import amendments, causes, deadlines, entries, keeping, samples
from auditui.core.audits.answer import Answer
from auditui.core.audits.entries import AnswerGiven, ChecklistPublished, Entry, Number, Opaque, Reason
from auditui.core.checklists.checklist import content_digest
from auditui.core.text import whole

if TYPE_CHECKING:
    from collections.abc import Mapping


#: Every kind by its name: what these modules define.
KINDS: dict[str, type[Entry]] = {
    kind.kind: kind
    for module in (entries, amendments, causes, deadlines, keeping, samples)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Entry) and kind not in (Entry, Opaque)
}


def encode(entry: Entry) -> str:
    """Return the body as canonical JSON: sorted keys, no spaces, ASCII; what is half a character becomes U+FFFD."""
    body = _canonical(entry.body())
    return _canonical(_whole(json.loads(body))) if "\\ud" in body else body


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def _whole(value: Any) -> Any:
    """Return JSON data with all its texts whole."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value


def as_kept(entry: Entry) -> Entry:
    """Return an entry as the journal will give it back."""
    return decode(entry.kind, entry.subject, encode(entry))


_DECODERS: Mapping[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items() if kind is not AnswerGiven
}
#: The body of `answer.given`: what is none of an answer's own fields is its detail, which its item's kind knows.
_ANSWER: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(
    dict[str, bool | Number | str | list[str]]
)


class _Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The body of an answer with no detail."""

    item: str
    value: str
    reason: str = ""
    undo: bool = False


_PLAIN = msgspec.json.Decoder(_Plain)


@lru_cache(maxsize=16)
def _subject(subject: str) -> str:
    return f'"subject":{json.dumps(subject)}}}'


def decode(kind: str, subject: str, body: str | None) -> Entry:
    """Make an entry of its journal columns; whatever cannot be understood becomes Opaque, and nothing is raised."""
    if body is None:
        return Opaque(subject, kind, Reason.PURGED)
    if kind not in KINDS:
        return Opaque(subject, kind, Reason.UNKNOWN_KIND)
    if body[-1:] != "}":
        return Opaque(subject, kind, Reason.UNREADABLE)
    try:
        if kind == AnswerGiven.kind:
            return _plain(subject, body) or _answer(subject, _ANSWER.decode(body))
        # The subject is written behind the body's own keys, where nothing in the body can take its place.
        comma = "" if body == "{}" else ","
        entry: Entry = _DECODERS[kind].decode(f"{body[:-1]}{comma}{_subject(subject)}")
        return _published(entry) if isinstance(entry, ChecklistPublished) else entry
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return Opaque(subject, kind, Reason.UNREADABLE)


def _published(entry: ChecklistPublished) -> Entry:
    """Return a checklist's entry, if its content is what its subject names and is not nested without end."""
    if _depth(entry.content) > _DEEPEST:
        return Opaque(entry.subject, entry.kind, Reason.UNREADABLE)
    if content_digest(entry.content) != entry.subject:
        return Opaque(entry.subject, entry.kind, Reason.OTHER_CONTENT)
    return entry


def _depth(content: Any) -> int:
    """Return how deep plain data is nested, without going deeper than matters."""
    level, depth = [content], 0
    while level and depth <= _DEEPEST:
        inner = (
            value.values() if isinstance(value, dict) else value
            for value in level
            if isinstance(value, dict | list)
        )
        level, depth = [value for values in inner for value in values], depth + 1
    return depth


#: A checklist's content is nested six deep.
_DEEPEST = 32


def _plain(subject: str, body: str) -> Entry | None:
    """Return an answer that has no detail, as most have none, in half the time; None where it may have one."""
    if not body.startswith('{"item":'):
        return None
    try:
        plain = _PLAIN.decode(body)
    except msgspec.MsgspecError:
        return None
    return AnswerGiven(subject, Answer(plain.item, plain.value, plain.reason), plain.undo)


def _answer(subject: str, body: dict[str, Any]) -> Entry:
    undo = body.pop("undo", False)
    item, value, reason = body.pop("item", None), body.pop("value", None), body.pop("reason", "")
    if not (
        isinstance(item, str)
        and isinstance(value, str)
        and isinstance(reason, str)
        and isinstance(undo, bool)
    ):
        return Opaque(subject, AnswerGiven.kind, Reason.UNREADABLE)
    return AnswerGiven(subject, Answer(item, value, reason, body), undo)
