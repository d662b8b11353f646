"""A letter says what the law asks for whatever was typed: to whom, the way of review, an extension's days. Art. 34 to 36."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.cases import actions, together
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.state import Opinion
from huiyin.rules.vocabulary import Outcome, Stage, Verb
from huiyin.web.shared import letters, letters_ko, letters_zh
from huiyin.web.shared.letters import beginning
from huiyin.web.shared.papers import lawful
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, words_of
from tests.web.test_letters import SUBJECT

Clock = Callable[[datetime], None]
ZH, KO = letters_zh.TONGUE, letters_ko.TONGUE
ORGAN = {"zh-hans": "汪清县人民政府", "ko": "왕청현인민정부"}
FOUR = (
    "一、请求：恢复供水。\n二、事实和理由：经查，水管破裂。\n"
    "三、处理意见：予以支持，3月10日前修好。\n四、依据：《供水条例》。"
)
WAY = "自收到本意见书之日起三十日内，请求汪清县人民政府复查。"
KO_WAY = "본의견서를 받은 날부터 30일내에 왕청현인민정부에 재조사를 신청할수 있습니다."


def opinion(outcome: Outcome = Outcome.SUPPORTED) -> Opinion:
    return Opinion(1, outcome, None, "user:bao", cast.START, 5)


def answered(
    text: str, outcome: Outcome = Outcome.SUPPORTED, stage: Stage = Stage.FIRST, *tongues: Any
) -> str:
    return lawful.answered(text, opinion(outcome), stage, tongues or (ZH,), ORGAN)


def test_what_was_typed_without_the_template_gets_addressee_and_way_of_review() -> None:
    whole = answered(FOUR)
    assert whole == f"信访人：\n\n{FOUR}\n\n如不服本处理意见，您可以依照{letters.cited(ZH, '35')}，{WAY}"


@pytest.mark.parametrize("korean", [False, True])
@pytest.mark.parametrize(
    ("outcome", "stage"),
    [(Outcome.SUPPORTED, Stage.FIRST), (Outcome.UPHELD, Stage.REVIEW), (Outcome.UPHELD, Stage.RECHECK)],
)
def test_nothing_is_said_twice(outcome: Outcome, stage: Stage, korean: bool) -> None:
    text = beginning(Verb.DRAFT, replace(SUBJECT, stage=stage, korean=korean), outcome)
    assert answered(text, outcome, stage, *((ZH, KO) if korean else (ZH,))) == text


@pytest.mark.parametrize(
    "greeting",
    ["金顺姬：", "尊敬的金女士，您好！", "＿＿＿＿＿＿：", "金顺姬：您反映的问题收悉。"],
)
def test_a_greeting_is_known(greeting: str) -> None:
    assert "信访人：\n" not in answered(f"{greeting}\n{FOUR}")


def test_a_review_names_the_recheck_and_a_recheck_that_it_is_final() -> None:
    review = answered(FOUR, Outcome.UPHELD, Stage.REVIEW)
    assert "三十日内，请求汪清县人民政府复核" in review
    assert "复查。" not in review
    assert "上一级机关、单位复核" in lawful.answered(FOUR, opinion(Outcome.UPHELD), Stage.REVIEW, (ZH,), {})
    assert answered(FOUR, Outcome.UPHELD, Stage.RECHECK).endswith("不再受理。")
    assert "不再受理" not in answered(FOUR, Outcome.REVOKED, Stage.RECHECK)  # it is handled anew


@pytest.mark.parametrize("outcome", [Outcome.ADOPTED, Outcome.FED_BACK, Outcome.DECLINED])
def test_what_has_no_review_is_told_none(outcome: Outcome) -> None:
    assert answered("谢谢您的建议。", outcome) == "信访人：\n\n谢谢您的建议。"


def test_the_korean_part_gets_its_own() -> None:
    korean = (
        "1. 요구: 급수 회복.\n2. 사실: 수도관이 터졌습니다.\n3. 처리의견: 지지합니다.\n4. 근거: 급수조례."
    )
    whole = answered(f"{FOUR}\n\n{korean}", Outcome.SUPPORTED, Stage.FIRST, ZH, KO)
    chinese, other = whole.split("\n\n\n")
    assert chinese.startswith("信访人：")
    assert chinese.endswith(WAY)
    assert other.startswith("신소인 귀하:\n\n1. 요구")
    assert other.endswith(KO_WAY)
    alone = answered(korean, Outcome.SUPPORTED, Stage.FIRST, ZH, KO)
    assert alone.startswith("신소인 귀하:")
    assert alone.endswith(KO_WAY)
    assert "复查" not in alone
    both = answered(FOUR, Outcome.SUPPORTED, Stage.FIRST, ZH, KO)  # typed in Chinese, read in Korean too
    assert WAY in both
    assert both.endswith(KO_WAY)


MORE = lawful.More(
    "222424-20260302-00001-6", "没有水", {"zh-hans": "2026年3月2日", "ko": "2026년 3월 2일"}, 20,
    {"zh-hans": "2026年5月1日", "ko": "2026년 5월 1일"}, {"zh-hans": "2026年5月21日", "ko": "2026년 5월 21일"},
)  # fmt: skip


def test_an_extension_says_by_itself_what_of_and_until_when() -> None:
    text = lawful.extended("材料未到", MORE, (ZH,))
    for said in (
        "信访人：", "没有水", MORE.number, "延长20日", "2026年5月1日", "2026年5月21日", "第三十四条", "理由：材料未到",
    ):  # fmt: skip
        assert text.count(said) == 1, said
    own = lawful.extended("依照《信访工作条例》第三十四条，延长办理期限。", MORE, (ZH,))
    assert own.count("第三十四条") == 1
    both = lawful.extended("材料未到", MORE, (ZH, KO))
    assert both.count("材料未到") == 1
    assert "처리기한을 20일 연장합니다" in both
    korean = lawful.extended("자료가 오지 않았습니다", MORE, (ZH, KO))
    assert "연장 리유: 자료가 오지 않았습니다" in korean
    assert "延长的理由" not in korean


@pytest.mark.usefixtures("county")
def test_the_extension_on_paper(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY) + timedelta(hours=1)
    together.extend(number, days=20, reason="材料未到", by=cast.BO, now=at)
    now(at)
    seq = Entry.objects.get(number=number, verb="extend").seq
    told = words_of(browser("bao").get(f"/desk/matter/{number}/letter/{seq}.pdf").content)
    for said in (
        number,
        "没有水",
        "延长20日",
        "2026年5月6日前（含当日）办结",
        "2026年5月21日前（含当日）办结",
        "第三十四条",
        "材料未到",
    ):
        assert said in told, said
    assert told.count(f"{cast.JIN.name}：") == 1


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("language", ["", "ko"])
def test_page_and_papers_of_an_answer_agree(browser: Browser, now: Clock, language: str) -> None:
    receipt = cast.comes_in()
    at = cast.go(receipt.number, Verb.NOTIFY) + timedelta(hours=1)
    Petition.objects.get(number=receipt.number).petitioner.__class__.objects.update(language=language)
    actions.draft(receipt.number, outcome="supported", text=FOUR, by=cast.BAO, now=at)
    actions.approve(receipt.number, by=cast.BO, now=at)
    actions.issue(receipt.number, by=cast.BAO, now=at)
    now(at)
    seq = Entry.objects.get(number=receipt.number, verb="issue").seq
    client = browser()
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    page = bare(page_of(client.get("/follow/")))
    said = [WAY, *(["본의견서를 받은 날부터 30일내에"] if language else [])]
    papers = (
        page,
        words_of(client.get("/follow/letter.pdf").content),
        words_of(browser("bao").get(f"/desk/matter/{receipt.number}/letter/{seq}.pdf").content),
    )
    for told in (*papers, words_of(browser("bao").get(f"/desk/matter/{receipt.number}/file.pdf").content)):
        for one in said:
            assert told.count(bare(one)) == 1, one
    for told in papers:
        assert f"{cast.JIN.name}：" in told
        assert "信访人：" not in told


_TWO = """刘长贵：

您于2026年3月2日提出的“没有水”信访事项收悉。现答复如下：

三、处理意见
已经修好。

如不服本处理意见，您可以自收到本意见书之日起三十日内，请求汪清县人民政府复查。


刘长贵 귀하:

귀하께서 제기하신 신소사항을 접수하였습니다.

3. 처리의견
已经修好，请放心使用。

본처리의견에 불복하는 경우 본의견서를 받은 날부터 30일내에 왕청현인민정부에 재조사를 신청할수 있습니다."""


def test_a_korean_part_with_chinese_lines_in_it_is_one_part() -> None:
    blocks = lawful.by_language(_TWO)
    assert [lang for lang, _words in blocks] == ["zh-Hans-CN", "ko-CN"]
    assert blocks[1][1].startswith("刘长贵 귀하:")
    assert "已经修好，请放心使用。" in blocks[1][1]
    parts = lawful._split(_TWO)
    assert set(parts) == {"zh", "ko"}
    assert parts["ko"].count("재조사를") == 1
    assert lawful.greets(parts["ko"]), "whoever is addressed by a Chinese name is addressed"
    assert lawful._split("刘长贵：\n\n修好了。\n\n감사합니다.\n\n再见。") == {}
