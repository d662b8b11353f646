"""The demo's lives after the answer: a recheck that ended it, reviews, ratings, call-backs, an extension."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rooms.cases.around import FollowUp, Look, Rating
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import followed
from huiyin.rooms.cases.reviewing import above_of
from huiyin.rooms.cases.satisfaction import ratings
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.intake.demo import player
from huiyin.rooms.intake.demo.after import After, free
from huiyin.rooms.intake.demo.shape import DemoMatter
from huiyin.rooms.notices.models import Notice
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Channel, Stage
from tests.rooms.test_demo import NOW, planned, wangqing

__all__ = ["planned", "wangqing"]


def played(planned: tuple[DemoMatter, ...]) -> list[DemoMatter]:
    """The letters of the mailbox that nothing is joined to, with what happens after."""
    some = [m for m in free(planned) if m.channel is Channel.MAILBOX]
    cast = player.Cast(min(m.received_at for m in planned), NOW, "huiyin-demo")
    stage = player.Stage(cast)
    for _ in stage.run(some):
        pass
    numbers = {key: receipt.number for key, receipt in stage.receipts.items()}
    After(NOW, list(some), numbers, cast.actor, player.MARK, player.token_of).play()
    return some


@pytest.mark.slow
def test_what_follows_an_answer_is_there_and_the_figures_stay(
    wangqing: None, planned: tuple[DemoMatter, ...]
) -> None:
    some = played(planned)
    assert sorted(Matter.objects.exclude(about="").values_list("stage", "status")) == [
        ("recheck", "closed"), ("review", "closed"), ("review", "closed"), ("review", "handling"),
    ]  # fmt: skip
    assert Matter.objects.filter(final=True).count() == 2
    recheck = Matter.objects.get(stage=Stage.RECHECK.value)
    assert above_of(recheck.number) == "延边州人民政府"
    assert sum(
        line.pieces for line in figures(local_date(NOW) - timedelta(days=400), local_date(NOW))
    ) == len(some)
    assert FollowUp.objects.count() == 4
    assert Rating.objects.filter(score="dissatisfied").count() == 2
    assert set(Look.objects.values_list("verdict", flat=True)) == {"answered_rightly", "manner"}
    assert Entry.objects.filter(verb="extend").count() == 1
    department, unit = ratings(local_date(NOW) - timedelta(days=60), local_date(NOW))
    assert (department.rated, unit.rated, unit.taken_out) == (7, 7, 1)
    assert unit.silent > unit.rated
    assert Entry.objects.order_by("-at").first().at < NOW  # type: ignore[union-attr]
    assert not Notice.objects.exists()
    assert not player.others_are_there()
    key = Petition.objects.get(number=recheck.number).foreign_number.removeprefix(player.MARK)  # type: ignore[union-attr]
    receipt = player.receipt_of(key)
    assert receipt is not None
    assert followed(receipt.number, receipt.code) is not None
    assert not [fault for _, found in number_faults(Tally()) for fault in found]
