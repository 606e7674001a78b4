"""Moments of the journal, which are UTC, as the clock on the wall here shows them."""

from __future__ import annotations

from datetime import date, datetime

#: What is said where times are shown.
LOCAL = "Times are this computer's local time."


def local(at: str) -> datetime | None:
    """Return a moment of the journal in local time; None where it is none, or beyond what a clock can show."""
    try:
        return datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def minute(at: str) -> str:
    """Return a moment as local day and time: ``2026-11-24 18:22``; "" for none, what is no moment as it is."""
    moment = local(at) if at else None
    return f"{moment:%Y-%m-%d %H:%M}" if moment else at


def clock(at: str) -> str:
    """Return the local time of a moment: ``18:22:56``."""
    moment = local(at)
    return f"{moment:%H:%M:%S}" if moment else at


def day(at: str) -> str:
    """Return the local day of a moment, ISO; "" for none."""
    moment = local(at) if at else None
    return f"{moment:%Y-%m-%d}" if moment else at[:10]


def days_since(at: str, today: date) -> int | None:
    """Return how many days before `today` a moment, or an ISO day, was; None for none."""
    try:
        then = date.fromisoformat(at) if len(at) == 10 else date.fromisoformat(day(at))
    except ValueError:
        return None
    return (today - then).days
