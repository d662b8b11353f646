"""The administration of units and settings, through the pages, with what is refused there."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.config.spoken import Spoken
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county import queries
from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.models import (
    Change,
    Setting,
    Unit,
)
from huiyin.rooms.county.snapshot import SETTINGS, forget
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.vocabulary import Verb
from huiyin.rules.wordings import PIECES
from huiyin.web.desk.admin import setting_words
from huiyin.web.desk.admin.text_words import places
from huiyin.web.shared.page import chrome
from tests.rooms import cast
from tests.web.admin_cast import as_admin, hire, looked, put, sent
from tests.web.conftest import VILLAGE, Browser, page_of
from tests.web.test_desk import matter_at

pytestmark = pytest.mark.django_db
ROOT = "/desk/admin/"
UNIT = {"kind": "group", "code": "C-ENV-A", "name": "大气科", "short": "", "name_ko": "대기과", "name_en": ""}
People = dict[str, User]


@pytest.fixture
def admin(browser: Browser, people: People) -> Client:
    return as_admin(browser, people)


def unit(code: str) -> str:
    return f"{ROOT}units/{code}/"


@pytest.mark.parametrize("path", ["", "units/", "people/", "settings/", "categories/", "charges/", "calendar/", "map/",
                                  "texts/",
                                  "tables/", "trail/", "signins/"])  # fmt: skip
@pytest.mark.parametrize("language", ["zh-hans", "ko"])
def test_every_place_opens_and_asks_little(
    browser: Browser, people: People, path: str, language: str
) -> None:
    client = as_admin(browser, people, language)
    client.get(ROOT + path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ROOT + path).status_code == 200
    assert len(asked) <= 10, [q["sql"][:90] for q in asked]


@pytest.mark.parametrize("name", ["dan", "bo", "xia"])
def test_others_are_refused(browser: Browser, people: People, name: str) -> None:
    paths = ["categories/", "categories/2023/", "categories/none/", "charges/", "calendar/", "map/", "texts/", "texts/hello/",
             "texts/none/", "tables/", "tables/people.csv", "tables/none.csv"]  # fmt: skip
    for path in paths:
        for answer in (browser(name).get(ROOT + path), browser(name).post(ROOT + path, {"what": "x"})):
            assert answer.status_code in (403, 405), path


# -- units --------------------------------------------------------------------------------------------------------------


def test_a_unit_is_added_once_renamed_and_described_and_its_history_stays(admin: Client) -> None:
    assert sent(admin, f"{unit(cast.BUREAU)}new/", "new", **UNIT).status_code == 303
    assert sent(admin, f"{unit(cast.BUREAU)}new/", "new", **UNIT).status_code == 303  # the second click
    assert Change.objects.filter(verb="add").count() == 1
    assert looked(admin, unit("C-ENV-A"), "rename", name="大气环境科").status_code == 303
    assert sent(admin, unit("C-ENV-A"), "describe", phone="0433-8800001", address="").status_code == 303
    row = Unit.objects.get(code="C-ENV-A")
    assert (row.name, row.short, row.phone) == ("大气环境科", "大气环境科", "0433-8800001")
    page = page_of(admin.get(unit("C-ENV-A")))
    assert "大气科 → 大气环境科" in page
    assert "nothing → 0433-8800001" in page


@pytest.mark.parametrize(("change", "field"), [
    ({"code": cast.WATER}, "code"), ({"code": "a b"}, "code"), ({"kind": "town"}, "kind"),
    ({"name": ""}, "name"), ({"code": ""}, "code"),
])  # fmt: skip
def test_a_unit_that_cant_be_added(admin: Client, change: dict[str, str], field: str) -> None:
    before = Unit.objects.count()
    answer = sent(admin, f"{unit(cast.BUREAU)}new/", "new", **{**UNIT, **change})
    assert answer.status_code == 422
    assert f"f-{field}-error" in page_of(answer)
    assert Unit.objects.count() == before


def test_what_was_done_before_isnt_said_above_what_is_to_be_mended(admin: Client) -> None:
    done = f"{unit(cast.BUREAU)}?done=rename"
    assert "The unit has its new name" in page_of(admin.get(done))
    answer = sent(admin, done, "rename", name="")
    assert answer.status_code == 422
    assert "The unit has its new name" not in page_of(answer)


def test_the_tree_is_searched_and_paged(admin: Client) -> None:
    for n in range(60):
        code = f"C-TOWN-X{n:02}"
        Unit.objects.create(
            code=code,
            parent_id=cast.TOWN,
            path=f"C/C-TOWN/{code}/",
            kind="village",
            name=f"村{n}",
            short=f"村{n}",
            sort=n,
        )
    forget()
    page = page_of(admin.get(unit(cast.TOWN)))
    assert page.count('data-word="Code">C-TOWN-X') + page.count("C-TOWN-V1</td>") >= 49
    assert "Next page" in page
    assert "村59" in page_of(admin.get(f"{ROOT}units/?q=村59"))
    assert VILLAGE in page_of(admin.get(f"{ROOT}units/?q=하서"))
    for odd in ("?q=%00", "?after=x", "?show=x"):
        assert admin.get(f"{ROOT}units/{odd}").status_code == 200
    assert admin.get(unit("NONE")).status_code == 404
    assert admin.get(f"{unit(VILLAGE)}new/").status_code == 404


def test_a_unit_with_work_closes_only_with_a_successor_that_sees_and_handles_it(
    admin: Client, browser: Browser, people: People
) -> None:
    number = matter_at(Verb.SIGN)
    page = page_of(admin.get(unit(cast.BUREAU)))
    assert "open matters: 1" in page
    assert number not in page
    refused = admin.get(unit(cast.BUREAU), {"what": "close", "successor": ""})
    assert refused.status_code == 422
    assert "f-successor-error" in page_of(refused)
    barred = admin.get(unit(cast.BUREAU), {"what": "close", "successor": VILLAGE, "people": "1"})
    assert barred.status_code == 422
    assert browser("wu").get(f"/desk/matter/{number}/").status_code == 404
    there = {"successor": cast.WATER, "people": "1"}
    unsure = looked(admin, unit(cast.BUREAU), "close", sure="", **there)
    assert (unsure.status_code, "f-sure-error" in page_of(unsure)) == (422, True), "it can't be taken back"
    assert looked(admin, unit(cast.BUREAU), "close", **there).status_code == 303
    assert Unit.objects.get(code=cast.BUREAU).successor_id == cast.WATER
    assert Post.objects.filter(user=people["bao"], unit=cast.WATER, role="officer", until=None).exists()
    assert not Post.objects.filter(unit=cast.BUREAU, until=None).exists()
    shown = browser("wu").get(f"/desk/matter/{number}/?do=notify")
    assert shown.status_code == 200
    assert 'name="notice"' in page_of(shown)
    assert admin.get(unit(cast.WATER), {"what": "close", "successor": cast.WATER}).status_code == 422


def test_a_unit_moves_as_a_new_one_that_takes_over(admin: Client) -> None:
    sent(admin, f"{unit(cast.BUREAU)}new/", "new", **UNIT)
    hire("ari", Role.OFFICER, "C-ENV-A")
    for where in ((cast.WATER, "C-ENV-A"), (cast.TOWN, "")):
        answer = admin.get(unit("C-ENV-A"), {"what": "move", "parent": where[0], "new_code": where[1]})
        assert answer.status_code == 422
    assert looked(admin, unit("C-ENV-A"), "move", parent=cast.WATER, new_code="C-WATER-A").status_code == 303
    old, new = Unit.objects.get(code="C-ENV-A"), Unit.objects.get(code="C-WATER-A")
    assert (old.is_active, old.successor_id, new.parent_id, new.name) == (
        False,
        "C-WATER-A",
        cast.WATER,
        "大气科",
    )
    assert Post.objects.get(user__username="ari", until=None).unit_id == "C-WATER-A"


# -- settings -----------------------------------------------------------------------------------------------------------


def test_every_setting_has_words(admin: Client) -> None:
    assert set(setting_words.words()) >= set(SETTINGS) | set(setting_words.CHOICES)
    page = page_of(admin.get(f"{ROOT}settings/"))
    assert page.count('href="/desk/admin/settings/') >= len(setting_words.words())
    for key in setting_words.words():
        assert admin.get(f"{ROOT}settings/{key}/").status_code == 200, key


def test_a_setting_is_changed_noted_and_told_from_when(admin: Client) -> None:
    url = f"{ROOT}settings/deliver_working_days/"
    assert put(admin, url, value="7", note="部务会纪要").status_code == 303
    assert queries.terms().deliver_working_days == 7
    page = page_of(admin.get(f"{url}?done=1"))
    assert "For terms that start from now on" in page
    assert "→ 7" in page
    assert setting_words.words()["deliver_working_days"].name in page_of(admin.get(f"{ROOT}trail/"))
    seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
    assert put(admin, url, value="8").status_code == 303
    stale = admin.post(url, {"what": "set", "seen": seen, "value": "9", "sure": "1"})
    assert stale.status_code == 409
    assert 'value="9"' in page_of(stale)
    assert 'class="hy-alert care" role="alert" tabindex="-1" autofocus' in page_of(stale)
    assert queries.terms().deliver_working_days == 8
    assert (
        admin.post(url, {"what": "set", "seen": seen, "value": "8"}).status_code == 303
    )  # it stands so already


def test_a_setting_is_looked_at_first_and_what_stands_already_writes_nothing(admin: Client) -> None:
    url = f"{ROOT}settings/answer_days/"
    look = sent(admin, url, "look", value="50", note="部务会纪要")
    page = page_of(look)
    assert look.status_code == 200
    assert "Nothing has been written yet." in page
    assert page.index("60 days") < page.index("50 days")
    assert "what runs keeps the length that stands in its dossier" in page
    unsure = admin.post(url, {"what": "set", "value": "50"})
    assert unsure.status_code == 422
    assert not Setting.objects.filter(key="answer_days").exists()
    assert put(admin, url, value="50", note="部务会纪要")["Location"] == f"{url}?done=1"
    changes = Change.objects.count()
    twice = admin.post(url, {"what": "set", "value": "50", "note": "部务会纪要", "sure": "1"})
    assert twice["Location"] == f"{url}?done=1", "two clicks"
    alone = sent(admin, url, "look", value="50", note="再写一次")
    assert alone.status_code == 422
    assert "A note is kept with a change only." in page_of(alone)
    assert "再写一次" in page_of(alone)
    again = sent(admin, url, "look", value="50")
    assert again["Location"] == f"{url}?done=same"
    assert "Nothing is changed" in page_of(admin.get(again["Location"]))
    assert Change.objects.count() == changes


def test_what_a_colleague_has_set_meanwhile_isnt_told_as_ones_own_and_the_note_stays(admin: Client) -> None:
    url = f"{ROOT}settings/answer_days/"
    set_setting("answer_days", 50, by=SYSTEM, now=timezone.now())
    mine = {"what": "set", "value": "50", "seen": "0", "sure": "1"}
    response = admin.post(url, mine | {"note": "按第七号文件"})
    assert response.status_code == 422
    assert "按第七号文件" in page_of(response)
    assert admin.post(url, mine)["Location"] == f"{url}?done=same"


NUMBERS = [
    key for key in setting_words.every()
    if type(setting_words.default(key)) is int and key in setting_words.words()
]  # fmt: skip


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_that_doesnt_fit_is_told_its_range(admin: Client, key: str) -> None:
    most = setting_words.most(key)
    for value in ("-99999", "0", "3.5", "soon", str(most + 1)):
        answer = put(admin, f"{ROOT}settings/{key}/", value=value)
        assert answer.status_code == 422
        page = page_of(answer)
        assert page.count(f"Please write a whole number from 1 to {most}.") == 2, (key, value)
        assert f'value="{value}"' in page


@pytest.mark.parametrize(("key", "value"), [
    ("deliver_working_days", "0"), ("deliver_working_days", "61"), ("deliver_working_days", "x"), ("deliver_working_days", ""),
    ("red_percent", "50"), ("amber_percent", "5"), ("roll_last_day", "maybe"),
    ("report_by", "02-30"), ("languages", "ko,zh-hans"),
    ("default_unit", VILLAGE), ("upper_organ", ""),
    ("top_organ_ko", "x" * 81), ("rota_phone", "1" * 41), ("rota_monthly_posts", "NONE"),
    ("rota_phone", "-1"), ("rota_phone", "abc"), ("rota_phone", "0433-2200001、没有"),
    ("rota_hours", "-1"), ("rota_hours", "abc"), ("rota_hours", "25:00"),
])  # fmt: skip
def test_what_doesnt_fit_stands_at_the_field(admin: Client, key: str, value: str) -> None:
    answer = put(admin, f"{ROOT}settings/{key}/", value=value)
    assert answer.status_code == 422, page_of(answer)
    assert not Setting.objects.filter(key=key).exists()
    assert admin.get(f"{ROOT}settings/nothing/").status_code == 404


@pytest.mark.parametrize(("key", "value"), [
    ("rota_phone", "0433-2200001、12345"), ("rota_phone", "2200001"), ("rota_phone", "(0433)2200001转8, 110"),
    ("rota_phone", ""), ("rota_hours", "8:30–11:30, 13:30–17:00"), ("rota_hours", "工作日上午9点至11点"),
    ("rota_hours", "周一至周五８：３０"),
])  # fmt: skip
def test_a_phone_to_dial_and_hours_with_a_time_are_published(admin: Client, key: str, value: str) -> None:
    assert put(admin, f"{ROOT}settings/{key}/", value=value).status_code == 303
    kept = Setting.objects.filter(key=key).first()
    assert (kept.value if kept else setting_words.default(key)) == value, "what stands anyway isn't written"


def test_languages_that_are_off_arent_offered(admin: Client, client: Client) -> None:
    assert put(admin, f"{ROOT}settings/languages/", value="zh-hans,ko").status_code == 303
    page = page_of(client.get("/"))
    assert ">조선어<" in page
    assert ">English<" not in page
    missing = page_of(client.get("/nothing/"))  # an error's page, too, though it asks nothing
    assert ">조선어<" in missing
    assert ">English<" not in missing


def test_a_page_is_framed_even_where_the_database_doesnt_answer(
    monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    def silent() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("huiyin.web.shared.page.languages", silent)
    assert len(chrome(rf.get("/")).languages) == 3
    forget()
    request = rf.get("/", headers={"accept-language": "ko"})
    Spoken(lambda _request: HttpResponse()).process_request(request)
    assert request.LANGUAGE_CODE == "ko"


def test_a_language_that_is_off_is_answered_in_chinese(admin: Client, client: Client) -> None:
    put(admin, f"{ROOT}settings/languages/", value="zh-hans")
    client.cookies["language"] = "ko"
    client.get("/")  # whoever comes first lets the process know
    assert 'lang="zh-Hans-CN"' in page_of(client.get("/"))[:200]


def test_every_place_of_a_text_says_what_is_filled_in(admin: Client) -> None:
    page = page_of(admin.get(f"{ROOT}texts/hello/?language=zh-hans"))
    assert "{number} its number" in page
    assert {name for piece in PIECES.values() for name in piece.holders} <= set(places())
