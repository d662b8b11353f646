"""Every kind of letter, notice, receipt and message can be worded by the county; what went out keeps the words of its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.verification import faults_of
from huiyin.rooms.county.wording import drop_wording, set_wording
from huiyin.rooms.notices.words import text_of
from huiyin.rules.roles import Role
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from huiyin.rules.wordings import KO, MESSAGE, MOST_MESSAGE, PIECES, TOLD_OF, ZH, unworded
from huiyin.web.desk.admin.text_words import names
from huiyin.web.shared import letters
from huiyin.web.shared.papers import letter
from tests.rooms import cast
from tests.web.admin_cast import ROOT, as_admin, hire, sent
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of
from tests.web.test_portal import send as submit

pytestmark = pytest.mark.usefixtures("county")
ADMIN = cast.person("ada", Role.ADMIN, cast.DEPARTMENT)
ACCEPTED = "＿＿＿＿＿＿：\n\n您{received}来信“{title}”（{number}）已收到，我们依照{law}受理。"


def say(key: str, text: str, language: str = ZH) -> None:
    set_wording(key, language, text, by=ADMIN, now=cast.START)


def test_every_message_that_is_sent_can_be_worded_and_has_a_name() -> None:
    assert {verb.value for verb, row in TRANSITIONS.items() if row.tells} == set(TOLD_OF)
    assert set(names()) == set(PIECES)


@pytest.mark.parametrize("kind", [*TOLD_OF, "receipt"])
def test_the_houses_own_messages_keep_their_own_rules(kind: str) -> None:
    key = f"{MESSAGE}{kind}"
    for language in PIECES[key].languages:
        assert unworded(key, language, letters.house_words(key, language)) is None, language


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("sms_receipt", "编号{number}。", "holder_missing"),
        ("sms_issue", "已有答复。", "holder_missing"),
        ("sms_issue", "{number}{code}", "holder_unknown"),
        ("sms_issue", "{number}" + "好" * MOST_MESSAGE, "too_long"),
        ("accepted", ACCEPTED.replace("{number}", ""), "holder_missing"),
        ("accepted", ACCEPTED.replace("受理", "收下"), "law_needs"),
        ("hold_to", "会办好。", "holder_missing"),
        ("press_supervise", "请马上办。", "law_needs"),
    ],
)
def test_what_is_missing_is_said(key: str, text: str, reason: str) -> None:
    no = unworded(key, ZH, text)
    assert no is not None
    assert no.reason == reason


def test_a_message_is_sent_in_the_countys_words_and_again_in_the_houses() -> None:
    say("sms_issue", "您反映的{number}办好了，请查收。")
    with override(ZH):
        assert text_of("issue", "N-1") == "您反映的N-1办好了，请查收。"
    with override(KO):
        assert "N-1" in text_of("issue", "N-1")
        assert "您" not in text_of("issue", "N-1")
    say("sms_receipt", "编号{number}，查询码{code}。")
    with override(ZH):
        assert text_of("receipt", "N-1", code="ABCD") == "编号N-1，查询码ABCD。"
    drop_wording("sms_issue", ZH, by=ADMIN, now=cast.START)
    with override(ZH):
        assert text_of("issue", "N-1") != "您反映的N-1办好了，请查收。"


def accepted_letter(number: str) -> str:
    return letter.letters(file_of(number))[0].text


def test_a_notice_of_acceptance_keeps_the_words_of_the_day_on_which_it_went_out(now: Any) -> None:
    before = cast.comes_in().number
    cast.go(before, Verb.NOTIFY)
    old = accepted_letter(before)
    say("accepted", ACCEPTED)
    say("hold_to", "{until}前答复您。")
    later = cast.comes_in().number
    cast.go(later, Verb.NOTIFY)
    assert accepted_letter(before) == old
    assert "来信“没有水”" in accepted_letter(later)
    assert accepted_letter(later).endswith("前答复您。")
    say("accepted", ACCEPTED.replace("来信", "来电"))
    assert "来信“没有水”" in accepted_letter(later)
    assert faults_of(later) == []


def test_the_foot_of_printed_letters_is_the_countys(browser: Browser, now: Any) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.NOTIFY) + timedelta(minutes=1))
    say("printed", "本县附注：以盖章件为准。")
    seq = letter.letters(file_of(number))[0].seq
    assert "本县附注" in words_of(browser("dan").get(f"/desk/matter/{number}/letter/{seq}.pdf").content)


def test_urging_and_supervising_begin_in_the_countys_words(
    browser: Browser, people: dict[str, User], now: Any
) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.NOTIFY) + timedelta(minutes=1))
    people["sun"] = hire("sun", Role.SUPERVISOR, cast.DEPARTMENT)
    url = f"/desk/matter/{number}/?do="
    sun = browser("sun")
    assert "该事项临近" in page_of(sun.get(f"{url}urge"))
    assert "现对该事项予以督办" in page_of(sun.get(f"{url}supervise"))
    now(cast.START + timedelta(days=120))
    sun = browser("sun")
    late = page_of(sun.get(f"{url}urge"))
    assert "该事项已经超过办理期限。" in late
    assert "该事项临近" not in late
    say("press_urge", "请三日内答复。")
    say("press_supervise", "请书面说明。")
    assert "请三日内答复。" in page_of(sun.get(f"{url}urge"))
    assert "请书面说明。" in page_of(sun.get(f"{url}supervise"))
    assert "请三日内答复。" in page_of(sun.get(f"/desk/supervision/press/?verb=urge&m={number}"))
    korean = browser(
        "sun", language="ko"
    )  # the unit reads the county's first language, whatever the supervisor's screen is
    assert "请三日内答复。" in page_of(korean.get(f"/desk/supervision/press/?verb=urge&m={number}"))


def test_the_receipt_says_what_the_county_adds(browser: Browser) -> None:
    say("portal_receipt", "凭身份证可到窗口查询。")
    client = browser()
    path = submit(client)["Location"]
    assert "凭身份证可到窗口查询" in page_of(client.get(path))
    assert "凭身份证可到窗口查询" in words_of(client.get(f"{path}receipt.pdf").content)


@pytest.mark.parametrize(
    ("piece", "text", "looked"),
    [
        ("accepted", ACCEPTED, "您2026年3月2日来信“没有水”（222424-20260302-00001-5）已收到"),
        ("hold_to", "{until}前一定答复。", "2026年5月6日前一定答复。"),
        ("sms_receipt", "编号{number}码{code}", "编号222424-20260302-00001-5码ABCD-2345-EFGH"),
        ("press_urge", "请抓紧。", "请抓紧。"),
        ("printed", "附注。", "附注。"),
    ],
)
def test_each_is_looked_at_kept_and_remembered(
    browser: Browser, people: dict[str, User], piece: str, text: str, looked: str
) -> None:
    admin, url = as_admin(browser, people), f"{ROOT}texts/{piece}/?language={ZH}"
    assert looked in page_of(sent(admin, url, "word", text=text, what="look"))
    assert sent(admin, url, "word", text=text).status_code == 303
    page = page_of(admin.get(url))
    assert looked in page
    assert "ada" in page.lower(), "its history says who worded it"
    assert f"{ROOT}texts/{piece}/" in page_of(admin.get(f"{ROOT}texts/"))
