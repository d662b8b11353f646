"""Candidates for the same matter in the record: found on both engines, shown as the guard lets, decided by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases.finality import Known, people_in
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.insight import pair_weights, same
from huiyin.rooms.insight.deciding import note_linked, note_parted, propose, set_apart
from huiyin.rooms.insight.models import Pair, PairState
from huiyin.rooms.insight.proposing import Key, proposals
from huiyin.rooms.insight.same import Asked, Candidate, candidates, together
from huiyin.rooms.management.asking import operator
from huiyin.rooms.search.holding import holding
from huiyin.rules.roles import Actor
from huiyin.rules.sameness import Likeness, compare
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, DAN, JIN, PAK, START, TOWN, WU, comes_in, go
from tests.rooms.guard_cast import LAN, accused, add_units

#: It is asked first whether new texts wait.
LOOK_UP = 1

pytestmark = pytest.mark.usefixtures("county")
HOUR = timedelta(hours=1)

OIL = {
    "title": "河西村烧烤店油烟扰民",
    "text": "河西村楼下新开的烧烤店，烟囱正对着二楼窗户，每天晚上油烟往屋里灌，老人气管炎整夜咳嗽。",
}
OIL_AGAIN = {
    "title": "烧烤店的油烟",
    "text": "河西村那家烧烤店的烟囱对着我家窗户，一到晚上满屋油烟，老人气管炎又犯了。",
}
LAMPS = {"title": "河西村路灯不亮", "text": "河西村东头巷子的路灯去年冬天起全都不亮，学生放学要打着手电走。"}
HAN = Person(name="韩春子", id_number="", phone="19900005678", address="", email="")


@pytest.fixture(autouse=True)
def own_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Weights of one test aren't another's."""
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")
    pair_weights._kept = None


def asked(
    given: dict[str, str], number: str = "", *, by: Actor = DAN, people: bool = False
) -> list[Candidate]:
    named = people_in(number) if people else ()
    return candidates(Asked(given["title"], given["text"], number, people=named), by=by)


def numbers(found: list[Candidate]) -> list[str]:
    return [one.matter.number for one in found]


def test_reworded_is_found_with_its_passages_and_the_place_alone_is_not_the_same() -> None:
    oil, lamps = comes_in(**OIL, person=HAN).number, comes_in(**LAMPS, person=HAN).number
    found = asked(OIL_AGAIN)
    assert numbers(found)[0] == oil
    assert found[0].likeness.may_be_same
    assert {"烧烤店"} & {p.words for p in found[0].likeness.passages} or any(
        "烧烤店" in p.words for p in found[0].likeness.passages
    )
    assert all(not one.likeness.may_be_same for one in found if one.matter.number == lamps)


def test_what_has_the_place_alone_in_common_isnt_shown_but_a_copy_and_the_same_person_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    oil, new = comes_in(**OIL, person=HAN).number, comes_in(**OIL_AGAIN, person=HAN).number
    far = Likeness(0.01, 0.0, 20.0, copy=False, passages=())
    monkeypatch.setattr(same, "compare", lambda *_args, **_more: far)
    assert asked(OIL_AGAIN, new) == []
    assert numbers(asked(OIL_AGAIN, new, people=True)) == [oil]
    monkeypatch.setattr(same, "compare", lambda *_args, **_more: replace(far, copy=True))
    assert numbers(asked(OIL_AGAIN, new)) == [oil]


def test_an_exact_copy_comes_first_and_says_so() -> None:
    comes_in(**OIL_AGAIN)
    copy = comes_in(title="别的题目", text=OIL["text"]).number
    found = asked(OIL)
    assert numbers(found)[0] == copy
    assert found[0].likeness.copy
    assert found[0].percent == 100


def add_village(code: str) -> None:
    """A village of the town."""
    town = Unit.objects.get(pk=TOWN)
    Unit.objects.create(
        code=code, parent=town, path=f"{town.path}{code}/", kind=UnitKind.VILLAGE, name=code, short=code
    )
    forget()


def test_what_was_registered_at_another_village_isnt_proposed() -> None:
    for code in ("C-TOWN-V1", "C-TOWN-V2"):
        add_village(code)
    here, there = comes_in(**OIL, place="C-TOWN-V1").number, comes_in(**OIL, place="C-TOWN-V2").number
    found = {one.matter.number: one for one in candidates(Asked(**OIL_AGAIN, place="C-TOWN-V1"), by=DAN)}
    assert found[here].likeness.may_be_same
    assert there not in found or not found[there].likeness.may_be_same
    assert together("C-TOWN-V1", "C-TOWN") is None
    assert together("C-TOWN", "C-TOWN") is None  # a whole town is no place
    assert together("C-TOWN-V1", "C-TOWN-V2") is False
    assert together("C-TOWN-V1", "gone") is None


