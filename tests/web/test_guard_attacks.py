"""Attacks on the routing guard through the pages: for whoever is kept away a matter is as if it weren't there. Art. 30."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, protecting, together
from huiyin.rooms.cases.around import RefusedLook
from huiyin.rooms.cases.attempts import carry_looks
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.registering import link
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import EDITION
from huiyin.rules.identifiers import matter_number
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import lists
from tests.rooms import cast
from tests.rooms.guard_cast import LONG_AGO, accused, add_units, at_step
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of

NOW = cast.START + timedelta(hours=12)
UNKNOWN = matter_number("222424", cast.START.date(), 777)
KEPT = ("bo", "boss")  # head of the accused bureau; a dispatcher who once worked there
ATTACKS = (
    ("GET", "/desk/matter/{n}/"), ("HEAD", "/desk/matter/{n}/"), ("GET", "/desk/matter/{n}/?do=note"),
    ("GET", "/desk/matter/{n}/?do=unmask&done=3"), ("GET", "/desk/matter/{n}/clocks/"), ("HEAD", "/desk/matter/{n}/clocks/"),
    ("GET", "/desk/matter/{n}/file/4/"), ("HEAD", "/desk/matter/{n}/file/4/"), ("GET", "/desk/matter/{n}/do/note/"),
    ("HEAD", "/desk/matter/{n}/do/sign/"), ("POST", "/desk/matter/{n}/do/note/"), ("POST", "/desk/matter/{n}/do/unmask/"),
    ("POST", "/desk/matter/{n}/do/attach/"), ("POST", "/desk/matter/{n}/do/link/"), ("POST", "/desk/matter/{n}/do/accuse/"),
    ("POST", "/desk/matter/{n}/"), ("PUT", "/desk/matter/{n}/"), ("POST", "/desk/matter/{n}/do/attempt/"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def boss(now: Callable[[datetime], None], people: dict[str, User]) -> None:
    """Monday evening; leaders, a sub-bureau, and a dispatcher who once worked in the bureau."""
    now(NOW)
    add_units()
    user = User.objects.create(username="boss", name="Boss", password="!", created_at=LONG_AGO)
    Post.objects.create(user=user, unit_id=cast.DEPARTMENT, role=Role.DISPATCHER, since=LONG_AGO)
    Post.objects.create(
        user=user, unit_id=cast.BUREAU, role=Role.OFFICER, since=LONG_AGO, until=LONG_AGO + timedelta(days=1)
    )
    people["boss"] = user


def with_file() -> str:
    """A tip-off against the bureau with an attachment in entry 4."""
    from io import BytesIO

    number = accused(at=cast.START)
    attach(number, upload=Upload("证据.txt", 3, BytesIO(b"abc")), by=cast.DAN, now=cast.START)
    return number


def answer(client: Client, method: str, path: str, number: str) -> tuple[int, str, dict[str, str], list[str]]:
    """Status, body, headers and the kinds of statements that an address costs, without the number itself."""
    said = {"seen": "3", "text": "x", "reason": "x", "other": UNKNOWN} if method == "POST" else {}
    with CaptureQueriesContext(connection) as asked:
        response = client.generic(method, path.format(n=number)) if method in ("HEAD", "PUT") else (
            client.post(path.format(n=number), said) if method == "POST" else client.get(path.format(n=number))
        )  # fmt: skip
    body = unsigned(page_of(response)) if not response.streaming else "streamed"
    headers = {k: v.replace(number, "N") for k, v in response.headers.items()}
    return response.status_code, body.replace(number, "N"), headers, kinds(asked)


def kinds(asked: CaptureQueriesContext) -> list[str]:
    """What the statements do, in order; without those by which a process now and then looks whether the county has changed."""
    done = [" ".join(query["sql"].split()[: 1 if "SAVEPOINT" in query["sql"] else 3]) for query in asked]
    return [one for one in done if not re.search("huiyin_(setting|unit|categor|calendar|published)", one)]


def unsigned(page: str) -> str:
    """The page without what differs from visit to visit: proofs of origin and the forms' one-time tokens."""
    return re.sub(r'(name="(?:csrfmiddlewaretoken|token)" value=")[^"]*', r"\1", page)


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize(("method", "path"), ATTACKS, ids=[f"{m} {p}" for m, p in ATTACKS])
def test_a_barred_number_is_answered_like_an_unknown_one(
    browser: Browser, name: str, method: str, path: str
) -> None:
    number, client = with_file(), browser(name)
    client.get("/desk/list/")  # the process knows the county from now on
    there, nowhere = (answer(client, method, path, n) for n in (number, UNKNOWN))
    assert there == nowhere
    assert there[0] in (404, 405)
    rows = RefusedLook.objects.values_list("number", "what")
    assert {n for n, _ in rows} in (set(), {number, UNKNOWN})
    assert len({what for _, what in rows}) <= 1
    assert Matter.objects.get(pk=number).seq == 4


