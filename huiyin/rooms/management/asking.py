"""What the commands that read share: who asks, pages one after the other, days and units on the command line."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Model

from huiyin.rooms.cases.lists import Key, key_of
from huiyin.rooms.county.queries import department, unit_names, unit_path
from huiyin.rules.fields import YEARS
from huiyin.rules.roles import Actor, Post, Role

Row = TypeVar("Row", bound=Model)
#: Rows read at once.
BATCH = 500


def operator() -> Actor:
    """Whoever works at the machine: they sit in the department, so what is kept from the department is kept from them.

    Refuses (NotLoaded) where there is no county.
    """
    desk = department()
    return Actor("operator", "", (Post(Role.SUPERVISOR, desk, unit_path(desk)),))


def every(page: Callable[[Key | None, int], list[Row]], columns: Sequence[str]) -> Iterator[Row]:
    """All rows of a list, page by page: memory stays the same however many there are."""
    after: Key | None = None
    while True:
        rows = page(after, BATCH)
        yield from rows[:BATCH]
        if len(rows) <= BATCH:
            return
        after = key_of(rows[BATCH - 1], columns)


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” isn't a day; write it as 2026-01-31") from error
    if found.year not in YEARS:
        raise ArgumentTypeError(f"“{text}” lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return found


def name(code: str) -> str:
    """What a unit is called, with its code."""
    return f"{unit_names().get(code, code)} ({code})" if code else "nobody"


def far(due: date, today: date) -> str:
    """How far a last day is, in words."""
    days = (due - today).days
    if days == 0:
        return "due today"
    word = "day" if abs(days) == 1 else "days"
    return f"{days} {word} left" if days > 0 else f"{-days} {word} late"
