"""A plain map of the county: its outline from a GeoJSON file, its towns as points, and both laid onto a sheet of paper.

No base map is needed or asked for. Degrees are laid out flat, narrowed by the cosine of the latitude: right for one county.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, isfinite, radians, sin, sqrt
from typing import Any

Point = tuple[float, float]  # longitude, latitude, in degrees
Ring = tuple[Point, ...]

#: An outline file is at most so big, in characters, with so many points; so many of each ring are kept.
MOST_TEXT, MOST_POINTS, KEPT_POINTS = 4_000_000, 200_000, 1_200
MOST_RINGS = 50
_DIGITS = 4  # about ten metres


class NoMap(ValueError):
    """What is wrong with the file: a word for it and where."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{reason}: {where}" if where else reason)
        self.reason, self.where = reason, where


def outline(text: str) -> tuple[Ring, ...]:
    """The outer rings of a GeoJSON file's polygons, the biggest first, thinned out for a drawing.

    Refuses (NoMap) what is no GeoJSON, has no polygon, or coordinates that aren't degrees.
    """
    if len(text) > MOST_TEXT:
        raise NoMap("too_big")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoMap("no_json") from error
    rings = sorted((_ring(points) for points in _outer(told, 0)), key=len, reverse=True)
    if not rings:
        raise NoMap("no_polygon")
    if sum(map(len, rings)) > MOST_POINTS:
        raise NoMap("too_many_points")
    return tuple(_thinned(ring) for ring in rings[:MOST_RINGS])


def _outer(told: Any, depth: int) -> Iterator[Any]:
    """The outer rings as they stand in the file."""
    if not isinstance(told, Mapping) or depth > 4:
        raise NoMap("no_geojson")
    kind, inside = told.get("type"), told.get("coordinates")
    if kind == "Polygon" and isinstance(inside, list) and inside:
        yield inside[0]
    elif kind == "MultiPolygon" and isinstance(inside, list):
        yield from (polygon[0] for polygon in inside if isinstance(polygon, list) and polygon)
    elif kind == "Feature":
        yield from _outer(told.get("geometry"), depth + 1)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        parts = told.get("features" if kind == "FeatureCollection" else "geometries")
        if not isinstance(parts, list):
            raise NoMap("no_geojson")
        for part in parts:
            yield from _outer(part, depth + 1)
    elif kind not in ("Point", "MultiPoint", "LineString", "MultiLineString"):
        raise NoMap("no_geojson")


def _ring(points: Any) -> Ring:
    if not isinstance(points, list) or len(points) < 4:
        raise NoMap("no_ring")
    return tuple(
        point(*one[:2]) if isinstance(one, list) and len(one) >= 2 else point(None, None) for one in points
    )


def point(longitude: Any, latitude: Any) -> Point:
    """A place in degrees. Refuses (NoMap) anything else; both swapped is the usual slip, and is told as such in China."""
    good = all(
        isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one)
        for one in (longitude, latitude)
    )
    if not good:
        raise NoMap("no_degrees", f"{longitude}, {latitude}"[:60])
    if not -180 <= longitude <= 180 or not -85 <= latitude <= 85:
        raise NoMap("swapped" if -85 <= longitude <= 85 else "no_degrees", f"{longitude}, {latitude}")
    return round(float(longitude), _DIGITS), round(float(latitude), _DIGITS)


