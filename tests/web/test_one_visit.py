"""One visit with several matters: each is a petition of its own, the visit counts once and its people once (批次, 人次)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from huiyin.rooms.cases.asked import Asked
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.paragraph import paragraph
from huiyin.rooms.cases.parties import parties_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.tally import Measure, behind, by_month, pieces, tally
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.cases.visits import counted_with
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.periods import Period, PeriodKind, whole
from huiyin.rules.vocabulary import Channel, Verb
from tests.rooms import cast
from tests.rooms.figures_naive import differences
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, words_of

REGISTER = "/desk/register/"
MARCH = Asked(date(2026, 3, 1), date(2026, 3, 31))
MONDAY = date(2026, 3, 2)
MONTH: Period = whole(PeriodKind.MONTH, MONDAY)
NUMBER = re.compile(r'<a class="hy-n[^"]*" href="([^"]+)">(\d+)</a>')


@pytest.fixture(autouse=True)
def on_monday(now: Callable[[datetime], None], browser: Browser) -> None:
    """Monday afternoon; everybody has an account."""
    now(cast.START + timedelta(hours=12))


def register(client: Client, **change: Any) -> Any:
    given = {
        "token": new_form_token(), "channel": "visit", "received_at": "2026-03-02T20:10", "persons": "6", "title": "没有水",
        "text": "还是没有水。", "id_number": cast.JIN.id_number, "spoken": "zh-hans",
    }  # fmt: skip
    return client.post(REGISTER, {**given, **change})


def faults() -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for _, found in number_faults(Tally()) for fault in found]


def three_of_one_visit(client: Client) -> list[str]:
    """Six people with three matters, each begun from the slip of the one before; and a visitor by themself."""
    register(client)
    numbers = [Petition.objects.get().pk]
    for title in ("路灯不亮", "田埂塌了"):
        page = page_of(client.get(f"{REGISTER}?same={numbers[-1]}"))
        assert re.search(r'name="visit" value="1" checked', page)
        assert f'name="came_with" value="{numbers[-1]}"' in page
        sent = register(
            client, title=title, visit="1", came_with=numbers[-1], as_of=f"new:{numbers[-1]}", id_number=""
        )
        assert sent.status_code == 303
        numbers.append(Petition.objects.exclude(pk__in=numbers).get().pk)
    register(client, title="房子漏雨", persons="1", id_number="")
    return numbers


def test_one_visit_is_one_batch_and_its_people_count_once(browser: Browser) -> None:
    first, *more = three_of_one_visit(browser("liu"))
    assert set(Petition.objects.filter(visit=first).values_list("pk", flat=True)) == set(more)
    (line,) = [one for one in figures(MONDAY, MONDAY) if one.channel is Channel.VISIT]
    assert (line.pieces, line.batches, line.persons) == (4, 2, 7)
    assert (line.collective, line.collective_persons) == (1, 6)
    now = tally(cast.DAN, MARCH, today=MONDAY)
    assert (now.total.pieces, now.total.batches, now.total.persons, now.total.visitors) == (4, 2, 7, 7)
    assert pieces(cast.DAN, MARCH).batches == 2
    assert by_month(cast.DAN, MARCH, [MONTH]) == {"2026-03": (4, 7)}
    assert "来访2批次、7人次" in paragraph({Channel.VISIT: line})
    assert list(differences(cast.DAN, MARCH, repeated=(), today=MONDAY)) == []
    counted = behind(cast.DAN, MARCH, Measure.BATCHES, today=MONDAY).values_list("pk", flat=True)
    assert set(counted) & {first, *more} == {first}


def test_the_record_says_so_and_is_proven(browser: Browser) -> None:
    first, second, _third = three_of_one_visit(browser("liu"))
    said = f'"visit":"{first}"'
    assert [said in Entry.objects.get(number=one, seq=1).data for one in (first, second)] == [False, True]
    assert faults() == []
    Petition.objects.filter(pk=second).update(visit="")
    assert [code for code, _ in faults()] == ["table_differs"]


def test_matters_of_one_visit_that_are_joined_have_its_people_once(browser: Browser) -> None:
    first, second, _third = three_of_one_visit(browser("liu"))
    cast.go(first, Verb.TRIAGE, start=cast.START + timedelta(hours=12))
    link(second, other=first, by=cast.DAN, now=cast.START + timedelta(hours=30))
    matter = Matter.objects.get(pk=first)
    assert (matter.petitions_count, matter.persons) == (2, 6)
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"channel": "letter"}, "channel", "来访"),
        ({"received_at": "2026-03-01T10:00"}, "received_at", "另一天"),
        ({"persons": "7"}, "persons", "6"),
        ({"came_with": "XF-222424-20260302-9999"}, "visit", "刚才"),
    ],
)  # fmt: skip
def test_what_cant_be_of_the_visit_says_why_and_keeps_all(
    browser: Browser, change: dict[str, str], field: str, said: str
) -> None:
    client = browser("liu")
    register(client)
    first = Petition.objects.get().pk
    answer = register(client, **{"title": "路灯不亮", "visit": "1", "came_with": first, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    error = re.search(rf'id="f-{field}-error">([^<]+)<', page)
    assert error
    assert said in error[1]
    assert 'value="路灯不亮"' in page
    assert 'name="came_with"' in page
    assert Petition.objects.count() == 1
    taken = register(client, **{"title": "路灯不亮", "came_with": first, **change})  # the mark taken off
    assert taken.status_code == 303
    assert not Petition.objects.exclude(visit="").exists()


def test_the_verb_itself_refuses_what_is_no_visit() -> None:
    letter = cast.comes_in(channel="letter").number
    for number in (letter, "XF-222424-20260302-9999"):
        with pytest.raises(NotDone) as refused:
            cast.comes_in(visit=number)
        assert refused.value.refused.reason == "no_such_visit"


def test_every_number_opens_its_rows_and_the_sheet_and_the_file_tell_the_visit(browser: Browser) -> None:
    first, second, _third = three_of_one_visit(browser("liu"))
    client = browser("dan")
    links = set(NUMBER.findall(page_of(client.get("/desk/figures/?period=2026-03"))))
    assert links
    for url, n in links:
        rows = page_of(client.get(unescape(url)))
        told = re.search(r'data-n="(\d+)" data-people="(\d+)"', rows)
        assert told
        assert int(n) == int(told[2] if "measure=persons" in url else told[1]), url
    assert "4件 · 7人" in page_of(client.get("/desk/triage/day/?on=2026-03-02"))
    assert f'href="/desk/matter/{first}/">{first}</a>' in page_of(client.get(f"/desk/matter/{second}/"))


def test_the_whole_file_on_paper_names_the_visit_in_plain_words(browser: Browser) -> None:
    first, second, _third = three_of_one_visit(browser("liu"))
    text = words_of(browser("dan").get(f"/desk/matter/{second}/file.pdf").content)
    assert bare(f"同一次来访，计入{first}") in text
    assert "<a" not in text


def test_what_is_kept_from_somebody_takes_no_further_matter_into_its_count() -> None:
    """Whoever mustn't know of the first would see the second without its visit."""
    first = cast.comes_in(persons=7, accused=cast.WATER).number
    told = Petition.objects.get(pk=first)
    at = {"channel": "visit", "received_at": told.received_at, "persons": 2}
    assert counted_with(first, **at) == ""
    open_one = cast.comes_in(persons=7).number
    assert counted_with(open_one, **at) == open_one
    Petition.objects.filter(pk=open_one).update(confidential=True)
    assert counted_with(open_one, **at) == ""


