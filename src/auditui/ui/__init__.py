"""The screens; the only code that knows Textual."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run(path: Path) -> int:
    """Open the screens on the store at `path`, making it if need be; return the exit code."""
    from auditui import places  # noqa: PLC0415
    from auditui.core.errors import AuditError  # noqa: PLC0415
    from auditui.core.settings import Settings, parse  # noqa: PLC0415
    from auditui.store import Store  # noqa: PLC0415
    from auditui.ui.app import AuditApp  # noqa: PLC0415 - Textual is loaded only here

    settings = Settings()
    where = places.settings().path
    if where.exists():
        try:
            settings = parse(where.read_text(encoding="utf-8"), where.name)
        except (OSError, UnicodeDecodeError):
            raise AuditError(f"{where.name} cannot be read", "Check it, or remove it") from None
    with Store.open(path) as store:
        app = AuditApp(store, settings)
        app.run()
        unsaved = app.close_writer()
    if app.failure:
        print(app.failure, file=sys.stderr)
    if unsaved:
        print(f"auditui: the last {unsaved} changes could not be saved: {app.trouble}", file=sys.stderr)
        return 3
    return app.return_code or 0
