"""The demo's words, people and times: invented, complete, in good order; a slip in the files is refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from huiyin.rooms.intake.demo import corpus, timing
from huiyin.rooms.intake.demo.corpus import (
    LONGEST,
    SHORTEST,
    BadCorpus,
    places,
    template_of,
    templates,
)
from huiyin.rooms.intake.demo.people import id_number
from huiyin.rooms.intake.demo.shape import (
    Wait,
)
from huiyin.rooms.intake.demo.worktime import Worktime
from huiyin.rules.calendar import LOCAL, Calendar
from huiyin.rules.clocks import Clock, Terms
from huiyin.rules.fields import LIMIT, Kind
from huiyin.rules.identifiers import birth_and_sex, normal_phone, valid_id_number
from huiyin.rules.vocabulary import Verb
from tests.rooms.demo_stage import planned

# -- when ---------------------------------------------------------------------------------------------------------------------


def test_stages_keep_their_order_and_are_pressed_into_the_time_there_is() -> None:
    assert timing.onwards(0.0, [100.0, 200.0], 1000.0) == [100.0, 300.0]
    pressed = timing.onwards(0.0, [100.0, 200.0], 60.0)
    assert pressed == sorted(pressed)
    assert pressed[-1] <= 60.0
    assert timing.onwards(5.0, [], 5.0) == []
    with pytest.raises(ValueError, match="no room"):
        timing.onwards(0.0, [10.0, 10.0], 5.0)


def test_stages_lie_around_the_one_that_matters() -> None:
    assert timing.around(1, 500.0, [10.0, 100.0, 50.0], 1000.0) == [400.0, 500.0, 550.0]
    early = timing.around(1, 55.0, [10.0, 100.0, 50.0], 1000.0)
    assert early[1] == pytest.approx(55.0)
    assert 0 <= early[0] < early[1]


def test_where_no_day_fits_exactly_the_last_one_before_is_taken() -> None:
    today = date(2026, 11, 24)
    worktime = Worktime(date(2026, 6, 27), today, Calendar())
    days = timing.Days(worktime, today, Calendar(), Terms(answer_days=365), Random(1))
    with pytest.raises(ValueError, match="longer than the demo"):
        days.begin(Wait(Clock.L1, late=True))
    days = timing.Days(worktime, today, Calendar(), Terms(roll_last_day=False), Random(1))
    sunday = date(2026, 11, 22)
    days.target = sunday  # a term that ends on a Sunday: its first day may be one too
    assert days.begin(Wait(Clock.T1)) in worktime.days


def test_working_time_has_no_nights_no_noons_and_no_holidays() -> None:
    worktime = Worktime(date(2026, 9, 30), date(2026, 10, 10), Calendar())
    assert worktime.days == (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9))
    at = worktime.at
    assert [f"{at(m):%m-%d %H:%M}" for m in (0, 179, 180, 389, 390)] == [
        "09-30 08:30", "09-30 11:29", "09-30 13:30", "09-30 16:59", "10-08 08:30",
    ]  # fmt: skip
    assert all(abs(worktime.of(at(m)) - m) < 0.1 for m in range(0, worktime.length, 37))
    assert worktime.of(datetime(2026, 10, 3, 12, tzinfo=LOCAL)) == 390
    assert worktime.of(datetime(2026, 9, 30, 12, tzinfo=LOCAL)) == 180
    assert (worktime.opened(179), worktime.opened(200)) == (0, 180)


# -- words and people ---------------------------------------------------------------------------------------------------------


def test_there_are_enough_texts_of_the_right_length_in_every_field() -> None:
    assert len(templates()) >= 150
    assert all(SHORTEST <= len(t.text) <= LONGEST for t in templates())
    assert len({t.category.partition("_")[0] for t in templates()}) == 20
    used = {m.template for m in planned() if m.template}
    assert len(used) > 0.9 * len(templates())


def test_no_words_are_over_the_limits_and_no_slot_is_left_open() -> None:
    for matter in planned():
        assert 0 < len(matter.title) <= LIMIT[Kind.TEXT]
        assert "{" not in matter.title + matter.text, matter.key
        for step in matter.steps:
            words = [str(value) for value in step.data.values()]
            assert all("{" not in word and len(word) <= LIMIT[Kind.LONG] for word in words), (
                matter.key,
                step.verb,
            )


def test_chinese_is_written_with_chinese_marks() -> None:
    marks = re.compile("[\u4e00-\u9fff][,:;!?(]|[,;!?)][\u4e00-\u9fff]")
    for matter in planned():
        for words in (matter.title, matter.text, *(str(v) for s in matter.steps for v in s.data.values())):
            assert not marks.search(words), words


def test_answers_say_what_was_asked_what_was_found_what_is_done_and_on_what_ground() -> None:
    for matter in planned():
        for step in matter.steps:
            if step.verb is Verb.DRAFT and matter.template:
                said = step.data["text"]
                assert matter.title in said
                assert all(part in said for part in ("一、查明的情况", "二、处理意见", "三、依据"))
                assert ("复查" in said) >= (matter.klass == "appeal")


def test_nobody_real_is_named_and_no_number_belongs_to_anybody() -> None:
    citizens = {c.phone: c for m in planned() for c in m.citizens}
    assert all(phone.startswith("1990000") and normal_phone(phone) == phone for phone in citizens)
    numbers = [c.id_number for c in citizens.values() if c.id_number]
    assert all(valid_id_number(number) and number[14:17] in ("998", "999") for number in numbers)
    assert all(number.startswith("222424") and int(number[6:10]) > 1935 for number in numbers)
    of_the_report = {"谢志君", "徐义林", "高峰", "蒋京革", "李恩华"}
    assert not of_the_report & {c.name for c in citizens.values()}
    everything = "".join(m.text + "".join(map(str, (s.data for s in m.steps))) for m in planned())
    assert not any(name in everything for name in of_the_report - {"高峰"})  # also the word for a rush hour


def test_an_invented_identity_number_tells_birth_and_sex() -> None:
    born = date(1958, 3, 2)
    assert birth_and_sex(id_number(born, "F")) == (born, "female")
    assert birth_and_sex(id_number(born, "M")) == (born, "male")


def test_places_are_the_countys() -> None:
    assert len(places()) > 200
    assert {m.place for m in planned()} <= set(places())


# -- a slip in the files is refused -------------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "id": "x", "category": "教育", "unit": "教育局", "class": "appeal", "who": "one", "title": "题目", "text": "字" * 80,
    "outcome": "supported", "facts": "事实", "basis": "依据", "opinion": "意见",
}  # fmt: skip


def test_a_good_row_is_taken() -> None:
    assert template_of(GOOD).id == "x"


@pytest.mark.parametrize(
    "change",
    [
        {"text": "太短"},
        {"text": "字" * 251},
        {"outcome": "adopted"},
        {"route": "court", "letter": "信"},
        {"facts": ""},
        {"who": "nobody"},
        {"where": "moon"},
        {"lang": "ko"},
    ],
)
def test_a_bad_row_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadCorpus):
        template_of({**GOOD, **change})


def test_the_same_name_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    row = "\n".join(f'{key} = "{value}"' for key, value in GOOD.items())
    for name in ("a", "b"):
        (tmp_path / "corpus" / f"{name}.toml").write_text(f"[[matter]]\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "HERE", tmp_path)
    with pytest.raises(BadCorpus, match="twice"):
        templates.__wrapped__()


def test_a_route_needs_its_letter() -> None:
    row = {k: v for k, v in GOOD.items() if k != "outcome"} | {"route": "court"}
    with pytest.raises(BadCorpus):
        template_of(row)
    assert template_of(row | {"letter": "信"}).route == "court"
