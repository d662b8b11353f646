"""What is told in Korean and in Chinese is one matter: found, sorted and answered from what is there in the other language."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.rooms.cases.publishing import publish
from huiyin.rooms.insight import pair_weights, same
from huiyin.rooms.insight.features import Text, counted
from huiyin.rooms.insight.nearest import nearest
from huiyin.rooms.insight.openly_like import openly_like
from huiyin.rooms.insight.same import Asked, candidates
from huiyin.rules.likewords import Weights
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, comes_in, go

pytestmark = pytest.mark.usefixtures("county")

CHINESE = {"title": "供水管漏水，一停水就是三天", "text": "自来水管漏水，老人到山下挑水，请尽快维修。"}
KOREAN = {
    "title": "수도관이 새여 물이 안 나옵니다",
    "text": "수도관에서 물이 새여 사흘씩 물이 나오지 않습니다. 로인들이 먼데서 길어다 마십니다.",
}
BUS = {"title": "公交车太少", "text": "去医院的班车一天只有一趟，请求增加一趟。"}
BUS_KOREAN = "병원에 가는 뻐스가 하루에 한번뿐입니다. 더 다니게 해주십시오."


@pytest.fixture(autouse=True)
def weighed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As after a night: the county knows that it has Korean texts."""
    monkeypatch.setattr(pair_weights, "file_of", lambda: tmp_path / "pairs.json.gz")
    pair_weights._kept = None
    monkeypatch.setattr(same, "weights", lambda: Weights(100, korean=20))


@pytest.mark.parametrize(("there", "new"), [(CHINESE, KOREAN), (KOREAN, CHINESE)])
def test_the_same_in_the_other_language_is_a_candidate(there: dict[str, str], new: dict[str, str]) -> None:
    known = comes_in(**there).number
    comes_in(**BUS)
    found = candidates(Asked(new["title"], new["text"]), by=DAN)
    assert [one.matter.number for one in found] == [known]
    assert {"漏水", "停水"} <= {passage.words for passage in found[0].likeness.passages}


def test_a_published_answer_is_found_in_the_other_language() -> None:
    for given in (CHINESE, BUS):
        number = comes_in(**given).number
        at = go(number, Verb.CLOSE) + timedelta(hours=1)
        publish(number, title=given["title"], question=given["text"], text="已办妥。", by=DAN, now=at)
    assert [row.title for row in openly_like(BUS_KOREAN)] == [BUS["title"]]
    assert [row.title for row in openly_like(KOREAN["text"])] == [CHINESE["title"]]
    assert openly_like("안녕하십니까") == []
    assert openly_like("") == []


def test_a_korean_message_gets_the_category_that_its_things_belong_to() -> None:
    described = nearest({"040100": "供水 自来水 停水 漏水 水管", "070200": "客运公交 公交车 班车"})
    assert [guess.label for guess in described.guesses(Text(KOREAN["title"], KOREAN["text"]))] == ["040100"]
    assert [guess.label for guess in described.guesses(Text("", BUS_KOREAN))] == ["070200"]
    assert not described.guesses(Text("", "안녕하십니까"))


def test_what_was_learnt_from_chinese_hears_korean() -> None:
    assert {"w自来水", "w停水"} <= counted(Text("", "수도물이 안 나옵니다. 물이 나오지 않습니다.")).keys()
    assert not {"w自来水", "w停水"} & counted(Text("", "안녕하십니까")).keys()
