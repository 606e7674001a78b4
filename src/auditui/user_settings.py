"""The user's settings, read from their file."""

from __future__ import annotations

from auditui import places, text_files
from auditui.core.settings import Settings, parse

_MOST_BYTES = 2**16


def load() -> Settings:
    """Return the user's settings; the defaults where there is no file. AuditError for what is wrong in it."""
    path = places.settings().path
    if not path.exists():
        return Settings()
    hint = "It is a text file in UTF-8; mend it, or remove it"
    return parse(text_files.read(path, _MOST_BYTES, hint), path.name)
