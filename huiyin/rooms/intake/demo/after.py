"""What happens in the demo county after an answer: reviews, a recheck that ends it, ratings, call-backs; and an extension.

Played when the plan has been played, on matters that nothing else happens to, without dice: the same for the same day. Reviews
are matters of their own and no new petitions, so the founding figures stay as they are. What fits no matter is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from huiyin.rooms.cases import actions, following, reviewing
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.county.queries import calendar
from huiyin.rooms.intake.demo.corpus import read
from huiyin.rooms.intake.demo.shape import DEPARTMENT, DemoMatter, Seat, Who
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.roles import PETITIONER, Actor
from huiyin.rules.vocabulary import Channel, MatterClass, Status, Verb

_DISPATCHER = Who(Seat.DISPATCHER, DEPARTMENT)
#: Scores of department and unit; nothing where nothing was said. By far the most say nothing at all.
_SCORES: tuple[tuple[str, str], ...] = (
    ("satisfied", "satisfied"), ("satisfied", "mostly"), ("", "satisfied"), ("mostly", "mostly"), ("satisfied", "dissatisfied"),
    ("satisfied", "satisfied"), ("mostly", "dissatisfied"), ("satisfied", ""),
)  # fmt: skip
#: What the looks into the low ratings among them found.
_VERDICTS = ("answered_rightly", "manner")
#: What people said when they were called back.
_CALLS = (("yes", True), ("partly", True), ("not_said", False), ("yes", True))


@dataclass(slots=True)
class After:
    """The county after its answers. ``actor`` finds who acts, ``token`` the form's token of a demo petition."""

    now: datetime
    matters: list[DemoMatter]
    numbers: Mapping[str, str]
    actor: Callable[[Who, DemoMatter], Actor]
    mark: str
    token: Callable[[str], str]

    def play(self) -> None:
        """All of it, each matter once."""
        said = read("after.toml")
        acts: list[tuple[int, int, Callable[[DemoMatter], bool], Callable[[DemoMatter], object]]] = [
            (95, 140, _unwelcome, lambda m: self._ended(m, said)),
            (50, 94, _unwelcome, lambda m: self._reviewed(m, said)),
            (8, 24, _unwelcome, lambda m: self._asked(m, said)),
        ]
        acts += [(9, 50, _welcome, partial(self._rated, scores=scores, said=said)) for scores in _SCORES]
        acts += [
            (12, 60, _welcome, partial(self._called, confirmed=confirmed, reached=reached, said=said))
            for confirmed, reached in _CALLS
        ]
        with transaction.atomic():
            for least, most, fits, act in acts:
                matter = self._choose(least, most, fits)
                if matter is not None:
                    act(matter)
            self._extended(said)

    # -- choosing and moments --------------------------------------------------------------------------------------

    def _choose(self, least: int, most: int, fits: Callable[[DemoMatter], bool]) -> DemoMatter | None:
        """The first free one by key whose answer arrived so many days ago."""
        today = local_date(self.now)
        for matter in self.matters:
            if fits(matter) and least <= (today - local_date(_arrived(matter))).days <= most:
                self.matters.remove(matter)
                return matter
        return None

    def _later(self, since: datetime, days: int, hour: int = 10) -> datetime:
        """A working morning so many days later, before the demo's last midnight."""
        day = calendar().working_day_from(local_date(since) + timedelta(days=days))
        moment = datetime.combine(day, time(hour, 20), LOCAL)
        last = datetime.combine(local_date(self.now), time(0), LOCAL) - timedelta(minutes=5)
        return min(max(moment, since + timedelta(minutes=5)), last)

    def _write(self, number: str, verb: Verb, given: dict[str, Any], *, by: Actor, at: datetime) -> None:
        """One stroke; what happened long ago is told to nobody now."""
        pen = Pen.take(number, quiet=True)
        pen.write(verb, given, by=by, now=at)
        pen.put_down()

    # -- reviews ---------------------------------------------------------------------------------------------------

    def _ask(self, matter: DemoMatter, number: str, name: str, text: str, at: datetime) -> str:
        key = f"{matter.key}:{name}"
        receipt = reviewing.ask_review(
            number, text=text, by=PETITIONER, now=at, token=self.token(key), foreign_number=f"{self.mark}{key}"
        )  # fmt: skip
        return receipt.number

    def _decide(self, matter: DemoMatter, number: str, text: str, since: datetime) -> datetime:
        """Drafted, approved, issued, delivered, closed by the review office; when it arrived."""
        officer = self.actor(Who(Seat.OFFICER, DEPARTMENT), matter)
        head = self.actor(Who(Seat.HEAD, DEPARTMENT), matter)
        drafted = self._later(since, 12)
        self._write(number, Verb.DRAFT, {"outcome": "upheld", "text": text}, by=officer, at=drafted)
        approved = self._later(drafted, 2, 14)
        self._write(number, Verb.APPROVE, {}, by=head, at=approved)
        issued = self._later(approved, 1)
        self._write(number, Verb.ISSUE, {}, by=officer, at=issued)
        arrived = self._later(issued, 1, 15)
        actions.deliver(
            number, method="post", result="received", delivered_at=arrived, proof="挂号信回执，本人签收。", by=officer,
            now=arrived + timedelta(minutes=30),
        )  # fmt: skip
        self._write(number, Verb.CLOSE, {}, by=officer, at=self._later(arrived, 1))
        return arrived

    def _ended(self, matter: DemoMatter, said: Mapping[str, Any]) -> None:
        """Reviewed, rechecked above the county, ended."""
        number = self.numbers[matter.key]
        asked = self._later(matter.steps[-1].at, 5)
        review = self._ask(matter, number, "review", said["review"]["asked"], asked)
        arrived = self._decide(matter, review, said["review"]["upheld"], asked)
        again = self._later(arrived, 7)
        recheck = self._ask(matter, review, "recheck", said["recheck"]["asked"], again)
        self._decide(matter, recheck, said["recheck"]["upheld"], again)

    def _reviewed(self, matter: DemoMatter, said: Mapping[str, Any]) -> None:
        """Reviewed and upheld; nobody asked for more."""
        asked = self._later(matter.steps[-1].at, 4)
        review = self._ask(matter, self.numbers[matter.key], "review", said["review"]["other"], asked)
        self._decide(matter, review, said["review"]["upheld"], asked)

    def _asked(self, matter: DemoMatter, said: Mapping[str, Any]) -> None:
        """A review is being worked on."""
        self._ask(
            matter,
            self.numbers[matter.key],
            "review",
            said["review"]["open"],
            self._later(matter.steps[-1].at, 3),
        )

    # -- what petitioners say ----------------------------------------------------------------------------------------

    def _rated(self, matter: DemoMatter, *, scores: tuple[str, str], said: Mapping[str, Any]) -> None:
        number, at = self.numbers[matter.key], self._later(matter.steps[-1].at, 2, 19)
        for rated, score in zip(("department", "unit"), scores, strict=True):
            if score:
                following.rate(
                    number, petition=number, rated=rated, score=score, by=PETITIONER, now=at,
                    remark=said["rated"][score] if rated == "unit" else "",
                )  # fmt: skip
        if "dissatisfied" in scores:
            verdict = _VERDICTS[scores[0] != "satisfied"]
            following.look_into(
                number, item=1, verdict=verdict, text=said["looked"][verdict], by=self.actor(_DISPATCHER, matter),
                now=self._later(at, 4),
            )  # fmt: skip

    def _called(self, matter: DemoMatter, *, confirmed: str, said: Mapping[str, Any], reached: bool) -> None:
        number = self.numbers[matter.key]
        following.follow_up(
            number, petition=number, contact="phone", confirmed=confirmed, reached=reached, text=said["called"][confirmed],
            by=self.actor(_DISPATCHER, matter), now=self._later(matter.steps[-1].at, 6, 15),
        )  # fmt: skip

    # -- more time -------------------------------------------------------------------------------------------------

    def _extended(self, said: Mapping[str, Any]) -> None:
        """An officer asks for more days and the head gives them; another one's question waits."""
        today, granted = local_date(self.now), False
        for matter in self.matters:
            told = [step.at for step in matter.steps if step.verb is Verb.NOTIFY]
            if matter.status is not Status.HANDLING or matter.klass is not MatterClass.APPEAL or not told:
                continue
            quiet = (today - local_date(matter.steps[-1].at)).days  # silent ones are there to be found silent
            if _plain(matter) and (today - local_date(told[-1])).days in range(8, 50) and 2 <= quiet <= 10:
                number, at = self.numbers[matter.key], self._later(matter.steps[-1].at, 1)
                officer, head = (
                    self.actor(Who(seat, matter.unit), matter) for seat in (Seat.OFFICER, Seat.HEAD)
                )
                if granted:
                    days = {"days": 30, "reason": said["extended"]["waits"]}
                    self._write(number, Verb.ASK_EXTENSION, days, by=officer, at=at)
                    return
                days = {"days": 20, "reason": said["extended"]["asked"]}
                self._write(number, Verb.ASK_EXTENSION, days, by=officer, at=at)
                days |= {"reason": said["extended"]["reason"]}
                self._write(number, Verb.EXTEND, days, by=head, at=at + timedelta(hours=2))
                granted = True


