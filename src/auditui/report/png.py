"""A picture as PNG, drawn from its SVG by resvg with a font of the system."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from auditui.core.errors import AuditError

#: Dots across: 300 to the inch on a page's 17 cm.
DOTS = 2_000
_INSTALL = "Install it with: pipx inject auditui resvg_py (pip install resvg_py elsewhere)"


def as_png(svg: str) -> bytes:
    """Return an SVG as PNG; AuditError where what draws it, or a font for its words, is not there."""
    if find_spec("resvg_py") is None:
        raise AuditError("Drawing pictures as PNG needs an optional part", _INSTALL)
    if not draws_text():
        raise AuditError(
            "There is no font here for the words of a picture",
            "Write it as .svg, or install Arial or DejaVu Sans",
        )
    return drawn(svg, DOTS)


def can_draw() -> bool:
    """Whether pictures can be drawn here, with their words."""
    return find_spec("resvg_py") is not None and draws_text()


def drawn(svg: str, dots: int) -> bytes:
    """Return an SVG as PNG, so many dots across."""
    import resvg_py

    sans = "Arial" if sys.platform in ("win32", "darwin") else "DejaVu Sans"
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=dots, sans_serif_family=sans, background="#fff"))


def draws_text() -> bool:
    """Whether there is a font for the words of a picture; without one they would be left out and nothing said."""
    empty = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" font-family="sans-serif">{}</svg>'
    return drawn(empty.format(""), 20) != drawn(empty.format('<text x="2" y="15">M</text>'), 20)
