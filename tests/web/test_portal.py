"""The citizens' pages: taken once, kept whole, wrong words said beside their field, nothing typed lost."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.registering import link
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.intake.unsent import Unsent
from huiyin.rules.identifiers import matter_number
from huiyin.rules.vocabulary import Channel, Verb
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of

pytestmark = pytest.mark.usefixtures("county")

KEPT = "huiyin_receipt_"
#: Nobody's number.
ANY = "222424-20260305-00001-0"
LETTER = "村口的路灯坏了半年,晚上老人不敢出门。请派人来修!"


STEPS = {
    "/submit/": ("text",), "/submit/where/": ("place", "accused"),
    "/submit/who/": ("manner", "name", "phone", "address", "persons"), "/submit/check/": ("files",),
}  # fmt: skip


def send(client: Client, **change: Any) -> Any:
    """Go through all steps and send; the answer of the last one, or of the first that didn't lead on."""
    given = {
        "text": LETTER, "place": VILLAGE, "persons": "3", "name": "金顺姬", "manner": "named",
        "phone": "199 0000 1234", "address": "春阳镇河西村三组", **change,
    }  # fmt: skip
    for path, names in STEPS.items():
        if path == change.get("stop"):
            break
        response = client.post(path, {name: given[name] for name in names if name in given})
        if response.status_code != 303:
            break
    return response


