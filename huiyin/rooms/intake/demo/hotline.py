"""The demo county's telephone and mailbox: what the department knows, a month of calls, call-backs, questions to senders.

Deterministic: the same for the same day, without dice. Every petition that came by telephone lately has its call; beside them
stand questions that were answered on the line, missed calls, and whom one owes a call. All people and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.insight import knowledge
from huiyin.rooms.insight.knowledge import KnowledgeKind, Said
from huiyin.rooms.intake.calls import actions, backs
from huiyin.rooms.intake.calls.actions import Told
from huiyin.rooms.intake.calls.backs import Wish
from huiyin.rooms.intake.calls.models import CallBack
from huiyin.rooms.intake.demo.corpus import read
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.calls import CallEvent
from huiyin.rules.roles import PETITIONER, Actor
from huiyin.rules.vocabulary import Channel, MatterClass, Stage, Status, Verb

QUESTION = "请补充：具体是哪个小区、哪栋楼？最好附一张照片。"
ANSWER = "在东光小区三号楼二单元，照片下午补上。"
#: What two visitors say who want nothing any more: one before it was sorted, one while a unit was at it.
SETTLED = "家里商量过了，这件事不再反映，想先撤回来，谢谢你们。"
#: What the department knows; frequent answers have no issuer.
KNOWN_FILE = "hotline.toml"
DAYS = 30  # so far back the calls reach
#: Questions that were answered on the line: so many days back, the entry, what was said.
ASKED = (
    (12, 0, "问母亲的低保在哪里办，已告知地点和材料。"), (9, 1, "问今天停水什么时候来，已告知抢修安排。"),
    (6, 2, "问前年断的养老保险能不能补，已告知窗口。"), (3, 4, "问怎么看办到哪一步，已教会用编号和查询码。"),
    (1, 3, "问暖气不热找谁测温，已告知供热公司电话。"),
)  # fmt: skip
#: Days back of calls that nobody answered, and of wrong numbers.
MISSED, WRONG = (8, 4, 1), (11, 2)
#: Hours from now until which somebody is to be called back, what about, and how often it was tried in vain.
OWED = (
    (-3, "问上次反映的路灯，查清后回话", 2), (2, "问卫生所周末开不开门，查清后回话", 0),
    (26, "补充宅基地材料，约明天上午再谈", 1),
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """The telephone as it rang; each call has a name of its own."""

    now: datetime
    by: Actor
    made: int = 0

    def call(self, at: datetime, phone: str, *, ring: int, talk: int) -> int | None:
        """One call told as a telephone system tells it; its row's number. ``talk`` 0: nobody answered. None: not yet."""
        answered, ended = at + timedelta(seconds=ring), at + timedelta(seconds=ring + talk)
        if ended >= self.now:
            return None
        self.made += 1
        name = f"demo-{self.made}"
        way = [
            (CallEvent.RINGING, at),
            *([(CallEvent.ANSWERED, answered)] if talk else []),
            (CallEvent.ENDED, ended),
        ]
        row = None
        for event, moment in way:
            caller = phone if event is CallEvent.RINGING else ""
            row, _new = actions.hear(Told(event, name, moment, caller, "8001"), now=moment)
        if row is not None and talk:
            actions.pick_up(row.pk, by=self.by, now=ended)
        return row.pk if row is not None else None

    def at(self, back: int, hour: int) -> datetime:
        """A moment so many days back."""
        return datetime.combine(local_date(self.now) - timedelta(days=back), time(hour, 7), LOCAL)


def play_hotline(now: datetime, *, operator: Actor, keeper: Actor, numbers: Iterable[str]) -> None:
    """Write the knowledge down, let the telephone ring, ask two senders. ``numbers`` are those of the demo's petitions."""
    entries = [_known(one, now, keeper) for one in read(KNOWN_FILE)["known"]]
    line = Line(now, operator)
    _petitions(line, list(numbers))
    for n, (back, entry, told) in enumerate(ASKED):
        row = line.call(line.at(back, 9 + n), _phone(n), ring=4 + 3 * n, talk=95 + 40 * n)
        if row is not None:
            at = line.at(back, 9 + n) + timedelta(minutes=9)
            actions.inform(row, told=told, entry=entries[entry], only_a_question=True, by=operator, now=at)
    for n, back in enumerate(MISSED):
        _called_back(line, line.call(line.at(back, 12), _phone(20 + n), ring=31 + n, talk=0), back)
    for back in WRONG:
        row = line.call(line.at(back, 15), "", ring=5, talk=11)
        if row is not None:
            actions.nothing(row, by=operator, now=line.at(back, 15) + timedelta(minutes=1))
    line.call(now - timedelta(minutes=14), _phone(30), ring=8, talk=260)  # answered, and not noted yet
    _owed(line)
    _questions(now, keeper)
    _taken_back(now)


