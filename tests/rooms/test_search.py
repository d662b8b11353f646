"""Search on both engines: exactly what a scan of every text finds, for whom the guard lets see it, and nothing more."""

from __future__ import annotations

import random
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import override

from huiyin.rooms.cases import actions, searching
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.searching import COUNTED, PAGE, Where, _answering, best, newest
from huiyin.rooms.county.models import Category, CategoryScheme, Setting
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.search import queries, rebuilding, waiting
from huiyin.rooms.search.actions import clear
from huiyin.rooms.search.joining import join_pieces
from huiyin.rooms.search.queries import Reach, candidates
from huiyin.rooms.search.rebuilding import reindex, reindex_if_older
from huiyin.rooms.search.rows import key_of, number_at, row_of
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.finding import Query, answers, parse
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import fold
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, START, TAO, TOWN, WU, comes_in, go
from tests.rooms.guard_cast import accused, add_units
from tests.rooms.search_cast import TEXTS, folded_texts, pieces, scanned, scanned_as_written, texts

pytestmark = pytest.mark.usefixtures("county")
NOWHERE = Where()
HOUR = timedelta(hours=1)
#: On SQLite a search asks first whether new texts wait.
LOOK_UP = int(connection.vendor == "sqlite")


def all_in() -> list[str]:
    """Every text as a matter of its own, some with answers and notes."""
    numbers = [comes_in(title=title, text=text).number for title, text in TEXTS]
    go(numbers[0], Verb.CLOSE)
    actions.note(numbers[1], text="已現場查看，油煙淨化器未開。", by=DAN, now=START + HOUR)
    catch_up()
    return numbers


def rows_laid_in() -> int:
    """How many rows the index has."""
    table = "huiyin_found_docsize" if connection.vendor == "sqlite" else "huiyin_found"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def found(typed: str | Query, actor: Actor = DAN, where: Where = NOWHERE) -> list[str]:
    """All that is found, page by page."""
    query = typed if isinstance(typed, Query) else parse(typed)
    numbers, after = [], ""
    while True:
        page = newest(actor, query, where, after=after)
        numbers += [hit.matter.number for hit in page.hits]
        after = page.after
        if not after:
            return numbers


# -- nothing missed, nothing made up ---------------------------------------------------------------------------------


def test_a_thousand_pieces_are_found_exactly_where_a_scan_finds_them() -> None:
    all_in()
    written = [text for pair in TEXTS for text in pair] + ["水管已经修好。", "已現場查看，油煙淨化器未開。"]
    known = texts()
    for piece in pieces(written, 1_000, seed=5):
        numbers = [number for number, _kept in _answering(DAN, Query((fold(piece),)), NOWHERE)]
        assert len(numbers) == len(set(numbers)), piece
        assert set(numbers) == scanned(piece, known), piece
        assert set(numbers) >= scanned_as_written(piece, known), piece


def test_what_stands_in_no_text_isnt_found() -> None:
    all_in()
    rng, signs, known = random.Random(9), "".join(text for _, text in TEXTS), texts()
    for _ in range(300):
        word = fold("".join(rng.sample(signs, rng.randint(2, 4))))
        if len(word) > 1:
            assert set(dict(_answering(DAN, Query((word,)), NOWHERE))) == scanned(word, known), word


def test_several_words_phrases_and_exclusion_agree_with_the_scan() -> None:
    all_in()
    known, rng = folded_texts(), random.Random(3)
    words = [fold(piece) for piece in pieces([text for pair in TEXTS for text in pair], 200, seed=8)]
    for _ in range(200):
        query = Query(
            tuple(rng.sample(words, rng.randint(1, 2))), tuple(rng.sample(words, rng.randint(0, 2)))
        )
        assert set(found(query)) == {n for n, said in known.items() if answers(query, said)}, query
    assert found("水管 提不动 修好") == [min(known)]  # in the petition and in the answer
    assert found("水管 -修好") == []
    assert len(found('"停水 停电"')) == 1
    assert found('"停电 停水"') == []
    assert len(found("停电 停水")) == 1
    assert found("水 停电") == found("停电")


