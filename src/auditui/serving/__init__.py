"""The screens in a browser on this computer: a server on the loopback address, and a process of the screens for each tab."""

from __future__ import annotations

#: Tells a process of the screens that a server gave its input and takes its output.
SERVED = "AUDITUI_SERVED"
#: The one address that is served: it reaches nobody but programs on this computer.
LOOPBACK = "127.0.0.1"
