from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from huiyin.rooms.county import queries, snapshot
from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.models import CategoryScheme, Setting, Unit
from huiyin.rooms.county.reorganising import close_unit, rename_unit
from huiyin.rooms.county.snapshot import VERSION
from huiyin.rules.clocks import Terms
from huiyin.rules.roles import SYSTEM
from huiyin.rules.units import UnitKind

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ENV, HALL, GROUP = "222424-ENV", "222424-MWD", "222424-MWD-G7"


class Clock:
    """The process's own clock, set by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(snapshot, "time", found)
    return found


@pytest.fixture
def wangqing(db: None, clock: Clock) -> None:
    load_county(NOW)


@pytest.mark.django_db
def test_without_a_county_every_question_says_so(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for ask in (queries.department, queries.law, queries.default_unit):
        with pytest.raises(queries.NotLoaded, match="huiyin init"):
            ask()
    with pytest.raises(LookupError, match="no such unit: X"):
        queries.unit_path("X")
    assert queries.unit_tree() == queries.places() == queries.categories() == ()
    assert queries.unit_names() == {}
    assert queries.subtree_codes("X") == ()
    assert queries.desk_of("X") == "X"
    assert not queries.can_receive("X")
    assert queries.unit("X") is None
    assert queries.terms() == Terms()
    with django_assert_num_queries(1):  # and it is seen as soon as it is loaded
        snapshot.snapshot()
    load_county(NOW)
    assert queries.department() == HALL


def test_a_county_without_department_and_offices(wangqing: None) -> None:
    Setting.objects.filter(key="default_unit").delete()
    snapshot.forget()
    assert queries.default_unit() == "222424-MWD-GEN"
    Unit.objects.filter(kind="group").update(is_active=False)
    snapshot.forget()
    with pytest.raises(queries.NotLoaded):
        queries.default_unit()
    Unit.objects.filter(code=HALL).update(is_active=False)
    snapshot.forget()
    with pytest.raises(queries.NotLoaded):
        queries.department()


def _ask_everything() -> None:
    queries.law()
    queries.unit_tree()
    queries.unit_names("ko")
    queries.units_by_name()
    queries.places("en")
    queries.receivers()
    queries.categories()
    queries.category_names()
    queries.categories_by_name()
    queries.default_unit()
    queries.subtree_codes(HALL)
    queries.desk_of(GROUP)
    queries.can_receive(ENV)


def test_most_requests_ask_nothing_and_the_others_one_tiny_query(
    wangqing: None, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):  # version, settings, days, years, units, editions, categories
        _ask_everything()
    with django_assert_num_queries(0):
        _ask_everything()
    clock.at += snapshot.CHECK_EVERY + 0.1
    with django_assert_num_queries(1):
        _ask_everything()
    clock.at += snapshot.CHECK_EVERY - 0.1
    with django_assert_num_queries(0):
        _ask_everything()


def test_a_change_by_another_process_is_seen_within_seconds(wangqing: None, clock: Clock) -> None:
    assert queries.unit_names()[ENV] == "生态环境分局"
    # another process writes the rows and the version, and this one's memory isn't told
    Unit.objects.filter(code=ENV).update(short="环境局")
    Setting.objects.filter(key=VERSION).update(value="of another process")
    assert queries.unit_names()[ENV] == "生态环境分局"
    clock.at += snapshot.CHECK_EVERY + 0.01
    assert snapshot.CHECK_EVERY <= 5
    assert queries.unit_names()[ENV] == "环境局"
    assert queries.units_by_name()["环境局"] == ENV


def test_the_process_that_changes_sees_it_at_once(wangqing: None) -> None:
    _ask_everything()
    rename_unit(ENV, name="县环境局", by=SYSTEM, now=NOW)
    assert queries.unit_names()[ENV] == "县环境局"
    set_setting("answer_days", 30, by=SYSTEM, now=NOW)
    assert queries.terms().answer_days == 30
    close_unit(ENV, by=SYSTEM, now=NOW)
    assert not queries.can_receive(ENV)


def test_a_change_rolled_back_does_not_stay_in_memory(wangqing: None, clock: Clock) -> None:
    with transaction.atomic():
        rename_unit(ENV, name="没有的局", by=SYSTEM, now=NOW)
        assert queries.unit_names()[ENV] == "没有的局"
        transaction.set_rollback(True)
    clock.at += snapshot.CHECK_EVERY + 0.1
    assert queries.unit_names()[ENV] == "生态环境分局"
    # and a second change after it isn't mistaken for the one rolled back
    rename_unit(ENV, name="真的局", by=SYSTEM, now=NOW)
    assert queries.unit_names()[ENV] == "真的局"


def test_memory_is_dropped_again_when_the_change_is_committed(
    wangqing: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Somebody may ask between the change and its commit, and would keep the old answer."""
    with django_capture_on_commit_callbacks(execute=True):
        rename_unit(ENV, name="新的局", by=SYSTEM, now=NOW)
        queries.unit_names()
        held = snapshot.snapshot()
    assert snapshot.snapshot() is not held
    assert queries.unit_names()[ENV] == "新的局"


