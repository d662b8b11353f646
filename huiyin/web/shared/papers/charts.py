"""Charts for papers as plain SVG: bars lying on their side, and lines over months. No script, no colour from outside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_PINE, _WARM, _INK, _SOFT, _HAIR = "#0f5c5c", "#a8431a", "#1c2b2d", "#4f5e5d", "#dddcd4"
WIDTH = 640
_ROW, _LEFT, _RIGHT = 26, 170, 60
_LONGEST = 12  # characters of a name
#: How far the marks of an axis may lie apart.
_ROUND = tuple(size * 10**power for power in range(10) for size in (1, 2, 5))


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


Values = Sequence[int | None]


def lines(names: Sequence[str], now: Values, before: Values, words: tuple[str, str]) -> str:
    """Two lines over the same months: now, and dashed the year before, as ``words`` say; None is a gap, not a nought.

    Refuses (ValueError) no months, or not as many values as months.
    """
    if not names or not len(names) == len(now) == len(before):
        raise ValueError("nothing to draw")
    left, top, height, room = 48, 34, 190, WIDTH - 48 - 20
    scale = _scale(max([n for n in (*now, *before) if n is not None], default=0))
    step = room / max(len(names) - 1, 1)
    placed = [
        [
            None if n is None else (left + at * step, top + height * (1 - n / scale[-1]))
            for at, n in enumerate(values)
        ]
        for values in (before, now)
    ]
    drawn = [_text(left, 16, f"━ {words[0]}", fill=_PINE), _text(left + 250, 16, f"┅ {words[1]}", fill=_WARM)]
    for mark in scale:
        y = top + height * (1 - mark / scale[-1])
        drawn.append(f'<path d="M{left} {y:.1f}H{left + room}" stroke="{_HAIR}" fill="none"/>')
        drawn.append(_text(left - 6, y + 5, str(mark), anchor="end", fill=_SOFT))
    drawn += _line(placed[0], f'stroke="{_WARM}" stroke-width="2" stroke-dasharray="6 4"', _WARM)
    drawn += _line(placed[1], f'stroke="{_PINE}" stroke-width="2.5"', _PINE)
    every = -(-len(names) // 6)
    drawn += [
        _text(
            left + at * step,
            top + height + 20,
            name,
            anchor="middle",
            fill=_SOFT,
            kind="hy-x" if at // every % 2 else "hy-x hy-kept",
        )
        for at, name in enumerate(names)
        if at % every == 0
    ]
    return _sheet(top + height + 32, drawn, "hy-lines")


def _scale(most: int) -> list[int]:
    """The marks of an axis from 0 to at least ``most``: whole and round, two to four steps."""
    step = next(size for size in _ROUND if size * 4 >= most)
    return [step * n for n in range(max(-(-most // step), 2) + 1)]


def _line(places: Sequence[tuple[float, float] | None], style: str, fill: str) -> list[str]:
    """A line through the places, broken where there is none; a place alone is a dot."""
    drawn: list[str] = []
    run: list[tuple[float, float]] = []
    for place in (*places, None):
        if place is not None:
            run.append(place)
        elif run:
            path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in run)
            x, y = run[0]
            alone = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{fill}"/>'
            drawn.append(f'<path d="{path}" fill="none" {style}/>' if len(run) > 1 else alone)
            run = []
    return drawn


def _sheet(height: float, drawn: Sequence[str], kind: str = "hy-bars") -> str:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" {size}>{"".join(drawn)}</svg>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", fill: str = _INK, kind: str = "") -> str:
    known = f'class="{kind}" ' if kind else ""
    place = f'{known}x="{x:.1f}" y="{y:.1f}" font-size="14" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {place}>{escape(text)}</text>"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
