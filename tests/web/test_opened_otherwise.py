"""A matter handled anew on other grounds than a revocation, or after a parting: what a review's pages say. Art. 35, 36."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import look_into, rate, withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link, unlink
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county.queries import law
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Outcome, Route, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.test_after_answer import DAY, MO, WHY, Clock, answered, decided_above, looking
from tests.web.test_revoked import joined

pytestmark = pytest.mark.usefixtures("people")
FELL = "On 4 Mar 2026 the matter was taken up again; the earlier answer doesn&#x27;t hold any more."
ONLY = "A recheck would decide about the earlier answer only."


@pytest.fixture
def people(people: dict[str, User]) -> dict[str, User]:
    """With an officer of the department, who writes what the county's office decides."""
    mei = people["mei"] = User.objects.create(username="mei", name="Mei", created_at=cast.START)
    Post.objects.create(user=mei, unit_id=cast.DEPARTMENT, role=Role.OFFICER, since=cast.START)
    return people


def at_desk(browser: Browser, number: str, who: str = "dan") -> str:
    response = browser(who, language="en").get(f"/desk/matter/{number}/")
    assert response.status_code == 200
    return untorn(page_of(response))


def upheld(now: Clock) -> tuple[Receipt, Receipt, datetime]:
    """A matter whose answer a review upheld on 3 March."""
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    return first, review, decided_above(review.number, at)


def opened_by_a_look(first: Receipt, now: Clock, at: datetime) -> datetime:
    """A look into a low rating found it wrong; the desk has taken it up again on 4 March."""
    at += DAY
    rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=cast.PAK, now=at)
    look_into(first.number, item=1, verdict="handle_again", text="不实。", by=cast.DAN, now=at)
    actions.reopen(first.number, reason="核查认定。", by=cast.DAN, now=at)
    now(at)
    return at


def test_an_upheld_answer_that_a_look_had_opened_again_holds_no_more_on_the_reviews_pages(
    browser: Browser, now: Clock
) -> None:
    first, review, at = upheld(now)
    now(at)
    page = looking(browser, review)[1]
    assert "handled anew" not in page
    assert ONLY not in page
    assert "taken up again" not in at_desk(browser, review.number).partition('id="h-next"')[0]
    opened_by_a_look(first, now, at)
    page = looking(browser, review)[1]
    assert FELL in page
    assert f"The matter is handled anew under number {first.number}" in page
    assert ONLY in page
    shown = at_desk(browser, review.number).partition('id="h-next"')[0]
    assert "The matter was taken up again on 4 Mar 2026" in shown
    assert f"Since 4 Mar 2026 the matter is handled anew under number {first.number}." in shown
    assert "the new one can be reviewed by itself" in shown
    assert "may take the request back" not in shown


