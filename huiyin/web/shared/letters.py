"""How a letter to the petitioner begins: a draft in the right order with the parts that the law asks for, to be filled in.

Chinese, and Korean below it where the petitioner writes Korean (order of the prefecture's rule of 2022). The class decides the
letter: an opinion on an appeal has the four parts of Art. 32 and its remedy, an answer to a suggestion says what became of it
(Art. 29), a tip-off is told the result and quotes nothing (Art. 30). Gaps are left as lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import override

from huiyin.rooms.county import queries
from huiyin.rooms.notices import words as messages
from huiyin.rules.units import UnitKind
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
from huiyin.rules.wordings import MESSAGE, PIECES, unworded
from huiyin.web.shared import letters_ko, letters_zh
from huiyin.web.shared.letters_parts import GAP, Tongue
from huiyin.web.shared.sayings import article

_ZH, _KO = letters_zh.TONGUE, letters_ko.TONGUE
#: Between a letter's parts in two languages; what a reason may begin with though the letter says it already.
_BETWEEN, _BECAUSE = "\n\n\n", re.compile("^(?:因为|由于|因)")
#: What a review and a recheck are about.
BELOW: Mapping[Stage, Stage] = {Stage.REVIEW: Stage.FIRST, Stage.RECHECK: Stage.REVIEW}
#: The county's government by language, the county's name in its place.
GOVERNMENT: Mapping[str, str] = {tongue.code: tongue.government for tongue in (_ZH, _KO)}
#: What the organ of a place is called, where the list of units has it by the place's own name alone: by what that ends with.
_ORGANS: Mapping[UnitKind, Mapping[str, str]] = {
    UnitKind.TOWN: {
        "镇": "%s人民政府", "乡": "%s人民政府", "진": "%s인민정부", "향": "%s인민정부",
        " Town": "People's Government of %s", " Township": "People's Government of %s",
    },
    UnitKind.STREET: {
        "街道": "%s办事处", "가두": "%s판사처", "가도": "%s판사처",
        " Street": "Subdistrict Office of %s", " Subdistrict": "%s Office",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Below:
    """The answer that a review or recheck is about: who gave it and when, by language.

    ``number``: the petitioner's own in the first matter, under which that is handled anew where the answer is revoked.
    ``again``: who handles it then, by language, where that isn't ``organ``; of a recheck whoever gave the first answer. It
    is taken up again by the day ``until`` (by language) if that runs already, else within so many working ``days``; nothing is
    said of it with neither, as where it is being handled anew already.
    ``revoked``: since when the first answer is, by another decision than the one that is asked for; ``again_until``: the last
    day on which who took a request back may ask anew, ``asked_anew``: the number under which they have; ``anew_since``: since
    when the first matter is handled anew, on whatever grounds. Days by language; empty where there is none.
    """

    organ: Mapping[str, str]
    answered: Mapping[str, str]
    number: str = ""
    again: Mapping[str, str] = field(default_factory=dict)
    until: Mapping[str, str] = field(default_factory=dict)
    days: int = 0
    revoked: Mapping[str, str] = field(default_factory=dict)
    again_until: Mapping[str, str] = field(default_factory=dict)
    asked_anew: str = ""
    anew_since: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a letter is about.

    ``above``: the organ that reviews, by language; empty where the tree names none. ``below``: the answer that is reviewed.
    ``own``: the county's words by piece and language. ``several``: it goes to several petitioners; each one's copy gets their
    name (``papers/addressing.py``).
    """

    number: str
    received: Mapping[str, str]
    title: str
    stage: Stage
    klass: MatterClass | None
    above: Mapping[str, str]
    korean: bool = False
    several: bool = False
    below: Below | None = None
    own: Mapping[tuple[str, str], str] = field(default_factory=dict)


def county_government() -> Mapping[str, str]:
    """The county's government by language, nothing before the county's units are loaded."""
    county = _county()
    return {lang: name % county.called(lang) for lang, name in GOVERNMENT.items()} if county else {}


