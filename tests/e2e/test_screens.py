"""Every screen of the demonstration county, each in one mode here and in all by `make screens`: axe-core, 320 px, status."""

from __future__ import annotations

from typing import Any

import pytest

from tools.screens import MODES, SCREENS, Walk, county

pytestmark = pytest.mark.slow


def test_no_screen_of_the_county_stumbles(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    wrong = []
    with county(tmp_path_factory.mktemp("county")) as address:
        walk = Walk(chromium, address, keep=False)
        for n, screen in enumerate(SCREENS):
            mode = MODES[n % len(MODES)]
            wrong += [
                f"{screen.name} in {mode.lang}, {mode.width} px: {line}" for line in walk.look(screen, mode)
            ]
    assert wrong == []
