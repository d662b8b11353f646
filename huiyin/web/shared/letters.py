"""How a letter to the petitioner begins: a draft in the right order with the parts that the law asks for, to be filled in.

Chinese, and Korean below it where the petitioner writes Korean (order of the prefecture's rule of 2022). The class decides the
letter: an opinion on an appeal has the four parts of Art. 32 and its remedy, an answer to a suggestion says what became of it
(Art. 29), a tip-off is told the result and quotes nothing (Art. 30). Gaps are left as lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import override

from huiyin.rules.vocabulary import (
    OUTCOMES_ABOVE,
    OUTCOMES_OF,
    ROUTE_ARTICLE,
    MatterClass,
    Outcome,
    Route,
    Stage,
    Verb,
)
from huiyin.web.shared import letters_ko, letters_zh
from huiyin.web.shared.letters_parts import Tongue
from huiyin.web.shared.sayings import article

_ZH, _KO = letters_zh.TONGUE, letters_ko.TONGUE
#: The county's government by language, the county's name in its place.
GOVERNMENT: Mapping[str, str] = {tongue.code: tongue.government for tongue in (_ZH, _KO)}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a letter is about. ``above``: the organ that reviews, by language; empty where the tree names none."""

    number: str
    received: Mapping[str, str]
    title: str
    stage: Stage
    klass: MatterClass | None
    above: Mapping[str, str]
    korean: bool = False


def choices(verb: Verb, stage: Stage, klass: MatterClass | None) -> tuple[Outcome | Route, ...]:
    """The outcomes or routes that a letter can be begun for, in the list's order; empty where the verb needs no choice."""
    if verb is Verb.DECLINE:
        return tuple(Route)
    if verb is not Verb.DRAFT:
        return ()
    fitting = OUTCOMES_ABOVE if stage is not Stage.FIRST else OUTCOMES_OF[klass] if klass else frozenset()
    return tuple(outcome for outcome in Outcome if outcome in fitting)


def beginning(verb: Verb, subject: Subject, choice: Outcome | Route | None = None) -> str:
    """The start text for the verb's letter; empty where it has none, or where the choice doesn't fit."""
    tongues = (_ZH, _KO) if subject.korean else (_ZH,)
    return "\n\n\n".join(text for tongue in tongues if (text := _in(tongue, verb, subject, choice)))


def _in(tongue: Tongue, verb: Verb, subject: Subject, choice: Outcome | Route | None) -> str:
    if verb is Verb.EXTEND:
        return tongue.extension.format(law=_law(tongue, "34"))
    if choice not in choices(verb, subject.stage, subject.klass):
        return ""
    if isinstance(choice, Route):
        return _declined(tongue, subject, choice)
    assert isinstance(choice, Outcome), "one of the choices"
    if subject.stage is not Stage.FIRST:
        return _reviewed(tongue, subject, choice)
    if subject.klass is MatterClass.SUGGESTION:
        return _joined(
            _hello(tongue, subject), tongue.suggestion.format(law=_law(tongue, "29")), tongue.opinions[choice],
            tongue.thanks,
        )  # fmt: skip
    if subject.klass is MatterClass.TIP_OFF:
        return _joined(
            tongue.hello_tip_off.format(number=subject.number, received=subject.received[tongue.code]),
            tongue.opinions[choice], tongue.confidence.format(law=_law(tongue, "30")),
        )  # fmt: skip
    return _joined(
        _hello(tongue, subject),
        *_parts(tongue, subject, tongue.opinions[choice]),
        _remedy(tongue, tongue.review, subject, "35"),
    )


def _hello(tongue: Tongue, subject: Subject) -> str:
    return tongue.hello.format(
        received=subject.received[tongue.code], title=subject.title, number=subject.number
    )


def _parts(tongue: Tongue, subject: Subject, opinion: str) -> tuple[str, ...]:
    """The four parts of Art. 32: request, facts and reasons, opinion, legal basis."""
    said = tongue.opinion.format(head=tongue.heads[subject.stage], opinion=opinion)
    return (tongue.request, tongue.facts, said, tongue.basis)


def _reviewed(tongue: Tongue, subject: Subject, choice: Outcome) -> str:
    if subject.stage is Stage.REVIEW:
        end = _remedy(tongue, tongue.recheck, subject, "36")
    else:
        end = tongue.final.format(law=_law(tongue, "36"))
    return _joined(_hello(tongue, subject), *_parts(tongue, subject, tongue.opinions[choice]), end)


def _remedy(tongue: Tongue, way: str, subject: Subject, code: str) -> str:
    organ = subject.above.get(tongue.code) or tongue.organ_above
    return way.format(organ=organ, law=_law(tongue, code))


def _declined(tongue: Tongue, subject: Subject, route: Route) -> str:
    why, way = tongue.routes[route]
    body = tongue.declined.format(why=why, law=_law(tongue, ROUTE_ARTICLE[route]), way=way)
    end = "" if route in (Route.FINAL, Route.WITHDRAWN) else tongue.first_step
    return _joined(_hello(tongue, subject), body, end)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _law(tongue: Tongue, code: str) -> str:
    with override(tongue.code):
        return article(code)
