"""Hints of urgency: what is found, what is taken back, what only looks like it."""

from __future__ import annotations

import time

import pytest

from huiyin.rules.urgency import LOOKED_AT, MOST_WORDS, Danger, Hint, hints


def dangers(text: str) -> set[Danger]:
    return {hint.danger for hint in hints(text)}


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("楼上电线漏电，随时有生命危险", Danger.LIFE),
        ("老人说活不下去了", Danger.LIFE),
        ("食堂吃饭后多人食物中毒", Danger.POISON),
        ("小区燃气泄漏没人管", Danger.POISON),
        ("后山滑坡，房子快倒塌了", Danger.COLLAPSE),
        ("仓库起火两次", Danger.FIRE),
        ("学校门口没有红绿灯，孩子过马路很危险", Danger.CHILDREN),
        ("家里三天停水", Danger.WATER),
        ("全村没有水喝", Danger.WATER),
        ("昨晚开始停电", Danger.POWER),
        ("暖气不热，室温十二度", Danger.HEAT),
        ("우리 집은 단수가 사흘째입니다", Danger.WATER),
        ("마을이 정전되였습니다", Danger.POWER),
    ],
)
def test_a_danger_is_found(text: str, danger: Danger) -> None:
    assert danger in dangers(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "路灯不亮，希望修一修", "伤者没有生命危险", "房屋不会倒塌", "请防止发生火灾", "停水泥罐车的地方",
        "没有水平的老师", "停电动车的棚子太少", "断电视信号", "孩子上学要户口本吗", "没有电梯",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_isnt_one(text: str) -> None:
    assert hints(text) == ()


def test_the_words_are_shown_once_each_and_few() -> None:
    assert hints("停水，停水，还是停水") == (Hint(Danger.WATER, ("停水",)),)
    [hint] = hints("触电 漏电 溺水 被困 走失 家暴")
    assert len(hint.words) == MOST_WORDS


def test_the_gravest_comes_first() -> None:
    assert [hint.danger for hint in hints("停电三天，老人触电")] == [Danger.LIFE, Danger.POWER]


def test_one_denied_and_one_told_is_told() -> None:
    assert hints("上次没有生命危险，这次有生命危险") == (Hint(Danger.LIFE, ("生命危险",)),)


def test_a_huge_text_is_looked_at_only_at_its_beginning() -> None:
    start = time.perf_counter()
    assert hints("孩" * 10_000_000 + "停水") == ()
    assert hints("停水" + "。" * LOOKED_AT) != ()
    assert time.perf_counter() - start < 1