@pytest.mark.parametrize("name", KEPT)
def test_after_the_hours_measure_the_answer_is_still_the_same(browser: Browser, name: str) -> None:
    number, client = with_file(), browser(name)
    for _ in range(61):
        client.get(f"/desk/matter/{number}/")
    there, nowhere = (answer(client, "GET", "/desk/matter/{n}/", n) for n in (number, UNKNOWN))
    assert there == nowhere
    assert RefusedLook.objects.count() == 60


@pytest.mark.parametrize("spelled", [lambda n: n.replace("-", ""), lambda n: n[:8] + n[8:].replace("-", "")])
def test_no_spelling_of_the_number_helps(browser: Browser, spelled: Callable[[str], str]) -> None:
    number, client = with_file(), browser("boss")
    for path in ("/desk/matter/{n}/", "/desk/matter/{n}/clocks/"):
        assert client.get(path.format(n=spelled(number))).status_code == 404
        assert browser("dan").get(path.format(n=spelled(number))).status_code in (302, 404)


def test_a_joined_petitions_number_leads_nowhere_either(browser: Browser) -> None:
    number = with_file()
    joined = cast.comes_in(by=cast.TAO, desk=cast.DEPARTMENT).number
    link(joined, other=number, by=cast.DAN, now=cast.START)
    client = browser("boss")
    there, nowhere = (answer(client, "GET", "/desk/matter/{n}/", n) for n in (joined, UNKNOWN))
    assert there == nowhere
    assert browser("dan").get(f"/desk/matter/{joined}/").status_code == 200


def pages(client: Client) -> dict[str, str]:
    """Everything that can be read without a number, with every filter."""
    found = {}
    places = [
        "/desk/",
        "/desk/list/",
        "/desk/list/export.csv",
        "/desk/triage/",
        "/desk/triage/day/",
        "/desk/list/?due=late",
        "/desk/list/?due=soon",
        "/desk/register/",
        "/desk/duty/",
        "/desk/password/",
    ]
    places += [f"/desk/list/?state={s}" for s in ("registered", "triaged", "sent", "handling", "objected")]
    places += [
        f"/desk/list/?unit={cast.DEPARTMENT}",
        f"/desk/list/?unit={cast.BUREAU}",
        f"/desk/list/?after=2020-01-01_{UNKNOWN}",
    ]
    places += [f"/desk/{slug}/" for slug in lists.PAGES]
    for path in places:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        found[path] = f"{response.status_code} {len(kinds(asked))} {unsigned(page_of(response))}"
    return found


@pytest.mark.parametrize("name", KEPT)
def test_every_page_is_the_same_with_and_without_the_matter(browser: Browser, name: str) -> None:
    at_step(Verb.FORWARD)
    client = browser(name)
    pages(client)
    before = pages(client)
    number = at_step(Verb.NOTIFY)  # handled by the bureau itself, seen by it until now
    together.co_handle(number, to=cast.WATER, text="x", by=cast.BAO, now=cast.START + timedelta(hours=9))
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    accused()
    after = pages(client)
    assert {path for path in before if before[path] != after[path]} == set()
    assert number in page_of(browser("dan").get("/desk/list/"))


def test_a_stale_form_is_refused_and_tells_nothing(browser: Browser) -> None:
    number, client = at_step(Verb.SIGN), browser("bao")
    seen = Matter.objects.get(pk=number).seq
    assert client.get(f"/desk/matter/{number}/?do=notify").status_code == 200
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=NOW)
    response = client.post(f"/desk/matter/{number}/do/notify/", {"seen": seen, "notice": "written"})
    assert response.status_code == 404
    assert client.get(f"/desk/matter/{number}/?done={seen}").status_code == 404
    assert carry_looks(now=NOW + timedelta(minutes=1)) == 2
    told = Entry.objects.filter(number=number, verb="attempt").values_list("by", flat=True)
    assert len(set(told)) == 1


