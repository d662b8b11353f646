"""A hot matter that a unit leads: its people open it, nobody reads or counts more by it, and the matters' pages say so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.registering import link
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.insight import hot, hot_of_matter, pair_weights
from huiyin.rooms.insight.models import Hot
from huiyin.rules.roles import Role
from tests.rooms import cast
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, TAO, TOWN, WATER, WEN, WU
from tests.rooms.guard_cast import add_units
from tests.rooms.test_same import OIL
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import queries_of
from tests.web.test_hot import NOW, TODAY, brought, grouped

LED = "/desk/hot/?whose=mine"


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")


def sent(number: str, to: str) -> None:
    """The petition is sorted and sent to this unit."""
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=NOW)
    actions.forward(number, to=to, by=DAN, now=NOW)


def led_by(lead: str, many: int = 5, own: int = 2) -> tuple[Hot, list[str]]:
    """A hot matter with a plan; the first ``own`` of its petitions are the environment bureau's."""
    numbers = brought(many)
    row = grouped(numbers)
    for number in numbers[:own]:
        sent(number, BUREAU)
    return hot.treat_whole(row.pk, lead=lead, plan="统一改造烟道", seen="", by=DAN, now=NOW), numbers


def accused(number: str, unit: str) -> None:
    protecting.accuse(number, accused=unit, person="", text="就是他们", by=DAN, now=NOW)


def test_the_lead_units_people_open_it_and_read_no_petition_more(browser: Browser) -> None:
    row, numbers = led_by(BUREAU)
    for name in ("bo", "bao"):
        page = page_of(browser(name, language="en").get(f"/desk/hot/{row.pk}/"))
        assert "统一改造烟道" in page
        assert "5 petitions" in page
        assert [number in page for number in numbers] == [True, True, False, False, False]
        assert "3 more are handled by other units" in page
        assert f"/desk/hot/{row.pk}/plan/" not in page
        assert row.pk in {one.row.pk for one in hot.led(BO, today=TODAY)}
    for name in ("wu", "tao", "liu", "xia"):
        assert browser(name).get(f"/desk/hot/{row.pk}/").status_code == 403
        assert browser(name).get(LED).status_code == 403
    others = page_of(browser("dan", language="en").get(f"/desk/hot/{row.pk}/"))
    assert "handled by other units" not in others, "who has the county before them reads all of them"


def test_it_has_a_name_where_its_lead_reads_none_of_its_petitions(browser: Browser) -> None:
    row, _numbers = led_by(WATER)
    page = page_of(browser("wu", language="en").get(f"/desk/hot/{row.pk}/"))
    assert "油烟" in page.partition("<h1")[2].partition("</h1>")[0]
    assert "5 petitions, handled by other units" in page
    assert "/desk/matter/" not in page.partition("<main")[2]


@pytest.mark.usefixtures("county")
def test_what_the_guard_keeps_from_the_lead_isnt_counted_either() -> None:
    add_units()
    row, numbers = led_by(BUREAU)
    accused(numbers[4], BUREAU)
    (found,) = hot.led(BO, today=TODAY)
    assert (found.heat.petitions, found.others) == (4, 2)
    for number in numbers[2:4]:
        accused(number, BUREAU)
    assert hot.led(BO, today=TODAY) == []
    assert hot.how_many_led(BO, today=TODAY) == (0, 0)
    assert hot.group(BO, row.pk, today=TODAY) is None
    assert hot_of_matter.whole_of(numbers[0], BO) is None, (
        "that it belongs somewhere would tell of the others"
    )


