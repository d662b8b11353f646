"""Invented texts of every kind of writing, random pieces of them, and the naive scan that each search must agree with."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.search.rows import KINDS, said
from huiyin.rules.tokens import fold

TEXTS = (
    ("没有水", "家里三天没有水了，老人提不动桶。水管2019年修过，现在又坏了！"),
    ("餐馆油烟扰民", "楼下“老汤牛肉馆”油烟直排，PM2.5超標3倍，晚上11:30还在炒菜；居民多次反映。"),
    ("自來水公司收費問題", "自來水公司多收水費，每噸多收0.5元，請查清楚後答覆。"),
    ("拖欠农民工工资", "工地欠薪：28人、合计462,500元，包工头电话打不通，春节前能拿到吗？？"),
    ("수도물이 나오지 않습니다", "하서촌에 사흘째 수도물이 나오지 않습니다. 로인들이 물통을 들지 못합니다."),
    ("하서촌 도로 보수 요청", "하서촌 3조 앞길이 패여서 차가 다니지 못합니다. 汪清县 교통국에서 현장을 보아주십시오."),
    ("路灯不亮", "Chunyang镇 A-12 号路灯坏了\n\n晚上看不见路，孩子摔了😢😢，请尽快修理👨‍👩‍👧。"),
    ("姓名用字", "本人姓𠮷，身份证打印成吉，𡃁字也打不出来，银行不给办卡。"),
    ("关于ＣＯ２和㎡的写法", "锅炉房每天排ＣＯ２很多，面积约１２０㎡，编号①号炉。联系邮箱 someone@example.org"),
    ("停水 停电 停气", "小区 停水\t停电 停气，物业说\u200b不归他们管，自来水公司说要等。自来\u3000水"),
    ("建議增設公交站", "建議在河西村口增設公交站，方便學生上學與老人看病。"),
    ("水水水水", "水水水水水水，没有没有没有水。"),
)  # fmt: skip


#: The number of a matter, the words, and the same folded.
Text = tuple[str, str, str]


def texts() -> list[Text]:
    """All words that may be found."""
    rows = SealedText.objects.filter(name__in=KINDS, text__isnull=False)
    read = [(n, said(name, text or "")) for n, name, text in rows.values_list("number", "name", "text")]
    return [(number, text, fold(text)) for number, text in read]


def scanned(piece: str, known: Iterable[Text]) -> set[str]:
    """Every matter that says this, by looking through every text."""
    word = fold(piece)
    return {number for number, _, folded in known if word in folded}


def scanned_as_written(piece: str, known: Iterable[Text]) -> set[str]:
    """Every matter that says exactly this, nothing folded."""
    return {number for number, text, _ in known if piece in text}


def pieces(from_: Iterable[str], count: int, seed: int) -> list[str]:
    """Random pieces of two to six characters that are two or more when they are folded."""
    rng, whole = random.Random(seed), [text for text in from_ if len(text) > 1]
    found: list[str] = []
    while len(found) < count:
        text = rng.choice(whole)
        start = rng.randrange(len(text) - 1)
        piece = text[start : start + rng.randint(2, 6)]
        if len(fold(piece)) >= 2:
            found.append(piece)
    return found


def folded_texts() -> Mapping[str, list[str]]:
    """All folded texts of each matter."""
    found: dict[str, list[str]] = {}
    for number, _, folded in texts():
        found.setdefault(number, []).append(folded)
    return found