def hidden(page: str) -> dict[str, str]:
    """What the last page carries along."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def receipts_of(client: Client) -> list[str]:
    """The addresses of the receipts that this browser holds, the oldest first."""
    names = [name for name, kept in client.cookies.items() if kept.value]
    return [f"/receipt/{name.removeprefix(KEPT)}/" for name in names if name.startswith(KEPT)]


def receipt_of(client: Client, path: str = "") -> tuple[str, str]:
    """Number and code on a receipt, else on the last one."""
    page = page_of(client.get(path or receipts_of(client)[-1]))
    number, code = re.findall(r'<dd class="hy-number">([^<]+)</dd>', page)
    return number, code


@pytest.mark.parametrize("path", ["/", "/submit/", "/follow/", f"/receipt/{ANY}/"])
@pytest.mark.parametrize(("language", "html"), [("zh-hans", "zh-Hans-CN"), ("ko", "ko-CN"), ("en", "en")])
def test_every_page_opens_in_every_language(browser: Browser, path: str, language: str, html: str) -> None:
    response = browser(language=language).get(path)
    assert response.status_code == 200
    assert f'<html lang="{html}"' in page_of(response)


def test_a_letter_is_taken_and_its_receipt_shown(browser: Browser) -> None:
    client = browser()
    response = send(client)
    petition = Petition.objects.get()
    number, code = receipt_of(client)
    assert number == petition.number
    assert (response.status_code, response["Location"]) == (303, f"/receipt/{number}/")
    kept, told = response.cookies[f"{KEPT}{number}"], response.cookies[f"huiyin_forget_{number}"]
    assert (kept["path"], kept["httponly"], kept["max-age"]) == (f"/receipt/{number}/", True, 1800)
    assert (told["path"], told["httponly"], told["max-age"]) == ("/follow/done/", True, 1800)
    assert code not in told.value
    assert petition.channel == Channel.MAILBOX
    assert petition.persons == 3
    assert petition.petitioner.name == "金顺姬"
    assert petition.matter.place == VILLAGE
    assert petition.matter.desk_id == cast.DEPARTMENT
    assert petition.matter.title.text == "村口的路灯坏了半年,晚上老人不敢出门"
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)


def test_taking_a_letter_asks_little_of_the_database(browser: Browser) -> None:
    client = browser()
    send(client, text="先来一件,让它认识本县")
    with CaptureQueriesContext(connection) as asked:
        assert send(client).status_code == 303
    statements = [
        q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    tables = [sql for sql in statements if "django_session" in sql or "huiyin_user" in sql]
    assert tables == []
    assert len(statements) <= 17, "\n".join(statements)  # eight for what is kept between the four steps


def test_a_double_click_is_one_petition(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    carried = hidden(page_of(client.get("/submit/check/")))
    receipts = set()
    for _ in range(3):
        receipts.add(receipt_of(client, client.post("/submit/check/", carried)["Location"]))
    assert len(receipts) == 1
    assert Petition.objects.count() == 1


def under_way_until_sent(client: Client, **change: Any) -> None:
    """Everything but the last click."""
    send(client, **change, stop="/submit/check/")


def test_after_sending_nothing_of_the_words_is_kept_and_a_new_letter_begins(browser: Browser) -> None:
    client = browser()
    send(client)
    assert Unsent.objects.count() == 0
    assert client.get("/submit/check/")["Location"] == "/submit/?gone=1"
    assert LETTER not in page_of(client.get("/submit/"))
    send(client, text=LETTER + "还有一件事。")
    assert Petition.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("text", "", "这一项要填"),
        ("text", "   \n ", "这一项要填"),
        ("text", "\u200b\u3164 \u2060" * 9, "这一项要填"),
        ("text", "长" * 20_001, "现在20001个字，最多20000个"),
        ("persons", "0", "请填1到"),
        ("persons", "三", "请填整数"),
        ("persons", "", "这一项要填"),
        ("phone", "12345", "电话号码不对"),
        ("place", "C-ENV", "没有这个地点"),
        ("name", "名" * 61, "现在61个字"),
        ("manner", "", "请选择一项"),
        ("manner", "loud", "请从列表里选"),
        ("accused", "C-MOON", "没有"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_all_stays_typed(
    browser: Browser, field: str, typed: str, said: str
) -> None:
    response = send(browser(), **{field: typed})
    page = page_of(response)
    assert response.status_code == 422
    assert Matter.objects.count() == 0
    beside = re.search(rf'id="f-{field}-error">([^<]+)<', page)
    assert beside is not None
    assert said in beside[1]
    assert page.count(" autofocus") == 1
    assert re.search(
        rf'<(?:input|textarea|select)[^>]* name="{field}"[^>]* autofocus|autofocus[^>]*name="{field}"', page
    )
    if field in ("persons", "phone", "name", "manner"):
        assert "春阳镇河西村三组" in page
    assert field in ("place", "accused", "manner") or typed.strip() in page


def test_nul_bytes_are_taken_out_and_said(browser: Browser) -> None:
    response = send(browser(), text="水\x00管\x00坏了")
    assert response.status_code == 422
    assert "水管坏了" in page_of(response)
    assert "无法保存的字符" in page_of(response)
    assert "\x00" not in page_of(response)


def test_emoji_rare_characters_and_korean_are_kept_whole(browser: Browser) -> None:
    words = "𠮷野家楼上漏水😭 𡈽地 물이 새고있습니다 <b>&amp;</b>"
    client = browser()
    assert send(client, text=words).status_code == 303
    assert SealedText.objects.get(name="text").text == words


def test_ten_megabytes_are_refused_with_a_clear_sentence(browser: Browser) -> None:
    response = send(browser(), text="长" * 3_500_000)
    assert response.status_code == 413
    assert "填过的内容还在" in page_of(response)
    assert Petition.objects.count() == 0


def test_a_form_without_proof_of_origin_gives_back_what_was_typed(browser: Browser) -> None:
    client = browser(csrf=True)
    for path, typed, shown in (
        ("/submit/", {"text": LETTER}, LETTER),
        ("/submit/where/", {"place": VILLAGE}, f'value="{VILLAGE}" selected'),
        ("/submit/who/", {"name": "金顺姬"}, "金顺姬"),
    ):
        response = client.post(path, typed)
        page = page_of(response)
        assert response.status_code == 403
        assert shown in page
        assert "csrfmiddlewaretoken" in page
    assert client.post("/submit/check/")["Location"] == "/submit/"
    assert Petition.objects.count() == 0
    assert Unsent.objects.count() == 0, "a foreign page could have filled it in"


def test_sending_without_proof_of_origin_shows_it_once_more(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    client.handler.enforce_csrf_checks = True
    response = client.post("/submit/check/")
    assert response.status_code == 403
    assert LETTER in page_of(response)
    assert Petition.objects.count() == 0


def test_the_receipt_is_for_this_browser_only(browser: Browser) -> None:
    client, stranger, none = browser(), browser(), f"/receipt/{ANY}/"
    path = send(client)["Location"]
    there, never = (
        re.sub(r'(name="csrf\w+" value)="\w+"', r"\1", page_of(stranger.get(one))) for one in (path, none)
    )
    assert "这里已没有回执" in there
    assert there.replace(path, none) == never, "a number alone doesn't even tell whether it is there"
    assert stranger.get(f"{path}receipt.pdf")["Location"] == path


def test_a_forged_receipt_cookie_shows_nothing(browser: Browser) -> None:
    client = browser()
    client.cookies[f"{KEPT}{ANY}"] = "AAAA-AAAA-AAAA"
    assert "这里已没有回执" in page_of(client.get(f"/receipt/{ANY}/"))


def test_each_receipt_keeps_its_address_whatever_is_sent_from_another_tab(browser: Browser) -> None:
    client = browser()
    paths = [send(client)["Location"], send(client, text="桥断了。")["Location"]]
    first, second = (receipt_of(client, path) for path in paths)
    assert [f"/receipt/{number}/" for number, _code in (first, second)] == paths
    assert first[1] != second[1]
    assert receipt_of(client, paths[0]) == first
    client.cookies[f"{KEPT}{first[0]}"] = client.cookies[f"{KEPT}{second[0]}"].value
    assert "这里已没有回执" in page_of(client.get(paths[0])), "another receipt's cookie opens nothing"


def ask(client: Client, number: str, code: str) -> Any:
    """Look up number and code, and go where they lead."""
    return client.post("/follow/", {"number": number, "code": code}, follow=True)


def test_number_and_code_show_how_it_stands(browser: Browser) -> None:
    receipt = cast.comes_in()
    cast.go(receipt.number, Verb.ISSUE)
    client = browser()
    response = ask(client, receipt.number, receipt.code.lower().replace("-", " "))
    page = page_of(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert "县生态环境分局" in page
    assert "水管已经修好。" in page
    assert "已有答复" in page
    assert "水管已经修好。" in page_of(client.get("/follow/"))


def test_what_offices_write_to_each_other_is_not_told(browser: Browser) -> None:
    receipt = cast.comes_in()
    at = cast.go(receipt.number, Verb.SIGN)
    actions.note(receipt.number, text="内部记录：对方情绪激动", by=cast.BAO, now=at)
    actions.object_(receipt.number, reason="不归我局管", by=cast.BAO, now=at)
    page = page_of(ask(browser(), receipt.number, receipt.code))
    assert "内部记录" not in page
    assert "不归我局管" not in page
    assert "19900001234" not in page


def test_a_draft_is_not_told_before_it_is_issued(browser: Browser) -> None:
    receipt = cast.comes_in()
    cast.go(receipt.number, Verb.APPROVE)
    assert "水管已经修好。" not in page_of(ask(browser(), receipt.number, receipt.code))


def test_wrong_code_and_unknown_number_say_the_same(browser: Browser) -> None:
    receipt = cast.comes_in()
    other = cast.comes_in()
    for number, code in [
        (receipt.number, other.code),
        (matter_number("222424", date(2026, 3, 2), 99), receipt.code),
    ]:
        response = ask(browser(), number, code)
        assert response.status_code == 422
        assert "编号和查询码对不上" in page_of(response)
        assert number in page_of(response)


def test_looking_up_asks_little_of_the_database(browser: Browser) -> None:
    receipt = cast.comes_in()
    cast.go(receipt.number, Verb.CLOSE)
    client = browser()
    with CaptureQueriesContext(connection) as asked:
        assert ask(client, receipt.number, receipt.code).status_code == 200
    assert len(asked) <= 12


def test_done_forgets_what_was_looked_at(browser: Browser) -> None:
    receipt = cast.comes_in()
    client = browser()
    ask(client, receipt.number, receipt.code)
    assert receipt.number in page_of(client.get("/follow/"))
    assert receipt.number not in page_of(client.get("/follow/?other=1"))
    assert client.post("/follow/done/").status_code == 303
    assert receipt.number not in page_of(client.get("/follow/"))


def test_done_forgets_the_receipt(browser: Browser) -> None:
    client = browser()
    paths = [send(client)["Location"], send(client, text="桥断了。")["Location"]]
    codes = [receipt_of(client, path)[1] for path in paths]
    client.handler.enforce_csrf_checks = True  # forgetting asks for no proof of origin: it must not fail
    assert 'action="/follow/done/"' in page_of(client.get(paths[0])).split("<main", 1)[1]
    client.cookies["huiyin_forget_x"] = "1"
    gone = client.post("/follow/done/")
    assert (gone.status_code, gone["Location"]) == (303, "/submit/begun/")
    assert {(one["path"], one["max-age"]) for name, one in gone.cookies.items() if name.startswith(KEPT)} == {
        (path, 0) for path in paths
    }
    assert "huiyin_forget_x" not in gone.cookies
    for path, code in zip(paths, codes, strict=True):
        page = page_of(client.get(path))
        assert "这里已没有回执" in page
        assert code not in page


def delivered(number: str, petition: str, result: str, at: datetime) -> None:
    """One attempt for one petition of the matter."""
    actions.deliver(
        number, method="hand", result=result, delivered_at=at, proof="见回执", by=cast.BAO, now=at, petition=petition
    )  # fmt: skip


def test_of_a_joined_matter_everybody_reads_their_own_delivery(browser: Browser) -> None:
    first, second = cast.comes_in(), cast.comes_in()
    actions.triage(second.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    link(second.number, other=first.number, by=cast.DAN, now=cast.START)
    at = cast.go(first.number, Verb.ISSUE)
    client = browser(language="en")

    def read(receipt: Any) -> str:
        return page_of(ask(client, receipt.number, receipt.code))

    delivered(first.number, second.number, "returned", at)
    assert "could not be brought to you" in read(second)
    assert "could not be brought to you" not in read(first)
    delivered(first.number, first.number, "received", at)
    assert "The answer has reached you" in read(first)
    assert "The answer was brought to you" in read(first)
    for told in ("has reached you", "was brought to you"):
        assert told not in read(second)
    assert "brings it to you" in read(second)
    assert "brings it to you" not in read(first)
    delivered(first.number, second.number, "received", at)
    assert "The answer has reached you" in read(second)
    assert read(first).count("The answer was brought to you") == 1


@pytest.mark.parametrize("path", ["/follow/done/", "/language/", "/elder/"])
def test_what_changes_something_needs_a_post(browser: Browser, path: str) -> None:
    assert browser().get(path).status_code == 405
