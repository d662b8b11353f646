"""Invented messages of three kinds, made from a few phrases, for what learns."""

from __future__ import annotations

from itertools import product

from huiyin.rooms.insight.features import Text

PHRASES = {
    "040100": (
        ["自来水", "水管", "水压", "水表"],
        ["三天没有来", "又爆了", "低得上不了楼", "冻裂了"],
        ["请自来水公司来修", "老人提不动桶", "做饭都难"],
    ),
    "050300": (
        ["隔壁工地", "楼下饭店", "广场音响", "木材加工厂"],
        ["半夜还在响", "噪声太大", "吵得睡不着", "天不亮就开工"],
        ["请环保去测一测", "孩子要高考", "老人心脏不好"],
    ),
    "060100": (
        ["老板", "包工头", "砖厂", "饭馆"],
        ["拖欠工资半年", "工钱一直不给", "年底不发工资", "加班费没有算"],
        ["请劳动监察帮忙", "家里等钱过年", "没有签合同"],
    ),
}


def messages() -> tuple[list[Text], list[str]]:
    """All texts with their categories, mixed."""
    found = [
        (Text(what + how, f"{what}{how}，{why}。"), code)
        for code, parts in PHRASES.items()
        for what, how, why in product(*parts)
    ]
    found.sort(key=lambda pair: pair[0].body[::-1])
    return [text for text, _code in found], [code for _text, code in found]
