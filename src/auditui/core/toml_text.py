"""Reading TOML that somebody wrote, or means harm with."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_FAR_TOO_DEEP = re.compile(r"""(?m)(?:^|[\[{,])\s*(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){16}""")
_TOO_DEEP = "it is nested too deeply"


def read(text: str) -> dict[str, Any]:
    """Return the data of a TOML text; TOMLDecodeError where it is none, or nested as nothing here is."""
    if _FAR_TOO_DEEP.search(text):
        # The reader of TOML takes a time that grows with the square of a key's depth.
        raise tomllib.TOMLDecodeError(_TOO_DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError(_TOO_DEEP) from None