def _phone(n: int) -> str:
    """An invented mobile: 1990000 is the block that is nobody's."""
    return f"1990000{7_000 + n}"


def _known(one: Mapping[str, str], now: datetime, by: Actor) -> int:
    source = one.get("source", "")
    kind = KnowledgeKind.POLICY if source else KnowledgeKind.ANSWER
    said = Said(kind, one["title"], one["text"], local_date(now) - timedelta(days=200), source=source)
    return knowledge.keep(said, by=by, now=now - timedelta(days=100)).pk


def _petitions(line: Line, numbers: list[str]) -> None:
    """A call for every petition that came by telephone in these days."""
    since = line.now - timedelta(days=DAYS)
    rows = Petition.objects.filter(number__in=numbers, channel=Channel.CALL.value, registered_at__gte=since)
    for n, row in enumerate(rows.select_related("petitioner").order_by("received_at", "number")):
        ring, talk = 4 + n * 7 % 19, 120 + n * 53 % 400
        call = line.call(row.received_at, str(row.petitioner.phone), ring=ring, talk=talk)
        if call is not None:
            actions.note_registered(call, number=row.number, by=line.by, now=row.registered_at)


def _called_back(line: Line, call: int | None, days: int) -> None:
    """Whoever reached nobody is called back; yesterday's missed call still waits."""
    row = CallBack.objects.filter(call=call).first() if call is not None and days > 1 else None
    if row is not None:
        at = row.asked_at + timedelta(hours=2)
        backs.take(row.pk, by=line.by, now=at)
        backs.tried(
            row.pk,
            reached=True,
            note="已回电，问窗口上班时间，已告知",
            by=line.by,
            now=at + timedelta(minutes=4),
        )


def _owed(line: Line) -> None:
    for n, (hours, about, tries) in enumerate(OWED):
        asked, due = line.now - timedelta(hours=8), line.now + timedelta(hours=hours)
        wish = Wish(_phone(40 + n), about, due)
        row = backs.ask(wish, token=f"demo:call-back:{n}:one-time", by=line.by, now=asked)
        for one in range(tries):
            at = asked + timedelta(minutes=50 * (one + 1))
            backs.take(row.pk, by=line.by, now=at)
            backs.tried(row.pk, reached=False, note="无人接听", by=line.by, now=at)


def _questions(now: datetime, by: Actor) -> None:
    """Two senders of the mailbox are asked for more; one has answered."""
    waiting = Matter.objects.filter(
        channel=Channel.MAILBOX.value, status=Status.REGISTERED.value, confidential=False, petitions_count=1
    ).order_by("number")[:2]
    for n, matter in enumerate(waiting):
        at = max(matter.touched_at, now - timedelta(hours=3))
        asked = {"petition": matter.number, "text": QUESTION, "days": 7}
        with transaction.atomic():
            pen = Pen.take(matter.number, quiet=True)  # nobody is told: they are invented
            pen.write(Verb.ASK_SENDER, asked, by=by, now=at)
            if n == 0:
                at = max(at, now - timedelta(hours=1))
                pen.write(Verb.SENDER_ANSWERS, {"item": 1, "text": ANSWER}, by=PETITIONER, now=at)
            pen.put_down()


def _taken_back(now: datetime) -> None:
    """Two visitors take theirs back; nobody has confirmed it yet."""
    plain = Matter.objects.filter(
        channel=Channel.VISIT.value, confidential=False, urgent=False, petitions_count=1, persons=1, stage=Stage.FIRST.value
    ).order_by("-number")  # fmt: skip
    for status in (Status.REGISTERED, Status.HANDLING):
        matter = plain.filter(status=status.value).exclude(klass=MatterClass.TIP_OFF.value).first()
        if matter is None:
            continue
        at = max(matter.touched_at, now - timedelta(hours=2))
        with transaction.atomic():
            pen = Pen.take(matter.number, quiet=True)
            pen.write(Verb.WITHDRAW, {"petition": matter.number, "text": SETTLED}, by=PETITIONER, now=at)
            pen.put_down()
