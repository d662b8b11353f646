"""Three leaders' posts for the small county, and the people who plan their duty and hold it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Change, Setting, Unit
from huiyin.rooms.county.snapshot import VERSION, forget
from huiyin.rooms.duty.actions import plan_shift
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rules.calendar import LOCAL
from huiyin.rules.roles import Role
from huiyin.rules.units import UnitKind
from tests.rooms.cast import DAN, DEPARTMENT, ROOT, START, XIA, person

LEADERS, SEC, MAG, LAW = "C-LD", "C-LD-SEC", "C-LD-MAG", "C-LD-LAW"
POSTS = ((SEC, "县委书记", "主持县委工作"), (MAG, "县长", "主持政府工作"), (LAW, "政法委书记", "政法 信访"))
MONDAY = date(2026, 3, 2)  # cast.START's day
DAY = timedelta(days=1)

SONG = person("song", Role.SUPERVISOR, DEPARTMENT)
LEE = person("lee", Role.LEADER, LEADERS, LAW)
MA = person("ma", Role.LEADER, LEADERS, MAG)
__all__ = ["DAN", "LEE", "MA", "SONG", "XIA"]


def add_leaders() -> None:
    """The leaders below the county, and that the secretary must receive each month."""
    top = Unit.objects.create(
        code=LEADERS,
        parent_id=ROOT,
        path=f"{ROOT}/{LEADERS}/",
        kind=UnitKind.LEADERS,
        name="县领导",
        short="县领导",
    )
    for sort, (code, name, duty) in enumerate(POSTS):
        Unit.objects.create(
            code=code, parent=top, path=f"{top.path}{code}/", kind=UnitKind.LEADERS, name=name, short=name,
            name_en=code.removeprefix("C-LD-"), duty=duty, sort=sort,
        )  # fmt: skip
    Setting.objects.create(key="rota_monthly_posts", value=[SEC])
    Setting.objects.create(key="rota_place", value="常委值班室")
    Setting.objects.filter(key=VERSION).update(value="with leaders")
    forget()


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day in the county."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)


def planned(unit: str = LAW, first: date = MONDAY, days: int = 7, **change: Any) -> Shift:
    """A week of duty, planned by Dan on the first Monday."""
    given: dict[str, Any] = {"kind": "weekly", "by": DAN, "now": START}
    return plan_shift(unit, first=first, last=first + DAY * (days - 1), **{**given, **change})


def rows() -> list[Any]:
    return [list(Shift.objects.order_by("id").values()), list(Reception.objects.order_by("id").values())]


def refused(act: Callable[[], Any]) -> tuple[str, str]:
    """Reason and field of the refusal; nothing may have been written."""
    before, changes = rows(), Change.objects.count()
    with pytest.raises(NotDone) as caught:
        act()
    assert rows() == before
    assert Change.objects.count() == changes
    return caught.value.refused.reason, caught.value.refused.field
