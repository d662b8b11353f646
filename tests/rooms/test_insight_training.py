"""Learning from the county's own matters, and what the months say of it; on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import override

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county.models import Category, CategoryScheme
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.insight import categories, training
from huiyin.rooms.insight.categories import What, advise, file_of
from huiyin.rooms.insight.drift import drift
from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.learning import TooLittle
from huiyin.rooms.insight.model_files import Guess
from huiyin.rooms.insight.own import UNNAMED, decided
from huiyin.rooms.insight.training import LEAST_OWN, trained
from huiyin.rooms.intake import messages as imported
from huiyin.rooms.intake import profiles
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.import_cast import BOARD, message, take
from tests.rooms.import_cast import table as table_of
from tests.rooms.insight_cast import PHRASES, messages

HOUR = timedelta(hours=1)
WATER = Text("自来水又爆了", "自来水水管又爆了，请自来水公司来修，老人提不动桶。")
EACH = 36


@pytest.fixture(autouse=True)
def scheme(county: None) -> Iterator[None]:
    """The three categories with their fields; no model before and after."""
    edition = CategoryScheme.objects.create(code="2023", name="2023", valid_from="2023-01-01")
    for code in PHRASES:
        field = Category.objects.create(scheme=edition, code=code[:2] + "0000", name=f"领域{code[:2]}")
        Category.objects.create(scheme=edition, code=code, name=f"类{code}", parent=field)
    forget()
    yield
    forget()
    for file in (settings.HUIYIN_HOME / "models").glob("*.npz"):
        file.unlink()


def sorted_matter(
    text: Text, category: str, *, days: int = 0, to: str = "", klass: str = "appeal", **more: object
) -> str:
    now = cast.START + timedelta(days=days)
    number = cast.comes_in(title=text.title, text=text.body, received_at=now, now=now, **more).number
    actions.triage(number, klass=klass, category=category, by=cast.DAN, now=now + HOUR)
    if to:
        actions.forward(number, to=to, by=cast.DAN, now=now + 2 * HOUR)
    return number


def a_year() -> None:
    """Three dozen matters of each kind; water goes to its company, noise to the bureau."""
    texts, labels = messages()
    many = dict.fromkeys(PHRASES, 0)
    to = {"040100": cast.WATER, "050300": cast.BUREAU, "060100": ""}
    for text, label in zip(texts, labels, strict=True):
        if many[label] < EACH:
            many[label] += 1
            sorted_matter(text, label, to=to[label])


def test_too_little_is_said_and_nothing_is_written() -> None:
    sorted_matter(WATER, "040100")
    outcomes = dict(trained(cast.DAN, now=cast.START))
    assert set(outcomes) == set(What)
    assert all(isinstance(one, TooLittle) for one in outcomes.values())
    out = StringIO()
    with override("en"), pytest.raises(CommandError, match="Nothing was learnt"):
        call_command("train", stdout=out)
    assert "field: Too little to learn from: at least 2 labels" in out.getvalue()
    with override("zh-hans"), pytest.raises(CommandError, match="没有学到什么"):
        call_command("train", stdout=out)
    assert "领域：可学的太少：至少要有 2 类" in out.getvalue()
    assert "下列各项不同事项不足 12 件，仍按名称和职责说明提示：类040100。" in out.getvalue()
    assert not file_of(What.CATEGORY).exists()
    with override("en"), pytest.raises(CommandError, match="at least 1"):
        call_command("train", most=0, stdout=StringIO())


@pytest.mark.slow
def test_what_was_decided_is_learnt_and_suggested() -> None:
    a_year()
    out = StringIO()
    with override("en"):
        call_command("train", stdout=out)
    said = out.getvalue()
    assert [line.split(":")[0] for line in said.splitlines()] == ["field", "category", "unit"]
    assert f"learnt from {3 * EACH} matters" in said
    for what, label in (
        (What.FIELD, "040000"), (What.CATEGORY, "040100"), (What.UNIT, cast.WATER),
    ):  # fmt: skip
        report = json.loads(file_of(what).with_suffix(".json").read_text("utf-8"))
        assert report["what"] == what.value
        assert report["matters"] == EACH * (2 if what is What.UNIT else 3)
        assert report["last_number"]
        best = advise(what, WATER)
        assert best.learnt
        assert best.guesses[0].label == label
    assert advise(What.UNIT, WATER, without={cast.WATER}).guesses == () or (
        advise(What.UNIT, WATER, without={cast.WATER}).guesses[0].label != cast.WATER
    )


@pytest.mark.slow
def test_a_category_of_few_different_matters_is_left_to_its_description_and_said() -> None:
    """The same story told often is one story; a model that has never learnt a label doesn't speak over its description."""
    a_year()
    Category.objects.create(
        scheme=CategoryScheme.objects.get(),
        code="070100",
        name="路灯",
        hints="路灯 灯杆 不亮",
        parent_id=None,
    )
    forget()
    lamp = Text("路灯不亮", "路灯坏了，灯杆歪了。")
    for _n in range(LEAST_OWN):
        sorted_matter(lamp, "070100")
    out = StringIO()
    with override("en"):
        call_command("train", stdout=out)
    assert (
        f"Left to the descriptions (fewer than {LEAST_OWN} different matters each): 路灯." in out.getvalue()
    )
    report = json.loads(file_of(What.CATEGORY).with_suffix(".json").read_text("utf-8"))
    assert report["left_to_descriptions"] == {"070100": 1}
    first, *rest = advise(What.CATEGORY, lamp).guesses
    assert (first.label, first.described) == ("070100", True)
    assert all(not one.described for one in rest)
    assert advise(What.CATEGORY, WATER).guesses[0].label == "040100"


