"""Published answers: whose, which, found how, gone when taken back; and likeness shown before sending."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.cases.publishing import publish, retract
from huiyin.rooms.cases.shown import PAGE, Publication
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.insight.precedents import _solved
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.test_reviewing import DAY, asks, decides
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")

TITLE = "河西村路灯"
LATE = cast.START + timedelta(days=2)
SAID = {
    "title": TITLE,
    "question": "村口路灯坏了半年,晚上老人不敢出门。",
    "text": "路灯已于三月修好,以后由供电所每月巡查。",
}


def published(**change: Any) -> tuple[str, datetime]:
    """An answered matter, published an hour after it was closed."""
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE) + timedelta(hours=1)
    publish(number, **{**SAID, **change}, by=cast.DAN, now=at)
    return number, at


def refusal(number: str, at: datetime, **change: Any) -> tuple[str, str]:
    """Why it isn't published, and the field to mend."""
    with pytest.raises(NotDone) as no:
        publish(number, **{**SAID, **change}, by=cast.DAN, now=at)
    assert Publication.objects.filter(retracted_at__isnull=True).count() == 0
    return no.value.refused.reason, no.value.refused.field


def test_everybody_reads_it_and_nothing_leads_back(browser: Browser) -> None:
    number, _ = published()
    client = browser(language="en")
    listed = page_of(client.get("/done/"))
    address = re.search(r'href="(/done/\d+/)"', listed)
    assert address is not None
    page = page_of(client.get(address[1]))
    assert all(words in page for words in SAID.values())
    for secret in (number, "金顺姬", "家里三天没有水", "春阳镇"):
        assert secret not in page + listed


@pytest.mark.parametrize("field", ["title", "question", "text"])
@pytest.mark.parametrize(
    "words",
    [
        "金顺姬", "春阳镇河西村三组", "jin@example.org", "金 顺 姬", "金　顺姬", "金順姬", "199·0000·1234",
        "春阳镇 河西村，三组",
    ],
)  # fmt: skip
def test_who_asked_is_never_in_it(field: str, words: str) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE)
    assert refusal(number, at, **{field: f"{SAID[field]} {words}"}) == ("tells_of_somebody", field)


@pytest.mark.parametrize("words", ["大川街12号3单元", "大川街 12 号 3 单元"])
def test_an_address_without_its_town_is_one_too(words: str) -> None:
    number = cast.comes_in(person=Person(name="欧阳小明", address="汪清镇大川街12号3单元")).number
    at = cast.go(number, Verb.CLOSE)
    assert refusal(number, at, question=f"我家在{words}。")[0] == "tells_of_somebody"


@pytest.mark.parametrize("outcome", ["changed", "revoked"])
def test_what_a_review_overturns_is_gone_and_solved_nothing(browser: Browser, outcome: str) -> None:
    number, at = published()
    like = cast.comes_in(title=TITLE, text=SAID["question"]).number
    assert TITLE in page_of(browser().get("/done/"))
    review = asks(number, at + DAY).number
    assert _solved(cast.DAN, [number])
    decides(review, at + 2 * DAY, outcome)
    assert TITLE not in page_of(browser().get("/done/"))
    assert browser().get(f"/done/{Publication.objects.get().pk}/").status_code == 404
    assert not _solved(cast.DAN, [number, like])


def test_what_a_recheck_overturns_is_gone_as_well_and_what_is_upheld_stays(browser: Browser) -> None:
    number, at = published()
    review = asks(number, at + DAY).number
    at = decides(review, at + 2 * DAY, "upheld")
    assert TITLE in page_of(browser().get("/done/"))
    assert _solved(cast.DAN, [number])
    recheck = asks(review, at + DAY).number
    assert TITLE in page_of(browser().get("/done/"))
    decides(recheck, at + 2 * DAY, "revoked")
    assert TITLE not in page_of(browser().get("/done/"))
    assert not _solved(cast.DAN, [number])


def test_what_is_kept_from_somebody_later_is_gone_at_once(browser: Browser) -> None:
    number, at = published()
    accuse(number, accused=cast.WATER, text="信中点名", by=cast.DAN, now=at)
    assert TITLE not in page_of(browser().get("/done/"))
    pk = Publication.objects.get().pk
    assert browser().get(f"/done/{pk}/").status_code == 404


