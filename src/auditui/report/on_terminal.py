"""The terminal that is printed on: its signs, and how looks are painted there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from auditui.report.canvas import ASCII, FINE

if TYPE_CHECKING:
    from rich.console import Console

    from auditui.report.canvas import Signs

#: Blue and orange of the 256 colours that are read on black and on white; Rich takes the nearest where there are fewer.
STYLES = {
    "title": "bold underline",
    "head": "bold",
    "strong": "bold",
    "small": "dim",
    "faint": "dim",
    "target": "magenta",
    "better": "color(32)",
    "worse": "color(166)",
}


def signs_of(console: Console) -> Signs:
    """Return the signs a terminal can show: braille but where it has no UTF-8, or is the console of Linux or a dumb one."""
    fine = console.encoding.lower().startswith("utf") and os.environ.get("TERM") not in ("linux", "dumb")
    return FINE if fine else ASCII
