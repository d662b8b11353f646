"""What surrounds some of the demo's matters: pressed, helped, owned, promised, recommended, rated low, sent to and fro.

Added to matters that are planned already, without dice, so that the founding figures and everybody else's lives stay as they
are. Acts are laid out over the working time between a matter's last act and the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from huiyin.rooms.intake.demo.corpus import read
from huiyin.rooms.intake.demo.lives import MISTAKEN
from huiyin.rooms.intake.demo.shape import DEPARTMENT, DemoMatter, Seat, Step, Who
from huiyin.rooms.intake.demo.stages import DISPATCHER
from huiyin.rooms.intake.demo.worktime import A_DAY, Worktime
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Channel, MatterClass, Status, Verb

SUPERVISOR = Who(Seat.SUPERVISOR, DEPARTMENT)
LEADER = "政法委书记"
#: Who is taken for competent when nobody knows.
_ANYBODY = ("民政局", "农业农村局", "公安局")
#: Verb, who, what is told.
Act = tuple[Verb, Who, dict[str, Any]]


@dataclass(slots=True)
class Surrounding:
    """Chooses matters, each once, the first by key that fits, and adds acts to them."""

    worktime: Worktime
    matters: dict[str, DemoMatter]
    free: list[str] = field(default_factory=list)

    def room(self, matter: DemoMatter) -> float:
        """Working days between the matter's last act and the end."""
        return (self.worktime.length - self.worktime.of(matter.steps[-1].at)) / A_DAY

    def choose(self, days: float, *fits: Callable[[DemoMatter], bool]) -> DemoMatter:
        """The first free matter with so many working days of room that fits the first question, or else the next.

        On a day when none has that room, the one with most. Refuses (LookupError) if none fits at all.
        """
        for fit in fits:
            fitting = [key for key in self.free if fit(self.matters[key])]
            roomy = (key for key in fitting if self.room(self.matters[key]) >= days)
            found = next(roomy, None) or max(
                fitting, key=lambda key: self.room(self.matters[key]), default=None
            )
            if found is not None:
                self.free.remove(found)
                return self.matters[found]
        raise LookupError("no matter of the demo fits")

    def add(self, matter: DemoMatter, acts: Iterable[Act]) -> None:
        """Put acts behind the matter's last one, evenly up to the end."""
        acts = list(acts)
        last = self.worktime.of(matter.steps[-1].at)
        gap = (self.worktime.length - last) / (len(acts) + 1)
        steps = (
            Step(verb, self.worktime.at(last + gap * n), who, data)
            for n, (verb, who, data) in enumerate(acts, 1)
        )
        self.matters[matter.key] = replace(matter, steps=(*matter.steps, *steps))


def surrounded(made: Iterable[DemoMatter], worktime: Worktime) -> list[DemoMatter]:
    """The same matters; about a dozen of them have more happening around them."""
    matters = {matter.key: matter for matter in made}
    met = {str(step.data["other"]) for m in matters.values() for step in m.steps if step.verb is Verb.LINK}
    free = sorted(key for key, matter in matters.items() if matter.template and key not in met)
    around = Surrounding(worktime, matters, free)
    said = read("around.toml")
    for some in (
        _sent_about,
        _owned,
        _pressed,
        _helped,
        _promised,
        _advised,
        _rated_low,
        _written,
        _asked_back,
    ):
        some(around, said)
    return list(around.matters.values())


def _handled(matter: DemoMatter) -> bool:
    """Being handled by a unit, the petitioner told, and never taken up again."""
    verbs = {step.verb for step in matter.steps}
    plain = matter.channel is Channel.VISIT and matter.klass is MatterClass.APPEAL and matter.unit in MISTAKEN
    return plain and matter.status is Status.HANDLING and Verb.NOTIFY in verbs and Verb.REOPEN not in verbs


def _at_work(matter: DemoMatter) -> bool:
    """The same, however it came in; letters of the mailbox are left for what follows an answer."""
    verbs = {step.verb for step in matter.steps}
    told = Verb.NOTIFY in verbs and Verb.REOPEN not in verbs and matter.klass is MatterClass.APPEAL
    letter = matter.channel is Channel.MAILBOX
    return told and not letter and matter.status is Status.HANDLING and matter.unit not in ("", DEPARTMENT)


def _answered(matter: DemoMatter) -> bool:
    """Closed with an opinion of its unit."""
    verbs = {step.verb for step in matter.steps}
    plain = matter.channel is Channel.VISIT and matter.klass is MatterClass.APPEAL and matter.unit in MISTAKEN
    return plain and matter.status is Status.CLOSED and Verb.ISSUE in verbs and Verb.REOPEN not in verbs


