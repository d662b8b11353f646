"""Precedents: the county's own solved matters that the person may see, then cases of others; nobody's data, nothing twice."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from huiyin.rooms.cases import actions, following
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.insight import precedents
from huiyin.rooms.insight.precedents import Precedent, PrecedentPair, imported, own, quoted
from huiyin.rooms.intake.precedents import import_precedents, load, names
from huiyin.rules.likewords import Weights, sketch
from huiyin.rules.sameness import compare
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, BUREAU, DAN, PAK, START, WU, comes_in, go

pytestmark = pytest.mark.django_db

FUMES = {"title": "饭店油烟扰民", "text": "楼下饭店的油烟直排，油烟味整天飘进家里，窗户都不敢开。"}
ANSWER = (
    "您反映的饭店油烟一事，现答复如下。\n一、查明的情况：经现场核查，金顺姬反映属实，油烟没有净化。\n"
    "二、处理意见：已责令饭店加装油烟净化器，三月二十日前装好。村民李大山作证，电话19900001234。\n三、依据：《大气污染防治法》。\n"
    "如不服本意见，可自收到之日起三十日内请求复查。"
)


@pytest.fixture(autouse=True)
def small(county: None) -> None:
    """The small county for each of these."""


def solved(**change: str) -> str:
    """A matter of the bureau about fumes, answered, delivered, closed."""
    number = comes_in(**{**FUMES, **change}).number
    at = go(number, Verb.NOTIFY)
    actions.draft(number, outcome="supported", text=ANSWER, by=BAO, now=at)
    actions.approve(number, by=BO, now=at)
    actions.issue(number, by=BAO, now=at)
    actions.deliver(number, method="hand", result="received", delivered_at=at, proof="签字", by=BAO, now=at)
    actions.close(number, by=BAO, now=at)
    return number


ASKED = ("烧烤店油烟太大", "楼下烧烤店的油烟直排到家里，窗户不敢开。")


def test_the_like_is_found_with_what_solved_it_and_nobodys_data() -> None:
    number = solved()
    comes_in(title="路灯不亮", text="村口的路灯坏了半个月，晚上看不见路。")
    (one,) = own(DAN, *ASKED, but="")
    assert (one.number, one.outcome) == (number, "supported")
    assert one.solution.startswith("已责令饭店加装油烟净化器")
    assert "依据" not in one.solution
    assert any("油烟" in words for words in one.because)
    assert not any(words[0] in "的该" or words[-1] == "的" for words in one.because), one.because
    for private in ("李大山", "19900001234", "金顺姬"):
        assert private not in one.solution
    assert one.ratings is None, "nobody has said anything"


def test_an_answer_that_says_nothing_is_no_precedent(monkeypatch: pytest.MonkeyPatch) -> None:
    good = solved()
    monkeypatch.setattr(
        "tests.rooms.test_precedents.ANSWER", "您反映的问题已转交相关部门，如有回复，将第一时间告知。"
    )
    empty = [solved() for _ in range(precedents.SHOWN + 1)]
    assert [one.number for one in own(DAN, *ASKED, but="")] == [good], "the next ones are taken instead"
    assert quoted(DAN, number=empty[0]) == ""


def test_an_open_matter_is_no_precedent_nor_is_the_matter_itself() -> None:
    comes_in(**FUMES)
    assert own(DAN, *ASKED, but="") == []
    number = solved()
    assert own(DAN, *ASKED, but=number) == []


def test_only_what_the_person_may_see() -> None:
    number = solved()
    assert [one.number for one in own(BAO, *ASKED, but="")] == [number]
    assert own(WU, *ASKED, but="") == []
    assert quoted(BAO, number=number)
    assert quoted(WU, number=number) == ""


def test_what_was_brought_in_confidence_teaches_nobody() -> None:
    solved(confidential=True)  # type: ignore[arg-type]
    assert own(DAN, *ASKED, but="") == []


def test_what_is_barred_stays_away() -> None:
    number = comes_in(title="举报环保局收钱不管油烟", text=FUMES["text"]).number
    at = START + timedelta(hours=1)
    actions.triage(number, klass="tip_off", category="040100", by=DAN, now=at)
    accuse(number, accused=BUREAU, text="收钱", by=DAN, now=at)
    assert own(BAO, *ASKED, but="") == []
    assert quoted(BAO, number=number) == ""
    assert quoted(DAN, number=number) == "", "a tip-off is nobody's precedent"


def test_commitments_and_ratings_stand_with_it() -> None:
    number = solved()
    at = START + timedelta(days=1)
    following.pledge(number, party=BUREAU, text="四月前复查一次", due=date(2026, 4, 1), by=DAN, now=at)
    following.fulfil(number, item=1, text="已复查", by=BAO, now=at)
    following.rate(number, petition=number, rated="unit", score="satisfied", by=PAK, now=at)
    (one,) = own(DAN, *ASKED, but="")
    assert one.done == ("四月前复查一次",)
    assert one.ratings == {"satisfied": 1}


def test_the_cost_doesnt_grow_with_what_was_solved(django_assert_max_num_queries: object) -> None:
    for _ in range(4):
        solved()
    own(DAN, *ASKED, but="")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert len(own(DAN, *ASKED, but="")) == 4


def test_what_is_left_out_of_the_comparison_would_not_have_been_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, rare = sketch(*ASKED), Weights()
    parts = (
        "楼下烧烤店的油烟直排到家里",
        "窗户不敢开",
        "路灯坏了",
        "自来水发黄有味道",
        "楼下饭店油烟",
        "油烟味整天飘进家里",
    )
    words = {
        f"{n:02d}": (parts[n % 6], "，".join(parts[m] for m in range(6) if n >> m & 1) or "没有")
        for n in range(64)
    }
    words |= {"90": ASKED, "91": ("别的标题", ASKED[1]), "92": ASKED}
    all_of_them = [(key, compare(asked, sketch(*said), rare)) for key, said in words.items()]
    near = [row for row in all_of_them if row[1].thing >= precedents.LEAST or row[1].copy]
    wanted = sorted(near, key=lambda row: (row[1].thing, row[0]), reverse=True)[: precedents.SHOWN]
    assert len(near) > len(wanted) == precedents.SHOWN
    done: list[object] = []

    def counted(*given: object) -> object:
        done.append(given)
        return compare(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(precedents, "compare", counted)
    assert precedents._nearest(asked, words, rare) == wanted
    assert len(done) < len(words) / 2
    short = {
        "01": ("油", "油烟"),
        "02": ("别的", "油烟"),
    }  # copies of what is too short to be alike are shown all the same
    alike = precedents._nearest(sketch("油", "油烟"), short, rare)
    assert [(key, found.copy) for key, found in alike] == [("01", True), ("02", True)]


# -- cases of others ----------------------------------------------------------------------------------------------------

HEAD = "编号,标题,诉求,办理结果,地区,办结日期,评价\n"
GOOD = "1,餐馆油烟,楼下餐馆油烟直排家里,责令加装油烟净化器并由村民李大山监督（19900001234）,邻县,2025-05-01,满意\n"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def take(content: str, **more: object) -> tuple[dict[str, int], list[tuple[int, str]]]:
    *_, result = import_precedents(io.BytesIO(content.encode()), profile=None, now=NOW, **more)  # type: ignore[arg-type]
    return dict(result.counts), [(bad.line, bad.reason) for bad in result.bad]


def test_a_case_comes_in_masked_once_and_is_found() -> None:
    assert take(HEAD + GOOD) == ({"known": 0, "taken": 1}, [])
    assert take(HEAD + GOOD) == ({"known": 1, "taken": 0}, [])
    row = Precedent.objects.get()
    assert "李大山" not in row.solution
    assert "19900001234" not in row.solution
    (one,) = imported(*ASKED)
    assert (one.pk, one.place, one.rating, one.number) == (row.pk, "邻县", "满意", "")
    assert quoted(DAN, pk=row.pk) == one.solution
    assert quoted(DAN, pk=row.pk + 1) == ""
    assert imported("路灯不亮", "村口的路灯坏了") == []


def test_bad_rows_are_told_and_spoil_no_other() -> None:
    fine = "责令饭店加装油烟净化器"
    rows = (
        GOOD, GOOD, "2,餐馆油烟,油烟直排,已收悉。,邻县,,\n", f",餐馆油烟,油烟直排,{fine},,,\n", f"3,,油烟直排,{fine},,,\n",
        f"4,油烟,油烟直排,{fine},,明天,\n", f"5,油烟,油烟直排,{fine},,2027-01-01,\n", f"6,{'油' * 201},油烟,{fine},,,\n",
        f"7,油烟,油烟直排,{fine}\n", f"8,油烟净化,油烟直排到家,{fine},,,\n",
    )  # fmt: skip
    counts, bad = take(HEAD + "".join(rows))
    assert counts == {"bad": 8, "known": 0, "taken": 2}
    assert [reason for _, reason in bad] == [
        "number_twice", "solves_nothing", "no_number", "no_title_or_text", "time_unreadable", "time_in_the_future",
        "title_too_long", "wrong_number_of_cells",
    ]  # fmt: skip


def test_a_dry_run_keeps_nothing() -> None:
    assert take(HEAD + GOOD, dry_run=True)[0]["taken"] == 1
    assert not Precedent.objects.exists()
    assert not PrecedentPair.objects.exists()


def test_the_command_reports_and_refuses_a_file_that_no_profile_fits(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(HEAD + GOOD + GOOD, encoding="utf-8")
    out = io.StringIO()
    with override("en"):
        call_command("import", "precedents", str(file), stdout=out)
    assert "2 rows read: 1 taken in, 0 known already, 1 refused." in out.getvalue()
    assert "cases.precedents.refused.csv" in out.getvalue()
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with override("en"), pytest.raises(CommandError, match="holds no headings that are known"):
        call_command("import", "precedents", str(file), stdout=io.StringIO())


def test_every_profile_loads() -> None:
    assert {"plain", "replied"} <= set(names())
    for name in names():
        assert {"foreign_number", "title", "text", "solution"} <= set(load(name).columns)
