"""One answer for several petitioners: each reads it to them by name, about their own petition, and nothing of the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.asked_back import answer_question, ask_back
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.inquiring import ask_sender
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link, unlink
from huiyin.rooms.cases.together import extend
from huiyin.rooms.county.queries import law
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Outcome, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared.letters import beginning
from huiyin.web.shared.letters_parts import GAP
from tests.rooms.cast import BAO, BO, DAN, JIN, START, comes_in, go
from tests.rooms.test_reviewing import asks, decides
from tests.web.confidence_cast import PAK
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, said_by, words_of

pytestmark = pytest.mark.django_db
LATER = START - timedelta(days=3)


@pytest.fixture(autouse=True)
def at_work(county: None, people: Any, now: Callable[[datetime], None]) -> None:
    now(START + timedelta(hours=30))


def two(**change: Any) -> tuple[Receipt, Receipt]:
    """Jin's matter with Pak's petition joined to it before it goes to the bureau."""
    one = comes_in(**{"title": "水管冻裂", **change})
    other = comes_in(title="老屋没有自来水", person=PAK, received_at=LATER, text="家里没有水。")
    link(other.number, other=one.number, by=DAN, now=START)
    return one, other


def answered(number: str, greeting: str = "", *, first: Callable[[str], str] = str) -> None:
    """As the house's own words begin it, filled in by an officer who greets ``greeting``."""
    end = go(number, Verb.NOTIFY)
    with override("zh-hans"):
        text = beginning(Verb.DRAFT, subject(file_of(number), law(), START), Outcome.SUPPORTED)
    head, *rest = text.split("\n")
    head = greeting or head
    text = first("\n".join([head, *rest]).replace(GAP, "已查"))
    actions.draft(number, outcome="supported", text=text, by=BAO, now=end)
    actions.approve(number, by=BO, now=end)
    actions.issue(number, by=BAO, now=end)


def follows(browser: Browser, receipt: Receipt) -> Client:
    client = browser("")
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    return client


def test_a_letter_to_several_leaves_no_name_to_be_filled_in() -> None:
    alone = comes_in().number
    one, _other = two()
    for number, gap in ((alone, True), (one.number, False)):
        go(number, Verb.NOTIFY)
        text = beginning(Verb.DRAFT, subject(file_of(number), law(), START), Outcome.SUPPORTED)
        head = text.split("\n")[0]
        assert (GAP in head, head == "信访人：") == (gap, not gap)


@pytest.mark.parametrize("greeting", ["", "金顺姬：", "金顺姬、朴大成：", "金顺姬同志："])
def test_each_reads_their_own_name_day_title_and_number(browser: Browser, greeting: str) -> None:
    one, other = two()
    answered(one.number, greeting)
    own = "您于2026年2月27日提出的“老屋没有自来水”信访事项（编号：" + other.number + "）"
    first = "您于2026年3月2日提出的“水管冻裂”信访事项（编号：" + one.number + "）"
    client = follows(browser, other)
    page, paper = page_of(client.get("/follow/")), words_of(client.get("/follow/letter.pdf").content)
    for said in (page, paper):
        assert "朴大成：" in said
        assert bare(own) in bare(said)
    for strange in ("金顺姬", "水管冻裂", "×××"):
        assert strange not in page
        assert strange not in paper
    assert one.number not in paper
    client = follows(browser, one)
    assert bare(first) in bare(page_of(client.get("/follow/")))


def test_what_an_officer_worded_otherwise_names_no_other_petition_either(browser: Browser) -> None:
    one, other = two()
    own_words = f"信访人：\n\n关于“水管冻裂”（{one.number}、{other.number}）一事，已经修好。"
    answered(one.number, first=lambda _text: own_words)
    page = page_of(follows(browser, other).get("/follow/"))
    assert f"关于“老屋没有自来水”（{other.number}）一事" in page
    assert "水管冻裂" not in page


def test_only_a_greeting_is_turned_not_what_was_found(browser: Browser) -> None:
    one, other = two()
    found = "经查，金顺姬家水表损坏：3月1日已更换。\n3月2日，金顺姬家 10:30 恢复供水。\n处理结果：已恢复。"
    answered(one.number, first=lambda _text: f"金顺姬、朴大成：\n\n{found}")
    page = page_of(follows(browser, other).get("/follow/"))
    for line in (
        "经查，×××家水表损坏：3月1日已更换。",
        "3月2日，×××家 10:30 恢复供水。",
        "处理结果：已恢复。",
    ):
        assert line in page
    assert page.split('id="h-answer"')[1].split("</section>")[0].count("朴大成：") == 1


