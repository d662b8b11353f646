"""No two choices of one list read alike, in any language: 新华社区 and 新和社区 are one name in Korean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from huiyin.rooms.county import queries
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.place_finding import places_called
from huiyin.web.shared import county
from tests.rooms import cast

LISTS: tuple[Callable[..., SafeString], ...] = (
    county.unit_options, county.any_unit_options, county.place_options, county.category_options,
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_no_two_choices_of_one_list_read_alike(language: str) -> None:
    load_county(cast.START)
    with override(language):
        for make in LISTS:
            said = Counter(re.findall(r"<option[^>]*>([^<]*)", str(make(empty="—"))))
            assert len(said) > 50
            assert [label for label, times in said.items() if times > 1] == [], make.__name__


@pytest.mark.django_db
def test_the_chinese_name_stands_behind_a_korean_one_that_two_bear() -> None:
    load_county(cast.START)
    called = {place.label for place in queries.places("ko") if "신화사회구역" in place.label}
    assert called == {"신민가두 신화사회구역(新华社区)", "신민가두 신화사회구역(新和社区)"}
    assert len(places_called("신화사회구역", "ko")) == 2
