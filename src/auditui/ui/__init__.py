"""The screens; the only code that knows Textual."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver

    from auditui.core.settings import Settings
    from auditui.store import StoreAddress


def run(
    address: StoreAddress,
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    *,
    served: bool = False,
) -> int:
    """Open the screens on the store at `address`, making it if need be; return the exit code.

    `progress` receives how far the update of an older store is, before the screens are there. Where they are
    `served`, a server that speaks with a browser is at the other end of input and output.
    """
    from auditui import known_names  # noqa: PLC0415 - as below
    from auditui.ui.app import AuditApp  # noqa: PLC0415 - Textual is loaded only here

    with address.open(create=True, progress=progress) as store:
        known_names.use(store.remembered())
        app = AuditApp(store, settings, address, _driver(served=served))
        app.run()
        unsaved = app.close_writer()
    with suppress(OSError):  # there may be no terminal left
        if app.failure:
            print(app.failure, file=sys.stderr)
        if unsaved:
            print(f"auditui: the last {unsaved} changes could not be saved: {app.trouble}", file=sys.stderr)
    return 3 if unsaved else app.return_code or 0


def _driver(*, served: bool) -> type[Driver]:
    if served:
        from auditui.ui.browser import Browser  # noqa: PLC0415 - one of the two is needed

        return Browser
    from auditui.ui.terminal import Terminal  # noqa: PLC0415 - as above

    return Terminal