def _officer(matter: DemoMatter) -> Who:
    return Who(Seat.OFFICER, matter.unit)


def _helper(matter: DemoMatter) -> str:
    """A unit that can be asked for help: the one that is taken for the matter's own, else one that helps with everything."""
    return MISTAKEN.get(matter.unit) or next(unit for unit in _ANYBODY if unit != matter.unit)


# -- sent to and fro ----------------------------------------------------------------------------------------------------


def _sent_about(around: Surrounding, said: Mapping[str, Any]) -> None:
    """One matter came to its unit by way of two wrong ones, another by way of one."""
    for wrong, days in ((2, 7), (1, 4)):
        start = days + 6

        def fits(matter: DemoMatter, start: int = start) -> bool:
            return _handled(matter) and around.worktime.of(matter.received_at) > start * A_DAY

        matter = around.choose(0, fits)
        units = [
            MISTAKEN[matter.unit],
            next(u for u in _ANYBODY if u not in (matter.unit, MISTAKEN[matter.unit])),
        ]
        around.matters[matter.key] = _by_way_of(
            around.worktime, matter, units[:wrong], days, said["returned"]
        )


def _by_way_of(
    worktime: Worktime, matter: DemoMatter, units: list[str], days: int, said: Mapping[str, str]
) -> DemoMatter:
    """The matter came so many working days earlier and was with these units first."""
    first = next(n for n, step in enumerate(matter.steps) if step.verb in (Verb.FORWARD, Verb.ASSIGN))

    def earlier(step: Step) -> Step:
        return replace(step, at=worktime.at(worktime.of(step.at) - days * A_DAY))

    begin = [earlier(step) for step in matter.steps[:first]]
    since, until = worktime.of(begin[-1].at), worktime.of(matter.steps[first].at)
    gap = (until - since) / (3 * len(units) + 1)
    steps, place = list(begin), 0
    for unit in units:
        for verb, who, data in (
            (Verb.FORWARD, DISPATCHER, {"to": unit, "remark": said["sent"]}),
            (Verb.OBJECT, Who(Seat.OFFICER, unit), {"reason": said["reason"].format(title=matter.title)}),
            (Verb.AGREE_RETURN, DISPATCHER, {"remark": said["agreed"]}),
        ):
            place += 1
            steps.append(Step(verb, worktime.at(since + gap * place), who, data))
    received = worktime.at(worktime.of(matter.received_at) - days * A_DAY)
    return replace(matter, received_at=received, steps=(*steps, *matter.steps[first:]))


# -- leaders, supervision, help -----------------------------------------------------------------------------------------


def _owned(around: Surrounding, said: Mapping[str, Any]) -> None:
    """A leader takes a matter upon themself: plan, progress, result."""
    words, leader = said["own"], Who(Seat.LEADER, LEADER)
    reports = (("know", "plan"), ("resolve", "progress"), ("settle", "result"))
    acts: list[Act] = [(Verb.OWN, leader, {"leader": LEADER, "reason": words["reason"]})]
    acts += [
        (Verb.OWN_REPORT, leader, {"item": 1, "duty": duty, "stage": stage, "text": words[duty]})
        for duty, stage in reports
    ]
    around.add(around.choose(6, _handled, _at_work), acts)


def _pressed(around: Surrounding, said: Mapping[str, Any]) -> None:
    """One unit is urged, supervised, answers, and isn't believed; another hasn't answered yet."""
    words = said["press"]
    first = around.choose(5, _handled, _at_work)
    urge = words["urge"].format(title=first.title)
    around.add(
        first,
        [
            (Verb.URGE, SUPERVISOR, {"why": "not_fed_back", "text": urge}),
            (Verb.SUPERVISE, SUPERVISOR, {"why": "evasion", "days": 7, "text": words["supervise"]}),
            (Verb.ANSWER_NOTICE, _officer(first), {"item": 2, "text": words["answer"]}),
            (Verb.ESCALATE, SUPERVISOR, {"item": 2, "level": "leader", "days": 7, "text": words["escalate"]}),
        ],
    )
    around.add(
        around.choose(3, _handled, _at_work),
        [
            (Verb.URGE, SUPERVISOR, {"why": "not_fed_back", "text": words["again"]}),
            (Verb.SUPERVISE, SUPERVISOR, {"why": "not_fed_back", "text": words["notice"]}),
        ],
    )