def test_what_is_offered_for_joining_or_referring_tells_nothing(browser: Browser) -> None:
    number, client = with_file(), browser("boss")
    mine = cast.comes_in().number
    actions.triage(mine, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    for verb, field, more in (
        ("link", "other", {}),
        ("decline", "of", {"route": "already_handled", "text": "x"}),
    ):
        client.get(f"/desk/matter/{mine}/?do={verb}")  # what the form needs of the county is read once
        answers = []
        for target in (number, UNKNOWN):
            with CaptureQueriesContext(connection) as asked:
                response = client.post(f"/desk/matter/{mine}/do/{verb}/", {"seen": 2, field: target, **more})
            body = unsigned(page_of(response)).replace(target, "N")
            answers.append((response.status_code, body, kinds(asked)))
        assert answers[0] == answers[1]
        assert answers[0][0] == 422
    form = page_of(client.get(f"/desk/matter/{mine}/?do=link"))
    assert number not in form


def test_the_accused_stand_in_no_select_that_hands_it_on(browser: Browser) -> None:
    number = accused()
    for verb in ("forward", "assign"):
        form = page_of(browser("dan").get(f"/desk/matter/{number}/?do={verb}"))
        assert f'value="{cast.WATER}"' in form
        assert f'value="{cast.BUREAU}"' not in form
    response = browser("dan").post(
        f"/desk/matter/{number}/do/forward/", {"seen": 3, "to": cast.BUREAU, "remark": ""}
    )
    assert response.status_code == 422
    assert Entry.objects.filter(number=number, verb="attempt").count() == 1


def test_receptions_take_no_barred_number(browser: Browser, people: dict[str, User]) -> None:
    Post.objects.filter(user=people["boss"], until=None).update(role=Role.DISPATCHER)
    number, client = with_file(), browser("boss")
    answers = []
    for target in (number, UNKNOWN):
        response = client.post(
            "/desk/duty/receptions/new/", {"matter": target, "shift": "1", "day": "2026-03-02"}
        )
        answers.append((response.status_code, unsigned(page_of(response)).replace(target, "N")))
    assert answers[0] == answers[1]


# -- taken in ------------------------------------------------------------------------------------------------------


def form_of(client: Client, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page_of(client.get(path)))
    assert found is not None
    return found[1]


def test_a_clerk_takes_in_what_accuses_their_own_unit_and_never_sees_it(browser: Browser) -> None:
    client = browser("bo")
    said = {
        "token": form_of(client, "/desk/register/"), "channel": "visit", "received_at": "2026-03-02T09:00", "title": "收钱",
        "text": "他们收了钱。", "persons": "1", "accused": cast.BUREAU, "spoken": "zh-hans",
        "files": SimpleUploadedFile("收条.txt", "五百元".encode()),
    }  # fmt: skip
    response = client.post("/desk/register/", said)
    assert response.status_code == 303
    number = Petition.objects.get().number
    assert Matter.objects.get().desk_id == cast.DEPARTMENT
    slip = page_of(client.get(response["Location"]))
    assert number in slip
    assert f"/desk/matter/{number}/" not in slip
    assert client.get(f"/desk/matter/{number}/").status_code == 404
    assert number not in page_of(client.get("/desk/list/"))
    assert "收条.txt" in page_of(browser("dan").get(f"/desk/matter/{number}/"))


def test_a_citizen_names_the_accused_at_the_portal(browser: Browser) -> None:
    client = browser()
    client.post("/submit/", {"text": "环保局收钱。"})
    assert client.post("/submit/where/", {"accused": "C-MOON"}).status_code == 422
    client.post("/submit/where/", {"accused": cast.DEPARTMENT})
    client.post("/submit/who/", {"manner": "anonymous", "persons": "1"})
    assert client.post("/submit/check/").status_code == 303
    assert Matter.objects.get().desk_id == "C-L"
    number = Petition.objects.get().number
    assert browser("dan").get(f"/desk/matter/{number}/").status_code == 404


# -- kept in confidence --------------------------------------------------------------------------------------------

SECRETS = ("金", "1990000", "999999", "河西村三组", "jin@", "现场照片")


@pytest.mark.parametrize("tip_off", [True, False])
def test_who_speaks_in_confidence_is_known_to_the_desks_house_only(browser: Browser, tip_off: bool) -> None:
    from io import BytesIO

    number = cast.comes_in(confidential=not tip_off, accused=cast.TOWN if tip_off else "").number
    klass = "tip_off" if tip_off else "appeal"
    actions.triage(number, klass=klass, category="040100", by=cast.DAN, now=cast.START)
    attach(number, upload=Upload("金顺姬现场照片.txt", 3, BytesIO(b"abc")), by=cast.DAN, now=cast.START)
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=cast.START)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    shown = [secret for secret in SECRETS if secret in page]
    assert shown == []
    FileText.objects.create(number=number, seq=3, reading="whole", edition=EDITION, text="abc", hidden="")
    assert "附件1.txt" in page or "文件1.txt" in page or "File 1.txt" in page
    got = browser("bao").get(f"/desk/matter/{number}/file/3/")
    assert got.status_code == 200
    assert "1.txt" in got["Content-Disposition"]
    assert "%E9%87%91" not in got["Content-Disposition"]
    assert b"".join(got.streaming_content) == b"abc"
    denied = browser("bao").post(f"/desk/matter/{number}/do/unmask/", {"seen": 4, "reason": "x"})
    assert denied.status_code == 422
    assert [secret for secret in SECRETS if secret in page_of(denied)] == []
    desk = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert "金" in desk
    assert "金顺姬现场照片.txt" in desk
    told = page_of(browser("dan").get(f"/desk/matter/{number}/?do=note"))
    assert told