def test_what_is_in_confidence_or_of_unknown_category_isnt_learnt_from() -> None:
    sorted_matter(WATER, "040100", confidential=True)
    cast.comes_in()  # not sorted yet
    kept = sorted_matter(Text("噪声", "工地半夜还在响"), "050300", to=cast.BUREAU)
    [only] = decided(cast.DAN)
    assert (only.number, only.category, only.unit) == (kept, "050300", cast.BUREAU)
    assert list(decided(cast.XIA)) == []


def test_what_a_file_didnt_say_is_nobodys_decision(tmp_path: Path) -> None:
    kept = Category.objects.create(scheme=CategoryScheme.objects.get(), code="990000", name="其他")
    take(tmp_path, table_of([message(n) for n in range(3)]), "--unit", cast.WATER)
    assert set(Matter.objects.values_list("category", "holder")) == {(kept.code, cast.WATER)}
    assert not list(decided(cast.DAN))
    assert drift(date(2025, 1, 1), date(2025, 12, 31), by=cast.DAN) == []
    number = Matter.objects.order_by("number").values_list("number", flat=True)[0]
    actions.reopen(number, reason="新情况", by=cast.DAN, now=cast.START)
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=cast.START + HOUR)
    assert [(one.number, one.category, one.unit) for one in decided(cast.DAN)] == [(number, "040100", "")]
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=cast.START + 2 * HOUR)
    assert [one.unit for one in decided(cast.DAN)] == [cast.BUREAU]


def test_what_an_earlier_edition_took_in_unsorted_isnt_learnt_from_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Category.objects.create(scheme=CategoryScheme.objects.get(), code="990000", name="其他")
    monkeypatch.setattr(imported, "UNSORTED", "import:")  # the key that was written for all rows alike
    take(tmp_path, table_of([message(1)]), "--unit", cast.WATER)
    entry = Entry.objects.get(verb=Verb.TRIAGE.value)
    assert (entry.by, Matter.objects.get().category) == ("import:replied", kept.code)
    assert not list(decided(cast.DAN))
    actions.reopen(entry.number, reason="新情况", by=cast.DAN, now=cast.START)
    actions.triage(entry.number, klass="appeal", category=kept.code, by=cast.DAN, now=cast.START + HOUR)
    assert [one.category for one in decided(cast.DAN)] == [kept.code]  # a person's "other" is a decision


def test_all_profiles_give_what_is_known_for_it_where_the_file_names_nothing() -> None:
    assert {profiles.load(name).category for name in profiles.names()} == {UNNAMED}


