"""Counting: what is a piece, a batch, a person, a repeat; and that no share is given without its whole."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules import counting
from huiyin.rules.counting import (
    Band,
    CountingTerms,
    Counts,
    Ground,
    Level,
    Piece,
    Repeat,
    Share,
    band,
    counted,
    is_collective,
    overstepped,
    repeats,
)
from huiyin.rules.groups import MOST_REPRESENTATIVES
from huiyin.rules.vocabulary import Channel

# -- pieces, batches, persons -------------------------------------------------------------------------------------


def test_only_visits_are_batches_and_only_visits_are_collective() -> None:
    pieces = [(Channel.VISIT, 9), (Channel.VISIT, 1), (Channel.LETTER, 30), (Channel.CALL, 1)]
    assert counted(pieces) == Counts(pieces=4, batches=2, persons=41, collective=1, collective_persons=9)
    assert counted([]) == Counts()


def test_a_piece_with_nobody_in_it_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        counted([(Channel.VISIT, 0)])


def test_five_are_collective_and_the_county_may_say_otherwise() -> None:
    assert [is_collective(n) for n in (4, 5, 6)] == [False, True, True]
    assert [is_collective(n, 10) for n in (5, 9, 10)] == [False, False, True]
    assert counted([(Channel.VISIT, 9)], least=10).collective == 0
    assert MOST_REPRESENTATIVES == 5, "and that is another five: the limit of Art. 20"


def test_the_countys_threshold_is_a_setting_with_bounds() -> None:
    assert CountingTerms.from_mapping({}) == CountingTerms() == CountingTerms(5)
    assert CountingTerms.from_mapping({"collective_from": 10}).collective_from == 10
    with pytest.raises(ValueError, match="unknown setting: collective_to"):
        CountingTerms.from_mapping({"collective_to": 10})


@pytest.mark.parametrize("value", [1, 0, -5, 1_001, 5.0, "5", True, None])
def test_a_threshold_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="from 2 to 1000"):
        CountingTerms.from_mapping({"collective_from": value})


@given(st.lists(st.tuples(st.sampled_from(Channel), st.integers(1, 200_000))), st.integers(1, 100))
def test_counts_are_sums_and_never_more_than_their_wholes(pieces: list, least: int) -> None:
    found = counted(pieces, least)
    assert found.pieces == len(pieces)
    assert found.persons == sum(n for _, n in pieces)
    assert 0 <= found.collective <= found.batches <= found.pieces <= found.persons
    assert found.collective * least <= found.collective_persons <= found.persons
    half = len(pieces) // 2
    one, two = counted(pieces[:half], least), counted(pieces[half:], least)
    assert found.persons == one.persons + two.persons
    assert found.collective == one.collective + two.collective


@pytest.mark.parametrize(
    ("persons", "said"),
    [(1, None), (4, None), (5, "5-10"), (10, "5-10"), (11, "11-20"), (20, "11-20"), (21, "21-50"), (50, "21-50"),
     (51, "51-100"), (100, "51-100"), (101, "100+"), (200_769, "100+")],
)  # fmt: skip
def test_bands(persons: int, said: str | None) -> None:
    assert band(persons) == (Band(said) if said else None)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_bigger_visit_is_never_in_a_smaller_band(one: int, other: int) -> None:
    order = [None, *Band]
    assert (one <= other) is False or order.index(band(one)) <= order.index(band(other))


# -- repeats ------------------------------------------------------------------------------------------------------


def piece(key: str, *marks: str, accused: str = "") -> Piece:
    return Piece(key, frozenset(marks), accused)


def test_the_same_person_in_the_same_matter_is_a_repeat_of_the_first_time() -> None:
    jin, other = piece("1", "jin"), piece("2", "bai")
    again, third = piece("3", "jin"), piece("4", "jin")
    assert repeats([jin, other, again, third]) == [
        Repeat("3", "1", Ground.SAME_PERSON, frozenset({"jin"})),
        Repeat("4", "1", Ground.SAME_PERSON, frozenset({"jin"})),
    ]


def test_one_co_signer_in_common_is_enough_and_the_earliest_is_named() -> None:
    crowd, bai, both = piece("1", "jin", "an"), piece("2", "bai"), piece("3", "bai", "an", "new")
    assert repeats([crowd, bai, both]) == [Repeat("3", "1", Ground.SAME_PERSON, frozenset({"an"}))]


def test_nobody_known_is_nobody_again() -> None:
    assert repeats([piece("1"), piece("2"), piece("3", "jin")]) == []


def test_anonymous_tip_offs_repeat_each_other_by_the_accused_and_never_a_named_one() -> None:
    named = piece("1", "jin", accused="C-WATER")
    hidden, again = piece("2", accused="C-WATER"), piece("3", accused="C-WATER")
    other = piece("4", accused="C-TOWN")
    assert repeats([named, hidden, again, other]) == [
        Repeat("3", "2", Ground.SAME_ACCUSED, frozenset({"C-WATER"}))
    ]


def test_a_person_marked_like_a_unit_is_no_unit() -> None:
    assert repeats([piece("1", "C-WATER"), piece("2", accused="C-WATER")]) == []


MARKS = st.frozensets(st.sampled_from("abcdef"), max_size=3)


@given(st.lists(st.tuples(MARKS, st.sampled_from(["", "x", "y"])), max_size=12))
def test_repeats_are_told_once_of_something_earlier_with_somebody_in_common(drawn: list) -> None:
    pieces = [Piece(str(n), marks, accused) for n, (marks, accused) in enumerate(drawn)]
    found = {one.key: one for one in repeats(pieces)}
    for n, now in enumerate(pieces):
        sharing = [
            before for before in pieces[:n]
            if (now.marks & before.marks) or (not now.marks and not before.marks and now.accused and
                                              now.accused == before.accused)
        ]  # fmt: skip
        assert (now.key in found) is bool(sharing)
        if sharing:
            assert found[now.key].of == sharing[0].key
            assert found[now.key].shared
    assert len(found) == len(repeats(pieces))


# -- levels -------------------------------------------------------------------------------------------------------


def test_own_level_and_one_up_are_lawful_and_more_is_overstepped() -> None:
    assert not overstepped(Level.COUNTY, Level.COUNTY)
    assert not overstepped(Level.PREFECTURE, Level.COUNTY)
    assert overstepped(Level.PROVINCE, Level.COUNTY)
    assert overstepped(Level.NATIONAL, Level.TOWN)
    assert not overstepped(Level.TOWN, Level.NATIONAL), "below is never too high"


@given(st.sampled_from(Level), st.sampled_from(Level))
def test_what_is_too_high_for_one_is_too_high_for_all_below(at: Level, competent: Level) -> None:
    order = list(Level)
    for lower in order[: order.index(competent) + 1]:
        assert overstepped(at, lower) or not overstepped(at, competent)


# -- rates --------------------------------------------------------------------------------------------------------


def test_the_rates_of_the_field() -> None:
    assert counting.acceptance_share(8, 1, 1) == Share(8, 10)
    assert counting.answer_share(6, 2, 1, 1) == Share(6, 10)
    assert counting.repeat_share(3, 12) == Share(3, 12)
    assert counting.rated_share(5, 20) == Share(5, 20)
    assert counting.satisfied_share(5, 3, 2, mostly_counts=False) == Share(5, 10)
    assert counting.satisfied_share(5, 3, 2, mostly_counts=True) == Share(8, 10)


def test_a_share_is_told_with_its_whole_and_of_nothing_there_is_none() -> None:
    assert str(Share(1, 3)) == "1/3 (33.3%)"
    assert Share(1, 3).value == Fraction(1, 3)
    assert (str(Share(0, 0)), Share(0, 0).value) == ("0/0", None)


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, -1)])
def test_nonsense_is_no_share(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        Share(part, whole)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_shares_lie_between_nothing_and_all(a: int, b: int, c: int, d: int) -> None:
    made = [
        counting.acceptance_share(a, b, c), counting.answer_share(a, b, c, d),
        counting.satisfied_share(a, b, c, mostly_counts=True),
    ]  # fmt: skip
    for share in made:
        assert share.value is None or 0 <= share.value <= 1


# -- one visit with several matters ---------------------------------------------------------------------------------------

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("first", "further", "refused"),
    [
        (None, ("visit", DAY, 1), ("no_such_visit", "visit")),
        ((Channel.LETTER, DAY, 5), ("visit", DAY, 1), ("no_such_visit", "visit")),
        ((Channel.VISIT, DAY, 5), ("letter", DAY, 1), ("visit_only", "channel")),
        ((Channel.VISIT, DAY, 5), ("visit", DAY + timedelta(days=1), 1), ("visit_on_one_day", "received_at")),
        ((Channel.VISIT, DAY, 5), ("visit", DAY - timedelta(days=1), 1), ("visit_on_one_day", "received_at")),
        ((Channel.VISIT, DAY, 5), ("visit", DAY, 6), ("more_than_came", "persons")),
    ],
)
def test_what_is_no_further_matter_of_a_visit(
    first: tuple[Channel, date, int] | None, further: tuple[str, date, int], refused: tuple[str, str]
) -> None:
    no = counting.another_of_visit(first, further)
    assert no is not None
    assert (no.reason, no.field) == refused


@given(st.integers(1, 500), st.integers(1, 500))
def test_as_many_as_came_or_fewer_have_a_further_matter(came: int, further: int) -> None:
    no = counting.another_of_visit((Channel.VISIT, DAY, came), (Channel.VISIT.value, DAY, further))
    assert (no is None) == (further <= came)
