"""What a petitioner takes back, and what the county shows to everybody: three rows of the table, their guards and readers.

A withdrawal ends nothing by itself: the unit still answers, with the letter that says so (``Route.WITHDRAWN``), and it
reaches everybody; of a request for review nothing but that letter is left. Published is a version written for the public,
never the petition or the answer itself; what is kept from somebody, was told in confidence or reports somebody is never
published. Articles are those of 信访工作条例 (2022).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huiyin.rules import guards
from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.guards import Case
from huiyin.rules.identifiers import BETWEEN, IN_WORDS
from huiyin.rules.roles import Permission
from huiyin.rules.state import Event, MatterState
from huiyin.rules.table import Standing, Transition
from huiyin.rules.vocabulary import OPEN, MatterClass, Outcome, Route, Stage, Status, Verb
from huiyin.rules.way_readers import Reader

#: Runs of figures as telephones, identity numbers and bank cards have them, however they are written; e-mail addresses; plates
#: of cars; names in messengers; a door in a house; whoever gives their name.
_SHAPES: Mapping[str, str] = {
    "number": rf"(?<!\d)(?:\d{BETWEEN}){{10,20}}[\dXx](?!\d)|(?<!\d)(?:\d[\s-]?){{6,8}}\d(?!\d)",
    "email": r"[\w.+-]+@[\w-]+\.\w+",
    "plate": r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-Z][·\s]?(?=[A-Z0-9]*\d)[A-Z0-9]{5,6}(?![A-Z0-9])",
    "messenger": r"(?:微信|QQ|qq|위챗)号?[::\s]*[A-Za-z0-9_-]{5,}",
    "door": r"\d+\s*(?:栋|幢|号楼|座)[^,。;\n]{0,8}?\d+\s*(?:室|户)|\d+\s*单元\s*\d+\s*(?:室|户|号)",
    "name": r"我叫\s*[\u4e00-\u9fff]{2,3}",
}
telling = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in _SHAPES.items()))
PUBLIC_WORDS = ("title", "question", "text")


def petition_open(case: Case) -> Refused | None:
    """Nobody withdraws twice."""
    named = (case.data or {}).get("petition")
    return Refused("withdrawn_already", field="petition") if named in case.matter.withdrawn else None


def request_stands(case: Case) -> Refused | None:
    """A request for review that was taken back isn't decided any more: it may have been asked anew since (Art. 35, 36)."""
    gone = case.matter.stage is not Stage.FIRST and case.matter.withdrawn_by_all
    return Refused("request_taken_back", "35") if gone else None


def withdrawn_by_all(case: Case) -> Refused | None:
    """The letter that confirms a withdrawal is for a matter that nobody upholds any more (Art. 32: else it is answered).

    A request for review that was taken back gets no other letter.
    """
    if case.data is None:
        return None
    if case.data.get("route") != Route.WITHDRAWN:
        gone = request_stands(case)
        return None if gone is None else replace(gone, field="route")
    return None if case.matter.withdrawn_by_all else Refused("not_withdrawn", "32", "route")


def no_answer_under_way(case: Case) -> Refused | None:
    """What is drafted is sent back before the matter is led elsewhere; a withdrawal of all is confirmed at once (Art. 32)."""
    if case.matter.status not in (Status.DRAFTED, Status.APPROVED):
        return None
    confirms = case.data is None or case.data.get("route") == Route.WITHDRAWN
    return None if case.matter.withdrawn_by_all and confirms else Refused("answer_under_way", "32")


def refused_by_letter(verb: Verb, case: Case, given: Mapping[str, Any]) -> Refused | None:
    """Nobody who upholds their petition is joined to a letter that says it was taken back: that would be their answer."""
    if (
        verb is not Verb.JOIN
        or case.matter.status is not Status.ISSUED
        or case.matter.route is not Route.WITHDRAWN
    ):
        return None
    return None if given["petition"].get("withdrawn") else Refused("other_confirmed", "32", "other")


def may_be_public(case: Case) -> Refused | None:
    """An ordinary first matter's answer: nothing kept from somebody, told in confidence, or reporting somebody (Art. 30)."""
    matter = case.matter
    guarded = matter.confidential or bool(matter.bars) or matter.accused_known
    if guarded or matter.klass in (None, MatterClass.TIP_OFF) or matter.stage is not Stage.FIRST:
        return Refused("not_for_everybody", "30")
    if matter.outcome in (Outcome.DECLINED, Outcome.WITHDRAWN, None):
        return Refused("nothing_to_publish", "18")
    return Refused("public_already") if matter.published else None


def is_public(case: Case) -> Refused | None:
    """Only what is public can be taken back."""
    return None if case.matter.published else Refused("not_public")


def tells_of_nobody(case: Case) -> Refused | None:
    """Nothing of ``telling`` in what everybody reads; other names are asked of the register."""
    for name in PUBLIC_WORDS if case.data is not None else ():
        found = _found(str((case.data or {}).get(name, "")))
        if found:
            return Refused("tells_of_somebody", field=name, params={"what": found[0][0]})
    return None


def _found(text: str) -> list[re.Match[str]]:
    """What in the words tells of somebody, then what does so with its figures written in words."""
    said = unicodedata.normalize("NFKC", text)
    found = list(telling.finditer(said))
    worded = telling.finditer(said.translate(IN_WORDS))
    return found + [w for w in worded if not any(w.start() < f.end() and f.start() < w.end() for f in found)]


def kinds_found(text: str) -> Counter[str]:
    """How many of each kind of ``telling`` stand in the words, without saying which."""
    return Counter(str(one.lastgroup) for one in _found(text))


#: Where a petition can be taken back, and until when that waits to be confirmed.
NOT_ANSWERED = OPEN - {Status.ISSUED, Status.DELIVERED}
_ANSWERED = frozenset({Status.DELIVERED, Status.CLOSED})
S, P = Standing, Permission

# fmt: off
OPENLY: tuple[Transition, ...] = (
    Transition(
        Verb.WITHDRAW, NOT_ANSWERED, None, ((S.INVOLVED, P.REGISTER),),
        fields=(Field("petition", Kind.PETITION), Field("text", Kind.LONG, sealed=True)),
        guards=(guards.petition_is_ours, petition_open), article="19",
    ),
    Transition(
        Verb.PUBLISH, _ANSWERED, None, ((S.DEPARTMENT, P.DISPATCH),),
        fields=(
            Field("title", Kind.TEXT, sealed=True), Field("question", Kind.LONG, sealed=True),
            Field("text", Kind.LONG, sealed=True),
        ),
        guards=(may_be_public, tells_of_nobody), article="18",
    ),
    Transition(
        Verb.RETRACT, frozenset(Status), None, ((S.DEPARTMENT, P.DISPATCH),),
        fields=(Field("reason", Kind.LONG, sealed=True),), guards=(is_public,), article="18",
    ),
)
# fmt: on


def _withdrew(state: MatterState, event: Event) -> MatterState:
    return replace(state, withdrawn=(*state.withdrawn, _text(event.data, "petition")))


def _published(state: MatterState, event: Event) -> MatterState:
    return replace(state, published=True)


def _retracted(state: MatterState, event: Event) -> MatterState:
    return replace(state, published=False)


def _text(data: Mapping[str, Any], name: str) -> str:
    return str(data[name])


OPENLY_READERS: Mapping[Verb, Reader] = {
    Verb.WITHDRAW: _withdrew, Verb.PUBLISH: _published, Verb.RETRACT: _retracted,
}  # fmt: skip
