"""What was taken back is told with its day and as taken back: petitions, requests for review and recheck. Art. 35, 36."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county import queries as county
from huiyin.rooms.county.queries import law
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Route, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.paper_reading import words_of
from tests.web.test_after_answer import DAY, MO, WHY, Clock, answered, decided_above, looking
from tests.web.test_revoked import joined

pytestmark = pytest.mark.usefixtures("county")
HOUR = timedelta(hours=1)


def parts(page: str) -> tuple[str, str]:
    """The page before what has happened, and that."""
    above, _sep, way = page.partition('id="h-way"')
    return above, way


def both_took_back() -> tuple[Receipt, Receipt]:
    """Two joined petitions of 2 March, taken back on 3 and 4 March: by a colleague who noted it, and by the petitioner."""
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    actions.triage(home.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    for number, by, days in ((home.number, cast.DAN, 1), (other.number, PETITIONER, 2)):
        withdraw(home.number, petition=number, text="来电说不用了。", by=by, now=cast.START + days * DAY)
    return home, other


# -- petitions --------------------------------------------------------------------------------------------------------


def test_ones_own_withdrawal_is_told_with_its_day_before_and_after_the_confirmation(
    browser: Browser, now: Clock
) -> None:
    home, other = both_took_back()
    now(cast.START + 3 * DAY)
    for confirmed in (False, True):
        if confirmed:
            actions.decline(
                home.number, route="withdrawn", text="已撤回。", by=cast.DAN, now=cast.START + 3 * DAY
            )
        for known, day in ((home, "3 Mar"), (other, "4 Mar")):
            above, way = parts(looking(browser, known)[1])
            assert f"You took it back on {day} 2026." in above
            assert way.count("You took it back") == 1
            assert "Everybody in it gets the answer." not in above
        assert ("来电说不用了。" in way) is True  # their own words
        assert "来电说不用了。" not in looking(browser, home)[1]  # a colleague's


@pytest.mark.parametrize("above", [False, True])
def test_the_day_of_the_confirmation_isnt_said_to_be_the_laws(
    browser: Browser, now: Clock, above: bool
) -> None:
    if above:
        first, at = answered(now)
        known = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    else:
        known, at = cast.comes_in(), cast.START
    now(at)
    term = "the office goes by the term that was running already."
    assert term not in looking(browser, known)[1]
    withdraw(known.number, petition=known.number, text="撤回", by=PETITIONER, now=at)
    page = looking(browser, known)[1]
    why = page.partition("Why this day")[2].partition("</dd>")[0]
    assert why.index(term) < why.index("Art. 35" if above else "Art. 22")
    assert "条例没有规定" in looking(browser, known, "zh-hans")[1]


def test_while_others_wait_the_answer_is_promised(browser: Browser, now: Clock) -> None:
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    withdraw(home.number, petition=home.number, text="不用了。", by=PETITIONER, now=cast.START + HOUR)
    now(cast.START + DAY)
    assert "Everybody in it gets the answer." in looking(browser, other)[1]


# -- requests for review and recheck ----------------------------------------------------------------------------------


def test_a_review_that_was_taken_back_goes_on_nowhere(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    assert f"A review that you asked for is under way, number {review.number}." in looking(browser, first)[1]
    at += DAY
    withdraw(review.number, petition=review.number, text="撤回", by=PETITIONER, now=at)
    now(at)
    told = f"You took your request for a review (number {review.number}) back on 3 Mar 2026;"
    above, way = parts(looking(browser, first)[1])
    assert told in above
    assert "is under way" not in above
    assert "You took your request for a review back" in way
    assert "You took it back on 3 Mar 2026." in parts(looking(browser, review)[1])[0]
    actions.decline(review.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    above, way = parts(looking(browser, first)[1])
    assert "isn&#x27;t confirmed" not in above
    assert "is under way" not in above
    assert way.count("You took your request for a review back") == 1
    assert "It is confirmed that you took your request back" in way


def test_a_recheck_that_was_taken_back_goes_on_on_none_of_the_three_pages(
    browser: Browser, now: Clock
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    now(at)
    assert (
        f"A recheck that you asked for is under way, number {recheck.number}." in looking(browser, first)[1]
    )
    assert "while the recheck goes on" in looking(browser, recheck)[1]
    at += DAY
    withdraw(recheck.number, petition=recheck.number, text="撤回", by=PETITIONER, now=at)
    now(at)
    told = f"You took your request for a recheck (number {recheck.number}) back on 4 Mar 2026;"
    for known in (first, review):
        above = parts(looking(browser, known)[1])[0]
        assert told in above
        assert "is under way" not in above
    assert "You took your request for a recheck back" in parts(looking(browser, review)[1])[1]
    for confirmed in (False, True):
        if confirmed:
            actions.decline(recheck.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
        page = looking(browser, recheck)[1]
        assert "goes on" not in page
        assert "The review revoked the answer; on 3 Mar 2026 the matter was taken up again." in page
        assert "is under way" not in looking(browser, first)[1]
        assert "is under way" not in looking(browser, review)[1]


def test_somebody_elses_request_that_was_taken_back_is_nothing_of_ones_own(
    browser: Browser, now: Clock
) -> None:
    home, _other, _theirs, mine, at = joined(now)
    withdraw(mine.number, petition=mine.number, text="撤回", by=PETITIONER, now=at)
    page = looking(browser, home)[1]
    assert mine.number not in page
    assert "You took your request" not in page


@pytest.mark.usefixtures("people")
def test_at_the_desk_nothing_that_was_taken_back_is_waited_for(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    dan, page = browser("dan", language="en"), f"/desk/matter/{first.number}/"
    told = page_of(dan.get(page)).split("A recheck is under way, number ")[1].split(".")[0]
    assert f'href="/desk/matter/{recheck.number}/"' in told
    withdraw(recheck.number, petition=recheck.number, text="撤回", by=PETITIONER, now=at)
    assert "is under way" not in page_of(dan.get(page))
    assert "is under way" not in page_of(dan.get("/desk/"))


# -- who confirms it, and how it is called ----------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "recheck"), [("zh-hans", False), ("zh-hans", True), ("ko", False)])
def test_page_and_letter_of_the_confirmation_name_one_house(
    browser: Browser, now: Clock, language: str, recheck: bool
) -> None:
    first, at = answered(now)
    asked = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    if recheck:
        at = decided_above(asked.number, at)
        asked = ask_review(asked.number, text=WHY, by=cast.PAK, now=at)
    withdraw(asked.number, petition=asked.number, text="撤回", by=PETITIONER, now=at)
    text = letters.beginning(Verb.DECLINE, subject(file_of(asked.number), law(), at), Route.WITHDRAWN)
    actions.decline(asked.number, route="withdrawn", text=text, by=MO, now=at)
    now(at)
    client, page = looking(browser, asked, language)
    department = county.unit(cast.DEPARTMENT)
    assert department is not None
    answer = page.partition('id="h-answer"')[2].partition("</section>")[0]
    assert f'<p class="hy-soft">{department.name} · ' in answer
    paper = words_of(client.get("/follow/letter.pdf").content)
    assert department.name in paper
    assert "人民政府20" not in paper
    assert "州20" not in paper
    if not recheck:
        assert "您在2026年4月1日前（含当日）可以再次请求复查" in paper
    assert "本告知书" not in paper


def test_a_request_that_was_declined_names_who_signs_the_letter(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    actions.decline(review.number, route="court", text="请起诉。", by=MO, now=at)
    now(at)
    answer = looking(browser, review, "zh-hans")[1].partition('id="h-answer"')[2]
    assert '<p class="hy-soft">县委群众工作部 · ' in answer


def form(browser: Browser, known: Receipt) -> str:
    client, _page = looking(browser, known)
    return untorn(page_of(client.get(f"/follow/withdraw/?of={known.number}")))


def test_the_form_says_what_taking_a_request_back_leaves(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    page = form(browser, review)
    assert "Then nothing is decided about your request." in page
    assert "The answer that it is about stays valid." in page
    assert "you may ask anew until 1 Apr 2026; you needn&#x27;t wait for the confirmation." in page
    assert "nobody goes on with it for you" not in page
    at = decided_above(review.number, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    page = form(browser, recheck)
    assert "What the review decided stays valid." in page
    assert "until 2 Apr 2026;" in page
    petition = cast.comes_in()
    assert "nobody goes on with it for you" in form(browser, petition)


def test_the_form_says_no_answer_is_valid_that_somebody_elses_review_revoked(
    browser: Browser, now: Clock
) -> None:
    _home, other, _theirs, mine, at = joined(now)
    now(at)
    page = form(browser, mine)
    assert "stays valid" not in page
    assert "The answer that it is about doesn&#x27;t hold any more." in page
    assert f"to be handled anew under number {other.number}" in page
