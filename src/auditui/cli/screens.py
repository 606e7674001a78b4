"""From the command line to the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui import user_settings
from auditui.cli.progress import updating

if TYPE_CHECKING:
    from auditui.store import StoreAddress


def open_screens(address: StoreAddress) -> int:
    """Open the screens on a store with the user's settings; return the exit code."""
    from auditui.ui import run  # noqa: PLC0415 - only the screens pay for Textual

    return run(address, user_settings.load(), updating())
