"""Puts the demo's words together: slots filled, a letter opened and closed as people do, an answer laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from huiyin.rooms.intake.demo.corpus import Place, Template, phrases
from huiyin.rooms.intake.demo.shape import MOST_REPRESENTATIVES, Citizen
from huiyin.rules.calendar import LOCAL
from huiyin.rules.vocabulary import Channel, MatterClass

_SOON, _LATER = 7, 40


@dataclass(frozen=True, slots=True)
class Facts:
    """One use of a template: whose, where, the filled slots."""

    template: Template
    place: Place
    unit: str
    title: str
    text: str
    slots: Mapping[str, str]


def facts(
    template: Template, place: Place, received: date, persons: int, channel: Channel, rng: Random
) -> Facts:
    """Fill the template for one petition received on a day."""
    slots = _slots(template, place, received, persons, rng)
    unit = place.town if template.unit == "@town" else template.unit
    return Facts(
        template=template, place=place, unit=unit, title=template.title.format_map(slots),
        text=_spoken(template, template.text.format_map(slots), channel, rng), slots=slots,
    )  # fmt: skip


def _slots(template: Template, place: Place, received: date, persons: int, rng: Random) -> dict[str, str]:
    least, most = template.n
    number = max(rng.randint(least, most), persons if template.who in ("few", "group") else 0)
    amount = rng.randint(template.amount[0] // 100, template.amount[1] // 100) * 100
    return {
        "place": place.ko if template.korean else place.full, "n": str(number), "amount": str(amount),
        "month": _month(template, received, rng),
    }  # fmt: skip


def _month(template: Template, received: date, rng: Random) -> str:
    """A month shortly before, in the season that the matter belongs to."""
    back = rng.randint(1, 3)
    months = [(received.year * 12 + received.month - 1 - n) for n in range(12)]
    fitting = [m for m in months[:4] if m % 12 + 1 in template.months] or months[:1]
    chosen = fitting[min(back, len(fitting) - 1)]
    year, month = divmod(chosen, 12)
    name = f"{month + 1}월" if template.korean else f"{month + 1}月"
    if year == received.year:
        return name
    return f"작년 {name}" if template.korean else f"去年{name}"


def _spoken(template: Template, text: str, channel: Channel, rng: Random) -> str:
    said = phrases()
    if channel is Channel.VISIT:
        return text
    if channel is Channel.CALL:
        return text if template.korean else f"{rng.choice(said['call']['openings'])}{text}"
    letter = said["letter"]
    if template.korean:
        return f"{text} {rng.choice(letter['korean_closings'])}".strip()
    greeted = text.startswith(("您好", "尊敬", "县长"))
    return f"{'' if greeted else rng.choice(letter['openings'])}{text}{rng.choice(letter['closings'])}"


def day_of(moment: datetime | date) -> str:
    """A day as it is written in a letter: 11月3日."""
    day = moment.astimezone(LOCAL).date() if isinstance(moment, datetime) else moment
    return f"{day.month}月{day.day}日"


def answer(told: Facts, at: datetime, rng: Random) -> str:
    """The written opinion: what was found, what is done by when, on what ground, and the remedy if there is one (Art. 35)."""
    template, form = told.template, phrases()["answer"]
    by = at.astimezone(LOCAL).date() + timedelta(days=rng.randint(_SOON, _LATER))
    slots = {**told.slots, "place": told.place.full, "due": day_of(by), "due_ko": f"{by.month}월 {by.day}일"}
    lines = [
        form["head"].format(title=told.title),
        form["facts"].format(facts=template.facts.format_map(slots)),
        form["opinion"].format(opinion=template.opinion.format_map(slots)),
        form["basis"].format(basis=template.basis),
    ]
    if template.klass is MatterClass.APPEAL:
        lines.append(form["remedy"])
    if template.opinion_ko:
        lines.append(template.opinion_ko.format_map(slots))
    return "\n".join(lines)


def letter_out(told: Facts, at: datetime, rng: Random) -> str:
    """The letter that names the lawful route."""
    by = at.astimezone(LOCAL).date() + timedelta(days=rng.randint(_SOON, _LATER))
    return told.template.letter.format_map({**told.slots, "due": day_of(by)})


def representatives(citizens: tuple[Citizen, ...], persons: int) -> str:
    """Who speaks for a crowd; sealed text, as names must be."""
    names = "、".join(citizen.name for citizen in citizens[:MOST_REPRESENTATIVES])
    told: str = phrases()["handling"]["representatives"]
    return told.format(n=persons, k=min(len(citizens), MOST_REPRESENTATIVES), names=names)
