"""The pages of the department's knowledge, and the page of how the like was solved."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.insight.precedents import Precedent, PrecedentPair
from huiyin.rules.likewords import Weights, keys, sketch
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_checking import WHOLE, drafted
from tests.web.test_desk import act, matter_at, queries_of

pytestmark = pytest.mark.django_db

ENTRY = {
    "kind": "policy", "title": "没有水怎么办", "source": "汪政发〔2024〕3号", "category": "",
    "text": "停水超过一天，老人提不动水的，送水上门。", "valid_from": "2024-10-01", "valid_until": "",
}  # fmt: skip
URL = "/desk/knowledge/"


def added(browser: Browser, **change: str) -> Knowledge:
    response = browser("dan").post(f"{URL}new/", {**ENTRY, **change})
    assert response.status_code == 303
    return Knowledge.objects.latest("pk")


def solved(text: str = WHOLE) -> str:
    number = drafted(text)
    at = cast.START + timedelta(hours=8)
    actions.approve(number, by=cast.BO, now=at)
    actions.issue(number, by=cast.BAO, now=at)
    actions.deliver(
        number, method="hand", result="received", delivered_at=at, proof="签字", by=cast.BAO, now=at
    )
    actions.close(number, by=cast.BAO, now=at)
    return number


def case(**change: str) -> Precedent:
    row = Precedent.objects.create(**{
        "foreign_number": "plain:1", "place": "邻县", "title": "家里没有水", "text": "家里三天没有水了，老人提不动水桶。",
        "solution": "查明是水泵坏了，当天换了新泵。", **change,
    })  # fmt: skip
    PrecedentPair.objects.bulk_create(
        PrecedentPair(precedent=row, pair=pair) for pair in keys(sketch(row.title, row.text), Weights())
    )
    return row


# -- knowledge ------------------------------------------------------------------------------------------------------------


def test_the_department_adds_and_changes_and_others_read(browser: Browser) -> None:
    row = added(browser)
    assert added(browser) == row, "a double click"
    page = page_of(browser("bao", language="en").get(f"{URL}{row.pk}/"))
    assert "停水超过一天" in page
    assert "Keep it" not in page
    assert "Keep it" in page_of(browser("dan", language="en").get(f"{URL}{row.pk}/"))
    assert browser("dan").post(f"{URL}{row.pk}/", {**ENTRY, "title": "停水办法"}).status_code == 303
    assert Knowledge.objects.get().title == "停水办法"
    assert row.reference in page_of(browser("bao").get(URL))


def test_what_a_second_window_wrote_isnt_written_over(browser: Browser) -> None:
    row, client = added(browser), browser("dan", language="en")
    found = re.search(r'name="seen" value="(\d+)"', page_of(client.get(f"{URL}{row.pk}/")))
    assert found
    mine = {**ENTRY, "text": "先改的话。", "seen": found[1]}
    for _ in range(2):  # a double click
        assert client.post(f"{URL}{row.pk}/", mine).status_code == 303
    late = client.post(f"{URL}{row.pk}/", {**ENTRY, "text": "后改的话。", "seen": found[1]})
    page = page_of(late)
    assert late.status_code == 409
    assert "Somebody has changed this meanwhile" in page
    assert page.index("先改的话。") < page.index("后改的话。")
    assert Knowledge.objects.get().text == "先改的话。"
    again = re.search(r'name="seen" value="(\d+)"', page)
    assert again
    assert (
        client.post(f"{URL}{row.pk}/", {**ENTRY, "text": "后改的话。", "seen": again[1]}).status_code == 303
    )


@pytest.mark.parametrize(("name", "reads"), [("bao", True), ("liu", True), ("tao", True), ("xia", False)])
def test_nobody_else_changes_anything(browser: Browser, name: str, reads: bool) -> None:
    row = added(browser)
    client = browser(name)
    assert client.get(URL).status_code == (200 if reads else 403)
    assert client.get(f"{URL}{row.pk}/").status_code == (200 if reads else 403)
    assert client.get(f"{URL}new/").status_code == 403
    for url in (f"{URL}new/", f"{URL}{row.pk}/"):
        assert client.post(url, {**ENTRY, "title": "别的"}).status_code == 403
    assert [one.title for one in Knowledge.objects.all()] == [ENTRY["title"]]


@pytest.mark.parametrize(("change", "said"), [
    ({"title": ""}, "Please fill this in."), ({"valid_from": "x"}, "f-valid_from-error"),
    ({"valid_until": "2020-01-01"}, "The last day lies before the first."), ({"category": "zz"}, "There is no such category"),
    ({"text": "村民李大山，电话19900001234"}, "Please take it out"), ({"kind": "x"}, "f-kind-error"),
])  # fmt: skip
def test_what_is_to_be_mended_stands_at_its_field(
    browser: Browser, change: dict[str, str], said: str
) -> None:
    response = browser("dan", language="en").post(f"{URL}new/", {**ENTRY, **change})
    assert response.status_code == 422
    assert said in page_of(response)
    assert not Knowledge.objects.exists()


def test_stale_ones_are_marked_listed_and_flagged_in_answers(browser: Browser) -> None:
    old = added(browser, title="旧供水办法", valid_until="2025-01-01")
    added(browser)
    page = page_of(browser("bao", language="en").get(f"{URL}?show=stale"))
    assert "旧供水办法" in page
    assert ENTRY["title"] not in page
    number = drafted(WHOLE + f"《旧供水办法》〔{old.reference}〕")
    form = page_of(browser("bo", language="en").get(f"/desk/matter/{number}/?do=approve"))
    assert form.count("in force today") == 2


@pytest.mark.parametrize(
    "query", ["?q=%00", "?after=x", "?after=99999999999999", "?show=x", "?q=" + "水" * 300]
)
def test_an_address_that_makes_no_sense_does_no_harm(browser: Browser, query: str) -> None:
    assert browser("dan").get(URL + query).status_code == 200
    assert browser("dan").get(f"{URL}99/").status_code == 404


# -- how the like was solved --------------------------------------------------------------------------------------------


def alike(browser: Browser, name: str, number: str) -> str:
    response = browser(name, language="en").get(f"/desk/matter/{number}/alike/")
    assert response.status_code == 200
    return page_of(response)


def test_own_matters_first_then_others_then_what_is_known(browser: Browser) -> None:
    there, row, entry = solved(), case(), added(browser)
    page = alike(browser, "bao", matter_at(Verb.NOTIFY))
    own, others, known = (page.index(f'id="h-{part}"') for part in ("own", "others", "known"))
    assert own < page.index(f"/desk/matter/{there}/") < others < page.index(row.solution) < known
    assert known < page.index(f"/desk/knowledge/{entry.pk}/")
    assert "接头三月五日已经换好" in page
    for kind in (f"own-{there}", f"case-{row.pk}", f"known-{entry.pk}"):
        assert f"quote={kind}" in page


def test_what_the_person_may_not_see_is_neither_shown_nor_quoted(browser: Browser) -> None:
    there = solved()
    asked = cast.comes_in().number
    at = cast.START + timedelta(hours=1)
    actions.triage(asked, klass="appeal", category="040100", by=cast.DAN, now=at)
    actions.forward(asked, to=cast.WATER, by=cast.DAN, now=at)
    actions.sign(asked, by=cast.WU, now=at)
    actions.notify(asked, notice="written", by=cast.WU, now=at)
    assert there not in alike(browser, "wu", asked)
    page = page_of(browser("wu").get(f"/desk/matter/{asked}/?do=draft&quote=own-{there}"))
    assert "接头三月五日" not in page
    assert browser("wu").get(f"/desk/matter/{there}/alike/").status_code == 404


def test_a_quote_stands_in_the_draft_behind_the_letter(browser: Browser) -> None:
    there, row, entry = solved(), case(), added(browser)
    number = matter_at(Verb.NOTIFY)
    client = browser("bao", language="en")
    for quote, words in (
        (f"own-{there}", "接头三月五日已经换好"), (f"case-{row.pk}", "当天换了新泵"),
        (f"known-{entry.pk}", f"〔{entry.reference}〕"),
    ):  # fmt: skip
        page = page_of(client.get(f"/desk/matter/{number}/?do=draft&begin=supported&quote={quote}"))
        typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
        assert typed
        assert words in typed[1]
        assert typed[1].index("处理意见") < typed[1].index(words)
        assert f"quote={quote}" in page


@pytest.mark.parametrize(
    "quote", ["own-", "case-x", "known-999", "x", "case-" + "9" * 30, "%00", "own-222424-20260302-00001-5"]
)
def test_a_quote_that_makes_no_sense_is_left_out(browser: Browser, quote: str) -> None:
    number = matter_at(Verb.NOTIFY)
    plain = page_of(browser("bao").get(f"/desk/matter/{number}/?do=draft"))
    found = re.search(
        r"<textarea[^>]*>(.*?)</textarea>",
        page_of(browser("bao").get(f"/desk/matter/{number}/?do=draft&quote={quote}")),
        re.DOTALL,
    )
    assert found
    assert found[1] == re.search(r"<textarea[^>]*>(.*?)</textarea>", plain, re.DOTALL)[1]  # type: ignore[index]


def test_who_doesnt_draft_reads_and_quotes_nothing(browser: Browser) -> None:
    solved()
    page = alike(browser, "dan", matter_at())
    assert "接头三月五日已经换好" in page
    assert "quote=" not in page


def test_the_pages_cost_doesnt_grow(browser: Browser) -> None:
    number = matter_at(Verb.NOTIFY)
    client = browser("bao")
    solved()
    none = queries_of(client, f"/desk/matter/{number}/alike/")
    case()
    one = queries_of(client, f"/desk/matter/{number}/alike/")
    assert none < one <= 21
    for n in range(3):
        solved()
        case(foreign_number=f"plain:{n + 2}")
    assert queries_of(client, f"/desk/matter/{number}/alike/") == one


def test_the_matters_page_leads_there_without_a_query_more(browser: Browser) -> None:
    number = matter_at(Verb.NOTIFY)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert f'hx-get="/desk/matter/{number}/alike/" hx-select="#alike"' in page
    assert 'id="alike"' in alike(browser, "bao", number)
    assert act(browser("bao"), number, "note", text="看过类似事项").status_code == 303
