"""Run auditui as ``python -m auditui``."""

from auditui.cli import main

main()
