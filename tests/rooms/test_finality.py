"""The lock after a recheck: shown with its evidence to whoever may see it, named by a person, never automatic."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.finality import Known, ended_after_recheck, people_in
from huiyin.rooms.cases.likeness import likeness, passages
from huiyin.rooms.cases.parties import Other
from huiyin.rooms.cases.people import Person
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.groups import PartyRole
from huiyin.rules.vocabulary import Outcome, Verb
from tests.rooms.cast import DAN, JIN, START, TAO, comes_in, go
from tests.rooms.test_reviewing import DAY, finished

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("家里没有水", "家里没有水", 100), ("家里没有水", "路灯不亮", 0), ("", "水", 0), ("水", "水", 0),
        ("没有水！没有电", "没有电", 80), ("물이 안 나와요", "물이 안 나옵니다", 29), ("ABC", "abc", 100),
    ],
)  # fmt: skip
def test_texts_are_alike_by_their_pairs_of_characters(one: str, other: str, percent: int) -> None:
    assert likeness(one, other) == percent
    assert likeness(other, one) == percent


def test_passages_in_common_stand_longest_first_and_are_few() -> None:
    assert passages("村口的路灯坏了半年，没有人修", "半年来村口的路灯坏了，无人修") == ("村口的路灯坏了",)
    many = "。".join(f"甲{n}乙丙" for n in range(100, 120))
    assert len(passages(many, many)) == 5
    assert passages("", "水") == ()
    assert likeness("好" * 10_000_000, "好好") == 100


def test_who_comes_again_with_what_ended_is_shown_it_with_the_evidence() -> None:
    first, *_, at = finished()
    neighbour = Person(name="崔英姬", phone="199 0000 1234")
    again = comes_in(
        text="家里三天没有水了，老人还是提不动桶，请再查。", now=at, received_at=at, person=neighbour
    ).number
    strange = comes_in(person=Person(name="赵六", phone="19900009999"), now=at, received_at=at).number
    words = "没有水\n家里三天没有水了，老人还是提不动桶，请再查。"
    found = ended_after_recheck(people_in(again), words, by=DAN, but=again)
    assert [(one.number, one.title, one.known) for one in found] == [(first, "没有水", Known.PHONE)]
    assert found[0].percent > 50
    assert found[0].ended_at == at  # when the recheck arrived, not when the first matter was closed
    assert "家里三天没有水了" in found[0].shared
    assert ended_after_recheck(people_in(strange), words, by=DAN, but=strange) == []
    nobody = comes_in(person=Person(), now=at, received_at=at).number
    assert ended_after_recheck(people_in(nobody), words, by=DAN, but=nobody) == []


def test_the_co_signers_are_known_again_and_it_costs_six_queries(django_assert_max_num_queries: Any) -> None:
    first, *_, at = finished()
    others = [Other(PartyRole.COSIGNER, JIN)]
    again = comes_in(person=Person(name="王五"), others=others, now=at, received_at=at).number
    people = people_in(again)
    with django_assert_max_num_queries(6):
        found = ended_after_recheck(people, "没有水", by=DAN, but=again)
    assert [(one.number, one.known) for one in found] == [(first, Known.ID_NUMBER)]
    lonely = people_in(comes_in(person=Person(name="独", phone="19900008888")).number)
    with django_assert_max_num_queries(1):
        assert ended_after_recheck(lonely, "没有水", by=DAN) == []


def test_who_may_not_see_the_ended_matter_is_not_shown_it() -> None:
    first, _, _, at = finished()
    again = comes_in(desk="C-TOWN", by=TAO, now=at, received_at=at).number
    assert ended_after_recheck(people_in(again), "没有水", by=TAO, but=again) == []
    actions.triage(again, klass="appeal", category="040100", by=TAO, now=at)
    with pytest.raises(NotDone) as no:
        actions.decline(again, route="final", of=first, text="不再受理。", by=TAO, now=at)
    assert no.value.refused.reason == "not_final"


def test_only_a_final_matter_of_the_same_person_is_a_reason_not_to_take_it_up() -> None:
    first, review, _, at = finished()
    open_one = comes_in(title="还开着", now=at, received_at=at).number
    others = comes_in(person=Person(name="赵六", phone="19900009999"), now=at, received_at=at).number
    again = comes_in(now=at, received_at=at).number
    for number in (again, others):
        actions.triage(number, klass="appeal", category="040100", by=DAN, now=at)
    tell = {"text": "复核已经结束，不再受理。", "by": DAN, "now": at}
    for number, of in ((again, ""), (again, open_one), (again, again), (again, "nonsense"), (others, first)):
        with pytest.raises(NotDone) as no:
            actions.decline(number, route="final", of=of, **tell)
        no_ = no.value.refused
        assert (no_.reason, no_.article, no_.field) == ("not_final", "36", "of")
    state = actions.decline(again, route="final", of=first, **tell)
    assert state.outcome is Outcome.DECLINED
    entry = Entry.objects.get(number=again, verb="decline")
    assert json.loads(entry.data)["of"] == first
    assert review


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (Person(name="崔英姬", phone="19900001234"), "not_final"),
        (Person(name="崔英姬", id_number="999999195001010069", phone="19900001234"), "not_final"),
        (Person(phone="19900001234"), "not_final"),
        (Person(name=" 金 顺姬", phone="199 0000 1234"), ""),
        (Person(name="金顺", id_number=JIN.id_number), ""),
    ],
)  # fmt: skip
def test_a_shared_phone_is_a_hint_and_only_with_the_name_or_by_the_id_number_the_same_person(
    who: Person, reason: str
) -> None:
    first, *_, at = finished()
    again = comes_in(person=who, now=at, received_at=at).number
    actions.triage(again, klass="appeal", category="040100", by=DAN, now=at)
    (found,) = ended_after_recheck(people_in(again), "没有水", by=DAN, but=again)
    assert found.may_be_named is not bool(reason)
    if not reason:
        assert actions.decline(again, route="final", of=first, text="不再受理。", by=DAN, now=at).outcome
        return
    assert found.known is Known.PHONE
    with pytest.raises(NotDone) as no:
        actions.decline(again, route="final", of=first, text="不再受理。", by=DAN, now=at)
    assert no.value.refused.reason == reason


def test_other_facts_of_the_same_person_are_a_new_matter() -> None:
    first, *_, at = finished()
    new = comes_in(title="噪音", text="邻居夜里施工，孩子睡不着。", now=at, received_at=at).number
    actions.triage(new, klass="appeal", category="040100", by=DAN, now=at)
    with pytest.raises(NotDone) as no:
        actions.decline(new, route="final", of=first, text="不再受理。", by=DAN, now=at)
    assert (no.value.refused.reason, no.value.refused.article) == ("other_facts", "36")


def test_already_being_handled_names_the_open_matter_of_the_same_person() -> None:
    first, *_, at = finished()
    open_one = comes_in(title="还开着", now=at, received_at=at).number
    again = comes_in(now=at, received_at=at).number
    actions.triage(again, klass="appeal", category="040100", by=DAN, now=at)
    tell = {"route": "already_handled", "text": "正在办理。", "by": DAN, "now": at}
    for of in ("", first, "222424-20260302-09999-9"):
        with pytest.raises(NotDone) as no:
            actions.decline(again, of=of, **tell)
        assert (no.value.refused.reason, no.value.refused.article) == ("not_being_handled", "19")
    actions.decline(again, of=open_one, **tell)
    assert json.loads(Entry.objects.get(number=again, verb="decline").data)["of"] == open_one


def test_other_routes_refer_to_no_matter() -> None:
    number = comes_in().number
    go(number, Verb.TRIAGE)
    actions.decline(number, route="court", of="whatever", text="请起诉。", by=DAN, now=START + DAY)
    assert not json.loads(Entry.objects.get(number=number, verb="decline").data).get("of")
