"""The county's map: what a file may hold, and how it is laid onto a sheet."""

from __future__ import annotations

import json
from math import hypot
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.mapping import (
    KEPT_POINTS,
    MOST_POINTS,
    MOST_TEXT,
    Bubble,
    NoMap,
    _apart,
    laid_out,
    outline,
    towns,
)

SQUARE = [[129.0, 43.0], [130.0, 43.0], [130.0, 44.0], [129.0, 44.0], [129.0, 43.0]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
PLACES = st.dictionaries(
    st.text("ABC", min_size=1, max_size=4),
    st.tuples(st.floats(100, 131), st.floats(20, 50)),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize(
    "told",
    [
        POLYGON,
        {"type": "Feature", "geometry": POLYGON, "properties": {}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON},
         {"type": "Feature", "geometry": {"type": "Point", "coordinates": [129, 43]}}]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "GeometryCollection", "geometries": [POLYGON]},
    ],
)  # fmt: skip
def test_every_kind_of_outline(told: Any) -> None:
    assert outline(json.dumps(told)) == (tuple((x, y) for x, y in SQUARE),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no_json"), ("{", "no_json"), ("[" * 9_000, "no_json"), ("[]", "no_geojson"), ("{}", "no_geojson"),
        ('{"type": "Feature"}', "no_geojson"), ('{"type": "FeatureCollection"}', "no_geojson"),
        ('{"type": "Point", "coordinates": [1, 2]}', "no_polygon"),
        ('{"type": "Polygon", "coordinates": [[[1, 2]]]}', "no_ring"),
        (json.dumps({"type": "Polygon", "coordinates": [[[43, 129], *SQUARE]]}), "swapped"),
        (json.dumps({"type": "Polygon", "coordinates": [[["x", 43], *SQUARE]]}), "no_degrees"),
        (json.dumps({"type": "Polygon", "coordinates": [[[True, 43], *SQUARE]]}), "no_degrees"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [2, 2]]]}', "no_degrees"),
        (" " * (MOST_TEXT + 1), "too_big"),
    ],
)  # fmt: skip
def test_what_is_no_outline(text: str, reason: str) -> None:
    with pytest.raises(NoMap) as no:
        outline(text)
    assert no.value.reason == reason


def test_a_long_ring_is_thinned_and_keeps_its_ends() -> None:
    ring = [[129 + n / 1e5, 43.0] for n in range(20_000)]
    (found,) = outline(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert len(found) <= KEPT_POINTS + 1
    assert (found[0], found[-1]) == ((129.0, 43.0), (round(ring[-1][0], 4), 43.0))


@pytest.mark.parametrize(
    ("text", "reason", "where"),
    [
        ("code,lon\n", "no_columns", ""), ("", "no_columns", ""), ("code,longitude,latitude\n", "no_rows", ""),
        ("code,longitude,latitude\nX,129,43\n", "no_such_town", "2"),
        ("code,longitude,latitude\nA,129,43\nA,129,43\n", "named_twice", "3"),
        ("code,longitude,latitude\nA,43,129\n", "swapped", "2"), ("code,longitude,latitude\nA,,\n", "no_degrees", "2"),
        ("code,longitude,latitude\nA,inf,43\n", "no_degrees", "2"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_towns(text: str, reason: str, where: str) -> None:
    with pytest.raises(NoMap) as no:
        towns(text, {"A", "B"})
    assert (no.value.reason, no.value.where) == (reason, where)


def test_a_list_of_towns() -> None:
    text = "\ufeffcode,name,longitude,latitude\nA,甲,129.5,43.25\nB,乙,129.75,43.5\n"
    assert towns(text, {"A", "B"}) == {"A": (129.5, 43.25), "B": (129.75, 43.5)}


@given(PLACES, st.integers(0, 9_999))
def test_everything_lies_on_the_sheet(places: dict[str, tuple[float, float]], n: int) -> None:
    sheet = laid_out(places, {code: n + at for at, code in enumerate(places)})
    for one in sheet.bubbles:
        assert one.r <= one.x <= sheet.width - one.r
        assert one.r <= one.y <= sheet.height - one.r
    assert [one.r for one in sheet.bubbles] == sorted((one.r for one in sheet.bubbles), reverse=True)


def test_north_is_up_and_area_goes_with_the_number() -> None:
    sheet = laid_out({"N": (129.0, 44.0), "S": (129.0, 43.0)}, {"N": 100, "S": 25})
    north, south = sheet.bubbles
    assert north.y < south.y
    assert north.r == pytest.approx(2 * south.r)
    with pytest.raises(ValueError, match="no place"):
        laid_out({}, {})


def test_bubbles_that_would_lie_on_each_other_stand_beside_each_other() -> None:
    streets = {f"S{n}": (129.76 + n * 0.002, 43.31 + n % 2 * 0.001) for n in range(3)}
    far = {"W": (129.3, 43.2), "E": (130.2, 43.7)}
    sheet = laid_out(streets | far, {"S0": 40, "S1": 38, "S2": 21, "W": 5, "E": 60})
    for at, one in enumerate(sheet.bubbles):
        for other in sheet.bubbles[:at]:
            assert hypot(one.x - other.x, one.y - other.y) >= one.r + other.r, (one, other)
    west = next(one for one in sheet.bubbles if one.code == "W")
    assert west == next(one for one in laid_out(far, {"W": 5, "E": 60}).bubbles if one.code == "W"), (
        "not moved"
    )
    at_one_place = laid_out(dict.fromkeys("ABCD", (129.76, 43.31)), dict.fromkeys("ABCD", 9)).bubbles
    assert len({(one.x, one.y) for one in at_one_place}) == 4


def test_too_many_points_and_too_long_a_list_of_towns_are_refused() -> None:
    ring = [[129.0, 43.0]] * (MOST_POINTS + 1)
    with pytest.raises(NoMap, match="too_many_points"):
        outline(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    with pytest.raises(NoMap, match="too_long"):
        towns("x" * (MOST_TEXT + 1), {"A"})


def test_more_bubbles_than_the_sheet_has_room_for_stay_on_it() -> None:
    crowd = [Bubble(str(n), 40.0, 40.0, 30.0) for n in range(6)]
    for one in _apart(crowd, 80.0, 80.0):
        assert 31 <= one.x <= 49
        assert 31 <= one.y <= 49
