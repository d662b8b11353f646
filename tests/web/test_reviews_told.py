"""What pages and letters say of reviews that were taken back, decided late, or asked for by others. Art. 35, 36."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import rate, withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import law
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Route, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters, organs
from huiyin.web.shared.papers import letter
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.test_after_answer import DAY, MO, WHY, Clock, answered, decided_above, looking
from tests.web.test_revoked import joined

pytestmark = pytest.mark.usefixtures("county")
BY_OTHERS = "somebody else"


def head(page: str) -> str:
    return page.partition("h-way")[0]


def test_after_it_is_taken_up_again_ones_own_review_stays_ones_own(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    now(at)
    page = looking(browser, first)[1]
    assert BY_OTHERS not in page
    assert "Review of 3 Mar 2026: " in page
    assert "The review of the answer was decided" in page


def test_a_request_that_was_taken_back_stays_told_after_reopening(browser: Browser, now: Clock) -> None:
    home, other, _theirs, mine, at = joined(now)
    withdraw(mine.number, petition=mine.number, text="撤回", by=cast.PAK, now=at)
    actions.decline(mine.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    now(at)
    told = "It is confirmed that you took your request back"
    page = looking(browser, other)[1]
    assert told in page
    assert "You took your own request back. Upon somebody else&#x27;s request the answer was revoked" in page
    assert "A review was asked for on" not in page
    actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at)
    assert told in looking(browser, other)[1]


def test_an_old_rating_is_of_the_unit_that_had_it_then(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=cast.PAK, now=at)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    now(at)
    unit = file_of(first.number).state.holder
    before = looking(browser, first, "zh-hans")[1]
    told = before[before.index("您作了评价") :][:400]
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    after = looking(browser, first, "zh-hans")[1]
    assert unit != file_of(first.number).state.desk
    assert after[after.index("您作了评价") :][:400] == told


def test_who_took_it_back_reads_until_when_to_ask_anew(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    withdraw(review.number, petition=review.number, text="撤回", by=cast.PAK, now=at)
    now(at)
    any_time = "you may speak up again at any time"
    page = looking(browser, review)[1]
    assert "you may ask anew until 1 Apr 2026; you needn&#x27;t wait for the confirmation." in page
    assert any_time not in page
    assert (
        "You took the request for a review back; the answer stands. Until 1 Apr 2026"
        in looking(browser, first)[1]
    )
    about = subject(file_of(review.number), law(), at)
    text = letters.beginning(Verb.DECLINE, about, Route.WITHDRAWN)
    assert "原处理意见仍然有效。您在2026年4月1日前（含当日）可以再次请求复查。" in text
    late = letters.beginning(
        Verb.DECLINE, subject(file_of(review.number), law(), at + 40 * DAY), Route.WITHDRAWN
    )
    assert "原处理意见仍然有效。" in late
    assert "再次请求" not in late
    actions.decline(review.number, route="withdrawn", text=text, by=MO, now=at)
    assert "you may ask anew until 1 Apr 2026." in looking(browser, review)[1]
    now(at + 40 * DAY)
    assert any_time in looking(browser, review)[1]


def test_a_letter_says_no_answer_is_in_force_that_somebody_elses_review_revoked(
    browser: Browser, now: Clock
) -> None:
    _home, other, _theirs, mine, at = joined(now)
    plain = "Your request is still answered in writing"
    assert plain in looking(browser, mine)[1]
    withdraw(mine.number, petition=mine.number, text="撤回", by=cast.PAK, now=at)
    page = looking(browser, mine)[1]
    assert "was revoked on 3 Mar 2026, upon somebody else" in page
    assert plain not in page
    assert "you may take it back" not in page
    about = subject(file_of(mine.number), law(), at)
    text = letters.beginning(Verb.DECLINE, about, Route.WITHDRAWN)
    assert "仍然有效" not in text
    assert f"原处理意见已于2026年3月3日被撤销，该事项以编号{other.number}重新办理" in text
    assert "请求复查" not in text.split("撤回")[1]
    actions.decline(mine.number, route="withdrawn", text=text, by=MO, now=at)
    page = looking(browser, mine)[1]
    assert "was revoked on 3 Mar 2026, upon somebody else" in page
    assert f"handled anew under number {other.number}" in page


def test_of_a_recheck_taken_back_it_is_the_reviews_decision_that_stands(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    withdraw(recheck.number, petition=recheck.number, text="撤回", by=cast.PAK, now=at)
    text = letters.beginning(Verb.DECLINE, subject(file_of(recheck.number), law(), at), Route.WITHDRAWN)
    assert "原复查意见仍然有效" in text
    actions.decline(recheck.number, route="withdrawn", text=text, by=MO, now=at)
    now(at)
    page = looking(browser, review)[1]
    assert "You took the request for a recheck back; what the review decided stands." in page
    assert "the answer stands" not in page


@pytest.mark.parametrize("said", ["upheld", "changed"])
def test_a_review_decided_after_somebody_elses_revoked_says_so(
    browser: Browser, now: Clock, said: str
) -> None:
    _home, other, theirs, mine, at = joined(now)
    now(decided_above(mine.number, at, said))
    page = looking(browser, mine)[1]
    assert "was revoked on 3 Mar 2026, upon somebody else" in page
    assert f"handled anew under number {other.number}" in page
    assert "still answered in writing" not in page
    assert "upon somebody else" not in head(looking(browser, theirs)[1])


def test_the_organ_in_the_letter_is_the_one_that_the_page_names(now: Clock) -> None:
    first = cast.comes_in()
    at = cast.go(first.number, Verb.TRIAGE)
    actions.accept(first.number, notice="online", by=cast.DAN, now=at)
    file = file_of(first.number)
    with override("zh-hans"):
        assert organs.next_above(file, file.state.desk)["zh-hans"] == organs.would_decide(file)
    answered_by_unit, _at = answered(now)
    file = file_of(answered_by_unit.number)
    assert file.state.holder
    with override("zh-hans"):
        assert organs.next_above(file, file.state.holder)["zh-hans"] == organs.would_decide(file)
    assert letter.answer(file) is not None


@pytest.fixture
def people(people: dict[str, User]) -> dict[str, User]:
    """With an officer of the department, who writes what the county's office decides."""
    mei = people["mei"] = User.objects.create(username="mei", name="Mei", created_at=cast.START)
    Post.objects.create(user=mei, unit_id=cast.DEPARTMENT, role=Role.OFFICER, since=cast.START)
    return people