def test_what_the_tree_answers(wangqing: None) -> None:
    assert queries.department() == HALL
    assert queries.law().department == HALL
    assert queries.desk_of(GROUP) == HALL
    assert queries.desk_of(ENV) == ENV
    assert queries.desk_of("222424100200") == "222424100200"
    assert queries.unit_path(GROUP) == f"222424/{HALL}/{GROUP}/"
    assert GROUP in queries.subtree_codes(HALL)
    assert queries.subtree_codes(HALL)[0] == HALL
    assert queries.subtree_codes(GROUP) == (GROUP,)
    assert len(queries.subtree_codes("222424")) == Unit.objects.count()
    assert queries.can_receive(GROUP)
    for code in ("222424", "222424-L-SEC", "222424-X-COURT", "222424100200", "nowhere", ""):
        assert not queries.can_receive(code)
    assert queries.default_unit() == "222424-MWD-MAIL"
    facts = {unit.code: unit for unit in queries.unit_tree()}
    assert [facts[code].depth for code in ("222424", HALL, GROUP)] == [0, 1, 2]
    assert {unit.code for unit in queries.receivers()} == {c for c in facts if queries.can_receive(c)}


def test_each_unit_stands_before_what_lies_below_it_and_siblings_in_their_order(wangqing: None) -> None:
    order = {unit.code: n for n, unit in enumerate(queries.unit_tree())}
    for unit in queries.unit_tree():
        below = queries.subtree_codes(unit.code)
        assert [order[code] for code in below] == list(range(order[unit.code], order[unit.code] + len(below)))
    groups = [unit.short for unit in queries.unit_tree() if unit.parent == HALL]
    assert groups[-9:] == ["一组", "二组", "三组", "四组", "五组", "六组", "七组", "八组", "九组"]


def test_a_name_that_several_share_names_nobody(wangqing: None) -> None:
    names = queries.units_by_name()
    assert names["群工部"] == HALL
    assert names["中共汪清县委群众工作部（汪清县信访局）"] == HALL
    assert names["中共汪清县委群众工作部(汪清县信访局)"] == HALL
    assert names["自来水公司"] == "222424-WCO"
    assert names["江北社区"] == "222424013001"
    for shared in ("河北村", "河南村", "河东村", "仲兴村", "永安村"):
        assert shared not in names


def test_villages_of_one_name_are_told_apart_by_their_town(wangqing: None) -> None:
    chinese = {place.label for place in queries.places()}
    assert {"汪清镇河北村", "大兴沟镇河北村"} <= chinese
    korean = {place.label for place in queries.places("ko")}
    assert "대흥구진 하북촌" in korean
    assert "长荣街道江北社区" in chinese
    farms = [place for place in queries.places() if place.town == "222424400"]
    assert farms[0].label == "汪清林业局"
    assert all(place.kind in (UnitKind.FORESTRY, UnitKind.COMMUNITY) for place in farms)


def test_closed_units_leave_the_lists_but_keep_their_names(wangqing: None) -> None:
    close_unit(GROUP, by=SYSTEM, now=NOW)
    assert GROUP not in {unit.code for unit in queries.unit_tree()}
    assert queries.unit_names()[GROUP] == "七组"
    assert GROUP in queries.subtree_codes(HALL)
    assert "七组" not in queries.units_by_name()


def test_the_newest_edition_of_the_categories_is_in_force(wangqing: None) -> None:
    scheme = CategoryScheme.objects.create(code="2030", name="新", valid_from=date(2024, 1, 1))
    scheme.categories.create(code="010000", name="甲")
    scheme.categories.create(code="020000", name="甲")
    scheme.categories.create(code="030000", name="乙")
    snapshot.forget()
    assert [category.code for category in queries.categories()] == ["010000", "020000", "030000"]
    assert queries.categories_by_name() == {"乙": "030000"}
    assert len(queries.categories("2023")) > 20
    CategoryScheme.objects.create(code="2199", name="later", valid_from=date(2199, 1, 1))
    CategoryScheme.objects.create(code="draft", name="draft")
    snapshot.forget()
    assert queries.edition() == "2030"
    assert len(queries.categories()) == 3


def test_languages_fall_back_to_chinese(wangqing: None) -> None:
    Unit.objects.filter(code=ENV).update(name_ko="", name_en="")
    snapshot.forget()
    for language in ("zh-hans", "ko", "en", "fr"):
        assert queries.unit_names(language)[ENV] == "生态环境分局"
    assert queries.unit_names("ko")["222424-EDU"] == "교육국"
    assert queries.unit_names("en")["222424-EDU"] == "Education Bureau"
