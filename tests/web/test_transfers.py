"""Transfers at the desk: one by one, as a batch file, and their results back to the sender as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.transfers import Passed, take_transfer
from huiyin.rooms.county.models import Change
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.intake.transfers import taking
from huiyin.rooms.intake.transfers.models import TransferBatch
from huiyin.rules.senders import Sender
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import english
from tests.web.test_register import register

BATCH = "/desk/transfers/batch/"
CSV = (
    "转送编号,转送日期,要求办结日期,信访人,身份证号,反映内容\n"
    "ZS-1,2026-03-02,60天,金顺姬,999999195001010042,三天没有水。\n"
    "ZS-2,2026-03-02,,朴,999999195001010041,=1+1 路坏了。\n"
)


def passed(number: str, *, due: date | None = None, sender: Sender = Sender.PREFECTURE) -> str:
    return take_transfer(
        Passed(sender, number, "", due), received_at=cast.START, exchanged_at=None, persons=1, title="没有水", text="没有水。",
        person=cast.JIN, desk=cast.DEPARTMENT, by=cast.DAN, now=cast.START,
    ).number  # fmt: skip


def send(client: Client, content: str = CSV, **more: str) -> Any:
    file = SimpleUploadedFile("转送.csv", content.encode())
    return client.post(BATCH, {"sender": "prefecture", "file": file, **more})


def test_one_is_registered_with_sender_number_and_term(browser: Browser) -> None:
    client = browser("liu")
    assert "selected>" in page_of(client.get("/desk/register/?transfer=1"))
    due = (timezone.now() + timedelta(days=40)).date().isoformat()
    response = register(
        client, channel="visit", sender="province", source="JL-7", exchanged_at="", due_on=due
    )
    assert response.status_code == 303
    assert (Petition.objects.get().channel, Transfer.objects.get().foreign) == ("province", "JL-7")
    again = register(client, sender="province", source="jl-7")
    assert again.status_code == 422
    assert Petition.objects.get().number in page_of(again)
    assert Petition.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sender": "other", "source": "1"}, "organ"),
        ({"sender": "", "due_on": "2036-01-01"}, "sender"),
        ({"sender": "prefecture", "due_on": "2020-01-01"}, "due_on"),
        ({"sender": "moon"}, "sender"),
        ({"sender": "hotline", "channel": "province"}, "sender"),
    ],
)
def test_what_is_wrong_with_a_transfer_is_said_beside_the_field(
    browser: Browser, given: dict[str, str], field: str
) -> None:
    response = register(browser("liu"), **given, title="")
    assert response.status_code == 422
    assert re.search(rf'id="f-{field}-error"', page_of(response))
    assert 'id="f-title-error"' in page_of(response), "with what else is to be mended"
    assert Petition.objects.count() == 0


def test_a_file_is_looked_through_confirmed_and_its_bad_rows_come_back(browser: Browser) -> None:
    client = browser("dan")
    response = send(client)
    assert response.status_code == 303
    where = response["Location"]
    page = page_of(client.get(where))
    assert "ZS-1" in page
    assert "金**" in page
    assert "金顺姬" not in page
    assert "身份证号不对" in page
    assert "反映内容" in page
    assert Petition.objects.count() == 0
    assert client.post(where).status_code == client.post(where).status_code == 303  # pressed twice
    taking.take_until(TransferBatch.objects.get().pk, lambda: False)
    assert Transfer.objects.get().foreign == "ZS-1"
    rows = list(csv.DictReader(io.StringIO(page_of(client.get(f"{where}bad.csv")).lstrip("\ufeff"))))
    assert [(row["转送编号"], row["反映内容"]) for row in rows] == [("ZS-2", "'=1+1 路坏了。")]
    assert "身份证号" in rows[0]["未登记原因"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{where}bad.xlsx").getvalue()))
    assert book.active.cell(2, 6).data_type == "s"
    mended = page_of(client.get(f"{where}bad.csv")).replace("999999195001010041", "999999195001010042")
    second = send(client, mended)["Location"]
    client.post(second)
    taking.take_until(TransferBatch.objects.latest("pk").pk, lambda: False)
    assert sorted(Transfer.objects.values_list("foreign", flat=True)) == ["ZS-1", "ZS-2"]
    assert "=1+1 路坏了。" in page_of(client.get(f"/desk/matter/{Petition.objects.latest('number').number}/"))


def test_what_came_twice_is_told_with_our_number_only_to_whoever_sees_it(browser: Browser) -> None:
    number, client = passed("ZS-1"), browser("dan")
    where = send(client)["Location"]
    assert number in page_of(client.get(where))
    Petition.objects.update(foreign_number="x")
    other = passed("ZS-1", sender=Sender.PREFECTURE)
    Bar.objects.create(matter_id=other, n=1, kind="unit", subject=cast.DEPARTMENT, seq=1)
    TransferBatch.objects.all().delete()
    where = send(client)["Location"]
    assert other not in page_of(client.get(where))


@pytest.mark.parametrize(
    ("content", "said"),
    [("姓名,电话\n金,1", "转送编号"), ("", "empty"), ("转送编号,转送日期,反映内容\n", "heading")],
)
def test_a_file_that_is_none_is_refused_beside_the_field(browser: Browser, content: str, said: str) -> None:
    response = send(browser("dan", language="en"), content)
    assert response.status_code == 422
    beside = re.search(r'id="f-file-error">([^<]+)<', page_of(response))
    assert beside is not None
    assert said in beside[1]


def test_a_picture_for_a_table_is_refused_beside_the_field(browser: Browser) -> None:
    picture = SimpleUploadedFile("照片.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\r,")
    response = browser("dan").post(BATCH, {"sender": "prefecture", "file": picture})
    assert response.status_code == 422
    assert "这个文件读不出表格" in page_of(response)
    assert not TransferBatch.objects.exists()


def test_a_batch_is_nobody_elses_and_can_be_thrown_away(browser: Browser) -> None:
    client = browser("dan")
    where = send(client)["Location"]
    assert {browser(who).get(where).status_code for who in ("liu", "bao", "xia")} == {404}
    assert browser("liu").get(f"{where}bad.csv").status_code == 404
    client.post(where, {"step": "discard"})
    assert TransferBatch.objects.count() == 0
    again = client.post(where, {"step": "discard"})
    assert (again.status_code, again["Location"]) == (303, BATCH), "a double click"


def test_words_with_signs_that_cant_be_kept_arent_noted_without_them(browser: Browser) -> None:
    said = {"step": "do", "text": "已报\x00送。"}
    assert browser("dan").post("/desk/transfers/report/", said).status_code == 422


def test_only_who_registers_sends_files_and_sees_what_was_passed_on(browser: Browser) -> None:
    for path in (BATCH, "/desk/transfers/", "/desk/transfers/report.csv", "/desk/transfers/template.csv"):
        assert browser("xia").get(path).status_code == 403, path
        assert browser("liu").get(path).status_code == 200, path
    assert browser("liu").post("/desk/transfers/report/").status_code == 403


def test_the_template_is_a_file_that_can_be_read_and_its_example_is_never_taken(browser: Browser) -> None:
    client = browser("dan")
    for kind in ("csv", "xlsx"):
        content = client.get(f"/desk/transfers/template.{kind}").getvalue()
        response = client.post(
            BATCH, {"sender": "prefecture", "file": SimpleUploadedFile(f"a.{kind}", content)}
        )
        assert response.status_code == 422
        assert TransferBatch.objects.count() == 0


# -- reporting back ----------------------------------------------------------------------------------------------------------


def answered(number: str) -> None:
    at = cast.START
    for verb, given, by in (
        ("triage", {"klass": "appeal", "category": "040100"}, cast.DAN), ("forward", {"to": cast.WATER}, cast.DAN),
        ("sign", {}, cast.WU),
        ("notify", {"notice": "sms"}, cast.WU), ("draft", {"outcome": "supported", "text": "=已换管道，水已通。"}, cast.WU),
        ("approve", {}, cast.WEN), ("issue", {}, cast.WU),
    ):  # fmt: skip
        at += timedelta(hours=1)
        getattr(actions, verb)(number, **given, by=by, now=at)
    at += timedelta(hours=1)
    actions.deliver(
        number, method="hand", result="received", delivered_at=at, proof="本人签字。", by=cast.WU, now=at
    )


def test_results_go_back_as_a_file_without_anybodys_name_and_are_noted_once(browser: Browser) -> None:
    done, open_ = passed("ZS-1", due=date(2026, 4, 1)), passed("ZS-2", due=date(2026, 3, 20))
    answered(done)
    client = browser("dan")
    page = page_of(client.get("/desk/transfers/"))
    assert page.index("ZS-2") < page.index("ZS-1")  # the nearest last day first
    assert f'value="{open_}"' not in page
    assert "金" not in re.sub(r"<[^>]*>", "", page)
    rows = list(
        csv.reader(
            io.StringIO(page_of(client.get("/desk/transfers/report.csv?show=answered")).lstrip("\ufeff"))
        )
    )
    assert [row[0] for row in rows[1:]] == ["ZS-1"]
    assert rows[1][1:] == [
        done,
        rows[1][2],
        "2026-03-02",
        "县自来水公司",
        rows[1][5],
        rows[1][6],
        "'=已换管道，水已通。",
        "2026-03-02",
        "",
        "2026-04-01",
    ]
    assert "19900001234" not in str(rows)
    assert Change.objects.filter(verb="export").count() == 1
    choice = "sender=prefecture&amp;show=all&amp;from=2026-03-01"
    report = f"/desk/transfers/report/?{choice}"
    listed = page_of(client.get(f"/desk/transfers/?{choice}".replace("&amp;", "&")))
    assert '<input type="hidden" name="from" value="2026-03-01">' in listed
    preview = page_of(client.get(f"{report}&m={done}&m={open_}".replace("&amp;", "&")))
    assert f'href="/desk/transfers/?{choice}"' in preview, "back to the list as it was"
    assert f'action="{report}"' in preview
    assert "还没有选择事项" in page_of(client.get(report.replace("&amp;", "&")))
    assert preview.count('name="m"') == 1
    seen = re.search(rf'name="seen-{done}" value="(\d+)"', preview)
    assert seen is not None
    sent = {"m": [done, open_], f"seen-{done}": seen[1], "step": "do"}
    assert client.post("/desk/transfers/report/", {**sent, "text": ""}).status_code == 422
    for _ in range(2):
        told = client.post("/desk/transfers/report/", {**sent, "text": "已报送。"})
        assert (told.status_code, "已将1件记为已反馈" in page_of(told)) == (200, True)
    other = client.post("/desk/transfers/report/", {**sent, "text": "再报一次。"})
    assert "已将0件记为已反馈" in page_of(other)
    assert Entry.objects.filter(verb="report_up").count() == 1
    assert Transfer.objects.filter(reported_at__isnull=False).get().pk == done
    assert "ZS-1" not in page_of(client.get("/desk/transfers/"))
    assert "ZS-1" in page_of(client.get("/desk/transfers/?show=reported"))


def test_choices_narrow_the_list_and_nonsense_is_left_open(browser: Browser) -> None:
    passed("ZS-1", due=date(2026, 4, 1))
    passed("JL-2", due=date(2026, 4, 1), sender=Sender.PROVINCE)
    client = browser("dan")
    page = page_of(client.get("/desk/transfers/?sender=province&from=2026-03-01&to=2026-03-02"))
    assert ("JL-2" in page, "ZS-1" in page) == (True, False)
    none = english(browser, "dan", "/desk/transfers/?from=2026-03-03")
    assert "JL-2" not in none
    assert "No transfer fits this choice." in none
    back = english(browser, "dan", "/desk/transfers/?from=2026-03-03&to=2026-03-02")
    assert "The last day lies before the first." in back
    assert "ZS-1" in page_of(
        client.get("/desk/transfers/?sender=moon&show=stars&from=99999&to=0001-99-99&after=x~y")
    )


def test_the_list_asks_no_more_for_more_rows(browser: Browser, django_assert_max_num_queries: Any) -> None:
    client = browser("dan")
    for n in range(3):
        passed(f"N-{n}", due=date(2026, 4, 1))
    client.get("/desk/transfers/")
    with django_assert_max_num_queries(6):
        client.get("/desk/transfers/")


def test_a_row_of_the_file_says_that_its_number_is_a_line(browser: Browser) -> None:
    where = send(browser("dan"))["Location"]
    assert re.search(r'class="hy-nowrap">第\d+行</td>', page_of(browser("dan").get(where)))
