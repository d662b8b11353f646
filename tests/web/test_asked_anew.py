"""Who took a request for review or recheck back asks anew at once, within the thirty days. Art. 35, 36, decision 0015."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.cases.results import taken_back_below
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.cases.verification import faults_of
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Outcome, Route, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.test_after_answer import (
    DAY,
    MEI,
    MO,
    WHY,
    Clock,
    answered,
    asks,
    decided_above,
    looking,
    slip_of,
)

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def people(people: dict[str, User]) -> dict[str, User]:
    """With an officer of the department, who writes what the county's office decides."""
    mei = people["mei"] = User.objects.create(username="mei", name="Mei", created_at=cast.START)
    Post.objects.create(user=mei, unit_id=cast.DEPARTMENT, role=Role.OFFICER, since=cast.START)
    return people


def took_back(now: Clock, days: int = 30) -> tuple[Receipt, Receipt, datetime]:
    """A review that is taken back so many days after the answer arrived; the letter that confirms it isn't written yet."""
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    back = at + days * DAY
    withdraw(review.number, petition=review.number, text="撤回", by=PETITIONER, now=back)
    now(back)
    return first, review, back


def confirm(number: str, at: datetime) -> str:
    """The letter is written as the desk would begin it; what it says."""
    text = letters.beginning(Verb.DECLINE, subject(file_of(number), law(), at), Route.WITHDRAWN)
    actions.decline(number, route="withdrawn", text=text, by=MO, now=at)
    return text


def parts(page: str) -> tuple[str, str]:
    """The page before what has happened, and that."""
    above, _sep, way = page.partition('id="h-way"')
    return above, way


def test_on_the_last_day_it_may_be_asked_anew_before_anybody_confirmed_it(
    browser: Browser, now: Clock
) -> None:
    first, review, back = took_back(now)
    client, page = looking(browser, first)
    above, way = parts(page)
    assert f"(number {review.number}) back on 1 Apr 2026; that isn&#x27;t confirmed in writing yet." in above
    assert "the answer stands. Until 1 Apr 2026 you may ask" in above
    assert "It is confirmed" not in way
    assert way.count("You took your request for a review back") == 1
    assert "<textarea" in page_of(client.get("/follow/review/"))
    assert asks(client).status_code == 303
    again = slip_of(client)[0]
    above, way = parts(looking(browser, first)[1])
    assert f"A review that you asked for is under way, number {again}." in above
    assert "that isn&#x27;t confirmed in writing yet." in above
    assert f"the number is {again}." in above
    assert "Ask for a review" not in above
    assert f"You have asked anew since, number {again}." in parts(looking(browser, review)[1])[0]
    text = confirm(review.number, back + DAY)
    assert f"原处理意见仍然有效。您已再次请求复查（编号：{again}），该请求另行办理。" in text
    now(back + DAY)
    above, way = parts(looking(browser, first)[1])
    assert "confirmed" not in above
    assert way.count("It is confirmed that you took your request back") == 1
    assert f"You have asked anew since, number {again}." in parts(looking(browser, review)[1])[0]
    assert [ask.outcome for ask in file_of(first.number).state.asks] == [Outcome.WITHDRAWN, None]
    now(decided_above(again, back + DAY, "changed"))
    assert "<h1>The answer was changed</h1>" in looking(browser, first)[1]
    assert [fault for number in (first.number, review.number, again) for fault in faults_of(number)] == []


def test_a_day_later_it_is_too_late_whether_confirmed_or_not(browser: Browser, now: Clock) -> None:
    first, _review, _back = took_back(now, days=31)
    client, page = looking(browser, first)
    assert "the answer stands. The thirty days to ask for a review ended on 1 Apr 2026." in page
    assert asks(client).status_code == 422


def test_a_recheck_is_asked_for_anew_like_a_review(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    withdraw(recheck.number, petition=recheck.number, text="撤回", by=PETITIONER, now=at)
    now(at)
    client, page = looking(browser, review)
    assert "what the review decided stands. Until 2 Apr 2026 you may ask" in page
    assert asks(client).status_code == 303
    again = slip_of(client)[0]
    for known in (first, review):
        above = parts(looking(browser, known)[1])[0]
        assert f"A recheck that you asked for is under way, number {again}." in above
    assert f"您已再次请求复核（编号：{again}）" in confirm(recheck.number, at)
    assert "You took your request for a recheck back" in parts(looking(browser, review)[1])[1]


def test_the_letter_says_until_when_without_waiting_for_it(now: Clock) -> None:
    _first, review, back = took_back(now)
    text = confirm(review.number, back)
    assert text.endswith("原处理意见仍然有效。您在2026年4月1日前（含当日）可以再次请求复查。")


def test_what_was_taken_back_is_not_decided_beside_the_new_one(now: Clock) -> None:
    _first, review, back = took_back(now)
    with pytest.raises(NotDone) as no:
        actions.draft(review.number, outcome="revoked", text="撤销。", by=MEI, now=back)
    assert no.value.refused.reason == "request_taken_back"


@pytest.mark.usefixtures("people")
def test_the_desk_reads_that_it_was_asked_anew_and_what_is_left(browser: Browser, now: Clock) -> None:
    first, review, back = took_back(now)
    told = "The petitioner has asked anew since"

    def desk(number: str) -> str:
        return untorn(page_of(browser("dan", language="en").get(f"/desk/matter/{number}/")))

    assert told not in desk(review.number)
    assert "The request for review was taken back" in desk(first.number)
    again = ask_review(first.number, text=WHY, by=cast.PAK, now=back)
    page = desk(review.number)
    assert told in page
    assert f"That request has number {again.number}." in page
    assert "Here only the letter is left that confirms it" in page
    assert told not in desk(again.number)
    confirm(review.number, back)
    assert told not in desk(review.number)


def test_who_had_taken_back_before_this_was_known_at_once_is_told_when_it_is_confirmed(now: Clock) -> None:
    """Dossiers of before have no entry below until the letter is out; none has two."""
    first, review, back = took_back(now, days=1)
    below = Entry.objects.filter(number=first.number, verb=Verb.REVIEWED.value)
    assert below.count() == 1
    confirm(review.number, back)
    assert below.count() == 1
    other, at = answered(now)
    late = ask_review(other.number, text=WHY, by=cast.PAK, now=at)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("huiyin.rooms.cases.following.taken_back_below", lambda *args, **named: None)
        withdraw(late.number, petition=late.number, text="撤回", by=PETITIONER, now=at)
    assert file_of(other.number).state.asks[0].outcome is None
    confirm(late.number, at)
    assert file_of(other.number).state.asks[0].outcome is Outcome.WITHDRAWN
    assert taken_back_below(Pen(other.number, state=file_of(other.number).state), by=MO, now=at) is None