def _thinned(ring: Ring) -> Ring:
    """Every so many-eth point, the ends kept."""
    step = -(-len(ring) // KEPT_POINTS)
    kept = ring[::step]
    return kept if kept[-1] == ring[-1] else (*kept, ring[-1])


def towns(text: str, known: Collection[str]) -> dict[str, Point]:
    """Places by their code from a CSV file with the columns ``code``, ``longitude``, ``latitude``.

    Refuses (NoMap) other columns, a code not ``known``, one named twice, what are no degrees, and a file without a row.
    """
    if len(text) > MOST_TEXT:
        raise NoMap("too_long")
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if not {"code", "longitude", "latitude"} <= set(rows.fieldnames or ()):
        raise NoMap("no_columns")
    found: dict[str, Point] = {}
    for n, row in enumerate(rows, start=2):
        code = (row["code"] or "").strip()
        if code not in known or code in found:
            raise NoMap("named_twice" if code in found else "no_such_town", f"{n}")
        try:
            found[code] = point(float(row["longitude"] or ""), float(row["latitude"] or ""))
        except NoMap as no:
            raise NoMap(no.reason, f"{n}") from no
        except ValueError as error:
            raise NoMap("no_degrees", f"{n}") from error
    if not found:
        raise NoMap("no_rows")
    return found


@dataclass(frozen=True, slots=True)
class Bubble:
    """A town on the sheet: its centre and radius, in its units."""

    code: str
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The map laid out: its size, the outline's rings and the bubbles, the biggest first so that small ones lie on top."""

    width: float
    height: float
    rings: tuple[tuple[Point, ...], ...]
    bubbles: tuple[Bubble, ...]


def laid_out(
    places: Mapping[str, Point],
    many: Mapping[str, int],
    rings: Sequence[Ring] = (),
    *,
    width: float = 640.0,
    biggest: float = 38.0,
) -> Sheet:
    """Outline and towns on a sheet so wide; a bubble's area goes with how many there are. Refuses (ValueError) no place."""
    points = [*places.values(), *(one for ring in rings for one in ring)]
    if not points:
        raise ValueError("no place")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    edge = biggest + 14.0
    scale = (width - 2 * edge) / max((east - west) * narrow, (north - south) / 1.4, 1e-3)
    height = (north - south) * scale + 2 * edge + 8.0  # a name stands below the southernmost
    middle = (width - (east - west) * narrow * scale) / 2

    def laid(one: Point) -> Point:
        return round(middle + (one[0] - west) * narrow * scale, 1), round(edge + (north - one[1]) * scale, 1)

    top = max([many.get(code, 0) for code in places], default=0)
    bubbles = [
        Bubble(
            code,
            *laid(place),
            round(biggest * sqrt(many.get(code, 0) / top), 1) if top and many.get(code) else 3.0,
        )
        for code, place in places.items()
    ]
    apart = _apart(sorted(bubbles, key=lambda one: -one.r), width, round(height, 1))
    return Sheet(width, round(height, 1), tuple(tuple(map(laid, ring)) for ring in rings), apart)


#: How often bubbles that lie on each other are moved apart, at most, and what stays between them.
_STEPS, _BETWEEN = 120, 2.0


def _apart(bubbles: Sequence[Bubble], width: float, height: float) -> tuple[Bubble, ...]:
    """The bubbles beside each other where they would lie on each other: the smaller of two moves the more, within the sheet.

    A town's number must be read; of two streets of one town it doesn't matter much where exactly they lie.
    """
    places = [(one.x, one.y) for one in bubbles]
    pairs = [(a, b) for b in range(len(bubbles)) for a in range(b)]
    for _step in range(_STEPS):
        moved = False
        for a, b in pairs:
            (ax, ay), (bx, by), first, second = places[a], places[b], bubbles[a].r, bubbles[b].r
            away, wanted = hypot(bx - ax, by - ay), first + second + _BETWEEN
            if away >= wanted - 0.05:
                continue
            angle = atan2(by - ay, bx - ax) if away else a + b * 2.4  # at one place: every pair another way
            push, share = wanted - away, second / (first + second)
            x, y = cos(angle) * push, sin(angle) * push
            places[a] = _within(ax - x * share, ay - y * share, first, width, height)
            places[b] = _within(bx + x * (1 - share), by + y * (1 - share), second, width, height)
            moved = True
        if not moved:
            break
    return tuple(
        Bubble(one.code, round(x, 1), round(y, 1), one.r) for one, (x, y) in zip(bubbles, places, strict=True)
    )


def _within(x: float, y: float, r: float, width: float, height: float) -> Point:
    """The place, on the sheet with the whole bubble."""
    return min(max(x, r + 1), width - r - 1), min(max(y, r + 1), height - r - 1)