def test_what_the_file_names_is_learnt_from_but_is_no_decision_of_the_county(tmp_path: Path) -> None:
    Category.objects.create(scheme=CategoryScheme.objects.get(), code="070000", name="交通运输")
    forget()
    row = {
        "tid": "1", "date": "2025-03-03", "forum": "x", "title": "路", "content": "村口的路断了半年。", "domain": "交通",
        "type": "投诉", "status": "x",
    }  # fmt: skip
    take(tmp_path, table_of([row], BOARD), "--unit", cast.WATER)
    assert [(one.category, one.unit) for one in decided(cast.DAN)] == [("070000", "")]
    assert drift(date(2025, 1, 1), date(2025, 12, 31), by=cast.DAN) == []


def test_words_alone_are_learnt_from_what_has_no_label_and_never_from_whats_kept_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sorted_matter(WATER, "040100", confidential=True)
    sorted_matter(Text("举报", "干部收钱"), "040100", klass="tip_off")
    cast.comes_in(text="没有分类，可能是举报")
    noise, wages = Text("噪声", "工地半夜还在响"), Text("欠薪", "砖厂拖欠工资半年")
    sorted_matter(noise, "050300", to=cast.BUREAU)
    sorted_matter(wages, "060100")
    seen: list[tuple[list[Text], list[Text]]] = []

    def learn(texts: list[Text], labels: list[str], *, source: object, beside: list[Text]) -> None:
        seen.append((texts, beside))
        raise TooLittle("so little")

    monkeypatch.setattr(training, "learn", learn)
    monkeypatch.setattr(training, "LEAST_OWN", 1)
    assert len(list(trained(cast.DAN, now=cast.START))) == len(What)
    assert seen == [([wages, noise], []), ([wages, noise], []), ([noise], [wages])]


def test_the_newest_are_read_first_and_only_so_many(django_assert_max_num_queries: object) -> None:
    numbers = [sorted_matter(WATER, "040100", days=day) for day in range(5)]
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert [one.number for one in decided(cast.DAN, most=3)] == numbers[:1:-1]


def test_a_broken_model_is_left_aside(caplog: pytest.LogCaptureFixture) -> None:
    file_of(What.CATEGORY).parent.mkdir(exist_ok=True)
    file_of(What.CATEGORY).write_bytes(b"no model")
    found = advise(What.CATEGORY, WATER)
    assert not found.learnt
    assert "left aside" in caplog.text
    caplog.clear()
    advise(What.CATEGORY, WATER)
    assert not caplog.text  # said once
    assert categories.learnt_at(What.CATEGORY) is None


@pytest.mark.slow
def test_a_sheet_of_the_months() -> None:
    a_year()
    list(trained(cast.DAN, now=cast.START + timedelta(days=1)))
    sorted_matter(WATER, "040100", days=40)
    sorted_matter(WATER, "060100", days=41)
    sorted_matter(Text("ЖЖ", "ЖЖЖ"), "060100", days=42)
    first, later = drift(date(2026, 3, 1), date(2026, 4, 30), by=cast.DAN)
    assert (first.month, first.decided, first.fresh) == ("2026-03", 3 * EACH, 0)
    assert first.same >= 0.8 * 3 * EACH
    assert later.decided == 3
    assert (later.same, later.other, later.silent, later.fresh, later.fresh_same) == (1, 1, 1, 2, 1)
    for one in (first, later):
        assert one.same + one.field + one.other + one.silent == one.decided


def test_the_sheet_is_printed_and_an_empty_period_refused() -> None:
    sorted_matter(WATER, "040100")
    out = StringIO()
    call_command("report", "drift", "--from", "2026-03-01", "--to", "2026-03-31", stdout=out)
    heading, month, method = out.getvalue().splitlines()
    assert heading.split() == ["月份", "已分类", "一致", "同领域", "不同", "无推荐", "新分类", "新分类一致"]
    assert month.split()[:2] == ["2026-03", "1"]
    assert method.startswith("卷宗里的每次分类")
    out = StringIO()
    call_command("report", "drift", "--from", "2026-03-01", "--to", "2026-03-31", "--json", stdout=out)
    assert json.loads(out.getvalue())["months"][0]["decided"] == 1
    assert drift(date(2025, 1, 1), date(2025, 2, 1), by=cast.DAN) == []
    with pytest.raises(CommandError, match="截止日早于起始日"):
        call_command("report", "drift", "--from", "2026-03-31", "--to", "2026-03-01", stdout=out)


