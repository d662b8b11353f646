"""Korean particles behind a word, cut off for what is shown: 가로등이 is shown as 가로등, 고속도로 and 어린이 as they are.

For comparing far more is cut off (``likewords.stem``); that leaves pieces which nobody writes.
"""

from __future__ import annotations

import re

#: What follows a word of two syllables or more. The single ones at the end may as well be the end of a word.
_PARTICLE = re.compile(
    "(?:에서는|에서도|에게서|에서|에게|에는|에도|으로|부터|까지|처럼|보다|마다|조차|이나|들이|들은|들을|들도|들의"
    "|을|를|은|는|이|가|에|의|도|와|과|로|만)$"
)
_ENDS = """
도로 수도 철도 보도 제도 정도 온도 속도 지도 태도 농도 습도 통로 선로 진로 경로 하수로 회의 동의 합의 항의 건의 심의 논의 강의
정의 주의 결과 효과 성과 내과 외과 치과 사과 국가 평가 물가 상가 참가 증가 추가 허가 인가 농가 휴가 대가 원가 단가 주가
어린이 젊은이 늙은이 고양이 놀이 종이 길이 높이 차이 나이 사이 아이 먹이 구이 불만 비만 마을 가을 노을 고을
"""
#: Words that end like a particle, also behind another one (치료결과).
_WHOLE = re.compile(f"(?:{'|'.join(_ENDS.split())})$")


def without_particle(word: str) -> str:
    """The Korean word without its particle; two syllables at least are left, or it is whole."""
    if _WHOLE.search(word):
        return word
    found = _PARTICLE.search(word, 2)
    return word[: found.start()] if found else word
