"""The seals: one text for one value, a hash that misses nothing, a mark that betrays nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from huiyin.rules.chain import START, canonical, commitment, entry_hash, entry_hash_of_text
from huiyin.rules.state import Event
from huiyin.rules.vocabulary import Verb

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)
moments = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
events = st.builds(
    Event,
    number=st.text(max_size=24),
    seq=st.integers(1, 10**6),
    verb=st.sampled_from(Verb),
    at=moments,
    by=st.text(max_size=40),
    unit=st.text(max_size=40),
    data=st.dictionaries(st.text(max_size=8), plain, max_size=4),
)
hashes = st.binary(min_size=32, max_size=32)


@given(value=plain)
def test_a_value_has_one_text_that_gives_the_value_back(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(pairs=st.dictionaries(st.text(), plain, max_size=6), order=st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_said_doesnt_matter(pairs: dict, order: Any) -> None:
    shuffled = list(pairs.items())
    order.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(pairs)


@given(one=plain, other=plain)
@example(one=1, other=True)
@example(one=1, other=1.0)
@example(one="1", other=1)
@example(one={"a": None}, other={})
def test_different_values_have_different_texts(one: Any, other: Any) -> None:
    if canonical(one) == canonical(other):
        assert one == other


def test_characters_stay_as_they_are_and_nothing_is_wasted() -> None:
    assert canonical({"b": [1, "水"], "a": "𠮷😀"}) == '{"a":"𠮷😀","b":[1,"水"]}'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_has_no_text(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"days": number})


@given(before=hashes, event=events)
def test_the_same_entry_has_the_same_hash_in_every_time_zone(before: bytes, event: Event) -> None:
    found = entry_hash(before, event)
    assert len(found) == 32
    elsewhere = replace(event, at=event.at.astimezone(timezone(timedelta(hours=8))))
    assert entry_hash(before, elsewhere) == found
    assert entry_hash_of_text(before, event, canonical(event.data)) == found


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "number": st.text(max_size=24), "seq": st.integers(1, 10**6), "verb": st.sampled_from(Verb), "at": moments,
    "by": st.text(max_size=40), "unit": st.text(max_size=40),
    "data": st.dictionaries(st.text(max_size=8), plain, max_size=4),
}  # fmt: skip


@given(before=hashes, event=events, change=st.data())
@pytest.mark.unmeasured
@pytest.mark.parametrize("field", FIELDS)
def test_any_change_of_any_part_changes_the_hash(
    field: str, before: bytes, event: Event, change: Any
) -> None:
    other = replace(event, **{field: change.draw(FIELDS[field])})
    assume(canonical(other.data) != canonical(event.data) or replace(other, data=event.data) != event)
    assert entry_hash(before, other) != entry_hash(before, event)


@given(before=hashes, other=hashes, event=events)
def test_an_entry_hangs_on_the_one_before(before: bytes, other: bytes, event: Event) -> None:
    assume(before != other)
    assert entry_hash(before, event) != entry_hash(other, event)


def test_no_letter_wanders_from_one_part_into_the_next() -> None:
    event = Event("n", 1, Verb.NOTE, datetime(2026, 3, 2, tzinfo=UTC), "user:1", "C-ENV", {})
    for by, unit in (("user:1C", "-ENV"), ("user:1\x1fC", "ENV"), ("user:1C-ENV", ""), ("", "user:1C-ENV")):
        assert entry_hash(START, replace(event, by=by, unit=unit)) != entry_hash(START, event)


@given(salt=st.binary(min_size=16, max_size=16), text=st.text(), other=st.text())
def test_a_mark_stands_for_these_words_and_no_others(salt: bytes, text: str, other: str) -> None:
    assert commitment(salt, text) == commitment(salt, text)
    if text != other:
        assert commitment(salt, text) != commitment(salt, other)


@given(salt=st.binary(min_size=16, max_size=16), pepper=st.binary(min_size=16, max_size=16), text=st.text())
def test_without_the_salt_the_same_words_have_another_mark(salt: bytes, pepper: bytes, text: str) -> None:
    assume(salt != pepper)
    assert commitment(salt, text) != commitment(pepper, text)
    assert len(commitment(salt, text)) == 64
