"""What the desk says when an act is refused or taken away, whose a term is, and which lists it offers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, owning, pressing, protecting, together
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

HOUR = timedelta(hours=1)
NOW = cast.START + 12 * HOUR
POST = "C-L-MAG"
SUN = cast.person("sun", Role.SUPERVISOR, cast.DEPARTMENT)


@pytest.fixture(autouse=True)
def on_monday(now: Callable[[datetime], None], browser: Browser) -> None:
    """Monday afternoon; a leader's post that nobody holds."""
    now(NOW)
    for code, parent, path in (("C-L", "C", "C/C-L/"), (POST, "C-L", f"C/C-L/{POST}/")):
        Unit.objects.create(
            code=code, parent_id=parent, path=path, kind=UnitKind.LEADERS, name=code, short=code
        )
    forget()


def at(verb: Verb) -> str:
    number = cast.comes_in().number
    cast.go(number, verb)
    return number


def sent(browser: Browser, name: str, number: str, verb: str, **said: str) -> str:
    """The page of a refusal, in English."""
    seen = Matter.objects.get(pk=number).seq
    answer = browser(name, language="en").post(f"/desk/matter/{number}/do/{verb}/", {"seen": seen, **said})
    assert answer.status_code == 422
    return page_of(answer)


def alert(page: str) -> str:
    """The alert above the matter."""
    found = re.search(r'<div class="hy-alert bad" role="alert">(.*?)<h1', page, re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))) if found else ""


# -- an act that isn't possible any more ------------------------------------------------------------------------------


def test_a_head_who_sends_the_approval_of_their_own_draft_is_told_why(browser: Browser) -> None:
    number = at(Verb.NOTIFY)
    user = User.objects.get(username="bo")
    Post.objects.create(user=user, unit_id=cast.BUREAU, role=Role.OFFICER, since=cast.START)
    seen = Matter.objects.get(pk=number).seq
    said = {"seen": seen, "outcome": "supported", "text": "已修好。"}
    assert browser("bo").post(f"/desk/matter/{number}/do/draft/", said).status_code == 303
    told = alert(sent(browser, "bo", number, "approve"))
    assert "Who drafted it or any part of it can't approve it. Another head must;" in told
    assert "Art. " in told


def test_a_notice_answered_twice_gives_back_what_was_typed(browser: Browser) -> None:
    number = at(Verb.SIGN)
    pressing.supervise(number, why="evasion", text="请书面说明。", by=SUN, now=cast.START + 10 * HOUR)
    pressing.answer_notice(number, item=1, text="已办。", by=cast.BAO, now=cast.START + 11 * HOUR)
    told = alert(sent(browser, "bao", number, "answer_notice", item="1", text="第二次的答复"))
    assert "Nothing was done" in told
    assert "第二次的答复" in told
    assert alert(sent(browser, "bao", number, "answer_notice", text="没有选督办件")) != ""


def test_choices_are_given_back_by_their_words(browser: Browser) -> None:
    number = at(Verb.FORWARD)
    told = alert(sent(browser, "dan", number, "assign", to=cast.WATER, days="20"))
    assert "县自来水公司" in told
    assert "20" in told


# -- what the selects offer -------------------------------------------------------------------------------------------


def test_a_barred_unit_is_not_offered_after_an_error_either(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + 2 * HOUR)
    for verb, more in (("forward", {}), ("assign", {"days": "20"})):
        page = sent(browser, "dan", number, verb, to=cast.BUREAU, **more)
        select = re.search(r'<select[^>]* id="f-to".*?</select>', page, re.DOTALL)
        assert select is not None
        assert f'value="{cast.BUREAU}"' not in select[0]
        assert f'value="{cast.WATER}"' in select[0]


