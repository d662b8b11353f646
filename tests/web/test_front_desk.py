"""The front desk: who comes again is known without being shown to strangers, drafts are kept, places found, slips printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import drafts, protecting
from huiyin.rooms.cases.drafts import Draft
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.place_finding import places_called
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.county import unit_name
from huiyin.web.shared.qr import drawn as qr
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of

Clock = Callable[[datetime], None]
ID = cast.JIN.id_number
REGISTER = "/desk/register/"


@pytest.fixture(autouse=True)
def on_monday(now: Clock, browser: Browser) -> None:
    """Monday afternoon; everybody has an account."""
    now(cast.START + timedelta(hours=12))


def known(client: Client, **typed: str) -> str:
    return page_of(client.post(f"{REGISTER}known/", {"id_number": "", "phone": "", **typed}))


def register(client: Client, **change: Any) -> Any:
    given = {
        "token": new_form_token(), "channel": "visit", "received_at": "2026-03-02T20:10", "persons": "1", "title": "",
        "text": "还是没有水。", "id_number": ID, "spoken": "zh-hans",
    }  # fmt: skip
    return client.post(REGISTER, {**given, **change})


# -- who it is ----------------------------------------------------------------------------------------------------


def test_an_id_number_is_read_and_a_wrong_one_said(browser: Browser) -> None:
    client = browser("liu", language="en")
    page = known(client, id_number=ID)
    assert "1 Jan 1950 · female · 76 years old" in page
    assert "hy-error" not in page
    wrong = known(client, id_number=ID[:-1] + ("0" if ID[-1] != "0" else "1"))
    assert "isn't a valid ID number" in wrong.replace("&#x27;", "'")
    assert known(client, id_number=ID[:12]).strip() == ""  # half a number says nothing


def test_what_was_brought_before_is_shown_by_id_number_or_phone(browser: Browser) -> None:
    number = cast.comes_in().number
    client = browser("liu")
    for typed in ({"id_number": ID}, {"phone": "199 0000 1234"}):
        page = known(client, **typed)
        assert f'value="{number}"' in page
        assert "没有水" in page
        assert "金顺姬" not in page  # masked
        assert "金" in page
    assert number not in known(client, phone="19900001235")


def test_only_what_the_person_sees_and_only_who_registers(browser: Browser) -> None:
    number = cast.comes_in().number
    assert number not in known(browser("tao"), id_number=ID)  # a town sees nothing of it
    assert browser("xia").post(f"{REGISTER}known/", {"id_number": ID}).status_code == 403
    assert browser("dan").get(f"{REGISTER}known/").status_code == 405  # never in an address
    cast.go(number, Verb.FORWARD)
    assert number in known(browser("bao"), id_number=ID)
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    assert number not in known(browser("bao"), id_number=ID)


def test_what_was_told_in_confidence_to_another_house_stays_there(browser: Browser) -> None:
    number = cast.comes_in(confidential=True).number
    cast.go(number, Verb.FORWARD)
    assert number in known(browser("liu"), id_number=ID)
    assert number not in known(browser("bao"), id_number=ID)


def test_it_costs_the_same_however_often_somebody_came(browser: Browser) -> None:
    client = browser("liu")

    def asked() -> int:
        known(client, id_number=ID)
        with CaptureQueriesContext(connection) as queries:
            page = known(client, id_number=ID)
        assert page.count("data-title") <= 8
        return len(queries)

    cast.comes_in()
    one = asked()
    for _ in range(20):
        cast.comes_in()
    assert asked() == one <= 6


# -- the same matter again ------------------------------------------------------------------------------------------


def test_the_same_matter_is_joined_by_who_may_and_its_person_taken_over_unseen(browser: Browser) -> None:
    first = cast.comes_in().number
    cast.go(first, Verb.TRIAGE)
    client = browser("dan")
    slip = register(client, as_of=first)["Location"]
    again = Petition.objects.select_related("petitioner").exclude(pk=first).get()
    assert again.matter_id == first
    assert (again.petitioner.name, str(again.petitioner.phone)) == ("金顺姬", "19900001234")
    assert slip == f"/desk/registered/{again.pk}/"
    page = page_of(client.get(slip))
    assert "已并入" in page or "Joined" in page
    matter = Matter.objects.get(pk=again.pk)
    assert (matter.status, matter.category) == ("linked", "040100")


def test_a_clerk_notes_it_for_who_sorts(browser: Browser) -> None:
    first = cast.comes_in().number
    register(browser("liu"), as_of=first)
    again = Petition.objects.exclude(pk=first).get()
    assert again.matter_id == again.pk
    assert list(Entry.objects.filter(number=again.pk).order_by("seq").values_list("verb", flat=True)) == [
        "register",
        "note",
    ]


def test_another_matter_of_the_same_person_is_a_matter_of_its_own(browser: Browser) -> None:
    first = cast.comes_in().number
    client = browser("dan")
    assert register(client, as_of=f"new:{first}").status_code == 422  # no title is taken over
    assert register(client, as_of=f"new:{first}", title="路灯不亮").status_code == 303
    again = Petition.objects.select_related("petitioner").exclude(pk=first).get()
    assert again.matter_id == again.pk
    assert again.petitioner.name == "金顺姬"
    assert list(Entry.objects.filter(number=again.pk).values_list("verb", flat=True)) == ["register", "note"]


@pytest.mark.parametrize("typed", [{"id_number": ""}, {"id_number": "11010519491231002X"}])
def test_nobody_gets_a_strangers_data_by_a_number(browser: Browser, typed: dict[str, str]) -> None:
    first = cast.comes_in(by=cast.GU).number
    refused = register(browser("dan"), as_of=first, title="路灯不亮", **typed)
    assert refused.status_code == 422
    assert "以前的那件" in page_of(refused)
    assert cast.JIN.name not in page_of(refused)
    assert register(browser("dan"), title="路灯不亮", **typed).status_code == 303
    again = Petition.objects.select_related("petitioner").exclude(pk=first).get()
    assert again.petitioner.name == ""
    assert again.matter_id == again.pk


def test_a_double_click_joins_once(browser: Browser) -> None:
    first = cast.comes_in().number
    cast.go(first, Verb.TRIAGE)
    client, token = browser("dan"), new_form_token()
    for _ in range(2):
        assert register(client, as_of=first, token=token).status_code == 303
    assert Petition.objects.count() == 2
    assert Matter.objects.get(pk=first).petitions_count == 2


def test_several_matters_of_one_visit(browser: Browser, now: Clock) -> None:
    client = browser("liu")
    register(client, title="没有水", name="金顺姬", phone="199 0000 1234")
    first = Petition.objects.get().pk
    assert f"?same={first}" in page_of(client.get(f"/desk/registered/{first}/"))
    page = page_of(client.get(f"{REGISTER}?same={first}"))
    assert f'name="as_of" value="new:{first}"' in page
    assert "金顺姬" not in page
    register(client, as_of=f"new:{first}", title="路灯不亮", id_number="")
    second = Petition.objects.select_related("petitioner").exclude(pk=first).get()
    assert (second.petitioner.name, str(second.petitioner.id_number)) == ("金顺姬", ID)
    assert 'name="as_of"' not in page_of(browser("dan").get(f"{REGISTER}?same={first}"))  # not their visit
    now(cast.START + timedelta(hours=20))
    assert 'name="as_of"' not in page_of(client.get(f"{REGISTER}?same={first}"))  # nor tomorrow


# -- drafts -----------------------------------------------------------------------------------------------------------


def keep(client: Client, token: str, **typed: str) -> Any:
    return client.post(f"{REGISTER}draft/", {"token": token, "channel": "visit", **typed})


def test_a_draft_survives_and_is_gone_once_it_is_sent(browser: Browser) -> None:
    client, token = browser("liu"), new_form_token()
    assert (
        keep(client, token, title="没有水", text="家里三天没有水了", name="金顺姬", id_number=ID).status_code
        == 200
    )
    row = Draft.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM huiyin_draft")
        (stored,) = cursor.fetchone()
    assert "金顺姬" not in stored  # sealed
    page = page_of(client.get(REGISTER))
    assert f"?draft={row.pk}" in page
    assert "金顺姬" not in page
    page = page_of(client.get(f"{REGISTER}?draft={row.pk}"))
    assert 'value="金顺姬"' in page
    assert "家里三天没有水了" in page
    assert f'name="token" value="{token}"' in page
    assert "hy-error" not in page
    register(client, token=token, title="没有水")
    assert "?draft=" not in page_of(client.get(REGISTER))
    late = keep(
        client, token, title="没有水", text="家里三天没有水了"
    )  # sent by the browser before the form, come in after it
    assert "不再另存草稿" in page_of(late), "a second window that writes on isn't told that it is kept"
    assert "?draft=" not in page_of(client.get(REGISTER))
    assert not any(draft.body for draft in Draft.objects.all()), "nothing of it is kept"


def test_a_form_in_which_nothing_was_written_leaves_no_draft(browser: Browser) -> None:
    client = browser("liu")
    refused = register(client, token=new_form_token(), title="", text="")
    assert refused.status_code == 422
    set_out = {
        "received_at": "2026-03-02T20:00",
        "persons": "1",
        "spoken": "zh-hans",
        "title": " ",
        "sender": "prefecture",
    }
    answer = keep(client, new_form_token(), **set_out)
    assert (answer.status_code, answer.content, Draft.objects.count()) == (200, b"", 0)
    assert "?draft=" not in page_of(client.get(REGISTER))
    keep(client, new_form_token(), **set_out, phone="19900001234")
    assert Draft.objects.count() == 1


def test_a_place_that_was_typed_and_not_chosen_isnt_lost_in_silence(browser: Browser) -> None:
    given = {"title": "没有水", "text": "家里三天没有水了", "find_place": "河南"}
    refused = register(browser("liu"), **given)
    assert (refused.status_code, "f-place-error" in page_of(refused)) == (422, True)
    assert 'value="河南"' in page_of(refused), "what was typed stays"
    assert register(browser("liu"), **{**given, "find_place": " "}).status_code == 303


def test_a_draft_is_its_writers_alone(browser: Browser) -> None:
    keep(browser("liu"), new_form_token(), name="金顺姬", title="没有水")
    row = Draft.objects.get()
    other = browser("dan")
    assert f"?draft={row.pk}" not in page_of(other.get(REGISTER))
    assert "金顺姬" not in page_of(other.get(f"{REGISTER}?draft={row.pk}"))
    other.post(f"{REGISTER}draft/drop/", {"token": row.token})
    assert Draft.objects.count() == 1
    assert browser("xia").post(f"{REGISTER}draft/", {"token": row.token}).status_code == 403
    browser("liu").post(f"{REGISTER}draft/drop/", {"token": row.token})
    assert not Draft.objects.exists()


def test_drafts_are_few_short_and_young(people: dict[str, User], browser: Browser, now: Clock) -> None:
    liu, start = people["liu"], cast.START
    for n in range(drafts.MOST_DRAFTS + 3):
        assert drafts.keep(liu, f"token-{n}", {"title": [str(n)]}, now=start + timedelta(minutes=n))
    assert Draft.objects.count() == drafts.MOST_DRAFTS
    assert not drafts.keep(liu, "long", {"text": ["水" * 70_000]}, now=start)
    assert drafts.drafts_of(liu, now=start + timedelta(days=8)) == []
    drafts.keep(people["dan"], "new", {"title": ["x"]}, now=start + timedelta(days=8))
    assert Draft.objects.count() == 1  # what is a week old went


# -- places -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_of_a_name(county: None) -> None:
    """河西村 in two towns."""
    Unit.objects.create(
        code="C-STR", parent_id="C", path="C/C-STR/", kind=UnitKind.STREET, name="新民街道", short="新民街道"
    )
    Unit.objects.create(
        code="C-STR-V1",
        parent_id="C-STR",
        path="C/C-STR/C-STR-V1/",
        kind=UnitKind.VILLAGE,
        name="河西村",
        short="河西村",
    )
    forget()


@pytest.mark.parametrize("typed", ["河西", "西村", "hx", "hxc", "HX", "ｈｘ", "하서"])
def test_an_ambiguous_name_brings_all_that_it_may_mean(two_of_a_name: None, typed: str) -> None:
    found = {place.code: place.label for place in places_called(typed)}
    assert VILLAGE in found
    if typed != "하서":
        assert found["C-STR-V1"] == "新民街道河西村"
        assert len(set(found.values())) == len(found)


def test_what_is_no_place_finds_none(two_of_a_name: None) -> None:
    for typed in ("", "  ", "zzzz", "北京", "%", "🙂"):
        assert places_called(typed) == []


def test_the_choices_follow_what_is_typed(two_of_a_name: None, browser: Browser) -> None:
    client = browser("liu", language="en")
    both = page_of(client.get(f"{REGISTER}places/", {"find_place": "hx"}))
    assert both.startswith('<option value="">2 places: please choose<')
    assert "selected" not in both
    one = page_of(client.get(f"{REGISTER}places/", {"find_place": "新民街道河西"}))
    assert '<option value="C-STR-V1" selected>' in one
    assert "No place is called so" in page_of(client.get(f"{REGISTER}places/", {"find_place": "qqq"}))


# -- the slip -----------------------------------------------------------------------------------------------------------


def test_the_slip_has_number_code_and_a_qr_code_whose_secret_stays_off_the_line(browser: Browser) -> None:
    client = browser("liu")
    page = page_of(client.get(register(client, title="没有水")["Location"]))
    number, code = re.findall(r'<dd class="hy-number">([^<]+)</dd>', page)
    assert str(qr(f"http://testserver/follow/?number={number}#{code}")) in page
    assert "style=" not in page
    assert re.search(r'<svg[^>]* viewBox="0 0 \d+ \d+"', page)  # else it is cut off where it is drawn smaller
    assert str(qr("a")) != str(qr("b"))
    assert ">http://testserver/follow/<" in page  # whoever has no camera types it


def test_the_slip_tells_whose_it_is_what_it_is_about_and_how_the_office_is_reached(browser: Browser) -> None:
    Unit.objects.filter(kind="department").update(phone="0433-2200001", address="河西路1号")
    forget()
    client = browser("liu")
    page = page_of(client.get(register(client, title="没有水")["Location"]))
    slip = page[page.index('class="hy-slip"') : page.index('class="hy-buttons')]
    for said in ("没有水", unit_name(cast.DEPARTMENT), "0433-2200001", "河西路1号"):
        assert said in slip
    kept = page_of(client.get(register(client, title="没有灯", confidential="on")["Location"]))
    assert "没有灯" not in kept[kept.index('class="hy-slip"') : kept.index('class="hy-buttons')]


def test_a_co_signer_who_comes_alone_is_known_by_their_own_number_and_with_their_own_data(
    browser: Browser,
) -> None:
    client = browser("liu")
    an = "安春子，999999195001020048，19900002002"
    acts = {"agent": "惠律师，19900002003", "mandate": "代为提出。"}
    assert (
        register(client, persons="9", cosigners=an, name="金顺姬", title="没有水", **acts).status_code == 303
    )
    first = Petition.objects.get()
    known = page_of(client.post("/desk/register/known/", {"id_number": "999999195001020048"}))
    assert first.number in known
    assert "安**" in known
    assert "金**" not in known
    register(
        client, name="", id_number="999999195001020048", phone="", title="又没有水了", as_of=first.number
    )
    again = Petition.objects.exclude(pk=first.pk).select_related("petitioner").get()
    assert (again.petitioner.name, str(again.petitioner.phone)) == ("安春子", "19900002002")
    agent = page_of(browser("liu").post("/desk/register/known/", {"phone": "19900002003"}))
    assert first.number not in agent


def test_whoever_was_signed_out_gets_their_words_back_by_name(browser: Browser) -> None:
    """Under the names that the fields have; what the page puts in itself isn't among them."""
    said = {
        "text": "停水三天。",
        "representatives": "张三",
        "spoken": "ko",
        "as_of": "222424-1",
        "token": "t" * 40,
    }
    page = page_of(browser().post("/desk/register/", said, HTTP_ACCEPT_LANGUAGE="zh-hans"))
    assert "停水三天。" in page
    assert "张三" in page
    assert not {"representatives", "spoken", "as_of"} & set(re.findall(r"<label[^>]*>([^<]+)<", page))
    assert "222424-1<" not in page
