"""Charts for papers as plain SVG: bars lying on their side, and lines over months. No script, no colour from outside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_PINE, _WARM, _INK, _SOFT, _HAIR = "#0f5c5c", "#a8431a", "#1c2b2d", "#4f5e5d", "#dddcd4"
WIDTH = 640
_ROW, _LEFT, _RIGHT = 26, 170, 60
_LONGEST = 12  # characters of a name


def bars(pairs: Sequence[tuple[str, int]]) -> str:
    """One bar for each name, with its number behind it. Refuses (ValueError) no pairs."""
    if not pairs:
        raise ValueError("nothing to draw")
    most = max([n for _, n in pairs], default=0) or 1
    room = WIDTH - _LEFT - _RIGHT
    drawn = []
    for at, (name, n) in enumerate(pairs):
        y, length = at * _ROW + 6, max(round(room * n / most, 1), 1.0)
        drawn += [
            _text(_LEFT - 8, y + 14, _short(name), anchor="end"),
            f'<rect x="{_LEFT}" y="{y}" width="{length}" height="{_ROW - 8}" rx="2" fill="{_PINE}"/>',
            _text(_LEFT + length + 6, y + 14, str(n)),
        ]
    return _sheet(len(pairs) * _ROW + 12, drawn)


def lines(names: Sequence[str], now: Sequence[int], before: Sequence[int], words: tuple[str, str]) -> str:
    """Two lines over the same months: now, and dashed the year before, as ``words`` say. Refuses none (ValueError)."""
    if not names or not len(names) == len(now) == len(before):
        raise ValueError("nothing to draw")
    left, top, height, room = 48, 34, 190, WIDTH - 48 - 20
    most = max([*now, *before, 1])
    step = room / max(len(names) - 1, 1)

    def path(values: Sequence[int]) -> str:
        places = (
            f"{left + at * step:.1f} {top + height * (1 - n / most):.1f}" for at, n in enumerate(values)
        )
        return "M" + " L".join(places)

    drawn = [_text(left, 16, f"━ {words[0]}", fill=_PINE), _text(left + 250, 16, f"┅ {words[1]}", fill=_WARM)]
    for part in (0, 0.5, 1):
        y = top + height * (1 - part)
        drawn.append(f'<path d="M{left} {y}H{left + room}" stroke="{_HAIR}" fill="none"/>')
        drawn.append(_text(left - 6, y + 5, f"{most * part:g}", anchor="end", fill=_SOFT))
    drawn.append(
        f'<path d="{path(before)}" fill="none" stroke="{_WARM}" stroke-width="2" stroke-dasharray="6 4"/>'
    )
    drawn.append(f'<path d="{path(now)}" fill="none" stroke="{_PINE}" stroke-width="2.5"/>')
    every = -(-len(names) // 6)
    drawn += [
        _text(left + at * step, top + height + 20, name, anchor="middle", fill=_SOFT)
        for at, name in enumerate(names)
        if at % every == 0
    ]
    return _sheet(top + height + 32, drawn)


def _sheet(height: float, drawn: Sequence[str]) -> str:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", fill: str = _INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="14" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {place}>{escape(text)}</text>"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