def test_ones_own_name_stays_whole_where_anothers_is_a_part_of_it(browser: Browser) -> None:
    one = comes_in(person=Person(name="朴大"), title="水管冻裂")
    other = comes_in(title="老屋没有自来水", person=PAK, text="家里没有水。")
    link(other.number, other=one.number, by=DAN, now=START)
    answered(one.number, first=lambda _text: "信访人：\n\n朴大成家、朴大家都已通水。")
    assert "朴大成家、×××家都已通水。" in page_of(follows(browser, other).get("/follow/"))
    assert "×××家、朴大家都已通水。" in page_of(follows(browser, one).get("/follow/"))


def test_a_letter_stays_theirs_after_somebody_has_parted(browser: Browser) -> None:
    one, other = two()
    answered(
        one.number,
        first=lambda _text: (
            f"金顺姬、朴大成：\n\n“水管冻裂”和“老屋没有自来水”（{one.number}和{other.number}）都已修好。"
        ),
    )
    unlink(other.number, reason="不是同一件事", by=DAN, now=START + timedelta(hours=20))
    page = page_of(follows(browser, one).get("/follow/"))
    assert "金顺姬：" in page
    assert f"“水管冻裂”（{one.number}）都已修好。" in page
    for strange in ("老屋没有自来水", other.number, "×××", "朴大成"):
        assert strange not in page


def test_another_matter_that_a_letter_speaks_of_stays_itself(browser: Browser) -> None:
    one, other = two()
    earlier = "您于2024年5月6日提出的“低保”信访事项（编号：222424-20240506-00001-0）已另行办结。"
    answered(one.number, first=lambda text: f"{text}\n\n{earlier}")
    for receipt in (one, other):
        assert earlier in page_of(follows(browser, receipt).get("/follow/"))


@pytest.mark.parametrize(
    "hello",
    [
        "信访人：\n\n编号{number}，题目《{title}》，{received}来信收悉。",
        "信访人：\n\n{received}来的《{title}》收悉。\n编号{number}，现答复如下。",
        "信访人：\n\n收到您的来信。《{title}》，{received}来信，编号{number}。",
    ],
)
def test_whatever_the_county_opens_with_nothing_of_the_first_petition_goes_to_others(
    browser: Browser, hello: str
) -> None:
    one, other = two(title="我是矿上唯一的女会计")
    text = hello.format(number=one.number, title="我是矿上唯一的女会计", received="2026年3月2日")
    answered(one.number, first=lambda _text: text)
    page = page_of(follows(browser, other).get("/follow/")).split('id="h-answer"')[1].split("</section>")[0]
    assert "女会计" not in page
    assert "《老屋没有自来水》" in page
    assert other.number in page
    assert "2026年2月27日来" in page


def test_ones_own_title_may_hold_anothers(browser: Browser) -> None:
    one = comes_in(title="东三街公厕没有灯")
    other = comes_in(title="东三街公厕没有灯了", person=PAK, text="没有灯了。")
    link(other.number, other=one.number, by=DAN, now=START)
    answered(one.number)
    page = page_of(follows(browser, other).get("/follow/"))
    assert "“东三街公厕没有灯了”" in page
    assert "灯了了" not in page


def test_the_letter_of_a_review_tells_nothing_of_the_others_below(browser: Browser) -> None:
    one, other = two(title="我是矿上唯一的女会计")
    at = go(one.number, Verb.CLOSE)
    review = asks(one.number, at + timedelta(days=1), petition=other.number)
    said = f"金顺姬（电话19900001234）等人反映的{one.number}“我是矿上唯一的女会计”，维持。"
    decides(review.number, at + timedelta(days=2), text=said)
    page = page_of(follows(browser, review).get("/follow/"))
    assert f"×××（电话****）等人反映的{other.number}“老屋没有自来水”，维持。" in page


