from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from huiyin.rooms.county import loading, queries
from huiyin.rooms.county.loading import BadData, Loaded, load_county
from huiyin.rooms.county.models import Category, Change, Setting, Unit
from huiyin.rooms.county.snapshot import VERSION
from huiyin.rules.units import BELOW, UnitKind, codes_on, path_of, short_name

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HEADING = "code,parent,kind,name,short,name_ko,name_en,duty\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def wangqing(db: None) -> Loaded:
    return load_county(NOW)


def folder(tmp_path: Path, units: str, settings: str = "") -> Path:
    (tmp_path / "units.csv").write_text(HEADING + units, encoding="utf-8")
    if settings:
        (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ("A,,county,甲,,,,\nA-B,A-C,bureau,乙,,,,\n", "line 3: the parent A-C must stand before it"),
        ("A,,county,甲,,,,\nA-B,A,bureaux,乙,,,,\n", "line 3: 'bureaux'"),
        ("A,,county,甲,,,,\na-b,A,bureau,乙,,,,\n", "line 3: not a unit code"),
        ("A,,county,甲,,,,\nA-B,A,village,乙,,,,\n", "line 3: no village can stand there"),
        ("A,,bureau,甲,,,,\n", "line 2: no bureau can stand there"),
        ("A,,county,甲,,,,\nA-B,A,bureau,乙,,,,\nA-B,A,bureau,丙,,,,\n", "line 4: A-B is there twice"),
        ("A,,county,zz<b>,,,,\n", "line 2: name can't be read"),
        ("A,,county,甲,--,,,\n", "line 2: short can't be read"),
        ("A,,county,甲,,,\n", "another number of columns"),
        ("A,,county,甲,,,,,\n", "another number of columns"),
    ],
)
def test_files_that_contradict_themselves_load_nothing(tmp_path: Path, units: str, says: str) -> None:
    with pytest.raises(BadData, match=says):
        load_county(NOW, folder(tmp_path, units))
    assert not Unit.objects.exists()
    assert not Setting.objects.exists()


def test_a_county_without_data_is_refused(settings: LazySettings) -> None:
    settings.HUIYIN_COUNTY = "110101"
    with pytest.raises(BadData, match="没有 110101 这个县的资料"):
        load_county(NOW)


def test_a_kind_before_its_field_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "DATA", tmp_path)
    head = 'code = "x"\nname = "x"\nvalid_from = 2026-01-01\nsource = "x"\n'
    rows = 'categories = [["010100", "a", "", "", ""], ["010000", "b", "", "", ""]]\n'
    (tmp_path / "categories-x.toml").write_text(head + rows, encoding="utf-8")
    with pytest.raises(BadData, match="the field 010000 must stand before 010100"):
        load_county(NOW, folder(tmp_path, "A,,county,甲,,,,\n"))


def test_the_county_loads_fast_and_whole(db: None) -> None:
    begun = time.perf_counter()
    loaded = load_county(NOW)
    tree = queries.unit_tree()
    assert time.perf_counter() - begun < 2
    assert loaded.units == len(tree) == Unit.objects.count()
    kinds = Counter(unit.kind for unit in tree)
    assert kinds[UnitKind.TOWN] == 9
    assert kinds[UnitKind.STREET] == 3
    assert kinds[UnitKind.FORESTRY] == 3
    assert kinds[UnitKind.VILLAGE] + kinds[UnitKind.COMMUNITY] == 262
    assert kinds[UnitKind.DEPARTMENT] == 1
    assert kinds[UnitKind.BUREAU] >= 35
    assert not Change.objects.exclude(verb="load").exists()


def test_loading_again_changes_nothing_that_the_county_changed(wangqing: Loaded) -> None:
    Unit.objects.filter(code="222424-ENV").update(name="改了名的局", is_active=False)
    Setting.objects.filter(key="default_unit").update(value="222424-ENV")
    Unit.objects.get(code="222424107230").delete()
    version = Setting.objects.get(key=VERSION).value
    assert load_county(NOW) == Loaded(units=1, categories=0, settings=0)
    assert Unit.objects.get(code="222424-ENV").name == "改了名的局"
    assert not Unit.objects.get(code="222424-ENV").is_active
    assert Setting.objects.get(key="default_unit").value == "222424-ENV"
    after = Setting.objects.get(key=VERSION).value
    assert after != version
    assert load_county(NOW) == Loaded(0, 0, 0)
    assert Setting.objects.get(key=VERSION).value == after
    assert Change.objects.filter(verb="load").count() == 2