def _helped(around: Surrounding, said: Mapping[str, Any]) -> None:
    """One unit was asked and contributed; another was asked and hasn't yet."""
    words = said["help"]
    one, other = (around.choose(days, _handled, _at_work) for days in (2, 1))
    asked = {"to": _helper(one), "text": words["task"].format(title=one.title)}
    given = {"item": 1, "text": words["given"]}
    helper = Who(Seat.OFFICER, _helper(one))
    around.add(one, [(Verb.CO_HANDLE, _officer(one), asked), (Verb.CONTRIBUTE, helper, given)])
    waits = {"to": _helper(other), "text": words["waiting"]}
    around.add(other, [(Verb.CO_HANDLE, _officer(other), waits)])


def _written(around: Surrounding, said: Mapping[str, Any]) -> None:
    """A leader owns a second matter that has only its plan, and wrote on two others: one unit answered, one hasn't yet."""
    words, leader = said["wrote"], Who(Seat.LEADER, LEADER)
    plan = {"item": 1, "duty": "know", "stage": "plan", "text": words["plan"]}
    own = {"leader": LEADER, "reason": words["reason"]}
    around.add(around.choose(3, _at_work), [(Verb.OWN, leader, own), (Verb.OWN_REPORT, leader, plan)])
    answered, waits = around.choose(2, _at_work), around.choose(1, _at_work)
    around.add(
        answered,
        [
            (Verb.INSTRUCT, leader, {"text": words["first"], "days": 5}),
            (Verb.CARRY_OUT, _officer(answered), {"item": 1, "text": words["answer"]}),
        ],
    )
    around.add(waits, [(Verb.INSTRUCT, leader, {"text": words["second"]})])


def _asked_back(around: Surrounding, said: Mapping[str, Any]) -> None:
    """Two petitioners asked how it goes on: one was answered, the other's question waits."""
    words, speaks = said["asked"], Who(Seat.PETITIONER)
    answered, waits = around.choose(2, _at_work), around.choose(1, _at_work)
    answer = {"item": 1, "text": words["answer"]}
    asked = {"petition": answered.key, "text": words["first"]}
    around.add(answered, [(Verb.ASK_BACK, speaks, asked), (Verb.ANSWER_QUESTION, _officer(answered), answer)])
    around.add(waits, [(Verb.ASK_BACK, speaks, {"petition": waits.key, "text": words["second"]})])


# -- after the answer ---------------------------------------------------------------------------------------------------


def _promised(around: Surrounding, said: Mapping[str, Any]) -> None:
    """A tail: closed, and what was promised isn't done by its day; another promise was kept."""
    words = said["promise"]
    late, kept = around.choose(25, _answered), around.choose(25, _answered)
    for matter, text in ((late, words["late"]), (kept, words["kept"])):
        after = matter.steps[-1].at + timedelta(minutes=10)
        due = local_date(after) + timedelta(days=14)
        told = {"party": words["party"], "text": text, "due": due}
        pledge = Step(Verb.PLEDGE, after, _officer(matter), told)
        around.matters[matter.key] = replace(matter, steps=(*matter.steps, pledge))
    done = (Verb.FULFIL, _officer(kept), {"item": 1, "text": words["done"]})
    around.add(around.matters[kept.key], [done])


def _advised(around: Surrounding, said: Mapping[str, Any]) -> None:
    """Two recommendations: one adopted, one not answered yet."""
    words = said["advice"]
    one, other = around.choose(6, _answered), around.choose(3, _answered)
    advice = {"advice": "improve_work", "to": one.unit, "text": words["adopted"]}
    answer = {"item": 1, "adoption": "adopted", "text": words["answer"]}
    around.add(one, [(Verb.RECOMMEND, SUPERVISOR, advice), (Verb.ADOPT, Who(Seat.HEAD, one.unit), answer)])
    waits = {"advice": "improve_policy", "to": other.unit, "text": words["waiting"]}
    around.add(other, [(Verb.RECOMMEND, SUPERVISOR, waits)])


def _rated_low(around: Surrounding, said: Mapping[str, Any]) -> None:
    """A petitioner says that they are dissatisfied; nobody has looked into it yet."""

    def fresh(matter: DemoMatter) -> bool:
        return _answered(matter) and around.room(matter) < 30

    matter = around.choose(2, fresh)
    told = {
        "petition": matter.key,
        "rated": "unit",
        "score": "dissatisfied",
        "remark": said["rating"]["remark"],
    }
    around.add(matter, [(Verb.RATE, Who(Seat.PETITIONER), told)])
