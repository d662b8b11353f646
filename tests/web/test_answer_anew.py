"""At the portal: a new answer is rated anew, a second mind is refused once, and what a recheck that ends nothing means."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.around import Rating
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.dossier.models import Entry
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_after_answer import DAY, WHY, Clock, answered, decided_above, looking

pytestmark = pytest.mark.usefixtures("county")


def rates_again(client: Client, said: dict[str, str]) -> str:
    response = client.post("/follow/rate/", said)
    assert response.status_code == 422
    return page_of(response)


def test_a_second_mind_is_refused_once_and_only_what_is_open_stays_a_field(
    browser: Browser, now: Clock
) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    client.post("/follow/rate/", {"unit": "dissatisfied"})
    page = rates_again(client, {"unit": "satisfied", "unit_words": "其实还好"})
    assert page.count("This was rated already") == 1
    assert "其实还好" in page
    assert 'name="unit"' not in page
    assert 'name="department"' in page
    assert "-error" not in page
    page = rates_again(client, {"unit": "satisfied", "department": "mostly"})
    assert page.count("This was rated already") == 1
    assert 'type="radio"' not in page


def test_a_new_answer_is_rated_anew_even_with_the_same_step(browser: Browser, now: Clock) -> None:
    receipt, at = answered(now)
    client, _ = looking(browser, receipt)
    said = {"unit": "satisfied", "department": "satisfied"}
    assert client.post("/follow/rate/", said).status_code == 303
    actions.reopen(receipt.number, reason="又停水了", by=cast.DAN, now=at + 2 * DAY)
    for verb, step in cast.WAY[1:]:
        step(receipt.number, at + 3 * DAY)
        assert verb
    now(at + 4 * DAY)
    page = page_of(client.get("/follow/"))
    assert page.count("You have not rated") == 2
    assert page_of(client.get("/follow/rate/")).count('type="radio"') == 6
    assert client.post("/follow/rate/", said).status_code == 303
    assert client.post("/follow/rate/", said).status_code == 303  # a double click
    rows = Rating.objects.filter(matter=receipt.number).order_by("n").values_list("rated", "opinion")
    assert list(rows) == [("department", 1), ("unit", 1), ("department", 2), ("unit", 2)]
    assert "You have not rated" not in page_of(client.get("/follow/"))


def test_what_was_written_of_the_earlier_answer_isnt_taken_for_the_new_one(
    browser: Browser, now: Clock
) -> None:
    receipt, at = answered(now)
    client, _ = looking(browser, receipt)
    assert 'name="answer" value="1"' in page_of(client.get("/follow/rate/"))
    assert 'name="answer" value="1"' in page_of(client.get("/follow/review/"))
    actions.reopen(receipt.number, reason="又停水了", by=cast.DAN, now=at + 2 * DAY)
    for verb, step in cast.WAY[1:]:
        step(receipt.number, at + 3 * DAY)
        assert verb
    now(at + 4 * DAY)
    old = {"unit": "dissatisfied", "unit_words": "没人来过", "answer": "1", "text": "没人来过"}
    known = {"number": receipt.number, "code": receipt.code}
    for form, empty in (("rate", {"unit": ""}), ("review", {"text": ""})):
        assert "There is a new answer" in page_of(client.post(f"/follow/{form}/", old | known | empty))
        late = browser(language="en").post(
            f"/follow/{form}/", old
        )  # too long ago: number and code are asked for
        assert 'name="answer" value="1"' in page_of(late)
        response = client.post(f"/follow/{form}/", old | known)
        page = page_of(response)
        assert response.status_code == 422
        assert "There is a new answer" in page
        assert "没人来过" in page
        assert 'name="answer" value="2"' in page
    assert not Entry.objects.filter(verb__in=["rate", "ask_review"]).exists()
    assert client.post("/follow/rate/", old | {"answer": "2"}).status_code == 303


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("revoked", "handled anew"),
        ("changed", "The changed answer counts and is carried out"),
    ],
)
def test_a_recheck_that_lets_the_answer_fall_says_what_becomes_of_it(
    browser: Browser, now: Clock, outcome: str, told: str
) -> None:
    receipt, at = answered(now)
    review = ask_review(receipt.number, text=WHY, by=cast.PAK, now=at)
    decided = decided_above(review.number, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=decided)
    now(decided_above(recheck.number, decided, outcome) + DAY)
    for known in (receipt, review, recheck):
        page = looking(browser, known)[1]
        assert told in page
        assert ("anew" in page) is (outcome == "revoked")
        assert "taken up again" not in page


def test_other_words_beside_the_same_step_arent_lost_nor_what_was_taken_called_unsent(
    browser: Browser, now: Clock
) -> None:
    receipt, _ = answered(now)
    client, _ = looking(browser, receipt)
    said = {"unit": "satisfied", "unit_words": "很好。\r\n谢谢"}
    for _ in range(2):
        assert client.post("/follow/rate/", said).status_code == 303
    assert client.post("/follow/rate/", {"unit": "satisfied"}).status_code == 303
    both = {
        "department": "mostly",
        "department_words": "群工部热情",
        "unit": "satisfied",
        "unit_words": "灯又坏了",
    }
    response = client.post("/follow/rate/", both)  # the way back, and written on
    page = page_of(response)
    assert response.status_code == 422
    assert "Satisfied. 灯又坏了" in page
    assert "群工部热情" not in page, "that was taken"
    assert len(file_of(receipt.number).state.ratings) == 2