def test_my_day_counts_what_the_unit_leads_and_opens_exactly_that(browser: Browser) -> None:
    row, _numbers = led_by(BUREAU)
    other = grouped(brought(3, first=50))
    hot.treat_whole(other.pk, lead=WATER, plan="另一件", seen="", by=DAN, now=NOW)
    tile = f'href="{LED}"><span class="hy-figure">1</span> <span class="hy-tile-word">Hot matters that your unit leads'
    for name in ("bo", "bao", "wu"):
        assert tile in page_of(browser(name, language="en").get("/desk/"))
    for name in ("dan", "tao", "liu", "xia"):
        assert LED not in page_of(browser(name, language="en").get("/desk/"))
    listed = page_of(browser("bo", language="en").get(LED))
    assert listed.count('class="hy-title"') == 1
    assert f'class="hy-title" href="/desk/hot/{row.pk}/"' in listed
    same = page_of(browser("bo", language="en").get("/desk/hot/"))
    assert same.count('class="hy-title"') == 1, "without the county before them the list is theirs anyway"
    assert "leads no hot matter" in page_of(browser("dan", language="en").get(LED))
    hot.end_whole(row.pk, result="都改好了", by=DAN, now=NOW)
    led = f'href="{LED}"><span class="hy-figure">1</span> <span class="hy-tile-word">Hot matters that your unit led, with a'
    for name in ("bo", "bao"):
        assert led in page_of(browser(name, language="en").get("/desk/")), "the way there stays"
    assert LED not in page_of(browser("tao").get("/desk/"))
    after = page_of(browser("bo", language="en").get(LED))
    assert after.index("With a result") < after.index(f"/desk/hot/{row.pk}/")


def test_the_unit_that_goes_on_for_a_closed_lead_has_it(browser: Browser) -> None:
    row, _numbers = led_by(WATER)
    assert browser("tao").get(LED).status_code == 403
    Unit.objects.filter(pk=WATER).update(is_active=False, successor=TOWN)
    forget()
    assert [one.row.pk for one in hot.led(TAO, today=TODAY)] == [row.pk]
    assert "closed" in page_of(browser("tao", language="en").get(LED))
    assert hot.end_whole(row.pk, result="都改好了", by=TAO, now=NOW).ended_by == TAO.key


def test_the_head_notes_the_result_and_nobody_else_of_the_unit(browser: Browser) -> None:
    row, _numbers = led_by(BUREAU)
    url = f"/desk/hot/{row.pk}/"
    for by in (BAO, WEN, WU):
        with pytest.raises(NotDone) as no:
            hot.end_whole(row.pk, result="都改好了", by=by, now=NOW)
        assert no.value.refused.reason == "not_allowed"
    assert f"{url}result/" not in page_of(browser("bao").get(url))
    assert browser("bao").get(f"{url}result/").status_code == 403
    head = browser("bo", language="en")
    assert f'href="{url}result/"' in page_of(head.get(url))
    assert head.get(f"{url}plan/").status_code == 403
    assert head.post(f"{url}plan/", {"lead": WATER, "plan": "x"}).status_code == 403
    assert head.post(f"{url}result/", {"result": ""}).status_code == 422
    done = head.post(f"{url}result/", {"result": "都改好了"})
    assert (done.status_code, done["Location"]) == (303, LED)
    row.refresh_from_db()
    assert (row.result, row.ended_by.startswith("user:")) == ("都改好了", True)


def test_the_matters_page_says_what_it_belongs_to_with_a_link_for_who_may_open_it(browser: Browser) -> None:
    row, numbers = led_by(WATER)
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{numbers[0]}/"))
    assert f'Belongs to the hot matter “<a href="/desk/hot/{row.pk}/"' in page
    assert "which 县自来水公司 leads as a whole" in page
    plain = page_of(browser("bao", language="en").get(f"/desk/matter/{numbers[0]}/"))
    assert "Belongs to the hot matter “<span" in plain
    assert "/desk/hot/" not in plain
    card = page_of(browser("dan", language="en").get("/desk/triage/", {"number": numbers[4]}))
    assert f'<a href="/desk/hot/{row.pk}/"' in card
    hot.end_whole(row.pk, result="都装了净化器\n" + "已验收。" * 60, by=DAN, now=NOW)
    ended = page_of(browser("dan", language="en").get(f"/desk/matter/{numbers[0]}/"))
    assert "Belonged to the hot matter" in ended
    assert "都装了净化器 已验收。" in ended
    assert "…</span>" in ended
    told = page_of(browser("bao", language="en").get(f"/desk/matter/{numbers[0]}/"))
    assert "led as a whole; that has ended" in told
    assert "都装了净化器" not in told, "it may tell of petitions that others aren't to read"


