"""Hot matters at the desk: who sees them, what is counted of what they may see, treating one as a whole, the week's sheet."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import protecting
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.people import Person
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Change
from huiyin.rooms.insight import hot, hot_naming, pair_weights, seasons
from huiyin.rooms.insight.models import Hot, HotPetition
from huiyin.rooms.insight.wording import worded
from huiyin.rooms.management.asking import operator
from huiyin.rules.calendar import local_date
from huiyin.rules.likewords import Weights
from huiyin.web.desk.hot import _places
from huiyin.web.shared import when
from tests.rooms.cast import BUREAU, DAN, DEPARTMENT, WATER, XIA, comes_in
from tests.rooms.guard_cast import add_units
from tests.rooms.test_same import OIL, OIL_AGAIN
from tests.web.conftest import Browser, page_of

NOW = timezone.now()
TODAY = local_date(NOW)


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")


def person(n: int) -> Person:
    return Person(name=f"人{n}", phone=f"199000{n:05}")


def brought(many: int, *, first: int = 0, days_ago: int = 1) -> list[str]:
    at = NOW - timedelta(days=days_ago, hours=1)
    given = ({**(OIL if n % 2 else OIL_AGAIN), "person": person(n)} for n in range(first, first + many))
    return [comes_in(received_at=at, now=at, **one).number for one in given]


def grouped(numbers: list[str]) -> Hot:
    days = dict(Petition.objects.filter(pk__in=numbers).values_list("number", "received_at"))
    made = [local_date(day) for day in days.values()]
    row = Hot.objects.create(began_on=min(made), last_on=max(made))
    for number, at in days.items():
        HotPetition.objects.create(hot=row, petition_id=number, day=local_date(at))
    return row


@pytest.mark.usefixtures("county")
def test_figures_are_of_what_the_reader_may_see() -> None:
    add_units()
    numbers = brought(6)
    grouped(numbers)
    (found,) = hot.groups(DAN, today=TODAY)
    assert (found.heat.petitions, found.heat.persons, found.heat.fresh) == (6, 6, 6)
    assert found.heat.alarm
    protecting.accuse(numbers[0], accused=DEPARTMENT, person="", text="就是他们", by=DAN, now=NOW)
    (left,) = hot.groups(DAN, today=TODAY)  # kept from the department itself by now
    assert left.heat.petitions == 5
    assert numbers[0] not in {piece.number for piece in left.pieces}
    for number in numbers[1:4]:
        protecting.accuse(number, accused=DEPARTMENT, person="", text="就是他们", by=DAN, now=NOW)
    assert hot.groups(DAN, today=TODAY) == []  # two are no hot matter
    assert hot.group(DAN, found.row.pk, today=TODAY) is None


@pytest.mark.usefixtures("county")
def test_a_title_of_words_that_several_say() -> None:
    grouped(brought(5))
    (found,) = hot.groups(DAN, today=TODAY)
    assert "油烟" in found.title or "烧烤店" in found.title


def test_no_title_that_was_told_in_confidence_is_a_name(browser: Browser) -> None:
    at = NOW - timedelta(days=2)
    titles = ("幼儿园的饭菜发霉", "幼儿园旁的路灯不亮", "幼儿园门口乱停车")
    for n, said in enumerate(titles):
        comes_in(**{**OIL, "title": said}, received_at=at, now=at, confidential=n < 2)
    grouped(list(Petition.objects.values_list("pk", flat=True)))
    (found,) = hot.groups(DAN, today=TODAY)
    assert found.title == titles[2]
    Petition.objects.update(confidential=True)
    (found,) = hot.groups(DAN, today=TODAY)
    assert found.title == ""
    assert "kept in confidence" in page_of(browser("dan", language="en").get("/desk/hot/sheet/"))


@pytest.mark.usefixtures("county")
def test_letters_and_words_of_a_name_stay_whole() -> None:
    at = NOW - timedelta(days=2)
    titles = (
        "投诉K2区美林花园APP停车收费乱扣款",
        "K2区美林花园APP停车收费太贵",
        "请查K2区美林花园APP停车收费",
    )
    grouped([comes_in(**{**OIL, "title": said}, received_at=at, now=at).number for said in titles])
    (found,) = hot.groups(DAN, today=TODAY)
    assert found.title == "K2区美林花园 APP停车收费"


@pytest.mark.usefixtures("county")
def test_one_person_counts_once_and_what_is_old_isnt_hot() -> None:
    at = NOW - timedelta(days=2)
    grouped([comes_in(**OIL, person=person(1), received_at=at, now=at).number for _ in range(3)])
    (found,) = hot.groups(DAN, today=TODAY)
    assert (found.heat.petitions, found.heat.persons) == (3, 1)
    assert hot.groups(DAN, today=TODAY + timedelta(days=90)) == []


@pytest.mark.usefixtures("county")
def test_groups_cost_two_queries_however_many() -> None:
    for n in range(4):
        grouped(brought(3, first=10 * n))
    hot.groups(DAN, today=TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert len(hot.groups(DAN, today=TODAY)) == 4
    assert len(queries) == 2


@pytest.mark.usefixtures("county")
def test_a_petition_is_in_one_group_only() -> None:
    numbers = brought(3)
    grouped(numbers)
    with pytest.raises(IntegrityError), transaction.atomic():
        grouped(numbers[:1])


@pytest.mark.usefixtures("county")
def test_treating_as_a_whole_and_what_is_refused() -> None:
    row = grouped(brought(3))
    for change, reason in (
        ({"lead": "nowhere"}, "no_such_unit"), ({"plan": "  "}, "missing"), ({"plan": "长" * 4_001}, "too_long"),
        ({"by": XIA}, "not_allowed"),
    ):  # fmt: skip
        with pytest.raises(NotDone) as no:
            hot.treat_whole(
                row.pk, **{"lead": WATER, "plan": "统一治理", "seen": "", "by": DAN, "now": NOW, **change}
            )
        assert no.value.refused.reason == reason
    with pytest.raises(NotDone):
        hot.end_whole(row.pk, result="没有计划", by=DAN, now=NOW)
    hot.treat_whole(row.pk, lead=BUREAU, plan="统一治理", seen="", by=DAN, now=NOW)
    assert [one.row.pk for one in hot.planned(DAN, today=TODAY)] == [row.pk]
    hot.end_whole(row.pk, result="都装了净化器", by=DAN, now=NOW)
    assert hot.planned(DAN, today=TODAY) == hot.groups(DAN, today=TODAY) == []
    with pytest.raises(NotDone):
        hot.end_whole(row.pk, result="再来一次", by=DAN, now=NOW)
    assert list(Change.objects.filter(verb__contains="whole").values_list("verb", flat=True)) == [
        "treat_whole",
        "end_whole",
    ]


def a_month(months_before: int) -> datetime:
    """A day of the month that lies so many months before this one."""
    months = NOW.year * 12 + NOW.month - 1 - months_before
    return datetime(months // 12, months % 12 + 1, 5, tzinfo=NOW.tzinfo)


@pytest.mark.usefixtures("county")
def test_seasons_are_counted_by_field_of_what_isnt_kept_away() -> None:
    comes_in(category="040100", person=person(90), received_at=a_month(25), now=a_month(25))
    for n in range(26):
        comes_in(category="040100", person=person(n), received_at=a_month(3), now=a_month(3))
    for n in range(30, 90):  # this month isn't over: it isn't compared
        comes_in(category="040100", person=person(n), received_at=NOW, now=NOW)
    seasons.count(operator(), now=NOW)
    found = seasons.table()
    assert found is not None
    ((field, months, peaks),) = found.rows
    assert (found.held, found.months) == (25, 24)
    assert (field, months[a_month(3).month - 1], peaks) == ("040000", 26, (a_month(3).month,))


def test_less_than_a_year_of_record_tells_no_seasons(browser: Browser) -> None:
    for n in range(30):
        comes_in(category="040100", person=person(n), received_at=a_month(5), now=a_month(5))
    seasons.count(operator(), now=NOW)
    found = seasons.table()
    assert found is not None
    assert (found.held, found.months, found.rows) == (5, 0, [])
    for path in ("", "sheet/"):
        page = page_of(browser("dan", language="en").get(f"/desk/hot/{path}"))
        assert "Full months of record so far: 5." in page
        assert "average month" not in page


@pytest.mark.usefixtures("county")
def test_more_places_than_are_named_are_told() -> None:
    with override("zh-hans"):
        assert _places([]) == ""
        assert _places(["1", "2", "3"]).count(" · ") == 2
        assert "等" not in _places(["1", "2", "3"])
        assert _places(["1", "2", "3", "4", "5"]).endswith(" 等，另有2处")


def test_the_sheet_is_cards_on_a_phone(browser: Browser) -> None:
    grouped(brought(5))
    page = page_of(browser("dan", language="en").get("/desk/hot/sheet/"))
    assert 'class="table hy-cards"' in page
    assert 'data-word="Lead unit"' in page


def test_pages_are_of_whoever_has_the_county_before_them(browser: Browser) -> None:
    row = grouped(brought(5))
    for user, status in (("dan", 200), ("bao", 403), ("liu", 403), ("xia", 403)):
        for path in ("", "sheet/", f"{row.pk}/"):
            assert browser(user).get(f"/desk/hot/{path}").status_code == status
    assert browser("bao").post(f"/desk/hot/{row.pk}/plan/", {"lead": WATER, "plan": "x"}).status_code == 403
    assert browser("dan").get("/desk/hot/999999/").status_code == 404
    page = page_of(browser("dan", language="en").get(f"/desk/hot/{row.pk}/"))
    assert "Grows faster than usual" in page
    assert "how many persons" in page


def test_one_click_to_treat_as_a_whole(browser: Browser) -> None:
    row = grouped(brought(5))
    client = browser("dan", language="en")
    assert f'href="/desk/hot/{row.pk}/plan/"' in page_of(client.get(f"/desk/hot/{row.pk}/"))
    assert client.post(f"/desk/hot/{row.pk}/plan/", {"lead": WATER, "plan": ""}).status_code == 422
    sent = client.post(f"/desk/hot/{row.pk}/plan/", {"lead": WATER, "plan": "统一改造烟道"})
    assert (sent.status_code, sent["Location"]) == (303, f"/desk/hot/{row.pk}/?done=plan")
    saved = page_of(client.get(sent["Location"]))
    assert "The plan is saved." in saved
    assert f'class="btn btn-primary" href="/desk/hot/{row.pk}/result/"' in saved
    assert f'class="btn btn-plain" href="/desk/hot/{row.pk}/plan/"' in saved
    assert "The plan is saved." not in page_of(client.get(f"/desk/hot/{row.pk}/"))
    assert "统一改造烟道" in page_of(client.get("/desk/hot/sheet/"))
    assert client.post(f"/desk/hot/{row.pk}/result/", {"result": "都改好了"}).status_code == 303
    assert "都改好了" in page_of(client.get(f"/desk/hot/{row.pk}/"))


def test_the_sheet_of_another_week(browser: Browser) -> None:
    grouped(brought(5, days_ago=20))
    client = browser("dan", language="en")
    assert "Nothing new" in page_of(client.get("/desk/hot/sheet/"))
    assert "Nothing new" not in page_of(
        client.get("/desk/hot/sheet/", {"on": str(TODAY - timedelta(days=19))})
    )
    assert client.get("/desk/hot/sheet/", {"on": "nonsense"}).status_code == 200


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "信访件"), ("ko", "신소건")])
def test_the_list_of_petitions_isnt_headed_by_a_numbers_name(
    browser: Browser, language: str, word: str
) -> None:
    row = grouped(brought(5))
    page = page_of(browser("dan", language=language).get(f"/desk/hot/{row.pk}/"))
    assert f'id="h-pieces">{word}</h2>' in page


def test_the_largest_is_there_however_many_small_ones_are_newer(
    monkeypatch: pytest.MonkeyPatch, county: None
) -> None:
    monkeypatch.setattr(hot, "COMPARED", 2)
    monkeypatch.setattr(hot, "_current", hot.Kept(hot._lately))
    large = grouped(brought(9, days_ago=30))
    rising = grouped([*brought(2, first=20, days_ago=8), *brought(3, first=30, days_ago=2)])
    small = [grouped(brought(3, first=100 + 10 * n, days_ago=9)) for n in range(4)]
    assert {one.row.pk for one in hot.groups(DAN, today=TODAY)} == {large.pk, rising.pk}
    then = {one.row.pk for one in hot.groups(DAN, today=TODAY - timedelta(days=29))}
    assert then == {large.pk}, "a past week knows nothing of what came later"
    assert len(small) == 4


def test_what_has_a_result_stays_on_the_sheets_of_its_weeks_and_in_a_list(browser: Browser) -> None:
    numbers = [*brought(3, days_ago=9), *brought(3, first=10, days_ago=1)]
    row = grouped(numbers)
    client = browser("dan", language="en")
    past = {"on": str(TODAY - timedelta(days=8))}
    url = f"/desk/hot/{row.pk}/"
    before = page_of(client.get("/desk/hot/sheet/", past)).partition("<main")[2]
    hot.treat_whole(row.pk, lead=WATER, plan="统一改造", seen="", by=DAN, now=NOW)
    hot.end_whole(row.pk, result="都改好了", by=DAN, now=NOW)
    assert page_of(client.get("/desk/hot/sheet/", past)).partition("<main")[2] == before != ""
    sheet = page_of(client.get("/desk/hot/sheet/"))
    assert "Nothing new" not in sheet
    assert "都改好了" in sheet
    listed = page_of(client.get("/desk/hot/"))
    assert listed.index("With a result") < listed.index(f'href="{url}"')
    assert listed.count(f'href="{url}"') == 1, "it isn't hot any more"
    later = client.post(f"{url}plan/", {"lead": WATER, "plan": "再来"})
    assert later.status_code == 422
    assert "This hot matter has ended with its result of" in page_of(later)


def test_that_more_petitions_are_counted_than_listed_is_said(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = grouped(brought(5))
    client = browser("dan", language="en")
    assert "are counted, too" not in page_of(client.get(f"/desk/hot/{row.pk}/"))
    monkeypatch.setattr(hot, "LISTED", 3)
    page = page_of(client.get(f"/desk/hot/{row.pk}/"))
    assert "The newest are listed; 2 earlier ones are counted, too." in page


def test_a_name_is_made_once_and_anew_by_other_titles_or_another_counting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = 0

    def counting(title: str) -> object:
        nonlocal made
        made += 1
        return worded(title)

    monkeypatch.setattr(hot_naming, "worded", counting)
    titles, by = ["河西村烧烤店油烟扰民", "河西村烧烤店的油烟"], Weights()
    name = hot_naming.named(titles, by)
    assert name
    assert hot_naming.named(titles, by) == name
    assert made == 2
    hot_naming.named(titles, by, confided={titles[0]})
    hot_naming.named(titles[::-1], by)
    hot_naming.named(titles, Weights(5))
    assert made == 8


def test_a_plan_that_was_saved_meanwhile_isnt_overwritten_unread(browser: Browser) -> None:
    row = grouped(brought(3))
    client, url = browser("dan", language="en"), f"/desk/hot/{row.pk}/plan/"
    assert 'name="seen" value=""' in page_of(client.get(url))
    assert client.post(url, {"lead": WATER, "plan": "方案一", "seen": ""}).status_code == 303
    late = client.post(url, {"lead": BUREAU, "plan": "方案二", "seen": ""})
    page = page_of(late)
    assert late.status_code == 409
    assert "方案一" in page, "what the other one saved stands there"
    assert "方案二" in page, "what was typed stays"
    row.refresh_from_db()
    assert (row.plan, row.lead_id) == ("方案一", WATER)
    name = User.objects.get(username="dan").name
    assert row.planned_at is not None
    assert f"Saved by {name}, {when.moment(row.planned_at)}" in page, "two people can settle it"
    again = {"lead": BUREAU, "plan": "方案二", "seen": hot.plan_mark(row)}
    assert client.post(url, again).status_code == 303
    row.refresh_from_db()
    assert (row.plan, row.lead_id) == ("方案二", BUREAU)


def test_chinese_pages_have_chinese_signs(browser: Browser) -> None:
    row = grouped(brought(5))
    assert "<span>5件，5人</span>" in page_of(browser("dan").get("/desk/hot/sheet/"))
    page = page_of(browser("dan").get(f"/desk/hot/{row.pk}/"))
    assert "0 · 5。平常每周0件。" in page


def test_the_forms_of_what_has_ended_say_so_before_anything_is_typed(browser: Browser) -> None:
    row = grouped(brought(5))
    hot.treat_whole(row.pk, lead=WATER, plan="统一改造", seen="", by=DAN, now=NOW)
    client = browser("dan", language="en")
    for form in ("plan", "result"):
        assert "<textarea" in page_of(client.get(f"/desk/hot/{row.pk}/{form}/"))
    hot.end_whole(row.pk, result="都改好了", by=DAN, now=NOW)
    for form in ("plan", "result"):
        page = page_of(client.get(f"/desk/hot/{row.pk}/{form}/"))
        assert "This hot matter has ended with its result of" in page
        assert "<textarea" not in page
    sent = page_of(client.post(f"/desk/hot/{row.pk}/result/", {"result": "还有话要说"}))
    assert "还有话要说" in sent, "what was typed meanwhile stays to be read"
    assert ">Save the result<" not in sent


def test_the_same_plan_sent_twice_by_the_same_person_stands(browser: Browser) -> None:
    row = grouped(brought(3))
    url, form = f"/desk/hot/{row.pk}/plan/", {"lead": WATER, "plan": "方案一", "seen": ""}
    client = browser("dan", language="en")
    assert client.post(url, form).status_code == 303
    row.refresh_from_db()
    saved, lines = row.planned_at, Change.objects.count()
    assert client.post(url, form).status_code == 303, "back, and saved again"
    row.refresh_from_db()
    assert (row.planned_at, Change.objects.count()) == (saved, lines)
    Hot.objects.filter(pk=row.pk).update(planned_by="user:0")
    assert client.post(url, form).status_code == 409, "another's plan is another plan, whatever its words"


def test_the_same_result_sent_twice_is_noted_once(browser: Browser) -> None:
    row = grouped(brought(3))
    hot.treat_whole(row.pk, lead=WATER, plan="统一改造", seen="", by=DAN, now=NOW)
    client, url = browser("dan"), f"/desk/hot/{row.pk}/result/"
    first, lines = client.post(url, {"result": "都改好了"}), Change.objects.count()
    again = client.post(url, {"result": "都改好了"})
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Change.objects.count() == lines
    assert client.post(url, {"result": "另外的话"}).status_code == 422
