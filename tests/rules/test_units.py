from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.roles import GRANTS, Permission, Role
from huiyin.rules.units import (
    BELOW,
    LONGEST_PATH,
    PLACES,
    RECEIVES,
    SEATS,
    UnitKind,
    codes_on,
    is_code,
    is_inside,
    path_of,
    short_name,
)

codes = st.from_regex(r"[0-9A-Z]{1,8}(-[0-9A-Z]{1,6})?", fullmatch=True)


@pytest.mark.parametrize("text", ["", "-A", "A-", "A--B", "a", "A/B", "A B", "汪清", "A\n", "A" * 41, "A%"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)
    with pytest.raises(ValueError, match="not a unit code"):
        path_of(text)


@pytest.mark.parametrize("text", ["222424", "222424-MWD-G7", "222424100200", "A" * 40])
def test_what_is_a_code(text: str) -> None:
    assert is_code(text)


@given(st.lists(codes, min_size=1, max_size=6))
def test_a_path_gives_its_codes_back(chain: list[str]) -> None:
    path = ""
    for code in chain:
        path = path_of(code, path)
    assert codes_on(path) == tuple(chain)
    assert all(is_inside(path, code) for code in chain)


def test_a_code_that_only_begins_alike_is_not_inside() -> None:
    assert not is_inside("222424/222424-MWD-G7/", "222424-MWD")
    assert not is_inside("222424/", "22242")
    assert codes_on("") == ()


def test_too_deep_a_tree_is_refused() -> None:
    path = "".join(f"A{n:039}/" for n in range(6))
    assert len(path) <= LONGEST_PATH  # six levels of the longest code fit
    with pytest.raises(ValueError, match="too deep"):
        path_of("ABCD", path + "B/")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("汪清村委会", "汪清村"),
        ("老村村委会", "老村"),
        ("新村村委会", "新村"),
        ("汪清村民委员会", "汪清村"),
        ("新惠社区居民委员会", "新惠社区"),
        ("金苍社区居委会", "金苍社区"),
        ("江北居民委员会", "江北社区"),
        ("江北社区", "江北社区"),
        ("金沟岭林场生活区", "金沟岭林场"),
        ("汪清镇", "汪清镇"),
        ("村委会", "村委会"),
        ("生活区", "生活区"),
        ("", ""),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


@given(st.text(alphabet="村委会民社区居汪清老", max_size=12))
def test_a_short_name_is_never_empty_and_stays_short(name: str) -> None:
    short = short_name(name)
    assert bool(short) == bool(name)
    assert len(short) <= len(name)


def test_every_kind_has_its_place_in_the_tables() -> None:
    assert set(BELOW) == set(UnitKind)
    reached = {UnitKind.COUNTY}
    while new := {kind for above in reached for kind in BELOW[above]} - reached:
        reached |= new
    assert reached == set(UnitKind)
    assert UnitKind.COUNTY not in {kind for below in BELOW.values() for kind in below}


def test_nobody_is_sent_a_matter_without_a_desk() -> None:
    assert not RECEIVES & {
        UnitKind.OUTSIDE,
        UnitKind.LEADERS,
        UnitKind.COUNTY,
        UnitKind.VILLAGE,
        UnitKind.COMMUNITY,
    }
    officers = {kind for kind in UnitKind if kind in SEATS[Role.OFFICER] and kind in SEATS[Role.HEAD]}
    assert officers >= RECEIVES - {UnitKind.GROUP}


def test_who_sees_the_county_sits_in_the_department_or_among_the_leaders() -> None:
    inner = {UnitKind.DEPARTMENT, UnitKind.LEADERS}
    assert set(SEATS) == set(Role)
    assert all(UnitKind.GROUP not in kinds for kinds in SEATS.values())  # a group counts as its house
    for role, kinds in SEATS.items():
        assert kinds
        if GRANTS[role] & {Permission.SEE_COUNTY, Permission.ADMINISTER}:
            assert kinds <= inner


def test_places_are_where_people_live() -> None:
    assert UnitKind.VILLAGE in PLACES
    assert not PLACES & {UnitKind.BUREAU, UnitKind.COMPANY, UnitKind.OUTSIDE}
