from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.rooms.county import queries
from huiyin.rooms.county.actions import (
    NotDone,
    clear_day,
    load_calendar_notice,
    set_day,
    set_setting,
)
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.models import CalendarDay, Change, PublishedYear, Setting, Unit
from huiyin.rooms.county.notice import NoticeDay
from huiyin.rooms.county.reorganising import add_unit, close_unit, describe_unit, rename_unit
from huiyin.rules.calendar import PACKAGE_YEARS, Reason
from huiyin.rules.roles import Actor, Post, Role

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ENV, HALL, GROUP, TOWN = "222424-ENV", "222424-MWD", "222424-MWD-G7", "222424100"
ADMIN = Actor("user:1", "孟", (Post(Role.ADMIN, HALL, f"222424/{HALL}/"),))
DISPATCHER = Actor("user:2", "单", (Post(Role.DISPATCHER, HALL, f"222424/{HALL}/"),))
#: A year that no package of today knows.
YEAR = max(PACKAGE_YEARS) + 1


@pytest.fixture
def wangqing(db: None) -> None:
    load_county(NOW)


def refused(act: Callable[[], Any]) -> str:
    """The reason of the refusal; nothing may have been written."""
    before = (
        Change.objects.count(),
        list(Unit.objects.order_by("code").values()),
        list(Setting.objects.values()),
    )
    with pytest.raises(NotDone) as caught:
        act()
    after = (
        Change.objects.count(),
        list(Unit.objects.order_by("code").values()),
        list(Setting.objects.values()),
    )
    assert after == before
    assert str(caught.value) == caught.value.refused.reason
    return caught.value.refused.reason


NOTICE = [
    NoticeDay(date(YEAR, 1, 1), working=False, name="New Year's Day"),
    NoticeDay(date(YEAR, 5, 1), working=False, name="Labour Day"),
    NoticeDay(date(YEAR, 10, 1), working=False, name="National Day"),
]
EVERYTHING: dict[str, Callable[[Actor], Any]] = {
    "set_setting": lambda by: set_setting("answer_days", 30, by=by, now=NOW),
    "notice": lambda by: load_calendar_notice(YEAR, days=NOTICE, source="x", by=by, now=NOW),
    "set_day": lambda by: set_day(
        date(2026, 9, 3), working=False, reason="local", name="州庆", by=by, now=NOW
    ),
    "clear_day": lambda by: clear_day(date(2026, 9, 3), by=by, now=NOW),
    "add_unit": lambda by: add_unit(
        "222424-NEW", parent="222424", kind="bureau", name="新局", by=by, now=NOW
    ),
    "rename_unit": lambda by: rename_unit(ENV, name="新名", by=by, now=NOW),
    "describe_unit": lambda by: describe_unit(ENV, phone="0433-8800000", by=by, now=NOW),
    "close_unit": lambda by: close_unit(ENV, by=by, now=NOW),
}


@pytest.mark.parametrize("act", EVERYTHING.values(), ids=EVERYTHING.keys())
def test_only_who_may_administer_changes_the_house(wangqing: None, act: Callable[[Actor], Any]) -> None:
    assert refused(lambda: act(DISPATCHER)) == "not_yours"
    assert refused(lambda: act(Actor("petitioner", ""))) == "not_yours"


def test_each_change_leaves_who_what_and_when(wangqing: None) -> None:
    for name, act in EVERYTHING.items():
        before = Change.objects.count()
        act(ADMIN)
        assert Change.objects.count() == before + 1, name
        last = Change.objects.latest("id")
        assert (last.by, last.at) == ("user:1", NOW)
    lines = queries.changes_of(f"unit:{ENV}")
    assert [line.verb for line in lines] == ["close", "describe", "rename"]
    beside = {"short": "生态环境分局", "name_ko": "생태환경분국", "name_en": "Ecological Environment Branch"}
    assert lines[2].data == {"from": "延边朝鲜族自治州生态环境局汪清县分局", "to": "新名", "beside": beside}
    assert str(lines[0]) == f"2026-11-24 01:00 close unit:{ENV}"
    assert len(queries.changes_of(f"unit:{ENV}", most=1)) == 1


