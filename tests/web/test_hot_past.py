"""The sheet of a week that is over: what was known, open and urgent at its end, its heading, the ways on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions, registering
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.insight import hot, pair_weights
from huiyin.rooms.insight.models import HotPetition
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DAN, comes_in, go
from tests.rooms.guard_cast import WATER
from tests.rooms.test_same import OIL
from tests.web.conftest import Browser, page_of
from tests.web.test_hot import NOW, TODAY, brought, grouped, person


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")


def test_a_past_weeks_sheet_says_what_was_so_at_its_end(browser: Browser) -> None:
    numbers = brought(4, days_ago=9)
    row = grouped(numbers)
    client, past = browser("dan", language="en"), {"on": str(TODAY - timedelta(days=8))}
    then = page_of(client.get("/desk/hot/sheet/", past)).partition("<main")[2]
    before = hot.group(DAN, row.pk, today=TODAY - timedelta(days=8))
    assert before is not None
    assert before.heat.open == 4
    registering.link(numbers[1], other=numbers[0], by=DAN, now=NOW - timedelta(hours=9))
    actions.triage(
        numbers[3], klass="appeal", category="040100", urgent=True, by=DAN, now=NOW - timedelta(hours=9)
    )
    go(numbers[0], Verb.CLOSE, start=NOW - timedelta(hours=9, minutes=30))
    comes_in(**OIL, person=person(77), received_at=NOW - timedelta(days=9), now=NOW)
    late = Petition.objects.order_by("-registered_at").values_list("pk", flat=True)[0]
    HotPetition.objects.create(hot=row, petition_id=late, day=TODAY - timedelta(days=9))
    now_ = hot.group(DAN, row.pk, today=TODAY)
    assert now_ is not None
    assert (now_.heat.petitions, now_.heat.open, now_.heat.parts["urgent"]) == (5, 3, 5)
    after = hot.group(DAN, row.pk, today=TODAY - timedelta(days=8))
    assert after is not None
    assert after.heat == before.heat
    assert page_of(client.get("/desk/hot/sheet/", past)).partition("<main")[2] == then


@pytest.mark.usefixtures("county")
def test_a_past_week_follows_what_was_joined_then() -> None:
    numbers = brought(3, days_ago=20)
    row = grouped(numbers)
    home = comes_in(
        **OIL, person=person(88), received_at=NOW - timedelta(days=20), now=NOW - timedelta(days=20)
    ).number
    registering.link(numbers[0], other=home, by=DAN, now=NOW - timedelta(days=19))
    actions.triage(home, klass="appeal", category="040100", urgent=True, by=DAN, now=NOW - timedelta(days=19))
    registering.unlink(numbers[0], reason="不是一件事", by=DAN, now=NOW - timedelta(days=5))
    found = hot.group(DAN, row.pk, today=TODAY - timedelta(days=8))
    assert found is not None
    assert (found.heat.open, found.heat.parts["urgent"]) == (3, 5), "it went on in what was urgent then"
    with CaptureQueriesContext(connection) as queries:
        hot.group(DAN, row.pk, today=TODAY - timedelta(days=8))
    assert len(queries) == 4
    parted = hot.group(DAN, row.pk, today=TODAY)
    assert parted is not None
    assert parted.heat.parts["urgent"] == 0


def test_the_sheets_heading_says_which_week_and_both_ways_lead_on(browser: Browser) -> None:
    grouped(brought(5))
    client = browser("dan")
    here = page_of(client.get("/desk/hot/sheet/"))
    assert "<h1>本周热点事项</h1>" in here
    assert "下一周" not in here
    past = page_of(client.get("/desk/hot/sheet/", {"on": str(TODAY - timedelta(days=7))}))
    assert "<h1>该周热点事项</h1>" in past
    assert 'href="/desk/hot/sheet/">下一周</a>' in past
    older = page_of(client.get("/desk/hot/sheet/", {"on": str(TODAY - timedelta(days=14))}))
    assert f'href="/desk/hot/sheet/?on={TODAY - timedelta(days=7)}">下一周</a>' in older


def test_a_plan_that_is_replaced_is_kept_and_stands_on_the_sheets_of_its_time(browser: Browser) -> None:
    row = grouped(brought(4, days_ago=15))
    told = {"by": DAN, "seen": ""}
    first = hot.treat_whole(row.pk, lead=WATER, plan="先通知各户", now=NOW - timedelta(days=12), **told)
    told["seen"] = hot.plan_mark(first)
    hot.treat_whole(row.pk, lead=BUREAU, plan="统一改造烟道", now=NOW - timedelta(hours=1), **told)
    client = browser("dan", language="en")
    past = page_of(client.get("/desk/hot/sheet/", {"on": str(TODAY - timedelta(days=7))}))
    assert "先通知各户" in past
    assert "统一改造烟道" not in past
    here = page_of(client.get("/desk/hot/sheet/"))
    assert "统一改造烟道" in here
    assert "先通知各户" not in here
    before = hot.planned(DAN, today=TODAY - timedelta(days=13))
    assert before == []
    page = page_of(client.get(f"/desk/hot/{row.pk}/"))
    assert page.index("统一改造烟道") < page.index("Plans that were replaced") < page.index("先通知各户")
    led = page_of(browser("bo", language="en").get(f"/desk/hot/{row.pk}/"))
    assert "统一改造烟道" in led
    assert "先通知各户" not in led, "another unit led then"
    same = hot.treat_whole(row.pk, lead=BUREAU, plan="统一改造烟道", now=NOW, by=DAN, seen=hot.plan_mark(row))
    assert same.planned_at == NOW - timedelta(hours=1), "saved unchanged, it stands"
    earlier = hot.group(DAN, row.pk, today=TODAY - timedelta(days=13))
    assert earlier is not None
    assert (earlier.row.lead_id, earlier.row.plan, earlier.row.planned_at) == (None, "", None)
