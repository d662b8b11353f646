"""A revoked answer at the desk: who takes the matter up again, and which reviews and rechecks go on meanwhile. Art. 35, 36."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import look_into, rate, withdraw
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.test_after_answer import DAY, WHY, Clock, answered, decided_above
from tests.web.test_revoked import joined

pytestmark = pytest.mark.usefixtures("people")
RULE = "the revocation is in force until something else is decided"


@pytest.fixture
def people(people: dict[str, User]) -> dict[str, User]:
    """With an officer of the department, who writes what the county's office decides."""
    mei = people["mei"] = User.objects.create(username="mei", name="Mei", created_at=cast.START)
    Post.objects.create(user=mei, unit_id=cast.DEPARTMENT, role=Role.OFFICER, since=cast.START)
    return people


def read(browser: Browser, path: str, who: str = "dan", language: str = "en") -> str:
    response = browser(who, language=language).get(path)
    assert response.status_code == 200, path
    return untorn(page_of(response))


def page(browser: Browser, number: str, who: str = "dan", query: str = "") -> str:
    return read(browser, f"/desk/matter/{number}/{query}", who)


def revoked(now: Clock) -> tuple[str, str, datetime]:
    """A closed matter whose answer a review revoked on 3 March."""
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    at = decided_above(review, at, "revoked")
    now(at)
    return first.number, review, at


def test_before_it_is_taken_up_again_the_page_says_by_whom_and_since_when(
    browser: Browser, now: Clock
) -> None:
    first, review, _at = revoked(now)
    shown = page(browser, first)
    assert "The answer was revoked on 3 Mar 2026" in shown
    assert f"Decided by Review {review}." in shown
    assert re.search(r"县委群众工作部 is to take the matter up again by \d+ Mar 2026\.", shown)
    assert "To be taken up again by 县委群众工作部" in shown
    assert "Nobody: it has ended" not in shown
    assert f'class="btn btn-primary" href="/desk/matter/{first}/?do=reopen#do"' in shown
    assert "Nobody: it has ended" not in page(browser, first, "bao")


def test_what_is_closed_and_stands_is_in_nobodys_charge(browser: Browser, now: Clock) -> None:
    first, _at = answered(now)
    assert "Nobody: it has ended" in page(browser, first.number)


def test_a_look_that_found_it_wrong_is_told_in_the_same_place(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=PETITIONER, now=at)
    look_into(first.number, item=1, verdict="handle_again", text="不实。", by=cast.DAN, now=at)
    now(at)
    shown = page(browser, first.number)
    assert "A look into a low rating found that it is to be handled again" in shown
    assert "To be taken up again by" in shown


def test_while_a_recheck_goes_on_it_is_taken_up_again_and_nobody_is_surprised(
    browser: Browser, now: Clock
) -> None:
    first, review, at = revoked(now)
    for place in ("/desk/due/?again=1", f"/desk/matter/{first}/?do=reopen"):
        assert "is under way" not in read(browser, place)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    told = f"A recheck is under way, number {recheck}."
    assert told in read(browser, "/desk/due/?again=1")
    shown = page(browser, first, query="?do=reopen")
    assert told in shown.partition('id="h-next"')[0]
    form = shown.partition('id="do"')[2].partition("</form>")[0]
    assert told in form
    assert RULE in form
    assert "The first answer was revoked" not in page(browser, recheck).partition('id="h-next"')[0]
    actions.reopen(first, reason="复查撤销。", by=cast.DAN, now=at)
    assert told in page(browser, first)
    assert "Look at what it decides before the new answer goes out." in page(browser, first)
    shown = page(browser, recheck)
    assert "The first answer was revoked on 3 Mar 2026" in shown
    assert f"Since 3 Mar 2026 the matter is handled anew under number {first}." in shown
    decided_above(recheck, at, "upheld")
    assert "is under way" not in page(browser, first)
    assert "The first answer was revoked" not in page(browser, recheck)


def test_whoever_may_not_see_the_recheck_reads_no_number_of_it(browser: Browser, now: Clock) -> None:
    first, review, at = revoked(now)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    shown = page(browser, first, "bao")
    assert "A recheck is under way." in shown
    assert recheck not in shown
    assert "Decided by Review" not in shown


def test_a_review_whose_decision_was_revoked_says_where_it_goes_on(browser: Browser, now: Clock) -> None:
    first, review, at = revoked(now)
    head = "The recheck revoked this decision on"
    assert head not in page(browser, review)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    now(decided_above(recheck, at, "revoked"))
    shown = page(browser, review).partition('id="h-next"')[0]
    assert f"{head} 4 Mar 2026" in shown
    assert f"Decided by Recheck {recheck}. The matter is handled anew under number {first};" in shown
    assert head not in page(browser, recheck)
    assert "The answer was revoked on 3 Mar 2026" in page(browser, first)


