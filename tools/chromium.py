"""Where this machine's Chromium is, for whatever drives one: the browser tests, the pictures, the benchmark of pages."""

from __future__ import annotations

import shutil

#: Debian's shell is the same browser without its windows, and a third quicker; None where there is none.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None
)
NONE = "No Chromium on this machine. On Debian: apt-get install chromium-headless-shell"
