"""Who speaks in confidence stays unknown when matters are joined, parted, sorted anew, searched, sent on and reported."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.insight.models import Pair, PairState
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import EDITION
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.confidence_cast import (
    AT,
    HIDDEN,
    PAK,
    SECRET,
    TOLD,
    WHOLE,
    a_leader,
    names_in,
    secret,
    sorts_elsewhere,
)
from tests.web.conftest import Browser, page_of


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=30))


def upload(name: str) -> Upload:
    content = b"\xff\xd8\xff\xe0\x00\x10JFIF" if name.endswith("jpg") else b"abc"
    return Upload(name, len(content), BytesIO(content))


def other(**change: Any) -> str:
    return cast.comes_in(**{"person": PAK, "text": "村里水管漏水，没人修。", **change}).number


@pytest.mark.parametrize("which", ["joins", "takes up"])
def test_what_was_told_to_one_house_is_joined_to_no_other_houses(which: str) -> None:
    theirs = other(desk=cast.WATER, by=cast.DAN)
    kept = secret()
    one, to = (kept, theirs) if which == "joins" else (theirs, kept)
    by = cast.DAN if which == "joins" else cast.WEN
    with pytest.raises(NotDone) as no:
        link(one, other=to, by=by, now=AT)
    reason = "told_another_house" if which == "joins" else "no_such_matter"
    assert no.value.refused.reason == reason
    assert not Entry.objects.filter(verb=Verb.LINK.value).exists()
    link(kept, other=other(), by=cast.DAN, now=AT)


def test_a_joined_matters_own_page_tells_no_more_than_the_one_that_it_goes_on_in(browser: Browser) -> None:
    kept, home = secret(), other()
    link(kept, other=home, by=cast.DAN, now=AT)
    for path in (f"/desk/matter/{kept}/same/", f"/desk/matter/{kept}/decide/", f"/desk/matter/{home}/"):
        assert not names_in(browser, "lee", path)[0], path
    for word in ("金顺姬", "19900001234"):
        assert kept not in page_of(browser("lee").get("/desk/search/", {"q": word}))


def test_what_was_written_while_joined_stays_secret_after_parting(browser: Browser) -> None:
    kept, home = secret(), other()
    link(kept, other=home, by=cast.DAN, now=AT)
    actions.note(home, text="已向金顺姬（19900001234）核实，漏水属实。", by=cast.DAN, now=AT)
    unlink(kept, reason="弄错了", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=home).confidential, "its words may tell who was in it"
    actions.triage(home, klass="appeal", category="040100", by=cast.DAN, now=AT)
    actions.forward(home, to=cast.BUREAU, by=cast.DAN, now=AT)
    for user in ("bao", "lee"):
        assert names_in(browser, user, f"/desk/matter/{home}/") == HIDDEN
    assert home not in page_of(browser("bao").get("/desk/search/", {"q": "金顺姬"}))
    assert names_in(browser, "dan", f"/desk/matter/{home}/")[0]


def test_the_mailbox_shows_a_letter_without_who_wrote_it(browser: Browser) -> None:
    secret(channel="mailbox", persons=1, by=PETITIONER)
    assert names_in(browser, "lee", "/desk/mailbox/?show=open") == HIDDEN
    assert names_in(browser, "dan", "/desk/mailbox/?show=open") == WHOLE


def test_the_search_finds_each_name_of_ones_own_list_and_none_by_what_is_missing(browser: Browser) -> None:
    kept = secret()
    cast.go(kept, Verb.NOTIFY)
    actions.note(
        kept, text="名单：王建国、金顺姬、李大林，电话19900001234。", by=cast.BAO, now=AT + timedelta(hours=9)
    )
    bao = browser("bao")
    for word in ("王建国", "金顺姬", "李大林", "19900001234"):
        assert kept in page_of(bao.get("/desk/search/", {"q": word})), word
    kept = secret(title="路灯", text=TOLD)  # nothing of one's own in it
    cast.go(kept, Verb.NOTIFY)
    for words in ("漏水 -金顺姬", "漏水 -王建国", "漏水 -19900001234"):
        assert kept in page_of(bao.get("/desk/search/", {"q": words})), words
    assert kept not in page_of(bao.get("/desk/search/", {"q": "水管 -漏水"}))
    assert kept not in page_of(browser("dan").get("/desk/search/", {"q": "漏水 -金顺姬"}))


def test_the_order_of_hits_tells_no_name(browser: Browser) -> None:
    first = secret(text="金顺姬，金顺姬家漏水。")
    newer = other(text="漏水。")
    for number in (first, newer):
        cast.go(number, Verb.NOTIFY)
        actions.note(number, text="顺姬；若涵。", by=cast.BAO, now=AT + timedelta(hours=9))
    for word in ("顺姬", "若涵"):
        page = page_of(browser("bao").get("/desk/search/", {"q": word, "order": "best"}))
        assert page.index(newer) < page.index(first), word


def test_declining_tells_nobody_whether_it_is_the_same_person(browser: Browser) -> None:
    kept, same, another = secret(), other(person=cast.JIN), other()
    cast.go(kept, Verb.SIGN)
    answers = set()
    for of in (same, another, "222424-20200101-00001-0"):
        with pytest.raises(NotDone) as no:
            actions.decline(
                kept,
                route="already_handled",
                text="已在办理。",
                of=of,
                by=cast.BO,
                now=AT + timedelta(hours=9),
            )
        answers.add(no.value.refused.reason)
    assert answers == {"kept_in_confidence"}


def test_sorting_as_a_tip_off_frees_the_title_from_who_speaks(browser: Browser) -> None:
    number = cast.comes_in(title="金顺姬举报站长，住春阳镇河西村三组", text=TOLD, accused="").number
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=number).title.text == "金顺姬举报站长，住春阳镇河西村三组"
    actions.triage(number, klass="tip_off", category="040100", by=cast.DAN, now=AT)
    row = Matter.objects.get(pk=number)
    assert (row.title.text, row.title.seq) == ("×××举报站长，住****", 3)
    for path in ("/desk/list/", "/desk/triage/day/", f"/desk/matter/{number}/"):
        assert not names_in(browser, "lee", path)[0], path
    actions.triage(number, klass="tip_off", category="040200", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=number).title_id == row.title_id, "what tells nobody stays"


def test_the_portals_masked_title_of_a_tip_off_loses_the_surname_too() -> None:
    number = cast.comes_in(title="金**举报站长", text=TOLD).number
    actions.triage(number, klass="tip_off", category="040100", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=number).title.text == "×××举报站长"


def test_an_answer_to_many_tells_a_neighbour_nobody_who_asked_for_confidence(browser: Browser) -> None:
    home, neighbour = secret(), cast.comes_in(person=PAK, text="漏水。")
    link(neighbour.number, other=home, by=cast.DAN, now=cast.START)
    given = {"outcome": "supported", "text": "金顺姬、朴大成：你们反映的漏水已修好，电话19900001234。"}
    end = cast.go(home, Verb.NOTIFY)
    actions.draft(home, **given, by=cast.BAO, now=end)
    actions.approve(home, by=cast.BO, now=end)
    actions.issue(home, by=cast.BAO, now=end)
    client = browser("")
    client.post("/follow/", {"number": neighbour.number, "code": neighbour.code})
    page = page_of(client.get("/follow/"))
    assert ("顺姬" in page, "19900001234" in page, "×××" in page, "朴大成：你们" in page) == (
        False,
        False,
        False,
        True,
    )


def test_pairs_of_the_night_show_no_more_than_their_matters(browser: Browser) -> None:
    words = "我叫金顺姬。村里水管漏水，没人修，老人提不动桶，请派人看看水压。"  # a pair without her
    one, two = secret(text=words), other(text=words)
    Pair.objects.create(one_id=one, other_id=two, percent=90, state=PairState.PROPOSED.value, proposed_at=AT)
    assert browser("lee").get("/desk/same/").status_code == 403, "a leader sorts at the leaders' own desk"
    sorts_elsewhere()
    page = page_of(browser("lee").get("/desk/same/"))
    assert one in page
    assert page.count("×××") == 1, "the other one was told to everybody"


def test_what_did_not_go_out_shows_no_contact_of_who_is_kept(browser: Browser) -> None:
    from huiyin.rooms.notices.models import Notice

    number = secret()
    Notice.objects.create(
        number=number, created_at=AT, kind="issue", phone="19900001234", state="failed", why="refused"
    )
    seen = {user: page_of(browser(user).get("/desk/undelivered/")) for user in ("dan", "lee")}
    assert ["199****1234" in page for page in seen.values()] == [True, False]
    assert number in seen["lee"]


def test_the_list_of_receptions_and_reported_results_name_nobody(browser: Browser) -> None:
    from huiyin.rooms.cases.transfers import Passed, take_transfer
    from huiyin.rooms.duty.models import Reception
    from huiyin.rules.senders import Sender
    from tests.rooms.duty_cast import planned

    number = take_transfer(
        Passed(Sender.PREFECTURE, "州交1", "", date(2026, 4, 1)), channel="prefecture", received_at=cast.START, persons=1,
        title="没有水", text=TOLD, person=cast.JIN, desk=cast.DEPARTMENT, by=cast.DAN, now=cast.START, confidential=True,
        exchanged_at=cast.START,
    ).number  # fmt: skip
    Reception.objects.create(
        day=date(2026, 3, 2), shift=planned(), matter=number, note="金顺姬到场。", recorded_at=AT
    )
    assert names_in(browser, "lee", "/desk/duty/receptions/?show=all") == (False, False), (
        "no word of it: the writer would learn"
    )
    assert names_in(browser, "dan", "/desk/duty/receptions/?show=all") == WHOLE
    end = cast.go(number, Verb.NOTIFY)
    actions.draft(number, outcome="supported", text="金顺姬：已修好。", by=cast.BAO, now=end)
    actions.approve(number, by=cast.BO, now=end)
    actions.issue(number, by=cast.BAO, now=end)
    told = {
        user: page_of(browser(user).get("/desk/transfers/report.csv?show=all")) for user in ("dan", "lee")
    }
    assert {user: [one in page for one in (SECRET[0], "×××：已修好")] for user, page in told.items()} == {
        "dan": [True, False],
        "lee": [False, True],
    }


def test_a_file_whose_words_tell_who_speaks_is_not_handed_out(browser: Browser) -> None:
    number = secret()
    files = {"信.txt": TOLD, "照片.jpg": "", "管网.txt": "管径一百毫米", "新.txt": None}
    for name in files:
        attach(number, upload=upload(name), by=cast.DAN, now=cast.START)
    for seq, text in enumerate(files.values(), 2):
        if text is not None:
            FileText.objects.create(
                number=number, seq=seq, reading="whole", edition=EDITION, text=text, hidden=""
            )
    cast.go(number, Verb.NOTIFY)
    bao = browser("bao", language="en")
    assert [opens(bao, number, seq)[0] for seq in range(2, 6)] == [403, 200, 200, 403]
    assert "this file tells it" in opens(bao, number, 2)[1]
    assert "looked through yet" in opens(bao, number, 5)[1]
    assert not any(word in opens(bao, number, 2)[1] for word in SECRET)
    assert [opens(browser("dan"), number, seq)[0] for seq in range(2, 6)] == [200] * 4
    attach(number, upload=upload("自己的.txt"), by=cast.BAO, now=cast.START + timedelta(hours=9))
    own = Matter.objects.get(pk=number).seq
    assert opens(bao, number, own)[0] == 200, "what the unit put there itself"


def opens(client: Client, number: str, seq: int) -> tuple[int, str]:
    """The answer's status, and its page where the file isn't handed out."""
    got = client.get(f"/desk/matter/{number}/file/{seq}/")
    if got.streaming:
        assert b"".join(got.streaming_content)
        return got.status_code, ""
    return got.status_code, page_of(got)


def test_whoever_hands_on_a_confidential_matter_with_pictures_is_told_to_look_at_them(
    browser: Browser,
) -> None:
    number = secret()
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=AT)
    said = "Pictures and scans go along as they are"
    assert said not in page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=forward"))
    attach(number, upload=upload("照片.jpg"), by=cast.DAN, now=AT)
    assert said in page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=forward"))