@pytest.mark.parametrize("way", [f"{{{n}}}" for n in range(11)])
def test_a_number_is_found_however_it_is_written(browser: Browser, way: str) -> None:
    one, other = two()
    bare_number = one.number.replace("-", "")
    wide = one.number.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    said = way.format(
        one.number, bare_number, one.number.replace("-", " "), wide, one.number.replace("-", "—"),
        one.number.replace("-", "/"), one.number.replace("-", " - "), one.number.replace("-", "\u00ad"),
        one.number.partition("-")[2], one.number.partition("-")[2].rpartition("-")[0], " ".join(bare_number),
    )  # fmt: skip
    answered(one.number, first=lambda _text: f"信访人：\n\n原件 {said} 已办结。")
    page = page_of(follows(browser, other).get("/follow/"))
    assert f"原件 {other.number} 已办结。" in page


def test_the_first_words_of_who_speaks_in_confidence_go_to_nobody_else(browser: Browser) -> None:
    secret = "我是矿上唯一的女会计，食堂水管用污水"
    one, other = two(title=secret, text=secret, confidential=True)
    answered(one.number, "信访人：")
    client = follows(browser, other)
    page, paper = page_of(client.get("/follow/")), words_of(client.get("/follow/letter.pdf").content)
    for said in (page, paper):
        assert "女会计" not in said
        assert "老屋没有自来水" in said
    assert one.number not in paper


def test_a_stranger_in_confidence_takes_no_name_from_ones_own_notice(browser: Browser) -> None:
    one = comes_in()
    other = comes_in(person=PAK, confidential=True, text="家里没有水。")
    link(other.number, other=one.number, by=DAN, now=START)
    go(one.number, Verb.NOTIFY)
    assert "金顺姬：" in words_of(follows(browser, one).get("/follow/notice.pdf").content)
    theirs = words_of(follows(browser, other).get("/follow/notice.pdf").content)
    assert "信访人：" in theirs
    assert "朴大成" not in theirs
    assert "金顺姬" not in theirs


def test_the_desk_prints_a_copy_for_each(browser: Browser) -> None:
    one, other = two()
    answered(one.number)
    page = page_of(browser("dan").get(f"/desk/matter/{one.number}/"))
    seq = next(e.seq for e in file_of(one.number).entries if e.verb == Verb.ISSUE)
    url = f"/desk/matter/{one.number}/letter/{seq}.pdf?of={other.number}"
    assert f'href="{url}"' in page
    paper = words_of(browser("dan").get(url).content)
    assert "老屋没有自来水" in paper
    assert "水管冻裂" not in paper
    word = said_by(browser("dan").get(url.replace(".pdf", ".docx")).content)
    assert "老屋没有自来水" in word
    for of in ("222424-20260302-00009-9", "x"):
        assert browser("dan").get(f"/desk/matter/{one.number}/letter/{seq}.pdf?of={of}").status_code == 404


@pytest.mark.parametrize(
    "said", ["水管冻裂三天没水", "水管冻\n裂三天没水", "水管冻裂三天 没水", "水管凍裂三天没水"]
)
def test_a_title_is_found_however_it_is_written(browser: Browser, said: str) -> None:
    one, other = two(title="水管冻裂三天没水")
    answered(one.number, first=lambda _text: f"信访人：\n\n原件“{said}”已办结。")
    page = page_of(follows(browser, other).get("/follow/"))
    assert "“老屋没有自来水”已办结。" in page


def test_a_notice_isnt_printed_for_who_was_joined_after_it(browser: Browser) -> None:
    one = comes_in(title="水管冻裂三天没水")
    go(one.number, Verb.NOTIFY)
    seq = next(entry.seq for entry in file_of(one.number).entries if entry.verb == Verb.NOTIFY)
    other = comes_in(title="老屋没有自来水", person=PAK, received_at=LATER, text="家里没有水。")
    link(other.number, other=one.number, by=DAN, now=START + timedelta(hours=20))
    url = f"/desk/matter/{one.number}/letter/{seq}.pdf"
    assert browser("dan").get(f"{url}?of={other.number}").status_code == 404
    paper = bare(words_of(browser("dan").get(f"{url}?of={one.number}").content))
    assert "水管冻裂" in paper
    page = page_of(browser("dan").get(f"/desk/matter/{one.number}/"))
    assert f"{url}?of={one.number}" in page
    assert f"{url}?of={other.number}" not in page


