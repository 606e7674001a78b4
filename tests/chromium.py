"""The Chromium that is installed, without a window."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright


def launched(playwright: Playwright) -> Browser:
    """Start the browser named by CHROMIUM, else the first that is installed."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    assert path, "no Chromium is installed: name one with CHROMIUM"
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.name != "nt" else [])
