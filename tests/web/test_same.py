"""The same matter at the desk: candidates beside a matter and the register, proposals, one click to the form of joining."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.insight import pair_weights
from huiyin.rooms.insight.deciding import propose
from huiyin.rooms.insight.models import Pair, PairState
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import same
from tests.rooms.cast import PAK, START, comes_in, go
from tests.rooms.guard_cast import accused, add_units
from tests.rooms.test_same import OIL, OIL_AGAIN, add_village
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import queries_of

HTMX = {"HX-Request": "true"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")


def two() -> tuple[str, str]:
    return comes_in(**OIL).number, comes_in(**OIL_AGAIN).number


def panel(browser: Browser, number: str, user: str = "dan") -> str:
    return page_of(browser(user, language="en").get(f"/desk/matter/{number}/same/", headers=HTMX))


def test_a_matter_that_is_sorted_asks_for_its_candidates(browser: Browser) -> None:
    _old, new = two()
    page = page_of(browser("dan").get(f"/desk/matter/{new}/"))
    assert f'hx-get="/desk/matter/{new}/same/"' in page
    go(new, Verb.FORWARD)
    assert f"/desk/matter/{new}/same/" not in page_of(browser("dan").get(f"/desk/matter/{new}/"))


def test_the_panel_shows_what_speaks_for_it_in_both_texts(browser: Browser) -> None:
    old, new = two()
    page = panel(browser, new)
    assert "<html" not in page
    assert f'href="/desk/matter/{old}/"' in page
    assert "the same ID number" in page
    assert page.count("<mark>气管炎") == 2 or page.count("气管炎</mark>") == 2
    assert f'href="/desk/matter/{new}/?do=link&amp;of={old}#do" hx-get' in page
    whole = page_of(browser("dan").get(f"/desk/matter/{new}/same/"))  # without scripts it is a page
    assert "<html" in whole
    assert old in whole
    assert (
        f'href="/desk/matter/{new}/?do=link&amp;of={old}#do">' in whole
    )  # a plain link: no form stands on this page


def test_one_click_opens_the_form_with_the_number_in_it_and_joining_is_a_label(browser: Browser) -> None:
    old, new = two()
    client = browser("dan")
    page = page_of(client.get(f"/desk/matter/{new}/?do=link&of={old}"))
    assert re.search(rf'value="{old}" id="f-other"', page)
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    answer = client.post(f"/desk/matter/{new}/do/link/", {"other": old, "remark": "", "seen": seen[1]})
    assert answer.status_code == 303
    assert Pair.objects.get().state == PairState.SAME
    client.post(f"/desk/matter/{new}/do/unlink/", {"reason": "不是一件事", "seen": str(int(seen[1]) + 1)})
    assert Pair.objects.get().state == PairState.DIFFERENT


def test_a_place_in_common_and_more_than_three_are_told_so(browser: Browser) -> None:
    for _n in range(4):
        comes_in(**OIL, place="C-TOWN-V1")
    page = panel(browser, comes_in(**OIL_AGAIN, place="C-TOWN-V1").number)
    assert page.count("Both are noted at") == 4
    assert "The others found" in page
    elsewhere = panel(browser, comes_in(**OIL_AGAIN, place="C-TOWN-V2").number)
    assert elsewhere.count("Both are noted at") == 0


def test_words_alike_of_two_villages_are_said_to_be_of_different_places(browser: Browser) -> None:
    lamps = {"title": "路灯坏了", "text": "村东头的路灯坏了半个月，变压器烧了，晚上接孩子放学什么都看不见。"}
    add_village("C-TOWN-V2")
    comes_in(**lamps, place="C-TOWN-V1")
    page = panel(
        browser, comes_in(**{**lamps, "text": lamps["text"] + "请快点修。"}, place="C-TOWN-V2").number
    )
    assert "Very alike, but of different places" in page
    assert "%" not in page, "thirty per cent would say little of both"


def test_the_end_of_one_name_with_the_beginning_of_another_is_no_place(browser: Browser) -> None:
    bridge = "进屯那座小桥桥面塌了一块，车掉下去两回，孩子上学从桥上过，求求快修。"
    comes_in(title="小桥塌了", text=f"柳树河村{bridge}")
    page = panel(browser, comes_in(title="桥面塌了", text=f"杨木沟村{bridge}").number)
    assert "In both texts:" in page
    assert "Place:" not in page
    named = panel(browser, comes_in(title="桥面塌了", text=f"柳树河村{bridge}").number)
    assert "Place: 柳树河村" in named


def test_reasons_are_whole_words_as_they_stand_in_the_texts(browser: Browser) -> None:
    lake = "丽湖花城小区业主反映，K2区APP停车收费太贵，一名业主的车被锁了，该搅拌站的灰尘污染。"
    comes_in(title="停车收费", text=lake)
    again = "我是丽湖花城小区业主，投诉K2区APP停车收费太贵，有一名业主的车被锁，搅拌站扬尘污染。"
    page = panel(browser, comes_in(title="收费太贵", text=again).number)
    assert re.search(r"Place: 丽湖花城小区(?: ·|<)", page), page
    assert "APP停车收费" in page
    for piece in ("小区业主</mark>", "一名业主</mark>", "<mark>尘污染", "<mark>该", "k2区", "app停车"):
        assert piece not in page


@pytest.mark.parametrize("title", ["×××反映桥面塌了", "李**：桥面塌了", "桥面塌了"])
def test_a_name_that_the_title_hides_is_no_reason_either(browser: Browser, title: str) -> None:
    words = "柳树河村进屯那座小桥桥面塌了一块，车掉下去两回，求求快修，李国强反映。"
    comes_in(title=title, text=words, person=Person(name="李国强", phone="19900004321"))
    new = comes_in(title="小桥塌了", text=f"{words}李国强。").number
    reasons = re.findall("In both texts: ([^<]+)<", panel(browser, new))
    assert len(reasons) == 1
    assert ("李国强" in reasons[0]) is (title == "桥面塌了"), reasons


def test_not_the_same_is_kept(browser: Browser) -> None:
    old, new = two()
    client = browser("dan")
    answer = client.post(f"/desk/matter/{new}/same/{old}/apart/", {"back": "matter"})
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/matter/{new}/")
    assert Pair.objects.get().state == PairState.DIFFERENT
    assert old not in panel(browser, new)
    assert client.get(f"/desk/matter/{new}/same/{old}/apart/").status_code == 405


def test_what_somebody_joined_meanwhile_isnt_called_different(browser: Browser) -> None:
    old, new = two()
    client = browser("dan")
    assert client.post(f"/desk/matter/{new}/do/link/", {"other": old, "seen": "1"}).status_code == 303
    for one, other in ((new, old), (old, new)):
        late = client.post(f"/desk/matter/{one}/same/{other}/apart/", {"back": "list"})
        assert (late.status_code, late["Location"]) == (303, f"/desk/matter/{one}/"), "its page says so"
    assert Pair.objects.get().state == PairState.SAME


def test_who_doesnt_sort_or_see_gets_nothing(browser: Browser) -> None:
    old, new = two()
    assert browser("wu").get(f"/desk/matter/{new}/same/").status_code == 404
    assert browser("wu").post(f"/desk/matter/{new}/same/{old}/apart/").status_code == 404
    assert browser("liu").get(f"/desk/matter/{new}/same/").status_code == 403
    assert browser("liu").post(f"/desk/matter/{new}/same/{old}/apart/").status_code == 403
    assert browser("liu").get("/desk/same/").status_code == 403
    assert not Pair.objects.exists()


def test_for_whoever_is_kept_away_the_page_is_the_same_to_the_byte(browser: Browser) -> None:
    add_units()
    new = comes_in(**OIL_AGAIN).number
    go(new, Verb.FORWARD)
    before = panel(browser, new, "bo")
    barred = accused(**OIL)
    assert panel(browser, new, "bo") == before
    assert barred in panel(browser, new)


def typed(browser: Browser, user: str = "liu", **given: str) -> str:
    return page_of(browser(user, language="en").post("/desk/register/same/", given, headers=HTMX))


def test_the_register_tells_of_candidates_while_it_is_filled_in(browser: Browser) -> None:
    old = comes_in(**OIL).number
    page = page_of(browser("dan").get("/desk/register/"))
    assert 'hx-post="/desk/register/same/"' in page
    found = typed(browser, "dan", **OIL_AGAIN, phone="19900001234", name="金顺姬")
    assert old in found
    assert "the same name and phone" in found
    assert "<form" not in found  # it stands inside the register's own
    assert old not in typed(browser, "dan", title="短", text="短")
    assert browser("xia").post("/desk/register/same/", OIL_AGAIN).status_code == 403
    assert browser("dan").get("/desk/register/same/").status_code == 405


def test_a_matter_past_the_desk_is_joined_to_nothing(browser: Browser) -> None:
    old, new = two()
    propose(old, new, percent=60, now=START)
    go(new, Verb.FORWARD)
    assert old in panel(browser, new)
    assert "do=link" not in panel(browser, new)
    listed = page_of(browser("dan").get("/desk/same/"))
    assert f"/desk/matter/{old}/?do=link&amp;of={new}&amp;back=list&amp;after=#do" in listed, (
        "the older one still is at the desk"
    )
    assert "Already sent on" in panel(browser, new)
    go(old, Verb.FORWARD)
    listed = page_of(browser("dan", language="en").get("/desk/same/"))
    assert "do=link" not in listed
    assert "No matters are proposed" in listed, "its chance is over"


def test_at_a_review_nothing_is_proposed(browser: Browser) -> None:
    old, new = two()
    assert old in panel(browser, new)
    review = ask_review(old, text=OIL_AGAIN["text"], by=PAK, now=go(old, Verb.CLOSE)).number
    shown = panel(browser, review)
    assert old not in shown
    assert new not in shown


def test_what_is_over_takes_nothing_up_and_says_so(browser: Browser) -> None:
    old, new = two()
    go(old, Verb.CLOSE)
    beside = panel(browser, new)
    assert old in beside
    assert "do=link" not in beside
    assert "That one is over" in beside


def test_proposals_of_the_night_with_both_texts(browser: Browser) -> None:
    old, new = two()
    assert "No matters are proposed" in page_of(browser("dan", language="en").get("/desk/same/"))
    propose(old, new, percent=60, now=START)
    page = page_of(browser("dan").get("/desk/same/"))
    assert old in page
    assert f"/desk/matter/{new}/?do=link&amp;of={old}&amp;back=list&amp;after=#do" in page
    client = browser("dan")
    answer = client.post(f"/desk/matter/{new}/same/{old}/apart/", {"back": "list"})
    assert answer["Location"] == "/desk/same/"
    assert old not in page_of(client.get("/desk/same/"))


def test_deciding_leads_back_to_the_same_place_of_the_list(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same, "PAGE", 1)
    old, new = two()
    third = comes_in(**OIL).number
    for number, percent in ((new, 90), (third, 60)):
        propose(old, number, percent=percent, now=START)
    client = browser("dan", language="en")
    place = f"90_{Pair.objects.get(percent=90).pk}"
    assert f"/desk/same/?after={place}" in page_of(client.get("/desk/same/"))
    page = page_of(client.get(f"/desk/same/?after={place}"))
    assert f'name="after" value="{place}"' in page
    assert f"/desk/matter/{third}/?do=link&amp;of={old}&amp;back=list&amp;after={place}#do" in page
    page = page_of(client.get(f"/desk/matter/{third}/?do=link&of={old}&back=list&after={place}"))
    sent = dict(re.findall(r'name="(seen|back|after)" value="([^"]*)"', page))
    assert sent["after"] == place
    wrong = client.post(f"/desk/matter/{third}/do/link/", {"other": "", **sent})
    assert wrong.status_code == 422
    assert f'name="after" value="{place}"' in page_of(wrong)
    answer = client.post(f"/desk/matter/{third}/do/link/", {"other": old, **sent})
    assert answer["Location"] == f"/desk/same/?after={place}&done={third}"
    shown = page_of(client.get(answer["Location"]))
    assert "Joined: " in shown
    assert f"/desk/matter/{new}/" in shown, "nothing is left there, so the list begins anew"
    away = {"back": "list", "after": place}
    answer = client.post(f"/desk/matter/{new}/same/{old}/apart/", away)
    assert answer["Location"] == f"/desk/same/?after={place}"
    away["after"] = "//elsewhere"
    assert client.post(f"/desk/matter/{new}/same/{old}/apart/", away)["Location"] == "/desk/same/"
    assert "Joined: " not in page_of(client.get(f"/desk/same/?done={new}"))


def test_pages_cost_few_queries_however_much_there_is(browser: Browser) -> None:
    old, new = two()
    client = browser("dan")
    counts = []
    for many in (1, 8):
        for _ in range(many):
            propose(old, comes_in(**OIL).number, percent=60, now=START)
            both = [comes_in(**OIL).number for _ in range(2)]
            propose(*both, percent=70, now=START)
            for number in both:  # nobody can join these any more
                go(number, Verb.FORWARD)
        client.get("/desk/same/")
        counts.append((queries_of(client, "/desk/same/"), queries_of(client, f"/desk/matter/{new}/same/")))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8
    assert counts[0][1] <= 18


def test_whom_titles_hide_is_asked_once_a_page(browser: Browser) -> None:
    old, new = two()
    client = browser("dan")
    hidden = {"title": "王**家的饭店油烟", "text": OIL["text"]}
    counts = []
    for many in (1, 6):
        for _ in range(many):
            propose(old, comes_in(**hidden).number, percent=60, now=START)
        client.get("/desk/same/")
        counts.append((queries_of(client, "/desk/same/"), queries_of(client, f"/desk/matter/{new}/same/")))
    assert counts[0] == counts[1]