def at_desk(browser: Browser, number: str) -> str:
    response = browser("dan", language="en").get(f"/desk/matter/{number}/")
    assert response.status_code == 200
    return untorn(page_of(response))


@pytest.mark.usefixtures("people")
def test_whoever_answers_anew_reads_what_a_recheck_decided_meanwhile(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    now(at)
    assert "The earlier answer is still under review" in at_desk(browser, first.number)
    now(decided_above(recheck.number, at, "changed"))
    page = at_desk(browser, first.number)
    assert "Recheck of the earlier answer, decided on 4 Mar 2026: " in page
    assert f"Decided by Recheck {recheck.number}." in page
    assert "Look at what this leaves to be answered before the new answer goes out." in page
    assert "still under review" not in page


@pytest.mark.usefixtures("people")
def test_the_desk_reads_on_a_decided_review_that_the_answer_fell_otherwise(
    browser: Browser, now: Clock
) -> None:
    _home, _other, theirs, mine, at = joined(now)
    withdraw(mine.number, petition=mine.number, text="撤回", by=cast.PAK, now=at)
    page = at_desk(browser, mine.number)
    assert "The first answer was revoked on 3 Mar 2026" in page
    assert "The petitioner may take the request back." not in page
    actions.decline(mine.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    assert "The first answer was revoked on 3 Mar 2026" in at_desk(browser, mine.number)
    assert "The first answer was revoked on" not in at_desk(browser, theirs.number)


def test_what_a_work_group_answers_its_house_signs(now: Clock) -> None:
    group, house = "C-MWD-G7", Unit.objects.get(pk=cast.DEPARTMENT)
    assert Unit.objects.get(pk=group).kind == UnitKind.GROUP
    first, _at = answered(now)
    file = file_of(first.number)
    found = letter.answer(file)
    assert found is not None
    assert letter.signs(replace(found, unit=group), file)["zh-hans"] == house.name


def test_of_a_closed_unit_the_citizen_reads_who_goes_on(browser: Browser, now: Clock) -> None:
    first = cast.comes_in()
    at = cast.go(first.number, Verb.NOTIFY)
    now(at)
    holder = Unit.objects.get(pk=file_of(first.number).state.holder)
    assert f"{holder.short} is dealing with it." in looking(browser, first)[1]
    close_unit(
        holder.code, successor=cast.WATER if holder.code != cast.WATER else cast.BUREAU, by=SYSTEM, now=at
    )
    heir = Unit.objects.get(pk=Unit.objects.get(pk=holder.code).successor_id)
    page = looking(browser, first)[1]
    assert f"{heir.short} is dealing with it." in page
    assert f"{holder.short} is dealing with it." not in page


@pytest.mark.usefixtures("people")
def test_a_review_of_whose_petition_was_parted_isnt_looked_at_here(browser: Browser, now: Clock) -> None:
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    review = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    waits = f"A recheck is under way, number {recheck.number}."
    assert waits in at_desk(browser, home.number)
    unlink(other.number, reason="不是同一件事", by=cast.DAN, now=at)
    assert waits not in at_desk(browser, home.number)
