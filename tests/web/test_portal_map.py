"""Choosing the town on a map, without script: a link that puts it into the list."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from huiyin.rooms.county import places_map
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import SYSTEM
from huiyin.rules.units import UnitKind
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_portal import under_way_until_sent

pytestmark = pytest.mark.usefixtures("county")


def test_without_places_there_is_no_map(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    assert "hy-towns" not in page_of(client.get("/submit/where/"))


def test_a_town_of_the_map_is_chosen_in_the_list(browser: Browser) -> None:
    places_map.set_towns(f"code,longitude,latitude\n{cast.TOWN},129.5,43.3\n", by=SYSTEM, now=cast.START)
    client = browser()
    under_way_until_sent(client)
    page = page_of(client.get("/submit/where/"))
    assert 'name="map"' in page
    assert f'value="{cast.TOWN}" selected' not in page
    page = page_of(client.get("/submit/where/map/"))
    to = f'href="/submit/where/?place={cast.TOWN}#f-place"'
    assert page.count(to) == 2, "on the map and in the list"
    page = page_of(client.get(f"/submit/where/?place={cast.TOWN}"))
    assert f'value="{cast.TOWN}" selected' in page
    client.post("/submit/where/", {"place": cast.TOWN})
    assert page_of(client.get("/submit/where/map/")).count('aria-current="true"') == 2 + 1  # and the language
    for other in ("nowhere", "<script>", ""):
        page = page_of(client.get("/submit/where/", {"place": other}))
        assert f'value="{cast.TOWN}" selected' in page
        assert "<script>" not in page


def test_going_to_the_map_and_back_keeps_what_stood_in_the_form(browser: Browser) -> None:
    places_map.set_towns(f"code,longitude,latitude\n{cast.TOWN},129.5,43.3\n", by=SYSTEM, now=cast.START)
    client = browser()
    assert client.get("/submit/where/map/")["Location"] == "/submit/?gone=1"
    under_way_until_sent(client)
    given = {"place": "", "accused": cast.BUREAU, "map": "1"}
    response = client.post("/submit/where/", given)
    assert (response.status_code, response["Location"]) == (303, "/submit/where/map/")
    assert 'href="/submit/where/"' in page_of(client.get("/submit/where/map/"))
    for back in (f"?place={cast.TOWN}", ""):
        page = page_of(client.get(f"/submit/where/{back}"))
        assert f'value="{cast.BUREAU}" selected' in page
        assert (f'value="{cast.TOWN}" selected' in page) == bool(back)


def test_towns_that_were_moved_down_still_lie_on_the_sheet(browser: Browser) -> None:
    beside = ["C-TOWN2", "C-TOWN3"]
    for code in beside:
        kind = UnitKind.TOWN.value
        Unit.objects.create(code=code, parent_id="C", path=f"C/{code}/", kind=kind, name=code, short=code)
    forget()
    lines = "\n".join(f"{code},129.5,43.3" for code in (cast.TOWN, *beside))
    places_map.set_towns(f"code,longitude,latitude\n{lines}\n", by=SYSTEM, now=cast.START)
    client = browser()
    under_way_until_sent(client)
    drawn = page_of(client.get("/submit/where/map/")).split("<svg", 1)[1].split("</svg>")[0]
    height = re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', drawn)
    assert height is not None
    lowest = [float(y) for y in re.findall(r'class="hy-towns-touch" cx="[\d.]+" cy="([\d.]+)"', drawn)]
    assert len(lowest) == 3
    assert max(lowest) + 24 <= float(height[1])


def test_towns_that_lie_on_each_other_are_set_apart() -> None:
    from huiyin.rules.mapping import Bubble
    from huiyin.web.portal.place_map import _APART, _spread

    laid = _spread(tuple(Bubble(code, 100.0, 100.0, 3.0) for code in "abcd"))
    assert len({one.y for one in laid}) == 4
    gaps = sorted(one.y for one in laid)
    assert all(b - a >= _APART for a, b in pairwise(gaps))
