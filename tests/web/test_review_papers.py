"""Papers and pages of a review or recheck: who decides signs, the letter says whose answer it is about, the desk is called."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county import queries as county
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.clocks import Clock as Clock13
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Outcome, Route, Stage, Verb
from huiyin.web.shared import letters, letters_ko
from huiyin.web.shared.papers import addressing, letter
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_after_answer import DAY, WHY, Clock, answered, decided_above, looking
from tests.web.test_desk_after import MEI, MO, decided
from tests.web.test_letters import SUBJECT

pytestmark = pytest.mark.usefixtures("people")


def signs(number: str, language: str = "zh-hans") -> str:
    file = file_of(number)
    found = letter.answer(file)
    assert found is not None
    return letter.signs(found, file)[language]


def test_who_decides_signs_what_the_office_issues_for_it(now: Clock) -> None:
    first, at = answered(now)
    assert signs(first.number) == county.unit(cast.BUREAU).name
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    assert letter.answer(file_of(review)) is None
    at = decided(review, at)
    assert signs(review) == "汪清县人民政府"
    assert signs(review, "ko").endswith("인민정부")
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    decided(recheck, at)
    upper, _top = county.upper_organs()
    assert signs(recheck) == upper


def test_a_notice_on_the_way_to_an_organ_above_is_the_offices_own(now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=decided(review, at)).number
    file = file_of(recheck)
    mine = letter.Letter(1, letter.Kind.ACCEPTED, at, cast.DEPARTMENT, 0, "受理")
    assert letter.signs(mine, file)["zh-hans"] == county.unit(cast.DEPARTMENT).name


@pytest.fixture
def people(people: dict[str, User]) -> dict[str, User]:
    """With an officer of the department, who writes what the county's office decides."""
    mei = people["mei"] = User.objects.create(username="mei", name="Mei", created_at=cast.START)
    Post.objects.create(user=mei, unit_id=cast.DEPARTMENT, role=Role.OFFICER, since=cast.START)
    return people


def begun(browser: Browser, number: str, outcome: str) -> str:
    mei = browser("mei", language="zh-hans")
    return page_of(mei.get(f"/desk/matter/{number}/?do=draft&begin={outcome}"))


