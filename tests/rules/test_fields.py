"""What a verb may be told: every kind of field, what it makes of a good value and why it refuses a bad one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.fields import LIMIT, MOST_DAYS, MOST_ITEMS, MOST_PERSONS, Field, Kind, Refused, check, unfit

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TEXTS = (
    Kind.TEXT, Kind.LONG, Kind.UNIT, Kind.CATEGORY, Kind.PLACE, Kind.PETITION, Kind.FILE, Kind.ANY_UNIT, Kind.LEADER,
    Kind.STAFF,
)  # fmt: skip


class Colour(StrEnum):
    """A closed list."""

    RED = "red"
    BLUE = "blue"


def spec(kind: Kind, **more: Any) -> Field:
    """A field called "f"; a choice chooses a colour."""
    return Field("f", kind, **({"choices": Colour} if kind is Kind.CHOICE else {}), **more)


GOOD: list[tuple[Kind, Any, Any]] = [
    *((kind, "  水  ", "水") for kind in TEXTS),
    *((kind, "x" * LIMIT[kind], "x" * LIMIT[kind]) for kind in TEXTS if kind in LIMIT),
    (Kind.LONG, "𰻝" * LIMIT[Kind.LONG], "𰻝" * LIMIT[Kind.LONG]),
    (Kind.LONG, "물이\n안 나옵니다 😀", "물이\n안 나옵니다 😀"),
    (Kind.CHOICE, "red", "red"), (Kind.CHOICE, Colour.BLUE, "blue"), (Kind.CHOICE, " red ", "red"),
    (Kind.NUMBER, "9", 9), (Kind.NUMBER, 9, 9), (Kind.NUMBER, "９", 9), (Kind.NUMBER, "+9", 9), (Kind.NUMBER, "007", 7),
    (Kind.NUMBER, MOST_PERSONS, MOST_PERSONS), (Kind.DAYS, 1, 1), (Kind.DAYS, MOST_DAYS, MOST_DAYS),
    (Kind.ITEM, 1, 1), (Kind.ITEM, str(MOST_ITEMS), MOST_ITEMS),
    (Kind.DAY, "2026-02-28", "2026-02-28"), (Kind.DAY, date(2199, 12, 31), "2199-12-31"),
    (Kind.DAY, " 19000101 ", "1900-01-01"),
    (Kind.YES, "on", True), (Kind.YES, "true", True), (Kind.YES, "1", True), (Kind.YES, True, True), (Kind.YES, 1, True),
    (Kind.YES, "off", False), (Kind.YES, False, False), (Kind.YES, 0, False), (Kind.YES, "maybe", False),
    (Kind.MOMENT, NOON, NOON), (Kind.MOMENT, NOON.replace(year=1900), NOON.replace(year=1900)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "kept"), GOOD)
def test_a_good_value_is_kept_as_the_dossier_wants_it(kind: Kind, value: Any, kept: Any) -> None:
    answer = check(spec(kind), value)
    assert answer == kept
    assert type(answer) is type(kept)


BAD: list[tuple[Kind, Any, str]] = [
    *((kind, value, "missing") for kind in TEXTS for value in ("\u200b" * 40, "\u3164\u2060 \u3000\n", "\ufeff")),
    *((kind, value, "not_text") for kind in TEXTS for value in ("\x00", "\u200b\ud800")),
    *((kind, value, "not_text") for kind in TEXTS for value in (7, ["x"], b"x", {"x": 1}, True)),
    *((kind, "a\x00b", "not_text") for kind in (*TEXTS, Kind.CHOICE, Kind.NUMBER)),
    *((kind, "a\ud800b", "not_text") for kind in (*TEXTS, Kind.CHOICE, Kind.DAYS)),
    *((kind, "x" * (LIMIT[kind] + 1), "too_long") for kind in TEXTS if kind in LIMIT),
    (Kind.CHOICE, "green", "not_on_list"), (Kind.CHOICE, "RED", "not_on_list"), (Kind.CHOICE, 3, "not_on_list"),
    (Kind.CHOICE, ["red"], "not_on_list"), (Kind.CHOICE, {}, "not_on_list"), (Kind.CHOICE, False, "not_on_list"),
    *((kind, value, "not_a_number") for kind in (Kind.NUMBER, Kind.DAYS)
      for value in ("nine", "3.5", 3.5, "1e3", "1_000", "٣ ٤", [3], True, False, "9" * 5_000, "--1", "½")),
    *((kind, value, "out_of_range") for kind in (Kind.NUMBER, Kind.DAYS, Kind.ITEM)
      for value in (0, "0", -3, "-3", "9" * 90)),
    (Kind.NUMBER, MOST_PERSONS + 1, "out_of_range"), (Kind.DAYS, MOST_DAYS + 1, "out_of_range"),
    (Kind.ITEM, MOST_ITEMS + 1, "out_of_range"), (Kind.ITEM, "first", "not_a_number"), (Kind.ITEM, True, "not_a_number"),
    *((Kind.DAY, value, "not_a_day") for value in (
        "2026-02-29", "tomorrow", 7, NOON, "1899-12-31", "2200-01-01", date.max, "2026-03-02T04:00")),
    *((Kind.MOMENT, value, "not_a_moment") for value in (
        "2026-03-02", NOON.date(), NOON.replace(tzinfo=None), 0, NOON.replace(year=1899), NOON.replace(year=2200),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=8))), datetime.max.replace(tzinfo=UTC))),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "why"), BAD)
def test_a_bad_value_is_refused_with_the_field_to_mend(kind: Kind, value: Any, why: str) -> None:
    answer = check(spec(kind), value)
    assert isinstance(answer, Refused)
    assert (answer.reason, answer.field) == (why, "f")
    assert not answer


def test_every_kind_is_tried_both_ways() -> None:
    assert {kind for kind, _, _ in GOOD} == set(Kind)
    assert {kind for kind, _, _ in BAD} == set(Kind) - {Kind.YES}  # a box is ticked or it isn't


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("nothing", [None, "", "   ", "\n\t", "\u3000"])
def test_nothing_is_missing_where_something_is_asked_and_nothing_where_not(kind: Kind, nothing: Any) -> None:
    assert check(spec(kind), nothing) == Refused("missing", field="f")
    assert check(spec(kind, required=False), nothing) is None


def test_a_refusal_says_how_much_is_too_much() -> None:
    assert check(spec(Kind.TEXT), "x" * 250).params == {"limit": 200, "length": 250}
    assert check(spec(Kind.DAYS), 400).params == {"most": MOST_DAYS}
    assert check(spec(Kind.NUMBER), 0).params == {"most": MOST_PERSONS}
    assert spec(Kind.FILE).limit == 0


def test_a_text_has_a_limit_of_its_own_wherever_it_is_kept() -> None:
    assert unfit("name", "金" * 60, 60) is None
    assert unfit("name", "金" * 61, 60) == Refused(
        "too_long", field="name", params={"limit": 60, "length": 61}
    )
    assert unfit("name", "金" * 9_999, 0) is None


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.datetimes(),
    st.datetimes(timezones=st.timezones()), st.lists(st.text(), max_size=2), st.dictionaries(st.text(), st.none(), max_size=1),
)  # fmt: skip


@given(kind=st.sampled_from(Kind), value=anything, required=st.booleans())
def test_whatever_comes_is_kept_or_refused_and_what_is_kept_is_kept_again(
    kind: Kind, value: Any, required: bool
) -> None:
    field = spec(kind, required=required)
    answer = check(field, value)
    if not isinstance(answer, Refused) and answer is not None:
        assert check(field, answer) == answer
