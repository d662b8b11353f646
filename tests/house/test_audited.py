"""Whatever is done to a matter leaves one entry: who, for which unit, when. Played through the real verbs, row by row."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.transitions import TRANSITIONS, Standing
from huiyin.rules.vocabulary import Verb
from tests.house.laws import keep
from tests.house.plays_after import AFTER
from tests.house.plays_around import AROUND, LEADER
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, START, WATER, WAY, build_county, comes_in, go

LATER = START + timedelta(hours=12)
Play = tuple[Verb | None, Callable[[str, datetime], object]]


def _joined(number: str, at: datetime) -> str:
    """Another petition is joined to the matter; the joined one's number."""
    other = comes_in(title="还是没水").number
    link(other, other=number, by=DAN, now=at)
    return other


def _linked(number: str, at: datetime) -> None:
    link(number, other=comes_in(title="先来的").number, by=DAN, now=at)


def _unlinked(number: str, at: datetime) -> None:
    _linked(number, at)
    unlink(number, reason="两回事", by=DAN, now=at)


def _parted(number: str, at: datetime) -> None:
    unlink(_joined(number, at), reason="两回事", by=DAN, now=at)


def _answered_objection(answer: Callable[..., object], **words: str) -> Callable[[str, datetime], None]:
    def play(number: str, at: datetime) -> None:
        actions.object_(number, reason="不属于我局职责", by=BAO, now=at)
        answer(number, by=DAN, now=at, **words)

    return play


#: For each verb outside the ordinary way: how far that way is gone first, and what is done then.
PLAYS: dict[Verb, Play] = {
    Verb.REGISTER: (None, lambda n, t: None),
    Verb.LINK: (None, _linked),
    Verb.JOIN: (None, _joined),
    Verb.UNLINK: (None, _unlinked),
    Verb.PART: (None, _parted),
    Verb.ACCEPT: (Verb.TRIAGE, lambda n, t: actions.accept(n, notice="on_the_spot", by=DAN, now=t)),
    Verb.ASSIGN: (Verb.TRIAGE, lambda n, t: actions.assign(n, to=BUREAU, days=20, by=DAN, now=t)),
    Verb.OBJECT: (Verb.FORWARD, lambda n, t: actions.object_(n, reason="不属于我局职责", by=BAO, now=t)),
    Verb.AGREE_RETURN: (Verb.FORWARD, _answered_objection(actions.agree_return)),
    Verb.REFUSE_RETURN: (Verb.FORWARD, _answered_objection(actions.refuse_return, reason="属于你局职责")),
    Verb.DECLINE: (
        Verb.TRIAGE,
        lambda n, t: actions.decline(n, route="court", text="请向法院起诉", by=DAN, now=t),
    ),
    Verb.NOTE: (None, lambda n, t: actions.note(n, text="打过电话", by=DAN, now=t)),
    Verb.UNMASK: (None, lambda n, t: actions.unmask(n, reason="上门前联系", by=DAN, now=t)),
    Verb.ATTACH: (
        None,
        lambda n, t: attach(n, upload=Upload("说明.txt", 6, io.BytesIO("水管".encode())), by=DAN, now=t),
    ),
    Verb.REWORK: (Verb.DRAFT, lambda n, t: actions.rework(n, reason="依据没有写明", by=BO, now=t)),
    Verb.REOPEN: (Verb.CLOSE, lambda n, t: actions.reopen(n, reason="又停水了", by=DAN, now=t)),
}
PLAYS.update(AFTER | AROUND)
ORDINARY = {verb for verb, _ in WAY}


def test_every_verb_is_played_below() -> None:
    keep(
        "A verb that nobody plays here might leave no trace.",
        {v.value for v in TRANSITIONS} - {*PLAYS, *ORDINARY},
    )


def test_every_verb_fits_into_its_column() -> None:
    most = Entry._meta.get_field("verb").max_length or 0
    keep("A longer name stands in SQLite alone: PostgreSQL refuses it.", {v for v in Verb if len(v) > most})


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [verb.value for verb in TRANSITIONS])
def test_every_verb_leaves_one_entry_that_says_who_and_when(verb: str) -> None:
    build_county()
    number = comes_in().number
    if verb in ORDINARY:
        go(number, Verb(verb))
    else:
        before, play = PLAYS[Verb(verb)]
        if before is not None:
            go(number, before)
        play(number, LATER)
    entries = list(Entry.objects.filter(number=number).order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    left = [entry for entry in entries if entry.verb == verb]
    assert len(left) == 1, f"{verb} left {len(left)} entries: every act leaves exactly one"
    assert left[0] == entries[-1]
    assert left[0].by.startswith("user:")
    follows = TRANSITIONS[Verb(verb)].who[0][0] is Standing.HOUSE  # needs no post of its own
    if verb == Verb.REVIEWED:  # a result is that of the unit which brought it
        assert left[0].unit == DEPARTMENT
    else:
        assert left[0].unit in ({""} if follows else {DEPARTMENT, BUREAU, WATER, LEADER})
    assert START <= left[0].at <= LATER
