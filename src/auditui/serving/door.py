"""Who may come in: the one browser that first opened the address with the token."""

from __future__ import annotations

from secrets import compare_digest, token_urlsafe

from auditui.serving import LOOPBACK


class Door:
    """Lets in the browser that gives the token, once, and from then on knows it by a cookie."""

    def __init__(self, port: int) -> None:
        """Guard the server at this port with a new token."""
        self.host = f"{LOOPBACK}:{port}"
        self.origin = f"http://{self.host}"
        #: All is beneath a path that nobody can guess, and the cookie is for that path: a browser would send one for the
        #: whole host to every port of it, and so to what other users of this computer serve there.
        self.room = f"/{token_urlsafe(12)}/"
        self.cookie_name = f"auditui-{port}"
        self._token = token_urlsafe(32)
        self._cookie = ""

    @property
    def address(self) -> str:
        """The address that lets a browser in, once."""
        return f"{self.origin}{self.room}enter/{self._token}"

    def enter(self, token: str) -> str:
        """Return the cookie of the browser that came with this token; "" where it is another's, or was used already."""
        if self._cookie or not compare_digest(token.encode(), self._token.encode()):
            return ""
        self._cookie = token_urlsafe(32)
        return self._cookie

    def knows(self, cookie: str) -> bool:
        """Whether this is the cookie of the browser that was let in."""
        return bool(self._cookie) and compare_digest(cookie.encode(), self._cookie.encode())
