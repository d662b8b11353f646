"""Registering at the desk: one form, one petition, a slip for the petitioner."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.vault.codes import new_form_token, query_code_hash
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of

TEXT = "家里三天没有水了。"


def register(client: Client, **change: Any) -> Any:
    """Fill in the form and send it."""
    given = {
        "token": new_form_token(), "channel": "visit", "received_at": "2026-03-02T09:10", "long_ago": "1", "persons": "9",
        "title": "没有水", "text": TEXT, "place": VILLAGE, "category": "040100", "name": "金顺姬", "spoken": "ko",
    }  # fmt: skip
    return client.post("/desk/register/", {**given, **change})


def test_what_is_registered_is_what_was_typed(browser: Browser) -> None:
    client = browser("liu")
    response = register(client, files=[SimpleUploadedFile("来信.txt", "原文".encode())])
    assert response.status_code == 303
    petition = Petition.objects.select_related("petitioner", "matter").get()
    assert petition.received_at.isoformat() == "2026-03-02T01:10:00+00:00"
    assert (petition.channel, petition.persons, petition.petitioner.language) == ("visit", 9, "ko")
    assert petition.matter.desk_id == cast.DEPARTMENT
    assert petition.matter.category == "040100"
    assert petition.matter.seq == 2
    assert response["Location"] == f"/desk/registered/{petition.number}/"
    page = page_of(client.get(response["Location"]))
    number, code = re.findall(r'<dd class="hy-number">([^<]+)</dd>', page)
    assert number == petition.number
    assert query_code_hash(code) == petition.code_hash


def test_the_slip_is_shown_to_nobody_else(browser: Browser) -> None:
    slip = register(browser("liu"))["Location"]
    refused = browser("dan").get(slip)
    assert (refused.status_code, refused["Location"]) == (302, "/desk/register/")


def test_the_slip_is_forgotten_by_the_next_one_at_the_same_computer(
    browser: Browser, people: dict[str, User]
) -> None:
    client = browser("liu")
    slips = [register(client)["Location"], register(client, title="又一件")["Location"]]
    names = [f"huiyin_slip_{slip.split('/')[-2]}" for slip in slips]
    kept = {name: client.cookies[name].value for name in names}
    assert [client.get(slip).status_code for slip in slips] == [200, 200]
    gone = client.post("/desk/logout/").cookies
    for name, slip in zip(names, slips, strict=True):
        assert (gone[name].value, gone[name]["path"], gone[name]["max-age"]) == ("", slip, 0)
    client.force_login(people["dan"])
    for name, value in kept.items():
        client.cookies[name] = value
    assert [client.get(slip).status_code for slip in slips] == [302, 302]


def test_each_slip_keeps_its_address_whatever_is_registered_in_another_tab(browser: Browser) -> None:
    client = browser("liu")
    slips = [register(client)["Location"], register(client, title="又一件")["Location"]]
    told = [page_of(client.get(slip)) for slip in slips]
    for slip, page in zip(slips, told, strict=True):
        number, code = re.findall(r'<dd class="hy-number">([^<]+)</dd>', page)
        assert slip == f"/desk/registered/{number}/"
        assert re.findall(r'<dd class="hy-number">([^<]+)</dd>', page_of(client.get(slip))) == [number, code]
        made = client.cookies[f"huiyin_slip_{number}"]
        assert (made["path"], made["httponly"], made["samesite"]) == (slip, True, "Strict")
    swapped = client.cookies[f"huiyin_slip_{slips[1].split('/')[-2]}"].value
    client.cookies[f"huiyin_slip_{slips[0].split('/')[-2]}"] = swapped
    assert client.get(slips[0]).status_code == 302, "another slip's cookie opens nothing"


def test_a_form_sent_twice_keeps_its_file_once(browser: Browser) -> None:
    token, client = new_form_token(), browser("liu")
    for _ in range(2):
        register(client, token=token, files=SimpleUploadedFile("a.txt", b"one"))
    assert SealedText.objects.filter(name="file").count() == 1


def test_a_double_click_is_one_petition(browser: Browser) -> None:
    token, client = new_form_token(), browser("liu")
    register(client, token=token)
    register(client, token=token)
    assert Petition.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("channel", "", "请选择一项"),
        ("channel", "pigeon", "请从列表里选"),
        ("received_at", "", "这一项要填"),
        ("received_at", "昨天", "请填日期和时间"),
        ("received_at", "2035-01-01T10:00", "不能晚于现在"),
        ("persons", "-1", "请填整数"),
        ("title", "", "这一项要填"),
        ("title", "长" * 201, "现在201个字"),
        ("text", "", "这一项要填"),
        ("place", "C-ENV", "没有这个地点"),
        ("category", "999999", "没有这个分类"),
        ("id_number", "999999195001010041", "身份证号不对"),
        ("phone", "110119", "电话号码不对"),
        ("email", "jin", "邮箱地址不对"),
        ("name", "金\x00顺姬", "无法保存的字符"),
        ("spoken", "xx", "请从列表里选"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(browser: Browser, field: str, typed: str, said: str) -> None:
    response = register(browser("liu"), **{field: typed})
    page = page_of(response)
    assert response.status_code == 422
    beside = re.search(rf'id="f-{field}-error">([^<]+)<', page)
    assert beside is not None
    assert said in beside[1]
    assert field == "text" or TEXT in page
    assert page.count(" autofocus") == 1
    assert Matter.objects.count() == 0


def test_two_mistakes_are_both_said_and_the_first_has_the_focus(browser: Browser) -> None:
    page = page_of(register(browser("liu"), title="", phone="1"))
    assert page.count('class="hy-error"') == 2
    assert re.search(r'name="phone"[^>]* autofocus', page)
    assert "有2处要改" in page
