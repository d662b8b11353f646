"""Confidence that is asked for after the matter came in: at sorting, by a later act; in what hangs together, too."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.guard_cast import faults
from tests.web.confidence_cast import AT, HIDDEN, PAK, SECRET, TOLD, WHOLE, a_leader, names_in
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


def test_sorting_asks_whether_they_want_confidence_and_keeps_it(browser: Browser) -> None:
    number = cast.comes_in(title="金顺姬家漏水", text=f"{TOLD}请替我保密，怕报复。").number
    dan = browser("dan")
    page = page_of(dan.get("/desk/triage/", {"number": number}))
    assert "是否要求保密？" in page
    assert "文中提到：保密 · 怕报复。" in page
    assert 'name="confidential" value="1" data-key="c"' in page
    wrong = dan.post("/desk/triage/", {"number": number, "seen": 1, "confidential": "1", "klass": "appeal"})
    assert (wrong.status_code, 'data-key="c" checked' in page_of(wrong)) == (422, True)
    sent = {"number": number, "seen": 1, "klass": "appeal", "category": "040100", "confidential": "1"}
    assert [dan.post("/desk/triage/", sent).status_code for _ in range(2)] == [303, 303], (
        "sent twice, done once"
    )
    assert Matter.objects.values_list("confidential", "title__text").get() == (True, "×××家漏水")
    again = page_of(dan.get("/desk/triage/", {"number": number}))
    assert "保密" in again
    assert 'name="confidential"' not in again
    assert "是否要求保密？" not in again
    assert names_in(browser, "lee", f"/desk/matter/{number}/") == HIDDEN


def test_a_letter_that_asks_for_nothing_isnt_asked_about(browser: Browser) -> None:
    number = cast.comes_in(text=TOLD).number
    page = page_of(browser("dan").get("/desk/triage/", {"number": number}))
    assert "是否要求保密？" not in page
    assert 'name="confidential"' in page


def test_confidence_may_be_given_while_the_unit_is_at_work(browser: Browser) -> None:
    number = cast.comes_in(title="金顺姬家漏水", text=TOLD).number
    cast.go(number, Verb.NOTIFY)
    path = f"/desk/matter/{number}/"
    assert names_in(browser, "bao", path) == WHOLE
    dan, given = browser("dan"), {"reason": "19900001234来电，怕被报复。"}
    assert "do=confide" in page_of(dan.get(path))
    assert "do=confide" not in page_of(browser("bao").get(path))
    told = dan.post(f"{path}do/confide/", {**given, "seen": file_of(number).state.seq})
    assert told.status_code == 303
    assert names_in(browser, "bao", path) == HIDDEN
    assert "19900001234" in page_of(dan.get(path))
    assert not [word for word in SECRET if word in page_of(browser("bao").get("/desk/list/"))]
    twice = dan.post(f"{path}do/confide/", {**given, "seen": file_of(number).state.seq})
    assert twice.status_code == 422
    assert "已为信访人保密。" in page_of(twice)


def test_what_hangs_together_is_kept_as_well(browser: Browser) -> None:
    main, joined = (cast.comes_in(title="金顺姬家漏水", text=TOLD).number for _ in range(2))
    link(joined, other=main, by=cast.DAN, now=AT)
    protecting.confide(joined, reason="来访要求保密。", by=cast.DAN, now=AT)
    assert set(Matter.objects.values_list("confidential", "title__text")) == {(True, "×××家漏水")}
    for number in (main, joined):
        assert not names_in(browser, "lee", f"/desk/matter/{number}/")[0]
        assert file_of(number).state.told_in_confidence
        with pytest.raises(NotDone):
            protecting.confide(number, reason="再说一次。", by=cast.DAN, now=AT)


def test_letters_name_nobody_who_asked_for_confidence_later(browser: Browser) -> None:
    """As they name nobody who asked for it at registration: on the portal, and on paper for the house itself."""
    told = []
    for later in (False, True):
        came = cast.comes_in(confidential=not later, title="漏水", text="水管漏水。")
        cast.go(came.number, Verb.ISSUE)
        if later:
            protecting.confide(came.number, reason="来电。", by=cast.DAN, now=AT + timedelta(days=1))
        client = browser("")
        client.post("/follow/", {"number": came.number, "code": came.code})
        pages = [page_of(client.get("/follow/"))]
        listed = page_of(browser("dan").get(f"/desk/matter/{came.number}/"))
        urls = sorted(set(re.findall(rf"/desk/matter/{came.number}/letter/\d+.pdf", listed)))
        pages += [words_of(browser("dan").get(url).getvalue()) for url in urls]
        told.append(["金顺姬：" in page for page in pages])
    assert told == [[False] * 3] * 2


def test_only_whoever_asked_for_it_is_told_of_it_and_once(browser: Browser) -> None:
    home, neighbour = cast.comes_in(text=TOLD), cast.comes_in(person=PAK, text="漏水。")
    link(neighbour.number, other=home.number, by=cast.DAN, now=AT)
    protecting.confide(home.number, reason="来电。", by=cast.DAN, now=AT)
    told = []
    for came in (home, neighbour):
        client = browser("")
        client.post("/follow/", {"number": came.number, "code": came.code})
        told.append(page_of(client.get("/follow/")).count("您的身份已开始保密"))
    assert told == [1, 0]


@pytest.mark.parametrize("asks", [0, 1])
def test_what_has_parted_before_is_kept_as_if_it_parted_now(browser: Browser, asks: int) -> None:
    home, neighbour = cast.comes_in(text=TOLD).number, cast.comes_in(person=PAK, text="漏水。").number
    link(neighbour, other=home, by=cast.DAN, now=AT)
    actions.note(home, text="朴大成说漏水也到了他家，电话19900005678。", by=cast.DAN, now=AT)
    unlink(neighbour, reason="与金顺姬19900001234说的不同。", by=cast.DAN, now=AT)
    asking, parted = (home, neighbour)[:: -1 if asks else 1]
    path, secrets = f"/desk/matter/{parted}/", (("顺姬", "19900001234"), ("大成", "19900005678"))[asks]
    told = []
    for _ in range(2):
        page = page_of(browser("lee").get(path))
        told.append([secret in page for secret in secrets])
        if not told[1:]:
            protecting.confide(asking, reason="来电。", by=cast.DAN, now=AT)
    assert told == [[True, True], [False, False]]
    assert not faults()


def test_who_asks_for_confidence_and_is_joined_at_sorting_is_kept_in_it(browser: Browser) -> None:
    other = cast.comes_in(person=PAK, text="漏水。").number
    cast.go(other, Verb.NOTIFY)
    number = cast.comes_in(title="金顺姬家漏水", text=TOLD).number
    sent = {"number": number, "seen": 1, "confidential": "1", "join": other}
    assert [browser("dan").post("/desk/triage/", sent).status_code for _ in range(2)] == [303, 303]
    assert set(Matter.objects.values_list("confidential", "linked_to")) == {(True, ""), (True, other)}
    assert names_in(browser, "bao", f"/desk/matter/{other}/") == HIDDEN
    assert not faults()


def test_what_cant_be_joined_at_sorting_is_kept_in_confidence_all_the_same(browser: Browser) -> None:
    over, number = cast.at(Verb.CLOSE, person=PAK), cast.comes_in(title="金顺姬家漏水", text=TOLD).number
    sent = {"number": number, "seen": 1, "confidential": "1", "join": over}
    refused = browser("dan").post("/desk/triage/", sent)
    assert (refused.status_code, 'name="confidential"' in page_of(refused)) == (422, False)
    assert file_of(number).state.told_in_confidence


def test_sorting_on_the_matters_page_never_ticks_confidence_by_itself(browser: Browser) -> None:
    """It can't be taken back: an urgent matter isn't one in confidence. Where it is promised it isn't asked for any more."""
    number = cast.at(Verb.TRIAGE)
    actions.triage(number, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=AT)
    dan, path = browser("dan"), f"/desk/matter/{number}/?do=triage"
    boxes = re.compile(r'<input type="checkbox" id="f-(urgent|confidential)"([^>]*)>')
    shown = [(name, "checked" in rest) for name, rest in boxes.findall(page_of(dan.get(path)))]
    assert shown == [("urgent", True), ("confidential", False)]
    protecting.confide(number, reason="来电。", by=cast.DAN, now=AT)
    assert [name for name, _rest in boxes.findall(page_of(dan.get(path)))] == ["urgent"]


def test_sorting_keeps_what_hangs_together_as_well(browser: Browser) -> None:
    home, joined, parted = (cast.comes_in(title="金顺姬家漏水", text=TOLD).number for _ in range(3))
    for number in (joined, parted):
        link(number, other=home, by=cast.DAN, now=AT)
    unlink(parted, reason="与金顺姬19900001234说的不同。", by=cast.DAN, now=AT)
    sent = {"number": home, "seen": file_of(home).state.seq, "klass": "appeal", "category": "040100"}
    assert browser("dan").post("/desk/triage/", {**sent, "confidential": "1"}).status_code == 303
    assert set(Matter.objects.values_list("confidential", "title__text")) == {(True, "×××家漏水")}
    assert names_in(browser, "lee", f"/desk/matter/{parted}/") == HIDDEN
    assert not faults()
