"""Numbered notices to units on paper: what stands on them, where they are reached from, who gets none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import pressing, protecting
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county import queries as county
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.county.wording import set_wording
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rules.roles import Role
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb
from tests.conftest import record_unlocked
from tests.rooms import cast
from tests.rooms.duty_cast import SONG
from tests.web.admin_cast import ROOT, as_admin
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import on_monday
from tests.web.paper_reading import said_by, words_of
from tests.web.test_supervision import BOARD, LATE, late_ones

Clock = Callable[[datetime], None]
__all__ = ["on_monday"]
ADMIN = cast.person("ada", Role.ADMIN, cast.DEPARTMENT)
TEXT = f"请向{cast.JIN.name}说明。电话{cast.JIN.phone}。\n并报告下一步措施。"


def seq_of(number: str, verb: str) -> int:
    return Entry.objects.get(number=number, verb=verb).seq


def supervised(number: str, text: str = TEXT) -> MatterState:
    return pressing.supervise(number, why="evasion", days=5, text=text, by=SONG, now=LATE)


def advised(number: str, to: str = cast.WATER) -> MatterState:
    return pressing.recommend(number, advice="hold_responsible", to=to, text="请予追究。", by=SONG, now=LATE)


def test_a_supervision_notice_is_printed_signed_and_sent(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    state = supervised(number)
    due = state.clocks[-1].due_on
    url = f"/desk/matter/{number}/notice/{seq_of(number, 'supervise')}"
    song = browser("song", language="zh-hans")
    page = page_of(song.get(f"/desk/matter/{number}/"))
    assert f'href="{url}.pdf"' in page
    assert f'href="{url}.docx"' in page
    assert "督办通知书 督〔2026〕1号" in page
    assert f'href="{url}.pdf"' in page_of(song.get(BOARD))
    response = song.get(f"{url}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
    bureau, office = county.unit(cast.BUREAU), county.unit(cast.DEPARTMENT)
    for told in (words_of(response.content), said_by(song.get(f"{url}.docx").content)):
        for said in (
            "督办通知书", "督〔2026〕1号", f"{bureau.name}：", number, "“没有水”信访事项", "并报告下一步措施。",
            "推诿", "《信访工作条例》第四十条", f"{due.year}年{due.month}月{due.day}日前（含当日）",
            office.name, "2026年6月30日",
        ):  # fmt: skip
            assert said in told, said
        assert cast.JIN.name not in told
        assert cast.JIN.phone not in told


def test_a_section_of_the_department_sends_in_its_name(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    section = cast.person("song", Role.SUPERVISOR, cast.DEPARTMENT, cast.GROUP)
    pressing.supervise(number, why="evasion", days=5, text="请说明", by=section, now=LATE)
    entry = Entry.objects.get(number=number, verb="supervise")
    assert entry.unit == cast.GROUP
    told = words_of(browser("song").get(f"/desk/matter/{number}/notice/{entry.seq}.pdf").content)
    assert county.unit(cast.DEPARTMENT).name in told
    assert county.unit(cast.GROUP).name not in told


def test_advice_to_hold_somebody_responsible_is_printed(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    advised(number)
    url = f"/desk/matter/{number}/notice/{seq_of(number, 'recommend')}.pdf"
    song = browser("song", language="zh-hans")
    assert "追究责任建议书 建〔2026〕1号" in page_of(song.get(f"/desk/matter/{number}/"))
    assert url in page_of(song.get(BOARD))
    told = words_of(song.get(url).content)
    water = county.unit(cast.WATER)
    for said in (f"{water.name}：", "提出追究责任的建议", "请予追究。", "“没有水”", "书面反馈采纳情况"):
        assert said in told, said


def test_the_countys_own_words_stand_on_the_paper(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    supervised(number)
    own = "关于{title}（{number}）：{why}，依{law}，限{until}书面回复。"
    set_wording("paper_supervise", "zh-hans", own, by=ADMIN, now=LATE)
    url = f"/desk/matter/{number}/notice/{seq_of(number, 'supervise')}.pdf"
    Unit.objects.filter(code=cast.BUREAU).update(name_ko="수리국")
    forget()
    told = words_of(browser("song").get(url).content)
    assert f"关于没有水（{number}）：" in told
    assert f"{county.unit(cast.BUREAU).name}：" in told
    assert "수리국" not in told


def test_what_was_told_in_confidence_reaches_no_other_unit(browser: Browser, now: Clock) -> None:
    number = cast.comes_in(confidential=True).number
    cast.go(number, Verb.NOTIFY)
    now(LATE)
    supervised(number)
    advised(number)
    song = browser("song")
    at = f"/desk/matter/{number}/notice/"
    to_holder = words_of(song.get(f"{at}{seq_of(number, 'supervise')}.pdf").content)
    assert "没有水" in to_holder
    assert cast.JIN.name not in to_holder
    assert cast.JIN.phone not in to_holder
    elsewhere = words_of(song.get(f"{at}{seq_of(number, 'recommend')}.pdf").content)
    assert "没有水" not in elsewhere
    assert "“内容保密”" in elsewhere
    assert number in elsewhere


def test_whoever_may_not_see_the_matter_gets_no_notice(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    supervised(number)
    seq = seq_of(number, "supervise")
    for kind in ("pdf", "docx"):
        url = f"/desk/matter/{number}/notice/{seq}.{kind}"
        assert browser("bao").get(url).status_code == 200  # whom it addresses
        for name in ("wu", "tao", "xia"):
            assert browser(name).get(url).status_code == 404
        assert browser().get(url).status_code == 302
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=LATE)
    assert browser("bao").get(f"/desk/matter/{number}/notice/{seq}.pdf").status_code == 404


def test_the_addressee_of_a_recommendation_keeps_reading_it_and_its_answer(
    browser: Browser, now: Clock
) -> None:
    (number,) = late_ones(now)
    advised(number)
    pressing.adopt(number, item=1, adoption="adopted", text="已约谈。", by=cast.WEN, now=LATE)
    paper = f"/desk/matter/{number}/notice/{seq_of(number, 'recommend')}.pdf"
    wu = browser("wu")
    page = page_of(wu.get(f"/desk/matter/{number}/"))
    assert "请予追究。" in page
    assert "已约谈。" in page
    assert f"/desk/matter/{number}/do/adopt/" not in page
    assert wu.get(paper).status_code == 200
    assert wu.get("/desk/search/", {"q": "建〔2026〕1号"})["Location"] == f"/desk/matter/{number}/"
    protecting.accuse(number, accused=cast.WATER, text="x", by=cast.DAN, now=LATE)
    for url in (f"/desk/matter/{number}/", paper):
        assert wu.get(url).status_code == 404
    assert wu.get("/desk/search/", {"q": "建〔2026〕1号"}).status_code == 200


def test_only_a_numbered_notice_is_one(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    pressing.urge(number, why="overdue", text="请抓紧", by=SONG, now=LATE)
    seq = seq_of(number, "urge")
    assert browser("song").get(f"/desk/matter/{number}/notice/{seq}.pdf").status_code == 404
    assert browser("song").get(f"/desk/matter/{number}/notice/999.pdf").status_code == 404
    assert "/notice/" not in page_of(browser("song").get(f"/desk/matter/{number}/"))


def test_erased_words_are_said_to_be_erased(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    supervised(number)
    seq = seq_of(number, "supervise")
    with record_unlocked():
        SealedText.objects.filter(number=number, seq=seq, name="text").update(text=None)
    told = words_of(browser("song").get(f"/desk/matter/{number}/notice/{seq}.pdf").content)
    assert "依法" in told
    assert "下一步措施" not in told


def test_the_day_of_a_notice_taken_higher_stays_the_one_it_was_sent_with(
    now: Clock, browser: Browser
) -> None:
    (number,) = late_ones(now)
    due = supervised(number).clocks[-1].due_on
    later = LATE + timedelta(days=12)
    now(later)
    pressing.escalate(number, item=1, level="leader", text="请过问", days=20, by=SONG, now=later)
    told = words_of(
        browser("song").get(f"/desk/matter/{number}/notice/{seq_of(number, 'supervise')}.pdf").content
    )
    assert f"{due.month}月{due.day}日前" in told


@pytest.mark.parametrize(
    ("piece", "head"),
    [("paper_supervise", "推诿"), ("paper_advise", "追究责任"), ("paper_escalate", "由县领导督办")],
)
def test_the_template_is_looked_at_where_others_are(
    browser: Browser, people: dict[str, User], piece: str, head: str
) -> None:
    page = page_of(as_admin(browser, people, "zh-hans").get(f"{ROOT}texts/{piece}/?language=zh-hans"))
    assert head in page
    assert "没有水" in page


def test_what_was_taken_higher_is_printed_with_its_own_words_and_term(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    old = supervised(number).clocks[-1].due_on
    later = LATE + timedelta(days=12)
    now(later)
    state = pressing.escalate(
        number, item=1, level="leader", text="答复不实，请过问。", days=20, by=SONG, now=later
    )
    due = state.clocks[-1].due_on
    song = browser("song", language="zh-hans")
    url = f"/desk/matter/{number}/notice/{seq_of(number, 'escalate')}"
    page = page_of(song.get(f"/desk/matter/{number}/"))
    assert "提级督办通知书 督〔2026〕1号" in page
    assert f'href="{url}.docx"' in page
    board = page_of(song.get(BOARD))
    assert f'href="{url}.pdf"' in board
    assert f"/notice/{seq_of(number, 'supervise')}.pdf" not in board
    for told in (words_of(song.get(f"{url}.pdf").content), said_by(song.get(f"{url}.docx").content)):
        for said in (
            "提级督办通知书", f"{county.unit(cast.BUREAU).name}：", "此前已以督〔2026〕1号督办", "由县领导督办",
            "答复不实，请过问。", f"{due.year}年{due.month}月{due.day}日前（含当日）", county.unit(cast.DEPARTMENT).name,
        ):  # fmt: skip
            assert said in told, said
        assert f"{old.month}月{old.day}日前" not in told
        assert "并报告下一步措施" not in told


def test_the_last_of_several_steps_is_the_one_on_the_board(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    supervised(number)
    for days, level in ((12, "leader"), (60, "conference")):
        at = LATE + timedelta(days=days)
        now(at)
        pressing.escalate(number, item=1, level=level, text="请过问", days=5, by=SONG, now=at)
    last = Entry.objects.filter(number=number, verb="escalate").order_by("-seq")[0].seq
    song = browser("song", language="zh-hans")
    assert f"/notice/{last}.pdf" in page_of(song.get(BOARD))
    told = words_of(song.get(f"/desk/matter/{number}/notice/{last}.pdf").content)
    assert "联席会议" in told


def test_other_is_no_reason_on_paper(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    pressing.urge(number, why="overdue", text="请抓紧", by=SONG, now=LATE)
    pressing.supervise(number, why="other", days=5, text="请说明停水原因。", by=SONG, now=LATE)
    told = words_of(
        browser("song").get(f"/desk/matter/{number}/notice/{seq_of(number, 'supervise')}.pdf").content
    )
    assert "其他" not in told
    assert "督办事由：见下文" in told


def test_a_recommendation_is_for_its_sender_and_its_addressee(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    advised(number)
    url = f"/desk/matter/{number}/notice/{seq_of(number, 'recommend')}.pdf"
    bao, wu, song = (browser(name, language="zh-hans") for name in ("bao", "wu", "song"))
    page = page_of(bao.get(f"/desk/matter/{number}/"))
    assert bao.get(url).status_code == 404, "the unit that has the matter"
    assert url not in page
    assert "请予追究" not in page
    assert "只供提出单位和收件单位查看" in page
    assert url not in page_of(bao.get("/desk/recommendations/"))
    assert url in page_of(song.get("/desk/recommendations/"))
    assert "<mark>追究</mark>" in page_of(song.get("/desk/search/?q=追究"))
    assert "<mark>追究</mark>" not in page_of(bao.get("/desk/search/?q=追究"))
    for client in (wu, song):
        page = page_of(client.get(f"/desk/matter/{number}/"))
        assert url in page
        assert "请予追究。" in page
        assert client.get(url).status_code == 200
    pressing.adopt(number, item=1, adoption="adopted", text="已追究某某。", by=cast.WEN, now=LATE)
    assert "已追究某某" not in page_of(bao.get(f"/desk/matter/{number}/"))
    assert "已追究某某" in page_of(song.get(f"/desk/matter/{number}/"))


@pytest.mark.parametrize("to", [cast.ROOT, cast.GROUP, cast.DEPARTMENT])
def test_only_an_organ_besides_ones_own_house_is_sent_a_recommendation(
    browser: Browser, now: Clock, to: str
) -> None:
    (number,) = late_ones(now)
    song = browser("song", language="zh-hans")
    page = page_of(song.get(f"/desk/matter/{number}/?do=recommend"))
    form = page.partition('id="do"')[2].partition("</form>")[0]
    assert f'value="{to}"' not in form
    assert f'value="{cast.WATER}"' in form
    given = {
        "advice": "improve_work",
        "to": to,
        "text": "请改进。",
        "seen": Entry.objects.filter(number=number).count(),
    }
    refused = song.post(f"/desk/matter/{number}/do/recommend/", given)
    assert refused.status_code == 422
    assert "请改进。" in page_of(refused)
    assert not Entry.objects.filter(number=number, verb="recommend").exists()


@pytest.mark.parametrize(
    ("heir", "said"), [(cast.BUREAU, "已撤销，由"), ("", "这个单位已停用，请选在用单位")]
)
def test_a_unit_that_was_closed_meanwhile_is_sent_no_recommendation(
    browser: Browser, now: Clock, heir: str, said: str
) -> None:
    (number,) = late_ones(now)
    song = browser("song", language="zh-hans")
    given = {
        "advice": "improve_work",
        "to": cast.WATER,
        "text": "请改进。",
        "seen": Entry.objects.filter(number=number).count(),
    }
    Unit.objects.filter(pk=cast.WATER).update(is_active=False, successor=heir or None)
    forget()
    refused = song.post(f"/desk/matter/{number}/do/recommend/", given)
    page = page_of(refused)
    forget()
    assert refused.status_code == 422
    assert "请改进。</textarea>" in page
    assert re.search(rf'id="f-to-error"[^>]*>[^<]*{said}', page)
    assert not Entry.objects.filter(number=number, verb="recommend").exists()


def test_what_goes_to_the_leaders_together_goes_to_the_government(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    leaders = Unit.objects.get(kind="leaders", parent__kind="county")
    advised(number, to=leaders.code)
    post = Unit.objects.filter(kind="leaders", parent=leaders).first()
    assert post is not None
    with pytest.raises(NotDone) as no:
        advised(number, to=post.code)
    assert no.value.refused.reason == "no_organ"
    url = f"/desk/matter/{number}/notice/{seq_of(number, 'recommend')}.pdf"
    assert "汪清县人民政府：" in words_of(browser("song").get(url).content)
