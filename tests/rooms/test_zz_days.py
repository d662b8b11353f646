import pytest
from datetime import datetime
from huiyin.rules.calendar import LOCAL
from huiyin.rooms.intake.demo import player
from huiyin.rooms.intake.demo.plan import plan
from huiyin.rooms.intake.demo.after import After, free
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.county.queries import calendar, terms
from huiyin.rules.vocabulary import Channel
from tests.rooms.test_demo import wangqing
@pytest.mark.parametrize("day",[datetime(2026,10,8,9,tzinfo=LOCAL),datetime(2026,12,20,9,tzinfo=LOCAL),datetime(2027,2,20,9,tzinfo=LOCAL)])
def test_days(wangqing, day):
    planned=list(plan(day, calendar=calendar(), terms=terms()))
    some=[m for m in free(planned) if m.channel is Channel.MAILBOX]
    cast=player.Cast(min(m.received_at for m in planned), day, "huiyin-demo"); stage=player.Stage(cast)
    for _ in stage.run(some): pass
    After(day, list(some), {k:r.number for k,r in stage.receipts.items()}, cast.actor, player.MARK, player.token_of).play()
    print(day, sorted(Matter.objects.exclude(about="").values_list("stage","status")), Entry.objects.filter(verb="extend").count(), Entry.objects.filter(verb="rate").count())
    assert not [f for _,x in number_faults(Tally()) for f in x]