def test_anothers_review_goes_on_and_its_page_says_what_it_is_about(browser: Browser, now: Clock) -> None:
    home, _other, theirs, mine, at = joined(now)
    told = f"A review is under way, number {mine.number}."
    assert told in read(browser, "/desk/due/?again=1")
    assert told in page(browser, home.number, query="?do=reopen").partition('id="do"')[2]
    shown = page(browser, mine.number, "mei").partition('id="h-next"')[0]
    assert "The first answer was revoked on 3 Mar 2026" in shown
    assert f"Decided by Review {theirs.number}. The matter is to be handled anew." in shown
    assert "The petitioner may take the request back." in shown
    actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at)
    anew = f"Since 3 Mar 2026 the matter is handled anew under number {home.number}."
    assert anew in page(browser, mine.number, "mei")
    assert told in page(browser, home.number)
    assert "The first answer was revoked" not in page(browser, theirs.number)


def test_what_is_barred_in_a_review_cites_the_articles_about_reviews(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    assert "Art. 32" in page(browser, first.number)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    shown = page(browser, review, "mei")
    assert "Art. 32" not in shown.partition("hy-barred")[2]
    assert "Art. 35" in shown.partition("hy-barred")[2]
    at = decided_above(review, at)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    assert "Art. 32" not in page(browser, recheck, "mei").partition("hy-barred")[2]


def tile(shown: str, word: str) -> tuple[str, str]:
    """Number and address of a tile of My day."""
    found = re.search(rf'href="([^"]+)"[^>]*>(?:(?!</a>).)*?{word}(?:(?!</a>).)*</a>', shown, re.DOTALL)
    assert found, word
    number = re.search(r">\s*(\d+)\s*<", found[0])
    assert number
    return number[1], found[1].replace("&amp;", "&")


def test_what_is_to_be_handled_again_is_not_counted_among_what_is_to_be_closed(
    browser: Browser, now: Clock
) -> None:
    number, plain = cast.comes_in().number, cast.comes_in().number
    at = max(cast.go(number, Verb.DELIVER), cast.go(plain, Verb.DELIVER))
    now(at)
    count, address = tile(read(browser, "/desk/", "bao"), "To close")
    assert count == "2"
    rate(number, petition=number, rated="unit", score="dissatisfied", by=PETITIONER, now=at)
    look_into(number, item=1, verdict="handle_again", text="不实。", by=cast.DAN, now=at)
    count, address = tile(read(browser, "/desk/", "bao"), "To close")
    assert count == "1"
    rows = read(browser, address, "bao")
    assert (plain in rows, number in rows) == (True, False)
    assert "Not to be handled again" in rows
    assert number in read(browser, "/desk/list/?state=delivered", "bao")


def test_an_answer_goes_out_after_all_took_it_back_only_with_that_before_ones_eyes(
    browser: Browser, now: Clock
) -> None:
    number = cast.comes_in(channel="mailbox", persons=1, by=PETITIONER).number
    at = cast.go(number, Verb.APPROVE)
    now(at)
    said = "Everybody in this matter took it back. Instead of this answer whoever approves the answers of"
    assert said not in page(browser, number, "bao", "?do=issue")
    withdraw(number, petition=number, text="不用了。", by=PETITIONER, now=at)
    shown = page(browser, number, "bao", "?do=issue")
    assert said in shown.partition('id="do"')[2].partition("</form>")[0]
    assert "An answer is approved and may be issued." in shown.partition('id="h-next"')[0]
    assert "Confirm it in writing" in page(browser, number, "bo").partition('id="h-next"')[0]
    assert "An answer is approved and may be issued." not in page(browser, number, "bo")
    actions.issue(number, by=cast.BAO, now=at + DAY)


def test_what_was_revoked_is_taken_up_from_where_it_stands_and_nobody_is_made_to_close_it(
    browser: Browser, now: Clock
) -> None:
    first = cast.comes_in().number
    at = cast.go(first, Verb.DELIVER)
    review = ask_review(first, text=WHY, by=cast.PAK, now=at).number
    at = decided_above(review, at, "revoked")
    now(at)
    shown = page(browser, first)
    assert f'class="btn btn-primary" href="/desk/matter/{first}/?do=reopen#do"' in shown
    assert "?do=close" not in shown
    assert "?do=pledge" not in shown
    charge = shown.partition('id="h-owner"')[2].partition("</section>")[0]
    assert "To be taken up again by 县委群众工作部" in charge
    assert "Take up again until" in re.sub(r"<[^>]*>", "", charge)
    shown = page(browser, first, "bao")
    assert "?do=close" not in shown
    assert "so the matter isn&#x27;t closed" in shown
    assert tile(read(browser, "/desk/", "bao"), "To close")[0] == "0"
    actions.reopen(first, reason="复查撤销。", by=cast.DAN, now=at)


def test_a_reviews_page_names_who_decides_and_who_writes_it(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    shown = page(browser, review, "mei")
    assert "汪清县人民政府; this office writes it for it" in shown
    assert "any officer of 县委群众工作部 or of its offices; a head there approves it" in shown
    assert "It reviews the answer in" in shown
    at = decided_above(review, at)
    recheck = ask_review(review, text=WHY, by=cast.PAK, now=at).number
    assert "any officer of" not in page(browser, review, "mei")
    shown = page(browser, recheck, "mei")
    assert "It rechecks the review in" in shown
    assert "this office passes it on and writes down the answer" in shown
    assert "It is rechecked in" in page(browser, review, "mei")


def test_whoever_may_not_see_a_review_reads_no_number_of_it(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    assert browser("bao").get(f"/desk/matter/{review}/").status_code == 404
    shown = page(browser, first.number, "bao")
    assert review not in shown
    assert "Review asked for" in shown
    card = shown.partition('id="h-review"')[2].partition("</section>")[0]
    assert "asked for" in card
    seen = page_of(browser("dan", language="en").get(f"/desk/matter/{first.number}/"))
    assert f'href="/desk/matter/{review}/"' in seen
    whole = re.sub(r"\s*\n\s*", "", page(browser, first.number))
    assert re.search(rf"Goes on under</dt><dd>(?:<[^>]+>)*{review}", whole)
    at = decided_above(review, at, "changed")
    now(at)
    shown = page(browser, first.number, "bao")
    assert review not in shown
    card = shown.partition('id="h-review"')[2].partition("</section>")[0]
    assert "changed" in card
    assert review in page(browser, first.number)
    paper = browser("bao", language="en").get(f"/desk/matter/{first.number}/file.pdf")
    assert paper.status_code == 200


def test_a_rating_is_something_said(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    assert "nobody has said anything yet" in page(browser, first.number)
    rate(first.number, petition=first.number, rated="department", score="mostly", by=PETITIONER, now=at)
    assert "not asked yet; rated: Mostly satisfied" in page(browser, first.number)
    rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=PETITIONER, now=at)
    shown = page(browser, first.number)
    assert "not asked yet; rated: Dissatisfied" in shown
    assert "nobody has said anything yet" not in shown


def card(page: str, of: str) -> str:
    """The card with this heading's id."""
    return page.partition(f'id="{of}"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("outcome", "mark", "told"),
    [
        ("revoked", "revoked", "It doesn&#x27;t hold any more."),
        ("changed", "changed by the Review", "What counts is that decision."),
    ],
)
def test_an_answer_that_fell_is_marked_wherever_the_page_names_it(
    browser: Browser, now: Clock, outcome: str, mark: str, told: str
) -> None:
    first, at = answered(now)
    assert "hy-state trouble" not in card(page(browser, first.number), "h-papers")
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    now(decided_above(review, at, outcome))
    shown = page_of(browser("dan", language="en").get(f"/desk/matter/{first.number}/"))
    to_it = f'<a class="hy-number" href="/desk/matter/{review}/">{review}</a>'
    for here in ("h-papers", "h-after"):
        assert mark in card(shown, here)
        assert told in card(shown, here)
        assert to_it in card(shown, here)
    assert ">yes<" not in card(shown, "h-after").partition("</li>")[0]
    unseen = page(browser, first.number, "bao")
    assert mark in card(unseen, "h-papers")
    assert review not in unseen


def test_what_is_to_be_taken_up_again_has_a_step_before_it(browser: Browser, now: Clock) -> None:
    first, _review, _at = revoked(now)
    steps = page(browser, first).partition('class="hy-steps"')[2].partition("</ol>")[0]
    assert '<li aria-current="step">Handle again</li>' in steps
    assert '<li class="past">Close</li>' in steps


def test_what_never_happened_is_no_step_behind_it(browser: Browser, now: Clock) -> None:
    first = cast.comes_in().number
    at = cast.go(first, Verb.DELIVER)
    review = ask_review(first, text=WHY, by=cast.PAK, now=at).number
    now(decided_above(review, at, "revoked"))
    steps = page(browser, first).partition('class="hy-steps"')[2].partition("</ol>")[0]
    assert '<li class="past">Deliver</li>' in steps
    assert "<li>Close</li>" in steps
    assert '<li aria-current="step">Handle again</li>' in steps


def test_the_result_of_a_review_names_the_unit_that_brought_it(browser: Browser, now: Clock) -> None:
    first, _review, _at = revoked(now)
    story = card(page(browser, first), "h-timeline")
    assert "县委群众工作部 · " in story.partition("Review decided")[2].partition("</li>")[0]


def test_the_paper_of_a_review_has_one_name(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at).number
    form = page(browser, review, "mei", "?do=draft")
    assert "Draft the review&#x27;s opinion" in form
    assert ">Draft opinion<" not in form
    now(decided_above(review, at, "upheld"))
    assert "Review&#x27;s opinion drafted" in card(page(browser, review), "h-timeline")
    assert "Opinion drafted" in card(page(browser, first.number), "h-timeline")