# -- evaluate --------------------------------------------------------------------------------------------------------


def table(file: Path, rows: list[tuple[str, str, str]], heading: str = "留言主题,text,一级标签") -> Path:
    file.write_text("\n".join([heading, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return file


def rows() -> list[tuple[str, str, str]]:
    return [(t.title, t.body, label) for t, label in zip(*messages(), strict=True)]


@pytest.mark.usefixtures("in_english")
def test_evaluate_by_folds_and_on_another_file(tmp_path: Path) -> None:
    train, test = table(tmp_path / "a.csv", rows()[::2]), table(tmp_path / "b.csv", rows()[1::2])
    out = StringIO()
    call_command("evaluate", "categories", "--train", str(train), "--folds", "3", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["rows"] == 72
    assert told["folds"] == 3
    assert told["macro_f1"] > 0.9
    assert sum(map(sum, told["confusion"])) == 72
    assert told["curve"][0]["coverage"] == 1.0
    out = StringIO()
    call_command("evaluate", "categories", "--train", str(train), "--test", str(test), stdout=out)
    assert "asked about 72 rows of another file" in out.getvalue()
    assert "Macro-F1" in out.getvalue()


def test_copies_across_folds_are_counted(tmp_path: Path) -> None:
    both = rows()[::2]
    file = table(tmp_path / "a.csv", [*both, *both])
    out = StringIO()
    call_command("evaluate", "categories", "--train", str(file), "--folds", "3", "--json", stdout=out)
    assert json.loads(out.getvalue())["near_copies"] > 60


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("heading", "lines", "said"),
    [
        ("a,b,c", 4, "no column text"),
        ("留言主题,text,x", 4, "no column label"),
        ("留言主题,text,一级标签", 0, "no rows"),
        ("留言主题,text,一级标签", 3, "Too few rows"),
    ],
)
def test_a_file_that_cant_be_evaluated_is_refused(
    tmp_path: Path, heading: str, lines: int, said: str
) -> None:
    file = table(tmp_path / "a.csv", rows()[:lines], heading)
    with pytest.raises(CommandError, match=said):
        call_command("evaluate", "categories", "--train", str(file), stdout=StringIO())


@pytest.mark.usefixtures("in_english")
def test_a_missing_file_and_one_fold_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        call_command("evaluate", "categories", "--train", str(tmp_path / "none.csv"), stdout=StringIO())
    with pytest.raises(CommandError, match="--folds"):
        call_command("evaluate", "categories", "--train", "x", "--folds", "1", stdout=StringIO())


@dataclass(frozen=True)
class Said:
    """A model or descriptions that say the same whatever they are asked."""

    told: tuple[Guess, ...]
    threshold: float = 0.3
    labels: tuple[str, ...] = ("040100", "040200")

    def guesses(self, text: Text, *, most: int) -> list[Guess]:
        return list(self.told)


@pytest.mark.parametrize(
    ("learnt", "described", "order"),
    [
        (0.76, 0.4, ["040100", "070100", "040200"]),
        (0.76, 0.6, ["070100", "040100", "040200"]),
        (0.6, 0.4, ["070100", "040100", "040200"]),
        (0.96, 0.2, ["040100", "040200"]),
    ],
)
def test_what_is_almost_sure_stands_before_what_one_word_points_to(
    monkeypatch: pytest.MonkeyPatch, learnt: float, described: float, order: list[str]
) -> None:
    model = Said((Guess("040100", learnt), Guess("040200", 0.15)))
    monkeypatch.setattr(categories, "_model", lambda what: model)
    monkeypatch.setattr(categories, "_described", lambda what: Said((Guess("070100", described),)))
    monkeypatch.setattr(categories, "_in_use", lambda what: lambda label: True)
    assert [one.label for one in advise(What.CATEGORY, WATER).guesses] == order