def test_a_matter_isnt_its_own_candidate() -> None:
    number = comes_in(**OIL).number
    assert asked(OIL, number) == []


def test_a_review_of_a_matter_isnt_proposed_for_it_nor_for_another() -> None:
    first = comes_in(**OIL).number
    review = ask_review(first, text=OIL["text"], by=PAK, now=go(first, Verb.CLOSE) + HOUR).number
    other = comes_in(**OIL_AGAIN).number
    assert numbers(asked(OIL, first)) == [other]
    assert numbers(asked(OIL_AGAIN)) == [other, first]
    propose(review, other, percent=90, now=START)  # as an earlier night found it
    assert proposals(DAN) == []
    propose(comes_in(**OIL).number, other, percent=90, now=START)
    assert len(proposals(DAN)) == 1


def test_nothing_like_it() -> None:
    comes_in(**LAMPS, person=HAN)
    assert asked({"title": "退耕还林补助", "text": "落叶松验收二十二亩，补助按十七亩算。"}) == []


def test_a_joined_petition_leads_to_the_matter_that_it_is_in() -> None:
    home, joined = comes_in(**LAMPS).number, comes_in(**OIL).number
    link(joined, other=home, by=DAN, now=START + HOUR)
    found = asked(OIL_AGAIN)
    assert numbers(found) == [home]
    assert found[0].petition == joined


def test_the_same_person_is_evidence_beside_the_words() -> None:
    old = comes_in(**LAMPS, person=JIN).number
    new = comes_in(**OIL, person=JIN).number
    (found,) = asked(OIL, new, people=True)
    assert found.matter.number == old
    assert found.known is Known.ID_NUMBER
    assert not found.likeness.may_be_same  # the person alone makes no matter the same
    assert all(one.known is None for one in asked(OIL, new))  # nobody was compared


def test_one_person_under_another_name_is_told_as_the_phone_they_share() -> None:
    comes_in(**OIL, person=HAN)
    new = comes_in(**OIL_AGAIN, person=Person(name="别人", phone=HAN.phone)).number
    (found,) = asked(OIL_AGAIN, new, people=True)
    assert found.known is Known.PHONE


def test_who_speaks_in_confidence_isnt_told_by_the_evidence() -> None:
    old = comes_in(**OIL, person=JIN, confidential=True).number
    go(old, Verb.FORWARD)
    new = comes_in(**OIL_AGAIN, person=JIN).number
    for by, known in ((DAN, Known.ID_NUMBER), (BAO, None)):
        found = candidates(Asked(**OIL_AGAIN, number=new, people=people_in(new)), by=by)
        assert numbers(found) == [old]
        assert found[0].known is known


def test_nobody_sees_a_candidate_that_they_may_not_see() -> None:
    add_units()
    other = comes_in(**OIL).number
    barred = accused(**OIL)
    assert barred in numbers(asked(OIL_AGAIN))
    assert (
        numbers(asked(OIL_AGAIN, by=BO)) == []
    )  # the bureau is accused in the one, and has nothing to do with the other
    go(other, Verb.FORWARD)
    assert numbers(asked(OIL_AGAIN, by=BO)) == [other]
    assert numbers(asked(OIL_AGAIN, by=WU)) == []


@pytest.mark.parametrize("people", [False, True])
def test_candidates_cost_few_queries_however_many_there_are(*, people: bool) -> None:
    new = comes_in(**OIL_AGAIN).number
    counts = []
    for many in (2, 12):
        for _ in range(many):
            comes_in(**OIL)
        named = people_in(new) if people else ()
        holding(["烧"], newest=1)  # what waits is laid in
        with CaptureQueriesContext(connection) as queries:
            assert candidates(Asked(**OIL_AGAIN, number=new, people=named), by=DAN)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= LOOK_UP + (8 if people else 5)


# -- deciding ----------------------------------------------------------------------------------------------------


def test_a_decision_is_kept_as_a_label_and_not_proposed_again() -> None:
    old, new = comes_in(**OIL).number, comes_in(**OIL_AGAIN).number
    assert numbers(asked(OIL_AGAIN, new)) == [old]
    row = set_apart(new, old, by=DAN, now=START, percent=61)
    assert (row.one_id, row.other_id, row.state, row.decided_by) == (old, new, "different", DAN.key)
    assert asked(OIL_AGAIN, new) == []
    assert asked(OIL, old) == []
    assert not propose(new, old, percent=90, now=START)
    assert Pair.objects.get().state == PairState.DIFFERENT