def test_what_offices_write_on_ones_page_names_no_other_petition(browser: Browser) -> None:
    one, other = two(title="水管冻裂三天没水")
    end = go(one.number, Verb.NOTIFY)
    said = f"和“水管冻裂三天没水”（{one.number}）一并"
    extend(one.number, days=20, reason=f"{said}延期。", by=BO, now=end)
    state = ask_back(one.number, petition=other.number, text="什么时候修？", by=DAN, now=end)
    answer_question(one.number, item=state.asked_back[-1].n, text=f"{said}答复。", by=BAO, now=end)
    ask_sender(one.number, petition=other.number, text=f"{said}询问。", days=5, by=BAO, now=end)
    page = page_of(follows(browser, other).get("/follow/"))
    assert "水管冻裂" not in page
    assert one.number not in page
    for word in ("延期", "答复", "询问"):
        assert f"和“老屋没有自来水”（{other.number}）一并{word}。" in page


def test_the_letter_of_an_extension_has_copies_too(browser: Browser) -> None:
    one, other = two()
    end = go(one.number, Verb.NOTIFY)
    state = extend(one.number, days=20, reason="管网改造未完。", by=BO, now=end)
    url = f"/desk/matter/{one.number}/letter/{state.seq}.pdf"
    assert "水管冻裂" in words_of(browser("dan").get(url).content)
    paper = words_of(browser("dan").get(f"{url}?of={other.number}").content)
    assert f"“老屋没有自来水”信访事项（编号：{other.number}），办理期限延长20日" in paper
    assert "水管冻裂" not in paper


def test_who_mustnt_know_who_speaks_prints_no_copies(browser: Browser) -> None:
    one, other = two(confidential=True)
    answered(one.number)
    seq = next(e.seq for e in file_of(one.number).entries if e.verb == Verb.ISSUE)
    for user, status in (("dan", 200), ("bao", 404)):
        url = f"/desk/matter/{one.number}/letter/{seq}.pdf?of={other.number}"
        assert browser(user).get(url).status_code == status
        assert ("?of=" in page_of(browser(user).get(f"/desk/matter/{one.number}/"))) == (status == 200)


def test_a_matter_of_one_petition_costs_no_query_more(
    browser: Browser, django_assert_num_queries: Any
) -> None:
    number = comes_in()
    answered(number.number, "金顺姬：")
    client = follows(browser, number)
    client.get("/follow/")
    with django_assert_num_queries(5):
        page = page_of(client.get("/follow/"))
    assert "金顺姬：" in page


def test_the_letter_that_confirms_a_withdrawal_is_called_that(browser: Browser) -> None:
    receipt = comes_in(person=Person(name="金顺姬"), by=PETITIONER, channel="mailbox", persons=1)
    number = receipt.number
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=START)
    ask_sender(number, petition=number, text="在哪里？", days=5, by=DAN, now=START)
    assert "/follow/answer/" in page_of(follows(browser, receipt).get("/follow/"))
    withdraw(number, petition=number, text="不用了。", by=PETITIONER, now=START)
    assert "/follow/answer/" not in page_of(follows(browser, receipt).get("/follow/"))
    actions.decline(number, route="withdrawn", text="您已撤回。", by=DAN, now=START)
    actions.deliver(
        number, method="hand", result="received", delivered_at=START, proof="签收", by=DAN, now=START
    )  # fmt: skip
    page = page_of(follows(browser, receipt).get("/follow/"))
    assert "确认书已送达" in page
    assert "答复已送达" not in page
    paper = words_of(follows(browser, receipt).get("/follow/letter.pdf").content)
    assert "信访事项撤回确认书" in paper
    assert "不予受理" not in paper
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert "书面确认撤回" in page
    assert "撤回确认人" in page
    assert "不予受理" not in page.split('id="h-timeline"')[1]
    assert JIN.name not in page.split('id="h-timeline"')[1]


def test_a_notice_stays_in_the_languages_that_it_went_out_in(browser: Browser) -> None:
    one = comes_in()
    other = comes_in(person=Person(name="김순희", phone="19900005678", language="ko"), text="물이 없습니다.")
    link(other.number, other=one.number, by=DAN, now=START)
    go(one.number, Verb.NOTIFY)
    seq = next(e.seq for e in file_of(one.number).entries if e.verb == Verb.NOTIFY)
    url = f"/desk/matter/{one.number}/letter/{seq}.pdf"
    before = words_of(browser("dan").get(url).content)
    assert "수리통지서" in before
    unlink(other.number, reason="不是同一件事", by=DAN, now=START + timedelta(hours=20))
    assert words_of(browser("dan").get(url).content) == before