def county_name(language: str) -> str:
    """What the county is called; empty before its units are loaded."""
    county = _county()
    return county.called(language) if county else ""


def _county() -> queries.UnitFact | None:
    return next((unit for unit in queries.unit_tree() if unit.kind is UnitKind.COUNTY), None)


def full_name(unit: queries.UnitFact, tongue: Tongue) -> str:
    """A unit's name in full, as it signs.

    Units have one Korean name, without the county or the unit that they belong to: it is put before where the Chinese one
    has it. A town or street that is listed as a place signs as its organ; a name that is an organ's stays as it is.
    """
    return _organ(unit, _full_name(unit, tongue))


def name_in(unit: queries.UnitFact, language: str) -> str:
    """The same on a page in this language; letters are Chinese and Korean."""
    tongue = next((one for one in (_ZH, _KO) if one.code == language), None)
    return full_name(unit, tongue) if tongue else _organ(unit, unit.called(language))


def _organ(unit: queries.UnitFact, name: str) -> str:
    found = (organ for ending, organ in _ORGANS.get(unit.kind, {}).items() if name.endswith(ending))
    return next((organ % name for organ in found), name)


def _full_name(unit: queries.UnitFact, tongue: Tongue) -> str:
    if tongue.code == _ZH.code or not unit.name_ko:
        return unit.name
    name, county, house = unit.called(tongue.code), _county(), queries.unit(unit.parent)
    if house and house.name_ko and unit.name.startswith(house.name) and house.name_ko not in name:
        name = f"{house.name_ko} {name}"
    if county is None or county.name not in unit.name or county.called(tongue.code) in name:
        return name
    return f"{county.called(tongue.code)} {name}"


def worded() -> Mapping[tuple[str, str], str]:
    """The county's own words of the letters' pieces, by piece and language."""
    pairs = [(key, code) for key, piece in PIECES.items() if piece.is_letter for code in piece.languages]
    return {(key, code): text for key, code in pairs if (text := queries.wording(key, code))}


def own(tongue: Tongue, words: Mapping[tuple[str, str], str]) -> Tongue:
    """The pieces with the county's own words in place of the house's, where it has some that still fit."""
    mine = {key: text for (key, code), text in words.items() if code == tongue.code}
    fitting: dict[str, Any] = {
        key: text for key, text in mine.items() if unworded(key, tongue.code, text) is None
    }
    return replace(tongue, **fitting) if fitting else tongue


def with_words(language: str, words: Mapping[tuple[str, str], str]) -> Tongue:
    """The pieces of one language with these words where they fit."""
    return own({one.code: one for one in (_ZH, _KO)}[language], words)


def preview(
    piece: str, language: str, text: str, verb: Verb, subject: Subject, choice: Outcome | Route | None
) -> str:
    """A letter in one language with this text for the piece: a look before the county words it so."""
    tongue = {one.code: own(one, subject.own) for one in (_ZH, _KO)}[language]
    worded_so: dict[str, Any] = {piece: text}
    return _in(replace(tongue, **worded_so), verb, subject, choice)


def house_words(piece: str, language: str) -> str:
    """The house's own text of a letter's piece or of a message."""
    if PIECES[piece].is_message:
        with override(language):
            return messages.house_words(piece.removeprefix(MESSAGE))
    tongue = {one.code: one for one in (_ZH, _KO)}[language]
    return str(getattr(tongue, piece))


def order(verb: Verb, *, late: bool = False) -> str:
    """What a notice to a unit begins with (催办、督办): in the county's first language, whatever the writer's screen speaks.

    ``late``: a term is over already, so that our own words needn't leave it open; the county's own stay as they are.
    """
    tongue = first_tongue()
    if verb is Verb.SUPERVISE:
        return tongue.press_supervise
    if not late:
        return tongue.press_urge
    return tongue.press_urge.replace("临近或者已经超过办理期限", "已经超过办理期限").replace(
        "가까왔거나 지났", "지났"
    )


