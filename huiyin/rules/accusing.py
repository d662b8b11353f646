"""What naming the accused does to a matter: who is kept away, where it goes, what is taken back. Art. 28, 30.

The same is asked where two matters become one: whoever is kept from one of them is kept from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huiyin.rules.duties import BarKind
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import SYSTEM, Permission
from huiyin.rules.routing import acts_for, authority_over, heads, new_bars, serves, unit_barred
from huiyin.rules.surround import Bar
from huiyin.rules.vocabulary import OPEN, MatterClass, Status, Verb

#: While the answer is on its way it can be taken back; once delivered it stands until it is reviewed or reopened.
TAKEN_BACK_FROM = OPEN - {Status.DELIVERED}


def bars_after(case: Case) -> tuple[Bar, ...]:
    """All bars of the matter once the accused in the form are named."""
    assert case.data is not None
    unit, person = case.data.get("accused") or "", case.data.get("person") or ""
    return _with(case, new_bars(unit, person, authority(case), case.law.tree))


def _with(case: Case, named: Iterable[tuple[BarKind, str]]) -> tuple[Bar, ...]:
    known = [*case.matter.bars]
    for kind, subject in named:
        if all((bar.kind, bar.subject) != (kind, subject) for bar in known):
            known.append(Bar(len(known) + 1, kind, subject, case.matter.seq + 1))
    return tuple(known)


def authority(case: Case) -> str:
    """Who decides about the accused in the form: the department, or the leaders' office if the department mustn't."""
    law, unit = case.law, (case.data or {}).get("accused") or ""
    kept_away = unit_barred(case.matter.bars, law.department, law.tree)
    if law.leaders and (kept_away or case.matter.desk == law.leaders):
        return law.leaders
    return authority_over(unit, department=law.department, leaders=law.leaders, tree=law.tree)


def desk_after(case: Case, bars: tuple[Bar, ...]) -> str:
    """Where the matter belongs with these bars: its own desk, or the authority that decides if that is kept away."""
    desk = case.matter.desk
    return authority(case) if unit_barred(bars, desk, case.law.tree) else desk


def accusation_leaves_somebody(case: Case) -> Refused | None:
    """Somebody must be left who decides: not the whole county is accused, nor department and leaders both."""
    if case.data is None:
        return None
    bars = bars_after(case)
    desk = desk_after(case, bars)
    if unit_barred(bars, desk, case.law.tree):
        return Refused("nobody_left_to_decide", "30", "accused")
    return None if desk == case.matter.desk else _goes_on_knowingly(case)


def _goes_on_knowingly(case: Case) -> Refused | None:
    """Who speaks in confidence is known to the house that took it in: that another decides is for it, or for them, to say.

    A tip-off goes away from whom it accuses whoever names them: there the other house has to know (Art. 30 para. 1).
    """
    tip_off = case.matter.klass is MatterClass.TIP_OFF
    if not case.matter.told_in_confidence or tip_off or case.actor == SYSTEM:
        return None
    own = any(acts_for(post, case.matter.desk, case.law.tree) for post in case.actor.posts)
    return None if own else Refused("told_that_house", "30", "accused")


def recusal_is_yours(case: Case) -> Refused | None:
    """Everybody keeps themself away; others only who sorts the matter or heads the unit that handles it (Art. 28).

    The system carries it on to what hangs together with the matter.
    """
    if case.data is None or case.actor == SYSTEM or case.data["person"] == case.actor.key:
        return None
    state, actor = case.matter, case.actor
    of_desk = serves(actor, state.desk, case.law.tree, Permission.DISPATCH)
    head = any(heads(post, state.holder, case.law.tree) for post in actor.posts_with(Permission.APPROVE))
    may = of_desk or head
    return None if may else Refused("not_yours", "28", "person")


def goes_to_somebody_free(case: Case) -> Refused | None:
    """What a colleague leaves behind goes to nobody who is kept from it (Art. 28)."""
    person = (case.data or {}).get("person")
    kept = any(bar.kind is BarKind.PERSON and bar.subject == person for bar in case.matter.bars)
    return Refused("kept_from_it", "28", "person") if person and kept else None


def named(case: Case) -> dict[str, Any]:
    """What naming the accused writes: who is barred, whether it is taken back, where it goes, who helps and owns no more."""
    bars = bars_after(case)
    data: dict[str, Any] = {}
    if new := bars[len(case.matter.bars) :]:
        data["bars"] = [[bar.kind.value, bar.subject] for bar in new]
    return {**data, **_shut_out(case, bars)}


def _shut_out(case: Case, bars: tuple[Bar, ...]) -> dict[str, Any]:
    state, tree = case.matter, case.law.tree
    data: dict[str, Any] = {}
    if (desk := desk_after(case, bars)) != state.desk:
        data["desk"] = desk
    held = bool(state.holder) and unit_barred(bars, state.holder, tree)
    if held or "desk" in data:
        if state.status in TAKEN_BACK_FROM:
            data["recall"] = True
        elif held:
            data["let_go"] = True
    if gone := [h.n for h in state.helping if "recall" in data or unit_barred(bars, h.unit, tree)]:
        data["helpers"] = gone
    if gone := [o.n for o in state.owning if unit_barred(bars, o.leader, tree)]:
        data["owners"] = gone
    return data


def linked(case: Case, given: Mapping[str, Any]) -> dict[str, Any]:
    """What linking writes besides: the other matter's bars hold here, too, so this one's desk may have to change."""
    found = _shut_out(case, _with(case, _told(given)))
    return {name: value for name, value in found.items() if name != "recall"}


def refused_by_bars(verb: Verb, case: Case, given: Mapping[str, Any]) -> Refused | None:
    """Why bars that the house brings along stand against it.

    A matter isn't begun at a desk that mustn't have it, nor joined to one that is open to whom it is kept from.
    """
    told = _told(given)
    if verb is Verb.JOIN:
        known = {(bar.kind, bar.subject) for bar in case.matter.bars}
        return Refused("name_the_accused", "30") if set(told) - known else None
    if verb is Verb.REGISTER:
        bars = [Bar(n, kind, subject, 1) for n, (kind, subject) in enumerate(told, 1)]
        kept_away = unit_barred(bars, given["desk"], case.law.tree)
        return Refused("to_the_accused", "30", "desk") if kept_away else None
    if verb is Verb.LINK:
        after = _with(case, told)
        lost = unit_barred(after, desk_after(case, after), case.law.tree)
        return Refused("nobody_left_to_decide", "30", "other") if lost else None
    return None


def _told(given: Mapping[str, Any]) -> list[tuple[BarKind, str]]:
    return [(BarKind(kind), subject) for kind, subject in given.get("bars", ())]