def test_taken_back_it_is_gone_and_the_record_knows(browser: Browser) -> None:
    number, at = published()
    retract(number, reason="写得不准", by=cast.DAN, now=at)
    assert TITLE not in page_of(browser().get("/done/"))
    row = Publication.objects.get()
    assert (row.title, row.question, row.answer) == ("", "", "")
    assert browser().get(f"/done/{row.pk}/").status_code == 404
    publish(number, **SAID, by=cast.DAN, now=at + timedelta(hours=1))
    assert TITLE in page_of(browser().get("/done/"))
    assert not [fault for _, faults in number_faults(Tally()) for fault in faults]


def test_an_answer_that_doesnt_count_any_more_isnt_shown(browser: Browser) -> None:
    number, at = published()
    actions.reopen(number, reason="又坏了", by=cast.DAN, now=at)
    assert TITLE not in page_of(browser().get("/done/"))
    cast_again = at + timedelta(hours=1)
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=cast_again)
    for verb, by, given in (
        (actions.sign, cast.BAO, {}), (actions.notify, cast.BAO, {"notice": "written"}),
        (actions.draft, cast.BAO, {"outcome": "explained", "text": "新答复。"}), (actions.approve, cast.BO, {}),
        (actions.issue, cast.BAO, {}),
        (actions.deliver, cast.BAO, {
            "method": "hand", "result": "received", "delivered_at": cast_again, "proof": "签字"}),
    ):  # fmt: skip
        verb(number, by=by, now=cast_again, **given)
    assert TITLE not in page_of(browser().get("/done/")), "the published words are of the answer before"


def test_pages_go_on_where_the_one_before_ended(browser: Browser) -> None:
    for n in range(PAGE + 3):
        published(title=f"第{n:02}件")
    client = browser()
    first = page_of(client.get("/done/"))
    following = re.search(r'href="(/done/\?after=[^"]+)"', first)
    assert following is not None
    second = page_of(client.get(following[1]))
    both = re.findall(r"第(\d\d)件", first + second)
    assert len(both) == PAGE + 3
    assert len(set(both)) == PAGE + 3
    for odd in ("x", "1-1", "99999999999.000000-1", "0.000000-999999999999999999"):
        assert client.get(f"/done/?after={odd}").status_code == 200


def test_looking_for_words_needs_no_address(browser: Browser) -> None:
    published()
    published(title="供暖不热", question="三号楼冬天只有十四度。", text="已更换阀门。")
    client = browser(language="en")
    answer = client.post("/done/", {"words": " 阀门  三号楼 "})
    assert answer.status_code == 303, "the way back from an answer finds the page without sending anew"
    assert "阀门" not in answer["Location"]
    found = page_of(client.get(answer["Location"]))
    assert "供暖不热" in found
    assert TITLE not in found
    assert 'value="阀门 三号楼"' in found
    assert f'name="next" value="{answer["Location"]}"' in found, "a switch leads back to what was found"
    assert "Nothing found" in page_of(client.post("/done/", {"words": "飞机"}, follow=True))
    assert "供暖不热" in page_of(client.get(answer["Location"])), "the other window's search"
    assert 'value=""' in page_of(browser().get(answer["Location"]))
    client.post("/follow/done/")
    assert client.cookies["huiyin_look"].value == ""
    in_korean = page_of(browser(language="ko").post("/done/", {"words": "난방"}, follow=True))
    assert ("供暖不热" in in_korean, TITLE in in_korean) == (True, False), "the Chinese word for it"
    for odd in ("\x00", "%", "_", "'", "x" * 9000):
        assert client.post("/done/", {"words": odd}, follow=True).status_code == 200


def test_search_has_pages_too(browser: Browser) -> None:
    for n in range(PAGE + 1):
        published(title=f"路灯第{n:02}件")
    client = browser()
    first = page_of(client.post("/done/", {"words": "路灯"}, follow=True))
    mark = re.search(r'href="(/done/\?look=[^"]+)"', first)
    assert mark is not None
    second = page_of(client.get(unescape(mark[1])))
    assert len(set(re.findall(r"第(\d\d)件", first + second))) == PAGE + 1


def test_a_page_is_two_queries_at_most(browser: Browser) -> None:
    published()
    client = browser()
    client.get("/done/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/done/")
    assert len(asked) <= 2


def test_what_is_like_it_is_shown_first(browser: Browser) -> None:
    published()
    published(title="供暖不热", question="三号楼冬天只有十四度。", text="已更换阀门。")
    client = browser()
    client.post("/submit/", {"text": "我们村口的路灯坏了,晚上老人不敢出门"})
    page = page_of(client.get("/submit/where/"))
    assert TITLE in page, "at once, before anything else is asked"
    assert "供暖不热" not in page
    client.post("/submit/", {"text": "想咨询低保"})
    assert TITLE not in page_of(client.get("/submit/where/"))


