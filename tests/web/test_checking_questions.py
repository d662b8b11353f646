"""What a petitioner who writes Korean is asked and answered: the form says so, and the check looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.cases.asked_back import ask_back
from huiyin.rooms.cases.people import Person
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import START, comes_in, go
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=20)
HINT, MISSING = "请用两种文字写", "正文中没有朝鲜文"
KIM = Person(name="김순희", phone="19900001235", language="ko")
KOREAN = "우리 집에 사흘째 물이 나오지 않습니다. 빨리 해결해 주십시오."


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    now(NOW)


def form(browser: Browser, number: str, verb: str, who: str = "dan") -> str:
    return (
        page_of(browser(who).get(f"/desk/matter/{number}/?do={verb}")).split('id="do"')[1].split("</form>")[0]
    )


def checked(browser: Browser, number: str, text: str, verb: str, who: str = "dan", **more: str) -> Any:
    return browser(who).post(f"/desk/matter/{number}/check/?do={verb}", {"text": text, **more})


@pytest.mark.parametrize("how", [{"text": KOREAN}, {"person": KIM}])
def test_whoever_writes_korean_is_asked_in_both_languages(browser: Browser, how: dict[str, str]) -> None:
    number = comes_in(**how).number
    assert HINT in form(browser, number, "ask_sender")
    assert MISSING in page_of(checked(browser, number, "请问是哪一栋楼？", "ask_sender"))
    both = page_of(checked(browser, number, "请问是哪一栋楼？\n\n어느 동입니까?", "ask_sender"))
    assert MISSING not in both
    assert "<li>" not in both.split('id="check"')[1].split("</section>")[0]


def test_whoever_writes_chinese_is_asked_as_ever(browser: Browser) -> None:
    number = comes_in().number
    shown = form(browser, number, "ask_sender")
    assert HINT not in shown
    assert f"/desk/matter/{number}/check/?do=ask_sender" in shown
    assert MISSING not in page_of(checked(browser, number, "请问是哪一栋楼？", "ask_sender"))


def test_a_question_in_korean_is_answered_in_both(browser: Browser) -> None:
    number = comes_in().number
    ask_back(number, petition=number, text="언제 고쳐 줍니까?", by=PETITIONER, now=NOW)
    assert HINT in form(browser, number, "answer_question")
    assert MISSING in page_of(checked(browser, number, "下周一修好。", "answer_question", item="1"))
    assert HINT not in form(browser, number, "ask_sender"), "the petition itself is Chinese"


def test_what_comes_back_for_mending_is_checked_as_typed(browser: Browser) -> None:
    number = comes_in(text=KOREAN).number
    sent = {"seen": "1", "petition": number, "text": "请问是哪一栋楼？", "days": ""}
    page = page_of(browser("dan").post(f"/desk/matter/{number}/do/ask_sender/", sent))
    assert MISSING in page
    assert "请问是哪一栋楼？" in page


def test_the_check_is_for_whoever_may_ask(browser: Browser) -> None:
    number = comes_in(text=KOREAN).number
    go(number, Verb.SIGN)
    assert checked(browser, number, "好", "ask_sender", "bao").status_code == 200
    assert checked(browser, number, "好", "ask_sender", "wu").status_code == 404
    assert checked(browser, number, "好", "answer_question", "bao").status_code == 403, "nothing was asked"


def test_in_confidence_the_language_is_told_by_the_words_alone(browser: Browser) -> None:
    number = comes_in(confidential=True, person=KIM).number
    go(number, Verb.SIGN)
    assert HINT not in form(browser, number, "ask_sender", "bao")
    assert MISSING not in page_of(checked(browser, number, "请问是哪一栋楼？", "ask_sender", "bao"))
    assert HINT in form(browser, comes_in(confidential=True, person=KIM).number, "ask_sender", "dan")
    shown = comes_in(confidential=True, text=KOREAN).number
    go(shown, Verb.SIGN)
    assert HINT in form(browser, shown, "ask_sender", "bao")


@pytest.mark.parametrize("verb", ["ask_sender", "ask_back"])
def test_the_only_petition_is_chosen_and_called_a_petition(browser: Browser, verb: str) -> None:
    number = comes_in().number
    shown = form(browser, number, verb)
    assert f'<option value="{number}" selected>' in shown
    assert "哪一件" in shown
    assert "申请人" not in shown
