"""What a terminal may send besides UTF-8."""

from __future__ import annotations

import codecs
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def forgive_bytes() -> None:
    """Let a byte that is not UTF-8 become a replacement character.

    Textual's thread of input ends the program at the first such byte, and what was typed just before is lost; a
    terminal set to Latin-1 sends one for a pound sign. Textual has no setting for it.
    """
    if sys.platform != "win32":
        from textual.drivers import linux_driver  # noqa: PLC0415 - there is none on Windows

        linux_driver.getincrementaldecoder = _forgiving  # type: ignore[attr-defined, assignment]


def _forgiving(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")