def test_a_vacant_post_is_marked_and_refused_until_somebody_holds_it(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    page = sent(browser, "dan", number, "own", leader=POST, reason="久拖")
    assert f"{POST} · (vacant)" in page
    assert "Nobody holds this post now. Please choose a post that somebody holds." in page
    with pytest.raises(NotDone) as caught:
        owning.own(number, leader=POST, reason="久拖", by=cast.DAN, now=NOW)
    refused = caught.value.refused
    assert (refused.reason, refused.field, refused.article) == ("post_is_vacant", "leader", "18")
    cast.holder_of(POST)
    owning.own(number, leader=POST, reason="久拖", by=cast.DAN, now=NOW)


# -- the work list of an office ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CLERK])
def test_an_office_is_offered_its_houses_desk_after_its_own_list(
    browser: Browser, people: dict[str, User], role: Role
) -> None:
    number = at(Verb.TRIAGE)
    people["gu"] = User.objects.create(username="gu", name="Gu", password="!", created_at=cast.START)
    Post.objects.create(user=people["gu"], unit_id=cast.GROUP, role=role, since=cast.START)
    client = browser("gu")
    page = page_of(client.get("/desk/list/"))
    assert number in page  # the whole of what they see, unless they choose
    assert number not in page_of(client.get(f"/desk/list/?unit={cast.GROUP}"))
    assert f'href="/desk/list/?unit={cast.GROUP}"' in page
    assert f'href="/desk/list/?unit={cast.DEPARTMENT}"' in page
    assert number in page_of(client.get(f"/desk/list/?unit={cast.DEPARTMENT}"))
    assert f"?unit={cast.DEPARTMENT}" not in page_of(browser("bao").get("/desk/list/"))


# -- terms ------------------------------------------------------------------------------------------------------------


def test_another_lines_term_names_its_source_and_its_number(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    together.satellite(
        number, source="hotline", foreign="12345-88", received_at=cast.START, by=cast.DAN, now=NOW - HOUR
    )
    client = browser("dan", language="en")
    page = page_of(client.get(f"/desk/matter/{number}/"))
    terms = page.split('id="h-clocks"')[1].split('id="h-papers"')[0]
    assert terms.count("Hotline 12345 · 12345-88 · until ") == 3
    page = page_of(client.get(f"/desk/matter/{number}/clocks/"))
    assert page.count("<dd>12345-88</dd>") == 3
    assert page.count("<dd>Hotline 12345</dd>") == 3


def test_an_ended_term_of_another_line_still_names_its_number(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    together.satellite(
        number, source="hotline", foreign="12345-88", received_at=cast.START, by=cast.DAN, now=NOW - 3 * HOUR
    )
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=NOW - 2 * HOUR)
    actions.sign(number, by=cast.BAO, now=NOW - HOUR)
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/"))
    assert "Hotline 12345 · 12345-88 · due " in page


def test_a_term_that_was_taken_away_is_neither_in_time_nor_late(browser: Browser) -> None:
    number = at(Verb.SIGN)
    together.co_handle(number, to=cast.WATER, text="请查。", by=cast.BAO, now=NOW - 2 * HOUR)
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=NOW - HOUR)
    client = browser("dan", language="en")
    page = page_of(client.get(f"/desk/matter/{number}/"))
    past = page.split("Terms that have ended")[1].split("</details>")[0]
    assert past.count(">taken back<") == 2  # what the bureau owed and the helper's contribution
    assert past.count(">in time<") >= 1  # what the desk and the bureau had done before
    page = page_of(client.get(f"/desk/matter/{number}/clocks/"))
    assert page.split("Terms that have ended")[1].count(">taken back<") == 2


def test_the_same_form_sent_once_more_says_what_it_did_and_offers_nothing_again(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    seen = Matter.objects.get(pk=number).seq
    client, where = browser("dan", language="en"), f"/desk/matter/{number}/do/note/"
    for _ in range(2):  # a double click
        response = client.post(where, {"seen": seen, "text": "打了电话"})
        assert response["Location"] == f"/desk/matter/{number}/?done={seen + 1}"
    other = client.post(where, {"seen": seen, "text": "另一句话"})  # another tab
    assert other.status_code == 409
    assert "另一句话" in page_of(other)
    assert browser("liu").post(where, {"seen": seen, "text": "打了电话"}).status_code == 409, "a colleague's"
    assert Matter.objects.get(pk=number).seq == seen + 1


def test_bringing_an_answer_sent_once_more_is_told_as_done(browser: Browser) -> None:
    number = at(Verb.ISSUE)
    seen = Matter.objects.get(pk=number).seq
    client, where = browser("bao", language="en"), f"/desk/matter/{number}/do/deliver/"
    said = {"seen": seen, "method": "hand", "result": "returned", "delivered_at": "2026-03-02T20:00", "proof": "退回",
            "petition": number}  # fmt: skip
    for _ in range(2):
        assert client.post(where, said)["Location"] == f"/desk/matter/{number}/?done={seen + 1}"
    assert client.post(where, said | {"delivered_at": "2026-03-02T19:00"}).status_code == 409


def test_naming_whom_a_matter_accuses_sent_once_more_is_told_as_done(browser: Browser) -> None:
    number, client = at(Verb.TRIAGE), browser("dan")
    seen = Matter.objects.get(pk=number).seq
    said = {"seen": seen, "accused": cast.WATER, "text": "他们自己说的。"}
    for _ in range(2):
        answer = client.post(f"/desk/matter/{number}/do/accuse/", said)
        assert answer["Location"] == f"/desk/matter/{number}/?done={seen + 1}"
    other = {**said, "accused": cast.TOWN}
    assert client.post(f"/desk/matter/{number}/do/accuse/", other).status_code == 409


def test_a_file_sent_once_more_is_kept_once(browser: Browser) -> None:
    number, client = at(Verb.SIGN), browser("bao")
    seen = Matter.objects.get(pk=number).seq

    def attached(words: bytes) -> Any:
        given = {"seen": seen, "file": SimpleUploadedFile("现场.txt", words)}
        return client.post(f"/desk/matter/{number}/do/attach/", given)

    first, again = attached("水管漏水。".encode()), attached("水管漏水。".encode())
    assert (first.status_code, again.status_code, again["Location"]) == (303, 303, first["Location"])
    assert attached("另一份文件。".encode()).status_code == 409
    assert Matter.objects.get(pk=number).seq == seen + 1


@pytest.mark.parametrize("wrong", [{"category": "999999"}, {"place": "C-NOWHERE"}])
def test_what_is_on_no_list_is_refused_beside_its_field(browser: Browser, wrong: dict[str, str]) -> None:
    number, client = cast.comes_in().number, browser("dan")
    said = {"number": number, "seen": "1", "klass": "appeal", "category": "040100", **wrong}
    for where in ("/desk/triage/", f"/desk/matter/{number}/do/triage/"):
        answer = client.post(where, said)
        assert answer.status_code == 422
        assert re.search(rf'<select[^>]* name="{next(iter(wrong))}"[^>]* autofocus', page_of(answer))
    assert Matter.objects.get().status == "registered"
