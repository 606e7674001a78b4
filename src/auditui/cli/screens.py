"""From the command line to the screens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui import user_settings
from auditui.cli.progress import updating

if TYPE_CHECKING:
    from auditui.store import StoreAddress


def open_screens(address: StoreAddress, *, thrown_away: bool = False, served: bool = False) -> int:
    """Open the screens on a store with the user's settings; return the exit code.

    One to be `thrown_away` is kept nowhere; screens that are `served` speak with a server in the place of a terminal.
    """
    from auditui.ui import run  # noqa: PLC0415 - only the screens pay for Textual

    settings = user_settings.load()
    if thrown_away:
        settings = replace(settings, backups=0, head_file="", head_command=())
    return run(address, settings, updating(), served=served)
