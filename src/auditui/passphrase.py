"""Where the passphrase of an encrypted store comes from: a file, the system's keyring, or whoever sits at the terminal.

Never from an argument, which every user of a computer can see in its list of programs.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names the file that holds the passphrase in its first line.
VARIABLE = "AUDITUI_PASSPHRASE_FILE"
#: Three or four random words are longer.
SHORTEST = 12
_SERVICE = "auditui"


def offers(path: Path) -> Iterator[str]:
    """Yield passphrases to try on the store at `path`, until one fits; StoreError where nobody can be asked for one."""
    if named := os.environ.get(VARIABLE):
        yield _from_file(Path(named))
        return
    if kept := _from_keyring(path):
        yield kept
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise StoreError(
            f"{one_line(str(path))} is encrypted, and nobody could be asked for its passphrase",
            f"Name a file that holds it with {VARIABLE}, or keep it in the keyring: auditui encrypt --keyring",
        )
    for again in ("", "That is not it. ", "Nor is that. "):
        yield getpass(f"{again}Passphrase of {one_line(path.name)}: ", sys.stderr)


def new(why: str = "") -> str:
    """Return the passphrase for a store that is to be encrypted, which is asked for, with the reason why it is.

    AuditError if it is short, typed differently twice, or nobody can be asked.
    """
    if named := os.environ.get(VARIABLE):
        chosen = again = _from_file(Path(named))
    elif sys.stdin.isatty() and sys.stderr.isatty():
        chosen = getpass(f"{why}New passphrase: ", sys.stderr)
        again = getpass("The same again: ", sys.stderr)
    else:
        raise AuditError(
            f"{why}Nobody could be asked for a passphrase", f"Name a file that holds it with {VARIABLE}"
        )
    if chosen != again:
        raise AuditError("The two were not the same", "Nothing was changed; try again")
    if len(chosen) < SHORTEST:
        raise AuditError(
            f"A passphrase has at least {SHORTEST} characters", "Three or four random words are good"
        )
    return chosen


def keep(path: Path, passphrase: str) -> None:
    """Keep the passphrase of the store at `path` in the system's keyring; AuditError where there is none."""
    try:
        import keyring

        keyring.set_password(_SERVICE, str(path), passphrase)
    except ImportError:
        raise AuditError("The keyring needs an extra", "pip install 'auditui[keyring]'") from None
    except Exception as error:  # noqa: BLE001 - each system's keyring has errors of its own
        raise AuditError(
            f"This system's keyring did not take it ({type(error).__name__})",
            f"Type it each time, or name a file with {VARIABLE}",
        ) from None


def forget(path: Path) -> None:
    """Take the passphrase of a store that is encrypted no more out of the keyring, if it is there."""
    with suppress(Exception):
        import keyring

        keyring.delete_password(_SERVICE, str(path))


def _from_keyring(path: Path) -> str:
    with suppress(Exception):  # a keyring that is locked or missing is no reason not to ask
        import keyring

        return keyring.get_password(_SERVICE, str(path)) or ""
    return ""


def _from_file(file: Path) -> str:
    try:
        if os.name != "nt" and file.stat().st_mode & 0o077:
            raise StoreError(
                f"{one_line(str(file))} can be read by others", f"chmod 600 {one_line(str(file))}"
            )
        with file.open(encoding="utf-8") as opened:
            line = opened.readline(4096)
    except (OSError, UnicodeDecodeError):
        raise StoreError(f"{one_line(str(file))} cannot be read", f"{VARIABLE} names it") from None
    return line.rstrip("\r\n")