def test_it_is_the_same_whether_rows_are_looked_through_or_the_index_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_in()
    known = texts()
    monkeypatch.setattr(queries, "FIRST", 2)  # pages of the index
    monkeypatch.setattr(
        queries, "LOOKED_AT", 4
    )  # PostgreSQL: few are looked through, then more, then the index is asked
    monkeypatch.setattr(queries, "MOST_LOOKED_AT", 12)
    for piece in pieces([text for pair in TEXTS for text in pair], 150, seed=4):
        numbers = [number for number, _kept in _answering(DAN, Query((fold(piece),)), NOWHERE)]
        assert numbers == sorted(scanned(piece, known), reverse=True), piece


def test_either_way_of_writing_finds_the_other() -> None:
    numbers = all_in()
    assert found("自来水公司多收水费") == found("自來水公司多收水費") == [numbers[2]]
    assert found("co2") == found("ＣＯ２") == [numbers[8]]
    assert found("油烟净化器") == [numbers[1]]
    assert set(found("하서촌")) == {numbers[4], numbers[5]}


def test_file_names_are_found_and_contacts_are_not() -> None:
    number = comes_in().number
    attach(number, upload=Upload("井盖照片.txt", 3, BytesIO(b"abc")), by=DAN, now=START)
    assert found("井盖照片") == [number]
    assert found("sha256") == []
    assert row_of(number, 3, "phone") is None
    assert row_of("no number", 1, "title") is row_of(number, 1 << 14, "title") is None


def test_joined_pieces_say_what_they_said() -> None:
    number = all_in()[1]
    for n in range(9):  # each laid in by itself is a piece of its own
        with transaction.atomic():
            actions.note(number, text=f"第{n}次现场查看。", by=DAN, now=START + (n + 2) * HOUR)
            catch_up()
    before, words = _pieces(), ("现场", "油烟净化器", "第8次")
    said = [found(word) for word in words]
    done = join_pieces(1), join_pieces(None), join_pieces()
    assert [found(word) for word in words] == said
    assert said[0]
    if connection.vendor == "sqlite":
        assert done[0] == 1
        assert done[2] == 0
        assert _pieces() < before
    else:
        assert done == (0, 0, 0)


def _pieces() -> int:
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT segid) FROM huiyin_found_idx")
        return int(cursor.fetchone()[0])


# -- pages, order, filters -------------------------------------------------------------------------------------------


def test_pages_go_from_the_newest_to_the_oldest_and_counts_are_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "FIRST", 7)
    numbers = [
        comes_in(now=START + n * timedelta(hours=9), text=f"第{n}户停水").number for n in range(PAGE * 2 + 3)
    ]
    assert found("户停水") == numbers[::-1]
    first = newest(DAN, parse("停水"), NOWHERE)
    assert (len(first.hits), first.count, first.after) == (PAGE, len(numbers), numbers[-PAGE])
    assert newest(DAN, parse("停水"), NOWHERE, after=first.after).count is None
    monkeypatch.setattr(searching, "COUNTED", PAGE)
    assert newest(DAN, parse("停水"), NOWHERE).count == PAGE + 1
    assert best(DAN, parse("停水"), NOWHERE).count == PAGE + 1


def test_by_relevance_the_title_weighs_most_and_then_how_often_it_is_said() -> None:
    often = comes_in(title="求助", text="停水停水停水").number
    once = comes_in(title="求助", text="停水").number
    titled = comes_in(title="停水了", text="请看").number
    later = comes_in(title="求助", text="又停水").number
    hits = best(DAN, parse("停水"), NOWHERE).hits
    assert [hit.matter.number for hit in hits] == [titled, often, later, once]


