"""Papers at the desk and in the portal: the day's sheet, a matter's whole file, its letters; who gets which."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import protecting
from huiyin.rooms.cases.day import left_on, registered_on, sorted_on
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.county.models import Change
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import day_sheet
from huiyin.web.shared.letters_parts import Kind
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.parts import Table
from huiyin.web.shared.papers.pdf import filled_widths
from tests.conftest import record_unlocked
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, said_by, words_of

pytestmark = pytest.mark.usefixtures("county")

# -- the day's sheet ----------------------------------------------------------------------------------------------------

SHEET = "/desk/triage/day/"


def test_the_sheet_is_the_page_on_paper(browser: Browser, now: Any) -> None:
    number = cast.comes_in(title="#没有水*").number
    now(cast.START + timedelta(hours=1))
    client = browser("dan")
    page = page_of(client.get(SHEET))
    for kind in ("pdf", "docx"):
        assert f'href="sheet.{kind}?on=2026-03-02"' in page
    response = client.get(SHEET + "sheet.pdf?on=2026-03-02")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
    told, written = words_of(response.content), said_by(client.get(SHEET + "sheet.docx").content)
    for said in ("#没有水*", number, "1件·9人"):
        assert said in told
        assert said in written
    explained = "“当天梳理”不论哪天登记"
    for paper in (told, written):
        assert explained in paper
        assert "县委群众工作部·2026年3月2日" in paper, "who issues it"
    assert told.index(explained) < told.index(number), "under the numbers that it explains"
    assert [change.data["as"] for change in Change.objects.filter(verb="export")] == ["pdf", "docx"]


def test_the_sheet_is_for_whoever_may_read_it_on_the_page(browser: Browser, now: Any) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.FORWARD)
    now(at)
    assert number in words_of(browser("bo").get(SHEET + "sheet.pdf").content)
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=at)
    assert number not in words_of(browser("bo").get(SHEET + "sheet.pdf").content)
    for name in ("liu", "xia"):
        assert browser(name).get(SHEET + "sheet.pdf").status_code == 403
        assert browser(name).get(SHEET + "sheet.docx").status_code == 403
    assert browser().get(SHEET + "sheet.pdf").status_code == 302


# -- the whole file -------------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(now: Any) -> str:
    """A matter that went all the way, and the clock a minute later."""
    number = cast.comes_in().number
    now(cast.go(number, Verb.CLOSE) + timedelta(minutes=1))
    return number


def test_the_whole_file_tells_all_that_the_page_tells(browser: Browser, closed: str) -> None:
    client = browser("dan")
    assert "file.pdf" in page_of(client.get(f"/desk/matter/{closed}/"))
    told = words_of(client.get(f"/desk/matter/{closed}/file.pdf").content)
    last = Entry.objects.filter(number=closed).order_by("-seq")[0]
    for said in (
        closed, "没有水", "家里三天没有水了", "水管已经修好。", "信访事项处理意见书", "本人签字",
        bytes(last.hash).hex(), "Dan",
    ):  # fmt: skip
        assert said in told, said
    assert told.count("水管已经修好。") == 1  # a letter's words stand once


def test_names_and_phones_stay_masked_on_paper(browser: Browser, closed: str) -> None:
    for name in ("dan", "bao"):
        told = words_of(browser(name).get(f"/desk/matter/{closed}/file.pdf").content)
        assert "金**" in told
        for secret in (cast.JIN.name, cast.JIN.phone, cast.JIN.id_number, cast.JIN.address, cast.JIN.email):
            assert secret not in told


def test_who_takes_a_file_along_is_written_down(browser: Browser, people: Any, closed: str) -> None:
    entries = Entry.objects.filter(number=closed).count()
    browser("dan").get(f"/desk/matter/{closed}/file.pdf")
    change = Change.objects.get(verb="export")
    assert (change.by, change.data) == (f"user:{people['dan'].pk}", {"file": closed, "as": "pdf"})
    assert Entry.objects.filter(number=closed).count() == entries


@pytest.mark.parametrize("path", ["file.pdf", "letter/7.pdf", "letter/7.docx"])
def test_whoever_may_not_see_the_matter_gets_no_paper(browser: Browser, now: Any, path: str) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.ISSUE)
    now(at)
    url = f"/desk/matter/{number}/{path}"
    seq = Entry.objects.get(number=number, verb="issue").seq
    url = url.replace("letter/7", f"letter/{seq}")
    assert browser("bao").get(url).status_code == 200
    for name in ("wu", "tao", "xia"):  # another bureau, a town, the analyst
        assert browser(name).get(url).status_code == 404
    assert browser().get(url).status_code == 302
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=at)
    assert browser("bao").get(url).status_code == 404  # barred
    assert Change.objects.filter(verb="export").count() == (
        path == "file.pdf"
    )  # a refused look takes nothing along


def test_a_confidential_file_names_nobody_to_whom_it_must_not(browser: Browser, now: Any) -> None:
    number = cast.comes_in(confidential=True).number
    now(cast.go(number, Verb.NOTIFY))
    told = words_of(browser("bao").get(f"/desk/matter/{number}/file.pdf").content)
    phone = re.compile(r"199(?:\*|0000)")  # 199 by itself stands in many a checksum
    assert "金" not in told
    assert not phone.search(told)
    told = words_of(browser("dan").get(f"/desk/matter/{number}/file.pdf").content)
    assert "金**" in told
    assert phone.search(told)


def test_the_file_says_what_was_erased(browser: Browser, closed: str) -> None:
    with record_unlocked():
        SealedText.objects.filter(number=closed, name="text").update(text=None)
    told = words_of(browser("dan", language="en").get(f"/desk/matter/{closed}/file.pdf").content)
    assert "(erasedasthelawprovides)" in told
    page = page_of(browser("dan").get(f"/desk/matter/{closed}/"))
    assert "信访事项处理意见书" not in page  # no letter without words


def test_the_file_costs_a_bounded_number_of_queries(browser: Browser, closed: str) -> None:
    client = browser("dan")
    client.get(f"/desk/matter/{closed}/file.pdf")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/desk/matter/{closed}/file.pdf")
    assert len(queries) <= 14


# -- letters ----------------------------------------------------------------------------------------------------------------


def test_each_letter_that_went_out_can_be_printed(browser: Browser, closed: str) -> None:
    client = browser("dan")
    page = page_of(client.get(f"/desk/matter/{closed}/"))
    found = re.findall(rf'href="(/desk/matter/{closed}/letter/\d+\.pdf)" download>([^<]+)<', page)
    assert [name for _url, name in found] == ["信访事项受理告知书", "信访事项处理意见书"]
    accepted, answered = (words_of(client.get(url).content) for url, _name in found)
    assert "第二十三条" in accepted
    assert closed in accepted
    assert "水管已经修好。" in answered
    assert "2026年3月2日" in answered
    for told in (accepted, answered):
        assert told.count(f"{cast.JIN.name}：") == 1


@pytest.mark.parametrize("language", ["", "ko"])
def test_a_letter_as_word_says_the_same(browser: Browser, closed: str, language: str) -> None:
    Petition.objects.get(number=closed).petitioner.__class__.objects.update(language=language)
    client = browser("dan")
    page = page_of(client.get(f"/desk/matter/{closed}/"))
    found = re.findall(rf'href="(/desk/matter/{closed}/letter/\d+)\.docx" download', page)
    assert len(found) == 2
    for url in found:
        written = client.get(f"{url}.docx")
        assert written["Content-Type"].endswith("wordprocessingml.document")
        assert written["Cache-Control"] == "no-store, private"
        assert not [one for one in ZipFile(io.BytesIO(written.content)).namelist() if "thumbnail" in one]
        said, printed = bare(said_by(written.content)), words_of(client.get(f"{url}.pdf").content)
        foot = printed.removeprefix(said)
        assert (said in printed, foot.count(closed), len(foot) < 40) == (True, 1, True), foot


def test_a_confidential_letter_as_word_names_nobody(browser: Browser, now: Any) -> None:
    number = cast.comes_in(confidential=True).number
    now(cast.go(number, Verb.NOTIFY))
    seq = Entry.objects.get(number=number, verb="notify").seq
    for kind, read in (("pdf", words_of), ("docx", said_by)):
        said = read(browser("bao").get(f"/desk/matter/{number}/letter/{seq}.{kind}").content)
        assert number in bare(said)
        assert "金顺姬" not in bare(said)


def test_a_draft_is_no_letter(browser: Browser, now: Any) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.APPROVE))
    seq = Entry.objects.get(number=number, verb="draft").seq
    for wanted in (seq, seq + 1, 1, 99):
        for kind in ("pdf", "docx"):
            assert browser("dan").get(f"/desk/matter/{number}/letter/{wanted}.{kind}").status_code == 404


def test_a_korean_petitioner_gets_both_languages(browser: Browser, closed: str) -> None:
    Petition.objects.get(number=closed).petitioner.__class__.objects.update(language="ko")
    seq = Entry.objects.get(number=closed, verb="issue").seq
    told = words_of(browser("dan").get(f"/desk/matter/{closed}/letter/{seq}.pdf").content)
    for said in ("信访事项处理意见书", "신소사항처리의견서", "2026년3월2일"):
        assert said in told


def test_the_petitioner_keeps_the_answer(browser: Browser, now: Any) -> None:
    receipt = cast.comes_in()
    now(cast.go(receipt.number, Verb.APPROVE))
    client = browser()
    assert client.get("/follow/letter.pdf")["Location"] == "/follow/"
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    assert client.get("/follow/letter.pdf").status_code == 404
    assert "letter.pdf" not in page_of(client.get("/follow/"))
    cast.WAY[6][1](receipt.number, cast.START + timedelta(hours=7))
    assert 'href="/follow/letter.pdf' in page_of(client.get("/follow/"))
    response = client.get("/follow/letter.pdf")
    assert response["Cache-Control"] == "no-store, private"
    told = words_of(response.content)
    assert "水管已经修好。" in told
    assert f"编号{receipt.number}" in told
    client.post("/follow/done/")
    assert client.get("/follow/letter.pdf")["Location"] == "/follow/"


def test_the_day_sheets_numbers_have_a_column_that_holds_them_in_one_line(county: None) -> None:
    """A number has 23 characters, in Word 46 mm wide with the cell's edges."""
    number = cast.comes_in().number
    cast.go(number, Verb.TRIAGE)
    cast.comes_in(title="另一件")
    day = local_date(cast.START)
    found = [registered_on(cast.DAN, day), sorted_on(cast.DAN, day), left_on(cast.DAN, day)]
    sheet = day_sheet.Sheet(day, *found, {}, found[0], 1, 1)
    tables = [part for part in day_sheet.paper(sheet, now=cast.START).parts if isinstance(part, Table)]
    assert len(tables) == 3
    for table in tables:
        widths = filled_widths(table)
        at = next(n for n, text in enumerate(table.rows[0]) if text == number or text.startswith("222424-"))
        assert 253 * widths[at] / sum(widths) >= 50, "millimetres of a landscape sheet"


def test_letters_have_english_names_on_english_pages(browser: Browser, closed: str) -> None:
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{closed}/"))
    assert "Notice of acceptance" in page
    assert "Opinion on the petition" in page
    assert "信访事项受理告知书" not in page
    assert all(letter.Letter(1, kind, cast.START, "", 1, "").name("en").isascii() for kind in Kind)
