"""The user's settings, read from their file."""

from __future__ import annotations

from auditui import places
from auditui.core.settings import Settings, parse


def load() -> Settings:
    """Return the user's settings; the defaults where there is no file. AuditError for what is wrong in it."""
    path = places.settings().path
    if not path.exists():
        return Settings()
    return parse(places.text_of(path, "It is a text file in UTF-8; mend it, or remove it"), path.name)