def test_every_filter_narrows() -> None:
    scheme = CategoryScheme.objects.create(code="2023", name="2023", valid_from="2023-01-01")
    field = Category.objects.create(scheme=scheme, code="040000", name="城乡建设")
    Category.objects.create(scheme=scheme, code="040100", name="供水", parent=field)
    forget()
    old = comes_in(now=START, place=TOWN).number
    sent = comes_in(now=START + timedelta(days=2), channel="letter").number
    go(sent, Verb.FORWARD, start=START + timedelta(days=2))
    day = START.date()
    assert found("没有水") == [sent, old]
    wanted: dict[str, tuple[Where, list[str]]] = {
        "unit": (Where(unit=BUREAU), [sent]), "house": (Where(unit=DEPARTMENT), [sent, old]),
        "all": (Where(unit="C"), [sent, old]),
        "channel": (Where(channel="letter"), [sent]), "kind": (Where(category="040100"), [sent]),
        "field": (Where(category="040000"), [sent]), "place": (Where(place=TOWN), [old]),
        "state": (Where(state="registered"), [old]), "open": (Where(state="open"), [sent, old]),
        "since": (Where(since=day + timedelta(days=1)), [sent]), "until": (Where(until=day + timedelta(days=1)), [old]),
        "span": (Where(since=day, until=day), [old]), "never": (Where(since=date.max, until=date.min), []),
        "ever": (Where(since=date.min, until=date.max), [sent, old]),
    }  # fmt: skip
    for name, (where, numbers) in wanted.items():
        assert found("没有水", where=where) == numbers, name


# -- the guard -------------------------------------------------------------------------------------------------------


def seen(actor: Actor) -> list[Any]:
    """Everything that searches tell this person."""
    told: list[Any] = []
    for typed in ("没有水", "反映的就是", "没有 老人", "没有水 -反映", "水管", "水 老人"):
        for page in (newest(actor, parse(typed), NOWHERE), best(actor, parse(typed), NOWHERE)):
            hits = [(hit.matter.number, hit.matter.title.text, hit.texts) for hit in page.hits]
            told.append((typed, hits, page.count, page.after))
    return told


def test_a_barred_matter_changes_no_page_and_no_count() -> None:
    add_units()
    for _ in range(PAGE + 1):
        go(comes_in().number, Verb.FORWARD)
    before = seen(BO), seen(DAN)
    number = accused()
    assert number in found("没有水", DAN)
    assert found("反映的就是", DAN) == [number]
    joined = accused()
    link(joined, other=number, by=DAN, now=START + HOUR)
    assert joined in found("没有水", DAN)
    assert seen(BO) == before[0]
    assert seen(DAN) != before[1]


def test_asking_in_vain_costs_the_same_for_what_isnt_there_and_for_what_is_kept_away(
    django_assert_num_queries: Any,
) -> None:
    add_units()
    accused(text="只有这里说到的词语")
    catch_up()
    for typed in ("只有这里说到的词语", "哪里也没有说到的词"):
        with django_assert_num_queries(LOOK_UP + 2):
            assert newest(BO, parse(typed), NOWHERE).hits == []


def test_each_sees_their_own() -> None:
    first, sent = comes_in().number, comes_in().number
    go(sent, Verb.FORWARD)
    assert found("没有水", DAN) == [sent, first]
    assert found("没有水", BAO) == [sent]
    assert found("没有水", WU) == found("没有水", TAO) == []


def test_whoever_mustnt_know_who_speaks_finds_nothing_by_the_names_of_files() -> None:
    number = comes_in(confidential=True).number
    attach(number, upload=Upload("金某某身份证.txt", 3, BytesIO(b"abc")), by=DAN, now=START)
    go(number, Verb.FORWARD)
    assert found("金某某身份证", DAN) == [number]
    assert found("金某某身份证", BAO) == []
    assert found("没有水", BAO) == found("没有水 -金某某", BAO) == found("没有水 -金某某", DAN) == [number]
    (hit,) = newest(BAO, parse("没有水"), NOWHERE).hits
    assert "身份证" not in str(hit.texts)
    assert [h.matter.number for h in best(BAO, parse("没有水"), NOWHERE).hits] == [number]


# -- the index -------------------------------------------------------------------------------------------------------


def test_the_places_of_matters_sort_like_their_numbers() -> None:
    numbers = [comes_in(now=START + n * timedelta(days=40)).number for n in range(3)]
    keys = [key_of(number) for number in numbers]
    assert keys == sorted(keys)  # type: ignore[type-var]
    assert [number_at(key) for key in keys if key] == numbers


