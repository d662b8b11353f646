"""Names of private persons in Korean letters: behind a word for who somebody is, before one by which people are called.

Surnames in both spellings (리/이, 림/임, 류/유). What stands behind a name (김순희가, 김철수 씨) isn't part of it. One way for
what is masked and for what goes to another machine; there whatever may be a name is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.rules.replies.name_words import MANY, ONE

Place = tuple[int, int]
SURNAMES = frozenset(
    "김이리박최정조강장윤임림한오서신권황안송류유전홍고문손양량배백허남심노로하곽성차주우구민진지엄채원천방공현함변염렴여려추도"
    "소석선설마길연련위표명기반왕라나금옥육륙인맹제모탁국어은편용룡예경봉사부뢰"
)
_COMPOUND = "남궁|황보|제갈|사공|선우|서문|독고|동방"
#: Syllables that given names are made of.
_GIVEN = (
    "철수영희순옥금숙자경미정은성호민준국강동명광학춘화련연란난매설봉룡용해홍일남복길만덕태진현선애향월분녀혜지우재종창상인"
    "석근환훈규식원승기범빈서윤아나라소하유예주림임송실천택헌혁협형균관건걸도두득락렬열률모무문백병보산삼섭신양언엽옥완욱"
    "운웅익장전점제조찬채청출충칠탁필한항허휘효후화황흥희찬률련리녕영숙심순술갑구군달돌래례록린말맹묵배범변비석세손솔슬"
)
_BEFORE = (
    "신소인|상방인|신고인|신청인|제기인|당사자|피해자|가해자|부상자|사망자|환자|세대주|호주|집주인|차주|세입자|경영자|법정대표인|"
    "원고|피고|증인|보호자|대리인|위탁인|련락인|연락인|련계인|수취인|이웃|아내|안해|남편|아들|맏아들|둘째아들|딸|맏딸|둘째딸|"
    "아버지|어머니|부친|모친|장인|장모|시아버지|시어머니|할아버지|할머니|손자|손녀|며느리|사위|형|동생|남동생|녀동생|여동생|누나|언니|오빠|"
    "조카|삼촌|고모|이모|로인|노인|주민|촌민|거주민|농민|학생|업주|종업원|로동자|노동자|농민공|승객|운전사|운전기사|소비자|"
    "성명|이름"
)
_CALLED = "씨|할머니|할아버지|어르신|녀사|여사|부부|아주머니|아저씨|아바이|아매"
#: What stands behind a name as its end.
_PARTICLES = (
    "(?:이|가|은|는|을|를|의|에게서|에게|께서|께|와|과|도|만|네|이라고|라고|이라는|라는|이고|이며|이다|입니다|한테|로부터|으로부터|"
    "에 대한|씨|님|등|측|부부){0,3}"
)
_ENDS = rf"(?={_PARTICLES}(?:[^가-힣]|$))"
_BORN = r"(?=\s?[(（,，]\s?(?:남|녀|여|\d{1,3}세)(?:[^가-힣]|$|자|성))"
#: Two syllables are a name only with such a surname, a blank behind it only with the commonest: 이 문제 is "this problem".
_FULL = (
    rf"(?:(?:{_COMPOUND})[{_GIVEN}]{{1,2}}?|[{''.join(sorted(SURNAMES))}][{_GIVEN}]{{2}}"
    rf"|[김박최리림][{_GIVEN}]|[김박최]\s[{_GIVEN}]{{2}})"
)
_NAME = rf"(?P<name>{_FULL})"
_SELF = r"(?=\s?(?:이?라고|이?라는|입니다|이고|이며|이?라 )|[,.])"
_OF_CHINESE = "|".join(sorted(f"{ONE}|{MANY}".split("|"), key=len, reverse=True))
_ROUND = tuple(re.compile(one) for one in (
    rf"(?<![가-힣])(?:{_BEFORE})\s?[:：\s]\s?{_NAME}{_ENDS}",
    rf"(?:저는|나는|본인은|이름은|성명은)\s{{0,2}}{_NAME}{_SELF}",
    rf"(?:{_OF_CHINESE})\s?[:：]?\s?{_NAME}{_ENDS}",
    rf"(?<![가-힣]){_NAME}(?=\s?(?:{_CALLED})(?:{_PARTICLES})(?:[^가-힣]|$))",
    rf"(?<![가-힣]){_NAME}{_BORN}",
))  # fmt: skip
_NEXT = re.compile(rf"(?:와|과|하고|이랑|랑)?\s*(?:[,，、·]|및)?\s*{_NAME}{_ENDS}")
#: Whatever may be a name where somebody speaks of themself or is called by it.
_WIDE = re.compile(
    r"(?:저는|나는|본인은|이름은|성명[은:：]?|련락인[은:：]?)\s{0,2}([가-힣]{2,4}?)(?=[\s,.:：]|이고|이라|라고|입니다|이며|$)"
    r"|([가-힣]{2,4})\s?(?=씨|선생님|할머니|할아버지)"
)
#: Ordinary words that such a syllable and another begin.
_WORDS = frozenset(re.findall(
    "..",
    "지원지정지금지역지급지도지출지난지방지하신청신고신설신소신문신속신분안전안정안내안해전원전기전화전문전체전부전국이용이미"
    "이상이전이주이웃이후이런이날이번이는이를이와이의이가이도조사조건조정조선조치조기정부정확정책정상정원정기정리정도정보공사"
    "공동공민공원공안공정공장공무주택주소주차주민주인주장주의주관주변주임기본기업기관기준기금기한기술현재현장현지현정현성문제"
    "문화문의문서민정민원민사방문방안방법방식배상배수보상선생선거선후성명성원성인성진소유소음소송소득소원소재수도양로여성여러"
    "여기연금연장연구연길오염오전오후유지유선유한인원인정인민인해인대임대임금임시장애장기장려장소진료진정진행차량차별채무채용"
    "최근최저추가추진하수하지한국한명한해함께허가홍수환경황사모든모두모집무료석탄설명설비위생위원위치위해위한은행원래원인원금"
    "명의명단명세반영반복변경고소고장고향고원고령권리구역구제국가국유남자남성남편노인로인도로도시동의사고사무사실사정사유사망"
    "서명서류서면성적손해손실손자손녀송금심사어린예산왕청경우경영경제경비부모부담부문부분부상자녀천만천원표명표시편의하나하자"
    "하루나라나서라고리유리익리용리해림지림업류실려객련락련계련속련합로동로임마을마련만원백원방향방지우선우리우편원하의료"
    "제기제출제때제정제도소문정말최선최종최소최상최신리자박수어제전혀우연",
))  # fmt: skip


def korean_names(text: str, *, wide: bool = False) -> Iterator[Place]:
    """Names in Korean letters as far as what stands round them shows it, those enumerated there and where they stand again.

    ``wide``: also whatever may be one where somebody is called by it.
    """
    told: set[str] = set()
    for start, end in _by_what_is_round(text):
        yield start, end
        told |= {text[start:end]} if end - start > 2 else set()
    if told:
        again = "|".join(sorted(told, key=len, reverse=True))
        yield from (one.span() for one in re.finditer(rf"(?<![가-힣])(?:{again}){_ENDS}", text))
    if wide:
        yield from (one.span(1 if one[1] else 2) for one in _WIDE.finditer(text))


def _by_what_is_round(text: str) -> Iterator[Place]:
    if not _LETTERS.search(text):  # most texts here have none
        return
    for pattern in _ROUND:
        for found in pattern.finditer(text):
            at: re.Match[str] | None = found
            while at and at["name"][:2] not in _WORDS:
                yield at.span("name")
                at = _NEXT.match(text, at.end("name"))


_LETTERS = re.compile("[가-힣]")
