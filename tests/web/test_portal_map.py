"""Choosing the town on a map, without script: a link that puts it into the list."""

from __future__ import annotations

from itertools import pairwise

import pytest

from huiyin.rooms.county import places_map
from huiyin.rules.roles import SYSTEM
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
    assert f'href="?place={cast.TOWN}#place"' in page
    assert f'value="{cast.TOWN}" selected' not in page
    page = page_of(client.get(f"/submit/where/?place={cast.TOWN}"))
    assert f'value="{cast.TOWN}" selected' in page
    assert 'aria-current="true"' in page
    for other in ("nowhere", "<script>", ""):
        page = page_of(client.get("/submit/where/", {"place": other}))
        assert 'aria-current="true"' not in page.split("hy-towns", 1)[1].split("</svg>")[0]
        assert "<script>" not in page


def test_towns_that_lie_on_each_other_are_set_apart() -> None:
    from huiyin.rules.mapping import Bubble
    from huiyin.web.portal.place_map import _APART, _spread

    laid = _spread(tuple(Bubble(code, 100.0, 100.0, 3.0) for code in "abcd"))
    assert len({one.y for one in laid}) == 4
    gaps = sorted(one.y for one in laid)
    assert all(b - a >= _APART for a, b in pairwise(gaps))