CARD = "999999195001020048"


def group_with_another(client: Client, **second: str) -> tuple[str, str]:
    """Nine people with two who speak for them and one who signs; then another matter of theirs, begun from the slip."""
    group = {"representatives": f"白永浩 19900002001\n安春子 {CARD}", "cosigners": "李在根", "persons": "9"}
    assert register(client, name="金顺姬", **group).status_code == 303
    first = Petition.objects.get().pk
    carried = {"visit": "1", "came_with": first, "as_of": f"new:{first}", "id_number": "", "persons": "9"}
    assert register(client, **{**carried, "title": "路灯不亮", **second}).status_code == 303
    return first, Petition.objects.exclude(pk=first).get().pk


def named_in(number: str) -> list[tuple[str, str, str]]:
    rows = parties_of([number]).get(number, [])
    return [(row.role, row.petitioner.name, str(row.petitioner.id_number)) for row in rows]


def test_the_group_of_a_visit_speaks_in_its_other_matter_too(browser: Browser) -> None:
    client = browser("liu")
    first, second = group_with_another(client)
    assert named_in(second) == named_in(first) != []
    assert faults() == []
    page = page_of(client.get(f"{REGISTER}?same={first}"))
    assert "代表和联名人都不填的，按前一件登记" in page


def test_who_is_entered_there_holds_and_who_speaks_first_isnt_named_again(browser: Browser) -> None:
    first, second = group_with_another(browser("liu"), representatives="韩京姬")
    assert named_in(first) != named_in(second) == [("representative", "韩京姬", "")]