def test_what_others_wrote_names_nobody_who_speaks_in_confidence(browser: Browser) -> None:
    text = "我叫金顺姬，电话一九九〇〇〇〇一二三四，住春阳镇河西村三组。没有水。"
    number = cast.comes_in(confidential=True, text=text).number
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    actions.note(number, text="金 顺 姬又来过，身份证999999195001010042。", by=cast.DAN, now=cast.START)
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=cast.START)
    bao = browser("bao")
    page = page_of(bao.get(f"/desk/matter/{number}/"))
    paper = words_of(bao.get(f"/desk/matter/{number}/file.pdf").content)
    deciding = page_of(browser("bo").get(f"/desk/matter/{number}/decide/"))
    for told in (page, paper, deciding):
        hidden = [one for one in ("金顺姬", "金 顺 姬", "一九九", "999999", "河西村三组") if one in told]
        assert (hidden, "没有水" in told, "×××" in told) == ([], True, True)
    for name in ("金顺姬", "金順姬", "顺姬", "河西村三组", "19900001234"):
        assert number not in page_of(bao.get("/desk/search/", {"q": name})), name
    found = page_of(bao.get("/desk/search/", {"q": "没有水"}))
    assert (number in found, "顺姬" in found, "×××" in found) == (True, False, True)
    assert number in page_of(browser("dan").get("/desk/search/", {"q": "金顺姬"}))
    actions.note(number, text="名单：王建国、金顺姬。", by=cast.BAO, now=cast.START)
    assert "王建国、金顺姬" in page_of(bao.get(f"/desk/matter/{number}/")), (
        "hiding its own words would tell the name"
    )
    desk = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert "我叫金顺姬" in desk
    assert "金 顺 姬又来过" in desk


@pytest.mark.parametrize("change", [{"confidential": True}, {"accused": cast.TOWN}])
@pytest.mark.parametrize("title", ["金顺姬：没有水", "金 顺 姬家没有水", "没有水，电话199-0000-1234"])
def test_a_title_that_every_list_shows_tells_nobody_who_speaks(change: dict[str, Any], title: str) -> None:
    with pytest.raises(NotDone) as no:
        cast.comes_in(title=title, **change)
    assert (no.value.refused.reason, no.value.refused.field) == ("title_tells_who", "title")
    assert not Matter.objects.exists()
    assert cast.comes_in(title=title).number, "without a wish for confidence it stays as it was typed"


def test_a_letter_of_the_portal_in_confidence_has_a_title_that_tells_nobody(browser: Browser) -> None:
    client = browser()
    client.post("/submit/", {"text": "我是金 顺 姬，电话一九九〇〇〇〇一二三四，没有水。"})
    client.post("/submit/where/", {})
    who = {"manner": "confidential", "name": "金顺姬", "phone": "19900001234", "persons": "1"}
    client.post("/submit/who/", who)
    assert client.post("/submit/check/").status_code == 303
    title = Matter.objects.get().title.text or ""
    assert [one for one in ("顺", "一九九") if one in title] == []


def test_whoever_hands_a_confidential_matter_on_is_told_so(browser: Browser) -> None:
    number = cast.comes_in(confidential=True).number
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    said = "kept in confidence: the unit gets"
    assert said in page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=forward"))
    plain = cast.comes_in().number
    actions.triage(plain, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    assert said not in page_of(browser("dan", language="en").get(f"/desk/matter/{plain}/?do=forward"))


def test_the_portals_story_names_nobody(browser: Browser) -> None:
    receipt = cast.comes_in(confidential=True)
    cast.go(receipt.number, Verb.NOTIFY)
    response = browser().post("/follow/", {"number": receipt.number, "code": receipt.code}, follow=True)
    assert response.status_code == 200
    assert [secret for secret in SECRETS if secret in page_of(response)] == []