def _arrived(matter: DemoMatter) -> datetime:
    return next(step.at for step in reversed(matter.steps) if step.verb is Verb.DELIVER)


#: What the plan does to a matter whose life is its own.
_PLAIN = frozenset({
    Verb.REGISTER, Verb.NOTE, Verb.TRIAGE, Verb.FORWARD, Verb.ASSIGN, Verb.SIGN, Verb.NOTIFY, Verb.ACCEPT, Verb.DRAFT,
    Verb.APPROVE, Verb.ISSUE, Verb.DELIVER, Verb.CLOSE,
})  # fmt: skip


def _plain(matter: DemoMatter) -> bool:
    return all(step.verb in _PLAIN for step in matter.steps)


def _answered(matter: DemoMatter) -> bool:
    mailbox = matter.channel is Channel.MAILBOX and matter.klass is MatterClass.APPEAL and not matter.korean
    return mailbox and matter.status is Status.CLOSED and _plain(matter)


def _outcome(matter: DemoMatter) -> str:
    return next(str(s.data["outcome"]) for s in reversed(matter.steps) if s.verb is Verb.DRAFT)


def _unwelcome(matter: DemoMatter) -> bool:
    return _answered(matter) and _outcome(matter) in ("not_supported", "explained")


def _welcome(matter: DemoMatter) -> bool:
    return _answered(matter) and _outcome(matter) == "supported"


def free(matters: Iterable[DemoMatter]) -> list[DemoMatter]:
    """The matters that nothing is joined to and that are no stories, by key."""
    known = list(matters)
    met = {str(step.data["other"]) for m in known for step in m.steps if step.verb is Verb.LINK}
    return sorted((m for m in known if m.template and m.key not in met), key=lambda matter: matter.key)
