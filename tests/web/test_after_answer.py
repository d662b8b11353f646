"""After the answer, at the portal: the way to a review, the rating, three facts; nothing twice, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import follow_up, fulfil, look_into, pledge
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.vocabulary import Stage, Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.paper_reading import words_of
from tests.web.test_portal import receipt_of

pytestmark = pytest.mark.usefixtures("county")

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]
WHY = "The pressure is still too low: nobody has looked at the pump."
MEI = cast.person("mei", Role.OFFICER, cast.DEPARTMENT)
MO = cast.person("mo", Role.HEAD, cast.DEPARTMENT)


def answered(now: Clock, **change: Any) -> tuple[Receipt, datetime]:
    """A matter that the bureau has answered; the pages' clock stands a day later."""
    receipt = cast.comes_in(**change)
    at = cast.go(receipt.number, Verb.CLOSE)
    now(at + DAY)
    return receipt, at


def looking(browser: Browser, receipt: Receipt, language: str = "en") -> tuple[Client, str]:
    """A browser that has looked the matter up, and what it shows."""
    client = browser(language=language)
    response = client.post("/follow/", {"number": receipt.number, "code": receipt.code}, follow=True)
    assert response.status_code == 200
    return client, untorn(page_of(response))


def asks(client: Client, token: str = "", **change: Any) -> Any:
    return client.post("/follow/review/", {"token": token or new_form_token(), "text": WHY, **change})


def slip_of(client: Client) -> list[str]:
    return list(receipt_of(client))


# -- review -------------------------------------------------------------------------------------------------------


def test_the_last_day_is_shown_and_a_request_gives_a_receipt_of_its_own(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client, page = looking(browser, receipt)
    asked = r"Until 1 Apr 2026 you may ask [^,]*汪清县人民政府[^,]*, the organ above the one that answered, for a review."
    assert re.search(asked, page)
    assert 'href="/follow/review/' in page
    assert WHY not in page_of(client.get("/follow/review/"))
    response = asks(client)
    number, code = slip_of(client)
    assert (response.status_code, response["Location"]) == (303, f"/receipt/{number}/")
    assert number != receipt.number
    kept = page_of(client.get(f"/receipt/{number}/"))
    assert ("15 days" in kept, "who decides, and until when" in kept) == (False, True)
    assert "15days" not in words_of(client.get(f"/receipt/{number}/receipt.pdf").content)
    review = Matter.objects.get(number=number)
    assert (review.stage, review.about) == (Stage.REVIEW, receipt.number)
    assert file_of(number).texts[1, "text"] == WHY
    page = page_of(client.get("/follow/"))
    assert number in page
    assert "A review was asked for on" in page
    assert 'href="/follow/review/' not in page
    _, page = looking(browser, Receipt(number, code))
    assert "You asked for a review" in page
    assert receipt.number in page


def test_double_click_and_back_button_ask_once(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    token = new_form_token()
    asks(client, token)
    first = slip_of(client)
    asks(client, token)
    assert slip_of(client) == first
    response = asks(client, token, text=WHY + " And one thing more.")
    assert response.status_code == 422
    assert "One thing more"[1:] in page_of(response)
    assert page_of(response).count("review was asked for") == 1
    assert "<textarea" not in page_of(response)
    assert Matter.objects.count() == 2


def test_after_the_last_day_the_sentence_says_so_and_why(browser: Browser, now: Clock) -> None:
    receipt, at = answered(now)
    now(at + 31 * DAY)
    client, page = looking(browser, receipt)
    assert "The thirty days to ask for a review ended on 1 Apr 2026." in page
    assert "They run from the day on which the answer reached you." in page
    assert "Art. 35" in page
    assert 'href="/follow/review/' not in page
    assert "<textarea" not in page_of(client.get("/follow/review/"))
    response = asks(client)
    assert response.status_code == 422
    page = page_of(response)
    assert WHY in page
    assert page.count("The thirty days to ask for a review") == 1
    assert "<textarea" not in page
    assert Matter.objects.count() == 1


def test_who_wrote_for_long_gives_number_and_code_again_and_loses_nothing(
    browser: Browser, now: Clock
) -> None:
    receipt, _ = answered(now)
    client = browser(language="en")
    fresh = page_of(client.get("/follow/review/"))
    assert 'name="code"' in fresh
    response = asks(client)
    page = page_of(response)
    assert response.status_code == 422
    assert WHY in page
    assert 'name="number"' in page
    response = asks(client, number=receipt.number, code="AAAA-AAAA-AAAA")
    assert response.status_code == 422
    assert WHY in page_of(response)
    assert receipt.number in page_of(response)
    assert asks(client, number=receipt.number, code=receipt.code).status_code == 303
    assert Matter.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "  ", "a\x00b", "长" * 20_001])