def test_every_place_of_the_tree_is_true(wangqing: Loaded) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for unit in units.values():
        above = units[unit.parent_id] if unit.parent_id else None
        assert unit.path == path_of(unit.code, above.path if above else "")
        if above is not None:
            assert UnitKind(unit.kind) in BELOW[UnitKind(above.kind)], unit.code
    assert [unit.code for unit in units.values() if unit.parent_id is None] == ["222424"]


def test_names_are_there_and_tell_units_apart(wangqing: Loaded) -> None:
    tree = queries.unit_tree()
    local = {UnitKind.VILLAGE, UnitKind.COMMUNITY}
    for unit in tree:
        assert unit.name
        assert unit.short == short_name(unit.short)
        if unit.kind not in local:
            assert unit.name_ko, unit.code
            assert unit.name_en, unit.code
        if unit.kind in (UnitKind.BUREAU, UnitKind.COMPANY):
            assert 1 <= len(unit.duty.split()) <= 4, unit.code
    assert [unit.code for unit in tree if not unit.name_ko] == [], "a place without a Korean name"
    institutions = [unit for unit in tree if unit.kind not in local]
    for language in ("zh-hans", "ko", "en"):
        called = Counter(unit.called(language) for unit in institutions)
        assert [name for name, times in called.items() if times > 1] == [], language
        labels = Counter(place.label for place in queries.places(language))
        assert [label for label, times in labels.items() if times > 1] == [], language


def test_rows_say_their_names(wangqing: Loaded) -> None:
    assert str(Unit.objects.get(code="222424-WCO")) == "汪清县自来水公司"
    category = Category.objects.select_related("scheme").get(code="990000")
    assert (str(category), str(category.scheme)) == ("990000 其他", "信访内容分类（2023年版）")
    assert str(Setting.objects.get(key="default_unit")) == "default_unit"


def test_files_have_no_stray_blanks_and_codes_are_the_statistical_ones() -> None:
    for name in ("units.csv", "places.csv"):
        with (loading.DATA / "222424" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                assert all(value == value.strip() for value in row.values()), row
                if name == "places.csv":
                    assert row["code"].startswith("222424")
                    assert len(row["code"]) in (9, 12)
                    assert row["code"].startswith(row["parent"])


def test_categories(wangqing: Loaded) -> None:
    found = queries.categories()
    fields = [category for category in found if not category.parent]
    assert len(fields) == 20
    assert fields[-1].code == "990000"
    assert fields[-1].name == "其他"
    below = Counter(category.parent for category in found if category.parent)
    for field in fields[:-1]:
        assert 3 <= below[field.code] <= 6, field.name
    for category in found:
        assert category.called("ko") != category.called("zh-hans") != category.called("en")
        assert len(category.code) == 6
    by_name = queries.categories_by_name()
    assert by_name["城乡建设"] == "040000"
    assert by_name["城乡建设_供水"] == by_name["供水"] == "040100"
    assert queries.category_names("ko")["990000"] == "기타"
    assert queries.categories("1999") == ()
    assert len(queries.categories("2023")) == len(found) == Category.objects.count()


def test_prefix_search_uses_the_index_on_both_engines(
    wangqing: Loaded, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = queries.unit_path("222424100")
    rows = Unit.objects.filter(queries.inside(path))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE huiyin_unit")
            cursor.execute("SET LOCAL enable_seqscan = off")  # 350 rows: it would rather read them all
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        plan = rows.explain()
    assert "unit_by_path" in plan
    assert "SEARCH" in plan or "Index Cond" in plan  # a search in the index, not a walk along it
    with django_assert_num_queries(1):
        found = {unit.code for unit in rows}
    assert found == set(queries.subtree_codes("222424100"))
    assert all("222424100" in codes_on(unit.path) for unit in rows)
    for bad in ("", "222424", "/"):
        with pytest.raises(ValueError, match="not a path"):
            queries.inside(bad)