# -- settings -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("answer_days", 0, "setting_range"),
        ("answer_days", "30", "setting_range"),
        ("answer_days", True, "setting_range"),
        ("answer_days", 366, "setting_range"),
        ("answer_days", None, "setting_range"),
        ("roll_last_day", 1, "setting_refused"),
        ("amber_percent", 5, "red_not_below_amber"),
        ("county.version", "x", "unknown_setting"),
        ("no_such", 1, "unknown_setting"),
        ("default_unit", "222424-X-COURT", "setting_refused"),
        ("default_unit", "nowhere", "setting_refused"),
        ("default_unit", 7, "setting_refused"),
        ("languages", [["zh-hans"]], "languages_refused"),
        ("languages", ["ko", "zh-hans", "en"], "languages_refused"),
        ("upper_organ", " ", "setting_refused"),
        ("rota_monthly_posts", ["nowhere"], "setting_refused"),
    ],
)
def test_settings_that_do_not_fit_are_refused(wangqing: None, key: str, value: object, why: str) -> None:
    assert refused(lambda: set_setting(key, value, by=ADMIN, now=NOW)) == why


def test_a_refused_number_says_which_ones_fit(wangqing: None) -> None:
    with pytest.raises(NotDone) as no:
        set_setting("collective_from", 1, by=ADMIN, now=NOW)
    assert (no.value.refused.field, no.value.refused.params) == ("value", {"least": 2, "most": 1_000})


@pytest.mark.parametrize("year", [1999, 2021, NOW.year + 6, 2099])
def test_a_day_that_no_term_falls_into_is_a_slip_of_the_pen(wangqing: None, year: int) -> None:
    for day in (date(year, 1, 1),):
        assert (
            refused(
                lambda day=day: set_day(day, working=False, reason="local", name="州庆", by=ADMIN, now=NOW)
            )
            == "year_out_of_range"
        )


def test_settings(wangqing: None) -> None:
    set_setting("red_percent", 20, by=ADMIN, now=NOW, note="as before")
    set_setting("red_percent", 15, by=ADMIN, now=NOW)
    set_setting("default_unit", ENV, by=ADMIN, now=NOW)
    assert queries.terms().red_percent == 15
    assert queries.default_unit() == ENV
    assert queries.changes_of("setting:red_percent")[0].data == {"from": 20, "to": 15}


# -- calendar -----------------------------------------------------------------------------------------------------------------


def weekend() -> date:
    return next(day for n in range(1, 8) if (day := date(YEAR, 2, n)).weekday() == 5)


def weekday() -> date:
    return next(day for n in range(1, 8) if (day := date(YEAR, 2, n)).weekday() == 2)


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([], "notice_not_whole"),
        (NOTICE[:2], "notice_not_whole"),
        ([*NOTICE, NOTICE[0]], "notice_day_twice"),
        ([*NOTICE, NoticeDay(date(YEAR + 1, 1, 1), working=False)], "notice_other_year"),
        ([*NOTICE, NoticeDay(date(YEAR - 1, 12, 24), working=False)], "notice_other_year"),
        ([*NOTICE, NoticeDay(weekday(), working=True)], "notice_worked_weekday"),
    ],
)
def test_what_is_not_the_whole_notice_is_refused(wangqing: None, days: list[NoticeDay], reason: str) -> None:
    assert refused(lambda: load_calendar_notice(YEAR, days=days, source="x", by=ADMIN, now=NOW)) == reason
    assert not CalendarDay.objects.exists()
    assert not PublishedYear.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("date,kind\n", "notice_columns", None),
        ("日期,说明\n", "notice_columns", None),
        (" ", "notice_columns", None),
        ("day,kind,name\n01.01.2027,off,x\n", "notice_line", 2),
        ("day,kind,name\n2027-01-01,off,x\n2027-01-02,maybe,x\n", "notice_line", 3),
        ("day,kind\n2027-01-01\n", "notice_line", 2),
        ("day,kind\n\n,\n", "notice_line", 3),
    ],
)
def test_a_file_that_is_no_notice_is_refused(
    wangqing: None, text: str, reason: str, line: int | None
) -> None:
    with pytest.raises(NotDone) as caught:
        load_calendar_notice(2027, text=text, source="x", by=ADMIN, now=NOW)
    assert caught.value.refused.reason == reason
    assert caught.value.refused.params.get("line") == line