def test_wrong_words_are_said_beside_the_field(browser: Browser, now: Clock, typed: str) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    response = asks(client, text=typed)
    assert response.status_code == 422
    assert 'id="f-text-error"' in page_of(response)
    assert Matter.objects.count() == 1


def test_a_stale_page_takes_nothing_and_keeps_the_words(browser: Browser, now: Clock) -> None:
    receipt, at = answered(now)
    client, _ = looking(browser, receipt)
    actions.reopen(receipt.number, reason="又停水了", by=cast.DAN, now=at)
    response = asks(client)
    assert response.status_code == 422
    assert WHY in page_of(response)
    assert Matter.objects.count() == 1


def test_where_nothing_is_to_be_reviewed_nothing_is_offered(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    cast.go(receipt.number, Verb.TRIAGE)
    actions.decline(receipt.number, route="court", text="请起诉。", by=cast.DAN, now=cast.START + DAY)
    now(cast.START + 2 * DAY)
    client, page = looking(browser, receipt)
    assert "review" not in page.lower()
    assert "rate" not in page.lower().replace("procurate", "").replace("separate", "")
    assert "nothing here that could be reviewed" in page_of(client.get("/follow/review/"))
    assert "nothing here that could be rated" in page_of(client.get("/follow/rate/"))


def test_who_joined_asks_for_themself_and_the_other_sees_no_number(browser: Browser, now: Clock) -> None:
    home = cast.comes_in()
    joined = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(joined.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.DELIVER)
    now(at + DAY)
    client, _ = looking(browser, joined)
    assert asks(client).status_code == 303
    number, _code = slip_of(client)
    assert Petition.objects.get(number=number).petitioner.name == "朴成浩"
    other, page = looking(browser, home)
    assert "Somebody else in this matter asked for a review" in page
    assert number not in page
    assert "Ask for a review" in page  # their own thirty days run on
    assert asks(other, text="我家也要复查。").status_code == 303
    own, _code = slip_of(other)
    assert own != number
    assert (
        f"A review was asked for on 3 Mar 2026. It has its own number and query code; the number is {own}."
        in looking(browser, home)[1]
    )


def test_the_recheck_above_the_county_is_named_and_it_ends_there(browser: Browser, now: Clock) -> None:
    set_setting("upper_organ", "延边州人民政府", by=SYSTEM, now=cast.START)
    receipt, at = answered(now)
    review = ask_review(receipt.number, text=WHY, by=cast.PAK, now=at)
    decided = decided_above(review.number, at)
    now(decided + DAY)
    client, page = looking(browser, review)
    assert "Ask for a recheck" in page
    assert asks(client).status_code == 303
    number, code = slip_of(client)
    client, page = looking(browser, Receipt(number, code))
    assert "延边州人民政府" in page
    set_setting("upper_organ_ko", "연변주인민정부", by=SYSTEM, now=cast.START)
    client.cookies["language"] = "ko"
    assert "연변주인민정부" in page_of(client.get("/follow/"))
    assert "You asked for a recheck" in page
    now(decided_above(number, decided + DAY) + DAY)
    for known in (receipt, review, Receipt(number, code)):
        _, page = looking(browser, known)
        assert "It was rechecked and has ended" in page
        assert 'href="/follow/review/' not in page


def decided_above(number: str, at: datetime, outcome: str = "upheld") -> datetime:
    actions.draft(number, outcome=outcome, text="维持。", by=MEI, now=at + DAY)
    actions.approve(number, by=MO, now=at + DAY)
    actions.issue(number, by=MEI, now=at + DAY)
    actions.deliver(
        number, method="hand", result="received", delivered_at=at + DAY, proof="签收", by=MEI, now=at + DAY
    )
    return at + DAY


# -- rating -------------------------------------------------------------------------------------------------------


def test_nothing_is_chosen_beforehand_and_silence_is_called_silence(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client, page = looking(browser, receipt)
    assert page.count("You have not rated") == 2
    form = page_of(client.get("/follow/rate/"))
    assert form.count('type="radio"') == 6
    assert " checked" not in form
    assert form.count("(one of the two is enough)") == 2
    response = client.post("/follow/rate/", {})
    assert response.status_code == 422
    assert "Choose a step for at least one of them." in page_of(response)
    assert not Entry.objects.filter(verb="rate").exists()


def test_each_object_is_rated_once_with_its_words(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    said = {"unit": "dissatisfied", "unit_words": "没有人上门看过。"}
    response = client.post("/follow/rate/", said)
    assert (response.status_code, response["Location"]) == (303, "/follow/")
    assert client.post("/follow/rate/", said).status_code == 303  # a double click
    assert Entry.objects.filter(verb="rate").count() == 1
    page = page_of(client.get("/follow/"))
    assert "Dissatisfied. It is being looked into." in page
    assert page.count("You have not rated") == 1
    form = page_of(client.get("/follow/rate/"))
    assert 'name="department"' in form
    assert 'name="unit"' not in form
    assert "(needed)" in form
    assert "at least one" not in page_of(client.post("/follow/rate/", {}))
    response = client.post("/follow/rate/", {"unit": "satisfied"})  # an old page, another mind
    assert response.status_code == 422
    assert client.post("/follow/rate/", {"department": "mostly"}).status_code == 303
    page = page_of(client.get("/follow/"))
    assert "Mostly satisfied" in page
    assert 'href="/follow/rate/' not in page
    assert sorted(r.score for r in file_of(receipt.number).state.ratings) == ["dissatisfied", "mostly"]
    words = [text for (_, name), text in file_of(receipt.number).texts.items() if name == "remark"]
    assert "没有人上门看过。" in words


def test_words_without_a_step_are_kept_and_asked_about(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    response = client.post("/follow/rate/", {"unit_words": "好像还行"})
    assert response.status_code == 422
    assert "好像还行" in page_of(response)
    assert 'id="f-unit-error"' in page_of(response)
    assert client.post("/follow/rate/", {"unit": "excellent"}).status_code == 422
    assert not Entry.objects.filter(verb="rate").exists()


def test_only_while_it_is_allowed(browser: Browser, now: Clock) -> None:
    receipt, at = answered(now)
    now(at + 70 * DAY)
    client, page = looking(browser, receipt)
    assert "The time to rate ended on" in page
    assert page.count("You have not rated") == 2
    assert 'href="/follow/rate/' not in page
    assert "<textarea" not in page_of(client.get("/follow/rate/"))
    response = client.post("/follow/rate/", {"unit": "satisfied", "unit_words": "谢谢"})
    assert response.status_code == 422
    page = page_of(response)
    assert "谢谢" in page
    assert page.count("he time to rate") == 1
    assert 'name="unit"' not in page
    assert not Entry.objects.filter(verb="rate").exists()


def test_without_number_and_code_nobody_rates(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client = browser(language="en")
    response = client.post("/follow/rate/", {"unit": "satisfied", "unit_words": "谢谢"})
    assert response.status_code == 422
    assert "谢谢" in page_of(response)
    both = {"number": receipt.number, "code": receipt.code}
    assert client.post("/follow/rate/", {"unit": "satisfied", **both}).status_code == 303
    assert file_of(receipt.number).state.ratings[0].petition == receipt.number
    assert "Satisfied" in page_of(client.get("/follow/"))


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("answered_rightly", "the answer was right"), ("handle_again", "your matter is to be handled again"),
        ("manner", "not in the manner or the time"),
    ],
)  # fmt: skip
def test_what_became_of_a_low_rating_is_told(browser: Browser, now: Clock, verdict: str, told: str) -> None:
    receipt, at = answered(now)
    client, _ = looking(browser, receipt)
    client.post("/follow/rate/", {"unit": "dissatisfied"})
    look_into(receipt.number, item=1, verdict=verdict, text="查了卷宗。", by=cast.DAN, now=at + DAY)
    assert f"Dissatisfied. It was looked into: {told}" in page_of(client.get("/follow/")).replace(
        "right in substance, ", ""
    )


# -- three facts --------------------------------------------------------------------------------------------------


def facts_in(page: str) -> list[str]:
    inside = re.search(r'aria-labelledby="h-facts">(.*?)</section>', page, re.DOTALL)
    return re.findall(r"<dd>(.*?)</dd>", inside[1]) if inside else []


def test_answered_carried_out_and_confirmed_are_three_facts(browser: Browser, now: Clock) -> None:
    receipt, at = answered(now)
    number = receipt.number
    nothing = ["Yes: it has reached you", "No commitment has been noted",
               "You haven&#x27;t said anything of it yet"]  # fmt: skip
    assert facts_in(looking(browser, receipt)[1]) == nothing
    due = local_date(at + 9 * DAY)
    pledge(number, party="自来水公司", text="换水泵", due=due, by=cast.DAN, now=at)
    pledge(number, party="镇政府", text="修路", due=due, by=cast.DAN, now=at)
    fulfil(number, item=1, text="照片", by=cast.DAN, now=at)
    assert facts_in(looking(browser, receipt)[1])[1] == "Not yet: 1 of 2 promised"
    fulfil(number, item=2, text="照片", by=cast.DAN, now=at)
    tell = {"petition": number, "text": "电话", "by": cast.DAN, "now": at}
    follow_up(number, contact="phone", confirmed="not_said", **tell)
    follow_up(number, contact="phone", confirmed="not_said", reached=True, **tell)
    assert facts_in(looking(browser, receipt)[1])[1:] == ["Yes", nothing[2]]
    follow_up(number, contact="phone", confirmed="partly", reached=True, **tell)
    assert facts_in(looking(browser, receipt)[1])[2] == "Partly carried out"


def test_what_another_said_is_told_to_nobody_else(browser: Browser, now: Clock) -> None:
    home = cast.comes_in()
    joined = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩", phone="19900004321"))
    link(joined.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.DELIVER)
    now(at)
    follow_up(
        home.number, petition=joined.number, contact="phone", confirmed="no", reached=True, text="没修",
        by=cast.DAN, now=at,
    )  # fmt: skip
    assert "Not carried out" in facts_in(looking(browser, joined)[1])
    assert "Not carried out" not in facts_in(looking(browser, home)[1])


def test_before_the_answer_there_are_no_facts(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    now(cast.go(receipt.number, Verb.APPROVE))
    assert facts_in(looking(browser, receipt)[1]) == []


def test_the_page_costs_no_more_queries_than_before(browser: Browser, now: Clock) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    with CaptureQueriesContext(connection) as asked:
        client.get("/follow/")
    assert len(asked) <= 6, [q["sql"] for q in asked]
    with CaptureQueriesContext(connection) as asked:
        client.get("/follow/review/")
        client.get("/follow/rate/")
    assert len(asked) <= 12
