"""What the form of sorting suggests: links that fill the choice, words that spoke for it, nothing chosen by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from huiyin.rooms.county.models import Category, Charge, Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.insight.categories import What, file_of
from huiyin.rooms.insight.learning import learn
from huiyin.rooms.insight.model_files import save
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.insight_cast import messages
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import matter_at, queries_of


@pytest.fixture(autouse=True)
def described(county: None) -> Iterator[None]:
    """Words that point to the category of water and to its company; no model before and after."""
    Category.objects.filter(code="040100").update(hints="停水 没有水 自来水")
    Unit.objects.filter(code=cast.WATER).update(duty="供水 自来水 没有水")
    forget()
    yield
    for file in (settings.HUIYIN_HOME / "models").glob("*.npz"):
        file.unlink()


def triage_form(browser: Browser, more: str = "", **matter: str) -> str:
    number = cast.comes_in(**matter).number if matter else matter_at()
    return page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=triage{more}"))


def selected(page: str) -> list[str]:
    return re.findall(r'<option value="([^"]*)" selected', page)


def test_category_and_unit_are_suggested_with_their_words_and_nothing_is_chosen(browser: Browser) -> None:
    page = triage_form(browser)
    assert "do=triage&amp;category=040100#do" in page
    assert "没有水" in page[page.index("Suggested: Category") : page.index("Suggested: Unit")]
    assert "县自来水公司" in page[page.index("Suggested: Unit") :]
    assert "By names and duties only" in page
    assert "040100" not in selected(page)


def test_a_click_fills_the_choice_without_javascript(browser: Browser) -> None:
    assert "040100" in selected(triage_form(browser, "&category=040100"))


@pytest.mark.parametrize("code", ["999999", "%00", "<b>", ""])
def test_an_unknown_code_in_the_address_fills_nothing(browser: Browser, code: str) -> None:
    assert not [value for value in selected(triage_form(browser, f"&category={code}")) if value]


def test_a_text_that_points_nowhere_says_so(browser: Browser) -> None:
    page = triage_form(browser, title="问一下", text="几点上班？")
    assert page.count("Don&#x27;t know") == 2


def test_what_may_not_wait_is_shown_with_its_words(browser: Browser) -> None:
    page = triage_form(browser)
    assert "No water" in page
    assert "没有水" in page[page.index("May not wait") :]
    assert "May not wait" not in triage_form(browser, title="路灯", text="路灯的颜色不好看")


def test_where_suggestions_come_from_is_said_once(browser: Browser) -> None:
    number = cast.comes_in().number
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=triage"))
    assert page.count("By names and duties only: nothing has been learnt from this county") == 1


def test_sending_on_suggests_a_unit_and_fills_it(browser: Browser) -> None:
    number = matter_at(Verb.TRIAGE)
    client = browser("dan", language="en")
    page = page_of(client.get(f"/desk/matter/{number}/?do=forward"))
    assert f"do=forward&amp;to={cast.WATER}#do" in page
    assert cast.WATER not in selected(page)
    filled = page_of(client.get(f"/desk/matter/{number}/?do=forward&to={cast.WATER}"))
    assert cast.WATER in selected(filled)
    assert not [v for v in selected(page_of(client.get(f"/desk/matter/{number}/?do=forward&to=C"))) if v]


def test_what_was_typed_is_kept_over_what_is_suggested(browser: Browser) -> None:
    number, client = matter_at(), browser("dan")
    page = page_of(
        client.post(f"/desk/matter/{number}/do/triage/?category=040100", {"seen": 1, "category": "040000"})
    )
    assert "040000" in selected(page)
    assert "040100" not in selected(page)


def test_other_forms_suggest_nothing(browser: Browser) -> None:
    number = matter_at()
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=note&category=040100"))
    assert "Suggested" not in page


def test_suggestions_cost_no_query_of_their_own(browser: Browser) -> None:
    number, client = matter_at(), browser("dan")
    with_form = queries_of(client, f"/desk/matter/{number}/?do=triage")
    assert with_form <= 12
    assert with_form == queries_of(client, f"/desk/matter/{number}/?do=note")


def test_what_was_learnt_speaks_before_the_names(browser: Browser) -> None:
    texts, labels = messages()
    save(learn(texts, labels, source={}), file_of(What.CATEGORY))
    page = triage_form(browser, title="水管又爆了", text="水管三天没有来水，请自来水公司来修。")
    assert "do=triage&amp;category=040100#do" in page
    assert "Learnt from this county" in page
    assert re.search(r"(likely|almost certain|possible) \(\d+ %\)", page)
    assert "050300" not in page  # a label that the list in force doesn't have


def test_a_broken_model_is_done_without(browser: Browser) -> None:
    file_of(What.CATEGORY).parent.mkdir(exist_ok=True)
    file_of(What.CATEGORY).write_bytes(b"broken")
    page = triage_form(browser)
    assert "By names and duties only" in page
    assert "category=040100#do" in page


@pytest.mark.parametrize("told", ["by the field", "in the text"])
def test_what_towns_are_in_charge_of_points_to_the_town_of_the_place(browser: Browser, told: str) -> None:
    here, there = cast.TOWN, "222424199"
    root = Unit.objects.get(code=cast.TOWN)
    Unit.objects.create(code=there, parent=root.parent, path=f"{root.path.split(cast.TOWN)[0]}{there}/", kind=root.kind,
                        name="远山镇", short="远山镇")  # fmt: skip
    Charge.objects.create(category="040100", unit_id=there)
    forget()
    name = Unit.objects.get(code=here).short
    matter = {"place": here} if told == "by the field" else {"place": "", "text": f"{name}的自来水停了。"}
    number = cast.comes_in(**matter).number
    cast.go(number, Verb.TRIAGE)
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=forward"))
    row = page[page.index("Suggested: Unit") :].split("</ul>")[0]
    assert f"to={here}#do" in row
    assert f"to={there}#do" not in row
    assert "by the official duty list, place: " in row
