"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from types import FrameType

from auditui.cli.talk import tell
from auditui.core.errors import AuditError


def main() -> None:
    """Run auditui; every error the user can meet ends in one line on stderr and its exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    _settle_streams()
    try:
        try:
            _run(sys.argv[1:])
        finally:
            sys.stdout.flush()  # here, where what goes wrong with it can still be said
    except AuditError as error:
        tell(f"auditui: {error}")
        raise SystemExit(error.code) from None
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does; stdout is gone, so closing it must not complain.
        _let_go_of_stdout()
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the last line of defence: an exception's text may hold case text
        if isinstance(error, OSError) and _stdout_is_full():
            _let_go_of_stdout()
            tell(f"auditui: what was to be printed could not be written: {error.strerror}")
            raise SystemExit(2) from None
        from auditui import fault  # noqa: PLC0415

        tell(fault.note(error, None))
        raise SystemExit(70) from None


def _let_go_of_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stdout_is_full() -> bool:
    """Whether nothing can be printed, as where stdout goes to a file on a full disk."""
    try:
        print(flush=True)  # what it failed to write may be gone from its buffer
    except OSError:
        return True
    return False


def _settle_streams() -> None:
    """No character may stop a print or a reading, and a reader of a pipe that goes away, as `head` does, ends us quietly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty() and hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _run(arguments: list[str]) -> None:
    """Run the command. The plain call that opens the screens does so without loading the other commands."""
    if not all(argument.isprintable() or _is_text(argument) for argument in arguments):
        raise AuditError("An argument holds characters that cannot be seen", "Type it again")
    plain = not arguments or (len(arguments) == 2 and arguments[0] == "--store")
    if plain and sys.stdin.isatty() and sys.stdout.isatty():
        from auditui import places  # noqa: PLC0415
        from auditui.cli.screens import open_screens  # noqa: PLC0415
        from auditui.store import StoreAddress  # noqa: PLC0415

        path = places.store(Path(arguments[1]) if arguments else None).path
        raise SystemExit(open_screens(StoreAddress(path)))
    from auditui.cli.commands import command_line  # noqa: PLC0415 - after the signal, so that ctrl+c is quiet at once

    command_line(arguments or _completed())()


def _completed() -> list[str]:
    """Return the words that a shell asks to complete, which stand in the environment; none if it asks nothing."""
    words = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    return words.split()[1:] if "_AUDITUI_COMPLETE" in os.environ else []


def _is_text(argument: str) -> bool:
    """Whether an argument holds letters, marks and spaces only, as names pasted from a document do, and no control."""
    from unicodedata import category  # noqa: PLC0415 - few arguments hold anything to ask about

    return not any(category(c) in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp") for c in argument)


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(130)