def test_the_columns_may_be_called_in_chinese(wangqing: None) -> None:
    rows = "".join(f"{row.day},休,{row.name}\n" for row in NOTICE)
    text = f"日期, 类别,名称\n{rows}"
    assert load_calendar_notice(YEAR, text=text, source="通知", by=ADMIN, now=NOW) == len(NOTICE)
    assert queries.calendar().fact(date(YEAR, 10, 1)).name


def test_a_year_is_certain_once_its_notice_is_in(wangqing: None) -> None:
    day = date(YEAR, 10, 1)
    assert queries.calendar().fact(day).provisional
    text = (
        "\ufeffday,kind,name\n"
        + "".join(f"{row.day},off,{row.name}\n" for row in NOTICE)
        + f"{weekend()},班,补班\n"
    )
    assert load_calendar_notice(YEAR, text=text, source="国务院办公厅通知", by=ADMIN, now=NOW) == 4
    calendar = queries.calendar()
    assert calendar.last_published == YEAR
    fact = calendar.fact(day)
    assert (fact.working, fact.reason, fact.name, fact.provisional) == (
        False,
        Reason.HOLIDAY,
        "National Day",
        False,
    )
    assert calendar.fact(weekend()).reason is Reason.MAKEUP
    assert not calendar.is_provisional(weekday())
    assert str(CalendarDay.objects.get(day=weekend())).endswith("worked")
    assert str(CalendarDay.objects.get(day=day)).endswith("free")
    assert str(PublishedYear.objects.get()) == str(YEAR)


def test_a_notice_loaded_again_replaces_itself_and_spares_the_county(wangqing: None) -> None:
    flood = date(YEAR, 7, 1)
    set_day(flood, working=False, reason="override", name="洪水", by=ADMIN, now=NOW)
    set_day(NOTICE[2].day, working=False, reason="local", name="县里的", by=ADMIN, now=NOW)
    bridge = NoticeDay(date(YEAR - 1, 12, 31), working=False, name="New Year's Day")
    wrong = NoticeDay(weekend(), working=True)
    load_calendar_notice(YEAR, days=[*NOTICE, wrong, bridge], source="一", by=ADMIN, now=NOW)
    load_calendar_notice(YEAR, days=[*NOTICE, bridge], source="二", by=ADMIN, now=NOW)
    kept = dict(CalendarDay.objects.values_list("day", "reason"))
    assert kept == {
        flood: "override", NOTICE[2].day: "local", NOTICE[0].day: "holiday", NOTICE[1].day: "holiday",
        bridge.day: "holiday",
    }  # fmt: skip
    assert PublishedYear.objects.get().source == "二"


def test_single_days(wangqing: None) -> None:
    day = date(2026, 9, 3)
    assert queries.calendar().is_working(day)
    set_day(day, working=False, reason="local", name="州庆", by=ADMIN, now=NOW)
    assert not queries.calendar().is_working(day)
    assert (
        refused(lambda: set_day(day, working=True, reason="holiday", name="", by=ADMIN, now=NOW))
        == "day_refused"
    )
    assert (
        refused(lambda: set_day(day, working=True, reason="whim", name="", by=ADMIN, now=NOW))
        == "day_refused"
    )
    clear_day(day, by=ADMIN, now=NOW)
    assert queries.calendar().is_working(day)
    assert refused(lambda: clear_day(day, by=ADMIN, now=NOW)) == "day_not_set"


