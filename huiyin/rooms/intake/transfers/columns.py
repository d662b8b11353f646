"""What the columns of a batch file are called: the usual spellings of petition offices, to what they mean here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column of a batch file tells."""

    FOREIGN = "foreign"
    PASSED_ON = "passed_on"
    RECEIVED = "received"
    DUE = "due"
    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    ADDRESS = "address"
    PERSONS = "persons"
    TITLE = "title"
    TEXT = "text"
    PLACE = "place"
    CATEGORY = "category"


#: The spellings; the first one heads the template and what is written out.
SPELLINGS: Mapping[Column, tuple[str, ...]] = {
    Column.FOREIGN: (
        "转送编号", "信访件编号", "交办编号", "转办编号", "信访编号", "来件编号", "工单编号", "工单号", "受理编号", "件号",
        "编号", "原编号", "上级编号", "转办单号", "登记编号", "信件编号",
    ),
    Column.PASSED_ON: (
        "转送日期", "交办日期", "转办日期", "转送时间", "交办时间", "转办时间", "派单时间", "下发时间", "下发日期", "来文日期",
    ),
    Column.RECEIVED: (
        "收到日期", "收件日期", "接收日期", "接收时间", "收到时间", "信访日期", "登记日期", "登记时间", "来件日期", "收文日期",
    ),
    Column.DUE: (
        "要求反馈日期", "要求办结日期", "办理期限", "办结期限", "办结时限", "限办日期", "限办期限", "办理时限", "截止日期",
        "反馈期限", "反馈时限", "限办截止日期", "到期日期", "回复时限",
    ),
    Column.NAME: ("信访人姓名", "信访人", "姓名", "反映人", "反映人姓名", "来电人", "诉求人", "投诉人", "联系人"),
    Column.ID_NUMBER: ("身份证号", "身份证号码", "证件号码", "证件号", "身份证", "公民身份号码"),
    Column.PHONE: ("联系电话", "电话", "手机号", "手机", "手机号码", "电话号码", "联系方式", "来电号码"),
    Column.ADDRESS: ("住址", "地址", "家庭住址", "联系地址", "通讯地址", "常住地址", "现住址"),
    Column.PERSONS: ("人数", "信访人数", "来访人数", "涉及人数"),
    Column.TITLE: ("标题", "主题", "事由", "工单标题", "信访事由", "概要"),
    Column.TEXT: (
        "反映内容", "信访内容", "主要内容", "诉求内容", "主要诉求", "内容", "概况", "工单内容", "问题描述", "信访诉求",
        "反映问题", "诉求",
    ),
    Column.PLACE: ("问题属地", "问题发生地", "事发地", "所属地区", "属地", "发生地"),
    Column.CATEGORY: ("内容分类", "问题分类", "诉求分类", "分类", "问题类别", "类别"),
}  # fmt: skip
#: A file without one of these can't be read: which row is which, since when, about what. One of a group is enough.
NEEDED: tuple[tuple[Column, ...], ...] = (
    (Column.FOREIGN,), (Column.PASSED_ON, Column.RECEIVED), (Column.TEXT, Column.TITLE),
)  # fmt: skip
#: Stands in the row of the template that shows how it is done; such a row is never taken.
EXAMPLE = "示例（请删除本行）"
_NOISE = re.compile(r"[\s*＊:：_\-—/／]|[（(\[【].*?[)）\]】]")
_BY_WORD: Mapping[str, Column] = {word: column for column, words in SPELLINGS.items() for word in words}


def plain(heading: str) -> str:
    """A heading without what people put around it: blanks, stars, colons, remarks in brackets."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading))


def recognise(headings: Sequence[str]) -> dict[int, Column]:
    """Which place holds which column; of two that mean the same, the first counts."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        column = _BY_WORD.get(plain(heading))
        if column is not None and column not in found.values():
            found[place] = column
    return found


def missing(found: Mapping[int, Column]) -> list[str]:
    """The first spellings of what is needed and isn't there."""
    there = set(found.values())
    return ["/".join(SPELLINGS[one][0] for one in group) for group in NEEDED if not there & set(group)]