def test_who_may_not_cant_decide() -> None:
    old, new = comes_in(**OIL).number, comes_in(**OIL_AGAIN).number
    for by, reason in ((BAO, "not_allowed"), (BO, "no_such_matter")):
        with pytest.raises(NotDone) as no:
            set_apart(new, old, by=by, now=START)
        assert no.value.refused.reason == reason
    with pytest.raises(NotDone):
        set_apart(new, new, by=DAN, now=START)
    with pytest.raises(
        NotDone
    ) as no:  # a leader sorts where the department is accused, at the leaders' own desk
        set_apart(new, old, by=LAN, now=START)
    assert no.value.refused.reason == "not_allowed"
    assert not Pair.objects.exists()


def test_linking_and_parting_are_labels_too() -> None:
    old, new = comes_in(**OIL).number, comes_in(**OIL_AGAIN).number
    propose(old, new, percent=70, now=START)
    link(new, other=old, by=DAN, now=START + HOUR)
    assert note_linked(new, old, by=DAN, now=START).state == PairState.SAME
    unlink(new, reason="不是一件事", by=DAN, now=START + 2 * HOUR)
    assert note_parted(new, old, by=DAN, now=START).state == PairState.DIFFERENT
    assert Pair.objects.count() == 1
    assert Pair.objects.get().percent == 70  # how alike they were stays beside what people said


# -- proposals ----------------------------------------------------------------------------------------------------


def test_proposals_are_paged_and_cost_few_queries() -> None:
    first = comes_in(**OIL).number
    others = [comes_in(**OIL).number for _ in range(5)]
    for n, other in enumerate(others):
        propose(first, other, percent=50 + n % 2, now=START)
    with CaptureQueriesContext(connection) as queries:
        page = proposals(DAN, size=2)
    assert len(queries) <= 3
    assert len(page) == 3
    seen = [row.percent for row in page[:2]]
    rest = proposals(DAN, after=Key(page[1].percent, page[1].key), size=10)
    assert [*seen, *(row.percent for row in rest)] == sorted((50 + n % 2 for n in range(5)), reverse=True)
    assert len({row.key for row in [*page[:2], *rest]}) == 5


def test_weights_are_counted_kept_and_a_broken_file_is_left_aside() -> None:
    for _ in range(4):
        comes_in(**LAMPS)
    assert pair_weights.weights().texts == 0
    counted = pair_weights.count(operator())
    assert counted.texts == 4
    assert pair_weights.weights().seen["路灯"] == 4
    pair_weights.file_of().write_bytes(b"no gzip")
    assert pair_weights.weights().texts == 0


def test_weights_hold_nothing_that_is_kept_from_the_department() -> None:
    add_units()
    barred = [accused(unit="C-MWD", title="饕餮纹", text="饕餮纹青铜") for _ in range(3)]
    assert len(barred) == 3
    assert "饕餮" not in pair_weights.count(operator()).seen


def test_what_isnt_compared_word_by_word_wouldnt_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(7):
        comes_in(title=OIL["title"], text=OIL["text"][: -n or None])
        comes_in(**LAMPS)
        comes_in(title="河西村停水", text=f"河西村{n}组停水三天了，老人做不了饭。")
    compared = 0

    def counting(*args: object, **more: object) -> Likeness:
        nonlocal compared
        compared += 1
        return compare(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(same, "compare", counting)
    found, few = asked(OIL_AGAIN), compared
    monkeypatch.setattr(same.Most, "rank", lambda *_args, **_more: 9.0)
    assert asked(OIL_AGAIN) == found != []
    assert few < compared - few


def test_of_a_form_that_went_round_the_villages_the_first_are_shown_and_no_more_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = []
    for n in range(9):
        add_village(f"C-TOWN-V{n}")
        told.append(comes_in(**OIL, place=f"C-TOWN-V{n}").number)
    compared = 0

    def counting(*args: object, **more: object) -> Likeness:
        nonlocal compared
        compared += not more.get("told")
        return compare(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(same, "compare", counting)
    add_village("C-TOWN-HERE")
    asks = Asked(OIL["title"], OIL["text"].replace("烧烤店", "烧烤"), place="C-TOWN-HERE")
    found = numbers(candidates(asks, by=DAN, most=3))
    assert found == told[:3]
    assert compared == 3
