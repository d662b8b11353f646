"""The night's pass over what came in: matters that may be the same are proposed, petitions put into hot groups."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.county.models import Setting
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.insight import night, pair_weights
from huiyin.rooms.insight.deciding import set_apart
from huiyin.rooms.insight.models import Hot, HotPetition, Pair, PairState
from huiyin.rooms.insight.proposing import proposals
from huiyin.rooms.management.commands import work
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BO, DAN, START, comes_in, go
from tests.rooms.guard_cast import accused, add_units
from tests.rooms.test_same import HAN, LAMPS, OIL, OIL_AGAIN
from tests.rules.test_bonds import IN_A_MANNER, PLANT

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Weights of one test aren't another's."""
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")
    pair_weights._kept = None


def by_night(*, anew: bool = False, language: str = "en") -> str:
    out = StringIO()
    with override(language):
        call_command("same", *(["--anew"] if anew else []), stdout=out)
    return out.getvalue()


@pytest.fixture
def recent(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long ago the cast's Monday is, it is looked at."""
    monkeypatch.setattr(night, "LATEST_DAYS", 36_500)


@pytest.mark.usefixtures("recent")
def test_the_night_proposes_what_was_missed_and_decides_nothing() -> None:
    old, new = comes_in(**OIL).number, comes_in(**OIL_AGAIN).number
    comes_in(**LAMPS, person=HAN)
    assert "1 new proposals, 1 new groups" in by_night()
    row = Pair.objects.get()
    assert (row.one_id, row.other_id, row.state) == (old, new, PairState.PROPOSED)
    assert not Matter.objects.exclude(linked_to="").exists()
    assert "0 new proposals" in by_night()  # done for today
    assert by_night(language="zh-hans") == "完成：新提示 0 条，新热点 0 个。\n"
    assert by_night(language="ko") == "마쳤습니다. 새 제안 0건, 새 묶음 0개.\n"
    (shown,) = proposals(DAN)
    assert (shown.older.matter.number, shown.newer.matter.number) == (old, new)
    assert shown.likeness.may_be_same


@pytest.mark.usefixtures("recent")
def test_one_persons_manner_makes_no_hot_matter() -> None:
    for title, text in IN_A_MANNER:
        comes_in(title=title, text=text)
    assert "0 new groups" in by_night()


@pytest.mark.usefixtures("recent")
def test_what_comes_in_goes_where_it_is_bound_most_a_group_or_somebody_alone() -> None:
    today, before = START.date(), START.date() - timedelta(days=200)
    first, second, third = (comes_in(title=title, text=text).number for title, text in PLANT)
    group = Hot.objects.create(began_on=today, last_on=today)
    ended = Hot.objects.create(began_on=before, last_on=before)  # long ago: nothing is put into it
    HotPetition.objects.create(hot=group, petition_id=first, day=today)
    HotPetition.objects.create(hot=ended, petition_id=second, day=before)
    lamps = comes_in(**LAMPS).number
    dark = comes_in(title=LAMPS["title"], text=LAMPS["text"] + "老人摔了一跤。").number
    by_night()
    held = dict(HotPetition.objects.values_list("petition", "hot"))
    assert held[third] == group.pk
    assert held[lamps] == held[dark]
    assert held[lamps] not in (group.pk, ended.pk)


@pytest.mark.usefixtures("recent")
def test_the_night_goes_on_behind_the_last_that_it_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(night, "STEP", 2)
    for _ in range(5):
        comes_in(**LAMPS)
    by_night()
    assert HotPetition.objects.count() == 5
    late = comes_in(**LAMPS).number
    by_night(anew=True)
    assert HotPetition.objects.filter(petition=late).exists()
    assert Hot.objects.count() == 1


@pytest.mark.usefixtures("recent")
def test_the_worker_does_it_in_steps_and_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    comes_in(**OIL)
    comes_in(**OIL_AGAIN)
    monkeypatch.setattr(work, "NIGHT_BEGINS", 24)
    assert not work.night_step()  # not yet night
    monkeypatch.setattr(work, "NIGHT_BEGINS", 0)
    assert work.night_step()  # the first step counts words
    assert not Pair.objects.exists()
    while work.night_step():
        pass
    assert Pair.objects.count() == 1
    comes_in(**OIL_AGAIN)
    assert not work.night_step()  # tomorrow


@pytest.mark.usefixtures("recent")
def test_tip_offs_and_confidences_are_left_to_people() -> None:
    add_units()
    comes_in(**OIL)
    accused(**OIL_AGAIN)
    comes_in(**OIL_AGAIN, confidential=True)
    by_night()
    assert not Pair.objects.exists()
    assert not HotPetition.objects.exists()


@pytest.mark.usefixtures("recent")
def test_proposals_are_shown_to_whoever_sees_both() -> None:
    old, new = comes_in(**OIL).number, comes_in(**OIL_AGAIN).number
    by_night()
    assert len(proposals(DAN)) == 1
    go(new, Verb.FORWARD)
    assert len(proposals(DAN)) == 1
    assert proposals(BO) == []  # sees the one only
    go(old, Verb.FORWARD)
    assert proposals(DAN) == []  # sent both: nothing can come of it any more


@pytest.mark.usefixtures("recent")
def test_only_what_can_still_be_joined_is_proposed() -> None:
    for case in (OIL, OIL_AGAIN):
        go(comes_in(**case).number, Verb.FORWARD)
    assert "0 new proposals, 1 new groups" in by_night()
    third = comes_in(**OIL_AGAIN).number
    assert "2 new proposals" in by_night(anew=True)
    assert {row.newer.matter.number for row in proposals(DAN)} == {third}
    first = Pair.objects.order_by("pk").values_list("one_id", flat=True)[0]
    set_apart(first, third, by=DAN, now=START)
    go(third, Verb.FORWARD)
    assert proposals(DAN) == []
    by_night(anew=True)
    assert [row.state for row in Pair.objects.all()] == [PairState.DIFFERENT], (
        "the label stays, the rest is gone"
    )


@pytest.mark.usefixtures("recent")
def test_what_bears_an_older_number_but_was_written_down_later_is_looked_at() -> None:
    comes_in(**OIL)
    by_night()
    taken_in = comes_in(
        **OIL_AGAIN, received_at=START - timedelta(days=40), now=START - timedelta(days=40)
    ).number
    assert taken_in < Petition.objects.exclude(pk=taken_in).get().number
    assert "1 new proposals, 1 new groups" in by_night()  # by hand, though the night's pass was done
    assert HotPetition.objects.filter(petition=taken_in).exists()


def test_history_that_was_taken_in_is_looked_at_no_more() -> None:
    comes_in(**OIL)
    comes_in(**OIL_AGAIN)
    assert "0 new proposals, 0 new groups" in by_night()


@pytest.mark.usefixtures("recent")
def test_a_county_that_kept_the_last_number_goes_on_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(night, "AGAIN", 0)
    kept = comes_in(**LAMPS).number
    behind = [comes_in(**LAMPS).number for _ in range(2)]
    Setting.objects.create(key=night.KEY, value={"day": "2026-03-01", "after": kept, "whole": True})
    by_night()
    assert set(behind) <= set(HotPetition.objects.values_list("petition", flat=True))
    held = Setting.objects.get(key=night.KEY).value
    assert held["entry"] == Entry.objects.get(number=behind[-1], seq=1).pk
    assert held["whole"]
