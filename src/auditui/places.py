"""Where auditui keeps its files. Nothing is made by asking."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

#: The environment variable that allows a store in a folder which is shared with other computers.
ALLOW_SHARED_FOLDER = "AUDITUI_ALLOW_SHARED_FOLDER"


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


def _place(usual: Callable[[], Path], variable: str = "", given: Path | None = None) -> Place:
    """Return the place given on the command line, else the one a variable of the environment names, else the usual one."""
    if given is not None:
        return Place(given.expanduser().absolute(), "--store")
    if named := os.environ.get(variable):
        return Place(Path(named).expanduser().absolute(), variable)
    return Place(usual(), "default")


def store(given: Path | None) -> Place:
    """Return the store's file: the one given, else AUDITUI_STORE, else the user's data folder."""
    return _place(lambda: _data() / "auditui.db", "AUDITUI_STORE", given)


def demo_store(given: Path | None) -> Place:
    """Return the made-up council's file: the one given, else one of its own; never the user's store."""
    return _place(lambda: _data() / "made-up-council.db", given=given)


def settings() -> Place:
    """Return the file of the user's settings."""
    return _place(lambda: _config() / "settings.toml", "AUDITUI_SETTINGS")


def faults() -> Place:
    """Return the folder where faults of the program are noted."""
    return _place(lambda: _data() / "faults")


def checklists() -> Place:
    """Return the folder of the council's own checklists."""
    return _place(lambda: _config() / "checklists", "AUDITUI_CHECKLISTS")


def leases() -> Place:
    """Return the folder where this user's desks are remembered: the last entry that each of them wrote."""
    from platform import node  # noqa: PLC0415 - only when something is written

    from platformdirs import user_state_path  # noqa: PLC0415

    # By machine, so that a state folder that went along to another computer is not taken for the one it was here.
    return Place(user_state_path("auditui", appauthor=False) / "desks" / node(), "default")


def theme() -> Place:
    """Return the file that remembers the theme of this user's screens."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only for the screens

    return Place(user_state_path("auditui", appauthor=False) / "theme", "default")


def names() -> Place:
    """Return the folder where hashes of names that case lists held are kept, so that notes can be watched for them."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only when something is watched or learnt

    return Place(user_state_path("auditui", appauthor=False) / "names", "default")
