"""The check of an answer: empty or not, which parts it has, whose data stand in it, what could be said plainer."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rules.replies.check import Answer, check, citations
from huiyin.rules.replies.core import LONGEST, core
from huiyin.rules.replies.emptiness import Formula, clauses, judged
from huiyin.rules.replies.finding import Finding, Kind
from huiyin.rules.replies.others import Own, foreign, masked
from huiyin.rules.replies.parts import Case, missing, no_commitment, no_term
from huiyin.rules.replies.plain import LONGEST as LONG_SENTENCE
from huiyin.rules.replies.plain import hints
from huiyin.rules.replies.private_names import names_cued
from huiyin.rules.replies.requests import other_language, requests, unanswered
from huiyin.rules.vocabulary import MatterClass, Outcome, Stage
from huiyin.web.shared.letters_zh import TONGUE

APPEAL = Case(MatterClass.APPEAL, outcome=Outcome.SUPPORTED)
WHOLE = (
    "您好：您于三月二日反映停水一事收悉，现答复如下：\n一、您的请求\n恢复供水。\n二、事实和理由\n经现场核查，主管道接头漏水，情况属实。\n"
    "三、处理意见\n予以支持。接头已于三月五日换好，多收的水费三月底前退还。\n四、依据\n《城市供水条例》第二十二条。\n"
    "如不服本处理意见，您可以自收到本意见书之日起三十日内，请求县人民政府复查。"
)


def kinds(found: object) -> set[Kind]:
    return {one.kind for one in found}  # type: ignore[attr-defined]


# -- empty or not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "", "  \n", "已收悉", "您好！您的来信已收悉，我们将认真研究，感谢您的支持！2026年3月2日",
    "您反映的问题已转交水务局处理，请耐心等待。", "网友：您好！您反映的情况，我们高度重视，正在协调处理当中。",
    "请拨打电话0433-0000000咨询。", "您反映的问题已经答复。", "하신 말씀은 잘 접수하였습니다. 검토하겠습니다.",
])  # fmt: skip
def test_an_acknowledgement_is_empty(text: str) -> None:
    assert judged(text).empty


@pytest.mark.parametrize("text", [
    WHOLE, "经查，主管道接头漏水，已于三月五日换好。", "您好！小学入学年龄以八月三十一日为准，您的孩子明年入学。",
    "该路段不属于我镇管理，由县公路段负责养护，请向县公路段提出。", "因您没有写明是哪一栋楼，无法核实，请告诉我们楼号。",
])  # fmt: skip
def test_an_answer_that_says_something_is_not(text: str) -> None:
    assert not judged(text).empty


def test_each_clause_says_which_formula_it_is_and_where() -> None:
    text = "您好！问题已转交水务局处理，我们将及时反馈。接头已换好。"
    found = list(clauses(text))
    assert [one.formula for one in found] == [Formula.COURTESY, Formula.PASSED_ON, Formula.PROMISED, None]
    assert all(text[one.start : one.end] == one.text for one in found)


def test_a_clause_without_end_takes_no_time_and_is_no_formula() -> None:
    assert not judged("已转" * 10_000).empty


# -- the parts that the Regulation asks for ---------------------------------------------------------------------------


def test_a_whole_opinion_lacks_nothing() -> None:
    assert missing(WHOLE, APPEAL) == ()


@pytest.mark.parametrize(("gone", "kind"), [
    ("您于三月二日反映停水一事收悉，现答复如下：\n一、您的请求\n恢复供水。\n", Kind.NO_REQUEST),
    ("二、事实和理由\n经现场核查，主管道接头漏水，情况属实。\n", Kind.NO_FACTS),
    ("三、处理意见\n予以支持。", Kind.NO_OPINION),
    ("四、依据\n《城市供水条例》第二十二条。\n", Kind.NO_BASIS),
    ("如不服本处理意见，您可以自收到本意见书之日起三十日内，请求县人民政府复查。", Kind.NO_REMEDY),
    ("自收到本意见书之日起三十日内，", Kind.NO_REMEDY_TERM),
])  # fmt: skip
def test_each_missing_part_is_found_and_is_the_laws(gone: str, kind: Kind) -> None:
    assert gone in WHOLE
    found = missing(WHOLE.replace(gone, ""), APPEAL)
    assert kinds(found) == {kind}
    assert [one.legal for one in found] == [kind not in (Kind.NO_REMEDY, Kind.NO_REMEDY_TERM)], (
        "Art. 32 names the other four"
    )


@pytest.mark.parametrize("case", [
    Case(MatterClass.SUGGESTION), Case(MatterClass.TIP_OFF), Case(None), Case(MatterClass.APPEAL, simple=True),
])  # fmt: skip
def test_what_needs_no_opinion_lacks_no_part(case: Case) -> None:
    assert missing("已修好。", case) == ()


def test_a_review_names_the_recheck_and_a_recheck_that_it_is_the_end() -> None:
    review = WHOLE.replace("请求县人民政府复查", "请求州人民政府复核")
    assert missing(review, Case(MatterClass.APPEAL, Stage.REVIEW)) == ()
    assert kinds(missing(WHOLE, Case(MatterClass.APPEAL, Stage.REVIEW))) >= {Kind.NO_REMEDY}
    assert kinds(missing(review, Case(MatterClass.APPEAL, Stage.RECHECK))) >= {Kind.NO_REMEDY}
    assert not any(one.legal for one in missing("维持。", Case(MatterClass.APPEAL, Stage.REVIEW)))
    end = review + "您对本复核意见不服，仍以同一事实和理由提出的，不再受理。"
    assert missing(end, Case(MatterClass.APPEAL, Stage.RECHECK)) == ()


def test_the_house_letters_have_every_part() -> None:
    parts = (TONGUE.request, TONGUE.facts, TONGUE.opinion, TONGUE.basis, TONGUE.review)
    slots = {
        "head": "处理意见",
        "opinion": TONGUE.opinions[Outcome.SUPPORTED],
        "law": "《信访工作条例》",
        "organ": "县人民政府",
    }
    letter = "\n".join(part.format_map(slots) for part in parts)
    assert missing(letter.replace("＿＿＿＿＿＿", "《城市供水条例》"), APPEAL) == ()


def test_the_laws_of_the_way_of_review_are_no_basis() -> None:
    text = WHOLE.replace("四、依据\n《城市供水条例》第二十二条。\n", "").replace(
        "您可以自", "您可以依照《信访工作条例》第三十五条自"
    )
    assert kinds(missing(text, APPEAL)) == {Kind.NO_BASIS}


def test_a_promise_names_its_day() -> None:
    vague = "予以支持，我们将安排维修。"
    assert kinds(no_term(vague, APPEAL)) == {Kind.NO_TERM}
    assert no_term(vague, Case(MatterClass.APPEAL, outcome=Outcome.NOT_SUPPORTED)) == ()
    for dated in ("三月底前修好。", "5月10日前修好。", "十五个工作日内修好。", "已经全部修复。"):
        assert no_term(vague + dated, APPEAL) == (), dated


# -- requests -----------------------------------------------------------------------------------------------------------

PETITION = (
    "家里三天没有水了。请求马上恢复供水。另外楼道里的电梯按钮全坏了，希望尽快更换电梯按钮和轿厢灯。谢谢领导！"
)


def test_requests_are_the_sentences_that_ask() -> None:
    found = requests(PETITION)
    assert [one.text for one in found] == [
        "请求马上恢复供水。",
        "另外楼道里的电梯按钮全坏了，希望尽快更换电梯按钮和轿厢灯。",
    ]
    assert all(PETITION[one.start : one.end] == one.text for one in found)
    assert requests("家里没有水。") == ()


def test_a_request_that_no_word_comes_back_to_is_told_with_its_place() -> None:
    (one,) = unanswered(PETITION, WHOLE, number="n")
    assert (one.kind, one.source) == (Kind.UNANSWERED, "n")
    assert "电梯按钮" in PETITION[one.start : one.end]
    assert list(unanswered(PETITION, WHOLE + "电梯按钮和轿厢灯四月更换。")) == []


def test_who_wrote_korean_is_answered_in_korean() -> None:
    asked = "사흘째 물이 나오지 않습니다. 빨리 수도물을 공급해주십시오."
    assert kinds(other_language(asked, WHOLE)) == {Kind.OTHER_LANGUAGE}
    assert list(other_language(asked, WHOLE + "\n수도물을 다시 공급하였습니다.")) == []
    assert list(unanswered(asked, WHOLE)) == []


# -- other people's data --------------------------------------------------------------------------------------------------

ID, PHONE = "999999195001010042", "19900001234"


def test_other_peoples_data_are_found_where_they_stand() -> None:
    text = f"经查，村民李大山（身份证{ID}，电话{PHONE}）住河西村3组12号201室。"
    found = {one.kind: text[one.start : one.end] for one in foreign(text, Own())}
    assert found[Kind.ID_NUMBER] == ID
    assert found[Kind.PHONE] == PHONE
    assert found[Kind.NAME] == "李大山"
    assert "12号201室" in found[Kind.ADDRESS]


def test_the_petitioners_own_data_and_an_offices_telephone_may_stand_there() -> None:
    own = Own(phones=("199 0000 1234",), id_numbers=(ID,), told="我叫李大山", offices=("19900005678",))
    assert list(foreign(f"村民李大山，{ID}，{PHONE}，办公电话19900005678、0433-8812345。", own)) == []


@pytest.mark.parametrize("text", [
    "业主权益应当保护。", "学生毕业后办理。", "居民王某反映", "群众反映强烈。", "村民代表大会决定。", "订单号1990000123456789",
    "职工安置方案", "村民三组", "申请人符合条件",
])  # fmt: skip
def test_ordinary_words_are_nobodys_name(text: str) -> None:
    assert kinds(foreign(text, Own())) == set()


def test_somebody_else_in_the_matter_is_named_nowhere() -> None:
    (one,) = foreign("此事金顺姬也提出过。", Own(told="金顺姬和我", others=("金顺姬",)))
    assert one == Finding(Kind.NAME, 2, 5)


def test_masked_leaves_nothing_and_keeps_the_rest() -> None:
    text = "".join(f"村民李大山{PHONE}。" for _ in range(30)) + f"身份证{ID}，经查属实。"
    hidden = masked(text, ("经查",))
    assert "李大山" not in hidden
    assert PHONE not in hidden
    assert ID not in hidden
    assert hidden.endswith("属实。")
    assert masked("水管已修好。") == "水管已修好。"


@pytest.mark.parametrize("text", [
    "此事越来越被群众关注和重视。", "依据妇女儿童权益保障法办理。", "党的群众路线教育实践活动", "居民向政府反映多次。",
    "学生牛奶已换厂家。", "全体业主万分感谢。", "让群众安居乐业。", "切实为群众关切着想", "部分群众曾反映过",
    "须经业主许可同意", "学生全面发展", "向居民向阳路段供水", "增强群众幸福感", "带孙子孙女散步。",
    "居民易受影响", "住户余款已退", "职工方提出", "学生高三时", "居民文明，大家安心",
])  # fmt: skip
def test_words_that_begin_with_a_surname_are_no_names(text: str) -> None:
    assert masked(text) == text
    assert kinds(foreign(text, Own())) == set()


@pytest.mark.parametrize(("text", "told"), [
    ("村民王国强反映", "村民王**反映"), ("村民高建国反映", "村民高**反映"),
    ("业主高明珠说", "业主高**说"), ("户主高明，男", "户主高*，男"),
    ("张某某、李四都签了字", "张某某、李*都签了字"), ("儿子王一、孙女王二在家", "儿子王*、孙女王*在家"),
    ("有两个学生邹小兰、刘雷没有到校", "有两个学生邹**、刘*没有到校"), ("业主冯大勇、何澎、李兴。", "业主冯**、何*、李*。"),
    ("李*和其妻赵小梅的房子", "李*和其妻赵**的房子"), ("张某、李主任、江苏人", "张某、李主任、江苏人"),
    ("信访人吴大山来访。吴大山说，吴大山家", "信访人吴**来访。吴**说，吴**家"), ("户主：王平 妻：李小超", "户主：王* 妻：李**"),
    ("村民王平反映此事", "村民王*反映此事"), ("举报人刘英正：电话", "举报人刘**：电话"), ("居民石磊家里", "居民石*家里"),
    ("妻子于梅从外地来", "妻子于*从外地来"), ("群众王某某", "群众王某某"),
])  # fmt: skip
def test_names_are_masked_also_the_next_ones_and_where_they_stand_again(text: str, told: str) -> None:
    assert masked(text) == told


@pytest.mark.parametrize("text", [
    "我妈在电话里告诉我后，我打电话想找人问问多少钱。", "你们看到全体业主反对的决心了吗？",
    "——关于要求修路的村民", "难道村民的命不值钱吗？",
    "当时物业要求我们先交钱。", "我多次打电话咨询。", "工作人员回复说是否办理要等通知。", "法律何在？",
])  # fmt: skip
def test_what_only_tells_or_is_to_have_no_answer_is_no_request(text: str) -> None:
    assert requests(text) == ()


@pytest.mark.parametrize("text", [
    "物业告诉我要多交钱，请问是否合法？", "难道没人管吗，希望尽快修好。", "公积金多少可以提取？",
    "我们要求退还押金。", "向政府请求修路。",
    "我多次打电话都没人接，请领导帮帮我们。", "来信咨询低保怎么申请。",
])  # fmt: skip
def test_what_is_asked_in_such_sentences_is_one(text: str) -> None:
    assert len(requests(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["此事与王**有关。", "联系199****1234。", "李×××已签字。", "已整改，[……]", "群众关*此事", "XXX路已修"],
)
def test_what_a_quoted_case_leaves_is_told(text: str) -> None:
    assert [one.kind for one in check(Answer(text)) if one.kind is Kind.LEFTOVER] == [Kind.LEFTOVER]


@pytest.mark.parametrize(
    "text", ["王某某已签字。", "* 一是修路\n* 二是通水", "面积3×4米", "A4区路面5*3米，x光片"]
)
def test_what_only_looks_like_a_mask_isnt(text: str) -> None:
    assert Kind.LEFTOVER not in kinds(check(Answer(text)))


def test_where_nothing_may_go_out_more_is_taken_for_a_name() -> None:
    text = "群众关注此事，业主全体同意，居民向王庄走。张某、李四来过"
    assert [text[start:end] for start, end in names_cued(text)] == ["关注此", "向王庄", "李四"]


# -- plain words, what is out of force, the whole ---------------------------------------------------------------------------


def test_long_sentences_and_officialese_are_hints() -> None:
    text = "我局高度重视。" + "水" * (LONG_SENTENCE + 1) + "。有关部门适时处理。"
    found = list(hints(text))
    assert [one.kind for one in found] == [Kind.LONG_SENTENCE, *[Kind.OFFICIALESE] * 3]
    assert text[found[1].start : found[1].end] == "高度重视"
    assert list(hints("水" * LONG_SENTENCE + "。")) == []


def test_a_law_that_was_replaced_is_told_with_the_new_one() -> None:
    found = [one for one in check(Answer("依据《信访条例》第十四条。")) if one.kind is Kind.STALE]
    assert [one.words for one in found] == [("《信访条例》", "《信访工作条例》")]
    assert Kind.STALE not in kinds(check(Answer("依据《信访工作条例》第三十二条。")))


def test_citations_of_what_the_department_calls_stale() -> None:
    text = "依据《供热办法》〔政策12〕。"
    assert citations(text) == {"供热办法", "政策12"}
    assert (
        len([one for one in check(Answer(text, stale=("供热办法", "政策12"))) if one.kind is Kind.STALE]) == 2
    )


def test_the_whole_check_tells_the_law_first_and_a_good_answer_passes() -> None:
    bad = check(Answer("您好，来信收悉，我们将认真研究。", APPEAL, (("n", PETITION),)))
    order = list(Kind)
    assert [order.index(one.kind) for one in bad] == sorted(order.index(one.kind) for one in bad)
    assert kinds(bad) >= {Kind.EMPTY, Kind.NO_FACTS, Kind.NO_BASIS, Kind.NO_REMEDY, Kind.UNANSWERED}
    assert check(Answer(WHOLE, APPEAL, (("n", "请求马上恢复供水。"),))) == ()
    assert check(Answer(" \n")) == (Finding(Kind.EMPTY),)


def test_what_is_still_to_be_filled_in_is_found() -> None:
    text = "＿＿＿：\n\n您好，水管将于____日修好（待补充）。"
    found = [text[one.start : one.end] for one in check(Answer(text)) if one.kind is Kind.GAP]
    assert found == ["＿＿＿", "____", "（待补充）"]


def test_the_core_is_the_opinion_without_greeting_and_remedy() -> None:
    assert core(WHOLE) == "予以支持。接头已于三月五日换好，多收的水费三月底前退还。"
    assert core("您好！来信收悉。经查，接头漏水，已换好。感谢您的支持！") == "经查，接头漏水，已换好。"
    assert core("已换好") == "已换好"
    assert len(core("水" * 5_000)) == LONGEST


def test_a_long_core_ends_with_a_sentence_and_says_that_there_is_more() -> None:
    sentence = "路面已经铺好，排水沟也清了。"
    cut = core(sentence * 100)
    assert cut.endswith("清了。[……]")
    assert len(cut) <= LONGEST
    assert cut.removesuffix("[……]") == sentence * (len(cut) // len(sentence))
    assert core(sentence * 42) == sentence * 42
    clauses_only = core("路面已经铺好，" * 100)
    assert clauses_only.endswith("铺好，[……]")


def test_a_promise_without_a_commitment_is_found_at_its_term() -> None:
    promised = Case(MatterClass.APPEAL, outcome=Outcome.SUPPORTED, noted=False)
    text = "我们支持您的请求，2027年1月10日前更换全部管道。"
    (found,) = no_commitment(text, promised)
    assert (found.kind, text[found.start : found.end]) == (Kind.NO_COMMITMENT, "2027年1月10日")
    assert [one.kind for one in no_commitment("我们支持您的请求。", promised)] == [Kind.NO_COMMITMENT]
    assert no_commitment(text, Case(MatterClass.APPEAL, outcome=Outcome.NOT_SUPPORTED, noted=False)) == ()
    assert no_commitment(text, Case(MatterClass.APPEAL, outcome=Outcome.SUPPORTED, noted=True)) == ()


def test_a_day_that_is_past_is_no_promise() -> None:
    case = Case(MatterClass.APPEAL, outcome=Outcome.SUPPORTED, noted=False, on=date(2027, 3, 2))
    law = "按2019年7月印发的办法，予以支持。2027年3月1日已受理。"
    (found,) = no_commitment(law, case)
    assert (found.start, found.end) == (0, 0)
    for term in ("2027年3月20日", "2027年3月", "三个月内"):
        text = f"{law}{term}完成。\n某局\n2027年3月2日"
        (found,) = no_commitment(text, case)
        assert text[found.start : found.end] == term
    (found,) = no_commitment("予以支持。\n某局\n2027年3月2日", case)
    assert found.end == 0
    unknown = Case(outcome=Outcome.SUPPORTED, noted=False)
    (found,) = no_commitment(law, unknown)
    assert law[found.start : found.end] == "2019年7月"


def test_what_repeats_the_request_isnt_the_offices_own_language() -> None:
    text = (
        "一、您的请求\n请尽快修好路灯。\n二、事实和理由\n我局高度重视，正在修理。\n三、处理意见\n将尽快修好。"
    )
    found = [text[one.start : one.end] for one in hints(text)]
    assert found == ["高度重视", "尽快"]
    assert [one.start for one in hints(text)][1] == text.rindex("尽快")


def test_a_korean_sentence_ends_with_its_full_stop_and_a_quoted_title_isnt_counted() -> None:
    title = "길가의 등불이 석달째 켜지지 않아 저녁이면 어두워서 로인들이 다니기 무섭습니다" * 2
    hello = f"귀하께서 2026년 11월 28일에 제기하신 “{title}” 신소사항(번호: 222424-20261128-00002-2)을 접수하였습니다. "
    assert list(hints(hello + "다음과 같이 회답합니다.")) == []
    assert len(list(hints("물이 나오지 않습니다 " * 12 + "."))) == 1


def test_the_day_on_which_a_petition_came_isnt_taken_for_a_promise() -> None:
    case = Case(outcome=Outcome.SUPPORTED, noted=False)
    hello = "您于2026年11月28日提出的“路灯”信访事项收悉。现答复如下：\n"
    assert [one.kind for one in no_term(hello + "予以支持，会修好。", case)] == [Kind.NO_TERM]
    promised = hello + "予以支持，2026年11月30日前修好。"
    assert no_term(promised, case) == ()
    (found,) = no_commitment(promised, case)
    assert promised[found.start : found.end].startswith("2026年11月")
    assert found.start > promised.index("支持")


@pytest.mark.parametrize("article", ["九十九", "五十一", "一百", "一百零二", "51", "零", "百百百"])
def test_an_article_that_the_regulation_hasnt_is_told(article: str) -> None:
    found = [
        one
        for one in check(Answer(f"依据《信访工作条例》第{article}条。"))
        if one.kind is Kind.NO_SUCH_ARTICLE
    ]
    assert [one.words for one in found] == [("50",)]


@pytest.mark.parametrize("article", ["一", "十", "十一", "二十", "三十二", "五十", "50", "7"])
def test_one_that_it_has_is_not(article: str) -> None:
    text = f"依据《信访工作条例》第{article}条、《信访工作条例》（2022年）第{article}条第二款、《某办法》第九十九条。"
    assert Kind.NO_SUCH_ARTICLE not in kinds(check(Answer(text)))