def test_nothing_is_laid_in_where_nothing_is_written() -> None:
    with transaction.atomic():
        comes_in(text="写到一半就断电了")
        transaction.set_rollback(True)
    catch_up()
    assert list(candidates(parse("断电"), Reach())) == []


def test_what_has_just_been_written_is_found_and_laid_in_once() -> None:
    number = comes_in().number
    assert rows_laid_in() == (0 if connection.vendor == "sqlite" else 2)
    assert found("没有水") == [number]
    actions.note(number, text="水管已经修好。", by=DAN, now=START + HOUR)
    assert found("已经修好") == found("没有水") == [number]
    Setting.objects.filter(key=waiting.KEY).delete()  # as if nobody knew how far it went
    assert catch_up() == 0
    assert rows_laid_in() == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lays each text in at once")
def test_a_search_waits_for_so_many_texts_only_and_says_whether_any_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = comes_in().number
    second = comes_in(text="这里写了别人的隐私").number
    assert catch_up(most=3) == 1
    SealedText.objects.filter(number=second, name="text").update(text=None)  # erased while it waits
    page = newest(DAN, parse("没有水"), NOWHERE)
    assert [hit.matter.number for hit in page.hits] == [second, first]
    assert not page.behind
    assert rows_laid_in() == 3
    comes_in()
    monkeypatch.setattr(searching, "catch_up", lambda: catch_up(most=1))
    assert newest(DAN, parse("没有水"), NOWHERE).behind
    assert not best(DAN, parse("没有水"), NOWHERE).behind


def test_words_erased_by_law_leave_the_index() -> None:
    kept, number = comes_in().number, comes_in(text="这里写了别人的隐私").number
    attach(number, upload=Upload("隐私照片.txt", 3, BytesIO(b"abc")), by=DAN, now=START)
    assert found("别人的隐私") == found("隐私照片") == [number]
    SealedText.objects.filter(number=number, name__in=["text", "file"]).update(text=None)
    assert list(candidates(parse("隐私"), Reach())) == []
    assert found("没有水") == [number, kept]  # its title says so still
    assert rows_laid_in() == 3
    clear()
    SealedText.objects.filter(number=kept, name="text").update(
        text=None
    )  # not in the index: nothing to take out
    assert reindex(anew=True) == 2
    assert found("提不动桶") == []


def test_reindexing_makes_the_same_index_and_goes_on_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = all_in()
    before = {word: found(word) for word in ("没有", "水管", "하서촌", "停电", "油烟净化")}
    clear()
    assert found("没有") == []
    assert reindex_if_older() == SealedText.objects.exclude(text="").count()
    assert {word: found(word) for word in before} == before
    assert reindex_if_older() is None
    monkeypatch.setattr(rebuilding, "RANGE", 5)
    steps: list[int] = []

    def broken(done: int) -> None:
        steps.append(done)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(broken)
    held = Setting.objects.get(key=rebuilding.KEY).value
    assert numbers[0] < held["after"] < numbers[-1]
    comes_in(text="其间又来了一件没有水的")
    catch_up()
    assert reindex_if_older() == SealedText.objects.exclude(text="").count() - steps[-1] - 2
    assert found("没有")[1:] == before["没有"]
    for word in list(before)[1:]:
        assert found(word) == before[word]


def test_the_command_says_what_it_laid_in() -> None:
    all_in()
    out = StringIO()
    with override("en"):
        call_command("reindex", stdout=out)
    assert (
        f"{SealedText.objects.exclude(text='').count()} texts laid into the search index." in out.getvalue()
    )
    with override("ko"):
        call_command("reindex", anew=True, stdout=out)
    assert "개를 검색색인에 넣었습니다." in out.getvalue()
    assert len(found("没有水")) == 2


def test_searching_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(PAGE + 5):
        comes_in()
    found("没有水")
    with django_assert_max_num_queries(5):  # index, visible, matters, texts; as many for ten thousand hits
        assert newest(DAN, parse("没有水"), NOWHERE).count == PAGE + 5
    with django_assert_max_num_queries(8):  # PostgreSQL reads one batch more
        assert len(best(DAN, parse("没有水"), NOWHERE).hits) == PAGE + 5
    assert COUNTED > PAGE
