"""Whole lives of matters as stages: the straight way, the crooked ones, and lives that stand still in an open state."""

from __future__ import annotations

from huiyin.rooms.intake.demo.corpus import phrases
from huiyin.rooms.intake.demo.shape import DEPARTMENT, Seat, Who
from huiyin.rooms.intake.demo.stages import (
    CLERK,
    DISPATCHER,
    Stage,
    Told,
    accepting,
    closing,
    coming,
    declining,
    delivering,
    drafting,
    naming,
    nothing,
    sending,
    sorting,
    taking,
    working,
)
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Status, Verb

#: Who is easily taken for whom: where a matter of the first unit is sent by mistake.
MISTAKEN = {
    "住建局": "城管局", "城管局": "住建局", "人社局": "社保局", "社保局": "人社局", "自然资源局": "农业农村局",
    "农业农村局": "自然资源局", "生态环境分局": "城管局", "林业局": "自然资源局", "水利局": "农业农村局",
    "民政局": "县残联", "卫健局": "医保局", "医保局": "卫健局", "教育局": "市场监管局", "市场监管局": "商务局",
    "公安局": "交通局", "交通局": "公安局", "自来水公司": "住建局", "供热公司": "住建局", "工信局": "财政局",
}  # fmt: skip


def whole(told: Told, way: str = "", days: int | None = None) -> list[Stage]:
    """A life from the door to its end; ``way`` is one of the crooked ones (shape.CROOKED) or straight."""
    unit = told.facts.unit
    stages = [*coming(told), sorting(told), *naming(told)]
    if told.facts.template.route is not None:
        return [*stages, *_out(told, unit, days), *closing(told)]
    if way == "agreed":
        stages += _sent_back(told, unit)
    if way == "refused":
        stages += _kept(told, unit, days)
    else:
        stages += _taken(told, unit, days)
    stages += _answered(told, unit, way)
    if way == "again":
        stages += again(told, unit)
        stages += [*drafting(told, unit), *delivering(told, _bearer(unit)), *closing(told)]
    return stages


def _taken(told: Told, unit: str, days: int | None) -> list[Stage]:
    if unit == DEPARTMENT:
        return accepting(told)
    return [sending(told, unit, days), *taking(told, unit)]


def _bearer(unit: str) -> Who:
    return Who(Seat.OFFICER, unit)


def _out(told: Told, unit: str, days: int | None) -> list[Stage]:
    """Routed out: by the department itself, or by the unit that it was sent to."""
    if unit == DEPARTMENT:
        return [*declining(told, DISPATCHER), *delivering(told, CLERK)]
    sent, signed, *_ = [sending(told, unit, days), *taking(told, unit)]
    return [sent, signed, *declining(told, Who(Seat.HEAD, unit)), *delivering(told, _bearer(unit))]


def _answered(told: Told, unit: str, way: str) -> list[Stage]:
    template = told.facts.template
    many = 0 if template.simple else told.rng.choice((0, 1, 1, 2))
    return [
        *working(told, unit, many),
        *drafting(told, unit, twice=way == "reworked"),
        *delivering(told, _bearer(unit), missed=way in ("returned", "published"), found=way != "published"),
        *closing(told),
    ]


def _sent_back(told: Told, unit: str) -> list[Stage]:
    """Sent to the wrong unit first, which objects in time; the dispatcher agrees."""
    wrong = MISTAKEN[unit]
    return [sending(told, wrong, None), *objecting(told, wrong, unit), _agreed(told, unit)]


def objecting(told: Told, unit: str, right: str) -> list[Stage]:
    """The objection of a unit that the matter was sent to; within five working days (Art. 23)."""
    words = told.one_of(phrases()["objection"]["reasons"]).format(title=told.facts.title, right=right)
    stages = [Stage(Verb.OBJECT, Who(Seat.OFFICER, unit), 0.3, 2.2, lambda _: {"reason": words})]
    if told.rng.random() < 0.4:
        stages.insert(0, Stage(Verb.SIGN, Who(Seat.OFFICER, unit), 0.1, 0.8, nothing))
    return stages


def _agreed(told: Told, right: str) -> Stage:
    words = told.one_of(phrases()["objection"]["agreed"]).format(right=right)
    return Stage(Verb.AGREE_RETURN, DISPATCHER, 0.2, 2.0, lambda _: {"remark": words})


def _kept(told: Told, unit: str, days: int | None) -> list[Stage]:
    """The right unit objects, but the dispatcher doesn't agree: it stays there."""
    other = MISTAKEN[unit]
    words = told.one_of(phrases()["objection"]["refused"]).format(right=other)
    stages = [sending(told, unit, days), *objecting(told, unit, other)]
    stages.append(Stage(Verb.REFUSE_RETURN, DISPATCHER, 0.2, 2.0, lambda _: {"reason": words}))
    signed = any(stage.verb is Verb.SIGN for stage in stages)
    return [*stages, *(taking(told, unit)[1:] if signed else taking(told, unit))]


def reopening(told: Told) -> Stage:
    """Taken up again by the dispatcher after a while."""
    words = told.one_of(phrases()["reopening"]["reasons"])
    return Stage(Verb.REOPEN, DISPATCHER, 4.0, 10.0, lambda _: {"reason": words})


def again(told: Told, unit: str) -> list[Stage]:
    """Reopened and handled once more."""
    return [reopening(told), *_taken(told, unit, None), *working(told, unit, 1)]


def standing(
    told: Told, status: Status, *, days: int | None, is_told: bool = True, reopened: bool = False
) -> list[Stage]:
    """A life up to an open state, where it stands still."""
    unit = told.facts.unit
    if status is Status.OBJECTED:
        wrong = MISTAKEN[unit]
        first = [*coming(told), sorting(told), *naming(told)]
        return [*first, sending(told, wrong, days), *objecting(told, wrong, unit)]
    stages = whole(told, days=days)
    if reopened:
        stages += again(told, unit)
    return stages[: _last(stages, status, is_told=is_told) + 1]


def _last(stages: list[Stage], status: Status, *, is_told: bool) -> int:
    """The last stage after which the matter stands in ``status``; right after signing if the petitioner isn't told yet."""
    reached, last = Status.REGISTERED, -1
    for i, stage in enumerate(stages):
        reached = TRANSITIONS[stage.verb].target or reached
        if reached is status and (is_told or stage.verb is Verb.SIGN):
            last = i
    return last
