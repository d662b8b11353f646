"""What the demo county has published for everybody: two of the founding report's stories, without anybody's data (Art. 18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from huiyin.rooms.cases.publishing import publish
from huiyin.rules.roles import Actor

#: By the matter's key: title, request and answer in words for everybody.
_SHOWN = {
    "story-fumes-letter": (
        "饭店的油烟熏到楼上，怎么办",
        "小区里几家饭店的烟囱只接到四楼，油烟往上翻，六楼开不了窗。第一次整改后还是熏。",
        (
            "原来的办法没有用，是我们核查不细。现在几家饭店的烟道都接到楼顶以上，并装了净化设备；我们在住户家里看过，"
            "窗边闻不到油烟了。今后每季度检查一次。再有油烟，请随时反映，当天派人来看。"
        ),
    ),
    "story-water-visit": (
        "老旧输水管漏水，坡上的住户没水吃",
        "输水管年久渗漏，坡上几户断水，坡下八十多户水流很小，老人要到远处提水。",
        (
            "渗漏处已查到，四十六米旧管全部更换，水压逐户验过。停水期间和冲管的水费减免，同年份的其余旧管在上冻前换完。"
            "家里水压突然变小、路面无故潮湿，请马上告诉自来水公司或者在这里反映。"
        ),
    ),
}


def publish_some(now: datetime, numbers: Mapping[str, str], *, by: Actor) -> None:
    """Publish them; ``numbers``: the matters' by their keys."""
    for key, (title, question, text) in _SHOWN.items():
        publish(numbers[key], title=title, question=question, text=text, by=by, now=now)
