"""Noting down whom leaders received: who may, what a mistake keeps, promises to keep, and pages that hold together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from huiyin.rooms.cases import owning
from huiyin.rooms.duty.actions import record_reception
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rules.roles import Permission
from tests.rooms import cast
from tests.rooms.duty_cast import DAN, DAY, LAW, MAG, MONDAY, SEC, SONG, planned
from tests.web.conftest import Browser, page_of, untorn
from tests.web.duty_pages import english, on_monday, statements
from tests.web.test_house import check_page

__all__ = ["on_monday"]
LIST, NEW = "/desk/duty/receptions/", "/desk/duty/receptions/new/"


def noted(shift: Shift, **change: Any) -> Reception:
    given: dict[str, Any] = {"day": MONDAY, "note": "三天内答复", "by": DAN, "now": cast.START}
    return record_reception(shift.pk, **{**given, **change})


def send(client: Client, duty: Shift, **change: str) -> Any:
    said = {
        "shift": str(duty.pk),
        "day": "2026-03-02",
        "matter": "",
        "note": "三天内答复",
        "due_on": "",
        **change,
    }
    return client.post(NEW, said)


def test_a_reception_is_noted_with_its_matter_and_promise(browser: Browser) -> None:
    number, shift, client = cast.comes_in().number, planned(), browser("lee", language="en")
    page = page_of(client.get(NEW))
    assert re.search(rf'<option value="{shift.pk}" selected>2 Mar – 8 Mar · LAW', page)
    check_page(page)
    response = send(client, shift, matter=number.replace("-", " "), taken_on="1", due_on="2026-03-05")
    on = f"/desk/matter/{number}/decide/?do=own&leader={LAW}&noted=1"  # taking it on is an act on the matter
    assert (response.status_code, response["Location"]) == (303, f"{on}#do")
    assert "The reception is noted." in page_of(client.get(on))
    row = Reception.objects.get()
    assert (row.matter, row.taken_on, row.note, row.due_on) == (number, True, "三天内答复", MONDAY + DAY * 3)
    page = page_of(client.get(f"{LIST}?show=all"))
    assert f'href="/desk/matter/{number}/"' in page
    assert "took it on, not put down on the matter yet" in page
    assert "3 days left" in page
    check_page(page)


def test_the_same_form_sent_twice_is_one_reception_the_next_visitor_another(browser: Browser) -> None:
    shift, client = planned(), browser("lee")
    for visitors in (1, 2):
        found = re.search(r'name="last" value="(\d+)"', page_of(client.get(NEW)))
        assert found
        for _ in range(2):  # a double click
            assert send(client, shift, last=found[1]).status_code == 303
        assert Reception.objects.count() == visitors
    assert send(client, shift, last=found[1], note="另一件事").status_code == 303
    assert Reception.objects.count() == visitors + 1


def test_what_a_leader_took_on_leads_to_the_matters_own_form_and_back(browser: Browser) -> None:
    number, client = cast.comes_in().number, browser("dan", language="en")
    row = noted(planned(), matter=number, taken_on=True)
    form = f"/desk/matter/{number}/?do=own&leader={LAW}"
    assert f'href="{escape(form)}#do"' in page_of(client.get(f"{LIST}?show=all"))
    page = page_of(client.get(form))
    assert f'<option value="{LAW}" selected' in page
    owning.own(number, leader=LAW, reason="接访时包案。", by=DAN, now=cast.START)
    page = page_of(client.get(f"{LIST}?show=all"))
    assert "do=own" not in page
    assert "takes it on personally" in page
    assert "taken on at the reception of 2 Mar 2026" in untorn(page_of(client.get(f"/desk/matter/{number}/")))
    assert row.shift.receiver == LAW


def test_whoever_may_not_name_owners_gets_no_link_to_do_so(browser: Browser) -> None:
    number = cast.comes_in().number
    noted(planned(), matter=number, taken_on=True)
    page = english(browser, "song", f"{LIST}?show=all")
    assert "took it on, not put down on the matter yet" in page
    assert ("do=own" in page) is SONG.may(Permission.OWN)
    address = page_of(browser("dan").get(f"/desk/matter/{number}/?do=own&leader={cast.BUREAU}"))
    assert "selected" not in address.split('name="leader"')[1].split("</select>")[0]


def test_a_leader_chooses_among_their_own_duties(browser: Browser) -> None:
    own, other = planned(), planned(SEC, MONDAY, 1, kind="monthly")
    mine = english(browser, "lee", NEW)
    assert f'value="{own.pk}"' in mine
    assert f'value="{other.pk}"' not in mine
    assert f'value="{other.pk}"' in english(browser, "dan", NEW)
    assert send(browser("lee"), other).status_code == 422
    assert not Reception.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"shift": "0"}, "shift", "no such duty"),
        ({"shift": ""}, "shift", "Please choose one of these."),
        ({"day": ""}, "day", "Please fill this in."),
        ({"day": "2026-03-03"}, "day", "This lies in the future."),
        ({"day": "2026-03-01"}, "day", "one of the days of this duty"),
        ({"matter": "222424-20260302-00777-7"}, "matter", "There is no matter with this number."),
        ({"matter": "my matter"}, "matter", "There is no matter with this number."),
        ({"taken_on": "1"}, "matter", "Give the number of the matter"),
        ({"note": "", "due_on": "2026-03-05"}, "note", "Please fill this in."),
        ({"due_on": "2026-03-01"}, "due_on", "before the day of the reception"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stands_beside_the_field(
    browser: Browser, change: dict[str, str], field: str, sentence: str
) -> None:
    response = send(browser("dan", language="en"), planned(), **{"note": "答应修水管", **change})
    page = page_of(response)
    assert response.status_code == 422
    assert sentence in re.findall(rf'id="f-{field}-error">([^<]*)<', page)[0].replace("&#x27;", "'")
    assert ("答应修水管" in page) == ("note" not in change)
    assert (" checked" in page) == ("taken_on" in change)
    assert not Reception.objects.exists()
    check_page(page)


def test_promises_are_ticked_off_by_who_may_and_once(browser: Browser) -> None:
    row, plain = noted(planned(), due_on=MONDAY), noted(Shift.objects.get())
    path = f"{LIST}{row.pk}/done/"
    assert path in english(browser, "lee", LIST)
    assert path not in english(browser, "song", LIST)
    assert browser("song").post(path).status_code == 422
    assert browser("xia").post(path).status_code == 403
    assert Reception.objects.get(pk=row.pk).done_at is None
    response = browser("lee").post(path)
    assert (response.status_code, response["Location"]) == (303, LIST)
    again = browser("lee").post(path)
    assert (again.status_code, again["Location"]) == (303, LIST), "a double click"
    other = browser("dan", language="en").post(path)
    assert other.status_code == 422
    assert "ticked this off already" in page_of(other)
    assert browser("lee").post(f"{LIST}{plain.pk}/done/").status_code == 422
    assert browser("lee").get(path).status_code == 405
    assert "No promise is open." in english(browser, "lee", LIST)
    assert "kept" in english(browser, "lee", f"{LIST}?show=all")


def test_an_empty_list_says_so(browser: Browser) -> None:
    assert "No reception has been noted down yet." in english(browser, "dan", f"{LIST}?show=all")
    check_page(english(browser, "dan", LIST))
    check_page(english(browser, "dan", NEW))


@pytest.mark.parametrize("show", ["", "?show=all"])
def test_pages_follow_each_other_and_cost_the_same(browser: Browser, show: str) -> None:
    shift, client = planned(), browser("dan", language="en")
    noted(shift, due_on=MONDAY)
    one = statements(client, LIST + show)
    for n in range(119):
        noted(shift, due_on=MONDAY + DAY * (n % 9), note=f"第{n}件")
    assert statements(client, LIST + show) == one <= 7
    path, seen = LIST + show, []
    while path:
        page = page_of(client.get(path))
        seen += re.findall(r'id="reception-(\d+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    "after", ["x", "2026-03-02", "2026-03-02_x", "_1", "2026-99-01_1", "2026-03-02_" + "9" * 40]
)
def test_an_address_that_means_nothing_shows_the_beginning_or_nothing(browser: Browser, after: str) -> None:
    noted(planned(), due_on=MONDAY)
    assert browser("dan").get(LIST, {"after": after}).status_code == 200
    assert browser("dan").get(LIST, {"after": after, "show": "all"}).status_code == 200


def test_what_people_wrote_is_text(browser: Browser) -> None:
    noted(planned(MAG), note="<script>alert(1)</script>", due_on=MONDAY)
    assert "<script>alert" not in english(browser, "dan", LIST)
    assert LAW not in english(browser, "dan", LIST)


def test_what_was_said_of_a_matter_that_one_may_not_see_is_kept_from_one_too(browser: Browser) -> None:
    number = cast.comes_in().number
    shift = planned()
    noted(shift, matter=number, note="看得见的话", due_on=MONDAY)
    noted(shift, matter="222424-20260302-00777-1", note="看不见的话", due_on=MONDAY)
    page = english(browser, "dan", LIST)
    assert "看得见的话" in page
    assert "看不见的话" not in page
    assert "00777" not in page
    assert page.count("Not open to you") == 1
    assert len(re.findall(r"/receptions/\d+/done/", page)) == 1


def test_promises_at_receptions_are_told_among_the_commitments_and_late_ones_on_my_day(
    browser: Browser, now: Any
) -> None:
    assert LIST not in english(browser, "song", "/desk/commitments/").split("<main")[1]
    shift = planned()
    noted(shift, due_on=MONDAY + DAY * 2)
    noted(shift, due_on=MONDAY + DAY * 30)
    told = "Promised by leaders at receptions and still open: 2, of these past their day: {}"
    page = english(browser, "song", "/desk/commitments/")
    assert f'<a href="{LIST}">{told.format(0)}</a>' in page
    assert "Promises at receptions past their day" not in english(browser, "song", "/desk/")
    now(cast.START + DAY * 4)
    assert told.format(1) in english(browser, "song", "/desk/commitments/")
    day = english(browser, "song", "/desk/")
    assert "Promises at receptions past their day: 1" in day
    assert f'<a href="{LIST}">To the promises</a>' in day
    assert "Promised by leaders" not in english(browser, "bao", "/desk/commitments/"), (
        "none of their business"
    )


def test_my_day_tells_whoever_plans_the_rota_of_its_gaps(browser: Browser) -> None:
    said = "working days no leader receives"
    assert said in english(browser, "song", "/desk/")
    assert said not in english(browser, "bao", "/desk/")
    planned(first=MONDAY, days=60)
    assert said not in english(browser, "song", "/desk/")


def test_the_matter_is_found_by_last_digits_or_words(browser: Browser) -> None:
    one = cast.comes_in(title="路灯不亮").number
    cast.comes_in(title="供水不足")
    client, shift = browser("dan"), planned()
    assert f'<option value="{one}"' in page_of(client.get(NEW))

    def found(typed: str, user: str = "dan") -> str:
        return page_of(browser(user).post("/desk/duty/receptions/find/", {"find_matter": typed}))

    assert f'<option value="{one}" selected' in found(one[-7:])
    assert one in found("路灯")
    assert one in found(one)
    assert one not in found("没有这样的")
    assert browser("xia").post("/desk/duty/receptions/find/", {"find_matter": "路灯"}).status_code == 403
    answer = send(client, shift, note="说了", find_matter=one[-7:])  # without script: the only one that fits
    assert answer.status_code == 303
    assert Reception.objects.get().matter == one
    unclear = send(client, shift, note="说了", find_matter="路灯路灯没有")
    assert unclear.status_code == 422
    assert "路灯路灯没有" in page_of(unclear)
