"""The staff desk: who sees what, what may be done, and that neither a stale page nor a wrong word loses anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.lifecycle import allowed
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.parts import Names
from huiyin.web.desk.timeline import items
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

Clock = Callable[[datetime], None]
AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def on_monday(now: Clock, browser: Browser) -> None:
    """Monday afternoon; everybody has an account."""
    now(cast.START + timedelta(hours=12))


def matter_at(verb: Verb | None = None) -> str:
    """A matter that has gone its way up to and with the verb; fresh from registration without one."""
    number = cast.comes_in().number
    if verb is not None:
        cast.go(number, verb)
    return number


def act(client: Client, number: str, verb: str, **said: Any) -> Any:
    """Do an act as the page's form does, having seen all there is."""
    seen = said.pop("seen", Matter.objects.get(number=number).seq)
    return client.post(f"/desk/matter/{number}/do/{verb}/", {"seen": seen, **said})


# -- who may come in ----------------------------------------------------------------------------------------------

PAGES = (
    "/desk/",
    "/desk/list/",
    "/desk/list/export.csv",
    "/desk/register/",
    "/desk/registered/222424-20260302-00001-5/",
    "/desk/password/",
    "/desk/matter/222424-20260302-00001-6/",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    response = browser().get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/desk/login/?next={path}"


def test_a_stranger_does_nothing(browser: Browser) -> None:
    response = act(browser(), matter_at(), "note", text="我写的话")
    assert response.status_code == 403
    assert "我写的话" in page_of(response)  # signed out meanwhile: what was typed is given back
    assert Matter.objects.get().seq == 1


@pytest.mark.parametrize("name", ["bao", "tao", "xia"])
def test_a_matter_of_others_is_as_if_it_were_not_there(browser: Browser, name: str) -> None:
    number, client = matter_at(), browser(name)
    answers = {one: client.get(f"/desk/matter/{one}/") for one in ("222424-20260302-00777-7", number)}
    assert [answer.status_code for answer in answers.values()] == [404, 404]
    by_chance = r'|value="\w{64}"'  # each page's proof of origin
    assert len({re.sub(one + by_chance, "", page_of(answer)) for one, answer in answers.items()}) == 1
    assert act(client, number, "note", text="x").status_code == 404
    assert client.get(f"/desk/matter/{number}/file/1/").status_code == 404


def test_the_list_shows_only_what_the_unit_answers_for(browser: Browser) -> None:
    here, there = matter_at(Verb.FORWARD), matter_at()
    mine = page_of(browser("bao").get("/desk/list/"))
    assert here in mine
    assert there not in mine
    county = page_of(browser("dan").get("/desk/list/"))
    assert here in county
    assert there in county
    assert here not in page_of(browser("xia").get("/desk/list/"))


def test_registering_needs_the_post_for_it(browser: Browser) -> None:
    assert browser("xia").get("/desk/register/").status_code == 403
    assert browser("xia").post("/desk/register/", {}).status_code == 403


# -- work list ----------------------------------------------------------------------------------------------------


def queries_of(client: Client, path: str) -> int:
    """How many statements the second visit takes (the first makes the process know the county)."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["dan", "bao"])
def test_fifty_rows_cost_no_more_queries_than_one(browser: Browser, name: str) -> None:
    verb = Verb.FORWARD if name == "bao" else None
    matter_at(verb)
    client = browser(name)
    one = queries_of(client, "/desk/list/")
    for _ in range(50):
        matter_at(verb)
    fifty = queries_of(client, "/desk/list/")
    assert one == fifty
    assert fifty <= 8
    assert page_of(client.get("/desk/list/")).count('class="hy-title"') == 50


def test_pages_follow_each_other_without_gap_or_repeat(browser: Browser) -> None:
    numbers = {matter_at() for _ in range(53)}
    client = browser("dan")
    first = page_of(client.get("/desk/list/"))
    link = re.search(r'href="([^"]*after=[^"]*)" rel="next"', first)
    assert link is not None
    second = page_of(client.get(link[1].replace("&amp;", "&")))
    seen = re.findall(r'href="/desk/matter/([0-9-]+)/"', first + second)
    assert len(seen) == 53
    assert set(seen) == numbers
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "query", ["state=%00", "state=closed", "due=xx", "after=garbage", "after=2026-99-99_1", "unit=C"]
)
def test_a_list_address_that_makes_no_sense_shows_the_plain_list(browser: Browser, query: str) -> None:
    number = matter_at()
    response = browser("dan").get(f"/desk/list/?{query}")
    assert response.status_code == 200
    assert number in page_of(response)


def test_filters_by_state_and_lateness(browser: Browser, now: Clock) -> None:
    fresh, sorted_ = matter_at(), matter_at(Verb.TRIAGE)
    client = browser("dan")
    page = page_of(client.get("/desk/list/?state=triaged"))
    assert sorted_ in page
    assert fresh not in page
    assert "没有符合条件" in page_of(client.get("/desk/list/?due=late"))
    now(cast.START + timedelta(days=40))
    late = page_of(browser("dan").get("/desk/list/?due=late"))
    assert fresh in late
    assert "hy-clock late" in late


# -- matter -------------------------------------------------------------------------------------------------------


def test_a_long_dossier_costs_no_more_queries_than_a_short_one(browser: Browser) -> None:
    short, long = matter_at(Verb.SIGN), matter_at(Verb.SIGN)
    for n in range(40):
        actions.note(long, text=f"第{n}次走访", by=cast.BAO, now=cast.START + 4 * AN_HOUR)
    client = browser("bao")
    few, many = queries_of(client, f"/desk/matter/{short}/"), queries_of(client, f"/desk/matter/{long}/")
    assert few == many
    assert many <= 12


def test_the_page_tells_the_whole_story(browser: Browser) -> None:
    number = matter_at(Verb.CLOSE)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    head = bytes(Entry.objects.filter(number=number).order_by("-seq").values_list("hash", flat=True)[0]).hex()
    for words in (
        "没有水",
        "家里三天没有水了",
        "水管已经修好。",
        "本人签字",
        "县生态环境分局",
        head[-12:],
        "已办结",
    ):
        assert words in page


def test_personal_data_is_masked_until_shown_for_a_reason(browser: Browser) -> None:
    number, client = matter_at(Verb.SIGN), browser("bao")
    page = page_of(client.get(f"/desk/matter/{number}/"))
    for secret in ("金顺姬", "19900001234", "999999195001010042", "jin@example.org", "三组"):
        assert secret not in page
    assert "199****1234" in page
    refused = act(client, number, "unmask", reason=" ")
    assert refused.status_code == 422
    assert "19900001234" not in page_of(refused)
    shown = act(client, number, "unmask", reason="电话核实停水时间")
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "no-store, private"
    for words in ("金顺姬", "19900001234", "999999195001010042", "查看个人信息", "电话核实停水时间"):
        assert words in page_of(shown)
    assert Entry.objects.get(number=number, seq=5).verb == Verb.UNMASK
    assert "19900001234" not in page_of(client.get(f"/desk/matter/{number}/"))


def test_buttons_are_what_the_rules_allow_and_the_rest_has_reasons(browser: Browser) -> None:
    number = matter_at(Verb.SIGN)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    offered = set(re.findall(r'href="/desk/matter/[0-9-]+/\?do=(\w+)#do"', page))
    state = file_of(number).state
    may = set(allowed(state, actor=cast.BAO, now=cast.START + timedelta(hours=12), law=law()))
    assert offered == {verb.value for verb in may}
    assert {"notify", "object", "note", "attach", "unmask", "recuse", "pledge"} <= offered
    assert "请先告知信访人" in page  # why no opinion can be drafted yet
    assert "《信访工作条例》第二十三条" in page


@pytest.mark.parametrize("verb", [v.value for v in Verb] + ["nonsense", "%00"])
def test_asking_for_any_form_never_fails(browser: Browser, verb: str) -> None:
    number = matter_at(Verb.SIGN)
    assert browser("bao").get(f"/desk/matter/{number}/?do={verb}").status_code == 200


def test_an_act_is_done_and_said(browser: Browser) -> None:
    number, client = matter_at(Verb.TRIAGE), browser("dan")
    response = act(client, number, "assign", to=cast.BUREAU, days="15", remark="请到现场看")
    assert (response.status_code, response["Location"]) == (303, f"/desk/matter/{number}/?done=3")
    page = page_of(client.get(response["Location"]))
    assert "操作完成：交办" in page
    assert "请到现场看" in page
    assert Matter.objects.get().owner_id == cast.BUREAU
    assert "已完成" not in page_of(client.get(f"/desk/matter/{number}/?done=2"))


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"to": "", "days": "15"}, "to", "请选择一项"),
        ({"to": "C-TOWN-V1", "days": "15"}, "to", "没有这个单位"),
        ({"to": cast.DEPARTMENT, "days": "15"}, "to", "就是本单位"),
        ({"to": cast.BUREAU, "days": "0"}, "days", "请填1到365"),
        ({"to": cast.BUREAU, "days": "十五"}, "days", "请填整数"),
        ({"to": cast.BUREAU, "days": "15", "remark": "长" * 20_001}, "remark", "现在20001个字"),
        ({"to": cast.BUREAU, "days": "15", "remark": "a\x00b"}, "remark", "无法保存的字符"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field(
    browser: Browser, said: dict[str, str], field: str, words: str
) -> None:
    number, client = matter_at(Verb.TRIAGE), browser("dan")
    page = page_of(response := act(client, number, "assign", **{"remark": "留着这句话", **said}))
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-cache, private"  # the way back finds it, it isn't sent again
    beside = re.search(rf'id="f-{field}-error">([^<]+)<', page)
    assert beside is not None
    assert words in beside[1]
    assert re.search(rf'name="{field}"[^>]* autofocus', page)
    assert "remark" in said or "留着这句话" in page
    assert Matter.objects.get().seq == 2


def test_a_radio_group_to_mend_takes_the_focus_too(browser: Browser) -> None:
    number = matter_at()
    page = page_of(act(browser("dan"), number, "triage", category="040100"))
    assert re.search(r'<input autofocus type="radio" name="klass"', page)
    assert re.search(r'<option value="040100" selected', page)


def test_a_stale_form_says_what_happened_and_keeps_what_was_typed(browser: Browser) -> None:
    number, client = matter_at(Verb.TRIAGE), browser("dan")
    actions.note(number, text="刚才来过电话", by=cast.DAN, now=cast.START + 3 * AN_HOUR)
    response = act(client, number, "assign", seen=2, to=cast.BUREAU, days="15", remark="请到现场看")
    page = page_of(response)
    assert response.status_code == 409
    assert "这期间有人办理过" in page
    assert "请到现场看" in page
    assert 'name="seen" value="3"' in page
    assert f'value="{cast.BUREAU}" selected' in page
    assert Matter.objects.get().seq == 3
    again = act(client, number, "assign", seen=3, to=cast.BUREAU, days="15", remark="请到现场看")
    assert again.status_code == 303


def test_a_stale_form_whose_act_is_no_longer_possible_gives_the_words_back(browser: Browser) -> None:
    number, client = matter_at(Verb.TRIAGE), browser("dan")
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=cast.START + 3 * AN_HOUR)
    response = act(client, number, "assign", seen=2, to=cast.BUREAU, days="15", remark="写了很久的话")
    assert response.status_code == 409
    assert "写了很久的话" in page_of(response)
    assert "已不能办" in page_of(response)
    assert Matter.objects.get().seq == 3


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "\x00"])
def test_a_form_that_lost_what_it_saw_does_nothing(browser: Browser, seen: str) -> None:
    number = matter_at(Verb.TRIAGE)
    assert act(browser("dan"), number, "note", seen=seen, text="一句话").status_code == 409
    assert Matter.objects.get().seq == 2


def test_an_act_that_is_not_this_persons_is_refused(browser: Browser) -> None:
    number = matter_at(Verb.DRAFT)
    response = act(browser("bao"), number, "approve")
    assert response.status_code == 422
    assert Matter.objects.get().status == "drafted"


@pytest.mark.parametrize("verb", ["register", "join", "part", "nonsense"])
def test_the_houses_own_verbs_have_no_address(browser: Browser, verb: str) -> None:
    number = matter_at()
    assert act(browser("dan"), number, verb).status_code == 404


def test_an_act_needs_a_post_and_asked_for_without_one_leads_to_its_form(browser: Browser) -> None:
    number = matter_at(Verb.FORWARD)
    response = browser("bao").get(f"/desk/matter/{number}/do/sign/")
    assert (response.status_code, response["Location"]) == (302, f"/desk/matter/{number}/?do=sign#do")
    assert Matter.objects.get().status == "sent"


def test_joining_by_a_number_typed_carelessly(browser: Browser) -> None:
    one, two = matter_at(), matter_at(Verb.TRIAGE)
    response = act(browser("dan"), one, "link", other=two.replace("-", " "))
    assert response.status_code == 303
    assert Matter.objects.get(number=one).linked_to == two
    client = browser("dan")
    page = page_of(client.get(f"/desk/matter/{two}/"))
    assert one in page


def test_an_unknown_other_number_is_said_beside_the_field(browser: Browser) -> None:
    page = page_of(act(browser("dan"), matter_at(), "link", other="222424-20260302-00777-7"))
    assert "没有这个编号的事项" in page


def test_a_file_is_attached_and_streamed_out_again(browser: Browser) -> None:
    number, client = matter_at(Verb.SIGN), browser("bao")
    response = act(client, number, "attach", file=SimpleUploadedFile("现场 照片.txt", "看过了".encode()))
    assert response.status_code == 303
    assert "现场 照片.txt" in page_of(client.get(f"/desk/matter/{number}/"))
    got = client.get(f"/desk/matter/{number}/file/5/")
    assert b"".join(got.streaming_content).decode() == "看过了"
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/desk/matter/{number}/file/4/").status_code == 404


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "这一项要填"),
        (("空.txt", b""), "这个文件是空的"),
        (("假.pdf", b"MZ\x90\x00"), "和后缀.pdf不符"),
        (("程序.exe", b"MZ\x90\x00"), "不能传这种文件"),
    ],
)
def test_a_file_that_cannot_be_kept_is_said(
    browser: Browser, file: tuple[str, bytes] | None, words: str
) -> None:
    number = matter_at(Verb.SIGN)
    said = {} if file is None else {"file": SimpleUploadedFile(*file)}
    response = act(browser("bao"), number, "attach", **said)
    assert response.status_code == 422
    assert words in page_of(response)
    assert Matter.objects.get().seq == 4


def test_script_in_what_was_written_is_only_text(browser: Browser) -> None:
    number = cast.comes_in(title="<script>x</script>", text="<img src=x onerror=y>").number
    page = page_of(browser("dan").get(f"/desk/matter/{number}/")) + page_of(browser("dan").get("/desk/list/"))
    assert "<script>x" not in page
    assert "<img src=x" not in page


def test_an_erased_text_is_told_as_erased(browser: Browser, people: dict[str, User]) -> None:
    number = matter_at(Verb.SIGN)
    file = file_of(number)
    assert (1, "text") in file.texts
    names = Names(unit=str, place=str, category=str, person=str)
    erased = items(replace(file, texts={**file.texts, (3, "remark"): None}), names, url="/")
    assert erased[1].texts[0].erased


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
@pytest.mark.parametrize("verb", [None, *[v for v, _step in cast.WAY]])
def test_the_page_opens_at_every_state_in_every_language(
    browser: Browser, language: str, verb: Verb | None
) -> None:
    number = matter_at(verb)
    assert browser("dan", language=language).get(f"/desk/matter/{number}/").status_code == 200
