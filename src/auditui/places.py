"""Where auditui keeps its files. Nothing is made by asking."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A file or folder and what decided it."""

    path: Path
    decided_by: str


def _data() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - only when no path is given

    return user_data_path("auditui", appauthor=False)


def _config() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("auditui", appauthor=False)


def store(given: Path | None) -> Place:
    """Return the store's file: the one given, else AUDITUI_STORE, else the user's data folder."""
    if given is not None:
        return Place(given.expanduser().absolute(), "--store")
    if named := os.environ.get("AUDITUI_STORE"):
        return Place(Path(named).expanduser().absolute(), "AUDITUI_STORE")
    return Place(_data() / "auditui.db", "default")


def demo_store(given: Path | None) -> Place:
    """Return the made-up council's file: the one given, else one of its own; never the user's store."""
    if given is not None:
        return Place(given.expanduser().absolute(), "--store")
    return Place(_data() / "made-up-council.db", "default")


def settings() -> Place:
    """Return the file of the user's settings."""
    if named := os.environ.get("AUDITUI_SETTINGS"):
        return Place(Path(named).expanduser().absolute(), "AUDITUI_SETTINGS")
    return Place(_config() / "settings.toml", "default")


def faults() -> Place:
    """Return the folder where faults of the program are noted."""
    return Place(_data() / "faults", "default")


def checklists() -> Place:
    """Return the folder of the council's own checklists."""
    if named := os.environ.get("AUDITUI_CHECKLISTS"):
        return Place(Path(named).expanduser().absolute(), "AUDITUI_CHECKLISTS")
    return Place(_config() / "checklists", "default")


def leases() -> Place:
    """Return the folder where this user's desks are remembered: the last entry that each of them wrote."""
    from platform import node  # noqa: PLC0415 - only when something is written

    from platformdirs import user_state_path  # noqa: PLC0415

    # By machine, so that a state folder that went along to another computer is not taken for the one it was here.
    return Place(user_state_path("auditui", appauthor=False) / "desks" / node(), "default")
