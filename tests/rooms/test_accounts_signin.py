from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.rooms.accounts import signin
from huiyin.rooms.accounts.models import SignInAttempt

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def fail(times: int, start: datetime = NOW, *, step: timedelta = timedelta(seconds=1)) -> datetime:
    """So many wrong passwords; the moment of the last."""
    at = start
    for n in range(times):
        at = start + n * step
        assert signin.attempt("gu", "10.0.0.7", now=at) is None, n
    return at


def test_the_sixth_try_waits_a_quarter_of_an_hour_from_the_last_failure() -> None:
    last = fail(5)
    assert signin.attempt("gu", "10.0.0.7", now=last + MINUTE) == last + 15 * MINUTE
    assert (
        signin.attempt("gu", "10.0.0.7", now=last + 15 * MINUTE - timedelta(seconds=1)) == last + 15 * MINUTE
    )
    assert signin.attempt("gu", "10.0.0.7", now=last + 15 * MINUTE) is None


def test_trying_while_waiting_does_not_prolong_the_wait() -> None:
    last = fail(5)
    for n in range(14):
        assert signin.attempt("gu", "10.0.0.7", now=last + n * MINUTE) == last + 15 * MINUTE
    assert SignInAttempt.objects.count() == 5


def test_after_the_wait_five_more_and_it_waits_again() -> None:
    last = fail(5)
    again = fail(5, last + 16 * MINUTE)
    assert signin.attempt("gu", "10.0.0.7", now=again + MINUTE) == again + 15 * MINUTE


def test_slow_failures_never_wait_and_a_window_has_no_edge_to_slip_over() -> None:
    fail(20, step=4 * MINUTE)  # five within sixteen minutes
    SignInAttempt.objects.all().delete()
    fail(3)
    last = fail(2, NOW + 14 * MINUTE)  # three early, two late: still five within fifteen minutes
    assert signin.attempt("gu", "10.0.0.7", now=last + timedelta(seconds=1)) is not None


def test_another_name_or_another_address_is_not_held_up() -> None:
    last = fail(5)
    assert signin.attempt("bao", "10.0.0.7", now=last) is None
    assert signin.attempt("gu", "10.0.0.8", now=last) is None
    assert signin.attempt("gu1", "0.0.0.7", now=last) is None
    assert signin.attempt("GU ", "10.0.0.7", now=last) is not None  # the same name in another spelling


def test_the_right_password_wipes_the_slate() -> None:
    fail(4)
    signin.succeeded("Gu", "10.0.0.7")
    assert not SignInAttempt.objects.exists()
    fail(5)


def test_a_try_counts_before_its_password_is_known() -> None:
    """Six tries at one moment, none of them answered yet: the sixth is refused."""
    answers = [signin.attempt("gu", "10.0.0.7", now=NOW) for _ in range(8)]
    assert answers == [None] * 5 + [NOW + 15 * MINUTE] * 3


def test_neither_name_nor_address_is_kept() -> None:
    signin.attempt("my password typed into the wrong box", "10.0.0.7", now=NOW)
    (row,) = SignInAttempt.objects.all()
    assert len(row.pair) == 64
    assert set(row.pair) <= set("0123456789abcdef")
    assert str(row) == "attempt at 01:00:00"


def test_the_table_stays_small(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fail(5)
    signin.attempt("bao", "10.0.0.9", now=NOW + 31 * MINUTE)
    assert SignInAttempt.objects.count() == 1  # what is half an hour old is gone
    monkeypatch.setattr(signin, "MOST_ROWS", 50)
    for n in range(200):
        signin.attempt(f"guess{n}", "10.0.0.9", now=NOW + 31 * MINUTE)
    assert SignInAttempt.objects.count() <= 51
    with django_assert_num_queries(7):  # two of them because the table is full
        signin.attempt("gu", "10.0.0.7", now=NOW + 32 * MINUTE)


def test_others_tries_do_not_end_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signin, "MOST_ROWS", 20)
    last = fail(5)
    for n in range(60):
        signin.attempt(f"guess{n}", "10.0.0.9", now=last)
    assert SignInAttempt.objects.count() <= 21
    assert signin.attempt("gu", "10.0.0.7", now=last + MINUTE) == last + 15 * MINUTE


def test_a_try_while_waiting_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    last = fail(5)
    with django_assert_num_queries(1) as asked:
        assert signin.attempt("gu", "10.0.0.7", now=last) is not None
    assert asked.captured_queries[0]["sql"].startswith("SELECT")