# -- units --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"code": ENV}, "unit_exists"),
        ({"code": "env"}, "bad_code"),
        ({"code": ""}, "bad_code"),
        ({"code": "A" * 41}, "bad_code"),
        ({"parent": "nowhere"}, "no_such_unit"),
        ({"parent": ""}, "no_such_unit"),
        ({"kind": "village"}, "unit_not_below"),
        ({"kind": "castle"}, "unit_not_below"),
        ({"kind": "county"}, "unit_not_below"),
        ({"kind": "department"}, "one_department"),
        ({"name": "  "}, "missing"),
        ({"name": "zz<b>"}, "unreadable_name"),
        ({"name": "局", "short": "—"}, "unreadable_name"),
        ({"name": "局", "name_ko": "\u3164"}, "unreadable_name"),
        ({"name": "局", "address": "\u200b"}, "unreadable_name"),
        ({"parent": GROUP, "kind": "group"}, "unit_not_below"),
    ],
)
def test_units_that_can_not_be_added(wangqing: None, change: dict[str, str], reason: str) -> None:
    told = {"code": "222424-NEW", "parent": "222424", "kind": "bureau", "name": "新局"} | change
    code = told.pop("code")
    assert refused(lambda: add_unit(code, by=ADMIN, now=NOW, **told)) == reason


def test_a_unit_is_added_named_and_described(wangqing: None) -> None:
    unit = add_unit(
        "222424100999", parent=TOWN, kind="village", name="新建村委会", by=ADMIN, now=NOW, name_ko="신건촌"
    )
    assert unit.path == f"222424/{TOWN}/222424100999/"
    assert unit.short == "新建村"
    assert queries.unit_tree()[[u.code for u in queries.unit_tree()].index("222424101") - 1].code == unit.code
    assert queries.unit_names("ko")[unit.code] == "신건촌"
    renamed = rename_unit(unit.code, name="向阳村委会", by=ADMIN, now=NOW)
    assert (renamed.short, renamed.name_ko, str(renamed)) == ("向阳村", "", "向阳村委会")
    describe_unit(unit.code, address="镇东三里", by=ADMIN, now=NOW)
    describe_unit(unit.code, phone="0433-8800001转802", by=ADMIN, now=NOW)
    fact = queries.unit(unit.code)
    assert fact is not None
    assert (fact.phone, fact.address, fact.duty) == ("0433-8800001转802", "镇东三里", "")
    assert refused(lambda: rename_unit(unit.code, name=" ", by=ADMIN, now=NOW)) == "missing"
    assert refused(lambda: rename_unit("nowhere", name="x", by=ADMIN, now=NOW)) == "no_such_unit"


def test_units_that_can_not_be_closed(wangqing: None) -> None:
    def close(code: str, successor: str | None = None) -> str:
        return refused(lambda: close_unit(code, successor=successor, by=ADMIN, now=NOW))

    assert close("222424") == "unit_stays"
    assert close(HALL) == "unit_stays"
    assert close(TOWN) == "units_below_open"
    assert close("nowhere") == "no_such_unit"
    assert close(ENV, "nowhere") == "no_such_unit"
    assert close(ENV, ENV) == "successor_is_inside"
    close_unit(GROUP, by=ADMIN, now=NOW)
    assert close(GROUP) == "unit_closed"
    assert close(ENV, GROUP) == "unit_closed"
    assert refused(lambda: rename_unit(GROUP, name="x", by=ADMIN, now=NOW)) == "unit_closed"


