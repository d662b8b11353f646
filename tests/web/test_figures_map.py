"""The map of towns: every bubble of a crowded county has its number and its name, and none lies on another."""

from __future__ import annotations

import csv
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest

import huiyin.rooms.intake.demo as demo
from huiyin.rules.mapping import laid_out
from huiyin.web.desk import figures_map
from huiyin.web.shared import county

#: As a month of the demonstration county counts them: three streets lie beside each other.
COUNTS = (24, 23, 22, 22, 21, 18, 14, 11, 11, 10, 9, 3)


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(county, "unit_name", lambda code: "대흥구진")


def test_every_town_of_the_county_has_its_name_and_none_lies_on_another() -> None:
    lines = 0
    with (Path(demo.__file__).parent / "towns.csv").open(encoding="utf-8-sig") as file:
        places = {
            row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)
        }
    for turn in range(len(places)):  # whichever of them has most
        many = dict(zip(places, (COUNTS * 2)[turn:], strict=False))
        sheet = laid_out(places, many)
        drawn = figures_map.svg(sheet, many, {}, plain=True)
        assert drawn.count("대흥구진") == len(places), turn
        lines += drawn.count("#7a8886")
        for one, other in combinations(sheet.bubbles, 2):
            assert hypot(one.x - other.x, one.y - other.y) >= one.r + other.r
    assert lines, "a name that has no room at its bubble stands off, with a line to it"
