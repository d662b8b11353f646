"""The hotline's desk: what rings, taking a call, the register form with a call, a question answered, calling back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import User
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.insight import knowledge
from huiyin.rooms.insight.knowledge import KnowledgeKind, Said
from huiyin.rooms.intake.calls import actions
from huiyin.rooms.intake.calls.actions import Told
from huiyin.rooms.intake.calls.models import Call, CallBack, Seat
from huiyin.rules.calls import CallEvent
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
PHONE = "19900001234"
NOW = cast.START + timedelta(hours=1)
Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def at_nine(now: Clock) -> None:
    now(NOW)


def ring(event: str = "ringing", call_id: str = "a", *, seconds: float = 0, **more: str) -> Call:
    at = NOW + timedelta(seconds=seconds)
    return actions.hear(Told(CallEvent(event), call_id, at, **more), now=at)[0]


def entry() -> knowledge.Knowledge:
    said = Said(KnowledgeKind.ANSWER, "低保在哪里办理", "到户籍地乡镇便民服务中心办理。", cast.START.date())
    return knowledge.keep(said, by=cast.DAN, now=cast.START)


def registers(call: Call, **change: Any) -> dict[str, Any]:
    return {
        "channel": "call", "received_at": "2026-03-02T10:00", "persons": "1", "title": "自来水停了", "text": "三天没有水。",
        "phone": PHONE, "call": str(call.pk), "token": "t" * 32, **change,
    }  # fmt: skip


def test_what_rings_shows_who_was_here_before_and_no_number(
    browser: Browser, people: dict[str, User]
) -> None:
    cast.comes_in()
    actions.sit_down("8001", user=people["liu"], now=NOW)
    ring(caller=PHONE, extension="8001")
    page = page_of(browser("liu").get("/desk/calls/"))
    assert "199****1234" in page
    assert PHONE not in page
    assert "没有水" in page
    assert "金*" in page
    assert "没有水" not in page_of(browser("bao").get("/desk/calls/")), "another house's telephone"
    assert browser("xia").get("/desk/calls/").status_code == 403


def test_nothing_new_costs_nothing_and_an_answered_call_opens_its_form(
    browser: Browser, people: dict[str, User]
) -> None:
    actions.sit_down("8001", user=people["liu"], now=NOW)
    liu = browser("liu")
    assert liu.get("/desk/calls/now/?mark=").status_code == 204
    call = ring(caller=PHONE, extension="8001")
    drawn = liu.get("/desk/calls/now/?mark=")
    assert drawn.status_code == 200
    assert f'data-mark="{call.pk}r"' in page_of(drawn)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert liu.get(f"/desk/calls/now/?mark={call.pk}r").status_code == 204
    assert len(asked) <= 4, [one["sql"] for one in asked]
    assert "HX-Redirect" not in browser("dan").get("/desk/calls/now/?mark=").headers
    ring("answered", seconds=5, extension="8001")
    opened = liu.get(f"/desk/calls/now/?mark={call.pk}r")
    assert (opened.status_code, opened["HX-Redirect"]) == (204, f"/desk/register/?call={call.pk}")
    assert "HX-Redirect" not in liu.get(f"/desk/calls/now/?mark={call.pk}t").headers, (
        "whoever came back stays"
    )
    stranger = browser().get("/desk/calls/now/")
    assert (stranger.status_code, stranger["HX-Refresh"]) == (401, "true")


def test_a_call_at_nobodys_seat_is_taken_by_whoever_is_first(
    browser: Browser, people: dict[str, User]
) -> None:
    call = ring(caller=PHONE, extension="9")
    assert (
        browser("liu").post(f"/desk/calls/{call.pk}/pick-up/").headers["Location"]
        == f"/desk/register/?call={call.pk}"
    )
    browser("dan").post(f"/desk/calls/{call.pk}/pick-up/")
    call.refresh_from_db()
    assert call.operator == people["liu"].key
    assert browser("bao").post(f"/desk/calls/{call.pk}/pick-up/").status_code == 422


def test_a_seat_is_taken_and_left(browser: Browser, people: dict[str, User]) -> None:
    liu = browser("liu")
    assert liu.post("/desk/calls/seat/", {"extension": "8001"}).status_code == 303
    assert "8001" in page_of(liu.get("/desk/calls/"))
    wrong = liu.post("/desk/calls/seat/", {"extension": "8 0 0"})
    assert re.findall(r'<input(?=[^>]* autofocus)[^>]* id="([^"]+)"', page_of(wrong)) == ["f-extension"]
    assert wrong.status_code == 422
    assert 'value="8 0 0"' in page_of(wrong)
    liu.post("/desk/calls/seat/", {"extension": ""})
    assert not Seat.objects.exists()


def test_every_browser_of_whoever_sits_asks_what_rings(browser: Browser, people: dict[str, User]) -> None:
    asks = 'id="ringing"'
    there, here = browser("liu"), browser("liu")
    there.post("/desk/calls/seat/", {"extension": "8001"}, follow=True)
    assert asks in page_of(there.get("/desk/list/"))
    assert asks not in page_of(here.get("/desk/list/"))
    assert "8001" in page_of(here.get("/desk/calls/")), "the page says that one sits"
    assert asks in page_of(here.get("/desk/list/"))

    there.post("/desk/calls/seat/", {"extension": ""}, follow=True)
    assert asks not in page_of(there.get("/desk/list/"))
    here.get("/desk/calls/")
    assert asks not in page_of(here.get("/desk/list/")), "a seat that was left elsewhere is left here, too"


def test_a_call_without_a_telephone_system_begins_with_the_number(browser: Browser) -> None:
    liu = browser("liu")
    for typed in ("号码", "12"):
        wrong = liu.post("/desk/calls/take/", {"phone": typed, "token": "t" * 32})
        assert wrong.status_code == 422
        assert f'value="{typed}"' in page_of(wrong)
    short = page_of(liu.post("/desk/calls/take/", {"phone": "110", "token": "s" * 32}, follow=True))
    assert "110" in short
    assert 'value="110"' not in short, "nobody's own number"
    to = liu.post("/desk/calls/take/", {"phone": PHONE, "token": "t" * 32})
    assert to.status_code == 303
    assert PHONE not in to["Location"]
    assert liu.post("/desk/calls/take/", {"phone": PHONE, "token": "t" * 32})["Location"] == to["Location"]
    form = page_of(liu.get(to["Location"]))
    assert f'value="{PHONE}"' in form
    assert 'value="call" checked' in form.replace(' id="f-channel"', "")


def test_the_form_knows_the_caller_and_the_petition_the_call(browser: Browser) -> None:
    cast.comes_in()
    liu, known = browser("liu"), entry()
    call = ring(caller=PHONE, operator="liu")
    ring("answered", seconds=8)
    form = page_of(liu.get(f"/desk/register/?call={call.pk}"))
    assert "没有水" in form
    told = {"entry": str(known.pk), "told": "已说明抢修安排"}
    assert liu.post("/desk/register/", registers(call, **told)).status_code == 303
    call.refresh_from_db()
    assert (call.outcome, call.waited) == ("registered", 8)
    number = call.petition.number
    noted = SealedText.objects.get(number=number, name="text", seq=2).text
    assert "已说明抢修安排" in noted
    assert known.reference in noted
    assert liu.post("/desk/register/", registers(call, **told)).status_code == 303  # the same once more
    assert Entry.objects.filter(number=number).count() == 2
    assert liu.get(f"/desk/register/?call={call.pk}")["Location"] == "/desk/calls/"
    shown = page_of(liu.get("/desk/calls/"))
    assert number in shown
    assert PHONE not in shown


def test_a_mistake_keeps_the_call_beside_the_form(browser: Browser) -> None:
    call = ring(caller=PHONE, operator="liu")
    again = browser("liu").post("/desk/register/", registers(call, title="", told="说过的话", asked="低保"))
    assert again.status_code == 422
    assert "说过的话" in page_of(again)
    assert f'name="call" value="{call.pk}"' in page_of(again)


def test_the_knowledge_stands_beside_the_form(browser: Browser) -> None:
    known, liu = entry(), browser("liu")
    part = page_of(liu.post("/desk/calls/known/", {"asked": "低保办理"}))
    assert known.title in part
    assert known.title in page_of(liu.post("/desk/calls/known/", {"asked": "低保怎么办"}))
    kept = page_of(liu.post("/desk/calls/known/", {"asked": "毫不相干", "entry": str(known.pk)}))
    assert f'value="{known.pk}" checked' in kept
    assert 'name="entry"' not in page_of(liu.post("/desk/calls/known/", {"asked": "毫不相干"}))
    assert browser("xia").post("/desk/calls/known/", {"asked": "低保"}).status_code == 403


def test_a_question_is_answered_from_the_knowledge_without_a_petition(browser: Browser) -> None:
    known, liu = entry(), browser("liu")
    call = ring(caller=PHONE, operator="liu")
    ring("answered", seconds=3)
    to = f"/desk/calls/{call.pk}/inform/"
    no = liu.post(to, registers(call, entry=str(known.pk), title="打了一半"))
    assert no.status_code == 422
    assert "打了一半" in page_of(no)
    said = registers(call, entry=str(known.pk), only_a_question="1")
    assert liu.post(to, said)["Location"] == "/desk/calls/?done=informed"
    assert liu.post(to, said)["Location"] == "/desk/calls/?done=informed", "sent twice it is noted once"
    call.refresh_from_db()
    assert (call.outcome, call.knowledge_id, call.petition_id) == ("informed", known.pk, None)
    assert not Entry.objects.exists()
    page = page_of(liu.get("/desk/calls/?done=informed"))
    assert known.reference in page
    assert browser("bao").post(to, said)["Location"] == "/desk/calls/"


def test_who_goes_back_and_registers_after_all_has_it_counted_as_registered(browser: Browser) -> None:
    liu, call = browser("liu"), ring(caller=PHONE, operator="liu")
    ring("answered", seconds=3)
    liu.post(f"/desk/calls/{call.pk}/inform/", registers(call, told="已告知", only_a_question="1"))
    assert liu.post("/desk/register/", registers(call)).status_code == 303
    call.refresh_from_db()
    assert call.outcome == "registered"
    assert call.petition_id
    strange = browser("bao").post("/desk/register/", registers(call, token="b" * 32))  # another house's call
    assert strange.status_code == 303
    call.refresh_from_db()
    assert Entry.objects.filter(verb="register").count() == 2


def test_a_form_that_is_gone_back_to_takes_the_next_number_too(browser: Browser) -> None:
    liu, other = browser("liu"), "19900005678"
    for phone in (PHONE, other, other):
        assert liu.post("/desk/calls/take/", {"phone": phone, "token": "t" * 32}).status_code == 303
    assert sorted(str(call.phone) for call in Call.objects.all()) == [PHONE, other]
    asked = {"about": "问低保", "due_at": "2026-03-02T12:00", "token": "b" * 32}
    for phone in (PHONE, other, other):
        assert liu.post("/desk/calls/back/new/", {**asked, "phone": phone}).status_code == 303
    assert sorted(str(back.phone) for back in CallBack.objects.all()) == [PHONE, other]


def test_silence_is_noted(browser: Browser) -> None:
    call = ring(caller="", operator="liu")
    assert browser("liu").post(f"/desk/calls/{call.pk}/nothing/", {}).status_code == 303
    call.refresh_from_db()
    assert call.outcome == "nothing"


def test_calling_back_from_the_call_to_the_end(browser: Browser) -> None:
    liu, dan = browser("liu"), browser("dan")
    call = ring(caller=PHONE)
    ring("answered", seconds=5)
    ring("ended", seconds=20)
    form = page_of(liu.get(f"/desk/calls/back/new/?call={call.pk}"))
    assert f'value="{PHONE}"' in form
    sent = {
        "phone": PHONE,
        "about": "未接来电回话",
        "due_at": "2026-03-02T12:00",
        "call": call.pk,
        "token": "t" * 32,
    }
    bad = liu.post("/desk/calls/back/new/", {**sent, "due_at": "2026-03-01T12:00"})
    assert bad.status_code == 422
    assert "未接来电回话" in page_of(bad)
    assert liu.post("/desk/calls/back/new/", sent).status_code == 303
    assert liu.post("/desk/calls/back/new/", sent).status_code == 303
    back = CallBack.objects.get()
    at = f"/desk/calls/back/{back.pk}/"
    assert at not in page_of(liu.get("/desk/calls/back/?show=late"))
    assert "/desk/calls/back/?show=late" in page_of(liu.get("/desk/calls/"))
    for language, told in (("zh-hans", "回电"), ("ko", "회답전화")):
        assert f"<title>{told}" in page_of(browser("liu", language=language).get(at))
    for address in ("/desk/calls/back/", at, "/desk/calls/"):
        assert PHONE not in page_of(liu.get(address)), address
    assert liu.post(f"{at}reached/", {"note": "说了"}).status_code == 409
    assert liu.post(f"{at}take/").status_code == 303
    assert PHONE in page_of(liu.get(at))
    assert PHONE not in page_of(dan.get(at))
    assert dan.post(f"{at}take/").status_code == 409
    empty = liu.post(f"{at}reached/", {"note": ""})
    assert empty.status_code == 422
    assert liu.post(f"{at}missed/", {"note": "无人接听"}).status_code == 303
    assert liu.post(f"{at}give-up/").status_code == 422
    liu.post(f"{at}take/")
    for _twice in range(2):
        assert liu.post(f"{at}reached/", {"note": "已回话"}).status_code == 303
    assert [one.reached for one in back.tries.all()] == [False, True]
    other = liu.post(f"{at}reached/", {"note": "另说了别的"})
    assert (other.status_code, "另说了别的" in page_of(other)) == (409, True)
    page = page_of(liu.get(at))
    assert "无人接听" in page
    assert "已回话" in page
    assert at in page_of(liu.get("/desk/calls/back/?show=done"))
    assert browser("bao").get(at).status_code == 404
    assert browser("bao").post(f"{at}rang/").status_code == 404
    assert liu.post(f"{at}dance/").status_code == 404


def test_a_missed_number_that_waits_leads_to_its_call_back(browser: Browser) -> None:
    liu = browser("liu", language="en")
    for n in range(2):
        ring(call_id=f"m{n}", caller=PHONE)
        ring("ended", call_id=f"m{n}", seconds=9)
    back = CallBack.objects.get()
    page = page_of(liu.get("/desk/calls/?show=missed"))
    assert page.count(f'href="/desk/calls/back/{back.pk}/">To be called back') == 2
    assert "/desk/calls/back/new/" not in page.split('id="all"')[1]
    for what, said in (("take", {}), ("reached", {"note": "说了"})):
        liu.post(f"/desk/calls/back/{back.pk}/{what}/", said)
    page = page_of(liu.get("/desk/calls/?show=missed")).split('id="all"')[1]
    assert (page.count(">Reached<"), page.count("/desk/calls/back/")) == (2, 0), (
        "the other that it missed, too"
    )
    CallBack.objects.update(state="given_up")
    page = page_of(liu.get("/desk/calls/?show=missed")).split('id="all"')[1]
    told = page.count(">Reached<"), page.count(">Not reached, given up<")
    assert told == (0, 2), "nobody is said to be reached who wasn't"


def test_the_desks_page_asks_the_same_however_many_calls_there_are(browser: Browser) -> None:
    liu = browser("liu")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert liu.get("/desk/calls/?show=missed&after=nonsense").status_code == 200
        return len(found)

    for n in range(3):
        ring(call_id=f"few{n}", caller=PHONE)
        ring("ended", call_id=f"few{n}", seconds=9)
    liu.get("/desk/calls/")
    few = asked()
    for n in range(12):
        ring(call_id=f"more{n}", caller=PHONE)
        ring("ended", call_id=f"more{n}", seconds=9)
    assert asked() == few <= 14


def test_the_lines_figures_say_what_was_counted(browser: Browser) -> None:
    for n, seconds in enumerate((5, 30)):
        ring(call_id=f"c{n}", caller=PHONE)
        ring("answered", call_id=f"c{n}", seconds=seconds)
    page = page_of(browser("liu", language="en").get("/desk/calls/figures/"))
    assert "2 · 100%" in page
    assert "1 · 50%" in page
    assert browser("xia").get("/desk/calls/figures/").status_code == 403


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_stand_in_every_language(browser: Browser, language: str) -> None:
    liu = browser("liu", language=language)
    call = ring(caller=PHONE, operator="liu")
    for address in (
        "/desk/calls/",
        "/desk/calls/figures/",
        f"/desk/register/?call={call.pk}",
        "/desk/calls/back/",
        "/desk/calls/back/new/",
    ):
        assert liu.get(address).status_code == 200, address


def test_my_day_says_what_the_telephone_owes(browser: Browser) -> None:
    liu = browser("liu", language="en")
    assert "/desk/calls/?show=open" not in page_of(liu.get("/desk/"))
    ring(caller=PHONE, operator="liu")
    ring("answered", seconds=4)
    page = page_of(liu.get("/desk/"))
    assert "/desk/calls/?show=open" in page
    assert "/desk/calls/?show=open" not in page_of(browser("bao").get("/desk/"))


def test_the_form_asks_for_its_call_once(browser: Browser) -> None:
    cast.comes_in()
    call = ring(caller=PHONE)
    liu = browser("liu")
    address = f"/desk/register/?call={call.pk}"
    liu.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = page_of(liu.get(address))
    assert "没有水" in page, "what was brought before from this number"
    assert len([one for one in asked if 'FROM "huiyin_call" ' in one["sql"]]) == 1
    assert len(asked) <= 10
