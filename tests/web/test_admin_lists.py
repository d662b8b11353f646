"""The administration of lists, days, texts and tables, through the pages, with what is refused there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county import places_map, queries
from huiyin.rooms.county.models import (
    CalendarDay,
    Category,
    CategoryScheme,
    Change,
    Charge,
    PublishedYear,
    Unit,
    Wording,
)
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.county.trail import last_change as _last
from huiyin.rules.mapping import MOST_TEXT
from huiyin.rules.vocabulary import Verb
from huiyin.rules.wordings import PIECES, unworded
from huiyin.web.desk.admin.trail_words import difference, names
from huiyin.web.shared import letters
from tests.rooms import cast
from tests.web.admin_cast import as_admin, sent
from tests.web.conftest import VILLAGE, Browser, page_of
from tests.web.test_desk import matter_at

pytestmark = pytest.mark.django_db
ROOT = "/desk/admin/"
People = dict[str, User]


@pytest.fixture
def admin(browser: Browser, people: People) -> Client:
    return as_admin(browser, people)


# -- categories and the duty list ---------------------------------------------------------------------------------------


def test_an_edition_from_draft_to_force_keeps_old_matters_names(admin: Client, now: Any) -> None:
    now(cast.START)
    number = matter_at(Verb.TRIAGE)
    url = f"{ROOT}categories/2027/"
    assert sent(admin, f"{ROOT}categories/", "begin", code="2027", name="2027年版").status_code == 303
    assert Category.objects.filter(scheme="2027").count() == 2
    assert sent(admin, url, "write", category="040200", named="供热", hints="暖气").status_code == 303
    assert (
        sent(admin, url, "write", category="050100", named="无主").status_code == 422
    )  # its field isn't there
    assert sent(admin, url, "write", category="04020", named="短").status_code == 422
    assert (
        admin.post(url, {"what": "drop", "drop": "040000", "seen": str(_last("scheme:2027"))}).status_code
        == 422
    )
    assert sent(admin, f"{url}?edit=040100", "drop").status_code == 303
    page = page_of(admin.get(url))
    assert "left out" in page
    assert "new" in page
    assert [c.code for c in queries.categories()] == ["040000", "040100"]
    assert sent(admin, url, "force", day="2020-01-01").status_code == 422
    assert sent(admin, url, "force", day="2026-03-04").status_code == 303
    assert [c.code for c in queries.categories()] == ["040000", "040100"]  # not yet
    now(cast.START + timedelta(days=2))
    assert [c.code for c in queries.categories()] == ["040000", "040200"]
    assert queries.every_category_name()["040100"] == "供水"
    assert Matter.objects.get(number=number).category == "040100"
    assert (
        admin.post(
            url, {"what": "write", "seen": str(_last("scheme:2027")), "category": "040300", "named": "路"}
        ).status_code
        == 422
    )


def test_a_draft_is_thrown_away_and_one_in_force_isnt(admin: Client) -> None:
    sent(admin, f"{ROOT}categories/", "begin", code="2027", name="2027年版")
    asked = sent(admin, f"{ROOT}categories/2027/", "away")  # one click throws nothing away
    assert asked.status_code == 422
    assert CategoryScheme.objects.filter(code="2027").exists()
    assert sent(admin, f"{ROOT}categories/2027/", "away", sure="1").status_code == 303
    assert not CategoryScheme.objects.filter(code="2027").exists()
    assert admin.post(f"{ROOT}categories/2023/", {"what": "away", "seen": "0"}).status_code == 422
    for change in ({"code": "2023"}, {"code": "!"}, {"name": ""}):
        assert (
            sent(admin, f"{ROOT}categories/", "begin", **{"code": "2028", "name": "x", **change}).status_code
            == 422
        )


def test_the_duty_list_stands_above_what_was_learnt(admin: Client, browser: Browser) -> None:
    url = f"{ROOT}charges/"
    assert (
        sent(admin, url, "add", category="040100", unit=cast.WATER, note="汪办发〔2026〕1号").status_code
        == 303
    )
    given = {"category": "040100", "unit": cast.WATER, "note": "汪办发〔2026〕1号"}
    assert sent(admin, url, "add", **given).status_code == 303  # the second click
    assert Change.objects.filter(verb="charge").count() == 1
    assert sent(admin, url, "add", category="040100", unit=cast.WATER).status_code == 422
    assert sent(admin, url, "add", category="040100", unit=VILLAGE).status_code == 422
    number = matter_at(Verb.TRIAGE)
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=forward"))
    assert "by the official duty list" in page
    assert sent(admin, url, "drop", line=f"040100|{cast.WATER}").status_code == 303
    assert not Charge.objects.exists()


# -- days ---------------------------------------------------------------------------------------------------------------

NOTICE = (
    "day,kind,name\n2027-01-01,off,元旦\n2027-05-01,off,劳动节\n2027-10-01,off,国庆节\n2027-01-02,work,补班\n"
)


def test_a_day_is_set_and_left_again(admin: Client) -> None:
    url = f"{ROOT}calendar/?year=2026"
    given = {"day": "2026-09-03", "working": "0", "name": "自治州成立纪念日", "source": "州条例"}
    assert sent(admin, url, "set", **given).status_code == 303
    assert not queries.calendar().is_working(date(2026, 9, 3))
    assert sent(admin, url, "set", **given).status_code == 303
    assert Change.objects.filter(verb="set_day").count() == 1
    assert sent(admin, url, "set", **{**given, "source": "州条例第三条"}).status_code == 303
    assert CalendarDay.objects.get(day="2026-09-03").source == "州条例第三条"
    assert "自治州成立纪念日" in page_of(admin.get(url))
    assert sent(admin, url, "set", **{**given, "day": "x"}).status_code == 422
    assert sent(admin, url, "clear", cleared="2026-09-03").status_code == 303
    assert queries.calendar().is_working(date(2026, 9, 3))
    assert admin.post(url, {"what": "clear", "seen": "0", "cleared": "2026-09-03"}).status_code == 303
    assert Change.objects.filter(verb="clear_day").count() == 1


def test_a_notice_is_looked_at_before_it_is_loaded(browser: Browser, people: People, now: Any) -> None:
    now(cast.START.replace(month=12, day=20))
    admin = as_admin(browser, people)
    number = cast.comes_in(
        now=cast.START.replace(month=12, day=18), received_at=cast.START.replace(month=12, day=18)
    ).number
    matter = Matter.objects.get(number=number)
    url = f"{ROOT}calendar/"
    file = SimpleUploadedFile("2027.csv", NOTICE.encode("utf-8-sig"))
    look = sent(admin, url, "look", year="2027", paper="国办发明电〔2026〕9号", file=file)
    page = page_of(look)
    assert look.status_code == 200
    assert "This would happen" in page
    assert not PublishedYear.objects.filter(year=2027).exists()
    assert Matter.objects.get(number=number).next_due == matter.next_due
    form = re.search(r'<form(?:(?!</form>).)*?name="what" value="load".*?</form>', page, re.DOTALL)
    assert form
    hidden = {
        k: v.replace("&#x27;", "'")
        for k, v in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    }
    assert [admin.post(url, hidden).status_code for _ in range(2)] == [303, 303]
    assert PublishedYear.objects.filter(year=2027).exists()
    assert Change.objects.filter(verb="notice").count() == 1


@pytest.mark.parametrize(
    "text",
    ["", "day,kind\n2027-01-01,off", "x", NOTICE.replace("2027-05-01", "2028-05-01"), NOTICE + "zz,off,\n"],
)
def test_a_notice_that_isnt_one(admin: Client, text: str) -> None:
    answer = sent(admin, f"{ROOT}calendar/", "look", year="2027", paper="x", text=text)
    assert answer.status_code == 422
    assert "f-text-error" in page_of(answer)


def test_what_is_wrong_in_a_notice_is_said_line_by_line(admin: Client) -> None:
    text = "2027-01-01,休,元旦\n2027年2月30日,休,春节\n2027-05-01,也许,劳动节"
    admin.cookies["language"] = "zh-hans"
    page = page_of(sent(admin, f"{ROOT}calendar/", "look", year="2027", paper="x", text=text))
    error = re.search(r'id="f-text-error"[^>]*>(.*?)</', page, re.DOTALL)
    assert error
    assert "第2行：“2027年2月30日”不是日期。第3行：“也许”" in error[1]
    assert "day,kind" not in page


def test_both_faults_of_a_notice_are_told_at_once(admin: Client) -> None:
    admin.cookies["language"] = "zh-hans"
    page = page_of(
        sent(admin, f"{ROOT}calendar/", "look", year="2027", paper="", text="2027年1月1日（周一）,休")
    )
    assert 'id="f-paper-error"' in page
    error = re.search(r'id="f-text-error"[^>]*>(.*?)</', page, re.DOTALL)
    assert error
    assert "第1行：“2027年1月1日(周一)”的日期和星期对不上。" in error[1]


# -- texts --------------------------------------------------------------------------------------------------------------


def test_the_house_s_own_words_fit_their_own_rules() -> None:
    for key, piece in PIECES.items():
        for language in piece.languages:
            if piece.is_letter:
                assert unworded(key, language, letters.house_words(key, language)) is None, (key, language)


@pytest.mark.parametrize(("piece", "language", "text", "reason"), [
    ("thanks", "zh-hans", "谢谢您。", ""), ("thanks", "en", "Thanks", "not_in_language"), ("none", "ko", "x", "no_such_piece"),
    ("thanks", "ko", " ", "missing"), ("thanks", "ko", "감사 {law}", "holder_unknown"), ("thanks", "ko", "감사 {", "braces"),
    ("thanks", "ko", "{0}", "holder_unknown"), ("review", "zh-hans", "依照{law}请求{organ}复查。", "law_needs"),
    ("review", "zh-hans", "三十日内请求{organ}复查。", "holder_missing"),
    ("final", "zh-hans", "依照{law}结束。", "law_needs"),
    ("extension", "zh-hans", "依照{law}延长。", "gaps_missing"),
    ("review", "zh-hans", "{law!r}三十日内请求{organ}复查。", "braces"),
    ("thanks", "zh-hans", "谢" * 2001, "too_long"), ("thanks", "zh-hans", "谢\x00", "not_text"),
])  # fmt: skip
def test_what_the_law_requires_cant_be_removed(piece: str, language: str, text: str, reason: str) -> None:
    no = unworded(piece, language, text)
    assert ("" if no is None else no.reason) == reason


def test_a_letter_begins_in_the_countys_words(admin: Client, browser: Browser) -> None:
    url = f"{ROOT}texts/hello/?language=zh-hans"
    own = "＿＿＿＿＿＿您好：\n\n您{received}说的“{title}”（{number}）我们收到了。"
    bad = sent(admin, url, "word", text="您好")
    assert bad.status_code == 422
    assert "f-text-error" in page_of(bad)
    looked = page_of(sent(admin, url, "word", text=own, what="look"))
    assert "您2026年3月2日说的“没有水”" in looked
    assert not Wording.objects.exists()
    assert sent(admin, url, "word", text=own).status_code == 303
    assert "您2026年3月2日说的“没有水”" in page_of(admin.get(url))
    number = matter_at(Verb.NOTIFY)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/?do=draft&begin=supported"))
    assert "说的“没有水”" in page
    assert "三十日内" in page
    assert sent(admin, url, "back").status_code == 303
    assert "收悉" in page_of(browser("bao").get(f"/desk/matter/{number}/?do=draft&begin=supported"))
    assert admin.get(f"{ROOT}texts/none/").status_code == 404
    assert admin.get(f"{ROOT}texts/hello/?language=en").status_code == 404


def test_a_wording_that_fits_no_more_falls_back_to_the_house(admin: Client, browser: Browser) -> None:
    sent(admin, f"{ROOT}texts/thanks/", "word", text="谢谢。")
    Wording.objects.update(text="谢谢 {law")
    forget()
    assert admin.get(f"{ROOT}texts/thanks/").status_code == 200
    assert letters.own(letters._ZH, letters.worded()).thanks == letters.house_words("thanks", "zh-hans")


def test_the_portal_says_what_the_county_wants(admin: Client, client: Client) -> None:
    for piece, path in (("portal_notice", "/"), ("portal_contact", "/contact/"), ("portal_how", "/how/")):
        assert (
            sent(admin, f"{ROOT}texts/{piece}/", "word", text=f"<b>春节</b>照常接访{piece}").status_code
            == 303
        )
        client.cookies["language"] = "zh-hans"
        assert f"&lt;b&gt;春节&lt;/b&gt;照常接访{piece}" in page_of(client.get(path))


def test_the_address_is_said_in_the_readers_language_once_it_is_given(admin: Client, client: Client) -> None:
    Unit.objects.filter(kind="department").update(address="汪清镇某街1号")
    url = f"{ROOT}texts/portal_address/"
    client.cookies["language"] = "ko"
    assert "汪清镇某街1号" in page_of(client.get("/contact/"))
    assert sent(admin, f"{url}?language=ko", "word", text="왕청진 모거리 1호").status_code == 303
    assert admin.get(f"{url}?language=zh-hans").status_code == 404, "it stands with the unit"
    page = page_of(client.get("/contact/"))
    assert "왕청진 모거리 1호" in page
    assert "汪清镇某街1号" not in page
    client.cookies["language"] = "zh-hans"
    assert "汪清镇某街1号" in page_of(client.get("/contact/"))


# -- the map ------------------------------------------------------------------------------------------------------------


def test_towns_and_outline_are_given_and_what_isnt_one_is_refused(admin: Client) -> None:
    url = f"{ROOT}map/"
    lines = f"code,longitude,latitude\n{cast.TOWN},129.75,43.31"
    assert sent(admin, url, "towns", towns=lines).status_code == 303
    assert places_map.town_points() == {cast.TOWN: (129.75, 43.31)}
    assert "129.7500" in page_of(admin.get(url))
    assert sent(admin, url, "towns", towns=lines.replace("43.31", "43.32")).status_code == 303
    stale = {"what": "towns", "seen": "0"}
    assert (
        admin.post(url, {**stale, "towns": lines.replace("43.31", "43.32")}).status_code == 303
    )  # stands so
    overtaken = admin.post(url, {**stale, "towns": lines})
    assert overtaken.status_code == 409
    assert "129.75,43.31" in page_of(overtaken)
    assert places_map.town_points() == {cast.TOWN: (129.75, 43.32)}
    for bad in (
        "",
        "code\nx",
        f"code,longitude,latitude\n{cast.TOWN},43.31,129.75",
        "code,longitude,latitude\nNONE,129,43",
    ):
        answer = sent(admin, url, "towns", towns=bad)
        assert answer.status_code == 422, bad
        assert "f-towns-error" in page_of(answer)
    ring = '{"type": "Polygon", "coordinates": [[[129, 43], [130, 43], [130, 44], [129, 43]]]}'
    assert sent(admin, url, "outline", outline=SimpleUploadedFile("o.json", ring.encode())).status_code == 303
    assert len(places_map.outline()) == 1
    for content, why in (
        (b"{}", "GeoJSON"), (b"", "JSON"), (b'{"type"', "JSON"), (b" " * (2 * MOST_TEXT + 1), "4 MB"), (None, "file"),
    ):  # fmt: skip
        given = {"outline": SimpleUploadedFile("o.json", content)} if content is not None else {}
        answer = sent(admin, url, "outline", **given)
        assert answer.status_code == 422
        assert why in re.search(r'id="f-outline-error".*?</', page_of(answer), re.DOTALL)[0]  # type: ignore[index]
    assert len(places_map.outline()) == 1, "what stood there stays"
    assert places_map.town_points()
    assert admin.post(url, {"what": "x"}).status_code == 404


# -- the trail ----------------------------------------------------------------------------------------------------------


def test_a_setting_that_was_not_set_is_told_with_what_stood_without_it(admin: Client) -> None:
    told = {"subject": "setting:answer_days", "verb": "set", "by": "user:1", "at": cast.START}
    Change.objects.create(data={"from": None, "to": 45}, **told)
    assert "60 (default) → 45" in page_of(admin.get(f"{ROOT}trail/?area=settings"))
    assert difference({"from": None, "to": "汪清"}, subject="setting:upper_organ") == "nothing → 汪清"
    assert difference({"from": None, "to": 45}) == "nothing → 45"


def test_the_trail_is_paged_by_key_and_tells_from_what_to_what(admin: Client) -> None:
    for n in range(120):
        Change.objects.create(
            at=cast.START,
            by="system",
            verb="set",
            subject="setting:answer_days",
            data={"from": n, "to": n + 1},
        )
    Change.objects.create(
        at=cast.START,
        by="user:1",
        verb="rename",
        subject=f"unit:{cast.BUREAU}",
        data={"from": "甲", "to": "乙"},
    )
    url, seen = f"{ROOT}trail/?area=settings", []
    while url:
        page = page_of(admin.get(url))
        seen += re.findall(r"(\d+) → \d+", page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        url = more[1].replace("&amp;", "&") if more else ""
    assert seen == [str(n) for n in reversed(range(120))]
    assert "甲 → 乙" in page_of(admin.get(f"{ROOT}trail/?area=units"))
    for odd in ("?area=x", "?after=x", "?after=99999999999999"):
        assert admin.get(f"{ROOT}trail/{odd}").status_code == 200


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from([*sorted(names()), "from", "to", "file", "seen"]), _ANYTHING, max_size=5)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_line_notes_it_is_told(county: None, data: dict[str, Any]) -> None:
    assert isinstance(difference(data), str)
