"""The check of an answer beside the forms: what it tells to whom, what holds up an approval and what doesn't."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from huiyin.rooms.cases import actions, following, together
from huiyin.rooms.cases.models import Matter
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.county import unit_name
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import act, matter_at, queries_of

pytestmark = pytest.mark.django_db

WHOLE = (
    "您反映家里没有水一事，现答复如下。\n一、查明的情况：经现场核查，接头漏水，情况属实。\n二、处理意见：接头三月五日已经换好。\n"
    "三、依据：《城市供水条例》。\n如不服本意见，可自收到之日起三十日内请求复查。"
)


def drafted(text: str, **matter: str) -> str:
    """A matter of the bureau with this draft."""
    number = cast.comes_in(**matter).number
    at = cast.go(number, Verb.NOTIFY)
    actions.draft(number, outcome="supported", text=text, by=cast.BAO, now=at + timedelta(minutes=1))
    return number


def form_of(browser: Browser, name: str, number: str, verb: str) -> str:
    page = page_of(browser(name, language="en").get(f"/desk/matter/{number}/?do={verb}"))
    return page[page.index('id="do"') : page.index("</form>", page.index('id="do"'))]


def checked(browser: Browser, number: str, text: str, name: str = "bao", **more: str) -> str:
    said = {"text": text, "outcome": "supported", **more}
    response = browser(name, language="en").post(f"/desk/matter/{number}/check/", said)
    assert response.status_code == 200
    page = page_of(response)
    return page[page.index('id="check"') :]


def test_the_head_reads_what_is_missing_beside_the_form(browser: Browser) -> None:
    form = form_of(browser, "bo", drafted("您的来信收悉，我们将认真研究。"), "approve")
    for said in (
        "The Regulation asks for this",
        "facts and reasons",
        "the way of review",
        "It only says that",
    ):
        assert said in form, said


@pytest.mark.parametrize(("verb", "who"), [("approve", "bo"), ("issue", "bao")])
def test_the_answer_itself_is_read_where_it_is_approved_or_issued(
    browser: Browser, verb: str, who: str
) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY)
    actions.draft(number, outcome="supported", text=WHOLE, by=cast.BAO, now=at + timedelta(minutes=1))
    if verb == "issue":
        actions.approve(number, by=cast.BO, now=at + timedelta(minutes=2))
    form = form_of(browser, who, number, verb)
    line = WHOLE.split("\n")[0]
    assert line in form
    assert form.count(line) == 1
    assert "The answer, as it goes out" in form
    phone = page_of(browser(who, language="en").get(f"/desk/matter/{number}/decide/?do=approve"))
    assert "The answer, as it goes out" not in phone, "there it stands above already"


@pytest.mark.parametrize(("verb", "who"), [("approve", "bo"), ("issue", "bao")])
def test_whose_contribution_is_missing_is_said_where_the_answer_goes_on(
    browser: Browser, verb: str, who: str
) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY) + timedelta(minutes=1)
    together.co_handle(number, to=cast.WATER, text="请提供图纸。", by=cast.BAO, now=at)
    actions.draft(number, outcome="supported", text=WHOLE, by=cast.BAO, now=at)
    if verb == "issue":
        actions.approve(number, by=cast.BO, now=at)
    said = f"{unit_name(cast.WATER)} was asked to contribute and hasn&#x27;t answered yet."
    assert said in form_of(browser, who, number, verb)
    if verb == "approve":
        assert said in page_of(browser(who, language="en").get(f"/desk/matter/{number}/decide/?do=approve"))
    together.contribute(number, item=1, text="图纸已交。", by=cast.WU, now=at + timedelta(hours=1))
    assert "was asked to contribute" not in form_of(browser, who, number, verb)


def test_many_gaps_are_one_line_and_what_else_is_said_is_seen(browser: Browser) -> None:
    other = cast.comes_in().number
    cast.go(other, Verb.NOTIFY)
    page = checked(browser, other, "您好＿＿＿＿：\n已修好＿＿＿＿，\n\n＿＿＿＿＿。")
    assert "3 places are still to be filled in" in page
    assert "lines 1, 2, 4" in page
    assert "A place that is still to be filled in" not in page
    assert "A place that is still to be filled in" in checked(browser, other, "您好＿＿＿＿：")


def test_a_whole_answer_has_nothing_to_read(browser: Browser) -> None:
    number = drafted(WHOLE)
    assert "no commitment is noted" in form_of(browser, "bo", number, "approve")
    at = cast.START + timedelta(days=1)
    following.pledge(number, party="县自来水公司", text="修好", due=at.date(), by=cast.BAO, now=at)
    form = form_of(browser, "bo", number, "approve")
    assert "Nothing was found" in form
    assert "The Regulation asks" not in form


def test_missing_legal_parts_hold_up_the_approval_and_rework_is_the_way(browser: Browser) -> None:
    number, client = drafted("水管已经修好。"), browser("bo", language="en")
    response = act(client, number, "approve")
    assert response.status_code == 422
    assert "The answer lacks what the Regulation asks for" in page_of(response)
    assert Matter.objects.get(pk=number).status == "drafted"
    assert act(client, number, "rework", reason="补依据和复查途径").status_code == 303


def test_a_whole_answer_is_approved_and_hints_hold_up_nothing(browser: Browser) -> None:
    number = drafted(WHOLE + "我局高度重视。村民李大山可以作证。")
    assert "Probably a private person" in form_of(browser, "bo", number, "approve")
    assert act(browser("bo"), number, "approve").status_code == 303
    assert Matter.objects.get(pk=number).status == "approved"
    assert "Probably a private person" in form_of(browser, "bao", number, "issue")
    assert act(browser("bao"), number, "issue").status_code == 303


def test_a_missing_way_of_review_is_told_and_holds_up_nothing(browser: Browser) -> None:
    number = drafted(WHOLE[: WHOLE.index("如不服")])
    form = form_of(browser, "bo", number, "approve")
    assert "the way of review" in form
    assert "The Regulation asks for this" not in form
    assert act(browser("bo"), number, "approve").status_code == 303


def test_a_suggestion_needs_no_legal_parts(browser: Browser) -> None:
    number = cast.comes_in().number
    at = cast.START + timedelta(hours=1)
    actions.triage(number, klass="suggestion", category="040100", by=cast.DAN, now=at)
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=at)
    actions.sign(number, by=cast.BAO, now=at)
    actions.notify(number, notice="written", by=cast.BAO, now=at)
    actions.draft(number, outcome="adopted", text="您的建议采纳，四月前装好。", by=cast.BAO, now=at)
    assert act(browser("bo"), number, "approve").status_code == 303


def test_who_may_not_approve_is_told_that_and_not_what_is_missing(browser: Browser) -> None:
    response = act(browser("bao", language="en"), drafted("水管已经修好。"), "approve")
    assert response.status_code == 422
    assert "The answer lacks" not in page_of(response)


def test_a_text_is_checked_before_it_is_sent_and_nothing_is_kept(browser: Browser) -> None:
    number = matter_at(Verb.NOTIFY)
    before = Matter.objects.get(pk=number).seq
    assert f"/desk/matter/{number}/check/" in form_of(browser, "bao", number, "draft")
    page = checked(browser, number, "依据《信访条例》<script>，村民李大山反映，已修好。")
    assert "<script>" not in page.replace("<script src", "")
    assert "stands in its place" in page
    assert "<mark>李大山</mark>" in page
    assert Matter.objects.get(pk=number).seq == before


def test_what_came_back_for_mending_is_checked_as_typed(browser: Browser) -> None:
    number = matter_at(Verb.NOTIFY)
    page = page_of(
        act(browser("bao", language="en"), number, "draft", outcome="", text="您的来信收悉，将认真研究。")
    )
    assert "It only says that" in page


@pytest.mark.parametrize("name", ["bo", "dan", "wu", "xia"])
def test_only_who_drafts_here_checks_here(browser: Browser, name: str) -> None:
    number = matter_at(Verb.NOTIFY)
    status = browser(name).post(f"/desk/matter/{number}/check/", {"text": "已修好。"}).status_code
    assert status == {"bo": 200, "dan": 403}.get(name, 404)
    assert browser("bao").get(f"/desk/matter/{number}/check/").status_code == 405


def test_a_strange_outcome_and_a_long_text_do_no_harm(browser: Browser) -> None:
    number = matter_at(Verb.NOTIFY)
    checked(browser, number, "已转" * 20_000, outcome="\x00")
    assert "It only says" in checked(browser, number, "", outcome="nonsense")


def test_the_petitioners_own_number_may_stand_there_and_anothers_is_masked(browser: Browser) -> None:
    number = matter_at(Verb.NOTIFY)
    assert "A mobile number" not in checked(browser, number, f"已电话{cast.JIN.phone}告知。")
    page = checked(browser, number, "已电话19900009999告知。")
    assert "A mobile number" in page
    assert "199****9999" in page


def test_in_confidence_not_even_the_petitioners_own_number_is_known(browser: Browser) -> None:
    number = cast.comes_in(confidential=True).number
    cast.go(number, Verb.NOTIFY)
    assert "A mobile number" in checked(browser, number, f"已电话{cast.JIN.phone}告知。")


def test_other_forms_have_no_check_and_none_costs_more_queries_with_a_longer_answer(browser: Browser) -> None:
    short, long = drafted(WHOLE), drafted(WHOLE + "经查，" * 300)
    assert 'id="check"' not in form_of(browser, "bo", short, "rework")
    client = browser("bo")
    few, many = (queries_of(client, f"/desk/matter/{number}/?do=approve") for number in (short, long))
    assert few == many
    assert few - queries_of(client, f"/desk/matter/{short}/?do=rework") <= 2, (
        "the people of the petition, what it cites"
    )


def test_the_texts_of_joined_petitions_are_asked_too(browser: Browser) -> None:
    number = drafted(WHOLE)
    other = cast.comes_in(title="电梯", text="请求更换三号楼坏掉的电梯按钮和轿厢灯。").number
    actions_link(other, number)
    form = form_of(browser, "bo", number, "approve")
    assert re.search(r"No word of this request.{0,120}电梯按钮", form, re.DOTALL)
    assert other in form


def actions_link(other: str, number: str) -> None:
    from huiyin.rooms.cases.registering import link

    link(other, other=number, by=cast.DAN, now=cast.START + timedelta(hours=6))


def test_what_comes_into_the_page_leaves_its_title(browser: Browser) -> None:
    page = page_of(browser("dan").get("/desk/"))
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", page)
    assert config is not None
    assert json.loads(config[1])["ignoreTitle"] is True