def test_a_reviews_letter_begins_with_whose_answer_it_is_about(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    now(at + DAY)
    page = begun(browser, review, "revoked")
    bureau = county.unit(cast.BUREAU).name

    assert f"您不服{bureau}于2026年3月2日就“没有水”作出的处理意见" in page
    assert f"请求复查（编号：{review}）。现复查如下：" in page
    assert f"撤销处理意见，由{bureau}以编号{first.number}重新办理并作出新的书面答复" in page
    upper, _top = county.upper_organs()
    assert f"请求{upper}复核" in page
    assert "第三十五条" in page
    assert "第三十二条" not in page.partition("hy-barred")[0]
    at = decided(review, at)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    now(at + DAY)
    page = begun(browser, recheck, "upheld")
    assert "您不服汪清县人民政府于2026年3月3日就“没有水”作出的复查意见" in page
    assert "维持复查意见。" in page
    assert "第三十六条" in page


def test_a_letter_that_revokes_says_when_it_is_taken_up_again(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    now(at + DAY)
    assert "自本意见书送达之日起5个工作日内启动重新办理。" in begun(browser, review, "revoked")


def test_a_rechecks_letter_names_who_handles_the_first_matter_anew(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    at = decided(review, at)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    now(at + DAY)
    page, bureau = begun(browser, recheck, "revoked"), county.unit(cast.BUREAU).name
    again = f"由{bureau}以编号{first.number}重新办理并作出新的书面答复"
    assert f"撤销复查意见，{again}，自本意见书送达之日起5个工作日内启动重新办理。" in page


def test_a_rechecks_letter_names_the_day_that_runs_already(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    at = decided_above(review, at, "revoked")
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    now(at + DAY)
    due = next(run.due_on for run in file_of(first.number).state.running if run.code is Clock13.L13)
    page, bureau = begun(browser, recheck, "revoked"), county.unit(cast.BUREAU).name
    assert f"由{bureau}以编号{first.number}重新办理" in page
    assert f"，在{due.year}年{due.month}月{due.day}日前（含当日）启动重新办理。" in page
    actions.reopen(first.number, reason="重新办理", by=cast.DAN, now=at + DAY)
    now(at + DAY)
    page = begun(browser, recheck, "revoked")
    assert (
        f"由{bureau}以编号{first.number}重新办理并作出新的书面答复。" in page
    )  # it is being handled anew already


def test_the_passage_is_whole_in_korean() -> None:
    both = {"zh-hans": "县局", "ko": "현국"}
    below = letters.Below(both, both, "1-2", both, {}, 5)
    korean = replace(SUBJECT, stage=Stage.RECHECK, korean=True, below=below)
    text = letters.beginning(Verb.DRAFT, korean, Outcome.REVOKED).partition("현국")[2]
    assert "현국에서 번호 1-2로 다시 처리하고" in text
    assert "전달한 날부터 5근무일내에 시작합니다. 리유" in text


def test_a_copy_of_a_review_keeps_whose_answer_it_is_about(now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    tongue = letters_ko.TONGUE
    said = tongue.hello_review.format(
        organ="A", answered="B", title="C", opinion="D", received="E", act="F", number=review
    )
    pattern = addressing._pattern(next(o for o in addressing._openings(tongue) if "{organ}" in o))
    found = pattern.search(said)
    assert found is not None
    assert found.groupdict() == {
        "organ": "A",
        "answered": "B",
        "opinion": "D",
        "act": "F",
        "number": review,
        "received": "E",
    }


def test_a_place_that_the_county_names_twice_is_looked_for_twice() -> None:
    pattern = addressing._pattern("您不服{organ}的{opinion}，{organ}：{number}")
    assert pattern.search("您不服县局的意见，县局：222424-20260302-00001-5")
    assert not pattern.search("您不服县局的意见，市局：222424-20260302-00001-5")


def test_a_group_signs_in_korean_with_the_department_that_it_belongs_to() -> None:
    Unit.objects.filter(code=cast.DEPARTMENT).update(name_ko="현당위 군중사업부")
    forget()
    house = county.unit(cast.DEPARTMENT)
    assert house is not None
    group = replace(house, code="G7", parent=house.code, name=f"{house.name}七组", name_ko="7조")
    assert letters.full_name(group, letters_ko.TONGUE) == "현당위 군중사업부 7조"
    alone = replace(group, name="七组")
    assert letters.full_name(alone, letters_ko.TONGUE) == "7조"


def test_the_answer_below_says_what_its_review_came_to(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    assert "It was decided" not in looking(browser, first)[1]
    at = decided_above(review.number, at, "changed")
    now(at + DAY)
    page = looking(browser, first)[1]
    assert re.search(r"Review of \d+ Mar 2026: Opinion changed", page)
    counts = rf"The answer was changed: what counts is the decision of \d+ Mar 2026, number {review.number}\."
    assert re.search(counts, page)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(recheck.number, at) + DAY)
    page = looking(browser, first)[1]
    assert re.search(counts, page)  # the recheck upheld the review, not the first answer
    assert re.search(r"Recheck of \d+ Mar 2026: Review’s answer upheld", page)
    assert "Answer upheld" not in page
    assert "The earlier answer, changed since" in page
    assert "· Review’s answer upheld" in looking(browser, recheck)[1]


@pytest.mark.parametrize(
    ("outcome", "head"),
    [("upheld", ""), ("changed", "Changed on"), ("revoked", "Revoked on")],
)
def test_what_somebody_else_asked_for_isnt_taken_for_ones_own(
    browser: Browser, now: Clock, outcome: str, head: str
) -> None:
    home = cast.comes_in()
    joined = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(joined.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.DELIVER)
    theirs = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at).number
    mine = ask_review(home.number, petition=joined.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(theirs, at, outcome) + DAY)
    page = looking(browser, joined)[1]
    assert f"the number is {mine.number}" in page
    assert "Opinion upheld" not in page
    assert (f"{head} " in page and "somebody else&#x27;s request" in page) is bool(head)
    assert ("A review that somebody else asked for was decided" in page) is bool(head)
    assert "The review of the answer was decided" not in page
    assert theirs not in page
    assert ("Upon somebody else&#x27;s request the answer was revoked" in page) is (outcome == "revoked")


def test_an_upheld_answer_is_said_to_stand(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(review.number, at) + DAY)
    page = looking(browser, first)[1]
    assert "It was decided: the answer is upheld." in page
    assert "what counts is" not in page


def ended_without(number: str, at: datetime, route: str) -> datetime:
    actions.decline(number, route=route, text="您的请求已由您本人撤回。", by=MO, now=at)
    actions.deliver(number, method="hand", result="received", delivered_at=at, proof="签收", by=MEI, now=at)
    return at


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ("withdrawn", "You took the request for a review back; the answer stands."),
        ("court", "It was declined;"),
    ],
)
def test_a_request_taken_back_opens_no_recheck_and_one_declined_does(
    browser: Browser, now: Clock, route: str, told: str
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    if route == "withdrawn":
        withdraw(review.number, petition=review.number, text="撤回", by=cast.PAK, now=at)
    ended_without(review.number, at, route)
    file = file_of(review.number)
    found = letter.answer(file)
    assert found is not None
    assert "本复查意见" not in found.text
    assert ("如不服本告知" in found.text) is (
        route == "court"
    )  # whoever declines takes the recheck away from nobody
    assert letter.signs(found, file)["zh-hans"] == county.unit(cast.DEPARTMENT).name
    assert any(run.code.value == "T10" for run in file.state.clocks) is (route == "court")
    now(at + DAY)
    page = looking(browser, review)[1]
    assert ("Ask for a recheck" in page) is (route == "court")
    assert told in looking(browser, first)[1]


def test_a_letter_about_a_request_says_that_it_was_the_request() -> None:
    subject = replace(SUBJECT, stage=Stage.REVIEW)
    text = letters.beginning(Verb.DECLINE, subject, Route.WITHDRAWN)
    assert "信访事项提出的复查请求" in text
    assert "\n\n原处理意见仍然有效。" in text
    assert "再次提出" not in text
    assert "复查请求" in letters.beginning(Verb.DECLINE, subject, Route.COURT)
    first = letters.beginning(Verb.DECLINE, SUBJECT, Route.WITHDRAWN)
    assert "复查" not in first
    for text_of in (text, first):
        assert "现答复如下" not in text_of
        assert "收悉" not in text_of  # that begins an answer
        assert text_of.split("\n\n")[1].endswith("，您已自愿撤回，现予确认并终结办理。")
        assert "条例" not in text_of  # no article speaks of taking back
    both = letters.beginning(Verb.DECLINE, replace(SUBJECT, korean=True), Route.WITHDRAWN)
    assert "다음과 같이 회답합니다" not in both
    assert "접수하였습니다" not in both
    assert "을 자원하여 철회하셨음을 확인하고 처리를 끝냅니다." in both
    assert "조례" not in both
    assert "现答复如下" in letters.beginning(Verb.DECLINE, SUBJECT, Route.COURT)


def test_the_desk_is_called_to_take_up_what_a_review_revoked(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    tile = "/desk/due/?again=1"
    assert tile not in page_of(browser("dan", language="en").get("/desk/"))
    at = decided_above(ask_review(first.number, text=WHY, by=cast.PAK, now=at).number, at, "revoked")
    now(at + DAY)
    dan = browser("dan", language="en")
    assert tile in page_of(dan.get("/desk/"))
    page = page_of(dan.get(tile))
    assert first.number in page
    actions.reopen(first.number, reason="复查撤销", by=cast.DAN, now=at + DAY)
    assert tile not in page_of(dan.get("/desk/"))
    assert "Nothing waits to be taken up again." in page_of(dan.get(tile))


def test_the_desk_reads_which_of_the_two_it_was(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    at = decided(review, at)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    now(decided(recheck, at) + DAY)
    dan = browser("dan", language="en")
    pages = {
        number: page_of(dan.get(f"/desk/matter/{number}/")) for number in (first.number, review, recheck)
    }
    assert "Review asked for" in pages[first.number]
    assert "Recheck decided" in pages[first.number]
    assert "Recheck asked for" in pages[review]
    assert "<dt>Stage</dt><dd>Review</dd>" in pages[review]
    assert "<dt>Stage</dt><dd>Recheck</dd>" in pages[recheck]
    assert "<dt>Stage</dt>" not in pages[first.number]
    assert MEI.key


def test_steps_of_a_first_matter_are_called_as_ever(now: Clock) -> None:
    first, _at = answered(now)
    assert file_of(first.number).entries[0].verb == Verb.REGISTER


def test_what_is_to_be_taken_up_is_read_from_its_index(browser: Browser, now: Clock) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan so")
    now(cast.START)
    dan = browser("dan")
    dan.get("/desk/")
    with CaptureQueriesContext(connection) as queries:
        dan.get("/desk/")
    known = [one["sql"] for one in queries if "'L13'" in one["sql"]]
    asked = [sql for sql in known if "COUNT(" not in sql]  # what is to be closed is counted without them
    assert (len(asked), len(known)) == (1, 2)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
        told = [row[3] for row in cursor.fetchall()]
    assert any("SEARCH" in one and "to_take_up (code=" in one for one in told), told  # not read through
