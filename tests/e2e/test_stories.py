"""The three stories of the founding report, told again with invented names: played by the people in them, in the browser alone.

From the first visit to the rating; nobody calls a function, everybody clicks. In each the petitioner reads the answer and says
how it was done, and nothing is closed before they were reached.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.test_way import CODE, NUMBER, act, follow, speak_up

pytestmark = pytest.mark.slow


#: With all that the Regulation asks of an opinion (Art. 32).
OPINION = (
    "您反映的事项，经现场核查，情况属实。处理意见：{}依据：《信访工作条例》第三十二条。"
    "如不服本意见，可自收到之日起三十日内请求复查。"
)


def at_the_counter(tab: Any, title: str, text: str, **more: str) -> tuple[str, str]:
    """A clerk takes down a visit; number and query code from the slip that is handed over."""
    tab.goto("/desk/register/")
    for name, value in {"title": title, "text": text, **more}.items():
        box = tab.locator(f"[name={name}]").first
        if box.get_attribute("type") == "radio":
            tab.check(f"[name={name}][value='{value}']")
        else:
            box.fill(value)
    tab.locator("[name=text]").press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    words = tab.inner_text("main")
    return NUMBER.search(words).group(), CODE.search(words).group()


def unit(tab: Any, number: str, verb: str, name: str) -> str:
    """The code of a unit, from the list that is chosen from."""
    tab.goto(f"/desk/matter/{number}/?do={verb}")
    return tab.locator("#do [name=to] option", has_text=name).first.get_attribute("value")


def sent_to(tab: Any, number: str, name: str, days: str) -> None:
    """The dispatcher sorts the matter and gives it to a unit with a term."""
    act(tab, number, "triage", klass="appeal", category="040000")
    act(tab, number, "assign", to=unit(tab, number, "assign", name), days=days)


def answer(officer: Any, head: Any, number: str, text: str) -> None:
    """Drafted by one, approved by another, issued."""
    act(officer, number, "draft", outcome="supported", text=OPINION.format(text))
    act(head, number, "approve")
    act(officer, number, "issue")


def rated(citizen: Any, number: str, code: str, **scores: str) -> str:
    """The petitioner says how it was done; the page of their matter afterwards."""
    follow(citizen, number, code)
    citizen.goto("/follow/rate/")
    for name, score in scores.items():
        citizen.check(f"[name={name}][value={score}]")
    citizen.click("main form .btn-primary[type=submit]")
    citizen.wait_for_url("**/follow/")
    return citizen.inner_text("main")


def test_nine_households_without_water(page: Any) -> None:
    """江北社区三委: old pipes leak; the water company digs, and the people, who speak Korean, can drink again."""
    clerk, dispatcher, water, head = page("clerk"), page("dispatcher"), page("water"), page("water-head")
    text = "输水管道老化,渗水严重,我们九户没有水吃,八十多户水不够用。"
    number, code = at_the_counter(
        clerk, "管道老化没水吃", text, name="金顺姬", phone="199 0000 1234", persons="9"
    )
    sent_to(dispatcher, number, "自来水公司", "10")
    act(water, number, "sign")
    act(water, number, "notify", notice="on_the_spot")
    act(water, number, "note", text="挖开路面,找到老铸铁管接口三处渗漏。")

    neighbour = page(language="ko", width=390, script=False)
    told = follow(neighbour, number, code)
    assert "상수도회사" in told
    assert "渗漏" not in told, "what officers write to each other stays with them"

    answer(water, head, number, "旧管四十六米已更换,各户已通水。낡은 수도관을 바꾸어 물이 다시 나옵니다.")
    act(water, number, "deliver", method="hand", result="received", proof="九户代表当面签收。")
    assert "물이 다시 나옵니다" in follow(neighbour, number, code)
    said = rated(neighbour, number, code, department="satisfied", unit="satisfied")
    assert said.count("만족") >= 2
    act(dispatcher, number, "close", nothing_owed="1", remark="已回访。")
    assert "완결" in follow(neighbour, number, code)


def test_four_restaurants_and_their_fumes(page: Any) -> None:
    """大通小区: the group brings bureau, owners and residents together, each promises a day, and each day is kept."""
    resident = page(language="zh-hans", width=390)
    number, code = speak_up(
        resident, "楼下四家饭店长年排油烟,一百多户不敢开窗。", name="金顺姬", phone="199 0000 1234"
    )
    dispatcher, group, head = page("dispatcher"), page("group7"), page("group7-head")
    sent_to(dispatcher, number, "七组", "45")
    act(group, number, "sign")
    act(group, number, "notify", notice="sms")
    act(
        group,
        number,
        "co_handle",
        to=unit(group, number, "co_handle", "生态环境分局"),
        text="请检测四家的油烟。",
    )
    act(page("env"), number, "contribute", text="四家均超标,建议加高排烟道并装净化器。")
    for shop in ("李记冷面", "林家小炒", "阿里郎饭馆", "大通饺子馆"):
        act(group, number, "pledge", party=shop, text="排烟道接到楼顶,加装净化器。", due="2027-12-31")

    follow(resident, number, code)
    resident.click("a[href*='/follow/add/']")
    resident.fill("[name=text]", "昨天夜里又冒烟了。")
    resident.click("main form .btn-primary[type=submit]")
    resident.wait_for_url("**/follow/")
    assert "昨天夜里又冒烟了。" in follow(resident, number, code)
    group.goto(f"/desk/matter/{number}/")
    assert "昨天夜里又冒烟了。" in group.inner_text("main")

    for promise in "1234":
        act(group, number, "fulfil", item=promise, text="现场查看,检测合格,有照片。")
    answer(group, head, number, "四家饭店均已改造完毕,检测合格。")
    told = follow(resident, number, code)
    assert "四家饭店均已改造完毕" in told
    act(group, number, "deliver", method="phone", result="received", proof="电话告知,本人表示已收到。")
    said = rated(resident, number, code, unit="satisfied")
    assert "满意" in said
    assert "未评价" in said or "没有评价" in said, "what was left open counts as not rated"
    act(dispatcher, number, "close")


def test_two_workers_who_were_overlooked(page: Any) -> None:
    """第二运输公司: two old drivers were missed in both reforms; the ninth group goes with them from office to office."""
    clerk, dispatcher, group, head = page("clerk"), page("dispatcher"), page("group9"), page("group9-head")
    text = "公司两次改制都漏了我们两个老职工,没有安置,也没接社保。"
    number, code = at_the_counter(
        clerk, "改制漏了我们两人", text, name="曹玉田", phone="199 0000 2345", persons="2"
    )
    sent_to(dispatcher, number, "九组", "45")
    act(group, number, "sign")
    act(group, number, "notify", notice="on_the_spot")
    act(
        group, number, "co_handle", to=unit(group, number, "co_handle", "交通局"), text="请查两次改制的名册。"
    )
    act(page("transport"), number, "contribute", text="名册已查,两人确被遗漏。")
    answer(group, head, number, "两人补办安置手续,社保自本月接续。")
    act(group, number, "deliver", method="hand", result="received", proof="本人当面签收。")
    worker = page(width=390, script=False)
    told = follow(worker, number, code)
    assert "两人补办安置手续" in told
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", told), "the last day to ask for a review is there"
    said = rated(worker, number, code, department="satisfied", unit="satisfied")
    assert said.count("满意") >= 2
    act(dispatcher, number, "close", nothing_owed="1")
    assert "已办结" in follow(worker, number, code)
