"""``huiyin bench seed``: many matters by a bulk path, and ``verify`` finds nothing wrong with them."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases.models import DayCounter, Matter, Petition, Petitioner
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.queries import file_of, followed
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.cases.working import Wanted, rows
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.models import Category, CategoryScheme
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.intake.seeding import loading, plan, words
from huiyin.rooms.intake.seeding.loading import NotEmpty, seed
from huiyin.rooms.intake.seeding.making import Made, code_of, make
from huiyin.rooms.intake.seeding.plan import BATCH, MOST_A_DAY, TooMany, Wish, batches
from huiyin.rooms.intake.seeding.staff import NobodyWorksHere, Staff, staff_now
from huiyin.rooms.search.rows import KINDS
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.identifiers import parse_number, valid_id_number
from huiyin.rules.roles import Role
from huiyin.rules.senders import FROM_ABOVE
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import OPEN, Status, Verb
from huiyin.rules.way import WAY
from tests.rooms.cast import BAO, BUREAU, DEPARTMENT, TOWN, WATER, comes_in

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
POSTS = (
    ("dan", DEPARTMENT, Role.DISPATCHER), ("kim", DEPARTMENT, Role.CLERK),
    ("bao", BUREAU, Role.OFFICER), ("bo", BUREAU, Role.HEAD), ("wu", WATER, Role.OFFICER), ("wen", WATER, Role.HEAD),
    ("tang", TOWN, Role.OFFICER), ("tao", TOWN, Role.HEAD),
)  # fmt: skip


@pytest.fixture
def office(county: None) -> None:
    """The small county with people in it and two categories."""
    for name, unit, role in POSTS:
        user = User.objects.create(username=name, name=name, created_at=NOW)
        Post.objects.create(user=user, unit_id=unit, role=role.value, since=NOW)
    scheme = CategoryScheme.objects.create(code="2023", name="list", valid_from=date(2023, 1, 1))
    for code in ("040000", "050000"):
        Category.objects.create(scheme=scheme, code=code, name=code)
    forget()


@pytest.fixture
def staff(office: None) -> Staff:
    """Who works there."""
    return staff_now()


def seeded(matters: int, **options: Any) -> loading.Tally:
    """Seed in this process alone; the last tally."""
    *_, last = seed(Wish(matters, TODAY, **options), processes=0)
    return last


def faults() -> list[Any]:
    """Everything that verify finds."""
    return [fault for _, found in number_faults(Tally()) for fault in found]


def made(wish: Wish, staff: Staff) -> list[Made]:
    """All batches in memory."""
    return [make(batch, staff) for batch in batches(wish)]


# -- the plan -----------------------------------------------------------------------------------------------------


@given(
    matters=st.integers(1, 9_000),
    years=st.floats(0.01, 1.5),
    share=st.floats(0, 1),
    before=st.integers(0, 300),
)
def test_a_plan_numbers_each_day_without_gaps(matters: int, years: float, share: float, before: int) -> None:
    wish = Wish(matters, TODAY, years, share)
    taken = dict.fromkeys((TODAY - timedelta(days=n) for n in range(1, 600)), before)
    last = dict(taken)
    planned = list(batches(wish, taken))
    assert sum(batch.size for batch in planned) == matters
    assert all(0 < batch.size <= BATCH for batch in planned)
    assert [batch.n for batch in planned] == list(range(len(planned)))
    for one in (part for batch in planned for part in batch.slices):
        assert one.first == last[one.day] + 1
        assert 0 <= one.open_chance <= 1
        assert one.day < TODAY
        last[one.day] += one.count


@given(matters=st.integers(2_000, 50_000), share=st.floats(0, 1))
def test_a_plan_opens_the_share_that_was_asked_for(matters: int, share: float) -> None:
    parts = [part for batch in batches(Wish(matters, TODAY, 0.7, share)) for part in batch.slices]
    assert sum(p.count * p.open_chance for p in parts) == pytest.approx(
        share * matters, abs=matters * 0.001 + 1
    )


def test_young_matters_are_open_and_old_ones_closed() -> None:
    parts = [part for batch in batches(Wish(50_000, TODAY)) for part in batch.slices]
    assert parts[-1].open_chance > 0.5 > 0.001 > parts[0].open_chance


def test_a_day_has_only_so_many_numbers() -> None:
    one_day = Wish(MOST_A_DAY, TODAY, years=0.001)
    assert sum(batch.size for batch in batches(one_day)) == MOST_A_DAY
    with pytest.raises(TooMany, match="请加大 --years"):
        list(batches(one_day, {TODAY - timedelta(days=1): 1}))


# -- what is made -------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_lives_and_words(staff: Staff) -> None:
    wish = Wish(120, TODAY, open_share=0.3)
    first, again = made(wish, staff), made(wish, staff)
    other = made(Wish(120, TODAY, open_share=0.3, seed=2), staff)

    def said(batch: list[Made], table: str, *but: str) -> list[Any]:
        return [
            {k: v for k, v in zip(one.columns[table], row, strict=True) if k not in but}
            for one in batch
            for row in one.rows[table]
        ]

    for table, but in (("Matter", ("head",)), ("SealedText", ("salt",)), ("ClockRun", ()), ("Delivery", ())):
        assert said(first, table, *but) == said(again, table, *but)
        assert said(first, table, *but) != said(other, table, *but)
    assert said(first, "SealedText") != said(again, "SealedText"), "salts are never the same"


@pytest.mark.unmeasured
def test_the_words_are_long_enough_and_nobody_s(staff: Staff) -> None:
    texts = {name: [] for name in ("text", "title")}
    for one in made(Wish(300, TODAY), staff):
        for row in one.rows["SealedText"]:
            said = dict(zip(one.columns["SealedText"], row, strict=True))
            if said["seq"] == 1:
                texts[said["name"]].append(said["text"])
    assert all(40 <= len(text) <= 300 for text in texts["text"])
    assert sum(len(text) >= 60 for text in texts["text"]) > 0.95 * 300
    assert len(set(texts["text"])) > 290
    assert all(4 < len(title) <= 40 and "{" not in title for title in texts["title"])


def test_invented_people_can_not_be_real() -> None:
    from random import Random

    rng = Random(3)
    for _ in range(200):
        number = words.id_number(rng)
        assert valid_id_number(number)
        assert int(number[14:17]) >= 990
        assert words.phone(rng).startswith("1990000")


# -- what is written ----------------------------------------------------------------------------------------------


@pytest.mark.unmeasured
def test_verify_accepts_what_was_seeded(office: None) -> None:
    tally = seeded(400, open_share=0.4)
    assert faults() == []
    assert (tally.matters, tally.open) == (
        Matter.objects.count(),
        Matter.objects.filter(is_open=True).count(),
    )
    assert tally.entries == Entry.objects.count() > 6 * 400
    assert 0.3 < tally.open / 400 < 0.5
    assert DayCounter.objects.filter(day__gte=TODAY).count() == 0


@pytest.mark.unmeasured
def test_what_came_from_above_has_its_sender_and_open_ones_a_last_day(office: None) -> None:
    seeded(400)
    above = Petition.objects.filter(channel__in=[channel.value for channel in FROM_ABOVE])
    passed = Transfer.objects.select_related("petition__matter")
    assert {row.pk for row in passed} == {row.pk for row in above} != set()
    for row in passed:
        assert row.sender == row.petition.channel
        assert row.due_on or not row.petition.matter.is_open
    assert 0 < sum(row.due_on is None for row in passed) < len(passed)


@pytest.mark.unmeasured
def test_there_is_open_work_in_every_state_at_every_unit(office: None) -> None:
    seeded(700, open_share=0.6, years=0.4)
    rows = list(Matter.objects.filter(is_open=True).values_list("status", "owner", "next_due"))
    assert {Status(status) for status, _, _ in rows} == OPEN
    assert {owner for _, owner, _ in rows} == {DEPARTMENT, BUREAU, WATER, TOWN}
    near = [due for _, _, due in rows if abs((due - TODAY).days) <= 75]
    assert len(near) > 0.97 * len(rows)
    assert 0.05 < sum(due < TODAY for _, _, due in rows) / len(rows) < 0.5


@pytest.mark.unmeasured
def test_every_verb_of_a_life_is_played(office: None) -> None:
    seeded(500)
    played = Counter(Entry.objects.values_list("verb", flat=True))
    unplayed = {Verb.LINK, Verb.UNLINK, Verb.JOIN, Verb.PART, Verb.ATTACH, Verb.UNMASK, Verb.REFUSE_RETURN}
    beside = set(TRANSITIONS) - {row.verb for row in WAY} - {Verb.ACCUSE}
    assert set(played) == set(Verb) - unplayed - beside


def test_every_text_of_it_is_in_the_search_index_and_none_waits(office: None) -> None:
    comes_in()  # what waits is laid in before
    assert [*seed(Wish(40, TODAY), processes=0, add=True)][-1].matters == 40
    with connection.cursor() as cursor:
        table = "huiyin_found_docsize" if connection.vendor == "sqlite" else "huiyin_found"
        cursor.execute(f"SELECT count(*) FROM {table}")
        laid = cursor.fetchone()[0]
    assert laid == SealedText.objects.filter(name__in=KINDS).exclude(text="").count()
    with CaptureQueriesContext(connection) as asked:
        assert catch_up() == 0
    assert len(asked) <= 1


def test_what_was_seeded_can_be_looked_up_and_worked_on(office: None) -> None:
    seeded(60, open_share=0.5)
    number = Matter.objects.filter(is_open=False).values_list("number", flat=True)[0]
    found = followed(number, code_of(number))
    assert found is not None
    assert found[0].number == number
    assert followed(number, code_of(Petition.objects.exclude(number=number)[0].number)) is None
    assert file_of(number).state.status is Status.CLOSED
    assert rows(BAO, Wanted(units=frozenset({BUREAU})))


def test_personal_data_is_sealed_and_can_be_found(office: None) -> None:
    seeded(60)
    somebody = Petitioner.objects.exclude(phone="")[0]
    assert str(somebody.phone).startswith("1990000")
    assert Petitioner.objects.filter(phone_index=str(somebody.phone)).exists()
    raw = Petitioner.objects.filter(pk=somebody.pk).values_list("phone", flat=True)[0]
    assert "1990000" not in raw


def test_real_petitions_go_on_after_it(office: None) -> None:
    seeded(60)
    comes_in(now=NOW, received_at=NOW)
    assert SealedText.objects.count() > 60
    assert faults() == []


def test_a_database_that_is_not_empty_is_left_alone(office: None) -> None:
    comes_in(now=NOW - timedelta(days=9), received_at=NOW - timedelta(days=9))
    with pytest.raises(NotEmpty) as no:
        seeded(10)
    assert no.value.count == Matter.objects.count() == 1


def test_more_can_be_added(office: None) -> None:
    comes_in(now=NOW - timedelta(days=1), received_at=NOW - timedelta(days=1))
    for _ in seed(Wish(50, TODAY, years=0.02), processes=0, add=True):
        pass
    for _ in seed(Wish(50, TODAY, years=0.02, seed=2), processes=0, add=True):
        pass
    assert Matter.objects.count() == 101
    assert faults() == []


def test_stopped_half_way_the_record_is_whole(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "BATCH", 20)
    running = seed(Wish(100, TODAY, years=0.2), processes=0)
    next(running)
    running.close()
    assert Matter.objects.count() == 20
    assert faults() == []


def test_without_people_nothing_is_written(county: None) -> None:
    with pytest.raises(NobodyWorksHere):
        seeded(10)


@pytest.mark.slow
def test_other_processes_make_the_same(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # the children must find the keys of this process's home, which the tests' settings would make anew
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    monkeypatch.setenv("HUIYIN_HOME", str(settings.HUIYIN_HOME))
    monkeypatch.setattr(plan, "BATCH", 15)
    *_, last = seed(Wish(100, TODAY), processes=1)
    assert last.matters == Matter.objects.count() == 100
    assert faults() == []
    here = dict(SealedText.objects.filter(name="title").values_list("number", "text"))
    alone = [make(batch, staff_now()) for batch in batches(Wish(100, TODAY))]
    there = {
        row[one.columns["SealedText"].index("number")]: row[one.columns["SealedText"].index("text")]
        for one in alone
        for row in one.rows["SealedText"]
        if row[one.columns["SealedText"].index("name")] == "title"
    }
    assert here == there


# -- the command --------------------------------------------------------------------------------------------------


def bench(*words: str) -> str:
    """Run the command; what it says."""
    out = io.StringIO()
    call_command("bench", "seed", *words, "--processes", "0", stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_the_command_makes_people_and_matters(db: None) -> None:
    load_county(timezone.now())
    said = bench("40", "--open", "0.2", "--years", "1", "--password", "a long enough one")
    assert "40 件事项、" in said
    assert "a long enough one" in said
    assert User.objects.get(username="dispatcher").check_password("a long enough one")
    assert faults() == []
    with pytest.raises(CommandError, match="这里已有 40 件事项"):
        bench("1")
    with pytest.raises(CommandError, match="请加大 --years"):
        bench("200000", "--years", "0.003", "--add")
    assert "2 件事项、" in bench("2", "--add", "--seed", "5")
    assert parse_number(Matter.objects.order_by("number")[0].number) is not None


@pytest.mark.parametrize(
    "words", [("0",), ("5", "--open", "1.1"), ("5", "--years", "0"), ("5", "--years", "50")]
)
def test_nonsense_is_refused(db: None, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="N 至少为 1"):
        bench(*words)
    assert Matter.objects.count() == 0