def first_tongue() -> Tongue:
    """The pieces in the county's first language, in which it writes to its units, with the county's own words."""
    return own(_KO if queries.languages()[0].startswith("ko") else _ZH, worded())


def acceptance(tongue: Tongue, *, received: str, title: str, number: str, until: str) -> str:
    """The notice of acceptance in one language, with its last day where one runs. Art. 23, 34."""
    words = tongue.accepted.format(received=received, title=title, number=number, law=cited(tongue, "23"))
    between = "" if tongue.code.startswith("zh") else " "
    return words + (between + tongue.hold_to.format(until=until) if until else "")


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
    tongues = [own(tongue, subject.own) for tongue in ((_ZH, _KO) if subject.korean else (_ZH,))]
    return _BETWEEN.join(text for tongue in tongues if (text := _in(tongue, verb, subject, choice)))


def with_reason(text: str, reason: str) -> str:
    """The start text of an extension with the reason in its first gap, in the part that is written in the reason's language."""
    said = _BECAUSE.sub("", " ".join(reason.split())).rstrip("。.；;，, ")
    if not said:
        return text
    parts = text.split(_BETWEEN)
    korean = any("\uac00" <= sign <= "\ud7a3" for sign in said)
    at = len(parts) - 1 if korean else 0
    if korean and (ord(said[-1]) - 0xAC00) % 28 not in (0, 8):  # behind a closed syllable 로 is 으로
        parts[at] = parts[at].replace(f"{GAP}로", f"{GAP}으로", 1)
    parts[at] = parts[at].replace(GAP, said, 1)
    return _BETWEEN.join(parts)


def _in(tongue: Tongue, verb: Verb, subject: Subject, choice: Outcome | Route | None) -> str:
    if verb is Verb.EXTEND:
        return tongue.extension.format(law=cited(tongue, "34"))
    if choice not in choices(verb, subject.stage, subject.klass):
        return ""
    if isinstance(choice, Route):
        return _declined(tongue, subject, choice)
    assert isinstance(choice, Outcome), "one of the choices"
    if subject.stage is not Stage.FIRST:
        return _reviewed(tongue, subject, choice)
    if subject.klass is MatterClass.SUGGESTION:
        return _joined(
            _hello(tongue, subject), tongue.suggestion.format(law=cited(tongue, "29")), tongue.opinions[choice],
            tongue.thanks,
        )  # fmt: skip
    if subject.klass is MatterClass.TIP_OFF:
        return _joined(
            _addressed(tongue, tongue.hello_tip_off, subject),
            tongue.opinions[choice], tongue.confidence.format(law=cited(tongue, "30")),
        )  # fmt: skip
    return _joined(
        _hello(tongue, subject),
        *_parts(tongue, subject, tongue.opinions[choice]),
        _remedy(tongue, tongue.review, subject, "35"),
    )


def _hello(tongue: Tongue, subject: Subject) -> str:
    return _addressed(tongue, tongue.hello, subject)


def _addressed(tongue: Tongue, piece: str, subject: Subject) -> str:
    """The beginning of a letter, with a gap for the name where it goes to one petitioner."""
    head, *rest = piece.split("\n")
    head = tongue.addressee if subject.several and rest else head
    return "\n".join([head, *rest]).format(
        received=subject.received[tongue.code],
        title=subject.title,
        number=subject.number,
        **_of_below(tongue, subject),
    )


def _of_below(tongue: Tongue, subject: Subject) -> dict[str, str]:
    """What the beginning of a review or recheck says of the answer below it; gaps where that isn't known."""
    if subject.stage is Stage.FIRST:
        return {}
    below, code = subject.below, tongue.code
    organ, answered = (below.organ[code], below.answered[code]) if below else (GAP, GAP)
    act, opinion = tongue.acts[subject.stage], tongue.heads[BELOW[subject.stage]]
    return {"organ": organ, "answered": answered, "opinion": opinion, "act": act}


