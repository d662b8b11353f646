"""Words that speak of a tip-off (检举控告, Art. 30). No judgement: whoever sorts reads twice before it goes to anybody."""

from __future__ import annotations

#: In Chinese and Korean as people write them; whoever writes one of these may accuse a person of office.
WORDS = (
    "举报", "检举", "控告", "揭发", "贪污", "受贿", "行贿", "索贿", "挪用", "侵吞", "吃拿卡要", "以权谋私",
    "滥用职权", "徇私", "包庇", "回扣", "贿赂", "套取", "截留", "私分", "优亲厚友",
    "검거", "고발", "횡령", "뢰물", "직권람용",
)  # fmt: skip


def tip_words(text: str) -> tuple[str, ...]:
    """The words of ``text`` that speak of a tip-off, in the order of the list, each once; none is the usual answer."""
    return tuple(word for word in WORDS if word in text)
