"""Attached pictures are seen at the desk: small on the pages, large on their own, behind the same guard as the download."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.around import RefusedLook
from huiyin.rooms.cases.attempts import carry_looks
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.pictures.keeping import path_of
from huiyin.rooms.pictures.models import Preview, State
from huiyin.rooms.pictures.sizes import Size
from huiyin.rules.identifiers import matter_number
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DAN, START, comes_in, go
from tests.rooms.picture_cast import sent, with_picture
from tests.web.conftest import Browser, page_of
from tests.web.test_guard_attacks import unsigned

pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=20)
UNKNOWN = matter_number("222424", START.date(), 777)


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    """Monday evening."""
    now(NOW)


def many(number: str, n: int) -> None:
    """More pictures for a matter whose previews are there, without drawing each."""
    for one in range(n):
        seq = sent(number, name=f"照片{one}.jpg", by=PETITIONER, drawn=False)
        Preview.objects.create(
            number=number, seq=seq, state=State.MADE.value, edition=1, width=1200, height=1600
        )


def images(page: str) -> list[str]:
    """The attached ones: not the mark in the page's head."""
    return [one for one in re.findall(r"<img[^>]*>", page) if "/file/" in one]


def asked_for(client: Client, url: str, mark: str = "") -> tuple[int, str]:
    """A preview is asked for, taken in whole, and its mark kept; by a browser that may have kept it before."""
    answer = client.get(url, headers={"If-None-Match": mark} if mark else {})
    page_of(answer) if not answer.streaming else b"".join(answer.streaming_content)
    return answer.status_code, answer.headers.get("ETag", "")


def test_the_matters_page_shows_them_small_with_name_who_and_when(browser: Browser) -> None:
    number, seq = with_picture(by=PETITIONER, name='井"盖<b>.jpg')
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    side, story = images(page)
    assert f'src="/desk/matter/{number}/file/{seq}/small.jpg"' in side
    assert 'width="240" height="320" loading="lazy"' in side
    assert 'alt="井&quot;盖&lt;b&gt;.jpg · ' in side
    assert "2026年3月2日 09:00" in side
    assert story == side, "the browser loads it once"
    assert f'href="/desk/matter/{number}/file/{seq}/look/"' in page
    assert f'href="/desk/matter/{number}/file/{seq}/" download' in page


def test_a_picture_without_preview_is_a_file_with_its_name(browser: Browser) -> None:
    number, seq = with_picture(b"\xff\xd8\xff\xe0" + bytes(90), by=PETITIONER, channel="mailbox")
    dan = browser("dan")
    for url in (f"/desk/matter/{number}/", "/desk/mailbox/"):
        page = page_of(dan.get(url))
        assert images(page) == []
        assert f'href="/desk/matter/{number}/file/{seq}/" download' in page
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/file/{seq}/look/"))
    assert images(page) == []
    assert "There is no preview of this picture" in page
    assert dan.get(f"/desk/matter/{number}/file/{seq}/small.jpg").status_code == 404


