"""What the demo's administrator has set: the duty list, a day off, a word of thanks, a draft of the next list."""

from __future__ import annotations

from datetime import date, datetime

from huiyin.rooms.accounts.models import User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.county.actions import set_day
from huiyin.rooms.county.charges import add_charge
from huiyin.rooms.county.editions import begin_edition, set_category
from huiyin.rooms.county.reorganising import describe_unit
from huiyin.rooms.county.wording import set_wording
from huiyin.rules.calendar import Reason

#: Category and unit, as the county's official list would say.
_CHARGES = (
    ("040100", "222424-WCO"), ("040200", "222424-HCO"), ("040400", "222424-URB"), ("040500", "222424-SAN"),
    ("050100", "222424-ENV"), ("050200", "222424-ENV"), ("030100", "222424-NAT"), ("010300", "222424-AGR"),
    ("020100", "222424-MAR"),
)  # fmt: skip
_PAPER = "汪清县派单目录（演示）"


def furnish(now: datetime) -> None:
    """Set it by the demo's administrator; a day that is still to come, so that no last day moves."""
    by = actor_of(User.objects.get_by_natural_key("admin"), now)
    for category, unit in _CHARGES:
        add_charge(category, unit=unit, note=_PAPER, by=by, now=now)
    holiday = date(now.year + 1, 9, 3)
    if holiday.weekday() < 5:
        given = {
            "reason": Reason.LOCAL.value,
            "name": "自治州成立纪念日",
            "source": "延边朝鲜族自治州自治条例",
        }
        set_day(holiday, working=False, by=by, now=now, **given)
    describe_unit("222424-MWD", phone="0433-8800009", address="汪清县汪清镇（演示）", by=by, now=now)
    for language, text in (
        ("ko", "왕청현 왕청진(시범)"),
        ("en", "Wangqing Town, Wangqing County (demonstration)"),
    ):
        set_wording("portal_address", language, text, by=by, now=now)
    thanks = {"zh-hans": "感谢您关心汪清、支持汪清。", "ko": "왕청에 대한 관심과 지지에 감사드립니다."}
    for language, text in thanks.items():
        set_wording("thanks", language, text, by=by, now=now)
    code = str(now.year + 1)
    begin_edition(code, name=f"信访内容分类（{code}年版，草稿）", by=by, now=now)
    set_category(
        code,
        "040700",
        name="老旧小区改造",
        name_ko="낡은 주택구역 개조",
        name_en="Old quarters",
        by=by,
        now=now,
    )
