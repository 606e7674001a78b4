"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from auditui.core.errors import AuditError


def main() -> None:
    """Run auditui; every error the user can meet ends in one line on stderr and its exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    from auditui.cli.commands import app  # noqa: PLC0415 - after the signal, so that ctrl+c is quiet from the start

    try:
        app()
    except AuditError as error:
        print(f"auditui: {error}", file=sys.stderr)
        raise SystemExit(error.code) from None
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does; stdout is gone, so closing it must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the last line of defence: an exception's text may hold case text
        from auditui import fault  # noqa: PLC0415

        print(fault.note(error, None), file=sys.stderr)
        raise SystemExit(70) from None


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(130)