def test_what_is_told_in_korean_finds_what_was_published_in_chinese(browser: Browser) -> None:
    published()
    published(title="供暖不热", question="三号楼冬天只有十四度,暖气不热。", text="已更换阀门。")
    client = browser(language="ko")
    client.post("/submit/", {"text": "집이 추워서 견디기 힘듭니다. 난방이 잘 안됩니다."})
    page = page_of(client.get("/submit/where/"))
    assert "供暖不热" in page
    assert TITLE not in page


# -- the desk's page ---------------------------------------------------------------------------------------------------


def answered(**change: Any) -> str:
    """A closed matter whose petitioner wrote their name and telephone into the text."""
    number = cast.comes_in(text="我叫金顺姬,电话199 0000 1234,家里三天没有水了。", **change).number
    cast.go(number, Verb.CLOSE)
    return number


def test_both_texts_stand_side_by_side_and_the_right_one_tells_nobody(browser: Browser) -> None:
    number = answered()
    client = browser("dan", language="en")
    assert f"/desk/matter/{number}/publish/" in page_of(client.get(f"/desk/matter/{number}/"))
    page = page_of(client.get(f"/desk/matter/{number}/publish/"))
    left, right = page.split('name="question"')[0], page.split('name="question"')[1].split("</textarea>")[0]
    assert "我叫金顺姬" in left
    assert "家里三天没有水了" in right
    assert "金顺姬" not in right
    assert "1234" not in right


def test_it_is_published_and_the_double_click_leads_where_the_first_led(browser: Browser) -> None:
    number = answered()
    client = browser("dan")
    seen = re.search(r'name="seen" value="(\d+)"', page_of(client.get(f"/desk/matter/{number}/publish/")))
    assert seen is not None
    response = client.post(f"/desk/matter/{number}/publish/", {**SAID, "seen": seen[1]})
    assert response.status_code == 303
    assert Publication.objects.get().title == TITLE
    again = client.post(f"/desk/matter/{number}/publish/", {**SAID, "seen": seen[1]})
    assert again["Location"] == response["Location"]


def test_a_name_in_it_is_said_beside_the_field_and_all_stays_typed(browser: Browser) -> None:
    number = answered()
    client = browser("dan", language="en")
    given = {
        **SAID,
        "text": "金顺姬家已通水。",
        "seen": str(actions.note(number, text="看", by=cast.DAN, now=LATE).seq),
    }
    page = page_of(client.post(f"/desk/matter/{number}/publish/", given))
    assert re.search(r'id="f-text-error">[^<]*金顺姬', page)
    assert SAID["question"] in page
    assert Publication.objects.count() == 0


def test_whoever_may_not_is_led_to_the_reason_and_strangers_to_nothing(browser: Browser) -> None:
    number = answered()
    path = f"/desk/matter/{number}/publish/"
    assert browser("bo").get(path)["Location"].endswith("?do=publish")
    assert browser("wu").get(path).status_code == 404
    assert browser().get(path)["Location"].startswith("/desk/login/")
    secret = answered(confidential=True)
    assert browser("dan").get(f"/desk/matter/{secret}/publish/")["Location"].endswith("?do=publish")


def test_all_that_tells_of_somebody_is_named_at_once_and_said_once(browser: Browser) -> None:
    number = answered()
    seen = actions.note(number, text="看", by=cast.DAN, now=LATE).seq
    question = "我叫王小明，电话19900009999，邮箱wang@example.org，与金顺姬同住3栋2单元502室。"
    given = {**SAID, "question": question, "text": "已回复19900009999。", "seen": str(seen)}
    response = browser("dan", language="en").post(f"/desk/matter/{number}/publish/", given)
    assert response.status_code == 422
    told = dict(re.findall(r'id="f-(\w+)-error">([^<]+)<', page_of(response)))
    assert set(told) == {"question", "text"}
    assert told["question"].count("tells who somebody is") == 1
    for kind in (
        "card numbers: 1",
        "e-mail addresses: 1",
        "doors of a house: 1",
        "give their name: 1",
        "this matter: 1",
    ):
        assert kind in told["question"], kind
    assert "card numbers: 1" in told["text"]
    shown = told["question"] + told["text"]
    assert sum(one in shown for one in ("王小明", "19900009999", "wang@", "502", "金顺姬")) == 1, (
        "no more than one"
    )