def _parts(tongue: Tongue, subject: Subject, opinion: str) -> tuple[str, ...]:
    """The four parts of Art. 32: request, facts and reasons, opinion, legal basis."""
    said = tongue.opinion.format(head=tongue.heads[subject.stage], opinion=opinion)
    return (tongue.request, tongue.facts, said, tongue.basis)


def _reviewed(tongue: Tongue, subject: Subject, choice: Outcome) -> str:
    if subject.stage is Stage.REVIEW:
        end = _remedy(tongue, tongue.recheck, subject, "36")
    else:
        end = tongue.final.format(law=cited(tongue, "36"))
    below = _of_below(tongue, subject)
    own, code = subject.below, tongue.code
    first = below["organ"] if subject.stage is Stage.REVIEW else GAP
    again = (own.again.get(code) if own else "") or first
    number = (own.number if own else "") or GAP
    opinion = tongue.opinions[choice].format(
        opinion=below["opinion"], organ=again, number=number, term=_anew(tongue, own)
    )
    return _joined(
        _addressed(tongue, tongue.hello_review, subject), *_parts(tongue, subject, opinion), end, _since(tongue, own)
    )  # fmt: skip


def _anew(tongue: Tongue, below: Below | None) -> str:
    """When what is revoked is taken up again, as far as that is known."""
    if below is None:
        return ""
    if day := below.until.get(tongue.code):
        return tongue.anew_until.format(until=day)
    return tongue.anew_within.format(days=below.days) if below.days else ""


def _since(tongue: Tongue, below: Below | None) -> str:
    """That the first matter is handled anew already, and what this is about then; empty where it isn't."""
    day = below.anew_since.get(tongue.code) if below else ""
    return tongue.anew_since.format(day=day, number=(below.number if below else "") or GAP) if day else ""


def _remedy(tongue: Tongue, way: str, subject: Subject, code: str) -> str:
    organ = subject.above.get(tongue.code) or tongue.organ_above
    return way.format(organ=organ, law=cited(tongue, code))


def _declined(tongue: Tongue, subject: Subject, route: Route) -> str:
    if route is Route.WITHDRAWN:
        return _confirmed(tongue, subject)
    why, way = tongue.routes[route]
    hello = tongue.hello if subject.stage is Stage.FIRST else tongue.hello_request
    body = tongue.declined.format(why=why, law=cited(tongue, ROUTE_ARTICLE[route]), way=way)
    return _joined(
        _addressed(tongue, hello, subject), body, "" if route is Route.FINAL else tongue.first_step
    )


def _confirmed(tongue: Tongue, subject: Subject) -> str:
    """What was taken back is confirmed, not answered; nothing is left to be filled in. No article is cited: none says it."""
    _why, way = tongue.routes[Route.WITHDRAWN]
    hello, above = tongue.hello_withdrawn, _of_below(tongue, subject)
    if above:
        hello, way = tongue.hello_request_withdrawn, _taken_back(tongue, subject, above)
    body = tongue.withdrawn.format(way=way)
    return _joined(_addressed(tongue, hello, replace(subject, several=True)), body)


def _taken_back(tongue: Tongue, subject: Subject, above: Mapping[str, str]) -> str:
    """What a confirmed withdrawal of a review or recheck leaves: the answer below as it stands now, and until when to ask."""
    below, code = subject.below, tongue.code
    if below and (day := below.revoked.get(code)):
        known = {"day": day, "number": below.number or GAP, "opinion": tongue.heads[Stage.FIRST]}
        return tongue.withdrawn_revoked.format(**{**above, **known})
    if below and (day := below.anew_since.get(code)):
        return tongue.withdrawn_anew.format(**{**above, "day": day, "number": below.number or GAP})
    way = tongue.withdrawn_above.format(**above)
    if below and below.asked_anew:
        return way + tongue.withdrawn_asked.format(act=above["act"], number=below.asked_anew)
    until = below.again_until.get(code) if below else ""
    return way + tongue.withdrawn_again.format(day=until, act=above["act"]) if until else way


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def cited(tongue: Tongue, code: str) -> str:
    """The article in the letter's language."""
    with override(tongue.code):
        return article(code)
