"""The colours themselves: every pair of text and ground can be read, in light, in dark and in large type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.laws import PACKAGE

SHEET = PACKAGE / "web/shared/static/huiyin/tokens.css"
GROUNDS = ("paper", "surface", "sunk", "raised")
TINTED = ("late", "today", "soon", "done", "warm", "pine")
TEXTS = [(text, ground) for text in ("ink", "soft", "pine", "late", "warm") for ground in GROUNDS]
TEXTS += [(name, f"{name}-tint") for name in TINTED]
TEXTS += [("ink", f"{name}-tint") for name in TINTED]
TEXTS += [("soft", f"{name}-tint") for name in ("pine", "warm", "late")]
TEXTS += [
    ("on-solid", "solid"),
    ("on-solid", "solid-deep"),
    ("ink", "mark"),
    ("hint", "surface"),
    ("hint", "sunk"),
    ("late", "done-tint"),
]
MODES = ("light", "dark", "elder", "elder dark")


def blocks(sheet: str) -> dict[str, dict[str, str]]:
    """The tokens by the selector that sets them, in the order of the sheet."""
    found: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"(:root[^,{]*)\{([^}]*)\}", sheet):
        values = dict(re.findall(r"--hy-([a-z-]+): (#[0-9a-f]{6});", body))
        if values:
            found[selector.strip()] = values
    return found


def tokens(mode: str, sheet: str) -> dict[str, str]:
    """The colours that hold in a mode."""
    by = blocks(sheet)
    layers = {
        "light": [":root"], "dark": [":root", ":root.dark"], "elder": [":root", ":root.elder"],
        "elder dark": [":root", ":root.elder", ":root.dark", ":root.elder.dark"],
    }[mode]  # fmt: skip
    return {name: value for layer in layers for name, value in by[layer].items()}


def luminance(colour: str) -> float:
    """As WCAG 2 reckons it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_reckoning_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # just too little


@pytest.mark.parametrize("mode", MODES)
def test_every_text_can_be_read_on_its_ground(mode: str) -> None:
    known, least = tokens(mode, SHEET.read_text("utf-8")), 7 if mode.startswith("elder") else 4.5
    pairs = (
        TEXTS if least < 7 else [(t, g) for t, g in TEXTS if t in ("ink", "soft", "pine") and g in GROUNDS]
    )
    weak = {
        f"{text} on {ground}": round(contrast(known[text], known[ground]), 2)
        for text, ground in pairs
        if contrast(known[text], known[ground]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("mode", MODES)
def test_the_borders_of_fields_can_be_seen(mode: str) -> None:
    known = tokens(mode, SHEET.read_text("utf-8"))
    assert contrast(known["edge"], known["surface"]) >= 3
    assert contrast("#ffffff", known["head"]) >= 4.5
    assert contrast("#ffffff", known["warm-solid"]) >= 4.5


def test_dark_by_the_system_is_dark_by_the_switch() -> None:
    by = blocks(SHEET.read_text("utf-8"))
    assert by[":root.dark"] == by[":root:not(.light)"]
    assert by[":root.elder.dark"] == by[":root.elder:not(.light)"]
    assert set(by[":root.dark"]) == set(by[":root"])


def test_colours_are_named_in_one_place_only() -> None:
    allowed = {"#fff", "#000", "#ffd9b0"}
    for name in ("huiyin.css", "desk.css"):
        text = Path(SHEET.parent / name).read_text("utf-8")
        assert set(re.findall(r"(?<=[ (])#[0-9a-f]{3,6}\b", text)) <= allowed, name


def test_a_weak_pair_would_be_found() -> None:
    sheet = ":root {\n  --hy-ink: #999999; --hy-paper: #ffffff;\n}"
    assert contrast(tokens("light", sheet)["ink"], tokens("light", sheet)["paper"]) < 4.5