def test_previews_are_sent_as_what_they_are_and_asked_for_anew_each_time(browser: Browser) -> None:
    number, seq = with_picture()
    dan, url = browser("dan"), f"/desk/matter/{number}/file/{seq}/large.jpg"
    got = dan.get(url)
    assert b"".join(got.streaming_content) == path_of(number, seq, Size.LARGE).read_bytes()
    assert got["Content-Type"] == "image/jpeg"
    assert got["Cache-Control"] == "no-cache, private"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Disposition"] == "inline"
    assert "Content-Security-Policy" in got
    again = dan.get(url, headers={"If-None-Match": got["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache, private")
    assert asked_for(dan, url, '"older"')[0] == 200
    assert dan.get(url.replace("large", "huge")).status_code == 404
    assert dan.get(url.replace("large", "..")).status_code == 404
    assert dan.post(url).status_code == 405
    SealedText.objects.filter(number=number, seq=seq, name="file").update(text=None)
    assert dan.get(url, headers={"If-None-Match": got["ETag"]}).status_code == 404, "erased by law"
    assert dan.get(url.replace("large.jpg", "look/")).status_code == 404
    assert images(page_of(dan.get(f"/desk/matter/{number}/"))) == []


PLACES = ("look/", "small.jpg", "large.jpg")


def test_whoever_is_kept_away_gets_what_an_unknown_number_gets_and_it_is_written_down(
    browser: Browser,
) -> None:
    number, seq = with_picture(accused=BUREAU)
    bao = browser("bao")
    for place in PLACES:
        there, nowhere = (bao.get(f"/desk/matter/{one}/file/{seq}/{place}") for one in (number, UNKNOWN))
        assert there.status_code == nowhere.status_code == 404
        assert unsigned(page_of(there)).replace(number, UNKNOWN) == unsigned(page_of(nowhere))
    assert set(RefusedLook.objects.values_list("number", "what")) == {(number, "file"), (UNKNOWN, "file")}
    bao.get(f"/desk/matter/{number}/file/{seq}/")
    assert RefusedLook.objects.filter(number=number, what="file").count() == 4, "as the download's is"
    assert carry_looks(now=NOW + timedelta(minutes=1))
    assert Entry.objects.filter(number=number, verb="attempt").exists()


def test_who_is_barred_later_sees_nothing_that_the_browser_kept(browser: Browser) -> None:
    number, seq = with_picture()
    go(number, Verb.SIGN)
    bao, url = browser("bao"), f"/desk/matter/{number}/file/{seq}/small.jpg"
    _, mark = asked_for(bao, url)
    assert asked_for(bao, url, mark) == (304, mark)
    protecting.accuse(number, accused=BUREAU, text="x", by=DAN, now=NOW)
    assert asked_for(bao, url, mark)[0] == 404


def test_strangers_and_petitioners_are_led_to_the_door(browser: Browser) -> None:
    slip = comes_in()
    seq = sent(slip.number)
    citizen = browser()
    citizen.post("/follow/", {"number": slip.number, "code": slip.code})
    for client in (Client(), citizen):
        for place in PLACES:
            answer = client.get(f"/desk/matter/{slip.number}/file/{seq}/{place}")
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/desk/login/")
    assert browser("wu").get(f"/desk/matter/{slip.number}/file/{seq}/small.jpg").status_code == 404


def test_in_confidence_no_page_tells_the_name_of_a_picture(browser: Browser) -> None:
    number, seq = with_picture(name="金顺姬家.jpg", by=PETITIONER, confidential=True, channel="mailbox")
    go(number, Verb.SIGN)
    bao = browser("bao")
    for url in (
        f"/desk/matter/{number}/",
        f"/desk/matter/{number}/file/{seq}/look/",
        "/desk/mailbox/?show=open",
    ):
        page = page_of(bao.get(url))
        assert images(page), url
        assert "金顺姬" not in page, url
    assert "金顺姬家.jpg" in page_of(browser("dan").get(f"/desk/matter/{number}/file/{seq}/look/"))


def test_one_goes_from_picture_to_picture_by_links(browser: Browser) -> None:
    number, first = with_picture(name="一.jpg")
    sent(number, "水".encode(), "记录.txt")
    second, third = sent(number, name="二.jpg"), sent(number, b"\xff\xd8\xff\xe0" + bytes(90), name="三.jpg")
    dan, url = browser("dan"), f"/desk/matter/{number}/file/"
    page = page_of(dan.get(f"{url}{second}/look/"))
    (large,) = images(page)
    assert f'src="{url}{second}/large.jpg"' in large
    assert 'width="480" height="640"' in large
    assert f'rel="prev" href="{url}{first}/look/"' in page
    assert f'rel="next" href="{url}{third}/look/"' in page
    assert f'href="{url}{second}/" download' in page
    assert f'href="/desk/matter/{number}/#e{second}"' in page
    ends = [page_of(dan.get(f"{url}{seq}/look/")) for seq in (first, third)]
    assert ['rel="prev"' in end for end in ends] == [False, True]
    assert ['rel="next"' in end for end in ends] == [True, False]
    assert dan.get(f"{url}{second - 1}/look/").status_code == 404, "a text"
    assert dan.get(f"{url}1/look/").status_code == 404
    joined = comes_in().number
    link(joined, other=number, by=DAN, now=START)
    assert dan.get(f"/desk/matter/{joined}/file/{second}/look/").status_code in (302, 404)


def test_no_page_asks_more_for_more_pictures(browser: Browser) -> None:
    number = comes_in(channel="mailbox", by=PETITIONER, persons=1).number
    many(number, 1)
    dan = browser("dan")
    seq = Preview.objects.get().seq
    urls = (f"/desk/matter/{number}/", "/desk/mailbox/", f"/desk/matter/{number}/file/{seq}/look/")

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                page = page_of(dan.get(url))
            assert images(page)
            found.append(len(asked))
        return found

    counted()
    few = counted()
    many(number, 9)
    assert counted() == few
    assert few[2] <= 9
    assert len(images(page_of(dan.get("/desk/mailbox/")))) == 10
    stranger = Person(name="别人", phone="19900005678")
    other = comes_in(channel="mailbox", by=PETITIONER, persons=1, title="另一件", person=stranger).number
    many(other, 12)
    assert counted() == few
    assert len(images(page_of(dan.get("/desk/mailbox/")))) == 20, "ten of each at most"


def test_whoever_sorts_sees_them_beside_the_words(browser: Browser) -> None:
    number, seq = with_picture(by=PETITIONER, channel="mailbox")
    (shown,) = images(page_of(browser("dan").get(f"/desk/triage/?number={number}")))
    assert f"/file/{seq}/small.jpg" in shown
    assert 'alt="水管.jpg · 2026年3月2日 09:00"' in shown


def test_a_preview_is_sent_for_few_questions(browser: Browser) -> None:
    number, seq = with_picture()
    dan, url = browser("dan"), f"/desk/matter/{number}/file/{seq}/small.jpg"
    asked_for(dan, url)
    with CaptureQueriesContext(connection) as asked:
        assert asked_for(dan, url)[0] == 200
    assert len(asked) <= 6


def test_a_matter_without_pictures_isnt_asked_about_them(browser: Browser) -> None:
    number = comes_in().number
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=START)
    dan, table = browser("dan"), Preview._meta.db_table
    with CaptureQueriesContext(connection) as asked:
        dan.get(f"/desk/matter/{number}/")
    assert not any(table in query["sql"] for query in asked)
