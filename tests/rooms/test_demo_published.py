"""What the demo county shows to everybody: two of its stories, and nobody in them."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases.models import Petitioner
from huiyin.rooms.cases.shown import public
from huiyin.rooms.intake.demo import player
from huiyin.rooms.intake.demo.publishing import publish_some
from huiyin.rooms.intake.demo.shape import DEPARTMENT, DemoMatter, Seat, Who
from huiyin.rooms.notices.models import Notice
from tests.rooms.test_demo import NOW, planned, wangqing

__all__ = ["planned", "wangqing"]


@pytest.mark.slow
def test_two_stories_are_published_and_name_nobody(wangqing: None, planned: tuple[DemoMatter, ...]) -> None:
    some = [m for m in planned if m.key.startswith(("story-fumes", "story-water"))]
    cast = player.Cast(min(m.received_at for m in planned), NOW, "huiyin-demo")
    stage = player.Stage(cast)
    for _ in stage.run(some):
        pass
    numbers = {key: receipt.number for key, receipt in stage.receipts.items()}
    publish_some(NOW, numbers, by=cast.actor(Who(Seat.DISPATCHER, DEPARTMENT), some[0]))
    shown = [f"{row.title} {row.question} {row.answer}" for row in public()]
    assert len(shown) == 2
    names = set(Petitioner.objects.values_list("name", flat=True)) - {""}
    assert len(names) >= 10
    assert not [name for name in names if any(name in words for words in shown)]
    assert not Notice.objects.exists()