@pytest.mark.parametrize("said", ["upheld", "changed"])
def test_the_recheck_of_it_is_about_the_earlier_answer_and_ends_nothing(
    browser: Browser, now: Clock, said: str
) -> None:
    first, review, at = upheld(now)
    at = opened_by_a_look(first, now, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    page = looking(browser, recheck)[1]
    assert f"{FELL} What is decided here is about that earlier answer" in page
    assert "you may take it back" in page
    shown = at_desk(browser, recheck.number).partition('id="h-next"')[0]
    assert "The request is answered in writing all the same." in shown
    assert "The petitioner may take the request back." in shown
    text = letters.beginning(Verb.DRAFT, subject(file_of(recheck.number), law(), at), Outcome(said))
    assert f"该事项已于2026年3月4日重新办理（编号：{first.number}）" in text
    now(decided_above(recheck.number, at, said))
    for known in (review, recheck):
        page = looking(browser, known)[1]
        assert FELL in page
        assert "with it the matter has ended" not in page
        assert "has ended; the same facts" not in page
        assert "What is decided here" not in page
    assert "may take the request back" not in at_desk(browser, recheck.number)
    assert not file_of(first.number).state.final


def test_what_a_recheck_changes_after_the_new_beginning_ends_nothing(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    now(decided_above(recheck.number, at, "changed"))
    page = looking(browser, recheck)[1]
    assert "On 3 Mar 2026 the matter was taken up again" in page
    assert "with it the matter has ended" not in page
    assert "The matter was taken up again on 3 Mar 2026" in at_desk(browser, recheck.number)


def test_the_letter_that_confirms_a_recheck_taken_back_says_it_too(now: Clock) -> None:
    first, review, at = upheld(now)
    at = opened_by_a_look(first, now, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    withdraw(recheck.number, petition=recheck.number, text="撤回", by=cast.PAK, now=at)
    text = letters.beginning(Verb.DECLINE, subject(file_of(recheck.number), law(), at), Route.WITHDRAWN)
    assert "您已自愿撤回，现予确认并终结办理。" in text
    assert f"该事项已于2026年3月4日重新办理（编号：{first.number}）" in text
    assert "仍然有效" not in text
    assert "再次请求" not in text


def parted(now: Clock) -> tuple[Receipt, Receipt, Receipt, Receipt, datetime]:
    """Two petitioners in one matter; the second's review revoked the answer, then they part and it is opened again."""
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    review = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    unlink(other.number, reason="不是同一件事", by=cast.DAN, now=at)
    actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at + DAY)
    at += DAY
    now(at)
    return home, other, review, ask_review(review.number, text=WHY, by=cast.PAK, now=at), at


def test_who_parted_after_the_revocation_reads_it_on_their_own_page(browser: Browser, now: Clock) -> None:
    home, other, review, recheck, at = parted(now)
    page = looking(browser, other)[1]
    assert "<h1>Taken up again</h1>" in page
    assert "The answer was revoked on 3 Mar 2026; it is handled anew." in page
    assert f"A recheck that you asked for is under way, number {recheck.number}." in page
    page = looking(browser, review)[1]
    assert f"handled anew under number {other.number}" in page
    assert home.number not in page
    page = looking(browser, recheck)[1]
    assert "on 3 Mar 2026 the matter was taken up again, while the recheck goes on." in page
    now(decided_above(recheck.number, at, "changed"))
    page = looking(browser, other)[1]
    assert "A recheck that you asked for is under way" not in page
    assert home.number not in page
    page = looking(browser, home)[1]
    assert other.number not in page
    assert recheck.number not in page


def test_the_timeline_of_a_review_names_the_answer_after_parting(browser: Browser, now: Clock) -> None:
    _home, other, review, recheck, _at = parted(now)
    for known, below in ((review, other), (recheck, review)):
        page = looking(browser, known)[1]
        way = page[page.index('id="h-way"') :]
        assert "About the answer to" in way
        assert below.number in way


def test_the_desk_reads_on_the_parted_matter_what_was_decided_and_what_goes_on(
    browser: Browser, now: Clock
) -> None:
    home, other, review, recheck, at = parted(now)
    shown = at_desk(browser, other.number).partition('id="h-next"')[0]
    assert "The first answer was revoked on 3 Mar 2026" in shown
    assert f"Decided by Review {review.number}." in shown
    assert f"It was given in {home.number}, from which this petition has parted since" in shown
    assert f"A recheck is under way, number {recheck.number}." in shown
    shown = at_desk(browser, recheck.number).partition('id="h-next"')[0]
    assert f"Since 3 Mar 2026 the matter is handled anew under number {other.number}." in shown
    assert recheck.number not in at_desk(browser, home.number).partition('id="h-next"')[0]
    now(decided_above(recheck.number, at, "changed"))
    shown = at_desk(browser, other.number).partition('id="h-next"')[0]
    assert "Recheck of the earlier answer, decided on 5 Mar 2026: " in shown
    assert f"Decided by Recheck {recheck.number}." in shown
    assert "is under way" not in shown
    assert "Recheck of the earlier answer" not in at_desk(browser, home.number).partition('id="h-next"')[0]


def test_what_the_recheck_revoked_of_a_parted_petition_goes_on_under_its_own_number(
    browser: Browser, now: Clock
) -> None:
    _home, other, review, recheck, at = parted(now)
    decided_above(recheck.number, at, "revoked")
    shown = at_desk(browser, review.number).partition('id="h-next"')[0]
    assert f"handled anew under number {other.number}; nothing is done here any more." in shown


def test_a_review_that_goes_on_while_its_petition_parts_is_told_there(browser: Browser, now: Clock) -> None:
    home, other, theirs, review, at = joined(now)
    actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at)
    assert f"A review that you asked for is under way, number {review.number}." in looking(browser, other)[1]
    at += DAY
    unlink(other.number, reason="不是同一件事", by=cast.DAN, now=at)
    now(at)
    page = looking(browser, other)[1]
    assert f"A review that you asked for is under way, number {review.number}." in page
    assert "<h1>Taken up again</h1>" in page
    page = looking(browser, review)[1]
    assert "was revoked on 3 Mar 2026, upon somebody else" in page
    assert f"handled anew under number {other.number}" in page
    shown = at_desk(browser, other.number).partition('id="h-next"')[0]
    assert f"A review is under way, number {review.number}." in shown
    assert f"Decided by Review {theirs.number}." in shown
    assert "is under way" not in at_desk(browser, home.number).partition('id="h-next"')[0]
    about = subject(file_of(review.number), law(), at)
    text = letters.beginning(Verb.DRAFT, about, Outcome.REVOKED)
    assert f"该事项已于2026年3月3日重新办理（编号：{other.number}）" in text
    assert "个工作日内启动重新办理" not in text
    now(decided_above(review.number, at, "upheld"))
    assert "Review of the earlier answer, decided on 5 Mar 2026: " in at_desk(browser, other.number)
    page = looking(browser, other)[1]
    assert "The review of the answer was decided" in page[page.index('id="h-way"') :]


@pytest.mark.parametrize("said", ["upheld", "changed"])
def test_a_review_decided_before_somebody_elses_revoked_says_so_on_both_sides(
    browser: Browser, now: Clock, said: str
) -> None:
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    mine = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    theirs = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(mine.number, at, said)
    now(at)
    assert "was revoked on" not in looking(browser, mine)[1]
    at = decided_above(theirs.number, at, "revoked")
    now(at)
    page = looking(browser, mine)[1]
    assert "was revoked on 4 Mar 2026, upon somebody else" in page
    assert f"handled anew under number {home.number}" in page
    assert theirs.number not in page
    assert "Ask for a recheck" in page
    shown = at_desk(browser, mine.number).partition('id="h-next"')[0]
    assert "The first answer was revoked on 4 Mar 2026" in shown
    assert "may take the request back" not in shown
    actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at)
    page = looking(browser, mine)[1]
    assert "was revoked on 4 Mar 2026, upon somebody else" in page
    assert ONLY in page
    assert f"handled anew under number {home.number}" in at_desk(browser, mine.number)


def test_one_person_who_asked_took_it_back_and_asked_again_isnt_told_as_two(
    browser: Browser, now: Clock
) -> None:
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    review = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    withdraw(review.number, petition=review.number, text="撤回", by=cast.PAK, now=at)
    actions.decline(review.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    second = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    page = looking(browser, home)[1]
    way = page[page.index('id="h-way"') :]
    told = (
        "Somebody else in this matter asked for a review",
        "Somebody else&#x27;s request for a review was taken back",
        "Whoever had taken their request back asked for a review again",
    )
    assert [way.count(words) for words in told] == [1, 1, 1]
    assert [way.index(words) for words in told] == sorted(way.index(words) for words in told)
    for number in (other.number, review.number, second.number):
        assert number not in page
    assert "Somebody else" not in looking(browser, other)[1]