def test_one_of_the_group_may_be_first_in_the_other_matter(browser: Browser) -> None:
    _, second = group_with_another(browser("liu"), name="安春子", id_number=CARD)
    assert [name for _, name, _ in named_in(second)] == ["白永浩", "李在根"]


def test_of_fewer_persons_than_the_group_named_nobody_is_taken_over(browser: Browser) -> None:
    _, second = group_with_another(browser("liu"), persons="2")
    assert named_in(second) == []
    assert Petition.objects.get(pk=second).persons == 2


def test_without_the_mark_of_the_visit_nobody_else_is_taken_over(browser: Browser) -> None:
    _, second = group_with_another(browser("liu"), visit="")
    assert named_in(second) == []


def test_the_note_of_another_matter_of_a_visit_says_what_happened(browser: Browser) -> None:
    first, second = group_with_another(browser("liu"))
    (said,) = [text for text in file_of(second).texts.values() if first in text]
    assert said == f"与{first}同一次来访反映的另一件事。"


def test_who_came_with_one_petition_is_people_and_with_several_counted_each_time(browser: Browser) -> None:
    first, again = cast.comes_in(persons=2).number, cast.comes_in(persons=1).number
    client = browser("dan")
    page = page_of(client.get(f"/desk/matter/{first}/"))
    assert re.search(r"人数</dt>\s*<dd[^>]*>2人<", page)
    cast.go(first, Verb.TRIAGE)
    link(again, other=first, by=cast.DAN, now=cast.START + timedelta(hours=2))
    page = page_of(client.get(f"/desk/matter/{first}/"))
    assert re.search(r"人数</dt>\s*<dd[^>]*>2件共3人次<", page)
    assert "2件共3人次" in page_of(client.get("/desk/list/"))


def test_a_strangers_matter_of_the_same_visit_takes_nobody_over(browser: Browser) -> None:
    _, second = group_with_another(browser("liu"), name="别人", as_of="")
    assert named_in(second) == []
    assert Petition.objects.get(pk=second).visit


def test_who_left_all_open_is_the_same_as_who_did_so_before(browser: Browser) -> None:
    client = browser("liu")
    register(client, name="", id_number="", cosigners="李在根", persons="9")
    first = Petition.objects.get().pk
    carried = {"visit": "1", "came_with": first, "id_number": "", "persons": "9", "title": "路灯不亮"}
    register(client, **carried)
    second = Petition.objects.exclude(pk=first).get().pk
    assert named_in(second) == named_in(first) == [("cosigner", "李在根", "")]
    register(client, **carried, name="别人")
    third = Petition.objects.exclude(pk__in=[first, second]).get().pk
    assert named_in(third) == []


@pytest.mark.parametrize("came_with", ["\u202e", "\x00", "1\x002", "9" * 80])
def test_a_visit_that_is_no_number_is_told_beside_the_mark(browser: Browser, came_with: str) -> None:
    client = browser("liu")
    answer = register(client, visit="1", came_with=came_with, title="路灯不亮")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'id="f-visit-error">[^<]+<', page)
    assert 'value="路灯不亮"' in page
    assert "\x00" not in page
    assert not Petition.objects.exists()
    assert register(client, came_with=came_with, title="路灯不亮").status_code == 303  # the mark taken off


@pytest.mark.parametrize("as_of", ["\x00", "\u202e", "new:1", "new:222424-20260302-99999-0"])
def test_a_person_who_isnt_found_isnt_left_out_without_a_word(browser: Browser, as_of: str) -> None:
    client = browser("liu")
    token = new_form_token()
    answer = register(client, token=token, id_number="", as_of=as_of, title="路灯不亮")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "以前的那件" in page
    assert 'value="路灯不亮"' in page
    assert 'type="hidden" name="as_of"' not in page
    assert not Petition.objects.exists()
    assert register(client, token=token, id_number="", title="路灯不亮").status_code == 303
    assert (
        register(client, token=token, id_number="", as_of=as_of, title="路灯不亮").status_code == 303
    )  # once
    assert Petition.objects.count() == 1
