"""What one trial saw, and the program as the trials start it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

AUDITUI = [sys.executable, "-m", "auditui"]


class Outcome(NamedTuple):
    """One trial: what is wrong (nothing: ""), and what is counted of it."""

    wrong: str = ""
    counts: Mapping[str, int] = {}


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an auditor whose home is `home`."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "AUDITUI_SETTINGS": "none",
        "AUDITUI_AUDITOR": "A17",
        "LANG": "C.UTF-8",
    }
