"""Letters begin with the parts that the law asks for, by class, outcome and route, in the petitioner's languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from huiyin.rooms.county import queries
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.vocabulary import (
    OUTCOMES_ABOVE,
    OUTCOMES_OF,
    ROUTE_ARTICLE,
    MatterClass,
    Outcome,
    Route,
    Stage,
    Verb,
)
from huiyin.web.shared import letters
from huiyin.web.shared.letters import Subject, beginning, choices
from huiyin.web.shared.letters_parts import GAP
from huiyin.web.shared.sayings import article
from tests.rooms import cast

SUBJECT = Subject(
    number="222424-20260302-00001-6",
    received={"zh-hans": "2026年3月2日", "ko": "2026년 3월 2일"},
    title="没有水",
    stage=Stage.FIRST,
    klass=MatterClass.APPEAL,
    above={"zh-hans": "汪清县人民政府", "ko": "왕청현인민정부"},
)


def test_every_outcome_and_route_has_its_words_in_both_languages() -> None:
    decided = set(Outcome) - {Outcome.ROUTED_OUT, Outcome.DECLINED, Outcome.WITHDRAWN}
    for tongue in (letters._ZH, letters._KO):
        assert set(tongue.opinions) == decided
        assert len(set(tongue.opinions.values())) == len(decided)
        assert set(tongue.routes) == set(Route)
        assert set(tongue.heads) == set(Stage)


@pytest.mark.parametrize("outcome", sorted(OUTCOMES_OF[MatterClass.APPEAL]))
def test_an_opinion_has_the_four_parts_and_its_remedy(outcome: Outcome) -> None:
    text = beginning(Verb.DRAFT, SUBJECT, outcome)
    parts = [
        "一、您的请求",
        "二、事实和理由",
        "三、处理意见",
        "四、依据",
        "第三十五条",
        "三十日内",
        "汪清县人民政府复查",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert SUBJECT.number in text
    assert SUBJECT.title in text


def test_the_reviewing_organ_is_left_open_where_the_tree_names_none() -> None:
    text = beginning(Verb.DRAFT, replace(SUBJECT, above={}), Outcome.SUPPORTED)
    assert "上一级机关、单位" in text


@pytest.mark.parametrize("outcome", sorted(OUTCOMES_OF[MatterClass.SUGGESTION]))
def test_an_answer_to_a_suggestion_says_what_became_of_it_and_thanks(outcome: Outcome) -> None:
    text = beginning(Verb.DRAFT, replace(SUBJECT, klass=MatterClass.SUGGESTION), outcome)
    assert "第二十九条" in text
    assert "采纳" in text
    assert "感谢" in text
    assert "复查" not in text


def test_a_tip_off_is_told_the_result_and_nothing_is_quoted() -> None:
    text = beginning(Verb.DRAFT, replace(SUBJECT, klass=MatterClass.TIP_OFF), Outcome.FED_BACK)
    assert "处理结果" in text
    assert "第三十条" in text
    assert SUBJECT.title not in text
    assert "复查" not in text


@pytest.mark.parametrize("outcome", sorted(OUTCOMES_ABOVE))
def test_a_review_names_the_recheck_and_a_recheck_is_final(outcome: Outcome) -> None:
    review = beginning(Verb.DRAFT, replace(SUBJECT, stage=Stage.REVIEW, above={}), outcome)
    assert "三、复查意见" in review
    assert "复核" in review
    assert "三十日内" in review
    recheck = beginning(Verb.DRAFT, replace(SUBJECT, stage=Stage.RECHECK, above={}), outcome)
    assert "三、复核意见" in recheck
    assert "不再受理" in recheck
    assert "三十日内" not in recheck


@pytest.mark.parametrize("route", ROUTE_ARTICLE)
def test_a_letter_that_declines_names_the_way_and_the_article(route: Route) -> None:
    text = beginning(Verb.DECLINE, SUBJECT, route)
    with override("zh-hans"):
        assert article(ROUTE_ARTICLE[route]) in text
    assert letters._ZH.routes[route][1] in text
    assert ("不再受理" in text) is (route is Route.FINAL)


@pytest.mark.parametrize("stage", Stage)
def test_a_letter_that_confirms_a_withdrawal_cites_no_article(stage: Stage) -> None:
    text = beginning(Verb.DECLINE, replace(SUBJECT, stage=stage, korean=True), Route.WITHDRAWN)
    assert "您已自愿撤回，现予确认并终结办理。" in text
    assert "자원하여 철회하셨음을 확인하고 처리를 끝냅니다." in text
    for cited in ("依照", "条例", "조례", "에 따라"):
        assert cited not in text


def test_an_extension_names_its_article_and_leaves_the_reason_open() -> None:
    text = beginning(Verb.EXTEND, SUBJECT)
    assert GAP in text
    assert "第三十四条" in text


def test_korean_stands_below_the_chinese_where_the_petitioner_writes_it() -> None:
    korean = replace(SUBJECT, korean=True)
    for verb, choice in ((Verb.DRAFT, Outcome.EXPLAINED), (Verb.DECLINE, Route.COURT), (Verb.EXTEND, None)):
        alone, both = beginning(verb, SUBJECT, choice), beginning(verb, korean, choice)
        assert both.startswith(alone)
        below = both[len(alone) :]
        assert any("가" <= sign <= "힣" for sign in below)
        assert not any("가" <= sign <= "힣" for sign in alone)


@pytest.mark.parametrize("korean", [False, True])
def test_no_place_is_left_unfilled(korean: bool) -> None:
    for klass in MatterClass:
        for stage in Stage:
            one = replace(SUBJECT, klass=klass, stage=stage, korean=korean)
            for verb in (Verb.DRAFT, Verb.DECLINE):
                for choice in choices(verb, stage, klass):
                    text = beginning(verb, one, choice)
                    assert text
                    assert "{" not in text


def test_a_choice_that_does_not_fit_begins_nothing() -> None:
    assert beginning(Verb.DRAFT, SUBJECT, Outcome.ADOPTED) == ""
    assert beginning(Verb.DRAFT, SUBJECT) == ""
    assert beginning(Verb.DRAFT, replace(SUBJECT, klass=None), Outcome.SUPPORTED) == ""
    assert choices(Verb.NOTE, Stage.FIRST, MatterClass.APPEAL) == ()


def test_braces_in_a_title_are_only_signs() -> None:
    assert "{x}" in beginning(Verb.DRAFT, replace(SUBJECT, title="{x}"), Outcome.SUPPORTED)


@pytest.mark.django_db
def test_a_unit_signs_with_its_county_in_korean_as_in_chinese(county: None) -> None:
    for code, name, korean in (
        (cast.ROOT, "汪清县", "왕청현"),
        (cast.BUREAU, "汪清县住房和城乡建设局", "주택도농건설국"),
        (cast.GROUP, "县委群众工作部综合科", "종합과"),
        (cast.WATER, "汪清县自来水公司", "왕청현수도물회사"),
        (cast.TOWN, "汪清县春阳镇", ""),
    ):
        Unit.objects.filter(code=code).update(name=name, name_ko=korean)
    forget()
    units = {code: queries.unit(code) for code, *_ in cast.UNITS}
    signed = {code: letters.full_name(unit, letters._KO) for code, unit in units.items() if unit}
    assert signed == {
        cast.ROOT: "왕청현", cast.DEPARTMENT: "县委群众工作部", cast.BUREAU: "왕청현 주택도농건설국", cast.GROUP: "종합과",
        cast.WATER: "왕청현수도물회사", cast.TOWN: "汪清县春阳镇人民政府",
    }  # fmt: skip
