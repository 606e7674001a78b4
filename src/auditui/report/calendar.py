"""Due days as a calendar file (iCalendar, RFC 5545), for whatever calendar an auditor keeps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core.text import one_line
from auditui.report.samples import owed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from auditui.store.samples import SampleCase
    from auditui.store.values import Deadline

#: A line has at most so many octets, its end not counted (RFC 5545, section 3.1).
_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Due(Struct, frozen=True):
    """A day something is due: `uid` is the same whenever it is written, `said_at` when it was last said (UTC, as the journal has it)."""

    uid: str
    day: date
    words: str
    said_at: str


def of_cases(cases: Iterable[SampleCase], *, named: bool) -> Iterator[Due]:
    """Yield the due days of drawn cases still owed: reference and checklist, and where they are of several auditors (`named`) whose."""
    for case in cases:
        if case.due and owed(case):
            who = f"{case.auditor or 'nobody'}: " if named else ""
            uid = f"{case.sample}.{case.case}@auditui"
            yield Due(
                uid, date.fromisoformat(case.due), f"{who}audit {case.unit} ({case.checklist})", case.given_at
            )


def of_deadlines(deadlines: Iterable[Deadline]) -> Iterator[Due]:
    """Yield the days stated for what the council owes."""
    for kept in deadlines:
        yield Due(f"{kept.id}@auditui", date.fromisoformat(kept.stated), kept.what, kept.stated_at)


def as_ics(due: Sequence[Due]) -> str:
    """Return a calendar of whole days that take up no time, one for each; the same due days give the same bytes.

    There is no METHOD, so DTSTAMP is when the due day was last said (section 3.8.7.2): a calendar that holds it already takes the
    newer. Lines end in CR LF and are folded at 75 octets, never within a character; texts are escaped (3.3.11).
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//auditui//programme//EN"]
    for one in sorted(due, key=lambda one: (one.day, one.uid)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{_utc(one.said_at)}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.words)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _text(words: str) -> str:
    return one_line(words).translate(_ESCAPES)


def _utc(at: str) -> str:
    """Return a moment of the journal, ``2026-11-25T04:27:25.123Z``, as iCalendar writes it."""
    return f"{at[:19].replace('-', '').replace(':', '')}Z"


def _folded(line: str) -> str:
    parts, held = [""], 0
    for c in line:
        octets = len(c.encode())
        if held + octets > _OCTETS:
            parts.append(" ")
            held = 1
        parts[-1] += c
        held += octets
    return "\r\n".join(parts)
