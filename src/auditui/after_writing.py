"""What is done after something was written: the day's backup, and the head of the journal sent where others keep it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.settings import Settings
    from auditui.store import News

_PATIENCE_SECONDS = 20


def look_after(news: News, settings: Settings) -> list[str]:
    """Do what the settings ask for after `news`; return what could not be done, a line each. Nothing is raised."""
    failed = []
    if news.wrote and settings.backups:
        failed.append(_backed_up(news.path, settings))
    if news.finished and settings.head_file:
        failed.append(_added(news.finished, Path(settings.head_file).expanduser()))
    if news.finished and settings.head_command:
        failed.append(_sent(news.finished, settings.head_command))
    return [line for line in failed if line]


def _backed_up(store: Path, settings: Settings) -> str:
    from auditui.store import files  # noqa: PLC0415 - most commands write nothing

    folder, day = files.backups(store, settings.backup_folder), datetime.now().astimezone().date()
    if files.daily(folder, day).exists():
        return ""
    from auditui.store import backups  # noqa: PLC0415 - once a day

    try:
        backups.daily(store, folder, day, settings.backups)
    except AuditError as error:
        return f"Today's backup was not made: {one_line(str(error))}"
    return ""


def _added(head: str, file: Path) -> str:
    try:
        with file.open("a", encoding="ascii") as heads:
            heads.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {head}\n")
    except OSError as error:
        return f"The head of the journal could not be added to {one_line(str(file))}: {error.strerror}"
    return ""


def _sent(head: str, command: Sequence[str]) -> str:
    import subprocess  # noqa: PLC0415 - few settings name a command

    try:
        ran = subprocess.run(  # noqa: S603 - the user's own command, with no shell
            command,
            input=f"{head}\n",
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"The head of the journal could not be sent by {one_line(command[0], 40)} ({type(error).__name__})"
    return (
        f"{one_line(command[0], 40)} did not take the head of the journal: it ended with {ran.returncode}"
        if ran.returncode
        else ""
    )