def test_a_merged_unit_names_its_successor_and_its_like_is_no_part_of_it(wangqing: None) -> None:
    add_unit("222424-ENV2", parent="222424", kind="bureau", name="另一局", by=ADMIN, now=NOW)
    closed = close_unit(
        ENV, successor="222424-ENV2", by=ADMIN, now=NOW
    )  # a code that begins alike isn't below it
    assert not closed.is_active
    fact = queries.unit(ENV)
    assert fact is not None
    assert fact.successor == "222424-ENV2"
    assert not queries.can_receive(ENV)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_successor_of_an_open_unit(wangqing: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(code=ENV).update(successor_id=TOWN)


@pytest.mark.parametrize("name", ["zz<b>", "。，", "环境\u200b局", "\u3164"])
def test_no_unit_gets_a_name_that_cant_be_read_but_old_ones_stay(wangqing: None, name: str) -> None:
    assert refused(lambda: rename_unit(ENV, name=name, by=ADMIN, now=NOW)) == "unreadable_name"
    assert refused(lambda: rename_unit(ENV, name="局", name_en=name, by=ADMIN, now=NOW)) == "unreadable_name"
    assert refused(lambda: describe_unit(ENV, address=name, by=ADMIN, now=NOW)) == "unreadable_name"
    Unit.objects.filter(code=ENV).update(name=name, address=name)
    assert rename_unit(ENV, name=name, name_ko="환경국", by=ADMIN, now=NOW).name_ko == "환경국"
    assert describe_unit(ENV, address=name, duty="一\n二", by=ADMIN, now=NOW).duty == "一\n二"


@pytest.mark.parametrize(
    "key", ["upper_organ", "top_organ_ko", "rota_place", "rota_place_ko", "rota_place_en"]
)
def test_settings_that_everybody_reads_are_words(wangqing: None, key: str) -> None:
    assert refused(lambda: set_setting(key, "zz<b>", by=ADMIN, now=NOW)) == "unreadable_name"
    set_setting(key, "州信访局", by=ADMIN, now=NOW)
    Setting.objects.filter(key=key).update(value="zz<b>")
    set_setting(key, "zz<b>", by=ADMIN, now=NOW)  # what stands there already isn't asked


@pytest.mark.parametrize("phone", ["\u202e9000088-3340", "\u200b\u200b", "\u3164", "打不通", "😀", "转802"])
def test_a_units_telephone_can_be_dialled_but_an_old_one_stays(wangqing: None, phone: str) -> None:
    assert refused(lambda: describe_unit(ENV, phone=phone, by=ADMIN, now=NOW)) == "phone_to_publish"
    new = {"parent": "222424", "kind": "bureau", "name": "新局"}
    assert (
        refused(lambda: add_unit("222424-NEW", phone=phone, by=ADMIN, now=NOW, **new)) == "phone_to_publish"
    )
    Unit.objects.filter(code=ENV).update(phone=phone)
    assert describe_unit(ENV, phone=phone, address="镇东三里", by=ADMIN, now=NOW).address == "镇东三里"


@pytest.mark.parametrize(
    "phone", ["", "12345", "0433-8800001", "0433-8800001转802", "19900000001、0433-8800001 分机 9"]
)
def test_telephones_as_units_write_them_are_taken(wangqing: None, phone: str) -> None:
    assert describe_unit(ENV, phone=phone, by=ADMIN, now=NOW).phone == phone


def test_no_two_open_units_beside_each_other_bear_one_name(wangqing: None) -> None:
    other = add_unit("222424-NEW", parent="222424", kind="bureau", name="新局", by=ADMIN, now=NOW)
    assert refused(lambda: rename_unit(ENV, name=" 新局 ", by=ADMIN, now=NOW)) == "unit_name_taken"
    new = {"parent": "222424", "kind": "bureau", "name": "新局"}
    assert refused(lambda: add_unit("222424-NEW2", by=ADMIN, now=NOW, **new)) == "unit_name_taken"
    assert rename_unit(other.code, name="新局", name_ko="신국", by=ADMIN, now=NOW).name_ko == "신국"
    close_unit(other.code, successor=ENV, by=ADMIN, now=NOW)
    assert rename_unit(ENV, name="新局", by=ADMIN, now=NOW).name == "新局"