def test_the_name_for_who_may_not_open_it_is_made_of_what_they_may_read(county: None) -> None:
    titles = ("烧烤店油烟扰民", "锅炉房冒黑烟", "养鸡场臭气熏天")
    at = NOW - timedelta(days=2)
    numbers = [
        comes.number
        for comes in (cast.comes_in(**{**OIL, "title": one}, received_at=at, now=at) for one in titles)
    ]
    row = grouped(numbers)
    hot.treat_whole(row.pk, lead=WATER, plan="统一改造", seen="", by=DAN, now=NOW)
    sent(numbers[1], BUREAU)
    found = hot_of_matter.whole_of(numbers[1], BAO)
    assert found is not None
    assert (found.title, found.may_open) == (titles[1], False)
    Matter.objects.filter(pk=numbers[1]).update(confidential=True)
    kept = hot_of_matter.whole_of(numbers[1], BAO)
    assert kept is not None
    assert kept.title == "", "a title that was told in confidence is no name"


def test_it_costs_the_matters_page_one_query(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    _row, numbers = led_by(BUREAU, many=9, own=1)
    for name in ("dan", "bao"):
        client, url = browser(name), f"/desk/matter/{numbers[0]}/"
        with_it = queries_of(client, url)
        with monkeypatch.context() as without:
            without.setattr("huiyin.web.desk.hot_line.whole_of", lambda *_: None)
            assert with_it - queries_of(client, url) == 1
    assert with_it <= 12


def test_no_petitioner_reads_of_it(browser: Browser) -> None:
    at = NOW - timedelta(days=1)
    receipt = cast.comes_in(**OIL, received_at=at, now=at)
    row = grouped([receipt.number, *brought(3, first=10)])
    hot.treat_whole(row.pk, lead=WATER, plan="统一改造烟道", seen="", by=DAN, now=NOW)
    page = page_of(
        browser(language="en").post("/follow/", {"number": receipt.number, "code": receipt.code}, follow=True)
    )
    assert receipt.number in page
    assert "hot matter" not in page
    assert "统一改造烟道" not in page
    assert "县自来水公司" not in page


def test_of_several_the_one_that_goes_on_is_named(county: None) -> None:
    row, numbers = led_by(WATER)
    hot.end_whole(row.pk, result="都改好了", by=DAN, now=NOW)
    later = brought(3, first=30)
    other = grouped(later)
    hot.treat_whole(other.pk, lead=BUREAU, plan="又来了", seen="", by=DAN, now=NOW)
    link(later[0], other=numbers[2], by=DAN, now=NOW)
    found = hot_of_matter.whole_of(numbers[2], DAN)
    assert found is not None
    assert (found.pk, found.result) == (other.pk, "")
    ended = hot_of_matter.whole_of(numbers[3], DAN)
    assert ended is not None
    assert (ended.pk, ended.result) == (row.pk, "都改好了")


def test_whoever_heads_a_department_that_leads_sees_it_on_their_day(
    browser: Browser, people: dict[str, User]
) -> None:
    Post.objects.create(
        user=people["liu"], unit_id=DEPARTMENT, role=Role.HEAD, since=cast.START.replace(year=2020)
    )
    row, _numbers = led_by(DEPARTMENT)
    assert LED in page_of(browser("liu").get("/desk/"))
    assert browser("liu").get(f"/desk/hot/{row.pk}/result/").status_code == 200
