"""What the entries of what surrounds a matter tell: staff in the timeline, the petitioner in the portal's story."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import note_attempt
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import text_of
from huiyin.rules.around import AROUND
from huiyin.rules.roles import Role
from huiyin.rules.transitions import TRANSITIONS, Told
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import timeline, timeline_around
from huiyin.web.desk.parts import Names
from huiyin.web.portal import story
from tests.rooms import cast

HAN = cast.person("han", Role.SUPERVISOR, cast.DEPARTMENT)
LIU = cast.person("liu", Role.CLERK, cast.DEPARTMENT)
SECRETS = (
    "催办的话",
    "督办要求",
    "答复督办的话",
    "包案的理由",
    "回避的理由",
    "承诺的内容",
    "换电话的理由",
    "协办的话",
)


@pytest.fixture
def number(people: dict[str, User]) -> Iterator[str]:
    """A matter around which everything happened that can while it is handled."""
    for code, parent, path, name in (
        ("C-L", "C", "C/C-L/", "县领导"), ("C-L-MAG", "C-L", "C/C-L/C-L-MAG/", "县长"),
    ):  # fmt: skip
        Unit.objects.create(
            code=code, parent_id=parent, path=path, kind=UnitKind.LEADERS, name=name, short=name
        )
    cast.holder_of("C-L-MAG")
    forget()
    number = cast.comes_in().number
    play(number, cast.go(number, Verb.NOTIFY), people)
    yield number
    forget()


def play(number: str, at: datetime, people: dict[str, User]) -> None:
    due = (at + timedelta(days=20)).date().isoformat()
    steps: tuple[tuple[Verb, Any, dict[str, Any]], ...] = (
        (Verb.EXTEND, cast.BO, {"days": 20, "reason": "需要开挖路面查找漏点"}),
        (Verb.SATELLITE, cast.BAO, {"source": "hotline", "foreign": "12345-88", "received_at": cast.START, "days": 7}),
        (Verb.CO_HANDLE, cast.BAO, {"to": cast.WATER, "text": "协办的话"}),
        (Verb.CONTRIBUTE, cast.WU, {"item": 1, "text": "协办的话"}),
        (Verb.URGE, HAN, {"why": "overdue", "text": "催办的话"}),
        (Verb.SUPERVISE, HAN, {"why": "overdue", "days": 10, "text": "督办要求"}),
        (Verb.ANSWER_NOTICE, cast.BAO, {"item": 2, "text": "答复督办的话"}),
        (Verb.ESCALATE, HAN, {"item": 2, "level": "leader", "days": 7, "text": "督办要求"}),
        (Verb.RECOMMEND, HAN, {"advice": "improve_work", "to": cast.WATER, "text": "督办要求"}),
        (Verb.ADOPT, cast.WEN, {"item": 1, "adoption": "adopted", "text": "督办要求"}),
        (Verb.OWN, cast.DAN, {"leader": "C-L-MAG", "reason": "包案的理由"}),
        (Verb.OWN_REPORT, cast.DAN, {"item": 1, "duty": "know", "stage": "plan", "text": "包案的理由"}),
        (Verb.REPORT_UP, cast.DAN, {"whom": "committee", "text": "包案的理由"}),
        (Verb.PLEDGE, cast.BAO, {"party": "自来水公司", "text": "承诺的内容", "due": due}),
        (Verb.RECUSE, cast.DAN, {"person": people["liu"].key, "reason": "回避的理由"}),
        (Verb.OPEN_HEARING, cast.BO, {"text": "三月二十日九时在县环保局"}),
        (Verb.END_HEARING, cast.BO, {"text": "督办要求"}),
        (Verb.CHANGE_CONTACT, LIU, {"petition": number, "phone": "19900004321", "reason": "换电话的理由"}),
        (Verb.CONFIRM_CONTACT, cast.DAN, {"item": 1, "reason": "换电话的理由"}),
    )  # fmt: skip
    for n, (verb, by, given) in enumerate(steps, 1):
        VERBS[verb](number, by=by, now=at + timedelta(minutes=n), **given)
    note_attempt(number, "look", by=cast.TAO, now=at + timedelta(hours=1))


def told(number: str, language: str = "zh-hans", *, full: bool = False) -> str:
    """The whole timeline as text, one entry a line."""
    names = Names(unit=str, place=str, category=str, person=str)
    with override(language):
        items = timeline.items(file_of(number), names, url="/", full=full)
        return "\n".join(
            " ".join(
                [i.word, i.who, *(f"{a}={b}" for a, b in i.facts), *(f"{t.label}:{t.text}" for t in i.texts)]
            )
            for i in items
        )


def line(text: str, word: str) -> str:
    return next(row for row in text.split("\n") if row.startswith(word))


def test_each_entry_says_what_who_and_until_when(number: str) -> None:
    text = told(number)
    assert "延长天数=20" in line(text, "延期")
    assert "期限=2026年" in line(text, "延期")
    assert "C-WATER" in line(text, "请求协办")
    assert "C-WATER" in line(text, "反馈协办意见")
    assert "督〔2026〕1号" in line(text, "督办 ")
    assert "无正当理由超期未办结" in line(text, "催办")
    assert "督〔2026〕1号 · C-ENV" in line(text, "答复督办")
    assert "县领导" not in line(text, "答复督办"), "an older entry doesn't know what came later"
    assert "县领导" in line(text, "提级督办")
    assert "改进工作" in line(text, "提出三项建议")
    assert "采纳" in line(text, "反馈建议采纳情况")
    assert "C-L-MAG" in line(text, "领导包案")
    assert "掌握情况" in line(text, "包案报告")
    assert "本级党委和政府" in line(text, "报告、通报")
    assert "自来水公司" in line(text, "登记承诺事项")
    assert "12345热线" in line(text, "登记其他渠道时限")


def test_an_attempt_names_who_tried_what(number: str) -> None:
    attempt = line(told(number), "已拦截")
    assert cast.TAO.key in attempt
    assert "打开事项" in attempt


@pytest.mark.parametrize(
    ("what", "handed"), [("forward", True), ("recommend", True), ("look", False), ("note", False)]
)
def test_who_would_have_handed_it_over_is_not_called_barred(number: str, what: str, handed: bool) -> None:
    note_attempt(number, what, by=cast.DAN, now=cast.START + timedelta(days=1))
    first = told(number, "en").split("\n")[0]
    assert first.startswith("Tried to hand it to whom it accuses; refused") is handed
    assert first.startswith("Somebody who must not see it tried") is not handed


def test_what_the_barred_try_is_carried_in_and_keeps_its_word() -> None:
    assert timeline_around.handed_over({"what": "forward"})
    assert not timeline_around.handed_over({"what": "forward", "tried_at": cast.START.isoformat()})


def test_a_changed_contact_is_masked_until_shown_for_a_reason(number: str) -> None:
    assert "19900004321" not in told(number)
    assert "199****4321" in told(number)
    assert "19900004321" in told(number, full=True)


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_the_timeline_is_told_in_every_language(number: str, language: str) -> None:
    text = told(number, language)
    assert len(text.split("\n")) == file_of(number).state.seq
    assert "%(" not in text


def test_every_verb_of_the_surroundings_is_told_or_needs_no_more_than_its_words() -> None:
    silent = {
        Verb.FALL_BACK, Verb.END_HEARING, Verb.OPEN_HEARING, Verb.CONTRIBUTE, Verb.ANSWER_NOTICE, Verb.LIFT,
        Verb.RELEASE, Verb.FULFIL, Verb.WAIVE, Verb.CONFIRM_CONTACT, Verb.CONFIDE,
    }  # fmt: skip
    assert {row.verb for row in AROUND} - silent - {Verb.DESIGNATE} <= set(timeline_around._TELLERS)


def portal(number: str) -> str:
    with override("zh-hans"):
        found = story.story(
            Petition.objects.select_related("petitioner").get(number=number), file_of(number), str,
            now=cast.START + timedelta(days=1),
        )  # fmt: skip
    return json.dumps(
        [[i.word, i.who, i.facts, [t.text for t in i.texts]] for i in found.timeline], ensure_ascii=False
    )


def test_the_petitioner_is_told_what_is_theirs_to_know(number: str) -> None:
    text = portal(number)
    for said in ("办理期限已延长", "需要开挖路面查找漏点", "举行听证", "听证已结束", "您的联系方式已变更"):
        assert said in text, said
    assert re.search(r"答复期限\", \"(?:<[^>]+>)?2026年", text)


def test_the_petitioner_is_told_nothing_of_what_offices_do_among_themselves(number: str) -> None:
    text = portal(number)
    assert not [secret for secret in SECRETS if secret in text]
    for word in ("催办", "督办", "包案", "回避", "拦截", "协办", "三项建议", "报告、通报", "19900004321"):
        assert word not in text, word


def test_another_petitioner_is_not_told_of_a_changed_contact(number: str) -> None:
    other = cast.comes_in(text="我们楼也没水")
    VERBS[Verb.TRIAGE](
        other.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START + timedelta(hours=1)
    )
    VERBS[Verb.LINK](other.number, other=number, by=cast.DAN, now=cast.START + timedelta(hours=9))
    later = cast.START + timedelta(hours=10)
    for verb, by, given in (
        (Verb.OPEN_HEARING, cast.BO, {"text": "三月二十五日九时"}),
        (Verb.CHANGE_CONTACT, LIU, {"petition": number, "phone": "19900004322", "reason": "又换电话"}),
        (Verb.CONFIRM_CONTACT, cast.DAN, {"item": 2, "reason": "又换电话"}),
    ):
        VERBS[verb](number, by=by, now=later, **given)
    with override("en"):
        petition = Petition.objects.select_related("petitioner").get(number=other.number)
        found = story.story(petition, file_of(number), str, now=cast.START + timedelta(days=1))
    words = [item.word for item in found.timeline]
    assert words.count("A hearing is held") == 1, "that of before isn't theirs"
    assert "How we reach you was changed" not in words


def test_every_step_that_tells_the_petitioner_has_a_message_of_its_own(number: str) -> None:
    with override("zh-hans"):
        usual = text_of("nothing like that", "1")
        for verb, row in TRANSITIONS.items():
            if Told.PETITIONER in row.tells:
                assert text_of(verb.value, "1") != usual, verb
    sent = set(Notice.objects.values_list("kind", flat=True))
    assert {"extend", "open_hearing"} <= sent
